"""Settings of models: where they run, how finely, in how much memory; and the way to the Models page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.config.settings import Device, Quantization
from app.domain.models import DeviceKind
from app.ui import wording
from app.ui.navigator import Place
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices

if TYPE_CHECKING:
    from app.domain.models import Machine
    from app.ui.shell import Shell

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
        self._offer((settings.device,), (settings.memory_budget_mb,) if settings.memory_budget_mb else ())
        self.device.activated.connect(lambda _: shell.choose(device=Device(str(self.device.currentData()))))
        self.memory.activated.connect(lambda _: shell.choose(memory_budget_mb=int(self.memory.currentData())))
        models = shell.services
        shell.tasks.run(self, lambda: models.models.machine, self._on_machine, shell.notifier.present)

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
