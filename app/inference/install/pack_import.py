"""Takes a pack of models from a stick: who signed it is shown and asked once, everything is verified, then installed.

The stick is read once. Bytes go into a staging folder while each part is hashed; what the installer is given is there,
verified again from there, and the stick may be gone by then. An import that was broken off goes on at the next part.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

import msgspec

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.inference.install import pack_manifest
from app.inference.install.file_faults import ask_for_room, sha256_of, writing
from app.inference.install.pack_manifest import (
    MANIFEST,
    MOST_MANIFEST,
    SIGNATURE,
    MalformedManifestError,
    Manifest,
    PackedModel,
    Signature,
)
from app.inference.install.signing import PACK, fingerprint, is_signed

if TYPE_CHECKING:
    from app.domain.models import ModelFile
    from app.inference.install.trust import TrustedSigners

_PIECE = 1 << 20
_ROOM = 32 << 20
_MOST_SIGNATURE = 1000
_DONE = "parts-done"


@dataclass(frozen=True, slots=True)
class SignedPack:
    """A pack whose signature fits its manifest; its parts have not been looked at.

    Attributes:
        signer: Fingerprint of the laptop that made it, to be compared by people.
        content: sha256 of the manifest.
    """

    folder: Path
    manifest: Manifest
    signer: str
    content: str


@dataclass(frozen=True, slots=True)
class VerifiedModel:
    """A model of a verified pack: its files lie in `folder` and have the hashes of the manifest."""

    packed: PackedModel
    folder: Path
    signer: str


Ask = Callable[[SignedPack], bool]
"""Shows fingerprint, models and licences to a person; True if the laptop that made the pack is trusted."""


def read_pack(folder: Path) -> SignedPack:
    """Look who made a pack and what is in it.

    Raises:
        UserFacingError: ``modelpack.not_a_pack``, ``modelpack.unreadable``, ``modelpack.not_signed``.
    """
    data, seal = _small(folder, MANIFEST, MOST_MANIFEST), _small(folder, SIGNATURE, _MOST_SIGNATURE)
    try:
        signature = msgspec.json.decode(seal, type=Signature)
        public, signed = bytes.fromhex(signature.key), bytes.fromhex(signature.signature)
        one_form = msgspec.json.encode(Signature(public.hex(), signed.hex()))
        if one_form != seal or not is_signed(data, signed, public, purpose=PACK):
            raise MalformedManifestError("signature")
        manifest = pack_manifest.decode(data)
    except (msgspec.MsgspecError, ValueError) as error:
        raise UserFacingError("modelpack.not_signed", path=str(folder)) from error
    return SignedPack(folder, manifest, fingerprint(public), hashlib.sha256(data).hexdigest())


def import_pack(
    folder: Path,
    staging: Path,
    trusted: TrustedSigners,
    ask: Ask,
    install: Callable[[VerifiedModel], None],
    *,
    judge: Callable[[VerifiedModel], bool] = lambda _: True,
    installed: Callable[[PackedModel], bool] = lambda _: False,
    report: ReportProgress = ignore_progress,
    cancel: CancelToken | None = None,
) -> tuple[VerifiedModel, ...]:
    """Verify a whole pack, then hand each of its models to `install`.

    Args:
        folder: Of the pack.
        staging: A folder of this laptop, on the drive of the models.
        trusted: Whose packs are taken, and how new they were.
        ask: Called if the signer is not known yet; a yes is remembered.
        install: Puts a verified model into its place; it may move the files.
        judge: Looks at each verified model before the first is installed: False leaves it out, a `UserFacingError`
            refuses the whole pack.
        installed: Whether just this content of a model is on this laptop.
        report: Step "verifying", in bytes.
        cancel: Checked between pieces; parts that were verified stay in the staging folder.

    Returns:
        What was installed. A model that is older than what came from the same laptop is passed over; a pack in which
        nothing is newer is refused (``modelpack.older``), unless all of it is installed as it is.

    Raises:
        UserFacingError: ``modelpack.*``, ``download.no_space``, ``data.disk_full``, ``data.io``, or what `install`
            and `judge` raise. Nothing is installed unless everything was verified.
        JobCancelled: the person pressed Cancel.
    """
    pack = read_pack(folder)
    older = older_models(pack, trusted)
    if len(older) == len(pack.manifest.models):
        if other := [one for one in older if not installed(one)]:
            raise UserFacingError("modelpack.older", name=other[0].name)
        return ()
    if pack.signer not in trusted.all():
        if not ask(pack):
            raise UserFacingError("modelpack.not_trusted", fingerprint=pack.signer)
        trusted.trust(pack.signer)
    verified = stage(pack, staging, report=report, cancel=cancel)
    place = _place(pack, staging)
    try:
        taken = tuple(one for one in verified if one.packed not in older and judge(one))
    except UserFacingError:
        shutil.rmtree(place, ignore_errors=True)
        raise
    for one in taken:
        install(one)
        trusted.record(pack.signer, {one.packed.folder: pack.manifest.number})
    shutil.rmtree(place, ignore_errors=True)
    return taken


def older_models(pack: SignedPack, trusted: TrustedSigners) -> tuple[PackedModel, ...]:
    """The models of a pack of which a newer pack of the same laptop was taken before: no rollback, whatever it says."""
    number = pack.manifest.number
    return tuple(one for one in pack.manifest.models if number < trusted.newest(pack.signer, one.folder))


def stage(
    pack: SignedPack, staging: Path, *, report: ReportProgress = ignore_progress, cancel: CancelToken | None = None
) -> tuple[VerifiedModel, ...]:
    """Copy all parts of a pack into the staging folder and verify every part and every file.

    Raises:
        UserFacingError: ``modelpack.damaged``, ``modelpack.unreadable``, ``download.no_space``, ``data.disk_full``,
            ``data.io``. After damage nothing is left in the staging folder.
        JobCancelled: the person pressed Cancel; whole parts stay.
    """
    cancel = cancel or CancelToken()
    place = _place(pack, staging)
    licences = pack.manifest.licences
    text = _small(pack.folder, licences.name, MOST_MANIFEST)
    if hashlib.sha256(text).hexdigest() != licences.sha256:
        raise UserFacingError("modelpack.damaged", name=licences.name)
    while True:
        resumed = (place / _DONE).exists()
        try:
            with _Staging(pack.manifest, place) as files:
                _copy_parts(pack, files, report, cancel)
            _verify_files(pack.manifest, place, cancel)
        except UserFacingError as error:
            if error.key != "modelpack.damaged":
                raise
            shutil.rmtree(place, ignore_errors=True)
            if not resumed:
                raise
        else:
            (place / _DONE).unlink()
            return tuple(VerifiedModel(one, place / one.folder, pack.signer) for one in pack.manifest.models)


def _place(pack: SignedPack, staging: Path) -> Path:
    return staging / f"pack-{pack.content[:32]}"


def _small(folder: Path, name: str, most: int) -> bytes:
    """A small file of the pack, whole."""
    path = folder / name
    if not _is_plain_file(path):
        raise UserFacingError("modelpack.not_a_pack", path=str(folder))
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UserFacingError("modelpack.unreadable", path=str(folder)) from error
    if len(data) > most:
        raise UserFacingError("modelpack.damaged", name=name)
    return data


def _is_plain_file(path: Path) -> bool:
    """No link, no device, no pipe that nobody writes to."""
    return path.is_file() and not path.is_symlink()


def _copy_parts(pack: SignedPack, files: _Staging, report: ReportProgress, cancel: CancelToken) -> None:
    offset = 0
    for index, part in enumerate(pack.manifest.parts):
        report(Progress("verifying", offset, pack.manifest.size))
        if index not in files.done:
            files.seek(offset)
            digest, size = hashlib.sha256(), 0
            for piece in _part_bytes(pack.folder, part):
                cancel.check()
                digest.update(piece)
                size += len(piece)
                if size <= part.size:
                    files.write(piece)
                report(Progress("verifying", offset + min(size, part.size), pack.manifest.size))
            if size != part.size or digest.hexdigest() != part.sha256:
                raise UserFacingError("modelpack.damaged", name=part.name)
            files.settle(index)
        offset += part.size


def _part_bytes(folder: Path, part: ModelFile) -> Iterator[bytes]:
    """At most one byte more than it may have."""
    path = folder / part.name
    if not _is_plain_file(path):
        if not (folder / MANIFEST).is_file():  # the stick is gone
            raise UserFacingError("modelpack.unreadable", path=str(folder))
        raise UserFacingError("modelpack.damaged", name=part.name)
    left = part.size + 1
    try:
        with path.open("rb") as file:
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece
    except OSError as error:
        raise UserFacingError("modelpack.unreadable", path=str(folder)) from error


def _verify_files(manifest: Manifest, place: Path, cancel: CancelToken) -> None:
    for model in manifest.models:
        for file in model.files:
            cancel.check()
            path = place / model.folder / file.name
            with writing(path):
                if path.stat().st_size != file.size or sha256_of(path, cancel.check) != file.sha256:
                    raise UserFacingError("modelpack.damaged", name=f"{model.name}: {file.name}")


class _Staging:
    """The files of a pack as one stream that is written to; knows which parts are on the disk.

    Attributes:
        done: Numbers of the parts that are.
    """

    def __init__(self, manifest: Manifest, place: Path) -> None:
        self._journal = place / _DONE
        self._files: list[tuple[Path, int, int]] = []
        self._touched: set[Path] = set()
        self._at = self._index = 0
        self._open: BinaryIO | None = None
        offset = 0
        with writing(place):
            place.mkdir(parents=True, exist_ok=True)
            there = sum(one.stat().st_size for one in place.rglob("*") if one.is_file())
            ask_for_room(place, max(0, manifest.size - there) + _ROOM, "The pack of models")
            for model in manifest.models:
                for file in model.files:
                    path = place / model.folder / file.name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.touch()
                    self._files.append((path, offset, offset + file.size))
                    offset += file.size
            self._journal.touch()
            lines = self._journal.read_text(encoding="ascii", errors="replace").split("\n")[:-1]
        self.done = {int(line) for line in lines if line.isascii() and line.isdigit()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def seek(self, offset: int) -> None:
        """The next bytes belong here."""
        self._close()
        self._at, self._index = offset, 0

    def write(self, data: bytes) -> None:
        """Write into the file, or files, that the bytes belong to."""
        view = memoryview(data)
        while view:
            path, start, end = self._files[self._index]
            if self._at >= end:
                self._close()
                self._index += 1
                continue
            piece = view[: end - self._at]
            with writing(path):
                if self._open is None:
                    self._open = path.open("r+b")
                    self._touched.add(path)
                    self._open.seek(self._at - start)
                self._open.write(piece)
            self._at += len(piece)
            view = view[len(piece) :]

    def settle(self, index: int) -> None:
        """This part is verified: bring it to the disk, then say so."""
        self._close()
        with writing(self._journal):
            for path in self._touched:
                with path.open("r+b") as file:
                    os.fsync(file.fileno())
            self._touched.clear()
            with self._journal.open("a", encoding="ascii") as journal:
                journal.write(f"{index}\n")
                journal.flush()
                os.fsync(journal.fileno())

    def _close(self) -> None:
        if self._open is not None:
            file, self._open = self._open, None
            with writing(self._files[self._index][0]):
                file.close()
