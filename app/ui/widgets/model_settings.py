"""Settings of models: where they run, how finely, in how much memory; and the way to the Models page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from app.config.settings import Device, Quantization
from app.domain.models import DeviceKind, EngineTask
from app.ui import model_words, wording
from app.ui.navigator import Place
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from app.domain.models import Machine
    from app.inference.install.service import Overview
    from app.ui.shell import Shell

_ONE_FOR_ALL = (EngineTask.GENERATE, EngineTask.EMBED, EngineTask.RERANK, EngineTask.SAFETY)
"""Tasks that one model does for all its languages; a voice or a translator goes with its language."""
_STEPS_MB = (1024, 2048, 3072, 4096, 6144, 8192, 12288, 16384, 24576, 32768, 65536)
_MOST = 0.9
"""Share of the memory that `machine.memory_budget` gives to models at most."""
_MEBI = 1 << 20


class ModelSettings(QWidget):
    """Every change is kept at once and counts from the next piece of work on."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        theme, settings = shell.theme, shell.settings
        rows = controls.column(self, theme, gap=8)
        words = self.tr("Everything works without models. A model writes more naturally, translates or speaks better.")
        rows.addWidget(controls.label(words, wrap=True))
        self.manage = controls.button(
            self.tr("Show the models"),
            icons=shell.icons,
            icon="next",
            action=lambda: shell.navigator.go(Place.MODELS),
        )
        rows.addWidget(self.manage, 0, controls.LEFT)
        self.device = self._combo(self.tr("Models run on"))
        self.precision: Choices[Quantization] = Choices(
            theme, self.tr("Precision"), self._precisions(), [settings.quantization]
        )
        self.precision.changed.connect(lambda: shell.choose(quantization=self.precision.one or Quantization.AUTO))
        self.memory = self._combo(self.tr("Memory for models"))
        for name, widget in (
            (self.tr("Models run on"), self.device),
            (self.tr("Precision: smaller needs less memory and is less exact"), self.precision),
            (self.tr("Memory for models"), self.memory),
        ):
            rows.addWidget(controls.label(name, "quiet", wrap=True))
            rows.addWidget(widget)
        self._add_network(rows)
        self._offer((settings.device,), (settings.memory_budget_mb,) if settings.memory_budget_mb else ())
        self.device.activated.connect(lambda _: shell.choose(device=Device(str(self.device.currentData()))))
        self.memory.activated.connect(lambda _: shell.choose(memory_budget_mb=int(self.memory.currentData())))
        self.wanted: dict[EngineTask, controls.ComboBox] = {}
        self._rows = rows
        services = shell.services

        def look() -> tuple[Machine, Overview]:
            return services.models.machine, services.models.overview()

        shell.tasks.run(self, look, lambda found: self._on_found(*found), shell.notifier.present)

    def _add_network(self, rows: QBoxLayout) -> None:
        """How models are fetched: through which proxy, and with which token."""
        self.proxy = QLineEdit(self._shell.settings.proxy)
        self.proxy.setAccessibleName(self.tr("Proxy for downloads"))
        self.proxy.setPlaceholderText("http://proxy.school.example:8080")
        self.proxy.setMaximumWidth(self._shell.theme.px(360))
        self.proxy.editingFinished.connect(self._keep_proxy)
        self.proxy_fault = controls.label("", "stop", wrap=True)
        self.proxy_fault.hide()
        rows.addWidget(controls.label(self.tr("Proxy for downloads; empty for the system's own"), "quiet", wrap=True))
        rows.addWidget(self.proxy)
        rows.addWidget(self.proxy_fault)
        line = controls.row(None, self._shell.theme, gap=8)
        self.token = controls.button(self.tr("Enter a token"), action=self._ask_for_token)
        self.forget = controls.button(self.tr("Forget the token"), "quiet", action=self._forget_token)
        line.addWidget(self.token)
        line.addWidget(self.forget)
        line.addStretch(1)
        words = self.tr("Token for models that are given only to people who asked; it is never shown")
        rows.addWidget(controls.label(words, "quiet", wrap=True))
        rows.addLayout(line)

    def _keep_proxy(self) -> None:
        wanted = self.proxy.text().strip()
        if wanted and "://" not in wanted:
            wanted = f"http://{wanted}"
        try:
            if wanted != self._shell.settings.proxy:
                self._shell.choose(proxy=wanted)
        except ValueError:  # of the settings themselves
            said = self.tr("This is no address of a proxy, so it was not kept. One looks like http://name:8080.")
            self.proxy_fault.setText(said)
            self.proxy_fault.show()
        else:
            self.proxy.setText(wanted)
            self.proxy_fault.hide()

    def _ask_for_token(self) -> None:
        from app.ui.dialogs.fetch_models import TokenDialog

        dialog = TokenDialog(self._shell, self.window())
        dialog.kept.connect(lambda: self._shell.notifier.say(self.tr("The token is kept."), "good"))
        dialog.open()

    def _forget_token(self) -> None:
        models, notifier = self._shell.services.models, self._shell.notifier

        def told(_: object) -> None:
            notifier.say(self.tr("No token is kept on this laptop any more."), "good")

        self._shell.tasks.run(self, lambda: models.keep_token(""), told, notifier.present)

    def _combo(self, name: str) -> controls.ComboBox:
        made = controls.ComboBox(self._shell.icons, name)
        made.setMaximumWidth(self._shell.theme.px(360))
        return made

    def _precisions(self) -> tuple[tuple[Quantization, str], ...]:
        return (
            (Quantization.AUTO, self.tr("The app decides")),
            (Quantization.INT4, "int4"),
            (Quantization.INT8, "int8"),
            (Quantization.FP16, "fp16"),
        )

    def _on_found(self, machine: Machine, overview: Overview) -> None:
        self._on_machine(machine)
        for task in _ONE_FOR_ALL:
            there = {one.spec.id: one.spec.name for one in overview.models if one.installed and one.spec.task is task}
            chosen = self._shell.settings.models.get(task, "")
            if len(there) > 1 or chosen:
                self._offer_models(task, there, chosen)

    def _offer_models(self, task: EngineTask, there: dict[str, str], chosen: str) -> None:
        """Which of several installed models does a task; one that was chosen and is gone stays on offer."""
        name = self.tr("Model for: {task}").format(task=model_words.task_name(task))
        made = self.wanted[task] = self._combo(name)
        made.addItem(self.tr("The app decides"), "")
        for spec_id, title in {**({chosen: chosen} if chosen else {}), **there}.items():
            made.addItem(title, spec_id)
        made.setCurrentIndex(made.findData(chosen))
        made.activated.connect(lambda _: self._choose_model(task, str(made.currentData())))
        self._rows.addWidget(controls.label(name, "quiet", wrap=True))
        self._rows.addWidget(made)

    def _choose_model(self, task: EngineTask, spec_id: str) -> None:
        others = {one: wanted for one, wanted in self._shell.settings.models.items() if one != task}
        self._shell.choose(models={**others, task.value: spec_id} if spec_id else others)

    def _on_machine(self, machine: Machine) -> None:
        """Offer what this machine has; what is set stays on offer."""
        kinds = {one.kind for one in machine.accelerators if not one.problem}
        devices = [Device(one.value) for one in DeviceKind if one in kinds or one is DeviceKind.CPU]
        most = machine.memory * _MOST / _MEBI
        settings = self._shell.settings
        steps = {one for one in _STEPS_MB if one <= most} | {settings.memory_budget_mb} - {0}
        self._offer((*devices, settings.device), tuple(sorted(steps)))

    def _offer(self, devices: tuple[Device, ...], steps: tuple[int, ...]) -> None:
        settings = self._shell.settings
        names = {
            Device.AUTO: self.tr("The app decides"),
            Device.CPU: self.tr("The processor"),
            Device.CUDA: self.tr("The NVIDIA card"),
            Device.MPS: self.tr("Apple's graphics"),
        }
        self.device.clear()
        for device in dict.fromkeys((Device.AUTO, *devices)):
            self.device.addItem(names[device], device.value)
        self.device.setCurrentIndex(self.device.findData(settings.device.value))
        self.memory.clear()
        self.memory.addItem(self.tr("The app decides"), 0)
        for megabytes in steps:
            self.memory.addItem(wording.size(megabytes * _MEBI), megabytes)
        self.memory.setCurrentIndex(self.memory.findData(settings.memory_budget_mb))
