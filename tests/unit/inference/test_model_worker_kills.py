"""A model worker that is killed, hangs, hoards or loses its client: clear errors, retries, memory back, no orphan."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Lane
from app.domain.models import EngineTask
from app.inference import process_memory
from app.inference.workers import model_client
from app.inference.workers.model_calls import Gone
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_wire import ModelWorkerSettings, TranslateOrder, Wanted
from app.inference.workers.worker_process import WorkerStopped
from tests import engine_table
from tests.engine_table import ENGINES, route
from tests.model_worker_kills import KillReport, ask, gone, kill_runs

WRITE, TRANSLATE, EMBED = (route(one) for one in (EngineTask.GENERATE, EngineTask.TRANSLATE, EngineTask.EMBED))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "tiny-translate").mkdir()
    return tmp_path


@pytest.fixture
def worker(models: Path) -> Iterator[ModelWorkerClient]:
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(models), 1 << 32))
    yield client
    client.close()


def started(worker: ModelWorkerClient) -> int:
    """The process, once it answers."""
    worker.warm_up(TRANSLATE)
    assert worker.pid is not None
    return worker.pid


def test_twenty_kills_in_mid_request(worker: ModelWorkerClient) -> None:
    report = kill_runs(worker, 20, random.Random(5))
    assert report == KillReport(kills=20, answered=report.answered, told=20 - report.answered, wrong=0, orphans=0)
    assert report.answered > 0
    assert worker._calls._buffers._lent == {}, "shared memory that nobody gave back"


def test_a_request_whose_process_died_is_tried_once_more(worker: ModelWorkerClient, models: Path) -> None:
    (models / "tiny-translate" / "die once").touch()
    before = started(worker)
    assert worker.translate(TRANSLATE, ["die once"], source="en", target="hi") == (f"hi {'die once'[::-1]} 1",)
    assert gone(before)
    assert worker.pid != before


def test_a_request_that_kills_every_process_is_told_after_the_second(worker: ModelWorkerClient) -> None:
    with pytest.raises(WorkerStopped) as caught:
        worker.translate(TRANSLATE, ["die"], source="en", target="hi")
    assert caught.value.reason == "died"
    assert worker.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)


def test_a_broken_stream_says_so_and_keeps_what_was_said(worker: ModelWorkerClient) -> None:
    pieces = worker.generate(WRITE, ask("die at 5", 20))
    said = [next(pieces).text for _ in range(4)]
    with pytest.raises(UserFacingError, match="tiny-generate stopped in the middle of its answer") as caught:
        list(pieces)
    assert caught.value.key == "engine.stream_broken"
    assert "".join(said) == "".join(one.text for one in engine_table.Writer(Path(), 0).generate(ask("die at 5", 4)))


def test_an_engine_that_does_not_hear_a_cancel_is_killed_and_a_waiting_answer_goes_on(
    worker: ModelWorkerClient,
) -> None:
    """The night's answer is suspended when the quick call hangs; its caller never notices."""
    before = started(worker)
    book = ask("A book.", 120)
    night: list[str] = []
    sleeper = threading.Thread(
        target=lambda: night.extend(one.text for one in worker.generate(WRITE, book, lane=Lane.NIGHT))
    )
    sleeper.start()
    while not night:
        time.sleep(0.01)
    token = CancelToken()
    threading.Timer(0.5, token.cancel).start()
    begun = time.monotonic()
    with pytest.raises(JobCancelled):
        worker.translate(TRANSLATE, ["deaf"], source="en", target="hi", cancel=token)
    assert 2.0 < time.monotonic() - begun < 10.0
    assert gone(before)
    sleeper.join()
    assert night == [one.text for one in engine_table.Writer(Path(), 0).generate(book)]


def test_an_engine_that_hangs_is_given_up_and_what_waits_is_served(models: Path) -> None:
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(models), 1 << 32), patience=2.0)
    with contextlib.closing(client):
        started(client)
        faults: list[UserFacingError] = []

        def hang() -> None:
            try:
                client.translate(TRANSLATE, ["deaf"], source="en", target="hi")
            except UserFacingError as error:
                faults.append(error)

        hanging = threading.Thread(target=hang)
        hanging.start()
        time.sleep(0.3)
        assert client.translate(TRANSLATE, ["ab"], source="en", target="ta") == ("ta ba 1",)
        hanging.join()
        assert [(type(one), getattr(one, "reason", "")) for one in faults] == [(WorkerStopped, "time")]


def test_a_worker_over_its_memory_is_ended_and_the_memory_is_back(models: Path) -> None:
    settings = ModelWorkerSettings(ENGINES, str(models), 1 << 32, memory=400 << 20)
    client = ModelWorkerClient("models", settings)
    with contextlib.closing(client):
        before = started(client)
        with pytest.raises(UserFacingError) as caught:
            client.translate(TRANSLATE, ["hoard"], source="en", target="hi")
        assert caught.value.key == "engine.out_of_memory"
        assert gone(before)
        assert client.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)


def test_a_model_that_takes_too_much_while_it_loads_ends_its_worker(models: Path) -> None:
    settings = ModelWorkerSettings(ENGINES, str(models), 1 << 32, memory=400 << 20)
    client = ModelWorkerClient("models", settings)
    with contextlib.closing(client), pytest.raises(UserFacingError) as caught:
        client.translate(route(EngineTask.TRANSLATE, "hoarding"), ["ab"], source="en", target="hi")
    assert caught.value.key == "engine.out_of_memory"


def hoarded(client: ModelWorkerClient) -> Iterator[int]:
    """Has the engine take 600 MB in a thread; gives the process, then waits for the end of the call."""
    faults: list[str] = []

    def hoard() -> None:
        try:
            client.translate(TRANSLATE, ["hoard"], source="en", target="hi")
        except UserFacingError as error:
            faults.append(error.key)

    thread = threading.Thread(target=hoard)
    thread.start()
    while client._calls._epoch is None or client._calls._epoch.most < 500 << 20:
        assert thread.is_alive() or faults
        if faults:
            break
        time.sleep(0.02)
    yield client.pid or 0
    thread.join()
    assert faults == ["engine.out_of_memory"]


def test_a_large_worker_that_the_system_ended_is_not_tried_again(models: Path) -> None:
    settings = ModelWorkerSettings(ENGINES, str(models), 400 << 20)
    with contextlib.closing(ModelWorkerClient("models", settings)) as client:
        for pid in hoarded(client):
            os.kill(pid, signal.SIGKILL)
        assert client.pid in (None, pid), "it was tried again"


def test_a_worker_above_its_budget_may_not_take_the_last_of_the_memory(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ModelWorkerSettings(ENGINES, str(models), 400 << 20)
    with contextlib.closing(ModelWorkerClient("models", settings)) as client:
        for pid in hoarded(client):
            monkeypatch.setattr(process_memory, "available", lambda: 0)
            assert gone(pid)


def test_what_ended_its_worker_after_long_work_is_not_tried_again(
    worker: ModelWorkerClient, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_client, "_RETRY_WITHIN", 0.0)
    (models / "tiny-translate" / "die once").touch()
    with pytest.raises(WorkerStopped) as caught:
        worker.translate(TRANSLATE, ["die once"], source="en", target="hi")
    assert caught.value.reason == "time"  # a lesson does not ask it again


def test_a_worker_whose_allocator_keeps_memory_ends_when_it_is_idle(models: Path) -> None:
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(models), 4 << 30, keep_alive=0.2))
    with contextlib.closing(client):
        before = started(client)
        client.translate(TRANSLATE, ["keep"], source="en", target="hi")
        assert gone(before, 15)
        assert client.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)


def test_a_model_that_needs_what_the_allocator_keeps_gets_a_new_process(models: Path) -> None:
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(models), 700 << 20))
    with contextlib.closing(client):
        before = started(client)
        client.translate(TRANSLATE, ["keep"], source="en", target="hi")
        other = route(EngineTask.TRANSLATE, "other", needs=300)
        assert client.translate(other, ["ab"], source="en", target="hi") == ("hi ba 1",)
        assert client.pid != before
        assert gone(before)


def test_a_killed_application_leaves_no_worker_behind(tmp_path: Path) -> None:
    """Not even one that is busy and says nothing."""
    code = (
        "import threading, time\n"
        "from app.domain.models import EngineTask\n"
        "from app.inference.workers.model_client import ModelWorkerClient\n"
        "from app.inference.workers.model_wire import ModelWorkerSettings\n"
        "from tests.engine_table import ENGINES, route\n"
        "if __name__ == '__main__':\n"
        f"    client = ModelWorkerClient('m', ModelWorkerSettings(ENGINES, {str(tmp_path)!r}, 1 << 32))\n"
        "    wanted = route(EngineTask.TRANSLATE)\n"
        "    client.warm_up(wanted)\n"
        "    deaf = lambda: client.translate(wanted, ['deaf'], source='en', target='hi')\n"
        "    threading.Thread(target=deaf, daemon=True).start()\n"
        "    time.sleep(1); print(client.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=str(Path(__file__).parents[3])
    )
    assert parent.stdout is not None
    with parent.stdout as lines:
        pid = int(lines.readline())
    assert psutil.pid_exists(pid)
    parent.kill()
    parent.wait()
    assert gone(pid)


def test_memory_that_was_lent_to_a_killed_worker_serves_again(worker: ModelWorkerClient) -> None:
    """Killed between asking for it and filling it."""
    victim, calls = started(worker), worker._calls
    call = calls.open(TRANSLATE, "translate", TranslateOrder(("deaf",), "en", "hi"), Lane.QUICK, None)
    calls._tells(call, Wanted(call.number, 1000))
    assert list(calls._buffers._lent) == [call.lent]
    os.kill(victim, signal.SIGKILL)
    with pytest.raises(Gone):
        calls.next(call)
    calls.leave(call)
    assert calls._buffers._lent == {}


def test_close_ends_calls_under_way_and_leaves_no_shared_memory(models: Path) -> None:
    client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(models), 1 << 32))
    started(client)
    assert len(client.embed(EMBED, [str(one) for one in range(300)]).dense) == 300
    before = client.pid
    assert before is not None
    ended: list[BaseException] = []

    def hang() -> None:
        try:
            client.translate(TRANSLATE, ["deaf"], source="en", target="hi")
        except UserFacingError as error:
            ended.append(error)

    hanging = threading.Thread(target=hang)
    hanging.start()
    time.sleep(0.5)
    client.close()
    hanging.join(5)
    assert [type(one) for one in ended] == [WorkerStopped]
    assert gone(before)
    with pytest.raises(WorkerStopped):
        client.translate(TRANSLATE, ["ab"], source="en", target="hi")


def test_an_idle_worker_that_was_killed_is_replaced_unseen(worker: ModelWorkerClient) -> None:
    os.kill(started(worker), signal.SIGKILL)
    assert worker.translate(TRANSLATE, ["ab"], source="en", target="hi") == ("hi ba 1",)
