"""``backup`` and ``restore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.run import Result
from app.domain.clock import spoken

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application


def backup(options: argparse.Namespace, application: Application) -> Result:
    """Make a verified backup of the data now."""
    made = application.back_up(options.data)
    return Result({"backup": str(made)}, [f"Backed up and verified: {made}"])


def restore(options: argparse.Namespace, application: Application) -> Result:
    """Bring the newest good backup back; what was there is kept aside."""
    recovery = application.bring_back(options.data)
    kept = str(recovery.kept) if recovery.kept else None
    lines = [f"Restored the backup of {spoken(recovery.backup)}."] if recovery.backup else []
    lines += [f"What was there before is kept: {kept}"] if kept else []
    return Result({"restored": recovery.when, "kept": kept}, lines)
