"""What the checks find in the title, key words, questions and plan after a person changed them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.checks import fact_lock
from app.domain.lesson_parts import PLAN, PartChange, part_changes, words
from app.domain.lessons import (
    Change,
    ChoiceQuestion,
    FactKind,
    Finding,
    KeyWord,
    LessonContent,
    Severity,
    ShortQuestion,
)
from app.domain.typed_text import says_something
from app.lesson.checking import check_title, emptied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def check_parts(content: LessonContent) -> tuple[Finding, ...]:
    """Fact lock over every part that differs from the engine's.

    A changed part is held against the engine's wording, and a fact that is new in it may also come from the page: for a
    question from the sentence it rests on, else from any passage. Of the plan, which is the teacher's own, only facts
    that are nowhere on the page are told.
    """
    sources = [passage.source for passage in content.passages if passage.source]
    return check_title(content) + tuple(
        replace(finding, place=change.place)
        for change in part_changes(content)
        if change.after is not None  # to take a question out is not to say something wrong
        for finding in _check(change, sources, content.language)
    )


def _check(change: PartChange, sources: Sequence[str], language: str) -> Iterator[Finding]:
    if change.place == PLAN:
        known = [*sources, words(change.before)]
        for finding in _unsupported(words(change.after), known, language):
            yield replace(finding, severity=Severity.AMBER)
        return
    after = change.after
    support = [after.evidence] if isinstance(after, ChoiceQuestion | ShortQuestion) and after.evidence else sources
    before = _fields(change.before) or [""] * len(_fields(after))
    found = [
        finding
        for old, new in zip(before, _fields(after), strict=True)
        for finding in _compare(old, new, support, language)
    ]
    if isinstance(after, ChoiceQuestion):
        found += _check_options(after)
        found += () if found else _check_answer(change.before, after)
    yield from found


def _fields(item: KeyWord | ChoiceQuestion | ShortQuestion | str | None) -> list[str]:
    """The texts of a part that say something true; the wrong options of a question do not."""
    if item is None:
        return []
    if isinstance(item, str):
        return [item]
    if isinstance(item, KeyWord):
        return [item.term, item.meaning]
    return [item.question, _right(item) if isinstance(item, ChoiceQuestion) else item.answer]


def _right(question: ChoiceQuestion) -> str:
    return question.options[question.answer] if 0 <= question.answer < len(question.options) else ""


def _compare(old: str, new: str, support: Sequence[str], language: str) -> Iterator[Finding]:
    if old == new:
        return
    if says_something(old) and not says_something(new):
        yield emptied(old)
        return
    if not says_something(old):
        yield from _unsupported(new, support, language)
        return
    new_facts = set(_unsupported(new, support, language))
    for finding in fact_lock.compare(old, new, language=language):
        # a negation turns a question round even where the page has one too
        if finding.change is Change.ADDED and finding.kind is not FactKind.NEGATION and finding not in new_facts:
            continue
        yield finding


def _unsupported(text: str, support: Sequence[str], language: str) -> tuple[Finding, ...]:
    """Facts of a text that none of these texts has, as additions."""
    if not fact_lock.facts(text, language):
        return ()
    found = dict.fromkeys(fact_lock.compare("", text, language=language))
    for source in support:
        if not found:
            break
        lost = {finding.result for finding in fact_lock.compare(source, text, language=language)}
        found = {one: None for one in found if one.result in lost}
    return tuple(found)


def _check_options(after: ChoiceQuestion) -> Iterator[Finding]:
    folded = [" ".join(option.casefold().split()) for option in after.options]
    if not all(folded):
        yield Finding(Severity.RED, FactKind.TEXT, Change.MISSING, reason="empty_option")
    twice = next((option for at, option in enumerate(after.options) if folded[at] and folded[at] in folded[:at]), None)
    if twice is not None:
        yield Finding(Severity.RED, FactKind.TEXT, Change.CHANGED, twice, twice, reason="same_options")


def _check_answer(before: object, after: ChoiceQuestion) -> Iterator[Finding]:
    """Another right answer without a fact in it: only a person can say whether the page says so."""
    old, new = _right(before) if isinstance(before, ChoiceQuestion) else "", _right(after)
    if old != new and says_something(new) and new.casefold() not in after.evidence.casefold():
        yield Finding(Severity.AMBER, FactKind.TEXT, Change.NOT_CHECKED, old, new, reason="other_answer")
