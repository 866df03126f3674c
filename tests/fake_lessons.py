"""Lessons and decisions on them, in memory, with the real rules; no disk but sound."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.documents import Document
from app.domain.errors import UserFacingError
from app.domain.events import EventBus, LessonChanged
from app.domain.ids import new_id
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.lesson_parts import count_lights, needs_nobody
from app.domain.lessons import (
    AudioTrack,
    Finding,
    Lesson,
    LessonContent,
    LessonOptions,
    LessonSummary,
    LessonVersion,
    Recording,
    Severity,
    VersionState,
    told_apart,
)
from app.domain.people import Action, Decision, Person
from app.lesson.recordings import recording_findings
from app.store.codec import content_sha256
from tests import sample_data

if TYPE_CHECKING:
    from tests.fakes import FakeLibrary


class FakeLessons:
    """Lessons with versions; findings come from a rule the tests can read: the word "not" must survive."""

    def __init__(self, events: EventBus, library: FakeLibrary, folder: Path) -> None:
        self._events = events
        self._library = library
        self._folder = folder
        self.lessons: dict[str, Lesson] = {}
        self.approved: dict[str, int] = {}
        self.translated: tuple[str, ...] = ()
        self.spoken: list[str] = []
        self.unspeakable: tuple[str, ...] = ()

    def make(
        self,
        document_id: str,
        options: LessonOptions,
        *,
        findings: tuple[Finding, ...] = (),
        report: ReportProgress = ignore_progress,
    ) -> Lesson:
        document = self._library.document(document_id)
        content = sample_data.content(document, options)
        for done in range(len(content.passages)):
            report(Progress("simplifying", done, len(content.passages), 12.0))
        lesson_id = new_id()
        version = LessonVersion(new_id(), lesson_id, 1, VersionState.DRAFT, content, findings, utc_now())
        lesson = Lesson(lesson_id, f"C{options.school_class:02d}-{lesson_id[-6:]}", document_id, utc_now(), version)
        return self._keep(lesson)

    def summaries(self, *, deleted: bool = False) -> tuple[LessonSummary, ...]:
        kept = [one for one in self.lessons.values() if (one.deleted is not None) is deleted]
        return told_apart([self.summary(one) for one in reversed(kept)])

    def summary(self, lesson: Lesson) -> LessonSummary:
        """The row of a lesson."""
        version = lesson.current
        content, findings = version.content, version.findings
        green, amber, red = count_lights(content, findings)
        return LessonSummary(
            id=lesson.id,
            slug=lesson.slug,
            title=content.title,
            language=content.language,
            level=content.level,
            school_class=content.school_class,
            state=version.state,
            version=version.number,
            approved_version=self.approved.get(lesson.id),
            green=green,
            amber=amber,
            red=red,
            created=lesson.created,
            changed=version.created,
            deleted=lesson.deleted,
        )

    def lesson(self, lesson_id: str, /) -> Lesson:
        if lesson_id not in self.lessons:
            raise UserFacingError("lesson.not_found", id=lesson_id)
        return self.lessons[lesson_id]

    def fingerprint(self, document: Document, options: LessonOptions) -> str:
        return f"rules-{options.level}-{document.language}"

    def versions(self, lesson_id: str, /) -> tuple[LessonVersion, ...]:
        return (self.lesson(lesson_id).current,)

    def languages(self, document_id: str, /) -> tuple[str, ...]:
        own = self._library.document(document_id).language
        return (own, *self.translated) if own else ()

    def sources(self, lesson_id: str, /) -> Document:
        return self._library.document(self.lesson(lesson_id).document_id)

    def edit_passage(self, lesson_id: str, index: int, text: str, *, was: str | None = None) -> Lesson:
        lesson = self.lesson(lesson_id)
        passages = list(lesson.current.content.passages)
        passage = passages[index]
        if was is not None and passage.text not in (was, text):
            raise UserFacingError("lesson.changed_elsewhere")
        passages[index] = replace(passage, text=text, edited=text != passage.engine_text)
        findings = tuple(one for one in lesson.current.findings if one.passage != index)
        if index == 1 and "not" in passage.source.split() and "not" not in text.split():
            findings = (sample_data.RED, *findings)
        content = replace(lesson.current.content, passages=tuple(passages))
        return self._keep(self._edited(lesson, content, findings))

    def record(self, lesson_id: str, index: int, file: Path) -> Lesson:
        passage = self.lesson(lesson_id).current.content.passages[index]
        if file.suffix == ".txt":
            raise UserFacingError("recording.unreadable", name=file.name)
        return self._recorded(lesson_id, index, Recording("c" * 64, file.name, 4_200, passage.text))

    def remove_recording(self, lesson_id: str, index: int) -> Lesson:
        return self._recorded(lesson_id, index, None)

    def _recorded(self, lesson_id: str, index: int, recording: Recording | None) -> Lesson:
        lesson = self.lesson(lesson_id)
        passages = list(lesson.current.content.passages)
        passages[index] = replace(passages[index], recording=recording)
        others = tuple(one for one in lesson.current.findings if not one.reason.startswith("recording"))
        findings = (*others, *recording_findings(passages[index], index))
        return self._keep(self._edited(lesson, replace(lesson.current.content, passages=tuple(passages)), findings))

    def hear_recording(self, recording: Recording, /) -> Path:
        return self.speak_sentence(f"recording {recording.name}", "")

    def edit_title(self, lesson_id: str, title: str) -> Lesson:
        lesson = self.lesson(lesson_id)
        return self._keep(self._edited(lesson, replace(lesson.current.content, title=title), lesson.current.findings))

    def replace_content(self, lesson_id: str, content: LessonContent) -> Lesson:
        lesson = self.lesson(lesson_id)
        return self._keep(self._edited(lesson, content, lesson.current.findings))

    def undo_edit(self, lesson_id: str, index: int) -> Lesson:
        passage = self.lesson(lesson_id).current.content.passages[index]
        return self.edit_passage(lesson_id, index, passage.engine_text)

    def duplicate(self, lesson_id: str, /) -> Lesson:
        lesson, copy_id = self.lesson(lesson_id), new_id()
        version = replace(lesson.current, id=new_id(), lesson_id=copy_id, number=1, state=VersionState.DRAFT)
        return self._keep(replace(lesson, id=copy_id, current=version, deleted=None))

    def delete(self, lesson_id: str, /) -> None:
        self._keep(replace(self.lesson(lesson_id), deleted=utc_now()))

    def restore(self, lesson_id: str, /) -> None:
        self._keep(replace(self.lesson(lesson_id), deleted=None))

    def audio(
        self, version: LessonVersion, *, report: ReportProgress = ignore_progress, cancel: CancelToken | None = None
    ) -> AudioTrack:
        sentences, start = [], 0
        for at, passage in enumerate(version.content.passages):
            report(Progress("speaking", at, len(version.content.passages)))
            sentences.append((at, 0, start, passage.text))
            start += 2_000
        return AudioTrack("f" * 64, start, tuple(sentences), "espeak-ng")

    def left_out_by_voice(self, content: LessonContent) -> tuple[str, ...]:
        return tuple(one for one in self.unspeakable if any(one in passage.text for passage in content.passages))

    def speak_sentence(self, text: str, language: str) -> Path:
        self.spoken.append(text)
        path = self._folder / f"{len(self.spoken)}.wav"
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(16_000)
            sound.writeframes(b"\0\0" * 1_600)
        return path

    def _edited(self, lesson: Lesson, content: LessonContent, findings: tuple[Finding, ...]) -> Lesson:
        before = lesson.current
        decided = before.state is not VersionState.DRAFT
        number, version_id = (before.number + 1, new_id()) if decided else (before.number, before.id)
        version = LessonVersion(version_id, lesson.id, number, VersionState.DRAFT, content, findings, utc_now())
        return replace(lesson, current=version)

    def _keep(self, lesson: Lesson) -> Lesson:
        self.lessons[lesson.id] = lesson
        self._events.publish(LessonChanged(lesson.id))
        return lesson


class FakeReview:
    """Decisions with the real rules: red needs a reason, a decided version is frozen."""

    def __init__(self, events: EventBus, lessons: FakeLessons) -> None:
        self._events = events
        self._lessons = lessons
        self.made: list[Decision] = []

    def queue(self) -> tuple[LessonSummary, ...]:
        waiting = [one for one in self._lessons.summaries() if one.state is VersionState.DRAFT]
        return tuple(sorted(waiting, key=lambda one: (-one.red, -one.amber, one.created)))

    @staticmethod
    def content_sha256(content: LessonContent) -> str:
        return content_sha256(content)

    def approve(self, lesson_id: str, person: Person, *, reason: str = "", seen: str | None = None) -> Decision:
        version = self._undecided(lesson_id, seen)
        if any(one.severity is Severity.RED for one in version.findings) and not reason.strip():
            raise UserFacingError("review.reason_needed")
        return self._decide(version, person, Action.APPROVED, reason)

    def reject(self, lesson_id: str, person: Person, *, reason: str, seen: str | None = None) -> Decision:
        if not reason.strip():
            raise UserFacingError("review.reject_reason_needed")
        return self._decide(self._undecided(lesson_id, seen), person, Action.REJECTED, reason)

    def approve_green(self, person: Person, /) -> tuple[Decision, ...]:
        green = [one for one in self.queue() if needs_nobody(self._lessons.lesson(one.id).current)]
        return tuple(self._decide(self._undecided(one.id), person, Action.APPROVED_GREEN_UNOPENED, "") for one in green)

    def reopen(self, lesson_id: str, /) -> Lesson:
        lesson = self._lessons.lesson(lesson_id)
        if lesson.current.state is not VersionState.APPROVED:
            raise UserFacingError("review.not_reopened")
        version = replace(
            lesson.current, id=new_id(), number=lesson.current.number + 1, state=VersionState.DRAFT, created=utc_now()
        )
        self._lessons.lessons[lesson_id] = again = replace(lesson, current=version)
        self._events.publish(LessonChanged(lesson_id))
        return again

    def decisions(self, lesson_id: str, /) -> tuple[Decision, ...]:
        return tuple(one for one in self.made if one.lesson_id == lesson_id)

    def _undecided(self, lesson_id: str, seen: str | None = None) -> LessonVersion:
        version = self._lessons.lesson(lesson_id).current
        if seen is not None and seen != content_sha256(version.content):
            raise UserFacingError("lesson.changed_elsewhere")
        if version.state is not VersionState.DRAFT:
            raise UserFacingError("review.already_decided", state=version.state.value)
        return version

    def _decide(self, version: LessonVersion, person: Person, action: Action, reason: str) -> Decision:
        state = VersionState.REJECTED if action is Action.REJECTED else VersionState.APPROVED
        lesson = self._lessons.lesson(version.lesson_id)
        self._lessons.lessons[lesson.id] = replace(lesson, current=replace(version, state=state))
        if state is VersionState.APPROVED:
            self._lessons.approved[lesson.id] = version.number
        decision = Decision(
            new_id(), lesson.id, version.id, person.id, person.name, action, reason.strip(), (), "0" * 64, utc_now()
        )
        self.made.append(decision)
        self._events.publish(LessonChanged(lesson.id))
        return decision
