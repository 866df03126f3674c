"""Random weights for tiny models: seeded, so that every run and every machine has the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

_TYPES = {"float32": np.float32, "float16": np.float16}


class Weights:
    """Named arrays, filled one after the other from one seed.

    Attributes:
        scale: Standard deviation; large, since with the usual 0.02 a tiny model says the same token for ever.
    """

    def __init__(self, seed: int, *, scale: float = 0.15) -> None:
        self._random = np.random.default_rng(seed)
        self._scale = scale
        self.arrays: dict[str, npt.NDArray[np.float32]] = {}

    def matrix(self, name: str, *shape: int) -> None:
        self.arrays[name] = self._random.normal(0.0, self._scale, shape).astype(np.float32)

    def around_one(self, name: str, size: int) -> None:
        self.arrays[name] = (1.0 + self._random.normal(0.0, 0.1, size)).astype(np.float32)

    def linear(self, name: str, outputs: int, inputs: int, *, bias: bool = True) -> None:
        self.matrix(f"{name}.weight", outputs, inputs)
        if bias:
            self.matrix(f"{name}.bias", outputs)

    def norm(self, name: str, size: int, *, bias: bool = True) -> None:
        self.around_one(f"{name}.weight", size)
        if bias:
            self.matrix(f"{name}.bias", size)

    def save(self, file: Path, *, dtype: str = "float32") -> None:
        if dtype == "bfloat16":
            import torch
            from safetensors.torch import save_file

            save_file({name: torch.from_numpy(one).to(torch.bfloat16) for name, one in self.arrays.items()}, file)
            return
        from safetensors.numpy import save_file as save_arrays

        save_arrays({name: one.astype(_TYPES[dtype]) for name, one in self.arrays.items()}, file)


def write_json(file: Path, content: Mapping[str, object]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
