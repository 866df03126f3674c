"""The key words, questions and plan of a lesson from a JSON file as `lesson show` writes it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from app.domain.errors import UserFacingError
from app.domain.lessons import ChoiceQuestion, KeyWord, LessonContent, LessonPlan, PlanStep, ShortQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LARGEST = 4 << 20
Asked = TypeVar("Asked", ChoiceQuestion, ShortQuestion)


class _KeyWord(Struct, forbid_unknown_fields=True):
    term: str
    meaning: str
    meaning_from: str = "text"


class _Choice(Struct, forbid_unknown_fields=True):
    question: str
    options: tuple[str, str, str, str]
    answer: Annotated[int, Meta(ge=0, le=3)]
    evidence: str = ""


class _Short(Struct, forbid_unknown_fields=True):
    question: str
    answer: str
    evidence: str = ""


class _Step(Struct, forbid_unknown_fields=True):
    minutes: Annotated[int, Meta(ge=0, le=999)]
    activity: str


class _Plan(Struct, forbid_unknown_fields=True):
    objectives: tuple[str, ...]
    materials: tuple[str, ...]
    steps: tuple[_Step, ...]
    assessment: tuple[str, ...]
    homework: str


class _Parts(Struct):
    """Other fields of a lesson may stand beside these, so that what `lesson show` wrote can be given back."""

    key_words: tuple[_KeyWord, ...] | UnsetType = UNSET
    choice_questions: tuple[_Choice, ...] | UnsetType = UNSET
    short_questions: tuple[_Short, ...] | UnsetType = UNSET
    plan: _Plan | UnsetType = UNSET


def with_file(content: LessonContent, path: Path) -> LessonContent:
    """The content with the parts that the file has in place of its own.

    What a word or question rests on cannot be typed over, as in the window: a sentence of the page that is given as
    evidence has to be one that a question of this lesson has or had.

    Raises:
        UserFacingError: the file cannot be read, or does not hold such parts (``usage.wrong_content``).
    """
    parts = _read(path)
    made = content.engine_parts
    if parts.key_words is not UNSET:
        words = tuple(_key_word(one, (*content.key_words, *made.key_words)) for one in parts.key_words)
        content = replace(content, key_words=words)
    if parts.choice_questions is not UNSET:
        choices = (*content.choice_questions, *made.choice_questions)
        asked = (ChoiceQuestion(one.question, one.options, one.answer, one.evidence) for one in parts.choice_questions)
        content = replace(content, choice_questions=tuple(_placed(one, choices, path) for one in asked))
    if parts.short_questions is not UNSET:
        shorts = (*content.short_questions, *made.short_questions)
        given = (ShortQuestion(one.question, one.answer, one.evidence) for one in parts.short_questions)
        content = replace(content, short_questions=tuple(_placed(one, shorts, path) for one in given))
    if parts.plan is not UNSET:
        content = replace(content, plan=_plan(parts.plan))
    return content


def _read(path: Path) -> _Parts:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            _refuse(path, f"more than {_LARGEST >> 20} MB")
        parts = msgspec.json.decode(data.decode(json.detect_encoding(data)), type=_Parts)
    except OSError as error:
        _refuse(path, error.strerror or type(error).__name__)
    except (ValueError, RecursionError) as error:  # msgspec's faults are ValueErrors, and so are wrong bytes
        _refuse(path, str(error))
    if all(getattr(parts, name) is UNSET for name in parts.__struct_fields__):
        _refuse(path, f"none of {', '.join(parts.__struct_fields__)} is in it")
    return parts


def _refuse(path: Path, detail: str) -> NoReturn:
    raise UserFacingError("usage.wrong_content", name=path.name or path, detail=detail)


def _key_word(given: _KeyWord, known: Sequence[KeyWord]) -> KeyWord:
    """The word as it was made, with what is written now; a new one is the teacher's, as one typed in the window."""
    same = [one for one in known if one.term == given.term] or [one for one in known if one.meaning == given.meaning]
    same = [one for one in same if one.meaning == given.meaning] or same
    old = same[0] if same else KeyWord(given.term, given.meaning, "text")
    return replace(old, term=given.term, meaning=given.meaning)


def _placed(asked: Asked, known: Sequence[Asked], path: Path) -> Asked:
    """The question with the passage that its evidence stands in."""
    if not asked.evidence:
        return asked
    places = [one.passage for one in known if one.evidence == asked.evidence]
    if not places:
        _refuse(path, f'"{asked.evidence[:80]}" is the evidence of no question of this lesson')
    return replace(asked, passage=places[0])


def _plan(given: _Plan) -> LessonPlan:
    steps = tuple(PlanStep(one.minutes, one.activity) for one in given.steps)
    return LessonPlan(given.objectives, given.materials, steps, given.assessment, given.homework)
