"""What is known of the words of a language when a model's sentence is judged."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from app.config.paths import resources
from app.domain import languages, sentences
from app.lesson.rules import phrasebook, spelling
from app.lesson.rules.glossary import GENERAL, Glossary, load_glossary
from app.library.document_worker.look_alikes import known_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

DRAVIDIAN = frozenset({"ta", "te", "kn", "ml"})
_FUNCTION_WORDS = 150  # most frequent words of a language, which say nothing of what a sentence is about
_PLAIN_SIGNS = frozenset(".,;:?!'’-–।॥ \u200c\u200d")
_FEWEST_SHARED, _SHARED = 3, 0.7  # letters and share of the longer word that two forms of a word begin with
_SHARED_DRAVIDIAN = 0.5  # their endings are long


class Vocabulary:
    """The words of one language.

    Args:
        glossary: Terms and everyday words.
        known: Words that are not invented wherever they stand.

    Attributes:
        glossary: As given.
        language: ISO 639-1 code.
    """

    def __init__(self, glossary: Glossary, known: Callable[[str], bool]) -> None:
        self.glossary = glossary
        self.language = glossary.language
        self._known = known
        self._shared = _SHARED_DRAVIDIAN if self.language in DRAVIDIAN else _SHARED

    def words(self, text: str) -> set[str]:
        """The words of a text in small letters."""
        return {word.casefold() for word in sentences.words(text, self.language)}

    def content(self, text: str) -> set[str]:
        """Those that tell what it is about; all where none does."""
        words = self.words(text)
        return {
            word for word in words if (rank := self.glossary.rank(word)) is None or rank >= _FUNCTION_WORDS
        } or words

    def terms(self, text: str) -> set[str]:
        """The school's terms in it."""
        return {match.entry.term for match in self.glossary.find(text) if match.entry.subject != GENERAL}

    def is_among(self, word: str, others: Collection[str]) -> bool:
        """Whether it is one of them in the same or another form or spelling."""
        return word in others or any(self._are_forms(word, other) for other in others)

    def invents(self, said: str, page: Collection[str]) -> bool:
        """Whether a word of it is neither among the page's nor in the shipped word lists."""
        return any(not (self._known(word) or self.is_among(word, page)) for word in self.words(said))

    def is_in_other_script(self, said: str, there: str) -> bool:
        """Whether a word that `there` does not have is in another script."""
        first, last = languages.by_code(self.language).block
        return any(
            character.isalpha() and not first <= ord(character) <= last
            for word in self.words(said) - self.words(there)
            for character in word
        )

    def _are_forms(self, one: str, other: str) -> bool:
        if spelling.key(one) == spelling.key(other):
            return True
        shorter = min(len(one), len(other))
        alike = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), shorter)
        return alike >= _FEWEST_SHARED and alike >= self._shared * max(len(one), len(other))


def has_odd_signs(said: str, there: str) -> bool:
    """Whether it holds a sign that `there` does not: a star, a bracket, an arrow."""
    return any(
        unicodedata.category(character)[0] not in "LMN" and character not in _PLAIN_SIGNS and character not in there
        for character in said
    )


@lru_cache(maxsize=2)
def vocabulary_of(language: str) -> Vocabulary:
    """One for a language in each worker process: its word lists are read once."""
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, phrases.forms.endings)
    listed = {spelling.key(word.casefold()) for word in known_words(language)}

    def known(word: str) -> bool:
        return spelling.key(word) in listed or (glossary.has_frequencies and not glossary.is_rare(word))

    return Vocabulary(glossary, known)
