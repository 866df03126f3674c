"""Numbers looked at again: one that no other look confirms is marked for the teacher.

Tesseract's confidence does not tell a wrong number from a right one (88 for "[420" where H₂O is printed, 96 for "35"
where 3.5 is). Shown alone, without the rows above and below, and at other sizes, a right number is read the same
again, a wrong one hardly ever: of 19 wrong ones on 22 photos none was confirmed but two that had lost their point,
which the gap between the digits tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.domain.numerals import to_ascii_digits
from app.library.document_worker import light, number_danda, number_form, number_ink, number_shapes, tesseract
from app.library.document_worker.orthography import chemical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

UNCONFIRMED = 50.0
"""The most confidence that a number keeps which no other look confirmed: doubtful."""

_SIZES = (36.0, 26.0, 50.0)  # heights of a letter in pixels, the best first
_MARKER_SURE = 85.0
_FORMULA_SURE = 75.0
_CONFIRMED = 66.0
_HARDLY = 35.0
_MOST = 120
_AGREED = 2
_MANY_DIGITS = 3

# In heights of a letter.
_ROWS = 3.0
_ABOVE = 0.25
_SIDE = 0.12
_MARGIN = 0.5
_REACH = 1.0
_BESIDE, _BESIDE_NUMBER = 0.4, 0.2
_RULE = 0.2
_SHARED = 0.25

# In heights of a digit.
_ABOVE_THE_POINT = 0.8
_POINT_GAP = 0.3
_CELL_GAP, _COMMA = 0.9, 0.3
_PIECE_GAP, _POINTS_GAP = 0.4, 0.75
_SAME = 0.89

_NUMBER = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*")
_PLAIN = re.compile(rf"₹?{_NUMBER.pattern}%?")
_SIGNS = re.compile(r"\D?[0-9.,:]*[0-9][.,:]?[।|]?")
_MARKER = re.compile(r"\(?([0-9]{1,2})[.)]")
_BEFORE_COLON = re.compile(r"[0-9]{1,3}:")
_WITH_ENDING = re.compile(r"([0-9]{2,}(?:[.,][0-9]+)*)[^\x00-\x7f]+")
_LATIN = re.compile("[A-Za-z]{2,8}")
_LETTERS_LIKE_DIGITS = re.compile("[௦-௯]*(?:[கஉஙசஎஅ]|ரு|சு|கூ){1,4}[.,]?|[૦-૯]*[રપ]{1,4}[.,]?")
_STOPS = "।.,;:?!"
_LIKE_RUPEE = frozenset("२७୧")
_WATER, _CARBON = frozenset(("H20", "H2O", "HZO", "H2O0", "HO", "H0")), frozenset(("CO", "CO2", "C02", "COZ", "C0"))


def checked(words: Sequence[RawWord], page: Picture, letter: float, model: str) -> list[RawWord]:
    """The words of a page; numbers that further looks do not confirm have at most the confidence `UNCONFIRMED`.

    Args:
        words: As read.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
        model: Tesseract's name of the page's own model, which alone knows the digits of its script.

    Raises:
        UserFacingError: the English model is missing.
    """
    if letter < 4:
        return list(words)
    ink = light.ink(page)
    found = _with_signs(_without_doubles(words, letter))
    found = [part for word in found for part in _cells(word, ink, letter)]
    markers = _markers(found)
    asked = [place for place, word in enumerate(found) if _is_asked(word) and place not in markers]
    asked = [place for place in asked if found[place].height < _ROWS * letter]
    for place in asked[_MOST:]:
        found[place] = _doubted(found[place])
    asked = asked[:_MOST]
    whole = _whole_words(found, asked, ink, letter)
    seen = _looks(whole, page, ink, letter, model)
    _look_in_rows(found, asked, seen, page, ink, letter)
    for place, word, looks in zip(asked, whole, seen, strict=True):
        judged = _with_rupee(_judged(found[place], word, looks), word, ink)
        settled = _settled(judged, found[place], word, ink, letter)
        row = [other for other in found if other.line == settled.line]
        text, doubtful = number_danda.doubt(settled, row, looks, ink, letter)
        settled = replace(settled, text=text)
        found[place] = _doubted(settled) if doubtful else settled
    found = _with_misread_digits(found, ink)
    for place in _pieces(found, letter):
        found[place] = _doubted(found[place])
    for place in number_form.in_other_digits([word.text for word in found]):
        found[place] = _doubted(found[place])
    return found


def _settled(judged: RawWord, read: RawWord, whole: RawWord, ink: Picture, letter: float) -> RawWord:
    """A number as the looks left it, after what its form and its ink say.

    Args:
        judged: After the looks.
        read: Before them.
        whole: With all of its ink.
        ink: (height, width) of the page.
        letter: Height of the page's letters in pixels.
    """
    if number_form.is_malformed(judged.text):
        return _doubted(judged)
    shapes = number_shapes.verdict(replace(whole, text=judged.text), ink)
    if shapes is number_shapes.Verdict.CONTRADICTS:  # all of its ink may be more than its own
        shapes = number_shapes.verdict(judged, ink)
    if shapes is number_shapes.Verdict.AGREES and ("₹" in read.text or "₹" not in judged.text):
        enough = read.confidence > _HARDLY or sum(map(str.isdecimal, judged.text)) >= _MANY_DIGITS
        sure = enough and _PLAIN.match(to_ascii_digits(judged.text))
        return replace(judged, confidence=max(read.confidence, _CONFIRMED)) if sure else judged
    hides = _hides_point(judged, ink, letter) or _lacks_sign(judged, ink)
    contradicted = shapes is number_shapes.Verdict.CONTRADICTS
    return _doubted(judged) if hides or contradicted else judged


def _with_misread_digits(words: Sequence[RawWord], ink: Picture) -> list[RawWord]:
    """The words of a page in the digits of an Indian script; those that were taken for letters are doubtful.

    English eyes make letters of them, and in Tamil and Gujarati some are letters by their shape.
    """
    digits = [character for word in words for character in word.text if character.isdecimal()]
    zeros = Counter(chr(ord(digit) - unicodedata.decimal(digit)) for digit in digits if not digit.isascii())
    zero, often = max(zeros.items(), key=lambda item: item[1], default=("", 0))
    if 2 * often <= len(digits) or zero not in number_shapes.SCRIPTS:
        return list(words)
    found = []
    for word in words:
        if _LATIN.fullmatch(word.text) and (text := number_shapes.read(word, ink, zero)):
            word = _doubted(replace(word, text=text))
        elif _LETTERS_LIKE_DIGITS.fullmatch(word.text):
            word = _doubted(word)
        found.append(word)
    return found


def _pieces(words: Sequence[RawWord], letter: float) -> set[int]:
    """The places of words that are parts of one number: a comma or a point, and digits right behind it."""
    found = set()
    for place, after in _neighbours(words):
        one, other = words[place], words[after]
        torn = one.text[-1] in ".," and one.text[-2:-1].isdecimal() and other.text[0].isdecimal()
        apart = one.text.isdecimal() and other.text.isdecimal()
        torn = torn or apart or (one.text[-1].isdecimal() and other.text[0] in ".," and other.text[1:2].isdecimal())
        if torn and other.left - one.right < (_POINTS_GAP if apart else _PIECE_GAP) * letter:
            found |= {place, after}
    return found


def _is_number(word: RawWord) -> bool:
    return any(character.isdecimal() for character in word.text)


def _is_asked(word: RawWord) -> bool:
    return _is_number(word) or word.confidence < _HARDLY  # what a model gave up at may be a number


def _doubted(word: RawWord) -> RawWord:
    return replace(word, confidence=min(word.confidence, UNCONFIRMED))


def _without_doubles(words: Sequence[RawWord], letter: float) -> list[RawWord]:
    """Words that share ink with the next one lose the digit that both read: "x4" before "4=" is "x"."""
    found = list(words)
    for place, after in _neighbours(words):
        word, following = found[place], words[after]
        shared = word.right - following.left
        twice = len(word.text) > 1 and word.text[-1] == following.text[:1] and word.text[-1].isdecimal()
        if twice and shared > _SHARED * letter:
            found[place] = replace(word, text=word.text[:-1], width=max(1, following.left - word.left))
    return found


def _with_signs(words: Sequence[RawWord]) -> list[RawWord]:
    """An x between two numbers is a sign of multiplication."""
    found = list(words)
    before = {after: place for place, after in _neighbours(words)}
    for place, after in _neighbours(words):
        last = words[before[place]].text[-1:] if place in before else ""
        if words[place].text in ("x", "X") and last.isdecimal() and words[after].text[:1].isdecimal():
            found[place] = replace(words[place], text="×")
    return found


def _neighbours(words: Sequence[RawWord]) -> list[tuple[int, int]]:
    rows: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        rows[word.line].append(place)
    return [
        pair for row in rows.values() for pair in pairwise(sorted(row, key=lambda place: (words[place].left, place)))
    ]


def _markers(words: Sequence[RawWord]) -> set[int]:
    """Places of list numbers that begin rows and go up by one: their order confirms them."""
    first: dict[tuple[int, int, int], int] = {}
    for place, word in enumerate(words):
        if word.line not in first or word.left < words[first[word.line]].left:
            first[word.line] = place
    values: dict[int, int] = {}
    for place in first.values():
        match = _MARKER.fullmatch(to_ascii_digits(words[place].text))
        if match and words[place].confidence >= _MARKER_SURE:
            values[place] = int(match[1])
    return {place for place, value in values.items() if {value - 1, value + 1} & set(values.values())}


def _looks(words: Sequence[RawWord], page: Picture, ink: Picture, letter: float, model: str) -> list[list[str]]:
    """What is read of each word on its own, size by size until one confirms it."""
    seen: list[list[str]] = [[] for _ in words]
    cuts = [_cut(word, page, ink, letter) for word in words]
    for size in _SIZES:
        open_ = [place for place, word in enumerate(words) if not any(_same(word.text, look) for look in seen[place])]
        for name in dict.fromkeys(("eng", model)):
            asked = [place for place in open_ if name == "eng" or not words[place].text.isascii()]
            answers = [""] * len(asked)
            for word in tesseract.read_lines([light.resized(cuts[place], size / letter) for place in asked], name):
                answers[word.picture] += word.text
            for place, answer in zip(asked, answers, strict=True):
                seen[place].append(answer)
    return seen


def _look_in_rows(
    words: Sequence[RawWord],
    asked: Sequence[int],
    seen: Sequence[list[str]],
    page: Picture,
    ink: Picture,
    letter: float,
) -> None:
    """Look again at numbers before a colon, with the words beside them: a digit and two dots alone look like letters.

    What they are goes to what was `seen`, where every size says the same.
    """
    following = dict(_neighbours(words))
    before = {after: place for place, after in following.items()}
    open_ = []
    for number, place in enumerate(asked):
        word, inside = words[place], place in before and place in following
        sure = word.confidence >= _MARKER_SURE and _BEFORE_COLON.fullmatch(word.text) is not None
        if inside and sure and not any(_same(word.text, look) for look in seen[number]):
            first, last = words[before[place]], words[following[place]]
            row = replace(word, left=first.left, width=last.right - first.left)
            open_.append((number, word.text, _cut(row, page, ink, letter)))
    sizes = _SIZES[:_AGREED]
    read = tesseract.read_lines([light.resized(cut, size / letter) for _, _, cut in open_ for size in sizes], "eng")
    said = Counter((word.picture // len(sizes), word.text) for word in read)
    for place, (number, text, _) in enumerate(open_):
        seen[number] += [text] if said[place, text] == len(sizes) else []


def _whole_words(words: Sequence[RawWord], places: Sequence[int], ink: Picture, letter: float) -> list[RawWord]:
    """Words with all of the ink that their boxes cut through, and with the ink beside them where a model gave up."""
    following = dict(_neighbours(words))
    before = {after: place for place, after in following.items()}
    whole = []
    for place in places:
        word, reach = words[place], round(_REACH * letter)
        dark = np.asarray(ink[word.top : word.bottom].any(axis=0))
        beside = _BESIDE_NUMBER if number_ink.is_number(word) else _BESIDE
        gap = round(beside * letter) if word.confidence < _HARDLY else 0
        first = max(0, word.left - reach, words[before[place]].right + 1 if place in before and gap else 0)
        last = min(
            len(dark), word.right + reach, words[following[place]].left - 1 if place in following and gap else 1 << 30
        )
        left, right = word.left, word.right
        while left > first and dark[max(first, left - 1 - gap) : left].any():
            left -= 1
        while right < last and dark[right : min(last, right + 1 + gap)].any():
            right += 1
        whole.append(replace(word, left=left, width=right - left))
    return whole


def _cut(word: RawWord, page: Picture, ink: Picture, letter: float) -> Picture:
    """A word on its own paper, without what hangs in from the rows above and below."""
    above, side, margin = round(_ABOVE * letter), max(1, round(_SIDE * letter)), max(8, round(_MARGIN * letter))
    area = np.s_[max(0, word.top - above) : word.bottom + above, max(0, word.left - side) : word.right + side]
    cut, marks = page[area].copy(), ink[area]
    paper = float(np.percentile(cut, 90))
    labels, stats = light.shapes(marks)
    middle = (word.top + word.bottom) / 2 - max(0, word.top - above)
    for label, (_left, top, _width, height, _area) in enumerate(stats[1:].tolist(), 1):
        if (top == 0 or top + height >= len(cut)) and not top <= middle <= top + height:
            near = cv2.dilate((labels == label).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
            cut[near & ((labels == label) | (marks == 0))] = round(paper)
    framed = cv2.copyMakeBorder(cut, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(framed, np.uint8)


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(to_ascii_digits(text))


def _same(text: str, look: str) -> bool:
    """Whether a look confirms the numbers of a word.

    In an Indian script noughts alone are rings, which many letters are, and nobody mixes its digits with ours.
    """
    read = _numbers(text)
    native = any(character.isdecimal() and not character.isascii() for character in text)
    if native and (re.search("[0-9]", text) or not set("".join(read)) - set("0.,:/")):
        return False
    if text[0] in ".,:":  # what stood before it is lost
        return False
    ending = None if native else _WITH_ENDING.fullmatch(text)
    return look.startswith(ending[1]) if ending else bool(read) and read == _numbers(look)


def _has_point(text: str, look: str) -> bool:
    """Whether a look saw a point within the digits of a number that has none."""
    read, other = _numbers(text), _numbers(look)
    return len(read) == len(other) == 1 and read[0].isdecimal() and re.sub("[.,]", "", other[0]) == read[0] != other[0]


def _judged(word: RawWord, whole: RawWord, looks: Sequence[str]) -> RawWord:
    """A word as the further looks leave it: confirmed, what they agree on (`whole` is its ink), or doubtful."""
    stop = word.text[-1] if word.text[-1] in _STOPS and len(word.text) > 1 else ""
    formula = _formula(word.text, looks)
    if formula is not None:
        return replace(word, text=formula + stop, confidence=max(word.confidence, _FORMULA_SURE))
    if any(_same(word.text, look) for look in looks) and not any(_has_point(word.text, look) for look in looks):
        plain = _PLAIN.fullmatch(to_ascii_digits(word.text).rstrip(_STOPS)) is not None and word.confidence > _HARDLY
        return replace(word, confidence=max(word.confidence, _CONFIRMED)) if plain else word
    if len(word.text) == 1 and len(looks) >= _AGREED and set(looks) == {"="}:
        return replace(word, text="=", confidence=max(word.confidence, _FORMULA_SURE))
    return _agreed(word, whole, looks) if word.confidence < _HARDLY else _doubted(word)


def _agreed(word: RawWord, whole: RawWord, looks: Sequence[str]) -> RawWord:
    """A word that was given up, with the number that looks agree on; still doubtful where it is quite another.

    Where they agree only that it is a number, one of them shows the teacher where to look.
    """
    numbers = [look.rstrip(_STOPS) for look in looks]
    agreed = [look for look in numbers if len(look) > 1 and _NUMBER.fullmatch(look) and numbers.count(look) >= _AGREED]
    if not agreed:
        likely = [look for look in numbers if len(look) > _AGREED and _NUMBER.fullmatch(look)]
        return replace(word, text=likely[0], confidence=UNCONFIRMED) if len(likely) >= _AGREED else _doubted(word)
    near = _is_number(word) and abs(len(agreed[0]) - len(word.text.rstrip(_STOPS))) <= 1
    stop = word.text[-1] if word.text[-1] in _STOPS and len(word.text) > 1 else ""
    sign = word.text[0] if word.text[0] == "₹" else ""
    return replace(whole, text=sign + agreed[0] + stop, confidence=_CONFIRMED if near else UNCONFIRMED)


def _formula(text: str, looks: Iterable[str]) -> str | None:
    """Water or carbon dioxide, where one reading saw the letters and one the small 2 below the line."""
    bare = [re.sub("[^A-Z0-9]", "", look.upper()) for look in looks]
    own = to_ascii_digits(text).rstrip(_STOPS + ")")
    if chemical(own) == "H2O" or (sum(look in _WATER for look in bare) >= _AGREED):
        small = "2" in own or any("2" in look for look in bare if look in _WATER)
        return "H2O" if small and any(look in _WATER for look in bare) else None
    if chemical(own) == "CO2" or (sum(look in _CARBON for look in bare) >= _AGREED):
        small = own.endswith("2") or any(look in ("CO2", "C02", "COZ") for look in bare)
        return "CO2" if small and any(look in _CARBON for look in bare) else None
    return None


def _hides_point(word: RawWord, ink: Picture, letter: float) -> bool:
    """Whether digits read as one number stand so far apart that a faint point, or a rule, is lost between them.

    The digit 1 has wide gaps of its own, and says nothing.
    """
    text = to_ascii_digits(word.text.strip(_STOPS))
    if not re.fullmatch(r"[0-9.,]{2,}", text):
        return False
    pairs = re.findall("(?=([0-9][.,]?[0-9]))", text)
    strokes, height = _digits(word, ink, letter)
    gaps = [right[0] - left[1] for left, right in pairwise(strokes)]
    if len(gaps) != len(pairs):  # digits that touch
        return max(gaps, default=0) > 2 * _POINT_GAP * height
    plain = [gap for gap, pair in zip(gaps, pairs, strict=True) if pair.isdecimal() and "1" not in pair]
    return max(plain, default=0) > _POINT_GAP * height


def _with_rupee(word: RawWord, whole: RawWord, ink: Picture) -> RawWord:
    """A number with the ₹ that its ink shows and that was read as a digit, as another sign or not at all."""
    if not _SIGNS.fullmatch(to_ascii_digits(word.text)) or "₹" in word.text or not number_ink.is_rupee(word, ink):
        return word
    if _lacks_sign(word, ink):
        return replace(word, text=f"₹{word.text}")
    if not word.text[0].isascii():
        native = word.text[0] in _LIKE_RUPEE and number_shapes.looks_like(whole, ink, word.text[0]) < _SAME
        return _doubted(replace(word, text=f"₹{word.text[1:]}")) if native else word
    return replace(word, text=f"₹{word.text[1:]}") if word.text[0] in "27" or not word.text[0].isdecimal() else word


def _lacks_sign(word: RawWord, ink: Picture) -> bool:
    """Whether more signs stand in a number than were read; the dots of a colon are as high as a small digit."""
    signs = sum(character not in ".," for character in word.text)
    return _SIGNS.fullmatch(to_ascii_digits(word.text)) is not None and number_ink.strokes(word, ink) > signs


def _cells(word: RawWord, ink: Picture, letter: float) -> list[RawWord]:
    """The numbers of two cells of a table that were read as one number."""
    places = [place for place, character in enumerate(word.text) if character.isdecimal()]
    if len(places) < 2 or not re.fullmatch(r"[0-9.,:]+", to_ascii_digits(word.text)):
        return [word]
    strokes, height = _digits(word, ink, letter)
    if len(strokes) != len(places):
        return [word]
    for (place, left), (_, right) in pairwise(zip(places, strokes, strict=True)):
        gap = _CELL_GAP if word.text[place + 1].isdecimal() else _CELL_GAP + _COMMA
        if right[0] - left[1] > gap * height:
            first = replace(word, text=word.text[: place + 1], width=left[1])
            text = word.text[place + 1 :].lstrip(".,:")
            rest = replace(word, text=text, left=word.left + right[0], width=word.width - right[0])
            return [first, *_cells(rest, ink, letter)]
    return [word]


def _digits(word: RawWord, ink: Picture, letter: float) -> tuple[list[tuple[int, int]], int]:
    """First and last + 1 column of each digit in a word of digits, from its left, and their height."""
    marks = _without_rules(ink[word.top : word.bottom, word.left : word.right], letter)
    rows = np.flatnonzero(marks.any(axis=1))
    if not len(rows):
        return [], 0
    height = int(rows[-1] - rows[0] + 1)
    upper = marks[rows[0] : rows[0] + max(1, round(_ABOVE_THE_POINT * height))]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], upper.any(axis=0), [False]]).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True)), height


def _without_rules(marks: Picture, letter: float) -> NDArray[np.bool_]:
    """The ink of a word without the rules of its table."""
    labels, stats = light.shapes(marks)
    flat = (stats[:, cv2.CC_STAT_HEIGHT] < _RULE * letter) & (stats[:, cv2.CC_STAT_WIDTH] > letter)
    flat[0] = True
    return np.asarray(~flat[labels])
