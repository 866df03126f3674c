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
