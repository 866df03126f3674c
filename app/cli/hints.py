"""What the command line can add to a sentence about a fault; in the window these words would help nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.errors import UserFacingError

_SET_UP = "Or run packaging/dev.py again."
_DATA = "--data DIR names one."
_STICK = (
    "Or bring it on a stick: shikshasetu models export MODEL --to DIR on a laptop that has it, then shikshasetu models"
    " import DIR here."
)
_HINTS = {
    "data.folder_gone": _DATA,
    "data.damaged_with_backup": "Or run: shikshasetu restore",
    "data.no_folder": _DATA,
    "data.not_a_file": _DATA,
    "data.not_readable": _DATA,
    "data.not_writable": _DATA,
    "data.sqlite_too_old": _SET_UP,
    "doctor.broken": _SET_UP,
    "download.needs_token": "Then: shikshasetu models token",
    "download.no_access": "shikshasetu models token keeps another one.",
    "download.no_connection": _STICK,
    "download.not_on_server": "shikshasetu models catalogue DIR takes one over.",
    "import.ocr_missing": _SET_UP,
    "lesson.deleted": "With: shikshasetu lesson restore {id}",
    "lesson.no_language": "Leave --language out, or install a model that translates.",
    "lesson.other_language": "If it is in one of these, say so with --language CODE.",
    "lesson.translation_stopped": "Run the same command again: what was translated is kept.",
    "modelpack.needs_trust": "With: shikshasetu models import DIR --trust FINGERPRINT",
    "modelpack.unknown_model": "shikshasetu models catalogue DIR takes one over.",
    "models.needs_licence": "--accept-licence says so.",
    "models.not_a_model": "To say which it is: shikshasetu models install MODEL --from DIR",
    "models.not_installed": "shikshasetu models list shows what is.",
    "models.unknown": "shikshasetu models list shows them with their licences.",
    "page.has_corrections": "--discard-corrections says so.",
    "page.last": "shikshasetu library remove does that.",
    "page.no_block": "shikshasetu library show DOCUMENT --json gives them.",
    "page.wrong_order": "shikshasetu library show DOCUMENT --json gives their ids.",
    "review.needs_person": "Look at it with: shikshasetu review show {id}",
    "review.no_reviewer": "--reviewer NAME does.",
    "review.not_approved": "Look at it with: shikshasetu review show {id}",
    "review.was_rejected": "Change it with: shikshasetu lesson edit {id}",
    "usage.wrong_content": "shikshasetu lesson show LESSON --json says how.",
}


def sentence(error: UserFacingError) -> str:
    """What is said about a fault, with the option or command that helps."""
    hint = _HINTS.get(error.key)
    return f"{error} {hint.format(**error.params)}" if hint else str(error)
