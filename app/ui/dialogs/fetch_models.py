"""Models that are going to be fetched from a server: their licences first, then where from; and the token for some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import UserFacingError
from app.ui import model_words, wording
from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices

if TYPE_CHECKING:
    from app.inference.install.preparation import PlannedModel, Preparation
    from app.ui.shell import Shell

_HEIGHT = 250
"""Of a long list, so that the buttons stay on a small screen."""


class FetchModelsDialog(Dialog):
    """Every model with its size and its licence. What has conditions is fetched only where they are ticked.

    Args:
        shell: The window's.
        found: What there is to say of the models.
        parent: The window.

    Attributes:
        ticks: By model id: one for each model of several; for a single one only where it has conditions.

    Signals:
        agreed: Ids of the models, and the server's address, "" for the publishers'.
    """

    agreed = Signal(list, str)

    def __init__(self, shell: Shell, found: Preparation, parent: QWidget) -> None:
        several = len(found.models) > 1
        first = found.models[0].spec
        heading = self.tr("Install the recommended set?") if several else self.tr("Install {name}?")
        super().__init__(shell.theme, heading.format(name=first.name), parent, width=600)
        self._shell, self._found = shell, found
        self.ticks: dict[str, controls.CheckRow] = {}
        if several:
            self._add_list()
        else:
            self._add_one(found.models[0])
        self.room = controls.label("", wrap=True)
        self.column.addWidget(self.room)
        self._add_place()
        self.primary = self.add_buttons(self.tr("Leave it"), self.tr("Install"), self._go)
        self._check()
        (next(iter(self.ticks.values())) if self.ticks else self.primary).setFocus()

    # -- the models

    def _add_one(self, model: PlannedModel) -> None:
        spec = model.spec
        self.add_text(_facts(model))
        self.column.addWidget(controls.label(self.tr("What its licence allows"), "heading"))
        self.add_text(model_words.licence(spec.licence))
        if spec.licence.url:
            self.column.addWidget(controls.label(spec.licence.url, "quiet", wrap=True))
        if model_words.wants_consent(spec.licence):
            self.column.addWidget(self._tick(spec.id, self.tr("I agree to these conditions"), checked=False))

    def _add_list(self) -> None:
        self.add_text(self.tr("Each has its own licence. Where it has conditions, a tick says that you agree to them."))
        inner = QWidget()
        lines = controls.column(inner, self.theme, margin=(0, 0, 12, 0), gap=4)
        for model in self._found.models:
            spec, free = model.spec, not model_words.wants_consent(model.spec.licence)
            tick = self._tick(spec.id, spec.name, checked=free)
            tick.set_detail(wording.size(model.form.disk_mb * model_words.MEBI))
            lines.addWidget(tick)
            said = " · ".join((model_words.task_name(spec.task), model_words.licence(spec.licence)))
            lines.addWidget(controls.label(said, "small" if free else "look", wrap=True))
            if not free:
                lines.addWidget(controls.label(spec.licence.url, "small", wrap=True))
        area = controls.scroll(inner, self.tr("Models"))
        area.setFixedHeight(self.theme.px(_HEIGHT))
        self.column.addWidget(area)

    def _tick(self, spec_id: str, words: str, *, checked: bool) -> controls.CheckRow:
        tick = self.ticks[spec_id] = controls.CheckRow(self._shell.icons, words, checked=checked)
        tick.toggled.connect(lambda _: self._check())
        return tick

    # -- where from

    def _add_place(self) -> None:
        self.column.addWidget(controls.label(self.tr("Where from"), "heading"))
        places = ((False, self.tr("The publishers' server")), (True, self.tr("A server of the school")))
        self.place: Choices[bool] = Choices(self.theme, self.tr("Where from"), places, [bool(self._shell.last_server)])
        self.place.changed.connect(self._check)
        self.column.addWidget(self.place)
        self.server = QLineEdit(self._shell.last_server)
        self.server.setAccessibleName(self.tr("Address of the server"))
        self.server.setPlaceholderText("https://models.school.example")
        self.server.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.server.textChanged.connect(lambda _: self._check())
        self.column.addWidget(self.server)
        self.note = controls.label("", "quiet", wrap=True)
        self.column.addWidget(self.note)

    @property
    def _chosen(self) -> list[PlannedModel]:
        return [one for one in self._found.models if (tick := self.ticks.get(one.spec.id)) is None or tick.isChecked()]

    def _check(self) -> None:
        chosen, own = self._chosen, bool(self.place.one)
        needs = sum(one.form.disk_mb for one in chosen or self._found.models) * model_words.MEBI
        short = needs > self._found.free
        said = self.tr("{size} on the disk, {free} are free. What is fetched can be larger: it is made smaller here.")
        if short:
            said = self.tr("{size} on the disk, and only {free} are free. Free some space first.")
        self.room.setText(said.format(size=wording.size(needs), free=wording.size(self._found.free)))
        controls.restyle(self.room, "role", "stop" if short else "")
        self.server.setVisible(own)
        self.note.setText(self._place_note(chosen, own=own))
        if self.isVisible():  # the line of the address came or went
            self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))
        self.primary.setEnabled(bool(chosen) and not short and not (own and not self.server.text().strip()))

    def _place_note(self, chosen: list[PlannedModel], *, own: bool) -> str:
        if own:
            return self.tr("Whoever looks after the school's network knows this address.")
        if any(one.spec.licence.gated for one in chosen or self._found.models):
            words = self.tr("The publisher gives some of this only to people who asked.")
            if self._found.has_token:
                token = self.tr("Your token is kept on this laptop.")
            else:
                token = self.tr("You are asked for your token next.")
            return f"{words} {token}"
        return self.tr("This needs the internet. It goes on by itself after a break, also when the app was closed.")

    def _go(self) -> None:
        server = self.server.text().strip() if self.place.one else ""
        if server and "://" not in server:
            server = f"https://{server}"
        self._shell.last_server = server
        chosen = [one.spec.id for one in self._chosen]
        self.accept()
        self.agreed.emit(chosen, server)


class TokenDialog(Dialog):
    """Takes the token for gated models; it goes into the keyring, and is neither shown nor logged.

    Signals:
        kept: It is there now.
    """

    kept = Signal()

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell.theme, self.tr("Your token for gated models"), parent)
        self._shell = shell
        self.add_text(
            self.tr(
                "Some publishers give their models only to people who filled in a form. Fill in the form on the page of"
                " the model, make a token under “Access Tokens” of your account there, and paste it here."
            )
        )
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(self.tr("Token"))
        self.line.setPlaceholderText("hf_…")
        self.line.textChanged.connect(lambda _: self._check())
        self.column.addWidget(self.line)
        self.fault = controls.label("", "stop", wrap=True)
        self.fault.hide()
        self.column.addWidget(self.fault)
        self.column.addWidget(
            controls.label(
                self.tr("It is kept in this laptop's keyring, is not shown again, and goes to the publisher only."),
                "quiet",
                wrap=True,
            )
        )
        self.primary = self.add_buttons(self.tr("Leave it"), self.tr("Keep the token"), self._keep)
        self._check()
        self.line.setFocus()

    def _check(self) -> None:
        self.primary.setEnabled(bool(self.line.text().strip()))

    def _keep(self) -> None:
        models, word = self._shell.services.models, self.line.text().strip()
        self.primary.setEnabled(False)
        self._shell.tasks.run(self, lambda: models.keep_token(word), lambda _: self._done(), self._refuse)

    def _done(self) -> None:
        self.line.clear()
        self.accept()
        self.kept.emit()

    def _refuse(self, failure: BaseException) -> None:
        self._check()
        if not isinstance(failure, UserFacingError):
            self._shell.notifier.present(failure)
            return
        self.fault.setText(wording.failure(failure))
        self.fault.show()


def _facts(model: PlannedModel) -> str:
    spec = model.spec
    facts = (
        model_words.task_name(spec.task),
        model_words.languages(spec),
        model_words.disk(model.form.disk_mb),
        model_words.memory(model.needs),
    )
    return " · ".join(one for one in facts if one)
