"""What was recognised in a folder, and under which conditions it may be used, before it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui import model_words
from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.inference.install.service import Found
    from app.ui.shell import Shell


class InstallModelDialog(Dialog):
    """Names the model, what it is for and its licence; conditions have to be agreed to.

    Signals:
        agreed: Install it.
    """

    agreed = Signal()

    def __init__(self, shell: Shell, found: Found, parent: QWidget) -> None:
        spec, terms = found.spec, found.spec.licence
        super().__init__(shell.theme, self.tr("Install {name}?").format(name=spec.name), parent)
        facts = (model_words.task_name(spec.task), model_words.languages(spec), model_words.disk(found.form.disk_mb))
        self.add_text(" · ".join(one for one in facts if one))
        self.column.addWidget(controls.label(str(found.folder), "quiet", wrap=True))
        self.column.addWidget(controls.label(self.tr("What its licence allows"), "heading"))
        self.add_text(model_words.licence(terms))
        if terms.url:
            self.column.addWidget(controls.label(terms.url, "quiet", wrap=True))
        self.consent: controls.CheckRow | None = None
        if model_words.wants_consent(terms):
            self.consent = controls.CheckRow(shell.icons, self.tr("I agree to these conditions"), checked=False)
            self.column.addWidget(self.consent)
        self.primary = self.add_buttons(self.tr("Leave it"), self.tr("Install"), self._go)
        if self.consent is not None:
            self.consent.toggled.connect(self.primary.setEnabled)
            self.primary.setEnabled(False)
            self.consent.setFocus()
        else:
            self.primary.setFocus()

    def _go(self) -> None:
        self.accept()
        self.agreed.emit()
