"""How many garbled pages are caught, and how many clean ones are suspected.

    python -m tests.benchmarks.bench_garbled

Bad pages: each legacy encoding and each kind of lost map, 20 pages each, without font names (the harder case). Good
pages: the same pages before they were spoilt, single sentences of eleven languages, and odd pages. Books: 20 books of
12 pages, about a third of them bad, judged page by page; a book is right when every page of it is.
"""

from __future__ import annotations

import random

from app.domain.languages import codes
from app.library.document_worker import garbled
from tests import garbled_pages as samples

PAGES = 20
BOOKS = 20
BOOK_PAGES = 12


def caught(pages: list[str]) -> int:
    """Pages judged garbled."""
    return sum(garbled.inspect_text(page).garbled for page in pages)


def legacy() -> None:
    """Legacy fonts: whole pages, single sentences, one bad paragraph in a clean page."""
    print(f"{'legacy encoding':<24}{'pages':>9}{'sentences':>12}{'paragraph in a page':>22}")
    for encoding in samples.ENCODINGS:
        pages = [encoding.encode(samples.mixed_page(encoding.language, seed)) for seed in range(PAGES)]
        single = [encoding.encode(s) for s in samples.sentences(encoding.language) if len(s) > 20]
        partly = []
        for seed in range(PAGES):
            clean = samples.mixed_page("en", seed)
            partly.append(f"{clean}\n{encoding.encode(samples.mixed_page(encoding.language, seed + 100, 3))}\n{clean}")
        print(
            f"{encoding.name:<24}{caught(pages):>5}/{len(pages)}{caught(single):>8}/{len(single)}"
            f"{caught(partly):>18}/{len(partly)}"
        )


def stripped() -> None:
    """Lost maps in every language."""
    print(f"\n{'lost map':<24}" + "".join(f"{code:>7}" for code in codes()))
    for name, spoil in samples.STRIPPED.items():
        row = []
        for code in codes():
            pages = [spoil(samples.mixed_page(code, seed), seed) for seed in range(PAGES)]
            spoilt = [p for p, seed in zip(pages, range(PAGES), strict=True) if p != samples.mixed_page(code, seed)]
            row.append(f"{caught(spoilt):>4}/{len(spoilt)}" if spoilt else f"{'-':>7}")
        print(f"{name:<24}" + "".join(row))


def clean() -> None:
    """Clean pages of all sizes, and odd ones."""
    print("\nclean pages suspected")
    for code in codes():
        pages = [samples.mixed_page(code, seed, number) for seed in range(PAGES) for number in (1, 3, 14)]
        print(f"  {code}: {caught(pages)}/{len(pages)}", end="")
    odd = samples.odd_clean_pages()
    wrong = [name for name, page in odd.items() if garbled.inspect_text(page).garbled]
    print(f"\n  odd: {len(wrong)}/{len(odd)} {', '.join(wrong)}")


def books() -> None:
    """Books that mix good and bad pages."""
    missed = suspected = right = bad_pages = 0
    for number in range(BOOKS):
        drawn = random.Random(number)
        encoding = samples.ENCODINGS[number % len(samples.ENCODINGS)]
        faults = 0
        for page in range(BOOK_PAGES):
            bad = drawn.random() < 0.35
            language = encoding.language if bad else drawn.choice((encoding.language, "en"))
            text = samples.mixed_page(language, 1000 * number + page, drawn.randint(3, 16))
            verdict = garbled.inspect_text(encoding.encode(text) if bad else text).garbled
            bad_pages += bad
            missed += bad and not verdict
            suspected += verdict and not bad
            faults += bad != verdict
        right += faults == 0
    good_pages = BOOKS * BOOK_PAGES - bad_pages
    print(f"\nbooks: {right}/{BOOKS} right; bad pages missed {missed}/{bad_pages}, suspected {suspected}/{good_pages}")


def main() -> None:
    """Print all four tables."""
    legacy()
    stripped()
    clean()
    books()


if __name__ == "__main__":
    main()
