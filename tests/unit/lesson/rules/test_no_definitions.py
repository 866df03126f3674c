"""Sentences that look like definitions and tell no meaning, beside some that do."""

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
    ("language", "text"),
    [
        ("en", "This is called friction."),  # nothing before it says what "this" is
        ("en", "He was called to the office."),
        ("en", "Stomata are mostly found on the lower side of the leaf."),
        ("en", "What is called photosynthesis?"),
        ("hi", "इसे घर्षण कहते हैं।"),
        ("hi", "लोग राम को बहुत अच्छा और सच्चा बालक कहते हैं।"),  # more than a term
        ("ta", "எது என்றால் என்ன?"),
        ("gu", "ચોમાસું પૂરું થાય એટલે તેઓ જમીનમાં કૂવો ખોદે છે."),  # "when the rains end, they dig"
    ],
)
def test_other_sentences_define_nothing(language: str, text: str) -> None:
    assert find(language, text, "stomata", "friction") == {}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Chilika is a large coastal lagoon in India."),
        ("en", "A lagoon is a lake."),
        ("hi", "पौधों में भोजन बनाने वाला अंग है।"),
        ("hi", "भारत बहुत दूध देने वाला देश है।"),
    ],
)
def test_what_is_only_said_of_one_thing_is_no_definition(language: str, sentence: str) -> None:
    assert find(language, sentence) == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He is a teacher in our school."),
        ("en", "There is a fair. This is a disease of the skin."),
        ("en", "Delhi is a city in the north of India."),
        ("en", "It was a sunny day in the hills."),
        ("en", "A boy was a witness of it all."),
        ("en", "The disease is a form of fever in cattle."),
        ("en", "Water is a problem in many villages."),
        ("en", "Malaria is not a disease of the lungs."),
        ("en", "We saw Ram. He was called a coward by them."),
        ("en", "The king was called Kanishka."),
        ("en", "The city was known as Pataliputra."),
        ("en", "The farmers, who were called to the office, went home."),
        ("hi", "वह एक शिक्षक है।"),
        ("hi", "दिल्ली एक शहर है जो यमुना पर है।"),
        ("hi", "गांधी जी को लोग बापू कहते थे।"),
        ("hi", "किसान आए। इस राजा को महान कहते थे।"),
        ("hi", "कवि अपने मन की बात को कहते हैं।"),
        ("mr", "मुंबई हे महाराष्ट्रातील शहर आहे."),
        ("gu", "ગાંધીજીને બાપુ કહેતા હતા."),
        ("bn", "দিল্লি একটি শহর যা যমুনার তীরে।"),
        ("bn", "অশোককে মহান বলা হত।"),
        ("or", "ସେ ଜଣେ ଶିକ୍ଷକ ଅଟନ୍ତି।"),
        ("ta", "சென்னை ஒரு நகரம் ஆகும்."),
        ("te", "ఇది ఒక వ్యాధి."),
        ("kn", "ಬೆಂಗಳೂರು ಒಂದು ನಗರ."),
        ("ml", "കൊച്ചി ഒരു നഗരമാണ്."),
    ],
)
def test_a_trait_a_place_and_a_persons_name_are_no_meanings(language: str, text: str) -> None:
    assert find(language, text) == {}


def test_words_of_every_day_need_no_meaning() -> None:
    phrases = phrasebook.load(resources() / "lesson" / "en.toml")
    finder = DefinitionFinder(phrases, Glossary([], language="en", everyday=["water", "lazy"]), "en")
    assert finder.find("Water is a liquid that we drink every day.") is None
    assert finder.find("The boy was called lazy.") is None
    assert finder.find("Goitre is a swelling of the gland in the neck.") is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A merchant called Chetti lived there."),  # somebody's name
        ("en", "Magma is hot; lava is magma that comes out."),
        ("en", "A dam is an important source of water."),  # so is a well
        ("en", "Ravi, known as a joker, laughed."),
        ("hi", "राजू एक लड़का था जिसे सब शेरू कहते थे।"),
        ("hi", "जो मेहनत करता है, वह सफल कहलाता है।"),
        ("hi", "यमुना के किनारे बसा हुआ नगर आगरा कहलाता है।"),
        ("ta", "தமிழ்நாட்டின் மிக நீளமான ஆறு காவிரி எனப்படும்."),
        ("ta", "மலைகளும் காடுகளும் சூழ்ந்த ஊர் உதகமண்டலம் என்று அழைக்கப்படுகிறது."),
        ("ml", "മനുഷ്യശരീരത്തിലെ ഒരു പ്രധാന അവയവമാണ് കരൾ."),
        ("ml", "കേരളത്തിലൂടെ ഒഴുകുന്ന നദിയാണ് പെരിയാർ."),
        ("te", "ఆయనే రాజు."),
        ("bn", "রবীন্দ্রনাথকে বিশ্বকবি বলা হয়।"),
        ("gu", "ગાંધીજીને લોકો બાપુ કહે છે."),
        ("hi", "किसान मोहन को सब मुखिया कहते हैं।"),
        ("kn", "ಬಸವಣ್ಣನನ್ನು ಭಕ್ತಿ ಭಂಡಾರಿ ಎನ್ನುವರು."),
        ("ml", "വള്ളത്തോളിനെ മഹാകവി എന്ന് വിളിക്കുന്നു."),
        ("mr", "शिवाजी महाराजांना छत्रपती म्हणतात."),
        ("or", "ମଧୁସୂଦନ ଦାସଙ୍କୁ ଉତ୍କଳ ଗୌରବ କୁହାଯାଏ।"),
        ("pa", "ਭਗਤ ਸਿੰਘ ਨੂੰ ਸ਼ਹੀਦ ਕਿਹਾ ਜਾਂਦਾ ਹੈ।"),
        ("te", "వేమనను ప్రజాకవి అని పిలుస్తారు."),
        ("bn", "মা তাকে গল্প বলে।"),
        ("kn", "ಮಗುವಿಗೆ ರವಿ ಎಂದು ಹೆಸರು."),
        ("hi", "रामू अकेला घूमता था। लोग उसे पागल कहते हैं।"),  # gossip about somebody
        ("mr", "रामू एकटा फिरतो. सगळे त्याला मूर्ख म्हणतात."),
        ("pa", "ਰਾਮੂ ਇਕੱਲਾ ਘੁੰਮਦਾ ਸੀ। ਲੋਕ ਉਸ ਨੂੰ ਪਾਗਲ ਕਹਿੰਦੇ ਹਨ।"),
        ("en", "Kerala is called the island of spices."),
        ("te", "రవి అంటే నాకు చాలా ఇష్టం."),  # "Ravi I like very much"
        ("kn", "ರವಿ ಎಂದರೆ ನನಗೆ ತುಂಬಾ ಇಷ್ಟ."),
    ],
)
def test_names_and_qualities_are_no_terms(language: str, text: str) -> None:
    assert find(language, text, "magma", "dam") == {}


@pytest.mark.parametrize(
    ("language", "lungs", "sentence"),
    [
        ("hi", "फेफड़े", "वन पृथ्वी के फेफड़े कहलाते हैं।"),
        ("hi", "फेफड़े", "वन पृथ्वी के फेफड़े कहलाते थे।"),
        ("hi", "राजधानी", "दिल्ली भारत की राजधानी कहलाती है।"),
        ("pa", "ਫੇਫੜੇ", "ਜੰਗਲ ਧਰਤੀ ਦੇ ਫੇਫੜੇ ਅਖਵਾਉਂਦੇ ਹਨ।"),
        ("gu", "ફેફસાં", "જંગલો પૃથ્વીનાં ફેફસાં કહેવાય છે."),
        ("ta", "நுரையீரல்", "காடுகள் பூமியின் நுரையீரல் எனப்படும்."),
        ("ml", "ശ്വാസകോശം", "കാടുകൾ ഭൂമിയുടെ ശ്വാസകോശം എന്ന് അറിയപ്പെടുന്നു."),
        ("kn", "ಶ್ವಾಸಕೋಶ", "ಕಾಡುಗಳು ನಮ್ಮ ದೇಶದ ಶ್ವಾಸಕೋಶ ಎಂದು ಕರೆಯಲ್ಪಡುತ್ತದೆ."),
    ],
)
def test_a_term_is_not_cut_out_of_what_it_belongs_to(language: str, lungs: str, sentence: str) -> None:
    assert find(language, sentence, lungs) == {}


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("hi", "वनोन्मूलन", "वृक्षों की कटाई वनोन्मूलन कहलाती है।"),
        ("hi", "आयतन", "किसी वस्तु द्वारा घेरा गया स्थान उसका आयतन कहलाता है।"),
        ("pa", "ਵਾਸ਼ਪੀਕਰਨ", "ਪਾਣੀ ਦਾ ਭਾਫ਼ ਬਣਨਾ ਵਾਸ਼ਪੀਕਰਨ ਕਹਾਉਂਦਾ ਹੈ।"),
        ("gu", "બાષ્પીભવન", "પાણીનું વરાળમાં રૂપાંતર બાષ્પીભવન કહેવાય છે."),
    ],
)
def test_a_genitive_further_back_belongs_to_the_meaning(language: str, term: str, sentence: str) -> None:
    assert list(find(language, sentence, term)) == [term]


@pytest.mark.parametrize(
    ("language", "term", "sentence"),
    [
        ("hi", "वाष्पीकरण", "पानी भाप बनता है। लोग उसे वाष्पीकरण कहते हैं।"),
        ("hi", "संघनन", "भाप पानी बनती है। लोग इसे संघनन कहते हैं।"),
        ("en", "period of rotation", "The time taken by a planet for a turn is called its period of rotation."),
    ],
)
def test_what_people_call_a_thing_is_a_definition(language: str, term: str, sentence: str) -> None:
    assert list(find(language, sentence, "वाष्पीकरण")) == [term]
