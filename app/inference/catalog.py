"""The catalogue: what is known of every model, in signed TOML files.

``catalogue.toml`` gives the version and the sha256 of every other file; ``catalogue.sig`` is the project's Ed25519
signature of it. The private key is not in the repository; `packaging/sign_catalogue.py` signs with it. A newer
catalogue may come on a stick or from a server; an older one is refused, so that a withdrawn model cannot come back.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.errors import UserFacingError
from app.domain.languages import codes
from app.domain.models import EngineTask, Licence, ModelFile, ModelForm, ModelSource, ModelSpec, Runtime
from app.inference.install.names import colliding, is_plain, shortened
from app.inference.plain_file import read_plain

if TYPE_CHECKING:
    from pathlib import Path

INDEX, SIGNATURE = "catalogue.toml", "catalogue.sig"
SIGNED_PREFIX = b"ShikshaSetu catalogue\n"
"""Before the bytes that are signed, so that a signature of the same key over anything else is none of a catalogue."""
PROJECT_KEY = bytes.fromhex("ff743abd06c8fe514b68d66d4243f084d80b591246e424a790d549f9fe935422")
"""Public half of the key that signs the catalogue."""

MOST_BYTES = 1 << 20
"""Of one file of a catalogue."""
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{1,60}[a-z0-9]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[a-z0-9][a-z0-9.-]*\.toml")


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every known model. `version` grows with every change."""

    version: int
    models: tuple[ModelSpec, ...]

    def find(self, spec_id: str) -> ModelSpec:
        """The model of this id, whatever the case of its letters.

        Raises:
            UserFacingError: there is none (``models.unknown``).
        """
        for spec in self.models:
            if spec.id == spec_id.lower():
                return spec
        raise UserFacingError("models.unknown", name=shortened(spec_id), known=", ".join(one.id for one in self.models))

    def get(self, spec_id: str) -> ModelSpec | None:
        """The model of this id, or None."""
        return next((one for one in self.models if one.id == spec_id), None)

    def for_task(self, task: EngineTask) -> tuple[ModelSpec, ...]:
        """The models that do this, the best first."""
        return tuple(sorted((one for one in self.models if one.task is task), key=lambda one: -one.quality))


@dataclass(frozen=True, slots=True)
class _Index:
    version: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Source:
    repository: str
    revision: str
    files: tuple[str | ModelFile, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    runtime: Runtime
    compute_type: str
    source: str
    convert: str = ""
    disk_mb: int = 0
    memory_mb: int = 0


@dataclass(frozen=True, slots=True)
class _Model:
    id: str
    name: str
    family: str
    task: EngineTask
    languages: tuple[str, ...]
    licence: str
    parameters: int
    quality: int
    forms: tuple[_Form, ...]
    to_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    licences: dict[str, Licence]
    sources: dict[str, _Source]
    models: tuple[_Model, ...]


class _FaultError(ValueError):
    """What is wrong with a catalogue, for people who write one."""


def load_catalog(folder: Path, key: bytes = PROJECT_KEY) -> Catalog:
    """The catalogue in a folder, every byte of it covered by the signature.

    Args:
        folder: Where ``catalogue.toml`` and ``catalogue.sig`` are.
        key: 32 bytes of the Ed25519 public key that must have signed it.

    Raises:
        UserFacingError: there is none, it was not signed with this key, or a file of it was changed
            (``models.catalogue_unsigned``), or what it says makes no sense (``models.catalogue_damaged``).
    """
    index_bytes = _signed_index(folder, key)
    try:
        index = _parse(index_bytes, _Index)
        models: list[ModelSpec] = []
        for name, digest in sorted(index.files.items()):
            models += _listed(folder, name, digest)
        _check(models)
    except _FaultError as error:
        raise UserFacingError("models.catalogue_damaged", path=str(folder), detail=str(error)) from error
    return Catalog(index.version, tuple(models))


def listed_files(folder: Path, key: bytes = PROJECT_KEY) -> tuple[str, ...]:
    """Names of the files that a signed index lists; they need not be there yet.

    Raises:
        UserFacingError: as `load_catalog`.
    """
    index_bytes = _signed_index(folder, key)
    try:
        index = _parse(index_bytes, _Index)
    except _FaultError as error:
        raise UserFacingError("models.catalogue_damaged", path=str(folder), detail=str(error)) from error
    if strange := [one for one in index.files if _FILE.fullmatch(one) is None]:
        raise UserFacingError("models.catalogue_damaged", path=str(folder), detail=f"{strange[0]} is no name")
    return tuple(sorted(index.files))


def newest_catalog(shipped: Path, accepted: Path, key: bytes = PROJECT_KEY) -> Catalog:
    """The newer one of the catalogue that came with the application and the one accepted since.

    An accepted one that is damaged or older counts for nothing.

    Raises:
        UserFacingError: the shipped one is damaged.
    """
    catalog = load_catalog(shipped, key)
    if (accepted / INDEX).is_file():
        try:
            later = load_catalog(accepted, key)
        except UserFacingError:
            return catalog
        if later.version > catalog.version:
            return later
    return catalog


def accept_catalog(source: Path, accepted: Path, current: Catalog, key: bytes = PROJECT_KEY) -> Catalog:
    """Take over a newer catalogue from a stick or a folder; the same one again changes nothing.

    Args:
        source: Where the new one is.
        accepted: Where accepted ones are kept.
        current: The one in use.
        key: As for `load_catalog`.

    Raises:
        UserFacingError: as `load_catalog`, or it is not newer than the one in use (``models.catalogue_old``).
    """
    catalog = load_catalog(source, key)
    if catalog == current:
        return current
    if catalog.version <= current.version:
        raise UserFacingError("models.catalogue_old", version=catalog.version, current=current.version)
    unfinished = accepted.with_name(f"{accepted.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name in (INDEX, SIGNATURE, *_parse(_read(source, INDEX), _Index).files):
        (unfinished / name).write_bytes(_read(source, name))
    copied = load_catalog(unfinished, key)  # what was copied is what is trusted from now on
    if copied != catalog:
        raise UserFacingError("models.catalogue_unsigned", path=str(source), name=INDEX)
    shutil.rmtree(accepted, ignore_errors=True)
    unfinished.replace(accepted)
    return copied


def _signed_index(folder: Path, key: bytes) -> bytes:
    index_bytes = _read(folder, INDEX)
    try:
        signature = bytes.fromhex(_read(folder, SIGNATURE).decode("ascii").strip())
        Ed25519PublicKey.from_public_bytes(key).verify(signature, SIGNED_PREFIX + index_bytes)
    except (InvalidSignature, ValueError) as error:
        raise _unsigned(folder, SIGNATURE) from error
    return index_bytes


def _listed(folder: Path, name: str, digest: str) -> list[ModelSpec]:
    """The models of one file that the index lists."""
    if _FILE.fullmatch(name) is None:
        raise _FaultError(f"{name} is no name of a catalogue file")
    data = _read(folder, name)
    if hashlib.sha256(data).hexdigest() != digest:
        raise _unsigned(folder, name)
    file: _File = _parse(data, _File)
    return [_spec(one, file) for one in file.models]


def _read(folder: Path, name: str) -> bytes:
    try:
        return read_plain(folder / name, MOST_BYTES, through_links=True)
    except OSError as error:
        raise _unsigned(folder, name) from error


def _unsigned(folder: Path, name: str) -> UserFacingError:
    return UserFacingError("models.catalogue_unsigned", path=str(folder), name=name)


def _parse(data: bytes, kind: type[Any]) -> Any:  # noqa: ANN401 - of `kind`
    try:
        return msgspec.convert(tomllib.loads(data.decode("utf-8")), kind)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise _FaultError(str(error)) from error


def _spec(model: _Model, file: _File) -> ModelSpec:
    if model.licence not in file.licences:
        raise _FaultError(f"{model.id} has the licence {model.licence}, which is not described")
    return ModelSpec(
        id=model.id,
        name=model.name,
        family=model.family,
        task=model.task,
        languages=model.languages,
        licence=file.licences[model.licence],
        forms=tuple(_form(model, one, file) for one in model.forms),
        to_languages=model.to_languages,
        parameters=model.parameters,
        quality=model.quality,
    )


def _form(model: _Model, form: _Form, file: _File) -> ModelForm:
    source = file.sources.get(form.source)
    if source is None:
        raise _FaultError(f"{model.id} comes from {form.source}, which is not described")
    files = tuple(ModelFile(one) if isinstance(one, str) else one for one in source.files)
    return ModelForm(
        runtime=form.runtime,
        compute_type=form.compute_type,
        source=ModelSource(source.repository, source.revision, files),
        convert=form.convert,
        disk_mb=form.disk_mb,
        memory_mb=form.memory_mb,
    )


def _check(models: list[ModelSpec]) -> None:
    """Raise `_FaultError` for the first thing that makes no sense."""
    known, seen = set(codes()), set()
    for spec in models:
        if _ID.fullmatch(spec.id) is None or spec.id in seen:
            raise _FaultError(f"{spec.id!r} is no id, or is there twice")
        seen.add(spec.id)
        strange = {*spec.languages, *spec.to_languages} - known
        if strange or not spec.languages:
            raise _FaultError(f"{spec.id} has languages that are not known: {', '.join(sorted(strange))}")
        if (spec.task is EngineTask.TRANSLATE) != bool(spec.to_languages):
            raise _FaultError(f"{spec.id}: a translator, and nothing else, has languages that it writes")
        if not spec.forms or len({(one.runtime, one.compute_type) for one in spec.forms}) != len(spec.forms):
            raise _FaultError(f"{spec.id} has no form, or one twice")
        for form in spec.forms:
            _check_form(spec.id, form)


def _check_form(spec_id: str, form: ModelForm) -> None:
    names = [one.name for one in form.source.files]
    if not names or not all(is_plain(one) for one in names) or colliding(names) is not None:
        raise _FaultError(f"{spec_id} has files with names that cannot be used")
    for file in form.source.files:
        if file.size < 0 or (file.sha256 and _SHA256.fullmatch(file.sha256) is None):
            raise _FaultError(f"{spec_id}: size or hash of {file.name}")
