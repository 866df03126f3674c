"""How long steps took on this machine, for honest estimates."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from app.store.tables import TIMINGS

if TYPE_CHECKING:
    from sqlalchemy import Connection

WINDOW = 50


class TimingRepository:
    """Past timings by step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, step: str, units: float, seconds: float) -> None:
        """Write down that `units` units of `step` took `seconds`; only the newest ones are kept."""
        if units <= 0 or seconds < 0:
            raise ValueError("a timing has units and a duration")
        self._connection.execute(insert(TIMINGS).values(step=step, units=units, seconds=seconds))
        newest = select(TIMINGS.c.id).where(TIMINGS.c.step == step).order_by(TIMINGS.c.id.desc()).limit(WINDOW)
        self._connection.execute(delete(TIMINGS).where(TIMINGS.c.step == step, TIMINGS.c.id.not_in(newest)))

    def seconds_per_unit(self, step: str) -> float | None:
        """Median of the newest timings; None before the first."""
        rows = self._connection.execute(select(TIMINGS.c.units, TIMINGS.c.seconds).where(TIMINGS.c.step == step))
        rates = [row.seconds / row.units for row in rows]
        return statistics.median(rates) if rates else None
