"""How late a 10 ms Qt timer comes while a lesson is made from ten pages.

    python -m tests.benchmarks.bench_timer_lateness [PAGES]

Real services in a data folder of their own; the sample chapter repeated with other numbers. The same timer is
measured first in a window that does nothing, in the same run. Besides, the window is used while the job runs: pages
are opened one after the other.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.window_waits import until, wait

PAGES = 10
P99_LIMIT_MS, MAX_LIMIT_MS = 100.0, 500.0
PARAGRAPH = (
    "Water covers about {n} % of the surface of the Earth, but only 3 % of it is fresh. At the level of the sea, water"
    " boils at 100 °C and becomes ice at 0 °C. The heat of the Sun changes water into vapour; this process is called"
    " evaporation, and it does not need boiling. When vapour rises {n} metres it becomes cold, and it turns into tiny"
    " drops that form clouds. One molecule of water is made of two atoms of hydrogen and one atom of oxygen."
)


class Lateness:
    """Counts how late each tick of a 10 ms timer is, in milliseconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.late: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = time.perf_counter()
        self._timer.start(10)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._last) * 1000 - 10))
        self._last = now

    def report(self, name: str) -> None:
        """Stop, and print percentiles."""
        self._timer.stop()
        late = sorted(self.late)
        p99 = late[int(len(late) * 0.99)]
        middle = late[len(late) // 2]
        print(f"{name:<28}{len(late):6d} ticks   median {middle:5.1f}   p99 {p99:6.1f}   max {late[-1]:6.1f} ms")


def make_document(folder: Path, pages: int) -> Path:
    """A text of ten pages with eight paragraphs each."""
    paragraphs = [PARAGRAPH.format(n=10 * page + line) for page in range(pages) for line in range(1, 9)]
    path = folder / "chapter.txt"
    path.write_text("# Water around us\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    return path


def main() -> None:
    """Print lateness at rest and while the lesson is made."""
    from app import bootstrap
    from app.config.paths import resources
    from app.domain.lessons import LessonOptions
    from app.ui.appearance import Appearance
    from app.ui.application import GarbageCollector, build_shell, make_application, return_large_buffers
    from app.ui.main_window import MainWindow
    from app.ui.navigator import Place

    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        return_large_buffers()
        app = make_application()
        shell = build_shell(app, Appearance(), resources())
        window = MainWindow(shell)
        window.resize(1366, 768)
        window.show()
        collector = GarbageCollector(app)
        collector.start()
        services = bootstrap.open_services(Path(folder) / "data")
        try:
            services.people.add("Asha", "en", (6,))
            shell.attach(services)
            window.start()
            document = services.library.add([make_document(Path(folder), pages)])
            wait(1_000)
            rest = Lateness()
            wait(3_000)
            rest.report("nothing runs")
            shell.navigator.go(Place.MAKE, document.id)
            wait(300)
            busy = Lateness()
            begun = time.perf_counter()
            shell.jobs.make(document.id, LessonOptions())
            until(lambda: bool(shell.jobs.running), 30)
            turn = 0
            while shell.jobs.running:
                places = (Place.LESSONS, Place.HOME, Place.SETTINGS, Place.REVIEW)
                shell.navigator.go(places[turn % len(places)])
                turn += 1
                wait(400)
            made = time.perf_counter() - begun
            lesson = services.lessons.summaries()[0]
            shell.navigator.go(Place.DESK, lesson.id)
            wait(2_000)
            busy.report("lesson made and opened")
            print(f"made in {made:.1f} s, {turn} pages of the window opened meanwhile")
            print(f"at most p99 {P99_LIMIT_MS:.0f} ms, max {MAX_LIMIT_MS:.0f} ms")
        finally:
            collector.stop()
            window.close()
            shell.tasks.close()
            services.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    main()
