"""``backup`` and ``restore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.bootstrap import back_up, bring_back
from app.cli.run import Result

if TYPE_CHECKING:
    import argparse


def backup(options: argparse.Namespace) -> Result:
    """Make a verified backup of the data now."""
    made = back_up(options.data)
    return Result({"backup": str(made)}, [f"Backed up and verified: {made}"])


def restore(options: argparse.Namespace) -> Result:
    """Bring the newest good backup back; what was there is kept aside."""
    used = bring_back(options.data)
    return Result({"restored": str(used)}, [f"Restored from {used}. What was there before is kept beside it."])
