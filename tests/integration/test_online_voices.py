"""Voices from the internet in the real services, against a service on this computer: only when they are wanted, kept
once they were heard, and another voice with a plain word where they fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import Services, open_services
from app.cli.commands import make as make_command
from app.cli.parser import build_parser
from app.domain.lessons import VOICE_FAILED, LessonOptions
from app.domain.messages import MESSAGES
from app.lesson.speech import VOICE_FELL_BACK
from tests.edge_server import SECONDS_PER_LETTER, EdgeServer, Fault
from tests.sounds import samples_of

PAGE = "Rivers\n\nAll the water of a river flows to the sea. Boats of 5 m can float on it.\n"
EDGE = "Edge voice en-IN-NeerjaNeural (online)"


@pytest.fixture(scope="module")
def running() -> Iterator[EdgeServer]:
    with EdgeServer() as server:
        yield server


@pytest.fixture
def server(running: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> EdgeServer:
    running.faults, running.said, running.asked = [], [], 0
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", running.url)
    return running


@pytest.fixture
def services(tmp_path: Path, server: EdgeServer) -> Iterator[Services]:
    with open_services(tmp_path / "data") as opened:
        yield opened


def test_only_when_a_person_wants_it_a_lesson_is_read_from_the_internet_and_what_was_heard_is_kept(
    services: Services, server: EdgeServer
) -> None:
    services.settings.online_voices = False
    lesson = services.lessons.make(services.library.add_text(PAGE).id, LessonOptions())
    assert services.lessons.audio(lesson.current).engine.startswith("espeak-ng")
    assert server.asked == 0
    assert VOICE_FELL_BACK not in lesson.current.content.notes

    services.settings.online_voices = True
    track = services.lessons.audio(lesson.current)
    assert [said for said, *_ in server.said] == [
        "Rivers", "All the water of a river flows to the sea.", "Boats of 5 metres can float on it.",
    ]  # fmt: skip
    assert (track.engine, track.failed) == (EDGE, "")
    assert track.sentences[-1][3] == "Boats of 5 m can float on it."
    starts = [row[2] for row in track.sentences]
    lengths = [
        round(len(said) * SECONDS_PER_LETTER * 1000) + 300 for said, *_ in server.said
    ]  # 150 ms of its silence are kept on either side
    for begin, end, length in zip(starts, [*starts[1:], track.duration_ms], lengths, strict=True):
        assert end - begin == pytest.approx(length + (350 if end == starts[-1] else 700), abs=90)
    heard = samples_of(services.store.media.path(track.media))
    assert heard.size / 22_050 == pytest.approx(track.duration_ms / 1000, abs=0.1)

    server.faults = [Fault.REFUSED] * 99
    asked = server.asked
    assert services.lessons.audio(lesson.current) == track
    services.lessons.speak_sentence("Boats of 5 m can float on it.", "en")
    assert server.asked == asked
    services.settings.online_voices = False
    assert services.lessons.audio(lesson.current).engine.startswith("espeak-ng")


def test_make_names_the_voice_and_says_when_another_read_the_lesson(tmp_path: Path, server: EdgeServer) -> None:
    page = tmp_path / "rivers.txt"
    page.write_text(PAGE, encoding="utf-8")
    rows = []
    for number, faults in enumerate(([], [Fault.REFUSED] * 99)):
        data = tmp_path / f"data{number}"
        data.mkdir()
        (data / "settings.json").write_text('{"online_voices": true}', "utf-8")
        server.faults = faults
        result = make_command.make(build_parser().parse_args(["make", str(page), "--data", str(data)]), bootstrap)
        rows.append(next(row for row in result.data["engines"] if row["task"] == "speak"))
        (lesson,) = result.data["lessons"]
        assert (VOICE_FELL_BACK in lesson["notes"]) == bool(number)
        assert any(one.startswith(VOICE_FAILED) for one in lesson["notes"]) == bool(number), "and why"
        assert (MESSAGES["lesson.voice_fell_back"] in result.lines) == bool(number)
    assert (rows[0]["model"], rows[0]["runtime"], rows[0]["device"]) == (EDGE, "edge-tts", "online")
    assert EDGE in rows[0]["reason"]
    assert (rows[1]["model"], rows[1]["runtime"]) == (None, None)
    assert rows[1]["reason"].startswith(MESSAGES["lesson.voice_fell_back"])
