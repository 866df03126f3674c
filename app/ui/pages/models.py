"""Models: who does the work now and why, what is installed, what suits this laptop; install, verify, remove."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.errors import UserFacingError
from app.ui import model_words, router_words, wording
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.model_carrying import ModelCarrying
from app.ui.model_fetching import ModelFetching
from app.ui.model_speeds import ask_to_measure, speed_rows
from app.ui.pages.base import MARGIN, Page
from app.ui.widgets import controls
from app.ui.widgets.model_row import ModelRow, Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from app.domain.jobs import Job
    from app.domain.models import InstalledModel, ModelSpec, Speed
    from app.inference.engine_report import EngineReport, RoutedTask
    from app.inference.install.service import ModelStatus, Overview
    from app.inference.recommended import Suggestion
    from app.inference.registry import FolderProblem
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_WIDTH = 860


class ModelsPage(Page):
    """Cards under each other; the disk is read and the machine measured off the window's thread.

    Attributes:
        rows: What each card says, by "serving", "installed", "suggested", "others".
    """

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Models"))
        self.carrying = ModelCarrying(shell, self)
        self.focus_first = self.set_primary(self.tr("Install from a folder or stick"), self.carrying.choose, icon="usb")
        self.rows: dict[str, tuple[ModelRow, ...]] = {}
        self._others: tuple[ModelStatus, ...] = ()
        self._missing: tuple[str, ...] = ()
        self._there: tuple[str, ...] = ()
        self.fetching = ModelFetching(shell, self)
        self._build()
        shell.jobs.ended.connect(self._on_ended)

    # -- building

    def _build(self) -> None:
        theme, inner, middle = self.shell.theme, QWidget(), QWidget()
        outer = controls.row(inner, theme, margin=(MARGIN, 4, MARGIN, MARGIN))
        middle.setMaximumWidth(theme.px(_WIDTH))
        column = controls.column(middle, theme, gap=16)
        outer.addStretch(1)
        outer.addWidget(middle, 8)
        outer.addStretch(1)
        controls.column(self.body, theme).addWidget(controls.scroll(inner, self.tr("Models")))
        self.intro = controls.label(self.tr("Looking at this laptop and its models."), "quiet", wrap=True)
        column.addWidget(self.intro)
        self._cards: dict[str, tuple[QWidget, QBoxLayout, QBoxLayout]] = {}
        for name, heading in (
            ("serving", self.tr("Who does the work now")),
            ("installed", self.tr("Installed")),
            ("suggested", self.tr("Good for this laptop")),
            ("others", self.tr("All other models")),
            ("speeds", self.tr("Speed on this computer")),
        ):
            frame, rows = controls.card(theme, margin=20, gap=4)
            line = controls.row(None, theme, gap=8)
            line.addWidget(controls.label(heading, "heading"), 1)
            rows.addLayout(line)
            content = controls.column(None, theme, gap=4)
            rows.addLayout(content)
            column.addWidget(frame)
            frame.hide()
            self._cards[name] = (frame, line, content)
        self.export = controls.button(
            self.tr("Copy to a stick"), "quiet", icons=self.shell.icons, icon="usb", action=self.carrying.choose_target
        )
        self._cards["installed"][1].addWidget(self.export)
        self.verify_all = controls.button(
            self.tr("Verify all"), "quiet", icons=self.shell.icons, icon="review", action=partial(self._verify, ())
        )
        self._cards["installed"][1].addWidget(self.verify_all)
        self.install_set = controls.button(
            self.tr("Install the recommended set"), "quiet", icons=self.shell.icons, icon="online", action=self._ask_set
        )
        self._cards["suggested"][1].addWidget(self.install_set)
        self.measure = controls.button(
            self.tr("Measure this computer"), "quiet", icons=self.shell.icons, icon="play", action=self._ask_measure
        )
        self._cards["speeds"][1].addWidget(self.measure)
        self.show_others = controls.button(self.tr("Show"), "quiet", action=self._toggle_others)
        self.show_others.setAccessibleName(self.tr("Show all other models"))
        self._cards["others"][1].addWidget(self.show_others)
        column.addStretch(1)

    def _fill(self, name: str, rows: list[ModelRow], note: str = "") -> None:
        frame, _, content = self._cards[name]
        controls.clear(content)
        if note:
            content.addWidget(controls.label(note, "quiet", wrap=True))
        for row in rows:
            content.addWidget(row)
            row.show()  # now, so that the focus can go there
        self.rows[name] = tuple(rows)
        frame.show()

    # -- showing

    def refresh(self) -> None:
        models, room, language = (
            self.shell.services.models,
            self.shell.services.room,
            self.shell.settings.school_language,
        )
        self.do(lambda: (models.overview(), room.report(language), room.speeds()), self._show, self._cannot)

    def _cannot(self, failure: BaseException) -> None:
        if isinstance(failure, UserFacingError):
            self.intro.setText(wording.failure(failure))
        else:
            self.shell.notifier.present(failure)

    def _show(self, found: tuple[Overview, EngineReport, tuple[Speed, ...]]) -> None:
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused is not None and self.isAncestorOf(focused) else ""
        self._show_all(*found)
        # the row that was acted on is drawn anew: the focus goes to its button again
        buttons = [one for rows in self.rows.values() for row in rows for one in row.buttons]
        same = next((one for one in buttons if one.accessibleName() == name), None)
        if same is not None:
            same.setFocus()
        else:
            self.claim_focus()

    def _show_all(self, overview: Overview, report: EngineReport, speeds: tuple[Speed, ...]) -> None:
        names = {one.spec.id: one.spec.name for one in overview.models}
        installed = [one for status in overview.models for one in status.installed]
        self.intro.setText(self._introduction(overview, any_installed=bool(installed)))
        self._fill("serving", [self._served(one, names) for one in report.tasks])
        self._show_installed(overview)
        there = {one.spec_id for one in installed}
        self._there = tuple(sorted(there))
        suggested = [*report.recommended.models, *report.recommended.under_conditions]
        missing = [one for one in suggested if one.spec.id not in there]
        self._missing = tuple(one.spec.id for one in missing)
        self.install_set.setVisible(bool(missing))
        self._fill("suggested", [self._suggested(one) for one in missing], self._suggestion_note(missing))
        told = there | {one.spec.id for one in missing}
        self._others = tuple(one for one in overview.models if one.spec.id not in told)
        self._fill("others", [self._other(one) for one in self._others] if self.rows.get("others") else [])

        measured = speed_rows(self.shell, speeds, {one.spec.id: one.spec for one in overview.models})
        self._fill("speeds", measured, "" if measured else self.tr("Nothing was measured here yet."))

    def _introduction(self, overview: Overview, *, any_installed: bool) -> str:
        room = self.tr("{size} of this laptop's memory are for models.").format(size=wording.size(overview.budget))
        if any_installed:
            return room
        works = self.tr(
            "Everything works without models: the rules write and the built-in voice speaks. With a model the text"
            " becomes more natural, other languages can be written, or the voice sounds better."
        )
        return f"{works} {room}"

    def _served(self, task: RoutedTask, names: dict[str, str]) -> ModelRow:
        title, model = model_words.routed_name(task), task.route.model
        why = router_words.sentence(task.route.reasons)
        if model is None:
            return ModelRow(self.shell, Words(title, (("", why),)))
        title = f"{title}: {names.get(model.spec_id, model.spec_id)}"
        return ModelRow(self.shell, Words(title, (("", why),), "good"))

    def _show_installed(self, overview: Overview) -> None:
        rows = [self._installed(one, status.spec) for status in overview.models for one in status.installed]
        rows += [self._installed(one, None) for one in overview.unlisted]
        rows += [self._damaged(one) for one in overview.problems]
        self.verify_all.setVisible(bool(rows))
        self.carrying.folders = tuple(one.folder for status in overview.models for one in status.installed)
        self.export.setVisible(bool(self.carrying.folders))
        self._fill("installed", rows, "" if rows else self.tr("No model is installed yet."))

    def _installed(self, model: InstalledModel, spec: ModelSpec | None) -> ModelRow:
        name = spec.name if spec is not None else model.spec_id
        facts = [model_words.form(model), wording.size(model.bytes)]
        lines = [("", " · ".join(facts)), model_words.known(model)]
        if spec is None:
            lines.append(("look", self.tr("The catalogue does not know it any more, so it is not used.")))
        else:
            facts[:0] = [model_words.task_name(spec.task), *filter(None, (model_words.languages(spec),))]
            lines = [("", " · ".join(facts)), model_words.known(model), self._terms(spec)]
        return ModelRow(self.shell, Words(name, tuple(lines)), self._actions(model.folder, name, model.folder))

    def _damaged(self, problem: FolderProblem) -> ModelRow:
        fault = UserFacingError("models.damaged", name=problem.folder, detail=problem.detail)
        words = Words(problem.folder, (("", wording.failure(fault)),), "stop")
        return ModelRow(self.shell, words, self._actions(problem.folder, problem.folder)[-1:])

    def _suggestion_note(self, missing: list[Suggestion]) -> str:
        if not missing:
            return self.tr("Everything that is recommended for this laptop is installed.")
        room = wording.size(sum(one.form.disk_mb for one in missing) * model_words.MEBI)
        return self.tr(
            "Together {size} on the disk. They come from the internet or from a server of the school; from a stick with"
            " the blue button."
        ).format(size=room)

    def _suggested(self, suggestion: Suggestion) -> ModelRow:
        spec, form = suggestion.spec, suggestion.form
        facts = (model_words.task_name(spec.task), model_words.languages(spec), model_words.disk(form.disk_mb))
        line = " · ".join(one for one in facts if one)
        return ModelRow(self.shell, Words(spec.name, (("", line), self._terms(spec)), "add"), [self._fetch(spec)])

    def _other(self, status: ModelStatus) -> ModelRow:
        spec = status.spec
        facts = (model_words.task_name(spec.task), model_words.languages(spec), model_words.memory(status.needs))
        fits = ("good", self.tr("fits this laptop")) if status.fits else ("stop", self.tr("too big for this laptop"))
        lines = (("", " · ".join(one for one in facts if one)), fits, self._terms(spec))
        there = [] if status.installed else [self._fetch(spec)]
        return ModelRow(self.shell, Words(spec.name, lines, "file"), there)

    def _fetch(self, spec: ModelSpec) -> QPushButton:
        made = controls.button(self.tr("Install"), "quiet", action=lambda: self.fetching.ask((spec.id,)))
        made.setAccessibleName(self.tr("Install {name}").format(name=spec.name))
        return made

    def _ask_set(self) -> None:
        self.fetching.ask(self._missing)

    def _terms(self, spec: ModelSpec) -> tuple[str, str]:
        """What the licence allows, marked where it has conditions."""
        return "look" if model_words.wants_consent(spec.licence) else "", model_words.licence(spec.licence)

    def _actions(self, folder: str, name: str, verify: str = "") -> list[QPushButton]:
        icons = self.shell.icons
        check = controls.button(
            self.tr("Verify"), "quiet", icons=icons, icon="review", action=partial(self._verify, (verify,))
        )
        check.setAccessibleName(self.tr("Verify {name}").format(name=name))
        remove = controls.button(
            self.tr("Remove"), "quiet", icons=icons, icon="delete", action=partial(self._ask_remove, folder, name)
        )
        remove.setAccessibleName(self.tr("Remove {name}").format(name=name))
        return [check, remove]

    def _toggle_others(self) -> None:
        shown = bool(self.rows.get("others"))
        self._fill("others", [] if shown else [self._other(one) for one in self._others])
        self.show_others.setText(self.tr("Show") if shown else self.tr("Hide"))
        name = self.tr("Show all other models") if shown else self.tr("Hide all other models")
        self.show_others.setAccessibleName(name)

    # -- doing

    def _verify(self, names: tuple[str, ...]) -> None:
        self._submit("verify_models", {"names": list(names)})

    def _ask_remove(self, folder: str, name: str) -> None:
        question = self.tr("Remove {name}?").format(name=name)
        kept = self.tr(
            "Lessons that were made with it stay as they are. To have it again, install it again from the stick."
        )
        params: dict[str, Any] = {"name": folder, "title": name}
        ConfirmDialog(self.shell.theme, question, kept, self.tr("Remove"), self.window()).ask(
            lambda: self._submit("remove_model", params)
        )

    def _ask_measure(self) -> None:
        ask_to_measure(self.shell, self.window(), self._there)

    def _submit(self, kind: str, params: dict[str, Any]) -> None:
        self.shell.jobs.on_models(kind, params)

    def _on_ended(self, job: Job) -> None:
        if job.kind in model_words.JOBS:
            self.refresh()
