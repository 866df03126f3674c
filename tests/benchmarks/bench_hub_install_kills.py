"""Whole ``models install`` commands killed again and again: what each kill cost, and whether the model was right.

python -m tests.benchmarks.bench_hub_install_kills [--kills 20] [--megabytes 60]
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.integration.hub_install_runs import kill_installs
from tests.quick_folder import quick_folder

_MEBI = 1 << 20


def main() -> int:
    """Print the bytes that came twice; status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--megabytes", type=int, default=60)
    options = parser.parse_args()
    began = time.monotonic()
    with quick_folder() as folder:
        report = kill_installs(folder, options.kills, megabytes=options.megabytes, by_command=True)
    again = [one / _MEBI for one in report.again]
    mean = sum(again) / len(again)
    print(f"{len(again)} kills in {time.monotonic() - began:.0f} s")
    print(f"fetched again a kill: mean {mean:.2f}, most {max(again):.2f} MiB")
    print("limit 8 MiB a kill; broken promises:", *(report.broken or ["none"]))
    return 1 if report.broken or max(again) > 8 else 0


if __name__ == "__main__":
    sys.exit(main())
