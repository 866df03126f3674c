"""Measuring the engines of this computer as a durable job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.inference.install.jobs import Work
    from app.inference.install.service import ModelService

BENCH = "bench_models"


def bench_jobs(
    models: Callable[[], ModelService], speeds: Path, language: Callable[[], str]
) -> dict[str, Callable[[Work], None]]:
    """What a job of this kind does.

    * "bench_models": param `models`, ids to measure, [] for the installed ones and the smallest where a task has none;
      writes down how many engines were `measured`, and fails where a busy computer made all of it doubtful. What was
      measured before a cancel stays.

    Args:
        models: Gives the service; nothing of it is read before a job runs.
        speeds: File that keeps what was measured.
        language: Of the school, ISO 639-1, as it is now.
    """

    def bench(work: Work) -> None:
        from app.inference.bench.service import EngineBench  # with numpy and the builders of models
        from app.inference.speed_book import SpeedBook

        service = models()
        names = msgspec.convert(work.job.params["models"], list[str])
        measuring = EngineBench(service, SpeedBook(speeds, service.machine), language=language())
        found = measuring.run(names, quick=True, report=work.report, cancel=work.cancel)
        work.checkpoint({"measured": sum(not one.doubt for one in found.findings)})  # a cancelled job ends here
        if found.failed:
            listed = ", ".join(dict.fromkeys(one.spec.name for one in found.failed))
            raise UserFacingError("models.bench_failed", names=listed)
        if not found.findings:
            raise found.skipped[0].fault if found.skipped else UserFacingError("models.bench_nothing", detail="")
        if all(one.doubt for one in found.findings):
            raise UserFacingError("models.bench_doubtful")

    return {BENCH: bench}
