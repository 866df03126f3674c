"""What is installed: the folders under ``models/``, each with a ``model.json`` that says what it is."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ignore_progress
from app.domain.models import InstalledModel, ModelFile
from app.inference.compiled_graphs import forget
from app.inference.install.file_rules import look_at
from app.inference.install.names import is_plain
from app.inference.model_folder import MODEL_FILE, MOST_RECORD
from app.inference.plain_file import open_plain, read_plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.domain.jobs import ReportProgress
    from app.domain.models import Runtime

UNFINISHED = ".installing-"
"""Before the name of a folder whose install is under way or was broken off."""
_LEAVING = ".removing-"
_CHUNK = 4 << 20


@dataclass(frozen=True, slots=True)
class FolderProblem:
    """A folder under ``models/`` that is not as an install left it: its name, the model if known, and why."""

    folder: str
    spec_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What is in ``models/``: models that look whole, and folders that are damaged or not ours."""

    models: tuple[InstalledModel, ...]
    problems: tuple[FolderProblem, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """``model.json``: an `InstalledModel`, and its files."""

    model: InstalledModel
    files: tuple[ModelFile, ...]


def folder_name(spec_id: str, runtime: Runtime, compute_type: str) -> str:
    """Name of the folder of one form of a model."""
    return f"{spec_id}--{runtime}-{compute_type}"


def content_hash(files: Iterable[ModelFile]) -> str:
    """sha256 over the names and hashes of files, in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda one: one.name):
        digest.update(f"{file.sha256}  {file.name}\n".encode())
    return digest.hexdigest()


def write_record(folder: Path, model: InstalledModel, files: tuple[ModelFile, ...]) -> None:
    """Write ``model.json``; it is on the disk when this returns."""
    data = msgspec.json.format(msgspec.json.encode({**msgspec.to_builtins(model), "files": msgspec.to_builtins(files)}))
    with (folder / MODEL_FILE).open("wb") as file:
        file.write(data + b"\n")
        file.flush()
        os.fsync(file.fileno())


class ModelRegistry:
    """The models of this laptop. Keeps nothing in memory: what the disk says is what is there.

    Args:
        folder: ``models/`` of the data folder; it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def scan(self) -> Scan:
        """Every folder; sizes and names are looked at, contents are not (see `verify`)."""
        models, problems = [], []
        for name in self._names():
            record, problem = self._look(name)
            if record is not None and problem is None:
                models.append(record.model)
            elif problem is not None:
                problems.append(problem)
        return Scan(tuple(models), tuple(problems))

    def installed(self) -> tuple[InstalledModel, ...]:
        """The models that look whole."""
        return self.scan().models

    def path(self, model: InstalledModel) -> Path:
        """Where a model is."""
        return self.folder / model.folder

    def files(self, model: InstalledModel) -> tuple[ModelFile, ...]:
        """The files of a model with their sizes and hashes, as they were installed.

        Raises:
            UserFacingError: the folder is damaged (``models.damaged``).
        """
        record, problem = self._look(model.folder)
        if record is None or problem is not None:
            detail = problem.detail if problem else "it is gone"
            raise UserFacingError("models.damaged", name=model.folder, detail=detail)
        return record.files

    def verify(
        self, model: InstalledModel, report: ReportProgress = ignore_progress, cancel: CancelToken | None = None
    ) -> tuple[FolderProblem, ...]:
        """Hash every file again; gives each that is not as it was installed.

        Raises:
            JobCancelled: `cancel` was used.
        """
        record, problem = self._look(model.folder)
        if record is None or problem is not None:
            return (problem or FolderProblem(model.folder, model.spec_id, "it is gone"),)
        if content_hash(record.files) != record.model.content:
            return (FolderProblem(model.folder, model.spec_id, f"{MODEL_FILE} was changed"),)
        problems = []
        total, done = sum(one.size for one in record.files), 0
        for file in record.files:
            report(Progress("verifying", done, total))
            try:
                found = hash_file(self.path(model) / file.name, cancel)
            except OSError as error:
                found = ""
                problems.append(FolderProblem(model.folder, model.spec_id, f"{file.name}: {error.strerror or error}"))
            if found and found != file.sha256:
                problems.append(FolderProblem(model.folder, model.spec_id, f"{file.name} was changed"))
            done += file.size
        return tuple(problems)

    def remove(self, folder: str) -> None:
        """Take a folder away, whole or not at all: it is renamed first.

        Raises:
            UserFacingError: it is in use (``models.in_use``) or not there (``models.not_installed``).
        """
        if folder not in self._names():
            raise UserFacingError("models.not_installed", name=folder, known=", ".join(self._names()) or "nothing")
        self.make_way(folder)
        shutil.rmtree(self.folder / f"{UNFINISHED}{folder}", ignore_errors=True)

    def make_way(self, folder: str) -> None:
        """Take away what stands where a model is to be.

        Raises:
            UserFacingError: it is in use (``models.in_use``).
        """
        leaving = self.folder / f"{_LEAVING}{folder}"
        shutil.rmtree(leaving, ignore_errors=True)
        try:
            (self.folder / folder).replace(leaving)
        except OSError as error:
            raise UserFacingError("models.in_use", name=folder) from error
        shutil.rmtree(leaving, ignore_errors=True)
        forget(self.folder / folder)

    def _names(self) -> tuple[str, ...]:
        try:
            return tuple(sorted(one.name for one in os.scandir(self.folder) if not one.name.startswith(".")))
        except OSError:
            return ()

    def _look(self, name: str) -> tuple[_Record | None, FolderProblem | None]:
        """What a folder says of itself, and what about it is not so."""
        folder = self.folder / name
        record = _read_record(folder)
        if record is None:
            return None, FolderProblem(name, "", f"no {MODEL_FILE} of ours is in it")
        spec_id = record.model.spec_id
        if record.model.folder != name:
            return record, FolderProblem(name, spec_id, f"it belongs to {record.model.folder}")
        try:
            there = {one.name: one.size for one in look_at(folder) if one.name != MODEL_FILE}
        except UserFacingError as error:
            return record, FolderProblem(name, spec_id, str(error))
        known = {one.name: one.size for one in record.files}
        for file, size in known.items():
            if file not in there:
                return record, FolderProblem(name, spec_id, f"{file} is missing")
            if there[file] != size:
                return record, FolderProblem(name, spec_id, f"{file} was changed")
        extra = sorted(there.keys() - known.keys())
        return record, FolderProblem(name, spec_id, f"{extra[0]} does not belong there") if extra else None


def hash_file(path: Path, cancel: CancelToken | None = None) -> str:
    """sha256 of a file.

    Raises:
        OSError: it cannot be read.
        JobCancelled: `cancel` was used.
    """
    digest = hashlib.sha256()
    with open_plain(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if cancel is not None:
                cancel.check()
    return digest.hexdigest()


def _read_record(folder: Path) -> _Record | None:
    try:
        data = read_plain(folder / MODEL_FILE, MOST_RECORD)
        model = msgspec.json.decode(data, type=InstalledModel)
        files = msgspec.json.decode(data, type=_Files).files
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not files or not all(is_plain(one.name) for one in files):
        return None
    return _Record(model, files)


@dataclass(frozen=True, slots=True)
class _Files:
    files: tuple[ModelFile, ...]
