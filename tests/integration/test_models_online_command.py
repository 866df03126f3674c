"""``models install MODEL`` brings a model from the hub; conditions are accepted first, and a token is never shown."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app import bootstrap
from app.cli.commands import command_for
from app.cli.hints import sentence
from app.cli.parser import parse
from app.cli.run import Result
from app.domain.errors import DecisionNeeded, UserFacingError
from tests.command_line import CommandLine
from tests.hub_server import HubServer
from tests.integration.test_model_packs_command import at_a_terminal, command, refused
from tests.unit.inference.install.test_service import voice

REPOSITORY = "facebook/mms-tts-hin"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub with a voice of one tensor, and the hub's address where its own tools look for it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    with HubServer() as one:
        monkeypatch.setenv("HF_ENDPOINT", one.base)
        for file in voice(tmp_path / "voice").iterdir():
            one.put(REPOSITORY, file.name, file.read_bytes(), lfs=file.stat().st_size > 100_000)
        yield one


def test_conditions_are_accepted_before_anything_is_asked_of_the_hub(tmp_path: Path, hub: HubServer) -> None:
    data = tmp_path / "आशा"
    asked = command(data, "models", "install", "mms-tts-hin")
    assert isinstance(asked.error, DecisionNeeded)
    assert (asked.error.key, asked.data["id"]) == ("models.needs_licence", "mms-tts-hin")
    assert asked.data["licence"]["commercial"] is False
    assert "--accept-licence" in sentence(asked.error)
    assert hub.requests == []
    assert isinstance(command(data, "models", "install", "indictrans2-en-indic-1b").error, DecisionNeeded), "gated"
    assert hub.requests == []

    model = command(data, "models", "install", "MMS-TTS-hin", "--accept-licence").data["model"]
    assert (model["id"], model["verified"], model["licence"]["spdx"]) == ("mms-tts-hin", False, "CC-BY-NC-4.0")
    assert command(data, "models", "verify").data["ok"] is True
    other = tmp_path / "other"
    done = command(other, "models", "install", "mms-tts-hin", "--accept-licence", "--server", hub.base)
    assert done.data["model"]["content"] == model["content"]


def test_a_free_model_needs_no_question_and_a_missing_network_names_the_stick(
    tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(tmp_path / "data", "models", "install", "qwen2.5-0.5b-instruct") == "download.not_on_server"
    monkeypatch.setenv("HF_ENDPOINT", "https://127.0.0.1:9")
    with pytest.raises(UserFacingError) as caught:
        command(tmp_path / "data", "models", "install", "qwen2.5-0.5b-instruct")
    assert caught.value.key == "download.no_connection"
    assert "on a stick" in sentence(caught.value)
    assert refused(tmp_path / "data", "models", "install", "no-such-model") == "models.unknown"
    assert refused(tmp_path / "data", "models", "install", "no/such/folder") == "models.no_folder"


def test_the_proxy_of_the_settings_is_asked(tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            self.send_error(407)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the base class's name
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            monkeypatch.setenv("HF_ENDPOINT", "https://hub.example")
            monkeypatch.setenv("SHIKSHASETU_PROXY", f"http://127.0.0.1:{server.server_address[1]}")
            assert refused(tmp_path / "data", "models", "install", "qwen2.5-0.5b-instruct") == "download.proxy"
        finally:
            server.shutdown()
            thread.join()
    assert asked == ["hub.example:443"]


def test_a_token_is_kept_and_never_shown(
    tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    hub.gated[REPOSITORY] = "hf_Secret123"
    install = ("models", "install", "mms-tts-hin", "--accept-licence")
    with pytest.raises(UserFacingError) as caught:
        command(data, *install)
    assert "models token" in sentence(caught.value)

    def type_in(word: str) -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(word))
        options = parse(["models", "token", "--json", "--data", str(data)])
        return command_for(options)(options, bootstrap)

    for bad in ("", "\n", "two words\n"):
        with pytest.raises(UserFacingError) as caught:
            type_in(bad)
        assert caught.value.key == "models.bad_token"
    stored = type_in("hf_Secret123\n")
    assert stored.data == {"token": "stored"}
    command(data, *install)
    assert command(data, "models", "token", "--remove").data == {"token": "removed"}
    command(data, "models", "remove", "mms-tts-hin")
    assert refused(data, *install) == "download.needs_token"
    shown = capsys.readouterr()
    kept = [one for one in data.rglob("*") if one.is_file() and b"Secret123" in one.read_bytes()]
    assert "Secret123" not in f"{shown.out}{shown.err}{stored.lines}"
    assert kept == [], "not in a log either"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a pseudo-terminal here")
def test_a_person_accepts_the_conditions_at_the_terminal(tmp_path: Path, hub: HubServer) -> None:
    shown, status = at_a_terminal(CommandLine(tmp_path / "data"), ("models", "install", "mms-tts-hin"), "n")
    assert (status, shown.count("[y/n]")) == (1, 1)
    assert "non-commercial" in shown
    assert hub.requests == []
