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


class Taken:
    """Which characters of a text already belong to a fact: asking costs the span, not the number of facts."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, start: int, end: int) -> None:
        """Takes the characters from start to end."""
        self._marks[start:end] = b"\x01" * (end - start)

    def add_facts(self, facts: list[Fact]) -> None:
        """Takes the places of facts."""
        for fact in facts:
            self.add(fact.start, fact.end)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a character of start-end is taken."""
        return self._marks.find(1, start, end) >= 0

    def free_from(self, start: int) -> int:
        """The first character from `start` on that is not taken; the length of the text when there is none."""
        found = self._marks.find(0, start)
        return len(self._marks) if found < 0 else found

    def copy(self) -> Taken:
        """One to go on with, without changing this one."""
        other = Taken(0)
        other._marks = self._marks.copy()
        return other
