"""A hub on this computer: speaks the protocol of huggingface.co as its own client sees it, and can be made to fail.

``/<owner>/<name>/resolve/<revision>/<file>`` answers HEAD and GET with ``X-Repo-Commit``; a large file (``lfs``) also
with ``X-Linked-Size`` and ``X-Linked-Etag`` (its sha256) and a redirect to the content server on another port, a small
one with a relative redirect and its git blob hash as ETag. ``/api/models/<owner>/<name>`` lists the files.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

COMMIT = "5f91d94bd9cd7190a9f3216ff93cd1dd95f2c7be"
_RESOLVE = re.compile(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)")
_LIST = re.compile(r"/api/models/([^/]+/[^/]+)(?:/revision/[^/]+)?")
_PIECE = 1 << 16


class Fault(StrEnum):
    """What the content server may do wrong with one answer."""

    NO_RANGE = "200 for a Range request"
    RANGE_REFUSED = "416 for a Range request"
    WRONG_RANGE = "206 with another range than was asked for"
    NO_IF_RANGE = "206 although If-Range does not match"
    GZIP = "gzip although it was not asked for"
    SHORT = "the connection ends in the middle"
    TRUNCATED = "a whole answer with the end of the file missing"
    LONG = "more bytes than the file has"
    FLIPPED = "one byte is another one"
    STALLED = "no more bytes after the middle, the connection open"
    HTML = "the page of a captive portal"
    LOOP = "a redirect to itself"
    NO_ETAG = "no ETag"
    NO_LENGTH = "no Content-Length"
    EXPIRED = "403 of an address that is no longer valid"


@dataclass
class Served:
    """One request and what was answered: `sent` are bytes of the body, `start` where they begin in the file."""

    server: str
    method: str
    path: str
    headers: dict[str, str]
    status: int = 0
    start: int = 0
    sent: int = 0


@dataclass
class HubServer:
    """Both servers; use as a context manager.

    Attributes:
        rate: Bytes a second of one answer; 0 for as fast as it goes.
        watch: Called with each `Served` after every piece sent.
        gated: Token that a repository asks for.
        tls: Serves https with this context.
        pages: Other files of the hub by path, as a catalogue server has them.
    """

    rate: int = 0
    watch: Callable[[Served], None] | None = None
    gated: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    pages: dict[str, bytes] = field(default_factory=dict)
    requests: list[Served] = field(default_factory=list)
    _files: dict[tuple[str, str], tuple[bytes, bool]] = field(default_factory=dict)
    _faults: list[tuple[Fault | int, dict[str, str]]] = field(default_factory=list)
    _hub_faults: list[tuple[Fault | int, dict[str, str]]] = field(default_factory=list)
    _servers: list[ThreadingHTTPServer] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        for name in ("hub", "content"):
            handler = type("Handler", (_Handler,), {"hub": self, "name": name})
            server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
            server.daemon_threads = False
            if self.tls is not None:
                server.socket = self.tls.wrap_socket(server.socket, server_side=True)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), name=f"{name} server")
            thread.start()
            self._servers.append(server)
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    @property
    def base(self) -> str:
        """Base URL of the hub."""
        return self._url(0)

    @property
    def content_base(self) -> str:
        """Base URL of the content server, where large files come from."""
        return self._url(1)

    def _url(self, index: int) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://127.0.0.1:{self._servers[index].server_address[1]}"

    def put(self, repository: str, name: str, content: bytes, *, lfs: bool = True) -> str:
        """Add or replace a file; returns its URL."""
        self._files[repository, name] = content, lfs
        return f"{self.base}/{repository}/resolve/main/{quote(name)}"

    def fail(self, *faults: Fault | int, hub: bool = False, **headers: str) -> None:
        """The next answers, one each: a fault, or an HTTP status with these headers (``retry_after="1"``)."""
        queue = self._hub_faults if hub else self._faults
        queue.extend((one, {name.replace("_", "-"): value for name, value in headers.items()}) for one in faults)

    def bodies(self) -> list[Served]:
        """The answers that were about content."""
        return [one for one in self.requests if one.method == "GET" and one.status in (200, 206)]

    def next_fault(self, server: str) -> tuple[Fault | int | None, dict[str, str]]:
        """The fault of this answer, if any."""
        queue = self._hub_faults if server == "hub" else self._faults
        return queue.pop(0) if queue else (None, {})

    def file(self, repository: str, name: str) -> tuple[bytes, bool] | None:
        """Content and whether it is a large file."""
        return self._files.get((repository, name))

    def names(self, repository: str) -> list[str]:
        """Files of a repository."""
        return sorted(name for owner, name in self._files if owner == repository)


def git_hash(content: bytes) -> str:
    """The name that git gives a file of this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 20
    hub: HubServer
    name: str
    served: Served

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing on stderr."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # the client was killed, which is what some tests are about
            self.close_connection = True

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.served = Served(self.name, self.command, self.path, headers)
        self.hub.requests.append(self.served)
        path = unquote(urlsplit(self.path).path)
        if self.name == "hub":
            self._answer_as_hub(path)
        else:
            _, owner, name, file = path.split("/", 3)
            self._content(f"{owner}/{name}", file)

    def _send(self, status: int, *body: bytes, **headers: str) -> None:
        self.served.status = status
        self.send_response(status)
        for name, value in {"Content-Length": str(sum(map(len, body))), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"".join(body))

    def _answer_as_hub(self, path: str) -> None:
        fault, extra = self.hub.next_fault("hub")
        if isinstance(fault, int):
            self._send(fault, b"{}", **extra)
        elif fault is Fault.LOOP:
            self._send(302, Location=self.path)
        elif path in self.hub.pages:
            self._send(200, self.hub.pages[path])
        elif found := _LIST.fullmatch(path):
            siblings = [{"rfilename": name} for name in self.hub.names(found[1])]
            self._send(200, json.dumps({"id": found[1], "sha": COMMIT, "siblings": siblings}).encode())
        elif path.startswith("/api/resolve-cache/"):
            _, _, _, owner, name, file = path.split("/", 5)
            self._content(f"{owner}/{name}", file)
        elif found := _RESOLVE.fullmatch(path):
            self._resolve(found[1], found[3])
        else:
            self._send(404)

    def _resolve(self, repository: str, name: str) -> None:
        found = self.hub.file(repository, name)
        token = self.hub.gated.get(repository)
        if token is not None and self.headers["Authorization"] != f"Bearer {token}":
            status = 403 if self.headers["Authorization"] else 401
            self._send(status, X_Error_Code="GatedRepo", X_Error_Message=f"Access to model {repository} is restricted.")
        elif found is None:
            self._send(404, X_Error_Code="EntryNotFound")
        else:
            content, lfs = found
            place = f"/{repository}/{quote(name)}"
            linked = {"X_Linked_Size": str(len(content)), "X_Linked_Etag": f'"{hashlib.sha256(content).hexdigest()}"'}
            if lfs:
                self._send(302, Location=f"{self.hub.content_base}{place}?Expires=1", X_Repo_Commit=COMMIT, **linked)
            else:
                etag = f'"{git_hash(content)}"'
                self._send(307, Location=f"/api/resolve-cache{place}", X_Repo_Commit=COMMIT, X_Linked_Etag=etag)

    def _content(self, repository: str, name: str) -> None:
        found = self.hub.file(repository, name)
        fault, extra = self.hub.next_fault("content") if self.command == "GET" else (None, {})
        if isinstance(fault, int):
            self._send(fault, **extra)
        elif found is None:
            self._send(404)
        elif fault is Fault.EXPIRED:
            self._send(403, b"<Error>Request has expired</Error>")
        elif fault is Fault.HTML:
            self._send(200, b"<html>Please log in to the network</html>", Content_Type="text/html")
        elif fault is Fault.LOOP:
            self._send(302, Location=self.path)
        else:
            content, lfs = found
            self._body(content, f'"{hashlib.md5(content).hexdigest() if lfs else git_hash(content)}"', fault)

    def _body(self, content: bytes, etag: str, fault: Fault | None) -> None:
        whole = len(content)
        headers = {} if fault is Fault.NO_ETAG else {"ETag": etag}
        start = self._start(etag, fault)
        if start is not None and (start >= whole or fault is Fault.RANGE_REFUSED):
            self._send(416, Content_Range=f"bytes */{whole}")
            return
        if fault is Fault.TRUNCATED:
            content = content[:-7]
        elif fault is Fault.LONG:
            content += b"more"
        elif fault is Fault.FLIPPED:
            place = (start or 0) + (whole - (start or 0)) // 2
            content = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        body = content[start or 0 :]
        if fault is Fault.GZIP:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        if start is not None:
            shown = start + 1 if fault is Fault.WRONG_RANGE else start
            headers["Content-Range"] = f"bytes {shown}-{whole - 1}/{whole}"
        headers["Accept-Ranges"] = "bytes"
        if fault is Fault.NO_LENGTH:
            headers["Connection"] = "close"
            self.close_connection = True
        else:
            headers["Content-Length"] = str(len(body))
        self.served.status, self.served.start = 200 if start is None else 206, start or 0
        self.send_response(self.served.status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self._send_pieces(body, fault)

    def _start(self, etag: str, fault: Fault | None) -> int | None:
        """Where the answer begins; None for the whole file."""
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
        if asked is None or fault is Fault.NO_RANGE:
            return None
        condition = self.headers["If-Range"]
        if condition is not None and condition != etag and fault is not Fault.NO_IF_RANGE:
            return None
        return int(asked[1])

    def _send_pieces(self, body: bytes, fault: Fault | None) -> None:
        end = len(body) // 2 if fault in (Fault.SHORT, Fault.STALLED) else len(body)
        began = time.monotonic()
        for place in range(0, end, _PIECE):
            piece = body[place : min(place + _PIECE, end)]
            self.wfile.write(piece)
            self.served.sent += len(piece)
            if self.hub.watch is not None:
                self.hub.watch(self.served)
            if self.hub.rate:
                self.hub.ended.wait(max(0.0, began + self.served.sent / self.hub.rate - time.monotonic()))
            if self.hub.ended.is_set():
                break
        if fault is Fault.STALLED:
            self.hub.ended.wait(20)
        if fault in (Fault.SHORT, Fault.STALLED) or self.hub.ended.is_set():
            self.close_connection = True
