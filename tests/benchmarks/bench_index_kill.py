"""200 kills of whoever indexes: prints how much was unfinished, what was done twice, and every broken promise.

python -m tests.benchmarks.bench_index_kill [--count 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.integration.index_kill_runs import DOCUMENTS, PAGES, kill_many


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = kill_many(Path(folder), options.count, seed=options.seed)
    open_ended = [one for one in report.unfinished if one]
    print(f"{options.count} kills, {DOCUMENTS} documents of {PAGES} pages that are corrected, removed and brought back")
    print(f"killed after {min(report.moments):.3f} to {max(report.moments):.3f} s; unfinished: {len(open_ended)} runs")
    print(f"pages still to be taken in then: median {statistics.median(open_ended or [0]):.0f}")
    print(f"most often that a page was taken in with the same text: {report.again}")
    print(f"broken promises: {len(report.broken)}")
    for line in report.broken:
        print(f"  {line}")


if __name__ == "__main__":
    main()
