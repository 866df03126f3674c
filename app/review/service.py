"""The review queue and the decisions: who, when, what changed, why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.errors import UserFacingError
from app.domain.events import EventBus, LessonChanged
from app.domain.ids import new_id
from app.domain.lesson_parts import changes, is_taken_back, needs_nobody
from app.domain.lessons import Lesson, LessonContent, LessonSummary, LessonVersion, Severity, VersionState
from app.domain.people import Action, Decision, Person
from app.domain.typed_text import clean, says_something
from app.store.codec import content_sha256

if TYPE_CHECKING:
    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork


class ReviewService:
    """Decides on versions. A decision freezes its version; an edit later begins a new one."""

    def __init__(self, store: Store, events: EventBus) -> None:
        self._store = store
        self._events = events

    def queue(self) -> tuple[LessonSummary, ...]:
        """Lessons that wait for a decision, worst first."""
        waiting = (one for one in self._store.read(lambda work: work.lessons.summaries()) if one.state == "draft")
        return tuple(sorted(waiting, key=lambda one: (-one.red, -one.amber, one.created)))

    def decisions(self, lesson_id: str) -> tuple[Decision, ...]:
        """Every decision on a lesson, oldest first."""
        return self._store.read(lambda work: work.decisions.of_lesson(lesson_id))

    @staticmethod
    def content_sha256(content: LessonContent) -> str:
        """What a decision names as `seen`: the hash of the content that the person looked at."""
        return content_sha256(content)

    def approve(self, lesson_id: str, person: Person, *, reason: str = "", seen: str | None = None) -> Decision:
        """Approve the newest version as it stands.

        Args:
            lesson_id: The lesson.
            person: Who decides.
            reason: Why it is right; required when there is a red finding.
            seen: `content_sha256` of what the person saw; None where nobody can have changed it since.

        Raises:
            UserFacingError: it has a red finding and no reason was given, it was decided on before, or it is not what
                was seen (``lesson.changed_elsewhere``).
        """
        version = self._undecided(lesson_id, seen)
        reds = [finding for finding in version.findings if finding.severity is Severity.RED]
        if reds and not says_something(reason):
            raise UserFacingError("review.reason_needed")
        action = Action.EDITED_AND_APPROVED if changes(version.content) else Action.APPROVED
        return self._decide(version, person, action, reason)

    def approve_unopened(self, lesson_id: str, person: Person) -> Decision | None:
        """Approve a lesson without opening it.

        None when a sentence is not green, a person changed anything, or a person took its approval back.
        """
        version = self._undecided(lesson_id)
        approved = self._store.read(lambda work: work.lessons.approved(lesson_id))
        if not needs_nobody(version) or (approved is not None and is_taken_back(version, approved)):
            return None
        return self._decide(version, person, Action.APPROVED_GREEN_UNOPENED, "")

    def approve_green(self, person: Person) -> tuple[Decision, ...]:
        """Approve every waiting lesson in which every sentence is green and as the engine made it."""
        waiting = [one for one in self.queue() if not one.amber and not one.red]
        decided = (self.approve_unopened(one.id, person) for one in waiting)
        return tuple(decision for decision in decided if decision is not None)

    def reject(self, lesson_id: str, person: Person, *, reason: str, seen: str | None = None) -> Decision:
        """Send the newest version back; `seen` as in `approve`.

        Raises:
            UserFacingError: no reason was given, it was decided on before, or it is not what was seen.
        """
        if not says_something(reason):
            raise UserFacingError("review.reject_reason_needed")
        return self._decide(self._undecided(lesson_id, seen), person, Action.REJECTED, reason)

    def reopen(self, lesson_id: str) -> Lesson:
        """Begin a new version with the words of the decided one: the lesson waits for a decision again.

        The decision and the version that it froze stay as they are, as after an edit.

        Raises:
            UserFacingError: it is not approved now, so there is nothing to reopen (``review.not_reopened``).
        """
        lesson = self._lesson(lesson_id)
        decided = lesson.current
        if decided.state is not VersionState.APPROVED:
            raise UserFacingError("review.not_reopened")
        version = replace(decided, id=new_id(), number=decided.number + 1, state=VersionState.DRAFT, created=utc_now())
        self._store.write(lambda work: work.lessons.add_version(version))
        self._events.publish(LessonChanged(lesson_id))
        return replace(lesson, current=version)

    def _lesson(self, lesson_id: str) -> Lesson:
        lesson = self._store.read(lambda work: work.lessons.get(lesson_id))
        if lesson is None or lesson.deleted is not None:
            raise UserFacingError("lesson.not_found", id=lesson_id)
        return lesson

    def _undecided(self, lesson_id: str, seen: str | None = None) -> LessonVersion:
        version = self._lesson(lesson_id).current
        if version.state is not VersionState.DRAFT:
            raise UserFacingError("review.already_decided", state=version.state.value)
        if seen is not None and seen != content_sha256(version.content):
            raise UserFacingError("lesson.changed_elsewhere")
        return version

    def _decide(self, version: LessonVersion, person: Person, action: Action, reason: str) -> Decision:
        decision = Decision(
            id=new_id(),
            lesson_id=version.lesson_id,
            version_id=version.id,
            person_id=person.id,
            person_name=person.name,
            action=action,
            reason=clean(reason).strip(),
            changes=changes(version.content),
            content_sha256=content_sha256(version.content),
            decided=utc_now(),
        )
        state = VersionState.REJECTED if action is Action.REJECTED else VersionState.APPROVED

        def write(work: UnitOfWork) -> None:
            work.people.keep(person)
            work.decisions.decide(decision, state)

        self._store.write(write)
        self._events.publish(LessonChanged(version.lesson_id))
        return decision
