"""Exactly what the window needs from the rest of the application, as protocols.

Every method may block: the window calls them through `app.ui.tasks.TaskRunner`, never on its own thread. Only the
settings are read on the window's thread; they hold their values in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.config.settings import Settings
    from app.domain.documents import Box, Document, Page
    from app.domain.events import EventBus
    from app.domain.jobs import CancelToken, Job, Lane, ReportProgress
    from app.domain.lessons import (
        AudioTrack,
        Lesson,
        LessonContent,
        LessonSummary,
        LessonVersion,
        Recording,
    )
    from app.domain.models import Machine, Speed
    from app.domain.people import Decision, Person
    from app.inference.engine_report import EngineReport
    from app.inference.install.packs import FoundPack
    from app.inference.install.service import Found, Overview


class Library(Protocol):
    """Documents and their pages."""

    def add_text(self, text: str, *, title: str = "") -> Document:
        """Keep pasted text as a document."""
        ...

    def documents(self, *, deleted: bool = False) -> tuple[Document, ...]:
        """All documents, or those that can be brought back, without their pages, newest first."""
        ...

    def document(self, document_id: str, /) -> Document:
        """One document with its pages."""
        ...

    def page(self, page_id: str, /) -> Page:
        """One page."""
        ...

    def remove(self, document_id: str, /) -> None:
        """Take a document away."""
        ...

    def restore(self, document_id: str, /) -> None:
        """Bring a document back that was taken away in the last 30 days."""
        ...

    def picture(self, page: Page, /) -> Path | None:
        """The upright page picture as a JPEG file; None where there is none."""
        ...

    def correct_block(self, page_id: str, block_index: int, text: str, *, was: str | None = None) -> Page:
        """Put a person's words in the place of what was read.

        Raises:
            UserFacingError: what stands there is not what she saw, `was` (``lesson.changed_elsewhere``).
        """
        ...

    def turn(self, page_id: str, rotation: int, *, discard_corrections: bool = False) -> Page:
        """Turn a page to this many degrees clockwise and read it again.

        Raises:
            UserFacingError: it was corrected and the corrections may not go (``page.has_corrections``).
        """
        ...

    def crop(self, page_id: str, box: Box | None, *, discard_corrections: bool = False) -> Page:
        """Keep only this part of a page and read it again; None brings the whole page back. Raises as `turn` does."""
        ...

    def drop_page(self, page_id: str, /) -> Page:
        """Leave a page out; returns it as it was."""
        ...

    def put_back_page(self, page: Page, /) -> object:
        """Put a page that was left out back to its place, with everything that was corrected on it."""
        ...

    def reorder(self, document_id: str, page_ids: Sequence[str]) -> Document:
        """Put the pages in this order."""
        ...


class Lessons(Protocol):
    """Lessons and their versions."""

    def summaries(self, *, deleted: bool = False) -> tuple[LessonSummary, ...]:
        """Rows of the list, newest first."""
        ...

    def lesson(self, lesson_id: str, /) -> Lesson:
        """A lesson with its newest version."""
        ...

    def languages(self, document_id: str, /) -> tuple[str, ...]:
        """Languages in which a lesson can be made from a document now, its own first; () where it is none of ours."""
        ...

    def sources(self, lesson_id: str, /) -> Document:
        """The document a lesson was made from."""
        ...

    def edit_passage(self, lesson_id: str, index: int, text: str, *, was: str | None = None) -> Lesson:
        """A teacher's words for one passage.

        Raises:
            UserFacingError: what stands there is not what she began from, `was` (``lesson.changed_elsewhere``).
        """
        ...

    def record(self, lesson_id: str, index: int, file: Path) -> Lesson:
        """The teacher's own voice for one passage.

        Raises:
            UserFacingError: the file is no recording that can be used.
        """
        ...

    def remove_recording(self, lesson_id: str, index: int) -> Lesson:
        """Let the synthesised voice read a passage again."""
        ...

    def hear_recording(self, recording: Recording, /) -> Path:
        """A WAV file of the teacher's own voice."""
        ...

    def edit_title(self, lesson_id: str, title: str) -> Lesson:
        """A teacher's title."""
        ...

    def replace_content(self, lesson_id: str, content: LessonContent) -> Lesson:
        """New words, questions or plan."""
        ...

    def undo_edit(self, lesson_id: str, index: int) -> Lesson:
        """Take back the last edit of a passage."""
        ...

    def duplicate(self, lesson_id: str, /) -> Lesson:
        """A second lesson with the same content."""
        ...

    def delete(self, lesson_id: str, /) -> object:
        """Put a lesson in the bin for 30 days."""
        ...

    def restore(self, lesson_id: str, /) -> object:
        """Take a lesson out of the bin."""
        ...

    def audio(
        self, version: LessonVersion, *, report: ReportProgress = ..., cancel: CancelToken | None = None
    ) -> AudioTrack:
        """The spoken lesson, made if it is not there yet."""
        ...

    def left_out_by_voice(self, content: LessonContent, /) -> tuple[str, ...]:
        """What the voice would leave out of a lesson, each piece once; nothing is spoken."""
        ...

    def speak_sentence(self, text: str, language: str) -> Path:
        """A WAV file with this text spoken."""
        ...


class Reviews(Protocol):
    """Decisions."""

    def queue(self) -> tuple[LessonSummary, ...]:
        """Lessons that wait for a decision, worst first."""
        ...

    @staticmethod
    def content_sha256(content: LessonContent) -> str:
        """What `approve` and `reject` take as `seen`: the hash of what the person looked at."""
        ...

    def approve(self, lesson_id: str, person: Person, *, reason: str = "", seen: str | None = None) -> Decision:
        """Freeze the newest version as approved."""
        ...

    def reject(self, lesson_id: str, person: Person, *, reason: str, seen: str | None = None) -> Decision:
        """Send the newest version back with a reason."""
        ...

    def reopen(self, lesson_id: str, /) -> Lesson:
        """Begin a new version with the words of the approved one, which waits for a decision."""
        ...

    def approve_green(self, person: Person, /) -> tuple[Decision, ...]:
        """Approve every lesson in which nothing needs a person."""
        ...

    def decisions(self, lesson_id: str, /) -> tuple[Decision, ...]:
        """All decisions on a lesson, oldest first."""
        ...


class People(Protocol):
    """Who works on this laptop."""

    def current(self) -> Person | None:
        """The person in front of the screen; None before the first start is done."""
        ...

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order they were added."""
        ...

    def add(self, name: str, language: str, classes: tuple[int, ...]) -> Person:
        """Add a person and make them the current one."""
        ...

    def use(self, person_id: str, /) -> object:
        """Make this person the current one."""
        ...

    def update(self, person: Person, /) -> object:
        """Keep a changed name, language, classes or subjects."""
        ...


class DriveInfo(Protocol):
    """A removable drive."""

    @property
    def path(self) -> Path:
        """Where it is mounted."""
        ...

    @property
    def name(self) -> str:
        """Its label."""
        ...

    @property
    def free_bytes(self) -> int:
        """Free space."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it refuses writing."""
        ...


class Packs(Protocol):
    """Lesson packs on removable drives."""

    def drives(self) -> Sequence[DriveInfo]:
        """Removable drives that are there now."""
        ...

    def estimate(self, lesson_ids: Sequence[str], formats: Sequence[str]) -> Mapping[str, int]:
        """Bytes each lesson will take."""
        ...

    def can_eject(self, folder: Path, /) -> bool:
        """Whether `eject` knows how on this computer."""
        ...

    def eject(self, folder: Path, /) -> None:
        """Let go of a stick, so that it can be taken out."""
        ...

    def on_stick(self, folder: Path, /) -> Mapping[str, int]:
        """Version of each lesson that is saved in a folder already, by lesson id."""
        ...


class Jobs(Protocol):
    """Durable work."""

    def submit(self, kind: str, params: dict[str, object], *, lane: Lane = ...) -> Job:
        """Start a job, or go on with the one that has the same parameters."""
        ...

    def cancel(self, job_id: str, /) -> object:
        """Ask a job to end; finished steps are kept."""
        ...

    def list(self) -> Sequence[Job]:
        """All jobs, newest first."""
        ...


class Models(Protocol):
    """The models of this laptop; they are installed, verified and removed by jobs."""

    @property
    def machine(self) -> Machine:
        """This machine, measured once."""
        ...

    def overview(self) -> Overview:
        """Every model of the catalogue, what is installed, and what is wrong in the folder."""
        ...

    def look(self, source: Path, /) -> Found:
        """Which model a folder or stick holds; nothing is installed."""
        ...

    def keep_token(self, token: str, /) -> None:
        """Keep the token for gated models where nobody else can read it; "" forgets it."""
        ...

    def look_at_pack(self, folder: Path, /) -> FoundPack:
        """Who made the pack on a stick and what is in it; nothing is copied."""
        ...


class Engines(Protocol):
    """Which engine serves what."""

    def report(self, school_language: str, /) -> EngineReport:
        """Who does each task now, and what to install on this laptop."""
        ...

    def speeds(self) -> tuple[Speed, ...]:
        """What was measured of models on this computer."""
        ...

    def warm_up(self, cancel: CancelToken, /) -> tuple[str, ...]:
        """Have the models that were used last in memory, where it is plenty; ids of those that are."""
        ...


class Paths(Protocol):
    """Where things are."""

    @property
    def data(self) -> Path:
        """The data folder."""
        ...

    @property
    def resources(self) -> Path:
        """The shipped resources."""
        ...


class Services(Protocol):
    """Everything together; `close` writes what is pending and stops the workers."""

    @property
    def library(self) -> Library: ...
    @property
    def lessons(self) -> Lessons: ...
    @property
    def review(self) -> Reviews: ...
    @property
    def people(self) -> People: ...
    @property
    def packs(self) -> Packs: ...
    @property
    def models(self) -> Models: ...
    @property
    def room(self) -> Engines: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def events(self) -> EventBus: ...
    @property
    def paths(self) -> Paths: ...

    @property
    def recovery_notice(self) -> str | None: ...

    def close(self) -> None:
        """Stop workers and close the data folder."""
        ...
