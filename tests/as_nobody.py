"""Runs commands as somebody without rights: ``python -m tests.as_nobody HOME`` takes their words as JSON on stdin.

Root may read and write everything, so this process gives that up before the commands run. It has run them once
before, as it was, on a folder of its own: what a command imports may lie where only root can read.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path

from app.__main__ import main

NOBODY = 65534
READING = (["library", "list"], ["library", "search", "water"], ["lesson", "list"], ["people", "list"])
WRITING = (["people", "add", "Asha"], ["library", "add", "absent"], ["pack", "save", "x", "--to", "."], ["backup"])


def run(words: list[str]) -> dict[str, object]:
    """Exit status and what was printed."""
    said = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = said
    try:
        status: object = main(words)
    except SystemExit as ended:
        status = ended.code
    finally:
        sys.stdout, sys.stderr = before
    for one in said:
        one.flush()
    out, err = (one.buffer.getvalue().decode() for one in said)  # a BytesIO
    return {"status": status, "out": out, "err": err}


def _give_up_rights(home: str) -> None:
    os.environ.update(HOME=home, XDG_DATA_HOME=str(Path(home) / "share"))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for warm in (*WRITING, *READING, ["restore"]):
            run([*warm, "--data", folder])
    _give_up_rights(sys.argv[1])
    sys.stdout.write(json.dumps([run(words) for words in json.load(sys.stdin)]))
