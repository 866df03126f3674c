"""The steps from page text to lesson content, each cached under (inputs, options, engine fingerprint)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress
from app.domain.lessons import (
    ChoiceQuestion,
    Finding,
    KeyWord,
    LessonContent,
    LessonOptions,
    LessonPlan,
    Level,
    Passage,
    SentencePair,
    ShortQuestion,
)
from app.inference.protocols import LessonWriter
from app.lesson.assembly import REWRITTEN, assemble, lesson_source, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Document, Page
    from app.store.steps import StepRunner

_FEWEST_LETTERS = 20
_LOOK_BACK = 4_000  # characters of the page before a passage that can matter to it


class CheckingWriter(LessonWriter, Protocol):
    """A lesson writer that also runs the checks where it works."""

    def check(self, content: LessonContent, source_language: str, pages: Sequence[Page]) -> tuple[Finding, ...]:
        """All findings of a lesson."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What the pipeline made: the content and what the checks found in it."""

    content: LessonContent
    findings: tuple[Finding, ...]


class LessonPipeline:
    """Makes lesson content from a document; asks only for the results that are missing.

    Args:
        writer: The engine.
        steps: Cache of step results.
    """

    def __init__(self, writer: CheckingWriter, steps: StepRunner) -> None:
        self._writer = writer
        self._steps = steps

    def make(self, document: Document, options: LessonOptions, report: ReportProgress, cancel: CancelToken) -> Draft:
        """All parts of the lesson.

        Raises:
            UserFacingError: no engine can make that language from this page, or there is nothing to teach.
            JobCancelled: finished steps are kept.
        """
        passages = assemble(document)
        language = self._output_language(document, options)
        if sum(len(passage.source) for passage in passages if passage.kind in REWRITTEN) < _FEWEST_LETTERS:
            raise UserFacingError("lesson.nothing_to_teach")
        engine = self._writer.info(language)
        rewritten = self._rewrite(passages, language, options, engine.fingerprint, report, cancel)
        report(Progress("writing questions", 0, 4))
        title = title_of(document, passages)
        content = LessonContent(
            title=title,
            language=language,
            level=options.level,
            school_class=options.school_class,
            passages=rewritten,
            engine=engine.name,
        )
        content = self._add_parts(content, options, engine.fingerprint, report, cancel)
        report(Progress("checking", 0, 1))
        return Draft(content, self._writer.check(content, language, document.pages))

    def _output_language(self, document: Document, options: LessonOptions) -> str:
        if document.language is None:
            raise UserFacingError("lesson.nothing_to_teach")
        if options.language not in (None, document.language):
            raise UserFacingError("lesson.no_language", languages=options.language)
        return document.language

    def _rewrite(
        self,
        passages: Sequence[Passage],
        language: str,
        options: LessonOptions,
        fingerprint: str,
        report: ReportProgress,
        cancel: CancelToken,
    ) -> tuple[Passage, ...]:
        made: list[Passage] = []
        for number, passage in enumerate(passages):
            cancel.check()
            report(Progress("simplifying", number, len(passages)))
            before = "\n".join(one.source for one in passages[:number] if one.kind in REWRITTEN)[-_LOOK_BACK:]
            made.append(self._rewrite_one(passage, before, (fingerprint, language, options.level)))
        return tuple(made)

    def _rewrite_one(self, passage: Passage, before: str, identity: tuple[str, str, Level]) -> Passage:
        if passage.kind not in REWRITTEN or not passage.source.strip():
            return passage
        _, language, level = identity
        pairs = self._steps.run(
            "simplify",
            (*identity, passage.source, before),
            tuple[SentencePair, ...],
            lambda: self._writer.simplify(passage.source, language=language, level=level, before=before),
        )
        return replace(passage, pairs=pairs, text=" ".join(result for pair in pairs for result in pair.results))

    def _add_parts(
        self,
        content: LessonContent,
        options: LessonOptions,
        fingerprint: str,
        report: ReportProgress,
        cancel: CancelToken,
    ) -> LessonContent:
        source = lesson_source(content.title, content.language, content.passages)
        key_words = self._steps.run(
            "key_words",
            (fingerprint, source, options.key_word_count),
            tuple[KeyWord, ...],
            lambda: self._writer.key_words(source, count=options.key_word_count),
        )
        report(Progress("writing questions", 1, 4))
        cancel.check()
        choice = self._steps.run(
            "choice_questions",
            (fingerprint, source, options.choice_count),
            tuple[ChoiceQuestion, ...],
            lambda: self._writer.choice_questions(source, count=options.choice_count),
        )
        report(Progress("writing questions", 2, 4))
        cancel.check()
        short = self._steps.run(
            "short_questions",
            (fingerprint, source, options.short_count),
            tuple[ShortQuestion, ...],
            lambda: self._writer.short_questions(source, count=options.short_count),
        )
        report(Progress("writing questions", 3, 4))
        cancel.check()
        plan = LessonPlan()
        if options.with_plan:
            plan = self._steps.run(
                "plan",
                (fingerprint, source, key_words, options),
                LessonPlan,
                lambda: self._writer.plan(source, key_words, options=options),
            )
        notes = []
        if len(choice) < options.choice_count or len(short) < options.short_count:
            notes.append("few_questions")
        if len(key_words) < options.key_word_count:
            notes.append("few_key_words")
        if any(word.meaning_from == "glossary" for word in key_words):
            notes.append("glossary_unreviewed")
        return replace(
            content,
            key_words=key_words,
            choice_questions=choice,
            short_questions=short,
            plan=plan,
            notes=tuple(notes),
        )
