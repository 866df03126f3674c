"""How loud speech is, and recordings brought near the voice they stand beside.

Gated as in ITU-R BS.1770-4, section 5.1, without its weighting of frequencies: blocks of silence do not count, nor do
those far below the others, so that pauses make no difference.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

USUAL = -20.0
"""Decibels below full scale, for a lesson that is recorded whole."""
_BLOCK_SECONDS = 0.05
_SILENCE = -60.0
_BELOW_OTHERS = 10.0
_MOST_GAIN = 30.0  # dB; beyond that the room is heard and not the words
_LINEAR = 0.8  # of full scale: louder peaks are rounded off


def loudness(parts: Iterable[Path], rate: int) -> float | None:
    """Loudness of the speech in these files of 16-bit samples, in dB below full scale; None where all is silent."""
    powers = [power for part in parts for power in _block_powers(_samples(part), rate)]
    heard = np.array([power for power in powers if power > 10 ** (_SILENCE / 10)])
    if not heard.size:
        return None
    return _decibels(float(heard[heard > heard.mean() * 10 ** (-_BELOW_OTHERS / 10)].mean()))


def bring_to(part: Path, wanted: float, rate: int) -> None:
    """Rewrite a file of 16-bit samples so that its speech is as loud as wanted, in dB below full scale."""
    now = loudness((part,), rate)
    if now is None:
        return
    louder = _samples(part) * np.float32(10 ** (min(wanted - now, _MOST_GAIN) / 20))
    part.write_bytes(np.rint(_rounded_off(louder) * 32767).astype("<i2").tobytes())


def _rounded_off(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    size = np.abs(sound)
    room = 1 - _LINEAR
    soft = _LINEAR + room * np.tanh((size - _LINEAR) / room)
    return np.where(size <= _LINEAR, sound, np.sign(sound) * soft).astype(np.float32)


def _samples(part: Path) -> npt.NDArray[np.float32]:
    sound: npt.NDArray[np.float32] = np.frombuffer(part.read_bytes(), "<i2").astype(np.float32) / np.float32(32767)
    return sound


def _block_powers(sound: npt.NDArray[np.float32], rate: int) -> list[float]:
    size = int(rate * _BLOCK_SECONDS)
    whole = sound[: sound.size // size * size].reshape(-1, size)
    return list(map(float, np.square(whole).sum(axis=1, dtype=np.float64) / size))


def _decibels(power: float) -> float:
    return 10 * math.log10(power)
