"""What people type and files bring: what cannot be seen goes, what Indian spelling needs stays."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.typed_text import clean, without_unseen

UNSEEN = [0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2060, 0xFEFF, 0xE0041]


@pytest.mark.parametrize("mark", [chr(code) for code in UNSEEN], ids=[f"U+{code:04X}" for code in UNSEEN])
def test_marks_that_nobody_sees_leave_no_trace(mark: str) -> None:
    for function in (clean, without_unseen):
        assert function(f"{mark}2{mark}50 wa{mark}ter पा{mark}नी{mark}") == "250 water पानी"


@pytest.mark.parametrize("word", ["क्\u200dष", "श्\u200cरी", "ന്\u200d", "ক্\u200cষ", "क्\u200d", "👩\u200d🏫"])
def test_joiners_that_spelling_needs_stay(word: str) -> None:
    assert without_unseen(f"{word} {word}.") == f"{word} {word}."


def test_joiners_that_join_nothing_go() -> None:
    assert without_unseen("2\u200d5\u200c0 wa\u200dter \u200dthe क्\u200d\u200d\u200cष") == "250 water the क्\u200dष"


@example("\xad\u0301\u094d\u200c")
@given(st.text(alphabet=st.sampled_from([*map(chr, UNSEEN), *"\u200c\u200dक्षa2 e\u0301\n"])))
def test_once_cleaned_it_stays_as_it_is(text: str) -> None:
    done = without_unseen(text)
    assert without_unseen(done) == done
    assert not set(done) & set(map(chr, UNSEEN))
