"""Sentences and words of a text, in all eleven languages.

Splitting is lossless: the sentences, one after the other, hold every character of the text except white space. Where
a stop is doubtful the sentence is left whole, since half a sentence read to a class is worse than a long one.
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.abbreviations import (
    is_abbreviation,
    is_initial,
    is_label,
    is_measure,
    may_end_sentence,
    opens_behind_measure,
    opens_sentence,
    reports_speech,
)

_OPENERS = "\"'“‘«([{"
_CLOSERS = "\"'”’»)\\]}"
# a stop, the closing quotes and brackets that belong to it
_STOP = re.compile(rf"(?:\.(?:\s?\.)+|[.?!…।॥|]+)[{_CLOSERS}]*")
_LONGEST_ASIDE = 300  # characters: a bracket that closes later than this was never meant to
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_NEXT_TOKEN = re.compile(r"\s*(\S+)")
_LIST_START = re.compile(rf"[{re.escape(_OPENERS)}]*(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}})")
_LIST_ITEM = re.compile(r"\(?(?:[a-z]|[ivx]{1,5})[.)]\)?")


def _letters_of_india() -> str:
    """Letters, vowel signs and digits of the Indic blocks: Python's word class knows no vowel sign."""
    return "".join(chr(code) for code in range(0x0900, 0x0E00) if unicodedata.category(chr(code))[0] in "LMN")


_LETTER = rf"(?:[^\W_]|[\u0300-\u036f\u200c\u200d{_letters_of_india()}])"
_WORD = re.compile(
    rf"\d+(?:[.,]\d+)+(?!{_LETTER})"  # 1,25,000 and 3.14 are one word
    rf"|{_LETTER}+(?:['’‑-]{_LETTER}+)*"
)


def split(text: str, language: str) -> tuple[str, ...]:
    """The sentences of `text`, stripped, in order; nothing but white space is left out.

    Args:
        text: Any text; a blank line always ends a sentence, a single line break never does.
        language: ISO 639-1 code.
    """
    found: list[str] = []
    for paragraph in _BLANK_LINE.split(text):
        start = 0
        for stop in _STOP.finditer(paragraph):
            if _ends_sentence(paragraph, start, stop, language):
                found.append(paragraph[start : stop.end()].strip())
                start = stop.end()
        found.append(paragraph[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def words(text: str, language: str) -> tuple[str, ...]:
    """The words of `text` without punctuation; numbers count as words.

    Vowel signs, virama, nukta, ZWJ and ZWNJ stay with their word, as do apostrophes and hyphens inside it.
    """
    del language  # one rule serves all eleven; the argument keeps the door open for a script that needs its own
    return tuple(match[0] for match in _WORD.finditer(text))


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each word in `text`."""
    return tuple(match.span() for match in _WORD.finditer(text))


def _ends_sentence(text: str, start: int, stop: re.Match[str], language: str) -> bool:
    mark = stop[0].rstrip('"' + "'”’»)]}")
    after = text[stop.end() : stop.end() + _LONGEST_ASIDE]
    if not after.strip():
        return True
    if _inside_brackets(text, start, stop.end()):
        return False
    if "।" in mark or "॥" in mark:
        return not _attribution_follows(text, start, stop, after, language)
    if "|" in mark:
        return _pipe_is_danda(text, stop, after)
    if not after[0].isspace():
        return mark[0] in "?!" and _is_indic(after[0])
    following = _NEXT_TOKEN.match(after)
    token = following[1] if following else ""
    if _starts_lower(token):
        return False
    if mark == ".":
        return _full_stop_ends(text[start : stop.start()], token, stop[0], language)
    if mark[0] in ".…":
        return not _is_indic(token.lstrip(_OPENERS)[:1])
    return not _attribution_follows(text, start, stop, after, language)


def _full_stop_ends(before: str, following: str, stop: str, language: str) -> bool:
    """Whether a single full stop followed by white space ends the sentence `before`."""
    tokens = before.split()
    if not tokens or not before[-1:].strip():
        return False
    if len(tokens) == 1 and _LIST_START.fullmatch(tokens[0]):
        return False
    if len(stop) > 1:
        return True
    token, previous = tokens[-1].lstrip(_OPENERS), tokens[-2] if len(tokens) > 1 else ""
    if is_measure(token, previous, language):
        return opens_behind_measure(following, language)
    if is_abbreviation(token, following, language):
        return may_end_sentence(token) and opens_sentence(following)
    if is_label(token, tokens[:-1], following):
        return True
    if is_initial(token, previous, following, language):
        return opens_sentence(following)
    return True


def _inside_brackets(text: str, start: int, end: int) -> bool:
    """Whether a bracket opened in this sentence is still open and closes later on."""
    depth = text.count("(", start, end) - text.count(")", start, end)
    return depth > 0 and ")" in text[end : end + _LONGEST_ASIDE]


def _attribution_follows(text: str, start: int, stop: re.Match[str], after: str, language: str) -> bool:
    """Whether the stop ends a quotation that its sentence goes on after: “Where is it?” asked Ram."""
    quoted = text[start:].lstrip()[:1] in tuple("\"'“‘«") and stop[0][-1] in "\"'”’»"
    if not quoted or "\n" in after[: len(after) - len(after.lstrip())]:
        return False
    upcoming = after.split()[:3]
    return language != "en" or any(reports_speech(word) for word in upcoming)


def _pipe_is_danda(text: str, stop: re.Match[str], after: str) -> bool:
    """Whether ``|`` stands for a danda: OCR and old typing put it after a word of an Indic script."""
    return after[0].isspace() and _is_indic(text[: stop.start()].rstrip()[-1:])


def _starts_lower(token: str) -> bool:
    return token.lstrip(_OPENERS)[:1].islower() and not _LIST_ITEM.fullmatch(token)


def _is_indic(character: str) -> bool:
    return "\u0900" <= character <= "\u0dff"
