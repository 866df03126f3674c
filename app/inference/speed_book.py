"""What `models bench` measured on this machine, kept in one JSON file for the router and the time estimates."""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.errors import UserFacingError
from app.domain.models import Machine, Speed

if TYPE_CHECKING:
    from collections.abc import Iterable

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Page:
    """Measurements and the machine they were made on: a data folder may be carried to another one."""

    machine: Machine
    speeds: tuple[Speed, ...]


class SpeedBook:
    """The measurements of one machine.

    Args:
        path: The file; it need not be there.
        machine: This machine; what another one measured does not count.
    """

    def __init__(self, path: Path, machine: Machine) -> None:
        self._path, self._machine = path, machine

    def speeds(self) -> tuple[Speed, ...]:
        """Every measurement of this machine; none where the file is missing, damaged or from another one."""
        try:
            page = msgspec.json.decode(self._path.read_bytes(), type=_Page)
        except OSError:
            return ()
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _log.warning("the measured speeds are damaged and do not count: measure again")
            return ()
        return page.speeds if _same(page.machine, self._machine) else ()

    def add(self, speeds: Iterable[Speed]) -> None:
        """Keep these; each takes the place of the one of the same form, device and threads.

        Raises:
            UserFacingError: the file cannot be written (``data.not_writable``).
        """
        kept = {_key(one): one for one in (*self.speeds(), *speeds)}
        data = msgspec.json.format(msgspec.json.encode(_Page(self._machine, tuple(kept.values()))))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=self._path.name, suffix=".tmp", dir=self._path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise UserFacingError("data.not_writable", path=str(self._path.parent)) from error


def _key(one: Speed) -> tuple[object, ...]:
    return one.spec_id, one.runtime, one.compute_type, one.device, one.threads


def _same(one: Machine, other: Machine) -> bool:
    """Whether speeds of the one hold for the other; memory may differ by what the graphics took this time."""
    return (one.system, one.architecture, one.cores, one.instruction_sets) == (
        other.system,
        other.architecture,
        other.cores,
        other.instruction_sets,
    ) and [card.name for card in one.accelerators] == [card.name for card in other.accelerators]
