"""What the checks say of a lesson after a person changed a part of it; what was found elsewhere in it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.lesson.checking import check_passage, check_reading, shown_words
from app.lesson.part_checking import check_parts
from app.lesson.recordings import recording_findings

if TYPE_CHECKING:
    from app.domain.documents import Page
    from app.domain.lessons import Finding, LessonContent, LessonVersion


def after_passage(before: LessonVersion, content: LessonContent, index: int, page: Page | None) -> tuple[Finding, ...]:
    """Findings once a passage has changed.

    Args:
        before: The version that was changed.
        content: As it is now.
        index: Of the passage.
        page: That it was read from; None where the document no longer has it.
    """
    passage, own = content.passages[index], content.page_language
    fresh = check_passage(passage, index, language=own, result_language=content.language)
    translated = own != content.language
    fresh += check_reading(passage, index, page, shown=shown_words(content), translated=translated)
    fresh += recording_findings(passage, index)
    others = tuple(finding for finding in before.findings if finding.passage != index)
    return tuple(sorted((*others, *fresh), key=lambda finding: (finding.passage, finding.sentence)))


def after_parts(before: LessonVersion, content: LessonContent) -> tuple[Finding, ...]:
    """Findings once something beside the passages has changed, held against what the engine made."""
    others = tuple(finding for finding in before.findings if not finding.place)
    return (*check_parts(content), *others)
