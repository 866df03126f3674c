"""Easier words for rare ones, and explanations of terms, from the glossary.

A word or phrase is replaced only where frequency data says that its replacement is an everyday word and comes before
it; the glossary lists the replacement for each form of the word. Everything else is explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.sentences import split, words
from app.lesson.rules.collocations import Collocations
from app.lesson.rules.english_verbs import AUXILIARIES, PREPOSITIONS, SUBORDINATORS
from app.lesson.rules.glossary import GENERAL
from app.lesson.rules.tokens import capitalised, overlaps, protected_spans, without_stop, word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.lesson.rules.glossary import Entry, Glossary, Match
    from app.lesson.rules.phrasebook import Phrasebook

_PARTICLES = ("up", "down", "off", "out", "away", "back", "over", "on", "in", "together")
_OBJECT_PRONOUNS = word_set("it them him her me us you")
_PLACE_WORDS = word_set("in on at by for to from with of during under over near")
_GRADING = word_set("more most less least so too as")
_AN_DESPITE_CONSONANT = ("hour", "honest", "honour", "heir")
_A_DESPITE_VOWEL = ("uni", "use", "usu", "one", "once", "eu", "ewe")
_LITTLE_STARTS = word_set(
    "because but and while or than as in after when so on by for of with at from almost even before until if instead"
)
_HOMONYMOUS = frozenset({"maths", "language"})  # subjects that use everyday words in a sense of their own
_LONGEST_WITH_MEANING = 20  # words of a sentence that holds a meaning in brackets
_NEAR = 30  # characters on either side in which the replacement must not stand already


class Substitution:
    """Replaces and explains words of one language.

    Args:
        glossary: The language's glossary.
        phrases: The language's phrasebook.
        language: ISO 639-1 code.
    """

    def __init__(self, glossary: Glossary, phrases: Phrasebook, language: str) -> None:
        self._glossary = glossary
        self._phrases = phrases
        self._language = language
        self._collocations = Collocations(phrases, language)
        self._little_words = PREPOSITIONS | AUXILIARIES if language == "en" else phrases.forms.postpositions

    def replace(self, sentence: str, *, thorough: bool = False) -> str:
        """The sentence with rare words replaced by everyday ones where that is safe; `thorough`: easiest level."""
        if not self._glossary.has_frequencies:
            return sentence
        guarded = protected_spans(sentence)
        pieces, at = [], 0
        for match in self._glossary.find(sentence):
            new = "" if match.entry.easiest_only and not thorough else self._replacement(sentence, match)
            if not new or overlaps(match.start, match.end, guarded):
                continue
            head = sentence[at : match.start]
            pieces.append(_with_article(head, new) if self._language == "en" else head)
            pieces.append(new)
            at = match.end
        return "".join((*pieces, sentence[at:]))

    def explainable(self, sentence: str) -> tuple[Match, ...]:
        """The terms of the sentence that are worth a word of explanation."""
        guarded = protected_spans(sentence)
        found = (match for match in self._glossary.find(sentence) if not overlaps(match.start, match.end, guarded))
        return tuple(match for match in found if match.entry.is_term and self._is_hard(sentence, match))

    def fits_page(self, page: str) -> Callable[[Entry], bool]:
        """Tells whether a term has its school sense on this page.

        A single word may be a homonym (an essay, not a diameter; the atmosphere of a party): another term of its
        subject must stand on the page, or at least none of another subject. A known homonym (a house is dissolved, and
        so is salt) must in any case belong to the subject of most terms; homonyms do not speak for one another. What
        stands only in compounds and fixed phrases (a monarch butterfly) has not its own sense.
        """
        homonyms = self._phrases.substitution.homonyms
        subjects: dict[str, set[str]] = {}
        compounds, alone = set[str](), set[str]()
        for sentence in split(page, self._language):
            for match in self._glossary.find(sentence):
                kept = self._collocations.keeps(sentence, match)
                (compounds if kept else alone).add(match.entry.term)
                if not kept and match.entry.is_term and match.entry.subject != GENERAL:
                    subjects.setdefault(match.entry.subject, set()).add(match.entry.term)
        compounds -= alone
        sure = {subject: len(terms - homonyms) for subject, terms in subjects.items()}

        def fits(entry: Entry) -> bool:
            if entry.term in compounds:
                return False
            if " " in entry.term or entry.subject == GENERAL:
                return True
            own = sure.get(entry.subject, 0) - (entry.term not in homonyms)
            if own <= 0:
                return entry.term not in homonyms and entry.subject not in _HOMONYMOUS and len(subjects) <= 1
            return entry.term not in homonyms or own == max(sure.values())

        return fits

    def explanation(self, entry: Entry) -> str:
        """A short sentence in brackets that says what the term means."""
        meaning = without_stop(entry.meaning)
        sentence = self._phrases.questions.explain.format(term=entry.term, meaning=meaning)
        return capitalised(sentence) if self._language == "en" else sentence

    def explained_inside(self, results: tuple[str, ...], entry: Entry) -> tuple[str, ...] | None:
        """The results with the meaning in brackets behind the term; None where grammar does not surely allow that.

        The term must have its dictionary form and end its noun phrase: a little word or a stop follows.
        """
        meaning = without_stop(entry.meaning)
        for at, result in enumerate(results):
            match = next((match for match in self.explainable(result) if match.entry is entry), None)
            if match is None:
                continue
            following = result[match.end :].split(maxsplit=1)[:1]
            ends = not following or not result[match.end].isspace() or following[0].casefold() in self._little_words
            if not match.exact or not ends or len(words(f"{result} {meaning}", self._language)) > _LONGEST_WITH_MEANING:
                return None
            told = f"{result[: match.end]} ({meaning}){result[match.end :]}"
            return (*results[:at], told, *results[at + 1 :])
        return None

    def _is_hard(self, sentence: str, match: Match) -> bool:
        if ";" in match.entry.meaning or self._is_no_noun(match.entry) or self._collocations.keeps(sentence, match):
            return False
        if self._language == "en" and _is_name(sentence, match):
            return False
        return self._glossary.is_hard(match.entry)

    def _is_no_noun(self, entry: Entry) -> bool:
        """Whether "X means ..." does not suit the word: conjunctions, adverbs; in English adjectives ("that ...")."""
        if entry.term in self._phrases.substitution.plain:
            return True
        if self._language != "en":
            return False
        if entry.meaning.startswith("that ") or entry.subject != GENERAL:
            return entry.meaning.startswith("that ")
        return entry.term.endswith("ly") or entry.meaning.split(" ", 1)[0] in _LITTLE_STARTS

    def _replacement(self, sentence: str, match: Match) -> str:
        """What stands in place of the match; empty where it must stay."""
        new, old = match.easier, sentence[match.start : match.end]
        if not new or _is_name(sentence, match) or old.isupper():
            return ""
        if not self._is_easier(old, new) or self._stays(sentence, match):
            return ""
        near = sentence[max(0, match.start - _NEAR) : match.start] + sentence[match.end : match.end + _NEAR]
        if set(_content(new, self._language)) & set(_content(near, self._language)):
            return ""
        if self._language == "en" and new in SUBORDINATORS and new in sentence.casefold().split():
            return ""  # "whereas ... while ..." must not become "while ... while ..."
        if self._language != "en" and new in words(near, self._language):
            return ""  # a second "and" beside the one that is there already
        if self._language == "en" and not _fits_english(sentence, match, new):
            return ""
        return capitalised(new) if old[:1].isupper() else new

    def _stays(self, sentence: str, match: Match) -> bool:
        """Whether the word belongs to a compound, term or phrase, or lacks what the other word needs."""
        return self._collocations.keeps(sentence, match) or self._collocations.bars(sentence, match)

    def _is_easier(self, old: str, new: str) -> bool:
        """Whether `new` is made of everyday words and `old` is not in the everyday list (no phrase is) or behind it."""
        easier = words(new, self._language)
        if any(self._glossary.is_rare(word) for word in easier):
            return False
        place = self._glossary.rank(old)
        places = [self._glossary.rank(word) for word in easier]
        return place is None or all(other is not None and other < place for other in places)


def _fits_english(sentence: str, match: Match, new: str) -> bool:
    before = sentence[: match.start].split()[-1:]
    after = [word.strip(".,;:").casefold() for word in sentence[match.end :].split()[:1]]
    previous = before[0].casefold() if before else ""
    if after == ["upon"] or previous in _GRADING or previous == new.split()[0].casefold():
        return False
    if " " not in new:
        return True
    if new.split()[-1] in _PARTICLES and after and after[0] in _OBJECT_PRONOUNS:
        return False
    if match.entry.term.endswith("ly"):
        return not after or after[0] in _PLACE_WORDS or not sentence[match.end : match.end + 1].isspace()
    return True


def _content(text: str, language: str) -> list[str]:
    return [word.casefold() for word in words(text, language) if len(word) > 2 and word not in {"the", "and"}]


def _is_name(text: str, match: Match) -> bool:
    """Whether the match is written with a capital inside a sentence."""
    before = text[: match.start].rstrip(" \n\"'“‘(*")
    return text[match.start].isupper() and bool(before) and before[-1] not in '.!?”"'


def _with_article(head: str, new: str) -> str:
    """The text before a new word, its "a" or "an" mended."""
    stem, blank, article = head.rstrip().rpartition(" ")
    if article.casefold() not in {"a", "an"} or head == head.rstrip():
        return head
    right = "an" if _takes_an(new) else "a"
    right = right.capitalize() if article[:1].isupper() else right
    return f"{stem}{blank}{right} "


def _takes_an(word: str) -> bool:
    low = word.casefold()
    if low.startswith(_AN_DESPITE_CONSONANT):
        return True
    return low[:1] in "aeiou" and not low.startswith(_A_DESPITE_VOWEL)
