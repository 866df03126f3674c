"""A stick is let go of by the first tool that can, and it is said when none can."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.export.eject import eject, eject_commands

FAILS = (sys.executable, "-c", "raise SystemExit(2)")


def test_the_next_tool_is_tried_when_one_fails(tmp_path: Path) -> None:
    done = tmp_path / "done"
    works = (sys.executable, "-c", f"open({str(done)!r}, 'w').close()")
    eject(tmp_path, [("/there/is/no/such/tool",), FAILS, works, FAILS])
    assert done.exists()


def test_it_is_said_when_none_can(tmp_path: Path) -> None:
    for commands in ([], [FAILS]):
        with pytest.raises(UserFacingError) as caught:
            eject(tmp_path, commands)
        assert caught.value.key == "pack.cannot_eject"


def test_a_system_whose_tools_are_not_known_offers_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert eject_commands(tmp_path, "win32") == ()
    assert eject_commands(tmp_path, "darwin")[0][-1] == str(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert eject_commands(tmp_path, "linux") == ()
