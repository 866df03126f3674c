"""Is a stick still as it was saved? Every byte of every pack is compared, and nothing on the stick is trusted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.slugs import is_slug
from app.export import pack_info, start_page, sums
from app.export.file_operations import FileOperations, OsFileOperations
from app.export.removable_drive import is_leftover
from app.export.stick import LESSONS, TEACHER_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.export.file_operations import Entry

_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db"})  # written by file managers into any folder that is looked at


class ProblemKind(StrEnum):
    """What is wrong with a file."""

    NOT_A_PACK = "not_a_pack"
    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    MALFORMED = "malformed"
    UNREADABLE = "unreadable"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was saved. `path` is from the root of the stick; `detail` may be empty."""

    kind: ProblemKind
    path: str
    detail: str = ""

    def __str__(self) -> str:
        words = {
            ProblemKind.NOT_A_PACK: "there is no pack here",
            ProblemKind.MISSING: "is missing",
            ProblemKind.CHANGED: "has changed since it was saved",
            ProblemKind.EXTRA: "does not belong to the pack",
            ProblemKind.MALFORMED: "is damaged",
            ProblemKind.UNREADABLE: "cannot be read",
            ProblemKind.UNFINISHED: "was left by a save that did not finish",
        }[self.kind]
        return f"{self.path} {words}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found: `ok` means that there is a pack and not one problem; `lessons` are folder names."""

    ok: bool
    lessons: tuple[str, ...]
    problems: tuple[Problem, ...]
    files: int = 0


def verify(
    folder: Path,
    *,
    operations: FileOperations | None = None,
    report: ReportProgress = ignore_progress,
    cancel: CancelToken | None = None,
) -> VerifyReport:
    """Compare a stick or folder with its sums.

    Only ``START-HERE.html``, ``SHA256SUMS``, ``Lessons`` and ``TeacherOnly`` are ours; other files are ignored.

    Raises:
        JobCancelled: `cancel` was used.
    """
    return _Verifier(folder, operations or OsFileOperations(), report, cancel or CancelToken()).run()


class _Verifier:
    def __init__(self, root: Path, operations: FileOperations, report: ReportProgress, cancel: CancelToken) -> None:
        self._root = root
        self._operations = operations
        self._report = report
        self._cancel = cancel
        self._problems: list[Problem] = []
        self._files = 0

    def run(self) -> VerifyReport:
        here = {entry.name: entry.kind for entry in self._entries("")}
        folders = {entry.name: entry.kind for entry in self._entries(LESSONS)}
        if sums.FILE_NAME not in here and not any(is_slug(name) for name in folders):
            self._add(ProblemKind.NOT_A_PACK, str(self._root))
            return VerifyReport(False, (), tuple(self._problems))
        self._check_root(here, folders)
        lessons = [name for name, kind in folders.items() if kind == "folder" and is_slug(name)]
        for number, slug in enumerate(lessons):
            self._report(Progress("verifying", number, len(lessons)))
            self._check_lesson(slug)
        self._check_teacher_folders(lessons)
        return VerifyReport(not self._problems, tuple(lessons), tuple(self._problems), self._files)

    def _check_root(self, here: dict[str, str], folders: dict[str, str]) -> None:
        self._leftovers("", here)
        for name in (LESSONS, TEACHER_ONLY):
            if here.get(name, "folder") != "folder":
                self._add(ProblemKind.EXTRA, name, "it is not a folder")
        self._leftovers(LESSONS, folders)
        for name, kind in folders.items():
            if (kind != "folder" or not is_slug(name)) and not _is_systems(name) and not is_leftover(name):
                self._add(ProblemKind.EXTRA, f"{LESSONS}/{name}")
        listed = self._sums("")
        if listed is None:
            return
        expected = {start_page.FILE_NAME}
        expected |= {f"{LESSONS}/{name}/{sums.FILE_NAME}" for name, kind in folders.items() if kind == "folder"}
        expected = {path for path in expected if path == start_page.FILE_NAME or is_slug(path.split("/")[1])}
        for path in sorted(expected - listed.keys()):
            self._add(ProblemKind.EXTRA, path, f"it is not in {sums.FILE_NAME}")
        for path in sorted(listed.keys() - expected):
            self._add(ProblemKind.MISSING, path)
        for path in sorted(listed.keys() & expected):
            self._compare(path, listed[path])

    def _check_lesson(self, slug: str) -> None:
        public = self._members(f"{LESSONS}/{slug}")
        present = public | self._members(f"{TEACHER_ONLY}/{slug}")
        own_sums = f"{LESSONS}/{slug}/{sums.FILE_NAME}"
        listed = self._sums(f"{LESSONS}/{slug}")
        if listed is None:
            return
        for path in sorted(present - listed.keys() - {own_sums}):
            self._add(ProblemKind.EXTRA, path)
        for path in sorted(listed.keys() - present):
            self._add(ProblemKind.MISSING, path)
        for path in sorted(listed.keys() & present):
            self._compare(path, listed[path])
        self._check_info(slug, listed)

    def _check_info(self, slug: str, listed: dict[str, str]) -> None:
        path = f"{LESSONS}/{slug}/{pack_info.FILE_NAME}"
        data = self._small(path)
        if data is None:
            return
        try:
            info = pack_info.parse(data)
        except pack_info.MalformedPackError as error:
            self._add(ProblemKind.MALFORMED, path, str(error))
            return
        described = {file.path: file.sha256 for file in info.files}
        if info.slug != slug or described != {name: hash_ for name, hash_ in listed.items() if name != path}:
            self._add(ProblemKind.MALFORMED, path, "it describes other files")

    def _check_teacher_folders(self, lessons: list[str]) -> None:
        entries = {entry.name: entry.kind for entry in self._entries(TEACHER_ONLY)}
        self._leftovers(TEACHER_ONLY, entries)
        for name, kind in entries.items():
            if (kind != "folder" or name not in lessons) and not _is_systems(name) and not is_leftover(name):
                self._add(ProblemKind.EXTRA, f"{TEACHER_ONLY}/{name}")

    def _members(self, folder: str) -> set[str]:
        """Paths of the plain files in a folder; anything else in it is a problem at once."""
        found = set()
        for entry in self._entries(folder):
            path = f"{folder}/{entry.name}"
            if entry.kind == "file" and not _is_systems(entry.name):
                found.add(path)
            elif entry.kind != "file":
                self._add(ProblemKind.EXTRA, path, "it is not a plain file")
        return found

    def _leftovers(self, folder: str, names: dict[str, str]) -> None:
        for name in names:
            if is_leftover(name):
                self._add(ProblemKind.UNFINISHED, f"{folder}/{name}".lstrip("/"))

    def _sums(self, folder: str) -> dict[str, str] | None:
        path = f"{folder}/{sums.FILE_NAME}".lstrip("/")
        data = self._small(path)
        if data is None:
            return None
        try:
            return sums.parse(data)
        except sums.MalformedSumsError as error:
            self._add(ProblemKind.MALFORMED, path, str(error))
            return None

    def _small(self, path: str) -> bytes | None:
        """A text file of the pack, cut off where no honest one ends."""
        data = b""
        try:
            for chunk in self._read(path):
                data += chunk
                if len(data) > sums.MAX_BYTES:
                    break
        except FileNotFoundError:
            self._add(ProblemKind.MISSING, path)
            return None
        except OSError as error:
            self._add(ProblemKind.UNREADABLE, path, error.strerror or "")
            return None
        return data

    def _compare(self, path: str, expected: str) -> None:
        digest = hashlib.sha256()
        self._files += 1
        try:
            for chunk in self._read(path):
                self._cancel.check()
                digest.update(chunk)
        except FileNotFoundError:
            self._add(ProblemKind.MISSING, path)
            return
        except OSError as error:
            self._add(ProblemKind.UNREADABLE, path, error.strerror or "")
            return
        if digest.hexdigest() != expected:
            self._add(ProblemKind.CHANGED, path)

    def _read(self, path: str) -> Iterator[bytes]:
        """The bytes of a plain file; a link or a device is not opened, and a name of another case is another file."""
        folder, _, name = path.rpartition("/")
        kind = next((entry.kind for entry in self._entries(folder) if entry.name == name), None)
        if kind is None:
            raise FileNotFoundError(path)
        if kind != "file":
            raise OSError(0, "it is not a plain file")
        yield from self._operations.read(self._root / path)

    def _entries(self, folder: str) -> tuple[Entry, ...]:
        try:
            return self._operations.entries(self._root / folder)
        except OSError as error:
            self._add(ProblemKind.UNREADABLE, folder or str(self._root), error.strerror or "")
            return ()

    def _add(self, kind: ProblemKind, path: str, detail: str = "") -> None:
        problem = Problem(kind, path, detail)
        if problem not in self._problems:
            self._problems.append(problem)


def _is_systems(name: str) -> bool:
    return name in _SYSTEM_FILES or name.startswith("._")
