"""Parts of a sentence that no translation may change stand aside under a mark while the model works.

The published code finds matches as a set and puts marks in by plain replacement, so that a short match eats part of a
longer one and the numbering changes from run to run. Here one scan from left to right finds spans that do not overlap,
and the marks are put back by one substitution.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHORTEST = 4  # characters of a number, not counting blanks, dots and colons: the model copies shorter ones well
_NUMBER = r"\d+(?:[.,]\d+)*"
# each kind begins only where its run of letters begins, or a long run would be read again from every place in it
_SPAN = re.compile(
    r"(?P<mark>[<\[]\s*(?i:ID)\s*\d+\s*[>\]])"  # somebody's own <ID1>
    r"|(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<address>(?i:https?|ftp)://[^\s<>\"']*[\w/]"
    r"|(?<![\w./@-])(?:www\.|[a-z0-9-]{3,}\.)(?:[a-z0-9-]+\.)*[a-z]{2,24}(?![A-Za-z0-9_])(?:/[\w/\-?#&=%.]*[\w/])?)"
    rf"|(?P<number>(?<!\w)(?<!\d[.,:/'+-])(?:~?{_NUMBER}(?:\s?%?\s?-\s?~?{_NUMBER})?\s?%"
    r"|\d++(?:[-/.,:'+]\d++)*+/-|\d++(?:[-/.,:'+]\d++)+)"  # 500/- is how a price is written
    r"(?![A-Za-z0-9_]))"
    # a vocabulary may read H₂O as H2O and 10² as 102
    r"|(?P<formula>(?<![A-Za-z0-9.])[A-Za-z0-9.]*+[²³¹⁰-₎¼-¾⅐-⅞][A-Za-z0-9²³¹⁰-₎¼-¾⅐-⅞]*)"
    r"|(?P<handle>(?<!\w)[#@][A-Za-z_]\w*)",
    re.ASCII,
)

# how the model writes the mark: ID in Latin or as it sounds, in pointed or square brackets, with or without blanks
_AS_WRITTEN = re.compile(
    r"[<\[]\s*(?:ID|आई\s?\.?\s?डी\s?\.?|आय\s?\.?\s?डी\s?\.?|आइ\s?\.?\s?डी\s?\.?|ऐटि|ऐडि|आइडि)\s*(\d+)\s*[>\]]",
    re.IGNORECASE,
)
_MARK = re.compile(r"<ID(\d+)>")


@dataclass(frozen=True, slots=True)
class Protected:
    """A sentence with marks ``<ID1>``, ``<ID2>``... in it, and what stands behind each, in that order."""

    text: str
    originals: tuple[str, ...]


def protect(text: str) -> Protected:
    """Put addresses, long numbers, dates, formulas and handles under marks, numbered from left to right."""
    originals: list[str] = []

    def mark(match: re.Match[str]) -> str:
        found = match[0]
        if match["number"] and len(re.sub(r"[ .:]", "", found)) < _SHORTEST:
            return found
        originals.append(found)
        return f"<ID{len(originals)}>"

    return Protected(_SPAN.sub(mark, text), tuple(originals))


def canonical(text: str) -> str:
    """The model's answer with every mark as ``<ID1>``; an unbracketed "ID" is a word of the text and stays."""
    return _AS_WRITTEN.sub(lambda match: f"<ID{int(match[1])}>", text)


def restore(text: str, originals: tuple[str, ...]) -> str | None:
    """Put every original back in the place of its mark.

    Returns:
        The text; None where a mark is missing, stands twice or was never given.
    """
    found = sorted(int(match[1]) for match in _MARK.finditer(text))
    if found != list(range(1, len(originals) + 1)):
        return None
    return _MARK.sub(lambda match: originals[int(match[1]) - 1], text)
