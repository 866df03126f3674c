"""Results of steps that another laptop has computed, in a folder or on a stick: the cache's third tier, only read.

``ShikshaSetu-results/<digit>/<key>.msgpack`` holds a result, ``media/<sha256>`` a picture or sound that results name,
and ``SHA256SUMS`` the hash of every result. The hash tells a damaged file from a whole one; it cannot tell who made
it. So the folder is used only where a person switched it on, a result must have the form and the limits of its step,
what it names must come with it, and everything else - a link, a long file, a stick that is gone - is a result that
is not there.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.store import codec

if TYPE_CHECKING:
    from app.store.media import MediaStore

_log = logging.getLogger(__name__)

OWN_FOLDER = "ShikshaSetu-results"
SUMS = "SHA256SUMS"
MEDIA = "media"
MOST_BYTES = 64 << 20
"""Of a result; a longer one does not travel."""
MOST_MEDIA_BYTES = 256 << 20
MOST_RESULTS = 100_000
_MOST_SUMS = MOST_RESULTS * 200
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_NAME = re.compile(r"([a-z][a-z0-9_]{0,39})-([0-9a-f])[0-9a-f]{63}\Z")
_MEDIA_NAME = re.compile(r"[0-9a-f]{64}\Z")
_LINE = re.compile(rb"([0-9a-f]{64})  ([0-9a-f])/([a-z][a-z0-9_]{0,39}-([0-9a-f])[0-9a-f]{63})\.msgpack")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
"""How a JPEG, a PNG and an MP3 begin: nothing else is named by a result."""


@dataclass(frozen=True, slots=True)
class SharedStep:
    """A step whose results travel.

    Attributes:
        kind: Type of its results.
        media: SHA-256 of the pictures and sounds that a result names.
        sound: Whether a result is within the limits that the rest of the program counts on.
    """

    kind: Any
    media: Callable[[Any], tuple[str, ...]] = lambda _: ()
    sound: Callable[[Any], bool] = lambda _: True


class SharedCache:
    """Reads results from a folder that a person switched on; safe to use from any thread, and it never raises.

    Args:
        folder: The stick or folder at this moment; empty for none.
        steps: What travels, by step.
        media: Takes the pictures and sounds in.
    """

    def __init__(self, folder: Callable[[], str], steps: Mapping[str, SharedStep], media: MediaStore) -> None:
        self._folder = folder
        self._steps = steps
        self._media = media
        self._lock = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._sums: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """A result that is whole, of the form of its step, and here with everything it names; else None."""
        folder, name = self._folder(), _NAME.match(key)
        step = self._steps.get(name[1]) if name else None
        if not folder or step is None:
            return None
        root = Path(folder) / OWN_FOLDER
        try:
            wanted = self._listed(root).get(key)
            if wanted is None:
                return None
            value = read_inside(root, path_of(key), MOST_BYTES)
            if hashlib.sha256(value).digest() != wanted:
                _log.warning("a shared result is damaged and is computed here: %s", key)
                return None
            named = self.media_of(key, value)
            return value if named is not None and all(self._fetch(root, one) for one in named) else None
        except (OSError, UserFacingError) as fault:
            _log.info("a shared result cannot be used (%s): %s", fault, key)
            return None

    def media_of(self, key: str, value: bytes) -> tuple[str, ...] | None:
        """What a result names; None where it does not travel, or is not what its step makes."""
        step = self._steps.get(key.partition("-")[0])
        if step is None or len(value) > MOST_BYTES or not _NAME.match(key):
            return None
        try:
            found = codec.from_msgpack(value, step.kind)
        except codec.DamagedValueError:
            return None
        names = step.media(found)
        return names if step.sound(found) and all(_MEDIA_NAME.match(one) for one in names) else None

    def listed(self) -> tuple[str, ...]:
        """Keys of the results that are in the folder at this moment.

        Raises:
            OSError: it is not there or cannot be read.
        """
        return tuple(self._listed(Path(self._folder()) / OWN_FOLDER))

    def _listed(self, root: Path) -> dict[str, bytes]:
        """The sums, read anew when another stick or an export has changed them."""
        found = (root / SUMS).lstat()
        now = (str(root), found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            if now != self._seen:
                self._sums = read_sums(root)
                self._seen = now
            return self._sums

    def _fetch(self, root: Path, name: str) -> bool:
        """Have a picture or sound in the media folder."""
        if self._media.has(name):
            return True
        data = read_inside(root, f"{MEDIA}/{name}", MOST_MEDIA_BYTES)
        if hashlib.sha256(data).hexdigest() != name or not data.startswith(_STARTS):
            _log.warning("a shared picture or sound is damaged: %s", name)
            return False
        return self._media.put(data) == name


def path_of(key: str) -> str:
    """Path of a result inside our folder; 16 folders, for one of FAT32 holds 8,000 such names at most."""
    return f"{key.partition('-')[2][0]}/{key}.msgpack"


def read_sums(root: Path) -> dict[str, bytes]:
    """The hash of every result, by key; lines that are none of ours are left out.

    Raises:
        OSError: the file is not there, cannot be read, or is too long.
    """
    found = {}
    for line in read_inside(root, SUMS, _MOST_SUMS).split(b"\n"):
        match = _LINE.fullmatch(line)
        if match and match[2] == match[4]:
            found[match[3].decode("ascii")] = bytes.fromhex(match[1].decode("ascii"))
    return found


def read_inside(root: Path, path: str, most: int) -> bytes:
    """A plain file inside our folder; neither it nor a folder above it, up to ours, is a link.

    Raises:
        OSError: it is not there, cannot be read, is no such file, or has more than `most` bytes.
    """
    file = root / path
    for folder in (root, file.parent):
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise OSError(errno.ENOTDIR, "not a folder", str(folder))
    if file.is_symlink():  # for systems without O_NOFOLLOW
        raise OSError(errno.ELOOP, "a link", str(file))
    handle = os.open(file, _FLAGS)
    with os.fdopen(handle, "rb") as opened:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            raise OSError(errno.EFBIG, "no plain file, or too long", str(file))
        data = opened.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, "too long", str(file))
    return data


def files_named(keys: Iterator[str]) -> dict[str, int]:
    """How many of these keys each step has."""
    counts: dict[str, int] = {}
    for key in keys:
        step = key.partition("-")[0]
        counts[step] = counts.get(step, 0) + 1
    return dict(sorted(counts.items()))
