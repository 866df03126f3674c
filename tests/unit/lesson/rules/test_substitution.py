from __future__ import annotations

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.glossary import Entry, Glossary, load_glossary
from app.lesson.rules.substitution import Substitution
from tests.lesson_pages import resources

_EVERYDAY = (
    "a an the about live lived many people of it and was home huge old city they use help king down pull pulled in very"
    " poor house is useful idea wrong hour before end each year every leaf that makes food more also to"
)
_ENTRIES = (
    Entry("approximately", "about", "close to", "maths"),
    Entry("reside", "live", "to have a home", "general", (("resided", "lived"),)),
    Entry("abode", "home", "a place to live", "general"),
    Entry("vast", "huge", "very large", "general"),
    Entry("ancient", "old", "of long ago", "general"),
    Entry("demolish", "pull down", "to destroy", "general", (("demolished", "pulled down"),)),
    Entry("destitute", "very poor", "without money", "social"),
    Entry("annually", "every year", "once a year", "general"),
    Entry("beneficial", "useful", "that helps", "general"),
    Entry("erroneous", "wrong", "having a mistake", "general"),
    Entry("notion", "hypothesis", "an idea", "general"),
    Entry("crucial", "", "that decides what will happen", "general"),
    Entry("stomata", "", "tiny holes in a leaf", "science"),
)


def english(*, everyday: str = _EVERYDAY) -> Substitution:
    glossary = Glossary(_ENTRIES, language="en", everyday=everyday.split())
    return Substitution(glossary, phrasebook.load(resources() / "lesson" / "en.toml"), "en")


@pytest.mark.parametrize(
    ("sentence", "easier"),
    [
        ("Approximately 40 people resided there.", "About 40 people lived there."),
        ("It was an ancient abode.", "It was an old home."),
        ("It is a beneficial idea.", "It is a useful idea."),
        ("It was a vast and an erroneous idea.", "It was a huge and a wrong idea."),
        ("The king demolished the house.", "The king pulled down the house."),
        ("The fair is held annually.", "The fair is held every year."),
    ],
)
def test_rare_words_become_everyday_words_in_the_same_form(sentence: str, easier: str) -> None:
    assert english().replace(sentence) == easier


@pytest.mark.parametrize(
    "sentence",
    [
        "He works for the Vast Company.",  # a name
        "“They resided there,” he said.",  # somebody's words
        "The house (a vast one) is old.",
        "They demolished it.",  # "pulled down it"
        "It is annually held.",  # "every year held"
        "They are very destitute.",  # "very very poor"
        "More beneficial ideas came.",
        "It is an old and ancient city.",  # "old and old"
        "It is a wild notion.",  # the other word is no easier
        "VAST",
    ],
)
def test_a_word_stays_where_replacing_it_is_not_safe(sentence: str) -> None:
    assert english().replace(sentence) == sentence


def test_without_frequency_data_nothing_is_replaced() -> None:
    assert english(everyday="").replace("They resided there.") == "They resided there."


def test_terms_are_explained_in_a_sentence_that_is_visibly_not_the_pages_own() -> None:
    substitution = english()
    (match,) = substitution.explainable("Leaves have tiny stomata below.")
    assert substitution.explanation(match.entry) == "(“Stomata” means tiny holes in a leaf.)"
    assert substitution.explainable("He said “stomata” and left.") == ()
    assert substitution.explainable("It was held annually.") == ()
    assert substitution.explainable("It is a crucial day.") == ()  # "crucial means that decides"


@pytest.mark.parametrize(
    ("language", "sentence", "easier"),
    [
        ("en", "We boil water in order to kill germs.", "We boil water to kill germs."),
        ("en", "Owing to heavy rain the school was closed.", "Because of heavy rain the school was closed."),
        ("en", "Fish breathe by means of gills.", "Fish breathe with gills."),
        ("en", "The water gradually became cold.", "The water slowly became cold."),
        ("en", "They live chiefly in hot places.", "They live mainly in hot places."),
        ("en", "Without water the plants wither.", "Without water the plants dry up."),
        ("hi", "इस प्रकार बादल बनते हैं।", "इस तरह बादल बनते हैं।"),
        ("hi", "नदी सदा पूर्व की ओर बहती है।", "नदी हमेशा पूर्व की तरफ़ बहती है।"),
        ("hi", "यहाँ केवल अनेक पुस्तकें हैं।", "यहाँ सिर्फ़ कई किताबें हैं।"),
    ],
)
def test_phrases_and_words_that_have_a_more_frequent_one_are_replaced(
    language: str, sentence: str, easier: str
) -> None:
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, phrases.forms.endings)
    assert Substitution(glossary, phrases, language).replace(sentence) == easier


def test_a_homonym_is_explained_only_where_the_page_speaks_of_its_subject() -> None:
    entries = [
        Entry("వ్యాసం", "", "వృత్తం మధ్య గీత", "maths"),  # also: an essay
        Entry("వృత్తం", "", "గుండ్రని గీత", "maths"),
        Entry("కణం", "", "జీవి చిన్న భాగం", "science"),
        Entry("రాజధాని", "", "పాలన జరిగే నగరం", "social"),
    ]
    diameter, _, cell, _ = entries
    phrases = phrasebook.load(resources() / "lesson" / "te.toml")
    substitution = Substitution(Glossary(entries, language="te"), phrases, "te")
    assert not substitution.fits_page("అతను ఒక వ్యాసం రాశాడు.")(diameter)
    assert substitution.fits_page("వృత్తం వ్యాసం ఏడు.")(diameter)
    assert substitution.fits_page("కణం చిన్నది.")(cell)
    assert not substitution.fits_page("రాజధాని లో ఒక కణం లేదు.")(cell)


def test_a_rare_word_too_is_explained_only_in_the_sense_of_the_page() -> None:
    air = Entry("atmosphere", "", "the layer of air around the earth", "science")
    entries = (air, Entry("nitrogen", "", "a gas", "science"), Entry("election", "", "a vote", "social"))
    phrases = phrasebook.load(resources() / "lesson" / "en.toml")
    substitution = Substitution(Glossary(entries, language="en", everyday=("the",)), phrases, "en")
    assert substitution.fits_page("There is nitrogen in the atmosphere.")(air)
    assert not substitution.fits_page("The atmosphere after the election was tense.")(air)


@pytest.mark.parametrize(
    ("sentence", "easier"),
    [
        ("राम तथा श्याम गए।", "राम और श्याम गए।"),
        ("वह गाता है तथा सड़क और नाली बनवाता है।", "वह गाता है तथा सड़क और नाली बनवाता है।"),
    ],
)
def test_no_second_and_is_put_beside_the_first(sentence: str, easier: str) -> None:
    entries = [Entry("तथा", "और", "साथ में", "general")]
    glossary = Glossary(entries, language="hi", everyday=["और"])
    hindi = Substitution(glossary, phrasebook.load(resources() / "lesson" / "hi.toml"), "hi")
    assert hindi.replace(sentence) == easier


def real(language: str) -> Substitution:
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, phrases.forms.endings)
    return Substitution(glossary, phrases, language)


@pytest.mark.parametrize(
    ("language", "sentence", "easiest"),
    [
        ("en", "Sandy soil permits water to pass.", "Sandy soil allows water to pass."),
        ("en", "Their dwelling is adjacent to a dense forest.", "Their home is next to a thick forest."),
        ("en", "Windmills generate electricity.", "Windmills make electricity."),
        ("en", "It was known as the fort of Agra.", "It was called the fort of Agra."),
        ("en", "The Earth rotates on its axis.", "The Earth spins on its axis."),
        ("en", "Ensure that the switch is off.", "Make sure that the switch is off."),
        ("hi", "विद्युत धारा तार में प्रवाहित होती है।", "विद्युत धारा तार में बहती है।"),
        ("hi", "उसने युद्ध का परित्याग कर दिया।", "उसने युद्ध को छोड़ दिया।"),
        ("hi", "हल्के रंग के वस्त्र पहनो।", "हल्के रंग के कपड़े पहनो।"),
        ("hi", "दिल्ली यमुना के तट पर स्थित है।", "दिल्ली यमुना के किनारे है।"),
    ],
)
def test_the_easiest_level_replaces_more_words(language: str, sentence: str, easiest: str) -> None:
    substitution = real(language)
    assert substitution.replace(sentence) == sentence
    assert substitution.replace(sentence, thorough=True) == easiest


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He got a permit to enter."),
        ("en", "The attempt to climb it was a failure."),
        ("en", "The manufacture of paper needs water."),
        ("en", "Mercury is a dense liquid."),
        ("en", "Akbar established peace in the kingdom."),
        ("en", "Energy is conserved."),
        ("en", "Many words derive from Sanskrit."),
        ("en", "An annual plant lives for one year."),
        ("en", "The injured were taken away."),
        ("en", "He was possessed by a spirit."),
        ("en", "Once upon a time there was a king."),
        ("en", "New trees took the place of the old ones."),
        ("en", "The plants took place of the old trees."),
        ("hi", "वर्षा जल को जमा करो।"),
        ("hi", "आंदोलन का प्रारंभ 1942 में हुआ।"),
        ("hi", "वह वीरगति को प्राप्त हुआ।"),
        ("hi", "सरल रेखा पर दो बिंदु हैं।"),
        ("hi", "वस्त्र उद्योग बढ़ रहा है।"),
        ("hi", "उनमें से प्रत्येक को फल मिला।"),
        ("hi", "मृत्यु दर घट गई।"),
    ],
)
def test_the_easiest_level_too_leaves_words_that_belong_to_something_larger(language: str, sentence: str) -> None:
    assert real(language).replace(sentence, thorough=True) == sentence
