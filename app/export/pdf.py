"""Papers as PDF through Qt's text engine, which shapes every Indian script; the light worker runs this.

Pages are made by hand: each piece is a small text document, measured and then painted where there is room. So a
question stays with its lines, a heading with what follows, and no single line is left alone on a page.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QImageReader,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QTextOption,
)

from app.domain.languages import NOTO_FAMILIES, by_code
from app.export.papers import Blanks, Group, Image, Piece, Rules, Sheet, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS = 96.0  # layout units per inch; painted at the writer's resolution
_MM = _UNITS / 25.4
_POINT = _UNITS / 72.0
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
_SIDE, _TOP, _BOTTOM = 18 * _MM, 15 * _MM, 20 * _MM
_RULE_HEIGHT = 9.5 * _MM
_SIZES = (12.0, 11.0, 10.0, 9.0, 8.5)  # points; a one-page paper takes the first that fits
_CLOSE = 0.85  # of the space between lines and parts, before a one-page paper takes smaller type
_SHORT_PAGE = 0.2  # of a page; less than that is not left alone on the last one
_SAVING_SIZES = (11.5, 11.0, 10.5)  # points
_RESOLUTION = 1200
_LARGEST_PICTURE = 1400  # pixels of a side; more is not seen in print


def write_pdf(paper: Sheet, out: Path, *, fonts: Path | None = None) -> int:
    """Set a paper and write it; returns its number of pages.

    Must run in the thread that runs Qt, which is the main thread of a worker.

    Args:
        paper: What stands on it.
        out: File to write; it appears only when it is complete.
        fonts: Folder of bundled Noto fonts; None to use the installed ones.

    Raises:
        OSError: the file cannot be written.
    """
    _application(str(fonts) if fonts else "")
    pages = _fitted(paper)
    data = _painted(paper, pages)
    unfinished = out.with_name(out.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(pages)


@cache
def _application(fonts: str) -> QGuiApplication:
    """Qt needs one application object for fonts; a worker has no screen."""
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        running = QGuiApplication([sys.argv[0] or "shikshasetu", "-platform", "offscreen"])
    for path in sorted(Path(fonts).glob("*.[to]tf")) if fonts else ():
        QFontDatabase.addApplicationFont(str(path))
    return running


@dataclass(frozen=True, slots=True)
class _Style:
    """Type size in points and language of a paper; `air` multiplies the space between lines and parts."""

    language: str
    size: float
    air: float = 1.0

    def font(self, scale: float = 1.0) -> QFont:
        script = by_code(self.language).script
        font = QFont([NOTO_FAMILIES[script], "Noto Sans"] if script != "Latn" else ["Noto Sans"])
        font.setPixelSize(max(1, round(self.size * scale * _POINT)))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    @property
    def leading(self) -> float:
        """Distance of lines as a multiple of the type size; print is set a little closer than a screen."""
        return by_code(self.language).line_height * 0.93 * self.air

    @property
    def sheet(self) -> str:
        size = self.size * _POINT
        return (
            f"p{{margin:0 0 3px 0}}.facts{{font-size:{size * 0.85:.0f}px}}.small{{font-size:{size * 0.78:.0f}px}}"
            f".h1{{font-size:{size * 1.8:.0f}px;font-weight:700;margin:2px 0 4px 0}}"
            f".h2{{font-size:{size * 1.25:.0f}px;font-weight:700;margin:0 0 2px 0}}"
            f".h3{{font-size:{size * 1.1:.0f}px;font-weight:700;margin:0}}"
            "th{text-align:left;font-weight:700;background-color:#eeeeee}"
            ".grid{border-collapse:collapse;border-style:solid;border-width:1px;border-color:#777777}"
        )


class _Set(Protocol):
    """A piece laid out to the width of the page. `height` is in layout units."""

    @property
    def height(self) -> float: ...

    def breaks(self) -> list[float]:
        """Heights below which a page may end inside the piece."""
        ...

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Paint what lies between two heights of the piece, at the painter's origin."""
        ...


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A line of a text piece: its paragraph's corner and its own lower edge there, and its place among `count`."""

    line: QTextLine
    corner: QPointF
    bottom: float
    number: int
    count: int


class _SetText:
    """A text piece, laid out to the width of the page."""

    def __init__(self, piece: Text, style: _Style, width: float) -> None:
        self._document = QTextDocument()
        self._document.setDefaultFont(style.font())
        self._document.setDefaultStyleSheet(style.sheet)
        self._document.setDocumentMargin(0)
        self._document.setUseDesignMetrics(True)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        self._document.setHtml(piece.html)
        self._open_lines(style)
        self._document.setTextWidth(width)
        self.height = self._document.size().height()
        self._splits = piece.splits

    def _open_lines(self, style: _Style) -> None:
        """Lines as far apart in every script: fonts differ in how much room they ask for themselves."""
        font = style.font()
        share = round(100 * style.leading * font.pixelSize() / QFontMetricsF(font).height())
        block = self._document.begin()
        while block.isValid():
            form = QTextBlockFormat(block.blockFormat())
            form.setLineHeight(share, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            QTextCursor(block).setBlockFormat(form)
            block = block.next()

    def breaks(self) -> list[float]:
        """Heights below which a page may end: never after the first line of a paragraph nor before its last."""
        if not self._splits:
            return []
        lines = self._lines()
        found = [line.bottom for line in lines if line.number + 1 == line.count or 1 <= line.number < line.count - 2]
        return sorted(height for height in found if height < self.height - 1)

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Paint what lies between two heights of the piece, at the painter's origin."""
        painter.setPen(QPen(QColor(Qt.GlobalColor.black)))
        if start <= 0 and end >= self.height:
            context = QAbstractTextDocumentLayout.PaintContext()
            context.palette.setColor(QPalette.ColorRole.Text, QColor(Qt.GlobalColor.black))
            self._document.documentLayout().draw(painter, context)
            return
        for line in self._lines():
            if start < line.bottom - 1 <= end:
                line.line.draw(painter, QPointF(line.corner.x(), line.corner.y() - start))

    def _lines(self) -> Iterator[_TextLine]:
        layout = self._document.documentLayout()
        block = self._document.begin()
        while block.isValid():
            corner = layout.blockBoundingRect(block).topLeft()
            lines = block.layout()
            for number in range(lines.lineCount()):
                line = lines.lineAt(number)
                yield _TextLine(line, corner, corner.y() + line.y() + line.height(), number, lines.lineCount())
            block = block.next()


class _SetRules:
    """Lines to write on."""

    def __init__(self, piece: Rules, width: float) -> None:
        self._width = width
        self._count = piece.count
        self.height = piece.count * _RULE_HEIGHT

    def breaks(self) -> list[float]:
        return []

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        for number in range(1, self._count + 1):
            height = number * _RULE_HEIGHT - 1
            if start <= height <= end:
                _line(painter, 0.0, self._width, height - start)


class _SetBlanks:
    """Labels with lines to fill in."""

    def __init__(self, piece: Blanks, style: _Style, width: float) -> None:
        self._piece = piece
        self._font = style.font(0.95)
        self._width = width
        self.height = QFontMetricsF(self._font).height() + 3 * _MM

    def breaks(self) -> list[float]:
        return []

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        metrics = QFontMetricsF(self._font)
        base = self.height - metrics.descent() - 1 * _MM - start
        painter.setFont(self._font)
        words = [f"{label}:" for label in self._piece.labels]
        widths = [metrics.horizontalAdvance(word) for word in words]
        room = self._width - sum(widths) - len(words) * 5 * _MM
        left = 0.0
        for word, width, share in zip(words, widths, self._piece.shares, strict=True):
            painter.setPen(QPen(QColor(Qt.GlobalColor.black)))
            painter.drawText(QPointF(left, base), word)
            left += width + 1.5 * _MM
            right = left + room * share / sum(self._piece.shares)
            _line(painter, left, right, base + 1 * _MM)
            left = right + 3.5 * _MM


class _SetImage:
    """A picture in grey, centred."""

    def __init__(self, piece: Image, width: float) -> None:
        self._image = _grey(piece.data)
        self._page_width = width
        size = QSizeF(self._image.width(), self._image.height())
        limit = QSizeF(width * piece.share, 90 * _MM)
        if size.width() > 0:
            size.scale(limit.boundedTo(size * 1.6), Qt.AspectRatioMode.KeepAspectRatio)
        self._size = size
        self.height = size.height() + 2 * _MM if size.width() > 0 else 0.0

    def breaks(self) -> list[float]:
        return []

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        if self.height:
            left = (self._page_width - self._size.width()) / 2
            painter.drawImage(QRectF(left, -start, self._size.width(), self._size.height()), self._image)


def _grey(data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST_PICTURE:
        reader.setScaledSize(size.scaled(_LARGEST_PICTURE, _LARGEST_PICTURE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read().convertToFormat(QImage.Format.Format_Grayscale8)


def _set(piece: Piece, style: _Style, width: float) -> _Set:
    if isinstance(piece, Text):
        return _SetText(piece, style, width)
    if isinstance(piece, Rules):
        return _SetRules(piece, width)
    if isinstance(piece, Blanks):
        return _SetBlanks(piece, style, width)
    return _SetImage(piece, width)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Part of a piece, from `start` to `end` of its height, `top` below the top of the page's text."""

    piece: _Set
    top: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _SetGroup:
    pieces: tuple[_Set, ...]
    space: float
    leads: bool

    @property
    def height(self) -> float:
        return sum(piece.height for piece in self.pieces)

    @property
    def breaks(self) -> list[float]:
        return self.pieces[0].breaks() if len(self.pieces) == 1 else []

    @property
    def least(self) -> float:
        """Height of the smallest part that may stand at the foot of a page."""
        return min([*self.breaks, self.height])


class _Flow:
    """Fills pages of a given height."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._top = 0.0
        self.pages: list[list[_Placed]] = [[]]

    def fill(self, groups: list[_SetGroup]) -> None:
        for index, group in enumerate(groups):
            needed = group.height
            for follower in groups[index + 1 :] if group.leads else ():
                needed += follower.space + (follower.height if follower.leads else follower.least)
                if not follower.leads:
                    break
            self._add(group, group.least if not group.leads else needed)

    def _add(self, group: _SetGroup, least: float) -> None:
        if self._top and self._top + group.space + min(least, self._height) > self._height:
            self._turn()
        self._top += group.space if self._top else 0.0
        if self._top + group.height <= self._height:
            for piece in group.pieces:
                self._place(piece, 0.0, piece.height)
            return
        for piece in group.pieces:
            self._add_in_parts(piece)

    def _add_in_parts(self, piece: _Set) -> None:
        """Over as many pages as it takes: at the breaks it allows, or anywhere if it is higher than a page."""
        start = 0.0
        while piece.height - start > self._height - self._top:
            room = self._height - self._top
            ends = [height for height in piece.breaks() if start < height <= start + room]
            if not ends and self._top:
                self._turn()
                continue
            self._place(piece, start, ends[-1] if ends else start + room)
            start = ends[-1] if ends else start + room
            self._turn()
        self._place(piece, start, piece.height)

    def _place(self, piece: _Set, start: float, end: float) -> None:
        self.pages[-1].append(_Placed(piece, self._top, start, end))
        self._top += end - start

    def _turn(self) -> None:
        self.pages.append([])
        self._top = 0.0


def _fitted(paper: Sheet) -> list[list[_Placed]]:
    """The paper in the largest type that keeps it on one page, or keeps its last page from being nearly empty."""
    pages = _laid_out(paper.groups, _Style(paper.language, _SIZES[0]))
    if len(pages) == 1 or not (paper.one_page or _is_short(pages[-1])):
        return pages
    wanted = 1 if paper.one_page else len(pages) - 1
    sizes, airs = (_SIZES[1:], (1.0, _CLOSE)) if paper.one_page else (_SAVING_SIZES, (1.0,))
    for style in (_Style(paper.language, size, air) for size in sizes for air in airs):
        tried = _laid_out(paper.groups, style)
        if len(tried) <= wanted:
            return tried
    return tried if paper.one_page else pages


def _is_short(page: list[_Placed]) -> bool:
    last = page[-1]  # a page that was turned to holds a piece
    return last.top + last.end - last.start < _SHORT_PAGE * (_HEIGHT - _TOP - _BOTTOM)


def _laid_out(groups: tuple[Group, ...], style: _Style) -> list[list[_Placed]]:
    width = _WIDTH - 2 * _SIDE
    scale = style.size / _SIZES[0]
    ready = [
        _SetGroup(
            tuple(_set(piece, style, width) for piece in group.pieces),
            group.space * _POINT * scale * style.air,
            group.leads,
        )
        for group in groups
    ]
    flow = _Flow(_HEIGHT - _TOP - _BOTTOM)
    flow.fill(ready)
    return flow.pages


def _painted(paper: Sheet, pages: list[list[_Placed]]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    writer.setTitle(f"{paper.title} - {paper.footer}")
    writer.setCreator("ShikshaSetu")
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("Qt could not begin a PDF")
    try:
        for number, page in enumerate(pages, start=1):
            if number > 1:
                writer.newPage()
            painter.save()
            painter.scale(_RESOLUTION / _UNITS, _RESOLUTION / _UNITS)
            for placed in page:
                painter.save()
                painter.translate(_SIDE, _TOP + placed.top)
                placed.piece.draw(painter, placed.start, placed.end)
                painter.restore()
            _footer(painter, paper, f"{number} / {len(pages)}")
            painter.restore()
    finally:
        painter.end()
    return bytes(buffer.data().data())


def _footer(painter: QPainter, paper: Sheet, numbers: str) -> None:
    font = _Style(paper.language, 9.0).font()
    metrics = QFontMetricsF(font)
    base = _HEIGHT - _BOTTOM + 9 * _MM
    painter.setFont(font)
    _line(painter, _SIDE, _WIDTH - _SIDE, base - metrics.ascent() - 1.5 * _MM)
    painter.setPen(QPen(QColor(Qt.GlobalColor.black)))
    left = metrics.elidedText(
        f"{paper.title} · {paper.footer}", Qt.TextElideMode.ElideRight, (_WIDTH - 2 * _SIDE) * 0.8
    )
    painter.drawText(QPointF(_SIDE, base), left)
    painter.drawText(QPointF(_WIDTH - _SIDE - metrics.horizontalAdvance(numbers), base), numbers)


def _line(painter: QPainter, left: float, right: float, height: float) -> None:
    painter.setPen(QPen(QColor(110, 110, 110), 0.6))
    painter.drawLine(QPointF(left, height), QPointF(right, height))
