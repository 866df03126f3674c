"""The real client of the Edge voices against a service on this computer: good answers and every kind of failure."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Iterator

import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.domain.languages import LANGUAGES
from app.inference.runtimes.edge_runtime import EdgeVoices
from tests.edge_server import EdgeServer, Fault, spoken

NAME = "Microsoft Server Speech Text to Speech Voice ({}Neural)"
TEXT = "पानी 5 किमी & दूर है।"


@pytest.fixture(scope="module")
def running() -> Iterator[EdgeServer]:
    with EdgeServer() as server:
        yield server


@pytest.fixture
def server(running: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> EdgeServer:
    running.faults, running.said, running.asked, running.paths = [], [], 0, []
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", running.url)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return running


def reason(voices: EdgeVoices, text: str = TEXT) -> str:
    with pytest.raises(UserFacingError) as caught:
        voices.fetch(text, language="hi", speed=0.85)
    assert caught.value.key == "speech.online_failed"
    return str(caught.value.params["detail"])


def test_a_sentence_comes_whole_in_the_voice_of_its_language(server: EdgeServer) -> None:
    sound = EdgeVoices().fetch(TEXT, language="hi", speed=0.85)
    assert server.said == [(TEXT.replace("&", "&amp;"), NAME.format("hi-IN, Swara"), "-15%")]
    assert sound == spoken(TEXT.replace("&", "&amp;"))
    assert EdgeVoices().fetch(TEXT, language="ta", speed=1.2)
    assert server.said[-1][1:] == (NAME.format("ta-IN, Pallavi"), "+20%")


def test_a_long_text_is_asked_for_in_parts_and_nothing_is_lost(server: EdgeServer) -> None:
    text = " ".join(f"{number}वाँ शब्द" for number in range(80))
    sound = EdgeVoices().fetch(text, language="hi", speed=1.0)
    assert " ".join(said for said, *_ in server.said) == text
    assert sound == b"".join(spoken(said) for said, *_ in server.said)
    assert len(server.said) > 1
    assert all(len(said.encode()) < 4_096 for said, *_ in server.said)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.CUT, "the connection broke off"),
        (Fault.REFUSED, "it refused"),
        (Fault.BROKEN, "it refused"),
        (Fault.NO_SOUND, "it sent no sound"),
        (Fault.GARBAGE, "its answer makes no sense"),
    ],
)
def test_a_failure_is_tried_once_more_and_then_told_in_words(server: EdgeServer, fault: Fault, expected: str) -> None:
    server.faults = [fault]
    assert EdgeVoices().fetch("जल", language="hi", speed=1.0) == spoken("जल")
    server.faults = [fault] * 8  # the library asks again by itself where it is refused
    assert reason(EdgeVoices()) == expected


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.STALLED])
def test_a_service_that_does_not_go_on_is_left_in_time(server: EdgeServer, fault: Fault) -> None:
    server.faults = [fault] * 2
    begin = time.monotonic()
    assert reason(EdgeVoices(seconds=0.5)) == "it did not answer in time"
    assert time.monotonic() - begin < 5


def test_without_a_network_it_is_said_and_nothing_waits(server: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/edge/v1?TrustedClientToken=1")
    assert reason(EdgeVoices()) == "it could not be reached"
    assert server.asked == 0


def test_after_a_failure_it_is_left_alone_for_a_while(server: EdgeServer) -> None:
    server.faults = [Fault.CUT] * 2
    voices = EdgeVoices(rest=0.3)
    assert reason(voices) == "the connection broke off"
    asked = server.asked
    assert "left alone" in reason(voices)
    assert server.asked == asked
    time.sleep(0.4)
    assert voices.fetch(TEXT, language="hi", speed=1.0)


def test_cancel_ends_the_waiting_at_once_and_is_no_failure(server: EdgeServer) -> None:
    server.faults = [Fault.SILENT]
    cancel, voices = CancelToken(), EdgeVoices()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    begin = time.monotonic()
    with pytest.raises(JobCancelled):
        voices.fetch(TEXT, language="hi", speed=1.0, cancel=cancel)
    assert time.monotonic() - begin < 5
    timer.join()
    assert voices.fetch(TEXT, language="hi", speed=1.0)


def test_it_goes_through_the_proxy_of_the_settings(server: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.2:9/edge/v1?TrustedClientToken=1")
    voices = EdgeVoices(lambda: f"http://127.0.0.1:{server.port}")
    assert voices.fetch(TEXT, language="hi", speed=1.0)
    assert server.paths[0].startswith("ws://127.0.0.2:9/edge/v1")


def test_without_the_library_it_says_so(server: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "edge_tts" else found(name))
    assert reason(EdgeVoices()) == "the part edge-tts is not installed"
    assert server.asked == 0


@pytest.mark.parametrize("text", ["", "...", " — ☃"])
def test_what_has_no_sound_is_not_sent(server: EdgeServer, text: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        EdgeVoices().fetch(text, language="hi", speed=1.0)
    assert caught.value.key == "speech.nothing_to_say"
    assert server.asked == 0


def test_every_language_has_a_voice_of_its_own_and_the_cache_tells_them_apart() -> None:
    infos = [EdgeVoices().info(language.code) for language in LANGUAGES]
    assert len({one.fingerprint for one in infos}) == len(LANGUAGES)
    assert all("online" in one.name for one in infos)
