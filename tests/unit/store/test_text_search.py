"""The words of a question find the pages that have them, in their forms, misspelt, in Roman letters; and no others."""

from __future__ import annotations

import random
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.documents import Block, BlockKind, Page, PageText, Quality, ReadMethod
from app.store import migrate, sqlite_module
from app.store.database import make_engine
from app.store.index import Piece, TextIndex
from app.store.word_forms import edits_between
from tests.unit.store.samples import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAIRS = read_rows("minimal_pairs.tsv")
BOOK = {
    "light": "Plants make their food by photosynthesis in green leaves under sunlight.",
    "root": "The roots of the plant take in minerals from moist soil.",
    "river": "The river floods the valley every monsoon and leaves fertile silt behind.",
    "energy": "हरी पत्तियाँ प्रकाश संश्लेषण से भोजन बनाती हैं।",
    "water": "गाँव के कुएँ का पानी साफ़ है और सब किताबें सूखी हैं।",
    "tamil": "தாவரங்கள் நீர் மற்றும் ஒளியால் உணவு தயாரிக்கின்றன.",
}


class Shelf:
    """Pages held in memory and their index; the name of a page is also that of its document."""

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, Page] = {}
        self.file = folder / "index.db"
        self.index = TextIndex(self.file, self.hashes, self.pages.__getitem__, cut=self.cut)
        self.headings: dict[str, str] = {}

    def hashes(self) -> dict[str, str]:
        return {name: page.text.text if page.text else "" for name, page in self.pages.items()}

    def cut(self, page: Page) -> Iterable[Piece]:
        return [Piece(page.text.text, heading=self.headings.get(page.id, ""))] if page.text else []

    def put(self, pages: dict[str, str]) -> None:
        for name, words in pages.items():
            read = PageText((Block(BlockKind.PARAGRAPH, words),), ReadMethod.TEXT, Quality.GOOD)
            self.pages[name] = Page(name, name, 0, 0, 0, text=read)

    def ask(self, query: str, *, documents: frozenset[str] | None = None) -> list[str]:
        return [hit.page_id for hit in self.index.search(query, documents=documents)]


@contextmanager
def shelf_of(folder: Path, pages: dict[str, str]) -> Iterator[Shelf]:
    shelf = Shelf(folder)
    shelf.put(pages)
    try:
        yield shelf
    finally:
        shelf.index.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with shelf_of(tmp_path_factory.mktemp("book"), BOOK) as shelf:
        yield shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with shelf_of(tmp_path, {}) as made:
        yield made


def test_of_200_pairs_none_is_found_for_the_other(tmp_path: Path) -> None:
    pages: dict[str, str] = {}
    for number, (_, one, other) in enumerate(PAIRS):
        pages |= {f"{number}.one": f"( {one} )", f"{number}.other": f"( {other} )"}
    assert len(PAIRS) == 200
    with shelf_of(tmp_path, pages) as shelf:
        wrong = [
            (word, found)
            for _, *pair in PAIRS
            for word in pair
            for found in shelf.index.search(word, 400)
            if found.text != f"( {word} )"
        ]
        missed = [word for _, *pair in PAIRS for word in pair if not shelf.ask(word)]
    assert (wrong, missed) == ([], [])


def test_of_200_pairs_none_is_found_even_where_it_stands_alone(tmp_path: Path) -> None:
    sought = {one for _, one, _ in PAIRS}
    only = {other: other for _, _, other in PAIRS if other not in sought}
    with shelf_of(tmp_path, only) as shelf:
        assert [(one, found) for one in sorted(sought) for found in shelf.ask(one)] == []
        assert all(shelf.ask(other) == [other] for other in only)


@pytest.mark.parametrize(
    ("query", "other"),
    [("पान", "पानी"), ("कम", "कमी"), ("মাল", "মালা"), ("તાલ", "તાલી"), ("விகட", "விகடு"), ("विकास", "विकार"), ("प", "पा")],
)
def test_a_sign_or_a_letter_more_or_less_makes_another_word_of_a_short_one(
    shelf: Shelf, query: str, other: str
) -> None:
    shelf.put({"other": other})
    assert shelf.ask(query) == shelf.ask(f"{query} ") == []
    assert shelf.ask(other) == ["other"]


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("planting", "light root"),
        ("photosynthesise", "light"),
        ("photosinthesis", "light"),
        ("photosynhtesis", "light"),
        ("fotosynthesis", "light"),
        ("flood", "river"),
        ("fert", "river"),
        ("What do the roots of plants take in?", "root light"),
        ("किताब", "water"),
        ("कुआँ कुएं", "water"),
        ("प्रकाश संशलेषण", "energy"),
        ("prakash sanshleshan", "energy"),
        ("prakaash sanshleshan kya hai?", "energy"),
        ("kitaben", "water"),
        ("pani", "water"),
        ("thavarangal", "tamil"),
        ("தாவரம்", "tamil"),
        ("gaon ka paani", "water"),
    ],
)
def test_a_word_is_found_in_its_forms_misspelt_and_in_roman_letters(book: Shelf, query: str, page: str) -> None:
    assert book.ask(query) == page.split()


@pytest.mark.parametrize("query", ["pin", "पानि", "graph", "संकलन", "क्या", "நீரா"])
def test_nothing_is_found_for_what_is_not_there(book: Shelf, query: str) -> None:
    assert book.ask(query) == []


def test_documents_are_chosen_inside_the_search(tmp_path: Path) -> None:
    many = {f"d{number}": "water " * 5 for number in range(100)} | {"wanted": "a page with little water in a long line"}
    with shelf_of(tmp_path, many) as shelf:
        assert shelf.ask("water", documents=frozenset({"wanted"})) == ["wanted"]
        assert shelf.ask("water", documents=frozenset()) == []
        assert shelf.ask("water", documents=frozenset({"no such document"})) == []


def test_damaged_words_help_to_find_the_rest_of_a_question(shelf: Shelf) -> None:
    shelf.put(
        {
            "damaged": "The mjnsoon wind carries moistxre from the ocean.",
            "other": "The wind mill on the hill carries a flag, and the wind is cold.",
            "whole": "Monsoon clouds gather in June.",
        }
    )
    assert shelf.ask("Which wind carries moisture in the monsoon?")[0] == "damaged"


def test_five_per_cent_of_wrong_letters_leave_the_right_page_among_five(tmp_path: Path) -> None:
    chance = random.Random(7)
    words = [row[2] for row in read_rows("roman_words.tsv")]
    made = [" ".join(chance.sample(words, 12)) for _ in range(120)]
    pages = {str(number): damaged(one, chance) for number, one in enumerate(made)}
    with shelf_of(tmp_path, pages) as shelf:
        asked = [" ".join(chance.sample(one.split(), 5)) for one in made]
        right = sum(str(number) in shelf.ask(query)[:5] for number, query in enumerate(asked))
    assert right >= 118


def damaged(words: str, chance: random.Random) -> str:
    letters = sorted({one for one in words if unicodedata.category(one)[0] in "LM"})
    return "".join(chance.choice(letters) if one in letters and chance.random() < 0.05 else one for one in words)


def test_a_forgotten_page_leaves_no_word_behind(shelf: Shelf) -> None:
    shelf.put({"kept": "river water", "gone": "secret water संश्लेषण"})
    assert shelf.ask("secret") == ["gone"]
    ids = [hit.chunk_id for hit in shelf.index.search("water")]
    del shelf.pages["gone"]
    assert shelf.ask("secret") == shelf.ask("secrat") == shelf.ask("sanshleshan") == []
    assert all_terms(shelf) == {"river", "water"}
    shelf.put({"new": "fresh water"})
    (new,) = shelf.index.search("fresh")
    assert new.chunk_id > max(ids)


def all_terms(shelf: Shelf) -> set[str]:
    """The words of the table; the same as those of FTS5."""
    shelf.index.catch_up()
    engine = make_engine(sqlite_module.load(), shelf.file, mode="ro", readers=1)
    with engine.connect() as connection:
        terms = set(connection.scalars(text("SELECT term FROM terms")))
        assert terms == set(connection.scalars(text("SELECT term FROM chunk_counts")))
        totals = connection.execute(text("SELECT * FROM totals")).one()
        assert totals == connection.execute(text("SELECT count(*), total(length) FROM chunks")).one()
    engine.dispose()
    return terms


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_the_table_of_words_has_just_the_words_of_the_index(shelf: Shelf, words: str) -> None:
    shelf.put({"page": words})
    all_terms(shelf)


def test_the_words_of_a_heading_find_what_stands_under_it(shelf: Shelf) -> None:
    shelf.put({"page": "It rises, cools and falls again."})
    shelf.headings["page"] = "The water cycle"
    (hit,) = shelf.index.search("water cycle")
    assert (hit.heading, hit.text, hit.position) == ("The water cycle", "It rises, cools and falls again.", 0)


def test_words_that_follow_each_other_count_more(shelf: Shelf) -> None:
    apart, near = "ice is cold, cream is fat, says a man", "a cold man is fat, and says ice cream"
    shelf.put({"apart": apart, "near": near})
    assert shelf.ask("ice cream") == ["near", "apart"]


def test_a_long_question_is_looked_up_by_its_rare_words(shelf: Shelf) -> None:
    shelf.put({f"p{number}": "common words" for number in range(50)} | {"rare": "zebra stripes"})
    question = " ".join(f"number{number} common" for number in range(800)) + " zebra stripes"
    assert len(question) > 10_000
    assert "rare" in shelf.ask(question)


def test_an_index_of_the_first_version_is_made_anew(tmp_path: Path) -> None:
    engine = make_engine(sqlite_module.load(), tmp_path / "index.db")
    migrate.upgrade(engine, "index", to="0001")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO indexed_pages VALUES ('page', 'apple')"))
        connection.execute(text("INSERT INTO chunks VALUES (1, 'page', 'page', 0, 'apple', x'90', 'apple')"))
    engine.dispose()
    with shelf_of(tmp_path, {"page": "apple"}) as shelf:
        assert shelf.ask("apples") == ["page"]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("river", "river", 0), ("river", "rivr", 1), ("river", "rievr", 1), ("river", "raver", 1), ("river", "rovar", 2),
     ("photosynthesis", "fotosynthesis", 2), ("abcd", "badc", 2), ("river", "a", 3)],
)  # fmt: skip
def test_edits_are_counted_up_to_the_most(one: str, other: str, edits: int) -> None:
    assert edits_between(one, other, 2) == edits_between(other, one, 2) == edits
    assert edits_between(one, other, 1) == min(edits, 2)
