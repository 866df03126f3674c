"""Size and weight of a printed line come from its ink, whatever boxes the reading gave it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.domain.documents import Box
from app.library.document_worker import line_weight
from app.library.document_worker.positions import PositionedLine
from tests.page_pictures import FONTS, Damage, Picture, damage, render

LINES = {
    "en": ("Frogs lay eggs in the pond", "no one can see us or we run", "Tadpoles begin to grow legs", "a sea, a moon"),
    "hi": ("मेंढक तालाब में अंडे देते हैं", "हम सब घर पर रहे", "बच्चे किताबें पढ़ते हैं", "वर्षा का जल"),
    "ta": ("தவளைகள் குளத்தில் முட்டை இடும்", "மரம் படம் பழம்", "சிறுவர்கள் பள்ளிக்குச் சென்றனர்", "கடல் அலை"),
    "bn": ("ব্যাঙ পুকুরে ডিম পাড়ে", "ঘর বন মন জল", "শিশুরা প্রতিদিন স্কুলে যায়", "নদীর জল"),
}
"""Lines with and without what rises above or hangs below the letters."""


def page(
    texts: tuple[str, ...], family: str, points: tuple[float, ...], *, bold: int = -1
) -> tuple[Picture, list[Box]]:
    """One line below the other in the sizes given, each with a box of one and the same height."""
    tiles = [render(text, family, points=size, width_mm=150) for text, size in zip(texts, points, strict=True)]
    if bold >= 0:
        tiles[bold] = np.asarray(cv2.erode(tiles[bold], np.ones((2, 3), np.uint8)), np.uint8)
    whole = np.vstack(tiles)
    tops = np.cumsum([0, *(len(tile) for tile in tiles)])
    boxes = []
    for top, tile in zip(tops[:-1], tiles, strict=True):
        rows, columns = np.nonzero(tile[:, :, 0] < 128)
        middle = (top + (rows.min() + rows.max()) / 2) / len(whole)
        half = 17 / len(whole)
        boxes.append(Box(columns.min() / whole.shape[1], middle - half, columns.max() / whole.shape[1], middle + half))
    return whole, boxes


def weighed(picture: Picture, boxes: list[Box], texts: tuple[str, ...]) -> list[PositionedLine]:
    lines = [PositionedLine(text, box, box.bottom - box.top) for text, box in zip(texts, boxes, strict=True)]
    return line_weight.measured(lines, np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8))


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("harm", [Damage(), Damage(blur=0.8, light=0.6)])
def test_larger_lines_are_larger_and_body_lines_alike_though_their_boxes_are_not(language: str, harm: Damage) -> None:
    texts = LINES[language][:1] + LINES[language]
    for family in FONTS[language]:
        picture, boxes = page(texts, family, (18, 12, 12, 12, 15))
        title, *body, heading = weighed(damage(picture, harm), boxes, texts)
        assert len({line.height for line in body}) == 1
        assert not any(line.bold for line in body)
        assert title.height > 1.17 * body[0].height
        assert title.height > heading.height >= body[0].height


@pytest.mark.parametrize("language", LINES)
def test_a_bold_line_of_body_size_is_bold_and_the_others_are_not(language: str) -> None:
    picture, boxes = page(LINES[language], FONTS[language][0], (12,) * 4, bold=2)
    assert [line.bold for line in weighed(picture, boxes, LINES[language])] == [False, False, True, False]


def test_lines_too_few_to_compare_or_without_ink_stay_as_they_are() -> None:
    picture, boxes = page(LINES["en"], FONTS["en"][0], (12,) * 4)
    lines = [PositionedLine(text, box, 0.1) for text, box in zip(LINES["en"], boxes, strict=True)]
    assert line_weight.measured(lines[:2], picture[:, :, 0]) == lines[:2]
    blank = np.full(picture.shape[:2], 255, np.uint8)
    assert line_weight.measured(lines, blank) == lines
