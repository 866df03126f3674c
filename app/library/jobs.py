"""Adding files, and making them searchable, as durable jobs."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.jobs import Lane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.jobs.context import JobContext
    from app.jobs.protocols import JobFunction
    from app.library.page_index import PageIndex
    from app.library.service import LibraryService

_MOST_BYTES_BY_DAY = 24 << 20
"""Some photos of a telephone; a scanned book is larger."""


def lane_for(sources: Sequence[Path]) -> Lane:
    """The lane of an "add" job: a book is read beside the page she needs next, not before it."""
    size = 0
    for source in sources:
        with contextlib.suppress(OSError):  # the job itself says what is wrong with it
            size += source.stat().st_size
    return Lane.NIGHT if size > _MOST_BYTES_BY_DAY else Lane.QUICK


def add_job(library: LibraryService) -> JobFunction:
    """Job "add": params `sources` (paths) and `language` (code or absent); writes down `document_ids`.

    Files that cannot be used are written down as `left_out`: rows of `source`, `error` (a key) and `message` (English).
    """

    def add(context: JobContext) -> None:
        sources = [Path(one) for one in msgspec.convert(context.job.params["sources"], list[str])]
        language = context.job.params.get("language")
        added = library.add_all(
            sources, language=str(language) if language else None, report=context.report, cancel=context.cancel
        )
        rows = [{"source": one.source, "error": one.error.key, "message": str(one.error)} for one in added.left_out]
        ids = [one.id for one in added.documents]
        context.checkpoint({"document_id": ids[0], "document_ids": ids, "left_out": rows})

    return add


def index_job(index: PageIndex) -> JobFunction:
    """Job "index": brings the search index up to date; writes down how many `pages` that were.

    It needs no parameters and no place to go on from: what is in the index is known by the hash of each page.
    """

    def take_in(context: JobContext) -> None:
        pages = index.take_in(lambda: not context.cancel.cancelled, context.report)
        context.cancel.check()
        context.checkpoint({"pages": pages})

    return take_in
