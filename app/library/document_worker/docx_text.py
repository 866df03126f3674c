"""The text of one DOCX paragraph, run by run: deletions left out, formulas in a line, pictures in their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import nsmap, qn

from app.library.document_worker import scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VML = "{urn:schemas-microsoft-com:vml}"
_MAX_DEPTH = 40
# Adobe's Symbol encoding, and the signs of Wingdings that Word's lists and menus offer
_GREEK = dict(zip(b"abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_GREEK |= dict(zip(b"GDQLXPSFYW", "ΓΔΘΛΞΠΣΦΨΩ", strict=True))
_SIGNS = dict(zip(b"\xa2\xa3\xa5\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb7\xb8\xb9\xba\xbb", "′≤∞→°±″≥×∝•÷≠≡≈", strict=True))
_SIGNS |= dict(zip(b"\xab\xac\xad\xaf\xce\xd0\xd6\xde\xe5\xf2\x2d\x5e", "↔←↑↓∈∠√⇒∑∫−⊥", strict=True))
_WINGDINGS = dict(zip(b"\xfc\xfb\xa7\xa8\xd8\xe0\xdf\x4a\x4c", "✓✗▪◻➢→←☺☹", strict=True))
_SYMBOLS = {"symbol": _GREEK | _SIGNS, "wingdings": _WINGDINGS}
_LEFT_OUT = frozenset(
    (
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:pPr"),
        qn("w:rPr"),
        qn("w:instrText"),
        _FALLBACK,
    )
)
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Something inside a paragraph.

    Attributes:
        text: Its text; a form feed stands for a page break.
        font: Font named for it; empty when it follows the style.
        picture: Relation id of a picture; empty otherwise.
        box: Element whose paragraphs stand in a text box; None otherwise.
        note: Kind (footnote, endnote) and id of a note that is referred to; None otherwise.
    """

    text: str = ""
    font: str = ""
    picture: str = ""
    box: Any = None
    note: tuple[str, str] | None = None


def paragraph_pieces(paragraph: Any) -> Iterator[Piece]:  # noqa: ANN401 - python-docx is untyped
    """The pieces of one paragraph in order."""
    yield from _pieces(paragraph, "", 0)


def _pieces(element: Any, font: str, depth: int) -> Iterator[Piece]:  # noqa: ANN401
    if depth > _MAX_DEPTH:
        return
    for child in element.iterchildren():
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == qn("w:r"):
            yield from _run(child, font, depth)
        elif tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
            yield Piece(formula(child))
        elif tag == qn("w:ruby"):
            yield from _ruby(child, font, depth)
        elif tag in _NOTES:
            yield Piece(note=(_NOTES[tag], child.get(qn("w:id")) or ""))
        elif tag == qn("w:txbxContent"):
            yield Piece(box=child)
        elif tag == qn("a:blip") or tag == f"{_VML}imagedata":
            relation = child.get(qn("r:embed")) or child.get(qn("r:id"))
            if relation:
                yield Piece(picture=relation)
        else:
            yield from _simple(child, font) if tag.startswith(f"{{{nsmap['w']}}}") else ()
            yield from _pieces(child, font, depth + 1)


def _run(run: Any, font: str, depth: int) -> Iterator[Piece]:  # noqa: ANN401
    properties = run.find(qn("w:rPr"))
    shift = None
    if properties is not None:
        hidden = properties.find(qn("w:vanish"))
        if hidden is not None and hidden.get(qn("w:val")) not in ("0", "false"):
            return
        fonts = properties.find(qn("w:rFonts"))
        if fonts is not None:
            font = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or font
        align = properties.find(qn("w:vertAlign"))
        shift = align.get(qn("w:val")) if align is not None else None
    for piece in _pieces(run, font, depth + 1):
        yield replace(piece, text=_shifted(piece.text, shift)) if shift else piece


def _ruby(ruby: Any, font: str, depth: int) -> Iterator[Piece]:  # noqa: ANN401
    """Words with their reading above them: the reading follows in brackets."""
    base, above = ruby.find(qn("w:rubyBase")), ruby.find(qn("w:rt"))
    if base is not None:
        yield from _pieces(base, font, depth + 1)
    reading = list(_pieces(above, font, depth + 1)) if above is not None else []
    if any(piece.text.strip() for piece in reading):
        yield from (Piece(" (", font), *reading, Piece(")", font))


def _simple(child: Any, font: str) -> Iterator[Piece]:  # noqa: ANN401
    tag = child.tag
    if tag == qn("w:t") and child.text:
        yield Piece(child.text, font)
    elif tag == qn("w:tab"):
        yield Piece(" ", font)
    elif tag in (qn("w:br"), qn("w:cr")):
        yield Piece("\f" if child.get(qn("w:type")) == "page" else "\n", font)
    elif tag == qn("w:noBreakHyphen"):
        yield Piece("-", font)
    elif tag == qn("w:sym"):
        named = child.get(qn("w:font")) or font
        yield Piece(_symbol(child.get(qn("w:char")) or "", named), font)


def _symbol(code: str, font: str) -> str:
    """A sign of a symbol font; those are stored at F000 plus their place. Unknown ones keep that code."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    known = next((signs for name, signs in _SYMBOLS.items() if font.lower().startswith(name)), {})
    if value & 0xFF in known and (value < 0x100 or 0xF000 <= value <= 0xF0FF):
        return known[value & 0xFF]
    return chr(value) if 0xF000 <= value <= 0xF0FF or 0x20 <= value < 0xD800 else ""


def _shifted(text: str, shift: str) -> str:
    """Raised and lowered digits keep their meaning: 10² is not 102."""
    return scripts.raised(text) if shift == "superscript" else scripts.lowered(text) if shift == "subscript" else text


def formula(element: Any, depth: int = 0) -> str:  # noqa: ANN401
    """A formula of Word's equation editor in one line: fractions with a slash, powers raised."""
    if depth > _MAX_DEPTH:
        return ""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == f"{_MATH}t":
        return element.text or ""

    def inner(name: str) -> str:
        part = element.find(f"{_MATH}{name}")
        return formula(part, depth + 1) if part is not None else ""

    if tag == f"{_MATH}f":
        return f"{_grouped(inner('num'))}/{_grouped(inner('den'))}"
    if tag == f"{_MATH}sSup":
        power = inner("sup")
        return inner("e") + (_shifted(power, "superscript") if _shifted(power, "superscript") != power else f"^{power}")
    if tag == f"{_MATH}sSub":
        index = inner("sub")
        return inner("e") + (_shifted(index, "subscript") if _shifted(index, "subscript") != index else f"_{index}")
    if tag == f"{_MATH}rad":
        return f"{inner('deg')}√{_grouped(inner('e'))}"
    if tag == f"{_MATH}d":
        return "(" + ", ".join(formula(part, depth + 1) for part in element.findall(f"{_MATH}e")) + ")"
    return "".join(formula(child, depth + 1) for child in element.iterchildren())


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() or (text[0] == "(" and text[-1] == ")") else f"({text})"
