"""Which language an unread page is in, and which way up it stands: by reading a few of its lines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
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
_UPRIGHT = 3.0  # print also tells which way up it stands: noise is called Arabic with 5.6, Cyrillic with 7.8
_TURN_BELIEVED = 4.0
_STRIP_LINES = 4.0
_AT_ONCE = 2
_OSD_LINES = 16.0
_RULE = 20.0  # heights of a letter: longer than a word
_THIN = 0.25  # of its own rectangle that a rule or a grid of rules fills
_AGREED = 64.0
"""Mean confidence that will do where the script detection said so, or could not know."""
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
    seen = tesseract.orientation(densest_strip(page, letter, _OSD_LINES))
    foreign = _foreign(seen)
    turned = seen is not None and seen.turn == 180 and seen.turn_confidence > _TURN_BELIEVED
    order, told = _candidates(seen), _script(seen)
    best = _best_of(strip, order, upside_down=turned, told=told)
    if best.confidence < POSSIBLE:
        # scripts that the detection was not taught it also cannot turn upright
        again = order if foreign is None else list(_UNTAUGHT)
        other = _best_of(strip, again, upside_down=not turned, told=told)
        best = max(best, other, key=lambda probe: probe.confidence)
    if best.confidence < POSSIBLE:
        named = seen is not None and seen.turn_confidence >= _UPRIGHT
        return Probe(None, best.confidence, upside_down=False, script=foreign if named else None)
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


def densest_strip(page: Picture, letter: float, lines: float = _STRIP_LINES) -> Picture:
    """The part of the page with most letters: as wide as the page, about `lines` rows of print high."""
    height = page.shape[0]
    wanted = min(height, max(80, round(lines * 2.2 * max(letter, 12.0))))
    labels, stats = light.shapes(light.ink(page))
    tall, wide = stats[:, 3], stats[:, 2]
    fill = stats[:, 4] / np.maximum(1, tall * wide)
    letters = (tall > 0.4 * letter) & (tall < 1.7 * letter) & (wide < _RULE * letter) & (fill > 0.12)
    letters[0] = False
    rows = letters[labels].sum(axis=1).astype(np.float64)
    ruled = (wide > _RULE * letter) & ((tall < 0.4 * letter) | (fill < _THIN))
    ruled[0] = False
    if ruled.any():  # the rule of a table is read as a row of letters without end
        erased = cv2.dilate(ruled[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        page = np.where(erased, np.uint8(np.percentile(page, 80)), page)
    start = int(np.convolve(rows, np.ones(wanted), "valid").argmax())
    return np.ascontiguousarray(page[_blank_row(rows, start, letter) : _blank_row(rows, start + wanted, letter)])


def _blank_row(rows: NDArray[np.float64], row: int, letter: float) -> int:
    """The emptiest row near a place, so that no line of print is cut in two."""
    reach = round(1.3 * letter) + 1
    first = max(0, row - reach)
    return first + int(rows[first : row + reach].argmin()) if first < len(rows) else len(rows)


def _best_of(strip: Picture, order: list[str], *, upside_down: bool, told: str | None) -> Probe:
    shown = _half_turn(strip) if upside_down else strip
    best = Probe(None, 0.0, upside_down)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while order:
            # the likeliest alone, then two by two: Tesseract runs as a process of its own
            now, order = (
                (order[:1], order[1:]) if best.confidence == 0 and told else (order[:_AT_ONCE], order[_AT_ONCE:])
            )
            for code, (confidence, text) in zip(now, pool.map(lambda code: _confidence(shown, code), now), strict=True):
                if confidence > best.confidence:
                    best = Probe(_sibling(code, text), confidence, upside_down)
            if best.language and best.confidence >= _enough(best.language, told):
                break
    return best


def _enough(code: str, told: str | None) -> float:
    return _AGREED if by_code(code).script == told or code in _UNTAUGHT else SURE


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
    script = _script(seen)
    if script is not None:
        order = [language.code for language in LANGUAGES if language.script == script] + order
    return [code for code in dict.fromkeys(order) if code != "mr"]


def _script(seen: Orientation | None) -> str | None:
    """ISO 15924 code of the script that was detected, if with any conviction."""
    return _SCRIPTS.get(seen.script) if seen is not None and seen.script_confidence > 0.3 else None


def _foreign(seen: Orientation | None) -> str | None:
    if seen is None or seen.script_confidence < _BELIEVED:
        return None
    code = _SCRIPTS.get(seen.script, "Zyyy")
    return None if any(language.script == code for language in LANGUAGES) else code


def _half_turn(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[::-1, ::-1])
