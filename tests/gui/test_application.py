"""The whole of `run`, in a process of its own: paint, open, live, close in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from app.config.settings import Settings
from app.domain.errors import UserFacingError
from app.ui import application
from app.ui.navigator import Place
from tests.fakes import FakeServices

folder, what = Path(sys.argv[1]), sys.argv[2]
said = []

class Services(FakeServices):
    def close(self):
        super().close()
        said.append("services closed")

def open_services():
    said.append("opening " + ("elsewhere" if threading.current_thread() is not threading.main_thread() else "here"))
    if what == "locked" or (what in ("locked_once", "early") and said.count("opening elsewhere") == 1):
        raise UserFacingError("data.locked", path="X")
    if what == "slow":
        while len(said) < 3:  # until the window has said what it waits for
            time.sleep(0.02)
    services = Services(folder, Settings.load(folder / "settings.json"))
    services.people.add("Asha", "hi", (6,))
    if what == "typing":
        document = services.library.add([folder / "a.jpg"])
        services.document_id = document.id
        keep = services.library.correct_block
        services.library.correct_block = lambda *a, **k: (time.sleep(0.2), said.append("saved"), keep(*a, **k))[-1]
    made.append(services)
    return services

made = []

class Window(application.MainWindow):
    def __init__(self, shell):
        super().__init__(shell)
        self.shell = shell
        self.painted.connect(lambda: said.append("painted"))
        self.watch = QTimer(self, interval=20, timeout=self.look)
        self.watch.start()

    def look(self):
        if what == "slow" and not self.shell.ready and self.bar.text and len(said) == 2:
            said.append(self.bar.text)
        elif what == "slow" and self.shell.ready and self.page.zone.isEnabled():
            self.watch.stop()
            said.append("said nothing more" if not self.bar.isVisible() else self.bar.text)
            self.close()
        elif what == "locked" and "X" in self.bar.text:
            self.watch.stop()
            said.append(self.bar.text)
            self.close()
        elif what == "locked_once" and "X" in self.bar.text:
            said.append(self.bar.action.text() + (", can be closed" if self.bar.close_button.isVisible() else ""))
            self.bar.action.click()
        elif what == "locked_once" and self.shell.ready and self.page.zone.isEnabled():
            self.watch.stop()
            said.append("bar shown" if self.bar.isVisible() else "ready")
            self.close()
        elif what == "early" and "X" in self.bar.text:
            for place in (Place.REVIEW, Place.SETTINGS, Place.DOCUMENTS, Place.MODELS, Place.LESSONS):
                self.shell.navigator.go(place)
            said.append(str(self.page.route.place))
            self.bar.action.click()
        elif what == "early" and self.shell.ready and self.page.route.place is not Place.HOME:
            self.watch.stop()
            said.append(str(self.page.route.place))
            self.close()
        elif what == "typing" and self.shell.ready and self.shell.navigator.current:
            if self.shell.navigator.current.place is Place.HOME:
                self.shell.navigator.go(Place.SOURCE_CHECK, made[0].document_id)
            elif self.page.text.editors:
                self.watch.stop()
                self.page.text.editors[0].replace_text("typed a moment before closing")
                self.close()
        elif what == "open" and self.shell.ready and self.page.zone.isEnabled():
            self.watch.stop()
            self.close()

application.MainWindow = Window
status = application.run(open_services)
if what == "typing":
    page = made[0].library.document(made[0].document_id).pages[0]
    said.append(page.text.blocks[0].text)
print(status, said)
"""


def start(folder: Path, what: str) -> str:
    """What the process said."""
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(folder), what]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_window_is_painted_before_the_data_folder_is_opened_and_closes_it_last(tmp_path: Path) -> None:
    assert start(tmp_path, "open") == "0 ['painted', 'opening elsewhere', 'services closed']"


def test_a_folder_that_opens_slowly_is_waited_for_with_a_word(tmp_path: Path) -> None:
    word = "Opening your lessons. The first time takes some seconds."
    said = f"'painted', 'opening elsewhere', '{word}', 'said nothing more', 'services closed'"
    assert start(tmp_path, "slow") == f"0 [{said}]"


def test_a_data_folder_in_use_is_one_sentence_in_a_window_that_can_be_closed(tmp_path: Path) -> None:
    sentence = "Another window or command is using the data folder X. Nothing was changed. Close it and try again."
    assert start(tmp_path, "locked") == f"1 ['painted', 'opening elsewhere', '{sentence}']"


def test_a_data_folder_that_is_free_again_is_opened_by_one_button(tmp_path: Path) -> None:
    said = "'painted', 'opening elsewhere', 'Try again', 'opening elsewhere', 'ready', 'services closed'"
    assert start(tmp_path, "locked_once") == f"0 [{said}]"


def test_a_page_that_is_chosen_before_the_folder_is_open_comes_when_it_is(tmp_path: Path) -> None:
    said = "'painted', 'opening elsewhere', 'home', 'opening elsewhere', 'lessons', 'services closed'"
    assert start(tmp_path, "early") == f"0 [{said}]"


def test_what_was_typed_a_moment_before_closing_is_saved(tmp_path: Path) -> None:
    said = start(tmp_path, "typing")
    assert said == "0 ['painted', 'opening elsewhere', 'saved', 'services closed', 'typed a moment before closing']"
