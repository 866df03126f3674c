"""Check the page: the picture beside the text that was read from it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget
from shiboken6 import isValid

from app.domain.documents import PageNote
from app.domain.errors import UserFacingError
from app.ui import pictures, wording
from app.ui.event_bridge import Coalesced
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.widgets import controls
from app.ui.widgets.page_badge import PageBadge
from app.ui.widgets.page_strip import PageStrip
from app.ui.widgets.picture_desk import PictureDesk
from app.ui.widgets.read_text import ReadText

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from app.domain.documents import Box, Document
    from app.domain.documents import Page as DocumentPage
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_RELOAD_MS = 1_000
_WORDLESS = frozenset({PageNote.NO_TEXT, PageNote.UNREADABLE})


class SourceCheckPage(Page):
    """Thumbnails (for more than one page) | picture | text."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Check the page"))
        self.focus_first = self.set_primary(self.tr("Next: make the lesson"), self._go_on)
        self.rest = controls.button(self.tr("Read the rest"), action=self._read_rest)
        self.rest.hide()
        self.add_header_widget(self.rest)
        shell.jobs.changed.connect(self._show_ways_on)
        self._document: Document | None = None
        self._page: DocumentPage | None = None
        self._wanted = ""
        self._seen: dict[int, str] = {}
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        self.strip = PageStrip(shell)
        self.strip.chosen.connect(self._on_page_chosen)
        self.strip.order_asked.connect(self._reorder)
        self.strip.drop_asked.connect(self._drop)
        self.desk = PictureDesk(shell)
        self.desk.turned.connect(self._turn)
        self.desk.cropped.connect(self._crop)
        self.desk.picture.line_chosen.connect(lambda index: self.text.focus_block(index))
        for at, side in enumerate((self.desk, self._build_text())):
            splitter.addWidget(side)
            splitter.setStretchFactor(at, 1)
        splitter.setSizes([600, 600])
        layout = controls.row(self.body, shell.theme, margin=(MARGIN, 0, 0, 0))
        layout.addWidget(self.strip)
        layout.addWidget(splitter, 1)
        self._load_soon = Coalesced(self, self._load, _RELOAD_MS)
        shell.events.document_changed.connect(self._on_document_changed)

    # -- building

    def _build_text(self) -> QWidget:
        theme = self.shell.theme
        side = QWidget()
        layout = controls.column(side, theme, margin=(16, 0, 4, 0), gap=4)
        top = controls.row(None, theme, gap=8)
        self.badge = PageBadge(self.shell)
        self.doubtful = controls.button(self.tr("Next doubtful word"), "small", action=self._next_doubtful, tip="F8")
        self.doubtful.setShortcut("F8")
        top.addWidget(self.badge, 1)
        top.addWidget(self.doubtful)
        top.setContentsMargins(0, 0, theme.px(16), theme.px(4))
        layout.addLayout(top)
        self.text = ReadText(self.shell)
        self.text.corrected.connect(self._correct)
        self.text.word_chosen.connect(self.desk.picture.outline)
        layout.addWidget(controls.scroll(self.text, self.tr("Text of the page")), 1)
        return side

    # -- showing

    def refresh(self) -> None:
        self._set_busy(self.tr("Opening the page"))
        self._load()

    def _load(self) -> None:
        library = self.shell.services.library
        self.do(lambda: _outline(library.document(self.route.id)), self._show_document)

    def leave(self) -> None:
        self.text.flush()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("F8", self.tr("Next doubtful word")),)

    def state(self) -> str:
        return self._wanted

    def take_over(self, state: str) -> None:
        self._wanted = state

    def escape(self) -> bool:
        if self.desk.picture.cropping:
            self.desk.picture.end_crop(apply=False)
            return True
        return False

    def _show_document(self, document: Document) -> None:
        self._document = document
        count = len(document.pages)
        self.set_title(self.tr("Check the page") if count == 1 else self.tr("Check the pages"))
        to_check = sum(page.text.doubtful_words for page in document.pages if page.text is not None)
        chips = []
        if count > 1:
            chips.append(
                self.fact(self.tr("%n page(s)", "", count), self.tr("Go to the pages"), self.strip.list.setFocus)
            )
        if to_check and count > 1:  # of one page the badge says it
            words = self.tr("%n word(s) to check", "", to_check)
            chips.append(self.fact(words, self.tr("Go to the next doubtful word"), self._next_doubtful))
        self.set_chips(chips)
        self.strip.setVisible(count > 1)
        self.strip.show_pages(document.pages, self._page.id if self._page is not None else self._wanted)
        self._set_busy("")
        self.claim_focus()

    def _show_ways_on(self) -> None:  # on: make once words are read; read where that was ended
        pages = self._document.pages if self._document is not None else ()
        self.rest.setVisible(any(page.text is None for page in pages) and not self.shell.jobs.reading)
        if self.primary is not None and pages:
            self.primary.setEnabled(not self.desk.busy and any(_has_words(page) for page in pages))

    def _read_rest(self) -> None:
        if self._document is not None:
            self.shell.jobs.read_rest(self._document)

    def _on_page_chosen(self, page_id: str) -> None:
        self.text.flush()
        self._wanted = page_id
        library = self.shell.services.library
        # behind what was typed into it: what is read is what was saved last
        self.shell.tasks.run(self, lambda: library.page(page_id), self._on_page, lane=f"page:{page_id}")

    def _on_page(self, page: DocumentPage) -> None:
        # while a book is being read its list is drawn again and again; the page in hand is not, she may be typing
        if page.id == self._wanted and page != self._page:
            self.text.flush()  # what was typed meanwhile belongs to the page before
            self._show_page(page)

    def _show_page(self, page: DocumentPage) -> None:
        self._page = page
        self._show_badge(page)
        self._seen = _texts(page)
        self.text.show_page(page.text)
        self.desk.show_page(is_cropped=page.crop is not None)
        library = self.shell.services.library
        # sharp when zoomed in twice; more would only fill the memory
        width = round(2 * self.desk.picture.viewport().width() * self.devicePixelRatioF())

        def decode() -> QImage | None:
            path = library.picture(page)
            return pictures.load(path, width) if path is not None else None

        self.do(decode, lambda image: self._show_image(page, image), lambda failure: self._show_no_image(page, failure))

    def _show_badge(self, page: DocumentPage) -> None:
        self.badge.show_text(page.text)
        self.doubtful.setVisible(page.text is not None and page.text.doubtful_words > 0)

    def _show_no_image(self, page: DocumentPage, failure: BaseException) -> None:
        if not isinstance(failure, UserFacingError):
            self.shell.notifier.present(failure)
        elif self._page is not None and page.id == self._page.id:
            self.desk.picture.set_empty(wording.page_failure(failure))

    def _show_image(self, page: DocumentPage, image: QImage | None) -> None:
        if self._page is None or page.id != self._page.id:
            return
        if image is None or image.isNull():
            self.desk.picture.set_empty(self.tr("This page has no picture. It was read from text."))
            return
        blocks = page.text.blocks if page.text is not None else ()
        lines = [(at, line.box) for at, block in enumerate(blocks) for line in block.lines if line.box is not None]
        self.desk.picture.set_image(image, lines)
        self.text.show_cuts(image)

    def _set_busy(self, words: str) -> None:
        self.desk.set_busy(words)
        self.text.setEnabled(not words)  # what is typed while a page is read again would be lost
        if self.primary is not None:
            self.primary.setEnabled(not words)
        self._show_ways_on()

    def _on_document_changed(self, document_id: str) -> None:
        # pages arrive while a long document is still being read
        if document_id == self.route.id and self._document is not None and not self.desk.busy:
            waiting = any(page.text is None for page in self._document.pages)
            if waiting:
                self._load_soon.ask()

    # -- changing

    def _correct(self, block_index: int, text: str) -> None:
        if self._page is None:
            return
        page_id, seen, library = self._page.id, self._seen, self.shell.services.library

        def save() -> DocumentPage:
            # what she saw is what the save before this one left: the saves of a page run one after the other
            page = library.correct_block(page_id, block_index, text, was=seen[block_index])
            seen.update(_texts(page))
            return page

        self.shell.tasks.run(self, save, self._on_corrected, self._on_not_corrected, lane=f"page:{page_id}")

    def _on_not_corrected(self, failure: BaseException) -> None:
        if not isinstance(failure, UserFacingError) or failure.key != "lesson.changed_elsewhere":
            self.shell.notifier.present(failure)
            return
        words = self.tr(
            "This page was changed somewhere else in the meantime, so your last words were not saved."
            " They still stand here. Copy what you need, then look at the page as it is now."
        )
        self.shell.notifier.say(words, "stop", (self.tr("Show it as it is now"), self._show_anew), about=self.route.id)

    def _show_anew(self) -> None:
        """Show the page in hand as it is stored; what was typed and could not be saved goes."""
        if isValid(self) and self._page is not None:
            page_id, library = self._page.id, self.shell.services.library
            self.shell.tasks.run(self, lambda: library.page(page_id), self._show_page, lane=f"page:{page_id}")

    def _on_corrected(self, page: DocumentPage) -> None:
        """Keep the saved page without touching what is being typed."""
        if self._page is not None and self._page.id == page.id:
            self._page = page
            self._show_badge(page)
        self.strip.model.replace(_without_text(page))

    def _turn(self, degrees: int) -> None:
        if (page := self._page) is not None:
            library, rotation = self.shell.services.library, (page.rotation + degrees) % 360
            self._read_again(lambda discard: library.turn(page.id, rotation, discard_corrections=discard))

    def _crop(self, box: Box | None) -> None:
        if self._page is not None:
            page, library = self._page, self.shell.services.library
            if box is not None and page.crop is not None:
                box = _inside(page.crop, box)
            self._read_again(lambda discard: library.crop(page.id, box, discard_corrections=discard))

    def _read_again(self, change: Callable[[bool], DocumentPage], *, discard: bool = False) -> None:
        if self.desk.busy or self._page is None:
            return
        self.text.flush()
        self._set_busy(self.tr("Reading the page again"))
        # behind the corrections that were typed last
        failed, lane = partial(self._on_not_read, change), f"page:{self._page.id}"
        self.shell.tasks.run(self, lambda: change(discard), self._on_read_again, failed, lane=lane)

    def _on_read_again(self, page: DocumentPage) -> None:
        self._set_busy("")
        light = _without_text(page)
        self.strip.model.replace(light)
        if self._document is not None:
            pages = tuple(light if one.id == page.id else one for one in self._document.pages)
            self._document = replace(self._document, pages=pages)
        self._show_ways_on()
        self._show_page(page)

    def _on_not_read(self, change: Callable[[bool], DocumentPage], failure: BaseException) -> None:
        self._set_busy("")
        if not isinstance(failure, UserFacingError):
            self.shell.notifier.present(failure)
            return
        if failure.key != "page.has_corrections":
            self.shell.notifier.say(wording.page_failure(failure), "stop", about=self.route.id)
            return
        from app.ui.dialogs.confirm import ConfirmDialog

        question = self.tr("Read the page again without your corrections?")
        kept = self.tr("What you corrected on this page would be lost. The other pages stay as they are.")
        ConfirmDialog(self.shell.theme, question, kept, self.tr("Read again"), self.window()).ask(
            lambda: self._read_again(change, discard=True)
        )

    def _reorder(self, order: list[str]) -> None:
        library = self.shell.services.library
        self.text.flush()
        self.do(lambda: _outline(library.reorder(self.route.id, order)), self._show_document)

    def _drop(self) -> None:
        if self._page is None or len(self.strip.model.pages) < 2:
            return
        self.text.flush()
        page, library = self._page, self.shell.services.library
        number = [one.id for one in self.strip.model.pages].index(page.id) + 1

        def drop() -> tuple[DocumentPage, Document]:
            dropped = library.drop_page(page.id)
            return dropped, _outline(library.document(page.document_id))

        def done(result: tuple[DocumentPage, Document]) -> None:
            words = self.tr("Page {n} is left out.").format(n=number)
            undo = (self.tr("Undo"), lambda: _put_back(self, self.shell, result[0]))
            self.shell.notifier.say(words, "info", undo, about=result[0].document_id)
            self._show_document(result[1])

        # behind what was typed into it: that comes back with it
        self.do(drop, done, lane=f"page:{page.id}")

    def show_again(self, document: Document, page_id: str) -> None:
        """Show the document with a page that is back, and this page in hand."""
        self._show_document(document)
        row = [one.id for one in document.pages].index(page_id)
        self.strip.list.setCurrentIndex(self.strip.model.index(row))

    def _next_doubtful(self) -> None:
        if not self.text.next_doubtful():
            self.shell.notifier.say(self.tr("No doubtful word is left on this page."), "good")

    def _go_on(self) -> None:
        self.text.flush()
        self.shell.navigator.go(Place.MAKE, self.route.id)


def _put_back(where: SourceCheckPage, shell: Shell, page: DocumentPage) -> None:
    """Undo; from wherever she is by then."""
    library, here = shell.services.library, isValid(where)

    def put_back() -> Document:
        library.put_back_page(page)
        return _outline(library.document(page.document_id))

    def show(document: Document) -> None:
        where.show_again(document, page.id)

    shell.tasks.run(where if here else shell.navigator, put_back, show if here else None)


def _outline(document: Document) -> Document:
    """A document whose pages keep their badges but not their text: the boxes of 300 pages of words fill the memory."""
    return replace(document, pages=tuple(_without_text(page) for page in document.pages))


def _without_text(page: DocumentPage) -> DocumentPage:
    return replace(page, text=replace(page.text, blocks=())) if page.text is not None else page


def _has_words(page: DocumentPage) -> bool:
    """Whether words were read from it, told by its notes: pages in the list are without their text."""
    return page.text is not None and _WORDLESS.isdisjoint(page.text.notes)


def _texts(page: DocumentPage) -> dict[int, str]:
    return {at: block.text for at, block in enumerate(page.text.blocks)} if page.text is not None else {}


def _inside(outer: Box, inner: Box) -> Box:
    """A box given in fractions of a cropped page, in fractions of the whole page."""
    width, height = outer.right - outer.left, outer.bottom - outer.top
    return replace(
        outer,
        left=outer.left + inner.left * width,
        top=outer.top + inner.top * height,
        right=outer.left + inner.right * width,
        bottom=outer.top + inner.bottom * height,
    )
