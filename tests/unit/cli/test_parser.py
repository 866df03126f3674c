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


@pytest.mark.parametrize(
    "command",
    [
        "lesson edit L",
        "lesson edit L --passage 0",
        "lesson edit L --title Water --text more",
        "lesson edit L --title ---",
        "lesson edit L --passage -1 --text more",
        "review approve",
        "review approve L --all-green",
        "review approve --all-green --reason right",
        "library page turn P 45",
        "library page crop P",
        "library page crop P --box 0,0,1",
        "library page crop P --box 0.5,0,0.5,1",
        "library page crop P --box nan,0,1,1",
        "library page reorder D",
    ],
)
def test_what_does_not_go_together_is_wrong_usage(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(command.split())
    assert caught.value.code == 2
    assert "error: " in capsys.readouterr().err
