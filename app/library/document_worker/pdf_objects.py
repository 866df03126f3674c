"""What is drawn on a PDF page besides text: pictures, diagrams, frames around asides."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2.raw as pdfium

from app.domain.documents import Box
from app.library.document_worker.limits import MAX_FIGURES, MAX_PAGE_OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    from app.library.document_worker.pdf_lines import Frame

_DEEPEST_FORM = 6
_CELLS = 128  # the page is looked at as a grid of this many cells each way
_BACKGROUND = 0.85  # share of the page from which a picture or box is the page's background
_SMALLEST_SIDE = 0.05
_SMALLEST_AREA = 0.008
_THIN = 0.006  # a drawing this thin is a rule
_HAIR = 0.0004
_LONGEST_BAR = 0.3
_SHORTEST_RULE = 0.01
_LARGEST_DOT = 0.016
_CURVES_OF_A_DIAGRAM = 3
_PARTS_OF_A_DIAGRAM = 14
_SEGMENTS_LOOKED_AT = 64
_STRAIGHT_SHARE = 0.5  # of the way round a box is straight, however round its corners are


@dataclass(frozen=True, slots=True)
class Sketch:
    """Strokes and bars that touch: a diagram, or the ornaments of a page.

    Attributes:
        box: Where they stand.
        parts: How many there are.
        sure: Whether they are too many for ornaments.
    """

    box: Box
    parts: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands on a page besides text; boxes are on the upright page.

    Attributes:
        figures: Pictures and diagrams of curves, touching ones merged.
        sketches: Other drawings, likewise.
        frames: Drawn boxes large enough to hold text.
        bars: Short level rules, as between the parts of a fraction.
        rules: All level and upright lines.
        cells: Boxes drawn with a pen that are too small for frames, as around the cells of a table.
        dots: Small round or square marks, as a bullet is drawn.
        picture_share: Share of the page under pictures, backgrounds included, 0 to 1.
        drawn: Number of drawing objects of any kind but text.
    """

    figures: tuple[Box, ...]
    sketches: tuple[Sketch, ...]
    frames: tuple[Box, ...]
    bars: tuple[Box, ...]
    rules: tuple[Box, ...]
    cells: tuple[Box, ...]
    dots: tuple[Box, ...]
    picture_share: float
    drawn: int


@dataclass(frozen=True, slots=True)
class _Drawing:
    box: Box
    picture: bool
    curved: bool
    boxed: bool
    outlined: bool = False

    @property
    def width(self) -> float:
        return self.box.right - self.box.left

    @property
    def height(self) -> float:
        return self.box.bottom - self.box.top


def survey(page: PdfPage, frame: Frame) -> Survey:
    """Look through the drawing objects of a loaded page."""
    drawings = [drawing for drawing in _drawings(page, frame) if drawing is not None]
    pictures = [d for d in drawings if d.picture]
    coverage = _painted(pictures)
    shown = [d for d in drawings if d.width * d.height < _BACKGROUND]
    frames = [d.box for d in shown if not d.picture and _is_frame(d)]
    groups = _groups([d for d in shown if d.picture or not _is_plain(d)])
    sketches = [_sketch(group) for group in groups if not _is_figure(group)]
    return Survey(
        tuple(_box_of(group) for group in groups if _is_figure(group))[:MAX_FIGURES],
        tuple(sketches)[:MAX_FIGURES],
        tuple(dict.fromkeys(frames)),
        tuple(d.box for d in shown if d.height < _THIN and 3 * d.height < d.width < _LONGEST_BAR and not d.curved),
        tuple(d.box for d in shown if _is_rule(d)),
        tuple(dict.fromkeys(d.box for d in shown if _is_cell(d))),
        tuple(d.box for d in shown if _is_dot(d, frame)),
        float(coverage.mean()),
        len(drawings),
    )


def _drawings(page: PdfPage, frame: Frame) -> Iterator[_Drawing | None]:
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    count = min(pdfium.FPDFPage_CountObjects(page.raw), MAX_PAGE_OBJECTS)
    stack: list[tuple[object, tuple[float, ...], int]] = [
        (pdfium.FPDFPage_GetObject(page.raw, index), identity, 0) for index in range(count)
    ]
    seen = 0
    while stack and seen < MAX_PAGE_OBJECTS:
        handle, matrix, depth = stack.pop()
        seen += 1
        if not handle:
            continue
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = chained(handle, matrix)
            count = min(pdfium.FPDFFormObj_CountObjects(handle), MAX_PAGE_OBJECTS)
            stack += [(pdfium.FPDFFormObj_GetObject(handle, index), inner, depth + 1) for index in range(count)]
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            yield _drawing(handle, kind, matrix, frame)


def _drawing(handle: object, kind: int, matrix: tuple[float, ...], frame: Frame) -> _Drawing | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    corners = [mapped(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    if not all(abs(value) < 1e7 for corner in corners for value in corner):
        return None
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    box = frame.box(min(xs), min(ys), max(xs), max(ys))
    box = Box(max(0.0, box.left), max(0.0, box.top), min(1.0, box.right), min(1.0, box.bottom))
    if box.right < box.left or box.bottom < box.top:
        return None
    box = Box(box.left, box.top, max(box.right, box.left + _HAIR), max(box.bottom, box.top + _HAIR))
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return _Drawing(box, picture=True, curved=False, boxed=False)
    segments = pdfium.FPDFPath_CountSegments(handle)
    curved, boxed = _shape(handle, segments)
    return _Drawing(box, picture=False, curved=curved, boxed=boxed, outlined=_is_outlined(handle))


def _is_outlined(handle: object) -> bool:
    """Whether a path is drawn with a pen and not filled."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    return bool(drawn) and bool(stroke.value) and fill.value == pdfium.FPDF_FILLMODE_NONE


def _shape(handle: object, segments: int) -> tuple[bool, bool]:
    """Whether a path has curves or slanted lines, as drawings have, and whether level and upright lines go round it.

    A box with round corners is both.
    """
    last: tuple[float, float] | None = None
    curved, straight = False, 0.0
    xs: list[float] = []
    ys: list[float] = []
    for index in range(min(segments, _SEGMENTS_LOOKED_AT)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        across, down = (abs(here[0] - last[0]), abs(here[1] - last[1])) if last is not None else (0.0, 0.0)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or (kind == pdfium.FPDF_SEGMENT_LINETO and min(across, down) > 0.5):
            curved = True
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            straight += across + down
        last = here
        xs.append(here[0])
        ys.append(here[1])
    around = 2 * (max(xs) - min(xs) + max(ys) - min(ys)) if xs else 0.0
    return curved, straight > _STRAIGHT_SHARE * around


def chained(handle: object, outer: tuple[float, ...]) -> tuple[float, ...]:
    """From the space of a form to that of the page, by the matrix of the form that it stands in."""
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, raw):
        return outer
    a, b, c, d, e, f = raw.a, raw.b, raw.c, raw.d, raw.e, raw.f
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def mapped(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    """A point of a form in the space of the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _is_frame(drawing: _Drawing) -> bool:
    return drawing.width > 0.12 and drawing.height > 0.035 and drawing.boxed


def _is_cell(drawing: _Drawing) -> bool:
    large = min(drawing.width, drawing.height) > _SHORTEST_RULE
    return large and drawing.outlined and drawing.boxed and not drawing.curved and not _is_frame(drawing)


def _is_rule(drawing: _Drawing) -> bool:
    thin, long = sorted((drawing.width, drawing.height))
    return not drawing.picture and not drawing.curved and thin < _THIN and long > _SHORTEST_RULE


def _is_dot(drawing: _Drawing, frame: Frame) -> bool:
    width, height = frame.upright_size
    across, down = drawing.width * width, drawing.height * height
    return not drawing.picture and max(drawing.width, drawing.height) < _LARGEST_DOT and 0.6 < across / down < 1.7


def _is_plain(drawing: _Drawing) -> bool:
    """Rules, boxes, bullets and tints: the furniture of a page, not part of a diagram."""
    thin = drawing.width < _THIN or drawing.height < _THIN
    small = max(drawing.width, drawing.height) < _LARGEST_DOT
    return (thin and not drawing.curved) or small or _is_frame(drawing)


def _painted(drawings: Sequence[_Drawing]) -> NDArray[np.uint8]:
    mask = np.zeros((_CELLS, _CELLS), np.uint8)
    for drawing in drawings:
        box = drawing.box
        mask[_span(box.top, box.bottom), _span(box.left, box.right)] = 1
    return mask


def _span(start: float, end: float) -> slice:
    first = min(int(start * _CELLS), _CELLS - 1)
    return slice(first, max(first + 1, round(end * _CELLS)))


def _groups(drawings: Sequence[_Drawing]) -> list[list[_Drawing]]:
    """Touching pictures and drawings together, from top to bottom."""
    mask = cv2.dilate(_painted(drawings), np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(mask)
    groups: dict[int, list[_Drawing]] = {label: [] for label in range(1, count)}
    for drawing in drawings:
        row = min(int((drawing.box.top + drawing.box.bottom) / 2 * _CELLS), _CELLS - 1)
        column = min(int((drawing.box.left + drawing.box.right) / 2 * _CELLS), _CELLS - 1)
        groups.setdefault(int(labels[row, column]), []).append(drawing)
    return sorted((parts for parts in groups.values() if parts), key=lambda parts: _corner(_box_of(parts)))


def _sketch(parts: Sequence[_Drawing]) -> Sketch:
    box = _box_of(parts)
    large = min(box.right - box.left, box.bottom - box.top) >= _SMALLEST_SIDE
    return Sketch(box, len(parts), sure=large and len(parts) >= _PARTS_OF_A_DIAGRAM)


def _corner(box: Box) -> tuple[float, float]:
    return box.top, box.left


def _box_of(parts: Sequence[_Drawing]) -> Box:
    return Box(
        min(part.box.left for part in parts),
        min(part.box.top for part in parts),
        max(part.box.right for part in parts),
        max(part.box.bottom for part in parts),
    )


def _is_figure(parts: Sequence[_Drawing]) -> bool:
    box = _box_of(parts)
    width, height = box.right - box.left, box.bottom - box.top
    if min(width, height) < _SMALLEST_SIDE or width * height < _SMALLEST_AREA:
        return False
    return any(part.picture for part in parts) or sum(part.curved for part in parts) >= _CURVES_OF_A_DIAGRAM
