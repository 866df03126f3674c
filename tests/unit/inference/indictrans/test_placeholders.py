"""Parts of a sentence that no translation may change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inference.indictrans.placeholders import Protected, canonical, protect, restore

_TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("0123456789.,:/'-%~ <>[]IDid@#wa²"), st.characters(codec="utf-8")),
    max_size=60,
)


def test_a_short_number_does_not_eat_part_of_a_longer_one() -> None:
    protected = protect("In 2010-12 and 10-12, 25% of 1,00,000")

    assert protected == Protected("In <ID1> and <ID2>, 25% of <ID3>", ("2010-12", "10-12", "1,00,000"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("born on 10-12-2015 at 10:30:15", ("10-12-2015", "10:30:15")),
        ("45.67% of them", ("45.67%",)),
        ("100.5 and 3.14 litres", ("100.5",)),  # three figures are copied well without help
        ("12,34,56,789 rupees", ("12,34,56,789",)),
        ("Rs 1,00,000/- and Rs. 500/- and 5/-", ("1,00,000/-", "500/-")),
        ("after 10+2, 12+13=25 and 1+2 and 12+3x", ("10+2", "12+13")),
        (
            "ask at help@ncert.nic.in or https://ncert.nic.in/textbook.php?a=1",
            (
                "help@ncert.nic.in",
                "https://ncert.nic.in/textbook.php?a=1",
            ),
        ),
        ("see www.example.org.", ("www.example.org",)),
        ("first-last.name@ncert.nic.in", ("first-last.name@ncert.nic.in",)),
        ("H₂O and 10² and 6½ km", ("H₂O", "10²", "6½")),
        ("the tag #Science by @teacher", ("#Science", "@teacher")),
        ("somebody wrote <ID1> here", ("<ID1>",)),
        ("It ended.Next it began, no.of plants, कि.मी. और वगैरह.फिर", ()),
        ("a grade 5 pupil has 12 books", ()),
        ("version A10-12b and B10-12-2015", ()),
    ],
)
def test_numbers_and_addresses_stand_under_marks_whole(text: str, kept: tuple[str, ...]) -> None:
    assert protect(text).originals == kept


@given(_TEXT)
def test_every_mark_comes_back(text: str) -> None:
    protected = protect(text)

    assert restore(protected.text, protected.originals) == text


@given(_TEXT)
def test_marks_are_numbered_from_left_to_right_without_gaps(text: str) -> None:
    protected = protect(text)
    places = [protected.text.index(f"<ID{number}>") for number in range(1, len(protected.originals) + 1)]

    assert places == sorted(places)


@pytest.mark.parametrize(
    "written",
    ["< ID1 > और <ID2>", "<आईडी 1> [ID2]", "<id1> < आई . डी . 2 >", "[ आयडी1 ] <आइ. डी. 2>", "<ID १> <ऐडि २ ]"],
)
def test_marks_are_known_however_the_model_writes_them(written: str) -> None:
    restored = restore(canonical(written), ("10:30:15", "45.67%"))

    assert restored is not None
    assert "10:30:15" in restored
    assert "45.67%" in restored


def test_mark_one_is_not_the_start_of_mark_ten() -> None:
    originals = tuple(f"1{number:03d}-1" for number in range(1, 12))
    text = " ".join(f"<ID{number}>" for number in range(11, 0, -1))

    assert restore(text, originals) == " ".join(reversed(originals))


def test_words_that_sound_like_a_mark_stay_words() -> None:
    assert canonical("मेरी आईडी 1 है और ID 2") == "मेरी आईडी 1 है और ID 2"


@pytest.mark.parametrize("written", ["gone", "<ID1>", "<ID1> <ID1> <ID2>", "<ID1> <ID2> <ID3>", "<ID2> <ID2>"])
def test_a_lost_or_doubled_mark_is_seen(written: str) -> None:
    assert restore(written, ("one", "two")) is None


def test_what_stands_behind_a_mark_is_put_back_once() -> None:
    assert restore("<ID1> <ID2>", ("<ID2>", "<ID1>")) == "<ID2> <ID1>"
