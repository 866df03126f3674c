"""Adding files as a durable job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from app.jobs.context import JobContext
    from app.jobs.protocols import JobFunction
    from app.library.service import LibraryService


def add_job(library: LibraryService) -> JobFunction:
    """Job "add": params `sources` (paths) and `language` (code or absent); writes down `document_ids`."""

    def add(context: JobContext) -> None:
        sources = [Path(one) for one in msgspec.convert(context.job.params["sources"], list[str])]
        language = context.job.params.get("language")
        documents = library.add_all(
            sources, language=str(language) if language else None, report=context.report, cancel=context.cancel
        )
        context.checkpoint({"document_id": documents[0].id, "document_ids": [one.id for one in documents]})

    return add
