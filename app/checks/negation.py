"""Finds words that negate: whole words, and in the languages that negate inside the verb, endings.

Sources: the negation cues of the project's domain notes, and the grammars' negative verb forms. Tamil, Telugu, Kannada
and Malayalam (and Odia and Bengali in part) build the negative into the verb; an ending that may be negative or may be
something else yields a fact that the lock compares letter by letter ("hidden_negation").
"""

# ruff: noqa: E501 - lists of endings

from __future__ import annotations

import re
from collections.abc import Container  # noqa: TC003 - nothing to gain from hiding a standard import
from dataclasses import dataclass

from app.checks.facts import Fact, Taken
from app.checks.folding import fold
from app.checks.number_words import language_of
from app.domain import sentences
from app.domain.lessons import FactKind


@dataclass(frozen=True, slots=True)
class _Cues:
    """What negates in one language, folded."""

    words: frozenset[str]
    endings: re.Pattern[str] | None
    exceptions: frozenset[str]
    hidden: re.Pattern[str] | None


def _cues(words: str, endings: str = "", exceptions: str = "", hidden: str = "") -> _Cues:
    return _Cues(
        frozenset(map(fold, words.split())),
        re.compile(f"(?:{fold(endings)})$") if endings else None,
        frozenset(map(fold, exceptions.split())),
        re.compile(f"(?:{fold(hidden)})$") if hidden else None,
    )


_KANNADA_VERBS = (
    r"(?:ಿಸ|(?:ರ|ಣ|ಸ|ಳ|ಬ|ನ|ಲ)ಗಿಸ|ವಾಗ|ಲಾಗ|ಳಗಾಗ|^ಆಗ|^ಹೋಗ|ಕರಗ|ಮುಳುಗ|ಒಣಗ|ಮಲಗ|ಬಾಗ|ನೀಗ|ತಾಗ|ಕೂಗ|ಸಾಗ|ಹೊಂದ|ತುಂಬ|ನಂಬ|ಸಿಗ|ಮಾಡ|ನೋಡ|ಕೊಡ|ಪಡ|ಓಡ|ಹಾಡ|ನಾಡ|ಯಾಡ"
    r"|^ಆಡ|ಬಿಡ|ನೀಡ|ಕಾಡ|ಕೂಡ|ತೊಡ|ಇಡ|ಕೆಡ|ಸುಡ|ಬಳಸ|ಕಳಿಸ|ಅರಿಯ|ತಿಳಿಯ|ಹರಿಯ|ಉರಿಯ|ಮುರಿಯ|ಸುರಿಯ|ಕುಡಿಯ|ಹಿಡಿಯ|ದುಡಿಯ|ಉಳಿಯ|ಇಳಿಯ|ಕಲಿಯ|ಬರೆಯ|ಬೆಳೆಯ|ನಡೆಯ|ತೆರೆಯ|ಪಡೆಯ|ಸೆಳೆಯ|ತಡೆಯ|ಕರೆಯ"
    r"|ಮರೆಯ|ಎಳೆಯ|ಹೊಳೆಯ|ತೊಳೆಯ|ಎಸೆಯ|ಕೊಳೆಯ|^ಕಾಯ|ನೋಯ|ಬೇಯ|ಕದಲ|ಹೋಲ|ಸೋಲ|ಗೆಲ್ಲ|ನಿಲ್ಲ|ಸಲ್ಲ|ಕೊಲ್ಲ|ಅಲ್ಲ|^ಬರ|^ಇರ|^ತರ|ಸೇರ|ಮೀರ|ತೋರ|^ಹಾರ|ಏರ|ಬೀಳ|ಕೇಳ|ಹೇಳ|ಬಾಳ|ತಾಳ|ಕಾಣ|ತಿನ್ನ|ಎನ್ನ"
    r"|ಮುಟ್ಟ|ಕಟ್ಟ|ಗಟ್ಟ|ಹುಟ್ಟ|ತಟ್ಟ|ಬಿಟ್ಟ|ಒಪ್ಪ|ತಪ್ಪ|^ಸಾಯ|ಕಲಸ|ಬೆರೆಯ|ಕುದಿಯ|ಬದಲಾಗ|ನಿರೀಕ್ಷಿಸ)"
)
_CUES: dict[str, _Cues] = {
    "en": _cues(
        "not no never none nobody nothing nowhere neither nor without cannot cant unable impossible"
        " hardly scarcely barely seldom rarely"
        " didnt doesnt dont isnt arent wasnt werent couldnt shouldnt wouldnt hasnt havent hadnt mustnt",
        r".n't",
        "",
        # pairs whose plain word stands in the same place of a sentence: losing the prefix turns the sentence round
        r"^(?:un(?:safe|equal|known|likely|common|usual|healthy|stable|even|fit|true|fair|clean|ripe|cooked|boiled|treated"
        r"|necessary|suitable|limited|changed|used|able|aware|important|pleasant|natural|reliable)|im(?:proper|perfect|pure"
        r"|mobile|permeable|balanced|mature|polite|possibly|possibility)|in(?:correct|visible|soluble|active|direct|complete"
        r"|dependent|sufficient|finite|accurate|efficient|adequate|appropriate|capable|definite|secure|sensitive|organic"
        r"|equality|justice|edible|digestible)|ir(?:regular|reversible|relevant|responsible)|il(?:legal|literate|logical)"
        r"|dis(?:like|agree|obey|connect|appear|advantage|order|honest|continue|prove)|non(?:metal|metals|living|violence))"
        r"(?:ly|ness|s|ed|d|ing)?",
    ),
    "hi": _cues("नहीं नही नहि न ना मत बिना बगैर बग़ैर निषिद्ध नामुमकिन रहित विहीन", r".(?<!्)रहित|.विहीन|..हीन"),
    "mr": _cues(
        "नाही नाहीत नाहीस नाहीं नव्हे नव्हेत नव्हता नव्हती नव्हते नव्हत्या नव्हतो नव्हतीस नको नकोत नकोस नका नये नयेत नयेस न ना"
        " बिना विना शिवाय नसतो नसते नसती नसतात नसे नसेल नसतील नसलेला नसलेली नसलेले नसलेल्या नसणे नसून नसताना नसला नसली नसले"
        " नसल्यास नसल्यामुळे नसता नसावा नसावी नसावे",
        r"^नाही.*|..शिवाय|..विना|..(?<!्)रहित|..हीन",
        "याशिवाय त्याशिवाय राहीन पाहीन वाहीन लिहीन",
    ),
    "bn": _cues(
        "না নয় নেই নাই নি নহে নন নও নই নয়তো বিনা ব্যতীত ছাড়া নাহলে",
        r".েনি|.য়নি|.ইনি|.োনি|ননি|সিনি|রিনি|খিনি|লিনি|নিনি|তিনি|ঠিনি|ড়িনি|.হীন|.বিহীন|.শূন্য",
        "তিনি চিনি পানি খনি আপনি শ্রেণি কাহিনি শূন্য রাগিনি যোগিনি আইনি বেআইনি কলোনি ডাইনি যোনি সিমফোনি ট্রেইনি ফিলিস্তিনি ইয়েমেনি শ্রেনি গহীন ধোনি সোনি শাহীন",
    ),
    "gu": _cues(
        "નથી ન ના નહીં નહિ નહી નહોતો નહોતી નહોતું નહોતા ન્હોતો વગર વિના નહિતર નહીંતર નહોતાં", r".(?<!્)રહિત|.વિહીન", "પરહિત"
    ),
    "pa": _cues("ਨਹੀਂ ਨਹੀ ਨਾ ਨਾਹੀਂ ਬਿਨਾਂ ਬਿਨਾ ਬਗੈਰ ਬਗ਼ੈਰ ਮਤ ਨਹੀਓਂ", r".(?<!੍)ਰਹਿਤ"),
    "or": _cues(
        "ନାହିଁ ନାହିଂ ନାହି ନହିଁ ନୁହେଁ ନୁହେ ନୁହଁ ନୁହଁନ୍ତି ନୁହନ୍ତି ନାହାନ୍ତି ନା ନ ବିନା ବ୍ୟତୀତ ନଥିଲା ନଥିଲେ ନଥାଏ ନଥିବା ନଥିବ ନଥାନ୍ତି ନହୁଏ ନହେଲେ ନହେବ ନକରି"
        " ନକରିବା ନକର ନହୋଇ ନପାରେ ନପାରିଲା ନଥିଲି ନକଲେ ନଯାଏ ନଦେଇ ନହେବା",
        r".ନାହିଁ|.ନାହିଂ|.ନାହାନ୍ତି|.େନି|.ରିନି|.ଇନି|.ଏନି|.ଲାନି|.ବନି|.ହୀନ|.ବିହୀନ|.ନାହି",
        "ଘେନି କେନି ନବାବ ନତୁବା ନଗରବା ନରସିଂହଦେବ",
        r"^ନ[କ-ହ].*(?:ଲା|ଲେ|ବା|ବେ|ଇ|ଏ|ନ୍ତି|ବ)",
    ),
    "ta": _cues(
        "இல்லை இல்லாமல் இல்லாத இல்லாது இல்லாவிட்டால் இல்ல அல்ல அல்லாத அல்லாமல் அல்லாது வேண்டாம் கூடாது முடியாது மாட்டாது மாட்டான்"
        " மாட்டாள் மாட்டார் மாட்டார்கள் மாட்டேன் மாட்டோம் மாட்டா மாட்டாய் இன்றி அற்ற அற்று இயலாது தெரியாது கிடையாது இல்லாதது இல்லையென்றால்"
        " இராது அல்லர் அல்லன் அல்லள் அன்றி",
        r"..ில்லை.{0,8}|..மாட்ட(?:ா(?!ல்).*|ேன்|ோம்)|...ாவிடில்|...ாவிட்டாலும்|..ாமல(?!ை).*|^இல்லா.*|^அல்லா(?!ஹ).*|..ாது|...ாதே|...ாதீர்கள்|...ாதீர்|...ாதவை|...ாதது|...ாதவர்கள்|..[க-ஹ]ற்ற(?:து|வை|வர்|வன்|ு)?|..ின்றி"
        r"|...ாதபடி|...ாவிட்டால்|...ாததால்|...ாதவாறு|...ல்லையா|..மில்லை|..மல்ல|..யல்ல|..ல்லாத|..ல்லாமல்|...ாதிருக்க|...ாதென|...ாததாகும்|..(?<!வ)ாத(?:[கசதப]்)?|...ாதவன்|...ாதவர்",
        "வில்லை குவிவில்லை அதாவது முதலாவது இரண்டாவது சாது தாது காது மாது ஏதாவது யாராவது எப்போதாவது எங்காவது எதாவது கனிமத்தாது அல்லாஹ் இம்மாத அம்மாத எம்மாத நாட்டுப்பற்று மொழிப்பற்று தேசப்பற்று சதைப்பற்று ஈரப்பற்று அருகாமை முகாமை நாட்டாமை"
        " விவாத தீவிரவாத பயங்கரவாத பக்கவாத மூட்டுவாத முடக்குவாத இனவாத மதவாத தேசியவாத பிடிவாத உத்தரவாத மிதவாத வகுப்புவாத",
        r"..வாத|..ாமை",
    ),
    "te": _cues(
        "లేదు లేవు లేరు లేను లేము లేని లేక లేకుండా లేకపోతే లేనిది లేనట్లయితే కాదు కావు కాకుండా వద్దు కూడదు రాదు రారు రాడు చాలదు లేకపోయినా లేడు లేమి లేకపోవడం కాకపోతే లేదని లేదంటే లేకుంటే లేనివి లేనట్టు లేనట్లు లేనందున లేనప్పుడు కాదని కానివి కానిది",
        r"..లేదు|..లేవు|..లేరు|..లేను|..లేము|..లేని|..లేక|..లేడు|..కుండా.*|..కూడదు|..వద్దు|..రాదు|.పోదు|^(?:త|ప|మి|ర|చె)గలదు|..[క-హ](?<!గల)దు|..[క-హ]కపోతే|..[క-హ]కపోయినా|..[క-హ]కపోవడం|..లేకపోవు"
        r"|..[క-హ]నప్పుడు|..[క-హ]నందున|..[క-హ]నట్లు|..[క-హ]కండి|..[క-హ]దని|..లేదని|..లేనివి|..లేనిది",
        "కలదు లేదా ఐదు చేదు ఖైదు పొడవు సెలవు పచ్చని ఆకుపచ్చని చల్లని తెల్లని నల్లని ఎర్రని చక్కని మెత్తని వెచ్చని సన్నని తియ్యని కమ్మని గుండ్రని నున్నని ధ్వని"
        " ప్రతిధ్వని ధమని జనని అవని రజని చెడ్డపని కలపని రోగనిరోధక క్రిమిసంహారక అంగారక నాయక బాలక ద్వంద్వక కర్కాటక"
        " మొలక పలక నడక పడక గిలక వెనక మరక తునక కనక గనక జనక పాలక కారక వాచక ఘటక బోధక రక్షక శిక్షక పరీక్షక నాటక పుస్తక సేవక వాహక చాలక పోషక శాస్త్రక రూపక"
        " అందరు కొందరు ఎందరు ఇందరు ఇద్దరు ఒకరు ఎవరు మరొకరు ఇతరు నగరు అతడు ఇతడు ఎవడు ఒకడు ఈతడు మెదడు మగడు చివరు తరు సైనికరు చక్కెరు",
        # not what others said or what must be ("that they came", "that it is a lake"), nor adjectives in -ka
        r"^కారు|.[క-హ](?<!గల)వు|(?<!...ార)(?<!...ాడ)(?<!..ామ)(?<!..ాన)(?<!.ుంద)(?<!.ింద)(?<!.ాల)(?<!..ాయ)(?<!.న్న)(?<!చ్చ)(?<![ఁ-ౌ]మ)(?<!ద్వ)(?<=.[క-హ])ని|.[క-హ]నిది|(?<!ంబ)(?<!టోబ)(?<=.[క-హ])రు|..[క-హ]డు"
        r"|(?<!త్మ)(?<!ర్వ)(?<!.్య)(?<!ోధ)(?<!పాద)(?<=.[క-హ])క",
    ),
    "kn": _cues(
        "ಇಲ್ಲ ಇಲ್ಲದ ಇಲ್ಲದೆ ಇಲ್ಲದೇ ಇಲ್ಲವೆ ಇಲ್ಲವೇ ಇಲ್ಲದಿದ್ದರೆ ಇಲ್ಲವಾದರೆ ಇಲ್ಲದಿದ್ದಲ್ಲಿ ಇಲ್ಲವೆಂದು ಇಲ್ಲದಿರುವ ಅಲ್ಲ ಅಲ್ಲದ ಅಲ್ಲದೆ ಅಲ್ಲದೇ ಅಲ್ಲವೇ ಬೇಡ ಬೇಡಿ ಬಾರದು ಕೂಡದು ಆಗದು ಸಾಲದು ಆಗದ ಆಗದೆ",
        rf"{_KANNADA_VERBS}ದಂತೆ|..ಿಲ್ಲ(?![ಾ-ೌ]).*|..[ವರಳತದನಟ]ಲ್ಲ|{_KANNADA_VERBS}ದು|..ಬಾರದು|..ಕೂಡದು|..ಲಾರದು|..ಲಾರವು|..ಲಾರರು|..ಬೇಡಿ?"
        r"|..ಲಾಗದು|..ರಹಿತ|..ಹೀನ|..[ಕ-ಹ]ದಿರ.*",
        "ಜಿಲ್ಲ ನಿಲ್ಲ ಬಿಲ್ಲ ಎಲ್ಲ ಬಲ್ಲ ಬೆಲ್ಲ ಕಲ್ಲ ಹಲ್ಲ ಮೆಲ್ಲ ಪರದೆ",
        # after a verb -da denies ("that does not melt"), after a noun it says "of": so only verbs, or -de and -du
        rf"..[ಗಡಯಸಲರ]ದೆ|..[ಗಡಯಸಲ]ದೇ|..[ಗಡಯಸಲರ]ದು|{_KANNADA_VERBS}ದ",
    ),
    "ml": _cues(
        "ഇല്ല ഇല്ലാത്ത ഇല്ലാതെ ഇല്ലാതായി ഇല്ലെങ്കിൽ അല്ല അല്ലാത്ത അല്ലാതെ അല്ലെങ്കിൽ അരുത് വേണ്ട പാടില്ല വയ്യ കൂടാ കൂടാതെ ഇല്ലാതാകും ഇല്ലാത്തതും അല്ലാത്തവ",
        r"..ില്ല(?![ി്ം]).*|^ഇല്ല[ാെ].*|..[മളയതവരനണ]ല്ല|..ാത്ത(?!്|ി).*|..ാതെ|..രുത്|..ല്ലാത്ത.*|..ല്ലാതെ|..രഹിത.*"
        r"|..ാതിരി.*|..ാതായ.*|..വേണ്ട|..േണ്ട",
        "ജില്ല ചില്ല വില്ല നല്ല വല്ല മുല്ല മല്ല കൂടാതെ യാത്ത മാത്ത ചങ്ങാത്ത ചങ്ങാത്തം ചങ്ങാത്തവും",
    ),
}
PREFIXED = "prefixed"  # value of a negation by prefix: not as sure as a word, for "inflammable" says "flammable"
_SHORTEST_BASE = 3
# un-, in-, non- ...; a-, an-, nir-, gair-, be- in the scripts of India
_PREFIXES = (
    *["un", "in", "im", "il", "ir", "dis", "non-", "non", "mis"],
    *(fold(chr(block + 0x05) + chr(block + 0x28)) for block in range(0x0900, 0x0E00, 0x80)),
    *(chr(block + 0x05) for block in range(0x0900, 0x0E00, 0x80)),
    *map(fold, ["गैर", "बे", "निर्", "निः", "બિન", "ગેર", "બે", "ਗ਼ੈਰ", "ਗੈਰ", "ਬੇ"]),
)
_NON = re.compile(r"^non-\w", re.IGNORECASE)
_NUMBERED = re.compile(r"\s?\.\s?\d|\s\d")
_NINE = fold("নয়")
_NINE_THEN = re.compile(r"\s*(?:টি|টা|জন|শ|হাজার|লাখ|লক্ষ|কোটি|মিটার|কিলো|সেমি|কেজি|দিন|মাস|বছর|ঘণ্টা|মিনিট|নম্বর|ভাগ)")


def find(text: str, language: str, taken: Taken) -> list[Fact]:
    """The negations of a text, outside the characters taken by other facts, in reading order.

    The value of a certain negation is "not", whatever its word; that of a hidden one is the word itself.
    """
    found = []
    for start, end in sentences.word_spans(text):
        if taken.overlaps(start, end):
            continue
        word = text[start:end]
        spoken = language_of(word, language)
        kind = _kind(fold(word), spoken)
        if kind == "hidden":
            found.append(Fact(FactKind.NEGATION, word, fold(word), "", start, end, reason="hidden_negation"))
        elif kind == "certain" and not _misread(text, fold(word), end):
            found.append(Fact(FactKind.NEGATION, word, "not", "", start, end))
    return found


def prefixed(text: str, own: Container[str], other: Container[str]) -> list[Fact]:
    """The words of a text that deny by a prefix: "insoluble", when the other text has "soluble" in its place.

    Args:
        text: The text, NFC.
        own: Folded words that only this text has.
        other: Folded words that only the other text has.
    """
    found = []
    for start, end in sentences.word_spans(text):
        word = fold(text[start:end])
        if word in own and any(base in other for base in _bases(word)):
            found.append(Fact(FactKind.NEGATION, text[start:end], PREFIXED, "", start, end))
    return found


def _bases(word: str) -> list[str]:
    """What is left of a word without a prefix of denial; a vowel sign after the prefix becomes its letter."""
    prefix = next((prefix for prefix in _PREFIXES if word.startswith(prefix)), "")
    rest = word[len(prefix) :]
    if not prefix or len(rest) < _SHORTEST_BASE:
        return []
    if word.isascii():
        return [rest]
    bases = [word[1:], rest] if prefix[0] != word[:1] or len(prefix) > 1 else [rest]
    sign = ord(rest[0]) & 0x7F
    if 0x3E <= sign <= 0x4C:  # "अनावश्यक" is अन् + आवश्यक
        bases.append(chr(ord(rest[0]) - 0x38) + rest[1:])
    return bases


def _kind(word: str, language: str) -> str:
    cues = _CUES[language]
    if word in cues.words:
        return "certain"
    if word in cues.exceptions:
        return ""
    if language == "en" and _NON.match(word):
        return "certain"
    if cues.endings and cues.endings.search(word):
        return "certain"
    return "hidden" if cues.hidden and cues.hidden.search(word) else ""


def _misread(text: str, word: str, end: int) -> bool:
    """Whether the word means something else here: "No. 5", the Bengali nine."""
    if word == "no":
        return bool(_NUMBERED.match(text, end))
    return word == _NINE and bool(_NINE_THEN.match(text, end))
