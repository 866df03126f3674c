"""Writing results of steps to a stick or folder, for `SharedCache` on other laptops.

A file gets its name after its bytes are on the device, and the sums come last: so a stick that is pulled or full
half-way holds whole files that nobody uses yet, and the next export only adds what is missing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.disk import sync_folder
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress
from app.store.shared_cache import (
    MEDIA,
    MOST_BYTES,
    MOST_MEDIA_BYTES,
    MOST_RESULTS,
    OWN_FOLDER,
    SUMS,
    SharedCache,
    files_named,
    path_of,
    read_inside,
    read_sums,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.store.cache import StepCache
    from app.store.media import MediaStore

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_LOCKED = {errno.EROFS, errno.EACCES, errno.EPERM}
_CLUSTER = 32 * 1024
_MEBI = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: our folder, results in it by step, files and bytes written now, results left out."""

    folder: Path
    results: dict[str, int]
    files: int
    size: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """Keys of results, the media they name, bytes that are missing on the stick, and results that stay here."""

    keys: tuple[str, ...]
    media: tuple[str, ...]
    size: int
    left_out: int


class ResultsExport:
    """One export.

    Args:
        cache: Where the results are.
        shared: Knows which results travel and what they name.
        media: Where the pictures and sounds are.
        report: Told how far it is.
        cancel: Ends the work; whole files stay.
        free: Free bytes of a folder's disk.
    """

    def __init__(
        self,
        cache: StepCache,
        shared: SharedCache,
        media: MediaStore,
        report: ReportProgress,
        cancel: CancelToken,
        *,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._free = free
        self._cache = cache
        self._shared = shared
        self._media = media
        self._report = report
        self._cancel = cancel
        self._files = 0
        self._size = 0

    def write(self, keys: Iterable[str], folder: Path) -> Exported:
        """Write these results with everything they name.

        Raises:
            UserFacingError: there is nothing to write or too much (``results.nothing``, ``results.too_many``), the
                folder is not there, full, locked or gone (``results.no_folder``, ``results.no_space``,
                ``results.full``, ``results.read_only``, ``results.gone``), or the disk of this laptop fails.
            JobCancelled: `cancel` was used.
        """
        if not folder.is_dir():
            raise UserFacingError("results.no_folder", path=str(folder))
        root = folder / OWN_FOLDER
        plan = self._plan(keys, root)
        try:
            self._check_room(folder, plan)
            return self._write(plan, root)
        except OSError as error:
            raise _explain(error, folder) from error

    def _plan(self, keys: Iterable[str], root: Path) -> _Plan:
        """Look at every result once; one that is damaged, or whose picture or sound is gone, stays here."""

        def room(path: str, needed: int) -> int:
            with contextlib.suppress(OSError):
                if (root / path).lstat().st_size == needed:
                    return 0  # from an earlier export
            return needed + _CLUSTER

        good: list[str] = []
        media: dict[str, bool] = {}
        left_out = size = 0
        for key in keys:
            self._cancel.check()
            value = self._cache.peek(key)
            named = None if value is None else self._shared.media_of(key, value)
            if value is None or named is None:
                continue
            for name in named:
                media.setdefault(name, self._travels(name))
            if not all(media[name] for name in named):
                left_out += 1
                continue
            good.append(key)
            size += room(path_of(key), len(value))
        whole = tuple(name for name, travels in media.items() if travels)
        size += sum(room(f"{MEDIA}/{name}", (self._media.folder / name).stat().st_size) for name in whole)
        if not good:
            raise UserFacingError("results.nothing")
        if len(good) > MOST_RESULTS:
            raise UserFacingError("results.too_many", count=len(good), most=MOST_RESULTS)
        return _Plan(tuple(good), whole, size, left_out)

    def _travels(self, name: str) -> bool:
        """Whether a picture or sound is here, whole and not too long."""
        try:
            return self._media.verify(name) and (self._media.folder / name).stat().st_size <= MOST_MEDIA_BYTES
        except (OSError, UserFacingError):
            return False

    def _check_room(self, folder: Path, plan: _Plan) -> None:
        free = self._free(folder)
        if plan.size > free:
            raise UserFacingError(
                "results.no_space", path=str(folder), needed=f"{plan.size // _MEBI + 1} MB", free=f"{free // _MEBI} MB"
            )

    def _write(self, plan: _Plan, root: Path) -> Exported:
        total, done = len(plan.keys) + len(plan.media), 0
        sums = self._known(root)
        for name in plan.media:
            self._step(done, total)
            self._keep(root, f"{MEDIA}/{name}", self._media.read(name), MOST_MEDIA_BYTES)
            done += 1
        for key in plan.keys:
            self._step(done, total)
            value = self._cache.peek(key)
            if value is not None:
                sums[key] = self._keep(root, path_of(key), value, MOST_BYTES)
            done += 1
        if len(sums) > MOST_RESULTS:
            raise UserFacingError("results.too_many", count=len(sums), most=MOST_RESULTS)
        lines = "".join(f"{digest.hex()}  {path_of(key)}\n" for key, digest in sorted(sums.items()))
        self._keep(root, SUMS, lines.encode("ascii"), len(lines))
        return Exported(root, files_named(iter(sums)), self._files, self._size, plan.left_out)

    def _step(self, done: int, total: int) -> None:
        self._cancel.check()
        self._report(Progress("sharing results", done, total))

    @staticmethod
    def _known(root: Path) -> dict[str, bytes]:
        """Results that earlier exports, perhaps of other laptops, have put there."""
        try:
            return {key: digest for key, digest in read_sums(root).items() if (root / path_of(key)).is_file()}
        except OSError:
            return {}

    def _keep(self, root: Path, path: str, data: bytes, most: int) -> bytes:
        """Write a file unless it stands there whole; returns its SHA-256."""
        digest = hashlib.sha256(data).digest()
        with contextlib.suppress(OSError):
            if hashlib.sha256(read_inside(root, path, most)).digest() == digest:
                return digest
        file = root / path
        for folder in dict.fromkeys((root, file.parent)):
            if folder.is_symlink():
                raise OSError(errno.ENOTDIR, "a link where our folder should be", str(folder))
            folder.mkdir(exist_ok=True)
        part = file.with_name(f".shikshasetu-{hashlib.sha256(path.encode()).hexdigest()[:16]}.part")
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(part, _NEW, 0o644), "wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            part.replace(file)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync_folder(file.parent)
        self._files += 1
        self._size += len(data)
        return digest


def _explain(error: OSError, folder: Path) -> UserFacingError:
    if error.errno in _FULL or getattr(error, "winerror", None) in {39, 112}:
        return UserFacingError("results.full", path=str(folder))
    if error.errno in _LOCKED:
        return UserFacingError("results.read_only", path=str(folder))
    return UserFacingError("results.gone", path=str(folder))
