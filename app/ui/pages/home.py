"""Home: put a page in, go on with what was begun, see what waits, find the stick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from app.domain.errors import UserFacingError
from app.ui import incoming, wording
from app.ui.event_bridge import Coalesced
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.widgets import controls
from app.ui.widgets.drop_zone import DropZone
from app.ui.widgets.eliding_button import ElidingButton

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QImage

    from app.domain.documents import Document
    from app.domain.lessons import LessonSummary
    from app.ui.navigator import Route
    from app.ui.services import DriveInfo, Packs
    from app.ui.shell import Shell

_DRIVE_POLL_MS = 4_000
_RELOAD_MS = 200
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Stick:
    """A stick, and the versions of lessons that it holds by their ids."""

    name: str
    free: int
    there: dict[str, int]

    def lacks(self, lesson: LessonSummary) -> bool:
        """Whether this approved lesson would be ticked to be saved there."""
        return self.there.get(lesson.id) != lesson.approved_version and not lesson.is_changed_again


class _Card(QFrame):
    """A heading, up to three entries, and what to do with them."""

    def __init__(self, shell: Shell, icon: str, heading: str) -> None:
        super().__init__()
        self._shell = shell
        self.titles: list[str] = []
        self.setProperty("role", "card")
        self.setAccessibleName(heading)
        layout = controls.column(self, shell.theme, margin=16, gap=4)
        top = controls.row(None, shell.theme, gap=8)
        top.addWidget(controls.icon_label(shell.icons, icon, "quiet"))
        top.addWidget(controls.label(heading, "heading"), 1)
        layout.addLayout(top)
        layout.addSpacing(shell.theme.px(4))
        self._rows: QBoxLayout = controls.column(None, shell.theme, gap=2)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        self.foot = controls.button("", "link")
        self.foot.hide()
        layout.addWidget(self.foot, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, entries: Sequence[tuple[str, str, Any]], empty: str) -> None:
        """Show entries of (title, quiet line, action); `empty` says what will come here."""
        controls.clear(self._rows)
        self.titles = [title for title, _, _ in entries[:_SHOWN]]
        for title, line, action in entries[:_SHOWN]:
            if action is None:
                name = controls.label(title, wrap=True)
                name.setMinimumWidth(1)  # one word as long as a file's name must not push the page apart
                self._rows.addWidget(name)
            else:
                link = ElidingButton(title)
                link.setProperty("role", "link")
                link.clicked.connect(lambda _=False, action=action: action())
                link.setAccessibleDescription(line)
                self._rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            if line:
                quiet = controls.label(line, "small", wrap=True)
                quiet.setContentsMargins(0, 0, 0, self._shell.theme.px(4))
                self._rows.addWidget(quiet)
        if not entries:
            self._rows.addWidget(controls.label(empty, "quiet", wrap=True))


class HomePage(Page):
    """The drop zone and three cards.

    Signals:
        filled: The lists are here and a drop is taken: the page can be used.
    """

    filled = Signal()

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("What do you teach next?"))
        inner = QWidget()
        area = controls.column(inner, shell.theme, margin=(MARGIN, 4, MARGIN, MARGIN), gap=16)
        self.zone = DropZone(shell.theme, shell.icons)
        self.zone.setEnabled(shell.ready)
        self.zone.files_dropped.connect(self._add_files)
        self.zone.text_dropped.connect(self._ask_for_text)
        self.zone.picture_dropped.connect(self._add_picture)
        self.zone.choose_asked.connect(self._choose)
        self.zone.paste_asked.connect(lambda: self._ask_for_text(""))
        self.focus_first = self.zone.choose
        area.addWidget(self.zone, 3)
        cards = controls.row(None, shell.theme, gap=16)
        self.begun = _Card(shell, "lessons", self.tr("Continue"))
        self.review = _Card(shell, "review", self.tr("To review"))
        self.stick = _Card(shell, "usb", self.tr("USB stick"))
        for card in (self.begun, self.review, self.stick):
            cards.addWidget(card, 1)
        area.addLayout(cards, 2)
        frame = controls.column(self.body, shell.theme)
        frame.addWidget(controls.scroll(inner, self.tr("Home")))
        QShortcut(QKeySequence.StandardKey.Open, self, self._choose)
        QShortcut(QKeySequence.StandardKey.Paste, self, self._paste)
        self.begun.foot.clicked.connect(lambda: shell.navigator.go(Place.DOCUMENTS))
        self._drives: tuple[_Stick, ...] | None = None
        self._listed = False
        self._documents: tuple[Document, ...] = ()
        self._summaries: tuple[LessonSummary, ...] = ()
        self._reload_soon = Coalesced(self, self._reload, _RELOAD_MS)
        self._poll = QTimer(self)
        self._poll.setObjectName("drives")
        self._poll.setInterval(_DRIVE_POLL_MS)
        self._poll.timeout.connect(self._look_for_drives)
        shell.jobs.changed.connect(self._show_continue)

    def refresh(self) -> None:
        if not self.shell.ready:
            return
        self.zone.setEnabled(True)
        self._reload()
        self._look_for_drives()
        self._poll.start()
        self.shell.events.document_changed.connect(self._reload_soon.ask)
        self.shell.events.lesson_changed.connect(self._reload_soon.ask)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Ctrl+O", self.tr("Choose files")), ("Ctrl+V", self.tr("Use what was copied")))

    def take_files(self, data: QMimeData) -> bool:
        self.zone.take(data)
        return True

    # -- getting a page in

    def _choose(self) -> None:
        if not self.shell.ready:
            return
        from app.ui.dialogs.files import file_dialog

        kinds = self.tr("Pages") + f" ({' '.join(f'*{one}' for one in incoming.SUFFIXES)})"
        dialog = file_dialog(self.shell, self.tr("Choose pages"), self.window(), kinds=kinds)
        dialog.filesSelected.connect(lambda names: self._add_files([_path(name) for name in names]))
        dialog.open()

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if not self.zone.take(data):
            self._ask_for_text("")

    def _add_files(self, files: list[Path]) -> None:
        if self.shell.ready and files:
            self.do(lambda: incoming.files(files), lambda found: self._read(found, files), self._on_no_folder)

    def _read(self, found: list[Path], dropped: list[Path]) -> None:
        if found:
            self.shell.jobs.add(found)
            return
        words = self.tr("There is no photo, PDF, Word file or text in “{name}”. Nothing was added.")
        self.shell.notifier.say(words.format(name=dropped[0].name or dropped[0]), "stop", about="add")

    def _on_no_folder(self, failure: BaseException) -> None:
        if not isinstance(failure, OSError):
            self.shell.notifier.present(failure)
            return
        words = self.tr("This folder cannot be looked into. Nothing was added. Copy what is in it and try again.")
        self.shell.notifier.say(words, "stop", about="add")

    def _add_picture(self, image: QImage) -> None:
        if self.shell.ready:
            data, name = self.shell.services.paths.data, self.tr("Picture")
            self.do(lambda: incoming.keep_picture(image, data, name), lambda path: self.shell.jobs.add([path]))

    def _ask_for_text(self, text: str) -> None:
        if not self.shell.ready:
            return
        from app.ui.dialogs.paste_text import PasteTextDialog

        dialog = PasteTextDialog(self.shell, text, self.window())
        dialog.given.connect(self._add_text)
        dialog.open()

    def _add_text(self, title: str, text: str) -> None:
        library = self.shell.services.library
        self.do(
            lambda: library.add_text(text, title=title),
            lambda document: self.shell.navigator.go(Place.MAKE, document.id),
        )

    # -- the cards

    def _reload(self) -> None:
        services = self.shell.services
        self.do(lambda: (services.library.documents(), services.lessons.summaries()), self._show_lists)
        self.do(services.review.queue, self._show_queue)

    def _show_lists(self, lists: tuple[tuple[Document, ...], tuple[LessonSummary, ...]]) -> None:
        self._documents, self._summaries = lists
        self._listed = True
        self._show_continue()
        self._show_stick()
        self.filled.emit()

    def _show_continue(self) -> None:
        go = self.shell.navigator.go
        entries: list[tuple[str, str, Any]] = []
        for job in self.shell.jobs.running:
            name, step = wording.job_name(job), wording.step(job.progress)
            entries.append((name, step if step != name else "", None))
        drafts = [one for one in self._summaries if one.state.value == "draft"]
        for one in drafts:
            line = f"{wording.class_name(one.school_class)} · {wording.lesson_state(one)[1]}"
            entries.append((one.shown_title, line, lambda one=one: go(Place.DESK, one.id)))
        for document in self._documents:
            pages = self.tr("%n page(s)", "", document.page_count)
            line = f"{pages} · {wording.language_name(document.language)}" if document.language else pages
            entries.append((document.title, line, lambda document=document: go(Place.SOURCE_CHECK, document.id)))
        if not entries and self._listed:
            line = self.tr("Two pages about water, to see how it goes")
            entries.append((self.tr("Try it with the sample chapter"), line, self._try_sample))
        self.begun.fill(entries, self.tr("What you begin stands here."))
        words = self.tr("All pages that were read ({n})").format(n=len(self._documents))
        self.begun.foot.setText(words)
        self.begun.foot.setAccessibleName(words)
        self.begun.foot.setVisible(bool(self._documents))

    def _try_sample(self) -> None:
        name = f"sample-{self.shell.translation.code}.pdf"
        self.shell.jobs.add([self.shell.services.paths.resources / "sample" / name])

    def _show_queue(self, queue: tuple[LessonSummary, ...]) -> None:
        go = self.shell.navigator.go
        entries = [
            (one.shown_title, wording.lesson_state(one)[1], lambda one=one: go(Place.REVIEW, one.id))
            for one in queue[:_SHOWN]
        ]
        self.review.fill(entries, self.tr("Nothing waits for you."))

    def _look_for_drives(self) -> None:
        packs, known = self.shell.services.packs, self._drives

        def look() -> tuple[_Stick, ...] | None:
            drives = packs.drives()
            if known is not None and [(one.name, one.free) for one in known] == _named(drives):
                return None  # every few seconds; the lessons on a stick are only looked at when it changed
            return tuple(_Stick(one.name, one.free_bytes, _lessons_on(packs, one.path)) for one in drives)

        self.do(look, self._on_drives)

    def _on_drives(self, drives: tuple[_Stick, ...] | None) -> None:
        if drives is not None:
            self._drives = drives
            self._show_stick()

    def _show_stick(self) -> None:
        approved = [one for one in self._summaries if one.approved_version is not None]
        entries: list[tuple[str, str, Any]] = []
        for stick in self._drives or ():
            missing = sum(1 for one in approved if stick.lacks(one))
            if missing:
                line = self.tr("Save %n approved lesson(s)", "", missing)
            elif approved:
                line = self.tr("Every approved lesson is saved there.")
            else:
                line = self.tr("No approved lesson yet")
            title = self.tr("{name}, {size} free").format(name=stick.name, size=wording.size(stick.free))
            entries.append((title, line, lambda: self.shell.navigator.go(Place.SAVE)))
        self.stick.fill(entries, self.tr("Put a stick in to save lessons for phones and other computers."))


def _named(drives: Sequence[DriveInfo]) -> list[tuple[str, int]]:
    return [(one.name, one.free_bytes) for one in drives]


def _lessons_on(packs: Packs, path: Path) -> dict[str, int]:
    try:
        return dict(packs.on_stick(path))
    except UserFacingError:  # it is said where something is to be saved on it
        return {}


def _path(name: str) -> Path:
    from pathlib import Path

    return Path(name)
