"""Kills a download at random moments and counts what came twice: for the test (20 kills) and the benchmark (200)."""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import random
import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.inference.install.downloader import Downloader
from app.inference.install.fetching import WantedFile
from tests.hub_server import HubServer, Served


@dataclass
class DownloadKills:
    """What came of the kills.

    Attributes:
        again: Per kill, the bytes that the server had sent and had to send again.
        files: Files that became whole in between.
        broken: Sentences about broken promises.
    """

    again: list[int] = field(default_factory=list)
    files: int = 0
    broken: list[str] = field(default_factory=list)


def kill_many(folder: Path, kills: int, *, size: int, chunk: int, window: int, seed: int) -> DownloadKills:
    """Fetch files of `size` bytes one after the other, killed each time after up to three chunks of progress.

    Args:
        folder: Empty folder to work in.
        kills: How many.
        size: Bytes of one file.
        chunk: Bytes between two lines of the journal.
        window: Bytes that are on their way at most, as in a network; without it a process that gets no time from
            this computer would be sent more and more, into buffers that die with it.
        seed: Of contents and moments.
    """
    moments = random.Random(seed)
    report = DownloadKills()
    with HubServer() as hub:
        while len(report.again) < kills:
            content = moments.randbytes(size)
            sha256 = hashlib.sha256(content).hexdigest()
            url = hub.put("owner/model", f"{report.files}.bin", content)
            target = folder / f"{report.files}.bin"
            wanted = WantedFile(url, target, size, sha256)
            while len(report.again) < kills and _killed(hub, wanted, chunk, window, moments.randrange(1, 3 * chunk)):
                _count(hub, report)
            fetch(wanted, chunk)
            _count(hub, report)
            hub.requests.clear()
            if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
                report.broken.append(f"file {report.files} is not what the server has")
            if (left := sorted(path.name for path in folder.iterdir())) != [target.name]:
                report.broken.append(f"left behind: {left}")
            target.unlink(missing_ok=True)
            report.files += 1
    return report


def fetch(wanted: WantedFile, chunk: int) -> None:
    """What the process does that is killed."""
    Downloader(chunk=chunk).fetch(wanted)


def _processes() -> multiprocessing.context.BaseContext:
    """Processes that start at once, from one that has imported everything, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _killed(hub: HubServer, wanted: WantedFile, chunk: int, window: int, moment: int) -> bool:
    """Kill one run after so many bytes of it were sent; False if it ended before."""
    reached, over = threading.Event(), threading.Event()
    part = wanted.target.with_name(f"{wanted.target.name}.part")

    def watch(served: Served) -> None:
        if served.sent >= moment:
            reached.set()
        while served.start + served.sent - _size(part) > window and not wanted.target.exists() and not over.wait(0.001):
            pass

    hub.watch = watch
    process = _processes().Process(target=fetch, args=(wanted, chunk))  # type: ignore[attr-defined]
    process.start()
    try:
        while process.is_alive() and not reached.wait(0.005):
            pass
    finally:
        process.kill()  # SIGKILL; TerminateProcess on Windows
        process.join()
        over.set()
        hub.watch = None
    return bool(process.exitcode)


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:  # not begun, or just given its name
        return 0


def _count(hub: HubServer, report: DownloadKills) -> None:
    """Compare where each answer began with how far the one before had come, and forget all but the last."""
    bodies = hub.bodies()
    for earlier, later in itertools.pairwise(bodies):
        report.again.append(max(0, earlier.start + earlier.sent - later.start))
    hub.requests[:] = bodies[-1:]
