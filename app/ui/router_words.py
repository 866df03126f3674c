"""The router's reasons in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain import route_reasons
from app.domain.languages import LANGUAGES
from app.domain.route_reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.route_reasons import Reason

translate = QCoreApplication.translate


def sentence(reasons: Sequence[Reason]) -> str:
    """Why an engine serves."""
    return route_reasons.sentence(reasons, _phrase, _language)


def said(reason: Reason) -> str:
    """One value, as a number with its unit."""
    return route_reasons.said(reason, _phrase, _language)


def _phrase(phrase: Phrase) -> str:
    return translate("Router", phrase.value)


def _language(code: str) -> str:
    """In its own script, except in an English window."""
    english = _phrase(Phrase.WRITING) == Phrase.WRITING
    known = {} if english else {one.code: one.native_name for one in LANGUAGES}
    return known.get(code) or route_reasons.english_name(code)
