"""Findings that a teacher decided to keep, until the lesson is decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.lessons import Finding, LessonVersion, Passage, Severity
from app.ui import wording
from app.ui.widgets.findings import needs_reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.shell import Shell


class KeptFindings:
    """Reasons by finding for one version; they become the reason of the decision."""

    def __init__(self, shell: Shell, version_id: str) -> None:
        self._shell = shell
        self._reasons = shell.kept.setdefault(version_id, {})

    def reason(self, found: Finding) -> str | None:
        """The reason why it was kept; None if it was not."""
        return self._reasons.get(found)

    def keep(self, found: Finding, parent: QWidget, done: Callable[[], object]) -> None:
        """Keep a finding; a red one asks for the reason first. `done` is called once it is kept."""
        if not needs_reason(found):
            self._reasons[found] = ""
            done()
            return
        from app.ui.dialogs.reason import ReasonDialog

        heading = wording.translate("Words", "Why is it right as it is?")
        dialog = ReasonDialog(self._shell.theme, heading, [wording.finding(found)], parent)

        def given(reason: str) -> None:
            self._reasons[found] = reason
            done()

        dialog.given.connect(given)
        dialog.open()

    def unkeep(self, found: Finding) -> None:
        """Look at it again."""
        self._reasons.pop(found, None)

    def open_findings(self, version: LessonVersion) -> tuple[Finding, ...]:
        """Findings that still need a person, in reading order."""
        return tuple(one for one in version.findings if one not in self._reasons)

    def open_sentences(self, version: LessonVersion) -> int:
        """How many places of the lesson still need a person: one sentence can have several findings."""
        return len({(one.passage, one.sentence, one.place) for one in self.open_findings(version)})

    def combined_reason(self, version: LessonVersion) -> str:
        """All typed reasons, each with what it is about."""
        given = [(one, self._reasons.get(one, "")) for one in version.findings]
        return " ".join(f"{wording.finding(one)} – {reason}." for one, reason in given if reason)

    def lacks_reason(self, version: LessonVersion) -> tuple[Finding, ...]:
        """Red findings without a typed reason."""
        return tuple(one for one in version.findings if one.severity is Severity.RED and not self._reasons.get(one))


def fixed_text(passage: Passage, found: Finding) -> str:
    """The passage with the page's own sentence in the place of what was made of it.

    Only that sentence changes when it can be found in the text, else the whole passage is the page's again.
    """
    if 0 <= found.sentence < len(passage.pairs):
        pair = passage.pairs[found.sentence]
        made = " ".join(pair.results)
        if made and made in passage.text:
            return passage.text.replace(made, pair.source, 1)
    return passage.source
