from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.inference.prompt_lookup import PromptLookup

_TOKENS = st.lists(st.integers(0, 4), max_size=60)


def test_goes_on_as_the_prompt_went_on() -> None:
    lookup = PromptLookup([1, 2, 3, 4, 5, 6, 9, 1, 2, 3], most=4)
    assert lookup.guess(10) == [4, 5, 6, 9]
    assert lookup.guess(2) == [4, 5]
    lookup.add([4])
    assert lookup.guess(10) == [5, 6, 9, 1]


def test_the_longer_agreement_and_then_the_latest_place_wins() -> None:
    assert PromptLookup([1, 2, 3, 7, 9, 2, 3, 8, 1, 2, 3], most=1).guess(1) == [7]
    assert PromptLookup([1, 2, 3, 7, 1, 2, 3, 8, 1, 2, 3], most=1).guess(1) == [8]
    assert PromptLookup([1, 2, 7, 9, 1, 2], most=1).guess(1) == [7]


def test_guesses_nothing_where_nothing_agrees() -> None:
    assert not PromptLookup([1, 2, 3, 4], most=4).guess(4)
    assert not PromptLookup([], most=4).guess(4)


def test_guesses_less_after_a_wrong_guess_and_more_after_right_ones() -> None:
    lookup = PromptLookup([*range(30), 0, 1, 2], most=8)
    lookup.judged(guessed=8, right=0)
    assert len(lookup.guess(99)) == 1
    lookup.judged(guessed=1, right=1)
    lookup.judged(guessed=2, right=2)
    assert len(lookup.guess(99)) == 4
    lookup.judged(guessed=0, right=0)
    assert len(lookup.guess(99)) == 4


@given(_TOKENS, _TOKENS, st.integers(1, 8), st.integers(0, 8))
def test_a_guess_is_text_that_followed_the_last_tokens_before(
    prompt: list[int], answer: list[int], most: int, room: int
) -> None:
    lookup = PromptLookup(prompt, most=most)
    lookup.add(answer)
    known, guess = prompt + answer, list(lookup.guess(room))
    assert len(guess) <= min(most, room)
    if guess:
        places = range(2, len(known))
        assert any(known[at - 2 : at] == known[-2:] and known[at : at + len(guess)] == guess for at in places)
