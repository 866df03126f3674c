"""Lessons: making, editing, duplicating, deleting, listening."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.documents import BlockKind
from app.domain.errors import UserFacingError
from app.domain.events import EventBus, LessonChanged
from app.domain.ids import new_id
from app.domain.jobs import CancelToken, ReportProgress, ignore_progress
from app.domain.lessons import (
    VOICE_FAILED,
    AudioTrack,
    Finding,
    Lesson,
    LessonContent,
    LessonOptions,
    LessonSummary,
    LessonVersion,
    Passage,
    Recording,
    VersionState,
)
from app.domain.slugs import make_slug
from app.domain.typed_text import clean, clean_strings, one_line
from app.lesson.rechecking import after_parts, after_passage
from app.lesson.speech import VOICE_FELL_BACK, is_spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.domain.documents import Document, Page
    from app.lesson.pipeline import Draft, LessonPipeline
    from app.lesson.recordings import Recordings
    from app.lesson.speech import LessonSpeaker
    from app.store.store import Store

FIXED = frozenset({BlockKind.FIGURE, BlockKind.FORMULA, BlockKind.TABLE})
"""Kinds that reach the pack as they stand on the page; words typed over them would be approved but never seen."""
_LONGEST_TITLE = 200
_PARTS = ("key_words", "choice_questions", "short_questions", "plan")


class LessonService:
    """Everything that can be done to a lesson except deciding on it.

    Args:
        store: Where lessons are kept.
        pipeline: Makes their content.
        speaker: Reads them aloud.
        events: Told about every change.
        speech_speed: The voice's speed at this moment.
        recordings: Takes the teacher's own voice in.
        belongs_to: Notes, while it lasts, that what is computed belongs to this document.
    """

    def __init__(
        self,
        store: Store,
        pipeline: LessonPipeline,
        speaker: LessonSpeaker,
        events: EventBus,
        *,
        speech_speed: Callable[[], float],
        recordings: Recordings,
        belongs_to: Callable[[str], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._speaker = speaker
        self._events = events
        self._speech_speed = speech_speed
        self._recordings = recordings
        self._belongs_to = belongs_to

    # -- making --------------------------------------------------------------------------------------------------

    def make(
        self,
        document_id: str,
        options: LessonOptions,
        *,
        lesson_id: str | None = None,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Lesson:
        """Make a lesson from a document; steps that were done before are not done again.

        Args:
            document_id: The document.
            options: What the teacher asked for.
            lesson_id: Id the lesson gets; a lesson that already has it is returned as it is, so that a job that
                was killed after saving does not make a second one.
            report: Told how far it is.
            cancel: Ends the work; finished steps are kept.

        Raises:
            UserFacingError: the page has nothing to teach, no engine makes that language, or the voice failed
                (``speech.failed``: the lesson is kept without sound).
            JobCancelled: `cancel` was set.
        """
        known = self._store.read(lambda work: work.lessons.get(lesson_id)) if lesson_id else None
        if known is not None:
            return known
        document = self._document(document_id)
        token = cancel or CancelToken()
        mute: UserFacingError | None = None
        with self._belongs_to(document_id):
            draft = self._pipeline.make(document, options, report, token)
            if options.with_audio:
                try:
                    track = self._speaker.track(draft.content, speed=self._speech_speed(), report=report, cancel=token)
                    draft = _with_notes(draft, VOICE_FELL_BACK, VOICE_FAILED + track.failed) if track.failed else draft
                except UserFacingError as error:
                    if error.key != "speech.failed":
                        raise
                    mute = error
        token.check()
        lesson = _new_lesson(lesson_id or new_id(), document_id, draft)
        self._store.write(lambda work: work.lessons.add(lesson))
        self._events.publish(LessonChanged(lesson.id))
        if mute is not None:
            raise mute
        return lesson

    def fingerprint(self, document: Document, options: LessonOptions) -> str:
        """Of the engine that would make this lesson; another engine may make another lesson of the same page."""
        return self._pipeline.fingerprint(document, options)

    def languages(self, document_id: str) -> tuple[str, ...]:
        """Languages in which a lesson can be made from a document now, its own first."""
        return self._pipeline.languages(self._document(document_id))

    # -- looking -------------------------------------------------------------------------------------------------

    def summaries(self, *, deleted: bool = False) -> tuple[LessonSummary, ...]:
        """All lessons, newest first; `deleted` gives those that can still be brought back."""
        return self._store.read(lambda work: work.lessons.summaries(deleted=deleted))

    def lesson(self, lesson_id: str) -> Lesson:
        """One lesson with its newest version.

        Raises:
            UserFacingError: there is none.
        """
        lesson = self._store.read(lambda work: work.lessons.get(lesson_id))
        if lesson is None:
            raise UserFacingError("lesson.not_found", id=lesson_id)
        return lesson

    def versions(self, lesson_id: str) -> tuple[LessonVersion, ...]:
        """All versions, oldest first."""
        return self._store.read(lambda work: work.lessons.versions(lesson_id))

    def sources(self, lesson_id: str) -> Document:
        """The document a lesson was made from.

        Raises:
            UserFacingError: it was removed from the library.
        """
        return self._document(self.lesson(lesson_id).document_id)

    # -- changing ------------------------------------------------------------------------------------------------

    def edit_passage(self, lesson_id: str, index: int, text: str, *, was: str | None = None) -> Lesson:
        """Put the teacher's words in place of a passage; a decided version stays as it is and a new one begins.

        Args:
            lesson_id: The lesson.
            index: The passage, from 0.
            text: What it says.
            was: What stood there when the teacher began to type; None not to compare.

        Raises:
            UserFacingError: there is no such lesson or passage, it is a table, a picture or a formula, or other words
                stand there by now (``lesson.changed_elsewhere``).
        """
        lesson = self._live(lesson_id)
        passage = _passage(lesson, index)
        text = clean(text).strip()
        if text == passage.text:
            return lesson
        if was is not None and was != passage.text:
            raise UserFacingError("lesson.changed_elsewhere")
        if passage.kind in FIXED and text != passage.engine_text:
            raise UserFacingError("lesson.fixed_passage", number=index)
        content = _with_passage(lesson.current.content, index, text=text, edited=text != passage.engine_text)
        return self._save_passage(lesson, content, index)

    def undo_edit(self, lesson_id: str, index: int) -> Lesson:
        """Bring back what the engine wrote for a passage."""
        return self.edit_passage(lesson_id, index, _passage(self._live(lesson_id), index).engine_text)

    def record(self, lesson_id: str, index: int, file: Path) -> Lesson:
        """Put the teacher's own voice in the place of the synthesised one for a passage.

        Raises:
            UserFacingError: there is no such lesson or passage, it is not read aloud (``recording.not_spoken``), or the
                file is no recording that can be used.
        """
        lesson = self._live(lesson_id)
        passage = _passage(lesson, index)
        if not is_spoken(passage):
            raise UserFacingError("recording.not_spoken", number=index)
        return self._save_recording(lesson, index, self._recordings.take(file, passage.text))

    def remove_recording(self, lesson_id: str, index: int) -> Lesson:
        """Let the synthesised voice read a passage again.

        Raises:
            UserFacingError: there is no such lesson or passage, or it has no recording (``recording.none``).
        """
        lesson = self._live(lesson_id)
        if _passage(lesson, index).recording is None:
            raise UserFacingError("recording.none", number=index)
        return self._save_recording(lesson, index, None)

    def edit_title(self, lesson_id: str, title: str) -> Lesson:
        """Give the lesson another title."""
        lesson = self._live(lesson_id)
        title = one_line(title, _LONGEST_TITLE)
        if not title or title == lesson.current.content.title:
            return lesson
        return self._save_parts(lesson, replace(lesson.current.content, title=title))

    def replace_content(self, lesson_id: str, content: LessonContent) -> Lesson:
        """Save changed words, questions or plan.

        Nothing else of `content` is looked at: passages are changed with `edit_passage`, the title with `edit_title`.
        """
        lesson = self._live(lesson_id)
        parts = {name: clean_strings(getattr(content, name)) for name in _PARTS}
        changed: LessonContent = replace(lesson.current.content, **parts)
        if changed == lesson.current.content:
            return lesson
        return self._save_parts(lesson, changed)

    def duplicate(self, lesson_id: str) -> Lesson:
        """A copy as a fresh draft of its own."""
        lesson = self.lesson(lesson_id)
        now = utc_now()
        copy_id = new_id()
        version = replace(
            lesson.current, id=new_id(), lesson_id=copy_id, number=1, state=VersionState.DRAFT, created=now
        )
        copy = replace(
            lesson, id=copy_id, slug=_slug(version.content, copy_id), created=now, current=version, deleted=None
        )
        self._store.write(lambda work: work.lessons.add(copy))
        self._events.publish(LessonChanged(copy.id))
        return copy

    def delete(self, lesson_id: str) -> None:
        """Put a lesson away; it can be brought back for 30 days."""
        self.lesson(lesson_id)
        self._store.write(lambda work: work.lessons.delete(lesson_id, utc_now()))
        self._events.publish(LessonChanged(lesson_id))

    def restore(self, lesson_id: str) -> None:
        """Bring a deleted lesson back."""
        self._store.write(lambda work: work.lessons.restore(lesson_id))
        self._events.publish(LessonChanged(lesson_id))

    # -- listening -----------------------------------------------------------------------------------------------

    def audio(
        self,
        version: LessonVersion,
        *,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> AudioTrack:
        """The spoken lesson; sentences spoken before are not spoken again."""
        with self._belongs_to(self.lesson(version.lesson_id).document_id):
            return self._speaker.track(
                version.content, speed=self._speech_speed(), report=report, cancel=cancel or CancelToken()
            )

    def speak_sentence(self, text: str, language: str) -> Path:
        """One sentence as a WAV file."""
        return self._speaker.sentence(text, language, speed=self._speech_speed())

    def hear_recording(self, recording: Recording) -> Path:
        """The teacher's own voice for a passage as a WAV file.

        Raises:
            UserFacingError: the file is not here any more or cannot be read.
        """
        return self._recordings.wav(recording)

    def online_voice(self, language: str) -> str:
        """Name of the voice from the internet that is asked first, "" while they are switched off."""
        return self._speaker.online(language)

    def left_out_by_voice(self, content: LessonContent) -> tuple[str, ...]:
        """What the voice would leave out of a lesson, each piece once; nothing is spoken."""
        return self._speaker.lost(content)

    # -- inside --------------------------------------------------------------------------------------------------

    def _live(self, lesson_id: str) -> Lesson:
        """A lesson that was not thrown away: what nobody sees must not change."""
        lesson = self.lesson(lesson_id)
        if lesson.deleted is not None:
            raise UserFacingError("lesson.not_found", id=lesson_id)
        return lesson

    def _document(self, document_id: str) -> Document:
        return self._store.read(lambda work: work.documents.get(document_id))

    def _page(self, page_id: str) -> Page | None:
        try:
            return self._store.read(lambda work: work.documents.page(page_id)) if page_id else None
        except UserFacingError:
            return None  # the page was dropped from its document; the lesson keeps what it took from it

    def _save_recording(self, lesson: Lesson, index: int, recording: Recording | None) -> Lesson:
        content = _with_passage(lesson.current.content, index, recording=recording)
        return self._save_passage(lesson, content, index)

    def _save_passage(self, lesson: Lesson, content: LessonContent, index: int) -> Lesson:
        page = self._page(content.passages[index].page_id)
        return self._save(lesson, content, after_passage(lesson.current, content, index, page))

    def _save_parts(self, lesson: Lesson, content: LessonContent) -> Lesson:
        """Save what stands beside the passages."""
        content = content.remembering(lesson.current.content)
        return self._save(lesson, content, after_parts(lesson.current, content))

    def _save(self, lesson: Lesson, content: LessonContent, findings: tuple[Finding, ...]) -> Lesson:
        """Save in the draft, or begin a new version when the newest one is decided."""
        before = lesson.current
        now = utc_now()
        if before.state is VersionState.DRAFT:
            changed = replace(before, content=content, findings=findings, created=now)
            version = self._store.write(lambda work: work.lessons.save_draft(changed, expected_created=before.created))
        else:
            version = LessonVersion(new_id(), lesson.id, before.number + 1, VersionState.DRAFT, content, findings, now)
            self._store.write(lambda work: work.lessons.add_version(version))
        self._events.publish(LessonChanged(lesson.id))
        return replace(lesson, current=version)


def _passage(lesson: Lesson, index: int) -> Passage:
    passages = lesson.current.content.passages
    if not 0 <= index < len(passages):
        raise UserFacingError("lesson.no_passage", number=index, last=len(passages) - 1)
    return passages[index]


def _with_passage(content: LessonContent, index: int, **changes: object) -> LessonContent:
    changed: Passage = replace(content.passages[index], **changes)  # type: ignore[arg-type]  # the callers' are right
    return replace(content, passages=(*content.passages[:index], changed, *content.passages[index + 1 :]))


def _with_notes(draft: Draft, *notes: str) -> Draft:
    return replace(draft, content=replace(draft.content, notes=(*draft.content.notes, *notes)))


def _new_lesson(lesson_id: str, document_id: str, draft: Draft) -> Lesson:
    now = utc_now()
    version = LessonVersion(new_id(), lesson_id, 1, VersionState.DRAFT, draft.content, draft.findings, now)
    return Lesson(lesson_id, _slug(draft.content, lesson_id), document_id, now, version)


def _slug(content: LessonContent, lesson_id: str) -> str:
    return make_slug(content.title, language=content.language, school_class=content.school_class, lesson_id=lesson_id)
