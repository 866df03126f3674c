"""Reading beside a writer, in a read-only folder, and where there is nothing yet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app.domain.errors import UserFacingError
from app.store import opening
from app.store.store import Store, restore
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def names(folder: Path) -> list[str]:
    with Store.open(folder, read_only=True) as store:
        return [one.name for one in store.read(lambda work: work.people.all())]


def test_a_reader_sees_what_a_writer_in_another_process_commits(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from app.store.store import Store; from tests.unit.store import samples\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "for line in sys.stdin:\n"
        "    store.write(lambda work: work.people.add(samples.person(line.strip())))\n"
        "    print('ok', flush=True)\n"
        "store.close()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=pipe, stdout=pipe, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        for expected in (["A"], ["A", "B"]):
            print(expected[-1], file=writer.stdin, flush=True)
            assert writer.stdout.readline() == "ok\n"
            assert names(tmp_path) == expected
        writer.stdin.close()


def test_a_reader_writes_nothing_and_locks_nobody_out(store: Store) -> None:
    with Store.open(store.folder, read_only=True) as reader:
        with pytest.raises(RuntimeError, match="read-only"):
            reader.write(lambda work: work.people.all())
        store.write(lambda work: work.people.add(samples.person()))
        assert len(reader.read(lambda work: work.people.all())) == 1


def test_where_there_is_nothing_yet_a_reader_sees_nothing_and_makes_nothing(tmp_path: Path) -> None:
    assert names(tmp_path / "absent") == []
    assert not (tmp_path / "absent").exists()


def test_readers_leave_no_private_copy_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    assert names(tmp_path / "absent") == []
    assert list(private.iterdir()) == []


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system mounted read-only, holding a data folder that was closed and one that was killed."""
    target = tmp_path / "mounted"
    target.mkdir()
    if shutil.which("mount") is None or _mount("-t", "tmpfs", "none", str(target)) != 0:
        pytest.skip("needs to mount a file system")
    try:
        with Store.open(target / "closed") as store:
            store.write(lambda work: work.people.add(samples.person("closed")))
        with Store.open(target / "killed") as store:
            store.write(lambda work: work.people.add(samples.person("killed")))
            (target / "hot").mkdir()
            for file in (target / "killed").glob("shikshasetu.db*"):
                if not file.name.endswith("-shm"):
                    shutil.copy(file, target / "hot")
        assert _mount("-o", "remount,ro", str(target)) == 0
        yield target
    finally:
        subprocess.run(["umount", "-l", str(target)], check=True)


def _mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode


def test_a_read_only_folder_can_be_read(read_only_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.delattr(opening, "_private_copy")  # a database that was closed needs none, however large it is
        assert names(read_only_folder / "closed") == ["closed"]
    assert names(read_only_folder / "hot") == ["killed"], "with the log of the killed process"


def test_a_read_only_folder_cannot_be_opened_for_writing(read_only_folder: Path) -> None:
    with pytest.raises(UserFacingError) as told:
        Store.open(read_only_folder / "closed")
    assert told.value.key == "data.not_writable"


def test_damage_is_told_to_a_reader_and_left_for_the_writer(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    shutil.rmtree(tmp_path / "backups")
    (tmp_path / "shikshasetu.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(UserFacingError) as told:
        names(tmp_path)
    assert told.value.key == "data.damaged"
    assert (tmp_path / "shikshasetu.db").read_bytes() == b"garbage" * 1000


def test_damage_that_a_backup_mends_is_said_to_be_so(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.write(lambda work: work.people.add(samples.person("Asha")))
    for ruin in (b"garbage" * 1000, b"", None):
        (tmp_path / "shikshasetu.db").unlink()
        if ruin is not None:
            (tmp_path / "shikshasetu.db").write_bytes(ruin)
        with pytest.raises(UserFacingError) as told:
            names(tmp_path)
        assert told.value.key == "data.damaged_with_backup"
        with Store.open(tmp_path) as store:
            assert store.recovery is not None, "as the sentence says"
        assert names(tmp_path) == ["Asha"]


def test_damage_met_while_reading_points_to_the_backup_too(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.write(lambda work: work.people.add(samples.person("Asha")))
        store.backup()
        broken = text("UPDATE people SET name = CAST(x'ff' AS TEXT)")
        store._database.write(lambda one: one.execute(broken))
        with pytest.raises(UserFacingError) as told:
            store.read(lambda work: work.people.all())
    assert told.value.key == "data.damaged_with_backup"


def _to_nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere" / "file")


def _to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders, and links for few")
@pytest.mark.parametrize("put", [Path.mkdir, _to_nowhere, _to_itself, getattr(os, "mkfifo", None)])
@pytest.mark.parametrize("name", ["shikshasetu.db", "shikshasetu.db-wal"])
def test_what_is_no_file_is_named_and_restore_puts_it_aside(
    tmp_path: Path, name: str, put: Callable[[Path], None]
) -> None:
    with Store.open(tmp_path) as store:
        store.write(lambda work: work.people.add(samples.person("Asha")))
    (tmp_path / name).unlink(missing_ok=True)
    put(tmp_path / name)
    for read_only in (True, False):
        with pytest.raises(UserFacingError, match=name) as told:
            Store.open(tmp_path, read_only=read_only)
        assert told.value.key == "data.not_a_file"
    restore(tmp_path)
    assert names(tmp_path) == ["Asha"]


def test_a_file_in_place_of_the_data_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserFacingError) as told:
        names(tmp_path / "file")
    assert told.value.key == "data.no_folder"


def test_restore_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as told:
        restore(tmp_path / "absent")
    assert told.value.key == "backup.none"
    assert list(tmp_path.iterdir()) == []
