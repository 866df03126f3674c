from __future__ import annotations

import pytest

from app.checks import fact_lock, wording


def _said(source: str, result: str, language: str) -> list[str]:
    return [wording.describe(finding) for finding in fact_lock.compare(source, result, language=language)]


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "It rose to 40 m.", "It rose by 40 m."),
        ("en", "The water has fallen from 3.5 m to 2 m.", "The water has fallen from 3.5 m by 2 m."),
        ("hi", "तापमान 40 डिग्री तक बढ़ा।", "तापमान 40 डिग्री से बढ़ा।"),
        ("hi", "तापमान 40 डिग्री तक गिरा।", "तापमान 40 डिग्री गिरा।"),
        ("hi", "मूल्य बढ़कर 40 रुपये हो गया।", "मूल्य 40 रुपये बढ़ गया।"),
        ("en", "Few plants grow here.", "Plants grow here."),
        ("en", "Few plants grow here.", "A few plants grow here."),
        ("en", "There is little water.", "There is water."),
        ("hi", "यहाँ कम ही पौधे उगते हैं।", "यहाँ पौधे उगते हैं।"),
        ("hi", "यहाँ बहुत कम पौधे उगते हैं।", "यहाँ पौधे उगते हैं।"),
        ("hi", "यहाँ गिने-चुने पौधे हैं।", "यहाँ पौधे हैं।"),
    ],
)  # fmt: skip
def test_a_small_word_that_turns_the_sentence_is_told_both_ways(language: str, source: str, result: str) -> None:
    assert len(_said(source, result, language)) == 1
    assert len(_said(result, source, language)) == 1


def test_the_finding_names_both() -> None:
    assert _said("It rose to 40 m.", "It rose by 40 m.", "en") == ["“to 40 m” became “by 40 m”."]
    assert _said("Few plants grow here.", "Plants grow here.", "en") == ["“Few” is missing."]


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "Prices rose to 40 rupees in 2020.", "In 2020 prices climbed to 40 rupees."),
        ("en", "The river rose from 2 m to 5 m by 2020.", "By 2020 the river had risen to 5 m from 2 m."),
        ("en", "A few plants grow here.", "Some plants grow here."),
        ("en", "The last few years were dry.", "The last years were dry."),
        ("en", "Very few plants grow here.", "Only a small number of plants grow here."),
        ("en", "A little rain falls here.", "Some rain falls here."),
        ("hi", "मूल्य 20 रुपये से बढ़कर 40 रुपये हो गया।", "मूल्य 20 रुपये से 40 रुपये तक बढ़ गया।"),
        ("hi", "तापमान 40 डिग्री तक बढ़ा।", "तापमान 40 डिग्री तक पहुँचा।"),
        ("hi", "यहाँ बहुत कम पौधे उगते हैं।", "यहाँ थोड़े ही पौधे उगते हैं।"),
        ("hi", "कम से कम 5 पौधे लगाइए।", "न्यूनतम 5 पौधे लगाइए।"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_green(language: str, source: str, result: str) -> None:
    assert _said(source, result, language) == []
