"""Short questions that a sentence of the page answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain import sentences
from app.domain.lessons import ShortQuestion
from app.lesson.rules import spelling
from app.lesson.rules.glossary import GENERAL
from app.lesson.rules.key_words import shown_term
from app.lesson.rules.tokens import has_quotation, is_verse, stop_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.page import PageSentence
    from app.lesson.rules.phrasebook import Questions

_FEWEST_WORDS = 4
_MOST_WORDS = 45
_STEM = 4  # characters that a word of the heading must share


class ReasonFinder(Protocol):
    """Finds what a sentence gives a reason for."""

    def statement_with_reason(self, sentence: str) -> str | None:
        """The part before "because" as a sentence of its own; None where it cannot stand alone."""
        ...


class ShortQuestionMaker:
    """Makes short questions in one language.

    Args:
        glossary: The glossary.
        reasons: The language's splitter.
        templates: The language's question sentences.
        describing: Words that begin the meaning of an adjective.
    """

    def __init__(
        self, glossary: Glossary, reasons: ReasonFinder, templates: Questions, describing: frozenset[str]
    ) -> None:
        self._glossary = glossary
        self._reasons = reasons
        self._templates = templates
        self._describing = describing

    def make(self, page: Sequence[PageSentence], title: str, count: int) -> tuple[ShortQuestion, ...]:
        """Up to `count` questions, the surest kinds first, in page order."""
        chosen: dict[int, ShortQuestion] = {}
        asked: set[str] = set()
        rounds = (
            (self._meanings, count - 1),  # not only meanings, where the page gives more
            (self._reasons_given, count),
            (self._meanings, count),
            (self._terms, count),
            (self._headings, count),
        )
        for ask, most in rounds:
            for at, question in ask(page, title):
                if len(chosen) >= most:
                    break
                if at not in chosen and question.question not in asked:
                    chosen[at] = question
                    asked.add(question.question)
        return tuple(chosen[at] for at in sorted(chosen))

    def _meanings(self, page: Sequence[PageSentence], title: str) -> Iterator[tuple[int, ShortQuestion]]:
        del title
        for at, sentence in enumerate(page):
            found = sentence.definition
            if found is None:
                continue
            question = self._templates.what_is.format(term=shown_term(found, self._glossary))
            yield at, ShortQuestion(question, found.evidence, found.evidence, sentence.passage)

    def _reasons_given(self, page: Sequence[PageSentence], title: str) -> Iterator[tuple[int, ShortQuestion]]:
        del title
        for at, sentence in enumerate(page):
            if not self._usable(sentence):
                continue
            statement = self._reasons.statement_with_reason(sentence.text)
            if statement:
                question = self._templates.reason.format(statement=statement)
                yield at, ShortQuestion(question, sentence.text, sentence.text, sentence.passage)

    def _terms(self, page: Sequence[PageSentence], title: str) -> Iterator[tuple[int, ShortQuestion]]:
        """What the page says about terms that it uses and does not define."""
        del title
        asked = {shown_term(each.definition, self._glossary) for each in page if each.definition}
        for at, sentence in enumerate(page):
            if not self._usable(sentence):
                continue
            for match in self._glossary.find(sentence.text):
                entry = match.entry
                named = match.start > 0 and sentence.text[match.start].isupper()
                if entry.subject == GENERAL or entry.easier or not entry.is_term or entry.term in asked or named:
                    continue
                if entry.meaning.split(" ", 1)[0].casefold() in self._describing:
                    continue  # nothing is told "about" an adjective
                asked.add(entry.term)
                question = self._templates.about.format(term=entry.term)
                yield at, ShortQuestion(question, sentence.text, sentence.text, sentence.passage)
                break

    def _headings(self, page: Sequence[PageSentence], title: str) -> Iterator[tuple[int, ShortQuestion]]:
        """Under each heading, and under the title, the first full sentence that names it."""
        found: dict[str, list[int]] = {}
        for at, sentence in enumerate(page):
            name = " ".join((sentence.heading or title).split())
            if name and self._usable(sentence):
                found.setdefault(name, []).append(at)
        for name, places in found.items():
            told = [at for at in places if self._names(page[at].text, name)]
            if told:
                sentence, question = page[told[0]], self._templates.about.format(term=name)
                yield told[0], ShortQuestion(question, sentence.text, sentence.text, sentence.passage)

    def _names(self, sentence: str, heading: str) -> bool:
        """Whether the sentence holds a telling word of the heading, whatever its ending."""
        stems = {word[:_STEM] for word in self._words(heading) if len(word) >= _STEM}
        return any(word[:_STEM] in stems for word in self._words(sentence))

    def _words(self, text: str) -> list[str]:
        return [spelling.key(word) for word in sentences.words(text, self._glossary.language)]

    def _usable(self, sentence: PageSentence) -> bool:
        text = sentence.text
        fits = _FEWEST_WORDS <= len(sentences.words(text, self._glossary.language)) <= _MOST_WORDS
        ends = bool(stop_of(text)) and "?" not in stop_of(text)
        plain = ":" not in text and not has_quotation(text) and not is_verse(text)
        return sentence.alone and sentence.tells and fits and ends and plain
