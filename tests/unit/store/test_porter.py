"""English words of one stem are told; the expected stems are those of SQLite's own ``porter`` tokenizer."""

from __future__ import annotations

import pytest

from app.store import porter, sqlite_module

WORDS = """
plants planting planted plantation photosynthesis photosynthetic running hopped agreed bleed ties ponies caress
cats conflated troubled sized tanned falling fizzed failing filing happy sky relational conditional valency
hesitancy digitizer conformably radically differently vilely analogously vietnamization predication operator
feudalism decisiveness hopefulness callousness formality sensitivity sensibility triplicate formative formalize
electricity electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible
irritant replacement adjustment dependent adoption homologous communism activate angularity effective bowdlerize
probate rate cease controlling rolled geology biologically yellow employed syzygy is by a
""".split()  # noqa: SIM905 - a word list


@pytest.fixture(scope="module")
def stems() -> dict[str, str]:
    connection = sqlite_module.load().connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'porter ascii')")
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (words, instance)")
    connection.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(WORDS))
    found = {WORDS[row]: term for term, row in connection.execute("SELECT term, doc FROM terms")}
    connection.close()
    return found


def test_stems_are_those_of_sqlite(stems: dict[str, str]) -> None:
    assert {word: porter.stem(word) for word in WORDS} == stems
