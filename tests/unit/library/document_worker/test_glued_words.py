"""A "not" that lost its gap is doubted, and reaches the reviewer as a fact."""

from __future__ import annotations

import pytest

from app.domain.documents import Box, Word
from app.lesson.checking import _is_fact_like
from app.library.document_worker import glued_words
from app.library.document_worker.positions import PositionedLine
from tests.benchmarks.bench_ocr import TEXTS

HERE = Box(0.1, 0.1, 0.9, 0.2)


def doubted(text: str, language: str = "en") -> list[str]:
    line = PositionedLine(text, HERE, 0.1, words=tuple(Word(one, HERE, 95.0) for one in text.split()))
    (line,) = glued_words.doubted([line], language)
    return [word.text for word in line.words if word.confidence == 50]


@pytest.mark.parametrize(("text", "glued"), [
    ("A camel does notneed to drink.", "notneed"), ("It isnot safe.", "isnot"), ("They Didnot, notdrink:", "Didnot,"),
])  # fmt: skip
def test_a_not_without_its_gap_is_doubted(text: str, glued: str) -> None:
    assert glued in doubted(text)
    assert _is_fact_like(glued)


@pytest.mark.parametrize("text", [
    "Nothing is noticed; note the notes of another knot. You cannot. Notation, notable, northern, snot.",
    (TEXTS / "en.txt").read_text(encoding="utf-8"),
])  # fmt: skip
def test_words_that_only_look_so_are_believed(text: str) -> None:
    assert doubted(text) == []


def test_other_languages_are_left_alone() -> None:
    assert doubted("notneed", "hi") == []
