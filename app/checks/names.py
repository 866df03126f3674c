"""Names in English sentences, which capitals tell from other words; the scripts of India have no capitals."""

from __future__ import annotations

import re

from app.domain.lessons import Change, FactKind, Finding, Severity

_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
_OPENS = re.compile(r"(?:^|[.!?:;“\"'(‘\n•–—-])\s*$")
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORTEST = 3
# capitals that other checks compare, or that say nothing
_LISTED = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday celsius fahrenheit kelvin
    class chapter grade unit the mr mrs ms dr shri smt god
"""


def find(source: str, result: str) -> list[Finding]:
    """Findings about names that are missing or were not there, amber: "Gandhi" may rightly have become "he".

    A word that opens a sentence has its capital from there and is no name; nor is anything in a line of capitals.

    Args:
        source: An English sentence of the page.
        result: What was made of it, in English.
    """
    lost = [name for name in _names(source) if _plain(name) not in _words(result)]
    come = [name for name in _names(result) if _plain(name) not in _words(source)]
    return [Finding(Severity.AMBER, FactKind.TEXT, Change.MISSING, source=name) for name in lost] + [
        Finding(Severity.AMBER, FactKind.TEXT, Change.ADDED, result=name) for name in come
    ]


def _names(text: str) -> list[str]:
    words = list(_WORD.finditer(text))
    capitals = [word for word in words if word[0][0].isupper() and not _OPENS.search(text[: word.start()][-4:])]
    if 2 * len(capitals) >= len(words):  # a title, or a list of names
        return []
    names = [word[0] for word in capitals if len(word[0]) >= _SHORTEST and not word[0].isupper()]
    return [name for name in dict.fromkeys(names) if _plain(name) not in _NO_NAMES]


def _words(text: str) -> set[str]:
    return {_plain(word[0]) for word in _WORD.finditer(text)}


def _plain(word: str) -> str:
    """The word without capitals, possessive and plural endings."""
    bare = _POSSESSIVE.sub("", word.casefold())
    return bare[:-1] if len(bare) > _SHORTEST and bare.endswith("s") else bare


_NO_NAMES = frozenset(map(_plain, _LISTED.split()))
