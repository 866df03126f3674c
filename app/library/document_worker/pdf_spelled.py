"""Glyphs of a PDF page that an ActualText spells out, and whether it can be believed."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from app.library.document_worker import garbled
from app.library.document_worker.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_OBJECTS
from app.library.document_worker.pdf_ink import DEEPEST_FORM, address_of, text_objects
from app.library.document_worker.pdf_objects import chained, mapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from pypdfium2 import PdfDocument, PdfPage

# Letters without a vowel that have a code of their own, and may be spelled as the letter with a joiner
_BARE_LETTERS = str.maketrans(
    "\u09ce\u0d7a\u0d7b\u0d7c\u0d7d\u0d7e\u0d7f", "\u09a4\u0d23\u0d28\u0d30\u0d32\u0d33\u0d15"
)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SHARED = 0.5  # of the letters drawn, in whatever order, that an ActualText of the same word says too


@dataclass(slots=True)
class Span:
    """Several glyphs that one ActualText spells out.

    pdfium spreads its letters over one of the glyphs only, and says them again for a glyph that is drawn later (a
    mark above the word).
    """

    left: float = math.inf
    right: float = -math.inf
    places: list[tuple[float, float, float, float]] = field(default_factory=list)  # of all glyphs, as pdfium has them
    first: int = 0  # address of its first text object
    teller: int = 0  # address of the text object that pdfium hangs the letters on
    matrix: tuple[float, ...] | None = None  # of the form it stands in: pdfium places its letters in that one's space

    def with_glyph(self, left: float, bottom: float, right: float, top: float) -> Span:
        """Take in one more glyph."""
        self.left, self.right = min(self.left, left), max(self.right, right)
        self.places.append((left, bottom, right, top))
        return self

    def on_page(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A place as pdfium gives it for these letters, in the space of the page."""
        if self.matrix is None:
            return left, bottom, right, top
        corners = [mapped(self.matrix, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _y in corners], [y for _x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def told(self) -> list[tuple[float, float, float, float]]:
        """The places of its glyphs, once: their letters have been said."""
        places, self.places = self.places, []
        return places

    def stretched(self, x: float, first: float, last: float) -> float:
        """Where a place on a glyph from `first` to `last` lies when the letters are spread over all glyphs."""
        return self.left + (x - first) / (last - first) * (self.right - self.left) if last > first else x


@dataclass(frozen=True, slots=True)
class Objects:
    """What is known about the text objects of a page, by their addresses.

    Attributes:
        spans: The span of each that stands under an ActualText.
        blanks: Where a glyph without ink is set down, of each that is drawn right after one. pdfium says nothing of
            a space that is an object of its own, as browsers write them.
    """

    spans: dict[int, Span]
    blanks: dict[int, tuple[float, float]]


def spelled_out(page: PdfPage) -> Objects:
    """Look through the text objects of a page."""
    found = Objects({}, {})
    mark_before, span, blank = 0, None, None
    sides = tuple(ctypes.c_float() for _ in range(4))
    for handle, matrix in _leaves(page):
        mark = address_of(_mark(handle))
        if _is_text(handle) and pdfium.FPDFPageObj_GetBounds(handle, *sides):
            left, bottom, right, top = (side.value for side in sides)
            address = address_of(handle)
            if mark:
                if span is None or mark != mark_before:
                    span = Span(matrix=matrix, first=address)
                found.spans[address] = span.with_glyph(*span.on_page(left, bottom, right, top))
            if blank is not None:
                found.blanks[address] = blank
            blank = None
            if left == right and bottom == top and not mark:
                blank = (left, bottom) if matrix is None else mapped(matrix, left, bottom)
        mark_before = mark
    return found


def _is_text(handle: object) -> bool:
    return bool(handle) and pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_TEXT


def _leaves(page: PdfPage) -> Iterator[tuple[Any, tuple[float, ...] | None]]:
    """All objects of a page in the order of drawing, those of forms with the way from their space to the page's."""
    count = min(pdfium.FPDFPage_CountObjects(page.raw), MAX_PAGE_CHARACTERS)
    stack: list[tuple[Any, tuple[float, ...] | None, int]] = [
        (pdfium.FPDFPage_GetObject(page.raw, index), None, 0) for index in reversed(range(count))
    ]
    for _ in range(MAX_PAGE_CHARACTERS):
        if not stack:
            return
        handle, matrix, depth = stack.pop()
        if handle and depth < DEEPEST_FORM and pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_FORM:
            inner = chained(handle, matrix or _IDENTITY)
            count = min(max(0, pdfium.FPDFFormObj_CountObjects(handle)), MAX_PAGE_OBJECTS)
            stack += [(pdfium.FPDFFormObj_GetObject(handle, n), inner, depth + 1) for n in reversed(range(count))]
        yield handle, matrix


def believe_what_is_drawn(document: PdfDocument, page: PdfPage, index: int) -> None:
    """Take every ActualText off a loaded page that says something else than the glyphs under it.

    Args:
        document: The open document; its page is loaded a second time to read the glyphs themselves.
        page: The loaded page.
        index: Its number from 0.
    """
    marked = [(number, mark) for number, mark in enumerate(map(_mark, text_objects(page))) if mark]
    if not marked:
        return
    wanted = {number for number, _ in marked}
    said = _characters(page, wanted)
    with closing(document[index]) as other:
        for handle in list(text_objects(other)):
            _unmark(handle)
        drawn = _characters(other, wanted)
    spans: list[tuple[int, list[int]]] = []
    for number, mark in marked:
        if not spans or spans[-1][0] != address_of(mark) or spans[-1][1][-1] != number - 1:
            spans.append((address_of(mark), []))
        spans[-1][1].append(number)
    handles = list(text_objects(page))
    # pdfium says the letters once for each stretch of objects; the first that says any counts
    texts = [
        ("".join(drawn.get(n, "") for n in numbers), next((said[n] for n in numbers if said.get(n)), ""))
        for _, numbers in spans
    ]
    fluent = garbled.is_fluent(" ".join(glyphs for glyphs, _ in texts))
    for (_, numbers), (glyphs, words) in zip(spans, texts, strict=True):
        if _differ(glyphs, words, fluent=fluent):
            for number in numbers:
                _unmark(handles[number])


def _mark(handle: object) -> Any:  # noqa: ANN401 - a ctypes pointer
    """The ActualText mark a text object stands under; None if none."""
    if not handle or pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_TEXT:
        return None
    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        if mark and pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.FPDF_OBJECT_STRING:
            return mark
    return None


def _unmark(handle: object) -> None:
    for _ in range(MAX_PAGE_OBJECTS):
        mark = _mark(handle)
        if mark is None or not pdfium.FPDFPageObj_RemoveMark(handle, mark):
            return


def _characters(page: PdfPage, wanted: Set[int]) -> dict[int, str]:
    """What pdfium reads from some text objects, by their place among all; U+FFFD for what has no meaning."""
    places = {address_of(handle): number for number, handle in enumerate(text_objects(page)) if number in wanted}
    texts: dict[int, list[str]] = {}
    with closing(page.get_textpage()) as text_page:
        raw = text_page.raw
        for index in range(min(max(0, pdfium.FPDFText_CountChars(raw)), MAX_PAGE_CHARACTERS)):
            number = places.get(address_of(pdfium.FPDFText_GetTextObject(raw, index)))
            if number is None or pdfium.FPDFText_IsGenerated(raw, index) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(raw, index)
            known = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
            known = known and pdfium.FPDFText_HasUnicodeMapError(raw, index) != 1
            texts.setdefault(number, []).append(chr(code) if known else "\ufffd")
    return {number: "".join(characters) for number, characters in texts.items()}


def _differ(drawn: str, said: str, *, fluent: bool) -> bool:
    """Whether glyphs that can be read say other letters or digits than the ActualText over them.

    Args:
        drawn: What the glyphs mean.
        said: The ActualText.
        fluent: Whether the glyphs under all of them read as a language does; those of an old Indian font do not.
    """
    if any(char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs") for char in drawn.strip()):
        return False
    glyphs, words = _folded(drawn), _folded(said)
    if not glyphs or glyphs == words:
        return False
    if glyphs.isascii() and (words.isascii() or fluent):
        return True
    if _digits(glyphs) != _digits(words):
        return True
    # The glyphs of Indian letters stand in another order than the letters, and some have a meaning of their own
    shared = Counter(glyphs) & Counter(words)
    return not glyphs.isascii() and shared.total() < _SHARED * len(glyphs)


def _digits(text: str) -> Sequence[int]:
    return sorted(unicodedata.decimal(char) for char in text if char.isdecimal())


def _folded(text: str) -> str:
    """Letters and digits alone, without case and variants."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_BARE_LETTERS)
    return "".join(char for char in plain if char.isalnum())
