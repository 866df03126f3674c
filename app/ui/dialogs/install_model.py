"""What was recognised in a folder, and under which conditions it may be used, before it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui import model_words, wording
from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.domain.models import Licence
    from app.inference.install.packs import FoundPack, OfferedModel
    from app.inference.install.service import Found
    from app.ui.shell import Shell

_MOST_IN_SIGHT, _HEIGHT = 3, 160


class _AgreeDialog(Dialog):
    """Goes on once everything that has to be agreed to is ticked.

    Signals:
        agreed: Install it.
    """

    agreed = Signal()

    def __init__(self, shell: Shell, heading: str, parent: QWidget) -> None:
        super().__init__(shell.theme, heading, parent)
        self._icons = shell.icons
        self.ticks: list[controls.CheckRow] = []

    def add_licence(self, terms: Licence) -> None:
        """What it allows, and where it stands."""
        self.add_text(model_words.licence(terms))
        if terms.url:
            self.column.addWidget(controls.label(terms.url, "quiet", wrap=True))

    def add_tick(self, words: str) -> controls.CheckRow:
        """Something that has to be agreed to."""
        tick = controls.CheckRow(self._icons, words, checked=False)
        tick.toggled.connect(lambda _: self._check())
        self.ticks.append(tick)
        self.column.addWidget(tick)
        return tick

    def finish(self) -> None:
        """The buttons; the focus on what comes first."""
        self.primary = self.add_buttons(self.tr("Leave it"), self.tr("Install"), self._go)
        self._check()
        (self.ticks[0] if self.ticks else self.primary).setFocus()

    def _check(self) -> None:
        self.primary.setEnabled(all(one.isChecked() for one in self.ticks))

    def _go(self) -> None:
        self.accept()
        self.agreed.emit()


class InstallModelDialog(_AgreeDialog):
    """Names the model, what it is for and its licence; conditions have to be agreed to."""

    def __init__(self, shell: Shell, found: Found, parent: QWidget) -> None:
        spec = found.spec
        super().__init__(shell, self.tr("Install {name}?").format(name=spec.name), parent)
        facts = (model_words.task_name(spec.task), model_words.languages(spec), model_words.disk(found.form.disk_mb))
        self.add_text(" · ".join(one for one in facts if one))
        self.column.addWidget(controls.label(str(found.folder), "quiet", wrap=True))
        self.column.addWidget(controls.label(self.tr("What its licence allows"), "heading"))
        self.add_licence(spec.licence)
        if model_words.wants_consent(spec.licence):
            self.add_tick(self.tr("I agree to these conditions"))
        self.finish()


class InstallPackDialog(_AgreeDialog):
    """Names the models of a pack and their licences, and the number of the laptop that made it."""

    def __init__(self, shell: Shell, found: FoundPack, parent: QWidget) -> None:
        super().__init__(shell, self.tr("Install the models of this pack?"), parent)
        usable = [one for one in found.models if one.too_big is None]
        self._add_models(found)
        if any(model_words.wants_consent(one.spec.licence) for one in usable):
            self.add_tick(self.tr("I agree to these conditions"))
        self.column.addWidget(controls.label(self.tr("The laptop that made it"), "heading"))
        number = controls.label(found.pack.signer, wrap=True)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(number)
        if found.known:
            self.add_text(self.tr("You have trusted this laptop before."))
        else:
            words = self.tr("That laptop shows a number when it writes the pack. If it is another one, leave the pack.")
            self.add_text(words)
            self.add_tick(self.tr("The number is the same"))
        self.finish()

    def _add_models(self, found: FoundPack) -> None:
        """A line for each; many of them scroll, so that the buttons stay on the screen."""
        inner = QWidget()
        lines = controls.column(inner, self.theme, gap=8)
        for one in found.models:
            lines.addWidget(controls.label(self._line(one), wrap=True))
        if len(found.models) <= _MOST_IN_SIGHT:
            self.column.addWidget(inner)
            return
        area = controls.scroll(inner, self.tr("Models"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll it
        area.setFixedHeight(self.theme.px(_HEIGHT))
        self.column.addWidget(area)

    def _line(self, one: OfferedModel) -> str:
        """A model with its size and licence, or why it is left out."""
        if one.too_big is not None:
            return "• " + self.tr("{name}: too big for this laptop, it is left out.").format(name=one.spec.name)
        size = wording.size(sum(file.size for file in one.packed.files))
        return f"• {one.spec.name} · {size} · {model_words.licence(one.spec.licence)}"
