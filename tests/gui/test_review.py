"""Review: worst first, by keys, red needs a reason, the last one moves on by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.lessons import Change, FactKind, Finding, LessonOptions, Severity
from app.ui import letter_keys, wording
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.reason import ReasonDialog
from app.ui.navigator import Place
from app.ui.pages.review import ReviewPage
from app.ui.widgets.findings import FindingStrip
from tests import sample_data
from tests.gui.conftest import Desk


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_keys, "PAUSE_S", 0.0)  # test_reasons waits for it


@pytest.fixture
def page(desk: Desk) -> ReviewPage:
    """The queue: an English lesson with a red and an amber finding, then a green Hindi one."""
    return cast(ReviewPage, desk.go(Place.REVIEW))


def titles(page: ReviewPage) -> list[str]:
    """What stands in the queue."""
    return [one.title for one in page.model.rows]


def give_reason(desk: Desk, words: str) -> None:
    """Fill in the open dialog."""
    dialog = desk.dialog(ReasonDialog)
    QTest.keyClicks(dialog.reason, words)
    desk.click(dialog.primary)


def test_the_worst_lesson_is_first_and_only_what_needs_her_is_shown(page: ReviewPage) -> None:
    assert titles(page) == ["Acids, Bases and Salts", "अम्ल, क्षार और लवण"]
    assert [card.findings for card in page.cards] == [(sample_data.RED,), (sample_data.AMBER,)]
    assert [card.accessibleName() for card in page.cards] == [
        "“not” is missing.",
        "“6” looks like a number that cannot be read. Please compare it yourself.",
    ]


def test_notes_about_words_and_questions_stand_above_the_cards(page: ReviewPage) -> None:
    assert page.lesson is not None
    term = page.lesson.current.content.key_words[1].term
    assert page.remarks.isVisible()
    assert page.remarks.text().splitlines() == [
        "Fewer questions than asked for: the page does not carry more.",
        f"Meanings from our word list, not yet reviewed by a native speaker: {term}.",
    ]


def test_a_recorded_passage_is_listened_to_in_the_teacher_s_own_voice(desk: Desk) -> None:
    lesson = next(one.id for one in desk.services.lessons.summaries() if one.red)
    desk.services.lessons.record(lesson, 3, Path("my voice.m4a"))
    page = cast(ReviewPage, desk.go(Place.REVIEW))
    (card,) = [one for one in page.cards if one.findings[0].reason == "recording"]
    assert card.accessibleName() == "Your own recording cannot be compared with the text. Please listen to it."
    desk.click(card.listen)
    assert desk.services.lessons.spoken == ["recording my voice.m4a"]


def test_each_card_shows_its_place_on_the_page(desk: Desk, page: ReviewPage) -> None:
    desk.qtbot.waitUntil(lambda: all(card.picture.isVisible() for card in page.cards))


def test_keys_accept_ask_for_a_reason_and_move_on_after_the_last_one(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_A)
    give_reason(desk, "the page says it one line later")
    desk.key(Qt.Key.Key_A)
    desk.settle()
    decision = desk.services.review.made[-1]
    assert decision.action == "approved"
    assert "the page says it one line later" in decision.reason
    assert titles(page) == ["अम्ल, क्षार और लवण"], "the next lesson is in hand"
    assert "is approved" in desk.window.bar.text


def test_letters_typed_into_the_text_are_letters(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_E)
    editor = page.cards[0].editor
    assert editor is not None
    assert editor.hasFocus()
    QTest.keyClicks(editor, "a r n")
    desk.settle()
    assert "a r n" in editor.toPlainText()
    assert [one.action for one in desk.services.review.made] == ["approved"], "only the one made while furnishing"


def test_editing_a_sentence_right_takes_its_card_away(desk: Desk, page: ReviewPage) -> None:
    lesson = page.lesson
    assert lesson is not None
    editor = page.cards[0].editor
    assert editor is not None
    editor.setFocus()
    editor.replace_text("Baking soda is not sour, so it is a base.")
    editor.flush()
    desk.settle()
    page.list.setFocus()
    desk.settle()
    assert [card.findings for card in page.cards] == [(sample_data.AMBER,)]


@pytest.mark.parametrize(("on", "back"), [("N", "Shift+N"), ("J", "K")])
def test_n_and_j_go_round_the_cards_and_shift_n_and_k_back(desk: Desk, page: ReviewPage, on: str, back: str) -> None:
    assert page.lesson is not None
    page.column.follow(page.lesson, (sample_data.RED, sample_data.AMBER, replace(sample_data.AMBER, sentence=1)))
    for key, at in ((on, 1), (on, 2), (on, 0), (back, 2), (back, 1)):
        shift = Qt.KeyboardModifier.ShiftModifier if "+" in key else Qt.KeyboardModifier.NoModifier
        desk.key(Qt.Key[f"Key_{key[-1]}"], shift)
        assert page.cards[at].hasFocus(), key


def test_a_lesson_is_sent_back_only_with_a_reason(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_R)
    dialog = desk.dialog(ReasonDialog)
    assert not dialog.primary.isEnabled()
    give_reason(desk, "Too hard: class 4 reads this")
    assert desk.services.review.made[-1].action == "rejected"
    assert desk.services.review.made[-1].reason == "Too hard: class 4 reads this"


def test_approving_at_once_asks_why_each_red_sentence_is_right(desk: Desk, page: ReviewPage) -> None:
    desk.primary()
    give_reason(desk, "checked with the book")
    desk.settle()
    assert desk.services.review.made[-1].reason == "checked with the book"


def test_all_green_lessons_are_approved_together_and_the_others_stay(desk: Desk, page: ReviewPage) -> None:
    book = desk.services.library.documents()[0]
    desk.services.lessons.make(book.id, LessonOptions())
    desk.go(Place.REVIEW)
    page = cast(ReviewPage, desk.page)
    assert page.green.text() == "Approve all green (2)"
    desk.click(page.green)
    desk.settle()
    assert titles(page) == ["Acids, Bases and Salts"]
    assert desk.window.bar.text == "2 lessons approved."
    assert not page.green.isVisible()


def test_a_green_lesson_that_a_person_changed_is_not_counted_as_one_to_approve_unopened(desk: Desk) -> None:
    book = desk.services.library.documents()[0]
    made = desk.services.lessons.make(book.id, LessonOptions())
    desk.services.lessons.edit_passage(made.id, 0, "My own words.")
    page = cast(ReviewPage, desk.go(Place.REVIEW))
    assert len([one for one in page.model.rows if not one.red and not one.amber]) == 2
    assert page.green.text() == "Approve all green (1)"
    desk.click(page.green)
    assert desk.window.bar.text == "1 lesson approved."
    assert made.id in [one.id for one in page.model.rows]


def test_several_findings_in_one_sentence_are_one_sentence_that_needs_her(desk: Desk) -> None:
    book = desk.services.library.documents()[0]
    number = replace(sample_data.RED, kind=FactKind.NUMBER, source="7")
    doubt = replace(sample_data.AMBER, passage=number.passage, sentence=number.sentence)
    made = desk.services.lessons.make(
        book.id, LessonOptions(), findings=(sample_data.RED, sample_data.AMBER, number, doubt)
    )
    page = cast(ReviewPage, desk.go(Place.REVIEW, made.id))
    assert [card.findings for card in page.cards] == [(sample_data.RED, number, doubt), (sample_data.AMBER,)]
    shown = [label.text() for label in page.cards[0].findChildren(QLabel)]
    for words in ("“not” is missing.", "The number “7” is missing."):
        assert words in shown
        assert words in page.cards[0].accessibleName()
    assert any(label.text().startswith("2 sentences need you") for label in page.findChildren(QLabel))
    assert wording.lesson_state(page.model.rows[0])[1] == "2 sentences need you", "the list counts the same"


def test_one_decision_keeps_all_findings_of_a_sentence_and_the_next_is_in_hand(desk: Desk) -> None:
    book = desk.services.library.documents()[0]
    number = replace(sample_data.RED, kind=FactKind.NUMBER, source="7")
    doubt = replace(sample_data.AMBER, passage=number.passage, sentence=number.sentence)
    made = desk.services.lessons.make(
        book.id, LessonOptions(), findings=(sample_data.AMBER, sample_data.RED, number, doubt)
    )
    page = cast(ReviewPage, desk.go(Place.REVIEW, made.id))
    desk.key(Qt.Key.Key_J)
    desk.key(Qt.Key.Key_A)
    about = [label.text() for label in desk.dialog(ReasonDialog).findChildren(QLabel)]
    assert "• “not” is missing." in about
    assert "• The number “7” is missing." in about
    give_reason(desk, "the page says both elsewhere")
    assert [card.findings for card in page.cards] == [(sample_data.AMBER,)]
    assert page.column.current is page.cards[0]
    desk.key(Qt.Key.Key_A)
    desk.settle()
    reason = desk.services.review.made[-1].reason
    assert reason == "“not” is missing. The number “7” is missing. – the page says both elsewhere."


def test_a_later_card_of_the_same_passage_does_not_undo_an_edit_of_an_earlier_one(desk: Desk) -> None:
    book = desk.services.library.documents()[0]
    first = replace(sample_data.AMBER, passage=2, sentence=0)
    second = replace(sample_data.AMBER, passage=2, sentence=1)
    made = desk.services.lessons.make(book.id, LessonOptions(), findings=(first, second))
    page = cast(ReviewPage, desk.go(Place.REVIEW, made.id))
    earlier, later = (card.editor for card in page.cards)
    assert earlier is not None
    assert later is not None
    earlier.replace_text("My first words.")
    earlier.flush()
    desk.settle()
    assert later.toPlainText() == "My first words."
    later.replace_text(later.toPlainText() + " And my second.")
    later.flush()
    desk.settle()
    assert desk.services.lessons.lesson(made.id).current.content.passages[2].text == "My first words. And my second."


def test_a_card_whose_sentence_lost_one_of_two_findings_says_what_is_left(desk: Desk, page: ReviewPage) -> None:
    lesson, card = page.lesson, page.cards[0]
    assert lesson is not None
    number = replace(sample_data.RED, kind=FactKind.NUMBER, source="7")
    page.column.follow(lesson, (number, sample_data.AMBER))
    desk.settle()
    assert page.cards[0] is card, "it stays where it is"
    assert card.accessibleName() == "The number “7” is missing."
    visible = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert "“not” is missing." not in visible


def test_escape_goes_from_typing_to_the_card_and_only_then_back(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_E)
    editor = page.cards[0].editor
    assert editor is not None
    assert editor.hasFocus()
    desk.key(Qt.Key.Key_Escape)
    assert desk.on(Place.REVIEW)()
    assert page.cards[0].hasFocus()
    desk.key(Qt.Key.Key_N)
    assert page.column.current is page.cards[1], "the keys of the page work again"
    desk.key(Qt.Key.Key_Escape)
    assert desk.on(Place.HOME)()


def test_a_card_that_an_edit_brings_has_its_place_on_the_page_too(desk: Desk, page: ReviewPage) -> None:
    lesson = page.lesson
    assert lesson is not None
    new = replace(sample_data.RED, kind=FactKind.NUMBER, source="7", sentence=0)
    page.column.follow(lesson, (sample_data.RED, sample_data.AMBER, new))
    desk.settle()
    assert page.cards[2].findings == (new,)
    assert not page.cards[2].picture.isHidden()


def test_an_empty_queue_says_so_and_offers_nothing(desk: Desk, page: ReviewPage) -> None:
    for one in desk.services.review.queue():
        desk.services.lessons.delete(one.id)
    page = cast(ReviewPage, desk.go(Place.REVIEW))
    assert page.primary is not None
    assert not page.primary.isVisible()
    assert not page.list.isVisible()


def test_a_page_nobody_could_read_is_a_card_without_text(desk: Desk) -> None:
    book = desk.services.library.documents()[0]
    lost = Finding(Severity.AMBER, FactKind.PAGE, Change.NOT_CHECKED, source="2", reason="unread_page")
    made = desk.services.lessons.make(book.id, LessonOptions(), findings=(lost,))
    page = cast(ReviewPage, desk.go(Place.REVIEW, made.id))
    card = page.cards[0]
    assert card.accessibleName() == "Nothing could be read on page 2. Please look whether something is missing."
    assert card.editor is None
    desk.click(card.page)
    desk.arrive(Place.SOURCE_CHECK)
    desk.go(Place.DESK, made.id)
    strips = [one for one in desk.page.findChildren(FindingStrip) if one.isVisible()]
    assert [one.finding for one in strips] == [lost]


def test_question_mark_shows_the_keys(desk: Desk, page: ReviewPage) -> None:
    QTest.keyClicks(page.list, "?")
    desk.dialog(KeysDialog).close()


def test_the_rail_counts_what_waits(desk: Desk, page: ReviewPage) -> None:
    names = [one.text() for one in desk.window.rail.buttons]
    assert "Review · 2" in names
    desk.click(page.green)
    desk.qtbot.waitUntil(lambda: "Review · 1" in [one.text() for one in desk.window.rail.buttons])


def test_a_changed_title_is_shown_beside_the_one_that_was_made(desk: Desk, page: ReviewPage) -> None:
    lesson = page.lesson
    assert lesson is not None
    content = replace(lesson.current.content, title="7 acids").remembering(lesson.current.content)
    found = Finding(Severity.RED, FactKind.NUMBER, Change.ADDED, result="7", place="title")
    desk.services.lessons.lessons[lesson.id] = replace(
        lesson, current=replace(lesson.current, content=content, findings=(found,))
    )
    page.refresh()
    desk.settle()
    (card,) = page.cards
    assert card.accessibleName() == "Title: The number “7” is not on the page."
    shown = [label.accessibleName() or label.text() for label in card.findChildren(QLabel)]
    assert lesson.current.content.title in shown
    assert "7 acids" in shown
    assert card.editor is None


def test_a_lesson_that_changed_after_it_was_shown_is_not_decided_on(desk: Desk, page: ReviewPage) -> None:
    lesson, before = page.lesson, len(desk.services.review.made)
    assert lesson is not None
    unseen = replace(lesson.current, content=replace(lesson.current.content, title="Another"), findings=())
    desk.services.lessons.lessons[lesson.id] = replace(lesson, current=unseen)
    page.reasons.approve(lesson.id, "seen")
    page.reasons.reject(lesson.id, "seen")
    desk.settle()
    assert len(desk.services.review.made) == before
    assert "changed in the meantime" in desk.window.bar.text
