"""What a person changed in a lesson, part by part, against what the engine made.

A place is a passage's index, or for the other parts a word: "title", "plan", "key_words.0", "choice_questions.0",
"short_questions.0". The number counts from 0 in the lesson as it stands, or as it was made for what was taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

from app.domain.lessons import ChoiceQuestion, KeyWord, LessonContent, Severity, ShortQuestion, VersionState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.domain.lessons import Finding, LessonPlan, LessonVersion

Item = KeyWord | ChoiceQuestion | ShortQuestion
T = TypeVar("T")

TITLE = "title"
PLAN = "plan"


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part that differs: None where there is none, the text of a title or of a line of the plan, or the item."""

    place: str
    before: Item | str | None
    after: Item | str | None


def changes(content: LessonContent) -> tuple[tuple[int | str, str, str], ...]:
    """Everything a person changed: (place, what the engine wrote, what stands there now)."""
    passages = (
        (index, passage.engine_text, passage.text) for index, passage in enumerate(content.passages) if passage.edited
    )
    parts = ((one.place, words(one.before), words(one.after)) for one in part_changes(content))
    return (*passages, *parts)


def count_lights(content: LessonContent, findings: Sequence[Finding]) -> tuple[int, int, int]:
    """Count green sentences, amber places and red places of a lesson.

    A sentence is a pair of a passage, or a whole passage without pairs; a place is a sentence, a passage, another part
    or the lesson that a finding is about, and has the worst of its findings. A finding about a whole passage leaves
    none of its sentences green.
    """
    worst: dict[tuple[int, int, str], Severity] = {}
    for finding in findings:
        if finding.severity is Severity.RED or worst.get(finding.where) is not Severity.RED:
            worst[finding.where] = finding.severity
    green = 0
    for index, passage in enumerate(content.passages):
        if (index, -1, "") in worst or not (passage.text or passage.source):
            continue
        sentences = range(len(passage.pairs)) if passage.pairs else range(-1, 0)
        green += sum((index, sentence, "") not in worst for sentence in sentences)
    red = sum(severity is Severity.RED for severity in worst.values())
    return green, len(worst) - red, red


def is_taken_back(version: LessonVersion, approved: LessonVersion) -> bool:
    """Whether the newest version waits for a decision with the very words that were approved: that was a mistake."""
    waits = version.state is VersionState.DRAFT and version.number > approved.number
    return waits and version.content == approved.content


def needs_nobody(version: LessonVersion) -> bool:
    """Whether it may be approved unopened: nothing was found in it, and it stands as the engine made it."""
    return not version.findings and not changes(version.content)


def part_changes(content: LessonContent) -> tuple[PartChange, ...]:
    """What differs beside the passages, in the order of the lesson."""
    made = content.made
    if made is None:
        return ()
    found = [PartChange(TITLE, made.title, content.title)] if made.title != content.title else []
    for name, before, after in (
        ("key_words", made.key_words, content.key_words),
        ("choice_questions", made.choice_questions, content.choice_questions),
        ("short_questions", made.short_questions, content.short_questions),
    ):
        found += _items(name, before, after)
    plans = _lines(made.plan), _lines(content.plan)
    found += [PartChange(PLAN, old[1], new[1]) for old, new in _pairs(*plans, same_kind=lambda old, new: True)]
    return tuple(found)


def evidence(content: LessonContent, place: str) -> tuple[str, str]:
    """What a part rests on and what it says: the sentence of the page or else the engine's words, and its words."""
    now = part(content, place)
    if isinstance(now, ChoiceQuestion | ShortQuestion):
        return now.evidence, words(now)
    found = [one for one in part_changes(content) if one.place == place]
    if not found:
        return words(now), words(now)
    return "\n".join(words(one.before) for one in found), "\n".join(words(one.after) for one in found)


def part(content: LessonContent, place: str) -> Item | str | None:
    """The part that stands at a place; None where there is none, and for the plan."""
    if place == TITLE:
        return content.title
    name, _, number = place.partition(".")
    items: Sequence[Item] = getattr(content, name) if number else ()
    return items[int(number)] if number and int(number) < len(items) else None


def words(item: Item | str | None) -> str:
    """A part as plain text, the right option marked."""
    if item is None or isinstance(item, str):
        return item or ""
    if isinstance(item, KeyWord):
        return f"{item.term}: {item.meaning}"
    if isinstance(item, ShortQuestion):
        return f"{item.question}\n{item.answer}"
    options = (f"[{'x' if at == item.answer else ' '}] {option}" for at, option in enumerate(item.options))
    return "\n".join((item.question, *options))


def _items(name: str, before: Sequence[Item], after: Sequence[Item]) -> Iterator[PartChange]:
    for old, new in _pairs(before, after, same_kind=_same_origin):
        yield PartChange(f"{name}.{old[0] if new[1] is None else new[0]}", old[1], new[1])


def _same_origin(old: Item, new: Item) -> bool:
    """Whether one became the other: of what a question rests on nothing can be typed over."""
    if isinstance(old, KeyWord) and isinstance(new, KeyWord):
        return old.term == new.term or old.meaning == new.meaning
    if isinstance(old, KeyWord) or isinstance(new, KeyWord):
        return False
    return (old.evidence, old.passage) == (new.evidence, new.passage)


def _pairs(
    before: Sequence[T], after: Sequence[T], *, same_kind: Callable[[T, T], bool]
) -> Iterator[tuple[tuple[int, T | None], tuple[int, T | None]]]:
    """Pairs (index, old), (index, new) of what differs; None on a side for what came or went."""
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left = list(range(start, end))
        for new in range(first, last):
            old = next((one for one in left if same_kind(before[one], after[new])), None)
            if old is not None:
                left.remove(old)
            yield (-1 if old is None else old, None if old is None else before[old]), (new, after[new])
        for old in left:
            yield (old, before[old]), (-1, None)


def _lines(plan: LessonPlan) -> tuple[str, ...]:
    """A lesson plan as lines: what it says, row by row."""
    steps = (f"{step.minutes} min: {step.activity}" for step in plan.steps)
    return tuple(line for line in (*plan.objectives, *plan.materials, *steps, *plan.assessment, plan.homework) if line)
