"""Which words of the index a word of a query may mean: itself, its forms, its misspellings, its spelling elsewhere.

A form is *sure* where it can stand alone for the word: a page that has nothing else of the query may be shown for it.
Others only add to a page that has a sure word, or a form of another word. So no page is shown for a word that differs
by a vowel sign, though such words (``काला``, ``काली``) help to rank pages that have the rest of a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store import roman
from app.store.search_words import block_of, is_sign
from app.store.terms import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_SHORTEST = 5
"""Fewest characters of a word whose misspellings are looked for."""
_SURE_INDIAN = 6
"""Fewest characters of an Indian word that is shown for a misspelling alone: in shorter ones every sign counts."""
_TWO_EDITS = 9
"""Fewest characters of a word that may have two edits."""
_TYPING = 2
"""A query of so few words may still be being typed, and is no sentence whose words tell its language."""
_MOST = 40
_MOST_UNLIKE = 0.22
"""Most unlikeness of a Roman spelling, per sound of the longer one."""
_PIECE = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A word of the index that stands for a word of the query.

    Attributes:
        term: The word of the index.
        weight: What one occurrence counts, 1 for the word itself.
        sure: Whether a page may be shown for it alone.
        noise: Whether it stands for the word only where it is so rare that it must be noise of OCR.
    """

    term: str
    weight: float
    sure: bool
    noise: bool = False


def forms_of(connection: Connection, word: str, *, last: bool, words: int) -> tuple[Form, ...]:
    """All forms of a normalised word of a query that the index has, the word itself first.

    Args:
        connection: To the index.
        word: The word.
        last: Whether it may be the beginning of a longer one.
        words: How many words the query has.
    """
    exact = _terms(connection, "term = ?", (word,))
    found = {term: Form(term, 1.0, sure=True) for term in exact}
    known = bool(found)
    typing = words <= _TYPING
    legs = [_inflected(connection, word, known=known)]
    if last:
        legs.append(_begun(connection, word, known=known, alone=typing))
    if word.isascii() and word.isalpha():
        legs.append(_in_indian_letters(connection, word, known=known and not typing))
    for leg in legs:
        for form in leg:
            if form.term not in found or found[form.term].weight < form.weight:
                found[form.term] = form
    if not known or words > 1:
        for form in _misspelt(connection, word, known=any(form.sure for form in found.values())):
            found.setdefault(form.term, form)
    return tuple(found.values())


def _terms(connection: Connection, where: str, values: tuple[object, ...]) -> Sequence[str]:
    rows = connection.exec_driver_sql(
        f"SELECT term FROM terms WHERE {where} ORDER BY length(term), term LIMIT 200",
        values,
    )
    return rows.scalars().all()


def _between(connection: Connection, beginning: str) -> Sequence[str]:
    return _terms(connection, "term >= ? AND term < ?", (beginning, beginning + "\U0010ffff"))


def _inflected(connection: Connection, word: str, *, known: bool) -> Iterator[Form]:
    """Words with the same stem; of Indian words, those that go on differently after what a suffix leaves alone."""
    root = root_of(word)
    if root is not None:
        for term in _terms(connection, "root = ?", (root,)):
            yield Form(term, 0.95, sure=True)
        return
    if not block_of(word):
        return
    stub = stub_of(word)
    letters = sum(not is_sign(one) for one in stub)
    if letters < 2:
        return
    for term in _between(connection, stub):
        rest, own = term[len(stub) :], word[len(stub) :]
        if is_plural(rest) and is_plural(own):
            yield Form(term, 0.9, sure=True)
        elif all(is_sign(one) for one in rest) or rest.lstrip("ा") in _VERBS:
            yield Form(term, 0.7, sure=False)
        elif letters >= 3 and len(rest) <= len(stub) + 2:
            yield Form(term, 0.5, sure=not known and len(own) > 0)


def stub_of(word: str) -> str:
    """An Indian word without what hangs on its last letter, or without a plural's ending."""
    for ending in (*_PLURALS, *_VERBS, *_SOUTHERN):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word[: -len(ending)]
            break
    while len(word) > 1 and is_sign(word[-1]):
        word = word[:-1]
    return word


_VERBS = ("इए", "या", "ये", "यी", "ए", "ई", "ओ")
"""What follows the vowel of a Hindi verb's stem: पहुँचाया, पहुँचाए."""
_SOUTHERN = ("க்கள்", "ங்கள்", "கள்", "ம்", "లు", "ಗಳು", "ങ്ങള്", "ക്കള്", "കള്")
"""Endings of the plural, and of Tamil nouns that lose theirs before another: தாவரம், தாவரங்கள்."""
_PLURALS = ("ियों", "ियां", "ाओं", "ाएं", "ुओं", "ुएं", "ओं", "एं", "ों", "ें")
"""Hindi endings of the plural; none of them tells two different words apart."""


def is_plural(rest: str) -> bool:
    """Whether this, after a stub, is nothing or the ending of a Hindi plural."""
    return not rest or rest in _PLURALS


def _begun(connection: Connection, word: str, *, known: bool, alone: bool) -> Iterator[Form]:
    """Words that begin so; an Indian one has at least another letter, for a vowel sign alone makes another word."""
    if known and not alone:
        return
    for term in _between(connection, word)[:_MOST]:
        if any(not is_sign(one) for one in term[len(word) :]):
            yield Form(term, 0.3 if known else 0.6, sure=True)


def _in_indian_letters(connection: Connection, word: str, *, known: bool) -> Iterator[Form]:
    """Indian words that sound like this one in Roman letters."""
    said = roman.sounds(word)
    key = roman.sound_key(said)
    if not key:
        return
    for term in _terms(connection, "sound = ?", (key,)):
        other = roman.sounds(term)
        unlike = roman.unlikeness(said, other) / max(len(said), len(other))
        if unlike <= _MOST_UNLIKE:
            yield Form(term, (0.4 if known else 0.9) * (1 - 2 * unlike), sure=not known)


def _misspelt(connection: Connection, word: str, *, known: bool) -> Iterator[Form]:
    """Words one edit away, two for long ones.

    Of a word and another at k edits, one of k + 1 pieces is the same: only words that hold a piece are compared.
    """
    if len(word) < _SHORTEST or any(one.isdigit() for one in word):
        return
    edits = 2 if len(word) >= _TWO_EDITS else 1
    match = " OR ".join(_holds(piece) for piece in _pieces(word, edits + 1))
    rows = connection.exec_driver_sql(
        "SELECT terms.term FROM term_trigrams JOIN terms ON terms.id = term_trigrams.rowid"
        " WHERE term_trigrams MATCH ? AND length(terms.term) BETWEEN ? AND ? LIMIT 400",
        (match, len(word) - edits, len(word) + edits),
    )
    for term in rows.scalars():
        apart = edits_between(word, term, edits)
        if 0 < apart <= edits:
            weight = (0.7 if apart == 1 else 0.5) * (0.8 if known else 1)
            yield Form(term, weight, sure=not known and not _may_be_another(word, term), noise=known)


def _pieces(word: str, count: int) -> Iterator[str]:
    """`word` cut into so many pieces, lengthened to three characters where they are shorter."""
    for number in range(count):
        start, end = len(word) * number // count, len(word) * (number + 1) // count
        start = max(0, min(start, end - _PIECE))
        yield word[start : max(end, start + _PIECE)]


def _holds(piece: str) -> str:
    grams = (piece[at : at + _PIECE] for at in range(len(piece) - _PIECE + 1))
    return "(" + " AND ".join(f'"{gram}"' for gram in grams) + ")"


def _may_be_another(one: str, other: str) -> bool:
    """Whether two Indian words are so short that they may well be different words, spelt right."""
    if not block_of(one):
        return False
    if len(one) < _SURE_INDIAN:
        return True
    return len(one) < _TWO_EDITS and _letters(one) == _letters(other)


def _letters(word: str) -> list[str]:
    return [one for one in word if not is_sign(one)]


def edits_between(one: str, other: str, most: int) -> int:
    """Characters put in, left out, changed or swapped with their neighbour; `most` + 1 for more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _where_they_differ(one, other)
    if most == 1 and max(len(one), len(other)) > 1 and (one != other[::-1] or len(one) > 2):
        return most + 1
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, above, row = above, row, [i]
        for j, facing in enumerate(other, start=1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and facing == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    """Both without what they begin and end with alike."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    one, other = one[head:], other[head:]
    shorter -= head
    tail = next((at for at in range(shorter) if one[-1 - at] != other[-1 - at]), shorter)
    return one[: len(one) - tail], other[: len(other) - tail]
