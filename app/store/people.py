"""People who use this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from app.domain.people import Person
from app.store.tables import PEOPLE

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_FIELDS: tuple[Any, ...] = (
    PEOPLE.c.id,
    PEOPLE.c.name,
    PEOPLE.c.language,
    PEOPLE.c.classes,
    PEOPLE.c.created,
    PEOPLE.c.subjects,
)


class PeopleRepository:
    """The users; at most one of them is the current one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: Person) -> Person:
        """Add a person; the first one becomes the current one."""
        first = self._connection.execute(select(PEOPLE.c.id).limit(1)).first() is None
        self._connection.execute(insert(PEOPLE).values(**_values(person), current=first))
        return person

    def keep(self, person: Person) -> None:
        """Add a person who is not there yet."""
        if self.get(person.id) is None:
            self.add(person)

    def update(self, person: Person) -> Person:
        """Replace what is known about a person.

        Raises:
            KeyError: there is no such person.
        """
        changed = self._connection.execute(update(PEOPLE).where(PEOPLE.c.id == person.id).values(**_values(person)))
        if changed.rowcount == 0:
            raise KeyError(person.id)
        return person

    def get(self, person_id: str) -> Person | None:
        """One person by id."""
        return _person(self._connection.execute(select(*_FIELDS).where(PEOPLE.c.id == person_id)).first())

    def current(self) -> Person | None:
        """Who uses the laptop now."""
        return _person(self._connection.execute(select(*_FIELDS).where(PEOPLE.c.current)).first())

    def use(self, person_id: str) -> Person:
        """Make a person the current one.

        Raises:
            KeyError: there is no such person.
        """
        person = self.get(person_id)
        if person is None:
            raise KeyError(person_id)
        self._connection.execute(update(PEOPLE).where(PEOPLE.c.current).values(current=False))
        self._connection.execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(current=True))
        return person

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order they were added."""
        rows = self._connection.execute(select(*_FIELDS).order_by(PEOPLE.c.created, PEOPLE.c.id))
        return tuple(Person(*row) for row in rows)


def _person(row: Row[*tuple[Any, ...]] | None) -> Person | None:
    return None if row is None else Person(*row)


def _values(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language,
        "classes": person.classes,
        "subjects": person.subjects,
        "created": person.created,
    }
