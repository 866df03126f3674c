"""Layers of a model that is converted for CTranslate2, filled from the named tensors of a checkpoint."""

from __future__ import annotations

from typing import Any, Protocol

Spec = Any
"""A layer of CTranslate2's model specification; the library itself is the runtimes' alone."""


class NamedTensors(Protocol):
    """The tensors of a checkpoint."""

    def take(self, name: str, *shape: int) -> Any:  # noqa: ANN401 - of torch or of numpy
        """One tensor; a missing one or one of another shape is ``engine.not_this_model``."""
        ...


def fill_linear(spec: Spec, weights: NamedTensors, name: str, outputs: int, inputs: int) -> None:
    """Weight and bias of a linear layer."""
    spec.weight = weights.take(f"{name}.weight", outputs, inputs)
    spec.bias = weights.take(f"{name}.bias", outputs)


def fill_norm(spec: Spec, weights: NamedTensors, name: str, size: int) -> None:
    """Scale and shift of a layer norm."""
    spec.gamma = weights.take(f"{name}.weight", size)
    spec.beta = weights.take(f"{name}.bias", size)
