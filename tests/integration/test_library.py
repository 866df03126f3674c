"""The library keeps what was read, knows the same content again, and lets a teacher correct, turn, drop and order."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from app.bootstrap import Services, open_reading, open_services
from app.domain.documents import Box, Document, PageNote
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress
from app.domain.lessons import LessonOptions
from app.library.document_worker.requests import PageReading, ReadPageRequest
from app.library.sources import StagedSource
from app.store.index import TextIndex

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
    documents = services.library.add_all([photos[0], SAMPLE / "sample-en.pdf", photos[1]]).documents
    assert sorted(one.page_count for one in documents) == [2, 2]
    pictures = next(one for one in documents if one.sources[0].kind == "image")
    assert [source.name for source in pictures.sources] == [one.name for one in photos]
    assert all(page.picture for page in pictures.pages)
    with pytest.raises(UserFacingError, match="one at a time"):
        services.library.add([photos[0], SAMPLE / "sample-en.pdf"])


def test_a_bad_file_among_good_ones_is_left_out_and_the_good_ones_are_added(services: Services, tmp_path: Path) -> None:
    empty, cut, notes = tmp_path / "empty.jpg", tmp_path / "cut.pdf", tmp_path / "notes.txt"
    empty.touch()
    cut.write_bytes((SAMPLE / "sample-en.pdf").read_bytes()[:600])
    notes.write_text("Water boils at 100 °C. It is not a solid then.", encoding="utf-8")
    added = services.library.add_all([empty, notes, cut, tmp_path / "gone.png"])
    assert [one.sources[0].name for one in added.documents] == ["notes.txt"]
    assert [(one.source, one.error.key) for one in added.left_out] == [
        (str(empty), "import.empty_file"),
        (str(cut), "import.damaged"),
        (str(tmp_path / "gone.png"), "import.not_found"),
    ]
    assert len(services.library.documents()) == 1


def test_a_damaged_photo_among_good_ones_is_named_and_becomes_no_page(services: Services, tmp_path: Path) -> None:
    whole, cut = SAMPLE / "sample-en-photo.jpg", tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[:20_000])
    added = services.library.add_all([cut, whole])
    assert [str(one.error) for one in added.left_out] == [str(UserFacingError("import.damaged", name="cut.jpg"))]
    assert [page.text is not None and page.text.text != "" for one in added.documents for page in one.pages] == [True]


def test_a_picture_that_broke_on_the_disk_is_called_by_its_own_name(services: Services, tmp_path: Path) -> None:
    document = services.library.add([SAMPLE / "sample-en-photo.jpg"])
    page = replace(document.pages[0], picture=None)
    original = services.library._store.media.path(document.sources[0].sha256)
    original.chmod(0o644)
    original.write_bytes(original.read_bytes()[:20_000])
    with pytest.raises(UserFacingError, match=r"^sample-en-photo\.jpg cannot be read"):
        services.library.picture(page)


def test_where_nothing_is_good_nothing_is_added_and_the_first_fault_is_said(services: Services, tmp_path: Path) -> None:
    empty, gone = tmp_path / "empty.jpg", tmp_path / "gone.png"
    empty.touch()
    with pytest.raises(UserFacingError, match=r"empty\.jpg is empty"):
        services.library.add_all([empty, gone])
    assert services.library.documents() == ()


def test_a_full_disk_is_not_the_fault_of_one_file(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = services.library._record

    def full(sources: Sequence[StagedSource]) -> Document:
        if sources[0].file.name.endswith(".pdf"):
            raise UserFacingError("data.disk_full")
        return record(sources)

    notes = tmp_path / "notes.txt"
    notes.write_text("Water boils at 100 °C.", encoding="utf-8")
    monkeypatch.setattr(services.library, "_record", full)
    with pytest.raises(UserFacingError) as told:
        services.library.add_all([notes, SAMPLE / "sample-en.pdf"])
    assert len(services.library.documents()) == 1, "what was added before is kept"
    assert told.value.key == "data.disk_full"


def test_a_job_writes_down_what_it_left_out(services: Services, tmp_path: Path) -> None:
    empty, notes = tmp_path / "empty.jpg", tmp_path / "notes.txt"
    empty.touch()
    notes.write_text("Water boils at 100 °C. It is not a solid then.", encoding="utf-8")
    job = services.jobs.submit("add", {"sources": [str(empty), str(notes)]})
    done = services.jobs.wait(job.id)
    assert len(cast("list[str]", done.checkpoint["document_ids"])) == 1
    assert done.checkpoint["left_out"] == [
        {
            "source": str(empty),
            "error": "import.empty_file",
            "message": "empty.jpg is empty. It was not added. Choose another file.",
        }
    ]


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


def test_a_lost_original_is_one_sentence_and_comes_back_with_the_file(services: Services) -> None:
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    page = document.pages[0]
    (services.store.media.folder / document.sources[0].sha256).unlink()
    with pytest.raises(UserFacingError) as told:
        services.library.turn(page.id, 90)
    assert told.value.key == "data.media_gone"
    assert services.library.document(document.id).pages[0].text == page.text
    assert services.library.add([SAMPLE / "sample-en.pdf"]).id == document.id
    assert services.library.turn(page.id, 90).rotation == 90


def test_a_document_whose_pages_were_read_just_before_the_power_went_is_finished_by_the_next_add(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_goes(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services.library, "_finish_reading", power_goes)
        with pytest.raises(KeyboardInterrupt):
            services.library.add([SAMPLE / "sample-en.pdf"])
    (left,) = services.library.documents()
    assert left.language is None
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    assert (document.id, document.title, document.language) == (left.id, "Water Around Us", "en")


def test_search_finds_words_and_forgets_removed_documents(services: Services) -> None:
    document = services.library.add([SAMPLE / "sample-en.pdf"])
    hits = services.library.search("evaporation")
    assert hits
    assert hits[0].document_id == document.id
    assert [hit.page_id for hit in services.library.search('evaporation" OR (')] == [hit.page_id for hit in hits]
    services.library.remove(document.id)
    assert services.library.search("evaporation") == ()


def test_what_a_writer_added_is_indexed_when_it_ends_and_a_search_beside_the_next_one_uses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    index = data / "index.db"
    with open_services(data) as services:
        services.library.add([SAMPLE / "sample-en.pdf"])
    assert index.is_file()
    index.write_bytes(b"spoiled" * 1000)
    with open_services(data):
        pass
    assert index.read_bytes().startswith(b"SQLite format 3")  # the next writer mended it
    with open_services(data), open_reading(data) as reading:
        monkeypatch.setattr(TextIndex, "__init__", lambda *_, **__: pytest.fail("a private index was made"))
        assert reading.library.search("evaporation")
        monkeypatch.undo()


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


def test_a_page_that_fails_is_tried_again_and_never_forgotten(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = services.library._readings
    real = readings._cached

    def failing(request: ReadPageRequest, ask: object) -> PageReading:
        if request.page_index == 1:
            raise UserFacingError("import.too_slow", name=request.name)
        return real(request, ask)  # type: ignore[arg-type]

    monkeypatch.setattr(readings, "_cached", failing)
    half = services.library.add([SAMPLE / "sample-en.pdf"])
    assert [PageNote.UNREADABLE in page.text.notes for page in half.pages if page.text] == [False, True]
    lesson = services.lessons.make(half.id, LessonOptions(with_audio=False))
    assert [(one.reason, one.source) for one in lesson.current.findings] == [("unread_page", "2")]
    monkeypatch.setattr(readings, "_cached", real)
    whole = services.library.add([SAMPLE / "sample-en.pdf"])
    assert all(page.text and page.text.text for page in whole.pages)


def test_a_fault_of_the_computer_is_not_taken_for_an_empty_page(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = services.library._readings
    real = readings._cached

    def full(request: ReadPageRequest, ask: object) -> PageReading:
        if request.page_index == 1:
            raise UserFacingError("data.disk_full")
        return real(request, ask)  # type: ignore[arg-type]

    monkeypatch.setattr(readings, "_cached", full)
    with pytest.raises(UserFacingError, match="disk is full"):
        services.library.add([SAMPLE / "sample-en.pdf"])
    half = services.library.document(services.library.documents()[0].id)
    assert [page.text is None for page in half.pages] == [False, True]
    with pytest.raises(UserFacingError, match="not read yet"):
        services.lessons.make(half.id, LessonOptions(with_audio=False))


def test_corrections_at_the_same_time_are_all_kept(services: Services) -> None:
    text = "\n\n".join(f"Line {number} of the page is here." for number in range(8))
    page = services.library.add_text(text, title="Lines").pages[0]
    assert page.text is not None
    count = len(page.text.blocks)
    threads = [
        threading.Thread(target=services.library.correct_block, args=(page.id, index, f"Corrected {index}."))
        for index in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = services.library.page(page.id).text
    assert read is not None
    assert [block.text for block in read.blocks] == [f"Corrected {index}." for index in range(count)]


def test_a_correction_of_words_that_are_not_there_any_more_is_refused(services: Services) -> None:
    page = services.library.add_text("Watr is wet. It boils at 100 °C then.", title="Wet").pages[0]
    assert page.text is not None
    seen = page.text.blocks[0].text
    services.library.correct_block(page.id, 0, "Water is wet.", was=seen)
    with pytest.raises(UserFacingError, match="changed in the meantime"):
        services.library.correct_block(page.id, 0, "Water is dry.", was=seen)


def test_turning_a_corrected_page_asks_first(services: Services) -> None:
    page = services.library.add([SAMPLE / "sample-en.pdf"]).pages[0]
    services.library.correct_block(page.id, 0, "Water All Around Us")
    with pytest.raises(UserFacingError, match="corrections of yours"):
        services.library.crop(page.id, Box(0, 0, 1, 0.5))
    kept = services.library.page(page.id)
    assert kept.text is not None
    assert kept.text.blocks[0].text == "Water All Around Us"
    assert services.library.crop(page.id, Box(0, 0, 1, 0.5), discard_corrections=True).corrected is False


def test_a_language_said_by_the_teacher_wins(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("पानी का रंग नहीं होता। राम घर गया।", encoding="utf-8")
    assert services.library.add([path]).language == "hi"
    assert services.library.add([path], language="mr").language == "mr"
    assert services.library.documents()[0].language == "mr"
