"""Full stops that Odia's model takes for vowel signs or drops.

In fonts such as Noto Sans Oriya the danda and the vowel sign ା are the same stroke, and the model lost four of five
full stops: whole paragraphs became one sentence. Where spelling and ink together leave no doubt, they come back;
on a blurred photo the stroke runs into the letter and nothing is done.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from app.library.document_worker import light

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

# In heights of a letter.
_WIDEST = 0.25
_LOWEST = 0.7
_APART = 0.04
_REACH = 0.9

_NO_STROKE = ("ି", "ୀ", "ୁ", "ୂ", "େ", "ଇ", "ଏ")
"""Endings whose own ink has no upright stroke at the right: one that stands there is a danda."""

_LEAST_LETTERS = 3


def restored(words: Sequence[RawWord], page: Picture, letter: float) -> list[RawWord]:
    """The words of an Odia page with the full stops that their ink shows.

    Args:
        words: As read.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
    """
    ink = light.ink(page)
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    return [_with_stop(word, row, ink, letter) for row in rows.values() for word in row]


def _with_stop(word: RawWord, row: Iterable[RawWord], ink: Picture, letter: float) -> RawWord:
    text = word.text.rstrip("|")
    if text.endswith(_NO_STROKE):
        stopped = f"{text}।"
    elif text.endswith("ୋ") and len(text) >= _LEAST_LETTERS:  # hardly any word but the shortest ends in o
        stopped = f"{text[:-1]}େ।"
    else:
        return word
    after = min((other.left for other in row if other.left > word.left), default=ink.shape[1])
    end = min(after - 1, round(word.right + _REACH * letter), ink.shape[1])
    shown = _ends_in_stroke(ink[word.top : word.bottom, word.left : end], letter)
    return replace(word, text=stopped) if shown else word


def _ends_in_stroke(ink: Picture, letter: float) -> bool:
    """Whether the last ink is an upright stroke that stands apart, as high as a letter."""
    dark = ink.max(axis=0, initial=0) > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], dark, [False]]).astype(np.int8)))
    if len(edges) < 4:
        return False
    before, start, end = int(edges[-3]), int(edges[-2]), int(edges[-1])
    stroke = ink[:, start:end]
    rows = np.flatnonzero(stroke.max(axis=1, initial=0))
    high = rows[-1] - rows[0] + 1
    solid = np.count_nonzero(stroke[rows[0] : rows[-1] + 1]) > 0.8 * high * (end - start)
    narrow = end - start <= _WIDEST * letter and start - before >= _APART * letter
    return bool(narrow and high >= _LOWEST * letter and solid)
