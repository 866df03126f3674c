from __future__ import annotations

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.context import ContextFinder
from tests.lesson_pages import resources


def points_back(language: str, sentence: str) -> bool:
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    return ContextFinder(phrases, language).points_back(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hi", "वह काल्पनिक रेखा जो पृथ्वी को दो बराबर भागों में बाँटती है, भूमध्य रेखा कहलाती है।"),
        ("hi", "ऐसा भोजन जिसमें सभी पोषक तत्व सही मात्रा में हों, संतुलित आहार कहलाता है।"),
        ("hi", "उस बल को जो गति का विरोध करता है, घर्षण कहते हैं।"),
        ("mr", "असे प्राणी जे गवत खातात त्यांना शाकाहारी म्हणतात."),
        ("pa", "ਜਿਸ ਰਾਜ ਵਿੱਚ ਰਾਜਾ ਸ਼ਾਸਨ ਕਰਦਾ ਹੈ, ਉਸ ਨੂੰ ਰਾਜਤੰਤਰ ਕਹਿੰਦੇ ਹਨ।"),
        ("pa", "ਉਹ ਪੌਦੇ ਜੋ ਆਪਣਾ ਭੋਜਨ ਆਪ ਬਣਾਉਂਦੇ ਹਨ, ਸਵੈਪੋਸ਼ੀ ਕਹਾਉਂਦੇ ਹਨ।"),
        ("gu", "તે રેખા જે પૃથ્વીને બે ભાગમાં વહેંચે છે, તેને વિષુવવૃત્ત કહે છે."),
        ("bn", "সেই রেখা যা পৃথিবীকে দুই ভাগে ভাগ করে, তাকে নিরক্ষরেখা বলে।"),
        ("or", "ସେହି ରେଖା ଯାହା ପୃଥିବୀକୁ ଦୁଇ ଭାଗ କରେ, ତାହାକୁ ବିଷୁବରେଖା କୁହାଯାଏ।"),
        ("en", "Those animals which eat plants are called herbivores."),
    ],
)
def test_a_pronoun_that_a_relative_clause_explains_at_once_points_at_nothing_else(language: str, sentence: str) -> None:
    assert not points_back(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hi", "वह कविता लिखता था जो सबको पसंद थी।"),  # he
        ("hi", "वह जब घर आया, तब माँ सो रही थी।"),
        ("hi", "ऐसे में राजा, जो बूढ़ा था, चला गया।"),
        ("mr", "ती शाळेत गेली आणि जी पुस्तके आणली ती वाचली."),
        ("pa", "ਉਹ ਜਦੋਂ ਘਰ ਆਇਆ ਤਾਂ ਮੀਂਹ ਪੈ ਰਿਹਾ ਸੀ।"),
        ("gu", "તે જ્યારે ઘરે આવ્યો ત્યારે વરસાદ હતો."),
        ("bn", "সে যখন বাড়ি এল, তখন বৃষ্টি হচ্ছিল।"),
        ("or", "ସେ ଯେତେବେଳେ ଘରକୁ ଆସିଲେ, ବର୍ଷା ହେଉଥିଲା।"),
        ("en", "Those are called herbivores that eat plants only."),
    ],
)
def test_a_pronoun_for_somebody_told_of_before_points_back(language: str, sentence: str) -> None:
    assert points_back(language, sentence)
