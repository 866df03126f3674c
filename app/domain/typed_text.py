"""What people type or paste and what files bring, made fit to be stored, spoken and printed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

T = TypeVar("T")

_LINE_BREAKS = frozenset("\n\t")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Marks that nobody sees: they turn the order of letters, part words, or say something to machines alone.

None of our scripts needs them; a name with one reads as another, and a number with one is no longer a number.
"""
_LOOSE_JOINER = re.compile("(?<![\u0590-\u1fff\u2190-\U0010ffff])[\u200c\u200d]+")
"""Joiners that join nothing: behind a Latin letter, a digit, a space or another joiner."""

_LONG_WORD = 8
"""Letters and signs of one word that can stand for a sentence."""


def without_unseen(text: str) -> str:
    """The text without marks that nobody sees; the joiners that Indian scripts are written with stay."""
    bare = _UNSEEN.sub("", text)
    composed = unicodedata.normalize("NFC", bare)  # it may put another letter before a joiner
    kept = _LOOSE_JOINER.sub("", composed)
    return text if bare == text and kept == composed else unicodedata.normalize("NFC", kept)


def clean(text: str) -> str:
    """The text in NFC without control characters, halves of surrogate pairs and marks that nobody sees.

    Line breaks and tabs stay, and so do the joiners that Indian scripts are written with.
    """
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    kept = (one for one in text if one in _LINE_BREAKS or unicodedata.category(one) != "Cc")
    return unicodedata.normalize("NFC", without_unseen("".join(kept)))


def clean_strings(value: T) -> T:
    """The same dataclass, tuple or text with every text in it cleaned."""
    if isinstance(value, str):
        return cast("T", clean(value))
    if isinstance(value, tuple):
        return cast("T", tuple(clean_strings(one) for one in value))
    if is_dataclass(value) and not isinstance(value, type):
        return cast("T", replace(value, **{one.name: clean_strings(getattr(value, one.name)) for one in fields(value)}))
    return value


def one_line(text: str, longest: int) -> str:
    """The cleaned text with single spaces and at most `longest` characters; empty where no letter or digit is in it."""
    line = " ".join(clean(text).split())[:longest].rstrip()
    return line if says_something(line) else ""


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it: spaces that cannot be seen are no reason and no name."""
    return any(one.isalnum() for one in text)


def explains(text: str) -> bool:
    """Whether it is at least two words, or one long one: "." or "ok" tells nobody later why something is right."""
    said = [word for word in text.split() if says_something(word)]
    return len(said) >= 2 or any(len(word) >= _LONG_WORD for word in said)
