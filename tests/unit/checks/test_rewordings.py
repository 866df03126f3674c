from __future__ import annotations

import pytest

from app.checks import fact_lock

SAME = [
    ("The House cannot have more than 250 members.", "The House can have at most 250 members."),
    ("The House cannot have more than 250 members.", "The House has at most 250 members."),
    ("It must not be less than 20 cm long.", "It must be at least 20 cm long."),
    ("The cloth costs ₹12.50 per metre.", "The cloth costs Rs 12.50 a metre."),
    ("The train runs at 40 km per hour.", "The train runs at 40 km an hour."),
    ("The soil lacks water.", "The soil does not have water."),
    ("The army did not have food.", "The army lacked food."),
]
OTHER = [
    ("The House cannot have more than 250 members.", "The House has at least 250 members."),
    ("The House cannot have more than 250 members.", "The House can have more than 250 members."),
    ("The House cannot have more than 250 members.", "The House has 250 members."),
    ("It must not be less than 20 cm long.", "It must be at most 20 cm long."),
    ("The cloth costs ₹12.50 per metre.", "The cloth costs Rs 12.50 a kilogram."),
    ("The train runs at 40 km per hour.", "The train runs at 40 km a day."),
    ("The soil lacks water.", "The soil has water."),
    ("The soil lacks water.", "The soil does not lack water."),
]


@pytest.mark.parametrize(("source", "result"), SAME)
def test_the_same_in_other_words_is_no_finding(source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language="en") == ()
    assert fact_lock.compare(result, source, language="en") == ()


@pytest.mark.parametrize(("source", "result"), OTHER)
def test_something_else_in_like_words_is_one(source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language="en")
    assert fact_lock.compare(result, source, language="en")


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("అతను డబ్బు పంపలేదు.", "అతను డబ్బు పంపగలదు."),
        ("ఆమె నదిని దాటలేదు.", "ఆమె నదిని దాటగలదు."),
        ("గాలి లోపలికి తగలదు.", "గాలి లోపలికి తగులుతుంది."),
    ],
)
def test_telugu_can_is_no_negation(source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language="te")
    assert fact_lock.compare("ఇక్కడ నది కలదు.", "ఇక్కడ నది ఉంది.", language="te") == ()
