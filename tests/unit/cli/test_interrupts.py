"""Ctrl+C is heard wherever it falls: between two lines, in the middle of one, and while the program waits."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.command_line import ROOT

INTERRUPTED_LINE = """
import io, os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # the tests themselves may run where Ctrl+C is ignored
from app.cli.run import ProgressPrinter, cancel_on_interrupt
from app.domain.jobs import Progress

class Terminal(io.RawIOBase):
    presses = 1
    def writable(self):
        return True
    def write(self, line):
        if Terminal.presses:
            Terminal.presses -= 1
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0)  # Python hears it here, inside the write
        return os.write(2, line)

with cancel_on_interrupt() as token:
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(Terminal()), line_buffering=True)
    ProgressPrinter()(Progress("reading", 0, 3))
    print(token.cancelled)
"""

INTERRUPTED_WAIT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from app.cli.run import cancel_on_interrupt

def press_at(number):
    lines = 0
    def press(frame, event, argument):
        nonlocal lines
        lines += event == "line"
        if lines == number:
            sys.settrace(None)
            signal.raise_signal(signal.SIGINT)
        return press
    return press

heard = []
for number in range(1, 12):
    with cancel_on_interrupt() as token:
        sys.settrace(press_at(number))
        heard.append(token.wait(0.2))
        sys.settrace(None)
print(all(heard[:5]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("script", [INTERRUPTED_LINE, INTERRUPTED_WAIT], ids=["line", "wait"])
def test_ctrl_c_is_heard_in_the_middle_of(script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=20
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
    assert "Stopping ..." in done.stderr
