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
    recovery = bring_back(options.data)
    made = recovery.backup.isoformat() if recovery.backup else None
    kept = str(recovery.kept) if recovery.kept else None
    lines = [f"Restored the backup of {made}."] + ([f"What was there before is kept: {kept}"] if kept else [])
    return Result({"restored": made, "kept": kept}, lines)
