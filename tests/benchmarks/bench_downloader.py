"""200 kills of a download: prints what had to be fetched twice, whether every file was right, and the speed unharmed.

python -m tests.benchmarks.bench_downloader [--kills 200] [--size-mb 256] [--window-mb 2] [--seed 1]
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from pathlib import Path

from app.inference.install.downloader import Downloader
from app.inference.install.fetching import WantedFile
from app.inference.install.part_file import CHUNK
from tests.hub_server import HubServer
from tests.integration.download_runs import kill_many

_LIMIT = 8 << 20


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--size-mb", type=int, default=256)
    parser.add_argument("--window-mb", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = kill_many(
            Path(folder), options.kills, size=options.size_mb << 20, chunk=CHUNK, window=options.window_mb << 20,
            seed=options.seed,
        )  # fmt: skip
        fetching, hashing = _speeds(Path(folder), options.size_mb << 20)
    again = report.again
    median, most = (one / 2**20 for one in (statistics.median(again), max(again)))
    print(f"{len(again)} kills in {report.files} files of {options.size_mb} MiB")
    print(f"on their way at most: {options.window_mb} MiB")
    print(f"fetched again per kill: median {median:.2f} MiB, most {most:.2f} MiB")
    print(f"kills that cost more than 8 MiB: {sum(one > _LIMIT for one in again)}")
    print(f"broken promises: {len(report.broken)}")
    for line in report.broken:
        print(f"  {line}")
    print(f"unharmed: {fetching:.0f} MB/s; sha256 alone, same run: {hashing:.0f} MB/s")


def _speeds(folder: Path, size: int) -> tuple[float, float]:
    content = bytes(size)
    began = time.perf_counter()
    sha256 = hashlib.sha256(content).hexdigest()
    hashed = time.perf_counter() - began
    with HubServer() as hub:
        url = hub.put("owner/model", "speed.bin", content)
        began = time.perf_counter()
        Downloader().fetch(WantedFile(url, folder / "speed.bin", size, sha256))
        return size / 1e6 / (time.perf_counter() - began), size / 1e6 / hashed


if __name__ == "__main__":
    main()
