"""Entry of the command and of ``python -m app``: picks the window or a command, and imports nothing heavy itself."""

from __future__ import annotations

import multiprocessing
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the window or a command; returns the exit status."""
    multiprocessing.freeze_support()
    given = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(given)
    except KeyboardInterrupt:  # before a command could look after it itself
        message = "Stopped. Nothing was changed."
        if "--json" in given:
            sys.stdout.write(f'{{"error": "cancelled", "message": "{message}"}}\n')
        sys.stderr.write(f"{message}\n")
        return 1


def _run(arguments: list[str]) -> int:
    from app.cli.parser import parse

    options = parse(arguments)
    from app import bootstrap

    if options.command is None:
        return bootstrap.open_window(options.data, sample=options.sample)
    from app.cli.run import run

    return run(options, bootstrap)


if __name__ == "__main__":
    sys.exit(main())
