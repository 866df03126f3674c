"""What the checks found, as sentences with a place and two buttons, under the text they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.lessons import Finding, Severity
from app.ui import wording
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.shell import Shell


class FindingStrip(QFrame):
    """One finding.

    Signals:
        fix_asked: Put the page's own sentence back.
        page_asked: Show the place on the page.
        place_asked: Show the title, word, question or plan it is about.
        keep_asked: It is right as it is.
        unkeep_asked: Look at it again after all.
    """

    fix_asked = Signal(object)
    page_asked = Signal(object)
    place_asked = Signal(object)
    keep_asked = Signal(object)
    unkeep_asked = Signal(object)

    def __init__(self, shell: Shell, found: Finding, reason: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = found
        self.setProperty("role", "finding")
        self.setProperty("severity", found.severity.value)
        sentence = wording.finding(found)
        self.setAccessibleName(sentence)
        layout = controls.row(self, shell.theme, margin=(10, 2, 0, 2), gap=8)
        icon = wording.severity_icon(found.severity) if reason is None else "good"
        layout.addWidget(controls.icon_label(shell.icons, icon, icon, 18))
        if reason is None:
            layout.addWidget(controls.label(sentence, wrap=True), 1)
            if found.place:
                self.fix = controls.button(self.tr("Show it"), "small", action=lambda: self.place_asked.emit(found))
            elif is_about_reading(found):
                self.fix = controls.button(
                    self.tr("Show the page"), "small", action=lambda: self.page_asked.emit(found)
                )
            else:
                self.fix = controls.button(self.tr("Fix"), "small", action=lambda: self.fix_asked.emit(found))
                self.fix.setToolTip(self.tr("Put the page's own sentence back"))
            self.keep = controls.button(
                self.tr("Keep"), "small", action=lambda: self.keep_asked.emit(found),
                tip=self.tr("It is right as it is"),
            )  # fmt: skip
            self.fix.setAccessibleDescription(sentence)
            self.keep.setAccessibleDescription(sentence)
            layout.addWidget(self.fix)
            layout.addWidget(self.keep)
        else:
            kept = self.tr("Kept: {reason}").format(reason=reason) if reason else self.tr("Kept")
            layout.addWidget(controls.label(f"{sentence} {kept}", "quiet", wrap=True), 1)
            again = controls.button(self.tr("Look again"), "small", action=lambda: self.unkeep_asked.emit(found))
            again.setAccessibleDescription(sentence)
            layout.addWidget(again)


def needs_reason(found: Finding) -> bool:
    """Whether keeping it needs typed words."""
    return found.severity is Severity.RED


READING = frozenset({"doubtful_reading", "poor_page", "formula_as_picture", "unread_page", "page_cut_short"})
"""Reasons that are about how the page was read: the page has to be looked at, its sentence put back helps nothing."""


def is_about_reading(found: Finding) -> bool:
    """Whether the answer to a finding is a look at the page."""
    return found.reason in READING
