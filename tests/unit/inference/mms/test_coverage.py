from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.languages import LANGUAGES
from app.inference.mms.coverage import unspeakable
from app.inference.mms.tokenizer import CharacterTokenizer
from tests.models.mms import letters

VOCABS = {one.code: {letter: number for number, letter in enumerate(letters(one))} for one in LANGUAGES}
SENTENCES = {
    "en": "Plants make their own food, in sunlight.",
    "hi": "पौधे धूप में अपना भोजन बनाते हैं।",
    "ta": "தாவரங்கள் சூரிய ஒளியில் உணவு தயாரிக்கின்றன.",
    "te": "మొక్కలు సూర్యకాంతిలో ఆహారం తయారు చేస్తాయి.",
    "bn": "গাছ সূর্যের আলোয় খাবার তৈরি করে।",
    "mr": "वनस्पती सूर्यप्रकाशात अन्न तयार करतात.",
    "gu": "છોડ સૂર્યપ્રકાશમાં પોતાનો ખોરાક બનાવે છે.",
    "kn": "ಸಸ್ಯಗಳು ಸೂರ್ಯನ ಬೆಳಕಿನಲ್ಲಿ ಆಹಾರ ತಯಾರಿಸುತ್ತವೆ.",
    "ml": "സസ്യങ്ങൾ സൂര്യപ്രകാശത്തിൽ ആഹാരം ഉണ്ടാക്കുന്നു.",
    "pa": "ਪੌਦੇ ਧੁੱਪ ਵਿੱਚ ਆਪਣਾ ਭੋਜਨ ਬਣਾਉਂਦੇ ਹਨ।",
    "or": "ଉଦ୍ଭିଦ ସୂର୍ଯ୍ୟକିରଣରେ ଖାଦ୍ୟ ପ୍ରସ୍ତୁତ କରେ।",
}


@pytest.mark.parametrize("language", VOCABS)
def test_a_plain_sentence_loses_nothing(language: str) -> None:
    assert unspeakable(SENTENCES[language], VOCABS[language]) == ()


@pytest.mark.parametrize("language", VOCABS)
def test_what_is_lost_is_named_once_and_in_order(language: str) -> None:
    word = SENTENCES[language].split()[0]
    text = f"{word} 51 (Жук) + {word}₹7, 51; «{word}» 20% …"
    assert unspeakable(text, VOCABS[language]) == ("51", "Жук", "+", "₹7", "20%")


def test_letters_of_another_script_stand_as_they_are_written() -> None:
    assert unspeakable("DNA और RNA में", VOCABS["hi"]) == ("DNA", "RNA")
    assert unspeakable("Ηello पानी", VOCABS["en"]) == ("Η", "पानी")  # the first letter is Greek


def test_of_a_mark_that_is_lost_the_whole_word_is_named() -> None:
    vocab = {letter: number for letter, number in VOCABS["hi"].items() if letter != "ू"}
    assert unspeakable("धूप और पानी", vocab) == ("धूप",)


def test_what_only_colours_a_sound_or_is_never_seen_is_no_loss() -> None:
    vocab = {letter: number for letter, number in VOCABS["hi"].items() if letter not in "\u093c\u0958"}
    assert unspeakable("क\u093cलम क्\u200dष, \u0958लम", vocab) == ()


@pytest.mark.parametrize("language", VOCABS)
@settings(max_examples=25)  # of each language
@given(data=st.data())
def test_nothing_is_named_exactly_where_nothing_that_sounds_is_lost(language: str, data: st.DataObject) -> None:
    vocab = VOCABS[language]
    text = data.draw(st.text(st.sampled_from([*vocab, *" 5A०+౩,।"]), max_size=30))
    tokenizer = CharacterTokenizer(vocab)
    sounding = [one for one in tokenizer.fitted(text) if one not in vocab and (one.isalnum() or one == "+")]
    assert bool(unspeakable(text, vocab)) == bool(sounding)
