"""Which words of a text are still those that it had before somebody changed it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of positions of words that stayed, in order.

    What is the same at both ends is taken first: an edit is in one place, and a word repeated elsewhere must not pull
    the match away from it.
    """
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    pairs = [(at, at) for at in range(head)]
    for start, other, length in middle.get_matching_blocks():
        pairs += [(head + start + step, head + other + step) for step in range(length)]
    return pairs + [(len(old) - tail + at, len(new) - tail + at) for at in range(tail)]
