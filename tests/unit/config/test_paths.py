from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.config.paths import DATA_VARIABLE, DataPaths, resources
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
