"""Packs of models as a person uses them: written from what is installed, taken over from a laptop that is trusted."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.models import InstalledModel, ModelForm, ModelSpec
from app.inference.install.file_faults import writing
from app.inference.install.file_rules import check_folder
from app.inference.install.fit import ModelRoom, refuse_too_big
from app.inference.install.installer import Installer, ReadyModel, is_as_published
from app.inference.install.pack_export import ModelToPack, export_pack
from app.inference.install.pack_folder import STATE, is_of_a_pack
from app.inference.install.pack_import import SignedPack, VerifiedModel, import_pack, older_models, read_pack
from app.inference.install.pack_manifest import MANIFEST, Manifest, PackedModel
from app.inference.install.signing import LaptopKey, next_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.inference.catalog import Catalog
    from app.inference.install.secrets import Secrets
    from app.inference.install.trust import TrustedSigners
    from app.inference.registry import ModelRegistry

OWN_FOLDER = "ShikshaSetu-models"
"""Where a pack goes on a stick that holds other things, too."""
_STAGING = ".importing"
_MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack on a stick: its folder, the fingerprint that the other laptop will show, and what is in it."""

    folder: Path
    fingerprint: str
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """A model of a pack: what the catalogue knows of it, and why it cannot be used on this machine, if it cannot."""

    packed: PackedModel
    spec: ModelSpec
    form: ModelForm
    too_big: UserFacingError | None


@dataclass(frozen=True, slots=True)
class FoundPack:
    """A pack before it is taken: everything that a person is shown.

    Attributes:
        pack: Who signed it, and its table of contents; its parts were not looked at.
        known: Whether the laptop that made it is trusted already.
        models: In order.
    """

    pack: SignedPack
    known: bool
    models: tuple[OfferedModel, ...]


@dataclass(frozen=True, slots=True)
class TakenPack:
    """What was installed from a pack, and what was not.

    Attributes:
        models: Installed, or there already.
        left_out: Too big for this machine.
        kept: Older in the pack than what came from the same laptop before; what is here stays.
    """

    models: tuple[InstalledModel, ...]
    left_out: tuple[OfferedModel, ...]
    kept: tuple[OfferedModel, ...] = ()


class ModelPacks:
    """Packs of one data folder.

    Args:
        registry: What is installed.
        installer: Puts models into their place.
        secrets: Keeps this laptop's key.
        trusted: Whose packs are taken.
        licences: Folder with the texts of licences.
    """

    def __init__(
        self,
        registry: ModelRegistry,
        installer: Installer,
        secrets: Secrets,
        trusted: TrustedSigners,
        *,
        licences: Path | None = None,
    ) -> None:
        self._registry = registry
        self._installer = installer
        self._secrets = secrets
        self._trusted = trusted
        self._licences = licences

    def write(
        self,
        models: Sequence[InstalledModel],
        folder: Path,
        catalog: Catalog,
        *,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> WrittenPack:
        """Write models as a pack; a rerun goes on with the part at which an earlier run ended.

        Args:
            models: Installed ones.
            folder: A folder for the pack, or a stick with other things on it: then a folder `OWN_FOLDER` there.
            catalog: Knows their names and licences.
            report: Step "packing", in MiB.
            cancel: Ends it; the parts that are whole stay.

        Raises:
            UserFacingError: as `export_pack`, or a model is damaged (``models.damaged``) or not in the catalogue any
                more (``models.unknown``).
            JobCancelled: `cancel` was used.
        """
        to_pack = [self._to_pack(one, catalog.find(one.spec_id)) for one in models]
        if not to_pack:
            raise UserFacingError("modelpack.nothing")
        place = _place_on(folder)
        key = LaptopKey.load_or_make(self._secrets)
        number = next_number(self._secrets)
        manifest = export_pack(
            to_pack, place, key, number, licences=self._licences, report=_in_mebi(report), cancel=cancel
        )
        return WrittenPack(place, key.fingerprint, manifest)

    def look(self, folder: Path, catalog: Catalog, room: ModelRoom) -> FoundPack:
        """Who made a pack and what is in it; nothing is copied.

        Args:
            folder: The pack, or the stick that has it in `OWN_FOLDER`.
            catalog: Says what each model is.
            room: What this machine has for a model.

        Raises:
            UserFacingError: as `read_pack`, or a model of it is unknown (``modelpack.unknown_model``).
        """
        own = folder / OWN_FOLDER
        pack = read_pack(own if not (folder / MANIFEST).exists() and own.is_dir() else folder)
        models = tuple(_offered(one, catalog, room) for one in pack.manifest.models)
        return FoundPack(pack, pack.signer in self._trusted.all(), models)

    def take(
        self,
        found: FoundPack,
        *,
        trust: bool = False,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> TakenPack:
        """Verify the whole pack, then install every model of it that this machine can use.

        Args:
            found: What `look` showed; another pack that lies there now is refused.
            trust: Whether a person said yes to its fingerprint; remembered from then on.
            report: Step "verifying", in MiB.
            cancel: Ends it; what was verified is kept for the next time.

        Raises:
            UserFacingError: as `import_pack`; ``models.too_big`` if no model of it can be used; what its files are
                accused of (see `check_folder`). Nothing is installed then.
            JobCancelled: `cancel` was used.
        """
        usable = {one.packed.folder: one for one in found.models if one.too_big is None}
        if not usable:
            raise next(one.too_big for one in found.models if one.too_big is not None)
        older = {one.folder for one in older_models(found.pack, self._trusted)}
        contents = {one.folder: one.content for one in self._registry.installed()}
        staging = self._registry.folder / _STAGING
        self._forget_others(staging, found)
        installed: list[InstalledModel] = []

        def judge(one: VerifiedModel) -> bool:
            offered = usable.get(one.packed.folder)
            if offered is not None:
                self._judge(one, offered)
            return offered is not None

        def install(one: VerifiedModel) -> None:
            installed.append(self._install(one, usable[one.packed.folder]))

        try:
            import_pack(
                found.pack.folder,
                staging,
                self._trusted,
                lambda pack: trust and pack.content == found.pack.content,
                install,
                judge=judge,
                installed=lambda one: contents.get(one.folder) == one.content,
                report=_in_mebi(report),
                cancel=cancel,
            )
        except UserFacingError as error:
            if error.key == "data.disk_full":  # the room is needed more than the time that a second copy takes
                shutil.rmtree(staging, ignore_errors=True)
            raise
        shutil.rmtree(staging, ignore_errors=True)
        kept = tuple(one for one in found.models if one.packed.folder in older)
        too_big = tuple(one for one in found.models if one.too_big is not None and one not in kept)
        return TakenPack(tuple(installed), too_big, kept)

    def _to_pack(self, model: InstalledModel, spec: ModelSpec) -> ModelToPack:
        files = self._registry.files(model)
        return ModelToPack(model, spec.name, self._registry.path(model), files, spec.licence)

    def _forget_others(self, staging: Path, found: FoundPack) -> None:
        """What an import of another pack has left is of no use any more."""
        with writing(self._registry.folder):
            self._registry.folder.mkdir(parents=True, exist_ok=True)
        for path in staging.glob("pack-*"):
            if not path.name.endswith(found.pack.content[:32]):
                shutil.rmtree(path, ignore_errors=True)

    def _judge(self, one: VerifiedModel, offered: OfferedModel) -> None:
        """What came is looked at as what comes from anywhere, whoever signed it."""
        found = {file.name for file in check_folder(one.folder, offered.spec, offered.form)}
        if strange := sorted(found ^ _hashes(one.packed).keys()):
            raise UserFacingError("models.extra_file", name=strange[0])
        is_as_published(_hashes(one.packed), offered.form)
        there = next((had for had in self._registry.installed() if had.folder == one.packed.folder), None)
        if there is not None and there.content != one.packed.content and there.signer != one.signer:
            raise UserFacingError("models.other_content", name=offered.spec.name)

    def _install(self, one: VerifiedModel, offered: OfferedModel) -> InstalledModel:
        packed = one.packed
        model = InstalledModel(
            spec_id=packed.spec_id,
            folder=packed.folder,
            runtime=packed.runtime,
            compute_type=packed.compute_type,
            content=packed.content,
            bytes=sum(file.size for file in packed.files),
            verified=is_as_published(_hashes(packed), offered.form),
            installed_at=utc_now(),
            signer=one.signer,
        )
        made = ReadyModel(one.folder, offered.spec.name, model, packed.files)
        return self._installer.put_in_place(made, replaces=True)  # `_judge` has looked at what is there


def _offered(packed: PackedModel, catalog: Catalog, room: ModelRoom) -> OfferedModel:
    spec = catalog.get(packed.spec_id)
    forms = spec.forms if spec is not None else ()
    form = next(
        (one for one in forms if (one.runtime, one.compute_type) == (packed.runtime, packed.compute_type)), None
    )
    if spec is None or form is None:
        raise UserFacingError("modelpack.unknown_model", name=packed.name)
    if form.convert:  # the publisher's hashes say nothing of what was converted
        form = replace(form, convert="", source=replace(form.source, files=()))
    too_big = None
    try:
        refuse_too_big(catalog, spec, form, room=room, size=sum(one.size for one in packed.files))
    except UserFacingError as error:
        too_big = error
    return OfferedModel(packed, spec, form, too_big)


def _hashes(packed: PackedModel) -> dict[str, str]:
    return {one.name: one.sha256 for one in packed.files}


def _place_on(folder: Path) -> Path:
    """The folder itself where nothing else is in it, else one of our own in it."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        names = {one.name for one in folder.iterdir()}
    known = names & {MANIFEST, STATE, f"{STATE}.writing"}
    return folder if not names or (known and all(map(is_of_a_pack, names))) else folder / OWN_FOLDER


def _in_mebi(report: ReportProgress) -> ReportProgress:
    """Bytes as MiB, with the time left; what an earlier run has done counts for nothing in it."""
    began, first = time.monotonic(), -1

    def tell(progress: Progress) -> None:
        nonlocal first
        first = progress.done if first < 0 else first
        moved, seconds = progress.done - first, time.monotonic() - began
        left = seconds / moved * (progress.total - progress.done) if moved > 0 and seconds > 1 else None
        report(Progress(progress.step, progress.done // _MEBI, progress.total // _MEBI, left))

    return tell
