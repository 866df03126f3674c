"""Installing a model: fetched into a folder beside, looked at, converted, and renamed into its place as the last thing.

While it goes on, ``models/.installing-NAME`` has ``source/`` (what came) and ``ready/`` (what was made of it). A
cancelled install, a kill or a stick that was pulled out leave that folder, and the next install of the same goes on
from it; anything else that ends an install removes it. A model is there whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.clock import utc_now
from app.domain.disk import sync_folder
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.models import InstalledModel, ModelFile, ModelForm, ModelSpec
from app.inference.install.file_faults import writing
from app.inference.install.file_rules import check_folder, look_at
from app.inference.install.sources import FileSource, FolderSource
from app.inference.registry import (
    UNFINISHED,
    ModelRegistry,
    content_hash,
    folder_name,
    hash_file,
    write_record,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.inference.install.conversion import Converter

_MEBI = 1 << 20
_SPARE = 64 * _MEBI
"""Free bytes that stay on the disk: the database must go on living there."""
_DONE = "done.json"
_GOES_ON = frozenset(
    {
        "models.source_gone",
        "models.no_space",
        *(f"download.{one}" for one in ("no_connection", "server_busy", "unexpected_answer", "no_space", "running")),
        *(f"download.{one}" for one in ("needs_token", "no_access", "proxy", "server_not_trusted")),
    }
)
"""Faults that pass: what was fetched is kept for the next try."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A file that is whole in ``source/``: what it was copied from, and its hash then."""

    identity: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Work:
    """One install that is under way."""

    spec: ModelSpec
    form: ModelForm
    source: FileSource
    folder: Path
    report: ReportProgress
    cancel: CancelToken

    @property
    def fetched(self) -> Path:
        return self.folder / "source"

    @property
    def ready(self) -> Path:
        return self.folder / "ready" if self.form.convert else self.fetched


@dataclass(frozen=True, slots=True)
class ReadyModel:
    """A model that lies beside its place, whole and judged: its folder, its name for people, what it is, its files."""

    folder: Path
    name: str
    model: InstalledModel
    files: tuple[ModelFile, ...]


class Installer:
    """Brings models into ``models/``.

    Args:
        registry: What is there.
        converter: For sources that are not ready to run.
        free: Free bytes on the disk of a folder.
    """

    def __init__(
        self,
        registry: ModelRegistry,
        converter: Converter,
        *,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._registry = registry
        self._converter = converter
        self._free = free

    def install(
        self,
        spec: ModelSpec,
        form: ModelForm,
        source: FileSource,
        *,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> InstalledModel:
        """Install one form of a model; the same content again changes nothing.

        Args:
            spec: The model.
            form: Its form; where its `convert` is not empty, the source is converted.
            source: Where the files come from.
            report: Told about "copying" or "fetching", in MiB, and "converting", in steps.
            cancel: Ends it between two pieces; what was copied is kept for the next time.

        Raises:
            UserFacingError: the source is refused, the disk is too small, other content is installed already...;
                nothing is installed then.
            JobCancelled: `cancel` was used.
        """
        files = source.files(spec, form)
        if form.convert and not self._converter.can(spec, form):
            raise UserFacingError("models.not_convertible", name=spec.name, detail=f"for {form.runtime}")
        name = folder_name(spec.id, form.runtime, form.compute_type)
        folder = self._registry.folder / f"{UNFINISHED}{name}"
        work = _Work(spec, form, source, folder, report, cancel or CancelToken())
        try:
            with writing(self._registry.folder):
                return self._install(work, files, name)
        except JobCancelled:
            raise
        except Exception as error:
            passes = isinstance(error, UserFacingError) and error.key in _GOES_ON
            if not (passes and any(one.is_file() for one in work.fetched.rglob("*"))):
                shutil.rmtree(folder, ignore_errors=True)
            raise

    def _install(self, work: _Work, files: tuple[ModelFile, ...], name: str) -> InstalledModel:
        work.fetched.mkdir(parents=True, exist_ok=True)
        try:
            self._ask_for_room(work, files)
        except UserFacingError:
            if (there := self._same(work, files, name)) is None:
                raise
            shutil.rmtree(work.folder, ignore_errors=True)
            return there
        hashes = self._fetch(work, files)
        verified = is_as_published(hashes, work.form)
        check_folder(work.fetched, work.spec, work.form, ready=not work.form.convert)  # what is there now, not then
        if work.form.convert:
            hashes = self._convert(work)
        sizes = {one.name: one.size for one in look_at(work.ready)}
        made = tuple(ModelFile(one, sizes[one], hashes[one]) for one in sorted(hashes))
        model = InstalledModel(
            spec_id=work.spec.id,
            folder=name,
            runtime=work.form.runtime,
            compute_type=work.form.compute_type,
            content=content_hash(made),
            bytes=sum(one.size for one in made),
            verified=verified,
            installed_at=utc_now(),
        )
        there = self.put_in_place(ReadyModel(work.ready, work.spec.name, model, made), cancel=work.cancel)
        shutil.rmtree(work.folder, ignore_errors=True)
        return there

    def _ask_for_room(self, work: _Work, files: tuple[ModelFile, ...]) -> None:
        """Before a byte is copied; what an earlier try has copied is there already."""
        there = sum(one.stat().st_size for one in work.fetched.rglob("*") if one.is_file())
        size = sum(one.size for one in files)
        made = min(size, work.form.disk_mb * _MEBI) if work.form.convert else 0
        needs, free = size + made - there + _SPARE, self._free(work.fetched)
        if needs > free:
            name, needed = work.spec.name, -(-needs // _MEBI)
            raise UserFacingError("models.no_space", name=name, needs=needed, free=free // _MEBI)

    def _same(self, work: _Work, files: tuple[ModelFile, ...], name: str) -> InstalledModel | None:
        """What is installed, whole, where the folder has just that; what a conversion would make nobody can tell."""
        source = work.source
        there = next((one for one in self._registry.installed() if one.folder == name), None)
        if there is None or work.form.convert or not isinstance(source, FolderSource):
            return None
        offered = {one.name: source.digest(one, work.cancel) for one in files}
        installed = {one.name: one.sha256 for one in self._registry.files(there)}
        return there if offered == installed and not self._registry.verify(there, cancel=work.cancel) else None

    def _fetch(self, work: _Work, files: tuple[ModelFile, ...]) -> dict[str, str]:
        """Every file into ``source/``; gives their hashes."""
        done = _read_done(work.folder)
        _clear(work.fetched, {one.name for one in files})
        meter = _Meter(work.report, work.source.step, sum(one.size for one in files))
        hashes: dict[str, str] = {}
        for file in files:
            work.cancel.check()
            target = work.fetched / file.name
            identity = work.source.identity(file)
            before = done.get(file.name)
            if before and before.identity == identity and _is_still(target, before.sha256, work.cancel):
                hashes[file.name] = before.sha256
            else:
                target.unlink(missing_ok=True)
                target.parent.mkdir(parents=True, exist_ok=True)
                hashes[file.name] = work.source.fetch(file, target, meter.moved, work.cancel)
                done[file.name] = _Done(identity, hashes[file.name])
                _write_done(work.folder, done)
            meter.finish(file.size)
        return hashes

    def _convert(self, work: _Work) -> dict[str, str]:
        """Make ``ready/`` of ``source/``; gives the hashes of what was made."""
        shutil.rmtree(work.ready, ignore_errors=True)
        work.report(Progress("converting"))
        self._converter.convert(work.spec, work.form, (work.fetched, work.ready), work.report, work.cancel)
        found = check_folder(work.ready, work.spec, replace(work.form, convert=""))
        for file in found:
            _sync(work.ready / file.name)
        return {one.name: hash_file(work.ready / one.name, work.cancel) for one in found if one.name != "model.json"}

    def put_in_place(
        self, ready: ReadyModel, *, replaces: bool = False, cancel: CancelToken | None = None
    ) -> InstalledModel:
        """Rename a model into its place; where the same is there already, that one stays.

        Args:
            ready: What was fetched, or came in a pack.
            replaces: Whether other content of the same model makes way for it.
            cancel: Ends the look at what is there.

        Raises:
            UserFacingError: other content is installed (``models.other_content``), or in use (``models.in_use``).
            JobCancelled: `cancel` was used.
        """
        model, place = ready.model, self._registry.path(ready.model)
        there = next((one for one in self._registry.installed() if one.folder == model.folder), None)
        if there is not None and not self._registry.verify(there, cancel=cancel):
            if there.content == model.content:
                return there
            if not replaces:
                raise UserFacingError("models.other_content", name=ready.name)
        write_record(ready.folder, model, ready.files)
        for folder in sorted({(ready.folder / one.name).parent for one in ready.files}):
            sync_folder(folder)
        if place.exists():  # damaged, or older: the new one takes its place
            self._registry.make_way(model.folder)
        ready.folder.replace(place)
        sync_folder(self._registry.folder)
        return model


class _Meter:
    """Bytes of all files, reported as MiB with the time left."""

    def __init__(self, report: ReportProgress, step: str, total: int) -> None:
        self._report = report
        self._step = step
        self._total = total
        self._before = 0
        self._start = time.monotonic()
        self._first: int | None = None

    def moved(self, there: int) -> None:
        """So many bytes of the file in hand are there."""
        done = self._before + there
        if self._first is None:
            self._first = done  # what an earlier try has copied says nothing of the speed
        copied, seconds = done - self._first, time.monotonic() - self._start
        left = seconds / copied * (self._total - done) if copied and seconds > 1 else None
        self._report(Progress(self._step, done // _MEBI, self._total // _MEBI, left))

    def finish(self, size: int) -> None:
        """The file in hand is whole."""
        self._before += size


def is_as_published(hashes: dict[str, str], form: ModelForm) -> bool:
    """Whether the catalogue knows the hash of every file; a different one is refused.

    Raises:
        UserFacingError: ``models.wrong_hash``.
    """
    known = {one.name: one.sha256 for one in form.source.files if one.sha256}
    for name, digest in hashes.items():
        if known.get(name, digest) != digest:
            raise UserFacingError("models.wrong_hash", name=name)
    return hashes.keys() <= known.keys()


def _is_still(path: Path, sha256: str, cancel: CancelToken) -> bool:
    try:
        return hash_file(path, cancel) == sha256
    except OSError:
        return False


def _clear(folder: Path, wanted: set[str]) -> None:
    """Take away what an earlier try of something else has left; parts of what is wanted stay."""
    kept = wanted | {f"{one}.part{end}" for one in wanted for end in ("", ".journal")}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() or (path.is_file() and path.relative_to(folder).as_posix() not in kept):
            path.unlink()
        elif path.is_dir():
            with suppress(OSError):  # holds something that stays
                path.rmdir()


def _read_done(folder: Path) -> dict[str, _Done]:
    try:
        return msgspec.json.decode((folder / _DONE).read_bytes(), type=dict[str, _Done])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _write_done(folder: Path, done: dict[str, _Done]) -> None:
    unfinished = folder / f"{_DONE}.part"
    unfinished.write_bytes(msgspec.json.encode(done))
    unfinished.replace(folder / _DONE)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
