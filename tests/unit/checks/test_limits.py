# ruff: noqa: E501 - one case, one line
from __future__ import annotations

import pytest

from app.checks import contrasts, fact_lock, wording
from app.domain import languages


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "More than half died.", "Half died."),
        ("en", "Less than half died.", "Half died."),
        ("en", "Nearly half died.", "Half died."),
        ("en", "At least half of them died.", "Half of them died."),
        ("en", "More than a third died.", "A third died."),
        ("en", "More than a quarter died.", "A quarter died."),
        ("en", "More than 20 died.", "20 died."),
        ("en", "Over 500 species live here.", "500 species live here."),
        ("en", "About 5 came.", "5 came."),
        ("en", "It is ~5 cm long.", "It is 5 cm long."),
        ("en", "Up to 5 came.", "5 came."),
        ("en", "5 or more came.", "5 came."),
        ("en", "5 came.", "About 5 came."),
        ("en", "At least 5 came.", "About 5 came."),
        ("en", "Almost all died.", "All died."),
        ("en", "Nearly every plant died.", "Every plant died."),
        ("en", "School starts at 9 o'clock in the morning.", "School starts at 9 o'clock."),
        ("hi", "आधे से अधिक लोग मरे।", "आधे लोग मरे।"),
        ("hi", "20 से ज़्यादा लोग आए।", "20 लोग आए।"),
        ("hi", "20 से कम लोग आए।", "20 लोग आए।"),
        ("hi", "20 से कम लोग आए।", "20 से अधिक लोग आए।"),
        ("hi", "कम से कम 5 लोग आए।", "5 लोग आए।"),
        ("hi", "लगभग 5 लोग आए।", "5 लोग आए।"),
        ("hi", "लगभग सभी लोग आए।", "सभी लोग आए।"),
        ("hi", "एक तिहाई से अधिक लोग मरे।", "एक तिहाई लोग मरे।"),
        ("hi", "स्कूल सुबह 9 बजे शुरू होता है।", "स्कूल 9 बजे शुरू होता है।"),
        ("mr", "निम्म्याहून अधिक लोक मेले.", "निम्मे लोक मेले."),
        ("mr", "20 पेक्षा जास्त लोक आले.", "20 लोक आले."),
        ("mr", "20 पेक्षा कमी लोक आले.", "20 लोक आले."),
        ("mr", "किमान 5 लोक आले.", "5 लोक आले."),
        ("mr", "सुमारे 5 लोक आले.", "5 लोक आले."),
        ("bn", "অর্ধেকের বেশি মানুষ মারা গেল।", "অর্ধেক মানুষ মারা গেল।"),
        ("bn", "২০ জনের বেশি মানুষ এল।", "২০ জন মানুষ এল।"),
        ("bn", "২০ জনের কম মানুষ এল।", "২০ জন মানুষ এল।"),
        ("bn", "অন্তত ৫ জন এল।", "৫ জন এল।"),
        ("bn", "প্রায় ৫ জন এল।", "৫ জন এল।"),
        ("gu", "અડધાથી વધુ લોકો મર્યા.", "અડધા લોકો મર્યા."),
        ("gu", "20 થી વધુ લોકો આવ્યા.", "20 લોકો આવ્યા."),
        ("gu", "20 કરતાં ઓછા લોકો આવ્યા.", "20 લોકો આવ્યા."),
        ("gu", "ઓછામાં ઓછા 5 લોકો આવ્યા.", "5 લોકો આવ્યા."),
        ("gu", "આશરે 5 લોકો આવ્યા.", "5 લોકો આવ્યા."),
        ("pa", "ਅੱਧੇ ਤੋਂ ਵੱਧ ਲੋਕ ਮਰੇ।", "ਅੱਧੇ ਲੋਕ ਮਰੇ।"),
        ("pa", "20 ਤੋਂ ਵੱਧ ਲੋਕ ਆਏ।", "20 ਲੋਕ ਆਏ।"),
        ("pa", "20 ਤੋਂ ਘੱਟ ਲੋਕ ਆਏ।", "20 ਲੋਕ ਆਏ।"),
        ("pa", "ਘੱਟੋ-ਘੱਟ 5 ਲੋਕ ਆਏ।", "5 ਲੋਕ ਆਏ।"),
        ("pa", "ਲਗਭਗ 5 ਲੋਕ ਆਏ।", "5 ਲੋਕ ਆਏ।"),
        ("or", "ଅଧାରୁ ଅଧିକ ଲୋକ ମଲେ।", "ଅଧା ଲୋକ ମଲେ।"),
        ("or", "୨୦ରୁ ଅଧିକ ଲୋକ ଆସିଲେ।", "୨୦ ଲୋକ ଆସିଲେ।"),
        ("or", "୨୦ ଜଣରୁ କମ୍ ଲୋକ ଆସିଲେ।", "୨୦ ଜଣ ଲୋକ ଆସିଲେ।"),
        ("or", "ଅତି କମରେ ୫ ଲୋକ ଆସିଲେ।", "୫ ଲୋକ ଆସିଲେ।"),
        ("or", "ପ୍ରାୟ ୫ ଲୋକ ଆସିଲେ।", "୫ ଲୋକ ଆସିଲେ।"),
        ("ta", "பாதிக்கும் மேற்பட்டோர் இறந்தனர்.", "பாதி பேர் இறந்தனர்."),
        ("ta", "20 பேருக்கும் மேல் வந்தனர்.", "20 பேர் வந்தனர்."),
        ("ta", "20க்கும் குறைவானோர் வந்தனர்.", "20 பேர் வந்தனர்."),
        ("ta", "குறைந்தது 5 பேர் வந்தனர்.", "5 பேர் வந்தனர்."),
        ("ta", "சுமார் 5 பேர் வந்தனர்.", "5 பேர் வந்தனர்."),
        ("te", "సగానికి పైగా ప్రజలు చనిపోయారు.", "సగం ప్రజలు చనిపోయారు."),
        ("te", "సగం కంటే ఎక్కువ మంది చనిపోయారు.", "సగం మంది చనిపోయారు."),
        ("te", "20 మంది కంటే తక్కువ వచ్చారు.", "20 మంది వచ్చారు."),
        ("te", "కనీసం 5 మంది వచ్చారు.", "5 మంది వచ్చారు."),
        ("te", "సుమారు 5 మంది వచ్చారు.", "5 మంది వచ్చారు."),
        ("kn", "ಅರ್ಧಕ್ಕಿಂತ ಹೆಚ್ಚು ಜನರು ಸತ್ತರು.", "ಅರ್ಧ ಜನರು ಸತ್ತರು."),
        ("kn", "20ಕ್ಕಿಂತ ಹೆಚ್ಚು ಜನರು ಬಂದರು.", "20 ಜನರು ಬಂದರು."),
        ("kn", "20 ಜನರಿಗಿಂತ ಕಡಿಮೆ ಬಂದರು.", "20 ಜನರು ಬಂದರು."),
        ("kn", "ಕನಿಷ್ಠ 5 ಜನರು ಬಂದರು.", "5 ಜನರು ಬಂದರು."),
        ("kn", "ಸುಮಾರು 5 ಜನರು ಬಂದರು.", "5 ಜನರು ಬಂದರು."),
        ("ml", "പകുതിയിലധികം പേർ മരിച്ചു.", "പകുതി പേർ മരിച്ചു."),
        ("ml", "20-ൽ കൂടുതൽ പേർ വന്നു.", "20 പേർ വന്നു."),
        ("ml", "20-ൽ കുറവ് പേർ വന്നു.", "20 പേർ വന്നു."),
        ("ml", "കുറഞ്ഞത് 5 പേർ വന്നു.", "5 പേർ വന്നു."),
        ("ml", "ഏകദേശം 5 പേർ വന്നു.", "5 പേർ വന്നു."),
    ],
)  # fmt: skip
def test_a_limit_that_a_number_lost_or_gained_is_told(language: str, source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language=language)
    assert fact_lock.compare(result, source, language=language)


@pytest.mark.parametrize(
    ("language", "source", "result"),
    [
        ("en", "More than 20 boys came.", "Over 20 boys came."),
        ("en", "At least 5 boys came.", "A minimum of 5 boys came."),
        ("en", "Approximately half of them died.", "About half of them died. About half!"),
        ("en", "It grew over 5 years.", "It grew in 5 years."),
        ("en", "Under a tree sat 5 boys.", "5 boys sat below a tree."),
        ("en", "School starts at 9 o'clock in the morning.", "In the morning school starts, at 9 o'clock in the morning."),
        ("hi", "20 लोगों से अधिक आए।", "20 से ज़्यादा लोग आए।"),
        ("hi", "कम से कम 5 लोग आए।", "कम-से-कम 5 लोग आए।"),
        ("mr", "20 पेक्षा जास्त लोक आले.", "20 पेक्षा अधिक लोक आले."),
        ("ta", "சுமார் 5 பேர் வந்தனர்.", "ஏறக்குறைய 5 பேர் வந்தனர்."),
    ],
)  # fmt: skip
def test_the_same_limit_in_other_words_is_green(language: str, source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language=language) == ()


def test_the_reviewer_reads_the_words_that_went() -> None:
    (finding,) = fact_lock.compare("More than half died.", "Nearly half died.", language="en")
    assert wording.describe(finding) == "“More than” became “Nearly”."
    (finding,) = fact_lock.compare("कम से कम 5 लोग आए।", "5 लोग आए।", language="hi")
    assert wording.describe(finding) == "“कम से कम” is missing."


def test_every_language_knows_the_parts_of_the_day_and_a_word_for_all() -> None:
    for language in languages.codes():
        morning, *_, night = next(axis for axis in contrasts._axes(language) if len(axis) == 4)
        assert contrasts.part_of_day(min(morning.words | frozenset(morning.beginnings)), language) == 0
        assert contrasts.part_of_day(min(night.words | frozenset(night.beginnings)), language) == 3
        assert contrasts.is_universal(min(contrasts._axes(language)[0][0].words), language)
