from __future__ import annotations

import numpy as np
import pytest

from app.store import vector_codes


def unit(count: int, dimension: int, seed: int = 1) -> vector_codes.Floats:
    found = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


@pytest.mark.parametrize("dimension", [1, 3, 64, 100, 384, 768, 1024, 4096])
def test_turning_keeps_every_angle(dimension: int) -> None:
    vectors = unit(20, dimension)
    turned = vector_codes.turn(vectors)
    assert turned.shape[1] == vector_codes.width(dimension) * 8
    np.testing.assert_allclose(turned @ turned.T, vectors @ vectors.T, atol=1e-5)


def test_what_a_model_puts_into_few_dimensions_is_spread_over_all_bits() -> None:
    vectors = unit(200, 1024)
    vectors[:, 4:] *= 0.01
    share = np.unpackbits(vector_codes.encode(vectors), axis=1).mean(axis=0)
    assert share.min() > 0.2
    assert share.max() < 0.8


@pytest.mark.parametrize("dimension", [60, 128, 256, 384, 1024, 2048])
def test_differing_bits_are_counted(dimension: int) -> None:
    vectors = unit(50, dimension)
    bits = np.unpackbits(vector_codes.encode(vectors), axis=1)
    counted = vector_codes.Query(vectors[7]).differing(vector_codes.encode(vectors))
    assert counted.tolist() == (bits != bits[7]).sum(axis=1).tolist()
    against = vector_codes.Query(-vectors[7]).differing(vector_codes.encode(vectors))
    assert against[7] == bits.shape[1]  # the sums hold even when every bit differs


@pytest.mark.parametrize("dimension", [256, 1024])
def test_the_cosine_is_estimated_as_closely_as_is_said(dimension: int) -> None:
    vectors = unit(4000, dimension)
    query = vector_codes.Query(vectors[0])
    error = query.cosines(vector_codes.encode(vectors[1:])) - vectors[1:] @ vectors[0]
    assert abs(float(error.mean())) < query.doubt / 10
    assert float(error.std()) == pytest.approx(query.doubt, rel=0.1)


def test_bits_that_are_stored_are_read_by_every_later_version() -> None:
    vector = ((np.arange(100) * 7919) % 1009 - 504).astype(np.float32)
    stored = "d8931d7beec52b59ca16f659d18da3a96969ecd2849e31ca8d1eae13ea31f8e0"
    assert vector_codes.encode(vector[None]).tobytes().hex() == stored


def test_empty_places_push_nothing_out() -> None:
    vectors = unit(20, 256)
    query = vector_codes.Query(-vectors.mean(axis=0) / np.linalg.norm(vectors.mean(axis=0)))
    empty = [(np.zeros(500, np.int64), np.zeros((500, query.width), np.uint8))] * 3
    ids, _ = vector_codes.nearest(query, [*empty, (np.arange(1, 21), vector_codes.encode(vectors)), *empty], 30)
    assert set(ids.tolist()) == set(range(1, 21))


@pytest.mark.parametrize("size", [7, 40, 1000])
def test_the_fewest_differing_bits_are_kept_however_the_blocks_fall(size: int) -> None:
    bits = vector_codes.encode(unit(1000, 256))
    query = vector_codes.Query(unit(1, 256, seed=2)[0])
    blocks = [(np.arange(at, min(at + size, 1000)) + 1, bits[at : at + size]) for at in range(0, 1000, size)]
    ids, cosines = vector_codes.nearest(query, blocks, 50)
    apart = query.differing(bits)
    assert len(ids) == 50
    assert sorted(apart[ids - 1]) == sorted(apart)[:50]
    assert cosines.tolist() == sorted(cosines, reverse=True)
