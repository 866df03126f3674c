"""A lesson in another language: every sentence is translated with its facts, or stays as on the page and is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.documents import BlockKind
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress, ignore_progress
from app.domain.lessons import Finding, LessonContent, Level, Passage, SentencePair, Severity
from app.inference.workers.worker_process import WorkerStopped
from app.lesson.checking import check_content
from app.lesson.translation import LessonTranslation, translated_source
from app.lesson.translators import Translators
from app.store.cache import StepCache
from app.store.steps import StepRunner
from tests.interpreter import (
    NAME,
    Interpreter,
    lose_number,
    lose_number_once,
    say,
    say_in_tamil,
    stay_silent,
)

BOILS, PLANTS, LONG = "Water boils at 100 °C.", "Plants make food.", "The river is 2,525 km long."


@pytest.fixture
def steps(tmp_path: Path) -> Iterator[StepRunner]:
    cache = StepCache(tmp_path / "cache")
    yield StepRunner(cache)
    cache.close()


@pytest.fixture
def interpreter(tmp_path: Path) -> Interpreter:
    return Interpreter(tmp_path)


def paragraph(*sentences: str) -> Passage:
    pairs = tuple(SentencePair(one, (one,)) for one in sentences)
    return Passage(BlockKind.PARAGRAPH, " ".join(sentences), " ".join(sentences), pairs)


def translation(
    interpreter: Interpreter, steps: StepRunner, *, report: Any = ignore_progress, cancel: CancelToken | None = None
) -> LessonTranslation:
    translator = Translators(cast(Any, interpreter)).of("en", "hi")
    assert translator is not None
    token = cancel or CancelToken()
    return LessonTranslation(translator.until(token), steps, report=report, cancel=token)


def findings(*passages: Passage, title: str = "पानी") -> tuple[Finding, ...]:
    content = LessonContent(title, "hi", Level.EASIER, 6, passages, source_language="en")
    return check_content(content, "en", ())


def test_every_sentence_of_the_page_stands_beside_its_translation(interpreter: Interpreter, steps: StepRunner) -> None:
    easier = Passage(
        BlockKind.PARAGRAPH,
        f"{PLANTS} {BOILS}",
        f"Plants make. Food is. {BOILS}",
        (SentencePair(PLANTS, ("Plants make.", "Food is.")), SentencePair(BOILS, (BOILS,))),
    )
    (made,) = translation(interpreter, steps).passages([easier])
    assert made.source == easier.source
    assert made.pairs == (
        SentencePair(PLANTS, ("पौधे बनाते।", "भोजन है।")),
        SentencePair(BOILS, ("पानी उबलता पर 100 °C।",)),
    )
    assert made.text == made.engine_text == "पौधे बनाते। भोजन है। पानी उबलता पर 100 °C।"
    assert interpreter.asked == [(("Plants make.", "Food is.", BOILS), True)]  # a passage at once
    assert findings(made) == ()


def test_what_was_translated_is_not_translated_again(interpreter: Interpreter, steps: StepRunner) -> None:
    first = translation(interpreter, steps).passages([paragraph(PLANTS), paragraph(BOILS)])
    assert translation(interpreter, steps).passages([paragraph(PLANTS), paragraph(BOILS)]) == first
    assert len(interpreter.asked) == 2


@pytest.mark.parametrize("spoil", [lose_number, stay_silent, say_in_tamil])
def test_a_sentence_that_cannot_be_translated_stays_and_is_red(
    interpreter: Interpreter, steps: StepRunner, spoil: Any
) -> None:
    interpreter.spoils = {"river": spoil}
    (made,) = translation(interpreter, steps).passages([paragraph(PLANTS, LONG, BOILS)])
    assert [pair.results for pair in made.pairs] == [(say(PLANTS),), (LONG,), (say(BOILS),)]
    assert interpreter.asked == [((PLANTS, LONG, BOILS), True), ((LONG,), False)]  # once more, and no third time
    (found,) = findings(made)
    assert (found.severity, found.reason, found.passage, found.sentence) == (Severity.RED, "not_translated", 0, 1)


def test_a_sentence_with_a_fact_too_many_stands_in_red_if_it_has_it_again(
    interpreter: Interpreter, steps: StepRunner
) -> None:
    interpreter.spoils = {
        "river": lambda answer, _: f"{answer} 7 नदी।",
        "sun": lambda answer, protect: answer + " 8" * protect,
    }
    (made,) = translation(interpreter, steps).passages([paragraph(LONG, "The sun is heat.")])
    assert made.pairs[1].results == (say("The sun is heat."),)
    assert made.pairs[0].results == (say(LONG) + " 7 नदी।",)
    assert [(one.severity, one.result, one.sentence) for one in findings(made)] == [(Severity.RED, "7", 0)]


def test_a_sentence_of_two_parts_is_done_again_whole_and_without_marks(
    interpreter: Interpreter, steps: StepRunner
) -> None:
    interpreter.spoils = {"river": lose_number_once}
    easier = Passage(BlockKind.PARAGRAPH, LONG, "x", (SentencePair(LONG, ("The river is 2,525 km.", "It is long.")),))
    (made,) = translation(interpreter, steps).passages([easier])
    assert made.pairs == (SentencePair(LONG, (say(LONG),)),)
    assert findings(made) == ()


def test_answers_that_were_put_together_are_asked_for_one_by_one(interpreter: Interpreter, steps: StepRunner) -> None:
    interpreter.merges = "Plants"
    (made,) = translation(interpreter, steps).passages([paragraph(PLANTS, LONG, BOILS)])
    assert [pair.results for pair in made.pairs] == [(say(PLANTS),), (say(LONG),), (say(BOILS),)]


def test_what_the_fact_lock_cannot_tell_between_languages_is_amber(interpreter: Interpreter, steps: StepRunner) -> None:
    interpreter.spoils = {"not": lambda answer, _: answer.replace(" नहीं", "")}
    (made,) = translation(interpreter, steps).passages([paragraph("Ice is not water.")])
    assert made.text == "बर्फ़ है पानी।"
    (found,) = findings(made)
    assert (found.severity, found.source) == (Severity.AMBER, "not")


def test_half_a_sentence_is_told(interpreter: Interpreter, steps: StepRunner) -> None:
    interpreter.spoils = {"cycle": lambda answer, _: answer.split()[0] + "।"}
    (made,) = translation(interpreter, steps).passages([paragraph("Wind and rain carry the cycle of seasons on.")])
    assert [(one.severity, one.reason) for one in findings(made)] == [(Severity.AMBER, "odd_length")]


def test_headings_captions_and_words_of_tables_are_translated_and_numbers_stay(
    interpreter: Interpreter, steps: StepRunner
) -> None:
    rows = (("River", "Length"), ("Water", "2,525 km"), ("5", "NaCl"))
    cells = "\n".join("\t".join(row) for row in rows)
    passages = [
        Passage(BlockKind.HEADING, "Plants and water", "Plants and water", level=1),
        Passage(BlockKind.TABLE, cells, cells, rows=rows),
        Passage(BlockKind.CAPTION, "Three plants", "Three plants"),
        Passage(BlockKind.FORMULA, "H₂O", "H₂O", media="f" * 64),
    ]
    work = translation(interpreter, steps)
    heading, table, caption, formula = made = work.passages(passages)
    assert heading.text == heading.engine_text == "पौधे और पानी"
    assert table.rows == (("नदी", say("Length")), ("पानी", "2,525 km"), ("5", "NaCl"))
    assert table.text == table.engine_text == "\n".join("\t".join(row) for row in table.rows)
    assert caption.text == "तीन पौधे"
    assert formula == passages[3]
    assert work.title("Plants and water", passages, made) == "पौधे और पानी"
    assert work.title("Sun", passages, made) == "सूरज"
    assert [one.reason for one in findings(*made)] == ["formula_as_picture"]


def test_a_cell_and_a_title_that_stayed_are_red(interpreter: Interpreter, steps: StepRunner) -> None:
    interpreter.spoils = {"Length": stay_silent}
    rows = (("River", "Length"),)
    work = translation(interpreter, steps)
    made = work.passages([Passage(BlockKind.TABLE, "River\tLength", "River\tLength", rows=rows)])
    title = work.title("Length of rivers", made, made)
    assert made[0].rows == (("नदी", "Length"),)
    found = findings(*made, title=title)
    assert [(one.severity, one.source, one.place) for one in found] == [
        (Severity.RED, "Length of rivers", "title"),
        (Severity.RED, "Length", ""),
    ]


def test_an_explanation_keeps_its_brackets(interpreter: Interpreter, steps: StepRunner) -> None:
    pair = SentencePair(PLANTS, (PLANTS, "(Food: water and heat.)"))
    (made,) = translation(interpreter, steps).passages([Passage(BlockKind.PARAGRAPH, PLANTS, PLANTS, (pair,))])
    assert made.pairs[0].results[1] == "(भोजन: पानी और गर्मी।)"
    assert interpreter.asked[0][0][1] == "Food: water and heat."


def test_a_fault_in_the_middle_keeps_what_was_done_and_the_next_run_goes_on(
    interpreter: Interpreter, steps: StepRunner
) -> None:
    interpreter.faults = {2: WorkerStopped("died")}
    passages = [paragraph(PLANTS), paragraph(LONG), paragraph(BOILS)]
    with pytest.raises(UserFacingError) as caught:
        translation(interpreter, steps).passages(passages)
    assert caught.value.key == "lesson.translation_stopped"
    assert str(caught.value).startswith(f"The model {NAME} stopped while it translated into Hindi: 1 of 3 parts")
    told: list[Progress] = []
    made = translation(interpreter, steps, report=told.append).passages(passages)
    assert [one.text for one in made] == [say(PLANTS), say(LONG), say(BOILS)]
    assert [texts for texts, _ in interpreter.asked] == [(PLANTS,), (LONG,), (LONG,), (BOILS,)]
    assert told == [Progress("translating", number, 3) for number in range(3)]


def test_it_ends_when_it_is_asked_to(interpreter: Interpreter, steps: StepRunner) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(JobCancelled):
        translation(interpreter, steps, cancel=token).passages([paragraph(PLANTS)])
    assert interpreter.asked == []


def test_nothing_is_asked_about_a_sentence_that_stayed_or_may_be_misread(
    interpreter: Interpreter, steps: StepRunner
) -> None:
    interpreter.spoils = {"river": stay_silent, "Length": stay_silent}
    explained = SentencePair(PLANTS, (PLANTS, "(Food: water and heat.)"))
    passages = [
        Passage(BlockKind.HEADING, "Plants", "Plants", level=1),
        Passage(BlockKind.PARAGRAPH, "x", "x", (explained, SentencePair(LONG, (LONG,)), SentencePair(BOILS, (BOILS,)))),
        Passage(BlockKind.HEADING, "Length of rivers", "Length of rivers", level=1),
        paragraph("Water is ice.", "The sun is heat."),
    ]
    content = LessonContent("Plants", "en", Level.EASIER, 6, tuple(passages), notes=("a",), engine="rules")
    made = translation(interpreter, steps).of(content)
    assert (made.language, made.page_language, made.translated_by, made.notes[0]) == ("hi", "en", NAME, "a")
    assert (made.engine, made.uses_ai) == (f"rules, {NAME}", True)
    source = translated_source(made, {3: frozenset(("ice",))})
    assert (source.title, source.language) == ("पौधे", "hi")
    assert [(one.index, one.text, one.heading) for one in source.passages] == [
        (1, say(PLANTS), "पौधे"),
        (1, say(BOILS), "पौधे"),
        (3, say("The sun is heat."), ""),
    ]
