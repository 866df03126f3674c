"""Decides which questions of a model stand in the lesson.

A question is taken only where every test passes. Its answer is copied from one sentence of the page, which can be
understood alone; the question is in the page's language and about that sentence, holds none of the answer, and says
nothing with a fact or a word that is not on the page. Wrong answers must be wrong for sure: numbers of the answer's
form that the page does not hold, where the sentence gives no bound, or terms of the glossary of the answer's kind
("no two of them are right at once") that the page does not name. Where a model's own wrong answers are not, the rules'
for the same answer are taken; where there are none, the question is not. No test knows what words mean: whether the
sentence answers just this question is for the teacher to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category

from app.checks import fact_lock
from app.config.paths import resources
from app.domain import sentences
from app.domain.lessons import ChoiceQuestion, FactKind, ShortQuestion
from app.domain.numerals import to_ascii_digits
from app.lesson.ai.asking_words import ASKING_WORDS, BESIDE_ASKING_WORDS, YES_OR_NO_STARTS
from app.lesson.ai.question_answers import (
    Askable,
    AskableRequest,
    JudgedQuestions,
    QuestionsRequest,
    Written,
    read_questions,
)
from app.lesson.ai.vocabulary import DRAVIDIAN, Vocabulary, has_odd_signs, vocabulary_of
from app.lesson.rules import phrasebook, spelling
from app.lesson.rules.choice_questions import shuffled
from app.lesson.rules.definitions import DefinitionFinder
from app.lesson.rules.number_limits import NumberLimits
from app.lesson.rules.number_options import all_numbers, askable_numbers, is_clock_time
from app.lesson.rules.page import Tasks, read_page
from app.lesson.rules.term_options import ENGLISH_ADJECTIVE_STARTS, TermOptions, same_shape
from app.lesson.rules.tokens import has_quotation, is_verse, stop_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.inference.protocols import LessonSource
    from app.lesson.rules.phrasebook import Phrasebook

_FEWEST_TOLD, _MOST_TOLD = 5, 32  # words of a sentence that can be asked about
_FEWEST_ASKED, _MOST_ASKED = 4, 25  # words of a question
_FEWER_DRAVIDIAN = 1
_MOST_ANSWERED = 8  # words of an answer
_WITHIN = frozenset("'’-\u200c\u200d")  # signs within words
_YEAR = 4  # digits


def askable(request: AskableRequest) -> tuple[Askable, ...]:
    """The sentences that a model may be shown."""
    return _judge_of(request.source.language).askable(request)


def judge_questions(request: QuestionsRequest) -> JudgedQuestions:
    """Take the questions that pass."""
    return _judge_of(request.source.language).judge(request)


@dataclass(frozen=True, slots=True)
class _Case:
    """One question under judgement, blanks squeezed: where its answer stands in the sentence, and the whole page."""

    question: str
    answer: str
    wrong: tuple[str, ...]
    told: Askable
    start: int
    page: str

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.start + len(self.answer)


class QuestionJudge:
    """Judges questions of one language.

    Args:
        vocabulary: Its words.
        phrases: Its phrasebook.
    """

    def __init__(self, vocabulary: Vocabulary, phrases: Phrasebook) -> None:
        self._words = vocabulary
        self._glossary = vocabulary.glossary
        self._language = vocabulary.language
        self._definitions = DefinitionFinder(phrases, self._glossary, self._language)
        forms = phrases.forms
        self._tasks = Tasks(forms.task_starts, forms.task_ends, forms.task_exceptions)
        self._limits = NumberLimits(forms)
        describing = ENGLISH_ADJECTIVE_STARTS if self._language == "en" else phrases.clauses.blockers
        self._terms = TermOptions(self._glossary, describing)
        self._and = {word for join in phrases.clauses.joins if join.own_subject for word in join.words}
        self._and |= {"and", "or", "both"} | set(phrases.questions.last_join.split())
        self._asking = ASKING_WORDS[self._language]
        self._in_any_question = self._asking | BESIDE_ASKING_WORDS.get(self._language, frozenset())
        self._fewer = _FEWER_DRAVIDIAN if self._language in DRAVIDIAN else 0

    def askable(self, request: AskableRequest) -> tuple[Askable, ...]:
        """Sentences that can be understood alone, tell something, deny nothing and are not asked about already."""
        found = read_page(request.source, self._definitions, self._tasks)
        return tuple(
            Askable(one.text, one.passage)
            for one in found
            if one.alone and one.tells and self._can_be_told(one.text) and not _is_used(one.text, request.used)
        )

    def judge(self, request: QuestionsRequest) -> JudgedQuestions:
        """Each question by itself and against those taken before it."""
        page = _page_text(request.source)
        taken = list(request.found)
        choice: list[ChoiceQuestion] = []
        short: list[ShortQuestion] = []
        refused = []
        for written in read_questions(request.answer, choice=request.choice):
            case = self._case(written, request.asked, page)
            why = self._why_not(case, taken) if case is not None else "evidence"
            options = self._options(case) if case is not None and not why and request.choice else ()
            if case is not None and not why and request.choice and not options:
                why = "kind"
            refused.append(why)
            if case is None or why:
                continue
            told = case.told
            taken.append((told.text, case.answer))
            if request.choice:
                shown = shuffled(options, case.question)
                choice.append(ChoiceQuestion(case.question, shown, shown.index(options[0]), told.text, told.passage))
            else:
                short.append(ShortQuestion(case.question, told.text, told.text, told.passage))
        return JudgedQuestions(tuple(choice), tuple(short), tuple(refused))

    # -- the question ------------------------------------------------------------------------------------------------

    def _case(self, written: Written, asked: Sequence[Askable], page: str) -> _Case | None:
        """The question beside its sentence; None where there is no such sentence, or not one place with the answer."""
        if not 1 <= written.sentence <= len(asked):
            return None
        told = asked[written.sentence - 1]
        answer = " ".join(written.answer.split()).rstrip(".।॥,;")
        sentence, wanted = (to_ascii_digits(text).casefold() for text in (told.text, answer))
        places = [at for at in range(len(sentence)) if wanted and sentence.startswith(wanted, at)]
        if len(places) != 1 or len(sentence) != len(told.text) or not all_numbers(answer) <= all_numbers(sentence):
            return None
        start, end = places[0], places[0] + len(wanted)
        if _goes_on(told.text[:start][-1:], told.text[start:end][:1]) or _goes_on(
            told.text[end - 1 : end], told.text[end : end + 1]
        ):
            return None
        question = " ".join(written.question.split())
        wrong = tuple(" ".join(one.split()) for one in written.wrong)
        return _Case(question, told.text[start:end], wrong, told, start, page)

    def _why_not(self, case: _Case, taken: Sequence[tuple[str, str]]) -> str:
        """The first test that a question fails."""
        tests: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("question", lambda: not self._is_question(case.question)),
            ("signs", lambda: has_odd_signs(case.question, case.told.text)),
            ("script", lambda: self._words.is_in_other_script(case.question, case.told.text)),
            ("answer", lambda: len(sentences.words(case.answer, self._language)) > _MOST_ANSWERED),
            ("given", lambda: self._gives_away(case)),
            ("facts", lambda: self._adds_facts(case)),
            ("astray", lambda: self._goes_astray(case)),
            (
                "invented",
                lambda: self._words.invents(case.question, self._words.words(case.page) | self._in_any_question),
            ),
            ("again", lambda: _is_again(case, taken)),
        )
        return next((why for why, fails in tests if fails()), "")

    def _is_question(self, question: str) -> bool:
        words = [spelling.key(word) for word in sentences.words(question, self._language)]
        if not _FEWEST_ASKED - self._fewer <= len(words) <= _MOST_ASKED or len(question) > 4 * _MOST_ASKED * 4:
            return False
        if not question.endswith("?") or question.count("?") > 1 or len(sentences.split(question, self._language)) > 1:
            return False
        after = words[words[0] in YES_OR_NO_STARTS.get(self._language, ()) :]
        return not self._asking.isdisjoint(after)

    def _gives_away(self, case: _Case) -> bool:
        """Whether the question holds the answer, a word of its family or its number; the unit of a number it may."""
        if spelling.key(case.answer) in spelling.key(case.question):
            return True
        if numbers := all_numbers(case.answer):
            return bool(numbers & all_numbers(case.question))
        return any(self._terms.gives_away(word, case.question) for word in self._words.content(case.answer))

    def _adds_facts(self, case: _Case) -> bool:
        """Whether question and answer together hold a fact that the sentence does not, or a "not"."""
        said = f"{case.question} {case.answer}"
        found = fact_lock.compare(case.told.text, said, language=self._language)
        return any(one.result for one in found) or self._denies(said)

    def _goes_astray(self, case: _Case) -> bool:
        """Whether most of what the question speaks of is not in its sentence."""
        there = self._words.words(case.told.text)
        content = self._words.content(case.question) - self._in_any_question - self._words.words(case.answer)
        return 2 * sum(self._words.is_among(word, there) for word in content) < len(content)

    def _invents(self, case: _Case) -> bool:
        """Whether the question has a word that is neither on the page nor in the word lists."""
        return self._words.invents(case.question, self._words.words(case.page) | self._in_any_question)

    def _can_be_told(self, text: str) -> bool:
        size = len(sentences.words(text, self._language))
        plain = not (has_quotation(text) or is_verse(text) or ":" in text)
        ends = bool(stop_of(text)) and "?" not in stop_of(text)
        return _FEWEST_TOLD - self._fewer <= size <= _MOST_TOLD and plain and ends and not self._denies(text)

    def _denies(self, text: str) -> bool:
        return any(fact.kind is FactKind.NEGATION for fact in fact_lock.facts(text, self._language))

    # -- the options -------------------------------------------------------------------------------------------------

    def _options(self, case: _Case) -> tuple[str, ...]:
        """The right answer and three that are surely wrong; () where there are not so many."""
        if self._is_listed(case):
            return ()
        if all_numbers(case.answer):
            return self._numbers(case)
        entry = self._glossary.entry(case.answer)
        if entry is None or not entry.kind or spelling.key(entry.term) != spelling.key(case.answer):
            return ()
        options = (entry.term, *self._own_terms(case, entry.term, entry.kind))
        if len(options) == 1:
            known = f"{case.question} {case.told.text}"
            options += self._terms.wrong_answers(entry.term, known, page_text=case.page, preferred={}) or ()
        return options if len(options) > 1 else ()

    def _is_listed(self, case: _Case) -> bool:
        """Whether the answer is one of several things that the sentence names: then it is not the only right one."""
        before, after = case.told.text[: case.start].split(), case.told.text[case.span[1] :].split()
        if before and (before[-1].endswith(",") or before[-1].casefold() in self._and):
            return True
        return bool(after) and (
            case.told.text[case.span[1] : case.span[1] + 1] == "," or after[0].casefold() in self._and
        )

    def _numbers(self, case: _Case) -> tuple[str, ...]:
        """The options where the answer is a number with the same words around it in all four."""
        options = (case.answer, *case.wrong)
        found = [askable_numbers(option) for option in options]
        if any(len(one) != 1 or is_clock_time(one[0][0]) for one in found):
            return ()
        around = {
            (" ".join(option[: one[0].start()].split()), " ".join(option[one[0].end() :].split()).casefold())
            for option, one in zip(options, found, strict=True)
        }
        values = [all_numbers(one[0][0]) for one in found]
        lengths = {len(one[0][0]) for one in found}
        if len(around) > 1 or len(frozenset().union(*values)) != len(options):
            return ()
        if len(found[0][0][0]) == _YEAR and lengths != {_YEAR}:
            return ()
        if frozenset().union(*values[1:]) & all_numbers(case.page):
            return ()
        start = case.start + found[0][0].start()
        span = start, start + len(found[0][0][0])
        others = len(all_numbers(case.told.text)) > 1
        bounded = self._limits.bounds(case.told.text, *span, others=others)
        return () if bounded or self._limits.is_rough(case.told.text, *span) else options

    def _own_terms(self, case: _Case, answer: str, kind: str) -> tuple[str, ...]:
        """The model's wrong answers where all three are surely wrong; else ()."""
        known, page = f"{case.question} {case.told.text}", spelling.key(case.page)
        on_page = {match.entry.term for match in self._glossary.find(case.page)}
        said = set(self._terms.stems(known))
        chosen: list[str] = []
        for one in case.wrong:
            entry = self._glossary.entry(one)
            if entry is None or entry.kind != kind or spelling.key(entry.term) != spelling.key(one):
                return ()
            if entry.term in on_page or spelling.key(entry.term) in page:
                return ()
            alike = any(self._terms.related(entry.term, other) for other in (answer, *chosen))
            if alike or not same_shape(entry.term, answer, self._language):
                return ()
            meaning = set(self._terms.stems(entry.meaning))
            if meaning and 2 * len(meaning & said) > len(meaning):
                return ()  # what the page's sentence tells may be true of it as well
            chosen.append(entry.term)
        return tuple(chosen)


def _is_used(text: str, used: Sequence[str]) -> bool:
    return any(text in other or other in text for other in used)


def _is_again(case: _Case, taken: Sequence[tuple[str, str]]) -> bool:
    """Whether another question rests on the same sentence, asks for the same answer or is answered by this one."""
    key = spelling.key(case.question)
    return _is_used(case.told.text, [text for text, _ in taken]) or any(
        spelling.key(answer) == spelling.key(case.answer) or spelling.key(answer) in key for _, answer in taken
    )


def _goes_on(one: str, other: str) -> bool:
    """Whether a word or number goes on from one character to the next."""
    return bool(one and other) and all(category(sign)[0] in "LMN" or sign in _WITHIN for sign in one + other)


def _page_text(source: LessonSource) -> str:
    return "\n".join((source.title, *(f"{passage.heading}\n{passage.text}" for passage in source.passages)))


@lru_cache(maxsize=2)
def _judge_of(language: str) -> QuestionJudge:
    return QuestionJudge(vocabulary_of(language), phrasebook.load(resources() / "lesson" / f"{language}.toml"))
