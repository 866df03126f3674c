"""The language of a page is told, and doubt is said."""

from __future__ import annotations

import pytest

from app.domain.documents import PageNote
from app.domain.languages import by_code, codes
from app.library.document_worker.language import detect, notes, script_of
from tests import garbled_pages


@pytest.mark.parametrize("code", codes())
def test_pages_and_single_sentences_of_every_language_are_told(code: str) -> None:
    found = detect(garbled_pages.page(code))
    assert (found.language, found.script, found.certain) == (code, by_code(code).script, True)
    told = [detect(sentence).language for sentence in garbled_pages.sentences(code) if len(sentence) > 30]
    assert told.count(code) >= 0.85 * len(told)


def test_hindi_and_marathi_are_told_apart_and_what_was_said_settles_a_tie() -> None:
    assert detect("घर जल कमल", "mr").language == "mr"
    assert detect("घर जल कमल").language == "hi"
    assert detect("यह किताब मेरी है और वह कलम आपकी है।", "mr").language == "hi"


def test_english_terms_do_not_make_a_tamil_page_english() -> None:
    assert detect("ஒளிச்சேர்க்கை (Photosynthesis) மற்றும் DNA, RNA, carbon dioxide").language == "ta"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("پانی زندگی ہے۔ بچے اسکول جاتے ہیں۔", "Arab"),
        ("ජලය ජීවිතයයි", "Sinh"),
        ("Вода это жизнь", "Cyrl"),
        ("水是生命之源", "Hani"),
        ("ᱫᱟᱜ ᱡᱤᱭᱚᱱ", "Olck"),
        ("ꯃꯩꯇꯩꯂꯣꯟ", "Mtei"),
    ],
)
def test_other_scripts_are_named(text: str, script: str) -> None:
    found = detect(text)
    assert (found.language, found.script) == (None, script)
    assert notes(found) == (PageNote.UNKNOWN_SCRIPT,)


def test_other_languages_in_our_scripts_are_said_to_be_uncertain() -> None:
    for text in (
        "Les enfants vont à l'école et le garçon mange une pêche dans la cour avec les autres.",
        "सत्यमेव जयते नानृतं सत्येन पन्था विततो देवयानः। अयं निजः परो वेति गणना लघुचेतसाम्।",
        "মই অসমীয়া ভাষাত লিখোঁ আৰু পঢ়োঁ।",
        "Machhli jal ki rani hai, jeevan uska pani hai",
    ):
        assert notes(detect(text)) == (PageNote.LANGUAGE_UNCERTAIN,), text


def test_a_page_without_letters_has_no_language() -> None:
    found = detect("12 + 30 = 42 ।")
    assert (found.language, found.script, notes(found)) == (None, None, ())
    assert detect("12 + 30", "ta").language == "ta"


def test_every_digit_danda_and_joiner_belongs_to_no_script() -> None:
    assert all(script_of(character) is None for character in "0५॥।\u200d.—₹")
    assert script_of("ক") == "Beng"
