"""Search by words: BM25 over groups of word forms, then the best once more by how near the words stand together.

The groups are why this is not FTS5's own ``bm25``: a misspelling that occurs once would count as a very rare word,
where all forms of a word have to count as one. The postings are FTS5's, read through ``fts5vocab``.

Weights were chosen on one half of the articles of XQuAD English; ``tests/benchmarks/bench_search.py`` prints the other.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from app.store import terms
from app.store.function_words import FUNCTION_WORDS
from app.store.word_forms import Form, forms_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

_WORDS = 32
"""Most words of a query that are looked up: the rarest ones."""
_ALL_OF = 3
"""Up to so many words are no question: all are asked for, where a chunk has them all."""
_SATURATION, _LENGTH = 1.2, 0.75
"""BM25's k1 and b."""
_RARITY = 1.3
"""Exponent of the inverse document frequency."""
_NEAR, _NEAR_WEIGHT = 3, 0.2
"""Words that follow each other in the query count more where they stand so near, at a weight that falls with
the root of the distance."""
_AS_TYPED = 0.3
"""What a word adds that is in the chunk exactly as in the query."""
_RARE = 2
"""Most chunks with a misspelling of a word that is spelt right elsewhere: OCR is seldom wrong twice in one way."""
_FIRST_PASS = 60
_OFTEN, _MANY_CHUNKS = 0.1, 5000
"""In a library of so many chunks, a word that more than this share of them has is left to the second pass."""

_SCORE = text("""
WITH asked (word, term, weight, sure) AS MATERIALIZED (
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(:asked)
), found AS MATERIALIZED (
    SELECT word, doc AS id, sum(weight) AS n, max(sure) AS sure
    FROM asked CROSS JOIN chunk_terms ON chunk_terms.term = asked.term GROUP BY word, doc
)
SELECT chunks.id, chunks.words
FROM found JOIN chunks ON chunks.id = found.id
WHERE :documents IS NULL OR chunks.document_id IN (SELECT value FROM json_each(:documents))
GROUP BY chunks.id HAVING (max(found.sure) OR count(*) > 1) AND (NOT :all_of OR count(*) >= :all_of)
ORDER BY sum((:rarity ->> found.word) * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * chunks.length / :mean))) DESC, chunks.id
LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the query.

    Attributes:
        word: As typed, normalised.
        forms: What stands for it in the index; none where the index has nothing like it.
        chunks: Most chunks that have one of them.
        rarity: How much it tells.
    """

    word: str
    forms: list[Form]
    chunks: int
    rarity: float


def find(
    connection: Connection, words: Sequence[str], limit: int, documents: Collection[str] | None = None
) -> list[tuple[int, float]]:
    """Ids and scores of chunks for the words of a query, best first.

    Args:
        connection: To the index.
        words: Normalised, in the order of the query.
        limit: Most chunks wanted.
        documents: Only chunks of these; None for all.
    """
    chunks, length = connection.exec_driver_sql("SELECT chunks, words FROM totals").one()
    asked = _asked(connection, words, chunks) if chunks else []
    if not any(one.forms for one in asked):
        return []
    mean = max(length / chunks, 1.0)
    values = {
        "mean": mean,
        "limit": max(limit, _FIRST_PASS),
        "documents": None if documents is None else json.dumps(sorted(documents)),
        "asked": _as_json(asked, chunks),
        "rarity": json.dumps([one.rarity for one in asked]),
        "all_of": len(asked) if len(words) <= _ALL_OF else 0,
    }
    rows = _first_pass(connection, values) if all(one.forms for one in asked) else []
    rows = rows or _first_pass(connection, values | {"all_of": 0})
    scored = [(_score(asked, words.split(), mean), chunk_id) for chunk_id, words in rows]
    scored.sort(key=lambda one: (-one[0], one[1]))
    return [(chunk_id, score) for score, chunk_id in scored[:limit]]


def shares(connection: Connection, words: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
    """How far each text answers to the words of a query: its score as a share of the highest that any text can reach.

    A word that the library does not have at all counts fully in that highest score, so that a question about
    something else gives small shares however many of its words are common ones.

    Args:
        connection: To the index.
        words: Normalised, in the order of the query.
        texts: Each the normalised words of a text.
    """
    chunks, length = connection.exec_driver_sql("SELECT chunks, words FROM totals").one()
    asked = _asked(connection, words, chunks) if chunks else []
    highest = _highest(asked)
    if not highest:
        return [0.0] * len(texts)
    mean = max(length / chunks, 1.0)
    return [min(_score(asked, text, mean) / highest, 1.0) for text in texts]


def _highest(asked: list[_Asked]) -> float:
    each = sum(one.rarity * (_SATURATION + 1 + _AS_TYPED) for one in asked)
    return each + sum(_NEAR_WEIGHT * (one.rarity + after.rarity) for one, after in itertools.pairwise(asked))


def _asked(connection: Connection, words: Sequence[str], chunks: int) -> list[_Asked]:
    """The words that are looked up, in the order of the query."""
    telling = [word for word in words if word not in FUNCTION_WORDS] or list(words)
    if len(telling) > _WORDS:
        counts = terms.counts(connection, telling)
        kept = set(sorted(telling, key=lambda word: counts.get(word, chunks))[:_WORDS])
        telling = [word for word in telling if word in kept]
    forms = [forms_of(connection, word, last=word == words[-1], words=len(telling)) for word in telling]
    counts = terms.counts(connection, {form.term for some in forms for form in some})
    return [_weighed(word, some, counts, chunks) for word, some in zip(telling, forms, strict=True)]


def _weighed(word: str, forms: Iterable[Form], counts: Mapping[str, int], chunks: int) -> _Asked:
    """A word with how much it tells; misspellings that are not rare are words of their own."""
    kept = [form for form in forms if form.term in counts and not (form.noise and counts[form.term] > _RARE)]
    having = sum(counts[form.term] for form in kept if form.sure) or sum(counts[form.term] for form in kept)
    having = min(having, chunks)
    rarity = math.log(1 + (chunks - having + 0.5) / (having + 0.5)) ** _RARITY
    return _Asked(word, kept, max((counts[form.term] for form in kept), default=0), rarity)


def _as_json(asked: list[_Asked], chunks: int) -> str:
    """The forms that the first pass reads; in a large library not those of words that are everywhere."""
    read = set(range(len(asked)))
    if chunks > _MANY_CHUNKS:
        often = {at for at in read if asked[at].chunks > chunks * _OFTEN}
        read = read - often or read
    return json.dumps(
        [(at, form.term, form.weight, form.sure) for at in sorted(read) for form in asked[at].forms], ensure_ascii=False
    )


def _first_pass(connection: Connection, values: dict[str, object]) -> list[tuple[int, str]]:
    """Ids and words of the chunks with the highest BM25."""
    return [(chunk_id, words) for chunk_id, words in connection.execute(_SCORE, values)]


def _score(asked: list[_Asked], words: Sequence[str], mean: float) -> float:
    """BM25 of a chunk, and what its words add by being as typed and by standing near each other."""
    meant: dict[str, tuple[int, float]] = {}
    for at, one in enumerate(asked):
        for form in one.forms:
            if form.term not in meant or meant[form.term][1] < form.weight:
                meant[form.term] = at, form.weight
    places: dict[int, list[int]] = defaultdict(list)
    counts: dict[int, float] = defaultdict(float)
    for place, word in enumerate(words):
        if word in meant:
            at, weight = meant[word]
            places[at].append(place)
            counts[at] += weight
    present = set(words)
    shorter = _SATURATION * (1 - _LENGTH + _LENGTH * len(words) / mean)
    score = 0.0
    for at, count in counts.items():
        typed = _AS_TYPED if asked[at].word in present else 0.0
        score += asked[at].rarity * (count * (_SATURATION + 1) / (count + shorter) + typed)
    for at, after in itertools.pairwise(range(len(asked))):
        gap = _gap(places.get(at, ()), places.get(after, ()))
        if 0 < gap <= _NEAR:
            score += _NEAR_WEIGHT * (asked[at].rarity + asked[after].rarity) / math.sqrt(gap)
    return score


def _gap(one: Sequence[int], other: Sequence[int]) -> int:
    """The least distance between two words; 0 where one of them is missing."""
    return min((abs(a - b) for a in one for b in other), default=0)
