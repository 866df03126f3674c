"""The router's reasons in the language of the window.

The router writes English: parts with semicolons between, each made after one of the templates below. A part is taken
apart by its template and said again in the other language; what fits none is left as it is.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.domain.languages import LANGUAGES

CONTEXT = "Router"
_CALLS: tuple[Any, ...] = (
    QT_TRANSLATE_NOOP("Router", "{model} with {form} on {device}, measured here: {rate}"),
    QT_TRANSLATE_NOOP("Router", "{model} with {form} on {device}, not measured here"),
    QT_TRANSLATE_NOOP("Router", "after a measurement on two x86 cores about {rate}"),
    QT_TRANSLATE_NOOP("Router", "a graphics processor goes before the processor"),
    QT_TRANSLATE_NOOP("Router", "{form} on {device} measured {number}"),
    QT_TRANSLATE_NOOP("Router", "{form} on {device} about {number}"),
    QT_TRANSLATE_NOOP("Router", "{device} was chosen in Settings, but no installed model for this runs there"),
    QT_TRANSLATE_NOOP("Router", "{device} was chosen in Settings, but this machine has none"),
    QT_TRANSLATE_NOOP("Router", "{precision} was chosen in Settings, but no installed model that fits has it"),
    QT_TRANSLATE_NOOP("Router", "it was chosen in Settings"),
    QT_TRANSLATE_NOOP("Router", "{device} was chosen in Settings"),
    QT_TRANSLATE_NOOP("Router", "{precision} was chosen in Settings"),
    QT_TRANSLATE_NOOP("Router", "{model}, which was chosen in Settings, is not installed for this or does not fit"),
    QT_TRANSLATE_NOOP("Router", "{card} is not used: {problem}"),
    QT_TRANSLATE_NOOP("Router", "{model} would be too slow ({rate})"),
    QT_TRANSLATE_NOOP("Router", "no model for {work} is installed, so {instead}"),
    QT_TRANSLATE_NOOP("Router", "no installed model for {work} runs on this machine, so {instead}"),
    QT_TRANSLATE_NOOP(
        "Router", "{model} needs {needs} GB of memory, and {room} GB are for models, so {instead}"
    ),
    QT_TRANSLATE_NOOP("Router", "{model} needs {needs} GB of memory, and {room} GB are for models"),
    QT_TRANSLATE_NOOP(
        "Router", "{model} needs {needs} GB of the card's memory, and {room} GB are for models, so {instead}"
    ),
    QT_TRANSLATE_NOOP("Router", "{model} needs {needs} GB of the card's memory, and {room} GB are for models"),
    QT_TRANSLATE_NOOP("Router", "No model is installed"),
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    QT_TRANSLATE_NOOP("Router", "{number} tokens a second"),
    QT_TRANSLATE_NOOP("Router", "{number} sentences a second"),
    QT_TRANSLATE_NOOP("Router", "{number} passages a second"),
    QT_TRANSLATE_NOOP("Router", "{number} seconds of sound a second"),
    QT_TRANSLATE_NOOP("Router", "the processor"),
    QT_TRANSLATE_NOOP("Router", "the NVIDIA card"),
    QT_TRANSLATE_NOOP("Router", "Apple's graphics"),
    QT_TRANSLATE_NOOP("Router", "{work} from {language} into {target}"),
    QT_TRANSLATE_NOOP("Router", "{work} in {language}"),
    QT_TRANSLATE_NOOP("Router", "writing"),
    QT_TRANSLATE_NOOP("Router", "translating"),
    QT_TRANSLATE_NOOP("Router", "searching by meaning"),
    QT_TRANSLATE_NOOP("Router", "judging what was found"),
    QT_TRANSLATE_NOOP("Router", "speaking"),
    QT_TRANSLATE_NOOP("Router", "the second safety check"),
    QT_TRANSLATE_NOOP("Router", "the built-in rules write"),
    QT_TRANSLATE_NOOP("Router", "nothing is translated but what the glossary knows"),
    QT_TRANSLATE_NOOP("Router", "the search goes by words alone"),
    QT_TRANSLATE_NOOP("Router", "what was found stays in the order of the search"),
    QT_TRANSLATE_NOOP("Router", "the built-in voice speaks"),
    QT_TRANSLATE_NOOP("Router", "the rules check alone"),
    QT_TRANSLATE_NOOP("Router", "the installed PyTorch was built without CUDA"),
    QT_TRANSLATE_NOOP("Router", "models want macOS {number} or newer"),
)
_AS_THEY_ARE = frozenset({"model", "form", "number", "precision", "card", "needs", "room"})
_NAMES = {one.english_name: one.native_name for one in LANGUAGES}


def reason(sentence: str) -> str:
    """Why an engine serves, in the language of the window."""
    end = QCoreApplication.translate("Router", ".")
    parts = [_again(part, _CALLS) or part for part in sentence.removesuffix(".").split("; ")]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}{end}"


def value(text: str) -> str:
    """A number with its unit, or a device, in the language of the window."""
    return _again(text, _VALUES) or text


def unknown_parts(sentence: str) -> tuple[str, ...]:
    """Parts of a reason that fit no template, or whose values have no words."""
    return tuple(part for part in sentence.removesuffix(".").split("; ") if _again(part, _CALLS) is None)


def _again(text: str, templates: tuple[str, ...]) -> str | None:
    """A text said again after the first template that it fits with all its values; None if there is none."""
    for template in templates:
        found = re.fullmatch(_pattern(template), text, re.DOTALL | re.IGNORECASE)
        if found is None:
            continue
        values = {name: _value(name, value) for name, value in found.groupdict().items()}
        if None not in values.values():
            return QCoreApplication.translate(CONTEXT, template).format(**values)
    return None


def _value(name: str, value: str) -> str | None:
    if name in _AS_THEY_ARE:
        return value
    if name in ("language", "target"):
        return _language(value)
    return _again(value, _VALUES)


def _language(name: str) -> str:
    """In its own script, except in an English window."""
    english = QCoreApplication.translate(CONTEXT, "writing") == "writing"
    return name if english else _NAMES.get(name, name)


def _pattern(template: str) -> str:
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template))
