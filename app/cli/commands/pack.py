"""``pack save|verify|drives``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.names import lesson_id
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt, writing
from app.domain.errors import UserFacingError
from app.export.verify import ProblemKind

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application, Services
    from app.cli.show import Json
    from app.domain.jobs import CancelToken


def save(options: argparse.Namespace, application: Application) -> Result:
    """Save approved lessons to a stick or folder."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, writing(application, options) as services:
        try:
            wanted = [lesson_id(services, one) for one in options.lessons]
            data = save_pack(services, wanted, options, printer, cancel)
        finally:
            printer.finish()
    lines = [f"{lesson}: version {number}" for lesson, number in zip(data["lessons"], data["versions"], strict=True)]
    return Result(data, [*lines, f"Verified - safe to remove: {len(data['lessons'])} lessons in {data['folder']}"])


def save_pack(
    services: Services,
    lesson_ids: list[str],
    options: argparse.Namespace,
    printer: ProgressPrinter,
    cancel: CancelToken,
) -> Json:
    """Save to `options.to` and say what was written."""
    saved = services.packs.save(
        lesson_ids, options.to, formats=options.formats, sound=not options.no_audio, report=printer, cancel=cancel
    )
    return {
        "folder": str(saved.folder),
        "lessons": list(saved.lessons),
        "versions": list(saved.versions),
        "files": list(saved.files),
        "bytes": saved.bytes,
    }


def verify(options: argparse.Namespace, application: Application) -> Result:
    """Check a stick or pack; any problem is exit status 1."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel:
        try:
            report = application.verify_pack(options.folder, printer, cancel)
        finally:
            printer.finish()
    problems = [str(one) for one in report.problems]
    data = {"ok": report.ok, "folder": str(options.folder), "lessons": list(report.lessons), "problems": problems}
    if report.ok:
        return Result(data, [f"Everything is as it was saved. Lessons: {len(report.lessons)}."])
    if any(one.kind is ProblemKind.NOT_A_PACK for one in report.problems):
        return Result(data, [], UserFacingError("pack.not_a_pack", path=options.folder))
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return Result(data, problems, UserFacingError("pack.damaged", path=options.folder, detail=problems[0] + more))


def drives(options: argparse.Namespace, application: Application) -> Result:
    """Removable drives that are there now."""
    with application.open_reading(options.data) as services:
        found = services.packs.drives()
    rows = [
        {"path": str(one.path), "name": one.name, "free_bytes": one.free_bytes, "file_system": one.file_system,
         "read_only": one.read_only}
        for one in found
    ]  # fmt: skip
    lines = [f"{one.path}  {one.name}  {one.free_bytes / 1e9:.1f} GB free" for one in found]
    return Result({"drives": rows}, lines or ["No stick found."])
