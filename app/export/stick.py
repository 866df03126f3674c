"""What is already on a stick: its lessons, its sums, and what an interrupted save has left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.slugs import is_slug
from app.export import pack_info, start_page, sums
from app.export.pack_info import PackInfo
from app.export.removable_drive import new_name, old_name, part_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.export.removable_drive import RemovableDrive

LESSONS = "Lessons"
TEACHER_ONLY = "TeacherOnly"

CLUSTER = 32 * 1024
"""Bytes of a cluster on a FAT32 stick of 32 GB: every file takes whole ones."""

ROOT_FILES = (start_page.FILE_NAME, sums.FILE_NAME)
"""The two files at the root, in the order in which they get their names."""

_OURS = re.compile(
    r"0[1-9]-[a-z]+-[a-z]{2}\.(?:html|mp3|pdf|epub)|(?:answer-key|lesson-plan)-[a-z]{2}\.pdf|pack\.json|SHA256SUMS"
)


@dataclass(frozen=True, slots=True)
class StickLesson:
    """A lesson on the stick: the hash of its sums, and its description if that can be read."""

    sums_sha256: str
    info: PackInfo | None


class Stick:
    """A drive with lessons on it.

    Args:
        drive: Where they are.
    """

    def __init__(self, drive: RemovableDrive) -> None:
        self._drive = drive
        self._root = drive.root

    def folders(self, slug: str) -> tuple[Path, Path]:
        """The lesson's two folders: for everyone, and for the teacher."""
        return self._root / LESSONS / slug, self._root / TEACHER_ONLY / slug

    def lessons(self, trusted: Iterable[str] = ()) -> dict[str, StickLesson]:
        """Every lesson by its folder name.

        The hash of a lesson's sums is taken over from the root's sums, so that damage is never written down as the
        truth; only for `trusted` lessons, just written and read back, and for unknown ones it is computed.
        """
        known, trusted = self._root_sums(), set(trusted)
        found: dict[str, StickLesson] = {}
        for entry in self._drive.operations.entries(self._root / LESSONS):
            path = self._root / _sums_path(entry.name)
            if entry.kind != "folder" or not is_slug(entry.name) or not self._drive.exists(path):
                continue
            listed = None if entry.name in trusted else known.get(_sums_path(entry.name))
            found[entry.name] = StickLesson(listed or self._drive.hash_file(path), self.info(path.parent))
        return found

    def info(self, folder: Path) -> PackInfo | None:
        """The description in a lesson folder; None when there is none that can be believed."""
        try:
            info = pack_info.parse(self._small(folder / pack_info.FILE_NAME))
        except (pack_info.MalformedPackError, FileNotFoundError):
            return None
        return info if info.slug == folder.name else None

    def sizes(self, slug: str) -> int:
        """Bytes that the lesson takes now, whole clusters counted."""
        return sum(
            entry.size + CLUSTER for folder in self.folders(slug) for entry in self._drive.operations.entries(folder)
        )

    def put_foreign_files_aside(self) -> None:
        """Move a START-HERE.html or SHA256SUMS that somebody else wrote out of our way."""
        for name, is_ours in ((start_page.FILE_NAME, self._start_page_is_ours), (sums.FILE_NAME, self._root_sums)):
            if self._drive.exists(self._root / name) and not is_ours():
                self._drive.keep(self._root / name, "root")

    def finish_interrupted(self) -> frozenset[str]:
        """Bring every lesson that a save left half-way to a whole version; returns the names of these lessons.

        A new version that is complete takes its place, one that is not goes away and the old one comes back.
        """
        touched: set[str] = set()
        for folder in (self._root / LESSONS, self._root / TEACHER_ONLY):
            touched.update(name for name in self._drive.leftovers(folder) if is_slug(name))
        for slug in sorted(touched):
            self._finish(slug)
        return frozenset(touched)

    def root_is_stale(self, slugs: Iterable[str]) -> bool:
        """Whether the root's two files were about to be replaced, or do not know one of these lessons as it is."""
        if any(self._drive.exists(part_name(self._root / name)) for name in ROOT_FILES):
            return True
        known = self._root_sums()
        return any(lesson.sums_sha256 != known.get(_sums_path(slug)) for slug, lesson in self.lessons(slugs).items())

    def drop_root_parts(self) -> None:
        """Remove the root's files that did not get their names."""
        for name in ROOT_FILES:
            self._drive.remove_part(self._root / name)

    def exchange(self, slug: str, *, with_teacher_files: bool) -> None:
        """Put the new version of a lesson, complete in its ``.new`` folders, in its place."""
        lesson, teacher = self.folders(slug)
        if with_teacher_files:
            self._drive.exchange(teacher)
        else:
            self._retire(teacher)
        self._drive.exchange(lesson)

    def remove_old(self, slug: str) -> None:
        """Remove the former version; a file in it that we did not write is kept elsewhere."""
        for folder in reversed(self.folders(slug)):
            self._clear(old_name(folder))

    def discard_new(self, slug: str) -> None:
        """Remove a version that was not finished."""
        for folder in self.folders(slug):
            self._clear(new_name(folder))

    def _finish(self, slug: str) -> None:
        """Forward if the exchange had begun and the new version is whole, else back; never without either."""
        lesson, teacher = self.folders(slug)
        exists = self._drive.exists
        begun = exists(old_name(lesson)) or exists(old_name(teacher))
        new = tuple(new_name(one) if exists(new_name(one)) else one for one in (lesson, teacher))
        hashes = self._complete(slug, *new) if begun else None
        if hashes is not None:
            self.exchange(slug, with_teacher_files=_has_teacher_files(hashes))
            return
        old = tuple(old_name(one) if exists(old_name(one)) else one for one in (lesson, teacher))
        hashes = self._complete(slug, *old)
        if hashes is not None or not exists(lesson):
            for folder in (lesson, teacher):
                self._bring_back(folder)
            if not _has_teacher_files(hashes or ()):
                self._clear(teacher)
        self.discard_new(slug)

    def _bring_back(self, folder: Path) -> None:
        """Undo an exchange; what stood in the place is set aside by a rename, so that a pulled stick loses nothing."""
        if not self._drive.exists(old_name(folder)):
            return
        self._clear(new_name(folder))
        if self._drive.exists(folder):
            self._drive.operations.rename(folder, new_name(folder))
        self._drive.operations.rename(old_name(folder), folder)

    def _complete(self, slug: str, lesson: Path, teacher: Path) -> dict[str, str] | None:
        """The sums of a version if every file they name is there and whole, else None."""
        try:
            hashes = sums.parse(self._small(lesson / sums.FILE_NAME))
            for path, digest in hashes.items():
                top, folder, name = path.split("/")
                place = {LESSONS: lesson, TEACHER_ONLY: teacher}.get(top)
                if place is None or folder != slug or self._drive.hash_file(place / name) != digest:
                    return None
        except (FileNotFoundError, ValueError):
            return None
        return hashes

    def _retire(self, folder: Path) -> None:
        if self._drive.exists(folder):
            self._clear(old_name(folder))
            self._drive.operations.rename(folder, old_name(folder))

    def _clear(self, folder: Path) -> None:
        self._drive.clear(folder, is_ours=lambda name: _OURS.fullmatch(name) is not None)

    def _root_sums(self) -> dict[str, str]:
        try:
            listed = sums.parse(self._small(self._root / sums.FILE_NAME))
        except (FileNotFoundError, sums.MalformedSumsError):
            return {}
        return listed if start_page.FILE_NAME in listed else {}

    def _start_page_is_ours(self) -> bool:
        return b'<meta name="generator" content="ShikshaSetu">' in self._small(self._root / start_page.FILE_NAME)

    def _small(self, path: Path) -> bytes:
        """The first megabyte of a file; what is read from a stick is never trusted to be small."""
        data = b""
        for chunk in self._drive.operations.read(path):
            data += chunk
            if len(data) > sums.MAX_BYTES:
                break
        return data


def _sums_path(slug: str) -> str:
    return f"{LESSONS}/{slug}/{sums.FILE_NAME}"


def _has_teacher_files(hashes: Iterable[str]) -> bool:
    return any(path.startswith(f"{TEACHER_ONLY}/") for path in hashes)
