"""The worksheet as it will be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtWidgets import QTextBrowser

from app.ui.desk_tabs.base import DeskTab
from app.ui.printing import print_worksheet, words_of, worksheet_html
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.domain.lessons import LessonContent
    from app.ui.shell import Shell


class WorksheetTab(DeskTab):
    """A preview made from the questions, and Print."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._content: LessonContent | None = None
        self.print = controls.button(self.tr("Print"), icons=shell.icons, icon="print", action=self._print)
        self.column.addWidget(self.print, 0, controls.LEFT)
        hint = self.tr("Made from the questions. Change them under Questions.")
        self.column.addWidget(controls.label(hint, "small", wrap=True))
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(self.tr("Worksheet"))
        self.preview.setProperty("role", "paper")
        self.preview.setMaximumWidth(shell.theme.px(720))
        self.preview.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.preview.setTabChangesFocus(True)
        self.column.addWidget(self.preview)
        self.column.addStretch(1)

    def show_content(self, content: LessonContent) -> None:
        self._content = content
        self.preview.document().setDefaultFont(self.shell.theme.reading_font(content.language))
        self.preview.setHtml(worksheet_html(content, words_of(content, self.shell)))

    def _fit(self, size: QSizeF) -> None:
        """As high as the sheet: the tab scrolls, not the sheet in it."""
        self.preview.setMinimumHeight(round(size.height()) + self.shell.theme.px(64))

    def _print(self) -> None:
        if self._content is not None:
            print_worksheet(self._content, self.shell, self.window())
