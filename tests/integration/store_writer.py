"""A process that writes until it is killed, and says on stdout what the store acknowledged.

Each round is one transaction over several tables, one media file and one cached step, with invariants between them:
lesson n was made from page n, a decision froze it, and the media file it names is on the disk.

    python -m tests.integration.store_writer FOLDER
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from app.domain.documents import Block, BlockKind, PageText, Quality, ReadMethod
from app.domain.lessons import VersionState
from app.store.store import Store
from app.store.unit_of_work import UnitOfWork
from tests.unit.store import samples


def one_round(store: Store, number: int) -> None:
    """Write lesson `number` and everything that belongs to it."""
    media = store.media.put(f"picture {number}".encode() * 500)
    document = samples.document(f"Document {number}", pages=0, sha256=(media,))
    read = PageText((Block(BlockKind.PARAGRAPH, f"Page {number}. " * 50, media=media),), ReadMethod.OCR, Quality.GOOD)
    page = replace(samples.page(document.id, 0, read), picture=media)
    lesson = replace(samples.lesson(f"Lesson {number}"), document_id=document.id)

    def write(work: UnitOfWork) -> None:
        work.documents.add(replace(document, pages=(page,)))
        work.lessons.add(lesson)
        work.decisions.decide(samples.decision(lesson.current), VersionState.APPROVED)

    store.write(write)


def main() -> None:
    """Write for ever."""
    store = Store.open(Path(sys.argv[1]))
    number = len(store.read(lambda work: work.lessons.summaries()))
    while True:
        number += 1
        one_round(store, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
