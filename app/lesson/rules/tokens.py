"""White-space tokens of a sentence, and the places of a sentence that no rule may touch."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST_SENTENCE = 1_200  # characters
_TOKEN = re.compile(r"\S+")
_EDGE = " \t\n.,;:!?।॥…\"'“”‘’«»()[]{}–—-*"
_END = re.compile(r"([.।॥!?…]+)([\"'”’»)\]]*)$")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_VERSE = re.compile(
    r"\w[,;]? (?:And|But|Yet|So|Still|The|An|In|On|At|To|Of|For|With|That|Then|When|Where|Till|Nor|Or) [a-zI]"
)
_FORMULA_SIGN = re.compile(r"[\d=+×÷→⇌√∑^/\\<>≤≥±°%²³₀-₉⁰-⁹@_]|[A-Z]{2}|^\W*[A-Z][a-z]?[A-Z]|^(?:https?:|www\.)")


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


def is_overlong(sentence: str) -> bool:
    """Whether this is no sentence at all but a page without stops: it is never taken apart."""
    return len(sentence) > _LONGEST_SENTENCE


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


def without_brackets(found: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without words in brackets, but for brackets that a comma follows: that one parts clauses."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        end = next((to for to in range(at, len(found)) if ")" in found[to].text), -1)
        if found[at].text.startswith("(") and end >= at and found[end].text.rstrip(".।").endswith(")"):
            at = end
        else:
            kept.append(found[at])
        at += 1
    return tuple(kept)


def without_stop(text: str) -> str:
    """The text without the mark it ends with."""
    return text.rstrip().rstrip(".।॥!?…").rstrip()


def protected_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Quotations, brackets, formulas, numbers and addresses: nothing inside them is replaced or explained."""
    spans = [found.span() for pattern in (_QUOTED, _BRACKETED) for found in pattern.finditer(text)]
    spans += [found.span() for found in _TOKEN.finditer(text) if _FORMULA_SIGN.search(found[0])]
    return tuple(spans)


def overlaps(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether [start, end) touches one of the spans."""
    return any(start < last and first < end for first, last in spans)


def has_quotation(text: str) -> bool:
    """Whether somebody is quoted: such a sentence is never taken apart."""
    return any(mark in text for mark in '“”"«»‘')


def is_verse(text: str) -> bool:
    """Whether an English line begins inside the text with a capital, as in poems: "... is grey And the birds ..."."""
    return _VERSE.search(text) is not None


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
