from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.inference.protocols import Embeddings, EngineInfo
from app.library.embedding import PIECES_AT_ONCE, embed_missing
from app.store.vector_models import ModelState
from tests.unit.store.test_vector_index import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.domain.jobs import Progress

MANY = 2 * PIECES_AT_ONCE + 5


class Letters:
    """Embeds a text by the letters in it."""

    def __init__(self, name: str = "letters", dimension: int = 32, before: Callable[[], None] = lambda: None) -> None:
        self._name, self._dimension, self._before = name, dimension, before
        self.texts: list[str] = []

    def info(self) -> EngineInfo:
        return EngineInfo(self._name, self._name, uses_ai=True)

    def embed(self, texts: Sequence[str]) -> Embeddings:
        self._before()
        self.texts += texts
        dense = np.zeros((len(texts), self._dimension), np.float32)
        for place, text in enumerate(texts):
            np.add.at(dense[place], [ord(letter) % self._dimension for letter in text], 1)
        return Embeddings(dense)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "index.db")
    yield made
    made.database.close()


def always() -> bool:
    return True


def best(library: Library, text: str, engine: Letters) -> int:
    return library.vectors.search(engine.embed([text]).dense[0], 1)[0][0]


def test_every_piece_gets_its_vector_once(library: Library) -> None:
    library.write_texts({at: f"text {at} {chr(97 + at % 26) * at}" for at in range(1, MANY + 1)})
    told: list[Progress] = []
    engine = Letters()
    assert embed_missing(library.vectors, engine, always, told.append, missing=MANY) == MANY
    assert [(one.done, one.total) for one in told] == [(32, MANY), (64, MANY), (MANY, MANY)]
    assert len(library.check()) == len(engine.texts) == MANY
    library.write_texts({MANY + 1: "one more"})
    assert embed_missing(library.vectors, engine, always) == 1
    assert engine.texts[MANY:] == ["one more"]
    assert best(library, "one more", engine) == MANY + 1
    assert embed_missing(library.vectors, engine, always) == 0


def test_it_goes_on_where_it_was_stopped(library: Library) -> None:
    library.write_texts({at: f"text {at}" for at in range(1, MANY + 1)})
    answers = iter([True, False])
    engine = Letters()
    assert embed_missing(library.vectors, engine, lambda: next(answers)) == PIECES_AT_ONCE
    assert embed_missing(library.vectors, engine, always) == MANY - PIECES_AT_ONCE
    assert len(set(engine.texts)) == len(engine.texts) == MANY


def test_another_engine_takes_over_when_it_has_embedded_everything(library: Library) -> None:
    library.write_texts({at: f"text {at} {'ab'[at % 2] * at}" for at in range(1, MANY + 1)})
    old, new = Letters(), Letters("new", 48)
    embed_missing(library.vectors, old, always)
    answers = iter([True, True, False])
    embed_missing(library.vectors, new, lambda: next(answers))
    assert {one.fingerprint: one.state for one in library.vectors.models()} == {
        "letters": ModelState.SERVING,
        "new": ModelState.BUILDING,
    }
    assert best(library, f"text 9 {'b' * 9}", old) == 9
    embed_missing(library.vectors, new, always)
    assert best(library, f"text 9 {'b' * 9}", new) == 9
    assert [one.fingerprint for one in library.vectors.models()] == ["new"]
    assert len(library.check()) == MANY


def test_what_changes_meanwhile_is_embedded_again(library: Library) -> None:
    library.write_texts({at: f"text {at}" for at in range(1, MANY + 1)})
    todo = [2]

    def change() -> None:
        if todo:
            library.remove_texts([todo.pop()])
            library.write_texts({MANY + 1: "changed"})

    engine = Letters(before=change)
    embed_missing(library.vectors, engine, always)
    assert library.vectors.missing("letters") == ()
    assert {chunk_id for _, chunk_id in library.check()} == {*range(1, MANY + 2)} - {2}


def test_an_empty_library_needs_no_engine(library: Library) -> None:
    engine = Letters()
    assert embed_missing(library.vectors, engine, always) == 0
    assert engine.texts == []


def test_vectors_of_no_use_are_told_and_nothing_is_kept(library: Library) -> None:
    library.write_texts({1: "text", 2: ""})
    with pytest.raises(UserFacingError) as told:
        embed_missing(library.vectors, Letters(), always)
    assert told.value.key == "index.bad_vector"
    assert library.check() == {}
