"""The one-page lesson plan: a 40-minute period from the language's own sentence templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.lessons import LessonPlan, Level, PlanStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.lessons import LessonOptions
    from app.lesson.rules.phrasebook import Phrasebook

_MOST_WORDS = 6
_FEWEST_TERMS = 2  # the sentences say "these words"
_LONGEST_TITLE = 80


def make_plan(phrases: Phrasebook, title: str, terms: Sequence[str], options: LessonOptions) -> LessonPlan:
    """The lesson plan.

    Args:
        phrases: Phrasebook of the lesson's language.
        title: Title of the lesson.
        terms: Key words, most important first.
        options: What the teacher asked for.
    """
    templates = phrases.plan
    terms = terms if len(terms) >= _FEWEST_TERMS else ()
    values = {"title": _short(title), "words": join(terms[:_MOST_WORDS], phrases.questions.last_join)}
    conditions = {"", "words" if terms else "no_words", "easiest" if options.level is Level.EASIEST else "not_easiest"}

    def fill(lines: Sequence[str]) -> tuple[str, ...]:
        return tuple(line.format(**values) for line in lines)

    return LessonPlan(
        objectives=fill((*templates.objectives, *(templates.objectives_words if terms else ()))),
        materials=fill(templates.materials),
        steps=tuple(
            PlanStep(step.minutes, step.activity.format(**values))
            for step in templates.steps
            if step.when in conditions
        ),
        assessment=fill((*templates.assessment, *(templates.assessment_words if terms else ()))),
        homework=fill((templates.homework_words if terms else templates.homework,))[0],
    )


def join(items: Sequence[str], last: str) -> str:
    """A list in words: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + last + items[-1]


def _short(title: str) -> str:
    title = " ".join(title.split()).strip('“”"')
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rpartition(" ")[0] + " …"
