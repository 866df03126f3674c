"""Where an engine failed or a level changed nothing, window and command line say so in the same plain sentence."""

from __future__ import annotations

import pytest

from app.cli import show
from app.domain.lessons import LessonContent, Level
from app.domain.messages import MESSAGES
from app.lesson.ai.answers import FELL_BACK, REFUSED, SILENT, STOPPED
from app.lesson.speech import VOICE_FELL_BACK
from app.ui import wording


@pytest.mark.parametrize("note", [FELL_BACK, REFUSED, STOPPED, SILENT, VOICE_FELL_BACK, "already_at_level"])
def test_a_note_about_the_model_is_one_sentence_everywhere(note: str) -> None:
    content = LessonContent("Rivers", "en", Level.EASIER, 6, (), notes=("few_questions", note))
    assert show.remarks(content) == [MESSAGES[f"lesson.{note}"]]
    assert wording.remarks(content)[note] == MESSAGES[f"lesson.{note}"]


def test_a_lesson_without_such_a_note_says_nothing() -> None:
    content = LessonContent("Rivers", "en", Level.EASIER, 6, (), notes=("few_questions",))
    assert show.remarks(content) == []
    assert set(wording.remarks(content)) == {"few_questions"}
