"""What the text layer of a PDF says is what its page shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from app.domain.documents import PageNote, PageText, Quality, ReadMethod
from app.library.document_worker import ocr
from app.library.document_worker.requests import PageReading
from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.conftest import Worker

BODY = (
    "Plants need light, and they need water as well, but they do not need salt to grow in a field of the village. Fish"
    " and frogs live in clean water and lay their eggs there each year."
)
BESIDE = "The river carries 2507 litres each second."
_SCALE = 2.5  # pixels per point of a scan


def scan_of(made: PdfPage, width: float, height: float) -> tuple[bytes, int]:
    """The upper left corner of a page as a grey picture, and how many pixels it is wide."""
    with pypdfium2.PdfDocument(pdf_bytes(made)) as document:
        picture = document[0].render(scale=_SCALE, grayscale=True).to_numpy().reshape(-1, round(made.size[0] * _SCALE))
        part = np.ascontiguousarray(picture[: round(height * _SCALE), : round(width * _SCALE)])
    return part.tobytes(), part.shape[1]


def read(worker: Worker, folder: Path, made: PdfPage, meanings: dict[str, str] | None = None) -> PageText:
    return worker.read(write(folder, pdf_bytes(made, meanings={"F1": meanings} if meanings else None))).text


def body() -> PdfPage:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    return made


@pytest.mark.parametrize("meaning", ["\u0000", "\ue030", "\u200b", "\u00ad", " ", "\ufffd", "\u0007", "\ufe0f"])
def test_a_digit_without_a_meaning_is_read_from_the_picture(worker: Worker, tmp_path: Path, meaning: str) -> None:
    made = body().text(60, 200, BESIDE)
    text = read(worker, tmp_path, made, {"7": meaning})
    assert text.method is ReadMethod.OCR
    assert "2507 litres" in text.text
    assert text.notes[0] is PageNote.GARBLED_TEXT_LAYER


def test_bullets_without_a_meaning_leave_the_text_as_it_is(worker: Worker, tmp_path: Path) -> None:
    made = body()
    for number in range(3):
        made.text(60, 200 + 20 * number, "~", 12).text(82, 200 + 20 * number, "A frog has 4 legs and no tail.")
    text = read(worker, tmp_path, made, {"~": "\uf0b7"})
    assert text.method is ReadMethod.TEXT_LAYER
    assert text.text.count("A frog has 4 legs") == 3


def test_text_under_a_patch_is_no_text_of_the_page(worker: Worker, tmp_path: Path) -> None:
    made = body().text(60, 200, "Water boils at 90 degrees.").text(60, 240, "The answer is 4711 litres.")
    made.patch(60, 188, 300, 16).text(60, 200, "Water boils at 100 degrees.").patch(160, 228, 60, 16, 0.0)
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.TEXT_LAYER
    assert "Water boils at 100 degrees." in text.text
    assert "90 degrees" not in text.text
    assert "The answer" in text.text
    assert "4711" not in text.text


def test_text_on_a_layer_that_is_off_is_no_text_of_the_page(worker: Worker, tmp_path: Path) -> None:
    made = body()
    made.operators.append("/OC /Off BDC")
    made.text(60, 200, "The answer is 4711 litres.")
    made.operators.append("EMC")
    text = read(worker, tmp_path, made)
    assert "4711" not in text.text
    assert PageNote.HIDDEN_TEXT in text.notes


@pytest.mark.parametrize("kind", ["Widget", "FreeText"])
def test_fields_and_notes_that_are_shown_are_text(worker: Worker, tmp_path: Path, kind: str) -> None:
    text = read(worker, tmp_path, body().note(kind, 60, 300, "The pond holds 818 litres."))
    assert "The pond holds 818 litres." in text.text
    assert text.quality is Quality.GOOD


def test_what_is_drawn_counts_where_an_actual_text_says_something_else(worker: Worker, tmp_path: Path) -> None:
    made = body()
    made.text(60, 200, "Water boils at")
    said = "900".encode("utf-16-be").hex()
    made.operators.append(f"/Span <</ActualText<FEFF{said}>>> BDC BT /F1 12 Tf 168 642 Td (100) Tj ET EMC")
    made.text(196.8, 200, "degrees.")
    text = read(worker, tmp_path, made)
    assert "boils at 100 degrees" in text.text


def spelled(text: str, *glyphs: tuple[float, str]) -> str:
    """Glyphs 200 points below the top under one ActualText."""
    drawn = " ".join(f"BT /F1 12 Tf {x} 642 Td ({glyph}) Tj ET" for x, glyph in glyphs)
    return f"/Span <</ActualText<FEFF{text.encode('utf-16-be').hex()}>>> BDC {drawn} EMC"


def test_letters_that_hang_on_the_vowel_sign_below_leave_nothing_unread(worker: Worker, tmp_path: Path) -> None:
    made = body().text(60, 200, "The river is called")
    # pdfium says the letters where it meets the glyph that begins further left
    made.operators.append(spelled("ତୁ", (204, "d"), (203, "_")))
    text = read(worker, tmp_path, made.text(218, 200, "by all of us."))
    assert text.method is ReadMethod.TEXT_LAYER
    assert "called ତୁ by all" in text.text


@pytest.mark.parametrize(("text", "glyphs"), [("ମୁଖ୍ୟ", "dbdb"), ("flat", "flat")])
def test_letters_spelled_out_within_a_clear_form_stand_in_their_line(
    worker: Worker, tmp_path: Path, text: str, glyphs: str
) -> None:
    made = body()
    # browsers draw what is partly clear in a space four times as fine and upside down
    line = "BT /F1 48 Tf 1 0 0 -1 0 0 Tm (They are called) Tj ET "
    said = f"/Span <</ActualText<FEFF{text.encode('utf-16-be').hex()}>>> BDC"
    line += f"{said} BT /F1 48 Tf 1 0 0 -1 460.8 0 Tm ({glyphs}) Tj ET EMC "
    line += "BT /F1 48 Tf 1 0 0 -1 604.8 0 Tm (by all of us.) Tj ET"
    text_of_page = read(worker, tmp_path, made.form("0.25 0 0 -0.25 60 642", line))
    assert text_of_page.method is ReadMethod.TEXT_LAYER
    assert f"called {text} by all" in text_of_page.text


def test_an_actual_text_without_letters_explains_no_glyph(worker: Worker, tmp_path: Path) -> None:
    made = body().text(60, 200, "The river carries")
    made.operators.append(spelled(" ", (190, "7"), (197.2, "7")))
    text = read(worker, tmp_path, made.text(212, 200, "litres each second."), {"7": "\ue030"})
    assert text.method is ReadMethod.OCR
    assert "carries 77 litres" in text.text


@pytest.mark.parametrize("room", [1.1, 0.0])
@pytest.mark.parametrize("typed", [True, False])
def test_a_space_that_is_typed_parts_words_however_narrow(
    worker: Worker, tmp_path: Path, room: float, *, typed: bool
) -> None:
    made = body()
    # the ink of two letters, 7.2 points each, reaches to where the space is set down
    made.operators.append(spelled("ମା", (60, "m"), (67.2, "m")))
    made.operators += ["BT /F1 12 Tf 74.4 642 Td ( ) Tj ET"] if typed else []
    made.operators.append(spelled("ମା", (74.4 + room, "m"), (81.6 + room, "m")))
    wanted = "ମା ମା" if typed and room else "ମାମା"
    assert read(worker, tmp_path, made).text.endswith(wanted)


def test_a_full_stop_stands_by_the_word_it_ends(worker: Worker, tmp_path: Path) -> None:
    made = body()
    made.operators.append(spelled("ମା", (60, "m"), (67.2, "i")))
    assert read(worker, tmp_path, made.text(75.5, 200, ".")).text.endswith("ମା.")


def test_letters_filled_with_a_gradient_are_text(worker: Worker, tmp_path: Path) -> None:
    scan, across = scan_of(PdfPage().text(2, 20, "Water around us", 18), 170, 28)
    made = body().photo(60, 190, 170, 28, scan, across)
    made.operators.append("q /Clear gs")
    made.text(62, 210, "Water around us", 18).text(60, 300, "The answer is 4711 litres.").operators.append("Q")
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.TEXT_LAYER
    assert "Water around us" in text.text
    assert "4711" not in text.text


def test_letters_drawn_twice_for_an_outline_are_read_once(worker: Worker, tmp_path: Path) -> None:
    made = body()
    for outline in ("0 Tr", "1 Tr 0.4 w"):
        made.operators.append(outline)
        for place, letter in enumerate("1,281 litres."):
            made.text(60 + 7.2 * place, 200, letter, font="F1" if outline == "0 Tr" else "F3")
        made.operators += [spelled("ମା", (180, "d"), (187.2, "b")), spelled("ମା", (194.4, "d"), (201.6, "b"))]
    data = pdf_bytes(made, fonts={"F3": "Courier-Oblique"})
    assert "1,281 litres. ମାମା" in worker.read(write(tmp_path, data)).text.text


def test_a_letter_beside_a_syllable_that_ends_with_it_is_kept(worker: Worker, tmp_path: Path) -> None:
    made = body()
    # of two letters spread over 13 points the second stands where the one that follows does
    made.operators.append(spelled("ରତ", (60, "m"), (67.2, "m")))
    made.operators.append(spelled("ତ", (67.2, "w")))
    assert "ରତତ" in read(worker, tmp_path, made).text


def page_of_text() -> PdfPage:
    """A heading and four paragraphs down to 500 points."""
    made = PdfPage().text(60, 60, "Life in the pond", 18)
    for number in range(4):
        made.paragraph(60, 100 + 100 * number, BODY, width=60)
    return made


def test_a_stamp_typed_on_a_scan_is_not_the_text_of_the_page(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage().photo(0, 0, 595, 842, *scan_of(page_of_text(), 595, 842))
    made.text(60, 800, "This copy is licensed to a school and may not be sold.", 8)
    made.text(60, 812, "Any other use needs the permission of the publisher.", 8)
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.OCR
    assert text.text.count("they do not need salt") == 4


def test_a_body_that_is_a_picture_under_a_typed_heading_is_read(worker: Worker, tmp_path: Path) -> None:
    scan, across = scan_of(page_of_text(), 595, 330)
    made = PdfPage().text(60, 60, "Water and life: a chapter about the ponds", 18)
    made.paragraph(60, 90, "Read this chapter with a friend and talk about what you see in it.")
    made.photo(0, 120, 595, 330, scan, across)
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.OCR
    assert "a chapter about the ponds" in text.text
    assert "live in clean water" in text.text


def test_a_page_that_may_draw_text_is_read_once(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = PdfPage().text(2, 14, "The frogs of our village sing in").text(2, 34, "the rain and lay their eggs there.")
    scan, across = scan_of(few, 250, 42)
    made = body().photo(60, 200, 250, 42, scan, across)
    reads: list[ocr.PictureRequest] = []
    read_picture = ocr.read_picture

    def counted(image: NDArray[np.uint8], request: ocr.PictureRequest) -> PageReading:
        reads.append(request)
        return read_picture(image, request)

    monkeypatch.setattr(ocr, "read_picture", counted)
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.OCR
    assert "frogs of our village sing" in text.text
    assert len(reads) == 1


def test_a_number_that_is_drawn_within_a_line_is_read(worker: Worker, tmp_path: Path) -> None:
    scan, across = scan_of(PdfPage().text(2, 14, "2507"), 36, 18)
    made = body().text(60, 200, "The river carries about")
    made.photo(236, 186, 36, 18, scan, across).text(276, 200, "litres each second.")
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.OCR
    assert "2507" in text.text


def test_a_picture_with_its_caption_and_a_drawing_stay_figures(worker: Worker, tmp_path: Path) -> None:
    scan, across = scan_of(page_of_text(), 480, 200)
    made = body().photo(60, 170, 432, 180, scan, across).text(60, 366, "Fig. 1.1 A page of an old book", 10)
    made.circle_drawing(60, 400, 90)
    made.paragraph(60, 600, BODY)
    text = read(worker, tmp_path, made)
    assert text.method is ReadMethod.TEXT_LAYER
    assert text.text.count(BODY) == 2
