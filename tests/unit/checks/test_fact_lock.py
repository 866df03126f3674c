# ruff: noqa: E501 - one case, one line
from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks import fact_lock
from app.domain import languages
from app.domain.lessons import Change, FactKind, Finding, Severity
from tests.unit.checks import textbook

SPOILED = textbook.spoiled()
UNHARMED = textbook.unharmed()


def _values(text: str, language: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.unit) for fact in fact_lock.facts(text, language)]


def _told(source: str, result: str, language: str, result_language: str | None = None) -> list[tuple[str, ...]]:
    findings = fact_lock.compare(source, result, language=language, result_language=result_language)
    return [(f.severity.value, f.kind.value, f.change.value, f.source, f.result) for f in findings]


def test_there_is_enough_to_spoil_in_every_language() -> None:
    assert len(textbook.sentences()) >= 100
    assert {language for _, language, _, _ in SPOILED} == set(languages.codes())
    assert {kind for kind, *_ in SPOILED} == {"negation", "word", "unit", "date", "formula", "digits", "dropped"}


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in SPOILED}))
def test_every_spoiled_sentence_is_caught(kind: str) -> None:
    missed = [
        (before, after)
        for made, language, before, after in SPOILED
        if made == kind and not fact_lock.compare(before, after, language=language)
    ]
    assert missed == []


@pytest.mark.parametrize("kind", ["negation", "digits", "dropped", "unit", "date"])
def test_spoiled_facts_are_red_or_at_least_never_green(kind: str) -> None:
    amber = [
        after
        for made, language, before, after in SPOILED
        if made == kind
        and not any(f.severity is Severity.RED for f in fact_lock.compare(before, after, language=language))
    ]
    assert amber == []


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in UNHARMED}))
def test_the_same_facts_in_other_words_are_green(kind: str) -> None:
    alarms = [
        (before, after, findings)
        for made, language, before, after in UNHARMED
        if made == kind and (findings := fact_lock.compare(before, after, language=language))
    ]
    assert alarms == []


@pytest.mark.parametrize(("language", "sentence"), textbook.sentences())
def test_facts_stand_where_they_say(language: str, sentence: str) -> None:
    for fact in fact_lock.facts(sentence, language):
        assert sentence[fact.start : fact.end] == fact.text
        assert fact.text.strip() == fact.text != ""


@given(st.sampled_from(textbook.sentences()), st.sampled_from(textbook.sentences()), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_compared_with_any_other(one: tuple[str, str], other: tuple[str, str], crossed: bool) -> None:
    (language, source), (result_language, result) = one, other
    found = fact_lock.compare(source, result, language=language, result_language=result_language if crossed else None)
    assert all(isinstance(finding, Finding) and finding.severity is not Severity.GREEN for finding in found)
    assert fact_lock.compare(source, source, language=language) == ()


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(languages.codes()))
@settings(deadline=None)
def test_no_text_breaks_the_lock(source: str, result: str, language: str) -> None:
    fact_lock.compare(source, result, language=language)
    for fact in fact_lock.facts(source, language):
        assert source[fact.start : fact.end] == fact.text


@given(st.integers(0, 10**9), st.sampled_from(languages.LANGUAGES), st.sampled_from(["km", "kg", "°C", ""]))
@settings(deadline=None)
def test_a_number_is_the_same_in_every_digit_system_and_grouping(
    number: int, language: languages.Language, unit: str
) -> None:
    native = "".join(chr(language.zero + int(digit)) for digit in str(number))
    source, result = f"x {number} {unit} y", f"x {native} {unit} y"
    assert fact_lock.compare(source, result, language=language.code) == ()
    assert fact_lock.compare(source, f"x {number:,} {unit} y", language=language.code) == ()
    assert _told(source, f"x {number + 1} {unit} y", language.code) != []


@given(st.integers(1, 99), st.integers(1, 99))
@settings(deadline=None)
def test_every_changed_number_is_told(before: int, after: int) -> None:
    told = _told(f"The tank holds {before} litres.", f"The tank holds {after} litres.", "en")
    expected = [("red", "number", "changed", f"{before} litres", f"{after} litres")]
    assert told == ([] if before == after else expected)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "twenty-five km", [("25", "km")]),
        ("en", "two thousand five hundred and six boys", [("2506", "")]),
        ("en", "two and a half hours", [("5/2", "h")]),
        ("en", "three quarters, two-thirds, one third and half", [("3/4", ""), ("2/3", ""), ("1/3", ""), ("1/2", "")]),
        ("en", "a dozen eggs, twice a day", [("12", ""), ("2", "")]),
        ("en", "1.5 crore and 5 lakh people", [("15000000", ""), ("500000", "")]),
        ("en", "1 lakh 25 thousand", [("125000", "")]),
        ("en", "the twenty-first century", [("21", "century")]),
        ("en", "½ cup, 2½ cups, 3/4 cup, 1 3/4 cups, 0.75", [("1/2", ""), ("5/2", ""), ("3/4", ""), ("7/4", ""), ("3/4", "")]),
        ("en", "10^5 and 10⁵", [("10^5", ""), ("10^5", "")]),
        ("en", "-5 °C, −5°C and minus 5 °C", [("-5", "degC")] * 3),
        ("en", "10-15 cm, 10 to 15 cm", [("10", "cm"), ("15", "cm")] * 2),
        ("en", "at 10:30 a.m. in the ratio 2 : 3", [("10:30", "am"), ("2:3", "")]),
        ("en", "12cm, 12 cm, 12-cm and 12 cm²", [*[("12", "cm")] * 3, ("12", "cm2")]),
        ("en", "60 km/h, 60 kilometres per hour, 60 kmph", [("60", "km/h")] * 3),
        ("en", "5 square metres, 5 sq. m and 5 m²", [("5", "m2")] * 3),
        ("en", "100 degrees Celsius, 100 °C, 100 ℃, 100 degree C", [("100", "degC")] * 4),
        ("en", "Rs. 50, Rs 50, ₹50, ₹ 50, 50 rupees, 50/-", [("50", "INR")] * 6),
        ("en", "₹50 per kg", [("50", "INR/kg")]),
        ("en", "15 August 1947; August 15, 1947; 15th August 1947", [("15-8", "date"), ("1947", "")] * 3),
        ("en", "in August 1947, 300 BC", [("8", "date"), ("1947", ""), ("300", "BC")]),
        ("en", "12.5.2024 and 2024-05-12 but 31.31.2024", [("12-5", "date"), ("2024", ""), ("2024", ""), ("12-5", "date"), ("31.31.2024", "")]),
        ("en", "Class VI, Class IX", [("6", ""), ("9", "")]),
        ("en", "vitamin D3, A4, 3D, 1990s", [("D3", ""), ("A4", ""), ("3D", ""), ("1990s", "")]),
        ("en", "1/0 is undefined", [("1/0", "")]),
        ("en", "five and six, 2, 3, 5 and 7", [("5", ""), ("6", ""), ("2", ""), ("3", ""), ("5", ""), ("7", "")]),
        ("en", "5 second-hand books in 5 seconds", [("5", "s"), ("5", "s")]),
        ("en", "half an hour, a quarter of a litre", [("1/2", "h"), ("1/4", "l")]),
        ("en", "half a dozen, two dozen, two half", [("6", ""), ("24", ""), ("2", ""), ("1/2", "")]),
        ("en", "five lakh crore, two thousand five lakh", [("5000000000000", ""), ("2000", ""), ("500000", "")]),
        ("en", "2 thousand 5 lakh, two hundred hundred", [("2000", ""), ("500000", ""), ("200", ""), ("100", "")]),
        ("en", "two third, two hundred three hundred", [("2", ""), ("3", ""), ("200", ""), ("300", "")]),
        ("en", "I am in Class V; no one and one another wait at first", [("5", "")]),
        ("en", "the twenty-first second, a third five", [("21", "s"), ("3", ""), ("5", "")]),
        ("en", "on 15-Aug-1947, Aug. 15", [("15-8", "date"), ("1947", ""), ("15-8", "date")]),
        ("en", "measured in metres", [("", "m")]),
        ("en", "50 per cent, 50 percent, 50%", [("50", "%")] * 3),
        ("hi", "पच्चीस, पाँच सौ पच्चीस, एक लाख", [("25", ""), ("525", ""), ("100000", "")]),
        ("hi", "डेढ़ लाख, ढाई, साढ़े तीन, सवा दो, पौने चार, सवा सौ", [("150000", ""), ("5/2", ""), ("7/2", ""), ("9/4", ""), ("15/4", ""), ("125", "")]),
        ("hi", "आधा लीटर, दो तिहाई, तीन चौथाई", [("1/2", "l"), ("2/3", ""), ("3/4", "")]),
        ("hi", "दो साढ़े तीन, दोगुना, चौगुनी, पैंतालीसगढ़ दो", [("2", ""), ("7/2", ""), ("2", ""), ("4", ""), ("पैंतालीसगढ", ""), ("2", "")]),
        ("ta", "ஆயிரம் இரண்டாயிரம், 12 பத்து", [("1000", ""), ("2000", ""), ("12", ""), ("10", "")]),
        ("hi", "5वीं कक्षा, पाँचवीं कक्षा", [("5", ""), ("5", "")]),
        ("hi", "१० से १५ से.मी., 20 कि. मी. प्रति घंटा", [("10", "cm"), ("15", "cm"), ("20", "km/h")]),
        ("hi", "100 डिग्री सेल्सियस, किलो मीटर 5 किलो मीटर", [("100", "degC"), ("", "m"), ("5", "km")]),
        ("hi", "ई.पू. 300, 300 ई.पू.", [("300", "BC"), ("300", "BC")]),
        ("hi", "5 वर्ग मीटर, 5 घन सेमी, ऋण 5", [("5", "m2"), ("5", "cm3"), ("-5", "")]),
        ("hi", "पन्द्रह, पंद्रह, पांच, चालिस", [("15", ""), ("15", ""), ("5", ""), ("40", "")]),
        ("mr", "दोनशे पन्नास, अडीच तास, सहावी, साडेतीन", [("250", ""), ("5/2", "h"), ("6", "")]),
        ("bn", "পাঁচটি, নয়টি, সাড়ে তিন, তিনশো, ৫ লাখ টাকা", [("5", ""), ("9", ""), ("7/2", ""), ("300", ""), ("500000", "INR")]),
        ("gu", "પાંચમું, બસો, અઢી, પચ્ચીસ", [("5", ""), ("200", ""), ("5/2", ""), ("25", "")]),
        ("pa", "ਪੰਜਵੀਂ, ਦੋ ਸੌ, ਢਾਈ", [("5", ""), ("200", ""), ("5/2", "")]),
        ("or", "ପାଞ୍ଚଟି, ଦୁଇଶହ, ପଚିଶ", [("5", ""), ("200", ""), ("25", "")]),
        ("ta", "௨௰௩, ௱, ௲, இருபத்தைந்து, ஐந்தாவது, இரண்டாயிரம்", [("23", ""), ("100", ""), ("1000", ""), ("25", ""), ("5", ""), ("2000", "")]),
        ("ta", "5 லட்சம், இருபத்து மூன்று", [("500000", ""), ("23", "")]),
        ("te", "ఇరవై ఐదు, ఐదవ, మూడు వందలు, ఐదు వేల", [("25", ""), ("5", ""), ("300", ""), ("5000", "")]),
        ("kn", "ಇಪ್ಪತ್ತೈದು, ಐದನೇ, ಎರಡು ಸಾವಿರ", [("25", ""), ("5", ""), ("2000", "")]),
        ("ml", "ഇരുപത്തിയഞ്ച്, ഇരുപത്തഞ്ച്, അഞ്ചാം, രണ്ടായിരം", [("25", ""), ("25", ""), ("5", ""), ("2000", "")]),
    ],
)  # fmt: skip
def test_quantities_are_read_by_value(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [value for value in _values(text, language) if value != ("not", "")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H2O and H₂O", ["H2O", "H2O"]),
        ("NaCl, CO₂, Ca(OH)₂, SO₄²⁻, KOH", ["NaCl", "CO2", "Ca(OH)2", "SO4^2-", "KOH"]),
        ("2H₂ + O₂ → 2H₂O", ["2H2+O2→2H2O"]),
        ("2H2 + O2 -> 2H2O", ["2H2+O2→2H2O"]),
        ("E = mc², so E=mc^2", ["E=mc^2", "E=mc^2"]),
        ("a² + b² = c²", ["a^2+b^2=c^2"]),
        ("x + 5 = 12", ["x+5=12"]),
        ("3 + 4 = 7", ["3+4=7"]),
        ("AB = 5 cm", ["AB=5 cm "]),
        ("∠ABC = 60°", ["∠ABC=60 deg "]),
        ("Area = length × breadth", ["=", "*"]),
        ("चाल = दूरी ÷ समय", ["=", "÷"]),
        ("Take (x − 3)(x + 2) = 0", ["(x-3(x+2=0"]),
        ("It is a UNICEF report by NASA and USA; I am in no hurry, He said", []),
        ("the area is πr²", ["πr^2"]),
    ],
)
def test_formulas_are_read_whole(text: str, expected: list[str]) -> None:
    found = [fact.value for fact in fact_lock.facts(text, "en") if fact.kind is FactKind.FORMULA]
    assert found == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It isn't, cannot, won’t, never, nor; without non-living things", 7),
        ("en", "No. 5 is nothing like an unknown knot", 1),
        ("hi", "नहीं, न, मत, बिना, रंगरहित; ध्यान", 5),
        ("mr", "नाही, नका, नसतात, पाण्याशिवाय, नव्हते; याशिवाय", 5),
        ("bn", "না, নেই, করেনি, যায়নি, এটি ধাতু নয়; তিনি চিনি পানি আপনি", 5),
        ("gu", "નથી, નહીં, વગર, નહોતું; નાનું", 4),
        ("pa", "ਨਹੀਂ, ਬਿਨਾਂ, ਨਾ; ਨਾਮ", 3),
        ("or", "ନାହିଁ, ନୁହେଁ, କରେନାହିଁ, ନଥିଲା", 4),
        ("ta", "இல்லை, அல்ல, கரையாது, செய்யாமல், பெய்யவில்லை, நிறமற்ற, கரையாத; காது தாது இரண்டாவது", 7),
        ("te", "లేదు, కాదు, కరగదు, చేయలేదు, లేకుండా; ఐదు ముందు లేదా", 5),
        ("kn", "ಇಲ್ಲ, ಅಲ್ಲ, ಕರಗುವುದಿಲ್ಲ, ಬಾರದು, ಮಾಡಲಿಲ್ಲ; ಜಿಲ್ಲೆ ಎಲ್ಲ ಮಾಡುತ್ತದೆ", 5),
        ("ml", "ഇല്ല, അല്ല, ലയിക്കുന്നില്ല, അലിയാത്ത, തൊടരുത്, ലോഹമല്ല; ജില്ല നല്ല", 6),
    ],
)
def test_negations_are_found_inside_verbs_too(language: str, text: str, expected: int) -> None:
    found = [fact for fact in fact_lock.facts(text, language) if fact.value == "not"]
    assert len(found) == expected, [fact.text for fact in found]


@pytest.mark.parametrize(
    ("language", "source", "result", "expected"),
    [
        ("en", "It is not hot.", "It is hot.", [("red", "negation", "missing", "not", "")]),
        ("en", "It is hot.", "It isn't hot.", [("red", "negation", "added", "", "isn't")]),
        ("en", "The wire is 12 cm.", "The wire is 12 m.", [("red", "unit", "changed", "12 cm", "12 m")]),
        ("en", "The wire is 12 cm.", "The wire is 12.", [("red", "unit", "changed", "12 cm", "12")]),
        ("en", "The wire is 12 cm.", "The wire is 21 cm.", [("red", "number", "changed", "12 cm", "21 cm")]),
        ("en", "The wire is 12 cm.", "The wire is long.", [("red", "unit", "missing", "12 cm", "")]),
        ("en", "It rained.", "It rained for 5 days.", [("red", "unit", "added", "", "5 days")]),
        ("en", "He has three cows.", "He has cows.", [("red", "number", "missing", "three", "")]),
        ("en", "He has one cow.", "He has two cows.", [("red", "number", "changed", "one", "two")]),
        ("en", "On 15 August we sing.", "On 16 August we sing.", [("red", "date", "changed", "15 August", "16 August")]),
        ("en", "Water is H2O.", "Water is HO2.", [("red", "formula", "changed", "H2O", "HO2")]),
        ("en", "Solve x + 5 = 12.", "Solve it.", [("red", "formula", "missing", "x + 5 = 12", "")]),
        ("en", "He has 3 cows and 5 goats.", "He has 3 cows and 3 goats.", [("red", "number", "changed", "5", "3")]),
        ("en", "He has 3 cows and 5 goats.", "He has 5 cows and 3 goats.", [("amber", "number", "changed", "3", "5")]),
        ("en", "Ram is 5 and Sita is 7.", "Ram is 7 and Sita is 5.", [("amber", "number", "changed", "5", "7")]),
        ("en", "Cut 3 cm of wire, then 5 cm of rope.", "Cut 5 cm of rope, then 3 cm of wire.", []),
        ("en", "The 5 boys ran.", "The 5 boys ran. The 5 boys won.", []),
        ("en", "Whales are not fish; sharks are fish.", "Whales are fish; sharks are not fish.", [
            ("amber", "negation", "changed", "Whales are not fish; sharks", "sharks are not fish"),
        ]),
        ("hi", "पानी नहीं है।", "पानी है।", [("red", "negation", "missing", "नहीं", "")]),
        ("hi", "एक बार राम गया।", "राम गया।", [("amber", "number", "not_checked", "एक", "")]),
        ("hi", "राम एक लड़का है।", "राम लड़का है, एक अच्छा लड़का।", []),
        ("ta", "அது நீரில் கரையாது.", "அது நீரில் கரையும்.", [("red", "negation", "missing", "கரையாது", "")]),
        ("hi", "पहली कक्षा", "दूसरी कक्षा", [("red", "number", "changed", "पहली", "दूसरी")]),
        ("hi", "राम को दो।", "राम को लो।", [("amber", "number", "not_checked", "दो", "")]),
        ("hi", "राम को दो फल दो।", "राम को फल दो।", [("amber", "number", "not_checked", "दो", "")]),
        ("ta", "அது ஆறு ஆகும்.", "அது நதி ஆகும்.", [("amber", "number", "not_checked", "ஆறு", "")]),
        ("te", "ఉప్పు కరగవు.", "ఉప్పు కరుగుతాయి.", [("amber", "negation", "not_checked", "కరగవు", "")]),
        ("te", "ఉప్పు కరుగుతాయి.", "ఉప్పు కరగవు.", [("amber", "negation", "not_checked", "", "కరగవు")]),
        ("te", "ఉప్పు కరగవు.", "ఉప్పు, ఉప్పు కరగవు.", []),
    ],
)  # fmt: skip
def test_the_reviewer_is_told_what_became_of_a_fact(
    language: str, source: str, result: str, expected: list[tuple[str, ...]]
) -> None:
    assert _told(source, result, language) == expected


@pytest.mark.parametrize("text", ["पैंतालिसाँ लोग", "इक्यावनवें", "छियालीसगुणित"])
def test_a_number_word_that_cannot_be_read_is_amber_when_it_goes(text: str) -> None:
    told = _told(f"वहाँ {text} आए।", "वहाँ लोग आए।", "hi")
    assert told
    assert fact_lock.compare(f"वहाँ {text} आए।", f"वहाँ {text}, आए।", language="hi") == ()


def test_a_text_without_a_stop_is_not_called_checked() -> None:
    (finding,) = fact_lock.compare("a 1 " * 5000, "a 2 " * 5000, language="en")
    assert (finding.severity, finding.change, finding.reason) == (Severity.AMBER, Change.NOT_CHECKED, "too_long")


def test_an_unreadable_number_word_names_the_reason() -> None:
    (finding,) = fact_lock.compare("वहाँ पैंतालीसगढ़ था।", "वहाँ गढ़ था।", language="hi")
    assert finding.change is Change.NOT_CHECKED
    assert finding.reason == "unknown_number_word"
    assert finding.severity is Severity.AMBER


@pytest.mark.parametrize(
    ("source", "result", "result_language", "expected"),
    [
        ("Water boils at 100 °C.", "पानी 100 डिग्री सेल्सियस पर उबलता है।", "hi", []),
        ("The farmer has twenty-five cows.", "किसान के पास पच्चीस गायें हैं।", "hi", []),
        ("India became free on 15 August 1947.", "இந்தியா 1947 ஆகஸ்ட் 15 அன்று விடுதலை பெற்றது.", "ta", []),
        ("Sound does not travel in empty space.", "ध्वनि निर्वात में नहीं चलती।", "hi", []),
        ("A boy came.", "एक लड़का आया।", "hi", []),
        ("One boy came.", "लड़का आया।", "hi", []),
        ("Ram has 3 cows and 5 goats.", "राम के पास 5 बकरियाँ और 3 गायें हैं।", "hi", []),
        ("He solved 231 sums.", "उसने 239 सवाल हल किए।", "hi", [("red", "number", "changed", "231", "239")]),
        ("It is not hot.", "यह गरम है।", "hi", [("amber", "negation", "missing", "not", "")]),
        ("It is hot.", "यह गरम नहीं है।", "hi", [("amber", "negation", "added", "", "नहीं")]),
        ("Salt dissolves.", "ఉప్పు కరగవు.", "te", [("amber", "negation", "not_checked", "", "కరగవు")]),
    ],
)
def test_a_translation_is_compared_by_value(
    source: str, result: str, result_language: str, expected: list[tuple[str, ...]]
) -> None:
    assert _told(source, result, "en", result_language) == expected


def test_composed_and_decomposed_letters_are_one() -> None:
    text = "पाँच हज़ार रुपये, ढाई किलोमीटर"
    assert _values(unicodedata.normalize("NFD", text), "hi") == _values(text, "hi") == [("5000", "INR"), ("5/2", "km")]


def test_a_row_of_digits_as_long_as_a_page_is_no_danger() -> None:
    number = "7" * 4400
    assert fact_lock.compare(f"It is {number}.", f"It is, {number}.", language="en") == ()
    assert _told(f"It is {number}.", "It is.", "en") == [("red", "number", "missing", number, "")]


@pytest.mark.parametrize(("kind", "language", "before", "after"), textbook.pairs())
def test_a_pair_gets_the_light_it_deserves(kind: str, language: str, before: str, after: str) -> None:
    findings = fact_lock.compare(before, after, language=language)
    lights = {finding.severity for finding in findings}
    if kind == "same":
        assert findings == ()
    else:
        assert (Severity.RED if kind == "harm" else Severity.AMBER) in lights
