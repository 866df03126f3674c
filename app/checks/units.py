"""Finds the unit that belongs to a number, in symbols and in the words of eleven languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from app.checks import unit_tables as tables
from app.checks.folding import fold_loosely


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the text: canonical name and where it ends (or begins, when it stands before its number)."""

    name: str
    edge: int


_GAP = re.compile(r"[ \u00a0\u202f\u2009]?[-‑]?")
_WIDE_GAP = re.compile(r"\s*[-‑]?\s*")
_DEGREES = re.compile(r"[°º˚]\s?([CFcf](?![A-Za-z]))?|℃|℉")
_SIGN = re.compile(r"[%％٪‰]")
_POINTS = re.compile(r"[\s\-‑]+(?:points?\b|अंक|पॉइंट|পয়েন্ট|পয়েন্ট|પોઇન્ટ|પોઈન્ટ|ਅੰਕ|ପଏଣ୍ଟ|புள்ளி|పాయింట్|ಪಾಯಿಂಟ್|പോയിന്റ്)")
_PERCENTAGE = re.compile(r"\s?percentage[\s\-‑]+points?\b", re.IGNORECASE)
_COMPASS = re.compile(r"\s?([NSEW])(?![A-Za-z])|\s([Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)\b")
_ARC = {"′": "arcmin", "″": "arcsec", "'": "arcmin", "’": "arcmin", '"': "arcsec", "”": "arcsec"}
_AFTER_DEGREES = re.compile(r"[°º˚]\s?\d+(?:\.\d+)?(?:[′'’]\s?\d+(?:\.\d+)?)?$")
_LATIN = re.compile(r"[A-Za-zµμΩ]+(?:'[a-z]+|\.[A-Za-z]+)*")
_INDIC = re.compile(r"[\u0900-\u0963\u0966-\u0dff\u200c\u200d]+(?:\.[\u0900-\u0963\u0966-\u0dff\u200c\u200d]+)*")
_DOTTED = re.compile(r"\.\s?([\u0900-\u0963\u0966-\u0dff\u200c\u200d]{1,6})\.")
_POWER = re.compile(r"[²³]|\^?[23](?!\d|[.,]\d)")
_SLASH = re.compile(r"\s?/\s?")
_NEXT_WORD = re.compile(r"\s+([A-Za-z]+|[\u0900-\u0963\u0966-\u0dff\u200c\u200d]+)")
_CURRENCY_SIGN = re.compile(r"([₹৳$])\s?$")
_WORD_BEFORE = re.compile(
    r"((?:[A-Za-z]+|[\u0900-\u0dff\u200c\u200d]+(?:\.\s?[\u0900-\u0dff\u200c\u200d]+)*)\.?)[\s:]*$"
)
# "10 to 15 up to cm", as Malayalam and Tamil say it
_UP_TO = re.compile(r"\s*(?:വരെ|வரை|వరకు|ವರೆಗೆ|ರವರೆಗೆ)(?=\s)")
_CENT = re.compile(r"\s?cent\b")
_SCALE = re.compile(r"\s([CF])(?![A-Za-z])")
_RUPEE_END = re.compile(r"/[-–—]")
# July, procession, cruelty for the joule with an ending; literature, voltage, percentage
_NO_UNIT = re.compile(
    r"(?:जूल|জূল|જૂલ|ਜੂਲ|ଜୂଲ|ಜೂಲ|జూల)(?!ों|च|मध्|ের|ে$|ન|મ|ર|ରେ|ର$|್$|್ಗ|್ನ).+|(?:लीटर|লীটার|લીટર|ਲੀਟਰ|లీటర|ಲೀಟರ)(?:[ेেેੇేೇ][चচચਚచಚ]|रर|ਰਰ|ರರ|రర|ರೀ|రీ).*"
    r"|(?:वोल्ट|व्होल्ट|ভোল্ট|વોલ્ટ|ਵੋਲਟ|ଭୋଲ୍ଟ|వోల్ట|ವೋಲ್ಟ)[ेেેੇେేೇ][जজજਜଜజಜ].*|లీటర[లస].*|(?:மீட்ட|லீட்ட)(?!ர).*|వోల్టేర.*|टक्केवार.*|ટકાવાર.*|ટકોર.*|ಶೇಕಡಾವಾರ.*"
)
_SHORTEST_STEM = 3
_LONGEST_ENDING = 8
_POWERS = {"²": "2", "2": "2", "^2": "2", "³": "3", "3": "3", "^3": "3"}
_AMBIGUOUS_ALONE = frozenset({"C"})


def _invert(table: dict[str, str]) -> dict[str, str]:
    return {fold_loosely(word): name for name, words in table.items() for word in words.split()}


_SYMBOLS = {symbol: name for name, symbols in tables.SYMBOLS.items() for symbol in symbols.split()}
_METRIC = {
    (prefix + base): " ".join(
        first + second for first in tables.PREFIXES[prefix].split() for second in tables.BASES[base].split()
    )
    for prefix in tables.PREFIXES
    for base in tables.BASES
}
_NAMES = _invert(tables.NAMES) | _invert(tables.BASES) | _invert(_METRIC)
_PERIODICAL = _invert(tables.PERIODICAL)
_EXACT = _invert(tables.SHORT)
_BEFORE = _invert(tables.BEFORE)
_RATE_BEFORE = _invert(tables.RATE_BEFORE)
_SCALES = {name: (base, Fraction(size)) for base, sizes in tables.SCALES.items() for name, size in sizes.items()}
_SQUARE = frozenset(map(fold_loosely, tables.SQUARE.split()))
_CUBIC = frozenset(map(fold_loosely, tables.CUBIC.split()))
_PER = frozenset(map(fold_loosely, tables.PER.split()))


def after(text: str, position: int) -> Unit | None:
    """The unit that follows a number ending at `position`, with "square", powers and "per hour" read along."""
    up_to = _UP_TO.match(text, position)
    if up_to and (unit := _one(text, up_to.end())):
        return rate(text, unit)
    sign = _SIGN.match(text, _WIDE_GAP.match(text, position).end())  # type: ignore[union-attr]  # matches always
    percentage = _PERCENTAGE.match(text, position)
    if percentage:
        return Unit("% points", percentage.end())
    if sign:
        return _with_points(text, Unit("%", sign.end()))
    arc = _ARC.get(text[position : position + 1])
    if arc and (text[position] in "′″" or _AFTER_DEGREES.search(text[max(0, position - 16) : position])):
        return _with_compass(text, Unit(arc, position + 1))
    rupees = _RUPEE_END.match(text, position)
    if rupees:
        return Unit("INR", rupees.end())
    found = _one(text, position)
    return _with_points(text, rate(text, found)) if found else None


def _with_points(text: str, unit: Unit) -> Unit:
    """Percentage points are no per cent of anything."""
    points = _POINTS.match(text, unit.edge) if unit.name == "%" else None
    return Unit("% points", points.end()) if points else unit


def _with_compass(text: str, unit: Unit) -> Unit:
    """20° N, 30 degrees east."""
    found = _COMPASS.match(text, unit.edge)
    return Unit(f"{unit.name} {(found[1] or found[2])[0].upper()}", found.end()) if found else unit


def before(text: str, position: int) -> Unit | None:
    """A currency or "before Christ" that stands before a number beginning at `position`."""
    head = text[max(0, position - 40) : position]
    offset = position - len(head)
    sign = _CURRENCY_SIGN.search(head)
    if sign:
        return Unit(_BEFORE[sign[1]], offset + sign.start())
    word = _WORD_BEFORE.search(head)
    name = _BEFORE.get(_bare(word[1])) if word else None
    return Unit(name, offset + word.start()) if word and name else None


def rate_before(text: str, position: int) -> Unit | None:
    """A unit of time that says "per" before a quantity beginning at `position`: "ঘণ্টায় ৯০ কিমি"."""
    head = text[max(0, position - 40) : position]
    word = _WORD_BEFORE.search(head)
    name = _RATE_BEFORE.get(_bare(word[1])) if word else None
    return Unit(name, position - len(head) + word.start()) if word and name else None


def scale(name: str) -> tuple[str, Fraction] | None:
    """The base unit of a unit and how much of it it is: ("s", 60) for a minute; None when nothing converts."""
    return _SCALES.get(name)


def alone(word: str) -> str | None:
    """The canonical unit when the word is the full name of one that is a fact even without a number."""
    name = _NAMES.get(word.casefold()) if word.isascii() else _by_stem(fold_loosely(word), _NAMES)
    return name if name in tables.ALONE else None


def period(word: str) -> str | None:
    """The canonical name of the span of time that the word names: "week" for "weekly"; a second may be no time."""
    name = _NAMES.get(word.casefold()) if word.isascii() else _by_stem(fold_loosely(word), _NAMES)
    return name if name in tables.PERIODS else _PERIODICAL.get(fold_loosely(word))


def _one(text: str, position: int) -> Unit | None:
    """One unit with its power, no rate."""
    start = _GAP.match(text, position).end()  # type: ignore[union-attr]  # matches always
    degrees = _DEGREES.match(text, start) or _DEGREES.match(text, position)
    if degrees:
        letter = {"℃": "C", "℉": "F"}.get(degrees[0], (degrees[1] or "").upper())
        unit = Unit("deg" + letter, degrees.end())
        return unit if letter else _with_compass(text, unit)
    found = _latin(text, start) or _indic(text, start)
    if found and found.name == "deg":
        scale = _one(text, found.edge) if text[found.edge : found.edge + 1] == " " else None
        return scale if scale and scale.name.startswith("deg") and scale.name != "deg" else _degree_letter(text, found)
    return found


def _degree_letter(text: str, degree: Unit) -> Unit:
    letter = _SCALE.match(text, degree.edge)
    return Unit("deg" + letter[1], letter.end()) if letter else _with_compass(text, degree)


def _latin(text: str, start: int) -> Unit | None:
    match = _LATIN.match(text, start)
    if match is None:
        return None
    word = match[0]
    modifier = word.casefold().removesuffix(".")
    if modifier in _SQUARE | _CUBIC:
        return _with_modifier(text, match.end() + (text[match.end() : match.end() + 1] == "."), modifier in _SQUARE)
    if modifier == "per":
        cent = _CENT.match(text, match.end())
        return Unit("%", cent.end()) if cent else None
    dotted = word.casefold().replace(".", "")
    name = _SYMBOLS.get(word) or _NAMES.get(word.casefold()) or (_SYMBOLS.get(dotted) if "." in word else None)
    if name is None or (name in _AMBIGUOUS_ALONE and text[match.end() : match.end() + 1].isalnum()):
        return None
    return _powered(text, Unit(name, match.end()))


def _indic(text: str, start: int) -> Unit | None:
    match = _INDIC.match(text, start)
    if match is None:
        return None
    end = match.end()
    word = _bare(match[0])
    if word in _SQUARE or word in _CUBIC:
        return _with_modifier(text, end + (text[end : end + 1] == "."), word in _SQUARE)
    dotted = _DOTTED.match(text, end)
    if dotted and _EXACT.get(word + fold_loosely(dotted[1])):  # "कि. मी."
        return _powered(text, Unit(_EXACT[word + fold_loosely(dotted[1])], dotted.end() - 1))
    following = _NEXT_WORD.match(text, end)
    if following:  # "किलो मीटर"
        second = fold_loosely(following[1])
        # "को सुबह" is no कोस: most of the second word has to belong to the name
        joined = _by_stem(word + second, _NAMES, longer_than=len(word) + len(second) // 2)
        if joined:
            return Unit(joined, following.end())
    name = _EXACT.get(word) or _by_stem(word, _NAMES)
    return _powered(text, Unit(name, end)) if name else None


def _with_modifier(text: str, position: int, is_square: bool) -> Unit | None:
    found = _one(text, position)
    return Unit(found.name + ("2" if is_square else "3"), found.edge) if found else None


def _powered(text: str, unit: Unit) -> Unit:
    power = _POWER.match(text, unit.edge)
    return Unit(unit.name + _POWERS[power[0]], power.end()) if power else unit


def rate(text: str, unit: Unit) -> Unit:
    """The unit with "per hour" or "/kg" read along, if that follows its edge."""
    dot = text[unit.edge : unit.edge + 1] == "."
    slash = _SLASH.match(text, unit.edge + dot)
    below = _one(text, slash.end()) if slash else None
    if below is None:
        word = _NEXT_WORD.match(text, unit.edge + dot)
        if word and fold_loosely(word[1]) in _PER:
            below = _one(text, word.end())
    return Unit(f"{unit.name}/{below.name}", below.edge) if below else unit


def _by_stem(word: str, table: dict[str, str], longer_than: int = _SHORTEST_STEM - 1) -> str | None:
    """The unit whose name the word is, or begins with (an inflected Indian name)."""
    if _NO_UNIT.fullmatch(word) and word not in table:
        return None
    for cut in range(len(word), max(longer_than, len(word) - _LONGEST_ENDING - 1), -1):
        found = table.get(word[:cut])
        if found:
            return found
    return None


def _bare(word: str) -> str:
    return fold_loosely(word.replace(".", "").replace("॰", "").replace(" ", ""))
