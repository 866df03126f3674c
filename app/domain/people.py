"""People and the decisions they make."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """A user of this laptop; the one asked for at the first start is the first reviewer."""

    id: str
    name: str
    language: str
    classes: tuple[int, ...]
    created: str
    subjects: tuple[str, ...] = ()


class Action(StrEnum):
    """What a reviewer did."""

    APPROVED = "approved"
    EDITED_AND_APPROVED = "edited_and_approved"
    APPROVED_GREEN_UNOPENED = "approved_green_unopened"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, kept for ever.

    Attributes:
        id: UUIDv7.
        lesson_id: The lesson.
        version_id: The version that it froze.
        person_id: Who.
        person_name: The name at that time.
        action: What was decided.
        reason: Typed reason; required for a rejection and for any red finding.
        changes: What differs from the version the engine made, as (passage index or
            place of another part, before, after); see `app.domain.lesson_parts`.
        content_sha256: Hash of the frozen content.
        decided: ISO 8601 UTC time.
    """

    id: str
    lesson_id: str
    version_id: str
    person_id: str
    person_name: str
    action: Action
    reason: str
    changes: tuple[tuple[int | str, str, str], ...]
    content_sha256: str
    decided: str
