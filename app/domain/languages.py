"""The one table that maps every language code the project meets.

Codes: ISO 639-1 inside the application, FLORES for translation models, ISO 639-3 for MMS voices, Tesseract's own
names, espeak-ng voice names, and the aliases found in Sunbird/DIKSHA data (``gj``, ``od``, ``pb``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the mission.

    Attributes:
        code: ISO 639-1, the key used everywhere inside the application.
        english_name: Name in English.
        native_name: Name in its own script.
        script: ISO 15924 code of the script.
        block: First and last code point of the script's Unicode block.
        zero: Code point of the script's own digit zero (ASCII ``0`` for English).
        flores: FLORES-200 code.
        mms: ISO 639-3 code of the MMS voice.
        tesseract: Name of the Tesseract data file.
        espeak: Name of the espeak-ng voice.
        aliases: Further codes accepted on input.
        edge: First name of the Edge voice; those of Punjabi and Odia come and go at the service.
        line_height: Line height that leaves room for the marks above and below, as a multiple of the type size.
    """

    code: str
    english_name: str
    native_name: str
    script: str
    block: tuple[int, int]
    zero: int
    flores: str
    mms: str
    tesseract: str
    espeak: str
    edge: str
    aliases: tuple[str, ...] = ()
    line_height: float = 1.65

    @property
    def edge_voice(self) -> str:
        """Name of the Edge voice."""
        return f"{self.code}-IN-{self.edge}Neural"


LANGUAGES: tuple[Language, ...] = (
    Language(
        "en",
        "English",
        "English",
        "Latn",
        (0x0041, 0x024F),
        0x30,
        "eng_Latn",
        "eng",
        "eng",
        "en",
        "Neerja",
        ("eng", "en-in"),
        1.55,
    ),
    Language("hi", "Hindi", "हिन्दी", "Deva", (0x0900, 0x097F), 0x0966, "hin_Deva", "hin", "hin", "hi", "Swara"),
    Language("ta", "Tamil", "தமிழ்", "Taml", (0x0B80, 0x0BFF), 0x0BE6, "tam_Taml", "tam", "tam", "ta", "Pallavi"),
    Language("te", "Telugu", "తెలుగు", "Telu", (0x0C00, 0x0C7F), 0x0C66, "tel_Telu", "tel", "tel", "te", "Shruti"),
    Language("bn", "Bengali", "বাংলা", "Beng", (0x0980, 0x09FF), 0x09E6, "ben_Beng", "ben", "ben", "bn", "Tanishaa"),
    Language("mr", "Marathi", "मराठी", "Deva", (0x0900, 0x097F), 0x0966, "mar_Deva", "mar", "mar", "mr", "Aarohi"),
    Language(
        "gu", "Gujarati", "ગુજરાતી", "Gujr", (0x0A80, 0x0AFF), 0x0AE6, "guj_Gujr", "guj", "guj", "gu", "Dhwani", ("gj",)
    ),
    Language("kn", "Kannada", "ಕನ್ನಡ", "Knda", (0x0C80, 0x0CFF), 0x0CE6, "kan_Knda", "kan", "kan", "kn", "Sapna"),
    Language("ml", "Malayalam", "മലയാളം", "Mlym", (0x0D00, 0x0D7F), 0x0D66, "mal_Mlym", "mal", "mal", "ml", "Sobhana"),
    Language(
        "pa", "Punjabi", "ਪੰਜਾਬੀ", "Guru", (0x0A00, 0x0A7F), 0x0A66, "pan_Guru", "pan", "pan", "pa", "Vaani", ("pb",)
    ),
    Language(
        "or",
        "Odia",
        "ଓଡ଼ିଆ",
        "Orya",
        (0x0B00, 0x0B7F),
        0x0B66,
        "ory_Orya",
        "ory",
        "ori",
        "or",
        "Subhasini",
        ("od", "ory", "ori"),
    ),
)

_BY_CODE = {language.code: language for language in LANGUAGES}
_BY_ALIAS = {
    alias.lower(): language
    for language in LANGUAGES
    for alias in (
        language.code,
        language.flores,
        language.mms,
        language.tesseract,
        language.english_name,
        language.native_name,
        *language.aliases,
    )
}

NOTO_FAMILIES = {
    "Latn": "Noto Sans",
    "Deva": "Noto Sans Devanagari",
    "Taml": "Noto Sans Tamil",
    "Telu": "Noto Sans Telugu",
    "Beng": "Noto Sans Bengali",
    "Gujr": "Noto Sans Gujarati",
    "Knda": "Noto Sans Kannada",
    "Mlym": "Noto Sans Malayalam",
    "Guru": "Noto Sans Gurmukhi",
    "Orya": "Noto Sans Oriya",
}
"""Font family by ISO 15924 code: the fonts that set-up and the installers bring along."""


def by_code(code: str) -> Language:
    """The language with this ISO 639-1 code.

    Raises:
        KeyError: the code is not one of ours.
    """
    return _BY_CODE[code]


def resolve(name: str) -> Language | None:
    """The language behind any known code, alias or name; None when it is not one of ours."""
    return _BY_ALIAS.get(name.strip().lower())


def codes() -> tuple[str, ...]:
    """All ISO 639-1 codes, English first."""
    return tuple(_BY_CODE)


# English names of scripts that a page may come in, by ISO 15924 code.
_SCRIPT_NAMES = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Cyrl": "Cyrillic",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Grek": "Greek",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hang": "Korean",
    "Hani": "Chinese",
    "Hebr": "Hebrew",
    "Hira": "Japanese",
    "Jpan": "Japanese",
    "Kana": "Japanese",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Kore": "Korean",
    "Laoo": "Lao",
    "Latf": "Fraktur",
    "Latn": "Latin",
    "Mlym": "Malayalam",
    "Mong": "Mongolian",
    "Mtei": "Meitei Mayek",
    "Mymr": "Burmese",
    "Olck": "Ol Chiki",
    "Orya": "Odia",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thaa": "Thaana",
    "Tibt": "Tibetan",
}


def script_name(code: str) -> str:
    """What people call a script; the ISO 15924 code itself where no name is known."""
    return _SCRIPT_NAMES.get(code, code)
