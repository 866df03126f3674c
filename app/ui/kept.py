"""Findings that a teacher decided to keep, until the lesson is decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.lessons import Finding, LessonVersion, Passage, Severity
from app.ui import wording
from app.ui.widgets.findings import needs_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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

    def keep(self, findings: Sequence[Finding], parent: QWidget, done: Callable[[], object]) -> None:
        """Keep findings as one decision; one reason is asked for if any is red. `done` is called once they are kept."""
        red = [one for one in findings if needs_reason(one)]
        if not red:
            self._reasons.update(dict.fromkeys(findings, ""))
            done()
            return
        from app.ui.dialogs.reason import ReasonDialog

        heading = wording.translate("Words", "Why is it right as it is?")
        dialog = ReasonDialog(
            self._shell.theme, heading, [wording.finding(one) for one in red], parent, explaining=True
        )

        def given(reason: str) -> None:
            self._reasons.update({one: reason if one in red else "" for one in findings})
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
        return len(by_place(self.open_findings(version)))

    def combined_reason(self, version: LessonVersion) -> str:
        """All typed reasons, each with what it is about; one that was given for a whole sentence is said once."""
        about: dict[tuple[object, str], list[str]] = {}
        for one in version.findings:
            if reason := self._reasons.get(one, ""):
                about.setdefault((one.where, reason), []).append(wording.finding(one))
        return " ".join(f"{' '.join(said)} – {reason}." for (_, reason), said in about.items())

    def lacks_reason(self, version: LessonVersion) -> tuple[Finding, ...]:
        """Red findings without a typed reason."""
        return tuple(one for one in version.findings if one.severity is Severity.RED and not self._reasons.get(one))


def by_place(findings: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """Findings of one sentence, passage or other part together, in the order of the first of each."""
    places: dict[object, list[Finding]] = {}
    for one in findings:
        places.setdefault(one.where, []).append(one)
    return [tuple(together) for together in places.values()]


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
