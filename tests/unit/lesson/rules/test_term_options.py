from __future__ import annotations

from app.lesson.rules.glossary import Entry, Glossary
from app.lesson.rules.term_options import TermOptions, same_shape

_ENTRIES = [
    Entry("evaporation", "", "the change of a liquid into vapour", "science", kind="change"),
    Entry("evaporate", "", "to change into vapour", "science"),
    Entry("condensation", "", "the change of vapour into a liquid", "science", kind="change"),
    Entry("soluble", "", "that mixes into a liquid", "science"),
    Entry("friction", "", "the force that slows moving things", "science", kind="change"),
    Entry("erosion", "", "the wearing away of soil", "science", kind="change"),
    Entry("gravity", "", "the pull of the earth", "science", kind="change"),
    Entry("vapours", "", "the gases that evaporation makes", "science", kind="change"),
    Entry("inertia", "", "how bodies keep at rest", "science", kind="change"),
    Entry("chlorophyll", "", "the green colour of leaves", "science", kind="plant part"),
    Entry("magnetism", "", "what a magnet does", "science"),
    Entry("parliament", "", "the people who make laws", "social"),
    Entry("digest", "", "to break food down", "science"),
]
_TERMS = TermOptions(Glossary(_ENTRIES, language="en"), frozenset({"that"}))


def wrong(answer: str, question: str = "It is called ____.", page: str = "", *preferred: str) -> set[str]:
    found = _TERMS.wrong_answers(answer, question, page_text=page, preferred=dict.fromkeys(preferred, ""))
    return set(found or ())


def test_wrong_answers_are_terms_of_the_same_kind() -> None:
    assert wrong("evaporation") <= {"condensation", "friction", "erosion", "gravity", "inertia"}
    assert len(wrong("evaporation")) == 3


def test_no_question_is_asked_where_no_terms_of_the_kind_are_known() -> None:
    assert wrong("chlorophyll") == set()
    assert wrong("magnetism") == set()
    assert wrong("nayaka") == set()


def test_a_term_without_a_kind_is_not_asked_for_since_the_terms_of_a_page_may_be_of_any() -> None:
    assert wrong("nayaka", "It is called ____.", "", "zamindar", "ryot", "Utkal Day") == set()
    assert wrong("evaporation", "It is called ____.", "", "zamindar", "ryot", "subedar").isdisjoint(
        {"ryot", "zamindar"}
    )


def test_an_option_that_holds_another_is_not_distinct_from_it() -> None:
    names = ["দ্বীপ", "ব-দ্বীপ", "মালভূমি", "আগ্নেয়গিরি"]
    meanings = ["জলে ঘেরা জমি", "মোহনার পলিমাটি", "উঁচু সমতল", "লাভা ওঠা পাহাড়"]
    entries = [Entry(name, "", said, "social", kind="landform") for name, said in zip(names, meanings, strict=True)]
    for answer in names[:2]:
        terms = TermOptions(Glossary(entries, language="bn"), frozenset())
        assert terms.wrong_answers(answer, "এটি একটি ____।", page_text="", preferred={}) is None


def test_a_page_term_of_another_known_kind_is_no_option() -> None:
    assert "chlorophyll" not in wrong("evaporation", "It is called ____.", "", "chlorophyll")


def test_an_inflected_answer_does_not_stand_beside_dictionary_forms() -> None:
    entry = Entry("artery", "", "a pipe for blood", "science", (("arteries", ""),), kind="organ")
    others = [Entry(name, "", f"what {name} is", "science", kind="organ") for name in ("lungs", "bones", "nerves")]
    terms = TermOptions(Glossary([entry, *others], language="en"), frozenset())
    assert terms.wrong_answers("arteries", "They are ____.", page_text="", preferred={}) is None


def test_terms_that_stand_on_the_page_are_used_only_where_the_page_defines_them_differently() -> None:
    assert wrong("evaporation", page="gravity pulls and friction slows, inertia keeps") == set()
    assert "gravity" in wrong("evaporation", "It is called ____.", "gravity pulls, inertia keeps", "gravity")


def test_what_the_question_names_is_no_option() -> None:
    assert wrong("evaporation", "Friction, inertia and gravity are no ____.") == set()


def test_a_page_term_of_another_part_of_speech_is_no_option() -> None:
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


def test_a_word_that_means_the_same_is_no_option() -> None:
    entries = [
        Entry("प्रसिद्ध", "", "जिसे बहुत लोग जानते हों", "social", kind="quality"),
        Entry("विख्यात", "", "जिसे बहुत सारे लोग जानते हों", "social", kind="quality"),
        Entry("नामवर", "", "जिसे लोग बहुत जानते हैं", "social", kind="quality"),
        Entry("दयालु", "", "जो दूसरों की मदद करे", "social", kind="quality"),
        Entry("बलवान", "", "जिसमें ताक़त अधिक हो", "social", kind="quality"),
        Entry("चतुर", "", "समझ से काम करने वाला", "social", kind="quality"),
    ]
    terms = TermOptions(Glossary(entries, language="hi"), frozenset())
    found = terms.wrong_answers("प्रसिद्ध", "वह ____ है।", page_text="", preferred={})
    assert set(found or ()) == {"दयालु", "बलवान", "चतुर"}


def test_a_term_whose_meaning_the_question_tells_is_no_option() -> None:
    told = wrong("evaporation", "The wearing away of the soil by water is called ____.")
    assert told
    assert "erosion" not in told


def test_a_page_term_that_the_page_explains_alike_is_no_option() -> None:
    question = "The change of a liquid into gas is called ____."
    alike = {"vaporisation": "Vaporisation is the change of a liquid into gas."}
    found = _TERMS.wrong_answers("evaporation", question, page_text="", preferred=alike)
    assert found
    assert "vaporisation" not in found


def test_a_term_that_means_the_reverse_is_an_option() -> None:
    told = {"condensation": "The change of vapour into a liquid is called condensation."}
    question = "The change of a liquid into vapour is called ____."
    found = _TERMS.wrong_answers("evaporation", question, page_text="", preferred=told)
    assert found
    assert "condensation" in found


def test_a_term_of_unknown_kind_never_stands_beside_one_of_a_known_kind() -> None:
    assert wrong("chlorophyll", "It is called ____.", "", "opaque body", "iron rod", "metal plate") == set()


def test_signs_that_join_letters_are_no_letters_of_a_stem() -> None:
    terms = TermOptions(Glossary([], language="hi"), frozenset())
    assert not terms.gives_away("प्रकाश संश्लेषण", "भोजन बनाने की प्रक्रिया को ____ कहते हैं।")
    assert terms.gives_away("प्रकाश संश्लेषण", "प्रकाश में भोजन बनाने को ____ कहते हैं।")
    assert terms.related("ग्रहण", "ग्रहणों")
    assert terms.related("वाष्पन", "वाष्पीकरण")
