"""Compiled graphs kept on the disk, so that a model's second start need not compile it again.

They stand in ``.compiled`` beside the installed models, never inside a model's folder: nothing that comes from a stick,
a pack or a server is ever put there, and no name of an imported model can begin with a dot. A file is used for the same
library, processor, settings and model files alone, and only while its check sums are right; else it is made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FOLDER = ".compiled"
"""In the folder of the models; it holds one folder for each model."""
_MOST = 3 << 29  # bytes of all models: a small and a middle one; for a large one a second is not worth the disk
_SPARE = 1 << 30  # bytes of the disk that are left to others
_END = struct.Struct("<8sQ4I")  # after the graph: a mark, its size, the check sums of its quarters
_MARK = b"SSgraph1"
_CHUNK = 4 << 20
_NAME = ".graph"
_BUILDING = "building-"


class CompiledGraph:
    """The compiled graph of one model for one way of running it.

    Args:
        place: Folder of the model's graphs; made at need.
        way: All that the graph depends on beside the model: library and its version, processor, settings.
        files: Those it is compiled from.
        most: Bytes that the graphs of all models may take together.
    """

    def __init__(self, place: Path, way: Sequence[str], files: Sequence[Path], *, most: int = _MOST) -> None:
        about = [(one.name, (known := one.stat()).st_size, known.st_mtime_ns) for one in files]
        self._place = place
        self._path = place / f"{hashlib.sha256(msgspec.json.encode((list(way), about))).hexdigest()}{_NAME}"
        self._size = sum(size for _, size, _ in about)
        self._most = most

    def open(self) -> NDArray[np.uint8] | None:
        """The graph in memory that is read from the disk at need; None where it is to be compiled.

        Whoever uses it keeps the array: the library does not. What is damaged is taken away.
        """
        import numpy as np

        try:
            if not self._is_ours():
                return None
            whole = np.memmap(self._path, np.uint8, "c")
            mark, size, *sums = _END.unpack(bytes(whole[-_END.size :]))
        except (OSError, ValueError, struct.error):
            return None
        graph = whole[: -_END.size]
        if mark != _MARK or size != len(graph) or tuple(sums) != _sums(graph):
            del graph, whole
            self.drop()
            return None
        with suppress(OSError):
            os.utime(self._path)  # the one used longest ago goes first
        return graph

    def drop(self) -> None:
        """Take the kept graph away."""
        with suppress(OSError):
            self._path.unlink()

    def building(self) -> Path | None:
        """A folder where the library may write the graph; None where there is no room for it."""
        if self._size > self._most or not self._is_ours():
            return None
        try:
            for old in self._place.glob(f"{_BUILDING}*"):  # of a process that was ended meanwhile
                shutil.rmtree(old, ignore_errors=True)
            self._place.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self._place).free < 3 * self._size + _SPARE:
                return None
            return type(self._place)(tempfile.mkdtemp(prefix=_BUILDING, dir=self._place))
        except OSError:
            return None

    def keep(self, building: Path) -> None:
        """Take over the one file that the library wrote; what cannot be kept is left away, without a fault.

        Its first line is the library's own about the file; the graph begins after it.
        """
        part = building / _NAME
        try:
            (written,) = building.glob("*.blob")
            with written.open("rb") as source, part.open("wb") as target:
                source.readline(_CHUNK)
                shutil.copyfileobj(source, target, _CHUNK)
            self._seal(part)
            self._make_room(part.stat().st_size)
            part.replace(self._path)
        except (OSError, ValueError):
            self.drop()
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def _is_ours(self) -> bool:
        """No link leads elsewhere."""
        return not any(one.is_symlink() for one in (self._path, self._place, self._place.parent))

    def _seal(self, part: Path) -> None:
        import numpy as np

        graph = np.memmap(part, np.uint8, "r")
        end = _END.pack(_MARK, len(graph), *_sums(graph))
        del graph
        with part.open("ab") as file:
            file.write(end)
            file.flush()
            os.fsync(file.fileno())

    def _make_room(self, size: int) -> None:
        """One graph for each model that is installed, those used last, within the bound.

        Raises:
            ValueError: it does not fit even alone.
        """
        if size > self._most:
            raise ValueError(f"{size} bytes are too many to keep")
        root = self._place.parent
        for one in root.iterdir():
            if not (root.parent / one.name).is_dir():
                shutil.rmtree(one, ignore_errors=True)
        others = []
        for file in root.glob(f"*/*{_NAME}"):
            if file.parent == self._place:
                file.unlink(missing_ok=True)
            else:
                known = file.stat()
                others.append((known.st_mtime_ns, known.st_size, file))
        total = size + sum(one for _, one, _ in others)
        for _, freed, file in sorted(others):
            if total <= self._most:
                return
            file.unlink(missing_ok=True)
            total -= freed


def place_of(folder: Path) -> Path:
    """Where the graphs of the installed model in `folder` are kept."""
    return folder.parent / FOLDER / folder.name


def forget(folder: Path) -> None:
    """Take away what is kept of the model in `folder`, which leaves."""
    shutil.rmtree(place_of(folder), ignore_errors=True)


def _sums(graph: NDArray[np.uint8]) -> tuple[int, ...]:
    """Check sums of the quarters: of all of them at once, for somebody waits."""
    step = max(1, -(-len(graph) // 4))
    with ThreadPoolExecutor(4) as workers:
        return tuple(workers.map(zlib.crc32, (graph[at * step : (at + 1) * step] for at in range(4))))
