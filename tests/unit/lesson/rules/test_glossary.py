from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.glossary import Entry, Glossary, load_glossary
from tests.lesson_pages import CODES, resources

if TYPE_CHECKING:
    from pathlib import Path

_ROWS = """# comment
term\teasier\tmeaning\tsubject\tforms
reside\tlive\tto have a home somewhere\tgeneral\tresides=lives,resided=lived
leaf\t\ta flat green part of a plant\tscience\tleaves
solar energy\t\tenergy from the sun.\tscience\t
solar\t\tof the sun\tscience\t
"""


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    (tmp_path / "en.tsv").write_text(_ROWS, encoding="utf-8")
    (tmp_path / "everyday-en.txt").write_text("# comment\nlive\nhouse\nrun\nlarge\nstudy\nthe\n", encoding="utf-8")
    return load_glossary(tmp_path, "en", (("s", ""), ("ies", "y")))


def test_reads_terms_forms_and_meanings(glossary: Glossary) -> None:
    assert [entry.term for entry in glossary.entries] == ["reside", "leaf", "solar energy", "solar"]
    assert glossary.entries[0].forms == (("resides", "lives"), ("resided", "lived"))
    assert glossary.entries[2].meaning == "energy from the sun"


def test_the_longest_term_wins_and_forms_keep_their_easier_form(glossary: Glossary) -> None:
    found = glossary.find("Solar energy falls on leaves where he resided.")
    assert [(match.entry.term, match.easier, match.exact) for match in found] == [
        ("solar energy", "", True),
        ("leaf", "", False),
        ("reside", "lived", False),
    ]


def test_a_term_is_not_found_across_punctuation_or_inside_a_word(glossary: Glossary) -> None:
    assert [match.entry.term for match in glossary.find("It is solar, energy is leafy.")] == ["solar"]


def test_inflections_of_everyday_words_are_everyday(glossary: Glossary) -> None:
    assert not any(map(glossary.is_rare, ("Houses", "running", "studied", "studies", "larger", "largest", "LIVED")))
    assert not any(map(glossary.is_rare, ("1947", "x", "3rd", "—")))
    assert glossary.is_rare("photosynthesis")
    assert glossary.is_rare("house-boat")


def test_without_frequency_data_no_word_is_rare(tmp_path: Path) -> None:
    empty = load_glossary(tmp_path, "ta", ())
    assert not empty.has_frequencies
    assert not empty.is_rare("ஒளிச்சேர்க்கை")
    assert empty.find("எதுவும் இல்லை") == ()


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("hi", "कोशिका", "सभी कोशिकाओं में केंद्रक होता है"),
        ("mr", "पेशी", "पेशीचा आकार लहान असतो"),
        ("gu", "કોષ", "કોષનો આકાર નાનો છે"),
        ("bn", "কোষ", "কোষের আকার ছোট"),
        ("or", "କୋଷ", "କୋଷର ଆକାର ଛୋଟ"),
        ("ta", "வெப்பம்", "வெப்பத்தின் அளவு"),
        ("ta", "ஆற்றல்", "ஆற்றலின் வடிவம்"),
        ("te", "కణం", "కణంలో కేంద్రకం ఉంటుంది"),
        ("kn", "ಕೋಶ", "ಕೋಶದಲ್ಲಿ ಕೇಂದ್ರವಿದೆ"),
        ("ml", "കോശം", "കോശത്തിന്റെ വലുപ്പം"),
        ("pa", "ਪੌਦਾ", "ਪੌਦੇ ਹਰੇ ਹਨ"),
    ],
)
def test_terms_are_found_with_case_endings(language: str, term: str, text: str) -> None:
    endings = phrasebook.load(resources() / "lesson" / f"{language}.toml").forms.endings
    glossary = Glossary([Entry(term, "", "x", "science")], language=language, endings=endings)
    assert [match.entry.term for match in glossary.find(text)] == [term]


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("ta", "அணை"),  # dam, not அணு (atom)
        ("ta", "அணில்"),  # squirrel
        ("ta", "திசை"),  # direction, not திசு (tissue)
        ("hi", "जीवों"),  # of living beings, not जीवा (chord)
        ("en", "lunges"),  # not lung
        ("en", "grieves"),  # not grief
    ],
)
def test_a_word_that_only_looks_like_an_inflected_term_is_not_explained(language: str, other: str) -> None:
    endings = phrasebook.load(resources() / "lesson" / f"{language}.toml").forms.endings
    glossary = load_glossary(resources() / "glossaries", language, endings)
    assert glossary.find(other) == ()


def test_a_word_of_two_readings_is_not_explained() -> None:
    endings = phrasebook.load(resources() / "lesson" / "hi.toml").forms.endings
    terms = [Entry(term, "", "x", "science") for term in ("जीवा", "पौधा")]
    both = Glossary([*terms, Entry("जीव", "", "y", "science")], language="hi", endings=endings)
    assert [match.entry.term for match in both.find("पौधों और जीवों")] == ["पौधा"]
    everyday = Glossary(terms, language="hi", endings=endings, everyday=["जीव"])
    assert [match.entry.term for match in everyday.find("पौधों और जीवों")] == ["पौधा"]


def test_a_compound_is_not_taken_for_its_first_part() -> None:
    endings = phrasebook.load(resources() / "lesson" / "ta.toml").forms.endings
    glossary = Glossary([Entry("வெப்பம்", "", "x", "science")], language="ta", endings=endings)
    assert glossary.find("வெப்பநிலை உயர்ந்தது") == ()


@pytest.mark.parametrize("language", CODES)
def test_every_phrasebook_loads_and_its_plan_fills_a_period(language: str) -> None:
    book = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    for taken in ({"", "words", "easiest"}, {"", "no_words", "not_easiest"}):
        assert sum(step.minutes for step in book.plan.steps if step.when in taken) == 40
    assert {step.when for step in book.plan.steps} == {"", "words", "no_words", "easiest", "not_easiest"}
    questions = book.questions
    for template, place in (
        (questions.cloze, "{sentence}"),
        (questions.what_is, "{term}"),
        (questions.reason, "{statement}"),
        (questions.about, "{term}"),
        (questions.explain, "{term}"),
        (questions.explain, "{meaning}"),
    ):
        assert template.count(place) == 1


def test_a_term_of_everyday_words_is_hard() -> None:
    entries = (
        Entry("food chain", "", "who eats whom", "science"),
        Entry("big house", "", "a house that is big", "general"),
        Entry("food", "", "what we eat", "science"),
    )
    glossary = Glossary(entries, language="en", everyday=("food", "chain", "big", "house"))
    assert [glossary.is_hard(entry) for entry in entries] == [True, False, False]


def test_a_hyphenated_word_is_looked_up_whole_before_its_parts() -> None:
    glossary = Glossary((), language="hi", everyday=("आर-पार", "छोटी"))
    assert not glossary.is_rare("आर-पार")
    assert not glossary.is_rare("छोटी-छोटी")
    assert glossary.is_rare("छोटी-आर")


def test_a_glossary_term_is_rare_even_where_an_everyday_word_with_an_ending_looks_the_same() -> None:
    entries = (Entry("wither", "dry up", "to become dry", "general", (("withers", "dries up"),)),)
    glossary = Glossary(entries, language="en", everyday=("with", "dry", "up"))
    assert glossary.is_rare("wither")
    assert glossary.is_rare("Withers")
    assert not glossary.is_rare("dries")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("अतः", "अत: पानी बचाओ।"),
        ("अतः", "अतः पानी बचाओ।"),
        ("दुःख", "उसे दुख हुआ।"),
        ("दुःख", "उसे दु:ख हुआ।"),
        ("सुख-दुख", "सुख-दुःख आते हैं।"),
        ("ज़मीन", "जमीन गीली है।"),
        ("फसल", "फ़सल पक गई।"),
        ("परंतु", "परन्तु वह आया।"),
        ("पाँचवाँ", "यह पांचवां है।"),
        ("मिट गई", "वह मिट गयी थी।"),
        ("इसलिए", "इसलिये वह आया।"),
    ],
)
def test_a_word_is_found_in_its_other_spellings(term: str, text: str) -> None:
    (match,) = Glossary([Entry(term, "", "x", "science")], language="hi").find(text)
    assert match.entry.term == term
    assert ":" not in text[match.start : match.end] or "ः" in term


def test_the_word_as_written_comes_before_another_spelling_and_a_colon_is_no_letter() -> None:
    glossary = Glossary([Entry("राज़", "", "भेद", "general"), Entry("राज", "", "शासन", "social")], language="hi")
    assert [match.entry.meaning for match in glossary.find("राज और राज़")] == ["शासन", "भेद"]
    (match,) = glossary.find("राज: एक शब्द")
    assert match.end == len("राज")
    assert Glossary([Entry("पड़ा", "", "x", "general")], language="hi").find("पडा") == ()
