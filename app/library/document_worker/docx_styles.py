"""How the characters of a DOCX look: what a run says itself, then its style, then the style of its paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from app.library.document_worker import docx_marks

_NO_FILL = frozenset(("", "auto", "FFFFFF"))
_WHITE = re.compile(r"(?:F[8-9A-F]){3}")
_TOLD = frozenset(
    qn(f"w:{name}")
    for name in (*docx_marks.HIDING, *docx_marks.STRIKING, "color", "shd", "highlight", "vertAlign", "position")
)
_OWN_GROUND = (qn("w:tc"), qn("w:txbxContent"))
"""Cells and boxes, whose ground may come from a table style or a shape."""


@dataclass(frozen=True, slots=True)
class Look:
    """The look of some characters.

    Attributes:
        font: Font named for them; empty when it follows the style.
        hidden: Whether they are not shown.
        struck: Whether they are struck out.
        white: Whether they are white.
        shaded: Whether something coloured may be behind them.
        shift: As of `docx_marks.shift`.
    """

    font: str = ""
    hidden: bool = False
    struck: bool = False
    white: bool = False
    shaded: bool = False
    shift: str = ""

    @property
    def unseen(self) -> bool:
        """Whether they are white on white, as answers that a class must not see."""
        return self.white and not self.shaded


class Styles:
    """The styles of one document.

    Args:
        document: An opened python-docx document.
    """

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - python-docx is untyped
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        behind = (anchor.get("behindDoc") in ("1", "true") for anchor in document.element.iter(qn("wp:anchor")))
        self._ground = document.element.find(qn("w:background")) is not None or any(behind)

    def of_paragraph(self, paragraph: Any) -> Look:  # noqa: ANN401
        """The look of a paragraph's text where its runs say nothing else."""
        properties = paragraph.find(qn("w:pPr"))
        look = self._styled(Look(), properties, "w:pStyle")
        shaded = self._ground or look.shaded or _is_filled(properties)
        return replace(look, shaded=shaded or next(paragraph.iterancestors(*_OWN_GROUND), None) is not None)

    def of_run(self, run: Any, look: Look) -> Look:  # noqa: ANN401
        """The look of a run within text of another look."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return look
        fonts = properties.find(qn("w:rFonts"))
        font = (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""
        return replace(_over(self._styled(look, properties, "w:rStyle"), properties), font=font or look.font)

    def _styled(self, look: Look, properties: Any, kind: str) -> Look:  # noqa: ANN401
        named = properties.find(qn(kind)) if properties is not None else None
        style, chain = named.get(qn("w:val")) if named is not None else None, []
        while style in self._styles and self._styles[style] not in chain:
            chain.append(self._styles[style])
            base = chain[-1].find(qn("w:basedOn"))
            style = base.get(qn("w:val")) if base is not None else None
        for one in reversed(chain):
            look = _over(look, one.find(qn("w:rPr")))
            look = replace(look, shaded=look.shaded or _is_filled(one.find(qn("w:pPr"))))
        return look


def _over(look: Look, properties: Any) -> Look:  # noqa: ANN401
    """The look with what these properties (``w:rPr`` or None) say of it."""
    if properties is None or _TOLD.isdisjoint(child.tag for child in properties):
        return look
    said: dict[str, Any] = {
        "hidden": docx_marks.is_hidden(properties) if docx_marks.says(properties, *docx_marks.HIDING) else None,
        "struck": docx_marks.is_struck(properties) if docx_marks.says(properties, *docx_marks.STRIKING) else None,
        "white": _WHITE.fullmatch(_color(properties)) is not None if docx_marks.says(properties, "color") else None,
        "shaded": _is_filled(properties) or None,
        "shift": docx_marks.shift(properties) if docx_marks.says(properties, "vertAlign", "position") else None,
    }
    return replace(look, **{name: value for name, value in said.items() if value is not None})


def _color(properties: Any) -> str:  # noqa: ANN401
    return str(properties.find(qn("w:color")).get(qn("w:val")) or "").upper()


def _is_filled(properties: Any) -> bool:  # noqa: ANN401
    if properties is None:
        return False
    shade = properties.find(qn("w:shd"))
    pattern = shade is not None and shade.get(qn("w:val")) not in (None, "clear", "nil")
    filled = shade is not None and (shade.get(qn("w:fill")) or "").upper() not in _NO_FILL
    return pattern or filled or properties.find(qn("w:highlight")) is not None
