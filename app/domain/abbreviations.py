"""What a full stop may follow without ending a sentence: abbreviations and initials."""

# ruff: noqa: E501 - lists of short forms

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Without the last stop, casefolded. Short forms that are also everyday words are left out on purpose.
_COMMON = (
    "dr mr mrs ms prof st sr jr fig figs no nos vs viz eg e.g ie i.e cf al vol ch sec p pp ed eds col gen govt dept"
    " approx capt lt rev eq eqn ex art rs inc ltd co etc a.m p.m am pm b.c a.d b.c.e c.e ph.d b.sc m.sc b.a m.a"
    " jan feb aug sept oct nov dec mt qn ans temp u.s u.k u.n"
)
_NATIVE = {
    "hi": (
        "डॉ डा पं सं श्री श्रीमती प्रो कि.मी किमी सेमी से.मी मि.मी मिमी कि.ग्रा किग्रा ग्रा मि.ली मिली रु रू ई.पू वि.सं उदा नं पृ स्व क्र"
    ),
    "mr": (
        "डॉ डा पं सं श्री श्रीमती सौ प्रा कु चि रा कि.मी किमी सेमी से.मी मि.मी मिमी कि.ग्रॅ किग्रॅ ग्रॅ मि.ली मिली रु रू"
        " इ.स इ.स.पू उदा पृ नं क्र आकृ कै स्व"
    ),
    "bn": "ডঃ ড ডা মোঃ শ্রী শ্রীমতী কি.মি কিমি সে.মি সেমি মি.মি মিমি কি.গ্রা গ্রা মি.লি খ্রি খ্রিঃ খ্রি.পূ নং পৃ উদা",
    "pa": "ਡਾ ਪ੍ਰੋ ਸ੍ਰੀ ਸ਼੍ਰੀ ਸ੍ਰੀਮਤੀ ਕਿ.ਮੀ ਕਿਮੀ ਸੈ.ਮੀ ਸੈਮੀ ਮਿ.ਮੀ ਕਿ.ਗ੍ਰਾ ਗ੍ਰਾ ਮਿ.ਲੀ ਰੁ ਨੰ ਈ.ਪੂ ਪੰ ਉਦਾ",
    "gu": ("તા ડૉ ડો ડા શ્રી શ્રીમતી પ્રો પં કિ.મી કિમી સેમી સે.મી મિ.મી કિ.ગ્રા ગ્રા મિ.લિ રૂ રુ નં ઈ.સ ઇ.સ ઈ.સ.પૂ પૃ ઉદા દા.ત"),
    "or": "ଡଃ ଡା ଶ୍ରୀ ଶ୍ରୀମତୀ କି.ମି କିମି ସେ.ମି ସେମି ମି.ମି କି.ଗ୍ରା ଗ୍ରା ମି.ଲି ନଂ ଖ୍ରୀ ଖ୍ରୀ.ପୂ ପୃ ଉଦା",
    "ta": ("டாக்டர் டாக் டா திரு திருமதி பேரா கி.மீ கிமீ செ.மீ செமீ மி.மீ கி.கி கிகி மி.லி ரூ ரு கி.மு கி.பி எ.கா எகா மு.ப பி.ப பக்"),
    "te": "డా శ్రీ శ్రీమతి ప్రొ కి.మీ కిమీ సెం.మీ సెంమీ సెం మి.మీ కి.గ్రా గ్రా మి.లీ రూ క్రీ.శ క్రీ.పూ ఉదా",
    "kn": ("ಡಾ ಶ್ರೀ ಶ್ರೀಮತಿ ಪ್ರೊ ಪ್ರೋ ಕಿ.ಮೀ ಕಿಮೀ ಸೆಂ.ಮೀ ಸೆಂಮೀ ಸೆಂ ಮಿ.ಮೀ ಕಿ.ಗ್ರಾಂ ಕೆ.ಜಿ ಮಿ.ಲೀ ರೂ ಕ್ರಿ.ಶ ಕ್ರಿ.ಪೂ ಉದಾ ಚ.ಕಿ.ಮೀ"),
    "ml": ("ഡോ ശ്രീ ശ്രീമതി പ്രൊഫ കി.മീ കിമീ സെ.മീ സെമീ മി.മീ കി.ഗ്രാം കി.ഗ്രാ മി.ലി രൂ നം ക്രി.വ ക്രി.മു ക്രി.പി എ.ഡി ബി.സി ഉദാ"),
}
# short forms of units, without their stop: behind a number they end no sentence
_UNITS = {
    "en": "ft in yd lb lbs oz hr hrs min mins sec secs mi sq cu gal doz qt pt",
    "hi": "मी मि से घं घ ली लि ग्रा फी फ़ी फु इं कु कुं क्वि किमी सेमी मिमी किग्रा मिली हे वर्ग व.मी घ.मी व.सेमी घ.सेमी प्र.श डि.से सें मि.ग्रा मिग्रा व.कि.मी ई ई.पू",
    "mr": "मी मि से सें ता ली लि ग्रॅ फू इं वा किमी सेमी मिमी किग्रॅ मिली हे चौ चौ.मी चौ.किमी चौ.कि.मी घ.मी घ.सेमी मै क्विं मि.ग्रॅ",
    "bn": "মি মিঃ সে ঘ ঘঃ লি গ্রা ফু ই কিমি সেমি মিমি মিলি কেজি হে বর্গ ব.মি বর্গকিমি ব.কি.মি ঘ.মি ঘ.সেমি মি.গ্রা খ্রি.পূ কি.গ্রা",
    "pa": "ਮੀ ਮਿ ਸੈ ਸਕਿੰ ਘੰ ਲੀ ਲਿ ਗ੍ਰਾ ਫੁ ਫੁੱ ਇੰ ਕਿਮੀ ਸੈਮੀ ਮਿਮੀ ਕਿਗ੍ਰਾ ਮਿਲੀ ਹੈਕ ਵ.ਮੀ ਵ.ਕਿ.ਮੀ ਘ.ਮੀ ਘ.ਸੈਮੀ ਈ ਈ.ਪੂ ਮਿ.ਗ੍ਰਾ",
    "gu": "મી મિ મિનિ સે સેક ક કલા લી લિ ગ્રા ફૂ ફુ ઇં ઈં વા કિમી સેમી મિમી કિગ્રા મિલી હે ચો ચો.મી ચો.કિમી ચો.કિ.મી ઘ.મી ઘ.સેમી ક્વિ ડિ.સે મિ.ગ્રા",
    "or": "ମି ସେ ଘ ଲି ଗ୍ରା ଫୁ ଇ କିମି ସେମି ମିମି କିଗ୍ରା ମିଲି ହେ ବ.ମି ବ.କି.ମି ବର୍ଗ ଘ.ମି ଘ.ସେମି ମି.ଗ୍ରା ଖ୍ରୀ.ପୂ",
    "ta": "மீ மி நி வி லி கி அங் கிமீ செமீ மிமீ கிகி மிலி ச.மீ ச.கி.மீ ச.கிமீ க.மீ க.செமீ எக் மி.கி",
    "te": "మీ మి ని సె గం లీ లి గ్రా అ అం కిమీ సెంమీ సెమీ మిమీ కిగ్రా మిలీ హె చ చ.మీ చ.కి.మీ చ.కిమీ ఘ.మీ ఘ.సెం.మీ మి.గ్రా",
    "kn": "ಮೀ ಮಿ ನಿ ಸೆ ಗಂ ಲೀ ಲಿ ಗ್ರಾಂ ಗ್ರಾ ಅ ಅಂ ಕಿಮೀ ಸೆಂಮೀ ಸೆಮೀ ಮಿಮೀ ಕಿಗ್ರಾಂ ಮಿಲೀ ಹೆ ಚ ಚ.ಮೀ ಚ.ಕಿಮೀ ಘ.ಮೀ ಘ.ಸೆಂ.ಮೀ ಮಿ.ಗ್ರಾಂ ಕಿ.ಗ್ರಾಂ",
    "ml": "മീ മി സെ ലി ഗ്രാം ഗ്രാ അ ഇ കിമീ സെമീ മിമീ കിഗ്രാം മിലി ഹെ ച ച.മീ ച.കി.മീ ച.കിമീ ഘ.മീ ഘ.സെ.മീ മി.ഗ്രാം",
}
_MEASURES = {code: _set(line) for code, line in _UNITS.items()}
# a sentence without a verb may end in a unit; these open the next one
_NEXT = _set(
    "இது அது இவை அவை இதன் அதன் இந்த அந்த இங்கு ఇది అది ఇవి అవి దీని దాని ఈ ఆ ఇక్కడ ಇದು ಅದು ಇವು ಅವು ಇದರ ಅದರ ಈ ಆ ಇಲ್ಲಿ ഇത് അത് ഇവ അവ"
    " ഇതിന്റെ അതിന്റെ ഈ ആ ഇവിടെ"
)
_NUMBER = re.compile(r"[(\[~≈±+−-]*\d(?:[\d.,/×x½¼¾-]*\d)?[½¼¾%]?")
_SQUARE = _set("sq cu cubic square वर्ग घन चौ चौरस বর্গ ঘন ਵਰਗ ਘਣ ચો ચોરસ ଘନ ବର୍ଗ சதுர கன చదరపు ఘనపు ಚದರ ಘನ ചതുരശ്ര ഘന")
_ENGLISH = _set(_COMMON)
_ABBREVIATIONS = {code: _ENGLISH | _set(line) for code, line in _NATIVE.items()}
_BEFORE_DIGITS = _set("c ca")  # circa
_BEFORE_NUMBERS = _set("no nos fig figs art sec p pp ch vol eq eqn ex qn ans temp")
_NUMBERING = re.compile(r"[(\[]?(?:\d|[A-Za-z]\b|[ivxIVX]+\b)")
# may also end a sentence, when what follows looks like the start of one
_FINAL = _set("etc a.m p.m am pm b.c a.d b.c.e c.e inc ltd co u.s u.k u.n al")

_LATIN_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_LONE_CAPITAL = re.compile(r"[A-Z]")
_AKSHARA = re.compile(r"[\u0900-\u0dff]{1,3}")
# each Indic block is laid out alike: marks at 0-3 and 0x3c, vowel signs at 0x3e-0x4c, virama at 0x4d
_VOWEL_SIGNS = frozenset(chr(block + at) for block in range(0x0900, 0x0E00, 0x80) for at in range(0x3E, 0x4D))
_MARKS = frozenset(chr(block + at) for block in range(0x0900, 0x0E00, 0x80) for at in (0, 1, 2, 3, 0x3C, 0x70))
_VIRAMAS = frozenset(chr(block + 0x4D) for block in range(0x0900, 0x0E00, 0x80))

# names of the letters A-Z
_LETTER_NAMES = _set(
    "एफ एच आई एल एम एन क्यू आर एस डब्ल्यू एक्स वाई जेड ए बी सी डी ई जी जे के ओ पी टी यू वी"
    " এফ এইচ আই এল এম এন আর এস ডব্লিউ এক্স ওয়াই এ বি সি ডি ই জি জে কে ও পি টি ইউ ভি"
    " ਐਫ਼ ਐਚ ਆਈ ਐਲ ਐਮ ਐਨ ਆਰ ਐਸ ਐਕਸ ਵਾਈ ਏ ਬੀ ਸੀ ਡੀ ਈ ਜੀ ਜੇ ਕੇ ਓ ਪੀ ਟੀ ਯੂ ਵੀ"
    " એફ એચ આઈ એલ એમ એન આર એસ એક્સ વાય એ બી સી ડી ઈ જી જે કે ઓ પી ટી યુ વી"
    " ଏଫ ଏଚ ଆଇ ଏଲ ଏମ ଏନ ଆର ଏସ ଏକ୍ସ ଏ ବି ସି ଡି ଇ ଜି ଜେ କେ ଓ ପି ଟି ୟୁ ଭି"
    " எஃப் எச் ஐ எல் எம் என் ஆர் எஸ் எக்ஸ் ஒய் ஏ பி சி டி இ ஜி ஜே கே ஓ யு வி"
    " ఎఫ్ హెచ్ ఐ ఎల్ ఎమ్ ఎం ఎన్ ఆర్ ఎస్ ఎక్స్ వై ఏ ఎ బి సి డి ఇ జి జె కె ఓ పి టి యు వి"
    " ಎಫ್ ಎಚ್ ಐ ಎಲ್ ಎಮ್ ಎಂ ಎನ್ ಆರ್ ಎಸ್ ಎಕ್ಸ್ ವೈ ಎ ಬಿ ಸಿ ಡಿ ಇ ಜಿ ಜೆ ಕೆ ಓ ಪಿ ಟಿ ಯು ವಿ"
    " എഫ് എച്ച് ഐ എൽ എം എൻ ആർ എസ് എക്സ് വൈ എ ബി സി ഡി ഇ ജി ജെ കെ ഒ പി ടി യു വി"
)
# one-akshara words that a sentence may end with
_WORDS = _set(
    "है हैं हूँ हूं हो था थी थे का की के को से में ने तो भी ही जा आ दो लो दे ले गा गी गे जी न ना व हे ते ती या ये घे"
    " છે છું છો હો જા આ તે લો દો ને જ પણ ના না যা খা হ ਹੈ ਹਨ ਸੀ ਦਾ ਦੀ ਦੇ ਜਾ ਲੈ ਦੋ ਨਾ ନା ଯା ଖା"
    " வா போ தா பூ தீ நீ கை ஈ மை பை ஆ பா மா రా పో లే నా నీ ಬಾ ಹೋ ನಾ ನೀ വാ പോ ആ താ"
)
# a capital letter and a full stop, then one of these: a new sentence, not an initial
_STARTERS = _set(
    "the a an it its this that these those he she they we you i in on at if when then now so but and as for from here"
    " there what why how which who where find draw write take join let each all both some many most after before"
    " because although though while since unless until do does did don't never always measure mark cut name place put"
    " use keep give fill add look turn wash drink eat our their your his her my one two three no not only also thus"
)
# words that a letter after them is the label of: vitamin D, point B, class V
_LABELLED = _set(
    "vitamin vitamins hepatitis point points group groups type class section grade switch line angle plan option part"
    " letter letters set bulb jar box beaker tube plant figure curve"
    " विटामिन हेपेटाइटिस बिंदु बिन्दु समूह वर्ग प्रकार जीवनसत्त्व जीवनसत्व गट बिंदू ভিটামিন বিন্দু শ্রেণি হেপাটাইটিস"
    " ਵਿਟਾਮਿਨ ਬਿੰਦੂ ਵਰਗ વિટામિન બિંદુ વર્ગ પ્રજીવક ଭିଟାମିନ ବିନ୍ଦୁ ଶ୍ରେଣୀ வைட்டமின் விட்டமின் உயிர்ச்சத்து புள்ளி வகை"
    " విటమిన్ బిందువు తరగతి ವಿಟಮಿನ್ ಜೀವಸತ್ವ ಬಿಂದು ವರ್ಗ വിറ്റാമിൻ ജീവകം ബിന്ദു വൈറ്റമിൻ"
)
_BETWEEN_LABELS = _set("to and or और या से तक आणि ते এবং ও থেকে ਅਤੇ ਤੋਂ અને થી ଓ ଏବଂ ରୁ மற்றும் மరియు ಮತ್ತು")
_REPORTING = _set("said asked replied shouted cried answered whispered says asks called thought exclaimed added told")
_EDGES = "\"'“”‘’«»([{)]},;:.?!"


def is_abbreviation(token: str, following: str, language: str) -> bool:
    """Whether `token`, without its last stop, is a known short form of the language (or a common English one).

    "No.", "Fig." and their like are short forms only before a number or a letter: the token that is `following`.
    """
    short = token.casefold()
    if token in _BEFORE_DIGITS:
        return following[:1].isdigit()
    if short in _BEFORE_NUMBERS and not _NUMBERING.match(following):
        return False
    return short in _ABBREVIATIONS.get(language, _ENGLISH)


def is_measure(token: str, previous: str, language: str) -> bool:
    """Whether `token` is the short form of a unit behind a number: "25 मी.", "5 ft. 6 in.".

    Args:
        token: What stands before the stop, without it.
        previous: The token before.
        language: ISO 639-1 code.
    """
    match = _NUMBER.match(token)
    unit = token[match.end() :] if match else token  # "25मी."
    if unit.casefold() not in _MEASURES.get(language, frozenset()) | _MEASURES["en"]:
        return False
    before = previous.casefold().rstrip(".")
    return match is not None or _NUMBER.fullmatch(before) is not None or before in _SQUARE


def opens_behind_measure(token: str, language: str) -> bool:
    """Whether a sentence begins with `token` behind a unit: in English with a capital, else with a known opener."""
    opener = token.strip(_EDGES)
    return opener in _NEXT or (language == "en" and opener[:1].isupper())


def may_end_sentence(token: str) -> bool:
    """Whether the short form is also found at the end of a sentence ("etc.", "5 p.m.")."""
    return token.casefold() in _FINAL


def opens_sentence(token: str) -> bool:
    """Whether an English word is one that usually opens a sentence."""
    return token.strip(_EDGES).casefold() in _STARTERS


def reports_speech(token: str) -> bool:
    """Whether an English word reports who spoke ("said", "asked")."""
    return token.strip(_EDGES).casefold() in _REPORTING


def is_label(token: str, before: Sequence[str], following: str) -> bool:
    """Whether the letter `token` names a thing, as in "vitamin D" or "from A to B", and is no initial.

    Args:
        token: What stands before a full stop, without it.
        before: The tokens of the sentence before it.
        following: The token after the stop.
    """
    lone = _LONE_CAPITAL.fullmatch(token) is not None
    if not before or not (lone or _is_letter(token)) or _LATIN_INITIALS.fullmatch(following.rstrip(".")):
        return False
    last = before[-1].casefold()
    if last in _LABELLED:
        return True
    return lone and last in _BETWEEN_LABELS and len(before) > 1 and bool(_LONE_CAPITAL.fullmatch(before[-2].strip(",")))


def is_initial(token: str, previous: str, following: str, language: str) -> bool:
    """Whether `token` before a full stop is an initial of a name (``A. P. J.``, ``ए.पी.जे.``, ``மு.``).

    Args:
        token: What stands before the stop, without it.
        previous: The token before, with its stop if it has one.
        following: The token after.
        language: ISO 639-1 code.
    """
    if _LATIN_INITIALS.fullmatch(token):
        return True
    parts = token.split(".")
    if len(parts) > 1 and all(_is_letter(part) for part in parts):
        return True
    if token in _WORDS or not _is_letter(token):
        return False
    in_chain = any(end.endswith(".") and _is_letter(end.rstrip(".")) for end in (previous, following))
    return in_chain or token in _LETTER_NAMES or language == "ta" or _VOWEL_SIGNS.isdisjoint(token)


def _is_letter(token: str) -> bool:
    """Whether the token is one akshara or the name of an English letter."""
    if token in _LETTER_NAMES:
        return True
    if not _AKSHARA.fullmatch(token) or not _VIRAMAS.isdisjoint(token):
        return False
    return len(set(token) - _VOWEL_SIGNS - _MARKS) == 1
