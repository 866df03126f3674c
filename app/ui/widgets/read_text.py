"""The text read from one page, block by block, each correctable in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPixmap, QTextCursor
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.domain.documents import Block, BlockKind, PageText
from app.ui import pictures, word_places, wording
from app.ui.stylesheet import HEADING_POINTS
from app.ui.theme import READING_POINTS
from app.ui.widgets import controls
from app.ui.widgets.inline_text import InlineText

if TYPE_CHECKING:
    from app.ui.shell import Shell

_PICTURES = frozenset({BlockKind.FIGURE, BlockKind.FORMULA})


class ReadText(QWidget):
    """One editor per block.

    Signals:
        corrected: Block index and the new text.
        word_chosen: The `Box` of the word under the cursor, or None.
    """

    corrected = Signal(int, str)
    word_chosen = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._layout = controls.column(self, shell.theme, margin=(4, 4, 12, 24), gap=8)
        self._blocks: list[Block] = []
        self._editors: dict[int, InlineText] = {}
        self._places: dict[int, tuple[word_places.Place, ...]] = {}
        self._cuts: dict[int, QLabel] = {}
        self._at: tuple[int, int] | None = None

    @property
    def editors(self) -> dict[int, InlineText]:
        """Editors by block index."""
        return self._editors

    def show_page(self, text: PageText | None) -> None:
        """Show another page; what was typed for the one before must have been flushed."""
        controls.clear(self._layout)
        self._editors.clear()
        self._cuts.clear()
        self._places.clear()
        self._at = None
        self._blocks = list(text.blocks) if text is not None else []
        language = (text.language if text is not None else None) or self._shell.settings.school_language
        for index, block in enumerate(self._blocks):
            self._add(index, block, language)
        if text is None:
            words = self.tr("This page is not read yet. You can go on with the pages before it.")
            self._layout.addWidget(controls.label(words, "quiet", wrap=True))
        elif not self._blocks:
            words = self.tr(
                "No text was found on this page. Turn it, crop it, or take the photo again in better light."
            )
            self._layout.addWidget(controls.label(words, "quiet", wrap=True))
        self._layout.addStretch(1)

    def show_cuts(self, page: QImage) -> None:
        """Show figures and formulas as they stand on the page picture."""
        for index, label in self._cuts.items():
            box = self._blocks[index].box
            if box is not None and not page.isNull():
                cut = pictures.cut(page, box)
                if cut.width() > (width := self._shell.theme.px(320)):
                    cut = cut.scaledToWidth(width)
                label.setPixmap(QPixmap.fromImage(cut))
                label.show()

    def flush(self) -> None:
        """Hand over everything typed so far."""
        for editor in self._editors.values():
            editor.flush()

    def focus_block(self, index: int) -> None:
        """Put the cursor into a block."""
        if (editor := self._editors.get(index)) is not None:
            editor.setFocus()

    def next_doubtful(self) -> bool:
        """Select the doubtful word after the cursor, round the page: typing replaces it; False if there is none."""
        found = [
            (index, place.start, place.end)
            for index in self._editors
            for place in self._places.get(index, ())
            if place.doubtful
        ]
        if not found:
            return False
        here = self._at or (-1, -1)
        index, start, end = next((one for one in found if one[:2] > here), found[0])
        editor = self._editors[index]
        editor.setFocus()
        cursor = editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        self._on_cursor(index, start)
        return True

    def _add(self, index: int, block: Block, language: str) -> None:
        theme = self._shell.theme
        name = wording.block_name(block.kind)
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING):
            kind = controls.label(name, "small")
            kind.setContentsMargins(theme.px(7), 0, 0, 0)  # where the words of an editor begin
            self._layout.addWidget(kind)
        if block.kind in _PICTURES:
            label = QLabel()
            label.setAccessibleName(self.tr("{kind} on the page").format(kind=name))
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            label.setContentsMargins(theme.px(7), 0, 0, 0)
            label.hide()
            self._cuts[index] = label
            self._layout.addWidget(label)
            if block.kind is BlockKind.FIGURE and not block.text:
                return
        heading = block.kind is BlockKind.HEADING
        font = theme.font(HEADING_POINTS + 1.5 if heading else READING_POINTS, language, semibold=heading)
        editor = InlineText(font, theme.line_height(language, font))
        editor.setAccessibleName(f"{name} {index + 1}")
        if block.kind is BlockKind.TABLE:
            editor.setTabStopDistance(theme.px(160))
        editor.set_text(block.text)
        editor.edited.connect(lambda text, index=index: self._on_edited(index, text))
        editor.cursor_at.connect(lambda position, index=index: self._on_cursor(index, position))
        self._editors[index] = editor
        self._find_places(index)
        if block.marker:
            line = controls.row(None, theme, gap=4)
            marker = controls.reading_label(block.marker, font, theme.line_height(language, font))
            marker.setWordWrap(False)
            marker.setContentsMargins(theme.px(7), theme.px(8), 0, 0)  # where the words of an editor begin
            line.addWidget(marker, 0)
            line.addWidget(editor, 1)
            line.setAlignment(marker, controls.TOP)
            self._layout.addLayout(line)
        else:
            self._layout.addWidget(editor)

    def _find_places(self, index: int) -> None:
        self._places[index] = word_places.places(self._blocks[index], self._editors[index].toPlainText())
        self._mark(index, None)

    def _mark(self, index: int, current: word_places.Place | None) -> None:
        doubtful = [(place.start, place.end) for place in self._places[index] if place.doubtful]
        chosen = (current.start, current.end) if current is not None else None
        self._editors[index].mark(doubtful, self._shell.theme.colour("look"), current=chosen)

    def _on_edited(self, index: int, text: str) -> None:
        self._find_places(index)
        if self._at is not None and self._at[0] == index:
            place = word_places.at(self._places[index], self._editors[index].textCursor().position())
            self.word_chosen.emit(place.word.box if place is not None else None)  # a corrected word stands nowhere
        self.corrected.emit(index, text)

    def _on_cursor(self, index: int, position: int) -> None:
        self._at = (index, position)
        if self._editors[index].dirty:
            return
        place = word_places.at(self._places.get(index, ()), position)
        self._mark(index, place)
        box = place.word.box if place is not None else self._blocks[index].box
        self.word_chosen.emit(box)
