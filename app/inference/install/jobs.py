"""Installing, verifying, removing and carrying models as durable jobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.domain.errors import UserFacingError
from app.domain.jobs import Part, Progress
from app.domain.models import Runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.jobs import CancelToken, Job
    from app.domain.models import InstalledModel
    from app.inference.install.service import ModelService
    from app.inference.registry import FolderProblem

INSTALL, VERIFY, REMOVE = "install_model", "verify_models", "remove_model"
EXPORT, IMPORT = "export_models", "import_models"
FETCH = "fetch_models"
_MEBI = 1 << 20
_FOR_ALL = frozenset(
    {"download.no_connection", "download.proxy", "download.server_not_trusted", "download.address", "models.no_space"}
)
"""Faults that the next model would meet, too."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A model to fetch, under the licence that a person was shown."""

    id: str
    licence: str


class Work(Protocol):
    """What of a running job is needed here: the runner's `JobContext` is one."""

    @property
    def job(self) -> Job:
        """The job as last written down."""
        ...

    @property
    def cancel(self) -> CancelToken:
        """Set when the person pressed Cancel or the app closes."""
        ...

    def report(self, progress: Progress, /) -> None:
        """Say how far it is."""
        ...

    def checkpoint(self, facts: Mapping[str, object], /) -> None:
        """Write facts down."""
        ...


def model_jobs(models: Callable[[], ModelService]) -> dict[str, Callable[[Work], None]]:
    """What a job of each kind does.

    * "install_model": params `folder`, and `spec_id` and `runtime` as `ModelService.look` found them; writes down
      `name` and whether it is `verified` against the publisher.
    * "fetch_models": params `models`, a list of `id` and `licence` (its short name, as a person was shown it), and
      `server`, "" for the hub; writes down the `names` that are installed and whether all are `verified`; what was
      fetched before a fault is kept.
    * "verify_models": param `names`, of models or folders, [] for all; writes down how many `models`; fails with
      ``models.damaged`` where one is not as it was installed.
    * "remove_model": params `name`, and `title` for people; writes down the folders `removed`.
    * "export_models": params `names` and `folder`; writes down the `folder` of the pack and its `fingerprint`.
    * "import_models": params `folder`, `content` of the pack that a person was shown, and `trust`, whether the laptop
      that made it was said yes to; writes down the `names` that were installed.

    Args:
        models: Gives the service; nothing of it is read before a job runs.
    """

    def install(work: Work) -> None:
        params, service = work.job.params, models()
        runtime = Runtime(str(params["runtime"])) if params.get("runtime") else None
        found = service.look(Path(str(params["folder"])), spec_id=str(params.get("spec_id", "")), runtime=runtime)
        model = service.install(found, report=work.report, cancel=work.cancel)
        work.checkpoint({"name": found.spec.name, "folder": model.folder, "verified": model.verified})

    def fetch(work: Work) -> None:
        _fetch(models(), msgspec.convert(work.job.params["models"], list[_Wanted]), work)

    def verify(work: Work) -> None:
        _verify(models(), msgspec.convert(work.job.params["names"], list[str]), work)

    def remove(work: Work) -> None:
        work.checkpoint({"removed": list(models().remove(str(work.job.params["name"])))})

    def export(work: Work) -> None:
        names, folder = msgspec.convert(work.job.params["names"], list[str]), Path(str(work.job.params["folder"]))
        pack = models().export_pack(names, folder, report=work.report, cancel=work.cancel)
        work.checkpoint({"folder": str(pack.folder), "fingerprint": pack.fingerprint})

    def take(work: Work) -> None:
        _take(models(), Path(str(work.job.params["folder"])), work)

    return {INSTALL: install, FETCH: fetch, VERIFY: verify, REMOVE: remove, EXPORT: export, IMPORT: take}


def _fetch(service: ModelService, wanted: list[_Wanted], work: Work) -> None:
    """Fetch one model after the other; one that its publisher does not give out does not keep the others away."""
    server = str(work.job.params.get("server", ""))
    if server:
        work.report(Progress("asking"))
        service.take_catalog_of(server, cancel=work.cancel)
    names: list[str] = []
    verified, first = True, None
    for number, one in enumerate(wanted, 1):
        part = Part(service.catalog.find(one.id).name, number, len(wanted))
        try:
            model = _fetch_one(service, one, server, part, work)
        except UserFacingError as error:
            first = first or error
            if error.key in _FOR_ALL:
                break
        else:
            names.append(part.title)
            verified = verified and model.verified
            work.checkpoint({"names": names, "verified": verified})
    if first is not None:
        raise first


def _fetch_one(service: ModelService, wanted: _Wanted, server: str, part: Part, work: Work) -> InstalledModel:
    def report(progress: Progress) -> None:
        work.report(replace(progress, part=part))

    spec = service.catalog.find(wanted.id)
    if spec.licence.spdx != wanted.licence:  # the catalogue of the server is newer than the one that was shown
        raise UserFacingError("models.other_licence", name=spec.name)
    offer = service.ask_server(wanted.id, server=server, report=report, cancel=work.cancel)
    return service.fetch(offer, report=report, cancel=work.cancel)


def _take(service: ModelService, folder: Path, work: Work) -> None:
    """Install the pack that a person was shown, and no other that lies there now."""
    found = service.look_at_pack(folder)
    if found.pack.content != work.job.params["content"]:
        raise UserFacingError("models.changed_source", name=folder.name or str(folder))

    def report(progress: Progress) -> None:
        work.report(replace(progress, step="checking models"))

    taken = service.import_pack(found, trust=work.job.params["trust"] is True, report=report, cancel=work.cancel)
    there = {one.folder for one in taken.models} | {one.packed.folder for one in taken.kept}
    work.checkpoint({"names": [one.packed.name for one in found.models if one.packed.folder in there]})


def _verify(service: ModelService, names: list[str], work: Work) -> None:
    """Verify one model after the other, told as one piece of work in megabytes."""
    scan = service.registry.scan()
    sizes = {one.folder: one.bytes for one in scan.models if not names or {one.folder, one.spec_id} & set(names)}
    total, before = sum(sizes.values()) // _MEBI, 0
    problems: list[FolderProblem] = [one for one in scan.problems if not names or one.folder in names]
    for folder, size in sizes.items():
        start = before

        def report(progress: Progress, start: int = start) -> None:
            work.report(Progress("checking models", (start + progress.done) // _MEBI, total))

        problems += service.verify((folder,), report=report, cancel=work.cancel).problems
        before += size
    if problems:
        first, more = problems[0], f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise UserFacingError("models.damaged", name=first.folder, detail=first.detail + more)
    work.checkpoint({"models": len(sizes)})
