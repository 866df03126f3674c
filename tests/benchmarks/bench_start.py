"""How soon the command answers: ``--help`` beside a Python that does nothing, in turns, median of nine.

python -m tests.benchmarks.bench_start
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 9
COMMANDS = {"python -c pass": ["-c", "pass"], "shikshasetu --help": ["-m", "app", "--help"]}


def main() -> None:
    """Run and print."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name, median in medians.items():
        print(f"{name:20} {1000 * median:6.0f} ms")
    bare, answer = medians.values()
    print(f"{'ratio':20} {answer / bare:6.1f}    (promised: at most 300 ms)")


if __name__ == "__main__":
    main()
