"""Servers that give out models: the publishers' hub, or a server of a school district that is laid out like it.

Both answer ``BASE/<repository>/resolve/<revision>/<file>``. What a file is, is asked before anything is fetched; from
then on the commit that answered is asked for, so that a model is never put together from two versions.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.models import ModelFile
from app.inference.catalog import INDEX, MOST_BYTES, SIGNATURE, listed_files
from app.inference.install.fetching import WantedFile, host_of
from app.inference.install.layouts import SHARD, Layout, layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from app.domain.models import ModelForm, ModelSpec
    from app.inference.install.downloader import Downloader
    from app.inference.install.part_file import RemoteFile

HUB = "https://huggingface.co"
_COMMIT = re.compile(r"[0-9a-f]{40}")


def hub_address(environment: Mapping[str, str] | None = None) -> str:
    """Where the hub is: what its own tools read from the environment (``HF_ENDPOINT``), else its usual address."""
    return (os.environ if environment is None else environment).get("HF_ENDPOINT", "").strip().rstrip("/") or HUB


class ServerSource:
    """The files of models on a server; asked once, by `ask`, and fetched from where an earlier call was ended.

    Args:
        base: Address of the server.
        downloader: Fetches.
        asker: Asks what there is; gives up sooner, since nothing is lost by it.
        token: For gated repositories on this server, "" for none.
    """

    step = "fetching"

    def __init__(self, base: str, downloader: Downloader, asker: Downloader, *, token: str = "") -> None:
        self._base = base.rstrip("/")
        self._downloader = downloader
        self._asker = asker
        self._token = token
        self._found: dict[str, tuple[str, RemoteFile]] = {}

    def ask(
        self,
        spec: ModelSpec,
        form: ModelForm,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> tuple[ModelFile, ...]:
        """What the server has of a form of a model; nothing is fetched.

        Raises:
            UserFacingError: it cannot be reached, wants a token, lacks a file (``download.*``), or has another one
                than the catalogue says (``models.wrong_hash``).
            JobCancelled: `cancel` was used.
        """
        layout = layout_of(spec, form, ready=not form.convert)
        revision, self._found = form.source.revision, {}
        for number, file in enumerate(form.source.files):
            report(Progress("asking", number, len(form.source.files)))
            url = self._url(form, revision, file)
            try:
                remote = self._asker.inspect(url, token=self._token, cancel=cancel)
            except UserFacingError as error:
                if error.key == "download.not_on_server" and _can_miss(file.name, layout):
                    continue
                raise
            _compare(file, remote)
            if not (remote.size or file.size):
                raise UserFacingError("download.unexpected_answer", name=file.name, host=host_of(url))
            if _COMMIT.fullmatch(remote.commit):
                revision = remote.commit
            self._found[file.name] = (self._url(form, revision, file), remote)
        return self._files(form)

    def files(self, spec: ModelSpec, form: ModelForm) -> tuple[ModelFile, ...]:
        """What `ask` found; asks if it was not."""
        return self._files(form) if self._found else self.ask(spec, form)

    def identity(self, file: ModelFile) -> str:
        """Its hash, from whatever server; where none is known, address and validator."""
        url, remote = self._found[file.name]
        known = file.sha256 or remote.sha256 or remote.git_sha1
        return f"{file.name}@{known}" if known else f"{url}@{remote.etag}#{remote.size}"

    def fetch(self, file: ModelFile, target: Path, moved: Callable[[int], None], cancel: CancelToken) -> str:
        """Fetch it, going on where a kill or a broken network ended an earlier call."""
        url, remote = self._found[file.name]
        wanted = WantedFile(url, target, file.size, file.sha256 or remote.sha256, token=self._token)
        return self._downloader.fetch(wanted, report=lambda one: moved(one.done), cancel=cancel).sha256

    def _url(self, form: ModelForm, revision: str, file: ModelFile) -> str:
        return f"{self._base}/{quote(form.source.repository)}/resolve/{quote(revision)}/{quote(file.name)}"

    def _files(self, form: ModelForm) -> tuple[ModelFile, ...]:
        known = {one.name: one for one in form.source.files}
        return tuple(
            ModelFile(name, known[name].size or remote.size, known[name].sha256)
            for name, (_, remote) in self._found.items()
        )


class HubSource(ServerSource):
    """The publishers' hub; the token is sent to its host and to no other."""


class CatalogueServerSource(ServerSource):
    """A server of the same layout that has a signed catalogue under ``BASE/catalogue/``, too; it gets no token."""

    def __init__(self, base: str, downloader: Downloader, asker: Downloader) -> None:
        super().__init__(base, downloader, asker)

    def fetch_catalogue(self, folder: Path, key: bytes, cancel: CancelToken | None = None) -> bool:
        """Bring its catalogue into an empty folder, where it is verified again before it is used.

        Returns:
            Whether it has one.

        Raises:
            UserFacingError: the server cannot be reached (``download.*``), or its catalogue is not signed by the
                project (``models.catalogue_unsigned``).
            JobCancelled: `cancel` was used.
        """
        try:
            self._fetch_small(folder, INDEX, cancel)
        except UserFacingError as error:
            if error.key != "download.not_on_server":
                raise
            return False
        self._fetch_small(folder, SIGNATURE, cancel)
        for name in listed_files(folder, key):
            self._fetch_small(folder, name, cancel)
        return True

    def _fetch_small(self, folder: Path, name: str, cancel: CancelToken | None) -> None:
        url = f"{self._base}/catalogue/{quote(name)}"
        size = self._asker.inspect(url, cancel=cancel).size
        if not 0 < size <= MOST_BYTES:
            raise UserFacingError("download.unexpected_answer", name=name, host=host_of(url))
        self._asker.fetch(WantedFile(url, folder / name, size), cancel=cancel)


def _can_miss(name: str, layout: Layout) -> bool:
    """Whether a model is whole without this file: papers, and tables that some versions do not have."""
    return name not in layout.needed and name != layout.instead and SHARD.fullmatch(name) is None


def _compare(file: ModelFile, remote: RemoteFile) -> None:
    """What the server says must be what the signed catalogue says, where both say something."""
    if file.sha256 and remote.sha256 not in ("", file.sha256):
        raise UserFacingError("models.wrong_hash", name=file.name)
    if file.size and remote.size not in (0, file.size):
        raise UserFacingError("models.wrong_hash", name=file.name)
