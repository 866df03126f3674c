"""What is no translation is known without a dictionary."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.checks.translations import is_oddly_long, is_untranslated, needs_translation

_HINDI = Path(__file__).parents[3] / "resources" / "translations" / "app_hi.ts"


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Water boils.", "en", True),
        ("It is.", "en", True),
        ("WATER CYCLE", "en", True),
        ("NaCl + H₂O", "en", False),
        ("2,525 km", "en", False),
        ("12 + 3 = 15", "en", False),
        ("Na", "en", False),
        ("2NaOH", "en", False),
        ("CaCO₃ 3x7abc", "en", False),
        ("see www.example.org/water", "en", True),
        ("www.example.org/water", "en", False),
        ("पानी", "hi", True),
        ("क", "hi", False),
        ("५ km", "hi", False),
        ("CO₂", "ta", False),
    ],
)
def test_words_are_told_from_what_every_language_writes_alike(text: str, language: str, wanted: bool) -> None:
    assert needs_translation(text, language) is wanted


@pytest.mark.parametrize(
    ("source", "result", "language", "into", "wanted"),
    [
        ("Water boils.", "पानी उबलता है।", "en", "hi", False),
        ("Water boils.", "Water boils.", "en", "hi", True),
        ("Water boils.", "நீர் கொதிக்கிறது.", "en", "hi", True),
        ("Water boils.", " ", "en", "hi", True),
        ("Water boils.", "…।", "en", "hi", True),
        ("Use NaCl and DNA at 5 km.", "5 km पर NaCl और DNA का प्रयोग करो।", "en", "hi", False),
        (
            "Look at www.example.org/a/long/address/of/a/page now.",
            "www.example.org/a/long/address/of/a/page देखो।",
            "en", "hi", False,
        ),
        ("The NVIDIA card", "NVIDIA कार्ड", "en", "hi", False),
        ("Water Cycle", "Water Cycle", "en", "hi", True),
        ("पानी बहता है।", "Water flows.", "hi", "en", False),
        ("पानी बहता है।", "पानी बहता है।", "hi", "en", True),
        ("पानी बहता है।", "पानी बहता है।", "hi", "mr", True),
        ("पानी", "पानी", "hi", "mr", False),
        ("12 + 3 = 15", "12 + 3 = 15", "en", "hi", False),
        ("12 + 3 = 15", "", "en", "hi", True),
    ],
)  # fmt: skip
def test_a_text_that_was_not_translated_is_known(
    source: str, result: str, language: str, into: str, wanted: bool
) -> None:
    assert is_untranslated(source, result, language=language, result_language=into) is wanted


def test_half_a_translation_and_one_that_runs_on_are_told_and_short_texts_are_not() -> None:
    source = "Plants make their own food from light, water and air."
    assert not is_oddly_long(source, "पौधे रोशनी, पानी और हवा से अपना भोजन ख़ुद बनाते हैं।")
    assert is_oddly_long(source, "पौधे।")
    assert is_oddly_long(source, "पौधे रोशनी, पानी और हवा से अपना भोजन ख़ुद बनाते हैं। " * 4)
    assert not is_oddly_long(source, f"पौधे रोशनी, पानी और हवा से अपना भोजन ख़ुद बनाते हैं। ({'भोजन: जो हम खाते हैं। ' * 9})")
    assert not is_oddly_long("Water.", "यह पानी है।")


def test_what_people_translated_is_taken_for_translated() -> None:
    """The words of the window in Hindi: hundreds of sentences, titles and labels that people wrote."""
    told = []
    for message in ElementTree.parse(_HINDI).iter("message"):
        texts = (message.findtext("source") or "", (message.findtext("translation") or "").strip())
        source, result = (re.sub(r"\{\w+\}", "Ravi", text) for text in texts)
        if result:
            wrong = is_untranslated(source, result, language="en", result_language="hi")
            told.append(wrong or is_oddly_long(source, result))
    assert len(told) > 500
    assert sum(told) <= len(told) // 200
