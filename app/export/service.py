"""Packs: gathering approved lessons with their sound and papers, and saving them to a stick."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Part, Progress, ReportProgress, ignore_progress
from app.domain.lesson_parts import is_taken_back
from app.export.drives import Drive, removable_drives
from app.export.eject import eject, eject_commands
from app.export.on_stick import versions_on
from app.export.pack_contents import FORMATS, PackLesson
from app.export.papers import Paper, PaperRequest
from app.export.verify import VerifyReport, verify
from app.export.view import LessonView, Picture, Provenance
from app.store.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from app.domain.lessons import AudioTrack, Lesson, LessonContent, LessonVersion
    from app.domain.people import Decision
    from app.export.pack import PackWriter, SavedPack
    from app.inference.workers.process import WorkerClient
    from app.store.store import Store

_BYTES_PER_LETTER_OF_SOUND = 400  # at 32 kbit/s a letter is spoken in about a tenth of a second
_BYTES_OF_PAPERS = 150_000


class Speak(Protocol):
    """Makes the spoken lesson, or gives back the one that was made before."""

    def __call__(self, version: LessonVersion, *, report: ReportProgress, cancel: CancelToken) -> AudioTrack:
        """The MP3 of a version and when each sentence starts."""
        ...


class PackService:
    """Saves approved versions; nothing else ever reaches a stick.

    Args:
        store: Where lessons, decisions and media are kept.
        worker: The light worker, which draws the PDFs.
        speak: Makes the sound.
        writer: Writes the packs.
        staging: Folder for papers on their way.
    """

    def __init__(self, store: Store, worker: WorkerClient, speak: Speak, *, writer: PackWriter, staging: Path) -> None:
        self._store = store
        self._worker = worker
        self._speak = speak
        self._writer = writer
        self._staging = staging

    def drives(self) -> tuple[Drive, ...]:
        """Removable drives that are there now."""
        return tuple(removable_drives())

    def on_stick(self, folder: Path) -> dict[str, int]:
        """Version of each lesson that is saved in a folder already, by lesson id."""
        return versions_on(folder)

    def can_eject(self, folder: Path) -> bool:
        """Whether `eject` knows how on this computer."""
        return bool(eject_commands(folder))

    def eject(self, folder: Path) -> None:
        """Let go of a stick, so that it can be taken out.

        Raises:
            UserFacingError: ``pack.cannot_eject``.
        """
        eject(folder)

    def verify(self, folder: Path) -> VerifyReport:
        """Check a stick or pack against its sums."""
        return verify(folder)

    def estimate(self, lesson_ids: Sequence[str], formats: Sequence[str] = FORMATS) -> dict[str, int]:
        """Bytes each lesson will take, by lesson id; sound that was not made yet is guessed from the text."""
        sizes = {}
        for lesson_id in lesson_ids:
            lesson, version, decision = self._approved(lesson_id)
            view = self._view(lesson, version, decision, None)
            size = self._writer.estimate(PackLesson(view, version.state, decision), ("html",))
            letters = sum(len(passage.text) for passage in version.content.passages)
            size += letters * _BYTES_PER_LETTER_OF_SOUND * ("mp3" in formats) * (2 if "html" in formats else 1)
            sizes[lesson_id] = size + _BYTES_OF_PAPERS * ("pdf" in formats)
        return sizes

    def check_target(self, folder: Path) -> None:
        """Look whether a stick or folder is there, before long work for it begins.

        Raises:
            UserFacingError: ``pack.no_drive``, neither the folder nor the one it would be made in is there, or
                ``pack.drive_read_only``.
        """
        _ask_for_folder(folder, folder if os.path.lexists(folder) else folder.parent)

    def save(
        self,
        lesson_ids: Sequence[str],
        folder: Path,
        *,
        formats: Sequence[str] = FORMATS,
        sound: bool = True,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> SavedPack:
        """Save approved lessons.

        Args:
            lesson_ids: The lessons: ``ID`` for the newest approved version, ``ID@NUMBER`` for an earlier one.
            folder: Root of the stick, or a folder that is made when only its last part is missing.
            formats: Some of `FORMATS`.
            sound: Whether the page carries its sound; without it there is no MP3 either.
            report: Told how far it is.
            cancel: Ends the work.

        Raises:
            UserFacingError: a lesson has no approved version, or its approval was taken back and no ``@NUMBER`` wants
                it, or any of ``pack.*``; complete lessons stay.
            JobCancelled: complete lessons stay.
        """
        token = cancel or CancelToken()
        found = {one[0].id: one for one in map(self._approved, lesson_ids)}  # one folder a lesson
        spoken = sound and not {"html", "mp3"}.isdisjoint(formats)
        with _made(folder), workspace(self._staging) as folder_of_papers:
            ready = []
            for number, one in enumerate(found.values(), start=1):
                tell = _naming(report, Part(one[1].content.title, number, len(found)))
                audio = self._speak(one[1], report=tell, cancel=token) if spoken else None
                papers = self._papers(one, folder_of_papers / str(number), tell, token) if "pdf" in formats else {}
                ready.append(self._ready(one, audio, papers))
            return self._writer.write(
                ready, folder, formats=formats, language=self._language(), report=report, cancel=token
            )

    def _approved(self, wanted: str) -> tuple[Lesson, LessonVersion, Decision]:
        lesson_id, at, number = wanted.partition("@")
        if at and not (number.isascii() and number.isdigit()):
            raise UserFacingError("lesson.not_found", id=wanted)
        lesson = self._store.read(lambda work: work.lessons.get(lesson_id))
        if lesson is None:
            raise UserFacingError("lesson.not_found", id=wanted)
        if lesson.deleted is not None:
            raise UserFacingError("lesson.deleted", id=lesson.slug)
        version = self._store.read(lambda work: work.lessons.approved(lesson_id, int(number) if at else None))
        decision = self._store.read(lambda work: work.decisions.of_version(version.id)) if version else None
        if version is None or decision is None:
            raise UserFacingError("pack.not_approved", id=wanted)
        if not at and is_taken_back(lesson.current, version):
            raise UserFacingError("pack.taken_back", id=lesson.slug, number=str(version.number))
        return lesson, version, decision

    def _papers(
        self,
        approved: tuple[Lesson, LessonVersion, Decision],
        folder: Path,
        report: ReportProgress,
        cancel: CancelToken,
    ) -> dict[Paper, Path]:
        folder.mkdir()
        view = self._view(*approved, None, with_pictures=False)
        files = {name: str(self._store.media.path(name)) for name in self._pictures(view.content)}
        papers: dict[Paper, Path] = {}
        for number, paper in enumerate(Paper):
            report(Progress("drawing papers", number, len(Paper)))
            papers[paper] = folder / f"{paper.value}.pdf"
            shown = files if paper is Paper.WORKSHEET else {}
            self._worker.call("pdf.draw", PaperRequest(paper, view, str(papers[paper]), shown), int, cancel=cancel)
        return papers

    def _pictures(self, content: LessonContent) -> set[str]:
        """Names of the figures that are there."""
        named = {passage.media for passage in content.passages if passage.media}
        return {name for name in named if self._store.media.has(name)}

    def _ready(
        self,
        approved: tuple[Lesson, LessonVersion, Decision],
        audio: AudioTrack | None,
        papers: Mapping[Paper, Path],
    ) -> PackLesson:
        _, version, decision = approved
        return PackLesson(
            self._view(*approved, audio),
            version.state,
            decision,
            version.findings,
            worksheet=papers.get(Paper.WORKSHEET),
            answer_key=papers.get(Paper.ANSWER_KEY),
            plan=papers.get(Paper.LESSON_PLAN),
        )

    def _view(
        self,
        lesson: Lesson,
        version: LessonVersion,
        decision: Decision,
        audio: AudioTrack | None,
        *,
        with_pictures: bool = True,
    ) -> LessonView:
        document = self._store.read(lambda work: work.documents.get(lesson.document_id))
        pictures = self._pictures(version.content) if with_pictures else set()
        pages = {page.id: page.position + 1 for page in document.pages}
        used = sorted({pages[one.page_id] for one in version.content.passages if one.page_id in pages})
        return LessonView(
            lesson_id=lesson.id,
            version_id=version.id,
            version=version.number,
            slug=lesson.slug,
            content=version.content,
            provenance=Provenance(
                source_title=document.title,
                source_pages=f"{used[0]}-{used[-1]}" if len(used) > 1 else "",
                reviewer=decision.person_name,
                decided=decision.decided,
                uses_ai=version.content.uses_ai,
                source_sha256=tuple(source.sha256 for source in document.sources),
            ),
            pictures={name: Picture(self._store.media.read(name)) for name in pictures},
            audio=audio,
            mp3=self._store.media.read(audio.media) if audio else b"",
        )

    def _language(self) -> str:
        person = self._store.read(lambda work: work.people.current())
        return person.language if person else "en"


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder whose parent is there; one that nothing came into is not left behind."""
    new = not os.path.lexists(folder)
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    _ask_for_folder(folder, folder)
    try:
        yield
    finally:
        if new:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _naming(report: ReportProgress, part: Part) -> ReportProgress:
    return lambda progress: report(replace(progress, part=part))


def _ask_for_folder(named: Path, folder: Path) -> None:
    if not os.path.isdir(folder):  # Path.is_dir raises where it may not look
        raise UserFacingError("pack.no_drive", path=str(named))
    if not os.access(folder, os.W_OK):  # minutes of sound and papers later it would be refused all the same
        raise UserFacingError("pack.drive_read_only", path=str(named))
