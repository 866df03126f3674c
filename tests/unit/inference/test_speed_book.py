"""Measurements are kept for this machine, and nothing in the file can hurt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.domain.models import Accelerator, DeviceKind, Machine, Runtime, Speed
from app.inference.speed_book import SpeedBook

HERE = Machine("Linux", "x86_64", 2, 8 << 30, ("avx2",), (Accelerator(DeviceKind.CUDA, "Tesla T4", 15 << 30),))
FAST = Speed("one", Runtime.OPENVINO, "int4", DeviceKind.CPU, 2, 22.5, 0.3, 1 << 30, random_weights=True)


def test_what_was_measured_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "new" / "speeds.json"
    assert SpeedBook(file, HERE).speeds() == ()
    other = replace(FAST, device=DeviceKind.CUDA)
    SpeedBook(file, HERE).add([FAST])
    SpeedBook(file, HERE).add([other])
    assert SpeedBook(file, HERE).speeds() == (FAST, other)
    assert [one.name for one in file.parent.iterdir()] == ["speeds.json"]


def test_a_new_measurement_takes_the_place_of_the_old(tmp_path: Path) -> None:
    book = SpeedBook(tmp_path / "speeds.json", HERE)
    book.add([FAST, replace(FAST, threads=1)])
    book.add([replace(FAST, rate=30.0)])
    assert {(one.threads, one.rate) for one in book.speeds()} == {(1, 22.5), (2, 30.0)}


@pytest.mark.parametrize("change", [{"cores": 4}, {"instruction_sets": ()}, {"accelerators": ()}])
def test_what_another_machine_measured_does_not_count(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "speeds.json"
    SpeedBook(file, HERE).add([FAST])
    assert SpeedBook(file, replace(HERE, **change)).speeds() == ()  # type: ignore[arg-type]
    assert SpeedBook(file, replace(HERE, memory=7 << 30)).speeds() == (FAST,)


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"machine": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_counts_for_nothing_and_is_written_anew(tmp_path: Path, damaged: bytes) -> None:
    file = tmp_path / "speeds.json"
    file.write_bytes(damaged)
    book = SpeedBook(file, HERE)
    assert book.speeds() == ()
    book.add([FAST])
    assert book.speeds() == (FAST,)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserFacingError) as refused:
        SpeedBook(tmp_path / "file" / "speeds.json", HERE).add([FAST])
    assert refused.value.key == "data.not_writable"
