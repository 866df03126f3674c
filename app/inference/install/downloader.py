"""Fetches large files whole: goes on after kills, checks what it gets, and never gives a token to another host.

huggingface_hub no longer resumes across runs since 1.18 and checks sizes only, hence this one.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken
from app.inference.install.fetching import (
    Fetch,
    FetchedFile,
    Patience,
    TransferInterruptedError,
    WantedFile,
    host_of,
    is_content,
    network_faults,
    refuse,
    remote_file,
)
from app.inference.install.file_faults import ask_for_room, sha256_of, writing
from app.inference.install.part_file import CHUNK, PartFile, RemoteFile
from app.inference.install.transfer import Interrupter, Meter, ReportTransfer, Transfer, ignore_transfer
from app.inference.install.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Downloader:
    """Fetches files one after the other.

    Args:
        transport: How servers are reached.
        attempts: Failures in a row, without a byte of progress, before it gives up.
        pause: Seconds before the second try; doubled for each further one.
        chunk: Bytes between two lines of the journal.
    """

    def __init__(
        self, transport: Transport | None = None, *, attempts: int = 6, pause: float = 1.0, chunk: int = CHUNK
    ) -> None:
        self._transport = transport or Transport()
        self._attempts = attempts
        self._pause = pause
        self._chunk = chunk

    def inspect(self, url: str, *, token: str = "", cancel: CancelToken | None = None) -> RemoteFile:
        """What the server says about a file, without fetching it.

        Raises:
            UserFacingError: as `fetch`.
            JobCancelled: the person pressed Cancel.
        """
        cancel = cancel or CancelToken()
        wanted = WantedFile(url, Path(url.rpartition("/")[2]), token=token)
        patience = self._patience(wanted, cancel)
        while True:
            try:
                with network_faults(cancel), self._transport.open("HEAD", url, token=token, cancel=cancel) as answer:
                    if answer.status != 200 and not (answer.status < 400 and "x-linked-size" in answer.hops):
                        refuse(answer, wanted)
                    return remote_file(answer, url)
            except TransferInterruptedError as fault:
                patience.bear(fault)

    def fetch(
        self, wanted: WantedFile, *, report: ReportTransfer = ignore_transfer, cancel: CancelToken | None = None
    ) -> FetchedFile:
        """Fetch one file, from where an earlier call or process ended.

        Raises:
            UserFacingError: ``download.no_connection``, ``download.server_busy``, ``download.unexpected_answer``,
                ``download.not_on_server``, ``download.needs_token``, ``download.no_access``, ``download.proxy``,
                ``download.server_not_trusted``, ``download.address``, ``download.wrong_content``,
                ``download.no_space``, ``download.running``, ``data.disk_full``, ``data.io``.
            JobCancelled: the person pressed Cancel; what came is kept.
        """
        cancel = cancel or CancelToken()
        with _locked(wanted.target):
            if (there := self._there(wanted, cancel)) is not None:
                report(Transfer(there.size, there.size))
                return there
            with PartFile(wanted.target, chunk=self._chunk) as part, Interrupter(cancel) as interrupter:
                part.resume(wanted.url, wanted.sha256, cancel.check)
                meter = Meter(report, total=wanted.size, done=part.size)
                meter.at(part.size)
                return Fetch(
                    wanted,
                    part,
                    self._transport,
                    meter=meter,
                    interrupter=interrupter,
                    cancel=cancel,
                    patience=self._patience(wanted, cancel),
                ).run()

    def fetch_all(
        self,
        wanted: Sequence[WantedFile],
        *,
        report: ReportTransfer = ignore_transfer,
        cancel: CancelToken | None = None,
    ) -> tuple[FetchedFile, ...]:
        """Fetch files in order, with one progress for all, after looking whether there is room for all.

        Raises:
            UserFacingError: as `fetch`; files that are whole stay.
            JobCancelled: the person pressed Cancel; what came is kept.
        """
        wanted = [one if one.size else self._with_size(one, cancel) for one in wanted]
        total = sum(one.size for one in wanted)
        if wanted:
            folder = wanted[0].target.parent
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)
            ask_for_room(folder, sum(_missing(one) for one in wanted), f"{len(wanted)} files")
        done: list[FetchedFile] = []
        for one in wanted:
            before = sum(file.size for file in done)
            done.append(self.fetch(one, report=_as_part(report, before, total), cancel=cancel))
        return tuple(done)

    def _with_size(self, wanted: WantedFile, cancel: CancelToken | None) -> WantedFile:
        return replace(wanted, size=self.inspect(wanted.url, token=wanted.token, cancel=cancel).size)

    def _there(self, wanted: WantedFile, cancel: CancelToken) -> FetchedFile | None:
        """The file of an earlier run, if it is in its place and a hash says that it is right."""
        path = wanted.target
        if not path.is_file() or wanted.size not in (0, path.stat().st_size):
            return None
        remote = RemoteFile(wanted.url, sha256=wanted.sha256)
        if not wanted.sha256:
            remote = self.inspect(wanted.url, token=wanted.token, cancel=cancel)
        with writing(path):
            right = is_content(path, remote)
            digest = remote.sha256 or sha256_of(path)
        return FetchedFile(path, path.stat().st_size, digest, 0, remote.commit) if right else None

    def _patience(self, wanted: WantedFile, cancel: CancelToken) -> Patience:
        params: dict[str, Any] = {"name": wanted.name, "host": host_of(wanted.url)}
        return Patience(self._attempts, self._pause, cancel, params)


def _as_part(report: ReportTransfer, before: int, total: int) -> ReportTransfer:
    return lambda one: report(Transfer(before + one.done, total, one.bytes_per_second))


def _missing(wanted: WantedFile) -> int:
    """Bytes that are still to be written."""
    for path in (wanted.target, wanted.target.with_name(f"{wanted.target.name}.part")):
        if path.is_file():
            return max(0, wanted.size - path.stat().st_size)
    return wanted.size


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One process at a time writes a file."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f"{target.name}.part.lock")
    lock = filelock.FileLock(path, timeout=0)
    with writing(path):
        try:
            lock.acquire()
        except filelock.Timeout as error:  # an OSError, but no fault of the disk
            raise UserFacingError("download.running", name=target.name) from error
    try:
        yield
    finally:
        # nobody waits for this lock, so nobody can hold the name that goes away here
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        lock.release()
