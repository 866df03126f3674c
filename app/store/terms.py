"""The words of the index, each once: how many chunks have it, its stem, its sound in Roman letters."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from app.store import porter, roman
from app.store.search_words import block_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_INSERT = "INSERT INTO terms (term, chunks, root, sound) VALUES (?, ?, ?, ?)"
_COUNT = "UPDATE terms SET chunks = chunks + ? WHERE term = ?"


def root_of(word: str) -> str | None:
    """The stem of an English word; None for others, whose forms are told from one another by their letters."""
    return porter.stem(word) if word.isascii() and word.isalpha() else None


def sound_of(word: str) -> str | None:
    """The key under which an Indian word is found in Roman letters."""
    return (roman.sound_key(roman.sounds(word)) or None) if block_of(word) else None


def count_in(connection: Connection, texts: Iterable[str]) -> None:
    """Count the words of new chunks, given normalised."""
    counts = _counts(texts)
    rows = connection.exec_driver_sql(
        "SELECT term FROM terms WHERE term IN (SELECT value FROM json_each(?))", (json.dumps(list(counts)),)
    )
    known = set(rows.scalars())
    if known:
        connection.exec_driver_sql(_COUNT, [(counts[word], word) for word in known])
    new = [(word, count, root_of(word), sound_of(word)) for word, count in counts.items() if word not in known]
    if new:
        connection.exec_driver_sql(_INSERT, new)


def count_out(connection: Connection, texts: Iterable[str]) -> None:
    """Forget the words of chunks that go; a word that no chunk has is gone."""
    counts = _counts(texts)
    if counts:
        connection.exec_driver_sql(_COUNT, [(-count, word) for word, count in counts.items()])
        connection.exec_driver_sql(
            "DELETE FROM terms WHERE chunks <= 0 AND term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(counts)),),
        )


def _counts(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for one in texts for word in set(one.split()))
