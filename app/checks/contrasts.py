"""Words that turn a sentence round when they are swapped or lost: more and less, before and after, all and some, only.

A word of one side that went while one of the other side came is told; the same word lost alone is not, since easier
text may say it differently. "Only" is told when it went and nothing of its kind came.
"""

# ruff: noqa: E501 - one row, one line

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from app.checks import negation
from app.checks.facts import Taken
from app.checks.folding import fold
from app.domain import sentences
from app.domain.lessons import Change, FactKind, Finding, Severity

# rows of sides that exclude one another; "*" stands for any ending or beginning of the word
_OPPOSITES: dict[str, str] = {
    "en": """
        all every each always entire everyone everybody whole | some few certain sometimes several occasionally
        more greater increas* rise rises rising rose grow grows higher most maximum above | less fewer decreas* fall falls falling fell drop drops dropped reduc* lower least minimum below
        longer longest | shorter shortest / larger largest bigger biggest | smaller smallest / faster fastest | slower slowest / heavier | lighter
        hotter warmer | colder cooler / nearer closer | farther further / older elder | younger / often usually mostly | rarely seldom hardly
        before earlier | after later afterwards / first | last / unless | if / inside within | outside / left | right / north northern | south southern / east eastern | west western
        morning | noon afternoon midday | evening | night midnight / day | night
        gain gains | lose loses lost / push pushes | pull pulls / expand* | contract* / positive | negative / attract* | repel*
        doubl* | tripl* treble* quadrupl* | halv* / early | late / few | many much numerous / both | one either | all every
        most mostly majority | all every always | some several sometimes few
    """,
    "hi": """
        सभी सब हर प्रत्येक सारे समस्त सदा सदैव हमेशा | कुछ कभी-कभी कतिपय
        अधिक ज्यादा बढ़* वृद्धि चढ़* अधिकतम सर्वाधिक | कम घट* गिर* कमी उतर* न्यूनतम / ऊपर | नीचे / बड़ा बड़ी बड़े | छोटा छोटी छोटे / तेज | धीमा धीमी धीरे / गरम गर्म | ठंडा ठंडी ठंडे
        पहले पूर्व | बाद पश्चात उपरांत / अक्सर प्रायः | कभी-कभार शायद / अंदर भीतर | बाहर / दायाँ दाएँ दाहिना दाहिनी | बायाँ बाएँ बाईं / उत्तर उत्तरी | दक्षिण दक्षिणी / पूर्व पूरब | पश्चिम पश्चिमी
        सुबह सवेरे प्रातः | दोपहर | शाम सायं | रात रात्रि / दिन | रात
        धन धनात्मक | ऋण ऋणात्मक / आकर्षित | प्रतिकर्षित
    """,
    "mr": """
        सर्व सगळ* प्रत्येक नेहमी संपूर्ण | काही कधीकधी थोडे
        जास्त अधिक वाढ* चढ* | कमी घट* उतर* घसर* / वर वरती | खाली / मोठा मोठी मोठे मोठ्या | लहान छोटा छोटी छोटे / गरम | थंड
        *पूर्वी आधी अगोदर | *नंतर / आत | बाहेर / उजवा उजवी उजव्या उजवीकडे | डावा डावी डाव्या डावीकडे / उत्तर उत्तरेस उत्तरेला उत्तरेकडे | दक्षिण दक्षिणेस दक्षिणेला दक्षिणेकडे / पूर्व पूर्वेस पूर्वेला पूर्वेकडे | पश्चिम पश्चिमेस पश्चिमेला पश्चिमेकडे
        सकाळ* पहाट* | दुपार* | संध्याकाळ* सायंकाळ* | रात्र*
        दिवसा | रात्री
    """,
    "bn": """
        সব সকল সমস্ত প্রতিটি প্রত্যেক সর্বদা সবসময় | কিছু কয়েকটি কতিপয় মাঝেমাঝে
        বেশি বেশী অধিক বাড়ে বাড়ায় বাড়ছে বেড়ে বাড়বে বৃদ্ধি ওঠে | কম কমে কমায় কমছে কমবে হ্রাস নামে নামছে পড়ে / উপর* ওপর* | নিচ* নীচ* / বড় | ছোট / গরম | ঠান্ডা ঠাণ্ডা
        আগে পূর্বে | পরে পর / ভিতরে ভেতরে | বাইরে / ডান ডানদিকে | বাম বাঁ বাঁদিকে / উত্তর উত্তরে | দক্ষিণ দক্ষিণে / পূর্ব | পশ্চিম পশ্চিমে
        সকাল* ভোর* | দুপুর* | সন্ধ্যা* বিকেল* বিকাল* | রাত রাতে রাত্রে
        দিনে | রাতে
    """,
    "gu": """
        બધા બધી બધું બધાં સર્વ દરેક હંમેશાં હંમેશા સઘળા | કેટલાક કેટલાંક કેટલીક ક્યારેક
        વધારે વધુ વધ* અધિક ચઢ* | ઓછું ઓછા ઓછી ઓછો ઘટ* ઊતર* ઉતર* / ઉપર | નીચે / મોટો મોટી મોટું મોટા | નાનો નાની નાનું નાના / ગરમ | ઠંડું ઠંડા ઠંડી
        પહેલાં પૂર્વે અગાઉ | પછી બાદ / અંદર | બહાર / જમણી જમણો જમણા જમણું | ડાબી ડાબો ડાબા ડાબું / ઉત્તર | દક્ષિણ / પૂર્વ | પશ્ચિમ
        સવાર* | બપોર* | સાંજ* | રાત રાત્રે રાતે
        દિવસે | રાત્રે
    """,
    "pa": """
        ਸਾਰੇ ਸਾਰੀਆਂ ਸਾਰਾ ਸਭ ਹਰ ਹਰੇਕ ਹਮੇਸ਼ਾ ਸਦਾ | ਕੁਝ ਕਦੇ-ਕਦੇ ਕੁੱਝ
        ਵੱਧ ਵਧ* ਜ਼ਿਆਦਾ ਚੜ੍ਹਦ* ਵਾਧਾ | ਘੱਟ ਘਟ* ਡਿੱਗ* ਉਤਰ* / ਉੱਪਰ | ਹੇਠਾਂ ਹੇਠ / ਵੱਡਾ ਵੱਡੀ ਵੱਡੇ | ਛੋਟਾ ਛੋਟੀ ਛੋਟੇ / ਗਰਮ | ਠੰਢਾ ਠੰਡਾ ਠੰਢੀ ਠੰਡੀ
        ਪਹਿਲਾਂ | ਬਾਅਦ ਪਿੱਛੋਂ ਮਗਰੋਂ / ਅੰਦਰ | ਬਾਹਰ / ਸੱਜਾ ਸੱਜੇ ਸੱਜੀ | ਖੱਬਾ ਖੱਬੇ ਖੱਬੀ / ਉੱਤਰ | ਦੱਖਣ / ਪੂਰਬ | ਪੱਛਮ
        ਸਵੇਰ* | ਦੁਪਹਿਰ* | ਸ਼ਾਮ* | ਰਾਤ ਰਾਤੀਂ / ਦਿਨ | ਰਾਤ
    """,
    "or": """
        ସମସ୍ତ ସବୁ ପ୍ରତ୍ୟେକ ସର୍ବଦା ସବୁବେଳେ ପ୍ରତି | କେତେକ କିଛି ବେଳେବେଳେ
        ଅଧିକ ବେଶୀ ବେଶି ବଢ଼* ବୃଦ୍ଧି ଉଠେ | କମ୍ କମ କମେ କମି* ହ୍ରାସ ଖସ* / ଉପର* | ତଳ* / ବଡ଼ | ଛୋଟ ସାନ / ଗରମ | ଥଣ୍ଡା
        ପୂର୍ବରୁ ଆଗରୁ ପୂର୍ବେ | ପରେ / ଭିତରେ | ବାହାରେ / ଡାହାଣ | ବାମ / ଉତ୍ତର | ଦକ୍ଷିଣ / ପୂର୍ବ | ପଶ୍ଚିମ
        ସକାଳ* | ଦ୍ୱିପ୍ରହର* ଖରାବେଳ* | ସନ୍ଧ୍ୟା* | ରାତି* ରାତ୍ରି* / ଦିନରେ | ରାତିରେ
    """,
    "ta": """
        எல்லா எல்லாம் எல்லாப் எல்லோரும் அனைத்து* ஒவ்வொரு எப்போதும் எப்பொழுதும் | சில சிலர் சிலவற்றை சிலசமயம்
        அதிக* கூடுதல* உயர்* பெருகு* அதிகரி* | குறை* தாழ்* / மேல் மேலே | கீழ் கீழே / பெரிய | சிறிய / வெப்பமான சூடான | குளிர்ந்த குளிர்ச்சியான
        முன் முன்பு முன்னர் முன்பே | பின் பின்பு பின்னர் பிறகு / உள்ளே | வெளியே / வலது வலப்பக்கம் | இடது இடப்பக்கம் / வடக்கு வடக்கே | தெற்கு தெற்கே / கிழக்கு கிழக்கே | மேற்கு மேற்கே
        காலை காலையில் | நண்பகல் மதியம் | மாலை மாலையில் | இரவு இரவில் / பகலில் | இரவில்
    """,
    "te": """
        అన్ని అన్నీ అందరు అందరూ ప్రతి ఎల్లప్పుడూ | కొన్ని కొందరు కొన్నిసార్లు
        ఎక్కువ* అధిక* పెరుగు* పెరిగ* | తక్కువ* తగ్గ* పడిపో* / పైన పైకి | కింద కిందకి క్రింద / పెద్ద | చిన్న / వేడి | చల్లని
        ముందు ముందే పూర్వం | తర్వాత తరువాత అనంతరం పిమ్మట / లోపల | బయట / కుడి | ఎడమ / ఉత్తర ఉత్తరం | దక్షిణ దక్షిణం / తూర్పు | పడమర పశ్చిమ
        ఉదయ* | మధ్యాహ్న* | సాయంత్ర* | రాత్రి* / పగలు | రాత్రి
    """,
    "kn": """
        ಎಲ್ಲಾ ಎಲ್ಲ ಪ್ರತಿ ಪ್ರತಿಯೊಂದು ಯಾವಾಗಲೂ ಸಮಸ್ತ | ಕೆಲವು ಕೆಲವರು ಕೆಲವೊಮ್ಮೆ
        ಹೆಚ್ಚ* ಹೆಚ್ಚು ಅಧಿಕ* ಏರು* ಏರಿ* | ಕಡಿಮೆ* ಇಳಿಯು* ಇಳಿದ* ಕುಸಿ* ತಗ್ಗು* / ಮೇಲೆ | ಕೆಳಗೆ / ದೊಡ್ಡ | ಚಿಕ್ಕ ಸಣ್ಣ / ಬಿಸಿ | ತಣ್ಣನೆಯ ತಂಪಾದ
        ಮೊದಲು ಮುಂಚೆ ಮುನ್ನ | ನಂತರ ಬಳಿಕ ತರುವಾಯ / ಒಳಗೆ | ಹೊರಗೆ / ಬಲ ಬಲಗಡೆ | ಎಡ ಎಡಗಡೆ / ಉತ್ತರ | ದಕ್ಷಿಣ / ಪೂರ್ವ | ಪಶ್ಚಿಮ
        ಬೆಳಿಗ್ಗೆ ಬೆಳಗ್ಗೆ ಮುಂಜಾನೆ | ಮಧ್ಯಾಹ್ನ* | ಸಂಜೆ* ಸಾಯಂಕಾಲ* | ರಾತ್ರಿ* / ಹಗಲು ಹಗಲಿನಲ್ಲಿ | ರಾತ್ರಿ*
    """,
    "ml": """
        എല്ലാ എല്ലാം എല്ലാവരും ഓരോ എപ്പോഴും | ചില ചിലർ ചിലത് ചിലപ്പോൾ
        കൂടുതൽ അധികം കൂടും കൂടുന്നു ഉയർ* ഉയര* ഉയരും വർധി* വർദ്ധി* | കുറവ് കുറയ* കുറയും കുറഞ്ഞ* താഴും താഴ്ന്ന* / മുകളിൽ | താഴെ അടിയിൽ / വലിയ | ചെറിയ / ചൂടുള്ള | തണുത്ത
        മുമ്പ് മുൻപ് മുന്നേ | ശേഷം പിന്നീട് / അകത്ത് ഉള്ളിൽ | പുറത്ത് / വലത് വലതു | ഇടത് ഇടതു / വടക്ക് | തെക്ക് / കിഴക്ക് | പടിഞ്ഞാറ്
        രാവിലെ പുലർച്ചെ | ഉച്ചയ്ക്ക് | വൈകുന്നേരം വൈകിട്ട് സന്ധ്യയ്ക്ക് | രാത്രി* / പകൽ | രാത്രി*
    """,
}
_ONLY: dict[str, str] = {
    "en": "only solely exclusively merely alone just", "hi": "केवल सिर्फ मात्र महज सिर्फ़", "mr": "फक्त केवळ मात्र",
    "bn": "শুধু শুধুমাত্র কেবল কেবলমাত্র মাত্র", "gu": "ફક્ત માત્ર કેવળ", "pa": "ਸਿਰਫ਼ ਸਿਰਫ ਕੇਵਲ ਮਹਿਜ਼", "or": "କେବଳ ମାତ୍ର",
    "ta": "மட்டும் மட்டுமே மட்டும்தான் வெறும்", "te": "మాత్రమే కేవలం మాత్రం", "kn": "ಮಾತ್ರ ಮಾತ್ರವೇ ಕೇವಲ", "ml": "മാത്രം മാത്രമേ മാത്രമാണ് കേവലം",
}  # fmt: skip
# how many: told when it went, as "only" is
_MAJORITY: dict[str, str] = {
    "en": "most mostly majority", "hi": "अधिकांश अधिकतर ज्यादातर बहुसंख्य बहुसंख्यक", "mr": "बहुतेक बहुसंख्य बहुतांश",
    "bn": "অধিকাংশ বেশিরভাগ বেশীরভাগ সিংহভাগ", "gu": "મોટાભાગ* બહુમતી", "pa": "ਬਹੁਤੇ ਬਹੁਤੀਆਂ ਜ਼ਿਆਦਾਤਰ ਬਹੁਗਿਣਤੀ", "or": "ଅଧିକାଂଶ",
    "ta": "பெரும்பாலா* பெரும்பாலு* பெரும்பாலோ* பெரும்பான்மை*", "te": "చాలామంది ఎక్కువమంది అధికశాతం", "kn": "ಬಹುತೇಕ ಬಹುಪಾಲು ಬಹುಮಂದಿ", "ml": "മിക്ക മിക്കവാറും ഭൂരിഭാഗം ഭൂരിപക്ഷം ഭൂരിഭാഗവും",
}  # fmt: skip
# verbs and nouns that deny: told when they went and no negation came for them
_DENYING: dict[str, str] = {
    "en": "lack* shortage* scarc* deficien* absen* fail* refus* reject* except excluding forbid* forbad* prohibit* ban bans banned banning deny denies denied",
    "hi": "शायद अभाव कमी मना मनाही इनकार इंकार वर्जित निषेध सिवाय असफल विफल असमर्थ", "mr": "क्वचित क्वचितच अभाव कमतरता मनाई नकार* निषेध अयशस्वी",
    "bn": "কদাচিৎ অভাব অভাবে ঘাটতি নিষেধ অস্বীকার ব্যর্থ", "gu": "ભાગ્યે અભાવ અભાવે ઊણપ ઉણપ મનાઈ ઇનકાર સિવાય નિષ્ફળ", "pa": "ਸ਼ਾਇਦ ਘਾਟ ਮਨਾਹੀ ਇਨਕਾਰ ਸਿਵਾਏ ਅਸਫਲ",
    "or": "କ୍ୱଚିତ୍ ଅଭାବ ଅଭାବରୁ ନିଷେଧ ମନା ବିଫଳ", "ta": "அரிதாக* தவிர மறுத்* மறுக்* தடைசெய்* பற்றாக்குறை* தோல்வி*", "te": "అరుదుగా తప్ప మినహా నిరాకరి* నిషేధ* లోపం లోపించ* విఫల*",
    "kn": "ಅಪರೂಪವಾಗಿ ವಿರಳವಾಗಿ ಹೊರತು ನಿರಾಕರಿ* ನಿಷೇಧ* ಕೊರತೆ* ಅಭಾವ* ವಿಫಲ*", "ml": "അപൂർവമായി വിരളമായി ഒഴികെ നിഷേധി* നിരോധി* അഭാവ* കുറവ് പരാജയ*",
}  # fmt: skip
_PROPORTION = re.compile(
    r"(?:^|[.,;:]\s|\b(?:in|for|to|from|by|that|but|like|with)\s)(most)\b|\b(most)\sof\b", re.IGNORECASE
)
_MOST = "most"  # "the most useful" is no majority
_PARTS_OF_DAY = 4


@dataclass(frozen=True, slots=True)
class _Side:
    words: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings) or word.endswith(self.endings)

    def among(self, words: Counter[str]) -> list[str]:
        """The words of this side among those given."""
        return [word for word in words if word in self]


def find(source: str, result: str, language: str) -> list[Finding]:
    """Findings about opposites that took each other's place, and about "only" that went.

    Args:
        source: A sentence of the page, NFC.
        result: What was made of it, in the same language.
        language: ISO 639-1 code.
    """
    before, after = _words(source), _words(result)
    lost, gained = _fewer(before, after), _fewer(after, before)
    if not lost:
        return []
    found = [
        Finding(Severity.AMBER, FactKind.TEXT, Change.CHANGED, source=before[went[0]][0], result=after[came[0]][0])
        for axis in _axes(language)
        for side in axis
        for other in axis
        if side is not other and (went := side.among(lost)) and (came := other.among(gained))
        if not side.among(gained) and not other.among(lost)
    ][:1]
    for row in (_ONLY, _MAJORITY, _DENYING):
        side = _side(row[language])
        gone = [word for word in side.among(lost) if word != _MOST or _PROPORTION.search(source)]
        if not gone or side.among(gained) or (row is _MAJORITY and found):
            continue
        if row is not _DENYING or _negations(result, language) <= _negations(source, language):
            found.append(Finding(Severity.AMBER, FactKind.TEXT, Change.MISSING, source=before[gone[0]][0]))
    return found


def _negations(text: str, language: str) -> int:
    return len(negation.find(text, language, Taken(len(text))))


def is_universal(word: str, language: str) -> bool:
    """Whether a word says "all", as the first side of the first row does in every language."""
    return fold(word) in _axes(language)[0][0]


def part_of_day(word: str, language: str) -> int | None:
    """Which part of the day a word names, morning first; the row of them is the only one with four sides."""
    axis = next(axis for axis in _axes(language) if len(axis) == _PARTS_OF_DAY)
    folded = fold(word)
    return next((at for at, side in enumerate(axis) if folded in side), None)


def _words(text: str) -> dict[str, list[str]]:
    """The words of a text as they stand, by their folded form."""
    found: dict[str, list[str]] = {}
    for start, end in sentences.word_spans(text):
        found.setdefault(fold(text[start:end]), []).append(text[start:end])
    return found


def _fewer(some: dict[str, list[str]], others: dict[str, list[str]]) -> Counter[str]:
    return Counter({word: len(at) for word, at in some.items() if len(at) > len(others.get(word, ()))})


@cache
def _axes(language: str) -> tuple[tuple[_Side, ...], ...]:
    rows = [row for line in _OPPOSITES[language].splitlines() for row in line.split("/") if row.strip()]
    return tuple(tuple(_side(side) for side in row.split("|")) for row in rows)


@cache
def _side(words: str) -> _Side:
    split = words.split()
    return _Side(
        frozenset(fold(word) for word in split if "*" not in word),
        tuple(fold(word[:-1]) for word in split if word.endswith("*")),
        tuple(fold(word[1:]) for word in split if word.startswith("*")),
    )
