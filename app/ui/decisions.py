"""Sending a person's decision: behind the saves of its lesson, and only on what she has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.lesson_parts import needs_nobody
from app.domain.lessons import VersionState
from app.ui.navigator import Place, Route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.lessons import Lesson, LessonContent, LessonSummary
    from app.domain.people import Decision, Person
    from app.ui.shell import Shell


def lane_of(lesson_id: str) -> str:
    """The lane of everything that saves or shows a lesson: what is read there is what was typed last."""
    return f"lesson:{lesson_id}"


def reopen(shell: Shell, *lesson_ids: str) -> None:
    """Undo approvals: the lessons wait for a decision again, and the first is shown; from wherever she is by then."""
    services, navigator, first = shell.services, shell.navigator, lesson_ids[0]

    def work() -> None:
        for one in lesson_ids:
            if services.lessons.lesson(one).current.state is VersionState.APPROVED:  # else it waits already
                services.review.reopen(one)

    def show(_: None) -> None:
        on_desk = navigator.current == Route(Place.DESK, first)
        navigator.go(Place.DESK if on_desk else Place.REVIEW, first)

    shell.tasks.run(navigator, work, show, lane=lane_of(first))


class Decisions(QObject):
    """Approves and sends back; without a person it asks who is there.

    Signals:
        decided: The `Decision`.
        refused: The exception, already shown.
        green_approved: Ids of the lessons that were approved unopened.
    """

    decided = Signal(object)
    refused = Signal(object)
    green_approved = Signal(object)

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._seen: LessonContent | None = None

    def see(self, lesson: Lesson) -> Lesson:
        """Remember what is shown next; called where it is loaded or saved, so that no newer save is forgotten."""
        self._seen = lesson.current.content
        return lesson

    def approve(self, lesson_id: str, reason: str) -> None:
        """Approve what was seen last."""
        review = self._shell.services.review
        self._send(lesson_id, lambda person: review.approve(lesson_id, person, reason=reason, seen=self._seen_sha256()))

    def reject(self, lesson_id: str, reason: str) -> None:
        """Send what was seen last back with a reason."""
        review = self._shell.services.review
        self._send(lesson_id, lambda person: review.reject(lesson_id, person, reason=reason, seen=self._seen_sha256()))

    def count_green(self, queue: Sequence[LessonSummary], done: Callable[[int], None]) -> None:
        """Tell `done` how many of these lessons `approve_green` will approve."""
        lessons = self._shell.services.lessons
        passed = [one.id for one in queue if not one.amber and not one.red]
        self._shell.tasks.run(self, lambda: sum(needs_nobody(lessons.lesson(one).current) for one in passed), done)

    def approve_green(self) -> None:
        """Approve every lesson in which every sentence passed."""
        services = self._shell.services

        def approve() -> tuple[str, ...] | None:
            person = services.people.current()
            if person is None:
                return None
            return tuple(one.lesson_id for one in services.review.approve_green(person))

        def done(ids: tuple[str, ...] | None) -> None:
            if ids is None:
                self._ask_who()
            else:
                self.green_approved.emit(ids)

        self._shell.tasks.run(self, approve, done)

    def _seen_sha256(self) -> str | None:
        return self._shell.services.review.content_sha256(self._seen) if self._seen is not None else None

    def _send(self, lesson_id: str, decide: Callable[[Person], Decision]) -> None:
        people = self._shell.services.people

        def send() -> Decision | None:
            person = people.current()
            return decide(person) if person is not None else None

        def done(decision: Decision | None) -> None:
            if decision is None:
                self._ask_who()
            else:
                self.decided.emit(decision)

        def failed(failure: BaseException) -> None:
            self._shell.notifier.present(failure)
            self.refused.emit(failure)

        # behind the saves, so that what was typed last is what is decided on
        self._shell.tasks.run(self, send, done, failed, lane=lane_of(lesson_id))

    def _ask_who(self) -> None:
        self._shell.navigator.go(Place.FIRST_START, "2")
