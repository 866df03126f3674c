"""Questions whose answer is not in the library: how many are told so, and how many others are told so wrongly.

python -m tests.benchmarks.bench_ask --dataset xquad.en.json [--draws 3]

Half of the articles are taken out of the library, so that half of the questions have no answer there. The bound was
chosen on the articles with even numbers; those with odd numbers are printed as "held out". Prints also for how many
answered questions the answer that people marked is in the sentences, and the time to an answer.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from app import bootstrap
from app.bootstrap import Services
from app.library.ask import ENOUGH

BOUNDS = (0.1, 0.15, ENOUGH, 0.25, 0.3)


@dataclass(frozen=True)
class Asked:
    """A question, its marked answer and whether its article is in the library."""

    question: str
    marked: str
    known: bool


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    asked: Asked
    confidence: float
    said: str
    seconds: float


def draw(path: Path, parity: int, seed: int) -> tuple[str, list[Asked]]:
    """A library of half of the articles, one paragraph after the other, and the questions of all of them."""
    articles = json.loads(path.read_text("utf-8"))["data"][parity::2]
    kept = set(random.Random(seed).sample(range(len(articles)), len(articles) // 2))
    texts, asked = [], []
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            if number in kept:
                texts.append(paragraph["context"])
            asked += [Asked(one["question"], one["answers"][0]["text"], number in kept) for one in paragraph["qas"]]
    return "\n\n".join(texts), asked


def answered(services: Services, asked: list[Asked]) -> list[Outcome]:
    """Ask them all."""
    outcomes = []
    for one in asked:
        start = time.perf_counter()
        answer = services.ask.ask(one.question)
        said = " ".join(sentence.text for sentence in answer.sentences)
        outcomes.append(Outcome(one, answer.confidence, said, time.perf_counter() - start))
    return outcomes


def share(outcomes: list[Outcome], bound: float, *, known: bool) -> float:
    """How many questions would be refused at a bound."""
    some = [one.confidence < bound for one in outcomes if one.asked.known is known]
    return sum(some) / len(some)


def told(name: str, outcomes: list[Outcome]) -> None:
    """Print one half."""
    print(f"{name}: {len(outcomes)} questions")
    for bound in BOUNDS:
        right, wrong = share(outcomes, bound, known=False), share(outcomes, bound, known=True)
        mark = "   (ours)" if bound == ENOUGH else ""
        print(f"  bound {bound:.2f}: 'not in your material' right {right:.3f}, false refusals {wrong:.3f}{mark}")
    said = [one.asked.marked in one.said for one in outcomes if one.asked.known and one.said]
    milliseconds = [one.seconds * 1000 for one in outcomes]
    print(f"  marked answer in the sentences: {sum(said) / len(said):.3f} of the answered questions")
    print(f"  time to the answer: median {statistics.median(milliseconds):.0f} ms, largest {max(milliseconds):.0f} ms")


def main() -> None:
    """Run both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True, help="questions in the format of SQuAD")
    parser.add_argument("--draws", type=int, default=3)
    options = parser.parse_args()
    for parity, name in enumerate(("bound chosen on these", "held out")):
        outcomes = []
        for seed in range(options.draws):
            text, asked = draw(options.dataset, parity, seed)
            with tempfile.TemporaryDirectory() as folder, bootstrap.open_services(Path(folder)) as services:
                services.library.add_text(text, title="Book", language="en")
                outcomes += answered(services, asked)
        told(name, outcomes)


if __name__ == "__main__":
    main()
