"""What goes into the folder of one lesson: its files and the description of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.lessons import Finding, Severity, VersionState
from app.domain.people import Action, Decision
from app.domain.slugs import is_slug
from app.domain.typed_text import clean
from app.export import pack_info
from app.export.html import render_lesson
from app.export.pack_info import PackFile, PackInfo
from app.export.stick import LESSONS, TEACHER_ONLY
from app.export.view import LessonView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.export.labels import ExportResources

FORMATS = ("html", "mp3", "pdf")
"""What a lesson can be saved as."""

LICENCE = "Made for use in class. The rights in the book it was made from stay with their holder."

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackLesson:
    """A lesson ready to be saved.

    Attributes:
        view: What it says.
        state: State of that version; only an approved one is saved.
        decision: The decision that froze it.
        findings: What the checks had left for the reviewer.
        worksheet: PDF file; None to leave it out. The same for `answer_key` and `plan`.
    """

    view: LessonView
    state: VersionState
    decision: Decision
    findings: tuple[Finding, ...] = ()
    worksheet: Path | None = None
    answer_key: Path | None = None
    plan: Path | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One file to be: where from the root, what for, and its bytes or the file that holds them."""

    path: str
    role: str
    data: bytes | Path

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data) if isinstance(self.data, bytes) else self.data.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        if isinstance(self.data, bytes):
            for start in range(0, len(self.data), _CHUNK):
                yield self.data[start : start + _CHUNK]
            return
        with self.data.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def refuse_what_must_not_leave(lessons: Sequence[PackLesson], formats: Sequence[str]) -> None:
    """The last gate before the stick: approved versions in known formats, whatever the caller has checked.

    Raises:
        UserFacingError: ``pack.not_approved``, ``pack.unknown_format`` or ``pack.nothing_to_save``.
        ValueError: a folder name that a stick cannot hold.
    """
    for name in formats:
        if name not in FORMATS:
            raise UserFacingError("pack.unknown_format", name=name, known=", ".join(FORMATS))
    for lesson in lessons:
        view, decision = lesson.view, lesson.decision
        theirs = (decision.lesson_id, decision.version_id) == (view.lesson_id, view.version_id)
        if lesson.state is not VersionState.APPROVED or decision.action is Action.REJECTED or not theirs:
            raise UserFacingError("pack.not_approved", id=view.lesson_id)
        if not is_slug(view.slug):
            raise ValueError(f"{view.slug!r} cannot be a folder name")
        if not _has_contents(lesson, formats):
            raise UserFacingError("pack.nothing_to_save", id=view.lesson_id, formats=", ".join(formats))


def _has_contents(lesson: PackLesson, formats: Sequence[str]) -> bool:
    """Whether a folder of this lesson would hold anything."""
    papers = (lesson.worksheet, lesson.answer_key, lesson.plan)
    with_sound, with_papers = bool(lesson.view.mp3), any(paper is not None for paper in papers)
    return "html" in formats or ("mp3" in formats and with_sound) or ("pdf" in formats and with_papers)


def contents(lesson: PackLesson, formats: Sequence[str], resources: ExportResources) -> tuple[Content, ...]:
    """The files of a lesson in these formats, without pack.json and sums."""
    view = lesson.view
    code = view.content.language
    public, teacher = f"{LESSONS}/{view.slug}", f"{TEACHER_ONLY}/{view.slug}"
    with_sound = "mp3" in formats and bool(view.mp3)
    files: list[Content] = []
    if "html" in formats:
        page = render_lesson(view, resources, sound_file=f"02-audio-{code}.mp3" if with_sound else "")
        files.append(Content(f"{public}/01-lesson-{code}.html", "lesson", page.encode("utf-8")))
    if with_sound:
        files.append(Content(f"{public}/02-audio-{code}.mp3", "audio", view.mp3))
    if "pdf" in formats:
        papers = (
            (f"{public}/03-worksheet-{code}.pdf", "worksheet", lesson.worksheet),
            (f"{teacher}/answer-key-{code}.pdf", "answer_key", lesson.answer_key),
            (f"{teacher}/lesson-plan-{code}.pdf", "lesson_plan", lesson.plan),
        )
        files += [Content(path, role, paper) for path, role, paper in papers if paper is not None]
    return tuple(files)


def describe(lesson: PackLesson, files: tuple[PackFile, ...], app_version: str) -> PackInfo:
    """The lesson's pack.json."""
    view, content, decision = lesson.view, lesson.view.content, lesson.decision
    origin = view.provenance
    has_page = any(file.role == "lesson" for file in files)
    severities = [finding.severity for finding in lesson.findings]
    models = {"text": content.engine} | ({"speech": view.audio.engine} if view.audio and view.mp3 else {})
    return PackInfo(
        format=pack_info.FORMAT,
        pack_id=view.version_id,
        lesson_id=view.lesson_id,
        slug=view.slug,
        version=view.version,
        created=decision.decided,
        app_version=app_version,
        title={content.language: clean(content.title)},
        languages=(content.language,),
        school_class=content.school_class,
        reading_level=content.level.value,
        source=pack_info.PackSource(clean(origin.source_title), origin.source_pages, origin.source_sha256),
        models=models,
        checks=pack_info.PackChecks(severities.count(Severity.AMBER), severities.count(Severity.RED)),
        review=pack_info.PackReview(
            state=VersionState.APPROVED.value,
            action=decision.action.value,
            reviewer=decision.person_name,
            reviewer_role="teacher",
            date=decision.decided,
            reason=decision.reason,
            edits_count=len(decision.changes),
            content_sha256=decision.content_sha256,
        ),
        files=files,
        accessibility=pack_info.PackAccessibility(
            text=has_page,
            audio=bool(view.mp3),
            sentence_highlighting=has_page and bool(view.mp3),
            works_without_scripts=has_page,
            loads_from_network=False,
        ),
        licence=LICENCE,
    )
