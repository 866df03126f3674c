"""Number words, months and days of the week are asked for only where the page tells exactly one of them."""

from __future__ import annotations

import pytest

from app.domain.lessons import ChoiceQuestion
from app.inference.protocols import LessonSource, SourcePassage
from tests.lesson_pages import writer


def asked(language: str, text: str) -> list[ChoiceQuestion]:
    return list(writer().choice_questions(LessonSource("", language, (SourcePassage(0, text),)), count=5))


@pytest.mark.parametrize(
    ("language", "answer", "sentence"),
    [
        ("en", "five", "The women of Rampur had to walk five kilometres to bring water."),
        ("en", "forty", "The headman of Rampur bought forty pots from the old potter."),
        ("en", "Monday", "The weekly market of Orchha is held on every Monday near the river."),
        ("en", "July", "The new school of Rampur was opened in July by the headman."),
        ("hi", "पाँच", "पंचायत का कार्यकाल पाँच वर्ष का होता है।"),
        ("hi", "चालीस", "मुखिया ने कुम्हार से चालीस घड़े खरीदे।"),
        ("mr", "आठ", "शिवाजी महाराजांना मदत करण्यासाठी आठ मंत्री होते."),
        ("bn", "তিনটি", "রামপুর গ্রামের মাঝখানে তিনটি বড় পুকুর আছে।"),
        ("gu", "ચાર", "રામપુર ગામની શાળામાં ચાર મોટા ઓરડા છે."),
        ("pa", "ਪੰਜ", "ਰਾਮਪੁਰ ਪਿੰਡ ਦੇ ਸਕੂਲ ਵਿੱਚ ਪੰਜ ਵੱਡੇ ਕਮਰੇ ਹਨ।"),
        ("or", "ତିନୋଟି", "ରାମପୁର ଗାଁ ମଝିରେ ତିନୋଟି ବଡ଼ ପୋଖରୀ ଅଛି।"),
        ("ta", "மூன்று", "ராம்பூர் கிராமத்தின் நடுவில் மூன்று பெரிய குளங்கள் உள்ளன."),
        ("te", "నాలుగు", "రాంపూర్ గ్రామంలోని పాఠశాలలో నాలుగు పెద్ద గదులు ఉన్నాయి."),
        ("kn", "ಮೂರು", "ರಾಂಪುರ ಗ್ರಾಮದ ನಡುಭಾಗದಲ್ಲಿ ಮೂರು ದೊಡ್ಡ ಕೆರೆಗಳಿವೆ."),
        ("ml", "നാല്", "രാംപൂർ ഗ്രാമത്തിലെ സ്കൂളിൽ നാല് വലിയ മുറികൾ ഉണ്ട്."),
    ],
)
def test_asks_for_the_member_of_a_series(language: str, answer: str, sentence: str) -> None:
    (question,) = asked(language, sentence)
    assert question.options[question.answer] == answer
    assert len(set(question.options)) == 4
    assert answer not in question.question.split()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "About three quarters of the surface of the land is dry."),
        ("en", "The women of Rampur walked two or three kilometres to the well."),
        ("en", "The women of Rampur had to walk more than five kilometres to the well."),
        ("en", "The well of Rampur lies between two villages in the hills."),
        ("en", "The old temple has five hundred steps of stone in the hills."),
        ("en", "The potter of Rampur sold about five pots in the market."),
        ("en", "The rains of Rampur may begin late in the year."),
        ("en", "The farmers of Rampur did not sell five bags of grain."),
        ("en", "The rains last from June to September in the hills of Rampur."),
        ("en", "The fairs of Rampur are held in June and in September near the river."),
        ("en", "The children of Rampur read chapter five of the book at home."),
        ("hi", "ग्राम सभा की बैठक वर्ष में कम से कम तीन बार होती है।"),
        ("hi", "रामपुर के लोगों ने पुराना घर छोड़ दो टूक बात कही।"),
        ("hi", "पंचायतों में महिलाओं के लिए तीन चौथाई स्थान रखे गए।"),
        ("bn", "রামপুর গ্রামের লোক খুব ধনী নয় বলে মনে হয়।"),
        ("ta", "ராம்பூர் கிராமத்தின் அருகே ஒரு பெரிய ஆறு ஓடுகிறது."),
        ("pa", "ਦੋ ਸਤਹਾਂ ਵਿਚਕਾਰ ਬਹੁਤ ਜ਼ਿਆਦਾ ਰਗੜ ਲੱਗਦੀ ਹੈ।"),
        ("bn", "রাজস্থানের জয়সলমেরে বছরে ২০০ মিলিমিটারেরও কম বৃষ্টি হয়।"),
        ("or", "ରାଜସ୍ଥାନରେ ବର୍ଷକୁ ୨୦୦ ମିଲିମିଟରରୁ ମଧ୍ୟ କମ୍ ବର୍ଷା ହୁଏ।"),
    ],
)
def test_asks_for_none_where_another_member_may_be_true(language: str, sentence: str) -> None:
    assert asked(language, sentence) == []


def test_no_number_of_the_page_is_a_wrong_answer() -> None:
    (question,) = asked("en", "The old potter had five daughters. The 4 pots of the potter stood beside six lamps.")[:1]
    assert question.options[question.answer] == "five"
    assert {"four", "six"}.isdisjoint(question.options)
