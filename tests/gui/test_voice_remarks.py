"""What the voice will not say, and why another one read, stand on the desk and in Review before she approves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from app.domain.lessons import VOICE_FAILED, Lesson
from app.ui import wording
from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.review import ReviewPage
from app.ui.widgets.voice_remarks import VoiceRemarks
from tests.gui.conftest import Desk


def a_lesson(desk: Desk) -> Lesson:
    lessons = desk.services.lessons
    return next(one for one in lessons.lessons.values() if one.id not in lessons.approved)


def with_text(desk: Desk, text: str, *notes: str) -> Lesson:
    """A lesson whose first passage says this."""
    lesson = a_lesson(desk)
    content = lesson.current.content
    passages = (replace(content.passages[0], text=text), *content.passages[1:])
    content = replace(content, passages=passages, notes=(*content.notes, *notes))
    changed = replace(lesson, current=replace(lesson.current, content=content))
    desk.services.lessons.lessons[lesson.id] = changed
    return changed


def remarks_on_desk(desk: Desk, lesson: Lesson) -> VoiceRemarks:
    page = cast(LessonDeskPage, desk.go(Place.DESK, lesson.id))
    return page.text.voice_remarks


def test_what_the_voice_leaves_out_is_said_before_she_approves(desk: Desk) -> None:
    desk.services.lessons.unspeakable = ("☃", "⇌")
    lesson = with_text(desk, "Water ⇌ ice ☃ melts.")
    remarks = remarks_on_desk(desk, lesson)
    assert remarks.isVisible()
    assert remarks.lines == ("The voice will leave out: ☃ · ⇌. Write it in words, or record that part yourself.",)
    assert remarks.accessibleName() == remarks.lines[0]
    page = cast(LessonDeskPage, desk.page)
    assert page.primary is not None
    assert page.primary.text() != "Save to USB", "it is not approved yet"

    editor = page.text.rows[0].editor
    assert editor is not None
    editor.setFocus()
    editor.selectAll()
    editor.insertPlainText("Water and ice change into each other.")
    desk.qtbot.waitUntil(lambda: remarks.lines == ())
    assert not remarks.isVisible()


def test_a_long_list_is_cut_short(desk: Desk) -> None:
    desk.services.lessons.unspeakable = tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬")
    remarks = remarks_on_desk(desk, with_text(desk, "".join(desk.services.lessons.unspeakable)))
    assert "⑫ …" in remarks.lines[0]
    assert "⑬" not in remarks.lines[0]


def test_why_another_voice_read_it_is_said(desk: Desk) -> None:
    fault = (
        "The model MMS voice, Hindi stopped in the middle of its answer and was started again. Please try once more."
    )
    lesson = with_text(desk, "Water is wet.", "voice_fell_back", f"{VOICE_FAILED}Edge voice failed; {fault}")
    said = " ".join(remarks_on_desk(desk, lesson).lines)
    assert said.startswith("The best voice of this language did not answer when the lesson was made")
    assert said.endswith(f"What was said about it: Edge voice failed; {fault}")


def test_why_another_voice_read_it_is_said_in_hindi(open_window: Callable[..., Desk]) -> None:
    desk = open_window("hi")
    fault = "The model MMS stopped in the middle of its answer and was started again. Please try once more."
    lesson = with_text(desk, "Water is wet.", "voice_fell_back", f"{VOICE_FAILED}Edge failed; {fault}")
    said = wording.remarks(lesson.current.content)["voice_fell_back"]
    assert "Edge काम नहीं कर पाई" in said
    assert "Please" not in said


def test_in_review_it_stands_beside_the_lesson(desk: Desk) -> None:
    desk.services.lessons.unspeakable = ("☃",)
    for lesson in list(desk.services.lessons.lessons.values()):
        content = lesson.current.content
        passages = (replace(content.passages[0], text="Snow ☃ falls."), *content.passages[1:])
        changed = replace(lesson.current, content=replace(content, passages=passages))
        desk.services.lessons.lessons[lesson.id] = replace(lesson, current=changed)
    page = cast(ReviewPage, desk.go(Place.REVIEW))
    desk.qtbot.waitUntil(page.voice_remarks.isVisible)
    assert page.voice_remarks.lines[0].startswith("The voice will leave out: ☃.")
