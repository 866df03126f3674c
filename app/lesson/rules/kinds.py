"""Sentences that tell a thing by its kind: "Scurvy is a disease caused by ...", "A jagir was a piece of land ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.lesson.rules.english_verbs import ADVERBS, AUXILIARIES, DETERMINERS, NOMINATIVES, PREPOSITIONS, RELATIVES
from app.lesson.rules.tokens import word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Phrasebook
    from app.lesson.rules.tokens import Token

    Places = tuple[int, int, int]

_LONGEST_TERM = 2  # words
_LONGEST_KNOWN = 3
_MOST_BEFORE_CLASS = 14
_FEWEST_TOLD = 4  # words of "the swelling of the gland"
_RELATIVE_STARTS = tuple("जਜ")
_MOST_ADJECTIVES = 3
_FEWEST_AFTER = 3  # words that narrow the kind down: "a disease caused by germs"
_ONE = {"is": True, "was": True, "are": False, "were": False}
_ARTICLES = frozenset({"a", "an", "the"})
_NARROWING = (
    (PREPOSITIONS - {"like", "as", "than", "since", "until"})
    | {"below", "beneath", "above"}
    | (RELATIVES - {"if", "how", "why", "what"})
)
_PARTICIPLES = word_set("made built given grown found held paid worn kept drawn cut set left spread")
_NO_SUBJECT = DETERMINERS | NOMINATIVES | PREPOSITIONS | RELATIVES | AUXILIARIES | ADVERBS | {"and", "or", "but", "not"}
_TELLS_WHAT_IT_IS = frozenset({"is", "are", "was", "were", "contains", "contain", "means", "has", "have"})
_FEWEST_IN_CLAUSE = 5  # words of ", which contains all the nutrients"
_MASS = word_set("rock metal gas liquid")
_SAID = word_set("बात बातों बातें कहानी कथा सच ਗੱਲ ਗੱਲਾਂ ਕਹਾਣੀ ਸੱਚ")  # told, not named


class KindFinder:
    """Finds where such a sentence has its term and its meaning.

    Args:
        phrases: The language's phrasebook.
        glossary: Tells terms, and everyday words, which need no meaning.
    """

    def __init__(self, phrases: Phrasebook, glossary: Glossary) -> None:
        patterns = phrases.definitions
        self._glossary = glossary
        self._patterns = patterns
        self._blockers = phrases.clauses.blockers
        self._postpositions = phrases.forms.postpositions
        self._classes = sorted((tuple(words.split()) for words in patterns.classes), key=len, reverse=True)
        self._wholes = sorted((tuple(words.split()) for words in patterns.wholes), key=len, reverse=True)
        self._term_first = [tuple(words.split()) for words in patterns.term_first]

    def find(self, found: Sequence[Token]) -> Places | None:
        """Indexes of tokens: start and end of the term, and start of the meaning (0: it is the whole sentence)."""
        if self._glossary.language == "en":
            return self._english(found)
        cores = tuple(token.core for token in found)
        return (
            self._class(found, cores)
            or self._whole(found, cores)
            or self._before_its_meaning(found, cores)
            or self._in_a_clause(found, cores)
        )

    def _english(self, found: Sequence[Token]) -> Places | None:
        kind, clause = told_by_kind(found, frozenset(self._classes)), told_in_a_clause(found) or self._at_the_end(found)
        first, end, meaning = kind or (*(clause or (0, 0)), 0)
        term = " ".join(token.text for token in found[first:end]).rstrip(",")
        if not term or not self._glossary.is_unusual(term[:1].lower() + term[1:]):
            return None
        return (first, end, meaning) if kind or self._glossary.entry(term) else None

    def _class(self, found: Sequence[Token], cores: tuple[str, ...]) -> Places | None:
        """The term in "X दिशा बताने वाला यंत्र है" (X is an instrument that shows directions)."""
        closing = next((words for words in self._classes if cores[-len(words) :] == words), ())
        at = len(cores) - len(closing)
        if not closing or not 3 <= at <= _MOST_BEFORE_CLASS or not cores[at - 1].endswith(self._patterns.participles):
            return None
        end = self._known(cores) or 1
        if end >= at - 1 or cores[end] in self._postpositions or any(token.text[-1:] in ",;" for token in found):
            return None
        usual = self._glossary.has_frequencies and not self._glossary.is_unusual(" ".join(cores[:end]))
        return None if usual else (0, end, 0)  # "last year's spreading disease"

    def _whole(self, found: Sequence[Token], cores: tuple[str, ...]) -> Places | None:
        """The term in "मिश्रधातु दो या अधिक धातुओं का मिश्रण है" (an alloy is a mixture of two or more metals)."""
        closing = next((words for words in self._wholes if cores[-len(words) :] == words), ())
        at = len(cores) - len(closing)
        if not closing or not 3 <= at <= _MOST_BEFORE_CLASS or any(token.text[-1:] in ",;:" for token in found):
            return None
        end = self._known(cores)
        if not end and self._glossary.has_frequencies:  # "सौर मंडल", unknown, is no "सौर"
            end = int(self._glossary.is_unusual(cores[0]) and not self._glossary.is_unusual(cores[1]))
        fits = 0 < end < at - 1 and cores[at - 1].endswith(self._patterns.genitives)
        usual = self._glossary.has_frequencies and not self._glossary.is_unusual(" ".join(cores[:end]))
        return None if not fits or usual or cores[end] in self._postpositions else (0, end, 0)

    def _at_the_end(self, found: Sequence[Token]) -> tuple[int, int] | None:
        """Where a term of the glossary stands in "We should eat a balanced diet, which contains all the nutrients"."""
        cores = [token.core for token in found]
        for at in range(1, len(found) - _FEWEST_IN_CLAUSE - 1):
            if not found[at].ends_with_comma or any(token.ends_with_comma for token in found[at + 1 :]):
                continue
            if cores[at + 1] != "which" or cores[at + 2] not in _TELLS_WHAT_IT_IS:
                continue
            for first in range(max(1, at + 1 - _LONGEST_KNOWN), at + 1):
                if cores[first - 1] in {"a", "an"} and self._glossary.entry(" ".join(cores[first : at + 1])):
                    return first, at + 1
        return None

    def _before_its_meaning(self, found: Sequence[Token], cores: tuple[str, ...]) -> Places | None:
        """The term in "घेंघा गले की ग्रंथि की सूजन को कहते हैं" (goitre one calls the swelling of the gland)."""
        closing = next((words for words in self._term_first if cores[-len(words) :] == words), ())
        end = self._known(cores)
        if not end and self._glossary.has_frequencies and self._glossary.is_unusual(cores[0]):
            end = 1
        told = cores[end : -len(closing)] if closing else ()
        if not end or len(told) < _FEWEST_TOLD or told[0] in self._postpositions or found[end - 1].ends_with_comma:
            return None
        fits = not self._postpositions.isdisjoint(told) and self._patterns.pointing.isdisjoint(told)
        return (0, end, 0) if fits and told[-1] not in _SAID else None

    def _in_a_clause(self, found: Sequence[Token], cores: tuple[str, ...]) -> Places | None:
        """The term in "संतुलित आहार, जिसमें सभी पोषक तत्व उचित मात्रा में होते हैं, वृद्धि के लिए आवश्यक है"."""
        end = self._known(cores)
        if not end or not found[end - 1].ends_with_comma or not cores[end].startswith(_RELATIVE_STARTS):
            return None
        last = next((at for at in range(end, len(found) - 1) if found[at].ends_with_comma), 0)
        fits = last - end >= _FEWEST_IN_CLAUSE and cores[last] in self._patterns.copulas
        return (0, end, 0) if fits and cores[end] in self._blockers else None

    def _known(self, cores: Sequence[str]) -> int:
        """How many words at the start are a term of the glossary."""
        ends = range(min(_LONGEST_KNOWN, len(cores) - 1), 0, -1)
        return next((end for end in ends if self._glossary.entry(" ".join(cores[:end]))), 0)


def told_by_kind(found: Sequence[Token], kinds: Collection[tuple[str, ...]]) -> tuple[int, int, int] | None:
    """Where the term of such a sentence starts and ends, and where its meaning starts, as indexes of tokens.

    The kind must be one that no person, place or opinion is called by, and words must follow that narrow it down:
    "He is a teacher", "Delhi is a city" and "Water is a problem" tell no meaning.

    Args:
        found: The tokens of the sentence.
        kinds: Nouns that say what a thing is, as tuples of words.
    """
    cores = [token.core for token in found]
    first = int(bool(cores) and cores[0] in {"a", "an"})
    for at in range(first + 1, min(first + 1 + _LONGEST_TERM, len(found))):
        if cores[at] in _ONE:
            fits = _is_common(found[first:at], after_article=bool(first), one=_ONE[cores[at]])
            after = at + 1 + (_ONE[cores[at]] and at + 1 < len(found) and cores[at + 1] in _ARTICLES)
            bare = after == at + 1 and not _MASS.isdisjoint(cores[after : after + 2])  # "Magma is molten rock below"
            wrong_number = (after == at + 1) is _ONE[cores[at]] and not bare
            if not fits or wrong_number or not _kind_follows(found, after, kinds):
                return None
            return first, at, at + 1
    return None


def told_in_a_clause(found: Sequence[Token]) -> tuple[int, int] | None:
    """Where the term stands in "A balanced diet, which contains all the nutrients in the right amounts, is ..."."""
    cores = [token.core for token in found]
    comma = next((at for at, token in enumerate(found) if token.ends_with_comma), 0)
    if cores[:1] not in (["a"], ["an"]) or not 0 < comma <= _LONGEST_TERM or comma + 2 >= len(found):
        return None
    end = next((at for at in range(comma + 1, len(found) - 2) if found[at].ends_with_comma), 0)
    if cores[comma + 1] not in {"which", "who"} or cores[comma + 2] not in _TELLS_WHAT_IT_IS:
        return None
    fits = (
        end - comma >= _FEWEST_IN_CLAUSE
        and _is_singular_verb(cores[end + 1])
        and _NO_SUBJECT.isdisjoint(cores[1 : comma + 1])
    )
    return (1, comma + 1) if fits else None


def _is_singular_verb(word: str) -> bool:
    """Whether a word that must be a verb or a name suits "a diet"; a name would need another comma."""
    return word in AUXILIARIES or (len(word) > 3 and word.endswith("s") and not word.endswith("ss"))


def _is_common(subject: Sequence[Token], *, after_article: bool, one: bool) -> bool:
    """Whether the subject is a bare noun: no name of several words, no pronoun, and in the plural before "are"."""
    if not _NO_SUBJECT.isdisjoint(token.core for token in subject) or any(t.text[-1:] in ",;:" for t in subject):
        return False
    small = subject if after_article else subject[1:]
    if any(token.text != token.text.lower() for token in small) or (not one and subject[-1].core[-1:] != "s"):
        return False
    return subject[0].text[1:] == subject[0].text[1:].lower()


def _kind_follows(found: Sequence[Token], start: int, kinds: Collection[tuple[str, ...]]) -> bool:
    cores = [token.core for token in found]
    for at in range(start, min(start + _MOST_ADJECTIVES + 1, len(found))):
        for size in (3, 2, 1):
            end = at + size
            if tuple(cores[at:end]) in kinds and len(found) - end >= _FEWEST_AFTER:
                return not found[end - 1].text.endswith((",", ";", ":")) and _narrows(cores[end])
        if cores[at] in _NARROWING or cores[at] in {"not", "no"}:
            return False
    return False


def _narrows(word: str) -> bool:
    return word in _NARROWING or word in _PARTICIPLES or (len(word) > 4 and word.endswith(("ed", "ing")))
