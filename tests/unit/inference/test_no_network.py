"""No worker has a network: not in Python, not in native code, not in what it starts (Linux: the kernel refuses)."""

from __future__ import annotations

import logging
import platform
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import _light_worker
from app.domain.models import EngineTask
from app.inference.workers import no_network
from app.inference.workers.card import wake_card
from app.inference.workers.child import WorkerLimits
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_wire import ModelWorkerSettings
from app.inference.workers.process import WorkerClient
from app.inference.workers.worker_process import WorkerTaskError
from app.library.reader import LIMITS as DOCUMENT_LIMITS
from tests.engine_table import ENGINES, route
from tests.network_probe import Probe, native

PROBES = "tests.network_probe:TABLE"
LIGHT_LIMITS = _light_worker()._limits
linux = pytest.mark.skipif(sys.platform != "linux", reason="the filter is of the Linux kernel")


@pytest.fixture
def port() -> Iterator[int]:
    """Of a listener that a process without bounds reaches."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found: int = listener.getsockname()[1]
        assert native(found) == "reached"
        yield found


@linux
@pytest.mark.parametrize("limits", [DOCUMENT_LIMITS, LIGHT_LIMITS], ids=["document", "light"])
def test_a_worker_reaches_nobody(port: int, limits: WorkerLimits, caplog: pytest.LogCaptureFixture) -> None:
    with closing(WorkerClient("probe", PROBES, limits)) as client:
        by_python, by_native, by_ipv6, by_program, by_native_program = client.call(
            "reach", Probe(port), tuple[str, ...]
        )
    assert "no network" in by_python
    assert (by_native, by_ipv6) == ("EACCES", "EACCES")
    if limits.programs:  # Tesseract
        assert "PermissionError" in by_program
        assert by_native_program == "started"
    else:
        assert "starts no programs" in by_program
        assert by_native_program == "refused"
    assert "seccomp" not in caplog.text


@linux
def test_the_model_worker_reaches_nobody(port: int, tmp_path: Path) -> None:
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(tmp_path), 1 << 32))
    with closing(client), pytest.raises(WorkerTaskError) as caught:
        client.speak(route(EngineTask.SPEAK), f"reach {port}", language="hi")
    assert "no network" in str(caught.value)
    assert str(caught.value).count("EACCES") == 2
    assert "starts no programs" in str(caught.value)
    assert "refused" in str(caught.value)


@linux
def test_a_kernel_that_does_not_help_is_told_in_the_log(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(no_network, "is_guarded", lambda _: False)
    with caplog.at_level(logging.WARNING), closing(WorkerClient("probe", PROBES, LIGHT_LIMITS)) as client:
        answers = client.call("reach", Probe(port), tuple[str, ...])
    assert "no network" in answers[0]
    assert "no seccomp" in caplog.text


def test_a_machine_that_is_not_known_goes_on_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not no_network.refuse_sockets(programs=True)


def decided(rules: list[tuple[int, int, int, int]], architecture: int, number: int, argument: int = 0) -> int:
    """What the kernel's machine for filters makes of one system call."""
    data = {0: number, 4: architecture, 16: argument}
    at = value = 0
    while True:
        code, then, otherwise, operand = rules[at]
        at += 1
        if code == 0x20:
            value = data[operand]
        elif code == 0x06:
            return operand
        else:
            at += then if (value == operand if code == 0x15 else value >= operand) else otherwise


NUMBERS = {"x86_64": (41, 317, (59, 322)), "aarch64": (198, 277, (221, 281))}
"""Of socket, seccomp, execve and execveat in the kernel's own tables."""
ALLOWED, EACCES, ENOSYS = 0x7FFF0000, 0x0005000D, 0x00050026
READ = {"x86_64": 0, "aarch64": 63}


@pytest.mark.parametrize("machine", no_network._KNOWN)
@pytest.mark.parametrize("programs", [True, False])
def test_the_filter_of_each_architecture(machine: str, programs: bool) -> None:
    calls = no_network._KNOWN[machine]
    rules = no_network._rules(calls, programs=programs)
    here = calls.architecture
    assert (calls.socket, calls.seccomp, calls.programs) == NUMBERS[machine]
    for family in (socket.AF_INET, 10, 16, 17, 38, 40):  # IPv6, netlink, packets, crypto, virtual machines
        assert decided(rules, here, calls.socket, family) == EACCES
    assert decided(rules, here, calls.socket, 1) == ALLOWED
    assert decided(rules, here, READ[machine]) == ALLOWED
    assert decided(rules, here, 425) == ENOSYS
    assert decided(rules, here, calls.socket | 0x40000000, 2) == ENOSYS
    assert decided(rules, 0x40000003, 102, 1) == ENOSYS
    for number in calls.programs:
        assert decided(rules, here, number) == (ALLOWED if programs else EACCES)


@linux
@pytest.mark.parametrize("there", [False, True])
def test_the_files_of_a_card_are_made_before_nothing_can_make_them(tmp_path: Path, there: bool) -> None:
    program, made = tmp_path / "nvidia-modprobe", tmp_path / "made"
    program.write_text(f'#!/bin/sh\necho "$@" > {made}\n', "utf-8")
    program.chmod(0o755)
    if there:
        (tmp_path / "nvidia-uvm").touch()
    wake_card(tmp_path, str(tmp_path))
    assert made.exists() is not there
    wake_card(tmp_path, str(tmp_path / "nowhere"))
