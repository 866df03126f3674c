"""One small lesson in each of the eleven languages, full of conjuncts, and what belongs to it."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import NamedTuple

from app.domain import sentences
from app.domain.documents import BlockKind
from app.domain.languages import codes
from app.domain.lessons import (
    AudioTrack,
    ChoiceQuestion,
    KeyWord,
    LessonContent,
    LessonPlan,
    Level,
    Passage,
    PlanStep,
    ShortQuestion,
)
from app.export.view import LessonView, Picture, Provenance


class Words(NamedTuple):
    title: str
    text: str
    second: str
    items: tuple[str, str]
    table: tuple[tuple[str, str], ...]
    word: tuple[str, str]
    choice: tuple[str, tuple[str, str, str, str]]
    short: str
    plan: tuple[str, str, str]
    book: str
    person: str


WORDS = {
    "en": Words(
        "The journey of water",
        "Water boils at 100 °C. It does not stay in one place. The sun's heat turns 1,25,000 litres into vapour.",
        "When vapour cools, clouds form. Rain brings the water back to the earth.",
        ("Evaporation lifts water up.", "Condensation makes drops."),
        (("State", "Temperature"), ("Ice", "0 °C"), ("Steam", "100 °C")),
        ("vapour", "water in the form of a gas"),
        ("At what temperature does water boil?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "How does water come back to the earth?",
        ("Name the steps of the water cycle", "A glass, ice, a lid", "Watch drops form on a cold glass"),
        "Our Science",
        "Asha Rao",
    ),
    "hi": Words(
        "जल चक्र और हमारी पृथ्वी",
        "पानी १०० °C पर उबलता है। वह एक स्थान पर नहीं रुकता। सूर्य की ऊष्मा से 1,25,000 लीटर पानी वाष्प बन जाता है।",
        "ठंडी होकर वाष्प बादल बनाती है। वर्षा पानी को वापस धरती पर लाती है। विद्यार्थी ज्ञान, क्षेत्र और श्रम का मूल्य समझें।",
        ("वाष्पीकरण पानी को ऊपर ले जाता है।", "संघनन से बूँदें बनती हैं।"),
        (("अवस्था", "तापमान"), ("बर्फ़", "0 °C"), ("भाप", "100 °C")),
        ("वाष्प", "गैस के रूप में पानी"),
        ("पानी किस तापमान पर उबलता है?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "पानी धरती पर वापस कैसे आता है?",
        ("जल चक्र के चरण बताना", "गिलास, बर्फ़, ढक्कन", "ठंडे गिलास पर बूँदें बनते देखिए"),
        "हमारा विज्ञान, कक्षा ६",
        "आशा शर्मा",
    ),
    "ta": Words(
        "நீர் சுழற்சி",
        "நீர் 100 °C இல் கொதிக்கிறது. அது ஓரிடத்தில் நிற்பதில்லை. சூரிய வெப்பத்தால் 1,25,000 லிட்டர் நீர் ஆவியாகிறது.",
        "ஆவி குளிர்ந்து மேகங்கள் உருவாகின்றன. மழை நீரைப் பூமிக்குத் திரும்பக் கொண்டுவருகிறது. ஸ்ரீ, க்ஷ, கௌ, ணை, ஜ்ஞ.",
        ("ஆவியாதல் நீரை மேலே எடுத்துச் செல்கிறது.", "சுருங்குதல் துளிகளை உருவாக்குகிறது."),
        (("நிலை", "வெப்பநிலை"), ("பனிக்கட்டி", "0 °C"), ("நீராவி", "100 °C")),
        ("ஆவி", "வாயு நிலையில் உள்ள நீர்"),
        ("நீர் எந்த வெப்பநிலையில் கொதிக்கிறது?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "நீர் பூமிக்கு எப்படித் திரும்புகிறது?",
        ("நீர் சுழற்சியின் படிகளைச் சொல்லுதல்", "கண்ணாடிக் குவளை, பனிக்கட்டி", "குளிர்ந்த குவளையில் துளிகளைப் பாருங்கள்"),
        "நமது அறிவியல்",
        "மீனாட்சி",
    ),
    "te": Words(
        "నీటి చక్రం",
        "నీరు 100 °C వద్ద మరుగుతుంది. అది ఒకే చోట ఉండదు. సూర్యుని వేడికి 1,25,000 లీటర్ల నీరు ఆవిరి అవుతుంది.",
        "ఆవిరి చల్లబడి మేఘాలు ఏర్పడతాయి. వర్షం నీటిని భూమికి తిరిగి తెస్తుంది. విద్యార్థి, శ్రీ, క్ష, జ్ఞానం, స్త్రీ, రాష్ట్రం.",
        ("బాష్పీభవనం నీటిని పైకి తీసుకెళ్తుంది.", "సాంద్రీకరణ చుక్కలను చేస్తుంది."),
        (("స్థితి", "ఉష్ణోగ్రత"), ("మంచు", "0 °C"), ("ఆవిరి", "100 °C")),
        ("ఆవిరి", "వాయు రూపంలో ఉన్న నీరు"),
        ("నీరు ఏ ఉష్ణోగ్రత వద్ద మరుగుతుంది?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "నీరు భూమికి ఎలా తిరిగి వస్తుంది?",
        ("నీటి చక్రం దశలు చెప్పడం", "గ్లాసు, మంచు, మూత", "చల్లని గ్లాసుపై చుక్కలను గమనించండి"),
        "మన విజ్ఞానశాస్త్రం",
        "లక్ష్మి",
    ),
    "bn": Words(
        "জলচক্র",
        "জল ১০০ °C তাপমাত্রায় ফোটে। এটি এক জায়গায় থাকে না। সূর্যের তাপে 1,25,000 লিটার জল বাষ্প হয়।",
        "বাষ্প ঠান্ডা হয়ে মেঘ হয়। বৃষ্টি জলকে পৃথিবীতে ফিরিয়ে আনে। বিজ্ঞান, ক্ষেত্র, শ্রদ্ধা, উজ্জ্বল, স্বাস্থ্য, যন্ত্র।",
        ("বাষ্পীভবন জলকে উপরে তোলে।", "ঘনীভবন ফোঁটা তৈরি করে।"),
        (("অবস্থা", "তাপমাত্রা"), ("বরফ", "0 °C"), ("বাষ্প", "100 °C")),
        ("বাষ্প", "গ্যাস অবস্থায় জল"),
        ("জল কোন তাপমাত্রায় ফোটে?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "জল পৃথিবীতে কীভাবে ফিরে আসে?",
        ("জলচক্রের ধাপগুলি বলা", "গ্লাস, বরফ, ঢাকনা", "ঠান্ডা গ্লাসে ফোঁটা জমা দেখো"),
        "আমাদের বিজ্ঞান",
        "শ্রাবণী",
    ),
    "mr": Words(
        "जलचक्र",
        "पाणी १०० °C ला उकळते. ते एका ठिकाणी राहत नाही. सूर्याच्या उष्णतेने 1,25,000 लिटर पाण्याची वाफ होते.",
        "वाफ थंड होऊन ढग तयार होतात. पाऊस पाणी परत पृथ्वीवर आणतो. विद्यार्थी, ज्ञान, क्षेत्र, दऱ्या, तुझ्या, ळ.",
        ("बाष्पीभवनाने पाणी वर जाते.", "संघननाने थेंब तयार होतात."),
        (("अवस्था", "तापमान"), ("बर्फ", "0 °C"), ("वाफ", "100 °C")),
        ("वाफ", "वायुरूप पाणी"),
        ("पाणी कोणत्या तापमानाला उकळते?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "पाणी पृथ्वीवर परत कसे येते?",
        ("जलचक्राचे टप्पे सांगणे", "ग्लास, बर्फ, झाकण", "थंड ग्लासवर थेंब पाहा"),
        "आपले विज्ञान",
        "स्वाती",
    ),
    "gu": Words(
        "જળચક્ર",
        "પાણી 100 °C તાપમાને ઊકળે છે. તે એક જગ્યાએ રહેતું નથી. સૂર્યની ગરમીથી 1,25,000 લિટર પાણી વરાળ બને છે.",
        "વરાળ ઠંડી પડતાં વાદળ બને છે. વરસાદ પાણીને પૃથ્વી પર પાછું લાવે છે. વિદ્યાર્થી, જ્ઞાન, ક્ષેત્ર, શ્રમ, દ્રષ્ટિ.",
        ("બાષ્પીભવન પાણીને ઉપર લઈ જાય છે.", "ઘનીકરણથી ટીપાં બને છે."),
        (("અવસ્થા", "તાપમાન"), ("બરફ", "0 °C"), ("વરાળ", "100 °C")),
        ("વરાળ", "વાયુ સ્વરૂપનું પાણી"),
        ("પાણી કયા તાપમાને ઊકળે છે?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "પાણી પૃથ્વી પર પાછું કેવી રીતે આવે છે?",
        ("જળચક્રના તબક્કા કહેવા", "ગ્લાસ, બરફ, ઢાંકણું", "ઠંડા ગ્લાસ પર ટીપાં જુઓ"),
        "આપણું વિજ્ઞાન",
        "હર્ષા",
    ),
    "kn": Words(
        "ನೀರಿನ ಚಕ್ರ",
        "ನೀರು 100 °C ನಲ್ಲಿ ಕುದಿಯುತ್ತದೆ. ಅದು ಒಂದೇ ಕಡೆ ಇರುವುದಿಲ್ಲ. ಸೂರ್ಯನ ಶಾಖದಿಂದ 1,25,000 ಲೀಟರ್ ನೀರು ಆವಿಯಾಗುತ್ತದೆ.",
        "ಆವಿ ತಣ್ಣಗಾಗಿ ಮೋಡಗಳಾಗುತ್ತವೆ. ಮಳೆ ನೀರನ್ನು ಭೂಮಿಗೆ ಮರಳಿ ತರುತ್ತದೆ. ವಿದ್ಯಾರ್ಥಿ, ಜ್ಞಾನ, ಕ್ಷೇತ್ರ, ಶ್ರೀ, ಸ್ತ್ರೀ, ರಾಷ್ಟ್ರ.",
        ("ಆವಿಯಾಗುವಿಕೆ ನೀರನ್ನು ಮೇಲಕ್ಕೆ ಒಯ್ಯುತ್ತದೆ.", "ಘನೀಕರಣ ಹನಿಗಳನ್ನು ಮಾಡುತ್ತದೆ."),
        (("ಸ್ಥಿತಿ", "ತಾಪಮಾನ"), ("ಮಂಜುಗಡ್ಡೆ", "0 °C"), ("ಆವಿ", "100 °C")),
        ("ಆವಿ", "ಅನಿಲ ರೂಪದ ನೀರು"),
        ("ನೀರು ಯಾವ ತಾಪಮಾನದಲ್ಲಿ ಕುದಿಯುತ್ತದೆ?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "ನೀರು ಭೂಮಿಗೆ ಹೇಗೆ ಮರಳುತ್ತದೆ?",
        ("ನೀರಿನ ಚಕ್ರದ ಹಂತಗಳನ್ನು ಹೇಳುವುದು", "ಲೋಟ, ಮಂಜುಗಡ್ಡೆ, ಮುಚ್ಚಳ", "ತಣ್ಣನೆಯ ಲೋಟದ ಮೇಲೆ ಹನಿಗಳನ್ನು ನೋಡಿ"),
        "ನಮ್ಮ ವಿಜ್ಞಾನ",
        "ಕಾವ್ಯ",
    ),
    "ml": Words(
        "ജലചക്രം",
        "വെള്ളം 100 °C ൽ തിളയ്ക്കുന്നു. അത് ഒരിടത്ത് നിൽക്കുന്നില്ല. സൂര്യന്റെ ചൂടിൽ 1,25,000 ലിറ്റർ വെള്ളം നീരാവിയാകുന്നു.",
        "നീരാവി തണുത്ത് മേഘങ്ങളാകുന്നു. മഴ വെള്ളത്തെ ഭൂമിയിലേക്ക് തിരികെ കൊണ്ടുവരുന്നു. വിദ്യാർത്ഥി, ജ്ഞാനം, ക്ഷേത്രം, സ്ത്രീ, രാഷ്ട്രം, അവൾ, അവർ.",
        ("ബാഷ്പീകരണം വെള്ളത്തെ മുകളിലേക്ക് ഉയർത്തുന്നു.", "സാന്ദ്രീകരണം തുള്ളികൾ ഉണ്ടാക്കുന്നു."),
        (("അവസ്ഥ", "താപനില"), ("ഐസ്", "0 °C"), ("നീരാവി", "100 °C")),
        ("നീരാവി", "വാതക രൂപത്തിലുള്ള വെള്ളം"),
        ("വെള്ളം ഏത് താപനിലയിൽ തിളയ്ക്കുന്നു?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "വെള്ളം ഭൂമിയിലേക്ക് എങ്ങനെ തിരിച്ചെത്തുന്നു?",
        ("ജലചക്രത്തിന്റെ ഘട്ടങ്ങൾ പറയുക", "ഗ്ലാസ്, ഐസ്, അടപ്പ്", "തണുത്ത ഗ്ലാസിൽ തുള്ളികൾ നിരീക്ഷിക്കുക"),
        "നമ്മുടെ ശാസ്ത്രം",
        "ശ്രീജ",
    ),
    "pa": Words(
        "ਜਲ ਚੱਕਰ",
        "ਪਾਣੀ 100 °C 'ਤੇ ਉਬਲਦਾ ਹੈ। ਇਹ ਇੱਕ ਥਾਂ ਨਹੀਂ ਰਹਿੰਦਾ। ਸੂਰਜ ਦੀ ਗਰਮੀ ਨਾਲ 1,25,000 ਲੀਟਰ ਪਾਣੀ ਭਾਫ਼ ਬਣ ਜਾਂਦਾ ਹੈ।",
        "ਭਾਫ਼ ਠੰਢੀ ਹੋ ਕੇ ਬੱਦਲ ਬਣਾਉਂਦੀ ਹੈ। ਮੀਂਹ ਪਾਣੀ ਨੂੰ ਧਰਤੀ 'ਤੇ ਵਾਪਸ ਲਿਆਉਂਦਾ ਹੈ। ਵਿਦਿਆਰਥੀ, ਪ੍ਰਸ਼ਨ, ਸ੍ਰੀ, ਪੜ੍ਹਨਾ, ਸ੍ਵੈ।",
        ("ਵਾਸ਼ਪੀਕਰਨ ਪਾਣੀ ਨੂੰ ਉੱਪਰ ਲੈ ਜਾਂਦਾ ਹੈ।", "ਸੰਘਣਨ ਨਾਲ ਬੂੰਦਾਂ ਬਣਦੀਆਂ ਹਨ।"),
        (("ਅਵਸਥਾ", "ਤਾਪਮਾਨ"), ("ਬਰਫ਼", "0 °C"), ("ਭਾਫ਼", "100 °C")),
        ("ਭਾਫ਼", "ਗੈਸ ਦੇ ਰੂਪ ਵਿੱਚ ਪਾਣੀ"),
        ("ਪਾਣੀ ਕਿਸ ਤਾਪਮਾਨ 'ਤੇ ਉਬਲਦਾ ਹੈ?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "ਪਾਣੀ ਧਰਤੀ 'ਤੇ ਵਾਪਸ ਕਿਵੇਂ ਆਉਂਦਾ ਹੈ?",
        ("ਜਲ ਚੱਕਰ ਦੇ ਪੜਾਅ ਦੱਸਣਾ", "ਗਲਾਸ, ਬਰਫ਼, ਢੱਕਣ", "ਠੰਢੇ ਗਲਾਸ ਉੱਤੇ ਬੂੰਦਾਂ ਵੇਖੋ"),
        "ਸਾਡਾ ਵਿਗਿਆਨ",
        "ਗੁਰਪ੍ਰੀਤ",
    ),
    "or": Words(
        "ଜଳଚକ୍ର",
        "ପାଣି 100 °C ରେ ଫୁଟେ। ଏହା ଗୋଟିଏ ସ୍ଥାନରେ ରହେ ନାହିଁ। ସୂର୍ଯ୍ୟଙ୍କ ତାପରେ 1,25,000 ଲିଟର ପାଣି ବାଷ୍ପ ହୁଏ।",
        "ବାଷ୍ପ ଥଣ୍ଡା ହୋଇ ମେଘ ହୁଏ। ବର୍ଷା ପାଣିକୁ ପୃଥିବୀକୁ ଫେରାଇ ଆଣେ। ବିଦ୍ୟାର୍ଥୀ, ଜ୍ଞାନ, କ୍ଷେତ୍ର, ଶ୍ରୀ, ସ୍ତ୍ରୀ, ରାଷ୍ଟ୍ର, ଉଜ୍ଜ୍ୱଳ।",
        ("ବାଷ୍ପୀଭବନ ପାଣିକୁ ଉପରକୁ ନିଏ।", "ଘନୀଭବନ ବୁନ୍ଦା ତିଆରି କରେ।"),
        (("ଅବସ୍ଥା", "ତାପମାତ୍ରା"), ("ବରଫ", "0 °C"), ("ବାଷ୍ପ", "100 °C")),
        ("ବାଷ୍ପ", "ଗ୍ୟାସ ରୂପରେ ପାଣି"),
        ("ପାଣି କେଉଁ ତାପମାତ୍ରାରେ ଫୁଟେ?", ("0 °C", "37 °C", "100 °C", "212 °C")),
        "ପାଣି ପୃଥିବୀକୁ କିପରି ଫେରେ?",
        ("ଜଳଚକ୍ରର ସୋପାନ କହିବା", "ଗ୍ଲାସ, ବରଫ, ଢାଙ୍କୁଣି", "ଥଣ୍ଡା ଗ୍ଲାସରେ ବୁନ୍ଦା ଦେଖ"),
        "ଆମ ବିଜ୍ଞାନ",
        "ସୁମିତ୍ରା",
    ),
}
assert tuple(WORDS) == codes()


def png(width: int, height: int) -> bytes:
    """A grey picture with a dark frame."""
    row = b"\0" + b"\x40" * 4 + b"\xd0" * (width - 8) + b"\x40" * 4
    dark = b"\0" + b"\x40" * width
    pixels = dark * 4 + row * (height - 8) + dark * 4

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


PICTURE = png(320, 180)
PICTURE_ID = hashlib.sha256(PICTURE).hexdigest()


def lesson_content(language: str) -> LessonContent:
    words = WORDS[language]
    passages = (
        Passage(BlockKind.HEADING, words.title, words.title, level=1),
        Passage(BlockKind.PARAGRAPH, words.text, words.text),
        Passage(BlockKind.FIGURE, words.word[0], words.word[0], media=PICTURE_ID),
        Passage(BlockKind.HEADING, words.table[0][0], words.table[0][0], level=2),
        Passage(BlockKind.PARAGRAPH, words.second, words.second),
        Passage(BlockKind.LIST_ITEM, words.items[0], words.items[0], marker="1.", level=1),
        Passage(BlockKind.LIST_ITEM, words.items[1], words.items[1], marker="2.", level=1),
        Passage(BlockKind.TABLE, "", "", rows=words.table),
        Passage(BlockKind.FORMULA, "v = s ÷ t", "v = s ÷ t"),
    )
    first = sentences.split(words.text, language)[0]
    last = sentences.split(words.second, language)[1]
    return LessonContent(
        title=words.title,
        language=language,
        level=Level.EASIER,
        school_class=6,
        passages=passages,
        key_words=(KeyWord(*words.word, "text", 1), KeyWord(words.table[1][0], words.table[1][1], "text", 7)),
        choice_questions=(ChoiceQuestion(words.choice[0], words.choice[1], 2, f"EVIDENCE {first}", 1),),
        short_questions=(ShortQuestion(words.short, f"ANSWER {last}", f"EVIDENCE {last}", 4),),
        plan=LessonPlan(
            objectives=(words.plan[0],),
            materials=(words.plan[1],),
            steps=(PlanStep(10, words.plan[2]), PlanStep(20, words.second), PlanStep(10, words.choice[0])),
            assessment=(words.short,),
            homework=words.choice[0],
        ),
    )


def lesson_view(language: str, *, mp3: bytes = b"\xff\xf3 not really sound") -> LessonView:
    """An approved lesson; its sound track has every sentence, 1.5 seconds each."""
    content = lesson_content(language)
    spoken = [
        (index, number, sentence)
        for index, passage in enumerate(content.passages)
        if passage.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        for number, sentence in enumerate(sentences.split(passage.text, language))
    ]
    track = AudioTrack(
        hashlib.sha256(mp3).hexdigest(),
        1_500 * len(spoken),
        tuple((passage, number, 50 + 1_500 * at, text) for at, (passage, number, text) in enumerate(spoken)),
        "espeak-ng",
    )
    return LessonView(
        lesson_id=f"019a0000-0000-7000-8000-0000000000{codes().index(language):02d}",
        version_id=f"019a0000-0000-7000-8000-0000000001{codes().index(language):02d}",
        version=2,
        slug=f"C06-{language}-water-{codes().index(language):06d}",
        content=content,
        provenance=Provenance(
            WORDS[language].book,
            "12-13",
            WORDS[language].person,
            "2025-11-22T09:14:05.123456Z",
            source_sha256=("ab" * 32,),
        ),
        pictures={PICTURE_ID: Picture(PICTURE)},
        audio=track,
        mp3=mp3,
    )
