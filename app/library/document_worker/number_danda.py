"""A full stop that was read behind a number: Hindi's model sees one where none is, and a sentence falls in two."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.numerals import to_ascii_digits
from app.library.document_worker import number_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

_NUMBER = re.compile(r"₹?[0-9][0-9.,]*")
_DANDAS = "।|"
_REACH = 1.0  # heights of a letter
# In heights of a digit.
_HIGH = 0.55
_WIDEST_DIGIT = 0.8
_WIDEST_DANDA = 0.45


def doubt(word: RawWord, row: Iterable[RawWord], looks: Iterable[str], ink: Picture, letter: float) -> tuple[str, bool]:
    """The text of a number without a full stop that has no ink, and whether it is doubtful whether one stands there.

    Args:
        word: As read.
        row: The words of its row.
        looks: What further looks at the number read.
        ink: (height, width) of the page, 255.
        letter: Height of the page's letters in pixels.
    """
    bare = word.text[:-1]
    if word.text[-1] not in _DANDAS or not _NUMBER.fullmatch(to_ascii_digits(bare)):
        return word.text, False
    reach = round(_REACH * letter)
    after = min((other.left for other in row if other.left > word.left), default=word.right + reach + 1)
    if after <= word.right:  # the box of the next word may hold it
        return word.text, False
    width = min(word.right + reach, after - 1) - word.left
    found, high = number_shapes.signs(replace(word, width=width), ink)
    tall = [sign.right - sign.left for sign in found if sign.height > _HIGH * high]
    digits = sum(character.isdecimal() or character == "₹" for character in bare)
    if len(tall) < digits or max(tall[:digits]) > _WIDEST_DIGIT * high:
        return word.text, False  # signs that touch
    if len(tall) > digits:
        return word.text, tall[digits] > _WIDEST_DANDA * high
    return (bare, False) if any(to_ascii_digits(look) == to_ascii_digits(bare) for look in looks) else (word.text, True)
