"""Keeping a loaded model of a native library, and letting go of it in time."""

from __future__ import annotations

import weakref
from typing import Any, Generic, TypeVar

from app.domain.models import DeviceKind

T = TypeVar("T")


class HeldModel(Generic[T]):
    """The one reference to a loaded model.

    It is dropped at `close`, and when the process ends at the latest: a CTranslate2 model that lives until the
    interpreter is torn down aborts the process (measured with 4.8.5: "terminate called without an active exception").
    """

    def __init__(self, model: T) -> None:
        self._models = [model]
        self._end = weakref.finalize(self, self._models.clear)

    def get(self) -> T:
        """The model, which the caller does not keep.

        Raises:
            RuntimeError: it was closed.
        """
        if not self._models:
            raise RuntimeError("the model was closed")
        return self._models[0]

    def close(self) -> None:
        """Drop the model; a second call does nothing."""
        self._end()


def free_cache(torch: Any, device: DeviceKind) -> None:  # noqa: ANN401 - only the runtimes import it
    """Have torch give the memory of a dropped model back to the graphics card."""
    if device is DeviceKind.CUDA:
        torch.cuda.empty_cache()
    elif device is DeviceKind.MPS:
        torch.mps.empty_cache()
