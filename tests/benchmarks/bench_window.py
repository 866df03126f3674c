"""How soon the window is there, beside a bare PySide6 main window, in the same run.

    python tests/benchmarks/bench_window.py [RUNS]

Each start is a process of its own, on one data folder that was opened before (a warm start). Times count from the
moment before the process is made. Set DISPLAY to measure on an X server, else Qt's offscreen platform is used.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
PAINT_LIMIT, USABLE_LIMIT = 6.0, 10.0


def child_bare() -> None:
    """A QMainWindow and nothing else."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            print("paint", time.monotonic(), flush=True)
            QTimer.singleShot(0, QApplication.quit)

    app = QApplication([])
    window = Window()
    window.resize(1180, 720)
    window.show()
    app.exec()


def child_ours(data: str) -> None:
    """The whole application on a data folder, closed as soon as Home can be used."""
    from PySide6.QtCore import QTimer

    from app import bootstrap
    from app.ui import application, main_window
    from app.ui.pages.home import HomePage

    class Window(main_window.MainWindow):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            self.painted.connect(lambda: print("paint", time.monotonic(), flush=True))

        def start(self) -> None:
            super().start()
            self._shell.navigator.moved.connect(lambda _: self._watch())

        def _watch(self) -> None:
            page = self.page
            if isinstance(page, HomePage):
                page.filled.connect(self._on_filled)

        def _on_filled(self) -> None:
            print("usable", time.monotonic(), flush=True)
            QTimer.singleShot(0, self.close)

    application.MainWindow = Window  # type: ignore[attr-defined, assignment]
    bootstrap.open_window(Path(data), sample=False)


def start(kind: str, data: str) -> dict[str, float]:
    """One process; seconds from before it was made to each event it reported."""
    begun = time.monotonic()
    command = [sys.executable, __file__, "--child", kind, data]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = (line.split() for line in done.stdout.splitlines())
    return {words[0]: float(words[1]) - begun for words in found if len(words) == 2}


def prepare(data: str) -> None:
    """A data folder with a person, so that Home and not the first start is shown."""
    from app import bootstrap

    with bootstrap.open_services(Path(data)) as services:
        services.people.add("Asha", "hi", (6,))


def main() -> None:
    """Print medians and ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as data:
        prepare(data)
        start("ours", data)
        start("bare", data)
        pairs = [(start("bare", data), start("ours", data)) for _ in range(runs)]
    bare = statistics.median(one["paint"] for one, _ in pairs)
    paint = statistics.median(other["paint"] for _, other in pairs)
    usable = statistics.median(other["usable"] for _, other in pairs)
    print(f"median of {runs}, Qt platform {os.environ['QT_QPA_PLATFORM']}")
    print(f"bare window, first paint   {bare:6.3f} s")
    print(f"our window, first paint    {paint:6.3f} s   {paint / bare:4.1f} x   at most {PAINT_LIMIT:.0f} x")
    print(f"our window, Home usable    {usable:6.3f} s   {usable / bare:4.1f} x   at most {USABLE_LIMIT:.0f} x")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    if sys.argv[1:2] == ["--child"]:
        child_bare() if sys.argv[2] == "bare" else child_ours(sys.argv[3])
    else:
        main()
