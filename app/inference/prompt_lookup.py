"""Guessing the next tokens from what stands in the prompt: an easier text repeats much of its source.

Source: "prompt lookup decoding" (A. Saxena, 2023). The model judges all guesses in one step and keeps those that it
would have said itself, so the answer is the same; reading the weights once for several tokens is what saves time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIZES = (3, 2)
"""Tokens that must agree; the longer agreement is tried first."""


class PromptLookup:
    """Remembers what followed each pair and triple of tokens, the latest place winning.

    Args:
        ids: Tokens of the prompt.
        most: Tokens guessed at a time at the most.
    """

    def __init__(self, ids: Iterable[int], *, most: int) -> None:
        self._ids: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self._most = most
        self._now = most
        self.add(ids)

    def add(self, ids: Iterable[int]) -> None:
        """Take in tokens that follow those known so far."""
        for number in ids:
            for size in _SIZES:  # the group that ends here is known only once something follows it
                if len(self._ids) >= size:
                    self._after[tuple(self._ids[-size:])] = len(self._ids)
            self._ids.append(number)

    def guess(self, room: int) -> Sequence[int]:
        """What may come next, at most `room` tokens; () where nothing like the last tokens stands before."""
        for size in _SIZES:
            place = self._after.get(tuple(self._ids[-size:]))
            if place is not None:
                return self._ids[place : place + min(self._now, room)]
        return ()

    def judged(self, *, guessed: int, right: int) -> None:
        """Learn from the last guess: many after a guess that held, few after one that did not."""
        if guessed:
            self._now = min(self._most, 2 * self._now) if right == guessed else max(1, right)
