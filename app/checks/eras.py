"""Years and centuries before Christ, in eleven languages; a year without a word for its era is one after Christ."""

# ruff: noqa: E501 - one row, one line

from __future__ import annotations

import re
from dataclasses import replace

from app.checks.facts import Fact
from app.domain.lessons import FactKind

BEFORE_CHRIST = "BC"
# a blank stands for a full stop, a blank, both or neither; short forms end there, long ones may be inflected
_SHORT = "ई पू|ई सा पू|ई स पू|इ स पू|ख्रि पू|बी सी ई|बी सी|बीसीई|बीसी|খ্রি পূ|খ্রিঃ পূঃ|খ্রীঃ পূঃ|খৃঃ পূঃ|বিসি|ઈ પૂ|ઇ પૂ|ઈ સ પૂ|ઇ સ પૂ|ਈ ਪੂ|ਈ ਸ ਪੂ|ଖ୍ରୀ ପୂ|ଖ୍ରୀଃ ପୂଃ|ଖ୍ରି ପୂ|கி மு|பொ ஆ மு|క్రీ పూ|సా శ పూ|ಕ್ರಿ ಪೂ|ಸಾ ಶ ಪೂ|ക്രി മു|ബി സി ഇ|ബി സി|ബിസി|പൊ യു മു"
_LONG = (
    "ईसा पूर्व|ईसवी पूर्व|ईस्वी पूर्व|इसवी पूर्व|इसवी सन पूर्व|ई पूर्व|इ स पूर्व|ई स पूर्व|ख्रिस्त पूर्व|ख्रिस्ती पूर्व|পূর্ব খ্রিস্টাব্দ|খ্রিস্ট পূর্ব|খ্রিষ্ট পূর্ব|খ্রীস্ট পূর্ব|খ্রীষ্ট পূর্ব|খৃস্ট পূর্ব|খৃষ্ট পূর্ব|যিশুর জন্মের আগে|ઈસવીસન પૂર્વ|ઈસવી સન પૂર્વ|ઈસવીસન પહેલાં|ઈસુ પૂર્વ|ઈ સ પૂર્વ|ઇ સ પૂર્વ|ઈસા પૂર્વ|ઈસ્વીસન પૂર્વ"
    "|ਈਸਾ ਪੂਰਵ|ਈਸਵੀ ਪੂਰਵ|ਪੂਰਵ ਈਸਵੀ|ਪੂਰਵ ਈਸਾ|ଖ୍ରୀଷ୍ଟ ପୂର୍ବ|ଖ୍ରୀଷ୍ଟାବ୍ଦ ପୂର୍ବ|ଖ୍ରିଷ୍ଟ ପୂର୍ବ|கிறிஸ்துவுக்கு முன்|கிறித்துவுக்கு முன்|கிறிஸ்து பிறப்பதற்கு முன்|క్రీస్తు పూర్వ|క్రీస్తుకు పూర్వ|ಕ್ರಿಸ್ತ ಪೂರ್ವ|ಕ್ರಿಸ್ತನಿಗಿಂತ ಮೊದಲು|ക്രിസ്തുവിന് മുമ്പ്|ക്രിസ്തുവിനു മുമ്പ്|ക്രിസ്തുവിന് മുൻപ്|ക്രിസ്തുവിനു മുൻപ്"
)
_GAP = r"[.॰]?\s?"
_INDIAN = re.compile(
    rf"(?<![\u0900-\u0dff])(?:(?:{_LONG.replace(' ', _GAP)})[\u0900-\u0dff]*"
    rf"|(?:{_SHORT.replace(' ', _GAP)})(?![\u0900-\u0dff])[.॰]?"
    # "ईसा से 300 वर्ष पूर्व"
    r"|ईसा\s+से(?=\s[^।]{1,40}?(?:पूर्व|पहले))|ਈਸਾ\s+ਤੋਂ(?=\s[^।]{1,40}?(?:ਪਹਿਲਾਂ|ਪੂਰਵ)))"
)
# "BC" is a side of a triangle too: only beside a number or a span of years
_ENGLISH = re.compile(
    r"(?<![A-Za-z.])(?:B\.?\s?C\.?\s?E?\.?|[Bb]efore (?:Christ|(?:the )?[Cc]ommon [Ee]ra))(?![A-Za-z])"
)
_BETWEEN = re.compile(r"[\s(]*(?:(?:century|centuries|millennium|millennia|years?|in|सन|सन्)\s+)?")
_BEHIND = re.compile(r"[\s).]*")
_DEVANAGARI_END = "\u0980"


def join(text: str, found: list[Fact]) -> list[Fact]:
    """The numbers of a text, those before Christ with that as part of their unit; eras without a number come last.

    Args:
        text: The text in ASCII digits.
        found: Its numbers in reading order.
    """
    joined = list(found)
    alone = []
    for match in (*_INDIAN.finditer(text), *_ENGLISH.finditer(text)):
        start, end = match.span()
        if any(fact.start < end and start < fact.end for fact in joined):
            continue
        at = _beside(text, joined, start, end)
        if at is not None:
            joined[at] = _before_christ(text, joined[at], start, end)
        elif match.re is _INDIAN:
            alone.append(Fact(FactKind.DATE, match[0], BEFORE_CHRIST, "era", start, end))
    return joined + alone


def _beside(text: str, facts: list[Fact], start: int, end: int) -> int | None:
    """The number that an era belongs to: from Bengal to the south the era stands first."""
    earlier = [at for at, fact in enumerate(facts) if fact.end <= start and _BETWEEN.fullmatch(text, fact.end, start)]
    later = [at for at, fact in enumerate(facts) if end <= fact.start and _BEHIND.fullmatch(text, end, fact.start)]
    both = earlier[-1:] + later[:1]
    return (both[0] if text[start] < _DEVANAGARI_END else both[-1]) if both else None


def _before_christ(text: str, fact: Fact, start: int, end: int) -> Fact:
    first, last = min(fact.start, start), max(fact.end, end)
    unit = f"{BEFORE_CHRIST} {fact.unit}".strip()  # as `units.before` names it
    measured = replace(fact, kind=FactKind.UNIT, unit=unit, start=first, end=last, doubtful=False, is_one=False)
    return replace(measured, text=text[first:last])
