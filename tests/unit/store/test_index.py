from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.documents import Block, BlockKind, Box, Document, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.store.index import TextIndex
from app.store.search_words import normalise
from app.store.vector_pages import VectorRow
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.store.store import Store

BOX = Box(0.1, 0.2, 0.9, 0.3)


def page_text(*paragraphs: str) -> PageText:
    blocks = tuple(Block(BlockKind.PARAGRAPH, one, box=BOX) for one in paragraphs)
    return PageText(blocks, ReadMethod.TEXT_LAYER, Quality.GOOD)


def add(store: Store, *pages: str) -> Document:
    document = samples.document(pages=0, sha256=("d" * 64,))
    made = tuple(samples.page(document.id, number, page_text(one)) for number, one in enumerate(pages))
    return store.write(lambda work: work.documents.add(replace(document, pages=made)))


@pytest.fixture
def open_index(store: Store) -> Iterator[Callable[[], TextIndex]]:
    made: list[TextIndex] = []

    def open_one(path: Path | None = store.folder / "index.db") -> TextIndex:
        made.append(
            TextIndex(
                path,
                lambda: store.read(lambda work: work.documents.page_hashes()),
                lambda page_id: store.read(lambda work: work.documents.page(page_id)),
            )
        )
        return made[-1]

    yield open_one
    for index in made:
        index.close()


@pytest.fixture
def index(store: Store, open_index: Callable[[], TextIndex]) -> TextIndex:
    add(store, "apple")
    return open_index()


OPERATORS = ['"', "a AND", "NEAR(", "* OR -x", "col:ump", "^a", "(", "%_", "\x00", "", "  ", "'; DROP"]

WORDS = {
    "en": ("The water cycle begins with evaporation.", "evaporation", "evap"),
    "hi": ("किताबें ज्ञान का स्रोत हैं।", "किताबें", "किता"),
    "ta": ("நீர் சுழற்சி தொடங்குகிறது.", "சுழற்சி", "சுழ"),
    "te": ("విద్యార్థులు పుస్తకాలు చదువుతారు.", "పుస్తకాలు", "పుస్"),
    "bn": ("শিক্ষার্থীরা বিদ্যালয়ে যায়।", "বিদ্যালয়ে", "বিদ্যা"),
    "mr": ("विद्यार्थी शाळेत जातात.", "शाळेत", "शाळ"),
    "gu": ("વિદ્યાર્થીઓ શાળામાં ભણે છે.", "શાળામાં", "શાળ"),
    "kn": ("ವಿದ್ಯಾರ್ಥಿಗಳು ಶಾಲೆಗೆ ಹೋಗುತ್ತಾರೆ.", "ಶಾಲೆಗೆ", "ಶಾಲ"),
    "ml": ("വിദ്യാർത്ഥികൾ സ്കൂളിൽ പഠിക്കുന്നു.", "സ്കൂളിൽ", "സ്കൂ"),
    "pa": ("ਵਿਦਿਆਰਥੀ ਸਕੂਲ ਜਾਂਦੇ ਹਨ।", "ਸਕੂਲ", "ਸਕੂ"),
    "or": ("ଛାତ୍ରମାନେ ବିଦ୍ୟାଳୟକୁ ଯାଆନ୍ତି।", "ବିଦ୍ୟାଳୟକୁ", "ବିଦ୍ୟା"),
}


@pytest.mark.parametrize("language", WORDS)
def test_whole_words_and_their_beginnings_are_found_in_every_language(
    store: Store, open_index: Callable[[], TextIndex], language: str
) -> None:
    sentence, word, beginning = WORDS[language]
    document = add(store, sentence, "Nothing of the kind.")
    index = open_index()
    for query in (word, beginning):
        (hit,) = index.search(query)
        assert (hit.document_id, hit.text, hit.boxes) == (document.id, sentence, (BOX,))


def test_vowel_signs_belong_to_the_word(store: Store, open_index: Callable[[], TextIndex]) -> None:
    add(store, "कल", "काल")
    index = open_index()
    assert [hit.text for hit in index.search("काल")] == ["काल"]
    assert [hit.text for hit in index.search("कल")] == ["कल"]
    assert index.search("ल") == ()


def test_digits_of_every_script_joiners_and_forms_are_the_same(
    store: Store, open_index: Callable[[], TextIndex]
) -> None:
    add(store, "सन् १९४७ में", "क्\u200dषेत्र", "ड\u093cक")
    index = open_index()
    assert len(index.search("1947")) == 1
    assert len(index.search("१९४७")) == 1
    assert len(index.search("क्षेत्र")) == 1
    assert len(index.search("ड़क")) == 1


def test_pages_with_all_the_words_come_first_and_some_words_are_better_than_nothing(
    store: Store, open_index: Callable[[], TextIndex]
) -> None:
    add(store, "red apple", "green apple and a red leaf", "blue sky")
    index = open_index()
    assert {hit.text for hit in index.search("red apple")} == {"red apple", "green apple and a red leaf"}
    assert [hit.text for hit in index.search("red sky")] == ["blue sky", "red apple", "green apple and a red leaf"]
    assert len(index.search("apple", limit=1)) == 1


def test_the_index_follows_what_is_added_corrected_and_removed(
    store: Store, open_index: Callable[[], TextIndex]
) -> None:
    index = open_index()
    document = add(store, "mountain", "river")
    assert index.catch_up() == 2
    assert index.catch_up() == 0
    corrected = replace(document.pages[0], text=page_text("valley"), corrected=True)
    store.write(lambda work: work.documents.save_page(corrected))
    assert index.catch_up() == 1
    assert index.search("mountain") == ()
    assert len(index.search("valley")) == 1
    store.write(lambda work: work.documents.remove(document.id))
    assert index.search("valley river") == ()


@pytest.mark.parametrize("query", OPERATORS)
def test_operators_are_only_words(index: TextIndex, query: str) -> None:
    index.search(query)
    assert len(index.search("apple")) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=30))
def test_nothing_that_can_be_typed_breaks_the_search(index: TextIndex, query: str) -> None:
    assert {hit.text for hit in index.search(query)} <= {"apple"}


@pytest.mark.parametrize("ruin", [b"", os.urandom(50_000), None])
def test_a_damaged_or_deleted_index_is_made_anew_at_opening(
    store: Store, open_index: Callable[[], TextIndex], ruin: bytes | None
) -> None:
    add(store, "apple")
    first = open_index()
    assert len(first.search("apple")) == 1
    first.close()
    if ruin is None:
        (store.folder / "index.db").unlink()
    else:
        (store.folder / "index.db").write_bytes(ruin)
    assert len(open_index().search("apple")) == 1


def test_an_index_damaged_while_in_use_is_made_anew(store: Store, open_index: Callable[[], TextIndex]) -> None:
    add(store, *(f"apple number {number}" for number in range(200)))
    first = open_index()
    first.catch_up()
    first.close()
    index = open_index()
    file = store.folder / "index.db"
    with file.open("rb+") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (file.stat().st_size - 4096))
    assert len(index.search("apple", limit=500)) == 200


def test_a_private_index_needs_no_file_in_the_data_folder(store: Store, open_index: Callable[..., TextIndex]) -> None:
    add(store, "apple")
    assert len(open_index(None).search("apple")) == 1
    assert not (store.folder / "index.db").exists()


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(words: str) -> None:
    assert normalise(normalise(words)) == normalise(words)


def test_a_folder_in_place_of_the_index_is_named_and_left_alone(
    store: Store, open_index: Callable[[], TextIndex]
) -> None:
    (store.folder / "index.db").mkdir()
    with pytest.raises(UserFacingError, match=r"index\.db") as told:
        open_index()
    assert told.value.key == "data.not_a_file"
    assert (store.folder / "index.db").is_dir()


def embed(index: TextIndex) -> None:
    """Vectors by the letter that a piece begins with."""
    index.vectors.begin("letters", 26)
    missing = index.vectors.missing("letters")
    vectors = [[float(one.text[0] == chr(97 + at)) for at in range(26)] for one in missing]
    rows = [VectorRow(one.chunk_id, one.document_id, vectors[at], one.text) for at, one in enumerate(missing)]
    assert index.vectors.add("letters", rows) == len(missing)


def test_pieces_are_found_by_what_they_mean(store: Store, open_index: Callable[[], TextIndex]) -> None:
    document = add(store, "apple", "river", "red")
    index = open_index()
    index.catch_up()
    embed(index)
    letter_r = [float(at == 17) for at in range(26)]
    hits = index.nearest(letter_r, 2)
    assert {(one.document_id, one.page_id, one.text) for one in hits} == {
        (document.id, document.pages[1].id, "river"),
        (document.id, document.pages[2].id, "red"),
    }
    assert [one.score for one in hits] == pytest.approx([1, 1])
    assert hits[0].boxes == (BOX,)
    assert index.nearest(letter_r, 2, documents=frozenset({"another"})) == ()
    store.write(lambda work: work.documents.remove(document.id))
    assert index.nearest(letter_r, 2) == ()


def test_a_large_index_is_read_through_only_after_damage_was_met(
    store: Store, open_index: Callable[[], TextIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, *(f"river {number} " + "stone " * 300 for number in range(60)))
    index = open_index()
    index.catch_up()
    index.close()
    path = store.folder / "index.db"
    data = bytearray(path.read_bytes())
    data[-4096 * 30 : -4096 * 10] = bytes(4096 * 20)
    path.write_bytes(data)
    monkeypatch.setattr("app.store.index._ALWAYS_CHECKED", 0)
    open_index().close()
    assert path.stat().st_size == len(data)  # taken as it is
    path.with_name("index.db-suspect").touch()
    index = open_index()
    assert len(index.search("river", 100)) == 60
    assert not path.with_name("index.db-suspect").exists()
