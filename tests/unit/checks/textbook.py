"""Textbook sentences, and ways to spoil them that do not use the code under test."""

# ruff: noqa: E501 - one row, one line
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from app.domain import languages, numerals

_FILE = Path(__file__).parents[2] / "data" / "textbook_sentences.tsv"

# what a negation becomes when it is lost: nothing, or the positive form of the verb
_NEGATIONS = {
    "en": {"not ": "", "cannot": "can", "Never ": "", "without": "with", "No ": "The ", "nothing": "grass"},
    "hi": {"नहीं ": "", "मत ": "", "बिना": "साथ"},
    "mr": {" नाही": " आहे", " नका": "", "शिवाय": "मध्ये", " नाहीत": " आहेत"},
    "bn": {" না": "", " নয়": "", " নেই": " আছে", "হয়নি": "হয়েছে"},
    "gu": {" નથી": " છે", " નહીં": "", "વગર": "સાથે"},
    "pa": {"ਨਹੀਂ ": "", "ਬਿਨਾਂ": "ਨਾਲ"},
    "or": {" ନାହିଁ": "", "ନୁହେଁ": "ଅଟେ"},
    "ta": {
        " அல்ல": "", "பரவாது": "பரவும்", "இல்லாமல்": "இருந்து", "முடியாது": "முடியும்", "பெய்யவில்லை": "பெய்தது",
    },
    "te": {"కాదు": "అవును", "ప్రయాణించదు": "ప్రయాణిస్తుంది", "లేకుండా": "తో", "చేయలేవు": "చేస్తాయి", "పడలేదు": "పడింది"},
    "kn": {" ಅಲ್ಲ": "", "ಚಲಿಸುವುದಿಲ್ಲ": "ಚಲಿಸುತ್ತದೆ", "ಇಲ್ಲದೆ": "ಇದ್ದರೆ", "ಬೆಳೆಯುವುದಿಲ್ಲ": "ಬೆಳೆಯುತ್ತವೆ", "ಬರಲಿಲ್ಲ": "ಬಂತು"},
    "ml": {" അല്ല": "", "സഞ്ചരിക്കുന്നില്ല": "സഞ്ചരിക്കുന്നു", "ഇല്ലാതെ": "കൊണ്ട്", "ഉണ്ടാക്കില്ല": "ഉണ്ടാക്കും", "തൊടരുത്": "തൊടാം"},
}  # fmt: skip
_WORDS = {
    "twenty-five": "twenty-six", "Three quarters": "Two quarters", "one hour": "two hours", "पच्चीस": "छब्बीस", "साढ़े तीन": "तीन",
    "हज़ार": "लाख", "पंचवीस": "सव्वीस", "পঁচিশ": "ছাব্বিশ", "પચીસ": "છવ્વીસ", "ਪੱਚੀ": "ਛੱਬੀ", "ପଚିଶ": "ଛବିଶ", "இருபத்தைந்து": "இருபத்தாறு",
    "ఇరవై ఐదు": "ఇరవై ఆరు", "ಇಪ್ಪತ್ತೈದು": "ಇಪ್ಪತ್ತಾರು", "ഇരുപത്തിയഞ്ച്": "ഇരുപത്തിയാറ്",
}  # fmt: skip
_UNITS = {
    "°C": "°F", " cm": " m", " mm": " cm", " km ": " m ", "litres": "millilitres", "₹": "$", "%": "", "m/s": "km/s", "hour": "day",
    "सेमी": "मीटर", "मिमी": "सेमी", "किमी": "मीटर", "लीटर": "मिलीलीटर", "लिटर": "मिलिलिटर", "किलोमीटर": "मीटर", "মিমি": "সেমি", "সেমি": "মিটার",
    "লিটার": "মিলিলিটার", "સેમી": "મીટર", "મિમી": "સેમી", "લીટર": "મિલીલીટર", "ਸੈਂਟੀਮੀਟਰ": "ਮੀਟਰ", "ਲੀਟਰ": "ਮਿਲੀਲੀਟਰ", "ସେମି": "ମିଟର",
    "ଲିଟର": "ମିଲିଲିଟର", "செ.மீ": "மீ", "லிட்டர்": "மில்லிலிட்டர்", "సెం.మీ": "మీ", "లీటర్ల": "మిల్లీలీటర్ల", "ಸೆಂ.ಮೀ": "ಮೀ", "ಲೀಟರ್": "ಮಿಲಿಲೀಟರ್",
    "സെ.മീ": "മീ", "ലിറ്റർ": "മില്ലിലിറ്റർ",
}  # fmt: skip
_MONTHS = {
    "August": "July", "March": "April", "अगस्त": "जुलाई", "ऑगस्ट": "जुलै", "আগস্ট": "জুলাই", "ઓગસ્ટ": "જુલાઈ", "ਅਗਸਤ": "ਜੁਲਾਈ", "ଅଗଷ୍ଟ": "ଜୁଲାଇ",
    "ஆகஸ்ட்": "ஜூலை", "ఆగస్టు": "జూలై", "ಆಗಸ್ಟ್": "ಜುಲೈ", "ഓഗസ്റ്റ്": "ജൂലൈ",
}  # fmt: skip
_FORMULAS = {"H2O": "HO2", "H₂O": "H₂O₂", "NaCl": "KCl", "x + 5": "x - 5", "10⁸": "10⁶", "3:1": "1:3"}
_NUMBER = re.compile(r"\d[\d,]*")


def sentences() -> list[tuple[str, str]]:
    """Language and sentence, for every line of the collection."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if not line.startswith("#")]


def spoiled() -> list[tuple[str, str, str, str]]:
    """Kind of damage, language, sentence and spoiled sentence, for everything that can be spoiled."""
    found = []
    for language, sentence in sentences():
        for kind, damaged in _damages(language, sentence):
            assert damaged != sentence
            found.append((kind, language, sentence, damaged))
    return found


def _damages(language: str, sentence: str) -> Iterator[tuple[str, str]]:
    tables = (
        ("negation", _NEGATIONS[language]),
        ("word", _WORDS),
        ("unit", _UNITS),
        ("date", _MONTHS),
        ("formula", _FORMULAS),
    )
    for kind, table in tables:
        for before, after in table.items():
            if before in sentence:
                yield kind, sentence.replace(before, after, 1)
    for month in _MONTHS:
        dropped = re.sub(rf"(?:\d{{4}}|\d{{1,2}}) {month} (?:\d{{4}}|\d{{1,2}})|{month} \d{{4}}", "", sentence)
        if dropped != sentence:
            yield "date", dropped
    for number in _NUMBER.finditer(sentence):
        digits = number[0].rstrip(",")
        rest = sentence[number.start() + len(digits) :]
        for kind, changed in (("digits", _turned(digits)), ("dropped", "")):
            if changed != digits:
                yield kind, sentence[: number.start()] + changed + rest


def _turned(digits: str) -> str:
    """12 becomes 21; a number that reads the same both ways, or would begin with zero, loses its first digit."""
    swapped = digits[1:] + digits[0] if len(digits) > 1 else chr(ord(digits) ^ 1)
    return swapped if int(re.sub(",", "", swapped)) != int(re.sub(",", "", digits)) else digits[1:]


_SAME_NUMBER = {
    "twenty-five": "25", "Three quarters": "3/4", "one hour": "1 hour", "पच्चीस": "25", "साढ़े तीन हज़ार": "3,500", "पंचवीस": "25", "পঁচিশ": "২৫",
    "પચીસ": "25", "ਪੱਚੀ": "੨੫", "ପଚିଶ": "25", "இருபத்தைந்து": "25", "ఇరవై ఐదు": "౨౫", "ಇಪ್ಪತ್ತೈದು": "25", "ഇരുപത്തിയഞ്ച്": "25",
    "₹ 1,25,000": "Rs. 1.25 lakh", "₹1,25,000 में": "1.25 लाख रुपये में", "10-15": "10 to 15", "10 से 15": "10-15",
}  # fmt: skip
_SAME_UNIT = {
    "12 cm": "12 centimetres", "60 km": "60 kilometres", "litres": "L", "15 minutes": "15 min", "71%": "71 per cent",
    "सेमी": "सेंटीमीटर", "किमी": "कि.मी.", "75 मिनट": "75 मिनिट", "किलोमीटर प्रति घंटा": "किमी/घंटा", "সেমি": "সেন্টিমিটার", "સેમી": "સેન્ટિમીટર",
    "செ.மீ": "சென்டிமீட்டர்", "సెం.మీ": "సెంటీమీటర్లు", "ಸೆಂ.ಮೀ": "ಸೆಂಟಿಮೀಟರ್", "സെ.മീ": "സെന്റിമീറ്റർ", "100 °C": "100°C",
}  # fmt: skip
_SAME_DATE = {
    "15 August 1947": "15/08/1947", "15 अगस्त 1947": "15-8-1947", "15 ऑगस्ट 1947": "15.8.1947", "1947 ஆகஸ்ட் 15": "15.8.1947",
    "1947 ഓഗസ്റ്റ് 15": "15 ഓഗസ്റ്റ് 1947",
}  # fmt: skip
_SAME_FORMULA = {"H2O": "H₂O", "H₂O": "H2O", "x + 5 = 12": "x+5=12", "3 × 10⁸": "3 x 10^8"}


def unharmed() -> list[tuple[str, str, str, str]]:
    """Kind of rewriting, language, sentence and rewritten sentence: other words for the same facts."""
    return [
        (kind, language, sentence, rewritten)
        for language, sentence in sentences()
        for kind, rewritten in _rewritings(language, sentence)
        if rewritten != sentence
    ]


def _rewritings(language: str, sentence: str) -> Iterator[tuple[str, str]]:
    zero = languages.by_code(language).zero
    yield "native digits", numerals.to_native_digits(numerals.to_ascii_digits(sentence), zero)
    yield "ascii digits", numerals.to_ascii_digits(sentence)
    yield "western grouping", sentence.replace("1,25,000", "125,000").replace("১,২৫,০০০", "১২৫,০০০")
    yield "no grouping", sentence.replace("1,25,000", "125000").replace("১,২৫,০০০", "১২৫০০০")
    yield "decomposed", unicodedata.normalize("NFD", sentence)
    yield "white space", sentence.replace(" ", "\n ")
    yield "split", sentence.replace(", ", ". ").replace(" and ", ". And ")
    yield "explained", f"{sentence[:-1]} (abc){sentence[-1]}"
    for kind, table in (
        ("number", _SAME_NUMBER),
        ("unit", _SAME_UNIT),
        ("date", _SAME_DATE),
        ("formula", _SAME_FORMULA),
    ):
        for before, after in table.items():
            if before in sentence:
                yield kind, sentence.replace(before, after, 1)


def pairs() -> list[tuple[str, str, str, str]]:
    """What a pair shows (harm, doubt, same), language, sentence and what it became."""
    lines = (_FILE.parent / "fact_pairs.tsv").read_text(encoding="utf-8").splitlines()
    found = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(kind, language, before, after) for kind, language, before, after in found]
