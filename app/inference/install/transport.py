"""One request at a time over HTTPS, with what a download needs to decide for itself.

Built on `http.client` of the standard library: the core install has no other HTTP client, what urllib3 or httpx would
add (pools, sessions, HTTP/2) serves no purpose for a few long transfers, and redirects, tokens and ranges have to be
decided here in any case. Proxies come from the settings, or from where the operating system keeps them.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import os
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    import socket
    from types import TracebackType

_MAX_HOPS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_MAC_CERTIFICATES = "/etc/ssl/cert.pem"
_KEPT = ("X-Repo-Commit", "X-Linked-Size", "X-Linked-Etag", "ETag")
NETWORK_FAULTS = (OSError, http.client.HTTPException)
"""What a connection raises when the network or the other side fails."""


class UnexpectedAnswerError(Exception):
    """The other side does not speak as a server of files does; the text says how, for the log."""


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
        tls: Certificates to trust; the operating system's own if None.
    """

    def __init__(self, *, proxy: str = "", timeout: float = 30.0, tls: ssl.SSLContext | None = None) -> None:
        self._proxy = proxy
        self._timeout = timeout
        self._given_tls = tls

    def open(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        token: str = "",
        on_connect: Callable[[socket.socket], None] | None = None,
    ) -> Answer:
        """Ask, and follow redirects; the token goes to the host of `url` and to no other.

        A HEAD request stops at a redirect that already says what the hub knows of the file, since the addresses
        behind it are often signed for GET alone.

        Raises:
            UserFacingError: the address is none that may be asked, its certificate is not trusted, or the proxy
                refuses (``download.address``, ``download.server_not_trusted``, ``download.proxy``).
            UnexpectedAnswerError: redirects without end, or to where they may not lead.
            OSError, http.client.HTTPException: the network failed.
        """
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
            answer = self._ask(method, here, sent, on_connect)
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
        on_connect: Callable[[socket.socket], None] | None,
    ) -> Answer:
        connection = self._connection(here)
        try:
            connection.connect()
            if on_connect is not None:
                on_connect(connection.sock)
            target = (here.path or "/") + (f"?{here.query}" if here.query else "")
            connection.request(method, target, headers=dict(headers))
            return Answer(connection.getresponse(), {}, False, connection)
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise UserFacingError("download.server_not_trusted", host=here.hostname) from error
        except OSError as error:
            connection.close()
            if str(error).startswith("Tunnel connection failed: 4"):
                raise UserFacingError("download.proxy", detail=str(error)) from error
            raise
        except BaseException:
            connection.close()
            raise

    def _connection(self, here: SplitResult) -> http.client.HTTPConnection:
        host, port = _host_and_port(here)
        if here.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        proxy = self._proxy_for(host, port)
        if proxy is None:
            return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._tls())
        near = http.client.HTTPSConnection(
            proxy.hostname or "", proxy.port or 8080, timeout=self._timeout, context=self._tls()
        )
        near.set_tunnel(host, port, headers=_proxy_authorization(proxy))
        return near

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
        if not address:
            return None
        parts = urlsplit(address if "://" in address else f"http://{address}")
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
    """HTTPS anywhere, plain HTTP on this computer only, no password in the address."""
    try:
        parts = urlsplit(url)
        host, _ = _host_and_port(parts)
    except ValueError as error:
        raise UserFacingError("download.address", url=url) from error
    plain = parts.scheme == "http" and _is_loopback(host)
    if not host or parts.username is not None or not (parts.scheme == "https" or plain):
        raise UserFacingError("download.address", url=url)
    return parts


def _next(here: SplitResult, location: str) -> SplitResult:
    try:
        parts = _checked(urljoin(here.geturl(), location))
    except UserFacingError as error:
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
