from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import languages, sentences

# "¦" marks where a sentence ends; everything else must stay whole
TEXTS = [
    ("en", "Water boils at 100 °C.¦It freezes at 0 °C."),
    ("en", "Dr. A. P. J. Abdul Kalam was born in 1931.¦He wrote books."),
    ("en", "Pi is about 3.14.¦See Fig. 3 for a circle, e.g. the wheel."),
    ("en", "The bell rings at 4 p.m. every day.¦We go home at 5 p.m.¦The road is long."),
    ("en", "“Where is it?” asked Ram.¦“Here!”¦She pointed at the tree."),
    ("en", "He waited... and waited.¦Then he left…¦Nobody came."),
    ("en", "He said no.¦Ram went home.¦See No. 5 and Fig. B."),
    ("en", ". Then he went."),
    ("en", "1. Take a glass of water.¦2. Add salt."),
    ("en", "a. Take a glass.¦b. Add salt."),
    ("en", "Rickets comes of too little vitamin D.¦Bones become soft.¦This is hepatitis B.¦Goats do not get it."),
    ("en", "Draw a line from A to B.¦Gas of H and O.¦Raju and C. V. Raman met B. Das and J. Bose."),
    ("ta", "இது வைட்டமின் D.¦நெல்லிக்காய் நல்லது."),
    ("te", "ఇది విటమిన్ సి.¦ఉసిరి మంచిది."),
    ("mr", "हे जीवनसत्त्व ड.¦माशांत ते असते."),
    ("en", "Join point A to point B.¦The line is 5 cm long."),
    (
        "en",
        "He is 5 ft. 6 in. tall.¦The rope is 12 ft. long.¦Built c. 300 B.C. by a king.¦The door is 6 ft.¦We go.",
    ),
    ("en", "It took 5 min.¦The lid fell off.¦Vitamin C.¦3 of them came."),
    ("hi", "पेड़ 25 मी. ऊँचा है।¦उसका भार 50 ग्रा. से कम है।¦25मी. लंबी रस्सी लो।¦ऊँचाई 30 मी.।¦चलो।"),
    ("mr", "झाडाची उंची २५ मी. पर्यंत असू शकते.¦सकाळी १० वा. शाळा भरते.¦कु. सीमा आली.¦वजन ५ ग्रॅ. आहे."),
    ("gu", "ઝાડ 25 મી. ઊંચું છે.¦તા. 15 ઑગસ્ટે રજા છે.¦સવારે 10 વા. શાળા ખૂલે છે."),
    ("bn", "গাছটি ২৫ মি. উঁচু।¦ওজন ৫ গ্রা. মাত্র।"),
    ("pa", "ਰੁੱਖ 25 ਮੀ. ਉੱਚਾ ਹੈ।¦ਇਹ 5 ਲੀ. ਪਾਣੀ ਹੈ।"),
    ("or", "ଗଛ 25 ମି. ଉଚ୍ଚ।¦ଏହା 5 ଲି. ପାଣି।"),
    ("ta", "மரம் 25 மீ. உயரம்.¦நீளம் 25 மீ.¦அது பழமையானது.¦டாக்டர். ராமன் வந்தார்.¦இது 5 லி. நீர்."),
    ("te", "చెట్టు 25 మీ. ఎత్తు ఉంటుంది.¦ఇది 5 లీ. నీరు."),
    ("kn", "ಮರ 25 ಮೀ. ಎತ್ತರವಿದೆ.¦ತೂಕ 50 ಗ್ರಾಂ. ಇದೆ."),
    ("ml", "മരം 25 മീ. ഉയരമുള്ളതാണ്.¦ഭാരം 50 ഗ്രാം. ആണ്."),
    ("en", "Visit www.ncert.nic.in. or ask your teacher.¦Today is 12.5.2024.¦Good."),
    ("en", "The star (it is far. Very far.) shines.¦We see it at night."),
    ("en", "Mix salt, sugar, etc. in water.¦Use a cup, a spoon, etc.¦The cup must be clean."),
    ("en", "It rained; we ran: all of us.¦Why?¦Because!"),
    ("en", "He said, “Come here.”¦She did."),
    ("hi", "डॉ. ए.पी.जे. अब्दुल कलाम का जन्म १९३१ में हुआ।¦वे वैज्ञानिक थे।"),
    ("hi", "दूरी 5 कि.मी. है।¦रु. 50 दो।¦पं. नेहरू आए।"),
    ("hi", "“तुम कहाँ हो?” राम ने पूछा।¦वह चुप रहा।"),
    ("hi", "“मैं जाऊँगा।” उसने कहा।¦वह गया।"),
    ("hi", "राम ठीक है|¦वह घर गया |¦चलो॥"),
    ("hi", "वह गया... फिर आया।¦क्या?¦हाँ।"),
    ("hi", "वह गया।¦फिर आया।"),
    ("hi", "१. पानी लो।¦२. नमक मिलाओ।"),
    ("mr", "पु. ल. देशपांडे लेखक होते.¦हे काय आहे?¦ते पाणी आहे."),
    ("mr", "ती मुलगी हुशार आहे का?¦होय, ती हुशार आहे.¦कि.मी. हे एकक आहे."),
    ("gu", "આ પાણી છે.¦તે મીઠું નથી.¦ડૉ. પટેલ આવ્યા.¦કિંમત રૂ. 50 છે."),
    ("bn", "ডঃ বসু একজন বিজ্ঞানী।¦দূরত্ব ৫ কি.মি. মাত্র।"),
    ("pa", "ਡਾ. ਸਿੰਘ ਆਏ।¦ਪਾਣੀ ਸਾਫ਼ ਹੈ।"),
    ("or", "ଡଃ ଦାସ ଆସିଲେ।¦ପାଣି ଫୁଟେ।"),
    ("ta", "மு. வரதராசன் எழுதினார்.¦கி.மு. 300 இல் நடந்தது.¦திரு. ராமன் வந்தார்.¦நீ வா.¦அவன் போனான்."),
    ("te", "డా. రావు వచ్చారు.¦నీరు మరుగుతుంది.¦క్రీ.శ. 1509 లో రాజు అయ్యాడు."),
    ("kn", "ಕು. ವೆಂ. ಪು. ಅವರು ಕವಿ.¦ನೀರು ಕುದಿಯುತ್ತದೆ."),
    ("ml", "ഡോ. നായർ പറഞ്ഞു.¦വെള്ളം തിളയ്ക്കും."),
]
PIECES_LINE = 'Dr. A. डॉ. रु. । ॥ . ... … ? ! ( ) “ ” " | 3.14 12.5.2024 1. छ નથી வா the The said www.a.in ; पानी b. ்'
PIECES = st.sampled_from([*PIECES_LINE.split(" "), "", " ", "\n", "\n\n", "\u200d"])


def _glued(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("language", "marked"), TEXTS)
def test_sentences_end_where_a_reader_ends_them(language: str, marked: str) -> None:
    expected = tuple(part.strip() for part in marked.split("¦"))
    text = " ".join(expected)
    assert sentences.split(text, language) == expected


def test_a_danda_ends_a_sentence_even_without_a_space() -> None:
    assert sentences.split("राम आया।सीता गई।क्या?हाँ।", "hi") == ("राम आया।", "सीता गई।", "क्या?", "हाँ।")


def test_a_line_break_does_not_end_a_sentence_but_a_blank_line_does() -> None:
    assert sentences.split("Plants make\nfood\n\nAnimals eat", "en") == ("Plants make\nfood", "Animals eat")


@given(
    st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)),
    st.sampled_from(languages.codes()),
)
def test_nothing_but_white_space_is_lost(text: str, language: str) -> None:
    found = sentences.split(text, language)
    assert _glued(" ".join(found)) == _glued(text)
    assert all(sentence == sentence.strip() != "" for sentence in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't run, well-known Ram!", ["Don't", "run", "well-known", "Ram"]),
        ("क्‍या हिन्दी पढ़ते हो?", ["क्‍या", "हिन्दी", "पढ़ते", "हो"]),
        ("₹1,25,000 और ३.१४।", ["1,25,000", "और", "३.१४"]),
        ("ശരീരം, വാൻ‌", ["ശരീരം", "വാൻ‌"]),
        ("H₂O और CO₂", ["H₂O", "और", "CO₂"]),
        ("डॉ॰ राम॥", ["डॉ", "राम"]),
        ("...", []),
    ],
)
def test_words_keep_their_marks_and_lose_their_punctuation(text: str, expected: list[str]) -> None:
    assert list(sentences.words(text, "hi")) == expected
    assert [text[start:end] for start, end in sentences.word_spans(text)] == expected
