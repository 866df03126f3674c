"""The steps from page text to lesson content, each cached under (inputs, options, engine fingerprint)."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, Self

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress
from app.domain.languages import LANGUAGES, by_code
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
from app.lesson.ai.help import ModelHelp
from app.lesson.assembly import REWRITTEN, are_of, assemble, lesson_source, title_of
from app.lesson.doubts import doubtful_words
from app.lesson.translation import LessonTranslation, translated_source
from app.lesson.translators import Translators
from app.store.steps import StepRunner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.domain.documents import Document, Page
    from app.lesson.ai.writer import AiLessonWriter
    from app.lesson.translators import Translator

_FEWEST_LETTERS = 20
_LOOK_BACK = 4_000  # characters of the page before a passage that can matter to it


class CheckingWriter(LessonWriter, Protocol):
    """A lesson writer that also runs the checks where it works, and whose work can be ended."""

    def check(self, content: LessonContent, source_language: str, pages: Sequence[Page]) -> tuple[Finding, ...]:
        """All findings of a lesson."""
        ...

    def until(self, cancel: CancelToken) -> Self:
        """The same writer, whose calls raise `JobCancelled` soon after `cancel` is set."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What the pipeline made: the content and what the checks found in it."""

    content: LessonContent
    findings: tuple[Finding, ...]


class LessonPipeline:
    """Makes lesson content from a document; asks only for the results that are missing.

    Args:
        writer: The built-in engine, which serves every language.
        steps: Cache of step results.
        model: The language model that is installed for a language, None where there is none.
        translators: Who translates into other languages than that of the page; None for nobody.
    """

    def __init__(
        self,
        writer: CheckingWriter,
        steps: StepRunner,
        model: Callable[[str], AiLessonWriter | None] = lambda _: None,
        translators: Translators | None = None,
    ) -> None:
        self._writer = writer
        self._steps = steps
        self._model = model
        self._translators = translators or Translators()

    def fingerprint(self, document: Document, options: LessonOptions) -> str:
        """Of the engine that makes this lesson; empty where `make` would say that there is none."""
        language = document.language
        if not language:
            return ""
        rules = self._writer.info(language)
        model = self._model(language)
        made = model.fingerprint(rules) if model is not None else rules.fingerprint
        if options.language in (None, language):
            return made
        translator = self._translators.of(language, options.language)
        if translator is None:
            return ""
        return f"{made} {translator.info.fingerprint} {self._writer.info(options.language).fingerprint}"

    def languages(self, document: Document) -> tuple[str, ...]:
        """Languages in which a lesson can be made from this document now, its own first; () where that is not ours."""
        return (document.language, *self._translators.targets(document.language)) if document.language else ()

    def make(self, document: Document, options: LessonOptions, report: ReportProgress, cancel: CancelToken) -> Draft:
        """All parts of the lesson.

        Raises:
            UserFacingError: no engine can make that language from this page, or there is nothing to teach.
            JobCancelled: finished steps are kept.
        """
        passages = assemble(document)
        if sum(len(passage.source) for passage in passages if passage.kind in REWRITTEN) < _FEWEST_LETTERS:
            raise UserFacingError("lesson.nothing_to_teach")
        language = _page_language(document)
        translator = self._translator(language, options)
        writer = self._writer.until(cancel)
        engine = writer.info(language)
        run = _Run(writer, self._steps, options, engine.fingerprint, report=report, cancel=cancel)
        if (model := self._model(language)) is not None:
            run.help = ModelHelp(model.until(cancel), engine, self._steps)
        rewritten = run.rewrite(passages, language)
        report(Progress("writing questions", 0, 4))
        content = LessonContent(
            title=title_of(document, passages),
            language=language,
            level=options.level,
            school_class=options.school_class,
            passages=rewritten,
            engine=run.helped or engine.name,
            uses_ai=engine.uses_ai or bool(run.helped),
        )
        if translator is not None:
            content = LessonTranslation(translator.until(cancel), self._steps, report=report, cancel=cancel).of(content)
            run.fingerprint = writer.info(content.language).fingerprint
        content = run.add_parts(content, document.pages)
        report(Progress("checking", 0, 1))
        return Draft(content, writer.check(content, language, document.pages))

    def _translator(self, language: str, options: LessonOptions) -> Translator | None:
        if options.language in (None, language):
            return None
        found = self._translators.of(language, options.language)
        if found is None:
            raise UserFacingError("lesson.no_language", languages=by_code(options.language).english_name)
        return found


@dataclass(slots=True)
class _Run:
    """One making of one lesson."""

    writer: CheckingWriter
    steps: StepRunner
    options: LessonOptions
    fingerprint: str
    _: KW_ONLY
    report: ReportProgress
    cancel: CancelToken
    help: ModelHelp | None = field(default=None, init=False)

    @property
    def helped(self) -> str:
        """Name of model and rules together, where anything of the model stands in the lesson; else empty."""
        return self.help.name if self.help is not None else ""

    def rewrite(self, passages: Sequence[Passage], language: str) -> tuple[Passage, ...]:
        """The passages in easier words."""
        made: list[Passage] = []
        before: str | None = None
        for number, passage in enumerate(passages):
            self.cancel.check()
            self.report(Progress("simplifying", number, len(passages)))
            made.append(self._rewrite_one(number, passage, before or "", language))
            if passage.kind in REWRITTEN:
                before = passage.source if before is None else f"{before}\n{passage.source}"[-_LOOK_BACK:]
        return self.help.guarded(made, self.report) if self.help is not None else tuple(made)

    def _rewrite_one(self, number: int, passage: Passage, before: str, language: str) -> Passage:
        if passage.kind not in REWRITTEN or not passage.source.strip():
            return passage
        level = self.options.level
        pairs = self.steps.run(
            "simplify",
            (self.fingerprint, language, level, passage.source, before),
            tuple[SentencePair, ...],
            lambda: self.writer.simplify(passage.source, language=language, level=level, before=before),
            usable=lambda found: _letters("".join(one.source for one in found)) == _letters(passage.source),
        )
        if self.help is not None and level is not Level.SAME:
            pairs = self.help.rewrite(pairs, place=number, language=language, level=level, before=before)
        return replace(passage, pairs=pairs, text=" ".join(result for pair in pairs for result in pair.results))

    def add_parts(self, content: LessonContent, pages: Sequence[Page]) -> LessonContent:
        """The content with key words, questions and plan, from what was surely read of the pages."""
        doubted = doubtful_words(content.passages, pages)
        source = (
            translated_source(content, doubted)
            if content.source_language
            else lesson_source(content.title, content.language, content.passages, doubted)
        )
        options = self.options
        key_words = self.steps.run(
            "key_words",
            (self.fingerprint, source, options.key_word_count),
            tuple[KeyWord, ...],
            lambda: self.writer.key_words(source, count=options.key_word_count),
            usable=lambda found: are_of(found, source),
        )
        self._go_on(1)
        choice = self.steps.run(
            "choice_questions",
            (self.fingerprint, source, options.choice_count),
            tuple[ChoiceQuestion, ...],
            lambda: self.writer.choice_questions(source, count=options.choice_count),
            usable=lambda found: are_of(found, source),
        )
        helper = self.help if not content.source_language else None  # the model is that of the page's language
        if helper is not None:
            choice = helper.choice_questions(source, choice, options.choice_count)
        self._go_on(2)
        short = self.steps.run(
            "short_questions",
            (self.fingerprint, source, options.short_count),
            tuple[ShortQuestion, ...],
            lambda: self.writer.short_questions(source, count=options.short_count),
            usable=lambda found: are_of(found, source),
        )
        if helper is not None:
            short = helper.short_questions(source, short, options.short_count)
        self._go_on(3)
        plan = LessonPlan()
        if options.with_plan:
            plan = self.steps.run(
                "plan",
                (self.fingerprint, source, key_words, options),
                LessonPlan,
                lambda: self.writer.plan(source, key_words, options=options),
            )
        made = replace(content, key_words=key_words, choice_questions=choice, short_questions=short, plan=plan)
        helped = self.help.notes() if self.help is not None else ()
        if helper is not None and helper.name:
            made = replace(made, engine=helper.name, uses_ai=True)
        return replace(made, notes=(*content.notes, *_remarks(made, options), *helped))

    def _go_on(self, done: int) -> None:
        self.report(Progress("writing questions", done, 4))
        self.cancel.check()


def _letters(text: str) -> str:
    return "".join(text.split())


def _page_language(document: Document) -> str:
    if document.language is None:
        if not any(page.text and page.text.script for page in document.pages):
            raise UserFacingError("lesson.nothing_to_teach")
        ours = ", ".join(language.english_name for language in LANGUAGES)
        raise UserFacingError("lesson.other_language", languages=ours)
    return document.language


def _remarks(content: LessonContent, options: LessonOptions) -> Iterator[str]:
    """Code words for the teacher."""
    if len(content.choice_questions) < options.choice_count or len(content.short_questions) < options.short_count:
        yield "few_questions"
    if len(content.key_words) < options.key_word_count:
        yield "few_key_words"
    if any(word.meaning_from == "glossary" for word in content.key_words):
        yield "glossary_unreviewed"
    if options.level is not Level.SAME and _is_unchanged(content):
        yield "already_at_level"


def _is_unchanged(content: LessonContent) -> bool:
    """Whether no sentence of the page became easier; of a translation nothing is said."""
    pairs = [pair for passage in content.passages for pair in passage.pairs]
    return not content.source_language and bool(pairs) and all(pair.results == (pair.source,) for pair in pairs)
