from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from app.config.paths import DATA_VARIABLE, DataPaths, choose_folder, resources
from app.domain.errors import UserFacingError


def test_the_folder_asked_for_counts_more_than_the_environment_and_that_more_than_the_usual_one(
    tmp_path: Path,
) -> None:
    named = {DATA_VARIABLE: str(tmp_path / "named")}
    assert DataPaths.choose(tmp_path / "asked", named).root == tmp_path / "asked"
    assert DataPaths.choose(None, named).root == tmp_path / "named"
    assert DataPaths.choose(None, {}).root.is_absolute()
    assert "ShikshaSetu" in str(DataPaths.choose(None, {}).root)


def test_every_folder_is_inside_the_data_folder_and_made(tmp_path: Path) -> None:
    paths = DataPaths.choose(tmp_path / "new" / "data")
    paths.ensure()
    paths.ensure()
    for folder in paths.folders:
        assert folder.is_dir()
        assert folder.is_relative_to(paths.root)
    for file in (paths.database, paths.index, paths.settings):
        assert file.parent == paths.root


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserFacingError) as told:
        DataPaths.choose(tmp_path / "file").ensure()
    assert told.value.key == "data.not_writable"


def test_resources_lie_in_the_checkout_or_in_the_frozen_application(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert resources() == Path(__file__).parents[3] / "resources"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources() == tmp_path / "resources"


def test_the_folder_chosen_in_settings_is_used_from_the_next_start_on(tmp_path: Path) -> None:
    usual = DataPaths.choose(None, {}).root
    empty = tmp_path / "disk"
    empty.mkdir()
    assert choose_folder(empty).root == empty
    assert DataPaths.choose(None, {}) == DataPaths(empty, chosen=True)
    named = {DATA_VARIABLE: str(tmp_path / "named")}
    assert DataPaths.choose(None, named) == DataPaths(tmp_path / "named")
    assert choose_folder(None).root == usual
    assert DataPaths.choose(None, {}).root == usual


def test_a_folder_that_holds_other_things_gets_a_folder_for_the_data(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    chosen = choose_folder(tmp_path).root
    assert chosen == tmp_path / "ShikshaSetu"
    (chosen / "shikshasetu.db").touch()
    assert choose_folder(chosen).root == chosen, "it is data already"


def test_a_chosen_folder_that_is_gone_is_told_and_never_made_anew(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    shutil.rmtree(choose_folder(disk).root)
    with pytest.raises(UserFacingError) as told:
        DataPaths.choose(None, {}).ensure()
    assert told.value.key == "data.folder_gone"
    assert not disk.exists()


def test_a_choice_that_cannot_be_written_to_changes_nothing(tmp_path: Path) -> None:
    usual = DataPaths.choose(None, {})
    with pytest.raises(UserFacingError) as told:
        choose_folder(tmp_path / "none" / "\0")
    assert told.value.key == "data.not_writable"
    (tmp_path / "file").touch()
    with pytest.raises(UserFacingError):
        choose_folder(tmp_path / "file")
    assert DataPaths.choose(None, {}) == usual
