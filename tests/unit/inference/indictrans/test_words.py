"""Signs apart before the model, together again after it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.languages import codes
from app.inference.indictrans.words import detokenize, tokenize

_ANY = st.lists(
    st.sampled_from(
        ["Dr.", "it's", "1,25,000", "e.g.", "पौधे", "உணவு", "…", "a-b", "½", "No. 5", "'so'", '"x"', "(y)", "..."]
    ),
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Plants make food.", "Plants make food ."),
        ('Dr. Rao said, "It\'s 5 p.m."', 'Dr. Rao said , " It \'s 5 p.m. "'),
        ("In 1990's prices: 1,25,000 (or $3.14)...", "In 1990 's prices : 1,25,000 ( or $ 3.14 ) ..."),
        ("See No. 5, the well-known page.", "See No. 5 , the well-known page ."),
        ("No. He left.", "No . He left ."),
        ("It weighs approx. four kg.", "It weighs approx. four kg ."),
        ("the boys' books", "the boys ' books"),
        ("A. P. J. Kalam", "A. P. J. Kalam"),
        ("<ID1> and a/b", "< ID1 > and a / b"),
        ("He ended with 'stop.'", "He ended with ' stop . '"),
        ("'Yes', he said", "'Yes ' , he said"),
        ("he said 'yes'", "he said ' yes'"),
        ("at 5's and 5'x", "at 5 's and 5'x"),
        ("the पौधा's leaf .'", "the पौधा 's leaf . '"),
        ("Rs. 500 or Rs. Five", "Rs. 500 or Rs. Five"),
        ("10² of H₂O", "10² of H₂O"),
    ],
)
def test_english_is_taken_apart_as_moses_does(text: str, tokens: str) -> None:
    assert tokenize(text, "en") == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("पौधे, धूप।", "पौधे , धूप ।"),
        ("समय 10:30, मूल्य 1,25,000.50 है", "समय 10:30 , मूल्य 1,25,000.50 है"),
        ("संख्या 1, 2, 3", "संख्या 1 , 2 , 3"),
        ("<ID1> (क)", "< ID1 > ( क )"),
        ("3.14 क\\ख [ग]", "3.14 क\\ख [ ग ]"),
    ],
)
def test_indic_text_is_taken_apart_at_every_sign_but_within_numbers(text: str, tokens: str) -> None:
    assert tokenize(text, "hi") == tokens


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ('Dr. Rao said , " It \'s 5 p.m. "', 'Dr. Rao said, "It\'s 5 p.m."'),
        ("the boys ' books ( all ) cost $ 5 , 10 % more .", "the boys' books (all) cost $5, 10% more."),
        ("5 km / h at 30 ° C", "5 km/h at 30°C"),
        ("from <ID1> to < b", "from <ID1> to < b"),
        ("' yes ' , he said", "'yes', he said"),
    ],
)
def test_english_is_put_together_as_people_write_it(tokens: str, text: str) -> None:
    assert detokenize(tokens, "en") == text


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("पौधे , धूप ।", "पौधे, धूप।"),
        ('उसने कहा , " आओ " ।', 'उसने कहा, "आओ"।'),
        ("समय 10 : 30 ( क ) # 5", "समय 10:30 (क) #5"),
        ("1 , 2 , 3 और क - ख", "1, 2, 3 और क-ख"),
        ("< ID1 > में", "<ID1> में"),
    ],
)
def test_indic_text_is_put_together_as_people_write_it(tokens: str, text: str) -> None:
    assert detokenize(tokens, "hi") == text


@given(_ANY | st.text(max_size=60), st.sampled_from(codes()))
def test_no_letter_is_lost_or_moved_either_way(text: str, language: str) -> None:
    there = tokenize(text, language)

    assert "".join(there.split()) == "".join(text.split())
    assert "".join(detokenize(there, language).split()) == "".join(text.split())
    assert there == there.strip()
