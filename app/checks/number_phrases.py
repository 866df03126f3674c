"""Numbers that several words make together: "three of four parts", "28 degrees below zero", a quarter part."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from app.checks.facts import Fact
from app.domain.lessons import FactKind

# denominator, then this, then numerator; the part word that may follow belongs to neither
_OF_CASE = re.compile(r"(?:ில்|ിൽ|ింట|ింటిలో|ನೇ|ನೆಯ)$")
_OF_WORD = re.compile(r"\s*(?:ভাগের|ভাগ থেকে|ଭାଗରୁ|ଭାଗର|पैकी|ભાગમાંથી)\s+")
_ORDINAL_PART = re.compile(r"\s+(?:వంతు|పాలు|ವಂತು)")
_PART_WORD = re.compile(r"\s+(?:பங்கு|பகுதி|பாக|ಭಾಗ|ಪಾಲು|ഭാഗ|പങ്ക|हिस्स|भाग|ભાગ)")
_SMALL = re.compile(r"\d{1,4}")
_QUARTERS = frozenset({"கால்", "ಕಾಲು", "കാൽ", "पाव", "પા"})  # a leg, a loaf of bread
_BELOW_ZERO_AFTER = re.compile(r"\s*(?:degrees?\s+)?below\s+$")
_FROM_ZERO = re.compile(r"\s*(?:से|ते|पेक्षा|থেকে|થી|ਤੋਂ|ରୁ|நிலைக்கு|కంటే|ಗಿಂತ|ക്ക്)?\s*(?:नीचे|खाली|নিচে|নীচে|નીચે|ਹੇਠਾਂ|ତଳେ)?\s*")
_BELOW = re.compile(r"\s*(?:तक\s+)?(?:नीचे|खाली|নিচে|নীচে|નીચે|ਹੇਠਾਂ|ତଳେ|கீழே|దిగువ|ಕೆಳಗೆ|താഴെ)")


def join(text: str, found: list[Fact]) -> list[Fact]:
    """The numbers of a text with those that say one number together made one.

    Args:
        text: The text in ASCII digits.
        found: Its numbers in reading order, none overlapping another.
    """
    joined: list[Fact] = []
    at = 0
    while at < len(found):
        following = found[at + 1] if at + 1 < len(found) else None
        pair = (_part_of(text, found[at], following) or _below_zero(text, found[at], following)) if following else None
        fact = pair or _one_part(text, found[at])
        if fact:
            joined.append(fact)
        at += 2 if pair else 1
    return joined


def _part_of(text: str, whole: Fact, part: Fact) -> Fact | None:
    """நான்கில் மூன்று, চার ভাগের তিন ভাগ: three of four."""
    if not (_SMALL.fullmatch(whole.value) and _SMALL.fullmatch(part.value) and 0 < int(part.value) < int(whole.value)):
        return None
    gap = text[whole.end : part.start]
    by_case = _OF_CASE.search(whole.text) and gap.isspace()
    if not (_OF_WORD.fullmatch(gap) or (by_case and _follows(text, whole, part))):
        return None
    value = str(Fraction(int(part.value), int(whole.value)))
    return Fact(FactKind.NUMBER, text[whole.start : part.end], value, part.unit, whole.start, part.end)


def _follows(text: str, whole: Fact, part: Fact) -> bool:
    """Whether the case of the whole makes a fraction here; the Kannada ordinal does so before a part word only."""
    return not whole.text.endswith(("ನೇ", "ನೆಯ")) or bool(_PART_WORD.match(text, part.end))


def _one_part(text: str, fact: Fact) -> Fact | None:
    """నాలుగో వంతు, a fourth part; nothing for a "leg" that is no quarter."""
    if fact.text in _QUARTERS:
        return replace(fact, doubtful=False) if _PART_WORD.match(text, fact.end) else None
    if _SMALL.fullmatch(fact.value) and int(fact.value) > 1 and fact.text.endswith(("ో", "వ")):
        part = _ORDINAL_PART.match(text, fact.end)
        if part:
            return replace(fact, value=f"1/{fact.value}", doubtful=False)
    return fact


def _below_zero(text: str, first: Fact, second: Fact) -> Fact | None:
    """28 °C below zero; शून्य से 28 °C नीचे."""
    gap = text[first.end : second.start]
    if second.value == "0" and not first.value.startswith("-") and _BELOW_ZERO_AFTER.fullmatch(gap):
        fact = first
    elif first.value == "0" and not second.value.startswith("-") and _FROM_ZERO.fullmatch(gap):
        below = _BELOW.match(text, second.end) or _BELOW.search(gap)
        if not below:
            return None
        fact = second
    else:
        return None
    start, end = first.start, second.end
    return replace(fact, text=text[start:end], value="-" + fact.value, start=start, end=end)
