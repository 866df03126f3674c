"""Numbers beside which other numbers are true as well: "above 85", "at least 3", "can carry 50", "until 1947".

Who is told that sounds above 85 dB do harm knows that those above 93 dB do as well, so neither may be asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.lesson.rules.phrasebook import Forms

_BETWEEN = re.compile(r"[^\w.\u0900-\u0dff%°₹$]+")
_BEFORE = 24  # characters before the number in which a word of time or order stands
_NEAR = 12  # characters beside the number in which "about" speaks of it


class NumberLimits:
    """Tells in one language whether a clause gives a number as a bound, or only about.

    Args:
        forms: The word lists of the language; a space in them stands for the edge of a word.
    """

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    def bounds(self, clause: str, start: int, end: int, *, others: bool) -> bool:
        """Whether numbers other than the one at [start, end) of the clause may be true too.

        Args:
            clause: What stands between the commas and conjunctions around the number.
            start: Where the number starts.
            end: Where it ends.
            others: Whether the clause has another number: then "to" closes a range, whose ends are told.
        """
        text = _spaced(clause)
        if any(limit in text for limit in self._forms.limits):
            return True
        if not others and any(limit in text for limit in self._forms.until):
            return True
        before, after = _spaced(clause[max(0, start - _BEFORE) : start]).rstrip(), _spaced(clause[end:]).lstrip()
        beside = self._forms.limits_beside
        return not others and (before.endswith(beside) or after.startswith(beside))

    def is_rough(self, clause: str, start: int, end: int) -> bool:
        """Whether the clause says "about" of the number at [start, end): then a near number is no wrong answer."""
        text = _spaced(clause[max(0, start - _NEAR) : start]) + _spaced(clause[end : end + _NEAR])
        return any(word in text for word in self._forms.approximate)


def _spaced(text: str) -> str:
    """The text in lower case with single spaces between and around its words."""
    return f" {_BETWEEN.sub(' ', text.casefold()).replace('. ', ' ').strip(' .')} "
