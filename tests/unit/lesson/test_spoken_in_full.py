"""A voice that knows letters alone is given letters alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks import fact_lock
from app.domain.languages import LANGUAGES, codes
from app.inference.mms.coverage import unspeakable
from app.lesson import spoken_numbers
from app.lesson.spoken_in_full import spoken_in_full
from app.lesson.spoken_letters import in_own_letters
from tests.models.mms import letters

VOCABS = {one.code: {letter: number for number, letter in enumerate(letters(one))} for one in LANGUAGES}
SIGNS = "0123456789०९௩५ .,;:!?()-–/%₹°+=<>×÷&√→²₂½ABCxyzpHéøß'\u03b1\u03a9"
INDIC = "कि্ਣઈଓதೆഞౚऑৎ"


def read(words: str, language: str) -> list[str]:
    return [fact.value for fact in fact_lock.facts(f"{words}.", language)]


@pytest.mark.parametrize("language", codes())
def test_a_number_in_words_is_read_again_as_that_number(language: str) -> None:
    draw = random.Random(7)
    some = [draw.randrange(10**size, 10 ** (size + 1)) for size in range(2, 9) for _ in range(6)]
    for value in (*range(2, 120), *range(200, 11_000, 700), *range(1_000, 11_000, 1_000), *some):
        if (language, value) == ("bn", 9) or (language in ("ta", "ml") and value // 100 % 10 == 1):
            continue  # that word is "not" far more often, and is read so; a lone hundred is read by itself
        assert read(spoken_numbers.whole(value, language), language) == [str(value)]
    for value in range(1_100, 2_000, 53):
        assert read(spoken_numbers.year(value, language), language) == [str(value)]


@pytest.mark.parametrize("language", codes())
@settings(max_examples=25)  # of each language
@given(data=st.data())
def test_nothing_is_left_that_the_voice_would_drop(language: str, data: st.DataObject) -> None:
    own = [one for one in VOCABS[language] if one.isalpha()]
    text = data.draw(st.text(st.sampled_from([*own, *SIGNS, *(INDIC if language != "en" else "")]), max_size=30))
    assert unspeakable(spoken_in_full(text, language), VOCABS[language]) == ()


def test_a_hindi_sentence_in_full() -> None:
    text = "15/08/1947 को 10:30 बजे 5वीं कक्षा के 25% बच्चों ने 3.5 किमी दौड़कर ₹1,25,000 जीते।"
    assert spoken_in_full(text, "hi") == (
        "पंद्रह अगस्त उन्नीस सौ सैंतालीस को दस तीस बजे पाँचवीं कक्षा के पच्चीस प्रतिशत बच्चों ने"
        " तीन दशमलव पाँच किलोमीटर दौड़कर एक लाख पच्चीस हज़ार रुपये जीते।"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In 1947, 21st May", "in nineteen forty-seven, twenty-first may"),
        ("1947 plants", "one thousand nine hundred and forty-seven plants"),
        ("the 1990s", "the nineteen nineties"),
        ("in 2005", "in two thousand five"),
        ("in 1905", "in nineteen oh five"),
        ("the 105th day", "the one hundred and fifth day"),
        ("call 9876543210", "call nine eight seven six five four three two one zero"),
        ("roll 007", "roll zero zero seven"),
        ("H₂O and NaCl", "aitch two oh and en ay see ell"),
        ("DNA and RNAs", "dee en ay and are en ay ess"),
        ("2 + 3 = 5", "two plus three equals five"),
        ("31/31/2000", "thirty-one / thirty-one / two thousand"),
        ("angle α", "angle alfa"),
    ],
)
def test_english_in_full(text: str, said: str) -> None:
    assert spoken_in_full(text, "en") == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("DNA", "hi", "डी एन ए"),
        ("pH", "ta", "பி எச்"),
        ("computer", "hi", "कोम्पुटर"),
        ("station", "hi", "स्टेशन"),
        ("photosynthesis", "te", "ఫోటోసిన్థేసిస్"),
        ("doctor", "pa", "ਡੋਕਟਰ"),
        ("bank", "ta", "பாங்க்"),
        ("पानी", "te", "పానీ"),
        ("நீர்", "hi", "नीर्"),
        ("पानी", "mr", "पानी"),
    ],
)
def test_words_of_other_scripts_are_written_as_they_sound(text: str, language: str, said: str) -> None:
    assert in_own_letters(text, language) == said


def test_endings_are_joined_as_the_script_joins_them() -> None:
    assert spoken_in_full("5ാം", "ml") == "അഞ്ചാം"
    assert spoken_in_full("10வது", "ta") == "பத்துவது"
    assert spoken_in_full("21st", "hi") == "इक्कीस"


def test_digits_of_the_script_are_read_as_the_others_are() -> None:
    for text in ("15/08/1947 को 10:30 बजे 2.5 किमी", "१५/०८/१९४७ को १०:३० बजे २.५ किमी"):
        assert spoken_in_full(text, "hi") == "पंद्रह अगस्त उन्नीस सौ सैंतालीस को दस तीस बजे दो दशमलव पाँच किलोमीटर"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x + y = 5", "एक्स धन वाई बराबर पाँच"),
        ("x² + y² और r⁻¹", "एक्स की घात दो धन वाई की घात दो और आर की घात ऋण एक"),
        ("(a+b)² = ∠ABC", "(ए धन बी) की घात दो बराबर कोण ए बी सी"),
        ("F = ma", "एफ बराबर एम ए"),
        ("a/b = 3:2", "ए बटा बी बराबर तीन अनुपात दो"),
        ("m/s² और km/h", "मीटर प्रति वर्ग सेकंड और किलोमीटर प्रति घंटा"),
        ("kg और cm", "किलोग्राम और सेंटीमीटर"),
        ("2024-05-25 को", "पच्चीस मई दो हज़ार चौबीस को"),
        ("2024-25-05 को", "दो हज़ार चौबीस - पच्चीस - शून्य पाँच को"),
        ("Dr Rao, DNA etc.", "डॉक्टर राओ, डी एन ए आदि"),
    ],
)
def test_mathematics_and_units_are_said_by_their_names(text: str, said: str) -> None:
    assert spoken_in_full(text, "hi") == said


def test_letters_of_a_sentence_are_not_taken_for_mathematics() -> None:
    assert spoken_in_full("x² and my sum = a cat, by Mr Rao", "en") == (
        "ex to the power two and my sum equals a cat, by mister rao"
    )
    assert spoken_in_full("A ball at 10:30, in m and in kg", "en") == "a ball at ten thirty, in em and in kilogram"
