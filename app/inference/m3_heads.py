"""What BGE-M3 and its reranker do with the states of their encoder, in numpy.

Source: FlagEmbedding 1.4.2, `inference/embedder/encoder_only/m3.py` and `inference/reranker` (MIT licence).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Array = npt.NDArray[np.float32]

LONGEST = 2048
"""Tokens of one text: attention holds the square of them, 4 GB at the 8,192 that BGE-M3 could take."""
SILENT = ("<s>", "<pad>", "</s>", "<unk>")
"""Tokens that have no sparse weight."""


@dataclass(frozen=True, slots=True)
class SparseHead:
    """One weight for each token: `weight` of shape (dimension,)."""

    weight: Array
    bias: float

    @classmethod
    def of(cls, heads: Mapping[str, Array]) -> SparseHead:
        """From the arrays of `HEADS_FILE`."""
        return cls(heads["sparse.weight"][0], float(heads["sparse.bias"][0]))

    def weights(self, ids: Sequence[int], states: Array, silent: frozenset[int]) -> dict[int, float]:
        """The largest weight of each token that has one; `states` of shape (tokens, dimension)."""
        found: dict[int, float] = {}
        for number, value in zip(ids, (states @ self.weight + self.bias).tolist(), strict=True):
            if value > found.get(number, 0.0) and number not in silent:
                found[number] = value
        return found


@dataclass(frozen=True, slots=True)
class ScoreHead:
    """Two layers on the first state of a query and a passage."""

    dense: Array
    dense_bias: Array
    out: Array
    out_bias: float

    @classmethod
    def of(cls, heads: Mapping[str, Array]) -> ScoreHead:
        """From the arrays of `HEADS_FILE`."""
        out, bias = heads["out_proj.weight"][0], float(heads["out_proj.bias"][0])
        return cls(heads["dense.weight"], heads["dense.bias"], out, bias)

    def score(self, state: Array) -> float:
        """The logit; `state` of shape (dimension,)."""
        return float(np.tanh(self.dense @ state + self.dense_bias) @ self.out + self.out_bias)


def unit(state: Array) -> Array:
    """The vector with length 1."""
    vector: Array = state / np.maximum(np.linalg.norm(state), np.float32(1e-12))
    return vector
