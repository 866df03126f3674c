"""One PDF page: from its text layer where that can be trusted, else from its picture."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Box, Line, PageNote, ReadMethod
from app.domain.languages import LANGUAGES
from app.library.document_worker import (
    drop_caps,
    garbled,
    layout,
    ocr,
    pdf,
    pdf_drawn,
    pdf_figures,
    pdf_ink,
    pdf_marks,
    pdf_notes,
    pdf_scripts,
    pdf_spelled,
    picture,
    ruled_tables,
    running_heads,
)
from app.library.document_worker.faults import source_faults
from app.library.document_worker.limits import FIGURE_SCALE, OCR_SCALE, OCR_SIDE, PICTURE_SIDE
from app.library.document_worker.page_text import finished
from app.library.document_worker.pdf_objects import Survey, survey
from app.library.document_worker.pdf_text import TextLayer, read_text_layer
from app.library.document_worker.positions import PlacedPicture, PositionedLine
from app.library.document_worker.requests import PageReading, ReadPageRequest, RenderedPage, RenderPageRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfDocument, PdfPage

    from app.library.document_worker.pdf_ink import PageInk

_FEW_CHARACTERS = 40
_LARGE_PICTURE = 0.3
_MANY_DRAWINGS = 150
_HIDDEN_CHARACTERS = 8  # fewer are remnants of the layout
_MARGIN = 0.004


def read_page(request: ReadPageRequest) -> PageReading:
    """Read one page of a PDF.

    Raises:
        UserFacingError: the file or the page cannot be read; the sentence says why.
    """
    with (
        pdf.opened(request.path, request.name) as document,
        _whole_page(document, request.page_index, request.path, request.name) as page,
        source_faults(request.path, request.name),
    ):
        pdf_spelled.believe_what_is_drawn(document, page, request.page_index)
        frame = pdf.frame_of(page)
        seen = survey(page, frame)
        scanned = seen.picture_share > _LARGE_PICTURE
        ink = pdf_ink.ink_of(page, frame)
        layer = read_text_layer(page, frame, ink, scanned=scanned, around=seen)
        turns = (layer.turned + request.rotation // 90) % 4
        if turns:
            frame = pdf.frame_of(page, turns)
            ink = pdf_ink.ink_of(page, frame)
            seen = survey(page, frame)
            layer = read_text_layer(page, frame, ink, scanned=scanned, around=seen)
        doubts = _doubts(layer, seen, request)
        script = garbled.script_of(layer.runs)
        if doubts is None:
            drawn = pdf_drawn.draws_text(page, pdf_drawn.Seen(layer, seen, ink), turns)
            doubts = () if drawn is pdf_drawn.Drawn.SOMETHING else None
            reading = _read_if_drawn(page, request, ink, script) if drawn is pdf_drawn.Drawn.PERHAPS else None
            if reading is not None:
                return reading
        if doubts is not None:
            return _read_picture(page, request, doubts, script)
        return _read_text(document, page, request, (layer, seen, turns))


def _read_if_drawn(page: PdfPage, request: ReadPageRequest, ink: PageInk, script: str | None) -> PageReading | None:
    """Read the picture of a page; None if all words in it are typed."""
    with TemporaryDirectory(dir=request.staging) as folder:
        reading = _read_picture(page, replace(request, staging=folder), (), script)
        if not pdf_drawn.has_drawn_words(reading.text, ink, request.crop):
            return None
        for written in Path(folder).iterdir():
            written.replace(Path(request.staging) / written.name)
        return reading


@contextmanager
def _whole_page(document: PdfDocument, index: int, path: str, name: str) -> Iterator[PdfPage]:
    """Load a page with the fields and notes on it.

    Raises:
        UserFacingError: the page is not there or damaged.
    """
    with source_faults(path, name):
        if 0 <= index < len(document):
            pdf_notes.made_part_of_page(document, index)
    with pdf.loaded_page(document, index, path, name) as page:
        yield page


def render_page(request: RenderPageRequest) -> RenderedPage:
    """Write one page as JPEG, upright as `read_page` placed its lines.

    Raises:
        UserFacingError: the file or the page cannot be read; the sentence says why.
    """
    name = Path(request.path).name
    with (
        pdf.opened(request.path, name) as document,
        _whole_page(document, request.page_index, request.path, name) as page,
        source_faults(request.path, name),
    ):
        turns = read_text_layer(page, pdf.frame_of(page)).turned + request.rotation // 90
        width = pdf.frame_of(page, turns).upright_size[0]
        scale = min(request.width, PICTURE_SIDE) / width if request.width > 0 else PICTURE_SIDE
        image = pdf.draw(page, scale, PICTURE_SIDE, turns)
        if request.crop is not None:
            image = _cut(image, request.crop)
        return RenderedPage(*picture.write_jpeg(image, Path(request.out)))


def _doubts(layer: TextLayer, seen: Survey, request: ReadPageRequest) -> tuple[PageNote, ...] | None:
    """Notes for the page if its picture has to be read instead of its text layer; None if the layer is good."""
    if request.force_ocr:
        return ()
    few = layer.characters < _FEW_CHARACTERS
    if few and (seen.picture_share > _LARGE_PICTURE or seen.drawn > _MANY_DRAWINGS):
        return ()
    if layer.characters == 0:
        return () if seen.drawn else None
    if layer.unread or garbled.inspect(layer.runs, request.language).garbled:
        return (PageNote.GARBLED_TEXT_LAYER,)
    # What is not drawn is the text of a scan, or nobody's text
    scan = seen.picture_share > _LARGE_PICTURE or seen.drawn > _MANY_DRAWINGS
    if layer.invisible > 0.5 and not (scan and garbled.is_fluent("\n".join(line.text for line in layer.lines))):
        return ()
    return None


def _read_picture(
    page: PdfPage, request: ReadPageRequest, notes: tuple[PageNote, ...], script: str | None
) -> PageReading:
    """Read the picture of a page; in the script of its text layer where another or none was found on a short page."""
    image = pdf.draw(page, OCR_SCALE, OCR_SIDE)
    asked = _asked(request)
    reading = ocr.read_picture(image, asked)
    likely = next((language.code for language in LANGUAGES if language.script == script), None)
    if request.language is None and likely is not None and reading.text.script != script:
        again = ocr.read_picture(image, replace(asked, language=likely))
        reading = again if again.text.script == script else reading
    if not notes:
        return reading
    kept = tuple(note for note in reading.text.notes if note not in notes)
    return replace(reading, text=replace(reading.text, notes=notes + kept))


def _asked(request: ReadPageRequest) -> ocr.PictureRequest:
    return ocr.PictureRequest(
        request.name,
        _stem(request),
        Path(request.staging),
        language=request.language,
        rotation=request.rotation,
        crop=request.crop,
    )


def _read_text(
    document: PdfDocument, page: PdfPage, request: ReadPageRequest, read: tuple[TextLayer, Survey, int]
) -> PageReading:
    layer, seen, turns = read
    width, height = pdf.frame_of(page, turns).upright_size
    crop = request.crop or Box(0.0, 0.0, 1.0, 1.0)
    kept = running_heads.without_running_heads(layer.lines, pdf.margins_around(document, request))
    bars = pdf_marks.fraction_bars(seen.bars, seen.rules)
    read_lines = pdf_marks.with_fractions(kept, bars, width / height)
    read_lines = pdf_marks.with_bullets(read_lines, seen.dots, width / height)
    read_lines = drop_caps.with_drop_caps(pdf_scripts.without_note_marks(read_lines), width / height)
    lines = [line for line in read_lines if crop.holds(line.box)]
    beside = [line for line in layer.beside if crop.holds(line.box)]
    every = [*lines, *beside]
    figures = [PlacedPicture(box, "") for box in pdf_figures.figures(seen, every) if crop.holds(box)]
    hidden = {line for figure in figures for line in pdf_figures.shown(figure.box, every)}
    for pieces in pdf_marks.formulas([line for line in lines if line not in hidden], width / height):
        hidden.update(pieces)
        said = " ".join(piece.text for piece in pieces)
        figures.append(PlacedPicture(_around([piece.box for piece in pieces]), "", BlockKind.FORMULA, said))
    pictures = _cut_out(page, request, figures, turns)
    sides = [side for cell in seen.cells for side in ruled_tables.edges(cell)]
    blocks = layout.arrange(
        [_onto(line, crop) for line in lines if line not in hidden],
        aspect=width * (crop.right - crop.left) / (height * (crop.bottom - crop.top)),
        frames=[_box_onto(box, crop) for box in seen.frames if crop.holds(box)],
        rules=[_box_onto(box, crop) for box in (*seen.rules, *sides) if crop.holds(box)],
        pictures=[replace(placed, box=_box_onto(placed.box, crop)) for placed in pictures],
    )
    # Where a line that runs another way belongs cannot be told; it must not stand within another
    blocks = (*blocks, *(_aside(_onto(line, crop)) for line in beside if line not in hidden))
    notes = [PageNote.TRUNCATED] if layer.truncated else []
    notes += [PageNote.HIDDEN_TEXT] if layer.hidden >= _HIDDEN_CHARACTERS else []
    notes += [PageNote.FORMULA_AS_PICTURE] if any(block.kind is BlockKind.FORMULA for block in blocks) else []
    text = finished(blocks, ReadMethod.TEXT_LAYER, expected=request.language, notes=notes)
    scale = PICTURE_SIDE / max(width, height)
    return PageReading(
        replace(text, heads=running_heads.heads(layer.lines, blocks)),
        None,
        round(width * (crop.right - crop.left) * scale),
        round(height * (crop.bottom - crop.top) * scale),
    )


def _aside(line: PositionedLine) -> Block:
    return Block(BlockKind.PARAGRAPH, line.text, (Line(line.text, line.box, line.words),))


def _around(boxes: Sequence[Box]) -> Box:
    """The box around several, with a little margin."""
    return Box(
        max(0.0, min(box.left for box in boxes) - _MARGIN),
        max(0.0, min(box.top for box in boxes) - _MARGIN),
        min(1.0, max(box.right for box in boxes) + _MARGIN),
        min(1.0, max(box.bottom for box in boxes) + _MARGIN),
    )


def _cut_out(
    page: PdfPage, request: ReadPageRequest, figures: Sequence[PlacedPicture], turns: int
) -> list[PlacedPicture]:
    """Write the pictures of figures and formulas into the staging folder."""
    if not figures:
        return []
    image = pdf.draw(page, FIGURE_SCALE, PICTURE_SIDE, turns)
    placed = []
    for number, figure in enumerate(figures, 1):
        name = f"{_stem(request)}-{figure.kind.value}-{number}.jpg"
        picture.write_jpeg(_cut(image, figure.box), Path(request.staging) / name)
        placed.append(replace(figure, media=name))
    return placed


def _cut(image: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    top, left = int(box.top * height), int(box.left * width)
    bottom, right = max(top + 1, round(box.bottom * height)), max(left + 1, round(box.right * width))
    return image[top:bottom, left:right]


def _stem(request: ReadPageRequest) -> str:
    return f"p{request.page_index:04d}"


def _box_onto(box: Box, crop: Box) -> Box:
    """A box of the page as a box of its cropped part."""
    width, height = crop.right - crop.left, crop.bottom - crop.top
    return Box(
        (box.left - crop.left) / width,
        (box.top - crop.top) / height,
        (box.right - crop.left) / width,
        (box.bottom - crop.top) / height,
    )


def _onto(line: PositionedLine, crop: Box) -> PositionedLine:
    words = tuple(replace(word, box=_box_onto(word.box, crop)) for word in line.words)
    high = crop.bottom - crop.top
    baseline = None if line.baseline is None else (line.baseline - crop.top) / high
    return replace(line, box=_box_onto(line.box, crop), height=line.height / high, words=words, baseline=baseline)
