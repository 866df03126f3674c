"""From one Indic script to another and back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.languages import LANGUAGES, by_code
from app.inference.indictrans.transliterate import from_devanagari, to_devanagari

_INDIC = [language.code for language in LANGUAGES if language.code != "en"]
_OWN_SCRIPT = [code for code in _INDIC if by_code(code).script != "Deva"]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _letters(code: str) -> str:
    first, _ = by_code(code).block
    places = (place for place in range(0x70) if place not in (0x64, 0x65))
    return "".join(chr(first + place) for place in places if unicodedata.category(chr(first + place)) != "Cn")


@pytest.mark.parametrize(
    ("code", "text", "devanagari"),
    [
        ("bn", "বাংলা", "बांला"),
        ("te", "తెలుగు", "तॆलुगु"),
        ("kn", "ಕನ್ನಡ", "कन्नड"),
        ("ml", "മലയാളം", "मलयाळं"),
        ("gu", "ગુજરાતી", "गुजराती"),
        ("pa", "ਪੰਜਾਬੀ", "पੰजाबी"),  # tippi lies beyond what the scripts share
        ("or", "ଓଡ଼ିଆ", "ओड़िआ"),
        ("ta", "தமிழ்", "तमिऴ्"),
    ],
)
def test_each_script_is_read_in_devanagari(code: str, text: str, devanagari: str) -> None:
    assert _composed(to_devanagari(text, code)) == _composed(devanagari)
    assert _composed(from_devanagari(devanagari, code)) == _composed(text)


@pytest.mark.parametrize(
    ("code", "devanagari", "text"),
    [
        ("pa", "भाषा", "ਭਾਸ਼ਾ"),  # Gurmukhi has no retroflex sh
        ("ta", "भगवान", "பகவாந"),  # one letter for the stops of a row
        ("ta", "जल", "ஜல"),
        ("bn", "वन", "বন"),
        ("or", "\u095f", "ୟ"),  # one letter, whichever way the model spells it
        ("or", "\u092f\u093c", "ୟ"),
        ("te", "ज़मीन", "జమీన"),
        ("ml", "फ\u093cल", "ഫല"),
    ],
)
def test_a_letter_that_the_script_lacks_is_written_with_the_nearest(code: str, devanagari: str, text: str) -> None:
    assert _composed(from_devanagari(devanagari, code)) == _composed(text)


@pytest.mark.parametrize("code", _OWN_SCRIPT)
def test_no_code_point_comes_out_that_unicode_has_not_assigned(code: str) -> None:
    written = from_devanagari(_letters("hi"), code)

    assert not [hex(ord(letter)) for letter in written if unicodedata.category(letter) == "Cn"]
    assert not [letter for letter in written if "\u0900" <= letter <= "\u097f" and letter not in "।॥"]


@pytest.mark.parametrize("code", [code for code in _OWN_SCRIPT if code != "ta"])
def test_every_letter_comes_back_as_it_was(code: str) -> None:
    nukta = {"te": "\u0c3c", "ml": "\u0d3c"}.get(code, "")
    letters = _letters(code).replace(nukta, "") if nukta else _letters(code)

    assert from_devanagari(to_devanagari(letters, code), code) == letters


@given(st.sampled_from(_INDIC), st.text(alphabet=st.characters(max_codepoint=0x08FF), max_size=40))
def test_what_is_of_no_indic_script_is_left_alone(code: str, text: str) -> None:
    assert to_devanagari(text, code) == text
    assert from_devanagari(text, code) == text


@pytest.mark.parametrize("code", [*_INDIC, "en"])
def test_dandas_and_digits_of_ours_stay(code: str) -> None:
    assert from_devanagari(to_devanagari("। ॥ 12", code), code) == "। ॥ 12"
