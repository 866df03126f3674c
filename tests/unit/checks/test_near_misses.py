from __future__ import annotations

import pytest

from app.checks import contrasts, fact_lock
from app.domain import languages

CHANGED = [
    ("en", "It rose by 5 percent points.", "It rose by 5 percent."),
    ("en", "It rose by 5 percentage points.", "It rose by 5%."),
    ("en", "It is at 20° N.", "It is at 20° S."),
    ("en", "It is at 20°N and 30°E.", "It is at 20°N and 30°W."),
    ("en", "It is at 20° 15′ N.", "It is at 20° 15′ S."),
    ("en", "The angle is 30° 15′.", "The angle is 30° 15″."),
    ("en", "The angle is 30° 15'.", 'The angle is 30° 15".'),
    ("en", "Article XL says so.", "Article XC says so."),
    ("en", "George V ruled.", "George I ruled."),
    ("en", "George V ruled.", "George ruled."),
    ("en", "It doubled in size.", "It tripled in size."),
    ("en", "It is fivefold.", "It is tenfold."),
    ("en", "In the nineties it was good.", "In the eighties it was good."),
    ("en", "In the early 1990s it was.", "In the late 1990s it was."),
    ("en", "It runs 60 km an hour.", "It runs 60 km a minute."),
    ("en", "It takes a year.", "It takes a month."),
    ("en", "It takes a decade.", "It takes a century."),
    ("en", "It takes a few days.", "It takes a few weeks."),
    ("en", "It comes daily.", "It comes weekly."),
    ("hi", "वह हर दिन आता है।", "वह हर सप्ताह आता है।"),
    ("hi", "यह दैनिक है।", "यह मासिक है।"),
    ("ta", "அவர் வாரம் வருவார்.", "அவர் மாதம் வருவார்."),
    ("te", "అతను నెలలో వస్తాడు.", "అతను వారంలో వస్తాడు."),
    ("en", "Both boys came.", "All boys came."),
    ("en", "Few people came.", "Many people came."),
    ("en", "Most people died.", "Some people died."),
    ("en", "Most people died.", "All people died."),
    ("en", "In most people it is mild.", "In people it is mild."),
    ("hi", "अधिकांश लोग आए।", "लोग आए।"),
    ("bn", "অধিকাংশ মানুষ এল।", "মানুষ এল।"),
    ("ta", "பெரும்பாலான மக்கள் வந்தனர்.", "மக்கள் வந்தனர்."),
    ("en", "He refused to go.", "He agreed to go."),
    ("en", "The soil lacks water.", "The soil has water."),
    ("en", "The machine fails to work.", "The machine works."),
    ("en", "Except iron, the metals float.", "The metals float."),
    ("hi", "वहाँ पानी का अभाव है।", "वहाँ पानी है।"),
    ("en", "He didnt go.", "He did go."),
    ("hi", "शायद ही कोई आता है।", "कोई आता है।"),
    ("gu", "ભાગ્યે જ કોઈ આવે છે.", "કોઈ આવે છે."),
    ("ml", "അവർ വിരളമായി വരുന്നു.", "അവർ വരുന്നു."),
]
SAME = [
    ("en", "It is at 20° N.", "It is at 20 degrees north."),
    ("en", "George V ruled.", "George V was king."),
    ("en", "Let V be the volume and X the mass.", "The volume is V; the mass is X."),
    ("en", "In Delhi I saw him.", "I saw him in Delhi."),
    ("en", "It is a fivefold rise.", "The rise is five fold."),
    ("en", "It comes every day.", "It comes daily."),
    ("en", "It takes a year, day after day.", "It takes a year."),
    ("en", "This is the most useful metal.", "This is a very useful metal."),
    ("en", "Most of the people died.", "The majority of the people died."),
    ("en", "There is a lack of water.", "There is a shortage of water."),
    ("en", "It rose by 5 percent, points out Ram.", "Ram points out: It rose by 5 per cent."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "result"), CHANGED)
def test_what_was_near_to_the_truth_is_told(language: str, source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language=language)


@pytest.mark.parametrize(("language", "source", "result"), SAME)
def test_what_says_the_same_is_green(language: str, source: str, result: str) -> None:
    assert fact_lock.compare(source, result, language=language) == ()


def test_every_language_knows_words_for_most_and_words_that_deny() -> None:
    for row in (contrasts._MAJORITY, contrasts._DENYING):
        for language in languages.codes():
            side = contrasts._side(row[language])
            word = min(side.words | frozenset(side.beginnings))
            assert contrasts.find(f"{word} x", "x y", language), (language, word)
