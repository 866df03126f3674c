"""Words that lost their gap are parted where the picture shows it; a "not" is doubted, and reaches the reviewer."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from app.domain.documents import Box, Word
from app.lesson.checking import _is_fact_like
from app.library.document_worker import glued_words, ocr, tesseract
from app.library.document_worker.look_alikes import MARKED
from app.library.document_worker.positions import PositionedLine
from tests.benchmarks.bench_ocr import TEXTS
from tests.page_pictures import FONTS, PHOTO, Picture, damage, render

if TYPE_CHECKING:
    from pathlib import Path

    from app.library.document_worker.tesseract import RawWord

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


GLUED_BY_TESSERACT = (
    "A drone is a male bee and has no sting. A drone lives for 55 days.\n"
    "A snail moves less than 1 m a day, but a horse runs 60 km in an hour."
)
MODELS = {"en": "eng", "hi": "hin", "bn": "ben"}


@cache
def read(language: str) -> tuple[Picture, list[RawWord]]:
    """The first sentences of a clean page."""
    text = " ".join((TEXTS / f"{language}.txt").read_text(encoding="utf-8").split()[:60])
    page = np.asarray(cv2.cvtColor(render(text, FONTS[language][0]), cv2.COLOR_BGR2GRAY), np.uint8)
    return page, tesseract.read(page, MODELS[language])


def glued(words: list[RawWord], place: int) -> list[RawWord]:
    """The words as Tesseract gives them when it loses the gap behind one of them."""
    one, other = words[place : place + 2]
    whole = replace(one, text=one.text + other.text, width=other.right - one.left)
    return [*words[:place], whole, *words[place + 2 :]]


@pytest.mark.parametrize(("dpi", "is_photo"), [(100, False), (150, True)])
def test_words_that_tesseract_glues_are_parted(tmp_path: Path, dpi: int, is_photo: bool) -> None:
    page = render(GLUED_BY_TESSERACT, "Noto Sans", dpi=dpi)
    page = damage(page, PHOTO) if is_photo else page
    reading = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en"))
    assert reading.text.text.split() == GLUED_BY_TESSERACT.split()


@pytest.mark.parametrize("language", MODELS)
def test_no_word_of_a_clean_page_is_parted_or_marked(language: str) -> None:
    page, words = read(language)
    assert glued_words.parted(words, page, 14, language) == words


def test_gaps_that_were_lost_are_found_again() -> None:
    page, words = read("en")
    places = [n for n in range(len(words) - 1) if words[n].line == words[n + 1].line and words[n].text.isalpha()]
    texts = [[word.text for word in glued_words.parted(glued(words, place), page, 14, "en")] for place in places]
    right = sum(text == [word.text for word in words] for text in texts)
    assert len(places) > 40
    assert right >= 0.85 * len(places)


def test_an_unknown_word_with_a_gap_in_it_is_marked_and_kept() -> None:
    page, words = read("en")
    place = next(n for n in range(9, len(words)) if words[n].line == words[n + 1].line and words[n].text.isalpha())
    strange = list(words)
    for at in (place, place + 1):
        strange[at] = replace(words[at], text=f"{words[at].text[::-1]}qz")
    found = glued_words.parted(glued(strange, place), page, 14, "en")
    assert [word.text for word in found if word.confidence == MARKED] == [glued(strange, place)[place].text]


def test_a_gap_between_digits_says_nothing() -> None:
    page, words = read("en")
    numbers = [replace(word, text="1" * len(word.text)) for word in words]
    assert glued_words.parted(glued(numbers, 1), page, 14, "en") == glued(numbers, 1)


def test_a_gap_that_no_word_has_parts_no_word() -> None:
    page, words = read("en")
    solid = np.asarray(cv2.erode(page, np.ones((1, 9), np.uint8)), np.uint8)
    assert glued_words.parted(glued(words, 1), solid, 14, "en") == glued(words, 1)
