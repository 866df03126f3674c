"""The text of one DOCX paragraph, run by run: deletions left out, formulas in a line, pictures in their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from app.domain.documents import PageNote
from app.library.document_worker import docx_fields, docx_marks, scripts
from app.library.document_worker.docx_formulas import MATH, formula, touches, unsure
from app.library.document_worker.docx_styles import Look, Styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.library.document_worker.docx_formulas import Term

_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_UNREAD = frozenset(("chart", "chartex", "diagram"))
"""How the names end of what other programs draw into a document."""
_MAX_DEPTH = 40
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_SHIFTS: dict[str, Callable[[str], str]] = {
    "superscript": scripts.raised,
    "high": scripts.raised,
    "subscript": scripts.lowered,
    "low": scripts.lowered,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Something inside a paragraph.

    Attributes:
        text: Its text; a form feed stands for a page break.
        font: Font named for it; empty when it follows the style.
        picture: Relation id of a picture; empty otherwise.
        box: Element whose paragraphs stand in a text box; None otherwise.
        note: Kind (footnote, endnote) and id of a note that is referred to; None otherwise.
        remark: What the badge of the page must say because of it; None otherwise.
        before: Whether a letter or digit right before it would change what it says.
        behind: The same of what follows.
        moved: Whether it was raised or lowered by hand.
        field: Begin, separate or end of a field; or "code", whose text is its instruction. Empty for all else.
    """

    text: str = ""
    font: str = ""
    picture: str = ""
    box: Any = None
    note: tuple[str, str] | None = None
    remark: PageNote | None = None
    before: bool = False
    behind: bool = False
    moved: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader is: the look of the text there, and how deep."""

    styles: Styles
    look: Look
    depth: int = 0

    def within(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml is untyped
        return _pieces(element, replace(self, depth=self.depth + 1))


def paragraph_pieces(paragraph: Any, styles: Styles) -> Iterator[Piece]:  # noqa: ANN401
    """The pieces of one paragraph in order."""
    yield from _side_by_side(_fields_said(_pieces(paragraph, _Place(styles, styles.of_paragraph(paragraph)))))


def _pieces(element: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    if place.depth > _MAX_DEPTH:
        if next(element.iter(qn("w:t")), None) is not None:
            yield Piece(remark=PageNote.TRUNCATED)
        return
    for child in element.iterchildren():
        tag = child.tag
        if tag in docx_marks.LEFT_OUT or not isinstance(tag, str):
            continue
        if tag in _NESTED:
            yield from _NESTED[tag](child, place)
        elif tag in _SINGLE:
            yield _SINGLE[tag](child, place.look.font)
        else:
            yield from place.within(child)


def _run(run: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    look = place.styles.of_run(run, place.look)
    if look.hidden:
        return
    left_out = look.struck or look.unseen
    for piece in _pieces(run, _Place(place.styles, look, place.depth + 1)):
        if left_out and piece.text.strip() and not piece.field:
            yield Piece(remark=PageNote.HIDDEN_TEXT)
        elif look.shift in ("high", "low"):
            yield replace(piece, moved=look.shift)
        else:
            yield replace(piece, text=_SHIFTS[look.shift](piece.text)) if look.shift else piece


def _ruby(ruby: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    """Words with their reading above them: the reading follows in brackets."""
    base, above = ruby.find(qn("w:rubyBase")), ruby.find(qn("w:rt"))
    if base is not None:
        yield from place.within(base)
    reading = list(place.within(above)) if above is not None else []
    if any(piece.text.strip() for piece in reading):
        yield from (Piece(" (", place.look.font), *reading, Piece(")", place.look.font))


def _simple_field(field: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    term = docx_fields.said(field.get(qn("w:instr")) or "")
    yield from place.within(field) if term is None else (_said(term),)


def _field_mark(mark: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    """Where a field begins or ends; the list of a form shows the entry that was chosen, a box its tick."""
    yield Piece(field=mark.get(qn("w:fldCharType")) or "")
    for box in mark.iter(qn("w:checkBox")):
        ticked = box.find(qn("w:checked")) if box.find(qn("w:checked")) is not None else box.find(qn("w:default"))
        yield Piece("☒" if ticked is not None and docx_marks.is_yes(ticked.get(qn("w:val"), "")) else "☐")
    entries = [entry.get(qn("w:val")) or "" for entry in mark.iter(qn("w:listEntry"))]
    chosen = next(mark.iter(qn("w:result")), next(mark.iter(qn("w:default")), None))
    value = (chosen.get(qn("w:val")) or "") if chosen is not None else "0"
    if value.isdigit() and int(value) < len(entries):
        yield Piece(entries[int(value)], place.look.font)


def _embedded(drawing: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    """What another program drew: a chart or a SmartArt drawing is missing, a formula has its place."""
    if (drawing.get("uri") or "").rpartition("/")[2] in _UNREAD:
        yield Piece(remark=PageNote.TRUNCATED)
    yield from place.within(drawing)


def _object(embedded: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    """A formula of an older editor or of MathType is a program's own data; nobody but that program reads it."""
    program = next((one.get("ProgID") or "" for one in embedded.iter(f"{_OFFICE}OLEObject")), "")
    if program.lower().startswith("equation"):
        yield _said(unsure("formula"))
    yield from place.within(embedded)


def _formula(element: Any, place: _Place) -> Iterator[Piece]:  # noqa: ANN401
    if not place.look.hidden:
        yield _said(formula(element))


def _said(term: Term) -> Piece:
    return Piece(term.text, before=term.before, behind=term.behind)


def _break(child: Any, font: str) -> Piece:  # noqa: ANN401
    return Piece("\f" if child.get(qn("w:type")) == "page" else "\n", font)


def _note(child: Any, font: str) -> Piece:  # noqa: ANN401
    del font
    return Piece(note=(_NOTES[child.tag], child.get(qn("w:id")) or ""))


def _picture(child: Any, font: str) -> Piece:  # noqa: ANN401
    del font
    return Piece(picture=child.get(qn("r:embed")) or child.get(qn("r:id")) or "")


_NESTED: dict[str, Callable[[Any, _Place], Iterator[Piece]]] = {
    qn("w:r"): _run,
    f"{MATH}oMath": _formula,
    f"{MATH}oMathPara": _formula,
    qn("w:ruby"): _ruby,
    qn("w:fldSimple"): _simple_field,
    qn("w:fldChar"): _field_mark,
    qn("w:object"): _object,
    qn("a:graphicData"): _embedded,
}
_SINGLE: dict[str, Callable[[Any, str], Piece]] = {
    qn("w:t"): lambda child, font: Piece(docx_marks.in_font(child.text or "", font), font),
    qn("w:ptab"): lambda _child, font: Piece(" ", font),
    qn("w:tab"): lambda _child, font: Piece(" ", font),
    qn("w:br"): _break,
    qn("w:cr"): _break,
    qn("w:noBreakHyphen"): lambda _child, font: Piece("-", font),
    qn("w:sym"): lambda child, font: Piece(
        docx_marks.symbol(child.get(qn("w:char")) or "", child.get(qn("w:font")) or font), font
    ),
    qn("w:instrText"): lambda child, _font: Piece(child.text or "", field="code"),
    qn("w:txbxContent"): lambda child, _font: Piece(box=child),
    f"{_VML}textpath": lambda child, font: Piece(f" {child.get('string') or ''} ", font),
    f"{_VML}imagedata": _picture,
    qn("a:blip"): _picture,
    **dict.fromkeys(_NOTES, _note),
}


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its stored result is passed over."""

    code: str = ""
    replaced: bool = False
    counted: bool = False


def _fields_said(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Put the text of fields in their place that have it in their instruction only; others keep their result.

    What stands within the instruction of another field is part of that instruction.
    """
    open_fields: list[_Field] = []
    for piece in pieces:
        if piece.field == "begin":
            open_fields.append(_Field())
        if piece.field and not open_fields:
            continue
        shown = _field_step(open_fields[-1], piece) if piece.field else piece
        around = open_fields[:-1]
        unsaid = next((field for field in reversed(around) if not field.counted), None)
        if shown is not None and unsaid is not None:
            unsaid.code += shown.text
        elif shown is not None and not any(field.replaced for field in (around if piece.field else open_fields)):
            yield shown
        if piece.field == "end":
            open_fields.pop()


def _field_step(field: _Field, piece: Piece) -> Piece | None:
    """What a mark of a field, or a part of its instruction, shows: where the instruction ends, what that says."""
    if piece.field == "code":
        field.code += piece.text
    if piece.field not in ("separate", "end") or field.counted:
        return None
    field.counted = True
    term = docx_fields.said(field.code)
    field.replaced = term is not None
    return _said(term) if term is not None else None


def _side_by_side(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Spaces where two pieces would be read as one number, and what was raised by hand behind a word as a power."""
    text, behind = "", False
    for piece in pieces:
        if not piece.text:
            yield piece
            continue
        if piece.moved and (text[-1:].isalnum() or text[-1:] in (")", "]")):
            piece = replace(piece, text=_SHIFTS[piece.moved](piece.text))
        gap = (behind or piece.before) and touches(text, piece.text)
        text, behind = piece.text, piece.behind
        yield replace(piece, text=f" {piece.text}") if gap else piece
