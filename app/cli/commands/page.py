"""``library page turn|crop|correct|drop|reorder``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show
from app.cli.run import ProgressPrinter, Result, writing
from app.domain.documents import Box
from app.domain.errors import UserFacingError
from app.domain.jobs import Progress

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.domain.documents import Page


def turn(options: argparse.Namespace, application: Application) -> Result:
    """Turn a page upright and read it again."""
    with writing(application, options) as services:
        _say_reading()
        page = services.library.turn(options.page, options.degrees, discard_corrections=options.discard_corrections)
    return _shown(page)


def crop(options: argparse.Namespace, application: Application) -> Result:
    """Keep only a part of a page and read it again."""
    box = None if options.whole else Box(*options.box)
    with writing(application, options) as services:
        _say_reading()
        page = services.library.crop(options.page, box, discard_corrections=options.discard_corrections)
    return _shown(page)


def correct(options: argparse.Namespace, application: Application) -> Result:
    """Put the teacher's words in place of what was read in a block."""
    with writing(application, options) as services:
        read = services.library.page(options.page).text
        count = len(read.blocks) if read else 0
        if options.block >= count:
            raise UserFacingError("page.no_block", number=options.block, count=count)
        page = services.library.correct_block(options.page, options.block, options.text)
    return _shown(page)


def drop(options: argparse.Namespace, application: Application) -> Result:
    """Leave a page out of its document."""
    with writing(application, options) as services:
        page = services.library.page(options.page)
        if len(services.library.document(page.document_id).pages) == 1:
            raise UserFacingError("page.last")
        services.library.drop_page(page.id)
    return Result({"dropped": page.id}, ["Dropped."])


def reorder(options: argparse.Namespace, application: Application) -> Result:
    """Put the pages of a document in another order."""
    with writing(application, options) as services:
        pages = services.library.document(options.document).pages
        if sorted(options.pages) != sorted(one.id for one in pages):
            raise UserFacingError("page.wrong_order")
        document = services.library.reorder(options.document, options.pages)
    return Result(show.document(document), [show.document_line(document)])


def _say_reading() -> None:
    """Reading takes seconds, and the service reads one page in one go."""
    printer = ProgressPrinter()
    printer(Progress("reading"))
    printer.finish()


def _shown(page: Page) -> Result:
    return Result(show.page(page), [page.text.text if page.text else ""])
