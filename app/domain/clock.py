"""The one way time is written down: ISO 8601, UTC, microseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_now() -> str:
    """The present moment, as in ``2026-11-22T09:14:05.123456Z``."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """Write down an aware moment in the form of `utc_now`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


SPOKEN = "%d %B %Y, %H:%M"
"""Form of a time inside a sentence."""


def spoken(moment: datetime) -> str:
    """A moment as a person says it, at the time of this place: ``22 November 2026, 09:14``."""
    return moment.astimezone().strftime(SPOKEN)


def days_ago(days: int) -> str:
    """The moment that many days before now, in the form of `utc_now`."""
    return stamp(datetime.now(UTC) - timedelta(days=days))
