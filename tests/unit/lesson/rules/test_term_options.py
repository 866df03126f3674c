from __future__ import annotations

from app.lesson.rules.glossary import Entry, Glossary
from app.lesson.rules.term_options import TermOptions, same_shape

_ENTRIES = [
    Entry("evaporation", "", "the change of a liquid into vapour", "science"),
    Entry("evaporate", "", "to change into vapour", "science"),
    Entry("condensation", "", "the change of vapour into a liquid", "science"),
    Entry("soluble", "", "that mixes into a liquid", "science"),
    Entry("friction", "", "the force that slows moving things", "science"),
    Entry("erosion", "", "the wearing away of soil", "science"),
    Entry("gravity", "", "the pull of the earth", "science"),
    Entry("vapours", "", "the gases that evaporation makes", "science"),
    Entry("parliament", "", "the people who make laws", "social"),
    Entry("digest", "", "to break food down", "science"),
]
_TERMS = TermOptions(Glossary(_ENTRIES, language="en"), frozenset({"that"}))


def wrong(answer: str, question: str = "It is called ____.", page: str = "", *preferred: str) -> set[str]:
    found = _TERMS.wrong_answers(answer, question, page_text=page, preferred=preferred, subject="science")
    return set(found or ())


def test_wrong_answers_are_nouns_of_the_same_subject() -> None:
    assert wrong("evaporation") <= {"condensation", "friction", "erosion", "gravity"}
    assert len(wrong("evaporation")) == 3


def test_terms_that_stand_on_the_page_are_used_only_where_the_page_defines_them_differently() -> None:
    assert wrong("evaporation", page="gravity pulls and friction slows") == set()
    assert "gravity" in wrong("evaporation", "It is called ____.", "gravity pulls", "gravity")


def test_what_the_question_names_is_no_option() -> None:
    assert wrong("evaporation", "Friction and gravity are no ____.") == set()


def test_a_page_term_of_another_kind_is_no_option() -> None:
    assert "soluble" not in wrong("evaporation", "It is called ____.", "", "soluble", "digest")


def test_words_of_one_family_give_the_answer_away() -> None:
    assert _TERMS.gives_away("evaporation", "When water evaporates, it is called ____.")
    assert not _TERMS.gives_away("friction", "When water evaporates, it is called ____.")


def test_options_look_alike() -> None:
    assert same_shape("leaf", "root", "en")
    assert not same_shape("leaf", "roots", "en")
    assert not same_shape("leaf", "Root", "en")
    assert not same_shape("DNA", "cell", "en")
    assert not same_shape("ox", "photosynthesis", "en")
