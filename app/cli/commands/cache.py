"""``cache export|use|status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt, writing

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.cli.show import Json
    from app.lesson.shared_results import SharedStatus


def export(options: argparse.Namespace, application: Application) -> Result:
    """Write what was computed to a stick or folder."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, writing(application, options) as services:
        documents = [services.library.document(one).id for one in options.documents]
        try:
            done = services.results.export(options.folder, documents, report=printer, cancel=cancel)
        finally:
            printer.finish()
    data = {
        "folder": str(done.folder),
        "results": done.results,
        "files_written": done.files,
        "bytes_written": done.size,
        "left_out": done.left_out,
    }
    lines = [f"{sum(done.results.values())} results are in {done.folder}; {done.files} files were written."]
    if done.left_out:
        lines.append(f"{done.left_out} results were left out: a picture or sound of theirs is gone.")
    return Result(data, lines)


def use(options: argparse.Namespace, application: Application) -> Result:
    """Take results from a folder, or from none any more."""
    with writing(application, options) as services:
        found = services.results.use(None if options.none else options.folder)
    return _result(found)


def status(options: argparse.Namespace, application: Application) -> Result:
    """Which folder is used."""
    with application.open_reading(options.data) as services:
        return _result(services.results.status())


def _result(found: SharedStatus) -> Result:
    data: Json = {"folder": found.folder, "there": found.there, "results": found.results}
    if not found.folder:
        return Result(data, ["Nothing is taken from other laptops."])
    said = f"{sum(found.results.values())} results" if found.there else "it is not there now"
    return Result(data, [f"Results are taken from {found.folder}: {said}."])
