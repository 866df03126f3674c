"""Prints how much of deliberate damage the fact lock catches, how often it cries wolf, and how fast it is."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.checks import fact_lock
from tests.unit.checks import textbook


def main() -> None:
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for kind, language, sentence, damaged in textbook.spoiled():
        tried[kind] += 1
        caught[kind] += bool(fact_lock.compare(sentence, damaged, language=language))
    print(f"{'damage':<12}{'caught':>8}{'of':>6}{'rate':>8}")
    for kind in tried:
        print(f"{kind:<12}{caught[kind]:>8}{tried[kind]:>6}{caught[kind] / tried[kind]:>8.1%}")
    total, all_caught = sum(tried.values()), sum(caught.values())
    print(f"{'all':<12}{all_caught:>8}{total:>6}{all_caught / total:>8.1%}")
    harmless = textbook.unharmed()
    alarms = sum(bool(fact_lock.compare(one, other, language=language)) for _, language, one, other in harmless)
    print(f"false alarms over {len(harmless)} harmless rewritings: {alarms}")
    start = time.perf_counter()
    for _, language, one, other in harmless:
        fact_lock.compare(one, other, language=language)
    each = (time.perf_counter() - start) / len(harmless)
    print(f"one comparison: {each * 1000:.2f} ms")


if __name__ == "__main__":
    main()
