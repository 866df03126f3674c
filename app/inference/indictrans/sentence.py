"""One sentence on its way to the model and back."""

from __future__ import annotations

import re

from app.domain import languages
from app.inference.indictrans import normalize, placeholders, transliterate, words
from app.inference.indictrans.placeholders import Protected

VERSION = 3
"""Goes up whenever the text before or after the model changes: part of every cached translation."""

_LONE_VIRAMA = re.compile(r" \u094d ")
_LETTER = re.compile(r"[^\W\d_]")
_PIECE_START = "▁"


def has_words(text: str) -> bool:
    """Whether there is anything to translate: numbers and signs alone are the same in every language."""
    return _LETTER.search(text) is not None


def prepare(text: str, language: str, *, protect: bool = True) -> Protected:
    """The sentence as the model reads it: one spelling, signs apart, Indic scripts in Devanagari.

    Args:
        text: One sentence.
        language: ISO 639-1 code.
        protect: Whether numbers and addresses go under marks.
    """
    plain = normalize.punctuation(text)
    protected = placeholders.protect(plain) if protect else Protected(plain, ())
    if language == "en":
        return Protected(words.tokenize(protected.text, language), protected.originals)
    spelt = words.tokenize(normalize.script(protected.text, language), language)
    return Protected(_LONE_VIRAMA.sub("\u094d", transliterate.to_devanagari(spelt, language)), protected.originals)


def finish(text: str, language: str, originals: tuple[str, ...]) -> str | None:
    """What the model wrote, as people write it.

    Marks are put back last, so that no rule for words touches what stands behind them.

    Returns:
        The text; None where a mark was lost, so that the sentence has to be done again without marks.
    """
    written = words.detokenize(transliterate.from_devanagari(placeholders.canonical(text), language), language)
    return placeholders.restore(written, originals) if originals else written


def tags(source: str, target: str) -> tuple[str, str]:
    """The two tokens before the sentence that tell the model from which language into which."""
    return languages.by_code(source).flores, languages.by_code(target).flores


def join_pieces(pieces: list[str]) -> str:
    """Text of the pieces of a vocabulary."""
    return "".join(pieces).replace(_PIECE_START, " ").strip()
