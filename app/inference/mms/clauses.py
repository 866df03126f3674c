"""A text in clauses that a voice can say in one breath, and the pause after each.

An MMS voice was never taught punctuation and loses its way in long sentences: each clause is spoken alone, and what the
comma would have done is done by silence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.domain import sentences

LONGEST = 180
"""Characters of a clause."""
_SHORT = 24
"""Characters below which a clause is spoken together with the next: a voice mumbles single words."""
_SENTENCE_MS, _CLAUSE_MS, _COMMA_MS, _BREATH_MS = 350, 250, 150, 60
_INNER = re.compile(r"(?<=[,;:،؛])\s+|\s+(?=[–—(\[])|(?<=[–—)\]])\s+|\s+(?=- )")
_COMMA = ",،"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words to say together, and the milliseconds of silence after them; none after the last."""

    text: str
    pause_ms: int


def clauses(text: str, language: str) -> tuple[Clause, ...]:
    """Nothing is left out but space; every clause has at most `LONGEST` characters."""
    found: list[Clause] = []
    for sentence in sentences.split(" ".join(text.split()), language):
        for part in _parts(sentence):
            *rest, last = _wrapped(part)
            found += [Clause(one, _BREATH_MS) for one in rest]
            found.append(Clause(last, _COMMA_MS if last.endswith(tuple(_COMMA)) else _CLAUSE_MS))
        found[-1] = Clause(found[-1].text, _SENTENCE_MS)
    if found:
        found[-1] = Clause(found[-1].text, 0)
    return tuple(found)


def _parts(sentence: str) -> list[str]:
    """At its punctuation; short ones stay together."""
    parts: list[str] = []
    for part in filter(None, _INNER.split(sentence)):
        short = parts and min(len(parts[-1]), len(part)) < _SHORT
        if short and len(parts[-1]) + 1 + len(part) <= LONGEST:
            parts[-1] += " " + part
        else:
            parts.append(part)
    return parts


def _wrapped(text: str) -> list[str]:
    """In lines of about equal length, at spaces; a word that is longer than a line is cut between letters."""
    lines = []
    while len(text) > LONGEST:
        wanted = -(-len(text) // -(-len(text) // LONGEST))
        cut = text.rfind(" ", 1, LONGEST + 1)
        even = text.find(" ", wanted, LONGEST + 1)
        cut = even if even > 0 else cut
        if cut <= 0:
            cut = LONGEST
            while cut > LONGEST // 2 and unicodedata.category(text[cut])[0] in "MC":
                cut -= 1
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text]
