from __future__ import annotations

from functools import cache

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.clause_splitter import ClauseSplitter
from tests.lesson_pages import resources


@cache
def splitter(language: str) -> ClauseSplitter:
    return ClauseSplitter(phrasebook.load(resources() / "lesson" / f"{language}.toml"))


def split(language: str, sentence: str, *, thorough: bool = False) -> tuple[str, ...]:
    return splitter(language).split(sentence, most_words=5, thorough=thorough)


@pytest.mark.parametrize(
    ("language", "sentence", "parts"),
    [
        (
            "hi",
            "वर्षा का कुछ जल बह जाता है, परन्तु कुछ जल भूमि में चला जाता है।",
            ("वर्षा का कुछ जल बह जाता है।", "परन्तु कुछ जल भूमि में चला जाता है।"),
        ),
        (
            "hi",
            "भूजल का स्तर गिर रहा है क्योंकि हम अधिक जल निकालते हैं।",
            ("भूजल का स्तर गिर रहा है।", "इसका कारण यह है कि हम अधिक जल निकालते हैं।"),
        ),
        (
            "hi",
            "जल दिवस मार्च में मनाया जाता है और यह हमें याद दिलाता है।",
            ("जल दिवस मार्च में मनाया जाता है।", "यह हमें याद दिलाता है।"),
        ),
        ("mr", "अळंबी हिरवी नसते, त्यामुळे ती अन्न तयार करत नाही.", ("अळंबी हिरवी नसते.", "त्यामुळे ती अन्न तयार करत नाही.")),
        ("gu", "ત્યાં વરસાદ ઓછો પડે છે, તેથી પાણીની અછત રહે છે.", ("ત્યાં વરસાદ ઓછો પડે છે.", "તેથી પાણીની અછત રહે છે.")),
        (
            "pa",
            "ਰਾਤ ਨੂੰ ਪ੍ਰਕਾਸ਼ ਨਹੀਂ ਹੁੰਦਾ, ਇਸ ਲਈ ਪੌਦੇ ਭੋਜਨ ਨਹੀਂ ਬਣਾਉਂਦੇ।",
            ("ਰਾਤ ਨੂੰ ਪ੍ਰਕਾਸ਼ ਨਹੀਂ ਹੁੰਦਾ।", "ਇਸ ਲਈ ਪੌਦੇ ਭੋਜਨ ਨਹੀਂ ਬਣਾਉਂਦੇ।"),
        ),
        ("bn", "রাতে সূর্যের আলো থাকে না, তাই উদ্ভিদ খাদ্য তৈরি করে না।", ("রাতে সূর্যের আলো থাকে না।", "তাই উদ্ভিদ খাদ্য তৈরি করে না।")),
        (
            "or",
            "ଚିଲିକାର ଜଳ ମିଠା ନୁହେଁ, କାରଣ ଏହା ସମୁଦ୍ର ସହିତ ଯୁକ୍ତ ଅଛି।",
            ("ଚିଲିକାର ଜଳ ମିଠା ନୁହେଁ।", "କାରଣ ଏହା ସମୁଦ୍ର ସହିତ ଯୁକ୍ତ ଅଛି।"),
        ),
        (
            "ta",
            "இரவில் சூரிய ஒளி இல்லை, எனவே தாவரங்கள் உணவு தயாரிப்பதில்லை.",
            ("இரவில் சூரிய ஒளி இல்லை.", "எனவே தாவரங்கள் உணவு தயாரிப்பதில்லை."),
        ),
        ("te", "వరంగల్ ఒకప్పుడు రాజధానిగా ఉంది, కానీ ఇప్పుడు రాజధాని కాదు.", ("వరంగల్ ఒకప్పుడు రాజధానిగా ఉంది.", "కానీ ఇప్పుడు రాజధాని కాదు.")),
        (
            "kn",
            "ನದಿ ಹಂಪಿಯ ಬಳಿ ಹರಿಯುತ್ತದೆ, ಆದ್ದರಿಂದ ಅಲ್ಲಿ ಕೃಷಿ ಚೆನ್ನಾಗಿ ಬೆಳೆಯುತ್ತದೆ.",
            ("ನದಿ ಹಂಪಿಯ ಬಳಿ ಹರಿಯುತ್ತದೆ.", "ಆದ್ದರಿಂದ ಅಲ್ಲಿ ಕೃಷಿ ಚೆನ್ನಾಗಿ ಬೆಳೆಯುತ್ತದೆ."),
        ),
        ("ml", "കേരളത്തിൽ മഴ കൂടുതലാണ്, അതുകൊണ്ട് നെല്ല് നന്നായി വളരുന്നു.", ("കേരളത്തിൽ മഴ കൂടുതലാണ്.", "അതുകൊണ്ട് നെല്ല് നന്നായി വളരുന്നു.")),
    ],
)
def test_a_clause_that_ends_in_its_verb_becomes_a_sentence(
    language: str, sentence: str, parts: tuple[str, ...]
) -> None:
    assert split(language, sentence) == parts


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hi", "राम ने एक छोटा लेकिन बहुत सुंदर घर बनाया है।"),  # "but" between adjectives
        ("hi", "यदि वर्षा होती है लेकिन पानी नहीं रुकता है तो फसल सूख जाती है।"),  # inside a condition
        ("hi", "गुरुजी ने कहा कि पानी गर्म है लेकिन दूध ठंडा है।"),  # inside what somebody said
        ("hi", "वे ऑक्सीजन छोड़ते हैं और कार्बन डाइऑक्साइड लेते हैं।"),  # the second verb has no subject of its own
        ("hi", "जड़ें जल सोखती हैं, तना जल ले जाता है और यह पत्तियों को मिलता है।"),  # a row of three clauses
        ("hi", "क्या पानी ठंडा है लेकिन दूध बहुत गर्म है?"),
        ("hi", "राम ने कहा, “पानी ठंडा है लेकिन दूध गर्म है।”"),
        ("hi", "नियम: पानी ठंडा है लेकिन दूध बहुत गर्म है।"),
        ("hi", "पानी (ठंडा है लेकिन दूध गर्म है) बहुत कम बचा है।"),  # a bracket may not be torn
        ("mr", "राजूने लहान पण अतिशय सुंदर घर बांधले आहे."),
        ("ta", "மழை பெய்தால் நல்லது எனவே அவர் கூறினார் நேற்று மாலை."),
    ],
)
def test_a_sentence_is_left_whole_rather_than_broken(language: str, sentence: str) -> None:
    assert split(language, sentence) == (sentence,)


def test_short_sentences_stay() -> None:
    sentence = "पानी ठंडा है लेकिन दूध गर्म है।"
    assert splitter("hi").split(sentence, most_words=7, thorough=True) == (sentence,)


@pytest.mark.parametrize(
    "second",
    [
        "अपने बच्चों के साथ बैठकर रोज़ भोजन करते हैं।",  # they, too
        "शाम को थककर अपने घर लौटने के बाद साथ बैठकर भोजन करते हैं।",
        "फसल को समय पर बाज़ार में बेचने जाते हैं।",
    ],
)
def test_a_clause_without_a_subject_of_its_own_never_becomes_a_sentence(second: str) -> None:
    sentence = f"हमारे गाँव के सभी लोग सुबह जल्दी उठकर अपने खेतों में काम करने जाते हैं और {second}"
    assert split("hi", sentence) == (sentence,)
    assert split("hi", sentence, thorough=True) == (sentence,)


@pytest.mark.parametrize(
    ("language", "left", "join", "right"),
    [
        ("hi", "अकबर ने अनेक बड़े युद्ध जीते थे", "और", "बीरबल ने उसके दरबार में मंत्री का काम किया था।"),
        ("hi", "पानी गर्म होकर भाप बनता है", "और", "बादल ठंडे होकर धरती पर वर्षा करते हैं।"),
        ("pa", "ਪਾਣੀ ਗਰਮ ਹੋ ਕੇ ਭਾਫ਼ ਬਣਦਾ ਹੈ", "ਅਤੇ", "ਬੱਦਲ ਠੰਢੇ ਹੋ ਕੇ ਧਰਤੀ ਉੱਤੇ ਮੀਂਹ ਪਾਉਂਦੇ ਹਨ।"),
        ("mr", "सूर्याच्या उष्णतेने पाण्याची वाफ होत आहे", "आणि", "ढग थंड होऊन जमिनीवर पाऊस पाडत आहेत."),
    ],
)
def test_and_starts_a_sentence_between_long_clauses_where_the_second_has_a_subject(
    language: str, left: str, join: str, right: str
) -> None:
    sentence = f"{left} {join} {right}"
    assert split(language, sentence) == (sentence,)
    assert split(language, sentence, thorough=True) == (left + right[-1], f"{join} {right}")


def test_a_verb_that_agrees_with_its_object_does_not_speak_of_another_subject() -> None:
    sentence = "राम ने सुबह बाज़ार से रोटी मँगाकर खाई थी और शाम को पके हुए मीठे आम खाए थे।"
    assert split("hi", sentence, thorough=True) == (sentence,)


@pytest.mark.parametrize(
    ("language", "sentence", "conjunction"),
    [
        ("te", "తెలంగాణలో వర్షపాతం తక్కువగా ఉంటుంది, అందువల్ల కాకతీయులు అనేక చెరువులను తవ్వించారు.", "అందువల్ల"),
        ("te", "రాత్రిపూట సూర్యకాంతి ఉండదు కాబట్టి మొక్కలు ఆహారం తయారు చేసుకోలేవు.", "కాబట్టి"),
        ("gu", "ત્યાં હિંદીઓ સાથે ભેદભાવ થતો હતો, તેથી ગાંધીજીએ અન્યાય સામે લડત શરૂ કરી.", "તેથી"),
        ("bn", "বাতাসে প্রায় 21 শতাংশ অক্সিজেন আছে, কিন্তু কার্বন ডাই-অক্সাইড আছে মাত্র 0.04 শতাংশ।", "কিন্তু"),
        ("kn", "ಸಾಮ್ರಾಜ್ಯ ಬಹಳ ಶ್ರೀಮಂತವಾಗಿತ್ತು, ಆದರೆ 1565ರ ಯುದ್ಧದಲ್ಲಿ ಅದು ಸೋತಿತು.", "ಆದರೆ"),
        ("pa", "ਗੁਰੂ ਜੀ ਨੇ ਜਾਤ-ਪਾਤ ਨੂੰ ਨਹੀਂ ਮੰਨਿਆ, ਪਰ ਸਾਰੇ ਧਰਮਾਂ ਦਾ ਸਤਿਕਾਰ ਕੀਤਾ।", "ਪਰ"),
    ],
)
def test_after_a_finite_verb_and_a_comma_the_last_verb_need_not_be_known(
    language: str, sentence: str, conjunction: str
) -> None:
    first, second = split(language, sentence)
    assert second.startswith(conjunction)
    assert len(first) + len(second) > len(sentence) - 3


def test_the_number_of_a_relative_clause_behind_tells_of_no_other_subject() -> None:
    sentence = "ऊपर जाकर भाप ठंडी होती है और छोटी-छोटी बूँदों में बदल जाती है, जिनसे घने काले बादल बनते हैं।"
    assert split("hi", sentence, thorough=True) == (sentence,)
    other = "नदी का पानी ठंडा होता है और जो घर में रखा है वह बर्फ़ बन जाता है, जिससे बर्तन टूटते हैं।"
    assert split("hi", other, thorough=True) == (other,)


def test_short_clauses_stay_together_even_when_thorough() -> None:
    assert len(split("hi", "वे गीत गाते हैं और नाच करते हैं।", thorough=True)) == 1


def test_the_mark_of_the_source_ends_each_part() -> None:
    assert split("hi", "पानी बहुत ठंडा है लेकिन दूध बहुत गर्म है.") == ("पानी बहुत ठंडा है.", "लेकिन दूध बहुत गर्म है.")
    assert split("hi", "पानी बहुत ठंडा है लेकिन दूध बहुत गर्म है") == ("पानी बहुत ठंडा है।", "लेकिन दूध बहुत गर्म है")


def test_the_reason_is_told_from_the_statement() -> None:
    sentence = "भूजल का स्तर गिर रहा है क्योंकि हम अधिक जल निकालते हैं।"
    assert splitter("hi").statement_with_reason(sentence) == "भूजल का स्तर गिर रहा है।"
    assert splitter("hi").statement_with_reason("भूजल का स्तर बहुत गिर रहा है लेकिन जल बचा है।") is None
    said = "गुरुजी ने कहा कि भूजल गिर रहा है क्योंकि हम अधिक जल निकालते हैं।"
    assert splitter("hi").statement_with_reason(said) is None


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("ml", "അറബികൾ കോഴിക്കോടുമായി വ്യാപാരം നടത്തിയിരുന്നു", "അതിനാൽ അവർ പോർച്ചുഗീസുകാരെ എതിർത്തു."),
        ("te", "లక్ష్మి ఒక రోజు పుస్తకం తీసుకుంది", "కానీ దానిని తిరిగి ఇవ్వడం మరచిపోయింది."),
        ("te", "ప్రతాపరుద్రుడు యుద్ధంలో చాలా రోజులు పోరాడాడు", "కానీ అతను చివరికి ఓడిపోయాడు."),
        ("bn", "সেনাপতি মীরজাফর যুদ্ধে অংশ নেননি", "তাই নবাব সেই যুদ্ধে পরাজিত হন।"),
        ("or", "ଅଶୋକ ଶେଷରେ ଯୁଦ୍ଧ ଜିତିଲେ", "କିନ୍ତୁ ତାଙ୍କ ମନରେ ବହୁତ ଦୁଃଖ ହେଲା।"),
    ],
)
def test_past_tenses_end_a_clause_before_a_comma_and_but_or_so(language: str, left: str, right: str) -> None:
    assert split(language, f"{left}, {right}") == (left + right[-1], right)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ml", "അത് ചെറിയ, എന്നാൽ വളരെ ഭംഗിയുള്ള ഒരു വീട് ആണ്."),
        ("te", "అది చిన్నదైన, కానీ చాలా అందమైన పాత ఇల్లు."),
        ("bn", "এটি ছোট, কিন্তু খুব সুন্দর একটি পুরোনো বাড়ি।"),
        ("or", "ଏହା ଛୋଟ, କିନ୍ତୁ ବହୁତ ସୁନ୍ଦର ଏକ ପୁରୁଣା ଘର।"),
    ],
)
def test_an_adjective_before_but_ends_no_clause(language: str, sentence: str) -> None:
    assert split(language, sentence) == (sentence,)


@pytest.mark.parametrize(
    ("language", "sentence", "parts"),
    [
        (
            "hi",
            "अशोक मगध का राजा था, जिसने कलिंग का युद्ध जीता था।",
            ("अशोक मगध का राजा था।", "उसने कलिंग का युद्ध जीता था।"),
        ),
        (
            "hi",
            "पत्तियों में हरा पदार्थ होता है, जो प्रकाश को सोखता है।",
            ("पत्तियों में हरा पदार्थ होता है।", "वह प्रकाश को सोखता है।"),
        ),
        ("hi", "मकड़ियाँ आठ पैरों वाले जीव हैं, जो जाल बुनते हैं।", ("मकड़ियाँ आठ पैरों वाले जीव हैं।", "वे जाल बुनते हैं।")),
        ("mr", "रायगड हा एक गड आहे, ज्याची उंची ८२० मीटर आहे.", ("रायगड हा एक गड आहे.", "त्याची उंची ८२० मीटर आहे.")),
        (
            "gu",
            "ગુજરાતમાં ગીરનું જંગલ છે, જ્યાં એશિયાઈ સિંહ રહે છે.",
            ("ગુજરાતમાં ગીરનું જંગલ છે.", "ત્યાં એશિયાઈ સિંહ રહે છે."),
        ),
        (
            "pa",
            "ਅੰਮ੍ਰਿਤਸਰ ਪੰਜਾਬ ਦਾ ਵੱਡਾ ਸ਼ਹਿਰ ਹੈ, ਜਿਸ ਵਿੱਚ ਹਰਿਮੰਦਰ ਸਾਹਿਬ ਬਣਿਆ ਹੈ।",
            ("ਅੰਮ੍ਰਿਤਸਰ ਪੰਜਾਬ ਦਾ ਵੱਡਾ ਸ਼ਹਿਰ ਹੈ।", "ਉਸ ਵਿੱਚ ਹਰਿਮੰਦਰ ਸਾਹਿਬ ਬਣਿਆ ਹੈ।"),
        ),
        (
            "or",
            "ଚିଲିକା ଓଡ଼ିଶାର ବଡ଼ ହ୍ରଦ ଅଟେ, ଯେଉଁଠାରେ ଶୀତଦିନେ ପକ୍ଷୀ ଆସନ୍ତି।",
            ("ଚିଲିକା ଓଡ଼ିଶାର ବଡ଼ ହ୍ରଦ ଅଟେ।", "ସେଠାରେ ଶୀତଦିନେ ପକ୍ଷୀ ଆସନ୍ତି।"),
        ),
        (
            "te",
            "మొక్కలు ఆహారం తయారు చేస్తాయి మరియు సూర్యుడు వాటికి వెలుగు ఇస్తుంది.",
            ("మొక్కలు ఆహారం తయారు చేస్తాయి.", "మరియు సూర్యుడు వాటికి వెలుగు ఇస్తుంది."),
        ),
        (
            "kn",
            "ಸಸ್ಯಗಳು ಆಹಾರವನ್ನು ತಾವೇ ತಯಾರಿಸುತ್ತವೆ ಮತ್ತು ಸೂರ್ಯನು ಅವುಗಳಿಗೆ ಬೆಳಕು ಕೊಡುತ್ತದೆ.",
            ("ಸಸ್ಯಗಳು ಆಹಾರವನ್ನು ತಾವೇ ತಯಾರಿಸುತ್ತವೆ.", "ಮತ್ತು ಸೂರ್ಯನು ಅವುಗಳಿಗೆ ಬೆಳಕು ಕೊಡುತ್ತದೆ."),
        ),
    ],
)
def test_the_easiest_level_parts_more(language: str, sentence: str, parts: tuple[str, ...]) -> None:
    assert split(language, sentence) == (sentence,)
    assert split(language, sentence, thorough=True) == parts


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hi", "राम श्याम के घर गया था, जो तीन दिन से बीमार था।"),  # who was ill?
        ("hi", "भारत में कई नदियाँ हैं, जो पूरे साल बहती हैं।"),  # not all of them do
        ("hi", "वह ऐसी जगह है, जहाँ पानी कभी नहीं मिलता है।"),
        ("hi", "ग्राम सभा गाँव के उन लोगों की सभा है, जिनकी आयु 18 वर्ष है।"),
        ("hi", "यह कोई फल नहीं है, जिसे हम रोज़ खाते हैं।"),
        ("hi", "अशोक मगध का राजा था, जो जानता था कि युद्ध बुरा है।"),
        ("mr", "रायगड किल्ला एका डोंगरावर आहे, ज्याची उंची ८२० मीटर आहे."),  # the hill's or the fort's?
        ("gu", "રમેશ રાજુના ઘરમાં છે, જે ત્રણ દિવસથી બીમાર છે."),
        ("te", "మొక్కలు ఆహారం తయారు చేస్తాయి మరియు నేల నుండి నీటిని పీల్చుకుంటాయి."),  # the plants as well
        ("kn", "ನೀರು ನೂರು ಡಿಗ್ರಿಯಲ್ಲಿ ಕುದಿಯುತ್ತದೆ ಮತ್ತು ಸೊನ್ನೆ ಡಿಗ್ರಿಯಲ್ಲಿ ಹೆಪ್ಪುಗಟ್ಟುತ್ತದೆ."),
    ],
)
def test_the_easiest_level_leaves_whole_what_is_not_sure(language: str, sentence: str) -> None:
    assert split(language, sentence, thorough=True) == (sentence,)
