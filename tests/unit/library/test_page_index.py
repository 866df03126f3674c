"""The index of a writing process follows its work, without anybody waiting for it."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import UserFacingError
from app.domain.events import DocumentChanged, EventBus
from app.domain.jobs import Progress
from app.library.page_index import BY_THE_WAY, IndexKeeper, PageIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.store.index import SearchHit


class Counting:
    """An index that counts how often it is brought up to date, and may be slow or broken."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.looks = 0
        self.closed = False
        self.fault = fault
        self.slow = False
        self.lacks = 0

    def catch_up(self, go_on: Callable[[], bool]) -> int:
        self.looks += 1
        if self.fault is not None:
            raise self.fault
        while self.slow and go_on():
            time.sleep(0.01)
        return 0

    def missing(self) -> int:
        return self.lacks

    def search(self, query: str, limit: int) -> tuple[SearchHit, ...]:
        raise NotImplementedError

    def close(self) -> None:
        self.closed = True


def until(happened: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    return happened()


def page_index(index: Counting) -> PageIndex:
    return PageIndex(lambda: index)  # type: ignore[arg-type,return-value]


def test_a_command_brings_the_index_up_to_date_once_at_its_end() -> None:
    index, events = Counting(), EventBus()
    keeper = IndexKeeper(page_index(index), events, beside=False)
    for _ in range(3):
        events.publish(DocumentChanged("d"))
    assert index.looks == 0
    keeper.close()
    assert index.looks == 1


def test_the_window_looks_a_while_after_its_start_and_after_changes_that_have_settled() -> None:
    index, events = Counting(), EventBus()
    keeper = IndexKeeper(page_index(index), events, beside=True, first_after=0.3, settled=0.2)
    assert index.looks == 0
    assert until(lambda: index.looks == 1)
    for _ in range(20):
        events.publish(DocumentChanged("d"))
    assert until(lambda: index.looks == 2)
    keeper.close()
    assert index.looks == 3


def test_closing_neither_waits_for_the_first_look_nor_for_an_endless_one() -> None:
    index, events = Counting(), EventBus()
    start = time.monotonic()
    IndexKeeper(page_index(index), events, beside=True, first_after=3600).close()
    assert time.monotonic() - start < 4
    index.slow = True
    keeper = IndexKeeper(page_index(index), events, beside=True, first_after=0)
    assert until(lambda: index.looks == 2)
    index.slow, start = False, time.monotonic()
    keeper.close()
    assert time.monotonic() - start < 4


@pytest.mark.parametrize("fault", [UserFacingError("data.disk_full"), ZeroDivisionError("seeded")])
def test_a_fault_of_the_index_is_logged_and_costs_nothing_else(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = IndexKeeper(page_index(Counting(fault)), EventBus(), beside=False)
    keeper.close()
    assert {record.levelno for record in caplog.records} <= {logging.WARNING, logging.ERROR}
    assert len(caplog.records) == 1
    caplog.clear()


def test_the_index_is_opened_by_the_first_who_needs_it_and_closed_with_the_folder() -> None:
    index = Counting()
    opened: list[threading.Thread] = []

    def open_index() -> Counting:
        opened.append(threading.current_thread())
        return index

    pages = PageIndex(open_index)  # type: ignore[arg-type]
    pages.close()
    assert opened == []
    pages.catch_up(lambda: True)
    pages.catch_up(lambda: True)
    assert len(opened) == 1
    pages.close()
    assert index.closed


def test_a_few_pages_are_taken_in_without_a_word_and_a_book_by_a_job() -> None:
    index, events, jobs = Counting(), EventBus(), list[str]()
    index.lacks = BY_THE_WAY
    keeper = IndexKeeper(
        page_index(index), events, beside=True, first_after=0, settled=0, hand_over=lambda: jobs.append("index")
    )
    assert until(lambda: index.looks == 1)
    assert jobs == []
    index.lacks += 1
    events.publish(DocumentChanged("book"))
    assert until(lambda: jobs == ["index"])
    assert index.looks == 1
    keeper.close()
    assert index.looks == 2, "closing takes in what it can"


def test_where_no_job_can_be_had_the_keeper_does_it_itself(caplog: pytest.LogCaptureFixture) -> None:
    index = Counting()
    index.lacks = BY_THE_WAY + 1

    def closing() -> None:
        raise RuntimeError

    with caplog.at_level(logging.CRITICAL):
        keeper = IndexKeeper(page_index(index), EventBus(), beside=True, first_after=0, hand_over=closing)
        assert until(lambda: index.looks == 1)
        keeper.close()


def test_a_search_is_answered_between_two_batches() -> None:
    batches = 0

    class Batches(Counting):
        def catch_up(self, go_on: Callable[[], bool]) -> int:
            nonlocal batches
            while go_on() and batches < 3:
                batches += 1
            return int(batches < 3)

    pages = page_index(Batches())
    seen: list[tuple[int, bool]] = []

    def report(progress: Progress) -> None:
        asked = threading.Thread(target=lambda: seen.append((progress.done, pages.missing() == 0)))
        asked.start()
        asked.join(10)

    assert pages.take_in(lambda: True, report) == 2
    assert seen == [(1, True), (2, True), (2, True)]
