"""English phrases that say the same with other words than the lock counts: "cannot be more than 5", "at most 5".

Texts that have such phrases are compared a second time with the phrases brought to one form. Nothing found then says
that nothing had changed; "has" that became "lacks" is found only then.
"""

from __future__ import annotations

import re

_NOT = r"(?:cannot|can not|can't|(?:must|may|should|shall|will|does|do|did|is|are|was|were)(?: not|n't))"
_RULES = (
    (
        re.compile(rf"\b{_NOT}((?: \w+)??) (?:more|greater|higher|longer|larger|later) than\b", re.IGNORECASE),
        r"\1 at most",
    ),
    (re.compile(rf"\b{_NOT}((?: \w+)??) (?:less|fewer|lower|smaller) than\b", re.IGNORECASE), r"\1 at least"),
    (re.compile(r"\b(?:does|do) not lack\b", re.IGNORECASE), "has"),
    (re.compile(r"\bdid not lack\b", re.IGNORECASE), "had"),
    (re.compile(r"\blacks\b(?! of\b)", re.IGNORECASE), "does not have"),
    (re.compile(r"\blacked\b", re.IGNORECASE), "did not have"),
    (
        re.compile(
            r"(?<=\d)((?: ?[A-Za-z]+)?) an? (?=(?:metre|meter|kilometre|km|kg|kilogram|gram|litre|liter|dozen|second"
            r"|minute|hour|day|week|month|year)\b(?! (?:later|ago|before|after|earlier)))",
            re.IGNORECASE,
        ),
        r"\1 per ",
    ),
)


def one_form(text: str) -> str:
    """The text with every such phrase in one form."""
    for pattern, form in _RULES:
        text = pattern.sub(form, text)
    return text
