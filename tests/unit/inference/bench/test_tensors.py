"""Files of random weights are read by the libraries that read the true ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import JobCancelled
from app.inference.bench.tensors import RandomNumbers, Tensor, edited, write_safetensors


def load(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    from safetensors.numpy import load_file

    found: dict[str, np.ndarray[Any, Any]] = load_file(path)
    return found


TENSORS = [Tensor("table", (300, 7)), Tensor("norm", (5,), "ones"), Tensor("bias", (3,), "zeros")]


def test_every_tensor_has_its_shape_and_its_fill(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_safetensors(path, TENSORS, dtype="float32")
    found = load(path)
    assert {name: one.shape for name, one in found.items()} == {"table": (300, 7), "norm": (5,), "bias": (3,)}
    assert found["norm"].tolist() == [1.0] * 5
    assert found["bias"].tolist() == [0.0] * 3
    assert 0.015 < found["table"].std() < 0.025
    assert abs(found["table"].mean()) < 0.005


def test_half_as_many_bits_are_the_same_numbers_rounded(tmp_path: Path) -> None:
    whole, half = tmp_path / "whole.safetensors", tmp_path / "half.safetensors"
    write_safetensors(whole, TENSORS, dtype="float32")
    write_safetensors(half, TENSORS, dtype="bfloat16")
    from safetensors import safe_open

    with safe_open(half, "pt") as content:
        short = content.get_tensor("table").float().numpy()
    assert np.abs(short - load(whole)["table"]).max() < 0.001
    assert half.stat().st_size < whole.stat().st_size * 0.6


def test_a_tensor_longer_than_the_pool_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_safetensors(path, [Tensor("long", (3, 1 << 20))], dtype="float32")
    assert load(path)["long"].shape == (3, 1 << 20)
    assert np.ptp(load(path)["long"][2, -1000:]) > 0.05


def test_the_same_numbers_each_time_and_other_ones_in_each_tensor() -> None:
    one, other = RandomNumbers(), RandomNumbers()
    first, second = one.array((40,)), one.array((40,))
    assert other.array((40,)).tolist() == first.tolist()
    assert second.tolist() != first.tolist()


def test_what_is_told_of_the_writing_can_end_it(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise JobCancelled

    with pytest.raises(JobCancelled):
        write_safetensors(tmp_path / "model.safetensors", TENSORS, dtype="float32", wrote=stop)
    assert told == [(300 * 7 * 4, (300 * 7 + 8) * 4)]


def test_a_tensor_is_edited_in_place(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_safetensors(path, TENSORS, dtype="float32")
    edited(path, "table")[:, 2] = 9.0
    found = load(path)
    assert found["table"][:, 2].tolist() == [9.0] * 300
    assert found["table"][:, 1].max() < 1.0
    assert found["norm"].tolist() == [1.0] * 5
