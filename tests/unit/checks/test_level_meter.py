# ruff: noqa: E501 - word lists
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks import level_meter
from app.domain import languages

ENGLISH = (
    "water 2 boils 1 photosynthesis 5 science 2 experiment 4 temperature 4 make 1 table 2 jumped 1 wanted 2 houses 2 region 2"
    " million 2 area 3 idea 3 create 2 animal 3 evaporation 5 oxygen 3 chlorophyll 3 metal 2 people 2 little 2 lion 2 quiet 2"
    " triangle 3 Indian 3 being 2 breathe 1 circle 2 language 2 multiply 3 changes 2 lived 1 school 1 one 1 value 2 equal 2"
    " poem 2 flying 2 kilometre 4 rhythm 1 heated 2 fuel 2 the 1 1947 4"
)
AKSHARAS = (
    "पानी 2 भारत 3 विद्यालय 4 प्रकाश 3 क्या 1 वाक् 1 ज़मीन 3 நீர் 1 அம்மா 2 வந்தான் 2 నీరు 2 വെള്ളം 2 അവൻ 2 ವಿದ್ಯಾರ್ಥಿ 3 বিজ্ঞান 3 ਪਾਣੀ 2 ପାଣି 2 પાણી 2"
    " १९४७ 4 H₂O 1"
)


@pytest.mark.parametrize("listed", [ENGLISH, AKSHARAS], ids=["English", "Indian"])
def test_syllables_are_counted_as_they_are_spoken(listed: str) -> None:
    words = listed.split()
    wrong = [
        (word, level_meter.syllables(word), count)
        for word, count in zip(words[::2], words[1::2], strict=True)
        if level_meter.syllables(word) != int(count)
    ]
    assert wrong == []


def test_a_text_is_measured_by_its_sentences_words_and_syllables() -> None:
    measured = level_meter.measure("Water boils. It turns into steam!", "en", rare=lambda word: word == "steam")
    assert (measured.sentences, measured.words) == (2, 6)
    assert measured.words_per_sentence == 3
    assert measured.syllables_per_word == pytest.approx(8 / 6)
    assert measured.rare_share == pytest.approx(1 / 6)
    assert measured.seconds_to_read == pytest.approx(6)  # 60 words a minute, the NIPUN figure for Class 3


def test_a_danda_text_is_measured_in_aksharas() -> None:
    measured = level_meter.measure("पानी उबलता है। भाप बनती है।", "hi")
    assert (measured.sentences, measured.words, measured.rare_share) == (2, 6, 0)
    assert measured.syllables_per_word == pytest.approx((2 + 4 + 1 + 2 + 3 + 1) / 6)


@pytest.mark.parametrize("text", ["", "  \n ", "...", "।"])
def test_a_text_without_words_measures_nothing(text: str) -> None:
    measured = level_meter.measure(text, "hi")
    assert (measured.words, measured.words_per_sentence, measured.seconds_to_read) == (0, 0, 0)


def test_readers_get_faster_class_by_class_and_meet_the_nipun_figures() -> None:
    speeds = [level_meter.words_per_minute(school_class) for school_class in range(1, 13)]
    assert speeds == sorted(speeds)
    assert 45 <= level_meter.words_per_minute(2) <= 60 <= level_meter.words_per_minute(3)
    assert level_meter.words_per_minute(0) == speeds[0]
    assert level_meter.words_per_minute(99) == speeds[-1]
    slow = level_meter.measure("One two three four.", "en", school_class=1)
    fast = level_meter.measure("One two three four.", "en", school_class=8)
    assert slow.seconds_to_read > fast.seconds_to_read


@given(st.text(), st.sampled_from(languages.codes()))
def test_any_text_can_be_measured(text: str, language: str) -> None:
    measured = level_meter.measure(text, language, rare=lambda word: len(word) > 4)
    assert 0 <= measured.rare_share <= 1
    assert measured.words == 0 or measured.syllables_per_word >= 1


@given(st.lists(st.sampled_from(["पानी", "water", "நீர்", "12"]), min_size=1))
def test_two_short_sentences_are_easier_than_one_long(words: list[str]) -> None:
    text = " ".join(words)
    one = level_meter.measure(f"{text} {text}।", "hi")
    two = level_meter.measure(f"{text}। {text}।", "hi")
    assert two.words_per_sentence == one.words_per_sentence / 2
