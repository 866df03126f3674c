"""Multiple-choice questions: a sentence of the page with a gap, and four options of one kind.

Five kinds are asked, best first: the term of a definition on the page, a number, a glossary term, what a defined word
means, and a word of a closed series (number words, months). Only sentences that can be understood alone are used, and
only options that the page does not support become wrong answers.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from app.checks import fact_lock
from app.domain import sentences
from app.domain.lessons import ChoiceQuestion, FactKind
from app.lesson.rules import spelling
from app.lesson.rules.meaning_questions import MeaningQuestions
from app.lesson.rules.number_limits import NumberLimits
from app.lesson.rules.number_options import all_numbers, askable_numbers, is_clock_time, number_options
from app.lesson.rules.page import PageSentence
from app.lesson.rules.question_frames import QuestionFrames
from app.lesson.rules.series_options import SeriesOptions
from app.lesson.rules.term_options import TermOptions
from app.lesson.rules.tokens import has_quotation, is_verse, overlaps, protected_spans, tokens, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.lesson.rules.glossary import Entry, Glossary, Match
    from app.lesson.rules.phrasebook import Phrasebook

_BLANK = "____"
_FEWEST_WORDS = 5
_FEWEST_WORDS_DRAVIDIAN = 4
_MOST_WORDS = 32
_MOST_NUMBERS = 4
_PERCENT = 100
_BESIDE_BEFORE, _BESIDE_AFTER = 18, 24  # characters in which "more than" belongs to the number
_DAYS = 28
_COMMA = re.compile(r"[,;](?=\s)")
_ENGLISH_JOINS = word_set("and but so because while whereas although though")
_LABEL = re.compile(r"\s+(?:[A-Z]|\d)")
_DRAVIDIAN = frozenset({"ta", "te", "kn", "ml"})
_WITH_GENDER = frozenset({"hi", "mr", "gu", "pa"})
_GENITIVES = frozenset({"का", "की", "के", "ਦਾ", "ਦੀ", "ਦੇ", "ਦੀਆਂ"})
_AGREEING = tuple("ािीेੋીોાੀੇਾिૂું")  # endings of adjectives and genitives that show gender


@dataclass(frozen=True, slots=True)
class _Page:
    sentences: tuple[PageSentence, ...]
    text: str
    numbers: frozenset[Decimal]
    terms: dict[str, str]  # what the page defines, and the sentence that does


class ChoiceQuestionMaker:
    """Makes multiple-choice questions in one language.

    Args:
        glossary: The glossary.
        phrases: The phrasebook.
        describing: Words that begin the meaning of an adjective.
    """

    def __init__(self, glossary: Glossary, phrases: Phrasebook, describing: frozenset[str]) -> None:
        self._glossary = glossary
        self._phrases = phrases
        self._language = glossary.language
        self._limits = NumberLimits(phrases.forms)
        self._terms = TermOptions(glossary, describing)
        self._meanings = MeaningQuestions(glossary, phrases, self._terms)
        self._frames = QuestionFrames(glossary, phrases)
        self._series = SeriesOptions(phrases, glossary.language)
        self._fewest = _FEWEST_WORDS_DRAVIDIAN if self._language in _DRAVIDIAN else _FEWEST_WORDS
        self._and = {word for join in phrases.clauses.joins if join.own_subject for word in join.words}
        spellings = (spelling for join in phrases.clauses.joins for spelling in join.words)
        self._joins = _ENGLISH_JOINS | {spelling.split()[0] for spelling in spellings}
        self._and |= {"and", "or", "both"} | set(phrases.questions.last_join.split())

    def make(self, found: Sequence[PageSentence], text: str, count: int) -> tuple[ChoiceQuestion, ...]:
        """Up to `count` questions in page order; fewer where the page does not support more.

        Args:
            found: The sentences to ask about.
            text: All text of the page: no wrong answer may come from it.
            count: Questions wanted.
        """
        page = self._survey(found, text)
        chosen: dict[int, ChoiceQuestion] = {}
        some = max(2, (count + 1) // 2)
        rounds = (
            (self._about_definitions, count),
            (self._about_numbers, some),
            (self._about_terms, count),
            (self._about_numbers, count),
            (self._about_meanings, some),
            (self._about_series, some),
        )
        for ask, more in rounds:
            most = min(count, len(chosen) + more)
            for at, question in ask(page):
                if len(chosen) >= most:
                    break
                if at not in chosen and not any(_overlap(question, other) for other in chosen.values()):
                    chosen[at] = question
        return tuple(chosen[at] for at in sorted(chosen))

    def _survey(self, found: Sequence[PageSentence], text: str) -> _Page:
        defined = {each.definition.term: each.definition.evidence for each in found if each.definition}
        return _Page(tuple(found), text, all_numbers(text), defined)

    # -- the kinds --------------------------------------------------------------------------------------------------

    def _about_meanings(self, page: _Page) -> Iterator[tuple[int, ChoiceQuestion]]:
        return self._meanings.find(page.sentences, page.text)

    def _about_definitions(self, page: _Page) -> Iterator[tuple[int, ChoiceQuestion]]:
        for at, sentence in enumerate(page.sentences):
            found = sentence.definition
            if found is None or not found.clear or not self._fits(found.evidence):
                continue
            others = {
                term: evidence
                for term, evidence in page.terms.items()
                if not _holds(found.evidence, term) and not _holds(evidence, found.term)
            }
            question = self._term_question(page, found.evidence, (found.start, found.end), others, sentence.passage)
            if question:
                yield at, question

    def _about_numbers(self, page: _Page) -> Iterator[tuple[int, ChoiceQuestion]]:
        for in_context in (False, True):
            for at, sentence, evidence in _told(page, in_context=in_context):
                question = self._number_question(page, sentence, evidence)
                if question:
                    yield at, question

    def _number_question(self, page: _Page, sentence: PageSentence, evidence: str) -> ChoiceQuestion | None:
        numbers = askable_numbers(sentence.text)
        if not 1 <= len(numbers) <= _MOST_NUMBERS:
            return None
        if not self._fits(evidence) or has_quotation(evidence):
            return None
        told = Counter(found[0] for found in askable_numbers(evidence))
        shift = len(evidence) - len(sentence.text)
        for found in numbers:
            if told[found[0]] > 1:
                continue
            options = self._number_options(sentence.text, found, page)
            if options is not None:
                span = (found.start() + shift, found.end() + shift)
                return self._question(evidence, span, options, found[0], sentence.passage)
        return None

    def _about_terms(self, page: _Page) -> Iterator[tuple[int, ChoiceQuestion]]:
        for at, sentence in enumerate(page.sentences):
            if not sentence.alone or not sentence.tells or not self._fits(sentence.text):
                continue
            if has_quotation(sentence.text) or self._denies(sentence.text):
                continue  # what does not happen is no single thing
            for match in self._glossary.find(sentence.text):
                if not self._asks_for_one(sentence.text, match, page):
                    continue
                question = self._term_question(page, sentence.text, (match.start, match.end), {}, sentence.passage)
                if question:
                    yield at, question
                    break

    def _about_series(self, page: _Page) -> Iterator[tuple[int, ChoiceQuestion]]:
        words = {token.core for token in tokens(page.text)}
        for in_context in (False, True):
            for at, sentence, evidence in _told(page, in_context=in_context):
                if not self._fits(evidence) or has_quotation(evidence) or self._denies(sentence.text):
                    continue
                shift = len(evidence) - len(sentence.text)
                for member in self._series.find(sentence.text, words, page.numbers):
                    span = (member.start + shift, member.end + shift)
                    yield at, self._question(evidence, span, member.options, member.word, sentence.passage)
                    break

    def _asks_for_one(self, sentence: str, match: Match, page: _Page) -> bool:
        """Whether the term is of the page's subject, and the sentence with a gap in its place asks for it alone."""
        if not _is_school_term(match.entry) or not match.exact:
            return False
        if overlaps(match.start, match.end, protected_spans(sentence)) or self._in_list(sentence, match):
            return False
        if _LABEL.match(sentence, match.end):
            return False  # "____ A", "____ Fani": part of a name
        if self._agrees(sentence, match) or _part_of_other(match.entry.term, page.terms):
            return False
        fits_many = self._frames.fits_many(sentence, match.start, match.end)
        return not fits_many and self._frames.is_topic(match.entry, page.text)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _fits(self, sentence: str) -> bool:
        size = len(sentences.words(sentence, self._language))
        return self._fewest <= size <= _MOST_WORDS and not any(m in sentence for m in "?:") and not is_verse(sentence)

    def _term_question(
        self, page: _Page, evidence: str, span: tuple[int, int], others: dict[str, str], passage: int
    ) -> ChoiceQuestion | None:
        answer = evidence[slice(*span)]
        shown = answer
        if self._language == "en" and not evidence[: span[0]].strip(' "“') and not answer.isupper():
            entry = self._glossary.entry(answer)
            shown = answer if entry and entry.term[:1].isupper() else answer[:1].lower() + answer[1:]
        question = evidence[: span[0]] + _BLANK + evidence[span[1] :]
        if self._terms.gives_away(shown, question):
            return None
        article = _article(evidence[: span[0]]) if self._language == "en" else ""
        preferred = {_as_shown(term, shown): told for term, told in others.items()}
        wrong = self._terms.wrong_answers(shown, question, page_text=page.text, preferred=preferred, article=article)
        if wrong is None:
            return None
        return self._question(evidence, span, shuffled((shown, *wrong), question), shown, passage)

    def _number_options(self, sentence: str, found: re.Match[str], page: _Page) -> tuple[str, ...] | None:
        before = sentence[: found.start()].split()
        after = sentence[found.end() :]
        if before and before[-1].strip(".,;:()").casefold() in self._phrases.forms.page_words:
            return None
        if (not before and after[:1] in ".)") or is_clock_time(found[0]):
            return None
        if after[:1].isalpha() and self._language not in _DRAVIDIAN:
            return None  # ordinals change their ending with the number: 5वीं, 4थी
        if sentence[max(0, found.start() - 1) : found.start()] == "(" and after[:1] == ")":
            return None
        clause, first = self._clause_around(sentence, found.start())
        if self._denies(clause):
            return None  # who did not eat for 15 days did not eat for 14 either
        first = min(first, max(0, found.start() - _BESIDE_BEFORE))
        around = sentence[first : max(first + len(clause), found.end() + _BESIDE_AFTER)]
        span = (found.start() - first, found.end() - first)
        if self._limits.bounds(around, *span, others=len(all_numbers(clause)) > 1):
            return None  # what is more than 100 is also more than 90
        most = self._percent_left(sentence, found) if self._is_percent(after) else None
        if most is not None and all_numbers(found[0]) & set(range(most, _PERCENT)):
            return None  # what is left of the hundred gives itself away
        if most is None and len(found[0]) <= 2 and int(found[0]) <= 31 and self._in_date(sentence, found):
            most = _DAYS
        one = Decimal(1) in all_numbers(found[0])
        counts = most is None
        if counts and (one or (self._language == "en" and _article(sentence[: found.start()]))):
            return None  # "1 minute" and "an 8" show in the words beside them
        others = all_numbers(sentence) - all_numbers(found[0])
        taken = page.numbers | {Decimal(1)} if counts else page.numbers
        return number_options(found[0], taken, most=most, beside=others, rough=self._limits.is_rough(around, *span))

    def _in_date(self, sentence: str, found: re.Match[str]) -> bool:
        dates = (fact for fact in fact_lock.facts(sentence, self._language) if fact.kind is FactKind.DATE)
        return _has_year(sentence) or any(fact.start < found.end() and found.start() < fact.end for fact in dates)

    def _percent_left(self, sentence: str, found: re.Match[str]) -> int:
        """How many percent the other percentages of the sentence leave."""
        others = (each for each in askable_numbers(sentence) if each.start() != found.start())
        taken = sum(max(all_numbers(each[0])) for each in others if self._is_percent(sentence[each.end() :]))
        return int(_PERCENT - taken) if taken < _PERCENT else _PERCENT

    def _is_percent(self, after: str) -> bool:
        first = after.split()[:2]
        words = {word.strip(".,;:।").casefold() for word in first}
        return after.lstrip().startswith("%") or bool(words & _PERCENT_WORDS)

    def _in_list(self, sentence: str, match: Match) -> bool:
        """Whether the term is one of several: then another of them might fit as well."""
        before, after = sentence[: match.start].split(), sentence[match.end :]
        following = after.split()
        if before and (before[-1].endswith(",") or before[-1].casefold() in self._and):
            return True
        return after.lstrip()[:1] == "," or bool(following and following[0].casefold() in self._and)

    def _denies(self, text: str) -> bool:
        return any(fact.kind is FactKind.NEGATION for fact in fact_lock.facts(text, self._language))

    def _clause_around(self, sentence: str, at: int) -> tuple[str, int]:
        """What stands around a place between the commas and conjunctions, and where it starts."""
        joins = (token.start for token in tokens(sentence) if token.core in self._joins)
        ends = sorted({0, *joins, *(found.end() for found in _COMMA.finditer(sentence)), len(sentence)})
        return next((sentence[first:last], first) for first, last in pairwise(ends) if at < last)

    def _agrees(self, sentence: str, match: Match) -> bool:
        """Whether the gender of the term may show in the words around it, so that the options betray themselves.

        In the languages whose nouns have one, a postposition keeps the verb from agreeing; only an adjective or a
        genitive before the term still may.
        """
        if self._language not in _WITH_GENDER:
            return False
        before, after = sentence[: match.start].split()[-1:], sentence[match.end :].split()[:1]
        if not after or after[0] not in self._phrases.forms.postpositions:
            return True
        plain = self._phrases.forms.postpositions - _GENITIVES
        return bool(before) and before[0].endswith(_AGREEING) and before[0] not in plain

    def _question(
        self, evidence: str, span: tuple[int, int], options: tuple[str, ...], answer: str, passage: int
    ) -> ChoiceQuestion:
        gap = evidence[: span[0]] + _BLANK + evidence[span[1] :]
        question = self._phrases.questions.cloze.format(sentence=" ".join(gap.split()))
        return ChoiceQuestion(question, options, options.index(answer), evidence, passage)


_PERCENT_WORDS = word_set("percent प्रतिशत टक्के ટકા ਪ੍ਰਤੀਸ਼ਤ ਫ਼ੀਸਦੀ শতাংশ ପ୍ରତିଶତ சதவீதம் சதவிகிதம் விழுக்காடு శాతం ಶೇಕಡಾ ಪ್ರತಿಶತ ശതമാനം")


def _told(page: _Page, *, in_context: bool) -> Iterator[tuple[int, PageSentence, str]]:
    """Sentences that stand alone, or those that need the one before them, each with what makes it clear."""
    defining = {each.text for each in page.sentences if each.definition}
    for at, sentence in enumerate(page.sentences):
        if sentence.alone is in_context or not sentence.tells:
            continue
        if in_context and (not sentence.context or sentence.context in defining):
            continue  # what "his death" speaks of stands further back
        yield at, sentence, f"{sentence.context} {sentence.text}" if in_context else sentence.text


def _holds(text: str, term: str) -> bool:
    return spelling.key(term) in spelling.key(text)


def _overlap(one: ChoiceQuestion, other: ChoiceQuestion) -> bool:
    """Whether two questions ask for the same answer, or one shows the sentence that the other asks about."""
    if one.options[one.answer].casefold() == other.options[other.answer].casefold():
        return True
    return one.evidence in other.evidence or other.evidence in one.evidence


def _part_of_other(term: str, defined: Iterable[str]) -> bool:
    """Whether the page defines a longer term with this one in it (soil erosion): what is left gives it away."""
    return any(term.casefold() in other.casefold().split() and other.casefold() != term.casefold() for other in defined)


def _is_school_term(entry: Entry) -> bool:
    return entry.is_term and entry.subject != "general" and not entry.easier


def shuffled(options: tuple[str, ...], seed: str) -> tuple[str, ...]:
    """The options in an order that depends on the question only."""
    return tuple(sorted(options, key=lambda option: hashlib.sha256(f"{seed}\n{option}".encode()).digest()))


def _article(before: str) -> str:
    """The "a" or "an" before the gap, which all options must suit."""
    last = before.split()[-1:]
    return last[0].casefold() if last and last[0].casefold() in {"a", "an"} else ""


def _has_year(sentence: str) -> bool:
    return any(len(number) == 4 for number in (found[0] for found in askable_numbers(sentence)))


def _as_shown(term: str, like: str) -> str:
    if like[:1].islower() and term[:1].isupper() and not term.isupper():
        return term[:1].lower() + term[1:]
    return term
