"""Kills a download at random moments and counts what came twice: for the test (20 kills) and the benchmark (200).

``python -m tests.integration.download_runs URL TARGET SIZE SHA256 CHUNK`` is the process that is killed.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import subprocess
import sys
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


def kill_many(folder: Path, kills: int, *, size: int, chunk: int, rate: int, seed: int) -> DownloadKills:
    """Fetch files of `size` bytes one after the other, killed each time after up to three chunks of progress.

    Args:
        folder: Empty folder to work in.
        kills: How many.
        size: Bytes of one file.
        chunk: Bytes between two lines of the journal.
        rate: Bytes a second that the server sends, fewer than the client can take.
        seed: Of contents and moments.
    """
    moments = random.Random(seed)
    report = DownloadKills()
    with HubServer(rate=rate) as hub:
        while len(report.again) < kills:
            content = moments.randbytes(size)
            sha256 = hashlib.sha256(content).hexdigest()
            url = hub.put("owner/model", f"{report.files}.bin", content)
            target = folder / f"{report.files}.bin"
            words = [url, str(target), str(size), sha256, str(chunk)]
            while len(report.again) < kills and _killed(hub, words, moments.randrange(1, 3 * chunk), report):
                pass
            _run(words)
            _count(hub, report, final=True)
            if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
                report.broken.append(f"file {report.files} is not what the server has")
            if (left := sorted(path.name for path in folder.iterdir())) != [target.name]:
                report.broken.append(f"left behind: {left}")
            target.unlink(missing_ok=True)
            report.files += 1
    return report


def _command(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "tests.integration.download_runs", *words]


def _run(words: list[str]) -> None:
    subprocess.run(_command(words), check=True)


def _killed(hub: HubServer, words: list[str], moment: int, report: DownloadKills) -> bool:
    """Kill one run after so many bytes of it were sent; False if it ended before."""
    reached = threading.Event()

    def watch(served: Served) -> None:
        if served.sent >= moment:
            reached.set()

    hub.watch = watch
    process = subprocess.Popen(_command(words))
    try:
        while process.poll() is None and not reached.wait(0.005):
            pass
    finally:
        process.kill()  # SIGKILL; TerminateProcess on Windows
        ended = process.wait()
        hub.watch = None
    _count(hub, report, final=False)
    return ended != 0


def _count(hub: HubServer, report: DownloadKills, *, final: bool) -> None:
    """Compare where each answer began with how far the one before had come, and forget all but the last."""
    bodies = hub.bodies()
    for earlier, later in itertools.pairwise(bodies):
        report.again.append(max(0, earlier.start + earlier.sent - later.start))
    hub.requests[:] = [] if final else bodies[-1:]


if __name__ == "__main__":
    address, place, length, digest, grain = sys.argv[1:]
    Downloader(chunk=int(grain)).fetch(WantedFile(address, Path(place), int(length), digest))
