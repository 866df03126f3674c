"""Saving a pack as a durable job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from app.export.service import PackService
    from app.jobs.context import JobContext
    from app.jobs.protocols import JobFunction


def save_pack_job(packs: PackService) -> JobFunction:
    """Job "save_pack": params `lesson_ids`, `folder`, `formats`; writes down the `files` that were saved."""

    def save(context: JobContext) -> None:
        params = context.job.params
        saved = packs.save(
            msgspec.convert(params["lesson_ids"], list[str]),
            Path(str(params["folder"])),
            formats=msgspec.convert(params["formats"], tuple[str, ...]),
            report=context.report,
            cancel=context.cancel,
        )
        context.checkpoint({"folder": str(saved.folder), "lessons": list(saved.lessons), "files": list(saved.files)})

    return save
