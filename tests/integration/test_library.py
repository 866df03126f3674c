"""The library keeps what was read, knows the same content again, and lets a teacher correct, turn, drop and order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import Services, open_services
from app.domain.documents import Box, PageNote
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(tmp_path / "data") as opened:
        yield opened


def test_a_pdf_is_read_with_boxes_badges_and_its_figure(services: Services) -> None:
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    assert (document.title, document.language, document.page_count) == ("Water Around Us", "en", 2)
    kinds = [block.kind for page in document.pages if page.text for block in page.text.blocks]
    assert {"heading", "paragraph", "table", "figure"} <= set(kinds)
    for page in document.pages:
        assert page.text is not None
        for block in page.text.blocks:
            assert block.box is not None
            assert 0 <= block.box.left < block.box.right <= 1
            if block.media:
                assert services.store.media.verify(block.media)


def test_the_same_content_is_the_same_document(services: Services, tmp_path: Path) -> None:
    copy = tmp_path / "another name.pdf"
    shutil.copy(SAMPLE / "sample-en.pdf", copy)
    first = services.library.add([SAMPLE / "sample-en.pdf"])
    assert services.library.add([copy]).id == first.id
    assert len(services.library.documents()) == 1


def test_photos_together_are_one_document_and_other_files_their_own(services: Services) -> None:
    photos = [SAMPLE / "sample-en-photo.jpg", SAMPLE / "sample-hi-photo.jpg"]
    documents = services.library.add_all([photos[0], SAMPLE / "sample-en.pdf", photos[1]])
    assert sorted(one.page_count for one in documents) == [2, 2]
    pictures = next(one for one in documents if one.sources[0].kind == "image")
    assert [source.name for source in pictures.sources] == [one.name for one in photos]
    assert all(page.picture for page in pictures.pages)
    with pytest.raises(UserFacingError, match="one at a time"):
        services.library.add([photos[0], SAMPLE / "sample-en.pdf"])


def test_a_correction_is_kept_and_marked(services: Services) -> None:
    document = services.library.add_text("Watr boils at 100 °C. It is not a solid then.", title="Heat")
    page = services.library.correct_block(document.pages[0].id, 0, "Water boils at 100 °C. It is not a solid then.")
    assert page.corrected
    stored = services.library.document(document.id).pages[0]
    assert stored.text is not None
    assert stored.text.text.startswith("Water boils")
    assert PageNote.CORRECTED in stored.text.notes


def test_pages_are_dropped_ordered_and_turned(services: Services) -> None:
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    first, second = document.pages
    turned = services.library.reorder(document.id, [second.id, first.id])
    assert [page.id for page in turned.pages] == [second.id, first.id]
    services.library.drop_page(second.id)
    assert [page.id for page in services.library.document(document.id).pages] == [first.id]
    half = services.library.crop(first.id, Box(0, 0, 1, 0.3))
    assert half.text is not None
    assert "evaporation" not in half.text.text
    assert "Water Around Us" in half.text.text
    whole = services.library.crop(first.id, None)
    assert whole.text is not None
    assert "evaporation" in whole.text.text


def test_the_picture_of_a_page_is_drawn_on_demand(services: Services) -> None:
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    picture = services.library.picture(document.pages[1])
    assert picture is not None
    assert picture.read_bytes()[:3] == b"\xff\xd8\xff"
    assert services.library.picture(services.library.page(document.pages[1].id)) == picture


def test_search_finds_words_and_forgets_removed_documents(services: Services) -> None:
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    hits = services.library.search("evaporation")
    assert hits
    assert hits[0].document_id == document.id
    assert services.library.search('evaporation" OR NEAR(') == hits or services.library.search('evaporation" OR NEAR(')
    services.library.remove(document.id)
    assert services.library.search("evaporation") == ()


def test_cancel_keeps_the_pages_read_so_far_and_the_next_add_goes_on(services: Services) -> None:
    token = CancelToken()

    def stop_after_one(progress: Progress) -> None:
        if progress.step == "reading" and progress.done == 1:
            token.cancel()

    with pytest.raises(JobCancelled):
        services.library.add([SAMPLE / "sample-en.pdf"], report=stop_after_one, cancel=token)
    half = services.library.document(services.library.documents()[0].id)
    assert [page.text is not None for page in half.pages] == [True, False]
    whole = services.library.add([SAMPLE / "sample-en.pdf"])
    assert whole.id == half.id
    assert all(page.text is not None for page in whole.pages)
    assert services.steps.statistics()["read_page"]["computed"] == 2
