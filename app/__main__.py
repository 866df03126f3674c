"""Entry of the command and of ``python -m app``: picks the window or a command, and imports nothing heavy itself."""

from __future__ import annotations

import multiprocessing
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the window or a command; returns the exit status."""
    multiprocessing.freeze_support()
    from app.cli.parser import parse

    options = parse(sys.argv[1:] if arguments is None else arguments)
    from app import bootstrap

    if options.command is None:
        return bootstrap.open_window(options.data, sample=options.sample)
    from app.cli.run import run

    return run(options, bootstrap)


if __name__ == "__main__":
    sys.exit(main())
