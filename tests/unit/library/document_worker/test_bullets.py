"""Bullets are told by their ink, whatever was read into them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.library.document_worker import bullets
from app.library.document_worker.tesseract import RawWord
from tests.page_pictures import Picture

LETTER = 20.0
RADII = {"disc": 4, "large disc": 6, "very large disc": 8}


def row(page: Picture, number: int, *, bullet: str, misread: str) -> list[RawWord]:
    """A drawn row: a bullet and two words; what was read into the bullet, or into it and its word."""
    top = 40 + 50 * number
    if bullet in RADII:
        cv2.circle(page, (60, top + 12), RADII[bullet], 0, -1)
    elif bullet in ("low disc", "low stop"):
        cv2.circle(page, (60, top + 17), 3 if bullet == "low stop" else 6, 0, -1)
    elif bullet == "ring":
        cv2.circle(page, (60, top + 12), 6, 0, 2)
    for left in (80, 190):
        cv2.rectangle(page, (left, top), (left + 90, top + 19), 0, -1)
    line = (1, 1, number)
    words = [RawWord("जल", 90, 80, top, 90, 20, line), RawWord("है", 90, 190, top, 90, 20, line)]
    if len(misread) > 1:
        return [RawWord(misread, 70, 55, top, 115, 20, line), words[1]]
    return [RawWord(misread, 70, 55, top + 7, 10, 10, line), *words] if misread else words


def texts(bullet: str, misread: str, rows: int) -> list[str]:
    page = np.full((300, 400), 255, np.uint8)
    words = [word for number in range(rows) for word in row(page, number, bullet=bullet, misread=misread)]
    return [word.text for word in bullets.marked(words, page, LETTER)]


@pytest.mark.parametrize("misread", ["e", "७", "०", "", "eजल"])
def test_a_solid_spot_before_several_rows_is_a_bullet(misread: str) -> None:
    assert texts("disc", misread, 3) == ["•", "जल", "है"] * 3
    assert texts("large disc", misread, 3) == ["•", "जल", "है"] * 3
    assert texts("very large disc", misread, 3) == ["•", "जल", "है"] * 3
    assert texts("low disc", misread, 3) == ["•", "जल", "है"] * 3


def test_a_lone_spot_and_letters_stay_as_they_were_read() -> None:
    assert texts("disc", "", 1) == ["जल", "है"]
    assert texts("low stop", "e", 3) == ["e", "जल", "है"] * 3
    assert texts("ring", "०", 3) == ["०", "जल", "है"] * 3
    assert texts("none", "", 3) == ["जल", "है"] * 3
