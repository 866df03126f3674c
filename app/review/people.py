"""The people of this laptop; the one asked for at the first start is the first reviewer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.errors import UserFacingError
from app.domain.ids import new_id
from app.domain.people import Person
from app.domain.typed_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork

_LONGEST_NAME = 80


class PeopleService:
    """Adds people and remembers who is at the screen."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self) -> Person | None:
        """Who is at the screen; None before the first start is done."""
        return self._store.read(lambda work: work.people.current())

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order they were added."""
        return self._store.read(lambda work: work.people.all())

    def add(self, name: str, language: str, classes: Sequence[int]) -> Person:
        """Add a person and make them the current one.

        Raises:
            UserFacingError: the name is empty (``review.no_reviewer``).
        """
        person = Person(new_id(), _name(name), language, tuple(classes), utc_now())

        def add(work: UnitOfWork) -> None:
            work.people.add(person)
            work.people.use(person.id)

        self._store.write(add)
        return person

    def named(self, name: str, language: str) -> Person:
        """The person with this name; where there is none a new one, who is kept with their first decision.

        Raises:
            UserFacingError: the name is empty (``review.no_reviewer``).
        """
        name = _name(name)
        for person in self.all():
            if person.name.casefold() == name.casefold():
                return person
        return Person(new_id(), name, language, (), utc_now())

    def update(self, person: Person) -> None:
        """Save a changed name, language or classes.

        Raises:
            UserFacingError: the name is empty (``review.no_reviewer``).
        """
        named = replace(person, name=_name(person.name))
        self._store.write(lambda work: work.people.update(named))

    def use(self, person_id: str) -> None:
        """Make this person the current one."""
        self._store.write(lambda work: work.people.use(person_id))


def _name(typed: str) -> str:
    """A name that can be read, stored and printed."""
    name = one_line(typed, _LONGEST_NAME)
    if not name:
        raise UserFacingError("review.no_reviewer")
    return name
