"""Full stops that Odia's model takes for vowel signs or drops, and the vowel sign ି that it takes for a virama.

In fonts such as Noto Sans Oriya the danda and the vowel sign ା are the same stroke, and the model lost four of five
full stops: whole paragraphs became one sentence. Where spelling and ink together leave no doubt, they come back.
The ink is weighed in grey: on a blurred photo the gap before the stroke is no longer white, yet lighter than any
place where a letter joins its own stroke. The sign ି under ଖ, ଥ and ଧ is a hook that looks like a virama; what no
word is spelled with tells them apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]
    Darkness = NDArray[np.float32]

# In heights of a letter.
_WIDEST = 0.2
_LOWEST = 0.58
_NEAR = 0.25
_JOINT = 0.2
_REACH = 2.5
_SPACE = 0.22

# As shares of the darkness of print, or of the stroke.
_WHITE = 0.2
_INK = 0.4
_STROKE = 0.65
_SOLID = 0.9
_EDGE = 0.6
_VALLEY = 0.58
"""Before a full stop 0 to 0.52 on clean pages and blurred photos; where a letter joins its own stroke 0.63 and more."""
_HAIRLINE = 0.2
"""On a sharp page a hairline between a letter and its stroke is as light as 0.25."""

_NO_STROKE = ("ି", "ୀ", "ୁ", "ୂ", "େ", "ଇ", "ଏ")
"""Endings whose own ink has no upright stroke apart at the right: one that stands there is a danda."""

_VOWELS = frozenset("ଆଇଈଉଊଏଐଓଔିୀୁୂ")
"""No vowel sign can follow these: what was read as ା is a danda. (ୋ is what େ and ା are together.)"""

_HOOK = re.compile("(?<=[ଖଥଧ])୍(?:\u200cି?|ି|(?![ନମଯୟରବଵୱ\u200d]))")
"""A virama that joins nothing: before a non-joiner, a vowel sign, the end, or a letter no conjunct has there."""

_LEAST_LETTERS = 3
_MOST_INKED = 88
"""Per cent of a column's rows that are white between words; the rest may be marks of the rows above and below."""


def restored(words: Sequence[RawWord], page: Picture, letter: float) -> list[RawWord]:
    """The words of an Odia page with the full stops that their ink shows.

    Args:
        words: As read.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
    """
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(replace(word, text=_HOOK.sub("ି", word.text)))
    return [_with_stop(word, row, page, letter) for row in rows.values() for word in row]


def _with_stop(word: RawWord, row: Iterable[RawWord], page: Picture, letter: float) -> RawWord:
    text = word.text.rstrip("|")
    if text.endswith("ା") and text[-2:-1] in _VOWELS:
        return replace(word, text=f"{text[:-1]}।")
    if text.endswith((*_NO_STROKE, "ା")):
        stopped = f"{text}।"
    elif text.endswith("ୋ") and len(text) >= _LEAST_LETTERS:  # hardly any word but the shortest ends in o
        stopped = f"{text[:-1]}େ।"
    else:
        return word
    after = min((other for other in row if other.left > word.left), key=lambda other: other.left, default=None)
    ink = _ink(word, after, page, letter)
    if ink is None:
        return word
    start = _last_stroke(ink, letter)
    if start is not None and text.endswith("ା"):  # its own stroke stands apart, too: it takes two
        start = _last_stroke(ink[:, :start], letter)
    return word if start is None else replace(word, text=stopped)


def _ink(word: RawWord, after: RawWord | None, page: Picture, letter: float) -> Darkness | None:
    """Darkness of a word from 0 to about 1, with some of the white space behind it; None where that cannot be found.

    The boxes of words are off by half a letter and more, the white between words is not.
    """
    right = word.right if after is None else min(word.right, after.left)
    edge = page.shape[1] if after is None else (after.left + after.right) // 2
    strip = page[word.top : word.bottom, word.left : min(edge, round(right + _REACH * letter))].astype(np.float32)
    middle = (right - word.left) // 2
    if min(strip.shape) < 2 or middle >= strip.shape[1]:
        return None
    dark = np.clip(np.percentile(strip, 90) - strip, 0, None)
    dark /= max(1.0, float(np.percentile(dark, 97)))
    white = np.percentile(dark, _MOST_INKED, axis=0)[middle:] < _WHITE
    edges = np.flatnonzero(np.diff(np.concatenate([[False], white, [False]]).astype(np.int8))) + middle
    wide = [int(start) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start >= _SPACE * letter]
    return np.asarray(dark[:, : wide[0] + round(_SPACE * letter)], np.float32) if wide else None


def _last_stroke(dark: Darkness, letter: float) -> int | None:
    """The column before the last ink if that is an upright stroke as high as a letter that stands apart, else None."""
    profile = np.sort(dark, axis=0)[-max(1, round(0.7 * letter)) :].mean(axis=0)
    inked = np.flatnonzero(profile > _INK)
    if not len(inked):
        return None
    peak = int(inked[-1])
    while peak and profile[peak - 1] >= profile[peak]:
        peak -= 1
    rows = np.flatnonzero(dark[:, peak] > profile[peak] / 2)
    high = rows[-1] - rows[0] + 1
    near, margin = max(0, peak - round(_NEAR * letter)), round(_JOINT * letter)  # joined from above or below, too
    darkest = dark[max(0, rows[0] - margin) : rows[-1] + 1 + margin].max(axis=0) / profile[peak]
    wide = sum(int(np.argmin(np.append(side > _EDGE, False))) for side in (darkest[peak::-1], darkest[peak:])) - 1
    valley = near + int(np.argmin(darkest[near:peak])) if peak > near else peak
    # as far to the right there is nothing but the stroke's own blur; in a gap, the letter's comes on top of it
    blur = float(darkest[min(2 * peak - valley - 1, len(darkest) - 1)])
    upright = wide <= _WIDEST * letter and high >= _LOWEST * letter and len(rows) >= _SOLID * high
    apart = darkest[valley] <= min(_VALLEY, 2 * blur + _HAIRLINE)
    return valley if upright and apart and profile[peak] >= _STROKE else None
