"""The model worker serves many at once, quick before night, streams, hears a cancel, and outlives its engines."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Lane
from app.domain.models import DeviceKind, EngineTask, Route
from app.inference.protocols import GenerateRequest, Message
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_wire import ModelWorkerSettings
from app.inference.workers.worker_process import WorkerTaskError
from tests import engine_table
from tests.engine_table import ENGINES, route

WRITE, TRANSLATE, EMBED = (route(one) for one in (EngineTask.GENERATE, EngineTask.TRANSLATE, EngineTask.EMBED))


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelWorkerClient]:
    models = tmp_path_factory.mktemp("models")
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(models), 1 << 32))
    yield client
    client.close()


def ask(text: str = "Say it.", tokens: int = 8) -> GenerateRequest:
    return GenerateRequest((Message("user", text),), max_tokens=tokens)


def said(worker: ModelWorkerClient, request: GenerateRequest, lane: Lane = Lane.QUICK) -> str:
    return "".join(one.text for one in worker.generate(WRITE, request, lane=lane))


def here(request: GenerateRequest) -> str:
    return "".join(one.text for one in engine_table.Writer(Path("writer"), token_seconds=0).generate(request))


def at_night(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_every_kind_of_engine_answers(worker: ModelWorkerClient) -> None:
    assert worker.translate(TRANSLATE, ["abc", ""], source="en", target="hi") == ("hi cba 2", "hi  2")
    assert worker.translate(TRANSLATE, ["abc"], source="en", target="hi", protect=False) == ("hi cba 1 bare",)
    assert worker.rerank(route(EngineTask.RERANK), "leaf", ["flea", "xyz"]) == (4.0, 0.0)
    verdicts = worker.classify(route(EngineTask.SAFETY), ["a leaf", "a knife"])
    assert [(one.safe, one.categories) for one in verdicts] == [(True, ()), (False, ("weapons",))]
    speech = worker.speak(route(EngineTask.SPEAK), "ab", language="hi", speed=0.5)
    assert (speech.sample_rate, speech.samples) == (8000, b"a\x01" * 16000 + b"b\x01" * 16000)
    assert worker.info(TRANSLATE, "en", "hi").fingerprint == "tiny:en:hi"
    assert said(worker, ask()) == here(ask())


def test_nothing_asked_is_nothing_done(worker: ModelWorkerClient) -> None:
    assert worker.translate(TRANSLATE, [], source="en", target="hi") == ()
    assert worker.embed(EMBED, []).dense.shape == (0, 0)


@pytest.mark.parametrize("count", [1, 700])
def test_vectors_come_back_bit_by_bit_in_a_message_or_in_shared_memory(worker: ModelWorkerClient, count: int) -> None:
    texts = [f"passage {number}" for number in range(count)]
    made = worker.embed(EMBED, texts)
    expected = engine_table.Reader(Path("reader")).embed(texts)
    assert made.dense.dtype == np.float32
    assert np.array_equal(made.dense, expected.dense)
    assert made.sparse == expected.sparse


def test_long_sound_comes_back_in_shared_memory(worker: ModelWorkerClient) -> None:
    speech = worker.speak(route(EngineTask.SPEAK), "abcdefghijklmnop" * 4, language="hi")
    assert len(speech.samples) == 64 * 32000
    assert speech.samples[-1:] == b"\x01"


def test_pieces_arrive_while_the_answer_is_being_made(worker: ModelWorkerClient) -> None:
    pieces = worker.generate(WRITE, ask("wait 1.0 at 4", 4))
    started = time.monotonic()
    first = next(pieces)
    early = time.monotonic() - started
    rest = list(pieces)
    assert time.monotonic() - started - early > 0.9, "the first came before the engine waited"
    assert [one.tokens for one in (first, *rest)] == [1, 2, 3, 4]
    assert [one.finish for one in (first, *rest)] == ["", "", "", "length"]


def test_requests_of_many_threads_share_batches(worker: ModelWorkerClient) -> None:
    holder = at_night(lambda: worker.translate(TRANSLATE, ["wait 1.5"], source="en", target="ta"))
    time.sleep(0.3)
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(worker.translate, TRANSLATE, [f"text {one}"], source="en", target="hi") for one in range(6)]
        answers = [job.result()[0] for job in jobs]
    holder.join()
    assert [one.rsplit(" ", 1)[0] for one in answers] == [f"hi {f'text {one}'[::-1]}" for one in range(6)]
    assert max(int(one.rsplit(" ", 1)[1]) for one in answers) > 1, "they went together"


def test_a_fault_in_a_batch_is_the_fault_of_one(worker: ModelWorkerClient) -> None:
    holder = at_night(lambda: worker.translate(TRANSLATE, ["wait 1.0"], source="en", target="ta"))
    time.sleep(0.3)
    with ThreadPoolExecutor(3) as pool:
        jobs = [
            pool.submit(worker.translate, TRANSLATE, [one], source="en", target="hi") for one in ("a", "fault", "bug")
        ]
    holder.join()
    assert jobs[0].result() == ("hi a 1",)
    with pytest.raises(UserFacingError, match=r"page\.pdf is empty"):
        jobs[1].result()
    with pytest.raises(WorkerTaskError, match="ZeroDivisionError: seeded"):
        jobs[2].result()


def test_quick_work_begins_within_two_seconds_and_the_night_goes_on_as_if_nothing_had_been(
    worker: ModelWorkerClient,
) -> None:
    book = ask("Write a book.", 350)
    night: list[str] = []
    sleeper = at_night(lambda: night.append(said(worker, book, Lane.NIGHT)))
    translation: list[str] = []
    texts = [f"wait 0.{one}" for one in range(1, 5)]
    other = at_night(
        lambda: translation.extend(worker.translate(TRANSLATE, texts, source="en", target="hi", lane=Lane.NIGHT))
    )
    time.sleep(1.0)
    waits: list[float] = []
    for _ in range(4):
        started = time.monotonic()
        pieces = worker.generate(WRITE, ask("Help me now.", 3))
        next(pieces)
        waits.append(time.monotonic() - started)
        list(pieces)
        time.sleep(0.2)
    assert statistics.median(waits) < 2.0, waits
    assert sleeper.is_alive(), "the night work was still going on, or this test says nothing"
    sleeper.join()
    other.join()
    assert night == [here(book)]
    assert [one.rsplit(" ", 1)[0] for one in translation] == [f"hi {one[::-1]}" for one in texts]


def test_a_cancelled_answer_ends_and_the_process_stays(worker: ModelWorkerClient) -> None:
    worker.start()
    before = worker.pid
    token = CancelToken()
    pieces = worker.generate(WRITE, ask(tokens=100_000), cancel=token)
    next(pieces)
    token.cancel()
    started = time.monotonic()
    with pytest.raises(JobCancelled):
        list(pieces)
    assert time.monotonic() - started < 2
    assert worker.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)
    assert worker.pid == before


def test_an_answer_nobody_listens_to_ends(worker: ModelWorkerClient) -> None:
    before = worker.pid
    pieces = worker.generate(WRITE, ask(tokens=100_000))
    next(pieces)
    pieces.close()
    started = time.monotonic()
    worker.translate(TRANSLATE, ["ab"], source="en", target="hi")
    assert time.monotonic() - started < 2
    assert worker.pid == before


def test_a_call_that_waits_is_cancelled_at_once(worker: ModelWorkerClient) -> None:
    before = worker.pid
    holder = at_night(lambda: worker.translate(TRANSLATE, ["wait 2.8"], source="en", target="ta"))
    time.sleep(0.3)
    token = CancelToken()
    threading.Timer(0.2, token.cancel).start()
    started = time.monotonic()
    with pytest.raises(JobCancelled):
        worker.translate(TRANSLATE, ["ab"], source="en", target="hi", cancel=token)
    assert time.monotonic() - started < 1.5
    holder.join()
    assert worker.pid == before


def test_a_token_that_is_already_cancelled_asks_nothing(worker: ModelWorkerClient) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(JobCancelled):
        worker.speak(route(EngineTask.SPEAK), "die", language="hi", cancel=token)


@pytest.mark.parametrize("name", ["network", "name"])
def test_there_is_no_network_inside(worker: ModelWorkerClient, name: str) -> None:
    with pytest.raises(WorkerTaskError, match="no network"):
        worker.speak(route(EngineTask.SPEAK), name, language="hi")


def test_a_model_that_cannot_be_loaded_is_named(worker: ModelWorkerClient, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UserFacingError, match="The model broken could not be started") as caught:
        worker.warm_up(route(EngineTask.SPEAK, "broken"))
    assert caught.value.key == "engine.load_failed"
    assert "unexpected end of file" in caplog.text, "the cause is in the log"
    with pytest.raises(UserFacingError, match="too little free memory for the model greedy"):
        worker.warm_up(route(EngineTask.SPEAK, "greedy"))
    with pytest.raises(UserFacingError, match="huge") as caught:
        worker.warm_up(route(EngineTask.SPEAK, "huge", needs=1 << 20))
    assert caught.value.key == "engine.too_large"


def test_a_model_on_a_card_is_leased_from_the_memory_of_the_card(tmp_path: Path) -> None:
    def there(needs: int, copy: int) -> Route:
        return replace(TRANSLATE, device=DeviceKind.CUDA, needs=needs, host_needs=copy)

    settings = ModelWorkerSettings(ENGINES, str(tmp_path), 600 << 20, card_budget=9 << 30)
    with closing(ModelWorkerClient("models", settings)) as client:
        ask = partial(client.translate, texts=["abc"], source="en", target="hi")
        assert ask(there(8000, 100)) == ("hi cba 1",)
        for route_there, needed, budget in ((there(9999, 1), "9.8 GB", "9.0 GB"), (there(1, 700), "0.7 GB", "0.6 GB")):
            model = replace(TRANSLATE.model, content=needed)  # type: ignore[type-var]
            with pytest.raises(UserFacingError) as refused:
                ask(replace(route_there, model=model))
            assert (refused.value.key, refused.value.params["needed"]) == ("engine.too_large", needed)
            assert (refused.value.params["name"], refused.value.params["budget"]) == ("tiny-translate", budget)


def test_an_engine_that_fails_five_times_rests_and_others_work_on(worker: ModelWorkerClient) -> None:
    broken = route(EngineTask.TRANSLATE, "often-broken")
    for _ in range(5):
        with pytest.raises(WorkerTaskError):
            worker.translate(broken, ["bug"], source="en", target="hi")
    with pytest.raises(UserFacingError) as caught:
        worker.translate(broken, ["ab"], source="en", target="hi")
    assert caught.value.key == "engine.resting"
    assert worker.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)


def test_faults_of_the_text_do_not_rest_an_engine(worker: ModelWorkerClient) -> None:
    for _ in range(6):
        with pytest.raises(UserFacingError, match=r"page\.pdf"):
            worker.translate(TRANSLATE, ["fault"], source="en", target="hi")
    assert worker.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)


def test_quick_work_that_was_done_is_told_and_nothing_else(tmp_path: Path) -> None:
    used: list[Route] = []
    settings = ModelWorkerSettings(ENGINES, str(tmp_path), 1 << 32)
    with closing(ModelWorkerClient("models", settings, used=used.append)) as client:
        client.translate(TRANSLATE, ["a"], source="en", target="hi", lane=Lane.NIGHT)
        client.warm_up(WRITE)
        with pytest.raises(UserFacingError):
            client.translate(TRANSLATE, ["fault"], source="en", target="hi")
        assert used == []
        client.translate(TRANSLATE, ["a"], source="en", target="hi")
        said(client, ask())
        assert used == [TRANSLATE, WRITE]


def test_a_model_that_nobody_asked_for_takes_no_room_from_others(tmp_path: Path) -> None:
    settings = ModelWorkerSettings(ENGINES, str(tmp_path), 1 << 30)
    with closing(ModelWorkerClient("models", settings)) as client:
        large = route(EngineTask.SPEAK, "large", needs=700)
        assert not client.warm_up(large, unasked=True)
        assert not client.warm_up(route(EngineTask.SPEAK, "huge", needs=1 << 20), unasked=True)
        assert client.warm_up(TRANSLATE, unasked=True)
        assert client.warm_up(large), "what was asked for is there"
        assert client.warm_up(large, unasked=True), "and so it is ready"
