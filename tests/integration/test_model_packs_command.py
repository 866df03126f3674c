"""A teacher carries models to another laptop with two commands; a script answers the one question with an option."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.cli.commands import command_for
from app.cli.parser import parse
from app.cli.run import Result
from app.domain.errors import DecisionNeeded, UserFacingError
from tests.command_line import ROOT, CommandLine
from tests.unit.inference.install.test_service import voice


@pytest.fixture(autouse=True)
def _own_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the keyring of whoever runs it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def command(data: Path, *arguments: object) -> Result:
    """Run a command in this process."""
    options = parse([*map(str, arguments), "--json", "--data", str(data)])
    return command_for(options)(options, bootstrap)


def refused(data: Path, *arguments: object) -> str:
    """The key of the sentence with which a command ends."""
    with pytest.raises(UserFacingError) as caught:
        command(data, *arguments)
    return caught.value.key


def exported(tmp_path: Path) -> dict[str, Any]:
    """A pack in ``stick``, made by another laptop."""
    command(tmp_path / "आशा", "models", "install", voice(tmp_path / "voice"))
    done: dict[str, Any] = command(tmp_path / "आशा", "models", "export", "mms-tts-hin", "--to", tmp_path / "stick").data
    return done


def test_models_are_exported_and_imported_by_a_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    school, stick = tmp_path / "school", tmp_path / "stick"
    written = exported(tmp_path)
    assert (written["folder"], written["parts"]) == (str(stick), 1)
    assert [one["id"] for one in written["models"]] == ["mms-tts-hin"]

    asked = command(school, "models", "import", stick)
    assert isinstance(asked.error, DecisionNeeded)
    assert (asked.data["fingerprint"], asked.data["known"]) == (written["fingerprint"], False)
    assert asked.data["offered"][0]["licence"]["commercial"] is False
    assert asked.data["models"] == []
    assert "non-commercial" in capsys.readouterr().err

    assert refused(school, "models", "import", stick, "--trust", "0123 " * 8) == "modelpack.other_laptop"
    part = stick / "part-0001.bin"
    right = part.read_bytes()
    part.write_bytes(right[:-1] + bytes([right[-1] ^ 1]))
    typed = written["fingerprint"].replace(" ", "").lower()
    assert refused(school, "models", "import", stick, "--trust", typed) == "modelpack.damaged"
    part.write_bytes(right)
    assert command(school, "models", "list", "--installed").data["models"] == []

    done = command(school, "models", "import", stick)  # the yes before the damage was remembered
    assert done.error is None
    assert [(one["id"], one["signer"]) for one in done.data["models"]] == [("mms-tts-hin", written["fingerprint"])]
    assert command(school, "models", "verify").data["ok"] is True


def test_what_is_no_fingerprint_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["models", "import", "stick", "--trust", "soon"])
    assert "32 digits" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a pseudo-terminal here")
def test_a_person_is_asked_at_the_terminal(tmp_path: Path) -> None:
    written = exported(tmp_path)
    for answer, status, times in (("n", 1, 1), ("what\ny", 0, 2)):
        data = tmp_path / str(status)
        shown, ended = at_a_terminal(CommandLine(data), ("models", "import", str(tmp_path / "stick")), answer)
        assert written["fingerprint"] in shown
        assert "CC-BY-NC-4.0" in shown
        assert (ended, shown.count("[y/n]")) == (status, times)
        installed = command(data, "models", "list", "--installed").data["models"]
        assert [one["id"] for one in installed] == ([] if status else ["mms-tts-hin"])


def at_a_terminal(line: CommandLine, arguments: tuple[str, ...], answer: str) -> tuple[str, int]:
    """Run a command at a pseudo-terminal, type the answer; gives what was shown and the exit status."""
    import pty

    near, far = pty.openpty()
    words = [sys.executable, "-m", "app", *arguments]
    process = subprocess.Popen(words, cwd=ROOT, env=line.environment(), stdin=far, stdout=far, stderr=far)
    os.close(far)
    os.write(near, answer.encode() + b"\n")
    shown, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        try:
            piece = os.read(near, 4096)
        except OSError:  # Linux says so when the other end is closed
            piece = b""
        if not piece:
            break
        shown += piece
    os.close(near)
    return shown.decode("utf-8", "replace"), process.wait(30)
