"""What a person does with models: look at them, install, carry, verify, remove. The methods may block."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, ReportProgress, ignore_progress
from app.domain.models import EngineChoices, InstalledModel, Machine, ModelForm, ModelSpec, Runtime
from app.inference.catalog import PROJECT_KEY, Catalog, accept_catalog, newest_catalog
from app.inference.engine_options import needs_of
from app.inference.install.content_rules import check_size
from app.inference.install.file_faults import writing
from app.inference.install.fit import ModelRoom, refuse_too_big
from app.inference.install.installer import Installer
from app.inference.install.online import Offer, OnlineModels, in_order
from app.inference.install.packs import FoundPack, ModelPacks, TakenPack, WrittenPack
from app.inference.install.recognition import recognise
from app.inference.install.secrets import HUB_TOKEN, Secrets
from app.inference.install.sources import FolderSource
from app.inference.install.trust import TrustedSigners
from app.inference.machine import measure_machine, memory_budget
from app.inference.registry import FolderProblem, ModelRegistry, folder_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.inference.install.conversion import Converter

_MARKS = ("config.json", "openvino_model.xml", "model.bin")
"""One of these is in every folder of a model."""
_MOST_NAMED = 5
_TOKEN = re.compile(r"[!-~]{5,500}")
"""What can stand in a header."""
_QUICK = (Runtime.TRANSFORMERS, Runtime.SENTENCE_TRANSFORMERS)
"""What a graphics processor is used with."""


@dataclass(frozen=True, slots=True)
class Found:
    """A model in a folder, before it is installed: its licence is shown from here."""

    spec: ModelSpec
    form: ModelForm
    folder: Path


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model of the catalogue on this laptop.

    Attributes:
        installed: Its forms that are there and look whole.
        needs: Bytes of memory of its smallest form.
        fits: Whether a form fits this machine.
    """

    spec: ModelSpec
    installed: tuple[InstalledModel, ...]
    needs: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything there is to say about models.

    Attributes:
        version: Of the catalogue.
        budget: Bytes of memory for models.
        unlisted: Installed models that the catalogue does not know any more.
        problems: Folders that are damaged or not ours.
    """

    version: int
    budget: int
    models: tuple[ModelStatus, ...]
    unlisted: tuple[InstalledModel, ...]
    problems: tuple[FolderProblem, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was hashed again, and what is wrong."""

    models: tuple[InstalledModel, ...]
    problems: tuple[FolderProblem, ...]


class ModelService:
    """The models of a data folder.

    Args:
        folder: ``models/`` of the data folder.
        catalogs: Folders of the shipped catalogue and of one accepted later.
        converter: For models that are not ready to run.
        choices: What a person set, as it is now.
        machine: Measures this machine.
        secrets: Keeps the laptop's key and the token for the hub; by default beside `folder`.
        proxy: Address of a proxy for downloads, "" for the system's.
        key: Public key that signs catalogues.
    """

    def __init__(
        self,
        folder: Path,
        catalogs: tuple[Path, Path],
        converter: Converter,
        *,
        choices: Callable[[], EngineChoices] = EngineChoices,
        machine: Callable[[], Machine] = measure_machine,
        secrets: Secrets | None = None,
        proxy: Callable[[], str] = str,
        key: bytes = PROJECT_KEY,
    ) -> None:
        self.registry = ModelRegistry(folder)
        self._catalogs = catalogs
        self._converter = converter
        self._choices = choices
        self._measure = machine
        self._installer = Installer(self.registry, converter)
        self.secrets = secrets or Secrets(folder.parent / "secrets")
        self._online = OnlineModels(self.secrets, proxy)
        self._key = key
        trusted = TrustedSigners(folder.parent / "trusted-laptops.json")
        self._packs = ModelPacks(
            self.registry, self._installer, self.secrets, trusted, licences=catalogs[0] / "licences"
        )
        self._one_at_a_time = threading.Lock()

    @cached_property
    def machine(self) -> Machine:
        """This machine, measured once."""
        return self._measure()

    @property
    def catalog(self) -> Catalog:
        """The newest catalogue that is signed.

        Raises:
            UserFacingError: the one that came with the application is damaged.
        """
        return newest_catalog(*self._catalogs, self._key)

    @property
    def choices(self) -> EngineChoices:
        """What a person set, as it is now."""
        return self._choices()

    @property
    def budget(self) -> int:
        """Bytes of memory that models may take."""
        return memory_budget(self.machine, self.choices)

    @property
    def room(self) -> ModelRoom:
        """What this laptop has for models."""
        return ModelRoom(self.machine, self.choices)

    def overview(self) -> Overview:
        """Every model of the catalogue, what is installed, and what is wrong in the folder."""
        catalog, scan, room = self.catalog, self.registry.scan(), self.room
        statuses = []
        for spec in catalog.models:
            there = tuple(one for one in scan.models if one.spec_id == spec.id)
            needs = min(needs_of(spec, form) for form in room.running(spec) or spec.forms)
            statuses.append(ModelStatus(spec, there, needs, room.fits(spec)))
        unlisted = tuple(one for one in scan.models if catalog.get(one.spec_id) is None)
        return Overview(catalog.version, self.budget, tuple(statuses), unlisted, scan.problems)

    def look(self, source: Path, *, spec_id: str = "", runtime: Runtime | None = None) -> Found:
        """Which model a folder or stick holds; nothing is installed.

        Args:
            source: The folder of the model, or one that has it in it.
            spec_id: What somebody says it is, "" to find out.
            runtime: The library it is wanted for, None for the one that suits this machine.

        Raises:
            UserFacingError: it is not there, no model, more than one, or too big for this machine (then with the next
                smaller one that fits).
        """
        catalog = self.catalog
        folder = _model_folder(Path(os.path.abspath(source)))
        spec, form = self._recognise(folder, catalog, spec_id, runtime)
        size = sum(one.size for one in FolderSource(folder).files(spec, form))
        refuse_too_big(catalog, spec, form, room=self.room, size=size)
        return Found(spec, form, folder)

    def install(
        self, found: Found, *, report: ReportProgress = ignore_progress, cancel: CancelToken | None = None
    ) -> InstalledModel:
        """Install what `look` found; the same again changes nothing.

        Raises:
            UserFacingError: see `Installer.install`.
            JobCancelled: `cancel` was used; the next install goes on from there.
        """
        with self._one_at_a_time:
            source = FolderSource(found.folder)
            return self._installer.install(found.spec, found.form, source, report=report, cancel=cancel)

    def ask_server(
        self,
        spec_id: str,
        *,
        server: str = "",
        runtime: Runtime | None = None,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Offer:
        """In which form a server has a model for this machine, and how large it is; nothing is fetched.

        Args:
            spec_id: Id of the model.
            server: Address of a catalogue server, "" for the hub.
            runtime: The library it is wanted for, None for the one that suits this machine.
            report: Step "asking".
            cancel: Ends it.

        Raises:
            UserFacingError: the model is unknown, no conversion for it is there, the server cannot be reached, wants a
                token or does not have it, or it is too big for this machine (then with the next smaller one that fits).
            JobCancelled: `cancel` was used.
        """
        catalog = self.catalog
        spec = catalog.find(spec_id)
        wanted = [one for one in spec.forms if runtime in (None, one.runtime)]
        forms = [one for one in wanted if not one.convert or self._converter.can(spec, one)]
        if not forms:
            named = ", ".join(dict.fromkeys(one.runtime for one in wanted)) or str(runtime)
            raise UserFacingError("models.not_convertible", name=spec.name, detail=f"for {named}")
        ordered = in_order(spec, forms, self.machine, self._choices())
        offer = self._online.offer(spec, ordered, server=server, report=report, cancel=cancel)
        check_size(offer.size, spec, offer.form)
        refuse_too_big(catalog, spec, offer.form, room=self.room, size=offer.size)
        return offer

    def fetch(
        self, offer: Offer, *, report: ReportProgress = ignore_progress, cancel: CancelToken | None = None
    ) -> InstalledModel:
        """Install what `ask_server` found, after its licence was accepted; what is there and whole stays as it is.

        Raises:
            UserFacingError: see `Installer.install`; after a fault of the network what was fetched is kept.
            JobCancelled: `cancel` was used; the next one goes on from there.
        """
        with self._one_at_a_time:
            name = folder_name(offer.spec.id, offer.form.runtime, offer.form.compute_type)
            there = next((one for one in self.registry.installed() if one.folder == name), None)
            if there is not None and not self.registry.verify(there, cancel=cancel):
                return there
            return self._installer.install(offer.spec, offer.form, offer.source, report=report, cancel=cancel)

    def take_catalog_of(self, server: str, *, cancel: CancelToken | None = None) -> Catalog:
        """Take over the catalogue of a server if it is newer; an older one is never used.

        Raises:
            UserFacingError: the server cannot be reached, or its catalogue is not signed by the project.
            JobCancelled: `cancel` was used.
        """
        with self._one_at_a_time, writing(self._catalogs[1]):
            return self._online.newer_catalog(server, self._catalogs[1], self.catalog, self._key, cancel)

    def keep_token(self, token: str) -> None:
        """Keep the token for gated repositories of the hub, where nobody else can read it; "" forgets it.

        Raises:
            UserFacingError: it is none (``models.bad_token``), or cannot be kept (``data.disk_full``, ``data.io``).
        """
        if not token:
            self.secrets.remove(HUB_TOKEN)
            return
        if _TOKEN.fullmatch(token) is None:
            raise UserFacingError("models.bad_token")
        self.secrets.write(HUB_TOKEN, token)

    def export_pack(
        self,
        names: Sequence[str],
        folder: Path,
        *,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> WrittenPack:
        """Write installed models onto a stick, signed with this laptop's key.

        Raises:
            UserFacingError: one of `names` is not installed; see `ModelPacks.write`.
            JobCancelled: `cancel` was used; the next export goes on from there.
        """
        with self._one_at_a_time:
            wanted = {folder for one in names for folder in self._folders(one)}
            for problem in self.registry.scan().problems:
                if problem.folder in wanted:
                    raise UserFacingError("models.damaged", name=problem.folder, detail=problem.detail)
            models = [one for one in self.registry.installed() if one.folder in wanted]
            return self._packs.write(models, folder, self.catalog, report=report, cancel=cancel)

    def look_at_pack(self, folder: Path) -> FoundPack:
        """Who made the pack on a stick and what is in it; nothing is copied.

        Raises:
            UserFacingError: see `ModelPacks.look`.
        """
        return self._packs.look(Path(os.path.abspath(folder)), self.catalog, self.room)

    def import_pack(
        self,
        found: FoundPack,
        *,
        trust: bool = False,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> TakenPack:
        """Install the models of a pack; `trust` says that a person compared its fingerprint and said yes.

        Raises:
            UserFacingError: see `ModelPacks.take`; nothing is installed then.
            JobCancelled: `cancel` was used; the next import goes on from there.
        """
        with self._one_at_a_time:
            return self._packs.take(found, trust=trust, report=report, cancel=cancel)

    def verify(
        self,
        names: Sequence[str] = (),
        *,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Verified:
        """Hash files again: of these models or folders, or of everything, damaged and foreign folders named.

        Raises:
            UserFacingError: one of `names` is not installed.
            JobCancelled: `cancel` was used.
        """
        scan = self.registry.scan()
        wanted = {one: self._folders(one) for one in names}
        folders = {folder for found in wanted.values() for folder in found}
        models = tuple(one for one in scan.models if not names or one.folder in folders)
        problems = [one for one in scan.problems if not names or one.folder in folders]
        for model in models:
            problems += self.registry.verify(model, report, cancel)
        return Verified(models, tuple(problems))

    def remove(self, name: str) -> tuple[str, ...]:
        """Remove every form of a model, or one folder; gives the folders that are gone.

        Raises:
            UserFacingError: it is not installed or in use.
        """
        with self._one_at_a_time:
            folders = self._folders(name)
            for folder in folders:
                self.registry.remove(folder)
        return folders

    def accept_catalog(self, source: Path) -> Catalog:
        """Take over a newer signed catalogue.

        Raises:
            UserFacingError: it is not signed by the project, or not newer.
        """
        with self._one_at_a_time, writing(self._catalogs[1]):
            return accept_catalog(source, self._catalogs[1], self.catalog, self._key)

    def _recognise(
        self, folder: Path, catalog: Catalog, spec_id: str, runtime: Runtime | None
    ) -> tuple[ModelSpec, ModelForm]:
        graphics = any(not one.problem for one in self.machine.accelerators)
        for wanted in (*_QUICK, None) if runtime is None and graphics else (runtime,):
            try:
                return recognise(folder, catalog, spec_id=spec_id, runtime=wanted, can_convert=self._converter.can)
            except UserFacingError:
                if wanted is runtime:
                    raise
        raise AssertionError("the last one either returns or raises")

    def _folders(self, name: str) -> tuple[str, ...]:
        """Folders of a model id, or the one of that name."""
        scan = self.registry.scan()
        every = {one.folder: one.spec_id for one in scan.models}
        every |= {one.folder: one.spec_id for one in scan.problems}
        found = tuple(one for one, spec_id in every.items() if name == one or (spec_id and name.lower() == spec_id))
        if not found:
            known = ", ".join(sorted({spec_id or folder for folder, spec_id in every.items()})) or "nothing"
            raise UserFacingError("models.not_installed", name=name, known=known)
        return found


def _model_folder(folder: Path) -> Path:
    """The folder itself, or the only one in it that holds a model, as on a stick.

    Raises:
        UserFacingError: there is none, or more than one.
    """
    try:
        if _has_model(folder):
            return folder
        within = sorted(one.path for one in os.scandir(folder) if one.is_dir(follow_symlinks=False))
    except OSError as error:
        raise UserFacingError("models.no_folder", path=str(folder)) from error
    found = [one for one in map(Path, within) if not one.name.startswith(".") and _has_model(one)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserFacingError("models.not_a_model", path=str(folder), detail="there is no config.json in it")
    named = ", ".join(one.name for one in found[:_MOST_NAMED])
    raise UserFacingError("models.not_a_model", path=str(folder), detail=f"there are several in it: {named}")


def _has_model(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(one.name in _MARKS for one in entries)
