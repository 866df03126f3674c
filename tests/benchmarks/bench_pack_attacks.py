"""10,000 flipped bits and 500 truncations, swaps and rollbacks of a pack of models: prints what refused them.

python -m tests.benchmarks.bench_pack_attacks [--flips 10000] [--others 500] [--seed 1]
"""

from __future__ import annotations

import argparse
import time

from tests.integration.pack_attacks import flip_bits, tamper


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--others", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, attack, count in (("flipped bits", flip_bits, options.flips), ("others", tamper, options.others)):
        began = time.perf_counter()
        refused = attack(count, seed=options.seed)
        taken = refused.pop("", 0)
        print(f"{name}: {count}, refused {sum(refused.values())}, taken {taken}, {time.perf_counter() - began:.0f} s")
        for key, times in sorted(refused.items()):
            print(f"  {key}: {times}")


if __name__ == "__main__":
    main()
