"""Words and signs apart before the model, together again after it: Moses' rules for English, plain ones for Indic.

The rules are those of the texts that the model learned from; what differs from them is said where it stands.
"""

from __future__ import annotations

import re
import unicodedata


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


# not a letter or digit with its marks: Python's word class knows neither vowel signs nor joiners; ² and ₂ stay with
# what they belong to, where the published rule takes H₂O apart
_INNER = re.compile(r"([^\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d\s.'`,-]|_)")
_DOTS = re.compile(r"\.{2,}")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_APOSTROPHE = re.compile(r"'")
_STOP_AT_END = re.compile(r"\.'$")

# the published rule also joins "1, 2, 3" to 1,2,3, another number, and takes 3.14 apart where a text begins with it;
# like that rule, a backslash stays where it is
_SIGN = re.compile(r"(?<=[0-9])[,.:/](?=[0-9])|([!-/:-@\[\]-`{-~।॥])")
_NUMBER_APART = re.compile(r"(?<=[0-9]) ([.:/]) (?=[0-9])")

_BETWEEN = re.compile(r" ([-/\\]) ")
_TO_THE_LEFT = re.compile(r" (?=[!%)\]},.:;>?।॥])")
_TO_THE_RIGHT = re.compile(r"(?<=[#$(\[{<@]) ")

# short forms that keep their stop; the model saw those of the Moses toolkit and no others
_SHORT_FORMS = _set(
    "Adj Adm Adv Asst Bart Bldg Brig Bros Capt Cmdr Col Comdr Con Corp Cpl DR Dr Drs Ens Gen Gov Hon Hr Hosp Insp Lt MM"
    " MR MRS MS Maj Messrs Mlle Mme Mr Mrs Ms Msgr Op Ord Pfc Ph Prof Pvt Rep Reps Res Rev Rt Sen Sens Sfc Sgt Sr St"
    " Supt Surg v vs i.e rev e.g Rs Nos Nr Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec"
)
_BEFORE_NUMBERS = frozenset(("No", "Art", "pp"))

_OPENS = re.compile(r"[(\[{¿¡$£€¥₹]+")
_CLOSES = re.compile(r"[,.?!:;\\%}\])।॥]+")
_CONTRACTION = re.compile(r"'[^\W\d_]")
_SLASH = re.compile(r"(?<=\w) / (?=\w)")
_DEGREE = re.compile(r"(?<=\d) ° ?(?=[CF]\b)|(?<=\d) °")


def tokenize(text: str, language: str) -> str:
    """The text with a blank around every sign that is not part of a word or a number."""
    return _tokenize_english(text) if language == "en" else _tokenize_indic(text)


def detokenize(text: str, language: str) -> str:
    """The text as people write it: stops at their word, quotation marks at what they quote."""
    return _detokenize_english(text) if language == "en" else _detokenize_indic(text)


def _tokenize_indic(text: str) -> str:
    return " ".join(_SIGN.sub(lambda match: f" {match[1]} " if match[1] else match[0], text).split())


def _tokenize_english(text: str) -> str:
    """Signs apart; dots, hyphens and apostrophes by where they stand.

    Source: the tokenizer of the Moses toolkit, English rules.
    """
    text = _INNER.sub(r" \1 ", " ".join(text.split()))
    text = _DOTS.sub(r" \g<0> ", text)
    text = _COMMA.sub(" , ", text)
    text = _APOSTROPHE.sub(_apostrophe, text)
    tokens = text.split()
    apart = [_stop_apart(token, (*tokens[at + 1 : at + 2], "")[0]) for at, token in enumerate(tokens)]
    return " ".join(_STOP_AT_END.sub(" . '", " ".join(apart)).split())


def _apostrophe(match: re.Match[str]) -> str:
    """``don't`` is ``don 't``, ``1990's`` is ``1990 's``; any other stands alone, but for one where the text ends.

    At either end of a text it holds to its word: so was the text written that the model learned from.
    """
    text, place = match.string, match.start()
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if not before or not after:
        return "'"
    if not _is_letter(after):
        return " ' "
    if before.isdigit():
        return " '" if after == "s" else "'"
    return " '" if _is_letter(before) else " ' "


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"  # a vowel sign is a letter too


def _stop_apart(token: str, following: str) -> str:
    if not token.endswith(".") or token.strip(".") == "" or token.endswith(".."):
        return token
    word = token[:-1]
    if "." in word and any(character.isalpha() for character in word):
        return token
    initial = len(word) == 1 and word.isupper()
    before_number = word in _BEFORE_NUMBERS and following[:1].isdigit()
    if initial or before_number or word in _SHORT_FORMS or following[:1].islower():
        return token
    return f"{word} ."


def _detokenize_indic(text: str) -> str:
    text = _NUMBER_APART.sub(r"\1", text)
    text = _BETWEEN.sub(r"\1", text)
    text = _TO_THE_RIGHT.sub("", _TO_THE_LEFT.sub("", text))
    for quote in "'\"`":
        text = _close_quotes(text, quote)
    return text.strip()


def _close_quotes(text: str, quote: str) -> str:
    """The first, third... of a quotation mark holds to what follows, the second, fourth... to what stands before."""
    parts = text.split(quote)
    for place in range(1, len(parts)):
        if place % 2:
            parts[place] = parts[place].removeprefix(" ")
            if place < len(parts) - 1:
                parts[place] = parts[place].removesuffix(" ")
    return quote.join(parts)


def _detokenize_english(text: str) -> str:
    """Source: the detokenizer of the Moses toolkit; a slash and a degree sign hold to what they stand between."""
    written, blank = "", ""
    open_quotes: dict[str, bool] = {}
    tokens = text.split()
    for at, token in enumerate(tokens):
        if _OPENS.fullmatch(token):
            written, blank = written + blank + token, ""
        elif _CLOSES.fullmatch(token) or _CONTRACTION.match(token):
            written, blank = written + token, " "
        elif token in ("'", '"', "`"):
            written, blank = _quote(
                written, blank, token, possessive=at > 0 and tokens[at - 1].endswith("s"), seen=open_quotes
            )
        else:
            written, blank = written + blank + token, " "
    return _DEGREE.sub(lambda match: "°" if match[0].startswith(" ") else match[0], _SLASH.sub("/", written)).strip()


def _quote(written: str, blank: str, mark: str, *, possessive: bool, seen: dict[str, bool]) -> tuple[str, str]:
    """Text so far and the blank that is due after a quotation mark; `seen` says which marks are open."""
    if seen.get(mark, False):
        seen[mark] = False
        return written + mark, " "
    if mark == "'" and possessive:
        return written + mark, " "
    seen[mark] = True
    return written + blank + mark, ""
