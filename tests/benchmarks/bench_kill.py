"""200 kills of ``make``: prints when they came, how many landed before the end, and every broken promise.

python -m tests.benchmarks.bench_kill [--count 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.integration.kill_runs import kill_many


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = kill_many(Path(folder), options.count, seed=options.seed)
    print(f"undisturbed run {report.seconds:.2f} s; {options.count} kills, half of the command, half of its workers")
    print(f"kills per tenth of the run: {report.histogram()}")
    print(f"landed before the end: {report.before_end} ({100 * report.before_end / options.count:.0f} %)")
    print(f"passages computed twice, at most per kill: {max(report.recomputed, default=0)} of {report.passages}")
    print(f"broken promises: {len(report.broken)}")
    for line in report.broken:
        print(f"  {line}")


if __name__ == "__main__":
    main()
