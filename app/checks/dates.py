"""Finds dates: day and month here; the year of a date stays a number of its own.

So "15 August 1947", "15/08/1947" and "1947 ஆகஸ்ட் 15" hold the same two facts: the date 15-8 and the number 1947.
"""

from __future__ import annotations

import re

from app.checks.facts import Fact, Taken
from app.checks.folding import fold_loosely
from app.domain import sentences
from app.domain.lessons import FactKind

# January ... December
_MONTHS = """
    January Jan जनवरी जानेवारी জানুয়ারি জানুয়ারী જાન્યુઆરી ਜਨਵਰੀ ଜାନୁଆରୀ ଜାନୁୟାରୀ ஜனவரி జనవరి ಜನವರಿ ജനുവരി |
    February Feb फरवरी फ़रवरी फेब्रुवारी ফেব্রুয়ারি ফেব্রুয়ারী ફેબ્રુઆરી ਫ਼ਰਵਰੀ ਫਰਵਰੀ ଫେବୃଆରୀ ଫେବ୍ରୁଆରୀ
    பிப்ரவரி ఫిబ్రవరి ಫೆಬ್ರವರಿ ಫೆಬ್ರುವರಿ ഫെബ്രുവരി |
    March Mar मार्च মার্চ માર્ચ ਮਾਰਚ ମାର୍ଚ୍ଚ மார்ச் మార్చి ಮಾರ್ಚ್ മാർച്ച് |
    April Apr अप्रैल एप्रिल এপ্রিল એપ્રિલ ਅਪ੍ਰੈਲ ଅପ୍ରେଲ ஏப்ரல் ఏప్రిల్ ಏಪ್ರಿಲ್ ഏപ്രിൽ |
    May मई मे মে મે ਮਈ ମଇ மே మే ಮೇ മേയ് മെയ് |
    June Jun जून জুন જૂન ਜੂਨ ଜୁନ ஜூன் జూన్ ಜೂನ್ ജൂൺ |
    July Jul जुलाई जुलै জুলাই જુલાઈ જુલાઇ ਜੁਲਾਈ ଜୁଲାଇ ஜூலை జూలై జులై ಜುಲೈ ജൂലൈ ജൂലായ് |
    August Aug अगस्त ऑगस्ट আগস্ট অগাস্ট ઓગસ્ટ ਅਗਸਤ ଅଗଷ୍ଟ ஆகஸ்ட் ஆகஸ்டு ఆగస్టు ఆగష్టు ಆಗಸ್ಟ್ ഓഗസ്റ്റ് ആഗസ്റ്റ് |
    September Sept Sep सितंबर सितम्बर सप्टेंबर সেপ্টেম্বর સપ્ટેમ્બર સપ્ટેંબર ਸਤੰਬਰ ସେପ୍ଟେମ୍ବର செப்டம்பர்
    సెప్టెంబర్ సెప్టెంబరు ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റംബർ സെപ്തംബർ |
    October Oct अक्टूबर अक्तूबर ऑक्टोबर অক্টোবর ઓક્ટોબર ઑક્ટોબર ਅਕਤੂਬਰ ଅକ୍ଟୋବର அக்டோபர் అక్టోబర్ అక్టోబరు
    ಅಕ್ಟೋಬರ್ ഒക്ടോബർ |
    November Nov नवंबर नवम्बर नोव्हेंबर নভেম্বর નવેમ્બર નવેંબર ਨਵੰਬਰ ନଭେମ୍ବର நவம்பர் నవంబర్ నవంబరు ನವೆಂಬರ್
    നവംബർ |
    December Dec दिसंबर दिसम्बर डिसेंबर ডিসেম্বর ડિસેમ્બર ડિસેંબર ਦਸੰਬਰ ଡିସେମ୍ବର டிசம்பர் డిసెంబర్ డిసెంబరు
    ಡಿಸೆಂಬರ್ ഡിസംബർ
"""
# Monday ... Sunday
_WEEKDAYS = """
    monday सोमवार সোমবার સોમવાર ਸੋਮਵਾਰ ସୋମବାର திங்கட்கிழமை திங்கள்கிழமை திங்கட்கிழமைய సోమవారం ಸೋಮವಾರ തിങ്കളാഴ്ച |
    tuesday मंगलवार मंगळवार মঙ্গলবার મંગળવાર ਮੰਗਲਵਾਰ ମଙ୍ଗଳବାର செவ்வாய்க்கிழமை మంగళవారం ಮಂಗಳವಾರ ചൊവ്വാഴ്ച |
    wednesday बुधवार বুধবার બુધવાર ਬੁੱਧਵਾਰ ਬੁਧਵਾਰ ବୁଧବାର புதன்கிழமை బుధవారం ಬುಧವಾರ ബുധനാഴ്ച |
    thursday गुरुवार गुरूवार बृहस्पतिवार वीरवार বৃহস্পতিবার ગુરુવાર ગુરૂવાર ਵੀਰਵਾਰ ਬ੍ਰਹਿਸਪਤੀਵਾਰ ଗୁରୁବାର வியாழக்கிழமை
    గురువారం బృహస్పతివారం ಗುರುವಾರ വ്യാഴാഴ്ച |
    friday शुक्रवार শুক্রবার શુક્રવાર ਸ਼ੁੱਕਰਵਾਰ ਸ਼ੁਕਰਵਾਰ ଶୁକ୍ରବାର வெள்ளிக்கிழமை శుక్రవారం ಶುಕ್ರವಾರ വെള്ളിയാഴ്ച |
    saturday शनिवार शनिचर শনিবার શનિવાર ਸ਼ਨੀਵਾਰ ਸ਼ਨਿੱਚਰਵਾਰ ଶନିବାର சனிக்கிழமை శనివారం ಶನಿವಾರ ശനിയാഴ്ച |
    sunday रविवार इतवार রবিবার রোববার રવિવાર ਐਤਵਾਰ ରବିବାର ஞாயிற்றுக்கிழமை ఆదివారం రవివారం ಭಾನುವಾರ ರವಿವಾರ ഞായറാഴ്ച
"""
_DAY_BY_NAME = {
    fold_loosely(name).rstrip("\u0c02"): str(number)
    for number, names in enumerate(_WEEKDAYS.split("|"), start=1)
    for name in names.split()
}
_BY_NAME = {
    fold_loosely(name): number for number, names in enumerate(_MONTHS.split("|"), start=1) for name in names.split()
}
# names that are everyday words too: months only beside a day or a year
_SHY = frozenset(map(fold_loosely, "may mar march jun jan sep dec मे মে મે மே మే ಮೇ ମଇ".split()))  # noqa: SIM905
# "old", "junior", "passion" for June with an ending; "body", "graze", "make-up" for May; "merchant" for March
_NO_MONTH = re.compile(
    r"जून[ािीुूोौंय्व].*|जूने.*|જૂન[ાિીુૂોૌંયવ].*|ਜੂਨ[ਾਿੀੁੂਂ].*|জূন[ািীুূ].*|ଜୂନ[ାିୀୁୂ].*|మార్చ[ుా].*|మార్చీ(?!లో|కీ|తో|నెల|నాటీ|కల్ల).+|মার্চেন্ট.*|মার্চেংট.*"
    r"|जूनाट.*|अगस्त[िी].*|മേയ്(?!മാസ|ദിന|ലെ).+|জূনায়ে.*"
)
_ALSO_CHANGED = fold_loosely("మార్చి")  # March, or "having changed"
_SHORTEST_STEM = 3
_LONGEST_ENDING = 8

_ORDINAL = r"(?:[-‑]?(?:st|nd|rd|th|শে|ই|লা|রা|ঠা|মি|મી|લી|જી|ஆம்|ம்|వ|ನೇ|ാം|ആം|वीं|वें))?"
_DAY_BEFORE = re.compile(rf"(?<![\d.,/:])(\d{{1,2}}){_ORDINAL}(?:\s+of)?[\s,\-–]+$")
_DAY_AFTER = re.compile(rf"\.?[\s,\-–]+(\d{{1,2}}){_ORDINAL}(?![\d:/]|\.\d|,\d{2, 3}(?!\d))")
_YEAR_AFTER = re.compile(r"\.?[\s,\-–]+\d{4}(?!\d)")
_MONTH_AFTER = re.compile(r"\s+(?:महीन|महिन|माह|মাস|મહિન|ਮਹੀਨ|ମାସ|மாத|నెల|ತಿಂಗಳ|മാസ)")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<d>\d{1,2})(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))(?![\d/]|-\d|\.\d)"
)
_PART = re.compile(r"[^-\d]+")
_LAST_MONTH, _LAST_DAY = 12, 31


def find(text: str) -> tuple[list[Fact], Taken]:
    """The dates of a text in ASCII digits, and the characters no number may be read from.

    The year of a numeric date is a Fact of kind NUMBER; that of a written date is left for the numbers to find.
    """
    facts: list[Fact] = []
    taken = Taken(len(text))
    for match in _NUMERIC.finditer(text):
        day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
        if not (1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY):
            continue
        group = "y" if match["y"] else "y2"
        facts.append(Fact(FactKind.DATE, match[0], f"{day}-{month}", "date", *match.span()))
        facts.append(Fact(FactKind.NUMBER, match[group], match[group], "", *match.span(group)))
        taken.add(*match.span())
    for start, end in sentences.word_spans(text):
        weekday = _weekday(text[start:end])
        if weekday:
            facts.append(Fact(FactKind.DATE, text[start:end], weekday, "weekday", start, end))
            continue
        for part in _PART.finditer(text, start, end):  # "15-Aug-1947" is one word
            _written(text, *part.span(), facts, taken)
    return facts, taken


def _written(text: str, start: int, end: int, facts: list[Fact], taken: Taken) -> None:
    """Adds the date around a month name, if the word is one."""
    word = text[start:end]
    month, shy = _month(word)
    if month is None:
        return
    before = _DAY_BEFORE.search(text[max(0, start - 12) : start])
    after = None if before else _DAY_AFTER.match(text, end)
    if before and 1 <= int(before[1]) <= _LAST_DAY:
        first = start - len(before[0])
        facts.append(Fact(FactKind.DATE, text[first:end], f"{int(before[1])}-{month}", "date", first, end))
        taken.add(first, end)
    elif after and 1 <= int(after[1]) <= _LAST_DAY:
        facts.append(
            Fact(FactKind.DATE, text[start : after.end()], f"{int(after[1])}-{month}", "date", start, after.end())
        )
        taken.add(start, after.end())
    elif not shy or _YEAR_AFTER.match(text, end) or _MONTH_AFTER.match(text, end):
        facts.append(Fact(FactKind.DATE, word, f"{month}", "date", start, end))


def _weekday(word: str) -> str | None:
    """The number of the day that the word names, with an Indian ending or an English plural allowed."""
    folded = fold_loosely(word)
    if folded.isascii():
        return _DAY_BY_NAME.get(folded.removesuffix("'s").removesuffix("s"))
    cuts = range(len(folded), max(_SHORTEST_STEM, len(folded) - _LONGEST_ENDING - 1), -1)
    return next((_DAY_BY_NAME[folded[:cut]] for cut in cuts if folded[:cut] in _DAY_BY_NAME), None)


def _month(word: str) -> tuple[int | None, bool]:
    """The number of the month that the word names, and whether it may well be another word."""
    folded = fold_loosely(word)
    if word.isascii():
        known = _BY_NAME.get(folded) if word[0].isupper() else None
        return known, folded in _SHY
    if _NO_MONTH.fullmatch(folded) and folded not in _BY_NAME:
        return None, False
    for cut in range(len(folded), max(_SHORTEST_STEM, len(folded) - _LONGEST_ENDING) - 1, -1):
        if folded[:cut] in _BY_NAME and (cut == len(folded) or folded[:cut] not in _SHY):
            return _BY_NAME[folded[:cut]], folded[:cut] in _SHY or folded == _ALSO_CHANGED
    return (_BY_NAME[folded], True) if folded in _BY_NAME else (None, False)
