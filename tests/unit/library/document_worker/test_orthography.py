"""Tesseract's spelling becomes today's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.document_worker.orthography import chemical, modern


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("ജൂണ്\u200d മാസം കടലില്\u200d", "ജൂൺ മാസം കടലിൽ"),
        ("അവര്\u200d, അവള്\u200d", "അവർ, അവൾ"),
        ("காற்றும்\u200c நாமும்\u200c.", "காற்றும் நாமும்."),
        ("విటమిన్\u200c డి", "విటమిన్ డి"),
        ("ఆంధ్రప్రదేశ్\u200cలోని", "ఆంధ్రప్రదేశ్\u200cలోని"),
        ("ਪੰਜਾਬ", "ਪੰਜਾਬ"),
    ],
)
def test_invisible_joiners_stay_only_where_they_are_written(read: str, written: str) -> None:
    assert modern(read) == unicodedata.normalize("NFC", written)


@pytest.mark.parametrize(
    ("read", "written"),
    [("ಒ೦ದು ಮಕರ೦ದ", "ಒಂದು ಮಕರಂದ"), ("ముఖ్య౦గా", "ముఖ్యంగా"), ("೧೦ ಕಿ.ಮೀ. ೨೦೦೮", "೧೦ ಕಿ.ಮೀ. ೨೦೦೮"), ("ಕ್ರ.೦೫", "ಕ್ರ.೦೫")],
)
def test_a_ring_among_letters_is_a_sign_and_no_nought(read: str, written: str) -> None:
    assert modern(read) == written


@pytest.mark.parametrize(("read", "formula"), [("H20", "H2O"), ("H,0.", "H2O."), ("C02", "CO2"), ("Hello", "Hello")])
def test_small_figures_of_formulas_come_back(read: str, formula: str) -> None:
    assert chemical(read) == formula


@given(st.text())
def test_no_visible_letter_is_lost_outside_chillus(text: str) -> None:
    plain = text.replace("\u200d", "").replace("\u200c", "")
    assert modern(plain) == unicodedata.normalize("NFC", plain)


@given(st.text(alphabet="കണനരലളക്\u200d\u200cம் தआ्a ."))
def test_the_spelling_is_settled_in_one_pass(text: str) -> None:
    assert modern(modern(text)) == modern(text)
