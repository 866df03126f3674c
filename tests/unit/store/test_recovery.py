"""Damage, restore and salvage: what comes back when the file is no longer what was written."""

from __future__ import annotations

import os
import random
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.errors import UserFacingError
from app.domain.lessons import VersionState
from app.store import sqlite_module
from app.store.backup import Backup, Backups, worth_keeping
from app.store.store import Store, restore
from tests.unit.store import samples

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from app.domain.lessons import Lesson


def filled(folder: Path, lessons: int = 30) -> list[Lesson]:
    """A data folder with approved lessons, pages and a backup."""
    made = [samples.lesson(f"Lesson {number}") for number in range(lessons)]
    with Store.open(folder) as store:
        store.write(lambda work: work.people.add(samples.person()))
        store.write(lambda work: work.documents.add(samples.document()))
        for lesson in made:
            store.write(lambda work, one=lesson: work.lessons.add(one))
            decision = samples.decision(lesson.current)
            store.write(lambda work, one=decision: work.decisions.decide(one, VersionState.APPROVED))
    return made


def titles(folder: Path) -> set[str]:
    with Store.open(folder) as store:
        return {one.title for one in store.read(lambda work: work.lessons.summaries())}


def database(folder: Path) -> Path:
    return folder / "shikshasetu.db"


def test_a_destroyed_file_is_replaced_by_the_backup_and_kept_aside(tmp_path: Path) -> None:
    made = filled(tmp_path)
    ruined = os.urandom(200_000)
    database(tmp_path).write_bytes(ruined)
    with Store.open(tmp_path) as store:
        assert store.recovery is not None
        assert store.recovery.kept is not None
        assert store.recovery.backup is not None
        assert len(store.read(lambda work: work.lessons.summaries())) == len(made)
        approved = store.read(lambda work: work.lessons.approved(made[0].id))
        assert approved is not None
        assert store.recovery.kept.read_bytes() == ruined
    with Store.open(tmp_path) as store:
        assert store.recovery is None


def test_what_came_after_the_backup_is_read_out_of_the_damaged_file(tmp_path: Path) -> None:
    filled(tmp_path)
    late = samples.lesson("Written after the backup")
    with Store.open(tmp_path) as store:
        store.write(lambda work: work.lessons.add(late))
        store.write(lambda work: work.decisions.decide(samples.decision(late.current), VersionState.APPROVED))
        store.write(lambda work: work.people.add(samples.person("Late")))
    damage_index_of(database(tmp_path), "ix_lessons_created")
    with Store.open(tmp_path) as store:
        assert store.recovery is not None
        assert store.recovery.rows >= 4
        approved = store.read(lambda work: work.lessons.approved(late.id))
        assert approved is not None
        assert approved.content == late.current.content
        assert "Late" in {one.name for one in store.read(lambda work: work.people.all())}


def damage_index_of(path: Path, name: str) -> None:
    """Overwrite the first page of one index, so that the structure is wrong and the tables are whole."""
    module = sqlite_module.load()
    connection = module.connect(str(path))
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    connection.close()
    with path.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def test_without_any_backup_the_rows_that_can_be_read_are_saved(tmp_path: Path) -> None:
    made = filled(tmp_path)
    for file in (tmp_path / "backups").iterdir():
        file.unlink()
    damage_index_of(database(tmp_path), "ix_lessons_created")
    with Store.open(tmp_path) as store:
        assert store.recovery is not None
        assert store.recovery.backup is None
        assert len(store.read(lambda work: work.lessons.summaries())) == len(made)


def test_when_nothing_can_be_read_the_file_stays_where_it_is(tmp_path: Path) -> None:
    filled(tmp_path, lessons=2)
    for file in (tmp_path / "backups").iterdir():
        file.unlink()
    ruined = os.urandom(50_000)
    database(tmp_path).write_bytes(ruined)
    with pytest.raises(UserFacingError) as told:
        Store.open(tmp_path)
    assert told.value.key == "data.damaged"
    assert database(tmp_path).read_bytes() == ruined


def test_a_lost_file_comes_back_from_the_backup(tmp_path: Path) -> None:
    filled(tmp_path)
    database(tmp_path).unlink()
    assert len(titles(tmp_path)) == 30


def test_a_bit_flipped_in_an_approved_lesson_is_never_shown_as_approved(tmp_path: Path) -> None:
    made = filled(tmp_path, lessons=3)
    data = bytearray(database(tmp_path).read_bytes())
    at = data.index(b"Easy 0.", data.index(made[1].current.id.encode()))
    data[at] ^= 0x01
    database(tmp_path).write_bytes(data)
    with Store.open(tmp_path) as store:
        with pytest.raises(UserFacingError) as told:
            store.read(lambda work: [work.lessons.approved(lesson.id) for lesson in made])
        assert told.value.key == "data.damaged_with_backup"
    with Store.open(tmp_path) as store:
        assert store.recovery is not None, "damage met while in use makes the next opening look thoroughly"
        for lesson in made:
            approved = store.read(lambda work, one=lesson: work.lessons.approved(one.id))
            assert approved is not None
            assert approved.content == lesson.current.content


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_end_in_the_true_data_or_a_clear_sentence(tmp_path: Path, seed: int) -> None:
    """Flip bits all over the file: opening and reading it all never shows wrong lessons and never crashes."""
    made = filled(tmp_path, lessons=10)
    chance = random.Random(seed)
    data = bytearray(database(tmp_path).read_bytes())
    for _ in range(40):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    database(tmp_path).write_bytes(data)
    for _ in range(2):  # the second opening knows that damage was met
        with Store.open(tmp_path) as store:
            try:
                found = [store.read(lambda work, one=lesson: work.lessons.approved(one.id)) for lesson in made]
            except UserFacingError as error:
                if error.key not in ("data.damaged", "data.damaged_with_backup"):
                    raise
                continue
        assert [one.content for one in found if one] == [one.current.content for one in made]
        return
    pytest.fail("the second opening did not repair what the first one met")


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    filled(tmp_path)
    with Store.open(tmp_path) as store:
        older = next((tmp_path / "backups").glob("*.db"))
        newer = store.backup()
    data = bytearray(newer.path.read_bytes())
    data[len(data) // 2] ^= 1
    newer.path.write_bytes(data)
    good = Backups(sqlite_module.load(), tmp_path / "backups").newest_good()
    assert good is not None
    assert good.path == older


def test_restore_by_hand_keeps_what_stood_there(tmp_path: Path) -> None:
    filled(tmp_path, lessons=2)
    with Store.open(tmp_path) as store:
        store.write(lambda work: work.lessons.add(samples.lesson("later")))
    recovery = restore(tmp_path)
    assert recovery.kept is not None
    assert titles(tmp_path) == {"Lesson 0", "Lesson 1"}
    with Store.open(tmp_path), pytest.raises(UserFacingError) as told:
        restore(tmp_path)
    assert told.value.key == "data.locked"


def test_restore_without_a_backup_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as told:
        restore(tmp_path)
    assert told.value.key == "backup.none"


def test_a_backup_is_made_once_a_day_at_closing(tmp_path: Path) -> None:
    for _ in range(3):
        with Store.open(tmp_path) as store:
            store.write(lambda work: work.people.add(samples.person()))
    assert len(list((tmp_path / "backups").glob("*.db"))) == 1
    backups = Backups(sqlite_module.load(), tmp_path / "backups")
    assert not backups.is_due()
    assert backups.is_due(datetime.now(UTC) + timedelta(hours=21))


class Clock(datetime):
    """Stands for the computer's clock in the module of backups."""

    shows = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(cls.shows.timestamp(), tz)


FLAT_BATTERY = datetime(2015, 1, 1, 0, 10, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr("app.store.backup.datetime", Clock)
    monkeypatch.setattr(Clock, "shows", Clock.shows)
    return Clock


def session(folder: Path, name: str) -> None:
    """Open the folder, add a person, close it."""
    with Store.open(folder) as store:
        store.write(lambda work: work.people.add(samples.person(name)))


def names(folder: Path) -> set[str]:
    with Store.open(folder) as store:
        return {one.name for one in store.read(lambda work: work.people.all())}


def copies(folder: Path) -> list[Backup]:
    return list(Backups(sqlite_module.load(), folder / "backups").all())


def test_a_clock_that_fell_back_does_not_hide_the_newer_work(tmp_path: Path, clock: type[Clock]) -> None:
    session(tmp_path, "Old")
    clock.shows = FLAT_BATTERY
    session(tmp_path, "Newer")
    assert [one.made.year for one in copies(tmp_path)] == [2015, 2026]
    database(tmp_path).write_bytes(os.urandom(50_000))
    assert names(tmp_path) == {"Old", "Newer"}
    restore(tmp_path)
    assert names(tmp_path) == {"Old", "Newer"}


def test_a_clock_that_fell_back_makes_no_backup_at_every_closing_and_some_all_the_same(
    tmp_path: Path, clock: type[Clock]
) -> None:
    session(tmp_path, "Old")
    clock.shows = FLAT_BATTERY
    session(tmp_path, "At once")
    for boot in range(1, 11):  # the clock begins at the same minute each time, and so no day ever goes by
        clock.shows = FLAT_BATTERY + timedelta(minutes=boot)
        session(tmp_path, f"Boot {boot}")
    assert [one.generation for one in copies(tmp_path)] == [4, 3, 1], "two older ones of that day are let go"
    database(tmp_path).write_bytes(os.urandom(50_000))
    assert names(tmp_path) == {"Old", "At once", *(f"Boot {boot}" for boot in range(1, 11))}


def test_a_clock_that_was_ahead_once_does_not_stop_the_days_backups(tmp_path: Path, clock: type[Clock]) -> None:
    right = clock.shows
    clock.shows = right.replace(year=2099)
    session(tmp_path, "Ahead")
    for day in range(3):
        clock.shows = right + timedelta(days=day)
        session(tmp_path, f"Day {day}")
        session(tmp_path, f"Evening {day}")
    assert [one.made for one in copies(tmp_path)] == [
        *(right + timedelta(days=day) for day in (2, 1, 0)),
        right.replace(year=2099),
    ]


def test_backups_of_the_time_before_they_had_numbers_are_found_and_older(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    session(tmp_path, "Old")
    (numbered,) = copies(tmp_path)
    plain = folder / "shikshasetu-20300101T000000000000Z.db"
    numbered.path.rename(plain)
    numbered.path.with_name(numbered.path.name + ".sha256").rename(plain.with_name(plain.name + ".sha256"))
    assert [(one.path, one.generation) for one in copies(tmp_path)] == [(plain, 0)]
    restore(tmp_path)
    with Store.open(tmp_path) as store:
        assert {one.name for one in store.read(lambda work: work.people.all())} == {"Old"}
        store.backup()
    assert [one.generation for one in copies(tmp_path)] == [1, 0]


def test_seven_daily_and_four_weekly_backups_are_kept(tmp_path: Path) -> None:
    start = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    nights = [Backup(tmp_path / str(day), start - timedelta(days=day)) for day in range(60)]
    kept = sorted((start - one.made).days for one in worth_keeping(nights))
    assert kept[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert kept == [0, 1, 2, 3, 4, 5, 6, 7, 14, 21]


def test_a_trigger_that_is_no_longer_what_the_migration_wrote_is_damage(tmp_path: Path) -> None:
    made = filled(tmp_path, lessons=2)
    data = database(tmp_path).read_bytes()
    changed = data.replace(b"ON versions WHEN OLD.state != 'draft'", b"ON versions WHEN OLD.state  = 'draft'")
    assert changed != data
    database(tmp_path).write_bytes(changed)
    with Store.open(tmp_path) as store:
        assert store.recovery is not None
        with pytest.raises(IntegrityError):
            store._database.write(lambda one: one.execute(text("UPDATE versions SET title = 'x'")))
        assert store.read(lambda work: work.lessons.approved(made[0].id)) is not None


def test_text_that_is_no_longer_utf8_is_damage_and_is_not_quoted(store: Store) -> None:
    person = store.write(lambda work: work.people.add(samples.person("canary")))
    broken = text("UPDATE people SET name = CAST(x'63616e617279ff' AS TEXT)")
    store._database.write(lambda one: one.execute(broken))
    with pytest.raises(UserFacingError) as told:
        store.read(lambda work: work.people.get(person.id))
    assert told.value.key == "data.damaged"
    assert "canary" not in "".join(traceback.format_exception(told.value))
