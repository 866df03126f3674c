"""Parts of a text that fit the model's window; nothing but white space is left out between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PARAGRAPH = re.compile(r"(\n[^\S\n]*\n\s*)")
_CLAUSE = re.compile(r"(?<=[,;:—–،।॥|)])\s+|\s+(?=[—–(])")
_LETTER_WITH_MARKS = re.compile(
    r"\S[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c\u200d]{0,8}"
)

_FEWEST_TO_HALVE = 8  # words


def paragraphs(text: str) -> tuple[str, ...]:
    """The text cut at blank lines: paragraph, blank lines, paragraph...; joined together it is the text again."""
    return tuple(_PARAGRAPH.split(text))


def split(text: str, language: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Sentences on one line, each cut further only where it does not fit: at clauses, then words, then letters.

    Args:
        text: Any text.
        language: ISO 639-1 code.
        fits: Whether the model can take a part in one go; a single letter always counts as fitting.
    """
    found = (" ".join(sentence.split()) for sentence in sentences.split(text, language))
    return tuple(part for sentence in found for part in fitting(sentence, fits))


def fitting(sentence: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """One sentence as the fewest parts that fit, cut where it hurts least."""
    if fits(sentence):
        return (sentence,)
    clauses = [part for part in _CLAUSE.split(sentence) if part]
    if len(clauses) > 1:
        return tuple(part for group in _together(clauses, fits, " ") for part in fitting(group, fits))
    words = sentence.split()
    if len(words) > 1:
        return tuple(part for group in _together(words, fits, " ") for part in fitting(group, fits))
    return _together(_LETTER_WITH_MARKS.findall(sentence), fits, "")


def halves(sentence: str) -> tuple[str, ...]:
    """A sentence cut near its middle, at a clause if there is one; () where it has fewer than eight words."""
    words = sentence.split()
    if len(words) < _FEWEST_TO_HALVE:
        return ()
    middle = len(words) // 2
    clause_ends = [at + 1 for at, word in enumerate(words[:-1]) if word[-1] in ",;:—–।॥"]
    cut = min(clause_ends, key=lambda at: abs(at - middle), default=middle)
    if abs(cut - middle) > len(words) // 4:
        cut = middle
    return " ".join(words[:cut]), " ".join(words[cut:])


def _together(parts: Sequence[str], fits: Callable[[str], bool], between: str) -> tuple[str, ...]:
    """Neighbours joined as long as they fit."""
    groups: list[str] = []
    while parts:
        count = _most(parts, lambda group: fits(between.join(group)))
        groups.append(between.join(parts[:count]))
        parts = parts[count:]
    return tuple(groups)


def _most(parts: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> int:
    """How many of the first parts fit together, at least one; by halving, since a trial costs a tokenisation."""
    low, high = 1, 2
    while high <= len(parts) and fits(parts[:high]):
        low, high = high, 2 * high
    high = min(high, len(parts) + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if fits(parts[:middle]):
            low = middle
        else:
            high = middle
    return low
