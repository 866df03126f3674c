from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from app.domain.lessons import LessonOptions, Level
from app.lesson.rules.writer import RulesLessonWriter
from tests.lesson_pages import CODES, page, resources, sample_pages, writer

if TYPE_CHECKING:
    from pathlib import Path

    from app.inference.protocols import LessonWriter


def test_it_is_a_lesson_writer_that_uses_no_ai() -> None:
    engine: LessonWriter = writer()
    info = engine.info("hi")
    assert info.name == "rules"
    assert not info.uses_ai
    assert info.fingerprint == RulesLessonWriter(resources()).info("hi").fingerprint
    assert info.fingerprint != engine.info("en").fingerprint


@pytest.mark.parametrize("changed", ["lesson/ta.toml", "glossaries/ta.tsv", "glossaries/everyday-ta.txt"])
def test_the_fingerprint_changes_with_every_data_file(tmp_path: Path, changed: str) -> None:
    for folder in ("lesson", "glossaries"):
        shutil.copytree(resources() / folder, tmp_path / folder)
    before = RulesLessonWriter(tmp_path).info("ta").fingerprint
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    assert RulesLessonWriter(tmp_path).info("ta").fingerprint != before


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("level", [Level.EASIER, Level.EASIEST])
def test_the_plan_fills_a_period_and_names_the_words(language: str, level: Level) -> None:
    source = sample_pages(language)[0]
    words = writer().key_words(source, count=6)
    plan = writer().plan(source, words, options=LessonOptions(level=level))
    text = "\n".join((*plan.objectives, *plan.materials, *(step.activity for step in plan.steps), *plan.assessment))
    assert sum(step.minutes for step in plan.steps) == 40
    assert all(step.minutes > 0 and step.activity for step in plan.steps)
    assert source.title in text
    assert all(word.term in text and word.term in plan.homework for word in words)
    assert "{" not in text + plan.homework


@pytest.mark.parametrize("language", CODES)
def test_a_page_without_key_words_still_has_a_plan(language: str) -> None:
    source = page("# " + "शीर्षक {words} " * 30, language)
    plan = writer().plan(source, (), options=LessonOptions())
    assert sum(step.minutes for step in plan.steps) == 40
    assert plan.objectives
    assert plan.homework


def test_reading_is_guided_sentence_by_sentence_only_at_the_easiest_level() -> None:
    source = sample_pages("en")[0]
    steps = {
        level: [step.activity for step in writer().plan(source, (), options=LessonOptions(level=level)).steps]
        for level in Level
    }
    assert any("one sentence at a time" in activity for activity in steps[Level.EASIEST])
    assert steps[Level.SAME] == steps[Level.EASIER] != steps[Level.EASIEST]


@pytest.mark.parametrize("language", CODES)
def test_one_word_alone_is_not_called_these_words(language: str) -> None:
    source = sample_pages(language)[0]
    words = writer().key_words(source, count=1)
    assert len(words) == 1
    assert writer().plan(source, words, options=LessonOptions()) == writer().plan(source, (), options=LessonOptions())
