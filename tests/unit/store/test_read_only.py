"""Reading beside a writer, in a read-only folder, and where there is nothing yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import UserFacingError
from app.store import opening
from app.store.store import Store
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    monkeypatch.setattr(opening.tempfile, "tempdir", str(private))
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
    (tmp_path / "shikshasetu.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(UserFacingError) as told:
        names(tmp_path)
    assert told.value.key == "data.damaged"
    assert (tmp_path / "shikshasetu.db").read_bytes() == b"garbage" * 1000
