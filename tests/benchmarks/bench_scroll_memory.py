"""Memory of the desktop process after scrolling through all of a 300-page book.

    python -m tests.benchmarks.bench_scroll_memory [PAGES]

The book is a PDF made here; every page is read, every thumbnail and every tenth page picture is shown, by the real
services in a data folder of their own.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.window_waits import until, wait

PAGES = 300
LIMIT_MB = 300


def make_book(path: Path, pages: int) -> None:
    """A PDF with a heading, forty lines and a box on every page. Needs a QGuiApplication."""
    from PySide6.QtCore import QMarginsF, QRectF
    from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPdfWriter

    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(150)
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        painter.setFont(QFont("Noto Sans", 16))
        painter.drawText(120, 160, f"Chapter {number + 1}")
        painter.setFont(QFont("Noto Sans", 10))
        for line in range(40):
            words = (
                f"Line {line + 1} of page {number + 1}: water boils at {number + line} degrees and is not always clear."
            )
            painter.drawText(120, 240 + 34 * line, words)
        painter.fillRect(QRectF(120, 1620, 900, 60), QColor.fromHsv(number % 360, 90, 220))
    painter.end()


def main() -> None:
    """Print resident memory at each stage."""
    import psutil

    from app import bootstrap
    from app.config.paths import resources
    from app.ui.appearance import Appearance
    from app.ui.application import build_shell, make_application, return_large_buffers
    from app.ui.main_window import MainWindow
    from app.ui.navigator import Place
    from app.ui.pages.source_check import SourceCheckPage

    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    process = psutil.Process()
    peak = 0.0

    def say(stage: str) -> None:
        nonlocal peak
        now = process.memory_info().rss / (1 << 20)
        peak = max(peak, now)
        print(f"{stage:<34}{now:7.0f} MB", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        return_large_buffers()  # as `application.run` does
        app = make_application()
        book = Path(folder) / "book.pdf"
        make_book(book, pages)
        shell = build_shell(app, Appearance(), resources())
        window = MainWindow(shell)
        window.resize(1366, 768)
        window.show()
        wait(200)
        say("window")
        services = bootstrap.open_services(Path(folder) / "data")
        try:
            services.people.add("Asha", "en", (6,))
            shell.attach(services)
            window.start()
            wait(500)
            say("services open")
            document_id = services.library.add([book]).id
            say(f"{pages} pages read")
            shell.navigator.go(Place.SOURCE_CHECK, document_id)
            page = window.page
            assert isinstance(page, SourceCheckPage)
            until(lambda: page.strip.list.model().rowCount() == pages, 60)
            say("book open")
            for row in range(pages):
                index = page.strip.list.model().index(row, 0)
                page.strip.list.scrollTo(index)
                if row % 10 == 0:
                    page.strip.list.setCurrentIndex(index)
                until(lambda row=row: shell.tasks.pending == 0, 60)
                if row % 60 == 59:
                    say(f"scrolled to page {row + 1}")
            print(f"largest {peak:.0f} MB, at most {LIMIT_MB} MB")
        finally:
            window.close()
            shell.tasks.close()
            services.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    main()
