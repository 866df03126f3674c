"""Whatever a server, an address, a proxy or a token is, a person reads one sentence, soon, and no secret in it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.inference.install.downloader import Downloader
from app.inference.install.fetching import WantedFile, host_of
from app.inference.install.secrets import Secrets, hub_token
from app.inference.install.server_sources import hub_address
from app.inference.install.transport import NETWORK_FAULTS, Transport
from tests.loopback_server import LoopbackServer

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(repr=False)
class RawServer(LoopbackServer):
    """Sends every client the same bytes; `drip` again and again, with a pause, until it ends or they go away."""

    answer: bytes = b""
    drip: bytes = b""
    pause: float = 0.05
    asked: list[bytes] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _meet(self, near: socket.socket) -> None:
        self._start(self._talk, near)

    def _talk(self, near: socket.socket) -> None:
        near.settimeout(5)
        head = b""
        try:
            while not head.endswith(b"\r\n\r\n") and (piece := near.recv(4096)):
                head += piece
            self.asked.append(head)
            near.sendall(self.answer)
            while self.drip and not self._ended.wait(self.pause):
                near.sendall(self.drip)
        except OSError:
            pass
        near.close()


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with RawServer() as one:
        yield one


def asker(seconds: float = 20.0) -> Downloader:
    return Downloader(Transport(timeout=max(5, seconds), head_seconds=seconds), attempts=1, pause=0.01)


def head(**headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode("latin-1")


ODD = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30),
    st.integers(min_value=0, max_value=6000).map(lambda count: "9" * count),
    st.sampled_from(["abc", "-1", "1e9", "0x10", "+5", "1_000", "²", "\u00bd", "bytes 0-1/2", "\x00", "a\tb"]),
)
LOCATION = st.one_of(
    ODD,
    st.sampled_from(
        [
            "http://[bad", "https://" + "a" * 80, "https://xn--\xff", "https://\xe4..b/", "https://127.0.0.1:99999/x",
            "https://127.0.0.1:abc/x", "https://[::1", "https://[::zz]/", "https://.../", "//[", "\xe9", "https://user:pw@x/",
            "file:///etc/passwd", "data:,x", "/a b", "?\xff",
        ]
    ),
)  # fmt: skip


@QUICK
@given(
    size=ODD, linked=ODD, etag=ODD, commit=ODD, ranged=ODD, encoding=ODD, status=st.sampled_from(["200", "206", "²"])
)
@example(size="9" * 5000, linked="", etag="", commit="", ranged="", encoding="", status="200")
@example(size="abc", linked="5", etag="", commit="", ranged="", encoding="", status="200")
@example(size="5", linked="9" * 5000, etag="", commit="", ranged="", encoding="", status="200")
def test_odd_headers_are_an_answer_or_a_sentence(
    server: RawServer, tmp_path: Path, size: str, linked: str, etag: str, commit: str, ranged: str, encoding: str,
    status: str,
) -> None:  # fmt: skip
    server.answer = head(
        Content_Length=size, X_Linked_Size=linked, ETag=etag, X_Repo_Commit=commit, Content_Range=ranged,
        Content_Encoding=encoding, Retry_After=size,
    ).replace(b"200", status.encode("latin-1"), 1) + b"hello"  # fmt: skip
    for ask in (
        lambda: asker().inspect(f"{server.base}/file"),
        lambda: asker().fetch(WantedFile(f"{server.base}/file", tmp_path / "file")),
    ):
        with contextlib.suppress(UserFacingError):
            ask()


@QUICK
@given(location=LOCATION)
@example(location="\xe9")
@example(location="http://[bad")
@example(location="https://" + "a" * 80)
@example(location="https://xn--\xff")
def test_odd_redirects_are_a_sentence(server: RawServer, monkeypatch: pytest.MonkeyPatch, location: str) -> None:
    server.answer = head(Location=location, Content_Length="0").replace(b"200 OK", b"302 Found")
    with monkeypatch.context() as patch:
        _only_this_computer(patch)
        with pytest.raises(UserFacingError) as caught:
            asker().inspect(f"{server.base}/file")
    assert caught.value.key.startswith("download.")


def _only_this_computer(patch: pytest.MonkeyPatch) -> None:
    known = socket.create_connection

    def connect(address: tuple[str, int], *arguments: object, **named: object) -> socket.socket:
        if address[0] != "127.0.0.1" or address[1] > 65535:
            raise ConnectionRefusedError(str(address))
        return known(address, *arguments, **named)  # type: ignore[arg-type]

    patch.setattr(socket, "create_connection", connect)


URLS = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["https", "http", "HTTPS", "ftp", ""]),
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["[::1", "a" * 80, "ä..b", "127.0.0.1", "[::1]", "u:p@h", "स्कूल.भारत"]),
        ),
        st.sampled_from(["", ":99999", ":abc", ":-1", ":", ":0"]),
        st.one_of(st.just(""), st.text(max_size=12).map(lambda one: f"/{one}")),
    ),
)  # fmt: skip


@QUICK
@given(url=URLS, proxied=st.booleans())
@example(url="http://[::1", proxied=False)
@example(url="https://" + "a" * 80, proxied=False)
@example(url="https://ä..b/", proxied=True)
@example(url="https://स्कूल.भारत/मॉडल", proxied=True)
@example(url="https://x/\ud800", proxied=False)
def test_odd_addresses_are_a_sentence(monkeypatch: pytest.MonkeyPatch, url: str, proxied: bool) -> None:
    def nobody(*_: object, **__: object) -> socket.socket:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(socket, "create_connection", nobody)
        host_of(url)
        with contextlib.suppress(UserFacingError, *NETWORK_FAULTS):  # the latter: an address, and nobody is there
            Transport(proxy=url if proxied else "").open("HEAD", "https://hub.example/x" if proxied else url)


@pytest.mark.parametrize("base", ["http://[::1", "https://" + "a" * 80, "https://ä..b/", "x", "https://h:99999"])
def test_an_address_of_the_environment_that_is_none(base: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        asker().inspect(f"{hub_address({'HF_ENDPOINT': base})}/a/b/resolve/main/c")
    assert caught.value.key == "download.address"


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:99999", "http://h:abc", "http://[::1", "http://..:5", "http://" + "a" * 80, "socks5://h:1"]
)  # fmt: skip
def test_a_proxy_that_is_none(proxy: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        Transport(proxy=proxy).open("HEAD", "https://hub.example/x")
    assert caught.value.key == "download.proxy"


def test_no_password_of_an_address_is_told() -> None:
    for url, transport in (
        ("https://name:sesame@hub.example/x", Transport()),
        ("https://hub.example/x", Transport(proxy="http://name:sesame@h:abc")),
    ):
        with pytest.raises(UserFacingError) as caught:
            transport.open("HEAD", url)
        assert "sesame" not in str(caught.value) + repr(caught.value.params)


@pytest.mark.parametrize("token", ["hf_a\nX-Evil: 1", "hf_a\rb", "hf_हिन्दी", "hf a", "hf_\x00"])
def test_a_token_that_is_none_is_never_told(
    server: RawServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    server.asked.clear()
    with pytest.raises(UserFacingError) as caught:
        hub_token(Secrets(tmp_path), {"HF_TOKEN": token})
    assert caught.value.key == "models.bad_token_set"
    with pytest.raises(UserFacingError) as again:
        asker().inspect(f"{server.base}/file", token=token)
    assert again.value.key == "models.bad_token"
    for error in (caught.value, again.value):
        assert token not in str(error) + repr(error.params) + repr(error.__cause__) + repr(error.__context__)
    assert token not in caplog.text
    assert not server.asked


ENDLESS = {
    "one letter at a time": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "will come": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence": (b"", b""),
}


@pytest.mark.parametrize("method", ["inspect", "fetch"])
@pytest.mark.parametrize("kind", ENDLESS)
def test_cancel_ends_an_answer_that_never_begins(tmp_path: Path, kind: str, method: str) -> None:
    answer, drip = ENDLESS[kind]
    cancel = CancelToken()
    with RawServer(answer, drip or b"", pause=0.02) as one:
        if not drip:
            one.drip, one.pause = b"x", 30.0
        wanted = WantedFile(f"{one.base}/file", tmp_path / "file", 5)
        threading.Timer(0.3, cancel.cancel).start()
        started = time.monotonic()
        patient = asker(300)
        ask: dict[str, Callable[[], object]] = {
            "inspect": lambda: patient.inspect(wanted.url, cancel=cancel),
            "fetch": lambda: patient.fetch(wanted, cancel=cancel),
        }
        with pytest.raises(JobCancelled):
            ask[method]()
        assert time.monotonic() - started < 10  # of the 300 it would have waited


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_answer_that_never_begins_has_an_end(kind: str) -> None:
    answer, drip = ENDLESS[kind]
    with RawServer(answer, drip or b"x", pause=0.02 if drip else 30.0) as one, pytest.raises(UserFacingError) as caught:
        asker(0.5).inspect(f"{one.base}/file")
    assert caught.value.key == "download.no_connection"


WILL_COME = b"HTTP/1.1 100 Continue\r\n"


@pytest.mark.parametrize("drip", [(WILL_COME + b"\r\n") * 2000, WILL_COME + b"X: " + b"a" * 60000 + b"\r\n\r\n"])
def test_headers_without_end_are_left_by_their_bytes(drip: bytes) -> None:
    with RawServer(b"", drip, pause=0.001) as one, pytest.raises(UserFacingError) as caught:
        asker(300).inspect(f"{one.base}/file")
    assert caught.value.key == "download.unexpected_answer"
