"""How quick the models are on this computer, as rows of the Models page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.ui import router_words, wording
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.model_words import BENCH
from app.ui.widgets.model_row import ModelRow, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from app.domain.models import ModelSpec, Speed
    from app.ui.shell import Shell

translate = QCoreApplication.translate


def speed_rows(shell: Shell, speeds: Sequence[Speed], specs: Mapping[str, ModelSpec]) -> list[ModelRow]:
    """A row for each measurement, the newest first; models that the catalogue does not know any more are left out."""
    known = [one for one in speeds if one.spec_id in specs]
    known.sort(key=lambda one: one.measured_at, reverse=True)
    return [ModelRow(shell, _words(one, specs[one.spec_id])) for one in known]


def ask_to_measure(shell: Shell, parent: QWidget, spec_ids: Sequence[str]) -> None:
    """Ask before it takes the whole processor for minutes; it runs in the footer then.

    Args:
        shell: The window's.
        parent: The window.
        spec_ids: What is installed; without any the smallest model of each task is measured.
    """
    question = translate("Models", "Measure this computer?")
    kept = translate(
        "Models",
        "It takes some minutes, and the app is slow meanwhile. Afterwards the quickest way is chosen and times are"
        " foretold better. Where no model is installed, the smallest is measured with random weights.",
    )
    ConfirmDialog(shell.theme, question, kept, translate("Models", "Measure"), parent).ask(
        lambda: shell.jobs.on_models(BENCH, {"models": list(spec_ids)})
    )


def _words(speed: Speed, spec: ModelSpec) -> Words:
    from app.inference.device_router import RUNTIME_NAMES, rate  # with the Models page, not with the window

    quick = router_words.said(rate(spec.task, speed.rate))
    first = translate("Models", "the first after {seconds} s").format(seconds=f"{speed.first_seconds:.2f}")
    taken = translate("Models", "{size} of memory").format(size=wording.size(speed.memory)) if speed.memory else ""
    lines = [("", " · ".join(one for one in (quick, first, taken) if one))]
    facts = [f"{RUNTIME_NAMES[speed.runtime]} {speed.compute_type}"]
    if speed.measured_at:
        facts.append(translate("Models", "measured {when}").format(when=wording.when(speed.measured_at)))
    if speed.random_weights:
        facts.append(translate("Models", "with random weights of its shape: it is not installed"))
    return Words(spec.name, (*lines, ("", " · ".join(facts))), "good")
