"""What role a DOCX paragraph plays: heading by its style, list item with the marker Word would print."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

from app.domain.documents import BlockKind

_HEADING_NAME = re.compile(r"^heading\s*(\d)", re.IGNORECASE)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_LOW = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DIGITS = {
    "hindiNumbers": "०१२३४५६७८९",
    "hindiCounting": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
}
_LETTERS = {
    "hindiConsonants": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "hindiVowels": "अआइईउऊऋएऐओऔ",
}


class Numbering:
    """Styles and list definitions of one document, with the counters of its lists.

    Args:
        document: An opened python-docx document.
    """

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - python-docx is untyped
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._read(document)

    def role(self, paragraph: Any) -> tuple[BlockKind, int, str]:  # noqa: ANN401
        """Kind, level (of a heading or list item, else 0) and list marker of a paragraph; counts its list on."""
        properties = paragraph.find(qn("w:pPr"))
        chain = self._chain(properties)
        heading = self._heading_level(chain)
        number = self._first(chain, f"{qn('w:numPr')}/{qn('w:numId')}")
        if heading:
            return BlockKind.HEADING, heading, ""
        if number in (None, "0"):
            return BlockKind.PARAGRAPH, 0, ""
        level = int(self._first(chain, f"{qn('w:numPr')}/{qn('w:ilvl')}") or 0)
        return BlockKind.LIST_ITEM, level + 1, self._marker(str(number), level)

    def _chain(self, properties: Any) -> list[Any]:  # noqa: ANN401
        """The paragraph's own properties, then those of its style and the styles that one is based on."""
        chain = [properties] if properties is not None else []
        style_id = self._value(properties, qn("w:pStyle"))
        seen: set[str] = set()
        while style_id is not None and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            chain.append(style)
            inner = style.find(qn("w:pPr"))
            if inner is not None:
                chain.append(inner)
            style_id = self._value(style, qn("w:basedOn"))
        return chain

    @staticmethod
    def _value(element: Any, path: str) -> str | None:  # noqa: ANN401
        found = element.find(path) if element is not None else None
        value = found.get(qn("w:val")) if found is not None else None
        return None if value is None else str(value)

    def _first(self, chain: list[Any], path: str) -> str | None:
        return next((value for value in (self._value(part, path) for part in chain) if value is not None), None)

    def _heading_level(self, chain: list[Any]) -> int:
        for part in chain:
            if part.tag == qn("w:style"):
                name = self._value(part, qn("w:name")) or ""
                found = _HEADING_NAME.match(name)
                if found:
                    return int(found[1])
                if name.lower() in ("title", "subtitle"):
                    return 1 if name.lower() == "title" else 2
            outline = self._value(part, qn("w:outlineLvl"))
            if outline is not None and outline.isdigit() and int(outline) < 9:
                return int(outline) + 1
        return 0

    def _read(self, document: Any) -> None:  # noqa: ANN401
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {item.get(qn("w:abstractNumId")): item for item in root.iter(qn("w:abstractNum"))}
        for number in root.iter(qn("w:num")):
            definition = abstract.get(self._value(number, qn("w:abstractNumId")))
            if definition is None:
                continue
            for level in definition.iter(qn("w:lvl")):
                self._read_level(str(number.get(qn("w:numId"))), level)
            for override in number.iter(qn("w:lvlOverride")):
                for level in override.iter(qn("w:lvl")):
                    self._read_level(str(number.get(qn("w:numId"))), level)

    def _read_level(self, number: str, level: Any) -> None:  # noqa: ANN401
        index = level.get(qn("w:ilvl")) or "0"
        start = self._value(level, qn("w:start")) or "1"
        if index.isdigit():
            self._levels[number, int(index)] = (
                self._value(level, qn("w:numFmt")) or "decimal",
                self._value(level, qn("w:lvlText")) or "",
                int(start) if start.isdigit() else 1,
            )

    def _marker(self, number: str, level: int) -> str:
        kind, pattern, start = self._levels.get((number, level), ("bullet", "", 1))
        counters = self._counters[number]
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        if kind == "bullet":
            return "•"
        if kind == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            inner, _pattern, first = self._levels.get((number, index), ("decimal", "", 1))
            return _counted(counters.get(index, first), inner)

        return re.sub(r"%(\d)", shown, pattern).strip()


def _counted(value: int, kind: str) -> str:
    if kind in _DIGITS:
        return "".join(_DIGITS[kind][int(digit)] for digit in str(value))
    if kind in _LETTERS:
        return _LETTERS[kind][(value - 1) % len(_LETTERS[kind])]
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text = ""
        for worth, sign in _ROMAN + _ROMAN_LOW:
            text += sign * (value // worth)
            value %= worth
        return text if kind == "lowerRoman" else text.upper()
    if kind == "decimalZero":
        return f"{value:02d}"
    return str(value)
