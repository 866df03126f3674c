"""Saving approved lessons to a stick: all the files of a lesson or none, and the former version until then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Part, Progress, ReportProgress, ignore_progress
from app.export import pack_info, sums
from app.export.file_operations import FileOperations, OsFileOperations
from app.export.pack_contents import FORMATS, Content, PackLesson, contents, describe, refuse_what_must_not_leave
from app.export.pack_info import PackFile
from app.export.removable_drive import (
    ReadBackDiffersError,
    RemovableDrive,
    explain,
    ignoring_a_failing_drive,
    new_name,
    part_name,
)
from app.export.start_page import FILE_NAME as START_PAGE
from app.export.start_page import render_start_page
from app.export.stick import CLUSTER, LESSONS, ROOT_FILES, TEACHER_ONLY, Stick, StickLesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.export.labels import ExportResources

_LARGEST_ON_FAT = (1 << 32) - 1
_MARGIN = 512 * 1024  # folders, the root's two files and their temporary twins


@dataclass(frozen=True, slots=True)
class SavedPack:
    """What was saved: the drive, folder names of the lessons and the numbers of their versions, every file, bytes."""

    folder: Path
    lessons: tuple[str, ...]
    versions: tuple[int, ...]
    files: tuple[str, ...]
    bytes: int


class PackWriter:
    """Writes packs.

    Args:
        resources: Labels, style sheet and script of the pages.
        app_version: Written into each pack.
        operations: File operations of the drive.
    """

    def __init__(self, resources: ExportResources, app_version: str, operations: FileOperations | None = None) -> None:
        self._resources = resources
        self._app_version = app_version
        self._operations = operations or OsFileOperations()

    def estimate(self, lesson: PackLesson, formats: Sequence[str] = FORMATS) -> int:
        """Bytes that a lesson will take on the stick."""
        return sum(content.size for content in contents(lesson, formats, self._resources))

    def write(
        self,
        lessons: Sequence[PackLesson],
        folder: Path,
        *,
        formats: Sequence[str] = FORMATS,
        language: str = "en",
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> SavedPack:
        """Save lessons; each is complete and verified before the next begins.

        Args:
            lessons: Approved versions.
            folder: Root of the stick, or any existing folder.
            formats: Some of `FORMATS`.
            language: The school's language, for START-HERE.html.
            report: Told the number of files finished.
            cancel: Stops between two chunks; complete lessons stay, the unfinished one is removed.

        Raises:
            UserFacingError: any of ``pack.*``; lessons already complete are on the stick, and a former version of
                the one in hand still is.
            JobCancelled: `cancel` was used.
        """
        refuse_what_must_not_leave(lessons, formats)
        if not folder.is_dir():
            raise UserFacingError("pack.no_drive", path=str(folder))
        try:
            drive = RemovableDrive(folder, self._operations, (cancel or CancelToken()).check)
        except OSError as error:
            raise explain(error, folder, number=1, complete=0, started=False) from error
        session = _Session(drive, self._resources, self._app_version, language, report)
        try:
            return session.run(lessons, formats)
        except OSError as error:
            session.tidy()
            raise explain(
                error, folder, number=session.number, complete=len(session.slugs), started=session.started
            ) from error
        except ReadBackDiffersError as error:
            session.tidy()
            raise UserFacingError("pack.readback_differs", path=str(folder), name=error.name) from error
        except BaseException:
            session.tidy()
            raise


class _Session:
    """One save: where it stands, and how it goes on or is undone."""

    def __init__(
        self, drive: RemovableDrive, resources: ExportResources, app_version: str, language: str, report: ReportProgress
    ) -> None:
        self._drive = drive
        self._stick = Stick(drive)
        self._resources = resources
        self._app_version = app_version
        self._language = language
        self._report = report
        self._files_done = self._files_total = self._bytes = 0
        self.number = 1
        self._part: Part | None = None
        self.started = False
        self._made: list[Path] = []
        self.slugs: list[str] = []
        self.versions: list[int] = []
        self.files: list[str] = []

    def run(self, lessons: Sequence[PackLesson], formats: Sequence[str]) -> SavedPack:
        """Save them all."""
        self._make_top_folders()
        self._recover()
        self._check_space(lessons, formats)
        for self.number, lesson in enumerate(lessons, start=1):
            self._part = Part(lesson.view.content.title, self.number, len(lessons))
            self._save(lesson, contents(lesson, formats, self._resources))
        return SavedPack(
            self._drive.root, tuple(self.slugs), tuple(self.versions), (*ROOT_FILES, *self.files), self._bytes
        )

    def tidy(self) -> None:
        """After a failure: take away what is unfinished, as far as the drive still answers."""
        with ignoring_a_failing_drive():
            self._drive.check_device()
            self._drive = RemovableDrive(self._drive.root, self._drive.operations, lambda: None)
            self._stick = Stick(self._drive)
            self._recover()
            for folder in self._made:
                if not self._drive.operations.entries(folder):
                    self._drive.operations.remove_folder(folder)

    def _make_top_folders(self) -> None:
        """What stands in their place but is not a folder, such as a link that leads elsewhere, is put aside."""
        for name in (LESSONS, TEACHER_ONLY):
            path = self._drive.root / name
            kind = self._drive.kind(path)
            if kind not in (None, "folder"):
                self._drive.keep(path, "root")
            self._drive.operations.make_folder(path)
            if kind is None:
                self._made.append(path)

    def _recover(self) -> None:
        touched = self._stick.finish_interrupted()
        if self._stick.root_is_stale(touched):
            self._stick.drop_root_parts()
            self._stage_root(self._stick.lessons(touched))
            self._commit_root()
        for slug in touched:
            self._stick.remove_old(slug)

    def _check_space(self, lessons: Sequence[PackLesson], formats: Sequence[str]) -> None:
        """Room for the new version beside the old one, lesson after lesson."""
        total = peak = 0
        for lesson in lessons:
            files = contents(lesson, formats, self._resources)
            self._files_total += len(files)
            for file in files:
                if file.size > _LARGEST_ON_FAT:
                    raise UserFacingError("pack.file_too_large", name=file.path, path=str(self._drive.root))
            total += sum(file.size + CLUSTER for file in files) + 2 * CLUSTER
            peak = max(peak, total)
            total -= self._stick.sizes(lesson.view.slug)
        free = self._drive.operations.free_bytes(self._drive.root)
        if free < peak + _MARGIN:
            raise UserFacingError(
                "pack.no_space", path=str(self._drive.root), free=_megabytes(free), needed=_megabytes(peak + _MARGIN)
            )

    def _save(self, lesson: PackLesson, files: tuple[Content, ...]) -> None:
        slug = lesson.view.slug
        written = self._stage_files(lesson, files)
        folder = new_name(self._stick.folders(slug)[0])
        info = describe(lesson, written, self._app_version)
        hashes = {file.path: file.sha256 for file in written}
        hashes[f"{LESSONS}/{slug}/{pack_info.FILE_NAME}"] = self._drive.write_file(
            folder / pack_info.FILE_NAME, [pack_info.write(info)]
        )
        own_hash = self._drive.write_file(folder / sums.FILE_NAME, [sums.write(hashes)])
        with_teacher_files = any(file.path.startswith(f"{TEACHER_ONLY}/") for file in written)
        for one in self._stick.folders(slug)[: 2 if with_teacher_files else 1]:
            self._drive.operations.sync_folder(new_name(one))
        self._drive.check_device()
        self._stage_root(self._stick.lessons() | {slug: StickLesson(own_hash, info)})
        self._stick.exchange(slug, with_teacher_files=with_teacher_files)
        self._commit_root()
        self._drive.check_device()
        self.slugs.append(slug)
        self.versions.append(lesson.view.version)
        self.files += sorted([*hashes, f"{LESSONS}/{slug}/{sums.FILE_NAME}"])
        self._stick.remove_old(slug)

    def _stage_files(self, lesson: PackLesson, files: tuple[Content, ...]) -> tuple[PackFile, ...]:
        """Write the lesson's files into its ``.new`` folders."""
        places = dict(zip((LESSONS, TEACHER_ONLY), self._stick.folders(lesson.view.slug), strict=True))
        self._drive.operations.make_folder(new_name(places[LESSONS]))
        self.started = True  # a locked stick that has lessons refuses here, before anything is written
        written = []
        for file in files:
            self._report(Progress("saving", self._files_done, self._files_total, part=self._part))
            top, _, name = file.path.split("/")
            folder = new_name(places[top])
            self._drive.operations.make_folder(folder)
            digest = self._drive.write_file(folder / name, file.chunks())
            self._drive.check_device()
            written.append(PackFile(file.path, digest, file.size, lesson.view.content.language, file.role))
            self._files_done += 1
            self._bytes += file.size
        self._report(Progress("saving", self._files_done, self._files_total, part=self._part))
        return tuple(written)

    def _stage_root(self, lessons: dict[str, StickLesson]) -> None:
        """Write the root's two files under temporary names."""
        self._stick.put_foreign_files_aside()
        known = [lesson.info for lesson in lessons.values() if lesson.info is not None]
        page = render_start_page(known, self._resources, language=self._language).encode("utf-8")
        hashes = {f"{LESSONS}/{slug}/{sums.FILE_NAME}": lesson.sums_sha256 for slug, lesson in lessons.items()}
        try:
            hashes[START_PAGE] = self._drive.stage_file(part_name(self._drive.root / START_PAGE), [page])
            self._drive.stage_file(part_name(self._drive.root / sums.FILE_NAME), [sums.write(hashes)])
        except BaseException:
            with ignoring_a_failing_drive():
                self._stick.drop_root_parts()
            raise

    def _commit_root(self) -> None:
        for name in ROOT_FILES:
            self._drive.operations.rename(part_name(self._drive.root / name), self._drive.root / name)
        self._drive.operations.sync_folder(self._drive.root)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
