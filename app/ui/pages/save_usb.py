"""Save to USB: the stick, the lessons, the formats, and whether it can be taken out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.jobs import Job, JobState
from app.ui import wording
from app.ui.pages.base import MARGIN, Page
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices
from app.ui.widgets.save_foot import SaveFoot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.lessons import LessonSummary
    from app.ui.navigator import Route
    from app.ui.services import DriveInfo
    from app.ui.shell import Shell

_POLL_MS = 3_000
_WIDTH = 760


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is chosen on the card, and what it says."""

    folder: Path | None
    picked: bool
    lessons: tuple[str, ...]
    formats: tuple[str, ...]
    said: tuple[str, str, str]
    eject: bool


class SaveUsbPage(Page):
    """One card; the drive is picked by itself when there is one."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Save to USB"))
        self.save = self.set_primary(self.tr("Save"), self._save, icon="usb")
        self.save.setEnabled(False)
        self.focus_first = self.save
        self.folder: Path | None = None
        self.rows: dict[str, controls.CheckRow] = {}
        self.drive_rows: list[controls.CheckRow] = []
        self._summaries: dict[str, LessonSummary] = {}
        self._sizes: dict[str, int] = {}
        self._free: int | None = None
        self._drives: tuple[tuple[str, str, int, bool], ...] | None = None
        self._job_id = ""
        self._there: dict[str, int] = {}
        self._wanted = route.id
        self._picked = False
        self._ticked: tuple[str, ...] = ()
        inner = QWidget()
        outer = controls.row(inner, shell.theme, margin=(MARGIN, 4, MARGIN, MARGIN))
        self._card, self._column = controls.card(shell.theme, margin=24, gap=8)
        self._card.setMaximumWidth(shell.theme.px(_WIDTH))
        outer.addStretch(1)
        outer.addWidget(self._card, 8, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        column = controls.column(self.body, shell.theme, gap=0)
        column.addWidget(controls.scroll(inner, self.tr("Save to USB")), 1)
        self.foot = SaveFoot(shell, margin=MARGIN, width=_WIDTH)
        self.foot.eject_asked.connect(self._eject)
        column.addWidget(self.foot)
        self._build()
        self._poll = QTimer(self)
        self._poll.setObjectName("drives")
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look_for_drives)
        shell.jobs.changed.connect(self._show_job)
        shell.jobs.ended.connect(self._on_ended)

    def _build(self) -> None:
        theme, icons = self.shell.theme, self.shell.icons
        self._column.addWidget(controls.label(self.tr("Stick"), "heading"))
        self._drive_rows = controls.column(None, theme, gap=4)
        self._column.addLayout(self._drive_rows)
        self.other = controls.button(
            self.tr("Choose a folder"), "link", icons=icons, icon="folder", action=self._choose_folder
        )
        self._column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addSpacing(theme.px(8))
        head = controls.row(None, theme, gap=8)
        head.addWidget(controls.label(self.tr("Lessons"), "heading"), 1)
        self.all = controls.button(self.tr("All"), "small", action=lambda: self._pick(on=True))
        self.none = controls.button(self.tr("None"), "small", action=lambda: self._pick(on=False))
        for button in (self.all, self.none):
            button.setAccessibleDescription(self.tr("Lessons"))
            head.addWidget(button)
        self._column.addLayout(head)
        self._lesson_rows = controls.column(None, theme, gap=4)
        self._column.addLayout(self._lesson_rows)
        self._column.addSpacing(theme.px(8))
        self._column.addWidget(controls.label(self.tr("What to save"), "heading"))
        formats = (
            ("html", self.tr("Lesson for phones (HTML)")),
            ("mp3", self.tr("Audio (MP3)")),
            ("pdf", self.tr("Worksheet and answers (PDF)")),
        )
        self.formats: Choices[str] = Choices(
            theme, self.tr("What to save"), formats, [name for name, _ in formats], many=True
        )
        self.formats.changed.connect(self._estimate)
        self._column.addWidget(self.formats)

    # -- loading

    def refresh(self) -> None:
        self.do(self.shell.services.lessons.summaries, self._show_lessons)
        self._look_for_drives()
        self._poll.start()

    def state(self) -> _Chosen:
        eject = not self.foot.eject.isHidden()
        return _Chosen(self.folder, self._picked, self._chosen(), self.formats.chosen, self.foot.said, eject)

    def take_over(self, state: _Chosen) -> None:
        self.folder, self._picked, self._ticked = state.folder, state.picked, state.lessons
        self.formats.choose(*state.formats)
        self.foot.say(*state.said)
        if state.eject:
            self.foot.offer_eject()
        self._show_job()

    def _show_lessons(self, summaries: tuple[LessonSummary, ...]) -> None:
        approved = [one for one in summaries if one.approved_version is not None]
        chosen = {*self._chosen(), *self._ticked}
        self._ticked = ()
        self._summaries = {one.id: one for one in approved}
        controls.clear(self._lesson_rows)
        self.rows.clear()
        for one in approved:
            row = controls.CheckRow(self.shell.icons, one.shown_title, checked=one.id in chosen)
            row.clicked.connect(lambda _: self._on_picked())
            self.rows[one.id] = row
            self._lesson_rows.addWidget(row)
        if not approved:
            words = self.tr("No lesson is approved yet. Only approved lessons can be saved.")
            self._lesson_rows.addWidget(controls.label(words, "quiet", wrap=True))
        for button in (self.all, self.none):
            button.setVisible(len(approved) > 1)
        self._tick()
        self._order()
        self._estimate()

    def _estimate(self) -> None:
        ids, formats, packs = tuple(self._summaries), self.formats.chosen, self.shell.services.packs

        def show(sizes: Mapping[str, int]) -> None:
            self._sizes = dict(sizes)
            self._show_details()

        self.do(lambda: packs.estimate(ids, formats), show)

    def _show_details(self) -> None:
        for lesson_id, row in self.rows.items():
            one = self._summaries[lesson_id]
            parts = [wording.class_name(one.school_class), wording.language_name(one.language)]
            if lesson_id in self._sizes:
                parts.append(wording.size(self._sizes[lesson_id]))
            if lesson_id in self._there:
                parts.append(self.tr("saved there") if self._is_there(one) else self.tr("an older version is there"))
            if one.is_changed_again:
                parts.append(self.tr("a newer version waits for review"))
            row.set_detail(" · ".join(parts))
        self._show_total()

    def _look_on_stick(self) -> None:
        folder, packs = self.folder, self.shell.services.packs
        if folder is None:
            self._on_stick(folder, {})
        else:
            self.do(lambda: packs.on_stick(folder), lambda there: self._on_stick(folder, there))

    def _on_stick(self, folder: Path | None, there: Mapping[str, int]) -> None:
        if folder == self.folder:  # else another one was chosen meanwhile
            self._there = dict(there)
            self._tick()
            self._show_details()

    def _is_there(self, one: LessonSummary) -> bool:
        return self._there.get(one.id) == one.approved_version

    def _tick(self) -> None:
        """What she came for, else what the stick does not have yet; once she has picked herself, that stays."""
        if not self._picked:
            for lesson_id, row in self.rows.items():
                one = self._summaries[lesson_id]
                missing = not self._is_there(one) and not one.is_changed_again
                row.setChecked(lesson_id == self._wanted if self._wanted else missing)

    def _pick(self, *, on: bool) -> None:
        for row in self.rows.values():
            row.setChecked(on)
        self._on_picked()

    def _on_picked(self) -> None:
        self._picked = True
        self._show_total()

    def _order(self) -> None:
        """Tab goes as the eye does, though the rows are made later than what stands below them."""
        chain = [*self.drive_rows, self.other, self.all, self.none, *self.rows.values(), *self.formats.chips.values()]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _look_for_drives(self) -> None:
        self.do(self.shell.services.packs.drives, self._show_drives)

    def _show_drives(self, drives: Sequence[DriveInfo]) -> None:
        found = tuple((drive.name, str(drive.path), drive.free_bytes, drive.read_only) for drive in drives)
        if found == self._drives:
            return
        self._drives = found
        names = {Path(path) for _, path, _, _ in found}
        usable = [Path(path) for _, path, _, read_only in found if not read_only]
        if self.folder is None or (self._free is not None and self.folder not in names):
            self.folder = usable[0] if usable else None
        self._draw_drives()

    def _draw_drives(self) -> None:
        controls.clear(self._drive_rows)
        self.drive_rows = []
        self._free = None
        for name, path, free, read_only in self._drives or ():
            room = self.tr("{size} free").format(size=wording.size(free))
            detail = self.tr("cannot be written to") if read_only else room
            self._add_drive(name, Path(path), detail, enabled=not read_only)
            if Path(path) == self.folder:
                self._free = free
        if self.folder is not None and self._free is None:
            self._add_drive(self.folder.name or str(self.folder), self.folder, str(self.folder))
        if not self.drive_rows:
            words = self.tr("Put a stick in. It appears here by itself.")
            self._drive_rows.addWidget(controls.label(words, "quiet", wrap=True))
        self._order()
        self._look_on_stick()

    def _add_drive(self, name: str, path: Path, detail: str, *, enabled: bool = True) -> None:
        row = controls.CheckRow(self.shell.icons, name, checked=path == self.folder, one_of=True)
        row.set_detail(detail)
        row.setEnabled(enabled)
        row.clicked.connect(lambda _: self._choose_drive(path))
        self.drive_rows.append(row)
        self._drive_rows.addWidget(row)

    def _choose_drive(self, path: Path) -> None:
        self.folder = path
        self.foot.say("")
        # not now: the row that was clicked is drawn again
        QTimer.singleShot(0, self, self._draw_drives)

    def _choose_folder(self) -> None:
        from app.ui.dialogs.files import file_dialog

        dialog = file_dialog(self.shell, self.tr("Choose a folder"), self.window())
        dialog.fileSelected.connect(lambda name: self._choose_drive(Path(name)))
        dialog.open()

    # -- saving

    def _chosen(self) -> tuple[str, ...]:
        return tuple(lesson_id for lesson_id, row in self.rows.items() if row.isChecked())

    def _show_total(self) -> None:
        chosen = self._chosen()
        needed = sum(self._sizes.get(one, 0) for one in chosen)
        fits = self._free is None or needed < self._free
        if self.folder is not None and self._free is not None and not fits:
            with_sound = "mp3" in self.formats.chosen
            names = {Path(path): name for name, path, _, _ in self._drives or ()}
            name = names.get(self.folder, self.folder.name)
            self.foot.show_too_much(name, self._free, needed, with_sound=with_sound)
        elif chosen:
            self.foot.show_sum(len(chosen), needed)
        else:
            everything = self.rows and all(self._is_there(one) for one in self._summaries.values())
            self.foot.show_note(self.tr("Every approved lesson is saved there already.") if everything else "")
        ready = self.folder is not None and bool(chosen) and bool(self.formats.chosen)
        self.save.setEnabled(ready and fits and not self._job_id)
        self.claim_focus()

    def _save(self) -> None:
        if self.folder is None:
            return
        self.foot.say(self.tr("Saving. Leave the stick in."), "waiting", "quiet")
        self.save.setEnabled(False)
        self._job_id = "asked"
        self.shell.jobs.save_pack(self._chosen(), self.folder, self.formats.chosen)

    def _show_job(self) -> None:
        for job in self.shell.jobs.running:
            if job.kind == "save_pack":
                self._job_id = job.id
                words = wording.step(job.progress) if job.progress.step else wording.job_name(job)
                if self._free is not None:
                    words = self.tr("{step}. Leave the stick in.").format(step=words)
                self.foot.say(words, "waiting", "quiet")

    def _on_ended(self, job: Job) -> None:
        if job.kind != "save_pack":
            return
        self._job_id = ""
        if job.state is JobState.DONE:
            self.foot.say(_verified(on_stick=self._free is not None), "good", "good")
            packs = self.shell.services.packs
            if self.folder is not None and self._free is not None and packs.can_eject(self.folder):
                self.foot.offer_eject()
            self._wanted, self._picked = "", False
        elif job.state is JobState.CANCELLED:
            self.foot.say(self.tr("Stopped. Complete lessons stay on the stick."), "info", "quiet")
        else:
            self.foot.say(wording.job_failure(job), "stop", "stop")
        self._show_total()
        self._look_on_stick()

    def _eject(self) -> None:
        folder, packs = self.folder, self.shell.services.packs
        if folder is None:
            return
        self.foot.eject.setEnabled(False)

        def failed(failure: BaseException) -> None:
            self.foot.offer_eject()
            self.shell.notifier.present(failure)

        def done(_: object) -> None:
            self.foot.say(self.tr("You can take the stick out now."), "good", "good")
            self._look_for_drives()

        self.do(lambda: packs.eject(folder), done, failed)


def _verified(*, on_stick: bool) -> str:
    if not on_stick:  # a folder that she chose
        return wording.translate("SaveUsbPage", "Verified. The lessons are in this folder.")
    if os.name == "nt":
        return wording.translate("SaveUsbPage", "Verified. Choose “Safely remove hardware”, then take the stick out.")
    return wording.translate("SaveUsbPage", "Verified. You can take the stick out.")
