"""What a voice would leave out of a text, known before anything is spoken."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from app.inference.mms.tokenizer import CharacterTokenizer

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAID = frozenset("%‰&@#§")
"""Punctuation to Unicode, words to a reader."""
_UNHEARD = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\u0c3c\u200b\u200c\u200d\u2060\ufeff\u00ad")
"""Dots below, which only colour a sound, and signs that nobody sees."""


def unspeakable(text: str, vocab: Mapping[str, int]) -> tuple[str, ...]:
    """The pieces of a text that the voice would leave out, each once, in order.

    Digits, letters of other scripts and signs of arithmetic as they stand in the text; of a letter that is only partly
    lost the whole word. Punctuation is not among them: it becomes a pause.

    Args:
        text: As it goes to the voice, numbers already in words.
        vocab: Letters of the voice, from its ``vocab.json``.
    """
    tokenizer = CharacterTokenizer(vocab)
    found: dict[str, None] = {}
    for word in text.split():
        for piece in _pieces(word, tokenizer):
            found[piece] = None
    return tuple(found)


def _pieces(word: str, tokenizer: CharacterTokenizer) -> list[str]:
    pieces = [""]
    for letter in tokenizer.joined(word):
        if _is_lost(letter, tokenizer):
            pieces[-1] += letter
        elif pieces[-1]:
            pieces.append("")
    found = [piece for piece in pieces if piece]
    partly = any(all(unicodedata.category(sign)[0] == "M" for sign in piece) for piece in found)
    return [word] if partly else found


def _is_lost(letter: str, tokenizer: CharacterTokenizer) -> bool:
    said = tokenizer.nearest(letter.lower())
    return not all(part in tokenizer.vocab for part in said) and not _is_silent(letter)


def _is_silent(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter in _UNHEARD or category[0] in "ZC" or (category[0] == "P" and letter not in _SAID)
