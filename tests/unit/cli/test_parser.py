"""What the grammar refuses before any work."""

from __future__ import annotations

import pytest

from app.cli.parser import parse


@pytest.mark.parametrize("command", [["make", "page.txt"], ["pack", "save", "lesson", "--to", "stick"]])
def test_only_sound_and_no_sound_is_wrong_usage(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse([*command, "--no-audio", "--formats", "mp3"])
    assert caught.value.code == 2
    assert "--no-audio leaves nothing" in capsys.readouterr().err
    assert parse([*command, "--no-audio", "--formats", "mp3,html"]).no_audio
    assert parse([*command, "--formats", "mp3"]).formats == ("mp3",)
