"""What the built-in lesson maker does to sentence length and rare words, beside what human editors do.

    python tests/benchmarks/bench_simplify.py [--dataset onestop_english.json] [--show N]

The data set is {article: {"ele" | "int" | "adv": text}}; without it only the sample pages are measured. Any fact-lock
finding in a rewritten sentence is counted: it must be 0.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

from app.checks import fact_lock, level_meter
from app.domain import languages
from app.domain.lessons import Level
from app.lesson.rules.writer import RulesLessonWriter

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "tests" / "data" / "pages"


@dataclass
class Total:
    """Sums over many texts."""

    words: int = 0
    sentences: int = 0
    rare: float = 0.0
    has_frequencies: bool = True
    sources: int = 0
    changed: int = 0
    findings: int = 0
    seconds: float = 0.0

    def add_text(self, writer: RulesLessonWriter, text: str, language: str) -> None:
        """Count one text."""
        is_rare = writer.rare(language)
        self.has_frequencies = is_rare is not None
        measure = level_meter.measure(text, language, is_rare)
        self.words += measure.words
        self.sentences += measure.sentences
        self.rare += (measure.rare_share or 0.0) * measure.words

    def row(self, name: str) -> str:
        """The figures as a line of the table."""
        length = self.words / max(1, self.sentences)
        rare = f"{100 * self.rare / max(1, self.words):10.2f} %" if self.has_frequencies else f"{'no data':>12}"
        changed = f"{100 * self.changed / self.sources:6.1f} %" if self.sources else "       -"
        return f"{name:<16}{length:10.2f}{rare}{changed:>12}{self.findings:10d}{self.seconds:9.2f} s"


def rewrite(writer: RulesLessonWriter, text: str, language: str, level: Level, total: Total) -> list[str]:
    """Simplify a text paragraph by paragraph and count what became of it; returns what was changed, to be printed."""
    before, done, shown = "", [], []
    for paragraph in filter(str.strip, text.split("\n")):
        start = time.perf_counter()
        pairs = writer.simplify(paragraph, language=language, level=level, before=before)
        total.seconds += time.perf_counter() - start
        for pair in pairs:
            total.sources += 1
            result = " ".join(pair.results)
            if result != pair.source:
                total.changed += 1
                total.findings += len(fact_lock.compare(pair.source, result, language=language))
                shown.append(f"- {pair.source}\n" + "\n".join(f"    > {part}" for part in pair.results))
            done.append(result)
        before += "\n\n" + paragraph
    total.add_text(writer, " ".join(done), language)
    return shown


def measure(writer: RulesLessonWriter, texts: list[str], language: str, shown: list[str]) -> None:
    """Print the three levels of some texts."""
    for level in Level:
        total = Total()
        for text in texts:
            changed = rewrite(writer, text, language, level, total)
            shown += changed if level is Level.EASIEST else []
        print(total.row(f"{language} {level}"))


def sample_pages(language: str) -> list[str]:
    """The sample pages of a language without their titles."""
    pages = (PAGES / f"{language}.txt").read_text(encoding="utf-8").split("\n---\n")
    return ["\n".join(line for line in page.splitlines() if not line.startswith("# ")) for page in pages]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path)
    parser.add_argument("--articles", type=int, default=1000, help="most articles of the data set to use")
    parser.add_argument("--show", type=int, default=0, help="print every N-th changed sentence")
    options = parser.parse_args()
    writer, shown = RulesLessonWriter(ROOT / "resources"), list[str]()
    print(f"{'text':<16}{'words/sent':>10}{'rare words':>12}{'changed':>12}{'findings':>10}{'time':>11}")
    for language in languages.codes():
        measure(writer, sample_pages(language), language, shown)
    if options.dataset:
        articles = list(json.loads(options.dataset.read_text(encoding="utf-8")).values())[: options.articles]
        for name in ("ele", "int", "adv"):
            total = Total()
            for article in articles:
                total.add_text(writer, article[name], "en")
            print(total.row(f"human {name}"))
        print("the rules, from the human adv:")
        measure(writer, [article["adv"] for article in articles], "en", shown)
    if options.show:
        print("\n".join(shown[:: options.show]))


if __name__ == "__main__":
    main()
