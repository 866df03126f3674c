from __future__ import annotations

from functools import cache

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.glossary import Glossary, load_glossary
from app.lesson.rules.substitution import Substitution
from tests.lesson_pages import resources


@cache
def loaded(language: str) -> tuple[Glossary, Substitution]:
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, phrases.forms.endings)
    return glossary, Substitution(glossary, phrases, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Monarch butterflies fly a long way."),  # no rulers
        ("en", "Essential oils smell good."),
        ("en", "Companion planting keeps pests away."),
        ("en", "The duties require every citizen to help."),
        ("en", "The excavations reveal the secret of the city."),
        ("en", "They live by rigid rules."),
        ("en", "Ashoka was converted to Buddhism after the war."),
        ("en", "A component of force acts along the plane."),
        ("en", "Essential Commodities Act came in 1955."),
        ("en", "The acquired immunity lasts for years."),
        ("en", "Governing bodies meet here."),
        ("hi", "प्रातः काल चिड़ियाँ बोलती हैं।"),
        ("hi", "सायं काल में पक्षी लौटते हैं।"),
        ("hi", "लीप वर्ष में 366 दिन होते हैं।"),
        ("hi", "वह इस ज़मीन का अधिकारी है।"),
        ("hi", "विश्व वृद्ध दिवस अक्टूबर में मनाया जाता है।"),
        ("hi", "कोणार्क में सूर्य मंदिर है।"),
        ("hi", "उसने कठिन परिश्रम किया।"),
        ("hi", "यहाँ पुस्तक मेला लगता है।"),
    ],
)
def test_a_word_of_a_compound_a_term_or_a_name_is_neither_replaced_nor_explained(language: str, sentence: str) -> None:
    _, substitution = loaded(language)
    assert substitution.replace(sentence) == sentence
    general = [match.entry.term for match in substitution.explainable(sentence) if match.entry.easier]
    assert general == []


@pytest.mark.parametrize(
    ("language", "sentence", "easier"),
    [
        ("en", "The monarch, a kind man, ruled them.", "The ruler, a kind man, ruled them."),
        ("en", "Water is essential for life.", "Water is necessary for life."),
        ("en", "Plants require sunlight.", "Plants need sunlight."),
        ("en", "Plants convert sunlight into food.", "Plants change sunlight into food."),
        ("en", "Nitrogen is a component of air.", "Nitrogen is a part of air."),
        ("hi", "वह प्रातः उठता है।", "वह सुबह उठता है।"),
        ("hi", "सूर्य पूर्व में उगता है।", "सूरज पूर्व में उगता है।"),
        ("hi", "दो वर्ष बाद वह लौटा।", "दो साल बाद वह लौटा।"),
        ("hi", "यह प्रश्न कठिन है।", "यह प्रश्न मुश्किल है।"),
        ("hi", "वृक्ष की छाया ठंडी है।", "पेड़ की छाया ठंडी है।"),
    ],
)
def test_the_same_words_are_replaced_where_they_stand_for_themselves(language: str, sentence: str, easier: str) -> None:
    assert loaded(language)[1].replace(sentence) == easier


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Add dilute hydrochloric acid to the test tube."),  # the meaning is the verb's
        ("en", "Oases are fertile green islands amid the sand."),
        ("en", "Plants make food, whereas animals eat it."),
        ("hi", "राम तथा श्याम प्रतिवर्ष यहाँ आते हैं।"),
    ],
)
def test_what_needs_no_telling_or_has_another_sense_is_not_explained(language: str, sentence: str) -> None:
    assert loaded(language)[1].explainable(sentence) == ()


def test_a_homonym_is_not_explained_by_other_homonyms_of_its_subject() -> None:
    glossary, substitution = loaded("en")
    dissolve = glossary.entry("dissolve")
    assert dissolve is not None
    house = "The parliament and the Lok Sabha are a republic's legislature. It may be dissolved. Friction grew. "
    assert not substitution.fits_page(house)(dissolve)
    assert not substitution.fits_page(house + "The coalition met at the solvent firm of oxygen.")(dissolve)
    assert not substitution.fits_page("The President may dissolve it.")(dissolve)
    assert substitution.fits_page("Salt dissolves in water: it is the solute. Water is the solvent.")(dissolve)


def test_a_word_that_stands_only_in_a_compound_is_no_word_of_the_page() -> None:
    glossary, substitution = loaded("en")
    monarch = glossary.entry("monarch")
    assert monarch is not None
    page = "Monarch butterflies reach the peninsula of Baja. "
    assert not substitution.fits_page(page)(monarch)
    assert substitution.fits_page(page + "The last monarch of the kingdom lived there.")(monarch)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_word_of_the_lists_is_in_the_glossary(language: str) -> None:
    rules = phrasebook.load(resources() / "lesson" / f"{language}.toml").substitution
    glossary, _ = loaded(language)
    assert [word for word in (*rules.heads, *rules.needs, *rules.plain) if glossary.entry(word) is None] == []
