"""Samples of a voice as the rest of the app takes them: 16-bit, at one rate."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from app.inference.protocols import SPEECH_RATE

if TYPE_CHECKING:
    import numpy.typing as npt

_CROSSINGS = 64
"""Zero crossings of the filter on each side."""
_KAISER = 9.0
_PASSED = 0.94
"""Share of the narrower band that passes; what lies above fades away before it can fold back."""


def resampled(sound: npt.NDArray[np.float32], rate: int, wanted: int = SPEECH_RATE) -> npt.NDArray[np.float32]:
    """Sound at another rate, by a Kaiser-windowed sinc filter: all that both rates can hold stays, nothing is added.

    Args:
        sound: Samples, shape (n,).
        rate: Their rate in hertz.
        wanted: Rate of the result; it has ceil(n * wanted / rate) samples.
    """
    if rate == wanted or not sound.size:
        return sound
    common = math.gcd(rate, wanted)
    taken, made = rate // common, wanted // common  # so many samples become so many
    weights = _weights(taken, made)
    edge = (weights.shape[0] - taken) // 2
    blocks = -(-sound.size // taken)
    padded = np.zeros(blocks * taken + 2 * edge, np.float32)
    padded[edge : edge + sound.size] = sound
    windows = np.lib.stride_tricks.sliding_window_view(padded, weights.shape[0])[::taken]
    result: npt.NDArray[np.float32] = (windows @ weights).reshape(-1)[: -(-sound.size * made // taken)]
    return result


@cache
def _weights(taken: int, made: int) -> npt.NDArray[np.float32]:
    """Weight of each of `taken` samples, and of their neighbours, in each of the `made` new ones."""
    cutoff = min(1.0, made / taken) * _PASSED
    edge = math.ceil(_CROSSINGS / cutoff)
    at = np.arange(made) * (taken / made)  # where the new samples lie, in old ones
    distance = at[None, :] - (np.arange(taken + 2 * edge) - edge)[:, None]
    inside = np.clip(1 - (distance / edge) ** 2, 0.0, None)
    window = np.i0(_KAISER * np.sqrt(inside)) / np.i0(_KAISER) * (np.abs(distance) < edge)
    weights = cutoff * np.sinc(cutoff * distance) * window
    even: npt.NDArray[np.float32] = (weights / weights.sum(axis=0)).astype(np.float32)
    return even


def samples(sound: npt.NDArray[np.float32]) -> bytes:
    """Sound between -1 and 1 as signed 16-bit little-endian samples; what is louder is cut off."""
    return np.rint(np.clip(sound, -1.0, 1.0) * 32767).astype("<i2").tobytes()


def silence(milliseconds: int) -> npt.NDArray[np.float32]:
    """Nothing to hear, at `SPEECH_RATE`."""
    return np.zeros(SPEECH_RATE * milliseconds // 1000, np.float32)
