"""Words of the text are found on the page, also after edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import Block, BlockKind, Box, Line, Word
from app.ui.word_places import at, places

WORDS = st.lists(st.text(alphabet="abcdeनीरஅ.,1", min_size=1, max_size=6), min_size=1, max_size=30)


def block(words: list[str], confidence: float = 90.0) -> Block:
    """A block printed in lines of seven words."""
    made = [Word(word, Box(at / 100, 0, at / 100 + 0.01, 0.02), confidence) for at, word in enumerate(words)]
    lines = tuple(Line(" ".join(words[at : at + 7]), None, tuple(made[at : at + 7])) for at in range(0, len(words), 7))
    return Block(BlockKind.PARAGRAPH, " ".join(words), lines)


@given(WORDS)
def test_every_word_of_untouched_text_is_found_in_order(words: list[str]) -> None:
    made = block(words)
    found = places(made, made.text)
    assert [place.word.text for place in found] == words
    assert [made.text[place.start : place.end] for place in found] == words


@given(WORDS, st.data())
def test_a_changed_word_has_no_place_and_its_neighbours_keep_theirs(words: list[str], data: st.DataObject) -> None:
    _change(words, data.draw(st.integers(0, len(words) - 1)))


def test_a_word_changed_among_the_same_words_does_not_lose_its_neighbours() -> None:
    _change(["no", "no", "no", "no"], 1)


def _change(words: list[str], changed: int) -> None:
    edited = [*words[:changed], "XYZ", *words[changed + 1 :]]
    found = places(block(words), " ".join(edited))
    assert [place.word.text for place in found] == [*words[:changed], *words[changed + 1 :]]


def test_only_words_read_with_little_confidence_are_doubtful() -> None:
    assert [place.doubtful for place in places(block(["a"], 59.9), "a")] == [True]
    assert [place.doubtful for place in places(block(["a"], 60.0), "a")] == [False]


def test_a_word_that_nothing_measured_is_not_doubtful() -> None:
    made = Block(BlockKind.PARAGRAPH, "a", (Line("a", None, (Word("a", Box(0, 0, 1, 1), None),)),))
    assert not places(made, "a")[0].doubtful


def test_the_place_under_a_position() -> None:
    found = places(block(["one", "two"]), "one two")
    assert [place.word.text for position in (0, 3, 4, 7) if (place := at(found, position))] == [
        "one",
        "one",
        "two",
        "two",
    ]
    assert at((), 0) is None
