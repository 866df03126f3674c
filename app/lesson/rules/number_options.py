"""Wrong numbers that look right: same digits, same grouping, same decimals, same order of magnitude."""

from __future__ import annotations

import hashlib
import math
import re
from decimal import Decimal

from app.domain.numerals import to_ascii_digits, to_native_digits

_NUMBER = re.compile(
    r"(?<![\w.,/:°^-])(?<![–−])\d+(?:,\d+)*(?:\.\d+)?(?![A-Za-z\d°/:²³^%₀-₉]|[.,]\d|[-–−]\s?\d|-[A-Za-z])"
    r"|(?<![\w.,/:°^-])(?<![–−])\d+(?:\.\d+)?(?=\s?%)"
)
_YEARS = range(1000, 2100)
_LAST_YEAR = 2025
_ROUGH = 4  # "about" a number: the next one is at least this part of it away
_OPERATORS = re.compile(r"[=+×÷√<>≤≥±*]|\d\s*[-−–/:]\s*\d")


def askable_numbers(sentence: str) -> tuple[re.Match[str], ...]:
    """The numbers of a sentence that can be asked for; none from sums, ratios and ranges."""
    return () if _OPERATORS.search(sentence) else tuple(_NUMBER.finditer(sentence))


def all_numbers(text: str) -> frozenset[Decimal]:
    """Every number of a text, however written."""
    return frozenset(
        Decimal(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d+)*(?:\.\d+)?", to_ascii_digits(text))
    )


def is_clock_time(written: str) -> bool:
    """Whether the number may be a time of day with a dot (8.30): its neighbours (8.61) are none."""
    hours, dot, minutes = to_ascii_digits(written).partition(".")
    return bool(dot) and len(minutes) == 2 and int(minutes) < 60 and int(minutes) % 5 == 0 and 1 <= int(hours) <= 24


def number_options(
    written: str,
    taken: frozenset[Decimal],
    *,
    most: int | None = None,
    beside: frozenset[Decimal] = frozenset(),
    rough: bool = False,
) -> tuple[str, ...] | None:
    """Four numbers in rising order, one of them `written`; None where no plausible others exist.

    Args:
        written: The number as it stands on the page.
        taken: Numbers of the page: none of them becomes a wrong answer.
        most: Largest value that makes sense (percent, day of the month).
        beside: The other numbers of the sentence: "from 985 to 1014" makes no sense with a number beyond 1014.
        rough: Whether the page says "about": then the options stand further apart.
    """
    plain = to_ascii_digits(written).replace(",", "")
    if len(plain) > 1 and plain[0] == "0" and "." not in plain:
        return None
    value, places = Decimal(plain), len(plain.partition(".")[2])
    below = hashlib.sha256(written.encode()).digest()[0] % 4  # how many wrong answers are smaller
    step = _step(value, written, places)
    if rough:
        step *= max(1, math.ceil(value / (_ROUGH * step)))
    if most is None and len(plain) == len(written) == 4 and value in range(1000, _LAST_YEAR + 1):
        most = _LAST_YEAR  # it may be a year, and the future is no plausible answer
    if most is None and len(plain) == 3:
        most = 999  # a page that writes 1,100 would not write 1000
    floor = max((other for other in beside if other < value), default=Decimal(0))
    ceiling = min((other for other in beside if other > value), default=None)
    smaller = [each for each in _walk(value, -step, taken, most) if each > floor]
    larger = [each for each in _walk(value, step, taken, most) if ceiling is None or each < ceiling]
    below = min(below, len(smaller))
    below = max(below, 3 - len(larger))
    if below > len(smaller):
        return None
    values = sorted((*smaller[:below], value, *larger[: 3 - below]))
    options = tuple(_format(each, written, places) for each in values)
    return options if len(set(options)) == 4 else None


def _step(value: Decimal, written: str, places: int) -> Decimal:
    """How far apart the options are: in the last digit that counts, about a tenth of the value."""
    unit = Decimal(1).scaleb(-places)
    plain = to_ascii_digits(written).replace(",", "")
    if not places:
        unit = Decimal(10) ** (len(plain) - len(plain.rstrip("0"))) if value else Decimal(10)
        if value in _YEARS and len(plain) == len(written):
            return Decimal(100 if value % 100 == 0 else 10 if value % 10 == 0 else 3)
    if value and unit >= value:
        unit /= 10 if unit >= 10 else 1
    return max(unit, (value / 10 // unit) * unit)


def _walk(value: Decimal, step: Decimal, taken: frozenset[Decimal], most: int | None) -> list[Decimal]:
    found: list[Decimal] = []
    at = value
    for _ in range(12):
        at += step
        if at <= 0 or (most is not None and at > most) or len(found) == 3:
            break
        if at not in taken:
            found.append(at)
    return found


def _format(value: Decimal, like: str, places: int) -> str:
    digits = f"{value:.{places}f}"
    whole, dot, rest = digits.partition(".")
    if "," in like:
        whole = _grouped(whole, indian=_is_indian(to_ascii_digits(like)))
    first = next(character for character in like if character.isdigit())
    text = whole + dot + rest
    return text if first.isascii() else to_native_digits(text, ord(first) - int(first))


def _is_indian(written: str) -> bool:
    groups = written.partition(".")[0].split(",")
    return len(groups[0]) < 3 and all(len(group) == 2 for group in groups[1:-1])


def _grouped(whole: str, *, indian: bool) -> str:
    if len(whole) <= 3:
        return whole
    head, tail = whole[:-3], whole[-3:]
    size = 2 if indian else 3
    first = len(head) % size
    groups = ([head[:first]] if first else []) + [head[at : at + size] for at in range(first, len(head), size)]
    return ",".join((*groups, tail))
