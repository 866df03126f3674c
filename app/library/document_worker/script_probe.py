"""Which language an unread page is in, and which way up it stands: by reading a few of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.domain.languages import LANGUAGES, by_code
from app.library.document_worker import language as languages
from app.library.document_worker import light, tesseract

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import Orientation

    Picture = NDArray[np.uint8]

SURE = 74.0
"""Mean confidence that only the right language's model reaches (the others stay below 60)."""

POSSIBLE = 52.0
"""Mean confidence below which a model is reading marks that are not its own."""

_BELIEVED = 2.0
_STRIP_LINES = 4.5
_ENOUGH = 12

# Names of Tesseract's script detection and ISO 15924 codes. It was not taught Gujarati, Gurmukhi or Odia, and
# calls them Latin, Cyrillic or Thai without conviction.
_SCRIPTS = {
    "Latin": "Latn",
    "Devanagari": "Deva",
    "Tamil": "Taml",
    "Telugu": "Telu",
    "Bengali": "Beng",
    "Kannada": "Knda",
    "Malayalam": "Mlym",
    "Gujarati": "Gujr",
    "Gurmukhi": "Guru",
    "Oriya": "Orya",
    "Arabic": "Arab",
    "Cyrillic": "Cyrl",
    "Greek": "Grek",
    "Han": "Hani",
    "Hangul": "Hang",
    "Hebrew": "Hebr",
    "Japanese": "Jpan",
    "Katakana": "Kana",
    "Hiragana": "Hira",
    "Korean": "Kore",
    "Thai": "Thai",
    "Armenian": "Armn",
    "Ethiopic": "Ethi",
    "Georgian": "Geor",
    "Khmer": "Khmr",
    "Lao": "Laoo",
    "Myanmar": "Mymr",
    "Sinhala": "Sinh",
    "Tibetan": "Tibt",
    "Fraktur": "Latf",
}
_UNTAUGHT = ("gu", "pa", "or")


@dataclass(frozen=True, slots=True)
class Probe:
    """What a few lines of a page told.

    Attributes:
        language: ISO 639-1 code of the best model; None when no model of ours could read it.
        confidence: That model's mean confidence on the lines, 0-100.
        upside_down: Whether the page has to be turned by half a turn.
        script: ISO 15924 code of a script that is not ours; None otherwise.
    """

    language: str | None
    confidence: float
    upside_down: bool
    script: str | None = None


def find_language(page: Picture, letter: float) -> Probe:
    """The language of a page and whether it stands on its head.

    Args:
        page: (height, width) grey, rows level.
        letter: Height of its letters in pixels.

    Raises:
        UserFacingError: Tesseract or a language is missing.
    """
    strip = densest_strip(page, letter)
    seen = tesseract.orientation(page)
    foreign = _foreign(seen)
    turned = seen is not None and seen.turn == 180 and seen.turn_confidence > _BELIEVED
    order = _candidates(seen)
    best = _best_of(strip, order, upside_down=turned)
    if best.confidence < POSSIBLE and foreign is None:
        other = _best_of(strip, order, upside_down=not turned)
        best = max(best, other, key=lambda probe: probe.confidence)
    if best.confidence < POSSIBLE:
        return Probe(None, best.confidence, upside_down=False, script=foreign)
    return best


def check_language(page: Picture, letter: float, language: str) -> Probe:
    """Whether a page can be read in the language it is said to be in, and whether it stands on its head.

    Raises:
        UserFacingError: Tesseract or the language is missing.
    """
    strip = densest_strip(page, letter)
    upright, _ = _confidence(strip, language)
    if upright >= SURE:
        return Probe(language, upright, upside_down=False)
    turned, _ = _confidence(_half_turn(strip), language)
    if turned > max(upright + 10, POSSIBLE):
        return Probe(language, turned, upside_down=True)
    return Probe(language, upright, upside_down=False)


def densest_strip(page: Picture, letter: float) -> Picture:
    """The few lines in the middle of the page's print: as wide as the page, a few rows of text high."""
    height = page.shape[0]
    rows = (light.ink(page) > 0).sum(axis=1).astype(np.float64)
    wanted = min(height, max(80, round(_STRIP_LINES * 2.4 * max(letter, 12.0))))
    if wanted == height:
        return page
    # rows with print, not black blocks of a figure or a dark border
    printed = np.where((rows > 0.01 * page.shape[1]) & (rows < 0.5 * page.shape[1]), np.minimum(rows, rows.max()), 0.0)
    start = int(np.convolve(printed, np.ones(wanted), "valid").argmax())
    return np.ascontiguousarray(page[start : start + wanted])


def _best_of(strip: Picture, order: list[str], *, upside_down: bool) -> Probe:
    shown = _half_turn(strip) if upside_down else strip
    best = Probe(None, 0.0, upside_down)
    for code in order:
        confidence, text = _confidence(shown, code)
        if confidence > best.confidence:
            best = Probe(_sibling(code, text), confidence, upside_down)
        if confidence >= SURE:
            break
    return best


def _confidence(strip: Picture, code: str) -> tuple[float, str]:
    """Mean confidence per character of one language's model, and its text; 0 where it reads next to nothing."""
    words = tesseract.read(strip, by_code(code).tesseract)
    text = " ".join(word.text for word in words)
    size = sum(len(word.text) for word in words)
    own = languages.scripts(text)[by_code(code).script]
    if size < _ENOUGH or own < size / 3:
        return 0.0, text
    return sum(word.confidence * len(word.text) for word in words) / size, text


def _sibling(code: str, text: str) -> str:
    """Hindi's model reads Marathi too: the words tell."""
    if code not in ("hi", "mr"):
        return code
    return languages.detect(text, code).language or code


def _candidates(seen: Orientation | None) -> list[str]:
    """Our languages, the likeliest first. Hindi stands for Marathi: both models read both."""
    order = ["en", "hi", *_UNTAUGHT, *(language.code for language in LANGUAGES)]
    if seen is not None and seen.script_confidence > 0.3:
        script = _SCRIPTS.get(seen.script)
        order = [language.code for language in LANGUAGES if language.script == script] + order
    return [code for code in dict.fromkeys(order) if code != "mr"]


def _foreign(seen: Orientation | None) -> str | None:
    if seen is None or seen.script_confidence < _BELIEVED:
        return None
    code = _SCRIPTS.get(seen.script, "Zyyy")
    return None if any(language.script == code for language in LANGUAGES) else code


def _half_turn(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[::-1, ::-1])
