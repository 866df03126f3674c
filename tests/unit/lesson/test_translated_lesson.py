"""A whole lesson in another language than its page: one reading, its own questions, its own checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.documents import (
    Block,
    BlockKind,
    Box,
    Document,
    Line,
    Page,
    PageNote,
    PageText,
    Quality,
    ReadMethod,
    Word,
)
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, ignore_progress
from app.domain.lesson_parts import needs_nobody
from app.domain.lessons import (
    ChoiceQuestion,
    KeyWord,
    LessonContent,
    LessonOptions,
    LessonVersion,
    Level,
    Passage,
    SentencePair,
    Severity,
    ShortQuestion,
    VersionState,
)
from app.lesson.checking import check_passage, check_reading
from app.lesson.part_checking import check_parts
from app.lesson.pipeline import Draft, LessonPipeline
from app.lesson.tasks import LESSON_TASKS, WorkerLessonWriter
from app.lesson.translators import Translators
from app.store.cache import StepCache
from app.store.steps import StepRunner
from tests.in_process import InProcessWorker
from tests.interpreter import NAME, Interpreter, say, stay_silent

SENTENCES = (
    "Water boils at 100 °C.",
    "The heat of the Sun changes water into vapour.",
    "The river is 2,525 km long.",
    "Evaporation is the change of water into vapour.",
    "Plants do not make food without water.",
    "A family of 5 people uses 675 litres of water.",
    "Two plants are long.",
)
HINDI = LessonOptions(language="hi")


def document(*, doubtful: str = "", language: str | None = "en") -> Document:
    boxes = [Box(0.1, at / 10, 0.9, at / 10 + 0.05) for at in range(len(SENTENCES) + 1)]
    words = [
        tuple(Word(word, box, 30.0 if word == doubtful else 97.0) for word in text.split())
        for text, box in zip(SENTENCES, boxes, strict=False)
    ]
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, text, (Line(text, box, its_words),), box)
        for text, its_words, box in zip(SENTENCES, words, boxes, strict=False)
    )
    heading = Block(BlockKind.HEADING, "Water and heat", (), boxes[-1], level=1)
    notes = (PageNote.DOUBTFUL_WORDS,) if doubtful else ()
    text = PageText((heading, *blocks), ReadMethod.OCR, Quality.GOOD, language=language, script="Latn", notes=notes)
    return Document("d", "Water", (), language, "", 1, (Page("p", "d", 0, 0, 0, text=text),))


class Desk:
    def __init__(self, folder: Path) -> None:
        self.cache = StepCache(folder / "cache")
        self.steps = StepRunner(self.cache)
        self.light = InProcessWorker(LESSON_TASKS)
        self.room = Interpreter(folder)
        self.pipeline = LessonPipeline(
            WorkerLessonWriter(cast(Any, self.light)), self.steps, translators=Translators(cast(Any, self.room))
        )

    def make(self, page: Document, options: LessonOptions = HINDI) -> Draft:
        return self.pipeline.make(page, options, ignore_progress, CancelToken())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.cache.close()


def test_the_lesson_is_whole_in_its_language_and_says_who_translated_it(desk: Desk) -> None:
    content = desk.make(document()).content
    assert (content.title, content.language, content.page_language) == (say("Water and heat"), "hi", "en")
    assert [pair.source for passage in content.passages[1:] for pair in passage.pairs] == list(SENTENCES)
    assert content.translated_by == NAME
    assert content.uses_ai
    assert NAME in content.engine
    shown = " ".join(passage.text for passage in content.passages)
    asked: tuple[ChoiceQuestion | ShortQuestion, ...] = (*content.choice_questions, *content.short_questions)
    assert asked
    for question in asked:
        assert question.evidence in shown
        assert set(re.findall("[A-Za-z]+", question.question)) <= {"km", "litres", "C"}
    for word in content.key_words:
        assert word.term in shown
    assert any("\u0900" <= letter <= "\u097f" for letter in content.plan.homework)


def test_one_reading_serves_every_language_and_nothing_is_done_twice(desk: Desk) -> None:
    own = desk.make(document(), LessonOptions()).content
    assert (own.language, own.source_language, own.translated_by) == ("en", "", "")
    assert desk.room.asked == []
    simplified = desk.light.count("lesson.simplify")
    first = desk.make(document())
    assert desk.light.count("lesson.simplify") == simplified
    calls = len(desk.room.asked)
    assert desk.make(document()) == first
    assert len(desk.room.asked) == calls


def test_the_languages_are_those_that_can_be_made_and_another_is_refused_by_name(desk: Desk) -> None:
    assert desk.pipeline.languages(document()) == ("en", "hi")
    with pytest.raises(UserFacingError) as caught:
        desk.make(document(), LessonOptions(language="ta"))
    assert caught.value.key == "lesson.no_language"
    assert "Tamil" in str(caught.value)
    assert desk.pipeline.fingerprint(document(), LessonOptions(language="ta")) == ""
    assert desk.light.count("lesson.simplify") == 0


def test_another_translator_gives_another_lesson(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    own, hindi = (desk.pipeline.fingerprint(document(), options) for options in (LessonOptions(), HINDI))
    assert own in hindi
    assert own != hindi
    desk.make(document())
    calls = len(desk.room.asked)
    monkeypatch.setattr("app.inference.indictrans.sentence.VERSION", 99)
    assert desk.pipeline.fingerprint(document(), LessonOptions()) == own
    assert desk.pipeline.fingerprint(document(), HINDI) != hindi
    desk.make(document())
    assert len(desk.room.asked) == 2 * calls


def test_nothing_is_asked_about_what_stayed_in_the_language_of_the_page(desk: Desk) -> None:
    desk.room.spoils = {"river": stay_silent}
    draft = desk.make(document())
    (red,) = [one for one in draft.findings if one.severity is Severity.RED]
    assert (red.reason, red.passage) == ("not_translated", 3)
    assert draft.content.passages[3].text == SENTENCES[2]
    version = LessonVersion("v", "l", 1, VersionState.DRAFT, draft.content, draft.findings, "")
    assert not needs_nobody(version)
    assert all("2,525" not in one.evidence for one in draft.content.choice_questions + draft.content.short_questions)


def test_what_was_hard_to_read_is_told_beside_its_translation(desk: Desk) -> None:
    page = document(doubtful="2,525")
    draft = desk.make(page)
    (found,) = [one for one in draft.findings if one.reason == "doubtful_reading"]
    assert (found.passage, found.source) == (3, "2,525")
    assert all("2,525" not in one.evidence for one in draft.content.choice_questions + draft.content.short_questions)
    edited = replace(draft.content.passages[3], text="नदी 2525 km लंबी है।", edited=True)
    assert check_reading(edited, 3, page.pages[0], translated=True) == (replace(found, passage=3),)


def test_what_a_person_writes_is_held_against_the_page_in_its_language(desk: Desk) -> None:
    content = desk.make(document()).content

    def edit(text: str) -> list[tuple[Severity, str]]:
        edited = replace(content.passages[3], text=text, edited=True)
        found = check_passage(edited, 3, language=content.page_language, result_language=content.language)
        return [(one.severity, one.reason or one.source) for one in found]

    assert edit("यह नदी 2,525 किलोमीटर लंबी है।") == []
    assert edit("यह नदी 2,552 किलोमीटर लंबी है।") == [(Severity.RED, "2,525 km")]
    assert edit("The river is 2,525 km long.") == [(Severity.RED, "not_translated")]


def test_parts_that_a_person_changes_are_held_against_the_page(desk: Desk) -> None:
    content = desk.make(document()).content

    def change(**values: object) -> list[tuple[str, str]]:
        changed: LessonContent = replace(content, **cast(Any, values)).remembering(content)
        return [(one.place, one.reason or one.result) for one in check_parts(changed)]

    word = KeyWord("नदी", "जो 2,525 km लंबी है", "text")
    assert change(key_words=(word,)) == []
    assert change(key_words=(replace(word, meaning="जो 2,552 km लंबी है"),)) == [("key_words.0", "2,552 km")]
    assert change(title="Water") == [("title", "not_translated")]


def test_a_part_is_held_against_the_page_in_its_own_language() -> None:
    pair = SentencePair("दो पौधे हैं।", ("இரண்டு செடிகள் உள்ளன.",))
    passage = Passage(BlockKind.PARAGRAPH, pair.source, pair.results[0], (pair,))
    content = LessonContent("செடி", "ta", Level.SAME, 6, (passage,), source_language="hi")

    def change(meaning: str) -> list[str]:
        word = KeyWord("செடிகள்", meaning, "text")
        return [one.result for one in check_parts(replace(content, key_words=(word,)).remembering(content))]

    assert change("இரண்டு உள்ளன") == []
    assert change("மூன்று உள்ளன") == ["மூன்று"]
