"""The text layer of one PDF page: characters with their places, put together to words and printed lines."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from app.domain.documents import Box
from app.library.document_worker import pdf_turned
from app.library.document_worker.garbled import FontRun
from app.library.document_worker.limits import MAX_PAGE_CHARACTERS
from app.library.document_worker.pdf_clip import is_cut_away
from app.library.document_worker.pdf_doubles import without_doubles
from app.library.document_worker.pdf_fractions import with_fractions
from app.library.document_worker.pdf_glyphs import Glyph, Piece
from app.library.document_worker.pdf_ink import PageInk, address_of, is_drawn
from app.library.document_worker.pdf_layers import GlyphLayers
from app.library.document_worker.pdf_lines import WORD_GAP, Frame, joined, leaves, line_of
from app.library.document_worker.pdf_marks import fraction_bars
from app.library.document_worker.pdf_meaning import has_unread
from app.library.document_worker.pdf_signs import with_signs
from app.library.document_worker.pdf_spacing import closed_up
from app.library.document_worker.pdf_spelled import Objects, Span, spelled_out
from app.library.document_worker.positions import PositionedLine

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from app.library.document_worker.pdf_objects import Survey

# All gaps are multiples of the type size.
_MADE_UP_GAP = 0.08  # the same where pdfium guesses a space
_SPELLED_GAP = 0.115  # the same beside an ActualText, from ink to pen: the end of the pen's way is not known there
_CLOSING = frozenset(".,;:!?)")
_CLOSING_GAP = 0.4
_SPACE = 0.08  # the narrowest space that is a glyph
_LEVEL = 0.02
_SLANTED_INK = 0.7  # ink is seldom widest at its top
_SMALLEST = 0.0025  # of the page's height: 2 points on A4, which nobody can read
_INVISIBLE_MODE = 3
_STROKED_MODE = 2
_MOST = 0.6
_BOLD_WEIGHT = 700
_REGULAR_NAME = re.compile(r"regular|roman|book|light|medium|normal|text", re.IGNORECASE)
_BOLD_NAME = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_HYPHEN_MARK = 2  # pdfium's own mark for a hyphen at a line end


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What a page says about its text.

    Attributes:
        lines: Printed lines, or pieces of them between wide gaps.
        runs: The text in its own order with its fonts, for the judgement whether it is garbled.
        invisible: Share of the characters that are not drawn (the layer a scanner's OCR left behind).
        turned: Further clockwise quarter turns that would make most of the text upright.
        truncated: Whether characters beyond the cap were left out.
        hidden: Characters left out because nobody can see them.
        unread: Whether a glyph is drawn among the text that the file gives no meaning.
        boxes: Where its characters stand, as fractions of the page; also those left out.
        beside: Lines that run another way, as a title at the side of the page.
    """

    lines: tuple[PositionedLine, ...]
    runs: tuple[FontRun, ...]
    invisible: float
    turned: int
    truncated: bool
    hidden: int = 0
    unread: bool = False
    boxes: tuple[Box, ...] = ()
    beside: tuple[PositionedLine, ...] = ()

    @property
    def characters(self) -> int:
        """Letters, digits and signs in all lines, without spaces."""
        return sum(len(line.text.replace(" ", "")) for line in (*self.lines, *self.beside))


def read_text_layer(
    page: PdfPage, frame: Frame, ink: PageInk | None = None, *, scanned: bool = False, around: Survey | None = None
) -> TextLayer:
    """Read the text layer of a loaded page; lines are placed on the upright page that `frame` describes.

    Args:
        page: The page.
        frame: The upright page.
        ink: The page drawn so; without it nothing is compared with the drawing.
        scanned: Whether a picture fills the page: text that is not drawn is then what OCR read there.
        around: What is drawn on it besides text.
    """
    text_page = page.get_textpage()
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page.raw))
        reader = _GlyphReader(text_page.raw, frame, spelled_out(page), ink, scanned=scanned)
        pieces, runs = _pieces(reader, min(count, MAX_PAGE_CHARACTERS))
        if ink is not None:
            reader.layers.look_below(page, frame, ink)
        seen = [piece for piece in map(reader.shown, without_doubles(pieces)) if piece.words]
        if ink is not None and around is not None:
            seen = with_signs(seen, ink, frame.upright_size, around.figures)
            seen = with_fractions(seen, fraction_bars(around.bars, around.rules), frame.upright_size)
        level, turned = pdf_turned.parted(seen)
        whole = closed_up(joined(level))
        lines = [line_of(piece, frame) for piece in whole]
        beside = [line_of(piece, frame) for piece in turned]
        return TextLayer(
            tuple(line for line in lines if line.text),
            tuple(runs),
            reader.invisible / max(1, reader.drawn),
            reader.turned(),
            truncated=count > MAX_PAGE_CHARACTERS,
            hidden=reader.unseen,
            unread=ink is not None and has_unread(whole, ink, frame.upright_size, reader.boxes),
            boxes=tuple(reader.boxes),
            beside=tuple(line for line in beside if line.text),
        )
    finally:
        text_page.close()


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all characters of one text object share.

    Attributes:
        font: Name of the font.
        bold: Whether it is a bold one, or drawn with an outline.
        size: Type size in points.
        invisible: Whether it is not drawn.
        turns: Clockwise quarter turns that make it upright.
        span: The ActualText it stands under.
        slant: How far an upright stroke of it leans to the right, for each point it is high; 0 for turned text.
        left: Left edge of its ink in the page's own space, known where it has a span; `right` likewise.
        hidden: Whether the page cuts it away.
        drawn: Whether the file draws it at all.
        address: Of the text object.
        blank: Where a space was set down right before it, in points of the upright page.
        angle: Degrees by which it is turned against the upright page.
    """

    font: str
    bold: bool
    size: float
    invisible: bool
    turns: int
    span: Span | None
    slant: float
    left: float = 0.0
    right: float = 0.0
    hidden: bool = False
    drawn: bool = True
    address: int = 0
    blank: float | None = None
    angle: float = 0.0


class _GlyphReader:
    """Reads one character after the other from pdfium, remembering what the characters of an object share."""

    def __init__(
        self, text_page: object, frame: Frame, objects: Objects, ink: PageInk | None, *, scanned: bool
    ) -> None:
        self._page = text_page
        self._spelled_out = objects.spans
        self._blanks = objects.blanks
        self._frame = frame
        self._size = frame.upright_size
        self._fonts: dict[int, tuple[str, bool]] = {}
        self._settings: dict[int, _Setting] = {}
        self._angles: Counter[int] = Counter()
        self._corners = tuple(ctypes.c_double() for _ in range(6))
        self._loose = pdfium.FS_RECTF()
        self._ink = ink
        self._scanned = scanned
        self.boxes: list[Box] = []
        self.layers = GlyphLayers(frame.upright_size)
        self.invisible = 0
        self.drawn = 0
        self.unseen = 0

    @property
    def height(self) -> float:
        """Height of the upright page in points."""
        return self._size[1]

    def turned(self) -> int:
        """Clockwise quarter turns that bring the reading direction of most characters to the horizontal."""
        turns, number = max(self._angles.items(), key=lambda item: item[1], default=(0, 0))
        return turns if number > _MOST * self._angles.total() else 0

    def text(self, index: int) -> tuple[str, bool]:
        """The character, and whether the file says what it is."""
        code = pdfium.FPDFText_GetUnicode(self._page, index)
        mapped = pdfium.FPDFText_HasUnicodeMapError(self._page, index) != 1
        if code == _HYPHEN_MARK:
            return "-", True
        if code in _LIGATURES:
            return _LIGATURES[code], mapped
        if 0xD800 <= code < 0xDC00:
            code = self._paired(code, pdfium.FPDFText_GetUnicode(self._page, index + 1))
        if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            return "\ufffd", False
        if 0x1D400 <= code <= 0x1D7FF:  # letters of formulas in their own alphabets
            return unicodedata.normalize("NFKC", chr(code)), mapped
        return chr(code), mapped

    @staticmethod
    def _paired(high: int, low: int) -> int:
        """The code point that two halves make up; the first half if the second is none."""
        return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) if 0xDC00 <= low <= 0xDFFF else high

    def is_second_half(self, index: int) -> bool:
        """Whether the character is the second half of a pair, which was read with the first."""
        if not 0xDC00 <= pdfium.FPDFText_GetUnicode(self._page, index) <= 0xDFFF or index == 0:
            return False
        return bool(0xD800 <= pdfium.FPDFText_GetUnicode(self._page, index - 1) < 0xDC00)

    def generated(self, index: int) -> bool:
        """Whether pdfium made this character up (spaces and line ends)."""
        return bool(pdfium.FPDFText_IsGenerated(self._page, index) == 1)

    def repeated(self, index: int) -> bool:
        """Whether the character was said before, by the same ActualText."""
        address = address_of(pdfium.FPDFText_GetTextObject(self._page, index))
        span = self._spelled_out.get(address)
        if span is None:
            return False
        span.teller = span.teller or address
        return span.teller != address

    def hidden(self, index: int) -> bool:
        """Whether the page cuts the character away."""
        return self._setting(index).hidden

    def leave_out(self, index: int) -> None:
        """Keep only the place of a character, where its ink may stand."""
        left, right, bottom, top = self._corners[:4]
        if pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top):
            span = self._spelled_out.get(address_of(pdfium.FPDFText_GetTextObject(self._page, index)), Span())
            place = span.on_page(left.value, bottom.value, right.value, top.value)
            self.boxes.append(self._frame.box(*place))

    def shown(self, piece: Piece) -> Piece:
        """A piece without the words, and the letters of words, that nobody can see."""
        words = []
        for word in piece.words:
            letters = [glyph for glyph in word if glyph.text[:1].isalnum()] or word
            kept = [glyph for glyph in word if glyph.shown or glyph.spelled or not glyph.text[:1].isalnum()]
            kept = kept if any(glyph.shown for glyph in letters) else []
            self.unseen += len(word) - len(kept)
            words += [kept] if kept else []
        return Piece(words)

    def glyph(self, index: int, text: str, *, mapped: bool) -> Glyph:
        """The character with its place."""
        setting = self._setting(index)
        left, right, bottom, top, x, y = self._corners
        pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._loose)
        loose = self._loose.left, self._loose.bottom, self._loose.right, self._loose.top
        ink_left, low, ink_right, high = left.value, bottom.value, right.value, top.value
        pen, base = x.value, y.value
        span = setting.span
        if span is not None and span.matrix is not None:
            ink_left, low, ink_right, high = span.on_page(ink_left, low, ink_right, high)
            loose, (pen, base) = span.on_page(*loose), span.on_page(pen, base, pen, base)[:2]
        first, last = loose[0], loose[2]
        if setting.slant:
            # The boxes of slanted letters reach over their neighbours
            first -= setting.slant * (loose[1] - base)
            last -= setting.slant * (loose[3] - base)
            ink_left = min(ink_left - _SLANTED_INK * setting.slant * min(0.0, low - base), ink_right)
            ink_right = max(ink_right - _SLANTED_INK * setting.slant * max(0.0, high - base), ink_left)
        if span is not None:
            ink_left = span.stretched(ink_left, setting.left, setting.right)
            ink_right = span.stretched(ink_right, setting.left, setting.right)
            first, last = ink_left, ink_right
        width, height = self._size
        box = self._frame.box(ink_left, low, ink_right, high)
        points = Box(box.left * width, box.top * height, box.right * width, box.bottom * height)
        advance = self._frame.box(first, loose[1], last, loose[3])
        start, end = min(advance.left * width, points.left), max(advance.right * width, points.right)
        across, down = self._frame.point(pen, base)
        spelled = setting.span is not None
        font, bold = setting.font, setting.bold
        glyph = Glyph(text, points, start, end, down * height, setting.size, font, bold, spelled, across * width)
        glyph.guessed, glyph.owner = not mapped, setting.address
        glyph.shown = self._is_shown(setting, box)
        glyph.blank, glyph.angle = setting.blank, setting.angle
        self.boxes.append(box)
        if setting.span is not None and text[:1].isalnum():
            # Letters hang on one glyph of theirs, which may be the vowel sign below
            self.boxes += [self._frame.box(*place) for place in setting.span.told()]
        if self._ink is not None:
            self.layers.add(glyph, setting.address)
        if glyph.shown:
            self.drawn += 1
            self.invisible += setting.invisible
            self._angles[setting.turns] += 1
        return glyph

    def _is_shown(self, setting: _Setting, box: Box) -> bool:
        if self._ink is None or (self._scanned and not setting.drawn):
            return True
        return self._ink.shows(box, drawn=setting.drawn)

    def _setting(self, index: int) -> _Setting:
        text_object = pdfium.FPDFText_GetTextObject(self._page, index)
        address = address_of(text_object)
        if address in self._settings:
            return self._settings[address]
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        given = pdfium.FPDFText_GetFontSize(self._page, index)
        size = abs(given) * (math.hypot(matrix.c, matrix.d) or 1.0)
        # A negative size turns the letters half round
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) + (180 if given < 0 else 0)
        turns = (round(degrees / 90) + 4 - self._frame.turns) % 4
        font, bold = self._font(text_object)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if address else -1
        span = self._spelled_out.get(address)
        left = right = 0.0
        if span is not None:
            sides = tuple(ctypes.c_float() for _ in range(4))
            pdfium.FPDFPageObj_GetBounds(text_object, *sides)
            left, _bottom, right, _top = span.on_page(*(side.value for side in sides))
        setting = _Setting(
            font,
            bold or mode == _STROKED_MODE,
            max(size, 0.1),
            mode == _INVISIBLE_MODE,
            turns,
            span,
            matrix.c / matrix.d if abs(matrix.b) < _LEVEL * abs(matrix.a) and matrix.d else 0.0,
            left,
            right,
            is_cut_away(text_object),
            is_drawn(text_object),
            address,
            self._blank_before(address, span),
            (degrees - 90 * self._frame.turns + 180) % 360 - 180,
        )
        if address:
            self._settings[address] = setting
        return setting

    def _blank_before(self, address: int, span: Span | None) -> float | None:
        place = self._blanks.get(span.first if span is not None else address)
        return None if place is None else self._frame.point(*place)[0] * self._size[0]

    def _font(self, text_object: object) -> tuple[str, bool]:
        handle = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        if not handle:
            return "", False
        key = address_of(handle)
        if key not in self._fonts:
            self._fonts[key] = _font_name(handle)
        return self._fonts[key]


def _font_name(handle: object) -> tuple[str, bool]:
    size = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    name = ""
    if 0 < size < 1024:
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFFont_GetBaseFontName(handle, buffer, size)
        name = buffer.value.decode("utf-8", "replace")
    weight = pdfium.FPDFFont_GetWeight(handle)
    # The weight is guessed from the stems' width and means little beside a name that says it
    return name, bool(_BOLD_NAME.search(name)) or (weight >= _BOLD_WEIGHT and not _REGULAR_NAME.search(name))


def _pieces(reader: _GlyphReader, count: int) -> tuple[list[Piece], list[FontRun]]:
    """All characters in the file's order, cut where a line, a column or a cell ends."""
    pieces: list[Piece] = []
    runs = _Runs()
    last: Glyph | None = None
    broken = False
    gap = WORD_GAP  # narrowest gap that makes the next character start a word
    for index in range(count):
        text, mapped = reader.text(index)
        made_up = reader.generated(index)
        if reader.is_second_half(index):
            continue
        if reader.repeated(index):
            reader.leave_out(index)
            continue
        if text.isspace() or made_up:
            broken = broken or text in "\r\n"
            gap = min(gap, _MADE_UP_GAP if made_up else -math.inf)
            continue
        if reader.hidden(index):
            reader.leave_out(index)
            continue
        glyph = reader.glyph(index, text, mapped=mapped)
        if glyph.size < _SMALLEST * reader.height:
            reader.unseen += 1
            continue
        # Where the lines of turned text end, pdfium cannot tell
        if last is None or (broken and not pdf_turned.is_turned(glyph)) or _leaves(last, glyph):
            pieces.append(Piece([[glyph]]))
            runs.add_space("\n")
        elif _is_apart(last, glyph, gap):
            pieces[-1].words.append([glyph])
            runs.add_space(" ")
        else:
            pieces[-1].words[-1].append(glyph)
        # pdfium often guesses right where the file gives no meaning; what is plain text is judged as text
        if glyph.shown:
            runs.add(text, glyph.font, mapped=mapped)
        last, gap, broken = glyph, WORD_GAP, False
    return pieces, runs.finished()


def _leaves(last: Glyph, glyph: Glyph) -> bool:
    turned = pdf_turned.is_turned(last) or pdf_turned.is_turned(glyph)
    return pdf_turned.leaves(last, glyph) if turned else leaves(last, glyph)


def _is_apart(last: Glyph, glyph: Glyph, gap: float) -> bool:
    """Whether a space stands between two glyphs; `gap` is the narrowest one where nothing is spelled out."""
    if pdf_turned.is_turned(glyph):
        return pdf_turned.is_apart(last, glyph)
    if glyph.blank is not None and last.owner != glyph.owner and last.pen < glyph.blank:
        # A joiner within a word is a glyph without ink, too, and takes no room
        return glyph.pen - glyph.blank > _SPACE * glyph.size
    if last.spelled and glyph.text in _CLOSING:
        return glyph.pen - last.end > _CLOSING_GAP * glyph.size
    figure = any(char.isascii() and char.isalnum() for char in (last.text[-1:], glyph.text[:1]))
    if not last.spelled and not glyph.spelled:
        return glyph.start - last.end > gap * glyph.size
    # What pdfium guesses beside an ActualText is wrong, except before and after a figure
    return glyph.pen - last.end > (min(gap, _SPELLED_GAP) if figure else _SPELLED_GAP) * glyph.size


class _Runs:
    """Collects the text by font, in the file's order."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, list[str], list[str]]] = []

    def add(self, text: str, font: str, *, mapped: bool) -> None:
        """Append a drawn character."""
        if not self._runs or self._runs[-1][0] != font:
            self._runs.append((font, [], []))
        self._runs[-1][1].append(text)
        if not mapped:
            self._runs[-1][2].append(text)

    def add_space(self, text: str) -> None:
        """Append a space or line end to whatever run is open."""
        if self._runs:
            self._runs[-1][1].append(text)

    def finished(self) -> list[FontRun]:
        """The runs."""
        return [
            FontRun(font, "".join(text), sum(not one.isprintable() for one in guessed), "".join(guessed))
            for font, text, guessed in self._runs
        ]
