"""All repositories over one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.store.decisions import DecisionRepository
from app.store.documents import DocumentRepository
from app.store.jobs import JobRepository
from app.store.lessons import LessonRepository
from app.store.people import PeopleRepository
from app.store.timings import TimingRepository

if TYPE_CHECKING:
    from sqlalchemy import Connection


class UnitOfWork:
    """What a function given to `Store.read` or `Store.write` works with; it must not be kept after that function."""

    def __init__(self, connection: Connection) -> None:
        self.people = PeopleRepository(connection)
        self.documents = DocumentRepository(connection)
        self.lessons = LessonRepository(connection)
        self.decisions = DecisionRepository(connection)
        self.jobs = JobRepository(connection)
        self.timings = TimingRepository(connection)
