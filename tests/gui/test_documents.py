"""Everything that was read in can be reached, and Home holds together whatever it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.navigator import Place
from app.ui.pages.documents import DocumentsPage
from app.ui.pages.home import HomePage
from app.ui.widgets.eliding_button import ElidingButton
from tests.gui.conftest import Desk, comes_to_rest

_LONG = "Water & Life: " + "how rivers, ponds and wells are used in the villages of our district " * 2 + "x" * 20


@pytest.fixture
def page(desk: Desk) -> DocumentsPage:
    """Seven documents more than Home shows, reached from there."""
    for number in range(7):
        desk.services.library.add([Path(f"page-{number}.jpg")])
    home = cast(HomePage, desk.go(Place.HOME))
    assert home.begun.foot.text() == f"All pages that were read ({len(desk.services.library.documents())})"
    desk.click(home.begun.foot)
    return cast(DocumentsPage, desk.page)


def test_every_document_is_there_and_can_be_checked_and_made_into_a_lesson(desk: Desk, page: DocumentsPage) -> None:
    oldest = desk.services.library.documents()[-1]
    assert [one.id for one in page.model.rows] == [one.id for one in desk.services.library.documents()]
    page.list.setCurrentIndex(page.model.index(len(page.model.rows) - 1))
    desk.click(page.check)
    assert desk.page.route.place is Place.SOURCE_CHECK
    assert desk.page.route.id == oldest.id
    desk.key(Qt.Key.Key_Escape)
    again = cast(DocumentsPage, desk.page)
    again.list.setCurrentIndex(again.model.index(2))
    desk.primary()
    assert desk.page.route.place is Place.MAKE
    assert desk.page.route.id == desk.services.library.documents()[2].id


def test_a_document_is_found_deleted_after_one_question_and_brought_back(desk: Desk, page: DocumentsPage) -> None:
    count = len(page.model.rows)
    page.list.setCurrentIndex(page.model.index(3))
    gone, after = page.model.rows[3], page.model.rows[4]
    page.list.setFocus()
    desk.key(Qt.Key.Key_Delete)
    desk.click(desk.dialog(ConfirmDialog).primary)
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == count - 1)
    assert page.model.rows[page.list.currentIndex().row()].id == after.id, "the neighbour is in hand, not the first"
    desk.click(page.bin)
    assert [one.id for one in page.model.rows] == [gone.id]
    assert not page.make.isEnabled()
    desk.click(page.restore)
    desk.qtbot.waitUntil(lambda: not page.model.rows)
    desk.click(page.bin)
    assert len(page.model.rows) == count
    QTest.keyClicks(page.search, "no such title")
    assert not page.list.isVisible()


def test_several_documents_read_at_once_are_shown_by_one_button(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = desk.services.library

    def both(params: Mapping[str, Sequence[str]]) -> dict[str, object]:
        ids = [library.add([Path(one)]).id for one in params["sources"]]
        return {"document_id": ids[0], "document_ids": ids}

    monkeypatch.setattr(desk.services.jobs, "_add", both)
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "a.pdf", tmp_path / "b.pdf")
    desk.qtbot.waitUntil(lambda: desk.window.bar.text.startswith("2 documents are read"))
    desk.click(desk.window.bar.action)
    assert {one.title for one in cast(DocumentsPage, desk.page).model.rows} >= {library.documents()[0].title}


@pytest.mark.parametrize("zoom", [100, 150])
def test_a_long_title_is_cut_and_pushes_nothing_out_of_sight(open_window: Callable[..., Desk], zoom: int) -> None:
    desk = open_window(zoom=zoom)
    for one in desk.services.lessons.summaries():
        desk.services.lessons.edit_title(one.id, _LONG)
    desk.services.library.add([Path("a" * 120 + ".jpg")])
    home = cast(HomePage, desk.go(Place.HOME))
    assert _LONG in home.begun.titles
    bar = home.findChildren(QScrollArea)[0].horizontalScrollBar()
    comes_to_rest(desk, lambda: bar.maximum(), 0)
    for widget in (home.zone.choose, home.review, home.stick):
        assert home.rect().contains(widget.mapTo(home, widget.rect().topRight())), "in sight"
    link = next(one for one in home.begun.findChildren(ElidingButton) if one.words == _LONG)
    assert link.text().endswith("…")
    assert link.accessibleName() == link.toolTip() == _LONG
    desk.click(link)
    assert desk.page.route.place is Place.DESK
