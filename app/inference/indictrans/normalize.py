"""One spelling for what can be written in several ways, as the text that IndicTrans2 learned from was spelt."""

from __future__ import annotations

import re
from functools import cache

from app.domain import languages, numerals

_PUNCTUATION = (
    (re.compile(r"[\r\u00ad\u2060\ufeff\ufffe]"), ""),
    # a space that does not break stays a space: between digits the published rule writes a decimal point there
    (re.compile(r"[\u00a0\u2009\u202f\u200b\t\n]"), " "),
    (re.compile(r"\s{2,}"), " "),
    (re.compile(r"[`´‘‚’]"), "'"),
    (re.compile(r"''"), '"'),
    (re.compile(r"[„“”«»]"), '"'),
    (re.compile(r"–"), "-"),
    (re.compile(r"—"), " - "),
    (re.compile(r"…"), "..."),  # and three dots stay three; one of the two published pipelines makes one dot of them
    (re.compile(r"\(\s+"), "("),
    (re.compile(r"\s+\)"), ")"),
    (re.compile(r"\s+([:;?!])"), r"\1"),  # the published rule also takes the space after a colon away
    (re.compile(r"\)\s+(?=[.!:?;,])"), ")"),
    (re.compile(r"\s%"), "%"),
    (re.compile(r'"([,.]+)'), r'\1"'),
    (re.compile(r"\s{2,}"), " "),
)

_POORNA_VIRAMA = {start + 0x64: "।" for start in range(0x0980, 0x0D80, 0x80)} | {
    start + 0x65: "॥" for start in range(0x0980, 0x0D80, 0x80)
}
_PIPE_IS_DANDA = ("hi", "mr", "pa", "bn")

# two-part signs and older encodings by script, applied in order
_SPELLINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "Deva": (
        ("\u0972", "\u090f"),
        *((chr(code), chr(base) + "\u093c") for code, base in ((0x0929, 0x0928), (0x0931, 0x0930), (0x0934, 0x0933))),
        *(
            (chr(0x0958 + place), chr(base) + "\u093c")
            for place, base in enumerate((0x0915, 0x0916, 0x0917, 0x091C, 0x0921, 0x0922, 0x092B, 0x092F))
        ),
    ),
    "Guru": (
        ("\u0a05\u0a3e", "\u0a06"),
        ("\u0a72\u0a3f", "\u0a07"),
        ("\u0a72\u0a40", "\u0a08"),
        ("\u0a73\u0a41", "\u0a09"),
        ("\u0a73\u0a42", "\u0a0a"),
        ("\u0a72\u0a47", "\u0a0f"),
        ("\u0a05\u0a48", "\u0a10"),
        ("\u0a73\u0a4b", "\u0a13"),
        ("\u0a05\u0a4c", "\u0a14"),
        ("\u0a33", "\u0a32\u0a3c"),
        ("\u0a36", "\u0a38\u0a3c"),
        ("\u0a59", "\u0a16\u0a3c"),
        ("\u0a5a", "\u0a17\u0a3c"),
        ("\u0a5b", "\u0a1c\u0a3c"),
        ("\u0a5e", "\u0a2b\u0a3c"),
    ),
    "Orya": (
        ("\u0b05\u0b3e", "\u0b06"),
        ("\u0b0f\u0b57", "\u0b10"),
        ("\u0b13\u0b57", "\u0b14"),
        ("\u0b5c", "\u0b21\u0b3c"),
        ("\u0b5d", "\u0b22\u0b3c"),
        ("\u0b35", "\u0b2c"),
        ("\u0b47\u0b56", "\u0b48"),
        ("\u0b47\u0b3e", "\u0b4b"),
        ("\u0b47\u0b57", "\u0b4c"),
    ),
    "Beng": (
        ("\u09dc", "\u09a1\u09bc"),
        ("\u09dd", "\u09a2\u09bc"),
        ("\u09df", "\u09af\u09bc"),
        ("\u09f7", "।"),
        ("\u09c7\u09be", "\u09cb"),
        ("\u09c7\u09d7", "\u09cc"),
    ),
    "Taml": (
        ("\u0b92\u0bd7", "\u0b94"),
        ("\u0bc6\u0bbe", "\u0bca"),
        ("\u0bc7\u0bbe", "\u0bcb"),
        ("\u0bc6\u0bd7", "\u0bcc"),
    ),
    "Telu": (("\u0c46\u0c56", "\u0c48"),),
    "Knda": (
        ("\u0cbf\u0cd5", "\u0cc0"),
        ("\u0cc6\u0cd5", "\u0cc7"),
        ("\u0cc6\u0cd6", "\u0cc8"),
        ("\u0cc6\u0cc2", "\u0cca"),
        ("\u0cca\u0cd5", "\u0ccb"),
    ),
    "Mlym": (
        *(
            (chr(letter) + "\u0d4d\u200d", chr(0x0D7A + place))
            for place, letter in enumerate((0x0D23, 0x0D28, 0x0D30, 0x0D32, 0x0D33, 0x0D15))
        ),
        ("\u0d46\u0d3e", "\u0d4a"),
        ("\u0d47\u0d3e", "\u0d4b"),
        ("\u0d46\u0d57", "\u0d4c"),
        ("\u0d57", "\u0d4c"),
    ),
    "Gujr": (),
}


def punctuation(text: str) -> str:
    """Straight quotes, plain dashes and dots, no space before a stop, ASCII digits; no letter is changed."""
    for pattern, wanted in _PUNCTUATION:
        text = pattern.sub(wanted, text)
    return numerals.to_ascii_digits(text).strip()


def script(text: str, language: str) -> str:
    """Text of an Indic language in the spelling of the model: letters with nukta taken apart, signs put together.

    A colon after a letter is read as a visarga and joiners are left out, as in all text the model learned from.
    """
    first, last = languages.by_code(language).block
    for found, wanted in _SPELLINGS[languages.by_code(language).script]:
        text = text.replace(found, wanted)
    text = text.translate(_POORNA_VIRAMA).replace("\u200c", "").replace("\u200d", "")
    if language in _PIPE_IS_DANDA:
        text = text.replace("|", "।")
    return _colon(first, last).sub(chr(first + 0x03), text)


@cache
def _colon(first: int, last: int) -> re.Pattern[str]:
    """A colon after a letter of the block; not after a digit, where it is a time or a ratio, nor after a danda.

    The fork of the Indic NLP Library that IndicTransToolkit installs has this rule broken and spoils 10:30.
    """
    return re.compile(rf"(?<=[{chr(first)}-{chr(last)}])(?<![।॥\d]):")
