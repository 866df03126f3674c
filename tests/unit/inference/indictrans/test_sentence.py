"""One sentence on its way to the model and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inference.indictrans.sentence import finish, has_words, join_pieces, prepare, tags


def test_english_is_prepared_with_marks_and_signs_apart() -> None:
    prepared = prepare("In 2010–12, “25 %” of 1,00,000 came.", "en")

    assert prepared.text == 'In < ID1 > , " 25 % " of < ID2 > came .'
    assert prepared.originals == ("2010-12", "1,00,000")


def test_a_price_comes_back_as_it_was_written() -> None:
    prepared = prepare("Pay Rs. 1,00,000/- now.", "en")

    assert prepared.text == "Pay Rs. < ID1 > now ."
    assert finish("अभी < ID1 > रुपये दें ।", "hi", prepared.originals) == "अभी 1,00,000/- रुपये दें।"


def test_an_indic_language_is_prepared_in_devanagari() -> None:
    assert prepare("தமிழ், 5:30।", "ta").text == "तमिऴ् , 5:30 ।"
    assert prepare("ওড়া। ১২৩৪.৫", "bn").text == "ओड़ा । < ID1 >".replace("ड़", "ड\u093c")


def test_without_marks_the_numbers_stand_in_the_sentence() -> None:
    prepared = prepare("In 2010-12.", "en", protect=False)

    assert prepared.text == "In 2010-12 ."
    assert not prepared.originals


def test_what_the_model_wrote_gets_its_script_its_signs_and_its_numbers() -> None:
    assert finish("समय < ID1 > , ( ওक ) ।".replace("ও", "क"), "gu", ("10:30:15",)) == "સમય 10:30:15, (કક)।"
    assert finish("at [ आईडी 1 ] , see < id 2 > .", "en", ("10:30:15", "a@b.org")) == "at 10:30:15, see a@b.org."


def test_what_stands_behind_a_mark_is_touched_by_no_rule() -> None:
    assert finish("देखो < ID1 > ।", "ta", ("A - B , ( c )",)) == "தேகோ A - B , ( c )।"


def test_a_lost_mark_is_told() -> None:
    assert finish("समय", "hi", ("10:30:15",)) is None
    assert finish("समय < ID1 > < ID1 >", "hi", ("10:30:15",)) is None


@given(
    st.lists(
        st.sampled_from(["10:30:15", "1,25,000", "45.67%", "x@y.in", "पौधे", "Rs", "(", ")", "।", "H₂O", "2010-12"]),
        max_size=12,
    )
)
def test_numbers_survive_a_model_that_copies(words: list[str]) -> None:
    prepared = prepare(" ".join(words), "hi")
    written = finish(prepared.text, "hi", prepared.originals)

    assert written is not None
    assert [word for word in words if word in ("1,25,000", "x@y.in", "H₂O")] == [
        word
        for word in written.replace("(", " ").replace(")", " ").replace("।", " ").split()
        if word in ("1,25,000", "x@y.in", "H₂O")
    ]


@pytest.mark.parametrize(
    ("text", "translatable"), [("", False), ("12 + 3 = 15", False), ("—…!", False), ("x", True), ("क", True)]
)
def test_numbers_and_signs_alone_are_not_for_the_model(text: str, translatable: bool) -> None:
    assert has_words(text) is translatable


def test_pieces_and_tags() -> None:
    assert join_pieces(["▁पौ", "धे", "▁।"]) == "पौधे ।"
    assert tags("en", "or") == ("eng_Latn", "ory_Orya")
