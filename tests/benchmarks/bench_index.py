"""Indexing a text PDF, beside what reading its text and character boxes alone costs.

python -m tests.benchmarks.bench_index [--pages 300] [--rounds 2]

Both read the same file in the same run, one after the other and again. Ours reads every page in the document worker
(structure, boxes of lines and words, language, badge), saves it, cuts it into chunks and takes them into the search
index; no page is drawn. Prints pages per second, the ratio, where the time goes, and how soon the first page is found.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pypdfium2

from app.bootstrap import Services, open_reading, open_services
from tests import pdf_files

if TYPE_CHECKING:
    from app.domain.jobs import Progress

_WORDS = (
    *("the", "water", "of", "a", "river", "carries", "soil", "and", "small", "stones", "to", "the", "sea", "where"),
    *("they", "settle", "in", "layers", "that", "become", "rock", "after", "many", "years", "plants", "take", "up"),
    *("salts", "through", "their", "roots", "and", "animals", "eat", "the", "leaves", "so", "each", "depends", "on"),
    *(
        "what",
        "was",
        "there",
        "before",
        "we",
        "can",
        "measure",
        "how",
        "fast",
        "it",
        "goes",
        "with",
        "some",
        "patience",
    ),
)


def make_book(folder: Path, pages: int) -> Path:
    """A book of pages of about 2,000 characters: two headings, paragraphs, a list, a head and a page number."""
    chance = random.Random(7)

    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count)).capitalize() + "."

    made = []
    for number in range(pages):
        page = pdf_files.PdfPage()
        page.text(60, 40, "Our Rivers | Grade 7", 9).text(300, 815, str(number + 1), 9)
        page.text(60, 90, f"{words(4)[:-1]} {number}", 18)
        y = 120.0
        for _ in range(4):
            y = page.paragraph(60, y, f"{words(52)} {words(22)}", width=88, size=11) + 8
        y = page.paragraph(60, y + 10, words(3)[:-1], size=14) + 4
        for item in range(3):
            y = page.paragraph(72, y, f"{item + 1}. {words(14)}", width=84, size=11) + 3
        page.paragraph(60, y + 8, words(30), width=88, size=11)
        made.append(page)
    return pdf_files.write(folder, pdf_files.pdf_bytes(*made))


def bare(path: Path) -> tuple[float, float]:
    """Seconds, and seconds of work, for pypdfium2 to give the text and the box of every character of every page."""
    start, worked = time.perf_counter(), time.process_time()
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index)
        text.close()
        page.close()
    document.close()
    return time.perf_counter() - start, time.process_time() - worked


def ours(path: Path, data: Path) -> dict[str, float]:
    """Seconds from the file to the last page in the index, and for the parts of that."""
    with open_services(data) as services:
        _warm(services, data.parent)
        first = [0.0]
        start, worked = time.perf_counter(), _worked()

        def report(progress: Progress) -> None:
            if progress.done == 1 and not first[0]:
                found = services.library.search("river", limit=5)
                first[0] = time.perf_counter() - start if found else 0.0

        document = services.library.add([path], report=report)
        read = time.perf_counter() - start
        taken = services.index.take_in(lambda: True)
        whole, worked = time.perf_counter() - start, _worked() - worked
        assert all(page.picture is None for page in document.pages), "pictures are drawn on demand"
        assert taken >= document.page_count - 1
    with open_reading(data) as reading:
        assert reading.library.search("river", limit=1)
    return {"reading": read, "index": whole - read, "whole": whole, "work": worked, "first page": first[0]}


def _worked() -> float:
    """Seconds of work of this process and its workers on all cores: what other programs take does not count."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def _warm(services: Services, folder: Path) -> None:
    """Start the worker and open the index, as they are when a second book is added."""
    note = folder / "note.txt"
    note.write_text("Water boils at 100 degrees. It is not a solid then.", encoding="utf-8")
    services.library.add([note])
    services.library.search("water")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = make_book(folder, options.pages)
        with pypdfium2.PdfDocument(book) as document:
            sizes = [len(page.get_textpage().get_text_range()) for page in document]
        print(f"{options.pages} pages of {statistics.mean(sizes):.0f} characters")
        alone, with_us = [], []
        for number in range(options.rounds):
            alone.append(bare(book))
            with_us.append(ours(book, folder / f"data{number}"))
        best = min(with_us, key=lambda one: one["whole"])
        seconds, work = min(one for one, _ in alone), min(one for _, one in alone)
        print(f"  {'pypdfium2, text and boxes':28} {options.pages / seconds:7.1f} pages/s")
        print(f"  {'ours, in the index':28} {options.pages / best['whole']:7.1f} pages/s")
        print(f"  ratio {seconds / best['whole']:.3f}, of the work of the processors {work / best['work']:.3f}")
        for part in ("reading", "index"):
            print(f"  {part:28} {1000 * best[part] / options.pages:7.1f} ms/page")
        print(f"  first page found after {best['first page']:.2f} s")


if __name__ == "__main__":
    main()
