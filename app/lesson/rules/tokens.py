"""White-space tokens of a sentence, and the places of a sentence that no rule may touch."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\S+")
_EDGE = " \t\n.,;:!?।॥…\"'“”‘’«»()[]{}–—-*"
_END = re.compile(r"([.।॥!?…]+)([\"'”’»)\]]*)$")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FORMULA = re.compile(
    r"\S*[=+×÷→⇌√∑^/\\<>≤≥±°%²³₀-₉⁰-⁹@_]\S*"  # signs of formulas, units, addresses
    r"|(?:https?:|www\.)\S+"
    r"|\b\w*\d\w*\b"  # H2O, 3rd, 1947
    r"|\b[A-Z]{2,}[a-z]?\b"  # DNA, NaCl is caught below
    r"|\b(?:[A-Z][a-z]?){2,}\b"
)


def word_set(line: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(line.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A white-space token. `core` is it without the punctuation around it, casefolded."""

    start: int
    end: int
    text: str
    core: str

    @property
    def ends_with_comma(self) -> bool:
        """Whether a comma or semicolon follows the word."""
        return self.text.rstrip("\"'”’)").endswith((",", ";"))


def tokens(sentence: str) -> tuple[Token, ...]:
    """The tokens of a sentence, in order."""
    return tuple(
        Token(found.start(), found.end(), found[0], found[0].strip(_EDGE).casefold())
        for found in _TOKEN.finditer(sentence)
    )


def stop_of(sentence: str) -> str:
    """The mark a sentence ends with, without closing quotes and brackets; empty where there is none."""
    found = _END.search(sentence)
    return found[1] if found else ""


def without_stop(text: str) -> str:
    """The text without the mark it ends with."""
    return text.rstrip().rstrip(".।॥!?…").rstrip()


def protected_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Quotations, brackets, formulas, numbers and addresses: nothing inside them is replaced or explained."""
    return tuple(found.span() for pattern in (_QUOTED, _BRACKETED, _FORMULA) for found in pattern.finditer(text))


def overlaps(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether [start, end) touches one of the spans."""
    return any(start < last and first < end for first, last in spans)


def has_quotation(text: str) -> bool:
    """Whether somebody is quoted: such a sentence is never taken apart."""
    return any(mark in text for mark in '“”"«»‘')


def balanced(text: str) -> bool:
    """Whether every bracket that opens closes too."""
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    for at, character in enumerate(text):
        if character.isalpha():
            return text[:at] + character.upper() + text[at + 1 :]
        if character.isdigit():
            return text
    return text
