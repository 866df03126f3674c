"""``library add|list|show|search|edit|index|remove``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show
from app.cli.hints import sentence
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt, writing
from app.domain.documents import FACTS
from app.library.left_out import Added, NoneAddedError

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.domain.errors import UserFacingError


def add(options: argparse.Namespace, application: Application) -> Result:
    """Add files and read their pages."""
    printer = ProgressPrinter()
    error: UserFacingError | None = None
    with cancel_on_interrupt() as cancel, writing(application, options) as services:
        try:
            added = services.library.add_all(
                options.sources, language=options.source_language, report=printer, cancel=cancel
            )
        except NoneAddedError as refused:
            added, error = Added((), refused.left_out), refused
        finally:
            printer.finish()
    not_added = [
        {"source": one.source, "error": one.error.key, "message": sentence(one.error)} for one in added.left_out
    ]
    lines = [show.document_line(one) for one in added.documents]
    if error is None or len(not_added) > 1:  # of one file alone the error itself tells
        lines += [f"Not added: {row['message']}" for row in not_added]
    documents = [show.document(one) for one in added.documents]
    return Result({"documents": documents, "not_added": not_added}, lines, error)


def list_(options: argparse.Namespace, application: Application) -> Result:
    """All documents."""
    with application.open_reading(options.data) as services:
        documents = services.library.documents()
    lines = [show.document_line(one) for one in documents] or ["No documents yet."]
    return Result({"documents": [show.document(one, with_pages=False) for one in documents]}, lines)


def show_(options: argparse.Namespace, application: Application) -> Result:
    """One document with the text of its pages."""
    with application.open_reading(options.data) as services:
        document = services.library.document(options.document)
    lines = [show.document_line(document)]
    for page in document.pages:
        badge = f"{page.text.method.value}, {page.text.quality.value}" if page.text else "not read yet"
        lines += [f"--- page {page.position + 1} ({badge})", page.text.text if page.text else ""]
    return Result(show.document(document), lines)


def search(options: argparse.Namespace, application: Application) -> Result:
    """Find words in the pages."""
    with application.open_reading(options.data) as services:
        only = services.facts.matching(
            school_class=options.school_class,
            subject=options.subject,
            language=options.language,
            documents=options.documents,
        )
        hits = services.library.search(options.query, limit=options.limit, documents=only)
    rows = [
        {
            "document_id": hit.document_id,
            "page_id": hit.page_id,
            "heading": hit.heading,
            "position": hit.position,
            "text": hit.text,
            "score": hit.score,
            "boxes": [show.box(one) for one in hit.boxes],
        }
        for hit in hits
    ]
    return Result({"query": options.query, "hits": rows}, [hit.text for hit in hits] or ["Nothing found."])


def edit(options: argparse.Namespace, application: Application) -> Result:
    """Say what documents are in a school's terms."""
    changes = {name: value for name in FACTS if (value := getattr(options, name)) is not None}
    with writing(application, options) as services:
        documents = services.facts.edit(options.documents, changes)
    rows = [show.document(one, with_pages=False) for one in documents]
    return Result({"documents": rows}, [show.document_line(one) for one in documents])


def index(options: argparse.Namespace, application: Application) -> Result:
    """Bring the search index up to date."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, writing(application, options) as services:
        try:
            pages = services.index.take_in(lambda: not cancel.cancelled, printer)
        finally:
            printer.finish()
        cancel.check()
    return Result({"pages": pages}, [f"Pages taken into the index or out of it: {pages}."])


def remove(options: argparse.Namespace, application: Application) -> Result:
    """Take a document out."""
    with writing(application, options) as services:
        services.library.remove(options.document)
    return Result({"removed": options.document}, ["Removed."])
