"""``pack save|verify|drives``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.bootstrap import open_reading, open_services
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from app.bootstrap import Services
    from app.cli.show import Json
    from app.domain.jobs import CancelToken


def save(options: argparse.Namespace) -> Result:
    """Save approved lessons to a stick or folder."""
    printer = ProgressPrinter()
    with open_services(options.data) as services, cancel_on_interrupt() as cancel:
        try:
            data = save_pack(services, options.lessons, options.to, options.formats, printer, cancel)
        finally:
            printer.finish()
    return Result(data, [f"Verified - safe to remove: {len(data['lessons'])} lessons in {data['folder']}"])


def save_pack(
    services: Services,
    lesson_ids: list[str],
    folder: Path,
    formats: tuple[str, ...],
    printer: ProgressPrinter,
    cancel: CancelToken,
) -> Json:
    """Save and say what was written."""
    saved = services.packs.save(lesson_ids, folder, formats=formats, report=printer, cancel=cancel)
    return {
        "folder": str(saved.folder),
        "lessons": list(saved.lessons),
        "files": list(saved.files),
        "bytes": saved.bytes,
    }


def verify(options: argparse.Namespace) -> Result:
    """Check a stick or pack; any problem is exit status 1."""
    from app.bootstrap import verify_pack

    report = verify_pack(options.folder)
    data = {
        "ok": report.ok,
        "folder": str(options.folder),
        "lessons": list(report.lessons),
        "problems": list(report.problems),
    }
    lines = (
        list(report.problems) if not report.ok else [f"Everything is as it was saved: {len(report.lessons)} lessons."]
    )
    return Result(data, lines, report.error(options.folder))


def drives(options: argparse.Namespace) -> Result:
    """Removable drives that are there now."""
    with open_reading(options.data) as services:
        found = services.packs.drives()
    rows = [
        {"path": str(one.path), "name": one.name, "free_bytes": one.free_bytes, "file_system": one.file_system,
         "read_only": one.read_only}
        for one in found
    ]  # fmt: skip
    lines = [f"{row['path']}  {row['name']}  {row['free_bytes'] / 1e9:.1f} GB free" for row in rows]
    return Result({"drives": rows}, lines or ["No stick found."])
