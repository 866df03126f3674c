"""Reading the text of a picture with Tesseract, whatever the picture went through."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.domain.documents import Block, BlockKind, Box, PageNote, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.domain.languages import by_code
from app.library.document_worker import (
    banners,
    blanks,
    bullets,
    columns,
    danda,
    dark_print,
    drop_caps,
    formula_shapes,
    formulas,
    garbled,
    glued_words,
    initials,
    inline_formulas,
    large_lines,
    layout,
    line_weight,
    look_alikes,
    number_check,
    number_ink,
    ocr_blocks,
    odd_signs,
    picture,
    repair,
    running_heads,
    script_probe,
    second_look,
    table_doubts,
    tesseract,
)
from app.library.document_worker import language as languages
from app.library.document_worker.figures import Drawings, Rect, find_drawings
from app.library.document_worker.positions import PlacedPicture
from app.library.document_worker.requests import PageReading
from app.library.document_worker.script_probe import Probe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.positions import PositionedLine
    from app.library.document_worker.repair import Repaired
    from app.library.document_worker.tesseract import RawWord

_FEW_WORDS = 20
_FEW_LETTERS = 8
_ROWS = 0.17  # row contrast below which there is no print
_CLEAR_ROWS = 0.3
_MANY_SHAPES = 40
_CROWDED = 0.17  # squares of a letter's height, one for each shape, by the page: print has 0.06 to 0.12, noise 0.2 on
_UNKNOWN = "Zzzz"  # ISO 15924: clearly print, in a script that nothing here knows
_SURE_WEIGHT = 38.0
_CLEARLY = 1.003  # times the weight of the reading by columns
_MARGIN = 0.3  # around what is cut out, in heights of a letter
_SIBLINGS = ("hi", "mr")  # one script, two models


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """What is wanted of one page picture.

    Attributes:
        name: Name of the source file, for messages.
        stem: Start of the names of the files written ("p0003" gives ``p0003.jpg``, ``p0003-figure-1.jpg``).
        staging: Existing folder they are written to.
        language: ISO 639-1 code of the page; None to find it out.
        rotation: Clockwise quarter turns in degrees that the teacher asked for, on top of the upright picture.
        crop: Part of the upright, turned picture that the teacher kept.
    """

    name: str
    stem: str
    staging: Path
    language: str | None = None
    rotation: int = 0
    crop: Box | None = None


def read_picture(image: NDArray[np.uint8], request: PictureRequest) -> PageReading:
    """Repair a page picture, read it and keep its figures.

    The teacher's `rotation` and `crop` belong in the request, not in `picture.load`: they are meant on the picture
    that was shown, which is already upright and flat.

    Args:
        image: (height, width, 3) BGR as `picture.load` gives it, or a rendered PDF page.
        request: What is wanted.

    Returns:
        Text, notes and badge; `picture` is the file name of the upright page picture in `staging`, and all boxes are
        fractions of that picture.

    Raises:
        UserFacingError: Tesseract or one of its languages is missing, or took too long.
    """
    try:
        return _reading(image, request)
    except subprocess.SubprocessError as error:
        raise UserFacingError("import.too_slow", name=request.name) from error


def _reading(image: NDArray[np.uint8], request: PictureRequest) -> PageReading:
    page = repair.repair(image)
    found = _probe(page, request.language)
    page = _as_asked(page, found, request)
    shown = f"{request.stem}.jpg"
    width, height = picture.write_jpeg(page.upright, request.staging / shown)
    return PageReading(_text(page, found, request), shown, width, height)


def _probe(page: Repaired, language: str | None) -> Probe:
    """The page's language and which way up it stands; the language somebody gave counts unless it cannot be read."""
    if page.row_contrast < _ROWS:
        return Probe(None, 0.0, upside_down=False)
    if language is None:
        return script_probe.find_language(page.reading, page.letter)
    given = script_probe.check_language(page.reading, page.letter, language)
    if given.confidence >= script_probe.POSSIBLE:
        return given
    other = script_probe.find_language(page.reading, page.letter)
    return other if other.confidence >= script_probe.SURE else replace(given, language=language)


def _as_asked(page: Repaired, found: Probe, request: PictureRequest) -> Repaired:
    """The page right way up, then turned and cropped as the teacher asked."""
    turn = request.rotation + (180 if found.upside_down else 0)
    if not turn % 360 and request.crop is None:
        return page
    return replace(
        page,
        reading=picture.turn_and_crop(page.reading, turn, request.crop),
        upright=picture.turn_and_crop(page.upright, turn, request.crop),
    )


def _text(page: Repaired, found: Probe, request: PictureRequest) -> PageText:
    if found.language is None:
        if found.script is None and not _is_print(page):
            return PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.NO_TEXT,))
        script = found.script or _UNKNOWN
        return PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.UNKNOWN_SCRIPT,), script=script)
    height, width = page.reading.shape
    large = large_lines.letters(page.reading, page.letter)
    drawings = find_drawings(page.reading, page.letter, page.upright, large)
    drawings = banners.lit(drawings, page.upright, page.letter)
    text_only = large_lines.restored(page.reading, drawings.text_only, page.letter, drawings.figures)
    words = blanks.restored(_words(replace(page, reading=text_only), found.language), page.reading, page.letter)
    figures = banners.without_headings(drawings.figures, words, text_only, page.letter)
    words, drawn, boxes = ocr_blocks.without_labels(words, figures)
    math = _formulas(page, drawings, words)
    drawn = formulas.not_in(math, drawn)
    words = ocr_blocks.outside(words, math)
    lines = line_weight.measured(ocr_blocks.lines_of(words, (width, height)), text_only)
    lines = drop_caps.with_drop_caps(lines, width / height)
    told = languages.detect("\n".join(line.text for line in lines), found.language)
    if request.language is None and told.certain and told.language in _SIBLINGS and told.language != found.language:
        return _text(page, replace(found, language=told.language), replace(request, language=told.language))
    if not _has_text(lines):
        return PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.NO_TEXT,))
    lines = _doubted(lines, found.language)
    cuts = [*((rect, BlockKind.FIGURE) for rect in drawn), *((rect, BlockKind.FORMULA) for rect in math)]
    pictures = [
        _cut(page, rect, kind, f"{request.stem}-figure-{number}.jpg", request.staging)
        for number, (rect, kind) in enumerate(cuts, 1)
    ]
    frames = [frame.box(width, height) for frame in (*drawings.frames, *boxes)]
    blocks = layout.arrange(lines, aspect=width / height, frames=frames, pictures=pictures)
    blocks, doubted = _with_doubtful_tables(page, blocks, request)
    blocks, unread = _with_formulas(page, blocks, request)
    sure = ocr_blocks.certainty(lines)
    notes = [PageNote.REPAIRED_PHOTO] if page.repaired else []
    if sure.doubtful:
        notes.append(PageNote.DOUBTFUL_WORDS)
    if garbled.spells_nothing("\n".join(line.text for line in lines)):
        notes.append(PageNote.GARBLED_TEXT)
    if not told.certain or (request.language is not None and found.language != request.language):
        notes.append(PageNote.LANGUAGE_UNCERTAIN)
    if doubted:
        notes.append(PageNote.DOUBTFUL_TABLE)
    if math or unread:
        notes.append(PageNote.FORMULA_AS_PICTURE)
    if (drawn and sure.words < _FEW_WORDS) or _hides_print(page, drawn, found.language):
        notes.append(PageNote.MOSTLY_PICTURE)
    return PageText(
        blocks,
        ReadMethod.OCR,
        ocr_blocks.quality_of(sure, notes),
        tuple(notes),
        language=told.language or found.language,
        doubtful_words=sure.doubtful,
        confidence=round(sure.confidence, 1),
        script=told.script,
        heads=running_heads.heads(lines, blocks),
    )


def _doubted(lines: list[PositionedLine], language: str) -> list[PositionedLine]:
    """The lines with words marked that were read surely and cannot be right."""
    lines = glued_words.doubted(look_alikes.doubted(lines, language), language)
    return inline_formulas.doubted(odd_signs.doubted(lines))


def _hides_print(page: Repaired, figures: Sequence[Rect], language: str) -> bool:
    height, width = page.reading.shape
    upright = np.asarray(cv2.resize(page.upright, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return dark_print.is_unread(upright, figures, page.letter, by_code(language).tesseract)


def _is_print(page: Repaired) -> bool:
    """Whether a page that nothing can read is in an unknown script; else it is noise, a pattern or a picture."""
    height, width = page.reading.shape
    crowded = page.shapes * page.letter**2 > _CROWDED * height * width
    return page.row_contrast >= _CLEAR_ROWS and page.shapes >= _MANY_SHAPES and not crowded


def _formulas(page: Repaired, drawings: Drawings, words: list[RawWord]) -> list[Rect]:
    """Formulas outside figures that have to stay pictures."""
    barred = formula_shapes.find_formulas(page.reading, page.letter, drawings.frames) if page.letter else []
    around = [rect for rect in barred if not any(rect.overlaps(f) for f in formulas.not_in([rect], drawings.figures))]
    return formulas.of_words(words, around)


def _with_doubtful_tables(
    page: Repaired, blocks: tuple[Block, ...], request: PictureRequest
) -> tuple[tuple[Block, ...], bool]:
    """The blocks with a picture behind each table that cannot be right as it was read, and whether there is one."""
    doubted = [*table_doubts.doubtful(blocks), *table_doubts.unread(blocks, page.reading, page.letter)]
    places = {number: block.box for number, block in enumerate(blocks) if block in doubted and block.box is not None}
    shown = {number: (place,) for number, place in {**places, **table_doubts.torn(blocks)}.items()}
    return _with_pictures(page, blocks, shown, BlockKind.FIGURE, request), bool(shown)


def _with_formulas(
    page: Repaired, blocks: tuple[Block, ...], request: PictureRequest
) -> tuple[tuple[Block, ...], bool]:
    """The blocks with a picture behind each paragraph of a formula that could not be read, and whether there is one."""
    places = inline_formulas.unread(blocks)
    return _with_pictures(page, blocks, places, BlockKind.FORMULA, request), bool(places)


def _with_pictures(
    page: Repaired,
    blocks: tuple[Block, ...],
    places: Mapping[int, Sequence[Box]],
    kind: BlockKind,
    request: PictureRequest,
) -> tuple[Block, ...]:
    """The blocks with pictures of `places` behind them, by the index of the block."""
    height, width = page.reading.shape
    shown: list[Block] = []
    for number, block in enumerate(blocks):
        shown.append(block)
        for part, box in enumerate(places.get(number, ()), 1):
            sides = (box.left * width, box.top * height, box.right * width, box.bottom * height)
            rect = Rect(*(round(side) for side in sides))
            name = f"{request.stem}-{kind.value}-{number}-{part}.jpg"
            placed = _cut(page, rect, kind, name, request.staging)
            shown.append(Block(placed.kind, placed.text, box=placed.box, media=placed.media))
    return tuple(shown)


def _cut(page: Repaired, rect: Rect, kind: BlockKind, name: str, staging: Path) -> PlacedPicture:
    """Cut a part out of the picture that is shown, a little larger than itself."""
    height, width = page.reading.shape
    margin = round(_MARGIN * page.letter)
    box = Rect(rect.left - margin, rect.top - margin, rect.right + margin, rect.bottom + margin).box(width, height)
    picture.write_jpeg(picture.turn_and_crop(page.upright, 0, box), staging / name)
    return PlacedPicture(box, name, kind)


def _words(page: Repaired, language: str) -> list[RawWord]:
    model = by_code(language).tesseract
    words = columns.read(page.reading, page.letter, model)
    unsure = ocr_blocks.weight(words) < _SURE_WEIGHT * sum(len(word.text) for word in words)
    if unsure or columns.has_gutter(page.reading, page.letter):
        other = tesseract.read(page.reading, model, mode=tesseract.PAGE)  # finds other rows where rows are hard to find
        words = other if ocr_blocks.weight(other) > _CLEARLY * ocr_blocks.weight(words) else words
    words = bullets.marked(ocr_blocks.without_doubles(words), page.reading, page.letter)
    words = number_ink.gathered(words, page.reading, page.letter)
    if language == "en":
        words = second_look.again(words, page.reading, page.letter)
    else:
        words = second_look.with_english(words, page.reading, page.letter, model)
    words = number_check.checked(words, page.reading, page.letter, model)
    words = danda.restored(words, page.reading, page.letter) if language == "or" else words
    words = glued_words.parted(words, page.reading, page.letter, language)
    return initials.restored(words, page.reading, page.letter, model)


def _has_text(lines: list[PositionedLine]) -> bool:
    """Whether anything was read that a stain would not have given."""
    sure = [word for line in lines for word in line.words if (word.confidence or 0.0) >= ocr_blocks.DOUBTFUL]
    return sum(len(word.text) for word in sure) >= _FEW_LETTERS
