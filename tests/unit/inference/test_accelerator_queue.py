"""What waits for the accelerator: nothing lost or done twice, quick first, batches of one kind and bounded."""

from __future__ import annotations

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.jobs import Lane
from app.inference.workers.accelerator_queue import AcceleratorQueue, Batch, BatchLimits, QueuedWork, Slice

LIMITS = BatchLimits(texts=4, characters=100, night_first=60)
SIZES = st.one_of(st.just(()), st.lists(st.integers(0, 12) | st.integers(0, 130), min_size=1, max_size=9).map(tuple))
WORK = st.tuples(st.sampled_from(Lane), st.sampled_from("abc"), SIZES)


def works(drawn: list[tuple[Lane, str, tuple[int, ...]]]) -> list[QueuedWork]:
    return [QueuedWork(number, lane, key, sizes) for number, (lane, key, sizes) in enumerate(drawn)]


def drain(queue: AcceleratorQueue) -> list[Batch]:
    batches = []
    while (batch := queue.next()) is not None:
        batches.append(batch)
    return batches


@settings(max_examples=50)
@given(st.lists(WORK, max_size=25))
def test_every_text_is_served_once_and_in_order(drawn: list[tuple[Lane, str, tuple[int, ...]]]) -> None:
    queue = AcceleratorQueue(LIMITS)
    wanted = works(drawn)
    for work in wanted:
        queue.add(work)
    served: dict[int, list[int]] = defaultdict(list)
    alone: Counter[int] = Counter()
    for batch in drain(queue):
        for part in batch.slices:
            served[part.number].extend(range(part.start, part.stop))
            alone[part.number] += part.start == part.stop
    assert len(queue) == 0
    for work in wanted:
        assert served[work.number] == list(range(len(work.sizes)))
        assert alone[work.number] == (not work.sizes)


@settings(max_examples=50)
@given(st.lists(WORK, max_size=25))
def test_batches_are_of_one_kind_and_lane_and_within_their_bounds(
    drawn: list[tuple[Lane, str, tuple[int, ...]]],
) -> None:
    queue = AcceleratorQueue(LIMITS)
    by_number = {work.number: work for work in works(drawn)}
    for work in by_number.values():
        queue.add(work)
    for batch in drain(queue):
        texts = [by_number[one.number].sizes[index] for one in batch.slices for index in range(one.start, one.stop)]
        assert {by_number[one.number].key for one in batch.slices} == {batch.key}
        assert {by_number[one.number].lane for one in batch.slices} == {batch.lane}
        assert sum(texts) == batch.characters
        assert len(texts) <= LIMITS.texts
        assert len(texts) <= 1 or sum(texts) <= (LIMITS.characters if batch.lane is Lane.QUICK else LIMITS.night_first)
        assert texts or len(batch.slices) == 1, "work without texts goes alone"


@settings(max_examples=50)
@given(st.lists(st.one_of(WORK, st.none()), max_size=40))
def test_quick_goes_first_and_the_oldest_of_a_lane_leads(steps: list[tuple[Lane, str, tuple[int, ...]] | None]) -> None:
    """None stands for "the worker asks for a batch"."""
    queue = AcceleratorQueue(LIMITS)
    left: dict[Lane, dict[int, int]] = {lane: {} for lane in Lane}
    for number, step in enumerate([*steps, *[None] * 400]):
        if step is not None:
            lane, key, sizes = step
            queue.add(QueuedWork(number, lane, key, sizes))
            left[lane][number] = len(sizes)
            assert queue.suspends(Lane.NIGHT) == bool(left[Lane.QUICK])
            assert not queue.suspends(Lane.QUICK)
            continue
        batch = queue.next()
        if batch is None:
            assert not left[Lane.QUICK]
            assert not left[Lane.NIGHT]
            continue
        assert batch.lane is (Lane.QUICK if left[Lane.QUICK] else Lane.NIGHT)
        assert batch.slices[0].number == min(left[batch.lane])
        for part in batch.slices:
            left[batch.lane][part.number] -= part.stop - part.start
            if not left[batch.lane][part.number]:
                del left[batch.lane][part.number]


@settings(max_examples=50)
@given(st.lists(WORK, min_size=1, max_size=20), st.data())
def test_what_was_removed_is_never_served(drawn: list[tuple[Lane, str, tuple[int, ...]]], data: st.DataObject) -> None:
    queue = AcceleratorQueue(LIMITS)
    for work in works(drawn):
        queue.add(work)
    gone = data.draw(st.sets(st.integers(0, len(drawn) - 1)))
    for number in gone:
        assert queue.remove(number)
        assert not queue.remove(number)
    assert {part.number for batch in drain(queue) for part in batch.slices} == set(range(len(drawn))) - gone


def test_requests_of_one_kind_share_a_batch_past_others() -> None:
    queue = AcceleratorQueue(LIMITS)
    for number, key in enumerate(["hi", "ta", "hi"]):
        queue.add(QueuedWork(number, Lane.QUICK, key, (10, 10)))
    assert [[one.number for one in batch.slices] for batch in drain(queue)] == [[0, 2], [1]]


def test_small_texts_are_bounded_by_their_number() -> None:
    queue = AcceleratorQueue(LIMITS)
    queue.add(QueuedWork(0, Lane.QUICK, "hi", (1,) * 9))
    assert [batch.slices for batch in drain(queue)] == [(Slice(0, 0, 4),), (Slice(0, 4, 8),), (Slice(0, 8, 9),)]


def test_a_quick_request_comes_between_the_batches_of_a_long_night_request() -> None:
    queue = AcceleratorQueue(LIMITS)
    queue.add(QueuedWork(1, Lane.NIGHT, "hi", (20,) * 6))
    first = queue.next()
    assert first is not None
    assert first.slices == (Slice(1, 0, 3),)
    queue.add(QueuedWork(2, Lane.QUICK, "hi", (20,)))
    assert [batch.slices for batch in drain(queue)] == [(Slice(2, 0, 1),), (Slice(1, 3, 6),)]


@settings(max_examples=50)
@given(st.lists(WORK, min_size=1, max_size=20), st.integers(1, 4))
def test_a_batch_that_was_left_is_the_next_again(drawn: list[tuple[Lane, str, tuple[int, ...]]], often: int) -> None:
    wanted = works(drawn)
    straight, left = AcceleratorQueue(LIMITS), AcceleratorQueue(LIMITS)
    for work in wanted:
        straight.add(work)
        left.add(work)
    expected, found = drain(straight), []
    for place in range(len(expected)):
        for _ in range(often if place % 2 else 0):
            batch = left.next()
            assert batch == expected[place]
            left.put_back(batch, [wanted[one.number] for one in batch.slices])
        found.append(left.next())
    assert found == expected
    assert left.next() is None


def test_suspended_work_goes_on_before_other_night_work() -> None:
    queue = AcceleratorQueue(LIMITS)
    queue.add(QueuedWork(1, Lane.NIGHT, "qwen"))
    queue.add(QueuedWork(2, Lane.NIGHT, "qwen"))
    begun = queue.next()
    assert begun is not None
    queue.add(QueuedWork(3, Lane.QUICK, "qwen"))
    assert queue.suspends(Lane.NIGHT)
    queue.put_back(begun, [QueuedWork(1, Lane.NIGHT, "qwen")])
    assert [batch.slices[0].number for batch in drain(queue)] == [3, 1, 2]


def test_night_batches_are_cut_to_what_the_machine_does_in_a_second() -> None:
    queue = AcceleratorQueue(BatchLimits(texts=100, characters=1000, night_seconds=1.0, night_first=50))
    queue.add(QueuedWork(1, Lane.NIGHT, "hi", (10,) * 200))
    first = queue.next()
    assert first is not None
    assert first.characters == 50
    queue.note_speed(first, 0.25)
    second = queue.next()
    assert second is not None
    assert second.characters == 200
    queue.note_speed(second, 4.0)
    third = queue.next()
    assert third is not None
    assert third.characters == 120, "half the old speed of 200, half the new of 50"
    queue.add(QueuedWork(2, Lane.QUICK, "hi", (10,) * 200))
    quick = queue.next()
    assert quick is not None
    assert quick.characters == 1000, "a quick request is not cut"
