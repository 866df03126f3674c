"""The folder of a pack while it is written: nothing but what an export wrote is ever replaced or taken away.

What is ours is known by its name *and* by what an earlier export said of itself: the manifest of the pack that is
there, or ``packing.json``, which lists the names that a broken-off export had begun. Anything else in the way, and
whatever is no plain file, ends the export with a sentence.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
from typing import TYPE_CHECKING

import msgspec

from app.domain.disk import sync_folder
from app.domain.errors import UserFacingError
from app.inference.install import pack_manifest
from app.inference.install.file_faults import sha256_of, writing
from app.inference.install.pack_manifest import LICENCES, MANIFEST, MOST_MANIFEST, SIGNATURE, MalformedManifestError
from app.inference.plain_file import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

STATE = "packing.json"
_PART = re.compile(r"part-\d{4}\.bin")
_PAPERS = (LICENCES, MANIFEST, SIGNATURE)
_EXCLUSIVE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def is_of_a_pack(name: str) -> bool:
    """Whether an export writes files of this name, or had begun one."""
    whole = name.removesuffix(".writing")
    return whole in (*_PAPERS, STATE) or _PART.fullmatch(whole) is not None


class PackFolder:
    """A folder that a pack is written into.

    Args:
        folder: Made if need be.

    Raises:
        UserFacingError: it is a link or no folder (``modelpack.in_the_way``), or cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder
        with writing(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            mode = _mode(folder)
            if mode is None:
                folder.mkdir()
            elif not stat.S_ISDIR(mode) or getattr(folder, "is_junction", lambda: False)():
                raise _in_the_way(str(folder))
        self._ours = self._of_the_pack() | self._begun()

    def begin(self, names: Sequence[str]) -> None:
        """Say which files are going to be written, so that the next export knows them as ours; the old seal is broken.

        Raises:
            UserFacingError: something that no export wrote is in the way (``modelpack.in_the_way``), the disk is full.
        """
        with writing(self.path):
            if (mode := _mode(self.path / f"{STATE}.writing")) is not None and not stat.S_ISREG(mode):
                raise _in_the_way(f"{STATE}.writing")
            new = {one for one in (*names, *_PAPERS) if self._is_free(one)}
            self._ours |= new | {STATE}
            self.write(STATE, [msgspec.json.encode(sorted(self._ours - {STATE}))])
            (self.path / SIGNATURE).unlink(missing_ok=True)  # from here on it is no pack until the end

    def has(self, name: str, size: int) -> bool:
        """Whether a plain file of this name and size is there."""
        with writing(self.path / name):
            mode = _mode(self.path / name)
            return mode is not None and stat.S_ISREG(mode) and (self.path / name).stat().st_size == size

    def write(self, name: str, pieces: Iterable[bytes], *, check: Callable[[], None] = lambda: None) -> str:
        """Write a file that takes its name when it is whole and was read back; gives its sha256.

        `check` is called between the pieces that are read back.

        Raises:
            UserFacingError: a file that is not ours has the name (``modelpack.in_the_way``), the disk is full or gives
                back other bytes (``modelpack.readback_differs``).
        """
        target, unfinished = self.path / name, self.path / f"{name}.writing"
        if name not in self._ours:
            raise _in_the_way(name)
        with writing(target):
            unfinished.unlink(missing_ok=True)
            try:
                digest = _written(unfinished, pieces)
                if sha256_of(unfinished, check) != digest:
                    raise UserFacingError("modelpack.readback_differs", name=name)
                unfinished.replace(target)
            finally:
                unfinished.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # some file systems of sticks have no such call
                sync_folder(self.path)
        return digest

    def end(self, parts: Sequence[str]) -> None:
        """Take away the parts of an earlier, larger pack, and the list of what was begun."""
        with writing(self.path):
            for name in sorted(self._ours - set(parts)):
                if _PART.fullmatch(name):
                    (self.path / name).unlink(missing_ok=True)
            (self.path / STATE).unlink(missing_ok=True)

    def _is_free(self, name: str) -> bool:
        """Whether nothing has this name, or what has it is ours; a part of somebody else may be the very same."""
        for one in (name, f"{name}.writing"):
            mode = _mode(self.path / one)
            if mode is None or (stat.S_ISREG(mode) and name in self._ours):
                continue
            if one != name or not stat.S_ISREG(mode) or not _PART.fullmatch(name):
                raise _in_the_way(one)
            return False
        return True

    def _of_the_pack(self) -> frozenset[str]:
        """What the manifest that is there says of the folder."""
        try:
            manifest = pack_manifest.decode(read_plain(self.path / MANIFEST, MOST_MANIFEST))
        except (OSError, MalformedManifestError):
            return frozenset()
        parts = {one.name for one in manifest.parts if self.has(one.name, one.size)}
        return frozenset(parts | {*_PAPERS})

    def _begun(self) -> frozenset[str]:
        """What a broken-off export had begun."""
        try:
            names = msgspec.json.decode(read_plain(self.path / STATE, MOST_MANIFEST), type=list[str])
        except FileNotFoundError:
            return frozenset()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise _in_the_way(STATE) from error
        return frozenset({STATE, *(one for one in names if one in _PAPERS or _PART.fullmatch(one))})


def _mode(path: Path) -> int | None:
    """What stands there, a link not followed; None for nothing."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _written(path: Path, pieces: Iterable[bytes]) -> str:
    """A new file, never through a link; gives the hash of what was written."""
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, _EXCLUSIVE, 0o644), "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
        _forget_cached(file.fileno())
    return digest.hexdigest()


def _forget_cached(handle: int) -> None:
    """So that what is read back comes from the stick and not from memory."""
    if sys.platform == "linux":
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _in_the_way(name: str) -> UserFacingError:
    return UserFacingError("modelpack.in_the_way", name=name)
