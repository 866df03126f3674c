"""How many sentences of gossip are taken for definitions, and how many definitions are found, by language.

python tests/benchmarks/bench_definitions.py [--show]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from app.domain import languages
from app.inference.protocols import LessonSource, SourcePassage
from app.lesson.rules.writer import RulesLessonWriter

_ROOT = Path(__file__).resolve().parents[2]
_SENTENCES = Path(__file__).parent / "data" / "definitions.tsv"


def main() -> None:
    """Print both rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    show = parser.parse_args().show
    writer, total, right = (
        RulesLessonWriter(_ROOT / "resources"),
        Counter[tuple[str, bool]](),
        Counter[tuple[str, bool]](),
    )
    for line in _SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, term, sentence = line.split("\t")
        words = writer.key_words(LessonSource("", language, (SourcePassage(0, sentence),)), count=5)
        found = [word.term.casefold() for word in words if word.meaning_from == "text"]
        total[language, bool(term)] += 1
        fits = found == ([term.casefold()] if term else [])
        right[language, bool(term)] += fits
        if show and not fits:
            print(language, found, sentence)
    print(f"{'':<10}{'gossip left alone':>20}{'definitions found':>20}")
    for language in (*languages.codes(), ""):
        cells = []
        for defines in (False, True):
            keys = [key for key in total if key[1] is defines and language in {key[0], ""}]
            cells.append(f"{sum(right[key] for key in keys)} of {sum(total[key] for key in keys)}")
        print(f"{language or 'all':<10}{cells[0]:>20}{cells[1]:>20}")


if __name__ == "__main__":
    main()
