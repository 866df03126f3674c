"""A worker process answers, reports, can be cancelled, is held to its limits, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psutil
import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.inference.workers import wire, worker_process
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient, WorkerStopped, WorkerTaskError
from app.inference.workers.tasks import Task, TaskContext

LIMITS = WorkerLimits(memory=400 * 2**20, address_space=4 * 2**30, seconds=20, programs=True)


@dataclass(frozen=True, slots=True)
class Work:
    seconds: float = 0.0
    megabytes: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    pid: int


def _echo(request: Work, _context: TaskContext) -> Answer:
    return Answer(request.text[::-1], os.getpid())


def _count(request: Work, context: TaskContext) -> Answer:
    for done in range(5):
        context.progress(done + 1, 5)
    return Answer(request.text, os.getpid())


def _patient(request: Work, context: TaskContext) -> Answer:
    end = time.monotonic() + request.seconds
    while time.monotonic() < end:
        context.check_cancel()
        time.sleep(0.02)
    return Answer("done", os.getpid())


def _deaf(request: Work, _context: TaskContext) -> Answer:
    time.sleep(request.seconds)
    return Answer("done", os.getpid())


def _greedy(request: Work, _context: TaskContext) -> Answer:
    hoard = [bytearray(os.urandom(2**20)) for _ in range(request.megabytes)]
    time.sleep(10)
    return Answer(str(len(hoard)), os.getpid())


def _chatty(request: Work, context: TaskContext) -> Answer:
    """Never silent for long enough that anybody would look after it."""
    hoard: list[bytearray] = []
    end = time.monotonic() + request.seconds
    while time.monotonic() < end:
        context.progress(len(hoard), 0)
        if len(hoard) < request.megabytes:
            hoard.append(bytearray(os.urandom(2**20)))
        time.sleep(0.005)
    return Answer("done", os.getpid())


def _fault(request: Work, _context: TaskContext) -> Answer:
    raise UserFacingError("import.empty_file", name=request.text)


def _bug(_request: Work, _context: TaskContext) -> Answer:
    raise ZeroDivisionError("seeded")


def _grandchild(request: Work, _context: TaskContext) -> Answer:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open(request.text, "w", encoding="ascii") as out:
        out.write(f"{child.pid}\n")
    time.sleep(60)
    return Answer("", 0)


def _network(_request: Work, _context: TaskContext) -> Answer:
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))
    return Answer("connected", 0)


def _noisy(_request: Work, _context: TaskContext) -> Answer:
    for stream in (1, 2):
        os.write(stream, b"libodd: warning: strange file\n")
    subprocess.run([sys.executable, "-c", "print('odd')"], check=True)
    return Answer("", 0)


def _full(_request: Work, _context: TaskContext) -> Answer:
    raise OSError(errno.ENOSPC, "No space left on device")


TABLE = {
    name: Task(Work, run)
    for name, run in {
        "echo": _echo, "count": _count, "patient": _patient, "deaf": _deaf, "greedy": _greedy, "fault": _fault,
        "bug": _bug, "grandchild": _grandchild, "network": _network,
        "noisy": _noisy, "full": _full, "chatty": _chatty,
    }.items()
}  # fmt: skip


@pytest.fixture
def worker() -> Iterator[WorkerClient]:
    client = WorkerClient("test", f"{__name__}:TABLE", LIMITS)
    yield client
    client.close()


def _cancel_soon(token: CancelToken) -> threading.Timer:
    timer = threading.Timer(0.3, token.cancel)
    timer.start()
    return timer


def _gone(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.05)
                continue
        return True
    return False


def test_results_and_progress_come_back(worker: WorkerClient) -> None:
    assert worker.call("echo", Work(text="पानी"), Answer).text == "पानी"[::-1]
    seen: list[tuple[int, int]] = []
    worker.call("count", Work(), Answer, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(one, 5) for one in range(1, 6)]


def test_one_process_serves_many_calls_from_many_threads(worker: WorkerClient) -> None:
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(worker.call("echo", Work(text=str(n)), Answer)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.text for answer in answers) == [str(n) for n in range(8)]
    assert len({answer.pid for answer in answers}) == 1


def test_a_fault_of_the_input_keeps_its_sentence(worker: WorkerClient) -> None:
    with pytest.raises(UserFacingError, match=r"page\.pdf is empty"):
        worker.call("fault", Work(text="page.pdf"), Answer)


def test_a_bug_carries_its_traceback_and_the_worker_lives_on(worker: WorkerClient) -> None:
    with pytest.raises(WorkerTaskError, match="ZeroDivisionError: seeded"):
        worker.call("bug", Work(), Answer)
    assert worker.call("echo", Work(text="ab"), Answer).text == "ba"


def test_cancel_is_cooperative_and_keeps_the_process(worker: WorkerClient) -> None:
    before = worker.call("echo", Work(), Answer).pid  # a process that is still starting would cancel politely
    token = CancelToken()
    _cancel_soon(token)
    with pytest.raises(JobCancelled):
        worker.call("patient", Work(seconds=15), Answer, cancel=token)
    assert worker.pid == before


def test_a_task_that_does_not_listen_is_killed(worker: WorkerClient) -> None:
    before = worker.call("echo", Work(), Answer).pid  # a process that is still starting would cancel politely
    token = CancelToken()
    _cancel_soon(token)
    with pytest.raises(JobCancelled):
        worker.call("deaf", Work(seconds=3600), Answer, cancel=token)
    assert _gone(before)
    assert worker.call("echo", Work(text="ab"), Answer).text == "ba"


def test_a_task_over_its_time_is_stopped(worker: WorkerClient) -> None:
    with pytest.raises(WorkerStopped) as caught:
        worker.call("deaf", Work(seconds=3600), Answer, seconds=0.5)
    assert caught.value.reason == "time"


def test_a_task_over_its_memory_is_stopped(worker: WorkerClient) -> None:
    with pytest.raises(WorkerStopped) as caught:
        worker.call("greedy", Work(megabytes=600), Answer)
    assert caught.value.reason == "memory"


def test_a_task_that_never_stops_reporting_is_held_to_its_time(worker: WorkerClient) -> None:
    with pytest.raises(WorkerStopped) as caught:
        worker.call("chatty", Work(seconds=15), Answer, seconds=1)
    assert caught.value.reason == "time"


def test_a_task_that_never_stops_reporting_is_held_to_its_memory(worker: WorkerClient) -> None:
    with pytest.raises(WorkerStopped) as caught:
        worker.call("chatty", Work(seconds=15, megabytes=600), Answer)
    assert caught.value.reason == "memory"


def test_a_killed_worker_is_reported_and_started_again(worker: WorkerClient) -> None:
    worker.start()
    victim = worker.pid
    assert victim is not None
    threading.Timer(0.5, os.kill, (victim, signal.SIGKILL)).start()
    with pytest.raises(WorkerStopped) as caught:
        worker.call("deaf", Work(seconds=15), Answer)
    assert caught.value.reason == "died"
    assert worker.call("echo", Work(text="ab"), Answer).pid != victim


def test_what_a_killed_worker_started_ends_too(worker: WorkerClient, tmp_path: Path) -> None:
    note = str(tmp_path / "pid")
    with pytest.raises(WorkerStopped):
        worker.call("grandchild", Work(text=note), Answer, seconds=3)
    with open(note, encoding="ascii") as lines:
        assert _gone(int(lines.readline()))


def test_a_killed_application_leaves_no_worker_behind() -> None:
    code = (
        "import time\n"
        "from app.inference.workers.process import WorkerClient\n"
        "from app.inference.workers.child import WorkerLimits\n"
        "if __name__ == '__main__':\n"
        "    table = 'tests.unit.inference.test_worker_process:TABLE'\n"
        "    client = WorkerClient('t', table, WorkerLimits(2**30, 0, 60, True))\n"
        "    client.start(); print(client.pid, flush=True); time.sleep(60)\n"
    )
    root = str(Path(__file__).parents[3])
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root)
    assert parent.stdout is not None
    with parent.stdout as lines:
        worker_pid = int(lines.readline())
    time.sleep(1)
    assert psutil.pid_exists(worker_pid)
    parent.kill()
    parent.wait()
    assert _gone(worker_pid)


def test_a_worker_has_no_network(worker: WorkerClient) -> None:
    with pytest.raises(WorkerTaskError, match="PermissionError"):
        worker.call("network", Work(), Answer)


def test_what_native_code_prints_reaches_nobody(worker: WorkerClient, capfd: pytest.CaptureFixture[str]) -> None:
    worker.call("noisy", Work(), Answer)
    assert capfd.readouterr() == ("", "")


def test_a_table_that_cannot_be_loaded_is_named() -> None:
    client = WorkerClient("broken", "tests.no_such_module:TABLE", WorkerLimits(1 << 30, 0, 60))
    with contextlib.closing(client), pytest.raises(WorkerTaskError, match="no_such_module"):
        client.call("echo", Work(), Answer)


def test_a_disk_that_is_full_is_no_bug(worker: WorkerClient) -> None:
    with pytest.raises(UserFacingError) as caught:
        worker.call("full", Work(), Answer)
    assert caught.value.key == "data.disk_full"


class _ClosedBetweenReads:
    """A connection that another thread closed after the length of a message was read: its handle is None then."""

    closed = True

    def recv_bytes(self, limit: int) -> bytes:
        raise TypeError("'NoneType' object cannot be interpreted as an integer")


def test_a_pipe_closed_in_the_middle_of_a_message_ends_the_reader_quietly() -> None:
    answers: queue.SimpleQueue[object] = queue.SimpleQueue()
    connection = _ClosedBetweenReads()
    worker_process.read_forever(cast(Any, connection), wire.decode_to_client, answers.put)
    assert answers.get(timeout=1) is None
    connection.closed = False
    with pytest.raises(TypeError):
        worker_process.read_forever(cast(Any, connection), wire.decode_to_client, answers.put)
