"""The words of the index, each once, with its stem and its sound in Roman letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.store import porter, roman
from app.store.search_words import block_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_NEW = "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM terms WHERE term = value)"
_INSERT = "INSERT INTO terms (term, root, sound) VALUES (?, ?, ?)"
_LAST = "SELECT coalesce(max(id), 0) FROM terms"
_TRIGRAMS = "INSERT INTO term_trigrams (rowid, term) SELECT id, term FROM terms WHERE id > ? AND length(term) > 3"
_DELETE = (
    "DELETE FROM terms WHERE term IN (SELECT value FROM json_each(?))"
    " AND NOT EXISTS (SELECT 1 FROM chunk_terms WHERE chunk_terms.term = terms.term)"
)
_COUNTS = "SELECT term, doc FROM json_each(?) CROSS JOIN chunk_counts ON chunk_counts.term = value"


def root_of(word: str) -> str | None:
    """The stem of an English word; None for others, whose forms are told from one another by their letters."""
    return porter.stem(word) if word.isascii() and word.isalpha() else None


def sound_of(word: str) -> str | None:
    """The key under which an Indian word is found in Roman letters."""
    return (roman.sound_key(roman.sounds(word)) or None) if block_of(word) else None


def take_in(connection: Connection, texts: Iterable[str]) -> None:
    """Add the words of new chunks, given normalised."""
    new = connection.exec_driver_sql(_NEW, (_distinct(texts),)).scalars().all()
    if new:
        last = connection.exec_driver_sql(_LAST).scalar_one()
        connection.exec_driver_sql(_INSERT, [(word, root_of(word), sound_of(word)) for word in new])
        connection.exec_driver_sql(_TRIGRAMS, (last,))


def forget(connection: Connection, texts: Iterable[str]) -> None:
    """Drop the words that only these chunks had; the chunks are gone already."""
    connection.exec_driver_sql(_DELETE, (_distinct(texts),))


def counts(connection: Connection, words: Iterable[str]) -> dict[str, int]:
    """How many chunks have each of these words; those that none has are left out."""
    rows = connection.exec_driver_sql(_COUNTS, (json.dumps(list(words)),))
    return {term: chunks for term, chunks in rows}  # noqa: C416 - rows are no tuples


def _distinct(texts: Iterable[str]) -> str:
    return json.dumps(list({word for one in texts for word in one.split()}))
