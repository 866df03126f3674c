from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks import fact_lock, level_meter
from app.domain import sentences
from app.domain.lessons import Level, SentencePair
from app.lesson.rules import phrasebook
from app.lesson.rules.glossary import load_glossary
from app.lesson.rules.substitution import Substitution
from tests.lesson_pages import CODES, resources, sample_pages, writer

_SCRAPS = st.sampled_from(
    [
        "The heart, which pumps blood, is a muscle.",
        "India became free in 1947, and the Constitution came into force in 1950.",
        "It is approximately 12.5 km away, but nobody resides there.",
        "“We are free, and the land is ours,” he said.",
        "“Wait.",
        "Come here, and I will go.”",
        "Although the desert is hot in the day, it gets cold at night.",
        "H2O is water; NaCl is common salt.",
        "1.",
        "?!",
        "(a) Vast empires rose, and they fell.",
        "Read page 7.",
        "🌱🌱 plants grow",
        "नदी बहती है, लेकिन पानी कम है।",
        "שלום עולם",
    ]
)


def joined(pairs: tuple[SentencePair, ...]) -> str:
    return " ".join(result for pair in pairs for result in pair.results)


def simplify(text: str, language: str, level: Level) -> tuple[SentencePair, ...]:
    return writer().simplify(text, language=language, level=level)


def check(text: str, language: str) -> None:
    """All promises about easier text, for one passage."""
    measures = []
    for level in Level:
        pairs = simplify(text, language, level)
        assert tuple(pair.source for pair in pairs) == sentences.split(text, language)
        for pair in pairs:
            assert pair.results
            assert all(pair.results)
            assert fact_lock.compare(pair.source, " ".join(pair.results), language=language) == ()
        if level is Level.SAME:
            assert all(pair.results == (pair.source,) for pair in pairs)
        measure = level_meter.measure(joined(pairs), language, writer().rare(language))
        measures.append((measure.words_per_sentence, measure.rare_share or 0.0))
    for harder, easier in pairwise(measures):
        assert easier[0] <= harder[0] + 1e-9
        assert easier[1] <= harder[1] + 1e-9


@pytest.mark.parametrize("language", CODES)
def test_sample_pages_keep_every_promise(language: str) -> None:
    for page in sample_pages(language):
        for passage in page.passages:
            check(passage.text, language)
        check("\n\n".join(passage.text for passage in page.passages), language)


@settings(max_examples=60, deadline=None)
@given(st.lists(_SCRAPS, min_size=1, max_size=6).map(" ".join), st.sampled_from(["en", "hi", "ta"]))
def test_any_mixture_keeps_every_promise(text: str, language: str) -> None:
    check(text, language)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(CODES))
def test_any_text_at_all_keeps_every_promise(text: str, language: str) -> None:
    check(text, language)


@pytest.mark.parametrize("language", CODES)
def test_the_easier_levels_do_something_in_every_language(language: str) -> None:
    changed = {
        level: sum(
            pair.results != (pair.source,)
            for page in sample_pages(language)
            for passage in page.passages
            for pair in simplify(passage.text, language, level)
        )
        for level in Level
    }
    assert changed[Level.SAME] == 0
    assert 0 < changed[Level.EASIER] <= changed[Level.EASIEST]


@pytest.mark.parametrize("language", CODES)
def test_nothing_is_invented(language: str) -> None:
    """Every word of the result stands in the source, the glossary or the sentence patterns."""
    book = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, book.forms.endings)
    known = ["This is was because But", *(word.replace("|", " ") for word in book.clauses.relatives.values())]
    known += [word for join in book.clauses.joins for word in (join.start, *join.words)]
    for entry in glossary.entries:
        known.append(book.questions.explain.format(term=entry.term, meaning=entry.meaning))
        known += [entry.term, entry.easier, *(word for form in entry.forms for word in form)]
    allowed = {word.casefold() for text in known for word in sentences.words(text, language)} | {"a", "an"}
    for page in sample_pages(language):
        for passage in page.passages:
            for pair in simplify(passage.text, language, Level.EASIEST):
                source = {word.casefold() for word in sentences.words(pair.source, language)}
                for result in pair.results:
                    assert {word.casefold() for word in sentences.words(result, language)} <= source | allowed


def test_a_term_is_explained_once_and_not_where_the_page_explains_it() -> None:
    text = "The roots absorb water from the soil, and the stem carries it up. Nitrogen is in it. Nitrogen is in air."
    told = joined(simplify(text, "en", Level.EASIEST))
    assert told.count("“Nitrogen” means") == 1
    again = writer().simplify("Nitrogen is here. " + text, language="en", level=Level.EASIEST, before=text)
    assert "“Nitrogen” means" not in joined(again)
    defined = "The gas that makes up most of the air is called nitrogen. " + text
    assert "“Nitrogen” means" not in joined(simplify(defined, "en", Level.EASIEST))


def test_an_explanation_stands_in_brackets_behind_all_of_the_sentence_that_uses_the_term() -> None:
    text = "ભૂગર્ભજળ નીચે જઈ રહ્યું છે કારણ કે આપણે જરૂર કરતાં વધારે પાણી કાઢીએ છીએ."
    (pair,) = simplify(text, "gu", Level.EASIEST)
    assert pair.results == (
        "ભૂગર્ભજળ નીચે જઈ રહ્યું છે.",
        "આનું કારણ એ છે કે આપણે જરૂર કરતાં વધારે પાણી કાઢીએ છીએ.",
        "(ભૂગર્ભજળ એટલે જમીનની અંદરનું પાણી.)",
    )


@pytest.mark.parametrize(
    ("language", "text", "following"),
    [
        (
            "en",
            "The roots absorb water from the soil, and the stem carries it up. Nitrogen is in the air.",
            "It is the gas that there is most of in the air of the whole world, and nobody can see it.",
        ),
        ("mr", "अमरवेल ही परजीवी वनस्पती आहे, म्हणून ती स्वतःचे अन्न तयार करत नाही.", "ती झाडांवर वाढते."),
        (
            "ta",
            "நுண்ணுயிரி பாலை தயிராக மாற்றுகிறது, எனவே பால் கெட்டியாகிறது.",
            "நுண்ணுயிரிகள் மிகச் சிறிய உயிர்கள் என்பதால் அவற்றை நாம் வெறும் கண்ணால் பார்க்க இயலாது.",
        ),
    ],
)
def test_nothing_stands_between_a_sentence_and_the_one_that_points_at_it(
    language: str, text: str, following: str
) -> None:
    alone = simplify(text, language, Level.EASIEST)[-1].results
    assert alone[-1].startswith("(")  # there is room for an explanation
    *_, first, second = simplify(f"{text} {following}", language, Level.EASIEST)
    assert not any(part.startswith("(") for part in first.results)
    assert second.results[0] == following


def test_where_naming_a_rare_word_again_would_count_it_stands_in_brackets_in_the_sentence() -> None:
    text = (
        "The roots absorb nitrogen from the soil every day, and the stem carries it up to the leaves and to the fruit."
        " The air is all around us and it is very light."
    )
    first, _ = simplify(text, "en", Level.EASIEST)
    inside = "The roots take in nitrogen (the gas that makes up most of the air) from the soil every day."
    assert first.results[0] == inside
    compound = text.replace("nitrogen from", "nitrogen salts from")
    assert "(the gas" not in joined(simplify(compound, "en", Level.EASIEST))


@pytest.mark.parametrize("language", CODES)
def test_every_explanation_is_marked_as_one_and_is_one_sentence(language: str) -> None:
    book = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, book.forms.endings)
    substitution = Substitution(glossary, book, language)
    for entry in glossary.entries:
        if entry.is_term:
            told = substitution.explanation(entry)
            assert told[0] + told[-1] == "()"
            assert sentences.split(f"{told} {told}", language) == (told, told)


def test_a_word_is_not_explained_in_a_sense_that_the_page_does_not_speak_of() -> None:
    essay = "విద్యార్థి తన పాఠశాల గురించి ఒక వ్యాసం రాసి ఉపాధ్యాయుడికి ఎంతో సంతోషంగా ఇచ్చాడు."
    assert joined(simplify(essay, "te", Level.EASIEST)) == essay


def test_a_sentence_that_would_measure_harder_does_not_keep_the_others_from_being_split() -> None:
    text = (
        "Ashoka, who was the grandson of Chandragupta, became king in 268 BCE. About 21% of the air around us is"
        " oxygen, but plants do not use most of it."
    )
    _, second = simplify(text, "en", Level.EASIEST)
    assert "But plants do not use most of it." in second.results


def test_a_quotation_over_several_sentences_is_left_alone() -> None:
    text = (
        "“We resided in vast cities. They were huge, and they were ancient and far away from here. We left.” He wept."
    )
    pairs = simplify(text, "en", Level.EASIEST)
    assert [pair.results for pair in pairs[:3]] == [(pair.source,) for pair in pairs[:3]]


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "word", "12 13 14", "🙂" * 50, "مرحبا بالعالم", "a" * 5_000, ". . . .", "\x00\u200b\ufeff", "।।।"],
)
def test_odd_text_comes_back_as_it_is(text: str) -> None:
    for language in ("en", "hi", "ml"):
        pairs = simplify(text, language, Level.EASIEST)
        assert "".join(joined(pairs).split()) == "".join(text.split())


def test_a_sentence_repeated_a_thousand_times_stays_a_thousand_sentences() -> None:
    text = "India became free in 1947, and the Constitution came into force in 1950. " * 1000
    assert len(simplify(text, "en", Level.EASIEST)) == 1000


@pytest.mark.parametrize("scrap", ["the dog is big, and ", "है और ", "a=b ", "("])
def test_a_hundred_thousand_characters_without_a_sentence_come_back(scrap: str) -> None:
    text = scrap * (100_000 // len(scrap))
    for language in ("en", "hi"):
        pairs = simplify(text, language, Level.EASIEST)
        assert "".join("".join(pair.source for pair in pairs).split()) == "".join(text.split())


@pytest.mark.parametrize("level", [Level.EASIER, Level.EASIEST])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("mr", "ज्या रक्तवाहिन्या हृदयाकडून शरीराकडे रक्त नेतात त्यांना धमन्या म्हणतात."),
        ("pa", "ਫੁੱਲ ਦਾ ਨਰ ਭਾਗ ਪੁੰਕੇਸਰ ਅਖਵਾਉਂਦਾ ਹੈ।"),
        ("pa", "ਪੁੰਕੇਸਰ ਫੁੱਲ ਦਾ ਨਰ ਭਾਗ ਹੁੰਦਾ ਹੈ।"),
    ],
)
def test_what_the_page_says_of_a_term_is_not_said_again(language: str, text: str, level: Level) -> None:
    assert joined(writer().simplify(text, language=language, level=level)) == text


@pytest.mark.parametrize("level", [Level.EASIER, Level.EASIEST])
def test_a_clause_with_since_is_not_cut_off_and_at_most_stays_at_most(level: Level) -> None:
    text = "चूँकि भारत में 2011 में 121 करोड़ लोग थे, इसलिए यह दुनिया का बहुत बड़ा लोकतंत्र है।"
    (pair,) = writer().simplify(text, language="hi", level=level)
    assert sum(not result.startswith("(") for result in pair.results) == 1
    (pair,) = writer().simplify("लोकसभा में अधिकतम 552 सदस्य होते हैं।", language="hi", level=level)
    assert "सबसे ज़्यादा" not in " ".join(pair.results)


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("hi", "मिश्रधातु", "मिश्रधातु दो या अधिक धातुओं का मिश्रण है।"),
        ("gu", "મિશ્રધાતુ", "મિશ્રધાતુ બે કે વધુ ધાતુઓનું મિશ્રણ છે."),
        ("or", "ମିଶ୍ରଧାତୁ", "ମିଶ୍ରଧାତୁ ଦୁଇ ବା ଅଧିକ ଧାତୁର ମିଶ୍ରଣ ଅଟେ।"),
        ("te", "మిశ్రమ లోహం", "మిశ్రమ లోహం రెండు లేదా అంతకంటే ఎక్కువ లోహాల మిశ్రమం."),
        ("kn", "ಮಿಶ್ರಲೋಹ", "ಮಿಶ್ರಲೋಹವು ಎರಡು ಅಥವಾ ಹೆಚ್ಚು ಲೋಹಗಳ ಮಿಶ್ರಣವಾಗಿದೆ."),
    ],
)
def test_a_word_is_not_explained_behind_the_sentence_that_defines_it(language: str, term: str, sentence: str) -> None:
    (pair,) = writer().simplify(sentence, language=language, level=Level.EASIEST)
    assert pair.results[0] == sentence
    assert not any(told.startswith(f"({term} ") for told in pair.results[1:])


def test_whereas_does_not_become_a_second_while() -> None:
    both = "The drones do no work, whereas the workers never lay eggs while the queen is healthy."
    one = "The drones do no work, whereas the workers build the comb."
    easier = joined(writer().simplify(both, language="en", level=Level.EASIEST))
    assert "whereas the workers" in easier
    assert "while the workers" in joined(writer().simplify(one, language="en", level=Level.EASIEST))


def test_the_easiest_level_explains_words_that_the_easier_one_expects_known() -> None:
    text = (
        "Harshavardhan of Kannauj sent an envoy to Emperor Taizong in 641. Thanesar and Magadha were his at that time."
    )
    easier, easiest = (joined(simplify(text, "en", level)) for level in (Level.EASIER, Level.EASIEST))
    assert "Envoy" not in easier
    assert "(“Envoy” means someone sent by one ruler to another.)" in easiest


def test_a_note_waits_behind_a_sentence_that_speaks_of_the_one_with_the_word() -> None:
    text = (
        "সুন্দরবন আমাদের এই বড় পৃথিবীর সবচেয়ে বড় আর সুন্দর ম্যানগ্রোভ বন। এটি গঙ্গা নদীর মোহনায় দেশের একেবারে দক্ষিণ দিকে অবস্থিত।"
        " বাংলার বাঘ সেই বনের গভীরে অনেক দিন ধরে বাস করে আসছে।"
    )
    note = "(ম্যানগ্রোভ মানে সমুদ্রের ধারের নোনা কাদায় জন্মানো গাছ।)"
    easier, easiest = (simplify(text, "bn", level) for level in (Level.EASIER, Level.EASIEST))
    assert note not in joined(easier)
    assert [pair.results[-1] == note for pair in easiest] == [False, True, False]
    check(text, "bn")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bn", "গ্রামের সব মানুষ এই নলকূপ দিয়ে রোজ অনেক জল তোলে। মানুষ জল পেয়ে খুব খুশি হয়।"),
        ("mr", "किल्ल्यावर एक मोठी बाजारपेठ आणि गंगासागर नावाचा तलाव आहे. लोक तेथे रोज येत असत."),
        ("gu", "તેમણે આખા જીવનમાં હિંસાનો ક્યારેય કોઈ રીતે ટેકો આપ્યો નહીં. લોકો રોજ તેમની વાત સાંભળતા."),
        ("pa", "ਯੂਰਪੀ ਅਫ਼ਸਰਾਂ ਨੇ ਰਾਜੇ ਦੀ ਵੱਡੀ ਸੈਨਾ ਨੂੰ ਚੰਗੀ ਸਿਖਲਾਈ ਦਿੱਤੀ ਸੀ। ਸਿਪਾਹੀ ਬਹੁਤ ਤਕੜੇ ਹੋ ਗਏ ਸਨ।"),
        ("or", "ଆମ ଗାଁ ପାଖରେ ପାଣି ଜମା ହେବା ପାଇଁ ଏକ ବଡ଼ ଜଳାଶୟ ଅଛି। ଲୋକେ ସେଠାରୁ ପାଣି ଆଣନ୍ତି।"),
        ("ta", "சோழ மன்னர்களிடம் வலிமை வாய்ந்த பெரிய கடற்படை இருந்தது. மக்கள் மன்னரைப் போற்றினர்."),
        ("te", "ఇంటి పన్ను ద్వారా పంచాయితీకి ప్రతి సంవత్సరం ఆదాయం వచ్చింది. గ్రామ ప్రజలు సంతోషించారు."),
        ("kn", "ನಮ್ಮ ಊರಿನ ಹತ್ತಿರ ಇರುವ ಜಲಪಾತ ತುಂಬಾ ಎತ್ತರವಾಗಿದೆ. ಜನರು ಅಲ್ಲಿಗೆ ಪ್ರತಿ ವರ್ಷ ಬರುತ್ತಾರೆ."),
        ("ml", "മഴക്കാലത്ത് മലയോര പ്രദേശങ്ങളിൽ പലപ്പോഴും ഉരുൾപൊട്ടൽ ഉണ്ടാകുന്നു. ആളുകൾ വീട് വിട്ടു പോകുന്നു."),
    ],
)
def test_the_easiest_level_explains_words_that_easier_leaves(language: str, text: str) -> None:
    easier, easiest = (simplify(text, language, level) for level in (Level.EASIER, Level.EASIEST))
    assert "(" not in joined(easier)
    assert easiest[0].results[-1].startswith("(")
    check(text, language)
