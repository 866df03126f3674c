"""Headings in bands of colour are read, white print on a dark band and dark print on a pale one; pictures stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.documents import BlockKind
from app.library.document_worker import banners, light, ocr
from app.library.document_worker.figures import Drawings, Rect
from app.library.document_worker.tesseract import RawWord
from tests.garbled_pages import PAGES
from tests.page_pictures import PHOTO, Picture, damage, render

HEADING = "Plants and Animals"


def page(*, dark: bool) -> Picture:
    lines = (PAGES / "en.txt").read_text(encoding="utf-8").splitlines()
    body = render("\n".join([line for line in lines if line[:1].isalpha()][:3]), "Noto Sans")
    band = render(HEADING, "Noto Sans", points=28)
    banner = band[80:-80, 100:-100]
    banner[:] = (255 - banner) // 255 * 255 if dark else banner
    ground = np.array((140, 78, 31) if dark else (168, 233, 255))
    paper = banner < 128 if dark else banner > 128
    banner[:] = np.where(paper, ground, banner)
    return np.ascontiguousarray(np.vstack([band, body]))


@pytest.mark.parametrize("dark", [True, False])
def test_a_heading_in_a_band_of_colour_is_read_from_a_photo(tmp_path: Path, dark: bool) -> None:
    photo = damage(page(dark=dark), replace(PHOTO, angle=-3))
    reading = ocr.read_picture(photo, ocr.PictureRequest("page", "p", tmp_path, language="en"))
    first = reading.text.blocks[0]
    assert (first.kind, first.text) == (BlockKind.HEADING, HEADING)
    assert not any(block.kind is BlockKind.FIGURE for block in reading.text.blocks)


def test_white_print_of_a_dark_band_becomes_dark_print_and_the_rest_stays() -> None:
    grey = np.full((300, 800), 250, np.uint8)
    grey[100:180, 100:700] = 60
    cv2.putText(grey, "Rain", (150, 160), cv2.FONT_HERSHEY_SIMPLEX, 2, 250, 8)
    found = banners.lit(Drawings((Rect(300, 96, 704, 184),), (), grey), np.dstack([grey] * 3), 20.0)
    assert (found.text_only[:80] == grey[:80]).all()
    assert np.percentile(found.text_only[100:180, 100:700], 50) == 255
    assert found.text_only[100:180, 150:300].min() < 60
    (band,) = found.figures
    assert band.left <= 104, "the whole band, where a part of it was found"


def test_a_photograph_and_a_drawing_with_a_label_stay_figures() -> None:
    area = Rect(100, 100, 700, 200)
    grain = np.random.default_rng(3).integers(0, 255, (300, 800)).astype(np.uint8)
    drawings = Drawings((area,), (), grain)
    assert banners.lit(drawings, np.dstack([grain] * 3), 20.0).figures == (area,)
    drawing = np.full((300, 800), 255, np.uint8)
    cv2.line(drawing, (120, 190), (690, 110), 0, 6)
    cv2.putText(drawing, "Rain", (150, 150), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    label = RawWord("Rain", 97, 148, 120, 90, 34)
    assert banners.without_headings([area], [label], drawing, 20.0) == [area]
    alone = np.full((300, 800), 255, np.uint8)
    cv2.putText(alone, "Rain", (150, 150), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    assert banners.without_headings([area], [label], alone, 20.0) == []
    assert banners.without_headings([area], [replace(label, confidence=40)], alone, 20.0) == [area]


def test_a_large_word_under_its_headline_is_no_dark_band() -> None:
    word = np.full((260, 700), 250, np.uint8)
    word[90:110, 150:400] = 20
    for left in range(160, 390, 34):
        word[110:160, left : left + 24] = 20
    drawings = Drawings((), (), word)
    assert banners._dark_bands(np.dstack([word] * 3), (700, 260), 25.0), "as dense as a band"
    found = banners.lit(drawings, np.dstack([word] * 3), 25.0)
    assert (found.text_only == word).all()
    assert found.figures == ()


def test_a_dark_box_of_several_lines_is_text_in_a_frame_and_a_dark_photograph_is_not() -> None:
    grey = np.full((500, 900), 250, np.uint8)
    grey[100:340, 60:840] = 70
    lettered, area = grey.copy(), Rect(56, 96, 844, 344)
    for row, text in enumerate(("Seeds need air and water", "and they need warmth")):
        cv2.putText(lettered, text, (90, 190 + 80 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 245, 3)
    found = banners.lit(Drawings((area,), (), lettered), np.dstack([lettered] * 3), 22.0)
    assert found.figures == ()
    (frame,) = found.frames
    assert frame.shared(area) > 0.9 * area.area
    assert np.median(found.text_only[110:330, 70:830]) == 255
    assert found.text_only[150:200, 90:600].min() < 60
    photo = grey.copy()
    for left in range(130, 800, 90):
        cv2.rectangle(photo, (left, 160), (left + 40, 280), 245, -1)
    drawings = Drawings((area,), (), photo)
    assert banners.lit(drawings, np.dstack([photo] * 3), 22.0).figures == (area,)


def test_two_dark_boxes_on_each_other_are_text_however_high_and_whichever_their_print() -> None:
    grey = np.full((900, 900), 250, np.uint8)
    grey[100:560, 60:840], grey[560:800, 60:840] = 136, 119
    texts = ("Seeds need air and water", "and they need warmth", "but no light", "until they are tall")
    for row, text in enumerate(texts):
        cv2.putText(grey, text, (90, 190 + 100 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 245, 3)
    cv2.putText(grey, "There are 42 ducks", (90, 680), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    area = Rect(56, 96, 844, 804)
    assert area.height > 30 * 22
    found = banners.lit(Drawings((area,), (), grey), np.dstack([grey] * 3), 22.0)
    assert found.figures == ()
    for top in (150, 450, 640):
        assert found.text_only[top : top + 60, 90:600].min() < 60
    between = [row for row in range(120, 780) if not any(0 <= row - top < 60 for top in (150, 250, 350, 450, 640))]
    assert found.text_only[between, 100:800].min() > 240


def test_a_box_whose_lines_fill_it_keeps_its_ground() -> None:
    grey = np.full((400, 900), 250, np.uint8)
    grey[100:300, 60:840] = 80
    for row in range(2):
        for left in range(80, 820, 14):
            grey[150 + 70 * row : 172 + 70 * row, left : left + 9] = 245
    found = banners.lit(Drawings((Rect(56, 96, 844, 304),), (), grey), np.dstack([grey] * 3), 22.0)
    assert found.figures == ()
    assert found.text_only[160, 80:820].max() == 255, "white between the strokes"
    assert found.text_only[160, 62:78].min() == 255, "and beside them"


def test_light_print_on_a_dark_page_is_read(tmp_path: Path) -> None:
    printed = render(
        "Water and Life\nWater boils at 100 degrees Celsius.\nPlants need water to grow well.", "Noto Sans"
    )
    ink = (255 - printed.astype(np.float32)) / 255
    board = (ink * (240, 240, 240) + (1 - ink) * (48, 80, 32)).astype(np.uint8)
    reading = ocr.read_picture(board, ocr.PictureRequest("page", "p", tmp_path, language="en"))
    assert "Water boils at 100 degrees Celsius." in reading.text.text


def test_a_bright_page_on_a_dark_desk_is_no_board() -> None:
    desk = np.full((900, 700), 50, np.uint8)
    cv2.putText(desk, "Rain falls", (60, 450), cv2.FONT_HERSHEY_SIMPLEX, 3, 235, 8)
    assert light.is_light_on_dark(desk)
    desk[:300, :60] = 235
    assert light.is_light_on_dark(desk), "a wall beside the board"
    desk[60:260, 100:640] = 235
    assert not light.is_light_on_dark(desk)
    assert not light.is_light_on_dark(np.full((900, 700), 50, np.uint8))
    assert not light.is_light_on_dark(np.full((30, 9000), 250, np.uint8))
