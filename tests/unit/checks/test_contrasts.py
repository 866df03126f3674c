# ruff: noqa: E501 - one case, one line
from __future__ import annotations

import pytest

from app.checks import contrasts, fact_lock, wording
from app.domain import languages


def _said(source: str, result: str, language: str) -> list[str]:
    return [wording.describe(finding) for finding in fact_lock.compare(source, result, language=language)]


@pytest.mark.parametrize(
    ("language", "source", "result", "said"),
    [
        ("en", "All metals conduct heat.", "Some metals conduct heat.", ["“All” became “Some”."]),
        ("en", "Wash your hands before you eat.", "Wash your hands after you eat.", ["“before” became “after”."]),
        ("en", "The level rises at night.", "The level falls at night.", ["“rises” became “falls”."]),
        ("en", "Only the female bites.", "The female bites.", ["“Only” is missing."]),
        ("hi", "सभी कीटों के पंख होते हैं।", "कुछ कीटों के पंख होते हैं।", ["“सभी” became “कुछ”."]),
        ("ta", "மழைக்கு முன் விதைக்கவும்.", "மழைக்கு பின் விதைக்கவும்.", ["“முன்” became “பின்”."]),
        ("te", "నీటి మట్టం పెరుగుతుంది.", "నీటి మట్టం తగ్గుతుంది.", ["“పెరుగుతుంది” became “తగ్గుతుంది”."]),
        ("bn", "সে সকালে আসে।", "সে রাতে আসে।", ["“সকালে” became “রাতে”."]),
        ("kn", "ಎಲ್ಲಾ ಪ್ರಾಣಿಗಳು ಉಸಿರಾಡುತ್ತವೆ.", "ಕೆಲವು ಪ್ರಾಣಿಗಳು ಉಸಿರಾಡುತ್ತವೆ.", ["“ಎಲ್ಲಾ” became “ಕೆಲವು”."]),
        ("ml", "വെള്ളം കൂടുതൽ വേണം.", "വെള്ളം കുറവ് വേണം.", ["“കൂടുതൽ” became “കുറവ്”."]),
    ],
)  # fmt: skip
def test_opposites_that_took_each_others_place_are_told(
    language: str, source: str, result: str, said: list[str]
) -> None:
    assert _said(source, result, language) == said


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "Only the female bites, before and after dark.", "Just the female bites, after dark and before dark."),
        ("en", "The level increases.", "The level grows."),
        ("en", "Gold is heavier than iron.", "Gold weighs more than iron."),
        ("hi", "केवल मादा काटती है।", "सिर्फ़ मादा काटती है।"),
        ("mr", "पाणी जास्त वाढते.", "पाणी अधिक वाढते."),
        ("or", "ସମସ୍ତ ପ୍ରାଣୀ ଖାଆନ୍ତି।", "ସବୁ ପ୍ରାଣୀ ଖାଆନ୍ତି।"),
    ],
)
def test_other_words_for_the_same_are_green(language: str, source: str, result: str) -> None:
    assert _said(source, result, language) == []


def test_a_changed_unit_of_a_range_is_told_once() -> None:
    assert _said("It is 10-15 cm long.", "It is 10-15 m long.", "en") == ["15 cm became 15 m."]


def test_every_language_has_opposites_on_both_sides() -> None:
    for language in languages.codes():
        assert contrasts.find("x y", "x z", language) == []
        assert all(len(axis) >= 2 for axis in contrasts._axes(language))
        assert len(contrasts._axes(language)) >= 5


@pytest.mark.parametrize(
    ("source", "result", "said"),
    [
        ("In 1930 Gandhi walked to Dandi.", "In 1930 Gandhi walked to Surat.", ["“Dandi” is missing.", "“Surat” is not on the page."]),
        ("Yesterday the Moon hid the Sun's light.", "Yesterday the sun's light was hidden by the moon.", []),
        ("It rose by 5 degrees Celsius in May.", "It rose by 5 °C in May.", []),
    ],
)  # fmt: skip
def test_english_names_are_kept(source: str, result: str, said: list[str]) -> None:
    assert _said(source, result, "en") == said


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "It takes half an hour.", "It takes 30 minutes."),
        ("en", "One fifth of the water is lost.", "20% of the water is lost."),
        ("en", "It is between 10 and 15 cm long.", "It is 10-15 centimetres long."),
        ("en", "It was 28 °C below zero.", "It was -28 °C."),
        ("en", "Neither bats nor whales lay eggs.", "Bats and whales do not lay eggs."),
        ("en", "The force is unbalanced.", "The force is not balanced."),
        ("hi", "तापमान शून्य से 28 °C नीचे है।", "तापमान -28 °C है।"),
        ("bn", "বাসের গতি ঘণ্টায় ৯০ কিমি।", "বাসের গতি ৯০ কিমি/ঘণ্টা।"),
        ("bn", "চার ভাগের তিন ভাগ জল।", "তিন-চতুর্থাংশ জল।"),
        ("ta", "நான்கில் மூன்று பங்கு நீர்.", "முக்கால் பங்கு நீர்."),
        ("ta", "இரண்டாயிரத்து ஐந்நூறு நூல்கள்.", "2,500 நூல்கள்."),
        ("te", "అరగంటలో వస్తాడు.", "30 నిమిషాల్లో వస్తాడు."),
        ("ml", "10 മുതൽ 15 വരെ സെ.മീ വളരും.", "10-15 സെ.മീ വളരും."),
        ("kn", "ಬಾವಲಿ ಮೊಟ್ಟೆ ಇಡುವುದಿಲ್ಲ.", "ಬಾವಲಿ ಮೊಟ್ಟೆ ಇಡದು."),
        ("or", "ମଶା ରକ୍ତ ପିଏ ନାହିଁ।", "ମଶା ରକ୍ତ ପିଏନି।"),
    ],
)
def test_the_same_fact_said_another_way_is_green(language: str, source: str, result: str) -> None:
    assert _said(source, result, language) == []
    assert _said(result, source, language) == []


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "It takes half an hour.", "It takes 50 minutes."),
        ("en", "The force is unbalanced.", "The force is balanced."),
        ("hi", "यह पदार्थ अघुलनशील है।", "यह पदार्थ घुलनशील है।"),
        ("hi", "यह काम अनावश्यक है।", "यह काम आवश्यक है।"),
        ("bn", "বাসের গতি ঘণ্টায় ৯০ কিমি।", "বাসের গতি মিনিটে ৯০ কিমি।"),
        ("ta", "நான்கில் மூன்று பங்கு நீர்.", "மூன்றில் இரண்டு பங்கு நீர்."),
        ("te", "పిల్లలు బడికి రారు.", "పిల్లలు బడికి వస్తారు."),
        ("te", "అతను మాంసం తినడు.", "అతను మాంసం తింటాడు."),
    ],
)
def test_another_fact_said_alike_is_told(language: str, source: str, result: str) -> None:
    assert _said(source, result, language)
    assert _said(result, source, language)
