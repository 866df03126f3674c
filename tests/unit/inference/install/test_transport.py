"""HTTPS with certificates that are looked at, and proxies as the settings or the environment name them."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.errors import UserFacingError
from app.inference.install.downloader import Downloader
from app.inference.install.fetching import WantedFile
from app.inference.install.transport import Transport, UnexpectedAnswerError
from tests.hub_server import HubServer
from tests.loopback_server import LoopbackServer

CONTENT = bytes(range(256)) * 400


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a school's own catalogue server at 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def hub(certificate: Path) -> Iterator[HubServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with HubServer(tls=context) as server:
        yield server


@pytest.fixture
def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@dataclass
class Proxy(LoopbackServer):
    """A proxy that connects through to wherever it is asked, or refuses with a status."""

    refusal: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://name:wo%20rd@127.0.0.1:{self.port}"

    def _meet(self, near: socket.socket) -> None:
        near.settimeout(5)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += near.recv(1)
        self.asked.append(head.decode())
        if self.refusal:
            near.sendall(f"HTTP/1.1 {self.refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            near.close()
            return
        host, _, port = head.split()[1].decode().rpartition(":")
        far = socket.create_connection((host, int(port)), timeout=5)
        near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        done = threading.Barrier(2)
        for one, other in ((near, far), (far, near)):
            self._start(self._pump, one, other, done)

    def _pump(self, source: socket.socket, sink: socket.socket, done: threading.Barrier) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        done.wait(10)
        source.close()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as one:
        yield one


@pytest.fixture(autouse=True)
def _no_proxy_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
        "http_proxy",
        "HTTP_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)


def fetch(hub: HubServer, folder: Path, transport: Transport) -> None:
    url = hub.put("owner/name", "model.bin", CONTENT)
    Downloader(transport, attempts=2, pause=0.01).fetch(WantedFile(url, folder / "model.bin", len(CONTENT)))
    assert (folder / "model.bin").read_bytes() == CONTENT


def test_a_server_with_a_trusted_certificate(hub: HubServer, tmp_path: Path, trust: ssl.SSLContext) -> None:
    fetch(hub, tmp_path, Transport(tls=trust, timeout=5))


def test_a_server_that_nobody_vouches_for(hub: HubServer, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        fetch(hub, tmp_path, Transport(timeout=5))
    assert caught.value.key == "download.server_not_trusted"
    assert not hub.requests


def test_the_proxy_of_the_settings(hub: HubServer, tmp_path: Path, trust: ssl.SSLContext, proxy: Proxy) -> None:
    fetch(hub, tmp_path, Transport(tls=trust, timeout=5, proxy=proxy.address))
    ports = [base.rpartition(":")[2] for base in (hub.base, hub.content_base)]
    assert [one.split()[1] for one in proxy.asked] == [f"127.0.0.1:{port}" for port in ports]
    word = base64.b64encode(b"name:wo rd").decode()
    assert all(f"Proxy-Authorization: Basic {word}" in one for one in proxy.asked)
    assert not any("Proxy-Authorization" in name for one in hub.requests for name in one.headers), "not for the server"


def test_the_proxy_of_the_environment(
    hub: HubServer, tmp_path: Path, trust: ssl.SSLContext, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxy.address)
    fetch(hub, tmp_path, Transport(tls=trust, timeout=5))
    assert len(proxy.asked) == 2
    (tmp_path / "model.bin").unlink()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetch(hub, tmp_path, Transport(tls=trust, timeout=5))
    assert len(proxy.asked) == 2, "an exception is an exception"


@pytest.mark.parametrize("refusal", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_a_proxy_that_refuses(
    hub: HubServer, tmp_path: Path, trust: ssl.SSLContext, proxy: Proxy, refusal: str
) -> None:
    proxy.refusal = refusal
    with pytest.raises(UserFacingError) as caught:
        fetch(hub, tmp_path, Transport(tls=trust, timeout=5, proxy=proxy.address))
    assert caught.value.key == "download.proxy"
    assert "wo%20rd" not in str(caught.value)


def test_a_proxy_that_is_none(hub: HubServer, tmp_path: Path, trust: ssl.SSLContext) -> None:
    with pytest.raises(UserFacingError) as caught:
        fetch(hub, tmp_path, Transport(tls=trust, proxy="socks5://name:word@127.0.0.1:1080"))
    assert caught.value.key == "download.proxy"
    assert "word" not in str(caught.value)


def test_a_redirect_does_not_step_down_from_https(hub: HubServer, trust: ssl.SSLContext) -> None:
    hub.fail(302, hub=True, Location="http://127.0.0.1:9/x")
    with pytest.raises(UnexpectedAnswerError, match="https to http"):
        Transport(tls=trust, timeout=5).open("GET", f"{hub.base}/x")
