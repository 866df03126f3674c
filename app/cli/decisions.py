"""Questions that a person answers at the terminal; a script answers them with options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def can_ask(options: argparse.Namespace) -> bool:
    """Whether somebody sits there who reads a question and can answer it."""
    if options.json or sys.stdin is None or sys.stderr is None:
        return False
    return sys.stdin.isatty() and sys.stderr.isatty()


def says_yes(question: str) -> bool:
    """Ask until the answer is y or n; the end of the input is a no."""
    while True:
        print(f"{question} [y/n] ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline()
        word = answer.strip().lower()
        if word in ("y", "yes"):
            return True
        if not answer or word in ("n", "no"):
            return False
