"""Two words that turn a sentence without a negation: "few plants" is not "plants", "rose to 40" is not "rose by 40"."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from app.checks import negation
from app.checks.facts import Fact, Taken
from app.domain.lessons import Change, FactKind, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

# what says that there is hardly any; and what may take its place
_SCARCE = {
    "en": re.compile(
        r"(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bthese )(?<!\bthose )(?<!\bas )(?<!\blast )(?<!\bnext )(?<!\bfirst )"
        r"(?<!\bpast )(?<!\bevery )(?<!\bsome )(?<!\btheir )(?<!\bits )(?<!\bhis )(?<!\bher )(?<!\bour )(?<!\bmy )"
        r"\bfew\b|\b(?:very|so|too|is|has|have|gets?|receives?|contains?) little\b(?! by)",
        re.IGNORECASE,
    ),
    "hi": re.compile(r"(?<![^\s])(?<!से )(?<!से भी )(?<!से कुछ )(?<!से कहीं )कम(?![^\s,।])(?! से)|गिने-चुने|इक्का-दुक्का"),
}
_ALIKE = {
    "en": re.compile(
        r"\b(?:few|fewer|little|less|least|rare\w*|scarc\w*|hardly|barely|seldom|small|low|limited|lack\w*|short\w*"
        r"|sparse\w*|minimal|only|just)\b",
        re.IGNORECASE,
    ),
    "hi": re.compile("कम|थोड़|घट|गिर|उतर|अल्प|न्यून|छोट|सीमित|विरल|दुर्लभ|मुश्किल|गिने|इक्का|केवल|सिर्फ|मात्र|अभाव|शायद"),
}

_HINDI_CHANGE = r"(?:बढ़(?!कर)|घट(?!कर|ना)|गिर(?!कर)|चढ़(?!कर)|पहुँच(?!कर)|पहुंच(?!कर))"
_ENGLISH_CHANGE = (
    r"\b(?:ris(?:e|es|en|ing)|rose|fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|grow(?:s|n|ing)?|grew|increas\w+|decreas\w+"
    r"|reduc\w+|climb\w*|went (?:up|down)|go(?:es)? (?:up|down)|lower(?:s|ed|ing)|rais(?:e|es|ed|ing)|declin\w+"
    r"|shr(?:ink|inks|ank|unk)|expand\w*)\b"
)
_ABOUT = r"(?: (?:about|nearly|almost|only|over|just))?\s*$"
_BETWEEN = r"(?:[^.;]|[.](?=\d)){0,40}"
# "to" or "by", with what stands right before the number and right behind it
_ENDPOINTS: dict[str, tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]] = {
    "en": (
        ("to", re.compile(rf"{_ENGLISH_CHANGE}{_BETWEEN}\bto{_ABOUT}", re.IGNORECASE), None),
        ("by", re.compile(rf"{_ENGLISH_CHANGE}{_BETWEEN}\bby{_ABOUT}", re.IGNORECASE), None),
    ),
    "hi": (
        ("to", None, re.compile(rf"^\s*तक\s+{_HINDI_CHANGE}")),
        ("to", re.compile(r"(?:बढ़|घट|गिर|चढ़)कर\s+(?:लगभग\s+|करीब\s+)?$"), None),
        ("by", None, re.compile(rf"^\s*(?:से\s+)?{_HINDI_CHANGE}|^\s*की\s+(?:वृद्धि|कमी|बढ़ोतरी|गिरावट)")),
    ),
}  # fmt: skip
_REACH = 80  # characters before a number in which its verb stands


def find(source: str, ours: Sequence[Fact], result: str, theirs: Sequence[Fact], language: str) -> list[Finding]:
    """Findings about "few" that went or came, and about "to" that became "by"; for languages with such words here.

    Args:
        source: A sentence of the page, NFC.
        ours: Its facts.
        result: What was made of it, in the same language.
        theirs: The facts of that.
        language: ISO 639-1 code.
    """
    return [*_scarce(source, result, language), *_endpoints(source, ours, result, theirs, language)]


def _scarce(source: str, result: str, language: str) -> list[Finding]:
    scarce = _SCARCE.get(language)
    if scarce is None:
        return []
    before, after = scarce.search(source), scarce.search(result)
    if before and not after and not _says_it(result, source, language):
        return [Finding(Severity.AMBER, FactKind.TEXT, Change.MISSING, source=before[0])]
    if after and not before and not _says_it(source, result, language):
        return [Finding(Severity.AMBER, FactKind.TEXT, Change.ADDED, result=after[0])]
    return []


def _says_it(text: str, other: str, language: str) -> bool:
    """Whether the text says in other words that there is not much; "a few" says that there is some."""
    plain = re.sub(r"\ba (?:few|little)\b", "", text, flags=re.IGNORECASE) if language == "en" else text
    return bool(_ALIKE[language].search(plain)) or _negations(text, language) > _negations(other, language)


def _negations(text: str, language: str) -> int:
    return len(negation.find(text, language, Taken(len(text))))


def _endpoints(source: str, ours: Sequence[Fact], result: str, theirs: Sequence[Fact], language: str) -> list[Finding]:
    before, after = _by_value(source, ours, language), _by_value(result, theirs, language)
    return [
        Finding(Severity.AMBER, FactKind.TEXT, Change.CHANGED, source=went[1], result=came[1])
        for value, went in before.items()
        if (came := after.get(value)) is not None and went[0].isdisjoint(came[0])
    ][:1]


def _by_value(text: str, facts: Sequence[Fact], language: str) -> dict[str, tuple[set[str], str]]:
    """By number: whether a change ends at it ("to") or is as large as it ("by"), and the number as it stands."""
    found: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for fact in facts:
        if fact.kind not in (FactKind.NUMBER, FactKind.UNIT):
            continue
        head, tail = text[max(0, fact.start - _REACH) : fact.start], text[fact.end : fact.end + _REACH]
        for kind, before, behind in _ENDPOINTS.get(language, ()):
            match = before.search(head) if before else behind.search(tail) if behind else None
            if match:
                found[fact.value].add(kind)
                start = match.start() + match[0].rstrip().rfind(" ") + 1 if before else len(head)
                shown.setdefault(fact.value, f"{head[start:]}{fact.text}{match[0] if behind else ''}")
    return {value: (kinds, shown[value].strip()) for value, kinds in found.items()}
