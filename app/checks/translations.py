"""What can be told of a translation without knowing the languages: whether it is one at all, and of a likely length."""

from __future__ import annotations

import re
import unicodedata

from app.domain import languages

_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
_WORD = re.compile(r"\w+")
_REMARK = re.compile(r"\([^()]*\)")
# a word, not a formula (NaCl) nor the sign of an element (Na)
_LATIN_WORD = re.compile(
    r"(?<![A-Za-z\d])(?!(?:km|cm|mm|nm|kg|mg|ml|am|pm|min|sec)\b)(?:[a-z]{2,}|[A-Za-z][a-z]{2,})\b"
)
_OWN_SHARE = 0.4  # of the letters of a translation, at least, are in the script of its language
_FEWEST_WORDS = 3  # that a translation between neighbours in one script leaves as they are: fewer may be the same
_LONG = 20  # letters of a text whose translation must be about as long
_SHORTEST, _LONGEST = 0.4, 3.0


def needs_translation(text: str, language: str) -> bool:
    """Whether a text has words of its language; numbers, units and formulas are the same in every language.

    Args:
        text: A sentence, a heading or a cell of a table.
        language: ISO 639-1 code.
    """
    plain = _ADDRESS.sub(" ", text)
    if languages.by_code(language).script == "Latn":
        return _LATIN_WORD.search(plain) is not None or (plain.isupper() and len(plain.split()) > 1)
    first, last = languages.by_code(language).block
    return sum(first <= ord(one) <= last and one.isalpha() for one in plain) > 1


def is_untranslated(source: str, result: str, *, language: str, result_language: str) -> bool:
    """Whether `result` is no translation of `source`: empty, in another script, or the source itself."""
    if not needs_translation(source, language):
        return bool(source.strip()) and not result.strip()
    if not any(one.isalnum() for one in result):
        return True
    if result == source and len(source.split()) >= _FEWEST_WORDS:
        return True
    first, last = languages.by_code(result_language).block
    names = {word for word in _WORD.findall(source) if word != word.lower()}
    words = [word for word in _WORD.findall(_ADDRESS.sub(" ", result)) if word not in names]
    letters = [one for word in words for one in word if unicodedata.category(one)[0] == "L"]
    own = sum(first <= ord(one) <= last for one in letters)
    return not letters or own < _OWN_SHARE * len(letters)


def is_oddly_long(source: str, result: str) -> bool:
    """Whether a part may be missing from a translation, or said again and again; explanations in brackets aside."""
    lengths = [sum(unicodedata.category(one)[0] in "LMN" for one in _REMARK.sub("", text)) for text in (source, result)]
    return lengths[0] >= _LONG and not _SHORTEST * lengths[0] <= lengths[1] <= _LONGEST * lengths[0]
