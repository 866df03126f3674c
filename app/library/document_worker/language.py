"""Which language and script a text is in: script by code points, then words (pure functions)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from app.domain.documents import PageNote
from app.domain.languages import LANGUAGES

# Script ranges outside our eleven languages, so that a page in one of them is named and not called empty.
# First and last code point, ISO 15924 code; from the Unicode block list.
_OTHER_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0250, 0x02AF, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0700, 0x074F, "Syrc"),
    (0x0750, 0x077F, "Arab"),
    (0x0780, 0x07BF, "Thaa"),
    (0x08A0, 0x08FF, "Arab"),
    (0x0D80, 0x0DFF, "Sinh"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"),
    (0x0F00, 0x0FFF, "Tibt"),
    (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x139F, "Ethi"),
    (0x1780, 0x17FF, "Khmr"),
    (0x1800, 0x18AF, "Mong"),
    (0x1900, 0x194F, "Limb"),
    (0x1C00, 0x1C4F, "Lepc"),
    (0x1C50, 0x1C7F, "Olck"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x3040, 0x309F, "Hira"),
    (0x30A0, 0x30FF, "Kana"),
    (0x3400, 0x9FFF, "Hani"),
    (0xA8E0, 0xA8FF, "Deva"),
    (0xABC0, 0xABFF, "Mtei"),
    (0xAC00, 0xD7AF, "Hang"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"),
    (0x11100, 0x1114F, "Cakm"),
    (0x118A0, 0x118FF, "Wara"),
    (0x1E900, 0x1E95F, "Adlm"),
    (0x20000, 0x2FA1F, "Hani"),
)

# The danda and double danda stand in the Devanagari block and are used by all Brahmic scripts.
_SHARED_SIGNS = frozenset("।॥")

_RANGES: tuple[tuple[int, int, str], ...] = tuple(
    sorted({(*language.block, language.script) for language in LANGUAGES} | set(_OTHER_RANGES))
)
_STARTS = [first for first, _last, _script in _RANGES]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The commonest function words. Hindi and Marathi share a script, as do English and every other Latin-script
# language; the sets hold only words that the sibling does not use as often.
_HINDI = _words(
    "है हैं में और के का की को से पर यह वह ने था थे थी हो कि जो नहीं लिए इस उस भी ही कर किया जाता होता अपने अपनी इसके"
    " उसके हम तुम आप मैं क्या कैसे कौन ये वे हुआ हुई गया गई करते करता करना होते होती बहुत"
)
_MARATHI = _words(
    "आहे आहेत आणि व या हा ही हे ते मध्ये होते होता होती नाही नाहीत साठी करून केले केला केली असते असतात असतो आपल्या आपण"
    " त्या त्याचा त्याची त्याचे मी तू आम्ही तुम्ही काय कसे कोण पण किंवा म्हणून झाला झाली झाले येथे असे अशा येते जाते"
    " करतात सर्व म्हणजे"
)
_NEPALI = _words("छ छन् र मा ले लाई पनि गर्न गर्ने हुन्छ भएको यो त्यो गरेको गर्छ तथा")
_ENGLISH = _words(
    "the of and a to in is you that it he was for on are as with his they i at be this have from or one had by word"
    " but not what all were we when your can said there use an each which she do how their if will up other about out"
    " many then them these so some her would make like him into time has look two more write go see no way could"
    " people my than first been call who its now find long down day did get come made may part our us me am"
    " does why where answer fill give name read draw circle following"
)
_OTHER_LATIN = _words(
    "le la les des et est une dans que pour qui sur der die das und ist nicht ein eine mit den von el los las por con"
    " una para del il che di non per sono da em um uma os ao dos hai mein aur ka ki ke ko se nahi hain yang dan untuk"
)

_WORD = re.compile(r"[^\W\d_]+(?:[\u093c-\u0d4f\u200c\u200d\w]*)", re.UNICODE)
_LANGUAGES_OF_SCRIPT: dict[str, tuple[str, ...]] = {
    script: tuple(language.code for language in LANGUAGES if language.script == script)
    for script in {language.script for language in LANGUAGES}
}
_ENOUGH_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Detected:
    """What a text is written in.

    Attributes:
        language: ISO 639-1 code of one of ours; None when it is none of them or could not be told.
        script: ISO 15924 code of the dominant script; None when there are no letters.
        certain: False when the words did not settle the question.
    """

    language: str | None
    script: str | None
    certain: bool


def script_of(character: str) -> str | None:
    """ISO 15924 code of the script of one letter or vowel sign; None for signs that every script uses."""
    code = ord(character)
    if character in _SHARED_SIGNS or code < 0x41 or 0x2000 <= code <= 0x206F:
        return None
    place = bisect_right(_STARTS, code) - 1
    if place < 0:
        return None
    _first, last, script = _RANGES[place]
    if code > last or unicodedata.category(character)[0] not in "LM":
        return None
    return script


def scripts(text: str) -> Counter[str]:
    """Letters and vowel signs of each script in the text."""
    counts: Counter[str] = Counter()
    for character, number in Counter(text).items():
        script = script_of(character)
        if script is not None:
            counts[script] += number
    return counts


def detect(text: str, expected: str | None = None) -> Detected:
    """The language of a page.

    Args:
        text: The page.
        expected: ISO 639-1 code somebody gave for it; it settles ties between languages of one script.
    """
    counts = scripts(text)
    if not counts:
        return Detected(expected, None, certain=False)
    script = _dominant(counts)
    candidates = _LANGUAGES_OF_SCRIPT.get(script, ())
    if not candidates:
        return Detected(None, script, certain=True)
    enough = counts[script] >= _ENOUGH_LETTERS
    words = Counter(word.lower() for word in _WORD.findall(text))
    language: str | None
    if script == "Deva":
        language, certain = _hindi_or_marathi(words, expected)
    elif script == "Latn":
        language, certain = _english_or_not(words)
        if expected == "en":
            language = "en"
    elif is_assamese(text):
        language, certain = ("bn" if expected == "bn" else None), False
    else:
        language, certain = candidates[0], True
    return Detected(language, script, certain and enough)


def is_assamese(text: str) -> bool:
    """Whether a text in Bengali letters has those of Assamese, a language that is not ours."""
    return text.count("ৰ") + text.count("ৱ") > text.count("র")


def notes(detected: Detected) -> tuple[PageNote, ...]:
    """What the page's badge should say about its language."""
    if detected.script is not None and detected.script not in _LANGUAGES_OF_SCRIPT:
        return (PageNote.UNKNOWN_SCRIPT,)
    if detected.script is not None and not detected.certain:
        return (PageNote.LANGUAGE_UNCERTAIN,)
    return ()


def _dominant(counts: Counter[str]) -> str:
    """The script with most letters; a page of Indian words and English terms is in the Indian language.

    A Latin letter is about as long as half an Indian syllable, and textbooks print English terms in brackets, so
    Indian letters count double. A script that is not ours does not.
    """
    return max(counts, key=lambda script: counts[script] * (2 if _is_indian(script) else 1))


def _is_indian(script: str) -> bool:
    return script != "Latn" and script in _LANGUAGES_OF_SCRIPT


def _hits(words: Counter[str], known: frozenset[str]) -> int:
    return sum(number for word, number in words.items() if word in known)


def _hindi_or_marathi(words: Counter[str], expected: str | None) -> tuple[str, bool]:
    scores = {
        "hi": _hits(words, _HINDI),
        # ळ is a letter of every Marathi page and of no Hindi one; -ाचा/-ाची/-ांना are its commonest endings
        "mr": _hits(words, _MARATHI)
        + sum(
            number
            for word, number in words.items()
            if "ळ" in word or word.endswith(("ाचा", "ाची", "ाचे", "ांना", "ाच्या", "ामध्ये", "णारे"))
        ),
    }
    # Sanskrit is told by its endings, Nepali by its words; both are read as Hindi, and said to be uncertain
    sanskrit = sum(number for word, number in words.items() if word.endswith(("ः", "म्", "ति", "स्य")))
    other = max(_hits(words, _NEPALI), sanskrit)
    best = max(scores, key=lambda code: (scores[code], code == expected, code == "hi"))
    runner_up = min(scores.values())
    if expected in scores and scores[best] - scores[expected] < 3 and scores[best] < 2 * scores[expected] + 3:
        return expected, scores[expected] > 0
    return best, scores[best] > max(runner_up, other)


def _english_or_not(words: Counter[str]) -> tuple[str | None, bool]:
    total = sum(words.values())
    english = _hits(words, _ENGLISH)
    other = _hits(words, _OTHER_LATIN)
    if other > 2 * english and other >= max(3, total * 0.08):
        return None, False
    return "en", english > other and english >= total * 0.12
