"""Runs one command: opens the services it needs, prints its result, turns errors into exit statuses."""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.cli.hints import sentence
from app.domain.errors import DecisionNeeded, JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress
from app.domain.room import is_no_room
from app.domain.typed_text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from app.cli.application import Application, Services
    from app.domain.events import Event

DONE, FAULT, DECISION, BUG = 0, 1, 3, 70
_log = logging.getLogger(__name__)


@dataclass
class Result:
    """What a command gives back.

    Attributes:
        data: The JSON document.
        lines: The same for people.
        error: Set when the command ended in good order but a person is asked for something.
    """

    data: Any
    lines: list[str] = field(default_factory=list)
    error: UserFacingError | None = None


class ProgressPrinter:
    """Progress on stderr: one line that is rewritten on a terminal, one line per step elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._step = ""
        self._lock = threading.Lock()

    def __call__(self, progress: Progress) -> None:
        """Show how far it is."""
        count = f" {min(progress.done + 1, progress.total)} of {progress.total}" if progress.total > 1 else ""
        left = f" - about {_duration(progress.seconds_left)} left" if progress.seconds_left else ""
        with self._lock:
            if self._terminal:
                print(f"\r\033[K{progress.step.capitalize()}{count}{left}", end="", file=sys.stderr, flush=True)
            elif progress.step != self._step:
                print(f"{progress.step.capitalize()} ...", file=sys.stderr, flush=True)
            self._step = progress.step

    def on_event(self, event: Event) -> None:
        """Listener for the event bus: shows the progress of running jobs."""
        job = getattr(event, "job", None)
        if job is not None and job.progress.step:
            self(job.progress)

    def finish(self) -> None:
        """Leave the terminal on a fresh line."""
        if self._terminal and self._step:
            print(file=sys.stderr)


def run(options: argparse.Namespace, application: Application) -> int:
    """Run the command; returns the exit status."""
    try:
        return _run(options, application)
    except BrokenPipeError:
        _drop_stdout()
    except OSError as error:  # the command is done; what it found cannot be written out
        _drop_stdout()
        key = "data.disk_full" if error.errno == errno.ENOSPC else "data.io"
        print(UserFacingError(key, path="stdout"), file=sys.stderr)
    return FAULT


def _run(options: argparse.Namespace, application: Application) -> int:
    from app.cli.commands import command_for
    from app.config.logging import set_up_logging

    set_up_logging(None, stderr=False)
    try:
        result = command_for(options)(options, application)
    except JobCancelled:
        return _fail(
            options, "cancelled", "Stopped. Finished steps are kept; the same command goes on from there.", FAULT
        )
    except DecisionNeeded as error:
        return _fail(options, error.key, sentence(error), DECISION)
    except UserFacingError as error:
        return _fail(options, error.key, sentence(error), FAULT)
    except KeyboardInterrupt:
        return _fail(options, "cancelled", "Stopped. Finished steps are kept.", FAULT)
    except Exception as error:  # noqa: BLE001 - boundary: a bug ends in one line, the traceback in the log
        known = _fault_of_the_computer(error)
        if known is not None:
            return _fail(options, known.key, sentence(known), FAULT)
        _log.exception("bug in %s", options.command)
        return _fail(options, "bug", f"This is a bug in ShikshaSetu ({type(error).__name__}: {error}).", BUG)
    return _print(options, result)


def _fault_of_the_computer(error: Exception) -> UserFacingError | None:
    """What may hit any line of a program, and is no bug of it."""
    if is_no_room(error):
        return UserFacingError("computer.no_room")
    if isinstance(error, FileNotFoundError):
        try:
            os.getcwd()
        except FileNotFoundError:
            return UserFacingError("import.not_found", name="The current folder")
    return None


def _drop_stdout() -> None:
    """Nobody reads what is printed any more: say nothing about it, not even when the interpreter ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(options: argparse.Namespace, result: Result) -> int:
    _say_nothing_more()
    if options.json:
        data = result.data
        if result.error is not None:
            data = {**data, "error": result.error.key, "message": sentence(result.error)}
        _write(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for line in result.lines:
            _write(line)
    if result.error is not None:
        print(_one_line(sentence(result.error)), file=sys.stderr)
        return DECISION if isinstance(result.error, DecisionNeeded) else FAULT
    return DONE


def _fail(options: argparse.Namespace, key: str, message: str, status: int) -> int:
    _say_nothing_more()
    if options.json:
        _write(json.dumps({"error": key, "message": message}, ensure_ascii=False))
    print(_one_line(message), file=sys.stderr)
    return status


def _one_line(message: str) -> str:
    """The names in a message may be anything; it stays one line, and no terminal obeys it."""
    return " ".join(clean(message).split())


def _write(text: str) -> None:
    """UTF-8 whatever the terminal's locale says: the text is Hindi as often as English."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


@contextlib.contextmanager
def writing(application: Application, options: argparse.Namespace) -> Iterator[Services]:
    """Services of a command that writes; says so when the data had to be repaired first."""
    with application.open_services(options.data) as services:
        if services.recovery_notice is not None:
            print(services.recovery_notice, file=sys.stderr)
        yield services


@contextlib.contextmanager
def cancel_on_interrupt() -> Iterator[CancelToken]:
    """A token that Ctrl+C, a polite kill or a closed terminal sets; a second one ends at once."""
    token = CancelToken()

    def stop(*_: object) -> None:
        if token.cancelled:
            raise KeyboardInterrupt
        token.cancel()
        with contextlib.suppress(OSError):  # the terminal may be what is gone
            os.write(2, b"\nStopping ...\n")  # `print` raises where it interrupts a line that is being printed

    before = {number: signal.signal(number, stop) for number in _heard()}
    try:
        yield token
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _heard() -> list[int]:
    """The signals that ask for an end; one that is ignored, as with nohup, stays so."""
    known = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    return [number for number in known if signal.getsignal(number) != signal.SIG_IGN]


def _say_nothing_more() -> None:
    """The one document is on its way: who stops us now gets no second one."""
    with contextlib.suppress(ValueError):  # only the main thread has signals
        for number in _heard():
            signal.signal(number, lambda *_: os._exit(FAULT))


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(1, round(seconds))} s"
