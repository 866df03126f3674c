"""What the documents are in a school's terms: said by a person for many at once, and asked for by a search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.documents import FACTS
from app.domain.errors import UserFacingError
from app.domain.events import DocumentChanged, EventBus
from app.domain.typed_text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.documents import Document
    from app.library.book_facts import BookNames
    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork

_LONGEST = 120
_CLASSES = range(1, 13)


class FactsService:
    """Changes and compares facts of documents.

    Args:
        store: Where documents are kept.
        names: What school books call themselves.
        events: Told about every change.
    """

    def __init__(self, store: Store, names: BookNames, events: EventBus) -> None:
        self._store = store
        self._names = names
        self._events = events

    def edit(self, document_ids: Sequence[str], changes: Mapping[str, str | int | None]) -> tuple[Document, ...]:
        """Say what documents are; all of them or none are changed, and no guess changes it again.

        Args:
            document_ids: The documents.
            changes: By name of the fact (``FACTS``); None or an empty text takes it away.

        Raises:
            UserFacingError: there is no such document (``document.not_found``), or a class is not 1 to 12
                (``facts.class``).
            ValueError: there is no such fact.
        """
        values = {name: self._value(name, value) for name, value in changes.items()}

        def edit(work: UnitOfWork) -> tuple[Document, ...]:
            edited = []
            for document_id in dict.fromkeys(document_ids):
                document = work.documents.get(document_id)
                facts = document.facts.with_given(values)
                work.documents.set_facts(document_id, facts)
                edited.append(replace(document, facts=facts))
            return tuple(edited)

        documents = self._store.write(edit)
        for document in documents:
            self._events.publish(DocumentChanged(document.id))
        return documents

    def matching(
        self,
        *,
        school_class: int | None = None,
        subject: str | None = None,
        language: str | None = None,
        documents: Sequence[str] = (),
    ) -> frozenset[str] | None:
        """The ids of the documents that a search is for; None for all, empty where there is none.

        Args:
            school_class: Only those of this class.
            subject: Only those of this subject, in any language it may be written in.
            language: Only those in this language (ISO 639-1).
            documents: Only these.

        Raises:
            UserFacingError: one of `documents` is not in the library (``document.not_found``).
        """
        if school_class is None and subject is None and language is None and not documents:
            return None
        listed = {one.id: one for one in self._store.read(lambda work: work.documents.list())}
        for document_id in documents:
            if document_id not in listed:
                raise UserFacingError("document.not_found", id=document_id)
        wanted = None if subject is None else self._names.subject(subject).casefold()
        return frozenset(
            one.id
            for one in (listed[each] for each in documents or listed)
            if school_class in (None, one.facts.school_class)
            and language in (None, one.language)
            and (wanted is None or self._names.subject(one.facts.subject or "").casefold() == wanted)
        )

    def _value(self, name: str, value: str | int | None) -> Any:  # noqa: ANN401 - each fact has a type of its own
        if name not in FACTS:
            raise ValueError(name)
        said = " ".join(clean(str(value if value is not None else "")).split())[:_LONGEST]
        if not said:
            return None
        if name == "school_class":
            if not said.isdecimal() or int(said) not in _CLASSES:
                raise UserFacingError("facts.class", value=said)
            return int(said)
        return self._names.subject(said) if name == "subject" else said
