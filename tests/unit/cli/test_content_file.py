"""A file with key words, questions and plan is read whole and checked, or refused with one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli.content_file import with_file
from app.cli.show import version
from app.domain.errors import UserFacingError
from app.domain.lessons import (
    ChoiceQuestion,
    KeyWord,
    LessonContent,
    LessonPlan,
    LessonVersion,
    Level,
    PlanStep,
    ShortQuestion,
    VersionState,
)

BOILS = "Water boils at 100 °C."
CONTENT = LessonContent(
    "Water",
    "en",
    Level.EASIER,
    6,
    (),
    key_words=(KeyWord("vapour", "water as a gas", "glossary", 2),),
    choice_questions=(ChoiceQuestion("Water boils at ____.", ("0", "4", "37", "100"), 3, BOILS, 1),),
    short_questions=(ShortQuestion("When does water boil?", "At 100 °C.", BOILS, 1),),
    plan=LessonPlan(("Say when water boils.",), ("a pot",), (PlanStep(10, "Boil water."),), ("Ask.",), "Boil an egg."),
)
SHOWN: dict[str, Any] = version(LessonVersion("v", "l", 1, VersionState.DRAFT, CONTENT, (), ""))


def written(folder: Path, data: Any, encoding: str = "utf-8") -> Path:
    file = folder / "parts.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding=encoding)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_lesson_show_wrote_given_back_changes_nothing(tmp_path: Path, encoding: str) -> None:
    assert with_file(CONTENT, written(tmp_path, SHOWN, encoding)) == CONTENT


def test_a_changed_part_keeps_where_it_comes_from_and_a_new_one_is_the_teacher_s(tmp_path: Path) -> None:
    words = [{"term": "vapour", "meaning": "steam"}, {"term": "ice", "meaning": "frozen water"}]
    questions = [
        {"question": "At what heat?", "answer": "100 °C", "evidence": BOILS},
        {"question": "Why?", "answer": ""},
    ]
    changed = with_file(CONTENT, written(tmp_path, {"key_words": words, "short_questions": questions}))
    assert changed.key_words == (KeyWord("vapour", "steam", "glossary", 2), KeyWord("ice", "frozen water", "text"))
    assert [one.passage for one in changed.short_questions] == [1, -1]
    assert (changed.choice_questions, changed.plan) == (CONTENT.choice_questions, CONTENT.plan)


def test_a_question_that_was_taken_out_can_come_back(tmp_path: Path) -> None:
    without = replace(CONTENT, short_questions=()).remembering(CONTENT)
    assert with_file(without, written(tmp_path, SHOWN)).short_questions == CONTENT.short_questions


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "Expected `object`"),
        ({"title": "Water"}, "none of key_words"),
        ({"key_words": [{"term": "ice"}]}, "$.key_words[0]"),
        ({"key_words": [{"term": "ice", "meaning": "", "sense": ""}]}, "sense"),
        (
            {"choice_questions": [{"question": "?", "options": ["a", "b"], "answer": 0}]},
            "$.choice_questions[0].options",
        ),
        (
            {"choice_questions": [{"question": "?", "options": list("abcd"), "answer": 4}]},
            "$.choice_questions[0].answer",
        ),
        ({"short_questions": [{"question": "?", "answer": "", "evidence": "Water boils at 90 °C."}]}, "90 °C"),
        ({"plan": {**SHOWN["plan"], "steps": [{"minutes": "ten", "activity": ""}]}}, "$.plan.steps[0].minutes"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, data: Any, said: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        with_file(CONTENT, written(tmp_path, data))
    assert caught.value.key == "usage.wrong_content"
    assert said in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\xff", b"[" * 100_000, b" " * (5 << 20)])
def test_bytes_that_are_no_such_file_are_one_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "parts.json"
    file.write_bytes(data)
    for path in (file, tmp_path / "gone.json", tmp_path):
        with pytest.raises(UserFacingError, match=r"does not hold parts of a lesson"):
            with_file(CONTENT, path)
