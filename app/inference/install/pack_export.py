"""Writes a pack of installed models onto a stick, signed with the laptop's key; goes on where an earlier run ended."""

from __future__ import annotations

import hashlib
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
from app.inference.install.pack_folder import PackFolder
from app.inference.install.pack_licences import licences_text
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
    licences: Path | None = None,
    report: ReportProgress = ignore_progress,
    cancel: CancelToken | None = None,
) -> Manifest:
    """Write a pack; parts of an earlier run that are on the stick already are compared and stay.

    Args:
        models: What to pack; each file is compared with its hash first, so that nothing damaged is signed.
        folder: Of the pack; made if need be. A pack that is in it already is replaced; nothing else is touched.
        key: Signs it.
        number: Of this pack (`signing.next_number`).
        part_bytes: Largest part.
        licences: Folder with the texts of licences, for `LICENCES.txt`.
        report: Step "packing", in bytes.
        cancel: Checked between pieces; the parts that are whole stay.

    Raises:
        UserFacingError: ``modelpack.nothing``, ``modelpack.source_changed``, ``modelpack.readback_differs``,
            ``modelpack.in_the_way``, ``download.no_space``, ``data.disk_full``, ``data.io``.
        JobCancelled: the person pressed Cancel.
    """
    if not models:
        raise UserFacingError("modelpack.nothing")
    total = sum(file.size for one in models for file in one.files)
    check = (cancel or CancelToken()).check
    place = PackFolder(folder)
    ends = range(0, total, part_bytes)
    names = tuple(pack_manifest.part_name(index) for index in range(len(ends)))
    sizes = tuple(min(part_bytes, total - start) for start in ends)
    there = sum(size for name, size in zip(names, sizes, strict=True) if place.has(name, size))
    ask_for_room(folder, max(0, total - there) + _ROOM, folder.name or str(folder))
    _refuse_changed(models, check)
    place.begin(names)
    writer = _PartWriter(place, _Stream(models), report, check, total)
    parts = tuple(writer.part(name, start, start + size) for name, start, size in zip(names, ends, sizes, strict=True))
    papers = licences_text([(one.name, one.licence, one.files) for one in models], licences)
    listed = ModelFile(LICENCES, len(papers), hashlib.sha256(papers).hexdigest())
    manifest = pack_manifest.build(number, utc_now(), tuple(map(_packed, models)), listed, parts)
    data = pack_manifest.encode(manifest)
    pack_manifest.decode(data)  # what an importer would refuse is not signed
    signature = Signature(key.public.hex(), key.sign(data, purpose=PACK).hex())
    for name, content in ((LICENCES, papers), (MANIFEST, data), (SIGNATURE, msgspec.json.encode(signature))):
        place.write(name, [content])
    place.end(names)
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
                same = path.stat().st_size == file.size and sha256_of(path, check) == file.sha256
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
    def __init__(
        self, place: PackFolder, stream: _Stream, report: ReportProgress, check: Callable[[], None], total: int
    ) -> None:
        self._place = place
        self._stream = stream
        self._report = report
        self._check = check
        self._total = total

    def part(self, name: str, start: int, end: int) -> ModelFile:
        """Bring one part onto the stick, or find it there."""
        self._report(Progress("packing", start, self._total))
        digest = self._found(name, start, end) or self._written(name, start, end)
        self._report(Progress("packing", end, self._total))
        return ModelFile(name, end - start, digest)

    def _found(self, name: str, start: int, end: int) -> str:
        """The hash of a part of an earlier run if it is the same, else ""."""
        if not self._place.has(name, end - start):
            return ""
        digest = hashlib.sha256()
        for piece in self._stream.pieces(start, end):
            self._check()
            digest.update(piece)
        with writing(self._place.path / name):
            return digest.hexdigest() if sha256_of(self._place.path / name, self._check) == digest.hexdigest() else ""

    def _written(self, name: str, start: int, end: int) -> str:
        return self._place.write(name, self._told(start, end), check=self._check)

    def _told(self, start: int, end: int) -> Iterator[bytes]:
        done = start
        for piece in self._stream.pieces(start, end):
            self._check()
            yield piece
            done += len(piece)
            self._report(Progress("packing", done, self._total))
