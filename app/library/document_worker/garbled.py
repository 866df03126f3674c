"""Whether the text layer of a page says what the page shows (pure functions).

Most Indian textbooks in PDF were set in fonts that put Indian letters on Latin codes, or lost the map from glyphs to
letters on the way. Their text layer is gibberish that no later step could notice. Five independent kinds of
evidence are weighed: font names, codes without meaning, encodings read as another, letters that follow each other as
in no language, and letters in an order that cannot be written. Each asks for more than a clean page ever shows:
bullets of symbol fonts, formulas, abbreviations, names and single typing errors stay below.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.library.document_worker import indic_evidence, latin_evidence, legacy_fonts
from app.library.document_worker.language import is_assamese

if TYPE_CHECKING:
    from collections.abc import Sequence

# Bits per letter: good text of any language in Latin letters stays below `_BITS`, short text scatters around it.
_BITS = 4.9
_BITS_SCATTER = 3.0
_BITS_DOUBTED = 4.5
_BITS_OF_LINE = 5.3
_ALL_LATIN = 0.95
_SOME_LATIN = 0.4
_BITS_OF_ENGLISH = 4.1
_FEWEST_LETTERS = 8
_LINE_LETTERS = 12
_BAD_LINES_SHARE = 0.02
_SOME_LINES_SHARE = 0.08
_BAD_LINES_LETTERS = 24
_MANY_LETTERS = 60
_FOREIGN_SHARE = 0.2
_FOREIGN_SIGNS = 6
_UNUSUAL = 0.2
_UNUSUAL_SCATTER = 0.9
_UNUSUAL_FLUENT = 0.06
_BROKEN_FLUENT = 0.01
_FLUENT_LETTERS = 60
_BROKEN_SHARE = 0.03
_BROKEN_SHARE_OF_FEW = 0.12
_HEADLESS_SHARE = 0.01
_MIXED = 5
_BARE_SHARE = 0.15
_JUNK_SHARE = 0.03
_UNMAPPED_SHARE = 0.04
_LEGACY_LETTERS = 8
_LEGACY_SHARE = 0.02
_FONT_LETTERS = 24
_FEWEST_GUESSED = 3
_GUESSED_SHARE = 0.1
_ALL_GUESSED = 0.9
# A code without meaning that was taken for a letter, in a word of Indian ones
_CODE_IN_WORD = r"[\u0904-\u0963\u0971-\u0d7f][{0}]|[{0}][\u0904-\u0963\u0971-\u0d7f]"
_NUMBER = re.compile(r"[\d.,:;()/%–−+-]+")

MOST = 0.3
"""Share of a document from which it is refused as a whole where no picture can be read instead."""

_CID = re.compile(r"\(cid:\d+\)")
# UTF-8 bytes shown as Windows-1252 or Latin-1: a lead byte and what its followers look like
_FOLLOWERS = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(rf"[ÂÃ][{_FOLLOWERS}]|[à-ï][{_FOLLOWERS}]{{2}}|â€")
# Pieces of large brackets and radicals in symbol fonts, and their signs kept at F000 + code
_SYMBOL_PIECES = re.compile("[\uf020-\uf0ff\uf8e0-\uf8ff]")


class GarbledReason(StrEnum):
    """Why a text layer cannot be trusted."""

    LEGACY_FONT = "legacy_font"
    UNMAPPED = "unmapped"
    MOJIBAKE = "mojibake"
    CIPHER = "cipher"
    BROKEN_ORDER = "broken_order"


@dataclass(frozen=True, slots=True)
class FontRun:
    """A stretch of text in one font.

    Attributes:
        font: The font's name in the file; empty when unknown.
        text: The characters, spaces and line ends included.
        unmapped: How many of them mean nothing.
        guessed: Those for which the file gives no meaning; their codes were taken for letters.
    """

    font: str
    text: str
    unmapped: int = 0
    guessed: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one page.

    Attributes:
        garbled: Whether the text must not be used.
        reason: The reason that most of the page gives; None when clean.
        share: Share of the page that the reason applies to, 0 to 1.
    """

    garbled: bool
    reason: GarbledReason | None = None
    share: float = 0.0


_CLEAN = Verdict(garbled=False)


def inspect(runs: Sequence[FontRun], expected: str | None = None) -> Verdict:
    """Judge the text layer of one page.

    Args:
        runs: The page in its own order.
        expected: ISO 639-1 code the page is said to be in; None when unknown.
    """
    text = "".join(run.text for run in runs)
    verdicts = (
        _mojibake(text),
        _unmapped(runs, text),
        _codes_in_words(runs),
        _legacy_fonts(runs),
        _unwritable(text),
        _cipher(text, expected),
    )
    worst = max(verdicts, key=lambda verdict: verdict.share)
    return worst if worst.garbled else _one_font(runs, text)


def inspect_text(text: str, expected: str | None = None) -> Verdict:
    """Judge a text whose fonts are unknown."""
    return inspect((FontRun("", text),), expected)


def script_of(runs: Sequence[FontRun]) -> str | None:
    """ISO 15924 code of the Indian script that most Indian letters of a text layer are in, garbled or not."""
    return indic_evidence.script_of("".join(run.text for run in runs))


def spells_nothing(text: str) -> bool:
    """Whether Latin letters that OCR read are no words: Indian text printed in a font that was not its own.

    Indian letters are not judged: OCR misreads some in ways that no text layer has.
    """
    return _cipher(text, None).garbled


def is_fluent(text: str) -> bool:
    """Whether text that somebody's OCR left behind reads as well as typed text does."""
    latin, indian = latin_evidence.measure(text), indic_evidence.measure(text)
    if latin.letters + indian.pairs < _FLUENT_LETTERS:
        return False
    return (
        (latin.letters < _LINE_LETTERS or latin.bits < _BITS_OF_ENGLISH)
        and (indian.pairs < _LINE_LETTERS or indian.unusual < _UNUSUAL_FLUENT)
        and indian.broken <= _BROKEN_FLUENT * indian.words
    )


def _verdict(reason: GarbledReason, part: float, whole: float) -> Verdict:
    return Verdict(garbled=True, reason=reason, share=min(1.0, part / max(1.0, whole)))


def _unmapped(runs: Sequence[FontRun], text: str) -> Verdict:
    """Codes without meaning: reported by the file's reader, or private, replaced, control and unassigned ones."""
    characters = sum(not character.isspace() for character in text)
    unmapped = sum(run.unmapped for run in runs)
    if unmapped >= 5 and unmapped > _UNMAPPED_SHARE * characters:
        return _verdict(GarbledReason.UNMAPPED, unmapped, characters)
    cids = len(_CID.findall(text))
    if cids >= 3:
        return _verdict(GarbledReason.UNMAPPED, cids * 6, characters)
    # A sign that stands alone is a bullet or an operator of a symbol font, whatever its code
    tokens = text.split()
    junk = [token for token in tokens if len(token) > 1 and any(map(_is_junk, _SYMBOL_PIECES.sub("", token)))]
    lone = sum(token == "\ufffd" for token in tokens)
    private = [token for token in tokens if len(_SYMBOL_PIECES.findall(token)) > 2 and _is_private_word(token)]
    bad = len(junk) + len(private) + lone
    if bad >= 3 and bad > _JUNK_SHARE * len(tokens):
        return _verdict(GarbledReason.UNMAPPED, bad, len(tokens))
    if 0 < len(tokens) < 12 and len(junk) + len(private) > len(tokens) / 3:
        return _verdict(GarbledReason.UNMAPPED, bad, len(tokens))
    return _CLEAN


def _codes_in_words(runs: Sequence[FontRun]) -> Verdict:
    """Indian words with glyphs that the file gives no meaning: no letter of another alphabet is in the same font."""
    words = bad = 0
    for run in runs:
        codes = "".join({character for character in run.guessed if character.isascii() and character.isalpha()})
        words += len(run.text.split())
        bad += len(re.findall(_CODE_IN_WORD.format(codes), run.text)) if codes else 0
    return _verdict(GarbledReason.UNMAPPED, bad, words) if bad else _CLEAN


def _is_junk(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs")


def _is_private_word(token: str) -> bool:
    """Whether symbol-font codes spell a word: several different ones in the range of letters."""
    codes = {ord(c) - 0xF000 for c in token if 0xF000 <= ord(c) < 0xF100}
    return len([code for code in codes if chr(code).isalpha()]) >= 3


def _one_font(runs: Sequence[FontRun], text: str) -> Verdict:
    """A page of good text on which one font, as that of the headings, has lost its map."""
    fonts: dict[str, list[FontRun]] = {}
    for run in runs:
        fonts.setdefault(run.font, []).append(run)
    if len(fonts) < 2 and not any(run.guessed for run in runs):
        return _CLEAN
    for own in fonts.values():
        said = "\n".join(run.text for run in own)
        size = sum(not character.isspace() for character in said)
        if _lost_its_map(said, "".join(run.guessed for run in own), size):
            return _verdict(GarbledReason.UNMAPPED, size, len(text))
        if sum(character.isalpha() for character in said) >= _FONT_LETTERS:
            worst = max((_mojibake(said), _unwritable(said), _cipher(said, None)), key=lambda verdict: verdict.share)
            if worst.garbled:
                return replace(worst, share=worst.share * size / max(1, len(text)))
    return _CLEAN


def _lost_its_map(text: str, guessed: str, size: int) -> bool:
    """Whether a font's codes, taken for letters where the file does not say what they mean, give no words.

    Such codes are right in old files whose fonts have no names for their letters; so they are when they spell words,
    or stand alone.
    """
    wrong = sum(character < "\x80" for character in guessed)
    if wrong < _FEWEST_GUESSED or wrong < _GUESSED_SHARE * size:
        return False
    if len(guessed) < _ALL_GUESSED * size:
        return True  # a word of letters and of codes is none
    tokens = text.split()
    junk = [token for token in tokens if any(map(_is_junk, token))]
    if len(junk) > _GUESSED_SHARE * len(tokens) and len(junk) > 1:
        return True
    words = [token for token in tokens if len(token) > 1 and not _NUMBER.fullmatch(token)]
    evidence = latin_evidence.measure(" ".join(words).lower())
    letters = sum(map(len, words))
    if letters < _FEWEST_GUESSED:
        return False
    plain = 2 * evidence.letters >= letters or evidence.letters >= _LINE_LETTERS
    return not plain or evidence.bits > _BITS_DOUBTED + _BITS_SCATTER / math.sqrt(evidence.letters)


def _mojibake(text: str) -> Verdict:
    found = sum(len(match) for match in _MOJIBAKE.findall(text))
    count = len(_MOJIBAKE.findall(text))
    if count >= 3 and found > 0.005 * len(text):
        return _verdict(GarbledReason.MOJIBAKE, found, len(text))
    return _CLEAN


def _legacy_fonts(runs: Sequence[FontRun]) -> Verdict:
    """Letters in fonts known by name to have their own encoding, unless they read as good English."""
    legacy = " ".join(run.text for run in runs if legacy_fonts.is_legacy(run.font))
    letters = sum(c.isalpha() and c < "\u0900" for c in legacy)
    whole = sum(c.isalpha() for run in runs for c in run.text)
    if letters < _LEGACY_LETTERS or letters < _LEGACY_SHARE * whole:
        return _CLEAN
    evidence = latin_evidence.measure(legacy)
    if evidence.letters >= 40 and evidence.bits < _BITS_OF_ENGLISH:
        return _CLEAN
    return _verdict(GarbledReason.LEGACY_FONT, letters, whole)


def _unwritable(text: str) -> Verdict:
    """Indian letters in impossible order, or following each other as in no language."""
    evidence = indic_evidence.measure(text)
    if not evidence.words:
        return _CLEAN
    share = evidence.broken / evidence.words
    several = evidence.broken >= 3 and share > _BROKEN_SHARE
    # no typing error begins a word with a vowel sign
    several = several or (evidence.headless >= 1 and evidence.broken >= 2 and share > _HEADLESS_SHARE)
    few = evidence.broken + evidence.headless >= 2 and evidence.words < 25 and share > _BROKEN_SHARE_OF_FEW
    bare = evidence.bare_signs > 25 and evidence.bare_signs > _BARE_SHARE * evidence.words
    marks = evidence.broken + evidence.bare_signs + evidence.strange + evidence.glued
    mixed = evidence.broken and evidence.bare_signs and marks >= _MIXED and marks > _BROKEN_SHARE * evidence.words
    if several or few or bare or mixed or evidence.strange or evidence.glued:
        return _verdict(GarbledReason.BROKEN_ORDER, marks, evidence.words)
    unusual = evidence.pairs >= 30 and evidence.unusual > _UNUSUAL + _UNUSUAL_SCATTER / math.sqrt(evidence.pairs)
    if unusual and not is_assamese(text):  # which the letters of Bengali are no measure of
        return _verdict(GarbledReason.CIPHER, evidence.words, evidence.words)
    return _CLEAN


def _cipher(text: str, expected: str | None) -> Verdict:
    """Latin letters that spell no language, over the page or over a good part of its lines."""
    page = latin_evidence.measure(text)
    letters = sum(character.isalpha() for character in text)
    # An Indian page without any Indian letter needs less to be doubted
    doubted = expected not in (None, "en") and page.characters > _ALL_LATIN * letters
    # Some terms and formulas on an Indian page are no sample of a language
    sample = page.characters > _SOME_LATIN * letters or page.letters >= _BAD_LINES_LETTERS
    if sample and _is_surprising(page, _BITS_DOUBTED if doubted else _BITS):
        return _verdict(GarbledReason.CIPHER, page.characters, letters)
    bad = whole = 0
    for line in text.splitlines():
        evidence = latin_evidence.measure(line)
        letters = sum(character.isalpha() for character in line)
        whole += letters
        if max(evidence.letters, evidence.signs) >= _LINE_LETTERS and _is_surprising(evidence, _BITS_OF_LINE):
            bad += max(letters, evidence.characters)
    most = bad > _SOME_LINES_SHARE * whole if bad < _MANY_LETTERS else bad > _BAD_LINES_SHARE * whole
    if bad >= _BAD_LINES_LETTERS and most:
        return _verdict(GarbledReason.CIPHER, bad, whole)
    return _CLEAN


def _is_surprising(evidence: latin_evidence.LatinEvidence, limit: float) -> bool:
    if evidence.signs >= _FOREIGN_SIGNS and evidence.signs > _FOREIGN_SHARE * evidence.characters:
        return True
    if evidence.letters < _FEWEST_LETTERS:
        return False
    return evidence.bits > limit + _BITS_SCATTER / math.sqrt(evidence.letters)
