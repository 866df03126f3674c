"""The strip at the bottom: offline state, battery, free disk, and the work in hand with Cancel."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from app.ui import wording
from app.ui.job_desk import fraction
from app.ui.model_words import FETCH
from app.ui.widgets import controls

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.jobs import Job
    from app.ui.shell import Shell

_POLL_MS = 30_000


@dataclass(frozen=True, slots=True)
class Machine:
    """What the footer says about the laptop; None where the system does not tell."""

    online: bool
    battery: int | None
    plugged: bool
    free_bytes: int | None


def look_at_machine(folder: Path) -> Machine:
    """Ask the system; may block for some milliseconds."""
    import psutil

    online = any(
        state.isup and not name.startswith(("lo", "Loopback")) for name, state in psutil.net_if_stats().items()
    )
    charge = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    free = shutil.disk_usage(folder).free if os.path.exists(folder) else None
    return Machine(online, round(charge.percent) if charge else None, bool(charge and charge.power_plugged), free)


class Footer(QWidget):
    """Reads the machine twice a minute and follows the jobs."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell = shell
        layout = controls.row(self, shell.theme, margin=(16, 4, 12, 4), gap=8)
        self._online: bool | None = None
        self._facts: dict[str, tuple[QLabel, QLabel]] = {}
        for name, icon in (("network", "offline"), ("battery", "battery"), ("disk", "disk")):
            pair = (controls.icon_label(shell.icons, icon, "quiet", 16), controls.label(""))
            self._facts[name] = pair
            for part in pair:
                layout.addWidget(part)
                part.hide()
            layout.addSpacing(shell.theme.px(8))
        layout.addStretch(1)
        self.step = controls.label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(shell.theme.px(160))
        self.cancel = controls.button(self.tr("Cancel"), "small", action=self._on_cancel)
        for widget in (self.step, self._bar, self.cancel):
            layout.addWidget(widget)
        self.setMinimumHeight(shell.theme.px(42))
        self._timer = QTimer(self)
        self._timer.setObjectName("machine")
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self.refresh)
        shell.jobs.changed.connect(self._show_job)
        self._show_job()

    def start(self) -> None:
        """Begin to look at the machine."""
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Look at the machine now."""
        folder = self._shell.services.paths.data
        self._shell.tasks.run(self, lambda: look_at_machine(folder), self._show_machine)

    def _show_machine(self, machine: Machine) -> None:
        self._online = machine.online
        self._show_network()
        if machine.battery is not None:
            template = self.tr("Battery {n} %, charging") if machine.plugged else self.tr("Battery {n} %")
            self._say("battery", template.format(n=machine.battery))
        if machine.free_bytes is not None:
            self._say("disk", self.tr("{size} free").format(size=wording.size(machine.free_bytes)))

    def _show_network(self) -> None:
        if self._online is None:  # nobody has looked yet
            return
        icon, words = ("offline", self.tr("Offline"))
        if self._online:
            wanted = self._shell.settings.online_voices
            words = self.tr("Network found, the voice uses it") if wanted else self.tr("Network found, not used")
            icon = "online"
            if any(job.kind == FETCH for job in self._shell.jobs.running):
                words = self.tr("The network is used")
        controls.tint(self._facts["network"][0], self._shell.icons, icon, "quiet")
        self._say("network", words)

    def _say(self, name: str, text: str) -> None:
        icon, words = self._facts[name]
        words.setText(text)
        icon.show()
        words.show()

    def _show_job(self) -> None:
        jobs = self._shell.jobs.running
        self._show_network()
        for widget in (self.step, self._bar, self.cancel):
            widget.setVisible(bool(jobs))
        if not jobs:
            return
        job = self._front(jobs)
        words = wording.step(job.progress) if job.progress.step else wording.job_name(job)
        left = wording.time_left(job.progress.seconds_left)
        more = self.tr("+%n more", "", len(jobs) - 1) if len(jobs) > 1 else ""
        self.step.setText(" · ".join(part for part in (words, wording.speed(job.progress), left, more) if part))
        self.cancel.setAccessibleName(self.tr("Cancel: {what}").format(what=wording.job_name(job)))
        self._bar.setAccessibleName(words)
        done = fraction(job.progress)
        self._bar.setRange(0, 0 if done is None else 1000)
        if done is not None:
            self._bar.setValue(round(done * 1000))

    @staticmethod
    def _front(jobs: tuple[Job, ...]) -> Job:
        return next((job for job in jobs if job.state.value == "running"), jobs[0])

    def _on_cancel(self) -> None:
        jobs = self._shell.jobs.running
        if jobs:
            self._shell.jobs.cancel(self._front(jobs))
