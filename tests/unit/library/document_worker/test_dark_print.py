"""The badge is never good over lines of print that stayed in a figure."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.domain.documents import PageNote, Quality
from app.library.document_worker import dark_print, ocr
from app.library.document_worker.figures import Rect
from tests.garbled_pages import PAGES
from tests.page_pictures import Picture, render


def table() -> Picture:
    """A narrow table; every second row is white on black."""
    cells = render("Year Rain\n1990 12\n1991 34\n1992 56", "Noto Sans", points=14)
    rows = np.flatnonzero((cells < 128).any(axis=(1, 2)))
    columns = np.flatnonzero((cells < 128).any(axis=(0, 2)))
    cells = cells[rows[0] - 10 : rows[-1] + 14, columns[0] - 16 : columns[-1] + 16].copy()
    edges = np.linspace(0, len(cells), 5).astype(int)
    for top, bottom in ((edges[0], edges[1]), (edges[2], edges[3])):
        cells[top:bottom] = 255 - cells[top:bottom]
    return cells


def test_rows_of_print_on_dark_ground_are_told_from_a_label_and_from_a_picture() -> None:
    cells = table()
    whole = Rect(0, 0, cells.shape[1], len(cells))
    assert dark_print.is_unread(cells, [whole], 22.0, "eng")
    assert not dark_print.is_unread(np.zeros_like(cells), [whole], 22.0, "eng"), "no print"
    grain = np.random.default_rng(5).integers(0, 200, (300, 400, 3)).astype(np.uint8)
    photo = np.asarray(cv2.GaussianBlur(grain, (0, 0), 4), np.uint8)
    cv2.putText(photo, "Lake", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 1, (255, 255, 255), 3)
    assert not dark_print.is_unread(photo, [Rect(0, 0, 400, 300)], 22.0, "eng")
    assert not dark_print.is_unread(cells, [], 22.0, "eng")


def test_a_page_that_lacks_the_dark_rows_of_a_table_is_to_be_checked(tmp_path: Path) -> None:
    lines = (PAGES / "en.txt").read_text(encoding="utf-8").splitlines()
    body = render("\n".join([line for line in lines if line[:1].isalpha()][:1]), "Noto Sans")
    cells = table()
    page = np.full((len(body) + len(cells) + 120, body.shape[1], 3), 255, np.uint8)
    page[: len(body)] = body
    page[len(body) + 20 : len(body) + 20 + len(cells), 150 : 150 + cells.shape[1]] = cells
    reading = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en"))
    assert "1991" in reading.text.text or reading.text.quality is Quality.CHECK
    assert ("1991" in reading.text.text) != (PageNote.MOSTLY_PICTURE in reading.text.notes)
