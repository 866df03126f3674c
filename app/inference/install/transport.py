"""One request at a time over HTTPS, with what a download needs to decide for itself.

Built on `http.client` of the standard library: the core install has no other HTTP client, what urllib3 or httpx would
add (pools, sessions, HTTP/2) serves no purpose for a few long transfers, and redirects, tokens and ranges have to be
decided here in any case. Proxies come from the settings, or from where the operating system keeps them.

Everything up to the end of the headers happens in a thread of its own, with a limit of time and of bytes: a server that
gives one letter a second, a name that nobody resolves or a proxy that says nothing is left as soon as somebody cancels.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import os
import re
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken
from app.inference.install.answer_head import BoundedResponse, Patient, UnexpectedAnswerError

if TYPE_CHECKING:
    import socket
    from types import TracebackType

_MAX_HOPS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_MAC_CERTIFICATES = "/etc/ssl/cert.pem"
_KEPT = ("X-Repo-Commit", "X-Linked-Size", "X-Linked-Etag", "ETag")
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_TOKEN = re.compile(r"[!-~]*")
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_PASSWORD = re.compile(r"//[^/@]*@")
__all__ = ["NETWORK_FAULTS", "Answer", "Transport", "UnexpectedAnswerError"]

NETWORK_FAULTS = (OSError, http.client.HTTPException)
"""What a connection raises when the network or the other side fails."""


@dataclass(slots=True)
class Answer:
    """The answer that stood at the end of all redirects; a context manager that ends its connection.

    Attributes:
        response: Status, headers and body.
        hops: Headers that a hub gives with its redirects, by lower-case name.
        foreign: Whether it comes from another host than the one that was asked (and that saw the token).
    """

    response: http.client.HTTPResponse
    hops: Mapping[str, str]
    foreign: bool
    _connection: http.client.HTTPConnection = field(repr=False)

    @property
    def status(self) -> int:
        """HTTP status."""
        return self.response.status

    def header(self, name: str) -> str:
        """A header of the last answer, "" where it has none."""
        return self.response.headers.get(name, "").strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.response.close()
        self._connection.close()


class Transport:
    """Opens requests.

    Args:
        proxy: Address of a proxy for everything, "" for what the environment or the operating system says.
        timeout: Seconds that a connection may stay silent.
        head_seconds: Seconds until the headers of an answer are there, all redirects together.
        tls: Certificates to trust; the operating system's own if None.
    """

    def __init__(
        self,
        *,
        proxy: str = "",
        timeout: float = 30.0,
        head_seconds: float = 60.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._proxy = proxy
        self._timeout = timeout
        self._head_seconds = head_seconds
        self._given_tls = tls

    def open(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        token: str = "",
        cancel: CancelToken | None = None,
        on_connect: Callable[[socket.socket], None] | None = None,
    ) -> Answer:
        """Ask, and follow redirects; the token goes to the host of `url` and to no other.

        A HEAD request stops at a redirect that already says what the hub knows of the file, since the addresses
        behind it are often signed for GET alone.

        Raises:
            UserFacingError: the address is none that may be asked, its certificate is not trusted, the proxy refuses
                (``download.address``, ``download.server_not_trusted``, ``download.proxy``), or the token is none
                (``models.bad_token``).
            UnexpectedAnswerError: redirects without end, or to where they may not lead; headers without end.
            OSError, http.client.HTTPException: the network failed.
            JobCancelled: `cancel` was used before the headers were there.
        """
        if _TOKEN.fullmatch(token) is None:  # the header's own complaint would say the token
            raise UserFacingError("models.bad_token")
        patient = Patient(self._head_seconds, cancel or CancelToken())
        here = first = _checked(url)
        hops: dict[str, str] = {}
        trusted = True
        for _ in range(_MAX_HOPS):
            trusted = trusted and _origin(here) == _origin(first)
            sent = {
                "User-Agent": "shikshasetu",
                "Accept-Encoding": "identity",
                "Connection": "close",
                **(headers or {}),
            }
            if token and trusted:
                sent["Authorization"] = f"Bearer {token}"
            answer = self._ask(method, here, sent, patient, on_connect)
            if answer.status not in _REDIRECTS or not answer.header("Location"):
                return Answer(answer.response, hops, not trusted, answer._connection)  # noqa: SLF001 - our own class
            hops.update({name.lower(): answer.header(name) for name in _KEPT if answer.header(name)})
            if method == "HEAD" and "x-linked-size" in hops:
                return Answer(answer.response, hops, not trusted, answer._connection)  # noqa: SLF001 - our own class
            with answer:
                here = _next(here, answer.header("Location"))
        raise UnexpectedAnswerError("redirects without end")

    def _ask(
        self,
        method: str,
        here: SplitResult,
        headers: Mapping[str, str],
        patient: Patient,
        on_connect: Callable[[socket.socket], None] | None,
    ) -> Answer:
        connection = self._connection(here)
        target = (here.path or "/") + (f"?{here.query}" if here.query else "")

        def head() -> tuple[http.client.HTTPResponse, socket.socket]:
            connection.connect()
            used = connection.sock
            connection.request(method, target, headers=dict(headers))
            return connection.getresponse(), used

        try:
            response, used = patient.wait_for(head, connection)
        except ssl.SSLCertVerificationError as error:
            raise UserFacingError("download.server_not_trusted", host=here.hostname) from error
        except OSError as error:
            if str(error).startswith("Tunnel connection failed: 4"):
                raise UserFacingError("download.proxy", detail=str(error)) from error
            raise
        except ValueError as error:  # what http.client could not make sense of
            raise UnexpectedAnswerError(f"{type(error).__name__} in an answer") from error
        if on_connect is not None:
            on_connect(used)
        return Answer(response, {}, False, connection)

    def _connection(self, here: SplitResult) -> http.client.HTTPConnection:
        host, port = _host_and_port(here)
        connection: http.client.HTTPConnection
        if here.scheme == "http":
            connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
        elif (proxy := self._proxy_for(host, port)) is None:
            connection = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._tls())
        else:
            near, near_port = proxy.hostname or "", proxy.port or 8080
            connection = http.client.HTTPSConnection(near, near_port, timeout=self._timeout, context=self._tls())
            connection.set_tunnel(host, port, headers=_proxy_authorization(proxy))
        connection.response_class = BoundedResponse
        return connection

    def _tls(self) -> ssl.SSLContext:
        """Reading the system's certificates takes a while: only for those who need them, and once."""
        if self._given_tls is None:
            self._given_tls = _trusted_certificates()
        return self._given_tls

    def _proxy_for(self, host: str, port: int) -> SplitResult | None:
        address = self._proxy
        if not address and not urllib.request.proxy_bypass(f"{host}:{port}"):
            known = urllib.request.getproxies()
            address = known.get("https") or known.get("all") or ""
        return _checked_proxy(address) if address else None


def _checked_proxy(address: str) -> SplitResult:
    """A proxy is spoken to over plain HTTP; what goes through it is encrypted all the way."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        parts = parts._replace(netloc=_netloc(parts, keep_user=True))
        _proxy_authorization(parts)
    except ValueError as error:
        raise UserFacingError("download.proxy", detail=_shown(address)) from error
    if parts.scheme != "http" or not parts.hostname:
        raise UserFacingError("download.proxy", detail=f"{parts.scheme}://{parts.hostname or ''}")
    return parts


def _proxy_authorization(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    name_and_word = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(name_and_word.encode()).decode()}


def _trusted_certificates() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # a Python from python.org on a Mac knows no certificates of its own
    if not context.cert_store_stats()["x509_ca"] and os.path.exists(_MAC_CERTIFICATES):
        context.load_verify_locations(_MAC_CERTIFICATES)
    return context


def _checked(url: str) -> SplitResult:
    """HTTPS anywhere, plain HTTP on this computer only, no password in the address; all of it in printable ASCII."""
    try:
        parts = urlsplit(url)
        named = parts.username is not None
        path, query = (quote(one, safe=_PRINTABLE) for one in (parts.path, parts.query))
        parts = parts._replace(netloc=_netloc(parts), path=path, query=query)
        host, _ = _host_and_port(parts)
    except ValueError as error:
        raise UserFacingError("download.address", url=_shown(url)) from error
    plain = parts.scheme == "http" and _is_loopback(host)
    if not host or named or not (parts.scheme == "https" or plain):
        raise UserFacingError("download.address", url=_shown(url))
    return parts


def _netloc(parts: SplitResult, *, keep_user: bool = False) -> str:
    """Host and port of an address, in ASCII.

    Raises:
        ValueError: they are none; the names of hosts of other scripts fail as `UnicodeError`.
    """
    host, port = parts.hostname or "", parts.port
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host)}]"
    elif host:
        host = host.encode("idna").decode("ascii")
        if _HOST.fullmatch(host) is None:
            raise ValueError("no name of a host")
    user, at, _ = parts.netloc.rpartition("@")
    return (user + at if keep_user else "") + host + ("" if port is None else f":{port}")


def _shown(url: str) -> str:
    """An address for a sentence: without name and password, and not longer than anybody reads."""
    return _PASSWORD.sub("//", url)[:200]


def _next(here: SplitResult, location: str) -> SplitResult:
    try:
        # headers come as Latin-1: what is beyond ASCII goes on as the bytes it was
        parts = _checked(urljoin(here.geturl(), quote(location.encode("latin-1"), safe=_PRINTABLE)))
    except (UserFacingError, ValueError) as error:
        raise UnexpectedAnswerError("a redirect to an address that is not safe") from error
    if here.scheme == "https" and parts.scheme == "http":
        raise UnexpectedAnswerError("a redirect from https to http")
    return parts


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return (parts.scheme, *_host_and_port(parts))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
