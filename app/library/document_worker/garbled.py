"""Whether the text layer of a page says what the page shows (pure functions)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class GarbledReason(StrEnum):
    """Why a text layer cannot be trusted."""

    LEGACY_FONT = "legacy_font"
    UNMAPPED = "unmapped"
    MOJIBAKE = "mojibake"
    CIPHER = "cipher"
    BROKEN_ORDER = "broken_order"


@dataclass(frozen=True, slots=True)
class FontRun:
    """A stretch of text in one font.

    Attributes:
        font: The font's name in the file; empty when unknown.
        text: The characters, spaces and line ends included.
        unmapped: How many of them the file gives no meaning for.
    """

    font: str
    text: str
    unmapped: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one page.

    Attributes:
        garbled: Whether the text must not be used.
        reason: The strongest reason; None when clean.
        share: Share of the page's words that the reason applies to, 0 to 1.
    """

    garbled: bool
    reason: GarbledReason | None
    share: float


def inspect(runs: Sequence[FontRun], expected: str | None = None) -> Verdict:
    """Judge the text layer of one page.

    Args:
        runs: The page in its own order.
        expected: ISO 639-1 code the page is said to be in; None when unknown.
    """
    del expected
    unmapped = sum(run.unmapped for run in runs)
    total = sum(len(run.text) for run in runs)
    if unmapped > 0.02 * total:
        return Verdict(True, GarbledReason.UNMAPPED, unmapped / max(1, total))
    return Verdict(False, None, 0.0)


def inspect_text(text: str, expected: str | None = None) -> Verdict:
    """Judge a text whose fonts are unknown."""
    return inspect((FontRun("", text),), expected)
