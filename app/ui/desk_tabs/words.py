"""Key words with their meanings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QToolButton

from app.domain.lessons import KeyWord, LessonContent
from app.ui import wording
from app.ui.desk_tabs.base import DeskTab
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.widgets.inline_text import InlineText


class WordsTab(DeskTab):
    """Word | meaning | remove."""

    def show_content(self, content: LessonContent) -> None:
        controls.clear(self.column)
        self._words = list(content.key_words)
        self.editors: list[tuple[InlineText, InlineText]] = []
        self.removers: list[QToolButton] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.shell.theme.px(16))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3)
        grid.addWidget(controls.label(self.tr("Word"), "quiet"), 0, 0)
        grid.addWidget(controls.label(self.tr("Meaning"), "quiet"), 0, 1)
        for at, word in enumerate(self._words):
            term = self.text(word.term, self.tr("Word {n}").format(n=at + 1), content.language)
            meaning = self.text(word.meaning, self.tr("Meaning of {word}").format(word=word.term), content.language)
            term.edited.connect(lambda text, at=at: self._set(at, term=text))
            meaning.edited.connect(lambda text, at=at: self._set(at, meaning=text))
            remove = controls.icon_button(
                self.tr("Remove {word}").format(word=word.term), self.shell.icons, "delete", role="small",
                action=partial(self._remove, at),
            )  # fmt: skip
            self.editors.append((term, meaning))
            self.removers.append(remove)
            for place, widget in enumerate((term, meaning, remove)):
                grid.addWidget(widget, at + 1, place, controls.TOP)
        self.column.addLayout(grid)
        if not self._words:
            self.column.addWidget(controls.label(self.tr("No key words yet."), "quiet"))
        self.remarks = controls.label("\n".join(self._remarks(content)), "quiet", wrap=True)
        self.remarks.setVisible(bool(self.remarks.text()))
        self.column.addWidget(self.remarks)
        self.add = controls.button(self.tr("Add a word"), icons=self.shell.icons, icon="add", action=self._add)
        self.column.addWidget(self.add, 0, controls.LEFT)
        self.column.addStretch(1)

    @staticmethod
    def _remarks(content: LessonContent) -> list[str]:
        found = wording.remarks(content)
        return [found[code] for code in ("few_key_words", "glossary_unreviewed") if code in found]

    def _set(self, at: int, **values: str) -> None:
        own = {"meaning_from": "text"} if "meaning" in values else {}  # her words, not our list's
        self._words[at] = replace(self._words[at], **values, **own)  # type: ignore[arg-type]
        self._tell()

    def _remove(self, at: int) -> None:
        self.flush()
        del self._words[at]
        self._tell()

    def _add(self) -> None:
        self.flush()
        self._words.append(KeyWord(self.tr("new word"), "", "text"))
        self._tell()

    def _tell(self) -> None:
        words = tuple(self._words)
        self.changed.emit(lambda content: replace(content, key_words=words))
