from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.bootstrap import engine_choices
from app.config.settings import Settings, Theme
from app.domain.errors import UserFacingError
from app.domain.lessons import LessonOptions, Level

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SHIKSHASETU_{name}".upper(), raising=False)
    return tmp_path / "settings.json"


def set_aside(file: Path) -> list[str]:
    return [one.read_text(encoding="utf-8") for one in file.parent.glob("settings-damaged-*.json")]


def test_without_a_file_the_defaults_count_and_nothing_is_written(file: Path) -> None:
    assert Settings.load(file).speech_speed == 0.85
    assert not file.exists()


def test_what_was_chosen_is_there_at_the_next_start(file: Path) -> None:
    chosen = Settings.load(file)
    chosen.theme = Theme.HIGH_CONTRAST
    chosen.lesson_options = LessonOptions(school_class=8, level=Level.EASIEST, language="ta")
    chosen.save()
    again = Settings.load(file)
    assert again == chosen
    assert again.lesson_options.language == "ta"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zoom", 79),
        ("zoom", 201),
        ("theme", "purple"),
        ("speech_speed", 2.0),
        ("school_language", "xx"),
        ("lesson_options", LessonOptions(school_class=13)),
        ("memory_budget_mb", -1),
    ],
)
def test_a_value_out_of_its_limits_is_refused(file: Path, name: str, value: object) -> None:
    chosen = Settings.load(file)
    with pytest.raises(ValidationError):
        setattr(chosen, name, value)


def test_one_wrong_value_in_the_file_costs_only_itself(file: Path) -> None:
    written = json.dumps({"zoom": 9000, "theme": "dark", "lesson_options": {"school_class": 99}})
    file.write_text(written, encoding="utf-8")
    read = Settings.load(file)
    assert (read.zoom, read.theme, read.lesson_options) == (100, Theme.DARK, LessonOptions())
    assert set_aside(file) == [written]


@pytest.mark.parametrize("damaged", ["", "{", "[1]", '{"zoom": 1', "\x00\x00", "[" * 100_000])
def test_a_damaged_file_is_set_aside_and_defaults_count(file: Path, damaged: str) -> None:
    file.write_text(damaged, encoding="utf-8")
    read = Settings.load(file)
    assert read.zoom == 100
    assert set_aside(file) == [damaged]
    read.save()
    assert Settings.load(file) == read


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=5), st.lists(st.none())), max_size=4)
)
def test_keys_of_other_versions_are_kept(file: Path, unknown: dict[str, object]) -> None:
    unknown = {f"x{name}": value for name, value in unknown.items()}
    file.write_text(json.dumps({**unknown, "zoom": 150}), encoding="utf-8")
    read = Settings.load(file)
    read.zoom = 120
    read.save()
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert {name: saved[name] for name in unknown} == unknown
    assert saved["zoom"] == 120


def test_the_environment_counts_more_than_the_file_and_is_not_written_into_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('{"zoom": 150}', encoding="utf-8")
    monkeypatch.setenv("SHIKSHASETU_ZOOM", "110")
    monkeypatch.setenv("SHIKSHASETU_DEVICE", "cpu")
    read = Settings.load(file)
    assert (read.zoom, read.device) == (110, "cpu")
    read.theme = Theme.DARK
    read.save()
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert saved["zoom"] == 150
    assert "device" not in saved
    assert saved["theme"] == "dark"


def test_a_wrong_value_in_the_environment_is_passed_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKSHASETU_ZOOM", "large")
    file.write_text('{"theme": "dark"}', encoding="utf-8")
    read = Settings.load(file)
    assert (read.zoom, read.theme) == (100, Theme.DARK)


def test_saving_is_all_or_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings.load(file)
    chosen.save()
    before = file.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dump", full)
    chosen.zoom = 140
    with pytest.raises(UserFacingError):
        chosen.save()
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"]


def test_every_setting_says_what_it_is(file: Path) -> None:
    for name, field in Settings.model_fields.items():
        assert field.title, name
        assert field.description, name


def test_a_model_is_wanted_for_a_task_that_there_is(file: Path) -> None:
    settings = Settings.load(file)
    assert settings.models == {}
    settings.models = {"generate": "qwen2.5-0.5b-instruct", "speak": ""}
    settings.save()
    again = Settings.load(file)
    assert again.models == settings.models
    assert engine_choices(again).models == {"generate": "qwen2.5-0.5b-instruct"}
    with pytest.raises(ValidationError, match="no such task"):
        settings.models = {"dance": "x"}


def test_no_sentence_leaves_the_laptop_before_a_person_says_so(file: Path) -> None:
    assert Settings.load(file).online_voices is False
    said = Settings.model_fields["online_voices"].description
    assert said is not None
    assert "leaves this laptop" in said
    assert "Microsoft" in said
