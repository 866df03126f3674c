from __future__ import annotations

import os
import pickle
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.lessons import Level
from app.store.cache import StepCache, StepStats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGE = 100_000
"""Bytes of a value that diskcache keeps in a file of its own."""


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[StepCache]:
    made = StepCache(tmp_path / "cache")
    yield made
    made.close()


def reopened(tmp_path: Path) -> StepCache:
    return StepCache(tmp_path / "cache")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.binary(max_size=100), step=st.sampled_from(["read", "speak_2"]))
def test_what_is_put_in_comes_back_from_memory_and_from_disk(tmp_path: Path, value: bytes, step: str) -> None:
    name = StepCache.key(step, "engine-1", value)
    first = reopened(tmp_path)
    first.put(name, value)
    assert first.get(name) == value
    first.close()
    second = reopened(tmp_path)
    assert second.get(name) == value
    assert second.stats[step].disk == 1
    second.close()


def test_large_values_come_back_too(tmp_path: Path, cache: StepCache) -> None:
    value = os.urandom(LARGE)
    cache.put("read-x", value)
    cache.close()
    again = reopened(tmp_path)
    assert again.get("read-x") == value
    again.close()


@dataclass(frozen=True)
class Options:
    level: Level
    words: tuple[str, ...]
    more: dict[str, int]


def test_a_key_depends_on_step_engine_and_every_input_and_on_nothing_else() -> None:
    same = {StepCache.key("read", "e1", "text", Options(Level.SAME, ("a",), {"x": 1, "y": 2})) for _ in range(3)}
    same.add(StepCache.key("read", "e1", "text", Options(Level.SAME, ("a",), {"y": 2, "x": 1})))
    assert len(same) == 1
    others = {
        StepCache.key("write", "e1", "text"),
        StepCache.key("read", "e2", "text"),
        StepCache.key("read", "e1", "text", None),
        StepCache.key("read", "e1", b"text"),
        StepCache.key("read", "e1", ("text",)),
        StepCache.key("read", "e1", "te", "xt"),
        StepCache.key("read", "e1t", "ext"),
    }
    assert len(others) == 7
    with pytest.raises(ValueError, match="not a step"):
        StepCache.key("../read", "e1")


def test_hits_and_misses_are_counted_by_step(cache: StepCache) -> None:
    cache.get("read-1")
    cache.put("read-1", b"x")
    cache.get("read-1")
    cache.get("speak-1")
    assert cache.stats == {"read": StepStats(memory=1, misses=1), "speak": StepStats(misses=1)}


def test_memory_and_disk_stay_within_their_limits(tmp_path: Path) -> None:
    cache = StepCache(tmp_path / "cache", memory_limit=1 << 20, disk_limit=4 << 20)
    for number in range(100):
        cache.put(f"read-{number}", os.urandom(LARGE))
    assert cache._memory_bytes == sum(map(len, cache._memory.values())) <= 1 << 20
    assert cache._disk is not None
    assert cache._disk.volume() <= (4 << 20) + 2 * LARGE
    assert cache.get("read-99") is not None
    assert cache.get("read-0") is None
    cache.close()


class Trap:
    """Its pickle would make a file when loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def plant(tmp_path: Path, column_values: dict[str, object]) -> None:
    connection = sqlite3.connect(tmp_path / "cache" / "cache.db")
    assignments = ", ".join(f"{name} = ?" for name in column_values)
    connection.execute(f"UPDATE Cache SET {assignments}", tuple(column_values.values()))
    connection.commit()
    connection.close()


def test_a_planted_pickle_is_never_loaded(tmp_path: Path, cache: StepCache) -> None:
    cache.put("read-1", b"x")
    cache.close()
    plant(tmp_path, {"mode": 4, "value": pickle.dumps(Trap(tmp_path / "owned")), "filename": None})
    again = reopened(tmp_path)
    assert again.get("read-1") is None
    again.close()
    assert not (tmp_path / "owned").exists()


def test_a_row_cannot_point_out_of_the_folder(tmp_path: Path, cache: StepCache) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"exam paper")
    cache.put("read-1", b"x")
    cache.close()
    plant(tmp_path, {"mode": 2, "filename": "../secret", "value": None})
    again = reopened(tmp_path)
    assert again.get("read-1") is None
    again.clear()
    again.close()
    assert secret.read_bytes() == b"exam paper"


@pytest.mark.parametrize("size", [100, LARGE])
def test_a_flipped_bit_in_a_value_is_a_miss(tmp_path: Path, cache: StepCache, size: int) -> None:
    value = os.urandom(size)
    cache.put("read-1", value)
    cache.close()
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file():
            data = bytearray(file.read_bytes())
            at = data.find(value[-50:])
            if at >= 0:
                data[at] ^= 1
                file.write_bytes(data)
    again = reopened(tmp_path)
    assert again.get("read-1") is None
    again.put("read-1", value)
    assert again.get("read-1") == value
    again.close()


@pytest.mark.parametrize("ruin", [b"", b"garbage" * 5000])
def test_a_destroyed_cache_is_made_anew_by_itself(tmp_path: Path, cache: StepCache, ruin: bytes) -> None:
    cache.put("read-1", b"x")
    cache.close()
    (tmp_path / "cache" / "cache.db").write_bytes(ruin)
    again = reopened(tmp_path)
    assert again.get("read-1") is None
    again.put("read-2", b"y")
    again.close()
    last = reopened(tmp_path)
    assert last.get("read-2") == b"y"
    last.close()


def test_a_cache_destroyed_while_in_use_costs_results_and_nothing_else(tmp_path: Path, cache: StepCache) -> None:
    cache.put("read-1", b"x")
    database = tmp_path / "cache" / "cache.db"
    database.write_bytes(b"garbage" * 5000)
    assert cache.get("read-1") == b"x"
    for number in range(5):
        cache.put(f"read-{number}", b"y")
        cache.get(f"speak-{number}")
    cache.close()
    again = reopened(tmp_path)
    assert again.get("read-4") == b"y"
    again.close()


def test_memory_alone_serves_where_nothing_may_be_written() -> None:
    cache = StepCache(None)
    cache.put("read-1", b"x")
    assert cache.get("read-1") == b"x"
    cache.close()
