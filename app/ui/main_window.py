"""The frame: rail, page, message bar, footer; one page at a time, built when it is shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from app.ui import keys, wording
from app.ui.event_bridge import Coalesced
from app.ui.navigator import Place, Route
from app.ui.pages.home import HomePage
from app.ui.spot import ComeBack, spot_of
from app.ui.theme import Look, look_of
from app.ui.translation import pick
from app.ui.widgets import controls
from app.ui.widgets.drop_zone import can_take
from app.ui.widgets.focus_ring import FocusRing
from app.ui.widgets.footer import Footer
from app.ui.widgets.message_bar import MessageBar
from app.ui.widgets.rail import Rail

if TYPE_CHECKING:
    from app.domain.jobs import Job
    from app.domain.lessons import LessonSummary
    from app.domain.people import Person
    from app.ui.notifications import Notice
    from app.ui.pages.base import Page
    from app.ui.shell import Shell

# Home is needed at once; the others are imported when they are first asked for
_PAGES = {
    Place.FIRST_START: ("app.ui.pages.first_start", "FirstStartPage"),
    Place.SOURCE_CHECK: ("app.ui.pages.source_check", "SourceCheckPage"),
    Place.MAKE: ("app.ui.pages.make", "MakePage"),
    Place.DESK: ("app.ui.pages.lesson_desk", "LessonDeskPage"),
    Place.REVIEW: ("app.ui.pages.review", "ReviewPage"),
    Place.SAVE: ("app.ui.pages.save_usb", "SaveUsbPage"),
    Place.LESSONS: ("app.ui.pages.lessons", "LessonsPage"),
    Place.SETTINGS: ("app.ui.pages.settings", "SettingsPage"),
    Place.DOCUMENTS: ("app.ui.pages.documents", "DocumentsPage"),
    Place.MODELS: ("app.ui.pages.models", "ModelsPage"),
}
_COUNT_MS = 200
_SMALLEST = (1_280, 640)  # also at 200 % the window fits a small screen
_RAIL_OF = {
    Place.SOURCE_CHECK: Place.HOME,
    Place.MAKE: Place.HOME,
    Place.DOCUMENTS: Place.HOME,
    Place.DESK: Place.LESSONS,
    Place.SAVE: Place.LESSONS,
    Place.MODELS: Place.SETTINGS,
}


class MainWindow(QWidget):
    """The application's window.

    Signals:
        painted: The first frame is on the screen.
        closed: The person closed the window; what was typed has been handed over for saving.
    """

    painted = Signal()
    closed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._shell = shell
        self._painted = False
        self.page: Page | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._build_frame()
        self.ring = FocusRing(self, shell.theme)
        shell.navigator.moved.connect(self._show)
        shell.navigator.language_chosen.connect(self.set_language)
        shell.navigator.zoom_chosen.connect(self.set_zoom)
        shell.navigator.look_chosen.connect(self.set_look)
        shell.notifier.notice_given.connect(self._on_notice)
        shell.notifier.settled.connect(lambda about: self.bar.settle(about))
        shell.notifier.crash_reported.connect(self._on_crash)
        shell.jobs.token_asked.connect(self._ask_for_token)
        shell.theme.changed.connect(lambda: controls.retint(self, shell.icons))
        self._count_soon = Coalesced(self, self._count_waiting, _COUNT_MS)
        shell.events.lesson_changed.connect(self._count_soon.ask)
        for sequence, action in (
            (QKeySequence(Qt.Key.Key_Escape), self._on_escape),
            (QKeySequence(Qt.Key.Key_F1), self._show_keys),
            (QKeySequence("Ctrl++"), lambda: self.set_zoom(shell.theme.next_zoom(1))),
            (QKeySequence("Ctrl+="), lambda: self.set_zoom(shell.theme.next_zoom(1))),
            (QKeySequence("Ctrl+-"), lambda: self.set_zoom(shell.theme.next_zoom(-1))),
            (QKeySequence("Ctrl+0"), lambda: self.set_zoom(100)),
        ):
            QShortcut(sequence, self, action)
        self.resize(1180, 720)
        self._show(Route(Place.HOME))

    # -- for the application

    def start(self) -> None:
        """The data folder is open: look as the settings say, ask who is here and show the first page."""
        self._apply_settings()
        if self._shell.services.recovery_notice is not None:
            self._shell.notifier.say(wording.recovery(self._shell.services.recovery_notice), "look")
        self.footer.start()
        self._count_waiting()
        self._shell.tasks.run(self, self._shell.services.people.current, self._on_person)

    def set_zoom(self, percent: int) -> None:
        """Change the size of everything and draw the page again."""
        self._shell.theme.set(zoom=percent)
        self._shell.choose(zoom=self._shell.theme.zoom)
        self.rebuild()

    def set_look(self, look: str) -> None:
        """Change the colours."""
        self._shell.theme.set(look=Look(look))
        self._shell.choose(theme=look)

    def set_language(self, code: str) -> None:
        """Change the language of the window and draw everything again."""
        self._shell.choose(ui_language=self._shell.translation.use(code))
        self.bar.change_language()
        self.rebuild()

    def rebuild(self) -> None:
        """Build rail, footer and page anew in the present language and zoom; what is typed is saved first."""
        notice, before = self.bar.notice, self.page
        held = (before.route, before.state(), spot_of(before)) if before is not None else None
        self._build_frame()
        if notice is not None:
            self._on_notice(notice)
        if self._shell.ready:
            self.footer.start()
            self._count_waiting()
        self._show(self._shell.navigator.current or Route(Place.HOME))
        if held is not None and self.page is not None and self.page.route == held[0]:
            _, state, spot = held
            if state is not None:
                self.page.take_over(state)
            ComeBack(self.page, spot)

    # -- pages

    def _build_frame(self) -> None:
        if self.page is not None:
            self.page.leave()  # before the page that comes asks for what stands there
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.page = None
        theme, icons = self._shell.theme, self._shell.icons
        self.setWindowTitle(self.tr("ShikshaSetu"))
        self.setMinimumSize(min(theme.px(720), _SMALLEST[0]), min(theme.px(480), _SMALLEST[1]))
        self.rail = Rail(theme, icons)
        self.rail.chosen.connect(lambda place: self._shell.navigator.go(place))
        self.bar = MessageBar(theme, icons)
        self.footer = Footer(self._shell)
        self._middle = QWidget()
        self._column: QBoxLayout = controls.column(self._middle, theme, gap=0)
        slot = QWidget()
        controls.row(slot, theme, margin=(24, 0, 24, 12)).addWidget(self.bar)
        self._column.addWidget(slot)
        self._slot = slot
        slot.hide()
        self._grid.addWidget(self.rail, 0, 0)
        self._grid.addWidget(self._middle, 0, 1)
        self._grid.addWidget(self.footer, 1, 0, 1, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(0, 1)
        self.bar.closed.connect(slot.hide)

    def _show(self, route: Route) -> None:
        """Show a page; Home in its place while the data folder is not open, for the others ask it at once."""
        if not self._shell.ready:
            route = Route(Place.HOME)
        if self.page is not None and route != self.page.route:
            self.bar.turn_page()
        self.bar.settle(route.id, route.place)
        if self.page is not None:
            self.page.leave()
            self._column.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()  # left where it is until then: without its parent it would be styled all over again
        kind = HomePage
        if route.place is not Place.HOME:
            module, name = _PAGES[route.place]
            kind = getattr(import_module(module), name)
        self.page = kind(self._shell, route)
        self._column.insertWidget(0, self.page, 1)
        self.rail.setVisible(route.place is not Place.FIRST_START)
        self.rail.mark(_RAIL_OF.get(route.place, route.place))
        self.page.show()
        self.page.refresh()
        self.page.claim_focus()

    def _apply_settings(self) -> None:
        settings, shell = self._shell.settings, self._shell
        now = (shell.theme.look.value, shell.theme.zoom, shell.translation.code)
        if (str(settings.theme), settings.zoom, pick(settings.ui_language)) != now:
            shell.translation.use(settings.ui_language)
            shell.theme.set(look=look_of(settings.theme), zoom=settings.zoom)
            self._build_frame()
            self._show(shell.navigator.current or Route(Place.HOME))

    def _on_person(self, person: Person | None) -> None:
        if person is None:
            self._shell.navigator.go(Place.FIRST_START)
        elif (chosen := self._shell.navigator.current) is None:
            self._shell.navigator.go(Place.HOME)
        elif self.page is None or self.page.route != chosen:  # it was chosen before it could be shown
            self._show(chosen)

    def _count_waiting(self) -> None:
        if self._shell.ready:
            self._shell.tasks.run(self.rail, self._shell.services.review.queue, self._on_queue)

    def _on_queue(self, queue: tuple[LessonSummary, ...]) -> None:
        self.rail.set_waiting(len(queue))

    # -- messages

    def _on_notice(self, notice: Notice) -> None:
        self._slot.show()
        self.bar.show_notice(notice)

    def _on_crash(self, details: str) -> None:
        from app.ui.dialogs.crash import CrashDialog

        CrashDialog(self._shell.theme, details, self).open()

    def _ask_for_token(self, job: Job) -> None:
        from app.ui.dialogs.fetch_models import TokenDialog

        dialog = TokenDialog(self._shell, self)
        dialog.kept.connect(lambda: self._shell.jobs.on_models(job.kind, job.params))
        dialog.open()

    # -- keys and drops

    def _on_escape(self) -> None:
        if self.page is None or not self.page.escape():
            self._shell.navigator.back()

    def _show_keys(self) -> None:
        from app.ui.dialogs.keys import KeysDialog

        KeysDialog(self._shell.theme, self.page.keys() if self.page is not None else (), self).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (keys.is_enter(event) and keys.press_focused(event)):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._shell.ready and self.page is not None:
            if not self.page.take_files(event.mimeData()):
                self._shell.navigator.go(Place.HOME)
                self.page.take_files(event.mimeData())
            event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None:
            self.page.leave()
        super().closeEvent(event)
        self.closed.emit()
