from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.inference.compiled_graphs import CompiledGraph, forget, place_of
from app.inference.install.names import is_plain
from app.inference.registry import ModelRegistry

_GRAPH = bytes(range(256)) * 20


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for name in ("first", "second", "third"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights").write_bytes(b"w" * 100)
    return tmp_path


def _graph(models: Path, name: str = "first", *, way: str = "library 1", most: int = 1 << 20) -> CompiledGraph:
    return CompiledGraph(place_of(models / name), [way], [models / name / "weights"], most=most)


def _keep(graph: CompiledGraph, content: bytes = _GRAPH) -> None:
    building = graph.building()
    assert building is not None
    (building / "123.blob").write_bytes(b"<about/>\n" + content)
    graph.keep(building)


def _content(graph: CompiledGraph) -> bytes | None:
    found = graph.open()
    return None if found is None else bytes(found)


def test_what_was_kept_comes_back_and_stands_beside_the_models(models: Path) -> None:
    assert _content(_graph(models)) is None
    _keep(_graph(models))
    assert _content(_graph(models)) == _GRAPH
    assert [one.parent for one in models.rglob("*.graph")] == [models / ".compiled" / "first"]
    assert [one.name for one in (models / "first").iterdir()] == ["weights"]


def test_another_library_or_other_weights_have_another_graph(models: Path) -> None:
    _keep(_graph(models))
    assert _content(_graph(models, way="library 2")) is None
    assert _content(_graph(models, "second")) is None
    kept = (models / "first" / "weights").stat()
    os.utime(models / "first" / "weights", ns=(kept.st_atime_ns, kept.st_mtime_ns + 1))
    assert _content(_graph(models)) is None


@pytest.mark.parametrize("at", [0, 1279, 1280, 2600, -1, -24, -32, -33])
def test_one_flipped_bit_is_seen_and_the_file_goes(models: Path, at: int) -> None:
    _keep(_graph(models))
    (file,) = models.rglob("*.graph")
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
    assert _content(_graph(models)) is None
    assert not file.exists()
    _keep(_graph(models))
    assert _content(_graph(models)) == _GRAPH


@pytest.mark.parametrize("size", [0, 5, 32, 4000])
def test_a_file_cut_short_is_seen(models: Path, size: int) -> None:
    _keep(_graph(models))
    (file,) = models.rglob("*.graph")
    os.truncate(file, size)
    assert _content(_graph(models)) is None


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
@pytest.mark.parametrize("level", ["file", "model", "all"])
def test_a_link_is_not_followed(models: Path, level: str) -> None:
    _keep(_graph(models))
    (file,) = models.rglob("*.graph")
    linked = {"file": file, "model": file.parent, "all": file.parent.parent}[level]
    linked.rename(models / "elsewhere")
    linked.symlink_to(models / "elsewhere")
    assert _content(_graph(models)) is None
    assert _graph(models).building() is None


def test_no_imported_model_can_take_the_name_of_the_folder_or_hold_a_graph_that_is_used(models: Path) -> None:
    _keep(_graph(models))
    (file,) = models.rglob("*.graph")
    carried = models / "second" / ".compiled" / "first"
    carried.mkdir(parents=True)
    file.rename(carried / file.name)
    (models / "first" / file.name).write_bytes((carried / file.name).read_bytes())
    assert _content(_graph(models)) is None
    assert not is_plain("../.compiled")


def test_together_they_stay_within_the_bound_and_the_one_used_last_stays(models: Path) -> None:
    most = 2 * len(_GRAPH) + 100
    for age, name in ((20, "first"), (10, "second")):
        _keep(_graph(models, name, most=most))
        (file,) = place_of(models / name).iterdir()
        os.utime(file, (file.stat().st_mtime - age, file.stat().st_mtime - age))
    assert _content(_graph(models, "first")) == _GRAPH  # now used after the second
    _keep(_graph(models, "third", most=most))
    assert [_content(_graph(models, one)) is not None for one in ("first", "second", "third")] == [True, False, True]


def test_one_too_large_is_not_kept(models: Path) -> None:
    assert _graph(models, most=99).building() is None  # its weights are larger than that
    _keep(_graph(models, most=1000))
    assert not list(models.rglob("*.graph"))
    assert not list(place_of(models / "first").iterdir())


def test_an_old_one_of_the_model_and_those_of_models_that_left_go(models: Path) -> None:
    _keep(_graph(models))
    _keep(_graph(models, "second"))
    (models / "second" / "weights").unlink()
    (models / "second").rmdir()
    _keep(_graph(models, way="library 2"))
    (file,) = models.rglob("*.graph")
    assert file.parent.name == "first"
    assert _content(_graph(models, way="library 2")) == _GRAPH


def test_what_a_killed_process_left_is_cleared(models: Path) -> None:
    left = _graph(models).building()
    assert left is not None
    (left / "1.blob").write_bytes(_GRAPH)
    assert _content(_graph(models)) is None
    _keep(_graph(models))
    assert len(list(place_of(models / "first").iterdir())) == 1


def test_no_room_means_no_graph(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.inference.compiled_graphs._SPARE", 1 << 62)
    assert _graph(models).building() is None


def test_a_library_that_wrote_nothing_leaves_nothing(models: Path) -> None:
    graph = _graph(models)
    building = graph.building()
    assert building is not None
    graph.keep(building)
    assert not list(place_of(models / "first").iterdir())


def test_a_graph_leaves_with_its_model(models: Path) -> None:
    _keep(_graph(models))
    _keep(_graph(models, "second"))
    registry = ModelRegistry(models)
    assert {one.folder for one in registry.scan().problems} == {"first", "second", "third"}  # not the graphs' folder
    registry.remove("first")
    assert [one.name for one in (models / ".compiled").iterdir()] == ["second"]
    with pytest.raises(UserFacingError):
        registry.remove(".compiled")
    forget(models / "second")
    assert not list(models.rglob("*.graph"))
