"""What a fact is, for every extractor of the fact lock."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.lessons import FactKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a sentence.

    Attributes:
        kind: NUMBER, UNIT (a number with its unit, or a unit alone), DATE, FORMULA or NEGATION.
        text: The fact as it stands.
        value: What is compared: equal facts have equal values whatever their script or spelling.
        unit: Canonical unit, empty without one.
        start: Where it begins in the text.
        end: Where it ends.
        doubtful: It may be an ordinary word ("second", Tamil for "river").
        is_one: "One" that may be an article ("एक"), of value 1.
        reason: Code word when the fact was seen but could not be read; it is then compared letter by letter.
    """

    kind: FactKind
    text: str
    value: str
    unit: str
    start: int
    end: int
    doubtful: bool = False
    is_one: bool = False
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two facts the same."""
        return self.value, self.unit

    @property
    def certain(self) -> bool:
        """Whether the lock is sure that this is a fact and what it says."""
        return not (self.doubtful or self.is_one or self.reason)


def overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether any of the spans shares a character with start-end."""
    return any(first < end and start < last for first, last in spans)
