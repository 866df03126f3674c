"""Models that come over the network: which form suits this machine, who has it, and what that means before a byte."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, ReportProgress, ignore_progress
from app.domain.models import EngineChoices, Machine, ModelForm, ModelSpec, Runtime
from app.inference.catalog import accept_catalog
from app.inference.device_router import decide
from app.inference.engine_options import as_installed, options
from app.inference.install.downloader import Downloader
from app.inference.install.secrets import Secrets, hub_token
from app.inference.install.server_sources import CatalogueServerSource, HubSource, ServerSource, hub_address
from app.inference.install.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.inference.catalog import Catalog

_LIBRARIES = {Runtime.OPENVINO: "openvino", Runtime.MLX: "mlx_lm", Runtime.CTRANSLATE2: "ctranslate2"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that a server has: in which form it would come, and how many bytes that are."""

    spec: ModelSpec
    form: ModelForm
    source: ServerSource = field(repr=False)
    size: int


class OnlineModels:
    """Asks servers.

    Args:
        secrets: Keeps the token for the hub.
        proxy: Address of a proxy, "" for the system's.
    """

    def __init__(self, secrets: Secrets, proxy: Callable[[], str]) -> None:
        self._secrets = secrets
        self._proxy = proxy

    def offer(
        self,
        spec: ModelSpec,
        forms: Sequence[ModelForm],
        *,
        server: str = "",
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Offer:
        """The first of these forms that there is; nothing is fetched.

        Args:
            spec: The model.
            forms: Its forms, the one that suits this machine best first.
            server: Address of a catalogue server, "" for the hub.
            report: Step "asking".
            cancel: Ends it.

        Raises:
            UserFacingError: see `ServerSource.ask`; where no form is there, what was said about the first.
            JobCancelled: `cancel` was used.
        """
        missing: UserFacingError | None = None
        for form in forms:
            source = self._source(server)
            try:
                files = source.ask(spec, form, report, cancel)
            except UserFacingError as error:
                if error.key != "download.not_on_server":
                    raise
                missing = missing or error
            else:
                return Offer(spec, form, source, sum(one.size for one in files))
        assert missing is not None, "every model has a form"
        raise missing

    def newer_catalog(
        self, server: str, accepted: Path, current: Catalog, key: bytes, cancel: CancelToken | None = None
    ) -> Catalog:
        """The catalogue of a server if it is newer, kept from now on; else the one in use.

        Raises:
            UserFacingError: see `CatalogueServerSource.fetch_catalogue`.
            JobCancelled: `cancel` was used.
        """
        with tempfile.TemporaryDirectory(prefix="shikshasetu-catalogue-") as folder:
            source = CatalogueServerSource(server, *self._downloaders())
            if not source.fetch_catalogue(Path(folder), key, cancel):
                return current
            try:
                return accept_catalog(Path(folder), accepted, current, key)
            except UserFacingError as error:
                if error.key != "models.catalogue_old":
                    raise
                return current

    def _source(self, server: str) -> ServerSource:
        if server:
            return CatalogueServerSource(server, *self._downloaders())
        return HubSource(hub_address(), *self._downloaders(), token=hub_token(self._secrets))

    def _downloaders(self) -> tuple[Downloader, Downloader]:
        """One that is patient, for what is large; one that asks twice, so that without a network one is told soon."""
        transport = Transport(proxy=self._proxy())
        return Downloader(transport), Downloader(transport, attempts=2)


def in_order(
    spec: ModelSpec, forms: Sequence[ModelForm], machine: Machine, choices: EngineChoices
) -> tuple[ModelForm, ...]:
    """Forms that run on this machine as the router would take them, those whose library is missing last.

    Forms that do not fit the memory come after those that do: what is too big is refused by whoever looks at the size.
    """
    left = {(one.runtime, one.compute_type): one for one in forms}
    ways = options([(as_installed(spec, one), spec) for one in forms], {spec.id: spec}, machine)
    ordered = []
    while ways and (model := decide(spec.task, ways, machine, choices).model) is not None:
        key = (model.runtime, model.compute_type)
        ordered.append(left.pop(key))
        ways = tuple(one for one in ways if (one.model.runtime, one.model.compute_type) != key)
    ordered += [left[key] for key in dict.fromkeys((one.model.runtime, one.model.compute_type) for one in ways)]
    return tuple(sorted(ordered or forms, key=lambda one: not _has_library(one.runtime)))


def _has_library(runtime: Runtime) -> bool:
    return find_spec(_LIBRARIES.get(runtime, "transformers")) is not None
