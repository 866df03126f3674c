"""List markers in all scripts' numbering, captions, and joining of broken lines (pure functions)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BULLETS = "•‣◦▪▫●○■□◆◇►▶➢➤✓✔★☆→*·∙\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_DASHES = "–—-"

# The orders in which lists are lettered. Only the first letters are ever used.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "अआइईउऊऋएऐओऔ",
    "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ",
    "ਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵ",
    "ੳਅੲਸਹਕਖਗਘਙ",
    "કખગઘઙચછજઝઞટઠડઢણતથદધનપફબભમયરલવ",
    "અઆઇઈઉઊઋએઐઓઔ",
    "କଖଗଘଙଚଛଜଝଞଟଠଡଢଣତଥଦଧନପଫବଭମଯରଲଶଷସହ",
    "அஆஇஈஉஊஎஏஐஒஓஔ",
    "கஙசஞடணதநபமயரலவழளறன",
    "అఆఇఈఉఊఋఎఏఐఒఓఔ",
    "కఖగఘఙచఛజఝఞటఠడఢణతథదధన",
    "ಅಆಇಈಉಊಋಎಏಐಒಓಔ",
    "ಕಖಗಘಙಚಛಜಝಞಟಠಡಢಣತಥದಧನ",
    "അആഇഈഉഊഋഎഏഐഒഓഔ",
    "കഖഗഘങചഛജഝഞടഠഡഢണതഥദധന",
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")

_BULLET = re.compile(rf"([{re.escape(BULLETS)}])\s+(?=\S)|([{re.escape(_DASHES)}])\s+(?=\S)")
_BARE_BULLET = re.compile(rf"([{re.escape(BULLETS)}{re.escape(_DASHES)}])$")
# "3." "३)" "(4)" "[5]" "Q.6" - never "3.5", never a year
_NUMBER = re.compile(
    r"((?:(?:Q|Que|Ques|प्र|प्रश्न)\s?\.?\s?)?[(\[]?(\d{1,3})(?:\)|\]|\.\)|\.|:))(?:\s+|(?=[^\s\d.,]))(?=\S)"
)
_MISREAD = re.compile(r"(\d{1,3}),\s+(?=[^\s\d])")
_LETTER = re.compile(r"([(\[]([^\W\d_][\u0900-\u0dff]?)[)\]]|([^\W\d_][\u0900-\u0dff]?)[).])\s+(?=\S)")
_ROMAN_MARK = re.compile(r"([(\[]([ivxIVX]{1,5})[)\]]|([ivxIVX]{1,5})[).])\s+(?=\S)")

_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|picture|map|chart|graph|plate|photo|चित्र|आकृति|आकृती|तालिका|तक्ता|सारणी|मानचित्र|नकाशा"
    r"|चित्रम्|ચિત્ર|આકૃતિ|કોષ્ટક|ચિત્ર|নকশা|চিত্র|ছবি|সারণি|মানচিত্র|ਚਿੱਤਰ|ਸਾਰਣੀ|ਨਕਸ਼ਾ|ଚିତ୍ର|ସାରଣୀ|ମାନଚିତ୍ର|படம்|அட்டவணை"
    r"|வரைபடம்|పటం|చిత్రం|పట్టిక|ಚಿತ್ರ|ಕೋಷ್ಟಕ|ನಕ್ಷೆ|ചിത്രം|പട്ടിക)\s*[:.-]?\s*[\d०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯]"
    r"[\w.\-]*\s*(?:[:.\-–—|)]|\s|$)",
    re.IGNORECASE,
)

_TABLE_CAPTION = re.compile(r"table|तालिका|तक्ता|सारणी|કોષ્ટક|সারণি|ਸਾਰਣੀ|ସାରଣୀ|அட்டவணை|పట్టిక|ಕೋಷ್ಟಕ|പട്ടിക", re.IGNORECASE)
_LATIN_OR_DRAVIDIAN = re.compile(r"[A-Za-z\u00c0-\u024f\u0b80-\u0bff\u0c00-\u0d7f]")


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker at the start of a line.

    Attributes:
        text: As printed.
        length: Characters of the line it takes, the space behind it included.
        series: What kind of list it belongs to; markers of one list share it.
        value: Its place in the series from 1; 0 for bullets.
    """

    text: str
    length: int
    series: str
    value: int


def marker_of(text: str) -> Marker | None:
    """The list marker a line starts with, taken literally; the caller decides whether a list is likely."""
    return _bullet(text) or _number(text) or _roman(text) or _letter(text)


def misread(text: str) -> Marker | None:
    """The number that OCR reads "1," for "1."; the caller decides whether its neighbours count on."""
    found = _MISREAD.match(text)
    return None if found is None else Marker(f"{found[1]}.", found.end(), "number#.", int(found[1]))


def markers_of(text: str) -> tuple[Marker, ...]:
    """All readings of the start of a line: "(i)" is a letter and a Roman number."""
    found = (_bullet(text), _number(text), _roman(text), _letter(text))
    return tuple(marker for marker in found if marker is not None)


def is_caption(text: str, *, figures: bool = False) -> bool:
    """Whether a line starts like the caption of a figure or table ("Fig. 3.2", "चित्र ४"), or of a figure only."""
    return _CAPTION.match(text) is not None and not (figures and _TABLE_CAPTION.match(text))


def join(first: str, second: str, known: Iterable[str] = ()) -> str:
    """Join two printed lines of one paragraph, mending a word broken at the line end.

    Where the mended word stands unbroken elsewhere on the page it is taken; where the hyphenated one does, the
    hyphen stays. Otherwise a hyphen is dropped where the script breaks words so (Latin and the four southern
    scripts) and kept where hyphens join whole words (the northern scripts).

    Args:
        first: The upper line.
        second: The lower line.
        known: Words seen on the page, hyphenated ones included.
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if first.endswith("\u00ad"):
        return first[:-1] + second
    if not first.endswith(("-", "\u2010")) or len(first) < 2 or (not first[-2].isalpha() and not _is_mark(first[-2])):
        return f"{first} {second}"
    left = re.split(r"[\s(\[\"'“‘]", first[:-1])[-1]
    right = re.split(r"[\s.,;:!?)\]\"'”’।]", second)[0]
    words = set(known)
    if f"{left}-{right}" in words:
        return first + second
    if left + right in words:
        return first[:-1] + second
    mendable = bool(_LATIN_OR_DRAVIDIAN.match(right)) and not right[:1].isupper() and "-" not in left
    return (first[:-1] if mendable else first) + second


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")


def _bullet(text: str) -> Marker | None:
    found = _BULLET.match(text)
    if found is None:
        bare = _BARE_BULLET.match(text)
        return None if bare is None else Marker(bare[1], bare.end(), "bullet", 0)
    sign = found[1] or found[2]
    shown = "•" if sign in BULLETS[-5:] else sign
    return Marker(shown, found.end(), f"bullet{shown}", 0)


def _number(text: str) -> Marker | None:
    found = _NUMBER.match(text)
    if found is None:
        return None
    shape = re.sub(r"\d+", "#", found[1])
    return Marker(found[1].strip(), found.end(), f"number{shape}", int(found[2]))


def _roman(text: str) -> Marker | None:
    found = _ROMAN_MARK.match(text)
    if found is None:
        return None
    letters = found[2] or found[3]
    if letters.lower() not in _ROMAN or letters not in (letters.lower(), letters.upper()):
        return None
    shape = found[1].replace(letters, "i" if letters.islower() else "I")
    return Marker(found[1], found.end(), f"roman{shape}", _ROMAN.index(letters.lower()) + 1)


def _letter(text: str) -> Marker | None:
    found = _LETTER.match(text)
    if found is None:
        return None
    letter = found[2] or found[3]
    for alphabet in _ALPHABETS:
        if letter in alphabet and len(letter) == 1:
            shape = found[1].replace(letter, alphabet[0])
            return Marker(found[1], found.end(), f"letter{shape}", alphabet.index(letter) + 1)
    return None
