r"""Fields of Word whose text stands in their instruction only: formulas (``EQ \f(3,4)``) and signs (``SYMBOL 179``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.library.document_worker.docx_formulas import Term, fraction, joined, root, unsure
from app.library.document_worker.docx_marks import symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEPEST = 12
_SWITCH = re.compile(r"\\([fr])\s*\(", re.IGNORECASE)
_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9A-Fa-f]+|\d+)(.*)", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r'\\f\s+"?([^"\\]+)', re.IGNORECASE)


def said(instruction: str) -> Term | None:
    """The text of a field by its instruction; None where its stored result is the text."""
    kind, _, rest = instruction.strip().partition(" ")
    if kind.upper() == "EQ":
        return _equation(rest.strip(), 0) or unsure("formula", rest)
    found = _SYMBOL.match(instruction.strip())
    if found is None:
        return None
    font = _FONT.search(found[2])
    return Term(_sign(int(found[1], 0), font[1].strip() if font else ""))


def _sign(code: int, font: str) -> str:
    if font.lower().startswith(("symbol", "wingdings")) or not 0x80 <= code <= 0xFF:
        return symbol(f"{code:X}", font)
    return bytes([code]).decode("cp1252", errors="replace")


def _equation(code: str, depth: int) -> Term | None:
    r"""Text with fractions ``\f(a,b)`` and roots ``\r(n,x)``, one in the other; None for any other switch."""
    terms: list[Term] = []
    while found := _SWITCH.search(code):
        end = _closing(code, found.end())
        parts = [_equation(part, depth + 1) for part in _parted(code[found.end() : end])]
        known = [part for part in parts if part is not None]
        built = _built(found[1].lower(), known) if len(known) == len(parts) else None
        if end < 0 or depth > _DEEPEST or built is None or "\\" in code[: found.start()]:
            return None
        terms += [Term(code[: found.start()]), built]
        code = code[end + 1 :]
    return None if "\\" in code else joined((*terms, Term(code)))


def _built(switch: str, parts: Sequence[Term]) -> Term | None:
    if switch == "f":
        return fraction(*parts) if len(parts) == 2 else None
    if len(parts) == 1:
        return root("", parts[0])
    return root(parts[0].text, parts[1]) if len(parts) == 2 else None


def _closing(code: str, start: int) -> int:
    """Where the bracket that was opened before `start` is closed; -1 if it is not."""
    depth = 1
    for place in range(start, len(code)):
        depth += (code[place] == "(") - (code[place] == ")")
        if depth == 0:
            return place
    return -1


def _parted(code: str) -> list[str]:
    """The parts between the separators of one bracket: a semicolon where the comma is for decimals."""
    parts, depth = [""], 0
    separator = ";" if ";" in code else ","
    for character in code:
        depth += (character == "(") - (character == ")")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
