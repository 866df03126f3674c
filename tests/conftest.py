"""Every test runs alone: no network, a home of its own, no thread left behind, no error in the log nobody expected."""

from __future__ import annotations

import ipaddress
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the keyring of the person who tests

_SECONDS_TO_END = 3.0  # for threads that were told to end and are on their way
_reached: list[str] = []


def pytest_configure() -> None:
    """From here on this process reaches no other computer."""
    sys.addaudithook(_stay_here)


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # else the path of a local socket
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if host is not None and not _is_here(host):
        _reached.append(f"{event} {host!r}")
        raise PermissionError(f"a test reached for the network: {event} {host!r}")


def _is_here(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return name in ("", "localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _one_qt_application(qapp: object) -> None:
    """Qt has one application object for a process: the first test that draws something must not make a lesser one."""


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Also where the refusal was swallowed."""
    _reached.clear()
    yield
    assert not _reached, f"reached for the network: {_reached}"


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and data of nobody; the cache of the fonts, which is dear to make, stays where it is."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.delenv("SHIKSHASETU_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
    for name, folder in (("HOME", ""), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(home / folder))


@pytest.fixture(autouse=True)
def _no_errors_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that means to log an error looks at it and calls `caplog.clear()`."""
    yield
    errors = [
        one
        for one in caplog.get_records("call")
        if one.levelno >= logging.ERROR and not one.name.startswith("PIL.")  # it logs what spoiled pictures do to it
    ]
    assert not errors, f"logged: {[one.getMessage() for one in errors]}"


@pytest.fixture(autouse=True, scope="module")
def _no_thread_outlives_its_module() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert not (left := _left(before)), f"threads left behind: {left}"


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    if not _shares(request.node):
        assert not (left := _left(before)), f"threads left behind: {left}"


def _shares(test: pytest.Item) -> bool:
    """Whether the test uses something of ours that lives longer than the test and may start a thread in it."""
    fixtures = getattr(test, "_fixtureinfo").name2fixturedefs  # noqa: B009 - pytest has no public way to ask
    return any(
        one.scope != "function" and one.baseid and not name.startswith("_")
        for name, definitions in fixtures.items()
        for one in definitions
    )


def _left(before: set[threading.Thread]) -> list[str]:
    end = time.monotonic() + _SECONDS_TO_END
    while left := [one for one in threading.enumerate() if one not in before and one.is_alive()]:
        if time.monotonic() > end:
            return [f"{one.name} (daemon)" if one.daemon else one.name for one in left]
        time.sleep(0.01)
    return []
