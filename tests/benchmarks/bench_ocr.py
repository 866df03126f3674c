"""Characters read wrong on clean and damaged pages, plain Tesseract beside ours, in one run.

    python -m tests.benchmarks.bench_ocr [--languages en,hi] [--cases clean,photo] [--dpi 150] [--first-font]

Plain is ``tesseract page.png - -l LANGUAGE``. Ours is everything between the picture and the text of the page's
blocks. Text: 11 x 2,000 characters that do not repeat themselves. Error: Levenshtein distance over the length of
the text, both in NFC with white space made even.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
from rapidfuzz.distance import Levenshtein

from app.domain.languages import by_code, codes
from app.library.document_worker import ocr
from tests.page_pictures import FONTS, PHOTO, Damage, Picture, damage, render

TEXTS = Path(__file__).parent / "data" / "ocr"
CASES = {
    "clean": Damage(),
    "photo": PHOTO,
    "6 degrees": replace(PHOTO, angle=-6),
    "keystone 4 %": replace(PHOTO, keystone=0.04, seed=3),
    "keystone 8 %": replace(PHOTO, keystone=0.08, seed=2),
    "hard shadow": replace(PHOTO, light=0.8, shadow=0.45),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Character error of plain Tesseract and of ours, and the seconds ours took."""

    plain: float
    ours: float
    seconds: float


def even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def error(truth: str, read: str) -> float:
    return Levenshtein.distance(even(truth), even(read)) / len(even(truth))


def plain(page: Picture, language: str) -> str:
    data = cv2.imencode(".png", page)[1].tobytes()
    command = ["tesseract", "stdin", "stdout", "-l", by_code(language).tesseract]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, input=data, capture_output=True, env=environment, check=True).stdout.decode()


def measure(language: str, family: str, case: str, *, dpi: int, automatic: bool) -> Score:
    truth = (TEXTS / f"{language}.txt").read_text(encoding="utf-8")
    page = render(truth, family, dpi=dpi)
    if case != "clean":
        page = damage(page, CASES[case])
    with tempfile.TemporaryDirectory() as staging:
        request = ocr.PictureRequest("page", "p", Path(staging), language=None if automatic else language)
        start = time.perf_counter()
        reading = ocr.read_picture(page, request)
        seconds = time.perf_counter() - start
    return Score(error(truth, plain(page, language)), error(truth, reading.text.text), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", default=",".join(codes()))
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--first-font", action="store_true", help="one font for each language")
    parser.add_argument("--auto", action="store_true", help="do not tell the language")
    options = parser.parse_args()
    cases = options.cases.split(",")
    print(f"{'':28}" + "".join(f"{case:>18}" for case in cases) + "     slowest")
    print(f"{'':28}" + "".join(f"{'plain':>10}{'ours':>8}" for _ in cases))
    table: dict[str, list[Score]] = {case: [] for case in cases}
    for language in options.languages.split(","):
        for family in FONTS[language][: 1 if options.first_font else 2]:
            row = [measure(language, family, case, dpi=options.dpi, automatic=options.auto) for case in cases]
            for case, score in zip(cases, row, strict=True):
                table[case].append(score)
            figures = "".join(f"{score.plain:10.4f}{score.ours:8.4f}" for score in row)
            print(f"{language} {family:25}{figures}{max(score.seconds for score in row):9.1f} s", flush=True)
    for name, pick in (("median", statistics.median), ("worst", max)):
        figures = "".join(
            f"{pick([s.plain for s in table[c]]):10.4f}{pick([s.ours for s in table[c]]):8.4f}" for c in cases
        )
        print(f"{name:28}{figures}")
    if "clean" in table:
        for case in cases:
            worse = [s.ours - c.ours for s, c in zip(table[case], table["clean"], strict=True)]
            within = sum(w <= 0.02 for w in worse)
            print(
                f"{case}: within 0.02 of clean on {within} of {len(worse)} pages, at most {max(worse):+.4f};"
                f" against plain at most {max(s.ours - s.plain for s in table[case]):+.4f}"
            )


if __name__ == "__main__":
    main()
