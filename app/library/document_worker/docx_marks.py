"""What a run of Word says about its characters: hidden, struck out, raised, or signs of a symbol font."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

_MIXED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
FALLBACK = f"{_MIXED}Fallback"
LEFT_OUT = frozenset((qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), FALLBACK))
"""Elements whose content no reader of the document sees."""
_WRAPPING = ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
WRAPPERS = frozenset((*(qn(f"w:{name}") for name in _WRAPPING), f"{_MIXED}AlternateContent", f"{_MIXED}Choice"))
"""Elements around whole paragraphs and tables."""
HIDING = ("vanish", "del", "moveFrom")
STRIKING = ("strike", "dstrike")
_RAISED = 3  # half points from which a run stands higher or lower than its line on purpose

# Adobe's Symbol encoding (Adobe, symbol.txt of the Unicode mapping tables); "?" where it has no sign of its own
_SYMBOL_ROWS = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_SYMBOL = {first + place: sign for first, row in _SYMBOL_ROWS.items() for place, sign in enumerate(row)}
_WINGDINGS = dict(zip(b"\xfc\xfb\xa7\xa8\xd8\xe0\xdf\x4a\x4c", "✓✗▪◻➢→←☺☹", strict=True))
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def is_yes(value: str | None) -> bool:
    """Whether a property that is either on or off is on; None stands for one that is not written."""
    return value is not None and value.lower() not in ("0", "false", "off")


def says(properties: Any, *names: str) -> bool:  # noqa: ANN401 - lxml is untyped
    """Whether a run says anything of these."""
    return any(properties.find(qn(f"w:{name}")) is not None for name in names)


def _is_on(properties: Any, *names: str) -> bool:  # noqa: ANN401
    found = (properties.find(qn(f"w:{name}")) for name in names) if properties is not None else ()
    return any(one is not None and is_yes(one.get(qn("w:val"), "")) for one in found)


def is_hidden(properties: Any) -> bool:  # noqa: ANN401
    """Whether a run with these properties (``w:rPr`` or None) is not shown."""
    return _is_on(properties, *HIDING)


def is_struck(properties: Any) -> bool:  # noqa: ANN401
    """Whether its text is struck out."""
    return _is_on(properties, *STRIKING)


def shift(properties: Any) -> str:  # noqa: ANN401
    """How a run stands to its line: superscript, subscript; high, low where it was moved by hand; or empty."""
    align = properties.find(qn("w:vertAlign")) if properties is not None else None
    if align is not None and align.get(qn("w:val")) in ("superscript", "subscript"):
        return str(align.get(qn("w:val")))
    moved = properties.find(qn("w:position")) if properties is not None else None
    value = str(moved.get(qn("w:val")) or "") if moved is not None else ""
    if not value.removeprefix("-").isdigit() or abs(int(value)) < _RAISED:
        return ""
    return "high" if int(value) > 0 else "low"


def symbol(code: str, font: str) -> str:
    """A sign of a symbol font by its code; those are stored at F000 plus their place. Unknown ones keep that code."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    known = _signs(font)
    if value & 0xFF in known and (value < 0x100 or 0xF000 <= value <= 0xF0FF):
        return known[value & 0xFF]
    return chr(value) if 0xF000 <= value <= 0xF0FF or 0x20 <= value < 0xD800 else ""


def in_font(text: str, font: str) -> str:
    """Text as a symbol font shows it: there an "a" is an α."""
    known = _signs(font)
    if not known:
        return text
    return "".join(
        symbol(f"{ord(one):X}", font) if one.isascii() or "\uf000" <= one <= "\uf0ff" else one for one in text
    )


def _signs(font: str) -> dict[int, str]:
    return next((signs for name, signs in _FONTS.items() if font.lower().startswith(name)), {})
