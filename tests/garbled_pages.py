"""Garbled pages made from good ones: partial maps of legacy fonts, and what stripped ToUnicode maps leave behind.

The maps cover the letters of a page, not every conjunct of the real fonts: what matters is how such text looks to
somebody who does not have the font.
"""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = Path(__file__).parent / "data" / "pages"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one family writes one language: code of each letter, signs drawn before their consonant, font name."""

    name: str
    language: str
    font: str
    codes: dict[str, str]
    before: str
    reph: str = ""

    def encode(self, text: str) -> str:
        """The text as its file holds it."""
        return "".join(self._syllable(part) for part in _SYLLABLE.findall(unicodedata.normalize("NFC", text)))

    def _syllable(self, part: str) -> str:
        reph = ""
        if self.reph and part.startswith("र्") and len(part) > 2:
            part, reph = part[2:], self.reph
        decomposed = "".join(_TWO_PART.get(c, c) for c in part)
        front = "".join(self.codes.get(c, c) for c in decomposed if c in self.before)
        rest = "".join(c for c in decomposed if c not in self.before)
        out, place = "", 0
        while place < len(rest):
            for size in (3, 2, 1):
                piece = rest[place : place + size]
                if piece in self.codes or size == 1:
                    out += self.codes.get(piece, piece)
                    place += len(piece)
                    break
        return front + out + reph


_MARKS = "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0980-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71"
_MARKS += "\u0b82\u0bbe-\u0bcd\u0d02\u0d03\u0d3e-\u0d4d"
_VIRAMAS = "\u094d\u09cd\u0a4d\u0d4d"
_SYLLABLE = re.compile(rf"(?:[^\W\d_]\u093c?[{_VIRAMAS}])*[^\W\d_][{_MARKS}]*|.|\n", re.DOTALL)
_TWO_PART = {c: unicodedata.normalize("NFD", c) for c in "\u0bca\u0bcb\u0bcc\u09cb\u09cc\u0d4a\u0d4b\u0d4c"}


def _codes(pairs: str) -> dict[str, str]:
    """Letters and codes in turn, separated by spaces."""
    parts = pairs.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


KRUTI_DEV = Encoding(
    "Kruti Dev 010",
    "hi",
    "KrutiDev010",
    _codes(
        "अ v आ vk इ b ई bZ उ m ऊ Å ए , ऐ ,s ओ vks औ vkS ऋ _ क d क् D"
        " ख [k ख् [ ग x ग् X घ ?k घ् ? च p च् P छ N ज t ज् T"
        " झ >k ञ ¥ ट V ठ B ड M ढ < ण .k ण् . त r त् R थ Fk थ् F"
        " द n द् n~ ध /k ध् / न u न् U प i प् I फ Q फ् ¶ ब c ब् C"
        " भ Hk भ् H म e म् E य ; य् ¸ र j ल y ल् Y व o व् O श 'k"
        ' श् \' ष "k ष् " स l स् L ह g ह् º ळ G क्ष {k त्र = ज्ञ K'
        " श्र J द्य | द्व } प्र ç क्र Ø ा k ि f ी h ु q ू w ृ ` े s ै S ो ks ौ kS ं a ँ ¡ ः % ् ~ ़ + । A , ] - &"
    ),
    "ि",
    "Z",
)
CHANAKYA = Encoding(
    "Chanakya",
    "hi",
    "Chanakya",
    _codes(
        "अ ¥ आ ¥æ इ § ई §ü उ © ऊ ª¤ ए ° ऐ °ð ओ ¥æð औ ¥æñ क ·¤ क् € ख ¹ ग » घ ƒæ च ¿ छ À ज Á झ Ûæ ट ÅU ठ ÆU ड ÇU ढ ÉU"
        " ण ‡æ त Ì त् ˆ थ Í द Î ध Ï न Ù न् ‹ प Â फ È¤ ब Õ भ Ö म × म् • य Ø र ÚU ल Ü व ß श àæ ष á स â स् S ह ã"
        " ा æ ि ç ी è ु é ू ê ृ ë े ð ै ñ ो æð ौ æñ ं ´ ँ ¡ ः Ñ ् ÷ । Ð"
    ),
    "ि",
    "ü",
)
SHREE_LIPI = Encoding(
    "Shree-Lipi",
    "mr",
    "SHREE-DEV-0714",
    _codes(
        "अ A आ Am इ B ई B© उ C ऊ D$ ए E ऐ Eo ओ Amo औ Am¡ क H$ ख I ग J"
        " घ K च M छ N> ज O झ P ट Q> ठ R> ड S> ढ T> ण U त V थ W"
        " द X ध Y न Z प n फ \\$ ब ~ भ ^ म _ य ` र a ल b व d श e ष f स g ह h ळ i क्ष j ज्ञ k त्र Ì"
        " ा m ि { ी r ु w ू y ृ ¥ े o ै ¡ ो mo ौ m¡ ं § ँ § ः … ् ² ़ >"
    ),
    "ि",
    "©",
)
BAMINI = Encoding(
    "Bamini",
    "ta",
    "Bamini",
    _codes(
        "அ m ஆ M இ , ஈ < உ c ஊ C எ v ஏ V ஐ I ஒ x ஓ X க f ங q ச r ஞ Q"
        " ட l ண z த j ந e ப g ம k ய a ர u ல y வ t ழ o ள s ற w"
        " ன d ஜ [ ஷ \\ ஸ ] ஹ ` கு F சு R டு L து J நு E பு G மு K யு A ரு U லு Y வு T ழு O ளு S று W னு D"
        " ா h ி p ீ P ு {{ ூ } ெ n ே N ை i ் ;"
    ),
    "ெேை",
)
TSCII = Encoding(
    "TSCII",
    "ta",
    "TSCAvarangal",
    _codes(
        "அ « ஆ ¬ இ þ ஈ ® உ ¯ ஊ ° எ ± ஏ ² ஐ ³ ஒ ´ ஓ µ க ¸ ங ¹ ச º ஞ »"
        " ட ¼ ண ½ த ¾ ந ¿ ப À ம Á ய Â ர Ã ல Ä வ Å ழ Æ ள Ç ற È"
        " ன É ஜ ƒ ஷ „ ஸ … ஹ † க் ì ங் í ச் î ஞ் ï ட் ð ண் ñ த் ò"
        " ந் ó ப் ô ம் õ ய் ö ர் ÷ ல் ø வ் ù ழ் ú ள் û ற் ü ன் ý"
        " ா ¡ ி ¢ ீ £ ு ¤ ூ ¥ ெ ¦ ே § ை ¨ ் ˜"
    ),
    "ெேை",
)
BIJOY = Encoding(
    "Bijoy",
    "bn",
    "SutonnyMJ",
    _codes(
        "অ A আ Av ই B ঈ C উ D ঊ E এ G ঐ H ও I ঔ J ক K খ L গ M ঘ N ঙ O"
        " চ P ছ Q জ R ঝ S ঞ T ট U ঠ V ড W ঢ X ণ Y ত Z থ _ দ `"
        " ধ a ন b প c ফ d ব e ভ f ম g য h র i ল j শ k ষ l স m হ n ং s ঃ t া v ি w ী x ু y ূ ~ ৃ … ে † ৈ ˆ ্ & ় q । |"
    ),
    "িেৈ",
)
ANMOL_LIPI = Encoding(
    "AnmolLipi",
    "pa",
    "AnmolLipi",
    _codes(
        "ਸ s ਹ h ਕ k ਖ K ਗ g ਘ G ਙ | ਚ c ਛ C ਜ j ਝ J ਟ t ਠ T ਡ f ਢ F"
        " ਣ x ਤ q ਥ Q ਦ d ਧ D ਨ n ਪ p ਫ P ਬ b ਭ B ਮ m ਯ X ਰ r ਲ l"
        " ਵ v ੜ V ਅ A ਆ Aw ਇ ie ਈ eI ਉ au ਊ aU ਏ ey ਐ AY ਓ E ਔ AO ਾ w ਿ i ੀ I ੁ u ੂ U ੇ y ੈ Y ੋ o ੌ O ਂ N ੰ M ੱ ~ ਁ N"
        " ਼ æ ੍ R । ]"
    ),
    "ਿ",
)
KARTHIKA = Encoding(
    "ML-TTKarthika",
    "ml",
    "ML-TTKarthika",
    _codes(
        "അ A ആ B ഇ C ഈ Cu ഉ D ഊ Du എ F ഏ G ഐ sF ഒ H ഓ Hm ക I ഖ J ഗ K"
        " ഘ L ങ M ച N ഛ O ജ P ഞ R ട S ഠ T ഡ U ഢ V ണ W ത X ഥ Y"
        " ദ Z ധ [ ന \\ പ ] ഫ ^ ബ _ ഭ ` മ a യ b ര c ല e വ h ശ i ഷ j"
        " സ k ഹ l ള f ഴ g റ d ാ m ി n ീ o ു p ൂ q ൃ r െ s േ t"
        " ൈ ss ൗ u ം w ഃ x ് v ൺ ¬ ൻ ³ ർ À ൽ Â ൾ Ä"
    ),
    "െേൈ",
)
ENCODINGS = (KRUTI_DEV, CHANAKYA, SHREE_LIPI, BAMINI, TSCII, BIJOY, ANMOL_LIPI, KARTHIKA)


def page(language: str) -> str:
    """A clean page of our own writing."""
    return (PAGES / f"{language}.txt").read_text(encoding="utf-8")


def odd_clean_pages() -> dict[str, str]:
    """Clean pages that could be mistaken for garbled ones, by name."""
    data = tomllib.loads((PAGES.parent / "odd_clean_pages.toml").read_text(encoding="utf-8"))
    return {name: page["text"] for name, page in data.items()}


def sentences(language: str) -> list[str]:
    """The sentences of the clean page."""
    return [s.strip() for s in re.split(r"(?<=[.।?!])\s+|\n+", page(language)) if s.strip()]


def mixed_page(language: str, seed: int, number: int = 14) -> str:
    """A page of sentences drawn with a fixed seed, four to a paragraph."""
    drawn = random.Random(seed).sample(sentences(language) * 2, number)
    return "\n".join(" ".join(drawn[start : start + 4]) for start in range(0, number, 4))


def shifted(text: str, by: int) -> str:
    """Letters of the page's script moved on by a fixed distance, as glyph numbers are from letters."""
    return "".join(chr(ord(c) + by) if not c.isspace() else c for c in text)


def substituted(text: str, seed: int) -> str:
    """Each letter replaced by another of its script, the same all over the page: a subset font without its map."""
    letters = sorted({c for c in text if unicodedata.category(c)[0] in "LM"})
    swapped = letters[:]
    random.Random(seed).shuffle(swapped)
    return text.translate(str.maketrans("".join(letters), "".join(swapped)))


def private(text: str) -> str:
    """Letters in the private use area."""
    return "".join(chr(0xE000 + ord(c) % 0x400) if c.isalpha() else c for c in text)


def replaced(text: str, seed: int) -> str:
    """Every fifth letter lost."""
    lost = random.Random(seed)
    return "".join("\ufffd" if not c.isspace() and lost.random() < 0.2 else c for c in text)


def glyph_numbers(text: str) -> str:
    """What some extractors print for unmapped glyphs."""
    return " ".join("".join(f"(cid:{ord(c) % 500})" for c in word) for word in text.split())


def control_codes(text: str) -> str:
    """Conjuncts and signs on control codes, as subset fonts number them."""
    return "".join(chr(1 + ord(c) % 25) if unicodedata.category(c) in ("Mn", "Mc") else c for c in text)


def mojibake(text: str) -> str:
    """UTF-8 read as Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8"))


def visual_order(text: str) -> str:
    """Signs drawn before their consonant stored before it."""
    return re.sub(r"([\u0915-\u0939\u0995-\u09b9\u0a15-\u0a39\u0b95-\u0bb9\u0d15-\u0d39])([ििিিেਿெேെേ])", r"\2\1", text)


def lost_conjuncts(text: str) -> str:
    """Letters with virama and the next consonant lost: the glyphs of conjuncts have no entry in the map."""
    return re.sub(r".[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d].", "", text)


STRIPPED: dict[str, Callable[[str, int], str]] = {
    "shifted by 29 down": lambda text, _seed: shifted(text, -29 if max(map(ord, text)) < 0x300 else 0x0B),
    "shifted by a few": lambda text, seed: shifted(text, 1 + seed % 7),
    "substituted": substituted,
    "private use": lambda text, _seed: private(text),
    "replacement signs": replaced,
    "glyph numbers": lambda text, _seed: glyph_numbers(text),
    "control codes": lambda text, _seed: control_codes(text),
    "mojibake": lambda text, _seed: mojibake(text),
    "visual order": lambda text, _seed: visual_order(text),
}
