"""The one-page lesson plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSpinBox

from app.domain.lessons import LessonContent, LessonPlan, PlanStep
from app.ui.desk_tabs.base import DeskTab
from app.ui.widgets import controls

if TYPE_CHECKING:
    from collections.abc import Callable


class PlanTab(DeskTab):
    """Objectives, materials, steps with minutes, assessment, homework."""

    def show_content(self, content: LessonContent) -> None:
        controls.clear(self.column)
        self._plan: LessonPlan = content.plan
        self._language = content.language
        plan = self._plan
        self._lines(self.tr("What children will be able to do"), "objectives", plan.objectives)
        self._lines(self.tr("Materials"), "materials", plan.materials)
        self._heading(self.tr("Steps"))
        for at, step in enumerate(plan.steps):
            self._add_step(at, step)
        self.add = controls.button(self.tr("Add a step"), icons=self.shell.icons, icon="add", action=self._new_step)
        self.column.addWidget(self.add, 0, controls.LEFT)
        self._lines(self.tr("How you see what they learned"), "assessment", plan.assessment)
        self._heading(self.tr("Homework"))
        self._editor(self.tr("Homework"), plan.homework, lambda text: self._set(homework=text.strip()))
        self.column.addStretch(1)

    def _heading(self, text: str) -> None:
        self.column.addSpacing(self.shell.theme.px(4))
        self.column.addWidget(controls.label(text, "heading"))

    def _editor(self, name: str, text: str, on_edited: Callable[[str], Any]) -> None:
        editor = self.text(text, name, self._language)
        editor.setPlaceholderText(self.tr("One on each line"))
        editor.edited.connect(on_edited)
        self.column.addWidget(editor)

    def _lines(self, heading: str, field: str, lines: tuple[str, ...]) -> None:
        self._heading(heading)
        self._editor(
            heading,
            "\n".join(lines),
            lambda text: self._set(**{field: tuple(line.strip() for line in text.splitlines() if line.strip())}),
        )

    def _add_step(self, at: int, step: PlanStep) -> None:
        theme, icons = self.shell.theme, self.shell.icons
        line = controls.row(None, theme, gap=12)
        minutes = QSpinBox()
        minutes.setRange(1, 120)
        minutes.setValue(step.minutes)
        minutes.setSuffix(self.tr(" min"))
        minutes.setAccessibleName(self.tr("Minutes of step {n}").format(n=at + 1))
        minutes.valueChanged.connect(lambda value: self._set_step(at, minutes=value))
        less, more = self.tr("Less time"), self.tr("More time")
        line.addLayout(controls.stepper(theme, icons, minutes, less, more, width=88))
        activity = self.text(step.activity, self.tr("Step {n}").format(n=at + 1), self._language)
        activity.edited.connect(lambda text: self._set_step(at, activity=text))
        line.addWidget(activity, 1)
        remove = controls.icon_button(
            self.tr("Remove step {n}").format(n=at + 1),
            icons,
            "delete",
            role="small",
            action=lambda: self._drop_step(at),
        )
        line.addWidget(remove)
        self.column.addLayout(line)

    def _set_step(self, at: int, **values: Any) -> None:  # noqa: ANN401
        steps = list(self._plan.steps)
        steps[at] = replace(steps[at], **values)
        self._set(steps=tuple(steps))

    def _new_step(self) -> None:
        self.flush()
        self._set(steps=(*self._plan.steps, PlanStep(10, "")))

    def _drop_step(self, at: int) -> None:
        self.flush()
        self._set(steps=self._plan.steps[:at] + self._plan.steps[at + 1 :])

    def _set(self, **values: Any) -> None:  # noqa: ANN401
        self._plan = plan = replace(self._plan, **values)
        self.changed.emit(lambda content: replace(content, plan=plan))
