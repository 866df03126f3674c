"""DOCX files: headings, paragraphs, lists with their markers, tables and pictures, cut into pages."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx as python_docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from app.domain.documents import Block, BlockKind, PageNote, ReadMethod
from app.domain.errors import UserFacingError
from app.library.document_worker import docx_archive, docx_marks, garbled, picture
from app.library.document_worker.docx_numbering import Numbering
from app.library.document_worker.docx_styles import Styles
from app.library.document_worker.docx_text import Piece, paragraph_pieces
from app.library.document_worker.faults import check_size, source_faults
from app.library.document_worker.garbled import FontRun
from app.library.document_worker.limits import MAX_DOCX_BYTES, MAX_DOCX_PARAGRAPHS, MAX_FIGURES, MAX_PAGES
from app.library.document_worker.markers import is_caption
from app.library.document_worker.page_text import finished
from app.library.document_worker.pages import paginate
from app.library.document_worker.requests import PageReading, ProbeResult, ReadPageRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAX_DEPTH = 8
_LARGEST_PICTURE = 30 << 20
_SMALLEST_PICTURE = 40  # pixels; smaller ones are bullets and rules
_JUDGED_CHARACTERS = 400_000
_MARKS = {note: Block(BlockKind.FIGURE, "", media=note.value) for note in (PageNote.TRUNCATED, PageNote.HIDDEN_TEXT)}
"""Stand where something is missing that the page must say: a whole other file, a chart, a note, text struck out."""
_UNSURE = re.compile(r"\\[a-z]{2,}\(")
"""A formula that no line of text can say; the checks of a lesson look for the backslash, too."""


@dataclass
class _Parsed:
    """A whole document: blocks with page breaks between them, parts with pictures by relation id, text by font."""

    title: str = ""
    sections: list[list[Block]] = field(default_factory=lambda: [[]])
    pictures: dict[str, str] = field(default_factory=dict)
    runs: list[FontRun] = field(default_factory=list)

    @cached_property
    def pages(self) -> list[tuple[Block, ...]]:
        return [page for section in self.sections for page in paginate(section)]

    def judged_runs(self) -> list[FontRun]:
        """All that is written, or of a long document every so manieth paragraph."""
        step = sum(len(run.text) for run in self.runs) // _JUDGED_CHARACTERS + 1
        kept, paragraph = [], 0
        for run in self.runs:
            if paragraph % step == 0:
                kept.append(run)
            paragraph += run.text == "\n"
        return kept


def probe(path: Path, name: str) -> ProbeResult:
    """Pages and title of a DOCX.

    Raises:
        UserFacingError: it is gone, empty, too large, unsafe, damaged, or typed in a legacy font.
    """
    parsed = _parsed(path, name)
    if not parsed.pages:
        raise UserFacingError("import.no_pages", name=name)
    verdict = garbled.inspect(parsed.judged_runs())
    if verdict.garbled and verdict.share > garbled.MOST:
        raise UserFacingError("import.legacy_font", name=name)
    return ProbeResult("docx", len(parsed.pages), parsed.title[:200])


def read_page(request: ReadPageRequest) -> PageReading:
    """One page of a DOCX; its pictures are written again as JPEG into the staging folder.

    Raises:
        UserFacingError: as `probe`.
    """
    path = Path(request.path)
    parsed = _parsed(path, request.name)
    if not 0 <= request.page_index < len(parsed.pages):
        raise UserFacingError("import.damaged", name=request.name)
    page = parsed.pages[request.page_index]
    with source_faults(path, request.name):
        shown = list(_with_pictures(page, parsed.pictures, request))
    blocks = [block for block in shown if not _is_mark(block)]
    # No picture to fall back on: a page that is garbled among good ones is kept and marked
    verdict = garbled.inspect_text("\n".join(block.text for block in blocks), request.language)
    notes = [PageNote.GARBLED_TEXT] if verdict.garbled else []
    notes += [note for note, mark in _MARKS.items() if mark in shown]
    unsure = sum(len(_UNSURE.findall(block.text)) for block in blocks)
    notes += [PageNote.DOUBTFUL_WORDS] if unsure else []
    text = finished(blocks, ReadMethod.DOCX, expected=request.language, notes=notes)
    return PageReading(replace(text, doubtful_words=text.doubtful_words + unsure), None, 0, 0)


def _parsed(path: Path, name: str) -> _Parsed:
    """The document, as it was parsed the last time if it is still the same file."""
    check_size(path, name, MAX_DOCX_BYTES)
    with source_faults(path, name):
        found = path.stat()
        return _parse(path, name, (found.st_size, found.st_mtime_ns, found.st_ino))


@lru_cache(maxsize=1)
def _parse(path: Path, name: str, state: tuple[int, int, int]) -> _Parsed:
    """Parse a whole document; the last one is remembered, for its pages are asked for one after the other."""
    del state  # part of the key
    strict = docx_archive.check(path, name)
    with source_faults(path, name):
        document = python_docx.Document(io.BytesIO(docx_archive.openable(path, strict=strict)))
        body = document.element.body
        paragraphs = sum(1 for _ in body.iter(qn("w:p")))
        if paragraphs > MAX_DOCX_PARAGRAPHS:
            raise UserFacingError("import.too_large", name=name, detail=f"{paragraphs} paragraphs")
        walker = _Walker(document)
        walker.walk(body, 0)
        parsed = walker.parsed
        if len(parsed.pages) > MAX_PAGES:
            raise UserFacingError("import.too_large", name=name, detail=f"{len(parsed.pages)} pages")
        named = any(str(one.reltype).endswith("/core-properties") for one in document.part.package.rels.values())
        core = (document.core_properties.title or "").strip() if named else ""
        first = next((b.text for s in parsed.sections for b in s if b.kind is BlockKind.HEADING), "")
        parsed.title = first or (core if core.isprintable() else "")
        parsed.sections.clear()
        return parsed


class _Walker:
    """Goes once through the body of a document."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - python-docx is untyped
        self.parsed = _Parsed()
        self._part = document.part
        self._numbering = Numbering(document)
        self._styles = Styles(document)
        self._joined: list[Piece] = []
        self._notes = dict(_notes(document.part))
        self._known_notes = frozenset(self._notes)

    def walk(self, parent: Any, depth: int) -> None:  # noqa: ANN401
        """Take paragraphs, tables and what content controls hold, in order."""
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                self._table(child, depth)
            elif child.tag == qn("w:altChunk"):
                self._mark(PageNote.TRUNCATED)
            elif child.tag in docx_marks.WRAPPERS:
                if depth < _MAX_DEPTH:
                    self.walk(child, depth + 1)
                elif next(child.iter(qn("w:t")), None) is not None:
                    self._mark(PageNote.TRUNCATED)

    def _paragraph(self, element: Any, depth: int) -> None:  # noqa: ANN401
        pieces = [*self._joined, *paragraph_pieces(element, self._styles)]
        self._joined = pieces if _is_joined(element) else []
        if self._joined:
            return
        text = self._text(pieces)
        kind, level, marker = self._numbering.role(element)
        for number, part in enumerate(text.split("\f")):
            if number:
                self.parsed.sections.append([])
            if part.strip():
                self._add(Block(kind, part.strip(), level=level, marker=marker))
        for piece in pieces:
            if piece.picture:
                self._picture(piece.picture)
            elif piece.box is not None and depth < _MAX_DEPTH:
                self.walk(piece.box, depth + 1)
        self._add_remarks(pieces)
        self._add_notes(pieces, depth)
        if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None and self._breaks_page(element):
            self.parsed.sections.append([])

    @staticmethod
    def _breaks_page(element: Any) -> bool:  # noqa: ANN401
        kind = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}/{qn('w:type')}")
        return kind is None or kind.get(qn("w:val")) not in ("continuous", "nextColumn")

    def _text(self, pieces: Sequence[Piece]) -> str:
        parts = []
        for piece in pieces:
            if piece.text:
                self.parsed.runs.append(FontRun(piece.font, piece.text))
                parts.append(piece.text)
        self.parsed.runs.append(FontRun("", "\n"))
        return unicodedata.normalize("NFC", "".join(parts))

    def _add_notes(self, pieces: Sequence[Piece], depth: int) -> None:
        """Put the footnotes of a paragraph behind it, each once: one may refer to itself."""
        for piece in pieces:
            note = self._notes.pop(piece.note, None) if piece.note is not None else None
            if note is not None and depth < _MAX_DEPTH:
                self.walk(note, depth + 1)

    def _add_remarks(self, pieces: Sequence[Piece]) -> None:
        """Say once what is missing in a paragraph, or that a note is which it refers to."""
        lost = any(piece.note is not None and piece.note not in self._known_notes for piece in pieces)
        for note in dict.fromkeys((*(piece.remark for piece in pieces), PageNote.TRUNCATED if lost else None)):
            if note is not None:
                self._mark(note)

    def _mark(self, note: PageNote) -> None:
        self.parsed.sections[-1].append(_MARKS[note])

    def _add(self, block: Block) -> None:
        last = self.parsed.sections[-1]
        if block.kind is BlockKind.PARAGRAPH and is_caption(block.text) and len(block.text) < 200:
            block = replace(block, kind=BlockKind.CAPTION)
            if last and last[-1].kind is BlockKind.FIGURE and not _is_mark(last[-1]) and not last[-1].text:
                last[-1] = replace(last[-1], text=block.text)
                return
        last.append(block)

    def _table(self, element: Any, depth: int) -> None:  # noqa: ANN401
        found: list[Piece] = []
        own = (row for row in element.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is element)
        rows = tuple(tuple(self._cells(row, found)) for row in own)
        self._add_rows(tuple(row for row in rows if any(row)))
        self._add_remarks(found)
        self._add_notes(found, depth)

    def _add_rows(self, rows: tuple[tuple[str, ...], ...]) -> None:
        if not rows:
            return
        if len(rows) == 1 and len(rows[0]) == 1:  # a box around text, not a table
            for line in rows[0][0].split("\n"):
                self._add(Block(BlockKind.PARAGRAPH, line))
            return
        width = max(len(row) for row in rows)
        rows = tuple(row + ("",) * (width - len(row)) for row in rows)
        text = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)
        self.parsed.sections[-1].append(Block(BlockKind.TABLE, text, rows=rows))

    def _cells(self, row: Any, found: list[Piece]) -> Iterator[str]:  # noqa: ANN401
        """The texts of a row; what stands in them is put into `found`."""
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue  # a cell of a table inside a cell: its words come with the outer cell
            properties = cell.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            continued = merge is not None and merge.get(qn("w:val")) in (None, "continue")
            if next(cell.iter(qn("w:altChunk")), None) is not None:
                found.append(Piece(remark=PageNote.TRUNCATED))
            lines = []
            for paragraph in cell.iter(qn("w:p")):
                if next(paragraph.iterancestors(docx_marks.FALLBACK), None) is not None:
                    continue  # the same text box again, for older programs
                pieces = list(paragraph_pieces(paragraph, self._styles))
                found += pieces
                lines.append(self._text(pieces).replace("\f", " ").strip())
                for piece in pieces:
                    if piece.picture:
                        self._picture(piece.picture)
            yield "" if continued else "\n".join(line for line in lines if line)
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            for _ in range(min(_number(span), 50) - 1):
                yield ""

    def _picture(self, relation: str) -> None:
        if len(self.parsed.pictures) >= MAX_FIGURES * 10:
            return
        if relation and relation not in self._part.rels:
            self._mark(PageNote.TRUNCATED)
        part = self._part.related_parts.get(relation)
        blob = getattr(part, "blob", b"")
        if part is None or not part.content_type.startswith("image/") or len(blob) > _LARGEST_PICTURE:
            return
        self.parsed.pictures[relation] = part.partname.membername
        self.parsed.sections[-1].append(Block(BlockKind.FIGURE, "", media=relation))


def _notes(part: Any) -> Iterator[tuple[tuple[str, str], Any]]:  # noqa: ANN401
    """Footnotes and endnotes of the document by kind and id; for the line above them nobody asks.

    Of a damaged part there are none: the text that refers to them is whole.
    """
    for relation in part.rels.values():
        kind = str(relation.reltype).rpartition("/")[2].removesuffix("s")
        if kind in ("footnote", "endnote") and not relation.is_external:
            with suppress(SyntaxError):  # what lxml raises is one
                for note in parse_xml(relation.target_part.blob).iterchildren(qn(f"w:{kind}")):
                    yield (kind, note.get(qn("w:id")) or ""), note


def _is_joined(paragraph: Any) -> bool:  # noqa: ANN401
    """Whether a tracked deletion of its end makes it one with the paragraph that follows."""
    end = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
    following = paragraph.getnext()
    return end is not None and following is not None and following.tag == qn("w:p")


def _is_mark(block: Block) -> bool:
    return block in _MARKS.values()


def _number(element: Any) -> int:  # noqa: ANN401
    value = element.get(qn("w:val")) if element is not None else None
    return int(value) if value is not None and value.isdigit() else 1


def _with_pictures(blocks: Sequence[Block], pictures: dict[str, str], request: ReadPageRequest) -> Iterator[Block]:
    """The blocks with their pictures decoded and written again; for one that nobody can decode stands a mark."""
    number = 0
    for block in blocks:
        if block.kind is not BlockKind.FIGURE or _is_mark(block):
            yield block
            continue
        number += 1
        name = f"p{request.page_index:04d}-figure-{number}.jpg"
        with zipfile.ZipFile(request.path) as archive:
            blob = archive.read(pictures[block.media or ""])
        side = _written_again(blob, Path(request.staging) / name)
        if side >= _SMALLEST_PICTURE:
            yield replace(block, media=name)
            continue
        if block.text:
            yield Block(BlockKind.CAPTION, block.text)
        if not side:
            yield _MARKS[PageNote.TRUNCATED]


def _written_again(blob: bytes, out: Path) -> int:
    """The shorter side of a picture in pixels, written unless it is too small; 0 where nobody can decode it."""
    raw = out.with_suffix(".raw")
    try:
        raw.write_bytes(blob)
        image = picture.load(raw, out.name)
        side = int(min(image.shape[:2]))
        if side >= _SMALLEST_PICTURE:
            picture.write_jpeg(image, out)
    except UserFacingError:
        return 0
    finally:
        raw.unlink(missing_ok=True)
    return side
