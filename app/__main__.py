"""Entry of the command and of ``python -m app``: picks the window or a command, and imports nothing heavy itself."""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # built in: there at once, as Ctrl+C may be
import os
import sys

_IS_PROGRAM = __name__ == "__main__" or os.path.basename("".join(sys.argv[:1])).startswith("shikshasetu")
if _IS_PROGRAM and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main` is there to say a word, the program ends without one

TYPE_CHECKING = False  # the module typing is not there yet when the first Ctrl+C may come
if TYPE_CHECKING:
    from typing import NoReturn


def main(arguments: list[str] | None = None) -> int:
    """Run the window or a command; returns the exit status."""
    import multiprocessing

    multiprocessing.freeze_support()
    _open_what_is_closed()
    given = sys.argv[1:] if arguments is None else arguments
    before = _end_in_good_order()
    try:
        return _run(given, before)
    except KeyboardInterrupt:
        _end()
    except (MemoryError, ImportError, OSError) as error:
        from app.domain.room import is_no_room

        if not is_no_room(error):
            raise
        _say_end("computer.no_room", "This computer has too little memory. Close other programs and try again.")
        return 1
    finally:
        _restore(before)


def _open_what_is_closed() -> None:
    """Let the null device stand for a stream that was closed at our start (``2>&-``, a window without a console).

    Else the database gets its number, and whatever anybody says to that stream is written into the data.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115


def _run(given: list[str], before: dict[int, object]) -> int:
    from app.cli.parser import parse

    options = parse(given)
    from app import bootstrap

    if options.command is None:
        _restore(before)
        return bootstrap.open_window(options.data, sample=options.sample)
    from app.cli.run import run

    return run(options, bootstrap)


def _end_in_good_order() -> dict[int, object]:
    """Make Ctrl+C, a polite kill and a closed terminal end the process with the promised status; gives what was set.

    No exception is raised: one that goes off inside an import is turned into another, or ends Python by the signal.
    A command that has more to put in order than the database does by itself takes the signals over.
    """
    known = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heard = [number for number in known if signal.getsignal(number) != signal.SIG_IGN]  # nohup means it
    return {number: signal.signal(number, lambda *_: _end()) for number in heard}


def _restore(before: dict[int, object]) -> None:
    for number, handler in before.items():
        signal.signal(number, handler)


def _end() -> NoReturn:
    _say_end("cancelled", "Stopped. What was finished before is kept.")
    os._exit(1)


def _say_end(key: str, message: str) -> None:
    if "--json" in sys.argv:
        _say(1, f'{{"error": "{key}", "message": "{message}"}}')
    _say(2, message)


def _say(stream: int, line: str) -> None:
    try:  # noqa: SIM105 - imports nothing that may not be there yet
        os.write(stream, f"{line}\n".encode())
    except OSError:
        pass  # the terminal is gone


if __name__ == "__main__":
    sys.exit(main())
