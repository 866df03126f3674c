from __future__ import annotations

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.definitions import Definition, DefinitionFinder
from app.lesson.rules.glossary import Entry, Glossary
from tests.lesson_pages import resources


def find(language: str, text: str, *known: str) -> dict[str, Definition]:
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = Glossary([Entry(term, "", "x", "science") for term in known], language=language)
    return {found.term: found for found in DefinitionFinder(phrases, glossary, language).find_all(text)}


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("en", "photosynthesis", "The process by which plants make food is called photosynthesis."),
        ("en", "Evaporation", "Evaporation is the change of a liquid into vapour."),
        ("en", "chlorophyll", "Leaves contain a green pigment called chlorophyll, which traps sunlight."),
        ("hi", "वाष्पीकरण", "जल के वाष्प में बदलने की क्रिया को वाष्पीकरण कहते हैं।"),
        ("hi", "संविधान", "संविधान वह नियमावली है जिसके अनुसार शासन चलता है।"),
        ("mr", "हरितद्रव्य", "पानांतील हिरव्या रंगद्रव्याला हरितद्रव्य म्हणतात."),
        ("mr", "बाष्पीभवन", "बाष्पीभवन म्हणजे द्रवाचे वायूत रूपांतर होणे."),
        ("gu", "બાષ્પીભવન", "પ્રવાહીમાંથી વાયુ બનવાની ક્રિયાને બાષ્પીભવન કહે છે."),
        ("gu", "સત્યાગ્રહ", "સત્યાગ્રહ એટલે સત્ય માટે અહિંસક લડત."),
        ("pa", "ਪ੍ਰਕਾਸ਼ ਸੰਸ਼ਲੇਸ਼ਣ", "ਸੂਰਜ ਦੇ ਪ੍ਰਕਾਸ਼ ਵਿੱਚ ਭੋਜਨ ਬਣਾਉਣ ਨੂੰ ਪ੍ਰਕਾਸ਼ ਸੰਸ਼ਲੇਸ਼ਣ ਕਹਿੰਦੇ ਹਨ।"),
        ("bn", "সালোকসংশ্লেষ", "সূর্যের আলোয় খাদ্য তৈরির প্রক্রিয়াকে সালোকসংশ্লেষ বলে।"),
        ("or", "ହରିତକଣା", "ପତ୍ରର ସବୁଜ ପଦାର୍ଥକୁ ହରିତକଣା କୁହାଯାଏ।"),
        ("ta", "ஒளிச்சேர்க்கை", "ஒளியால் உணவு தயாரிக்கும் நிகழ்வை ஒளிச்சேர்க்கை என்கிறோம்."),
        ("ta", "பச்சையம்", "பச்சையம் என்பது இலைகளில் உள்ள நிறமி ஆகும்."),
        ("te", "బాష్పీభవనం", "బాష్పీభవనం అంటే ద్రవం ఆవిరిగా మారడం."),
        ("te", "కిరణజన్య సంయోగక్రియ", "ఆహారం తయారు చేసుకునే ప్రక్రియను కిరణజన్య సంయోగక్రియ అంటారు."),
        ("kn", "ದ್ಯುತಿಸಂಶ್ಲೇಷಣೆ", "ಆಹಾರ ತಯಾರಿಸುವ ಕ್ರಿಯೆಯನ್ನು ದ್ಯುತಿಸಂಶ್ಲೇಷಣೆ ಎಂದು ಕರೆಯುತ್ತಾರೆ."),
        ("ml", "ഹരിതകം", "ഇലകളിലെ പച്ച വർണകത്തെ ഹരിതകം എന്ന് വിളിക്കുന്നു."),
    ],
)
def test_finds_what_the_page_defines(language: str, term: str, sentence: str) -> None:
    found = find(language, sentence, "evaporation")
    assert list(found) == [term]
    definition = found[term]
    assert definition.evidence[definition.start : definition.end] == term
    assert definition.meaning.rstrip(".।") in sentence or definition.meaning[1:] in sentence


def test_an_english_meaning_is_a_phrase() -> None:
    assert find("en", "The tiny holes on a leaf are called stomata.")["stomata"].meaning == "the tiny holes on a leaf"
    assert find("en", "Erosion means the wearing away of soil.")["Erosion"].meaning == "the wearing away of soil"


def test_a_definition_that_points_back_brings_the_sentence_before_it() -> None:
    before = "जलवाष्प ठंडी होकर बूँदों में बदल जाती है।"
    found = find("hi", f"{before} इस क्रिया को संघनन कहते हैं।")["संघनन"]
    assert found.evidence == found.meaning == f"{before} इस क्रिया को संघनन कहते हैं।"
    assert found.evidence[found.start : found.end] == "संघनन"


def test_a_glossary_term_before_is_called_is_found_where_nothing_marks_its_start() -> None:
    sentence = "உருகிய பாறை மாக்மா எனப்படும்."
    assert list(find("ta", sentence, "மாக்மா")) == ["மாக்மா"]


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("en", "stomata", "The leaf has tiny pores on its lower surface, which are called stomata."),
        ("en", "terraces", "Farmers cut steps on slopes; they are called terraces."),
        ("hi", "चालक", "जिन पदार्थों में से ऊष्मा गुजर जाती है, वे चालक कहलाते हैं।"),
    ],
)
def test_a_meaning_that_would_end_in_a_pronoun_is_the_whole_sentence(language: str, term: str, sentence: str) -> None:
    assert find(language, sentence, term)[term].meaning == sentence


def test_an_article_is_no_part_of_the_term() -> None:
    assert set(find("en", "Each province was ruled by a governor called a nayaka.")) == {"nayaka"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hi", "राजधानी पाटलिपुत्र थी जिसे आज पटना कहते हैं।"),
        ("pa", "ਪੰਜਾਬ ਸ਼ਬਦ ਦਾ ਅਰਥ ਹੈ ਪੰਜ ਪਾਣੀਆਂ ਦੀ ਧਰਤੀ।"),
    ],
)
def test_an_adverb_or_the_word_word_is_no_part_of_a_term(language: str, sentence: str) -> None:
    assert set(find(language, sentence)) <= {"ਪੰਜਾਬ"}


def test_a_definition_that_points_back_inside_brings_the_sentence_before_it() -> None:
    before, sentence = "हवा रेत को उड़ाकर टीले बना देती है।", "रेत के इन टीलों को बरखान कहा जाता है।"
    found = find("hi", f"{before} {sentence}")["बरखान"]
    assert found.evidence == f"{before} {sentence}"
    assert found.clear
    assert not find("hi", sentence)["बरखान"].clear


def test_that_after_a_verb_points_nowhere() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "en.toml")
    finder = DefinitionFinder(phrases, Glossary([], language="en"), "en")
    assert not finder.context.leans_on_context("In 2019 a survey found that much land was damaged.")
    assert finder.context.leans_on_context("After that the kingdom became weak.")
    assert finder.context.leans_on_context("Inside there were papers and a pair of spectacles.")


def test_a_meaning_begins_small_unless_with_a_name() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "en.toml")
    finder = DefinitionFinder(phrases, Glossary([], language="en", everyday=["water", "India", "that"]), "en")
    water, india = finder.find("Water that falls is called rain."), finder.find("India that was is called Bharat.")
    assert water is not None
    assert india is not None
    assert (water.meaning, india.meaning) == ("water that falls", "India that was")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("te", "గ్రహాల చుట్టూ తిరిగే వాటిని ఉపగ్రహాలు అంటారు."),
        ("hi", "जो अन्न उगाए उसे किसान कहते हैं।"),
    ],
)
def test_a_pronoun_that_points_inside_its_sentence_needs_no_sentence_before(language: str, sentence: str) -> None:
    (found,) = find(language, f"{sentence.split()[0]} … {sentence.split()[-1]} {sentence}").values()
    assert found.evidence == sentence
    assert found.clear


def test_a_pronoun_in_the_first_clause_points_out_of_the_sentence_and_one_behind_it_does_not() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "hi.toml")
    finder = DefinitionFinder(phrases, Glossary([], language="hi"), "hi")
    assert finder.context.leans_on_context("पंडित नेहरू ने 22 अक्टूबर 1963 को इसे राष्ट्र को समर्पित किया।")
    assert not finder.context.leans_on_context("भाखड़ा बाँध सतलुज पर बना है और इसकी ऊँचाई 226 मीटर है।")
    assert not finder.context.leans_on_context("ग्राम सभा में गाँव के वे सभी लोग होते हैं जिनकी आयु 18 वर्ष है।")


def test_a_pronoun_of_respect_behind_a_name_points_nowhere() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "mr.toml")
    finder = DefinitionFinder(phrases, Glossary([], language="mr"), "mr")
    assert not finder.context.leans_on_context("टेलिफोनचा शोध 1876 मध्ये अलेक्झांडर बेल यांनी लावला.")


@pytest.mark.parametrize(
    ("language", "before", "sentence", "term"),
    [
        ("bn", "এর আয়তন প্রায় ১০,০০০ বর্গ কিলোমিটার।", "ম্যানগ্রোভ হল এমন উদ্ভিদ যা লবণাক্ত জলে জন্মায়।", "ম্যানগ্রোভ"),
        ("pa", "ਇੱਥੋਂ ਦੀ ਮਿੱਟੀ ਚੰਗੀ ਹੈ।", "ਜਲੋਢ ਮਿੱਟੀ ਉਹ ਮਿੱਟੀ ਹੈ ਜੋ ਦਰਿਆ ਆਪਣੇ ਨਾਲ ਲਿਆਉਂਦੇ ਹਨ।", "ਜਲੋਢ ਮਿੱਟੀ"),
        ("hi", "मौर्य राजा बड़े थे।", "साम्राज्य उस बड़े राज्य को कहते हैं जिसमें कई छोटे राज्य होते हैं।", "साम्राज्य"),
    ],
)
def test_a_pronoun_with_its_own_relative_clause_points_to_nothing_before(
    language: str, before: str, sentence: str, term: str
) -> None:
    assert find(language, f"{before} {sentence}")[term].evidence == sentence


@pytest.mark.parametrize(
    ("language", "whole", "parts", "terms"),
    [
        ("te", "మనిషి గుండెలో నాలుగు గదులు ఉంటాయి.", "పై గదులను కర్ణికలు అంటారు. కింది గదులను జఠరికలు అంటారు.", "కర్ణికలు జఠరికలు"),
        ("hi", "हृदय में चार कक्ष होते हैं।", "ऊपरी कक्षों को अलिंद कहते हैं। निचले कक्षों को निलय कहते हैं।", "अलिंद निलय"),
        ("en", "The heart has four chambers.", "The upper chambers are called atria.", "atria"),
    ],
)
def test_the_meaning_of_a_part_brings_the_sentence_that_names_the_whole(
    language: str, whole: str, parts: str, terms: str
) -> None:
    glossary = terms.split()
    found = find(language, f"{whole} {parts}", *glossary)
    assert list(found) == glossary
    assert all(definition.meaning.startswith(whole) for definition in found.values())


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("en", "lagoon", "A lagoon is a shallow body of salty water."),
        ("en", "wetland", "A wetland is a place where the soil is covered with water."),
        ("hi", "दिक्सूचक", "दिक्सूचक दिशा बताने वाला यंत्र है।"),
        ("hi", "धर्मनिरपेक्षता", "धर्मनिरपेक्षता का अर्थ है कि राज्य का अपना कोई धर्म नहीं होगा।"),
        ("ml", "ഹരിതകം", "ഹരിതകം ഇലകൾക്കു പച്ചനിറം നൽകുന്ന വസ്തുവാണ്."),
    ],
)
def test_a_thing_told_by_its_kind_is_defined_though_no_glossary_has_it(language: str, term: str, sentence: str) -> None:
    assert list(find(language, sentence)) == [term]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [("இதற்கு ஆவியாதல் என்று பெயர்.", "ஆவியாதல்"), ("இந்த மாற்றம் சுருங்குதல் எனப்படும்.", "சுருங்குதல்")],
)
def test_a_tamil_name_for_what_was_told_before_is_a_definition(sentence: str, term: str) -> None:
    before = "ஏரியின் நீர் மெல்ல மாறுகிறது."
    found = find("ta", f"{before} {sentence}")
    assert found[term].meaning == f"{before} {sentence}"


def test_a_meaning_does_not_begin_with_that() -> None:
    found = find("hi", "धर्मनिरपेक्षता का अर्थ है कि राज्य का कोई धर्म नहीं होगा।")
    assert found["धर्मनिरपेक्षता"].meaning == "राज्य का कोई धर्म नहीं होगा"


def test_a_sentence_that_takes_up_the_term_before_it_does_not_mean_what_that_one_means() -> None:
    text = "कवचाखाली तापलेला द्रव खडक असतो, त्याला मॅग्मा म्हणतात. मॅग्मा पृष्ठभागावर येतो तेव्हा त्याला लाव्हा म्हणतात."
    found = find("mr", text, "लाव्हा", "मॅग्मा")
    assert found["लाव्हा"].meaning == "मॅग्मा पृष्ठभागावर येतो तेव्हा त्याला लाव्हा म्हणतात."


def test_a_meaning_does_not_begin_with_the_conjunction_of_what_stood_before() -> None:
    text = "মাটিতে অক্সিজেন কম থাকে। তাই গাছের শিকড় উপরে উঠে আসে। এই শিকড়কে শ্বাসমূল বলে।"
    assert find("bn", text, "শ্বাসমূল")["শ্বাসমূল"].meaning.startswith("গাছের শিকড়")
    text = "The mud holds no air. So the roots grow upwards. These roots are called breathing roots."
    assert find("en", text)["breathing roots"].meaning.startswith("The roots grow upwards.")


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("en", "Scurvy", "Scurvy is a disease caused by the lack of vitamin C."),
        ("en", "Goitre", "Goitre is a swelling of the gland in the neck."),
        ("en", "jagir", "A jagir was a piece of land from which the officer collected revenue."),
        ("en", "mansabdars", "The officers, who were called mansabdars, received their salaries as jagirs."),
        ("en", "mansabdars", "The officers were called mansabdars."),
        ("hi", "स्कर्वी", "स्कर्वी विटामिन C की कमी से होने वाला रोग है।"),
        ("hi", "मलेरिया", "मलेरिया एक रोग है जो मच्छर के काटने से फैलता है।"),
        ("hi", "जागीर", "भूमि के उस टुकड़े को जागीर कहते थे।"),
        ("mr", "स्कर्वी", "स्कर्वी हा जीवनसत्त्व क च्या कमतरतेमुळे होणारा रोग आहे."),
        ("mr", "खराज", "जमिनीवरील या कराला खराज म्हणत असत."),
        ("gu", "મેલેરિયા", "મેલેરિયા એક રોગ છે જે મચ્છરથી ફેલાય છે."),
        ("gu", "ખરાજ", "જમીન પર લેવાતા આ કરને ખરાજ કહેવામાં આવતું હતું."),
        ("pa", "ਮਲੇਰੀਆ", "ਮਲੇਰੀਆ ਇੱਕ ਬਿਮਾਰੀ ਹੈ ਜੋ ਮੱਛਰ ਨਾਲ ਫੈਲਦੀ ਹੈ।"),
        ("pa", "ਜਗੀਰ", "ਜ਼ਮੀਨ ਦੇ ਇਸ ਟੁਕੜੇ ਨੂੰ ਜਗੀਰ ਕਿਹਾ ਜਾਂਦਾ ਸੀ।"),
        ("bn", "স্কার্ভি", "স্কার্ভি ভিটামিন সি-র অভাবজনিত রোগ।"),
        ("bn", "জাবতি", "জমির এই খাজনা আদায়ের ব্যবস্থাকে জাবতি বলা হত।"),
        ("or", "ସ୍କର୍ଭି", "ସ୍କର୍ଭି ଭିଟାମିନ ସି ଅଭାବରୁ ହେଉଥିବା ଏକ ରୋଗ।"),
        ("or", "ଜବତ", "ଜମିର ଏହି କର ବ୍ୟବସ୍ଥାକୁ ଜବତ କୁହାଯାଉଥିଲା।"),
        ("ta", "ஸ்கர்வி", "ஸ்கர்வி வைட்டமின் சி குறைவால் ஏற்படும் நோய் ஆகும்."),
        ("ta", "ஜப்தி", "நில வரி வாங்கும் முறையை ஜப்தி என்று அழைத்தனர்."),
        ("te", "స్కర్వీ", "స్కర్వీ విటమిన్ సి లోపం వల్ల కలిగే వ్యాధి."),
        ("te", "జప్తి", "భూమి పన్ను వసూలు చేసే ఈ పద్ధతిని జప్తి అని పిలిచేవారు."),
        ("kn", "ಸ್ಕರ್ವಿ", "ಸ್ಕರ್ವಿ ವಿಟಮಿನ್ ಸಿ ಕೊರತೆಯಿಂದ ಉಂಟಾಗುವ ರೋಗ."),
        ("kn", "ಜಬ್ತಿ", "ಭೂಮಿಯ ತೆರಿಗೆಯ ಈ ವ್ಯವಸ್ಥೆಯನ್ನು ಜಬ್ತಿ ಎಂದು ಕರೆಯುತ್ತಿದ್ದರು."),
        ("ml", "സ്കർവി", "സ്കർവി വിറ്റാമിൻ സി കുറവു മൂലം ഉണ്ടാകുന്ന രോഗമാണ്."),
        ("ml", "ജപ്തി", "ഭൂമിയുടെ ഈ നികുതി സമ്പ്രദായത്തെ ജപ്തി എന്ന് വിളിച്ചിരുന്നു."),
    ],
)
def test_a_kind_that_is_narrowed_down_and_a_name_of_the_past_are_definitions(
    language: str, term: str, sentence: str
) -> None:
    assert list(find(language, sentence)) == [term]


def test_a_term_of_the_glossary_is_explained_by_the_clause_behind_it() -> None:
    english = "A balanced diet, which contains all the nutrients in the right amounts, is essential for growth."
    hindi = "संतुलित आहार, जिसमें सभी पोषक तत्व उचित मात्रा में होते हैं, वृद्धि के लिए आवश्यक है।"
    assert find("en", english, "balanced diet")["balanced diet"].meaning == english
    assert find("hi", hindi, "संतुलित आहार")["संतुलित आहार"].meaning == hindi
    assert find("en", "A boy, who was ten years old and thin, is lost.") == {}


def test_a_hindi_term_before_its_meaning_is_taken_where_it_is_no_everyday_word() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "hi.toml")
    finder = DefinitionFinder(phrases, Glossary([], language="hi", everyday=["पानी", "कवि"]), "hi")
    found = finder.find("घेंघा गले की ग्रंथि की सूजन को कहते हैं।")
    assert found is not None
    assert found.term == "घेंघा"
    assert finder.find("कवि मन की गहरी पीड़ा को कहते हैं।") is None
    assert finder.find("महर्षि मन की गहरी बात को कहते हैं।") is None


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        ("A drone is a male bee and has no sting.", "a male bee"),
        ("A drone is a male bee and it has no sting.", "a male bee"),
        ("Erosion means the wearing away of soil and harms the fields.", "the wearing away of soil"),
        ("A lagoon is a body of water and salt near the sea.", "a body of water and salt near the sea"),
        ("A herbivore is an animal that eats grass and has hoofs.", "an animal that eats grass and has hoofs"),
    ],
)
def test_an_english_meaning_ends_where_the_sentence_goes_on_to_say_more(sentence: str, meaning: str) -> None:
    assert [found.meaning for found in find("en", sentence, "drone").values()] == [meaning]


@pytest.mark.parametrize(
    "sentence",
    [
        "A balanced diet, which contains all the nutrients in the right amounts, keeps us healthy.",
        "Children need a balanced diet, which contains all the nutrients in the right amounts.",
    ],
)
def test_a_clause_behind_a_term_is_its_meaning_whatever_the_sentence_says(sentence: str) -> None:
    assert find("en", sentence, "balanced diet")["balanced diet"].meaning == sentence


_MIXTURES = [
    ("hi", "मिश्रधातु", "मिश्रधातु दो या अधिक धातुओं का मिश्रण है।"),
    ("mr", "मिश्रधातू", "मिश्रधातू हे दोन किंवा अधिक धातूंचे मिश्रण आहे."),
    ("gu", "મિશ્રધાતુ", "મિશ્રધાતુ બે કે વધુ ધાતુઓનું મિશ્રણ છે."),
    ("pa", "ਮਿਸ਼ਰਧਾਤ", "ਮਿਸ਼ਰਧਾਤ ਦੋ ਜਾਂ ਵੱਧ ਧਾਤਾਂ ਦਾ ਮਿਸ਼ਰਣ ਹੈ।"),
    ("bn", "সংকর ধাতু", "সংকর ধাতু দুই বা ততোধিক ধাতুর মিশ্রণ।"),
    ("or", "ମିଶ୍ରଧାତୁ", "ମିଶ୍ରଧାତୁ ଦୁଇ ବା ଅଧିକ ଧାତୁର ମିଶ୍ରଣ ଅଟେ।"),
    ("ta", "உலோகக்கலவை", "உலோகக்கலவை இரண்டு அல்லது அதற்கு மேற்பட்ட உலோகங்களின் கலவை ஆகும்."),
    ("te", "మిశ్రమ లోహం", "మిశ్రమ లోహం రెండు లేదా అంతకంటే ఎక్కువ లోహాల మిశ్రమం."),
    ("kn", "ಮಿಶ್ರಲೋಹ", "ಮಿಶ್ರಲೋಹ ಎರಡು ಅಥವಾ ಹೆಚ್ಚು ಲೋಹಗಳ ಮಿಶ್ರಣವಾಗಿದೆ."),
    ("ml", "ലോഹസങ്കരം", "ലോഹസങ്കരം രണ്ടോ അതിലധികമോ ലോഹങ്ങളുടെ മിശ്രിതമാണ്."),
]


@pytest.mark.parametrize(("language", "term", "sentence"), _MIXTURES)
def test_a_term_told_by_what_it_is_made_of_is_defined(language: str, term: str, sentence: str) -> None:
    assert list(find(language, sentence, term)) == [term]


def test_an_unknown_hindi_word_told_so_must_be_no_everyday_word_nor_half_of_a_term() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "hi.toml")
    everyday = ["दुनिया", "हवा", "कई", "लोगों", "में"]
    finder = DefinitionFinder(phrases, Glossary([], language="hi", everyday=everyday), "hi")
    found = finder.find("इंटरनेट दुनिया भर के कंप्यूटरों का जाल है।")
    assert found is not None
    assert found.term == "इंटरनेट"
    for sentence in (
        "हवा कई गैसों का मिश्रण है।",
        "सौर मंडल ग्रहों और सूर्य का समूह है।",
        "मैदान में लोगों का बड़ा समूह है।",
        "यह दूध और पानी का मिश्रण है।",
    ):
        assert finder.find(sentence) is None


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("en", "solar energy", "The energy that comes from the sun is called solar energy (SE)."),
        ("hi", "सौर ऊर्जा", "सूर्य से मिलने वाली ऊर्जा को सौर ऊर्जा (solar energy) कहते हैं।"),
        ("mr", "सौर ऊर्जा", "सूर्यापासून मिळणाऱ्या ऊर्जेला सौर ऊर्जा (solar energy) म्हणतात."),
        ("gu", "સૌર ઊર્જા", "સૂર્યમાંથી મળતી ઊર્જાને સૌર ઊર્જા (solar energy) કહે છે."),
        ("pa", "ਸੂਰਜੀ ਊਰਜਾ", "ਸੂਰਜ ਤੋਂ ਮਿਲਣ ਵਾਲੀ ਊਰਜਾ ਨੂੰ ਸੂਰਜੀ ਊਰਜਾ (solar energy) ਕਹਿੰਦੇ ਹਨ।"),
        ("bn", "সৌরশক্তি", "সূর্য থেকে পাওয়া শক্তিকে সৌরশক্তি (solar energy) বলে।"),
        ("or", "ସୌରଶକ୍ତି", "ସୂର୍ଯ୍ୟଙ୍କଠାରୁ ମିଳୁଥିବା ଶକ୍ତିକୁ ସୌରଶକ୍ତି (solar energy) କୁହାଯାଏ।"),
        ("ta", "சூரிய ஆற்றல்", "சூரியனிடமிருந்து கிடைக்கும் ஆற்றலை சூரிய ஆற்றல் (solar energy) என்கிறோம்."),
        ("te", "సౌర శక్తి", "సూర్యుని నుండి వచ్చే శక్తిని సౌర శక్తి (solar energy) అంటారు."),
        ("te", "బాష్పీభవనం", "బాష్పీభవనం (evaporation) అంటే ద్రవం ఆవిరిగా మారడం."),
        ("kn", "ಸೌರಶಕ್ತಿ", "ಸೂರ್ಯನಿಂದ ದೊರೆಯುವ ಶಕ್ತಿಯನ್ನು ಸೌರಶಕ್ತಿ (solar energy) ಎಂದು ಕರೆಯುತ್ತಾರೆ."),
        ("ml", "സൗരോർജം", "സൂര്യനിൽ നിന്ന് ലഭിക്കുന്ന ഊർജത്തെ സൗരോർജം (solar energy) എന്ന് വിളിക്കുന്നു."),
    ],
)
def test_brackets_between_a_term_and_its_verb_hide_no_definition(language: str, term: str, sentence: str) -> None:
    found = find(language, sentence)
    assert list(found) == [term]
    assert sentence[found[term].start : found[term].end] == term


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("hi", "एकवर्षी पौधे", "वे पौधे जो केवल एक वर्ष जीवित रहते हैं, एकवर्षी पौधे कहलाते हैं।"),
        ("hi", "वाष्पोत्सर्जन", "पौधों द्वारा जल के वाष्प के रूप में निकलने की क्रिया वाष्पोत्सर्जन कहलाती है।"),
        ("hi", "आयतन", "किसी वस्तु द्वारा घेरा गया स्थान उसका आयतन कहलाता है।"),
        ("pa", "ਹਾਈਗ੍ਰੋਮੀਟਰ", "ਹਵਾ ਦੀ ਨਮੀ ਨੂੰ ਮਾਪਣ ਵਾਲਾ ਯੰਤਰ ਹਾਈਗ੍ਰੋਮੀਟਰ ਕਹਾਉਂਦਾ ਹੈ।"),
        ("ta", "தீபகற்பம்", "மூன்று பக்கம் நீரால் சூழப்பட்ட நிலப்பகுதி தீபகற்பம் எனப்படும்."),
        ("ta", "சமச்சீர் உணவு", "அனைத்து சத்துகளும் சரியான அளவில் உள்ள உணவு சமச்சீர் உணவு எனப்படும்."),
        ("kn", "ಮಣ್ಣಿನ ಸವಕಳಿ", "ಮೇಲ್ಮಣ್ಣು ಕೊಚ್ಚಿ ಹೋಗುವುದನ್ನು ಮಣ್ಣಿನ ಸವಕಳಿ ಎನ್ನುವರು."),
        ("kn", "ಪರ್ಯಾಯ ದ್ವೀಪ", "ಮೂರು ಕಡೆ ನೀರಿರುವ ಭೂಭಾಗಕ್ಕೆ ಪರ್ಯಾಯ ದ್ವೀಪ ಎಂದು ಹೆಸರು."),
        ("ml", "ഹരിതകം", "ഇലകൾക്ക് പച്ചനിറം നൽകുന്ന വസ്തുവാണ് ഹരിതകം."),
        ("te", "ఘనపరిమాణం", "వస్తువు ఆక్రమించే స్థలమే ఘనపరిమాణం."),
        ("bn", "বর্ষজীবী উদ্ভিদ", "যেসব উদ্ভিদ এক বছর বাঁচে তাদের বর্ষজীবী উদ্ভিদ বলে।"),
        ("mr", "महसूल", "जमिनीवरील कराला महसूल म्हणतात."),
        ("hi", "कटाई", "फ़सल काटने को कटाई कहा जाता है।"),
        ("kn", "ಬಾಷ್ಪೀಕರಣ", "ನೀರು ಆವಿಯಾಗುವುದನ್ನು ಬಾಷ್ಪೀಕರಣ ಎನ್ನುವರು."),
        ("mr", "संघनन", "वाफेचे पाण्यात रूपांतर होणे म्हणजे संघनन होय."),
        ("en", "Quorum", "Quorum is the minimum number of members who must be present to hold a meeting."),
        ("en", "Magma", "Magma is molten rock below the surface of the earth."),
        ("en", "jagir", "The noble was paid from a piece of land, known as a jagir."),
        ("en", "erosion", "By erosion we mean the wearing away of soil."),
    ],
)
def test_the_order_of_words_tells_a_term_that_no_glossary_has(language: str, term: str, sentence: str) -> None:
    assert list(find(language, sentence)) == [term]


@pytest.mark.parametrize(
    ("language", "term", "meaning", "sentence"),
    [
        ("en", "perennial", "lasting through the year", "The word perennial means lasting through the year."),
        ("en", "meander", "a bend in a river", "The term “meander” refers to a bend in a river."),
        ("en", "reflection", "the bouncing back of light", "Reflection is the bouncing back of light."),
        ("en", "perimeter", "the length of its boundary", "The perimeter of a figure is the length of its boundary."),
        ("en", "sepoys", "the soldiers of the Company", "The soldiers of the Company, called sepoys, rose."),
        ("hi", "प्रकाश वर्ष", "एक साल में प्रकाश की दूरी", "एक प्रकाश वर्ष का अर्थ है एक साल में प्रकाश की दूरी।"),
        ("hi", "संघनन", "भाप का पानी बनना", "संघनन शब्द का अर्थ भाप का पानी बनना है।"),
        ("te", "పర్యావరణం", "మన చుట్టూ ఉన్నవి", "పర్యావరణం అనే పదానికి అర్థం మన చుట్టూ ఉన్నవి."),
        ("gu", "પર્યાવરણ", "આપણી આસપાસનું બધું", "પર્યાવરણ શબ્દનો અર્થ આપણી આસપાસનું બધું છે."),
    ],
)
def test_the_words_around_a_term_are_no_part_of_it(language: str, term: str, meaning: str, sentence: str) -> None:
    found = find(language, sentence, "reflection", "perimeter")
    assert {key.casefold(): value.meaning for key, value in found.items()} == {term: meaning}


@pytest.mark.parametrize(
    ("language", "term", "meaning", "sentence"),
    [
        ("gu", "બાષ્પીભવન", "પાણીનું વરાળમાં ફેરવાવું", "પાણીનું વરાળમાં ફેરવાવું એટલે બાષ્પીભવન."),
        ("mr", "बाष्पीभवन", "पाण्याची वाफ होणे", "पाण्याची वाफ होणे म्हणजे बाष्पीभवन."),
        ("te", "బాష్పీభవనం", "నీరు ఆవిరిగా మారడం", "నీరు ఆవిరిగా మారడం అంటే బాష్పీభవనం."),
        ("bn", "বাষ্পীভবন", "জল বাষ্প হওয়া", "জল বাষ্প হওয়া মানে বাষ্পীভবন।"),
    ],
)
def test_a_known_term_may_stand_behind_what_it_means(language: str, term: str, meaning: str, sentence: str) -> None:
    found = find(language, sentence, term)
    assert {key: value.meaning for key, value in found.items()} == {term: meaning}
    assert find(language, sentence) == {}
