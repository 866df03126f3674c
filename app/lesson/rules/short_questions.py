"""Short questions that a sentence of the page answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from app.domain import sentences
from app.domain.lessons import ShortQuestion
from app.lesson.rules import spelling
from app.lesson.rules.glossary import GENERAL
from app.lesson.rules.key_words import belongs, shown_term
from app.lesson.rules.tokens import has_quotation, is_verse, stop_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.lesson.rules.glossary import Entry, Glossary, Match
    from app.lesson.rules.page import PageSentence
    from app.lesson.rules.phrasebook import Phrasebook

_FEWEST_WORDS = 4
_MOST_WORDS = 45
_ENOUGH = 2  # questions; only a page with fewer is asked about terms that it only mentions
_STEM = 4  # characters that a word of the heading must share
_SHORT_PAGE = 3  # sentences: the whole of a longer page is no answer
_ARTICLES = (["the"], ["a"], ["an"])
_NUMBERED = re.compile(r"(?:(\S+)\s+)?[\dIVX]+(?:\.\d+)*\s*[:.)–—-]\s*(.+)")


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
        phrases: The language's phrasebook.
        describing: Words that begin the meaning of an adjective.
    """

    def __init__(
        self, glossary: Glossary, reasons: ReasonFinder, phrases: Phrasebook, describing: frozenset[str]
    ) -> None:
        self._glossary = glossary
        self._reasons = reasons
        self._templates = phrases.questions
        self._page_words = phrases.forms.page_words | {""}
        self._reminders = tuple(spelling.key(words) for words in phrases.forms.reminders)
        self._describing = describing

    def make(self, page: Sequence[PageSentence], title: str, count: int) -> tuple[ShortQuestion, ...]:
        """Up to `count` questions, the surest kinds first, in page order."""
        chosen: dict[int, ShortQuestion] = {}
        asked: set[str] = set()
        rounds = (
            (self._meanings, count - 1),  # not only meanings, where the page gives more
            (self._reasons_given, count),
            (self._meanings, count),
            (self._headings, count),
            (self._terms, count),
            (self._mentions, min(count, _ENOUGH)),
        )
        for ask, most in rounds:
            for at, question in ask(page, title):
                if len(chosen) >= most:
                    break
                if at not in chosen and asked.isdisjoint((question.question, question.answer)):
                    chosen[at] = question
                    asked |= {question.question, question.answer}
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
        """All that the page says about terms with which a sentence begins and which it does not define."""
        return self._about_terms(page, title, topic=True)

    def _mentions(self, page: Sequence[PageSentence], title: str) -> Iterator[tuple[int, ShortQuestion]]:
        """The same about terms that stand anywhere in a sentence."""
        return self._about_terms(page, title, topic=False)

    def _about_terms(
        self, page: Sequence[PageSentence], title: str, *, topic: bool
    ) -> Iterator[tuple[int, ShortQuestion]]:
        asked = {shown_term(each.definition, self._glossary) for each in page if each.definition}
        entries: dict[str, Entry] = {}
        told: dict[str, list[int]] = {}
        for at, sentence in enumerate(page):
            for match in self._glossary.find(sentence.text):
                places = told.setdefault(match.entry.term, [])
                if at not in places:
                    places.append(at)
                if self._usable(sentence) and (not topic or self._is_topic(sentence.text, match)):
                    entries.setdefault(match.entry.term, match.entry)
        in_title = {match.entry.term for match in self._glossary.find(title)}
        for term, entry in entries.items():
            if not belongs(entry, told, in_title, self._glossary):
                continue
            if entry.subject == GENERAL or entry.easier or not entry.is_term or term in asked:
                continue
            if entry.meaning.split(" ", 1)[0].casefold() in self._describing:
                continue  # nothing is told "about" an adjective
            question = self._about(term, [page[at] for at in told[term]])
            together = told[term][-1] - told[term][0] == len(told[term]) - 1
            if question is not None and together and page[told[term][0]].alone:
                yield told[term][0], question

    def _is_topic(self, sentence: str, match: Match) -> bool:
        """Whether the sentence begins with the term; a term further on is only mentioned."""
        before = sentence[: match.start].casefold().split()
        listed = sentence[match.end :].lstrip().startswith(",")
        return not listed and (not before or (self._glossary.language == "en" and before in _ARTICLES))

    def _headings(self, page: Sequence[PageSentence], title: str) -> Iterator[tuple[int, ShortQuestion]]:
        """All that stands under a heading, where that is short."""
        found: dict[str, list[int]] = {}
        if not any(sentence.heading for sentence in page):  # the title may stand in the text, in letters of its size
            below = [at for at, sentence in enumerate(page) if spelling.key(sentence.text) != spelling.key(title)]
            if len(below) <= _SHORT_PAGE:
                found[title] = below
        for at, sentence in enumerate(page):
            found.setdefault(" ".join(sentence.heading.split()), []).append(at)
        for heading, places in found.items():
            if len(places) == len(page) > _SHORT_PAGE and not _is_list(page):
                continue
            section = [page[at] for at in places]
            name = self._without_number(heading)
            if name and any(sentence.tells for sentence in section) and self._belongs(section, name):
                question = self._about(name, section)
                if question is not None:
                    yield places[0], question

    def _belongs(self, section: Sequence[PageSentence], name: str) -> bool:
        """Whether the section is about what its heading says: it names it, or is a list under more than "Remember"."""
        if spelling.key(name).startswith(self._reminders):
            return False
        named = any(self._names(sentence.text, name) for sentence in section)
        return named or (_is_list(section) and len(self._stems(name)) > 1)

    def _names(self, sentence: str, heading: str) -> bool:
        """Whether the sentence holds a telling word of the heading, whatever its ending."""
        stems = self._stems(heading)
        return any(word[:_STEM] in stems for word in self._words(sentence))

    def _stems(self, heading: str) -> set[str]:
        """Beginnings of its telling words."""
        return {word[:_STEM] for word in self._words(heading) if len(word) >= _STEM}

    def _about(self, name: str, section: Sequence[PageSentence]) -> ShortQuestion | None:
        """The question with all of `section` as its answer; None where that is long, or asks something itself."""
        answer = _joined([sentence.text for sentence in section])
        if "?" in answer or is_verse(answer) or len(self._words(answer)) > _MOST_WORDS:
            return None
        question = self._templates.about.format(term=name)
        return ShortQuestion(question, answer, answer, section[0].passage)

    def _without_number(self, heading: str) -> str:
        """A heading without "Chapter 7:" before it."""
        found = _NUMBERED.match(heading)
        return found[2].strip() if found and (found[1] or "").casefold() in self._page_words else heading

    def _words(self, text: str) -> list[str]:
        return [spelling.key(word) for word in sentences.words(text, self._glossary.language)]

    def _usable(self, sentence: PageSentence) -> bool:
        text = sentence.text
        fits = _FEWEST_WORDS <= len(sentences.words(text, self._glossary.language)) <= _MOST_WORDS
        ends = bool(stop_of(text)) and "?" not in stop_of(text)
        plain = ":" not in text and not has_quotation(text) and not is_verse(text)
        return sentence.alone and sentence.tells and fits and ends and plain


def _is_list(section: Sequence[PageSentence]) -> bool:
    return len({sentence.passage for sentence in section}) == len(section) > 1


def _joined(texts: Sequence[str]) -> str:
    """Sentences, and items of a list that have no stop, as one text."""
    return " ".join(
        text if stop_of(text) or at == len(texts) - 1 else f"{text.rstrip(' ,;')};" for at, text in enumerate(texts)
    )
