"""A finding in one plain English sentence.

The window translates the templates with Qt Linguist (context ``Findings``), so each is written here once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.lessons import Change, Finding

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES: dict[str, str] = {
    "number.missing": "The number “{source}” is missing.",
    "number.added": "The number “{result}” is not on the page.",
    "number.changed": "{source} became {result}.",
    "unit.missing": "“{source}” is missing.",
    "unit.added": "“{result}” is not on the page.",
    "unit.changed": "{source} became {result}.",
    "date.missing": "The date “{source}” is missing.",
    "date.added": "The date “{result}” is not on the page.",
    "date.changed": "The date {source} became {result}.",
    "formula.missing": "The formula “{source}” is missing.",
    "formula.added": "The formula “{result}” is not on the page.",
    "formula.changed": "The formula {source} became {result}.",
    "negation.missing": "“{source}” is missing.",
    "negation.added": "“{result}” was added.",
    "negation.changed": "“{source}” became “{result}”.",
    "order": "“{source}” and “{result}” may have changed places.",
    "moved": "What is denied may have changed: “{source}” became “{result}”.",
    "unknown_number_word": "“{source}{result}” looks like a number that cannot be read. Please compare it yourself.",
    "may_be_number": "“{source}{result}” may be a number. Please compare it yourself.",
    "one_or_article": "“{source}{result}” may mean the number one. Please compare it yourself.",
    "doubtful_reading": "“{source}” was hard to read on the picture. Please compare it with the page.",
    "unread_page": "Nothing could be read on page {source}. Please look whether something is missing.",
    "page_cut_short": "A part of page {source} could not be taken in. Please look whether it matters.",
    "page_in_other_language": (
        "Page {source} is in another language than this lesson. Please look whether that is right."
    ),
    "lost_sign": "“{source}” has a sign that could not be read. Please compare it with the page.",
    "poor_page": "The page was hard to read. Please compare this part with the page.",
    "formula_as_picture": "A formula was kept as a picture because it could not be read. Please look at it.",
    "hidden_negation": "“{source}{result}” may mean “not”. Please compare it yourself.",
    "other_script": "“{source}” is in another script, so it was not checked, and the voice may not say it right.",
    "too_long": "This sentence is too long to check. Please compare it yourself.",
    "not_translated": "This could not be translated and stands as on the page: “{source}”",
    "odd_length": "The translation is much shorter or longer than the page. Please compare it yourself.",
    "written_by_model": "{source} wrote parts of this. Facts were compared, the meaning was not: please read it.",
    "translated_by_model": "{source} translated this. Facts were compared, the meaning was not: please read it.",
    "recording": "Your own recording cannot be compared with the text. Please listen to it.",
    "recording_before_change": (
        "The recording was spoken before the text was changed. Please listen to it, and record it again if it differs."
    ),
    "emptied": "Nothing stands here any more. It was: “{source}”",
    "empty_option": "An option is empty.",
    "same_options": "Two options say the same: “{source}”.",
    "other_answer": "“{result}” is marked as right. Please look whether the page says so.",
    "place.title": "Title: {finding}",
    "place.key_words": "Key word {number}: {finding}",
    "place.choice_questions": "Choice question {number}: {finding}",
    "place.short_questions": "Short question {number}: {finding}",
    "place.plan": "Lesson plan: {finding}",
    "not_checked": "This could not be checked. Please compare it yourself.",
    "missing": "“{source}” is missing.",
    "added": "“{result}” is not on the page.",
    "changed": "“{source}” became “{result}”.",
}
"""Sentences by key; placeholders are named."""


def template(finding: Finding) -> str:
    """The key in `TEMPLATES` of the sentence for this finding."""
    if finding.reason in TEMPLATES:
        return finding.reason
    if finding.change is Change.NOT_CHECKED:
        return Change.NOT_CHECKED.value
    specific = f"{finding.kind}.{finding.change}"
    return specific if specific in TEMPLATES else finding.change.value


def describe(finding: Finding, translate: Callable[[str], str] = str) -> str:
    """The finding in plain words: “not” is missing; 12 cm became 12 m. `translate` gives a template's translation."""
    said = translate(TEMPLATES[template(finding)]).format(source=finding.source, result=finding.result)
    if not finding.place:
        return said
    name, _, number = finding.place.partition(".")
    return translate(TEMPLATES[f"place.{name}"]).format(finding=said, number=int(number or 0) + 1)
