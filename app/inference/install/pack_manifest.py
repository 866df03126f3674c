"""The table of contents of a pack of models.

A pack is a folder: ``manifest.json``, ``manifest.sig`` (written last), ``LICENCES.txt`` and ``part-0001.bin``, ...
The parts, one after the other, are the bytes of the files in the order of the manifest, so there are no offsets that
could lie; a part is never larger than 1 GiB, which every file system of a stick holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from app.domain.models import Licence, ModelFile, Runtime
from app.inference.install.names import colliding, is_plain
from app.inference.model_folder import MODEL_FILE
from app.inference.registry import content_hash, folder_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
LICENCES = "LICENCES.txt"
PART_BYTES = 1 << 30
MOST_MANIFEST = 5_000_000
"""Bytes; The Update Framework's limit for a list of targets."""

_FORMAT = 1
_LARGEST_NUMBER = 1 << 53
"""Of a pack: a laptop counts on from its clock, and what JSON readers everywhere hold exactly is enough."""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PackedModel:
    """One model in a pack; `content` is the hash over its files as the registry computes it."""

    spec_id: str
    name: str
    runtime: Runtime
    compute_type: str
    content: str
    licence: Licence
    files: tuple[ModelFile, ...]

    @property
    def folder(self) -> str:
        """Name of its folder when installed."""
        return folder_name(self.spec_id, self.runtime, self.compute_type)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a pack.

    Attributes:
        number: Larger in every later pack of the same laptop.
        created: ISO 8601 UTC.
        licences: The file with the licences in words.
        parts: In order; with `licences` all that is in the folder besides the manifest and its signature.
    """

    format: int
    number: int
    created: str
    models: tuple[PackedModel, ...]
    licences: ModelFile
    parts: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all models."""
        return sum(part.size for part in self.parts)


@dataclass(frozen=True, slots=True)
class Signature:
    """``manifest.sig``: public key and signature in hex."""

    key: str
    signature: str


class MalformedManifestError(ValueError):
    """The manifest is not one that `encode` writes; the text says why."""


def part_name(index: int) -> str:
    """Name of a part, counted from 0."""
    return f"part-{index + 1:04d}.bin"


def build(
    number: int, created: str, models: tuple[PackedModel, ...], licences: ModelFile, parts: tuple[ModelFile, ...]
) -> Manifest:
    """A manifest of the present format."""
    return Manifest(_FORMAT, number, created, models, licences, parts)


def encode(manifest: Manifest) -> bytes:
    """The one form in which a manifest is written."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decode(data: bytes) -> Manifest:
    """Read a manifest.

    Only bytes that `encode` would write again are taken: no key twice, none that is not known, nothing after the end.

    Raises:
        MalformedManifestError: it is anything else, or makes no sense.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedManifestError(str(error)) from error
    if encode(manifest) != data:
        raise MalformedManifestError("not in the one form of a manifest")
    if fault := next(_faults(manifest), ""):
        raise MalformedManifestError(fault)
    return manifest


def _faults(manifest: Manifest) -> Iterator[str]:
    if manifest.format != _FORMAT:
        yield f"format {manifest.format}"
    if not 0 < manifest.number <= _LARGEST_NUMBER or not manifest.models:
        yield "no number or no models"
    if len({one.folder for one in manifest.models}) != len(manifest.models):
        yield "a model twice"
    for model in manifest.models:
        yield from _model_faults(model)
    for index, part in enumerate(manifest.parts):
        if part.name != part_name(index) or not 0 < part.size <= PART_BYTES or not _HASH.fullmatch(part.sha256):
            yield f"part {index + 1}"
    if manifest.size != sum(file.size for model in manifest.models for file in model.files):
        yield "parts and files differ in size"
    if manifest.licences.name != LICENCES or not 0 < manifest.licences.size <= MOST_MANIFEST:
        yield "the licences"


def _model_faults(model: PackedModel) -> Iterator[str]:
    names = [file.name for file in model.files]
    if not is_plain(model.folder) or "/" in model.folder or model.folder.startswith("."):
        yield "the name of a model"
    if not names or not all(map(is_plain, names)) or colliding(names) or MODEL_FILE in names:
        yield f"the names of the files of {model.spec_id}"
    if any(file.size < 0 or not _HASH.fullmatch(file.sha256) for file in model.files):
        yield f"sizes or hashes of {model.spec_id}"
    if content_hash(model.files) != model.content:
        yield f"the content of {model.spec_id}"
