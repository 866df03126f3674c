"""Writes a pack of installed models onto a stick, signed with the laptop's key; goes on where an earlier run ended."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.clock import utc_now
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.models import InstalledModel, Licence, ModelFile
from app.inference.install import pack_manifest
from app.inference.install.file_faults import ask_for_room, sha256_of, writing
from app.inference.install.pack_manifest import (
    LICENCES,
    MANIFEST,
    PART_BYTES,
    SIGNATURE,
    Manifest,
    PackedModel,
    Signature,
)
from app.inference.install.signing import PACK, LaptopKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PIECE = 1 << 20
_ROOM = 8 << 20


@dataclass(frozen=True, slots=True)
class ModelToPack:
    """An installed model: its record, its name for people, where it lies, its files as installed, its licence."""

    model: InstalledModel
    name: str
    folder: Path
    files: tuple[ModelFile, ...]
    licence: Licence


def export_pack(
    models: Sequence[ModelToPack],
    folder: Path,
    key: LaptopKey,
    number: int,
    *,
    part_bytes: int = PART_BYTES,
    report: ReportProgress = ignore_progress,
    cancel: CancelToken | None = None,
) -> Manifest:
    """Write a pack; parts of an earlier run that are on the stick already are compared and stay.

    Args:
        models: What to pack; each file is compared with its hash first, so that nothing damaged is signed.
        folder: Of the pack; made if need be. A pack that is in it already is replaced.
        key: Signs it.
        number: Of this pack (`signing.next_number`).
        part_bytes: Largest part.
        report: Step "packing", in bytes.
        cancel: Checked between pieces; the parts that are whole stay.

    Raises:
        UserFacingError: ``modelpack.nothing``, ``modelpack.source_changed``, ``modelpack.readback_differs``,
            ``download.no_space``, ``data.disk_full``, ``data.io``.
        JobCancelled: the person pressed Cancel.
    """
    if not models:
        raise UserFacingError("modelpack.nothing")
    total = sum(file.size for one in models for file in one.files)
    writer = _PartWriter(folder, _Stream(models), report, cancel or CancelToken(), total)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = sum(min(one.stat().st_size, part_bytes) for one in folder.glob("part-*.bin"))
        (folder / SIGNATURE).unlink(missing_ok=True)  # from here on it is no pack until the end
    ask_for_room(folder, max(0, total - there) + _ROOM, folder.name or str(folder))
    _refuse_changed(models, writer.check)
    ends = range(0, total, part_bytes)
    parts = tuple(writer.part(index, start, min(start + part_bytes, total)) for index, start in enumerate(ends))
    for old in folder.glob("part-*"):
        if old.name not in {part.name for part in parts}:
            old.unlink()
    licences = _licences(models)
    listed = ModelFile(LICENCES, len(licences), hashlib.sha256(licences).hexdigest())
    manifest = pack_manifest.build(number, utc_now(), tuple(map(_packed, models)), listed, parts)
    data = pack_manifest.encode(manifest)
    pack_manifest.decode(data)  # what an importer would refuse is not signed
    signature = Signature(key.public.hex(), key.sign(data, purpose=PACK).hex())
    for name, content in ((LICENCES, licences), (MANIFEST, data), (SIGNATURE, msgspec.json.encode(signature))):
        _write(folder / name, content)
    return manifest


def _packed(one: ModelToPack) -> PackedModel:
    model = one.model
    return PackedModel(
        model.spec_id, one.name, model.runtime, model.compute_type, model.content, one.licence, one.files
    )


def _refuse_changed(models: Sequence[ModelToPack], check: Callable[[], None]) -> None:
    for one in models:
        for file in one.files:
            check()
            path = one.folder / file.name
            try:
                same = path.stat().st_size == file.size and sha256_of(path) == file.sha256
            except OSError:
                same = False
            if not same:
                raise UserFacingError("modelpack.source_changed", name=f"{one.name}: {file.name}")


class _Stream:
    """The bytes of all files, one after the other."""

    def __init__(self, models: Sequence[ModelToPack]) -> None:
        self._files = [(one.folder / file.name, file.size) for one in models for file in one.files]

    def pieces(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to `end`."""
        offset = 0
        for path, size in self._files:
            first, last = max(start, offset), min(end, offset + size)
            if first < last:
                yield from _bytes_of(path, first - offset, last - first)
            offset += size


def _bytes_of(path: Path, start: int, left: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            file.seek(start)
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece
    except OSError as error:
        raise UserFacingError("modelpack.source_changed", name=path.name) from error
    if left:
        raise UserFacingError("modelpack.source_changed", name=path.name)


class _PartWriter:
    def __init__(self, folder: Path, stream: _Stream, report: ReportProgress, cancel: CancelToken, total: int) -> None:
        self._folder = folder
        self._stream = stream
        self._report = report
        self._total = total
        self.check = cancel.check

    def part(self, index: int, start: int, end: int) -> ModelFile:
        """Bring one part onto the stick, or find it there."""
        path = self._folder / pack_manifest.part_name(index)
        self._report(Progress("packing", start, self._total))
        digest = self._found(path, start, end) or self._written(path, start, end)
        self._report(Progress("packing", end, self._total))
        return ModelFile(path.name, end - start, digest)

    def _found(self, path: Path, start: int, end: int) -> str:
        """The hash of a part of an earlier run if it is the same, else ""."""
        with writing(path):
            if not path.is_file() or path.stat().st_size != end - start:
                return ""
            digest = hashlib.sha256()
            for piece in self._stream.pieces(start, end):
                self.check()
                digest.update(piece)
            return digest.hexdigest() if sha256_of(path) == digest.hexdigest() else ""

    def _written(self, path: Path, start: int, end: int) -> str:
        unfinished = path.with_suffix(".writing")
        digest = hashlib.sha256()
        try:
            with writing(path):
                with unfinished.open("wb") as file:
                    for piece in self._stream.pieces(start, end):
                        self.check()
                        file.write(piece)
                        digest.update(piece)
                        self._report(Progress("packing", start + file.tell(), self._total))
                    file.flush()
                    os.fsync(file.fileno())
                    _forget_cached(file.fileno())
                if sha256_of(unfinished) != digest.hexdigest():
                    raise UserFacingError("modelpack.readback_differs", name=path.name)
                unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return digest.hexdigest()


def _forget_cached(handle: int) -> None:
    """So that what is read back comes from the stick and not from memory."""
    if sys.platform == "linux":
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _licences(models: Sequence[ModelToPack]) -> bytes:
    """Every licence in words."""
    texts = []
    for one in models:
        licence = one.licence
        use = "Commercial use is allowed." if licence.commercial else "Commercial use is not allowed."
        texts.append("\n".join(filter(None, (one.name, licence.spdx, use, licence.summary, licence.url))))
    return ("\n\n".join(texts) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.writing")
    with writing(path):
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        if sys.platform != "win32":
            handle = os.open(path.parent, os.O_RDONLY)
            try:
                with contextlib.suppress(OSError):  # some file systems of sticks have no such call
                    os.fsync(handle)
            finally:
                os.close(handle)
