"""The lesson desk: edited in place, saved in order, undone, listened to, gone on from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QWidget

from app.domain.documents import BlockKind
from app.domain.lessons import Change, FactKind, Finding, Lesson, LessonOptions, Severity
from app.ui.desk_tabs.audio import AudioTab
from app.ui.desk_tabs.plan import PlanTab
from app.ui.desk_tabs.questions import QuestionsTab
from app.ui.desk_tabs.words import WordsTab
from app.ui.desk_tabs.worksheet import WorksheetTab
from app.ui.dialogs.page_view import PageViewDialog
from app.ui.dialogs.reason import ReasonDialog
from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.printing import lesson_html, paper, words_of
from app.ui.widgets.findings import FindingStrip
from app.ui.widgets.inline_text import InlineText
from app.ui.widgets.passage_row import PassageRow
from app.ui.widgets.review_card import ReviewCard
from app.ui.widgets.spoken_passage import SpokenPassage
from tests.gui.conftest import Desk


@pytest.fixture
def lesson(desk: Desk) -> Lesson:
    """The English lesson with one red and one amber finding."""
    return desk.services.lessons.lesson(next(one.id for one in desk.services.lessons.summaries() if one.red))


@pytest.fixture
def page(desk: Desk, lesson: Lesson) -> LessonDeskPage:
    """Its desk."""
    page = cast(LessonDeskPage, desk.go(Place.DESK, lesson.id))
    desk.qtbot.waitUntil(lambda: page.text.complete)
    return page


def editor(page: LessonDeskPage, row: int) -> InlineText:
    """The text of a row."""
    found = page.text.rows[row].editor
    assert found is not None
    return found


def strips(page: LessonDeskPage, row: int) -> list[FindingStrip]:
    """The findings under a row."""
    return [one for one in page.text.rows[row].findChildren(FindingStrip) if one.isVisible()]


def text(desk: Desk, lesson: Lesson, row: int) -> str:
    """What is stored."""
    return desk.services.lessons.lesson(lesson.id).current.content.passages[row].text


def retype(field: InlineText, words: str) -> None:
    """Replace the words of an editor as a person would."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)


def test_what_is_typed_is_saved_by_itself(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    retype(editor(page, 2), "Acid and base make salt.")
    desk.qtbot.waitUntil(lambda: text(desk, lesson, 2) == "Acid and base make salt.")


def test_a_translated_table_is_shown_and_another_is_said_to_be_kept(desk: Desk, page: LessonDeskPage) -> None:
    kept = next(row for row in page.text.rows if row.passage.kind is BlockKind.TABLE)

    def words(row: QWidget) -> str:
        return "\n".join(label.text() for label in row.findChildren(QLabel))

    assert "kept as on the page" in words(kept)
    table = replace(kept.passage, text=kept.passage.text.replace("Acid", "अम्ल"))
    row = PassageRow(desk.shell, 0, table, "hi")
    desk.qtbot.addWidget(row)
    card = ReviewCard(desk.shell, (Finding(Severity.RED, FactKind.TEXT, Change.MISSING, passage=0),), table, "hi")
    desk.qtbot.addWidget(card)
    for shown in (words(row), words(card)):
        assert "<td>अम्ल</td>" in shown
        assert "ept as on the page" not in shown


def test_typing_goes_on_while_an_earlier_save_is_on_its_way(
    desk: Desk, lesson: Lesson, page: LessonDeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = threading.Event(), desk.services.lessons.edit_passage

    def slow(*arguments: Any, **named: Any) -> Lesson:
        assert gate.wait(5)
        return real(*arguments, **named)

    monkeypatch.setattr(desk.services.lessons, "edit_passage", slow)
    field = editor(page, 2)
    retype(field, "one")
    field.flush()
    QTest.keyClicks(field, " two")
    gate.set()
    desk.settle()
    assert field.toPlainText() == "one two", "the answer of the first save did not take the second word away"
    desk.qtbot.waitUntil(lambda: text(desk, lesson, 2) == "one two")


def test_saves_of_one_lesson_keep_their_order(
    desk: Desk, lesson: Lesson, page: LessonDeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, real = threading.Event(), desk.services.lessons.edit_passage

    def slow_at_first(lesson_id: str, index: int, words: str, *, was: str) -> Lesson:
        if words == "1":
            first.wait(0.3)
        return real(lesson_id, index, words, was=was)

    monkeypatch.setattr(desk.services.lessons, "edit_passage", slow_at_first)
    for words in ("1", "2", "3"):
        page.text.passage_edited.emit(2, words)
    desk.settle()
    assert text(desk, lesson, 2) == "3"


def test_undo_takes_typing_back_first_and_then_the_edit(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    before = text(desk, lesson, 2)
    retype(editor(page, 2), "Other words.")
    editor(page, 2).flush()
    desk.settle()
    cast(LessonDeskPage, desk.go(Place.DESK, lesson.id))
    again = cast(LessonDeskPage, desk.page)
    editor(again, 2).setFocus()
    again.text.undo()
    desk.settle()
    assert text(desk, lesson, 2) == before
    assert editor(again, 2).toPlainText() == before


def test_fix_puts_the_page_s_own_sentence_back_and_the_finding_goes(
    desk: Desk, lesson: Lesson, page: LessonDeskPage
) -> None:
    retype(editor(page, 1), "Lemon juice is sour. An acid turns litmus red. Baking soda tastes sour.")
    editor(page, 1).flush()
    desk.settle()
    strip = strips(page, 1)[0]
    desk.click(strip.fix)
    editor(page, 1).flush()
    desk.settle()
    assert "not" in text(desk, lesson, 1)
    assert strips(page, 1) == []


def test_keeping_a_red_finding_needs_a_typed_reason(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    desk.click(strips(page, 1)[0].keep)
    dialog = desk.dialog(ReasonDialog)
    assert not dialog.primary.isEnabled()
    QTest.keyClicks(dialog.reason, "said in the next sentence")
    desk.click(dialog.primary)
    assert page.primary is not None
    assert page.primary.text() == "Check 1 sentence"
    desk.click(strips(page, 2)[0].keep)
    assert page.primary.text() == "Approve"
    desk.primary()
    decision = desk.services.review.made[-1]
    assert "said in the next sentence" in decision.reason
    assert page.primary.text() == "Save to USB"


def test_what_was_kept_can_be_looked_at_again(desk: Desk, page: LessonDeskPage) -> None:
    desk.click(strips(page, 2)[0].keep)
    strip = strips(page, 2)[0]
    again = next(one for one in strip.findChildren(QPushButton) if one.text() == "Look again")
    desk.click(again)
    assert page.primary is not None
    assert page.primary.text() == "Check 2 sentences"


def test_the_place_on_the_page_is_shown_beside_the_lesson(desk: Desk, page: LessonDeskPage) -> None:
    editor(page, 2).setFocus()
    page.text.show_page()
    dialog = desk.dialog(PageViewDialog)
    assert not dialog.isModal()
    desk.qtbot.waitUntil(lambda: dialog.picture.has_image)
    assert dialog.picture.outlined == page.text.rows[2].passage.box
    dialog.close()


def test_listening_speaks_the_sentences_of_the_row_in_hand(desk: Desk, page: LessonDeskPage) -> None:
    editor(page, 1).setFocus()
    page.text.listen()
    desk.settle()
    assert len(desk.loudspeaker.played) == 1
    desk.loudspeaker.finished.emit()
    desk.settle()
    assert len(desk.loudspeaker.played) == 2
    assert desk.services.lessons.spoken[:2] == [
        "Lemon juice and vinegar taste sour because they contain acids.",
        "An acid turns blue litmus paper red.",
    ]


def test_the_sentence_that_plays_is_lit_and_any_can_be_pressed(desk: Desk, page: LessonDeskPage) -> None:
    page.open_tab("audio")
    tab = cast(AudioTab, page.tab("audio"))
    desk.click(tab.lines[3])
    assert [line.isChecked() for line in tab.lines[:6]] == [False, False, False, True, False, False]
    desk.loudspeaker.finished.emit()
    desk.settle()
    assert [line.isChecked() for line in tab.lines[:6]] == [False, False, False, False, True, False]
    desk.click(tab.play)
    assert not any(line.isChecked() for line in tab.lines)


def test_without_a_loudspeaker_one_sentence_says_so(desk: Desk, page: LessonDeskPage) -> None:
    desk.loudspeaker.connected = False
    editor(page, 1).setFocus()
    page.text.listen()
    desk.settle()
    assert desk.window.bar.text.startswith("This laptop has no loudspeaker")


def test_the_title_is_edited_in_place(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    page.name.setFocus()
    page.name.selectAll()
    QTest.keyClicks(page.name, "Sour and soapy")
    desk.go(Place.LESSONS)
    desk.qtbot.waitUntil(lambda: desk.services.lessons.lesson(lesson.id).current.content.title == "Sour and soapy")


def test_words_are_changed_added_and_removed(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    page.open_tab("words")
    tab = cast(WordsTab, page.tab("words"))
    retype(tab.editors[0][1], "a sour thing")
    tab.flush()
    desk.settle()
    desk.click(tab.add)
    desk.click(tab.removers[1])
    words = desk.services.lessons.lesson(lesson.id).current.content.key_words
    assert [(word.term, word.meaning) for word in words] == [("acid", "a sour thing"), ("new word", "")]


def test_the_tab_of_words_says_which_meanings_nobody_has_reviewed(
    desk: Desk, lesson: Lesson, page: LessonDeskPage
) -> None:
    page.open_tab("words")
    tab = cast(WordsTab, page.tab("words"))
    term = lesson.current.content.key_words[1].term
    said = f"Meanings from our word list, not yet reviewed by a native speaker: {term}."
    assert tab.remarks.text() == said
    retype(tab.editors[1][1], "my own meaning")
    tab.flush()
    desk.settle()
    assert desk.services.lessons.lesson(lesson.id).current.content.key_words[1].meaning_from == "text"
    tab.show_content(replace(lesson.current.content, notes=("few_key_words",)))
    assert tab.remarks.text() == f"Fewer key words than asked for: the page does not carry more.\n{said}"


def test_the_right_option_is_chosen_and_a_removed_question_comes_back(
    desk: Desk, lesson: Lesson, page: LessonDeskPage
) -> None:
    page.open_tab("questions")
    tab = cast(QuestionsTab, page.tab("questions"))
    desk.click(tab.answers[0].button(2))
    content = desk.services.lessons.lesson(lesson.id).current.content
    assert content.choice_questions[0].answer == 2
    desk.click(tab.removers[0])
    assert desk.services.lessons.lesson(lesson.id).current.content.choice_questions == ()
    desk.go(Place.HOME)
    desk.click(desk.window.bar.action)
    assert len(desk.services.lessons.lesson(lesson.id).current.content.choice_questions) == 1


def test_the_plan_is_edited(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    page.open_tab("plan")
    tab = cast(PlanTab, page.tab("plan"))
    desk.click(tab.add)
    steps = desk.services.lessons.lesson(lesson.id).current.content.plan.steps
    assert [step.minutes for step in steps] == [10, 20, 10]


def test_the_worksheet_has_room_to_write_and_no_answers(desk: Desk, page: LessonDeskPage) -> None:
    page.open_tab("worksheet")
    tab = cast(WorksheetTab, page.tab("worksheet"))
    words = tab.preview.toPlainText()
    assert "What is produced in neutralisation?" in words
    assert "____" in words
    assert "A salt and water." not in words


def test_edits_in_two_tabs_do_not_undo_each_other(desk: Desk, lesson: Lesson, page: LessonDeskPage) -> None:
    page.open_tab("words")
    words = cast(WordsTab, page.tab("words"))
    retype(words.editors[0][0], "sour thing")
    page.open_tab("text")
    retype(editor(page, 2), "New text.")
    editor(page, 2).flush()
    desk.settle()
    content = desk.services.lessons.lesson(lesson.id).current.content
    assert (content.key_words[0].term, content.passages[2].text) == ("sour thing", "New text.")


def test_a_long_lesson_is_built_without_stopping_the_window(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    book = desk.services.library.add([desk.services.paths.data / "book.jpg"], pages=12)
    made = desk.services.lessons.make(book.id, LessonOptions())
    desk.shell.navigator.go(Place.DESK, made.id)
    page = cast(LessonDeskPage, desk.page)
    built = [0]
    turn = QTimer()  # it has its turn between the others
    turn.timeout.connect(lambda: built.append(len(page.text.rows)))
    turn.start(0)
    desk.qtbot.waitUntil(lambda: page.text.complete)
    turn.stop()
    steps = [after - before for before, after in pairwise(built)]
    assert max(steps) <= 12 < len(made.current.content.passages), "not all rows at once"
    assert [row.index for row in page.text.rows] == list(range(len(page.text.rows)))
    assert not [one for one in desk.window.findChildren(QDialog) if one.isVisible()]


def test_a_lesson_is_printed_black_on_white_in_a_dark_window_too(open_window: Callable[..., Desk]) -> None:
    desk = open_window(look="dark")
    made = desk.services.lessons.lesson(desk.services.lessons.summaries()[0].id)
    content = made.current.content
    document = paper(lesson_html(content, words_of(content, desk.shell)), content.language, desk.shell)
    words = document.toPlainText()
    assert [word.term for word in content.key_words if word.term not in words] == []
    assert "१,२५,०००" in words
    colour = document.firstBlock().begin().fragment().charFormat().foreground().color()
    assert colour.name() == "#000000"


def test_what_was_sent_back_is_changed_before_it_is_approved(desk: Desk, lesson: Lesson) -> None:
    person = desk.services.people.current()
    assert person is not None
    desk.services.review.reject(lesson.id, person, reason="too hard")
    page = cast(LessonDeskPage, desk.go(Place.DESK, lesson.id))
    desk.qtbot.waitUntil(lambda: page.text.complete)
    assert page.primary is not None
    assert not page.primary.isEnabled()
    retype(editor(page, 2), "Easier words.")
    editor(page, 2).flush()
    desk.settle()
    assert page.primary.isEnabled()
    assert page.lesson is not None
    assert page.lesson.current.number == 2


def test_rows_are_as_high_as_their_words_also_while_more_are_built(desk: Desk) -> None:
    lesson = next(one.id for one in desk.services.lessons.summaries() if one.red)
    desk.shell.navigator.go(Place.DESK, lesson)
    page = cast(LessonDeskPage, desk.page)
    squeezed: list[int] = []

    def built() -> bool:
        low = [row for row in page.text.rows if row.isVisible() and row.height() < row.heightForWidth(row.width()) - 2]
        squeezed.append(len(low))
        return page.text.complete

    desk.qtbot.waitUntil(built)
    desk.settle()
    built()
    assert len(page.text.rows) > 8, "more than fit on the screen"
    assert max(squeezed) <= 1, "one may wrap anew when the scroll bar comes"


@pytest.fixture
def audio(desk: Desk, page: LessonDeskPage) -> AudioTab:
    """The Audio tab."""
    page.open_tab("audio")
    desk.settle()
    return cast(AudioTab, page.tab("audio"))


def choose_recording(desk: Desk, part: SpokenPassage, file: Path) -> None:
    """Choose a file as a person does."""
    file.touch()
    desk.click(part.own)
    dialog = desk.dialog(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    desk.settle()


def test_a_recording_is_chosen_heard_in_place_of_the_voice_and_taken_out(
    desk: Desk, lesson: Lesson, page: LessonDeskPage, audio: AudioTab, tmp_path: Path
) -> None:
    part = audio.parts[1]
    assert part.own.text() == "Use my recording…"
    assert len(part.lines) > 1
    choose_recording(desk, part, tmp_path / "my voice.m4a")
    own = desk.services.lessons.lesson(lesson.id).current.content.passages[1].recording
    assert own is not None
    assert own.name == "my voice.m4a"
    assert audio.parts[1] is part, "the others are left where they are"
    assert len(part.lines) == 1
    assert any("my voice.m4a, 4 s" in label.text() for label in part.findChildren(QLabel))
    desk.click(part.lines[0])
    assert desk.services.lessons.spoken[0] == "recording my voice.m4a"
    page.open_tab("text")
    editor(page, 1).setFocus()
    page.text.listen()
    desk.settle()
    assert "recording my voice.m4a" in desk.services.lessons.spoken[2:]
    page.open_tab("audio")
    desk.settle()
    assert part.own.text() == "Remove my recording"
    desk.click(part.own)
    assert desk.services.lessons.lesson(lesson.id).current.content.passages[1].recording is None
    assert len(part.lines) > 1


def test_a_file_that_is_no_recording_is_told_and_changes_nothing(
    desk: Desk, lesson: Lesson, audio: AudioTab, tmp_path: Path
) -> None:
    choose_recording(desk, audio.parts[1], tmp_path / "notes.txt")
    assert "notes.txt is not a recording" in desk.window.bar.text
    assert desk.services.lessons.lesson(lesson.id).current == lesson.current
    assert len(audio.parts[1].lines) > 1
