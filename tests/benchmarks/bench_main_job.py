"""The main job, timed by step: one damaged photo page to a verified pack (HTML, MP3, PDF), then another level.

    python -m tests.benchmarks.bench_main_job [--languages en,hi,ta] [--runs 3]

Each run is the whole command in a process of its own on an empty data folder.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import cv2

from app.domain.languages import codes
from tests.command_line import ROOT, CommandLine
from tests.page_pictures import PHOTO, damage, render

FAMILIES = {
    "en": "Noto Serif", "hi": "Noto Serif Devanagari", "mr": "Noto Sans Devanagari", "ta": "Noto Sans Tamil",
    "te": "Noto Sans Telugu", "bn": "Noto Sans Bengali", "gu": "Noto Sans Gujarati", "kn": "Noto Sans Kannada",
    "ml": "Noto Sans Malayalam", "pa": "Noto Sans Gurmukhi", "or": "Noto Sans Oriya",
}  # fmt: skip
STEPS = ("read", "make", "save")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default="en,hi,ta")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{'language':9}{'whole':>8}" + "".join(f"{step:>8}" for step in STEPS) + "   again at another level")
    for language in options.languages.split(","):
        if language in codes():
            _print_row(language, options.runs)


def _print_row(language: str, runs: int) -> None:
    whole: list[float] = []
    steps: dict[str, list[float]] = {step: [] for step in STEPS}
    again = ""
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            seconds, parts, again = _one_run(language, Path(folder))
        whole.append(seconds)
        for step in STEPS:
            steps[step].append(parts.get(step, 0.0))
    middle = "".join(f"{statistics.median(steps[step]):8.2f}" for step in STEPS)
    print(f"{language:9}{statistics.median(whole):8.2f}{middle}   {again}")


def _one_run(language: str, folder: Path) -> tuple[float, dict[str, float], str]:
    text = (ROOT / "tests" / "data" / "pages" / f"{language}.txt").read_text(encoding="utf-8")
    photo, stick = folder / "page.jpg", folder / "stick"
    stick.mkdir()
    picture = damage(render(text, FAMILIES[language]), PHOTO)
    cv2.imwrite(str(photo), picture)
    shell = CommandLine(folder / "data")
    start = time.monotonic()
    made = shell.run("make", photo, "--json", "--reviewer", "Asha", "--approve-green", "--to", stick)
    parts = dict(made.data.get("seconds", {}))
    lesson = made.data["lessons"][0]["id"]
    if made.status == 3:  # something on the page was hard to read: a person looks and decides
        shell.json("review", "approve", lesson, "--reviewer", "Asha", "--reason", "compared with the page")
        save = time.monotonic()
        shell.json("pack", "save", lesson, "--to", stick)
        parts["save"] = time.monotonic() - save
    assert shell.run("pack", "verify", stick).status == 0
    seconds = time.monotonic() - start
    second = shell.json("make", photo, "--level", "easiest", "--no-audio")["steps"]
    hits = ", ".join(f"{name} {row['cached']}/{row['cached'] + row['computed']} cached" for name, row in second.items())
    return seconds, parts, hits or "nothing was computed"


if __name__ == "__main__":
    main()
