"""Words that limit a number: more than 20, at least half, nearly all, about 5 km, 9 in the morning.

Each language has rows of what stands before a number and of what stands behind it, by what it says; words of one row
say the same, so one may take the place of another. Only words that stand at a number, or at "all", are looked at.
"""

# ruff: noqa: E501 - one row, one line

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from app.checks import contrasts, units
from app.checks.facts import Fact  # noqa: TC001 - nothing to gain from hiding it
from app.domain import sentences
from app.domain.lessons import Change, FactKind, Finding, Severity

# what it says: (before the number, behind it), as patterns of whole phrases; a blank is a blank or a hyphen
_PHRASES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "above": ("more than|over|above|greater than|exceeding|upwards of|in excess of", ""),
        "below": ("less than|fewer than|under|below|lower than|smaller than", ""),
        "about": ("about|around|approximately|approx[.]?|roughly|nearly|almost|circa|close to|~|≈", "or so|approximately"),
        "least": ("at least|no less than|no fewer than|not less than|a minimum of|minimum", "or more|and above|or above|and over|at least"),
        "most": ("at most|up ?to|no more than|not more than|a maximum of|maximum", "or less|or fewer|or below|at most"),
    },
    "hi": {
        "above": ("", "से (?:भी |कुछ |कहीं )?(?:अधिक|ज्यादा|ज़्यादा|ऊपर)"),
        "below": ("", "से (?:भी |कुछ |कहीं )?(?:कम|नीचे)(?! से)"),
        "about": ("लगभग|करीब करीब|करीब|क़रीब|तकरीबन|अंदाजन|~", "के (?:लगभग|करीब|आसपास)"),
        "least": ("कम से कम|न्यूनतम", ""),
        "most": ("अधिक से अधिक|ज्यादा से ज्यादा|ज़्यादा से ज़्यादा|अधिकतम", ""),
    },
    "mr": {
        "above": ("", "(?:पेक्षा(?:ही|सुद्धा)?|ून|हून) (?:जास्त|अधिक)"),
        "below": ("", "(?:पेक्षा(?:ही|सुद्धा)?|ून|हून) कमी"),
        "about": ("सुमारे|जवळपास|जवळजवळ|साधारण|साधारणतः|साधारणपणे|अंदाजे|~", ""),
        "least": ("किमान|कमीत कमी", ""),
        "most": ("कमाल|जास्तीत जास्त", ""),
    },
    "bn": {
        "above": ("", "(?:র|চেয়ে|থেকে)(?:ও)? (?:বেশি|বেশী|অধিক)"),
        "below": ("", "(?:র|চেয়ে|থেকে)(?:ও)? (?:কম|নিচে|নীচে)"),
        "about": ("প্রায়|আনুমানিক|মোটামুটি|~", ""),
        "least": ("অন্তত|অন্ততপক্ষে|কমপক্ষে|ন্যূনতম", ""),
        "most": ("সর্বোচ্চ|বড়জোর|সর্বাধিক|অনধিক", ""),
    },
    "gu": {
        "above": ("", "(?:થી|કરતાં|કરતા)(?: પણ)? (?:વધુ|વધારે|અધિક|ઉપર)"),
        "below": ("", "(?:થી|કરતાં|કરતા)(?: પણ)? (?:ઓછ|નીચે)"),
        "about": ("લગભગ|આશરે|અંદાજે|~", "જેટલ"),
        "least": ("ઓછામાં ઓછ[ાીુોં]*|કમસે કમ", ""),
        "most": ("વધુમાં વધુ|વધારેમાં વધારે|મહત્તમ", ""),
    },
    "pa": {
        "above": ("", "(?:ਤੋਂ|ਨਾਲੋਂ)(?: ਵੀ)? (?:ਵੱਧ|ਵਧੇਰੇ|ਜ਼ਿਆਦਾ|ਜ਼ਿਆਦਾ|ਉੱਪਰ)"),
        "below": ("", "(?:ਤੋਂ|ਨਾਲੋਂ)(?: ਵੀ)? (?:ਘੱਟ(?! ਤੋਂ)|ਹੇਠਾਂ|ਥੱਲੇ)"),
        "about": ("ਲਗਭਗ|ਤਕਰੀਬਨ|ਕਰੀਬ|~", "ਦੇ (?:ਲਗਭਗ|ਕਰੀਬ)"),
        "least": ("ਘੱਟੋ ਘੱਟ|ਘੱਟ ਤੋਂ ਘੱਟ", ""),
        "most": ("ਵੱਧ ਤੋਂ ਵੱਧ|ਵੱਧੋ ਵੱਧ", ""),
    },
    "or": {
        "above": ("", "(?:ରୁ|ଠାରୁ)(?: ମଧ୍ୟ)? (?:ଅଧିକ|ବେଶି|ବେଶୀ|ଊର୍ଦ୍ଧ୍ୱ|ଉପର)"),
        "below": ("", "(?:ରୁ|ଠାରୁ)(?: ମଧ୍ୟ)? (?:କମ୍|କମ|ତଳ)"),
        "about": ("ପ୍ରାୟ|ପାଖାପାଖି|ଆନୁମାନିକ|~", "ପାଖାପାଖି"),
        "least": ("ଅତି କମରେ|ଅନ୍ତତଃ|ଅନ୍ତତ|ଅନ୍ୟୂନ|ସର୍ବନିମ୍ନ", ""),
        "most": ("ସର୍ବାଧିକ|ଅତି ବେଶିରେ|ସର୍ବୋଚ୍ଚ", ""),
    },
    "ta": {
        "above": ("", "க்கு(?:ம்)? ?(?:மேல்|மேற்பட்ட|அதிக)|விட(?:வும்)? (?:அதிக|கூடுதல)"),
        "below": ("", "க்கு(?:ம்)? ?(?:கீழ்|கீழே|குறைவ|குறைந்த)|விட(?:வும்)? குறை"),
        "about": ("சுமார்|ஏறக்குறைய|ஏறத்தாழ|கிட்டத்தட்ட|தோராயமாக|~", ""),
        "least": ("குறைந்தது|குறைந்தபட்சம்|குறைந்த பட்சம்", ""),
        "most": ("அதிகபட்சம்|அதிகபட்சமாக|அதிக பட்சம்", ""),
    },
    "te": {
        "above": ("", "(?:కంటే|కన్నా)(?: కూడా)? (?:ఎక్కువ|అధిక)|పైగా|పైచిలుకు"),
        "below": ("", "(?:కంటే|కన్నా)(?: కూడా)? తక్కువ|లోపు"),
        "about": ("సుమారు|సుమారుగా|దాదాపు|దాదాపుగా|రమారమి|ఇంచుమించు|~", ""),
        "least": ("కనీసం", ""),
        "most": ("గరిష్ఠంగా|గరిష్టంగా|అత్యధికంగా", ""),
    },
    "kn": {
        "above": ("", "(?:ಿಂತಲೂ|ಿಂತ|ಕ್ಕೂ|ಗೂ) (?:ಹೆಚ್ಚ|ಅಧಿಕ|ಮೇಲ)"),
        "below": ("", "(?:ಿಂತಲೂ|ಿಂತ|ಕ್ಕೂ|ಗೂ) (?:ಕಡಿಮೆ|ಕೆಳ)"),
        "about": ("ಸುಮಾರು|ಸರಿಸುಮಾರು|ಅಂದಾಜು|ಬಹುತೇಕ|ಹೆಚ್ಚು ಕಡಿಮೆ|ಹತ್ತಿರ ಹತ್ತಿರ|ಹತ್ತಿರ|~", ""),
        "least": ("ಕನಿಷ್ಠ|ಕನಿಷ್ಟ|ಕನಿಷ್ಠ ಪಕ್ಷ", ""),
        "most": ("ಗರಿಷ್ಠ|ಗರಿಷ್ಟ", ""),
    },
    "ml": {
        "above": ("", "േക്കാ(?:ൾ|ളും) (?:കൂടുതൽ|അധിക|ഏറെ)|ലധികം|ലേറെ|ൽ (?:കൂടുതൽ|അധികം|ഏറെ)|ൽ ?പ്പരം"),
        "below": ("", "േക്കാ(?:ൾ|ളും) (?:കുറ|താഴ)|ൽ (?:കുറ|താഴ)"),
        "about": ("ഏകദേശം|ഏതാണ്ട്|ഉദ്ദേശം|~", "ഓളം|ോളം"),
        "least": ("കുറഞ്ഞത്|ചുരുങ്ങിയത്", ""),
        "most": ("പരമാവധി|കൂടിയത്", ""),
    },
}  # fmt: skip
_LONGEST = 40  # characters before a number in which its limit ends
_FOLLOWING = re.compile(r"(?:\s*[^\s,;:।.!?]+){0,3}")
_HOUR = re.compile(r"\d{1,2}:\d\d")
_TIMES = frozenset({"s", "min", "h", "day", "week", "month", "year", "century"})  # "over 5 years" is within them
_NO_GAP = "(?:\\s+(?:an?|the))?\\s*$"


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limiting word: what it says, and the word as it stands."""

    says: str
    text: str
    start: int


def find(source: str, ours: tuple[Fact, ...], result: str, theirs: tuple[Fact, ...], language: str) -> list[Finding]:
    """Findings about limits that a number lost, gained or changed; a limit said again is none.

    Args:
        source: A sentence of the page, NFC.
        ours: Its facts.
        result: What was made of it, in the same language.
        theirs: The facts of that.
        language: ISO 639-1 code.
    """
    before, after = _limits(source, ours, language), _limits(result, theirs, language)
    lost = list((Counter(limit.says for limit in before) - Counter(limit.says for limit in after)).elements())
    gained = [limit for limit in after if limit.says not in {other.says for other in before}]
    found = []
    for says in lost:
        limit = next(limit for limit in before if limit.says == says)
        other = gained.pop(0) if gained else None
        change = Change.CHANGED if other else Change.MISSING
        text = other.text if other else ""
        found.append(Finding(Severity.AMBER, FactKind.TEXT, change, source=limit.text, result=text))
    found += [Finding(Severity.AMBER, FactKind.TEXT, Change.ADDED, result=limit.text) for limit in gained]
    return found + _periods(source, ours, result, theirs)


def _periods(source: str, ours: tuple[Fact, ...], result: str, theirs: tuple[Fact, ...]) -> list[Finding]:
    """A finding when another span of time without a number took the place of one: "every day" became "every week"."""
    before, after = _spans_of_time(source, ours), _spans_of_time(result, theirs)
    lost = [word for name, word in before.items() if name not in after]
    gained = [word for name, word in after.items() if name not in before]
    if not lost or not gained:
        return []
    return [Finding(Severity.AMBER, FactKind.UNIT, Change.CHANGED, source=lost[0], result=gained[0])]


def _spans_of_time(text: str, facts: tuple[Fact, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start, end in sentences.word_spans(text):
        name = units.period(text[start:end])
        if name and not any(fact.start < end and start < fact.end for fact in facts):
            found.setdefault(name, text[start:end])
    return found


def _limits(text: str, facts: tuple[Fact, ...], language: str) -> list[_Limit]:
    """The limits of a text, each once."""
    found: dict[int, _Limit] = {}
    for fact in facts:
        if fact.kind not in (FactKind.NUMBER, FactKind.UNIT, FactKind.DATE):
            continue
        limits = _at(text, fact.start, fact.end, language)
        if fact.unit in _TIMES:
            limits = [limit for limit in limits if limit.text.casefold() != "over"]
        if fact.unit in ("oclock", "am", "pm") or _HOUR.fullmatch(fact.value):
            limits += _hours(text, fact, language)
        found |= {limit.start: limit for limit in limits}
    for start, end in sentences.word_spans(text):
        if contrasts.is_universal(text[start:end], language):
            found |= {limit.start: limit for limit in _at(text, start, end, language)}
    return [found[start] for start in sorted(found)]


def _at(text: str, start: int, end: int, language: str) -> list[_Limit]:
    """The limits right before and behind the words at start-end."""
    head = text[max(0, start - _LONGEST) : start]
    offset = start - len(head)
    tail = text[start : _FOLLOWING.match(text, end).end()]  # type: ignore[union-attr]  # matches always
    found = []
    for says, (before, behind) in _patterns(language).items():
        if before and (match := before.search(head)):
            found.append(_Limit(says, match[1], offset + match.start(1)))
        if behind and (match := behind.search(tail)):
            found.append(_Limit(says, match[0].strip(), start + match.start()))
    return found


def _hours(text: str, fact: Fact, language: str) -> list[_Limit]:
    """The part of the day beside an hour: "9 in the morning"."""
    spans = sentences.word_spans(text)
    near = [span for span in spans if span[1] <= fact.start][-2:] + [span for span in spans if span[0] >= fact.end][:3]
    found = []
    for start, end in near:
        part = contrasts.part_of_day(text[start:end], language)
        if part is not None:
            found.append(_Limit(f"part of day {part}", text[start:end], start))
    return found


@cache
def _patterns(language: str) -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    return {
        says: (
            re.compile(rf"(?:^|(?<=[\s(,—–-]))({_spaced(before)}){_NO_GAP}", re.IGNORECASE) if before else None,
            re.compile(_spaced(behind), re.IGNORECASE) if behind else None,
        )
        for says, (before, behind) in _PHRASES[language].items()
    }


def _spaced(phrases: str) -> str:
    """The phrases, longest first, with any blank or hyphen between their words; where a blank may lack it may."""
    ordered = phrases if "(" in phrases else "|".join(sorted(phrases.split("|"), key=len, reverse=True))
    return ordered.replace(" ?", "[\\s-]*").replace(" ", "[\\s-]+")
