"""Promises about key words and questions, on the sample pages of all eleven languages."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sentences
from app.domain.lessons import ChoiceQuestion
from app.domain.numerals import to_ascii_digits
from app.inference.protocols import LessonSource
from app.lesson.rules import phrasebook
from app.lesson.rules.glossary import load_glossary
from tests.lesson_pages import CODES, page, resources, sample_pages, writer

_BLANK = "____"
_NO_DIFFERENCE = "\u200c\u200d\u093c\u0a3c\u09bc\u0b3c"


def page_text(source: LessonSource) -> str:
    return " ".join(
        sentence for passage in source.passages for sentence in sentences.split(passage.text, source.language)
    )


def same(text: str) -> str:
    """What is left of a text where case, spaces, digits, joiners and nuktas make no difference."""
    plain = "".join(to_ascii_digits(unicodedata.normalize("NFD", text)).casefold().split())
    return "".join(character for character in plain if character not in _NO_DIFFERENCE)


def sample_chapters() -> list[LessonSource]:
    """The sample chapters as their own script holds them, without running it."""
    script = (resources().parent / "packaging" / "make_sample.py").read_text(encoding="utf-8")
    chapters = []
    for name, language in (("ENGLISH", "en"), ("HINDI", "hi")):
        body = script.split(f'{name} = """')[1].split('"""')[0]
        blocks = re.findall(r"<(h1|p|li)[^>]*>(.*?)</\1>", body, re.DOTALL)
        texts = [" ".join(re.sub(r"<[^>]*>", "", text).split()) for _, text in blocks]
        chapters.append(page("# " + "\n\n".join(texts), language))
    return chapters


def is_number(option: str) -> bool:
    return to_ascii_digits(option).replace(",", "").replace(".", "").isdigit()


def numbers_of(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", to_ascii_digits(text))


def check_choice(question: ChoiceQuestion, source: LessonSource) -> None:
    """A question has four distinct options of one kind and only the page's own answer fits."""
    text, language = page_text(source), source.language
    answer = question.options[question.answer]
    assert len({same(option) for option in question.options}) == 4
    assert len({is_number(option) for option in question.options}) == 1
    assert len({option[0].isupper() for option in question.options}) == 1
    assert len({len(to_ascii_digits(option).partition(".")[2]) for option in question.options}) == 1
    assert question.evidence in text
    if _BLANK not in question.question:
        check_meaning(question, source)
        return
    shown = phrasebook.load(resources() / "lesson" / f"{language}.toml").questions.cloze.format(sentence="")
    gap = question.question.removeprefix(shown.strip()).strip()
    assert gap.count(_BLANK) == 1
    filled = gap.replace(_BLANK, answer).casefold()
    assert filled == " ".join(question.evidence.split()).casefold()
    assert answer.casefold() not in {word.casefold() for word in sentences.words(gap, language)}
    told = {same(sentence) for sentence in sentences.split(text, language)} | {same(question.evidence)}
    for option in question.options:
        if is_number(option):
            assert same(option) not in numbers_of(gap)
        else:
            assert same(option) not in same(gap)
        if option != answer:
            assert same(gap.replace(_BLANK, option)) not in told
            assert gap.replace(_BLANK, option).casefold() not in text.casefold()
            if is_number(option):
                assert to_ascii_digits(option) not in re.findall(r"[\d,.]*\d", to_ascii_digits(text))


def check_meaning(question: ChoiceQuestion, source: LessonSource) -> None:
    """A word is asked for that the page explains, and only the right meaning is what the page says there."""
    ask = phrasebook.load(resources() / "lesson" / f"{source.language}.toml").questions.what_is
    before, after = ask.split("{term}")
    term = question.question.removeprefix(before).removesuffix(after)
    assert term.casefold() in question.evidence.casefold()
    for at, option in enumerate(question.options):
        assert (same(option) in same(question.evidence)) is (at == question.answer)
        assert same(term) not in same(option)


@pytest.mark.parametrize("language", CODES)
def test_choice_questions_of_sample_pages(language: str) -> None:
    for source in sample_pages(language):
        questions = writer().choice_questions(source, count=5)
        assert 2 <= len(questions) <= 5
        for question in questions:
            check_choice(question, source)
        for question in questions:
            others = [other for other in questions if other is not question]
            assert not any(question.evidence in other.evidence for other in others)
            assert not any(question.options[question.answer] == other.options[other.answer] for other in others)
        assert writer().choice_questions(source, count=2) == writer().choice_questions(source, count=2)
        assert len(writer().choice_questions(source, count=1)) == 1


@pytest.mark.parametrize("chapter", sample_chapters(), ids=lambda chapter: chapter.language)
def test_choice_questions_of_the_sample_chapters(chapter: LessonSource) -> None:
    questions = writer().choice_questions(chapter, count=8)
    assert len(questions) >= 4
    for question in questions:
        check_choice(question, chapter)


@pytest.mark.parametrize("language", CODES)
def test_no_two_options_mean_the_same(language: str) -> None:
    book = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, book.forms.endings)
    for source in sample_pages(language):
        for question in writer().choice_questions(source, count=8):
            entries = [glossary.entry(option) for option in question.options]
            meanings = [same(entry.meaning) for entry in entries if entry]
            assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "More than 1,00,000 people were killed in this war near the river."),
        ("en", "The tank on our roof can hold at least 500 litres of water."),
        ("hi", "राजस्थान के कुछ भागों में 25 सेंटीमीटर से भी कम वर्षा होती है।"),
        ("gu", "કચ્છમાં વર્ષે 40 સેન્ટિમીટરથી પણ ઓછો વરસાદ પડે છે."),
        ("ta", "இந்த ஊரில் 500 பேருக்கும் மேற்பட்ட மக்கள் இன்று வாழ்கிறார்கள்."),
        ("en", "Sounds above 85 dB harm the ears of workers."),
        ("en", "A normal eye can see clearly objects that are 25 cm away or farther."),
        ("en", "A blue whale may be 30 metres long in the open sea."),
        ("en", "Siberian cranes were not rare, but the water became scarce after 2002."),
        ("hi", "85 डेसिबल से ऊपर की ध्वनि कानों को हानि पहुँचाती है।"),
        ("hi", "इस टंकी में गाँव के लिए 500 लीटर तक पानी आता है।"),
        ("hi", "ऊँट एक बार में 100 लीटर पानी पी सकता है।"),
        ("mr", "आज 18 वर्षांवरील निरोगी व्यक्ती रक्तदान करते."),
        ("mr", "गावातील टाकीत किमान 500 लिटर पाणी रोज असते."),
        ("gu", "આ ટાંકીમાં ગામ માટે 500 લિટર સુધી પાણી ભરાય છે."),
        ("pa", "ਇੱਕ ਵੱਡਾ ਰੁੱਖ ਦਿਨ ਵਿੱਚ 400 ਲੀਟਰ ਪਾਣੀ ਛੱਡ ਸਕਦਾ ਹੈ।"),
        ("pa", "ਪਿੰਡ ਦੇ ਸਕੂਲ ਵਿੱਚ 300 ਤੋਂ ਵੱਧ ਬੱਚੇ ਪੜ੍ਹਦੇ ਹਨ।"),
        ("bn", "৮৫ ডেসিবেলের বেশি শব্দ মানুষের কানের ক্ষতি করে।"),
        ("bn", "গ্রামের এই ট্যাংকে কমপক্ষে ৫০০ লিটার জল থাকে।"),
        ("or", "୮୫ ଡେସିବେଲରୁ ଅଧିକ ଶବ୍ଦ କାନର କ୍ଷତି କରେ।"),
        ("or", "ହ୍ରଦର ଗଭୀରତା ଏଠାରେ ସର୍ବାଧିକ ୪.୨ ମିଟର ଅଟେ।"),
        ("ta", "வேலை செய்பவர்களுக்கு 85 டெசிபலுக்கு மேல் ஒலி கேட்டால் காது கெடும்."),
        ("te", "పనివారికి 85 డెసిబెల్స్ కంటే ఎక్కువ శబ్దం హాని చేస్తుంది."),
        ("te", "లావా వేడి ఇక్కడ 1200 డిగ్రీల వరకు ఉంటుంది."),
        ("kn", "ಕೆಲಸಗಾರರಿಗೆ 85 ಡೆಸಿಬಲ್‌ಗಿಂತ ಹೆಚ್ಚಿನ ಶಬ್ದ ಹಾನಿ ಮಾಡುತ್ತದೆ."),
        ("ml", "തൊഴിലാളികൾക്ക് 85 ഡെസിബെലിന് മുകളിൽ ശബ്ദം ദോഷം ചെയ്യുന്നു."),
    ],
)
def test_a_limit_is_not_asked_for_since_other_numbers_keep_to_it(language: str, text: str) -> None:
    assert writer().choice_questions(page(text, language), count=5) == ()


def test_a_term_that_the_page_defines_is_asked_once() -> None:
    asked = [question.question for question in writer().short_questions(sample_pages("hi")[1], count=8)]
    assert "संविधान किसे कहते हैं?" in asked
    assert not any("“संविधान”" in question for question in asked)


def test_a_word_that_the_easier_text_does_without_is_no_key_word() -> None:
    terms = {word.term for word in writer().key_words(sample_pages("hi")[0], count=20)}
    assert terms
    assert terms.isdisjoint({"परन्तु", "परंतु", "आवश्यकता", "सूर्य"})


def test_the_right_answer_is_not_always_in_the_same_place() -> None:
    places = [
        question.answer
        for language in CODES
        for source in sample_pages(language)
        for question in writer().choice_questions(source, count=5)
    ]
    assert all(0.1 * len(places) <= places.count(place) <= 0.45 * len(places) for place in range(4))


@pytest.mark.parametrize("language", CODES)
def test_key_words_stand_on_the_page_and_have_a_meaning(language: str) -> None:
    for source in sample_pages(language):
        text = page_text(source).casefold()
        words = writer().key_words(source, count=8)
        assert len({word.term.casefold() for word in words}) == len(words) <= 8
        for word in words:
            assert word.meaning
            if word.meaning_from == "text":
                assert word.term.casefold() in text
                assert word.meaning.casefold() in text
            else:
                assert word.term.casefold()[:3] in text
        assert writer().key_words(source, count=0) == ()


def test_a_definition_comes_before_the_glossary_and_is_named_as_the_pages_own() -> None:
    words = writer().key_words(sample_pages("en")[0], count=3)
    assert (words[0].term, words[0].meaning_from) == ("photosynthesis", "text")


@pytest.mark.parametrize(
    "text",
    [
        "See page 12 of this book for more about plants.",
        "Look at figure 3 and answer the questions below it.",
        "The sum 12 + 7 = 19 is written on the board.",
        "Draw a square with 4 sides of equal length.",
        "About 5-10 children of every class come late.",
        "It has 28 states and 8 union territories.",  # nothing says what "it" is
        "Does the class have 28 children or more?",
        "“The class has 28 children,” said the teacher.",
    ],
)
def test_numbers_that_are_no_fact_of_the_lesson_are_not_asked(text: str) -> None:
    assert writer().choice_questions(page(text, "en"), count=5) == ()


def test_a_number_is_asked_in_context_where_a_pronoun_points_back() -> None:
    source = page("The Periyar is the longest river of Kerala. It is 244 km long.", "en")
    (question,) = writer().choice_questions(source, count=5)
    assert question.question.startswith("Fill in the blank: The Periyar is the longest river of Kerala. It is ____ km")
    check_choice(question, source)


def test_a_term_of_a_list_is_not_asked_for() -> None:
    source = page("Plants need nitrogen, water and oxygen from the air and the soil.", "en")
    assert writer().choice_questions(source, count=5) == ()


def test_the_question_does_not_hold_the_answer() -> None:
    source = page("The evaporating of water in the sun is called evaporation.", "en")
    assert writer().choice_questions(source, count=5) == ()


@pytest.mark.parametrize(
    "text", ["", "word", "1 2 3 4", "🙂🙂", "مرحبا بالعالم 1234 مرحبا", "a" * 20_000, "?" * 500, "The the. " * 1000]
)
def test_pages_with_nothing_to_ask_give_nothing(text: str) -> None:
    for language in ("en", "hi", "te"):
        source = page(text, language)
        assert writer().choice_questions(source, count=5) == ()
        assert writer().key_words(source, count=5) == ()
        writer().short_questions(source, count=5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [passage.text for code in ("en", "hi", "bn") for item in sample_pages(code) for passage in item.passages]
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["en", "hi", "bn"]),
)
def test_mixed_pages_never_give_a_bad_question(passages: list[str], language: str) -> None:
    source = page("\n\n".join(passages), language)
    for question in writer().choice_questions(source, count=10):
        check_choice(question, source)


def test_a_hundred_thousand_characters_are_enough_for_ten_questions() -> None:
    text = " ".join(passage.text for passage in sample_pages("en")[0].passages)
    weights = [
        f"The elephant that the keepers call {name} weighs {3000 + 997 * at} kg."
        for at, name in enumerate("ABCDEFGHIJ")
    ]
    source = page("\n\n".join(f"{text} {weights[at % 10]}" for at in range(100)), "en")
    assert len(writer().choice_questions(source, count=10)) == 10


def asked(text: str, language: str) -> list[str]:
    found = writer().choice_questions(page(f"# x\n\n{text}", language), count=9)
    return [question.options[question.answer] for question in found]


@pytest.mark.parametrize(
    ("language", "text", "answers"),
    [
        ("hi", "गर्मियों के दिनों में अक्सर तापमान बढ़ता रहता है।", []),  # a verb agrees with the term
        ("hi", "पुराने समय से पठार पर लोग बाजरा उगाते रहे हैं।", ["पठार"]),
        ("hi", "पुराने समय से ऊँचे पठार पर लोग बाजरा उगाते रहे हैं।", []),  # an adjective does
        ("hi", "संविधान के 73वें संशोधन के बाद स्थान सुरक्षित हुए।", []),  # 72वें, but 4थे
        ("te", "రామప్ప దేవాలయం 1213లో నిర్మించబడింది.", ["1213"]),
        ("ml", "രാവിലെ 8.30-ന് അവർ സ്കൂളിലെത്തി സന്തോഷിച്ചു.", []),
        ("en", "The top layer is lost by soil erosion every year. It is called soil erosion.", []),
        ("en", "Vitamin A keeps the eyes of children healthy and bright.", []),  # only a vitamin has a letter
        ("en", "The old man did not eat anything for 15 days.", []),  # then he did not for 14
        ("en", "The old man walked for 15 days, but he did not eat.", ["15"]),
        ("hi", "लोकसभा का कार्यकाल 5 वर्ष का होता है लेकिन राज्यसभा भंग नहीं होती।", ["5"]),
        ("bn", "রাতে সূর্যের আলো থাকে না, তাই সালোকসংশ্লেষ হয় না।", []),  # nor does much else
    ],
)
def test_only_what_no_ending_gives_away_is_asked(language: str, text: str, answers: list[str]) -> None:
    assert asked(text, language) == answers


def test_glossary_terms_among_the_options_are_of_the_kind_of_the_answer() -> None:
    for code in CODES:
        glossary = load_glossary(resources() / "glossaries", code, ())
        for source in sample_pages(code):
            text = page_text(source)
            for question in writer().choice_questions(source, count=9):
                answer = glossary.entry(question.options[question.answer])
                for option in question.options:
                    entry = glossary.entry(option)
                    if entry is not None and entry.kind and same(option) not in same(text):
                        assert answer is not None
                        assert answer.kind == entry.kind, question


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bn", "আলো সরলরেখায় চলে, তাই অস্বচ্ছ বস্তুর পিছনে ছায়া পড়ে।"),
        ("en", "Small am I, and thin my flame, Yet the moths all know my name."),
    ],
)
def test_nothing_is_asked_about_an_adjective_or_a_poem(language: str, text: str) -> None:
    questions = writer().short_questions(page(f"# ছায়া\n\n{text}", language), count=3)
    assert not any("অস্বচ্ছ" in each.question for each in questions)
    assert language != "en" or questions == ()


def test_percentages_of_one_whole_leave_room_for_each_other() -> None:
    found = writer().choice_questions(
        page("# Air\n\nThe air of the earth holds 78 percent nitrogen and 21 percent oxygen.", "en"), count=3
    )
    assert found
    for question in found:
        known = 21 if "21" in question.question else 78
        assert all(int(option) + known <= 100 for option in question.options)
    whole = "The water of the earth is 97 percent salty and 3 percent fresh."
    assert writer().choice_questions(page(f"# Water\n\n{whole}", "en"), count=3) == ()


def test_a_day_beside_a_month_stays_a_day() -> None:
    text = "World Heart Day is kept on 29 September in all schools of the country."
    found = writer().choice_questions(page(f"# Heart\n\n{text}", "en"), count=2)
    assert found
    for question in found:
        assert all(int(option) <= 29 for option in question.options)


def test_a_term_that_is_part_of_a_name_is_not_asked_for() -> None:
    text = "Cyclone Fani hit the town of Puri on the coast of Odisha."
    assert writer().choice_questions(page(f"# Storms\n\n{text}", "en"), count=2) == ()


def test_a_share_or_an_area_is_what_a_page_is_about_only_where_it_teaches_mathematics() -> None:
    text = "About 40 per cent of the land is dry. This percentage grows every year as forests are cut in the hills."
    assert "percentage" not in {word.term for word in writer().key_words(page(text, "en"), count=8)}
    assert not any("percentage" in each.question for each in writer().short_questions(page(text, "en"), count=4))
    sums = f"{text} A fraction has a numerator and a denominator."
    assert "percentage" in {word.term for word in writer().key_words(page(sums, "en"), count=8)}


def test_a_word_of_a_longer_name_is_no_key_word() -> None:
    for language, text, name, part in (
        ("pa", "1966 ਤੋਂ ਬਾਅਦ ਪੰਜਾਬ ਵਿੱਚ ਹਰੀ ਕ੍ਰਾਂਤੀ ਆਈ ਅਤੇ ਕਣਕ ਵਧੀ।", "ਹਰੀ ਕ੍ਰਾਂਤੀ", "ਕ੍ਰਾਂਤੀ"),
        ("te", "1966 తర్వాత దేశంలో హరిత విప్లవం వచ్చి గోధుమ పెరిగింది.", "హరిత విప్లవం", "విప్లవం"),
    ):
        terms = {word.term for word in writer().key_words(page(text, language), count=8)}
        assert name in terms
        assert part not in terms


def test_about_speaks_of_the_number_beside_it_and_sets_the_options_apart() -> None:
    text = "The census of 2011 told the ministers that about 800 people live in the village."
    found = {each.options[each.answer]: each for each in writer().choice_questions(page(text, "en"), count=5)}
    text = "The census of the village told the ministers that about 800 people live there."
    found |= {each.options[each.answer]: each for each in writer().choice_questions(page(text, "en"), count=5)}
    assert found.keys() == {"2011", "800"}
    assert all(abs(int(option) - 2011) < 30 for option in found["2011"].options)
    assert all(abs(int(option) - 800) >= 200 for option in found["800"].options if option != "800")


def questions_of(language: str, text: str, count: int = 8) -> tuple[ChoiceQuestion, ...]:
    return writer().choice_questions(page(f"# Lesson\n\n{text}", language), count=count)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The heart is an important organ of the human body in every way."),
        ("en", "The heart is one of the organs of the human body today."),
        ("hi", "हमारे शरीर में हृदय एक महत्वपूर्ण अंग है।"),
        ("hi", "हृदय हमारे शरीर का एक महत्वपूर्ण अंग है।"),
        ("ta", "இதயம் ஒரு முக்கிய உறுப்பு ஆகும்."),
        ("te", "గుండె ఒక ముఖ్యమైన అవయవం."),
        ("ml", "മനുഷ്യശരീരത്തിലെ ഒരു പ്രധാന അവയവമാണ് കരൾ."),
        ("ml", "ഹൃദയം ഒരു പ്രധാന അവയവമാണ്."),
        ("kn", "ಹೃದಯ ನಮ್ಮ ದೇಹದ ಒಂದು ಮುಖ್ಯ ಅಂಗವಾಗಿದೆ."),
        ("bn", "হৃৎপিণ্ড আমাদের শরীরের একটি গুরুত্বপূর্ণ অঙ্গ।"),
        ("gu", "હૃદય આપણા શરીરનું એક મહત્વનું અંગ છે."),
        ("pa", "ਦਿਲ ਸਾਡੇ ਸਰੀਰ ਦਾ ਇੱਕ ਮਹੱਤਵਪੂਰਨ ਅੰਗ ਹੈ।"),
        ("or", "ହୃତପିଣ୍ଡ ଆମ ଶରୀରର ଏକ ଗୁରୁତ୍ୱପୂର୍ଣ୍ଣ ଅଙ୍ଗ।"),
        ("mr", "हृदय हा आपल्या शरीराचा एक महत्त्वाचा अवयव आहे."),
    ],
)
def test_what_is_true_of_any_member_of_a_class_is_not_questions_of(language: str, text: str) -> None:
    assert questions_of(language, text) == ()


def test_half_of_a_longer_name_is_not_questions_of() -> None:
    text = "அனைத்து சத்துகளும் சரியான அளவில் உள்ள உணவு சமச்சீர் உணவு எனப்படும்."
    assert not any(question.options[question.answer] == "சமச்சீர்" for question in questions_of("ta", text))


def test_the_number_of_the_noun_does_not_tell_the_answer() -> None:
    assert questions_of("en", "Run on the spot near the wall for 1 minute and count.") == ()
    (question,) = questions_of("en", "The book was written by Abul Fazl in 3 volumes.")
    assert "1" not in question.options
    (question,) = questions_of("en", "The new state was born on 3 June with great joy.")
    assert "1" in question.options or "2" in question.options  # a day may be the first


def test_a_number_that_stands_once_is_asked_beside_one_that_stands_twice() -> None:
    (question,) = questions_of("en", "The Constitution was adopted on 26 November 1949 and used from 26 January 1950.")
    assert question.options[question.answer] in {"1949", "1950"}
    assert question.question.count("26") == 2


def test_every_option_suits_the_article_before_the_gap() -> None:
    text = "An island is a piece of land with water on all sides of it."
    for question in questions_of("en", text):
        assert _BLANK not in question.question or all(option[0] in "aeio" for option in question.options)
    text = "A peninsula is a region which the sea bounds on three of its borders."
    (question,) = questions_of("en", text)
    assert question.question.startswith("Fill in the blank: A ____")
    assert all(option[0] not in "aeiou" for option in question.options)


def test_a_definition_is_no_context_for_what_happened_to_somebody() -> None:
    text = "उसने कई युद्ध लड़े। जिस राज्य में राजा शासन करता है, उसे राजतंत्र कहते हैं। उसकी मृत्यु 1839 में हुई।"
    assert all("1839" not in question.evidence for question in questions_of("hi", text))


@pytest.mark.parametrize(
    ("language", "answer", "text"),
    [
        (
            "en",
            "a proposal for a new law",
            "A bill is a proposal for a new law. The constitution guides every election. Parliament meets now.",
        ),
        (
            "hi",
            "वह पुस्तक जिसमें गाँव की भूमि का विवरण होता है",
            "वह पुस्तक जिसमें गाँव की भूमि का विवरण होता है, खसरा कहलाती है। संविधान और चुनाव से लोकतंत्र चलता है।",
        ),
    ],
)
def test_a_defined_word_that_has_no_kind_is_asked_by_its_meaning(language: str, answer: str, text: str) -> None:
    source = page(f"# Lesson\n\n{text}", language)
    questions = writer().choice_questions(source, count=8)
    assert answer in {question.options[question.answer] for question in questions}
    for question in questions:
        check_choice(question, source)
    assert len(writer().choice_questions(source, count=1)) == 1


def test_a_meaning_that_points_out_of_itself_is_no_option() -> None:
    text = "अशोक ने लेख लिखवाए। वह लिपि जिसमें ये लेख लिखे गए, ब्राह्मी कहलाती है। संविधान और चुनाव से लोकतंत्र चलता है।"
    assert not any("ब्राह्मी" in question.question for question in questions_of("hi", text))
    clear = text.replace("ये लेख", "अशोक के लेख")
    assert any("ब्राह्मी" in question.question for question in questions_of("hi", clear))


@pytest.mark.parametrize(
    ("language", "answer", "text"),
    [
        ("hi", "घेंघा", "घेंघा आयोडीन की कमी से होने वाला रोग है।"),
        ("ta", "ஸ்கர்வி", "வைட்டமின் C குறைவால் ஏற்படும் நோய் ஸ்கர்வி ஆகும்."),
        ("mr", "बाष्पोच्छ्वास", "पानांतून पाण्याची वाफ बाहेर पडण्याच्या क्रियेला बाष्पोच्छ्वास म्हणतात."),
        ("mr", "प्रकाशसंश्लेषण", "वनस्पती पाण्यापासून अन्न तयार करतात. या प्रक्रियेला प्रकाशसंश्लेषण असे म्हणतात."),
        ("pa", "ਥਰਮਾਮੀਟਰ", "ਤਾਪਮਾਨ ਮਾਪਣ ਵਾਲੇ ਯੰਤਰ ਨੂੰ ਥਰਮਾਮੀਟਰ ਕਹਿੰਦੇ ਹਨ।"),
        ("te", "దిక్సూచి", "దిక్కును చూపించే పరికరాన్ని దిక్సూచి అంటారు."),
    ],
)
def test_an_illness_an_instrument_and_a_process_have_others_of_their_kind(
    language: str, answer: str, text: str
) -> None:
    source = page(text, language)
    (found,) = writer().choice_questions(source, count=3)
    assert found.options[found.answer] == answer
    check_choice(found, source)
