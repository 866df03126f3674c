"""What was used last is known at the next start, and nothing that goes wrong with it costs anybody anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.models import EngineChoices, EngineTask
from app.inference.recent_models import RecentModels
from tests.engine_table import route

CHOICES = EngineChoices(device="cpu", models={"speak": "mms-tts-hin"})
WRITER, OTHER, VOICE = route(EngineTask.GENERATE), route(EngineTask.GENERATE, "other"), route(EngineTask.SPEAK)


def test_the_last_of_each_task_is_known_at_the_next_start_the_newest_first(tmp_path: Path) -> None:
    file = tmp_path / "recent.json"
    recent = RecentModels(file)
    assert recent.routes(CHOICES) == ()
    for one in (WRITER, VOICE, OTHER):
        recent.note(one, CHOICES)
    assert recent.routes(CHOICES) == RecentModels(file).routes(CHOICES) == (OTHER, VOICE)
    written = file.stat().st_ino
    recent.note(VOICE, CHOICES)
    assert file.stat().st_ino == written, "the same again is not written again"
    recent.forget(OTHER)
    assert RecentModels(file).routes(CHOICES) == (VOICE,)
    assert [one.name for one in tmp_path.iterdir()] == ["recent.json"]


def test_what_was_used_under_other_settings_does_not_count(tmp_path: Path) -> None:
    recent = RecentModels(tmp_path / "recent.json")
    recent.note(WRITER, CHOICES)
    other = replace(CHOICES, device="cuda")
    assert recent.routes(other) == ()
    recent.note(VOICE, other)
    assert recent.routes(other) == (VOICE,)
    assert recent.routes(CHOICES) == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"choices": {}, "routes": 3}', b"[" * 100_000])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "recent.json"
    file.write_bytes(content)
    recent = RecentModels(file)
    assert recent.routes(CHOICES) == ()
    recent.note(WRITER, CHOICES)
    assert RecentModels(file).routes(CHOICES) == (WRITER,)


def test_a_file_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    recent = RecentModels(tmp_path / "gone" / "recent.json")
    recent.note(WRITER, CHOICES)
    assert recent.routes(CHOICES) == (WRITER,)
