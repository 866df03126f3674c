from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app.domain.errors import UserFacingError
from app.store.store import Store
from tests.unit.store import samples

if TYPE_CHECKING:
    from pathlib import Path

    from app.store.unit_of_work import UnitOfWork


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    document, person = samples.document(), samples.person()
    with Store.open(tmp_path) as store:
        store.write(lambda work: (work.documents.add(document), work.people.add(person)))
    with Store.open(tmp_path) as store:
        assert store.read(lambda work: work.documents.get(document.id)) == document
        assert store.read(lambda work: work.people.current()) == person


def test_eight_threads_of_read_modify_write_lose_nothing(store: Store) -> None:
    person = store.write(lambda work: work.people.add(samples.person("0")))

    def increment(work: UnitOfWork) -> None:
        known = work.people.get(person.id)
        assert known is not None
        work.people.update(replace(known, name=str(int(known.name) + 1)))

    def many() -> None:
        for _ in range(100):
            store.write(increment)

    threads = [threading.Thread(target=many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    final = store.read(lambda work: work.people.get(person.id))
    assert final is not None
    assert final.name == "800"


def test_a_failed_write_leaves_nothing_behind_and_the_writer_goes_on(store: Store) -> None:
    def half(work: UnitOfWork) -> None:
        work.people.add(samples.person())
        raise UserFacingError("lesson.changed_elsewhere")

    with pytest.raises(UserFacingError, match="changed in the meantime"):
        store.write(half)
    assert store.read(lambda work: work.people.all()) == ()
    store.write(lambda work: work.people.add(samples.person()))
    assert len(store.read(lambda work: work.people.all())) == 1


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_ever(store: Store) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        store.write(lambda _: store.write(lambda work: work.people.all()))


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(UserFacingError):
        store.read(lambda work: work.people.add(samples.person()))


def test_a_reader_sees_one_moment_however_long_it_looks(store: Store) -> None:
    def look(work: UnitOfWork) -> tuple[int, int]:
        before = len(work.people.all())
        other = threading.Thread(target=lambda: store.write(lambda w: w.people.add(samples.person())))
        other.start()
        other.join()
        return before, len(work.people.all())

    assert store.read(look) == (0, 0)
    assert len(store.read(lambda work: work.people.all())) == 1


def test_the_settings_that_keep_data_safe_are_in_force(store: Store) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "secure_delete": 1,
        "wal_autocheckpoint": 500,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }
    found = store._database.write(
        lambda connection: {name: connection.scalar(text(f"PRAGMA {name}")) for name in expected}
    )
    assert found == {**expected, "mmap_size": found["mmap_size"]}
    assert not found["mmap_size"]


def test_two_openers_of_one_folder_and_the_second_is_told(store: Store) -> None:
    with pytest.raises(UserFacingError) as told:
        Store.open(store.folder)
    assert told.value.key == "data.locked"


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from app.store.store import Store\n"
        "store = Store.open(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UserFacingError) as told:
            Store.open(tmp_path)
        assert told.value.key == "data.locked"
        holder.kill()
    Store.open(tmp_path).close()
