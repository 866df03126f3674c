"""The fact lock: every number, unit, date, formula and negation is in the result, or the reviewer is told.

It compares facts by value, so that digit systems, digit grouping, number words and spellings do not matter. Two rules
keep it from crying wolf: a fact said again in the result is not an addition, and a word that only may be a fact is
compared letter by letter. What it cannot compare is amber, never green.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.checks import (
    contrasts,
    dates,
    eras,
    fact_matching,
    formulas,
    limits,
    names,
    negation,
    numbers,
    rewordings,
    scarcity,
    units,
)
from app.checks.facts import Fact, Taken
from app.domain import numerals, sentences
from app.domain.lessons import Change, FactKind, Finding, Severity

__all__ = ["Fact", "compare", "facts"]

# zero-width and direction marks, soft hyphens; joiners where they join no letters: "1<ZWJ>5" reads 15
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
    "|(?<![\u0900-\u0dff])[\u200c\u200d]|(?<=\\d)[\u200c\u200d]|[\u200c\u200d](?=[\\dA-Za-z])|\u200c(?=\\s|$)"
)
_LONGEST = 5000  # characters; nothing longer is a sentence, and a text without a stop must not hold up a lesson


def facts(text: str, language: str) -> tuple[Fact, ...]:
    """The facts of a text in reading order, with the places where they stand.

    Args:
        text: A sentence or a few, NFC.
        language: ISO 639-1 code.
    """
    plain, places = _squeezed(numerals.to_ascii_digits(text))
    found, taken = dates.find(plain)
    expressions = formulas.find(plain, taken)
    taken.add_facts(expressions)
    quantities = eras.join(plain, numbers.find(plain, language, taken))
    taken.add_facts([fact for fact in quantities if fact.certain])
    found += expressions + quantities + _lone_units(plain, taken) + negation.find(plain, language, taken)
    found.sort(key=lambda fact: (fact.start, fact.end))
    return tuple(_placed(text, fact, places) for fact in found)


def compare(source: str, result: str, *, language: str, result_language: str | None = None) -> tuple[Finding, ...]:
    """What became of the facts of `source` in `result`; empty when every one is there and nothing was added.

    Args:
        source: One sentence of the page.
        result: The sentences made from it, joined.
        language: Language of the source, ISO 639-1 code.
        result_language: Language of the result; None for the same.
    """
    source, result = _visible(source), _visible(result)
    if source == result:
        return ()
    if max(len(source), len(result)) > _LONGEST:
        return (Finding(Severity.AMBER, FactKind.TEXT, Change.NOT_CHECKED, reason="too_long"),)
    spoken = result_language or language
    found = _findings(source, result, language, spoken)
    if (language, spoken) != ("en", "en"):
        return found
    plain = rewordings.one_form(source), rewordings.one_form(result)
    if plain == (source, result):
        return found
    told = _findings(*plain, language, spoken)
    return (found or told) if told else ()


def _findings(source: str, result: str, language: str, spoken: str) -> tuple[Finding, ...]:
    left = fact_matching.Side(source, facts(source, language))
    right = fact_matching.Side(result, facts(result, spoken))
    same_language = spoken == language
    quantities = fact_matching.quantities(left, right, same_language=same_language)
    if same_language and not quantities:
        quantities = limits.find(source, left.facts, result, right.facts, language)
    few = scarcity.find(source, left.facts, result, right.facts, language) if not quantities else []
    return (
        *quantities,
        *fact_matching.negations(left, right, same_language=same_language),
        *((contrasts.find(source, result, language) or few) if same_language else ()),
        *(names.find(source, result) if same_language and language == "en" else ()),
    )


def _visible(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text with each run of white space as one space and nothing invisible, and where its characters stood."""
    hidden = {at for match in _INVISIBLE.finditer(text) for at in range(*match.span())}
    places: list[int] = []
    for at, character in enumerate(text):
        if at not in hidden and not (character.isspace() and places and text[places[-1]].isspace()):
            places.append(at)
    return "".join(" " if text[at].isspace() else text[at] for at in places), [*places, len(text)]


def _placed(text: str, fact: Fact, places: list[int]) -> Fact:
    start, end = places[fact.start], places[fact.end - 1] + 1
    return replace(fact, text=text[start:end], start=start, end=end)


def _lone_units(text: str, taken: Taken) -> list[Fact]:
    """Full names of units that no number stands before ("measured in metres")."""
    found = []
    for start, end in sentences.word_spans(text):
        name = None if taken.overlaps(start, end) else units.alone(text[start:end])
        if name:
            found.append(Fact(FactKind.UNIT, text[start:end], "", name, start, end))
    return found
