"""One file from one server: what each answer means for the part that is there already."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.domain.errors import UserFacingError
from app.inference.install.file_faults import ask_for_room, sha256_of
from app.inference.install.part_file import PartFile, RemoteFile
from app.inference.install.transport import NETWORK_FAULTS, Answer, Transport, UnexpectedAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.jobs import CancelToken
    from app.inference.install.transfer import Interrupter, Meter

_PIECE = 1 << 18
_ROOM = 32 << 20  # beyond the file itself: a drive that is full to the last byte serves nobody
_LONGEST_PAUSE = 60.0
_SPOILED_BORNE = 2
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")
_DIGITS = re.compile(r"[0-9]{1,18}")
_PRINTABLE = re.compile(r"[ -~]{1,200}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WantedFile:
    """What to fetch.

    Attributes:
        url: HTTPS address (HTTP on this computer only).
        target: Where it goes; ``NAME.part`` and its journal lie beside it until it is whole.
        size: Bytes as the catalogue says, 0 where unknown.
        sha256: Hex as the catalogue says, "" where unknown.
        token: For the host of `url` alone, "" for none.
    """

    url: str
    target: Path
    size: int = 0
    sha256: str = ""
    token: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """For people."""
        return self.target.name


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A whole file in its place.

    Attributes:
        sha256: As computed here.
        fetched: Bytes of its content that came over the network in this call.
        commit: Of the hub's repository, "" where there is none.
    """

    path: Path
    size: int
    sha256: str
    fetched: int
    commit: str = ""


class TransferInterruptedError(Exception):
    """Worth another try after a pause; `key` is the sentence if no try helps."""

    def __init__(self, detail: str, *, key: str = "download.no_connection", pause: float = 0.0) -> None:
        super().__init__(detail)
        self.key = key
        self.pause = min(pause, _LONGEST_PAUSE)


class _SpoiledError(Exception):
    """What came is not the file that was promised."""


class Patience:
    """How often a server is asked again, and how long is waited: twice as long each time, as long as it wishes.

    Args:
        attempts: Failures in a row that are borne.
        pause: Seconds after the first.
        cancel: Ends the waiting.
        params: For the sentence at the end: ``name`` and ``host``.
    """

    def __init__(self, attempts: int, pause: float, cancel: CancelToken, params: dict[str, Any]) -> None:
        self._attempts = attempts
        self._pause = pause
        self._cancel = cancel
        self._params = params
        self._failures = 0

    def reset(self) -> None:
        """It went on."""
        self._failures = 0

    def bear(self, fault: TransferInterruptedError) -> None:
        """Wait before the next try.

        Raises:
            UserFacingError: it has failed often enough (the key of the fault).
            JobCancelled: the person pressed Cancel.
        """
        self._cancel.check()
        self._failures += 1
        _log.info("transfer interrupted (%d): %s", self._failures, fault)
        if self._failures >= self._attempts:
            raise UserFacingError(fault.key, **self._params) from fault
        wait = max(fault.pause, min(_LONGEST_PAUSE, self._pause * 2 ** (self._failures - 1)))
        if self._cancel.wait(wait):
            self._cancel.check()


@contextlib.contextmanager
def network_faults(cancel: CancelToken) -> Iterator[None]:
    """Everything that the network does to us becomes `TransferInterruptedError`, or silence after Cancel."""
    try:
        yield
    except UnexpectedAnswerError as error:
        raise TransferInterruptedError(str(error), key="download.unexpected_answer") from error
    except NETWORK_FAULTS as error:
        cancel.check()
        raise TransferInterruptedError(f"{type(error).__name__}: {error}") from error


def refuse(answer: Answer, wanted: WantedFile) -> None:
    """Say what a status other than success means.

    Raises:
        UserFacingError: asking again does not help.
        TransferInterruptedError: it may.
        UnexpectedAnswerError: a server of files does not say such things.
    """
    status = answer.status
    params: dict[str, Any] = {"name": wanted.name, "host": host_of(wanted.url)}
    if status in (401, 403) and answer.foreign:
        raise TransferInterruptedError("the address that the hub gave is no longer valid")
    if status in (404, 410) or answer.header("X-Error-Code") in ("RepoNotFound", "EntryNotFound", "RevisionNotFound"):
        raise UserFacingError("download.not_on_server", **params)
    if status in (401, 403):
        raise UserFacingError("download.no_access" if wanted.token else "download.needs_token", **params)
    if status == 407:
        raise UserFacingError("download.proxy", detail="407")
    if status in (408, 425, 429) or status >= 500:
        after = answer.header("Retry-After")
        pause = float(after) if after.isascii() and after.isdigit() else 0.0
        raise TransferInterruptedError(f"status {status}", key="download.server_busy", pause=pause)
    raise UnexpectedAnswerError(f"status {status}")


def host_of(url: str) -> str:
    """For sentences."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _number(text: str) -> int | None:
    """What a header says in digits; None where it says something else, or more than any file has bytes."""
    return int(text) if _DIGITS.fullmatch(text) else None


def _plain(text: str) -> str:
    """A header's value that goes back to a server or into a record; "" where it is none for that."""
    return text if _PRINTABLE.fullmatch(text) else ""


def remote_file(answer: Answer, url: str) -> RemoteFile:
    """What the headers say. A hub puts what it knows of the file into its redirect, before the content server's own."""

    def header(name: str) -> str:
        return answer.hops.get(name.lower()) or answer.header(name)

    commit = _plain(header("X-Repo-Commit"))
    known = (header("X-Linked-Etag") or header("ETag")).removeprefix("W/").strip('"').lower()
    own = _plain(answer.header("ETag"))
    size = header("X-Linked-Size")
    if not size and answer.status == 200 and not _encoding(answer):
        size = answer.header("Content-Length")
    return RemoteFile(
        url,
        etag="" if own.startswith("W/") else own,
        size=_number(size) or 0,
        sha256=known if commit and _SHA256.fullmatch(known) else "",
        git_sha1=known if commit and _SHA1.fullmatch(known) else "",
        commit=commit,
    )


def is_content(path: Path, remote: RemoteFile) -> bool:
    """Whether a file is what a server speaks of, by the best hash that it gives; False where it gives none."""
    if remote.sha256:
        return sha256_of(path) == remote.sha256
    return bool(remote.git_sha1) and _git_sha1(path) == remote.git_sha1


def _git_sha1(path: Path) -> str:
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _encoding(answer: Answer) -> str:
    encoding = answer.header("Content-Encoding").lower()
    return "" if encoding == "identity" else encoding


class Fetch:
    """Brings one file home.

    Args:
        part: Resumed already.
        meter: Told of every byte.
        interrupter: Told of every connection.
    """

    def __init__(
        self, wanted: WantedFile, part: PartFile, transport: Transport, *, meter: Meter, interrupter: Interrupter,
        cancel: CancelToken, patience: Patience,
    ) -> None:  # fmt: skip
        self._wanted = wanted
        self._part = part
        self._transport = transport
        self._meter = meter
        self._interrupter = interrupter
        self._cancel = cancel
        self._patience = patience
        self._fetched = 0

    def run(self) -> FetchedFile:
        """Ask until the file is whole and right.

        Raises:
            UserFacingError: it cannot be had, or is another file.
            JobCancelled: the person pressed Cancel; what came is kept.
        """
        best = self._part.size
        spoiled = 0
        while True:
            self._cancel.check()
            try:
                if not self._is_whole():
                    with network_faults(self._cancel):
                        self._ask()
                return self._finish()
            except _SpoiledError as error:
                spoiled += 1
                best = 0
                self._part.discard()
                if spoiled == _SPOILED_BORNE:
                    raise UserFacingError("download.wrong_content", name=self._wanted.name) from error
            except TransferInterruptedError as fault:
                if self._part.size > best:
                    best = self._part.size
                    self._patience.reset()
                self._patience.bear(fault)

    def _total(self) -> int:
        return self._wanted.size or (self._part.origin.size if self._part.origin else 0)

    def _is_whole(self) -> bool:
        return self._part.origin is not None and 0 < self._part.size == self._total()

    def _ask(self) -> None:
        headers = {}
        if self._part.size and self._part.origin is not None:
            headers["Range"] = f"bytes={self._part.size}-"
            if self._part.origin.etag:
                headers["If-Range"] = self._part.origin.etag
        with self._transport.open(
            "GET",
            self._wanted.url,
            headers=headers,
            token=self._wanted.token,
            cancel=self._cancel,
            on_connect=self._interrupter.use,
        ) as answer:
            if answer.status == 206 and headers:
                self._go_on(answer)
            elif answer.status == 200:
                self._begin(answer)
            elif answer.status == 416 and headers:
                self._start_over("416")
            else:
                refuse(answer, self._wanted)
            self._receive(answer)

    def _start_over(self, why: str) -> None:
        self._part.discard()
        raise TransferInterruptedError(f"starts over: {why}")

    def _begin(self, answer: Answer) -> None:
        """The whole file comes, whatever was asked for."""
        remote = remote_file(answer, self._wanted.url)
        wanted = self._wanted
        if wanted.size and remote.size not in (0, wanted.size):
            raise UnexpectedAnswerError(f"{remote.size} bytes instead of {wanted.size}")
        length = answer.header("Content-Length")
        if remote.size and length and not _encoding(answer) and _number(length) != remote.size:
            raise UnexpectedAnswerError(f"{length[:20]} bytes instead of {remote.size}")
        remote = replace(remote, size=wanted.size or remote.size, sha256=wanted.sha256 or remote.sha256)
        ask_for_room(self._part.path.parent, remote.size + _ROOM, wanted.name)
        self._part.begin(remote)
        self._meter.total = remote.size
        self._meter.at(0)

    def _go_on(self, answer: Answer) -> None:
        """The rest comes; anything that does not fit to what is there means starting over."""
        origin = self._part.origin
        assert origin is not None
        found = _RANGE.fullmatch(answer.header("Content-Range"))
        remote = remote_file(answer, self._wanted.url)
        if found is None or int(found[1]) != self._part.size or _encoding(answer):
            self._start_over("another range")
        elif origin.size and int(found[3]) != origin.size:
            self._start_over("another size")
        elif origin.etag and remote.etag != origin.etag:
            self._start_over("another ETag")
        elif not self._wanted.sha256 and (remote.sha256, remote.git_sha1) != (origin.sha256, origin.git_sha1):
            self._start_over("another hash")
        self._meter.total = self._total()

    def _receive(self, answer: Answer) -> None:
        response, total = answer.response, self._total()
        unpack = _unpacker(_encoding(answer), total)
        while data := response.read1(_PIECE):
            self._cancel.check()
            for piece in unpack(data):
                if total and self._part.size + len(piece) > total:
                    raise _SpoiledError("longer than it may be")
                self._part.write(piece)
                self._fetched += len(piece)
                self._meter.at(self._part.size)
        if self._part.size < total:
            raise TransferInterruptedError("the connection ended early")
        ends = answer.header("Content-Length") or response.chunked
        if not (total or ends or self._wanted.sha256):
            raise UnexpectedAnswerError("nobody knows where the file ends")

    def _finish(self) -> FetchedFile:
        part, wanted = self._part, self._wanted
        origin = part.origin
        assert origin is not None
        digest = part.digest()
        expected = wanted.sha256 or origin.sha256
        if expected and digest != expected:
            raise _SpoiledError("another hash")
        part.settle()
        if not expected and origin.git_sha1 and not is_content(part.path, origin):
            raise _SpoiledError("another git hash")
        part.place()
        self._meter.at(part.size, last=True)
        return FetchedFile(wanted.target, part.size, digest, self._fetched, origin.commit)


def _unpacker(encoding: str, total: int) -> Callable[[bytes], Iterator[bytes]]:
    """Undoes what some servers and proxies do unasked; only with a known size, so that a bomb ends at it."""
    if not encoding:
        return lambda data: iter((data,))
    if encoding not in ("gzip", "x-gzip") or not total:
        raise UnexpectedAnswerError(f"encoded as {encoding[:20]}")
    decoder = zlib.decompressobj(wbits=31)

    def unpack(data: bytes) -> Iterator[bytes]:
        try:
            while data:
                yield decoder.decompress(data, _PIECE)
                data = decoder.unconsumed_tail
        except zlib.error as error:
            raise _SpoiledError("damaged gzip") from error

    return unpack
