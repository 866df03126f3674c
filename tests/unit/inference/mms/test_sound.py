from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inference.mms.sound import resampled, samples, silence
from app.inference.protocols import SPEECH_RATE

Sound = npt.NDArray[np.float32]


def tone(hertz: float, rate: int, seconds: float = 1.0) -> Sound:
    return np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate).astype(np.float32)


def decibels(sound: Sound, other: Sound) -> float:
    inner = slice(len(sound) // 10, -len(sound) // 10)  # a tone that begins at once is more than a tone
    return 20 * math.log10(np.abs(sound - other)[inner].max() + 1e-12)


@pytest.mark.parametrize("hertz", [50, 440, 1_000, 3_000, 5_000, 7_000])
@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100])
def test_a_tone_is_the_same_tone_at_another_rate(hertz: float, rate: int) -> None:
    made = resampled(tone(hertz, rate), rate)
    assert made.dtype == np.float32
    assert decibels(made, tone(hertz, SPEECH_RATE)[: made.size]) < -70


def test_what_the_lower_rate_cannot_hold_does_not_fold_back() -> None:
    made = resampled(tone(15_000, 44_100), 44_100)
    assert decibels(made, np.zeros_like(made)) < -70


@given(st.integers(0, 3_000), st.sampled_from([8_000, 16_000, 22_050, 24_000, 48_000]))
def test_it_lasts_as_long_as_before(size: int, rate: int) -> None:
    assert resampled(np.ones(size, np.float32), rate).size == -(-size * SPEECH_RATE // rate)


def test_loudness_stays() -> None:
    assert np.abs(resampled(np.full(4_000, 0.5, np.float32), 16_000)[200:-200] - 0.5).max() < 1e-4


def test_samples_are_cut_off_where_they_are_too_loud_and_never_turn_over() -> None:
    made = np.frombuffer(samples(np.array([0.0, 0.5, 1.0, 1.7, -1.0, -9.0], np.float32)), "<i2")
    assert list(made) == [0, 16384, 32767, 32767, -32767, -32767]


def test_silence_lasts() -> None:
    assert silence(350).size == SPEECH_RATE * 350 // 1000
    assert not silence(350).any()
