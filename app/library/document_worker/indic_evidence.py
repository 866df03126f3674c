"""Whether Indian letters stand in an order that can be written, and follow each other as in a language."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from app.domain.languages import LANGUAGES
from app.library.document_worker.letter_statistics import COMMON_PAIRS, USUAL_SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCKS = {language.block[0]: language.script for language in LANGUAGES if language.script != "Latn"}
_BLOCK_SIZE = 0x80
_FEWEST_LETTERS = 6
_BENGALI, _MALAYALAM = 0x0980, 0x0D00

# The nine blocks share ISCII's order: these places in a block mean the same in each
_VOWEL_PLACES = frozenset((*range(0x05, 0x15), 0x60, 0x61, *range(0x72, 0x78)))
_NASAL_PLACES = frozenset((*range(0x04), 0x70, 0x71, 0x75))  # with Gurmukhi's tippi and addak
_NUKTA_PLACE, _VIRAMA_PLACE = 0x3C, 0x4D
_JOINERS = "\u200c\u200d"
_DOTTED_CIRCLE = "\u25cc"
_DIFFERENT_LETTERS = 3  # endings begin with few
_GLUE = re.compile(r"[(\[\"'“‘]*([a-z])([\u0904-\u0d7f])")
_LATIN_WORD = re.compile(r"\W*[A-Za-z]{3}")
_WORD_SIGNS = frozenset("#$&*<>@\\^_`{|}~¡¢£¤¥¦§¨©ª«¬®¯±²³´µ¶¸¹º»¼½¾¿÷†‡•…‰‹›€™")


class _Kind(Enum):
    """What a character does in a word."""

    LETTER = auto()
    VOWEL = auto()
    SIGN = auto()  # a vowel sign
    NASAL = auto()  # signs that close a syllable
    VIRAMA = auto()
    NUKTA = auto()
    DIGIT = auto()
    FOREIGN = auto()  # a letter of another script, or a sign that stands in no word
    OUTSIDE = auto()  # punctuation


_MARKS = frozenset((_Kind.SIGN, _Kind.NASAL, _Kind.VIRAMA, _Kind.NUKTA))


@dataclass(frozen=True, slots=True)
class IndicEvidence:
    """What was measured on some text.

    Attributes:
        words: Words in Indian scripts.
        broken: Those with letters in an order that cannot be written.
        headless: Those of them that begin with a vowel sign.
        bare_signs: Words of nothing but vowel signs.
        strange: Words with a letter of phonetic or extended Latin right beside an Indian one: a glyph of a lost map.
        glued: Words after a small Latin letter that stands before several Indian ones and nowhere by itself: likewise.
        pairs: Pairs of letters that were looked up.
        unusual: How far the share of common pairs lies below that of good text, 0 to 1.
    """

    words: int
    broken: int
    headless: int
    bare_signs: int
    strange: int
    glued: int
    pairs: int
    unusual: float


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script that most of several Indian letters are in; None for none."""
    counted = Counter(_BLOCKS.get(ord(c) - ord(c) % _BLOCK_SIZE) for c in text if c.isalpha() and c > "\u08ff")
    script, number = max(counted.items(), key=lambda item: item[1], default=(None, 0))
    return script if number >= _FEWEST_LETTERS and 2 * number > counted.total() else None


def measure(text: str) -> IndicEvidence:
    """Measure the words of a text that are in Indian scripts; others are passed over."""
    return measured(unicodedata.normalize("NFC", text).split())


def measured(tokens: Sequence[str]) -> IndicEvidence:
    """Measure words in NFC."""
    words = broken = headless = bare = strange = pairs = 0
    missing = 0.0
    for token in tokens:
        base = _block_of(token)
        if base is None:
            continue
        words += 1
        letters = [c for c in token if c not in _JOINERS]
        strange += any(_is_strange(one, other, base) for one, other in itertools.pairwise(letters))
        kinds = [_kind(c, base) for c in letters]
        inside = [kind for kind in kinds if kind is not _Kind.OUTSIDE]
        if all(kind in _MARKS for kind in inside):
            bare += 1
            continue
        if _is_broken(kinds, base):
            broken += 1
            headless += inside[0] is _Kind.SIGN
        known, number = _common_pairs(letters, base)
        pairs += number
        missing += number * USUAL_SHARE[_BLOCKS[base]] - known
    unusual = missing / pairs if pairs else 0.0
    return IndicEvidence(words, broken, headless, bare, strange, _glued(tokens), pairs, unusual)


def _glued(tokens: Sequence[str]) -> int:
    """Words with a glyph of a lost map before them.

    Variables and units take endings, too ("xનું", "kgની"): they also stand alone, or with a number.
    """
    found: dict[str, list[str]] = {}
    alone: set[str] = set()
    for token in tokens:
        glue = _GLUE.match(token)
        if glue is not None:
            found.setdefault(glue[1], []).append(glue[2])
        elif _block_of(token) is None and not _LATIN_WORD.match(token):
            alone.update(token)
    return sum(
        len(after) for letter, after in found.items() if letter not in alone and len(set(after)) >= _DIFFERENT_LETTERS
    )


def _is_strange(one: str, other: str, base: int) -> bool:
    latin, indian = sorted((one, other))
    return "\u00c0" <= latin < "\u02b0" and latin.isalpha() and base <= ord(indian) < base + _BLOCK_SIZE


def _block_of(token: str) -> int | None:
    """First code point of the Indian block that the first Indian letter of a token stands in."""
    for character in token:
        code = ord(character)
        if 0x0900 <= code < 0x0D80 and character not in "।॥" and not character.isdigit():
            return code - code % _BLOCK_SIZE
    return None


def _kind(character: str, base: int) -> _Kind:
    code = ord(character)
    if character == _DOTTED_CIRCLE:
        return _Kind.LETTER
    if not base <= code < base + _BLOCK_SIZE or character in "।॥":
        foreign = character.isalnum() or character in _WORD_SIGNS or unicodedata.category(character)[0] == "M"
        return _Kind.FOREIGN if foreign and not character.isdecimal() else _Kind.OUTSIDE
    place = code - base
    if character.isdecimal():
        return _Kind.DIGIT
    if unicodedata.category(character)[0] != "M":
        return _Kind.VOWEL if place in _VOWEL_PLACES else _Kind.LETTER
    if place in _NASAL_PLACES:
        return _Kind.NASAL
    return {_NUKTA_PLACE: _Kind.NUKTA, _VIRAMA_PLACE: _Kind.VIRAMA}.get(place, _Kind.SIGN)


def _is_broken(kinds: Sequence[_Kind], base: int) -> bool:
    """Whether a word has signs without a letter to carry them, or foreign signs between its letters."""
    carriers = (_Kind.LETTER, _Kind.VOWEL, _Kind.SIGN, _Kind.NASAL, _Kind.VIRAMA, _Kind.NUKTA)
    before = _Kind.OUTSIDE
    for number, kind in enumerate(kinds):
        if _cannot_follow(before, kind, base):
            return True
        after = kinds[number + 1] if number + 1 < len(kinds) else _Kind.OUTSIDE
        if kind is _Kind.FOREIGN and before in carriers and after in carriers:
            return True
        before = kind
    return False


def _cannot_follow(before: _Kind, kind: _Kind, base: int) -> bool:
    if kind not in _MARKS:
        return False
    if before in (_Kind.OUTSIDE, _Kind.FOREIGN, _Kind.DIGIT):
        return True
    if kind is _Kind.SIGN:
        vowel = before is _Kind.VOWEL and base != _BENGALI
        return before in (_Kind.NASAL, _Kind.SIGN, _Kind.VIRAMA) or vowel
    if kind is _Kind.VIRAMA:
        vowel = before is _Kind.VOWEL and base != _BENGALI  # the open e of Bengali is written so
        sign = before is _Kind.SIGN and base != _MALAYALAM  # and the half u of Malayalam
        return before in (_Kind.NASAL, _Kind.VIRAMA) or vowel or sign
    return kind is _Kind.NASAL and before is _Kind.VIRAMA


def _common_pairs(letters: Sequence[str], base: int) -> tuple[int, int]:
    """Common pairs of a word, and all its pairs."""
    common = COMMON_PAIRS[_BLOCKS[base]]
    inside = [c for c in letters if base <= ord(c) < base + _BLOCK_SIZE and not 0x64 <= ord(c) - base <= 0x6F]
    if len(inside) < 2:
        return 0, 0
    chain = [" ", *inside, " "]
    return sum(a + b in common for a, b in itertools.pairwise(chain)), len(chain) - 1
