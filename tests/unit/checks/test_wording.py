from __future__ import annotations

import pytest

from app.checks import fact_lock, wording
from app.domain.lessons import Change, FactKind, Finding, Severity


@pytest.mark.parametrize(
    ("source", "result", "expected"),
    [
        ("It is not hot.", "It is hot.", ["“not” is missing."]),
        ("The wire is 12 cm.", "The wire is 12 m.", ["12 cm became 12 m."]),
        ("The wire is 12 cm.", "The wire is 13 cm.", ["12 cm became 13 cm."]),
        ("Water is H₂O.", "Water is wet.", ["The formula “H₂O” is missing."]),
        ("On 15 August.", "On 16 August.", ["The date 15 August became 16 August."]),
        ("It rained.", "It rained on 5 hills.", ["The number “5” is not on the page."]),
        ("He has 3 cows and 5 dogs.", "He has 5 cows and 3 dogs.", ["“3” and “5” may have changed places."]),
    ],
)
def test_a_finding_is_told_in_plain_words(source: str, result: str, expected: list[str]) -> None:
    assert [wording.describe(finding) for finding in fact_lock.compare(source, result, language="en")] == expected


@pytest.mark.parametrize("change", list(Change))
@pytest.mark.parametrize("kind", list(FactKind))
def test_every_finding_has_a_sentence_with_what_it_is_about(kind: FactKind, change: Change) -> None:
    sentence = wording.describe(Finding(Severity.RED, kind, change, source="12 cm", result="13 cm"))
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert change is Change.NOT_CHECKED or "cm" in sentence


@pytest.mark.parametrize(
    "reason", ["unknown_number_word", "may_be_number", "one_or_article", "hidden_negation", "order", "moved"]
)
def test_every_reason_of_the_lock_has_its_own_sentence(reason: str) -> None:
    finding = Finding(Severity.AMBER, FactKind.NUMBER, Change.NOT_CHECKED, source="ஆறு", reason=reason)
    assert wording.template(finding) == reason
    assert "ஆறு" in wording.describe(finding)


def test_a_reason_from_elsewhere_still_says_that_nothing_was_checked() -> None:
    finding = Finding(Severity.AMBER, FactKind.PAGE, Change.NOT_CHECKED, reason="garbled_page")
    assert wording.describe(finding) == "This could not be checked. Please compare it yourself."
