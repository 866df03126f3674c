"""The easier text of a lesson in another language, sentence by sentence, each beside the sentence of the page.

A translation that is empty, in the wrong script or has lost a fact is asked for once more: the sentence of the page,
whole, without marks. Where that fails too the page's own sentence stays, and the checks say so in red.
"""

from __future__ import annotations

import logging
from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self

from app.checks import fact_lock
from app.checks.translations import is_untranslated, needs_translation
from app.domain.documents import BlockKind
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress
from app.domain.languages import by_code
from app.domain.lessons import TRANSLATED_BY, Change, LessonContent, Passage, SentencePair, Severity
from app.lesson.assembly import LONGEST_TITLE, lesson_source
from app.lesson.doubts import holds_doubt
from app.lesson.translators import TranslatorFailedError
from app.store.steps import StepRunner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.inference.protocols import EngineInfo, LessonSource

_VERSION = 1
"""Goes up when the same translations give another lesson: part of every cached step."""

_LOST = 2  # a fact, or all; one that was added ("a minute" became one minute) is shown in red where it stands
_LEFT_OUT = "\ue000"  # stands for a sentence that nothing is asked about; no page has this word
_log = logging.getLogger(__name__)


class PairTranslator(Protocol):
    """What is used of `app.lesson.translators.Translator`."""

    @property
    def info(self) -> EngineInfo:
        """Who it is."""
        ...

    @property
    def source(self) -> str:
        """Language of the texts."""
        ...

    @property
    def target(self) -> str:
        """Language of the translations."""
        ...

    def until(self, cancel: CancelToken) -> Self:
        """The same, whose work ends when `cancel` is set."""
        ...

    def translate(self, texts: Sequence[str], *, protect: bool = True) -> tuple[str, ...]:
        """One translation for each text."""
        ...


@dataclass(frozen=True, slots=True)
class LessonTranslation:
    """One lesson on its way into another language.

    Attributes:
        translator: For the language of the page and that of the lesson.
        steps: Keeps what was translated, passage by passage.
        report: Told how far it is.
        cancel: Ends the work; finished passages are kept.
    """

    translator: PairTranslator
    steps: StepRunner
    _: KW_ONLY
    report: ReportProgress
    cancel: CancelToken

    def of(self, content: LessonContent) -> LessonContent:
        """The lesson, which has no questions yet, in the other language; its notes name the model.

        Raises:
            UserFacingError: the model cannot go on (``lesson.translation_stopped``).
            JobCancelled: the token was set.
        """
        made = self.passages(content.passages)
        info = self.translator.info
        return replace(
            content,
            title=self.title(content.title, content.passages, made),
            language=self.translator.target,
            source_language=self.translator.source,
            passages=made,
            engine=f"{content.engine}, {info.name}",
            uses_ai=content.uses_ai or info.uses_ai,
            notes=(*content.notes, f"{TRANSLATED_BY}{info.name}"),
        )

    def passages(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """The passages in the other language; pictures of formulas, and numbers in tables, stay as they are.

        Raises:
            UserFacingError: the model cannot go on (``lesson.translation_stopped``).
            JobCancelled: the token was set.
        """
        made: list[Passage] = []
        for number, passage in enumerate(passages):
            self.cancel.check()
            self.report(Progress("translating", number, len(passages)))
            try:
                made.append(self._passage(passage))
            except TranslatorFailedError as error:
                raise self._stopped(error, number, len(passages)) from error
        return tuple(made)

    def title(self, title: str, before: Sequence[Passage], after: Sequence[Passage]) -> str:
        """The title in the other language: that of its heading where it is one.

        Args:
            title: In the language of the page.
            before: Passages of the page.
            after: The same, translated.

        Raises:
            UserFacingError: the model cannot go on (``lesson.translation_stopped``).
        """
        for old, new in zip(before, after, strict=True):
            if old.kind is BlockKind.HEADING and old.source.lstrip("# ")[:LONGEST_TITLE] == title:
                return new.text.lstrip("# ")[:LONGEST_TITLE]
        try:
            return _joined(self._translated(_whole(title)))
        except TranslatorFailedError as error:
            raise self._stopped(error, len(after), len(after)) from error

    def _passage(self, passage: Passage) -> Passage:
        if passage.kind is BlockKind.FORMULA or not passage.text.strip():
            return passage
        if passage.kind is BlockKind.TABLE:
            return self._table(passage)
        pairs = self._translated(passage.pairs or _whole(passage.text))
        return replace(passage, pairs=pairs, text=_joined(pairs))

    def _table(self, passage: Passage) -> Passage:
        """A table cell by cell; it is one pair, for its rows are no sentences."""
        rows = passage.rows or tuple(tuple(line.split("\t")) for line in passage.text.split("\n"))
        cells = dict.fromkeys(cell for row in rows for cell in row if needs_translation(cell, self.translator.source))
        pairs = self._translated(tuple(SentencePair(cell, (cell,)) for cell in cells))
        told = {pair.source: " ".join(pair.results) for pair in pairs}
        rows = tuple(tuple(told.get(cell, cell) for cell in row) for row in rows)
        text = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
        return replace(
            passage, pairs=(SentencePair(passage.source, (text,)),), text=text, rows=rows if passage.rows else ()
        )

    def _translated(self, pairs: tuple[SentencePair, ...]) -> tuple[SentencePair, ...]:
        """The same sentences of the page with what was made of them in the other language, kept once it is there."""
        if not any(needs_translation(text, self.translator.source) for pair in pairs for text in pair.results):
            return pairs
        identity = (_VERSION, self.translator.info.fingerprint, self.translator.source, self.translator.target, pairs)
        return self.steps.run(
            "translate",
            identity,
            tuple[SentencePair, ...],
            lambda: self._work(pairs),
            usable=lambda found: [one.source for one in found] == [one.source for one in pairs],
        )

    def _work(self, pairs: tuple[SentencePair, ...]) -> tuple[SentencePair, ...]:
        asked = iter(self._ask([text for pair in pairs for text in pair.results], protect=True))
        made = [SentencePair(pair.source, tuple(next(asked) for _ in pair.results)) for pair in pairs]
        bad = [number for number, pair in enumerate(made) if self._faults(pair)]
        if bad:
            again = self._ask([pairs[number].source for number in bad], protect=False)
            for number, text in zip(bad, again, strict=True):
                source = pairs[number].source
                best = min(made[number], SentencePair(source, (text,)), key=self._faults)
                made[number] = best if self._faults(best) < _LOST else SentencePair(source, (source,))
        return tuple(made)

    def _ask(self, texts: Sequence[str], *, protect: bool) -> list[str]:
        """A translation for each text, in order; "" where the model gave none. Brackets around a text stay."""
        bare = [_bare(text) for text in texts]
        asked = tuple(text for text in bare if needs_translation(text, self.translator.source))
        answers = self.translator.translate(asked, protect=protect) if asked else ()
        if len(answers) != len(asked):  # some were put together or lost, and nobody can say which
            _log.warning("%s gave %d answers to %d texts", self.translator.info.name, len(answers), len(asked))
            alone = [self.translator.translate((text,), protect=protect) for text in asked]
            answers = tuple(one[0] if len(one) == 1 else "" for one in alone)
        left = iter(answers)
        told = [next(left) if needs_translation(text, self.translator.source) else text for text in bare]
        return [
            f"({answer.strip()})" if text != inner and answer.strip() else answer.strip()
            for text, inner, answer in zip(texts, bare, told, strict=True)
        ]

    def _faults(self, pair: SentencePair) -> int:
        """How bad a translation is: 0 is good, from `_LOST` on it may not stand."""
        result = " ".join(pair.results)
        source, target = self.translator.source, self.translator.target
        if not all(pair.results) or is_untranslated(pair.source, result, language=source, result_language=target):
            return _LOST
        found = fact_lock.compare(pair.source, result, language=source, result_language=target)
        changes = {one.change for one in found if one.severity is Severity.RED}
        return _LOST if changes - {Change.ADDED} else len(changes)

    def _stopped(self, error: TranslatorFailedError, done: int, total: int) -> UserFacingError:
        _log.warning("a translation stopped after %d of %d parts: %s", done, total, error)
        return UserFacingError(
            "lesson.translation_stopped",
            name=self.translator.info.name,
            language=by_code(self.translator.target).english_name,
            done=done,
            total=total,
        )


def translated_source(content: LessonContent, doubted: Mapping[int, frozenset[str]]) -> LessonSource:
    """What questions and key words are made from: the translated sentences, without those that stayed as on the page.

    Args:
        content: Of `LessonTranslation.of`.
        doubted: By the index of a passage its words, as on the page, that may be misread.
    """
    language, page_language = content.language, content.page_language
    stand_ins: list[Passage] = []
    for index, passage in enumerate(content.passages):
        pairs: list[SentencePair] = []
        for pair in passage.pairs:
            told = tuple(text for text in pair.results if not text.startswith("(")) or pair.results
            said = " ".join(told)
            lost = is_untranslated(pair.source, said, language=page_language, result_language=language)
            if lost or holds_doubt(pair.source, doubted.get(index, frozenset())):
                pairs.append(SentencePair(_LEFT_OUT, ()))
            else:
                pairs.append(SentencePair(said, told))
        heading = passage.kind is BlockKind.HEADING
        source = "" if heading and any(pair.source == _LEFT_OUT for pair in pairs) else passage.text
        stand_ins.append(replace(passage, source=source, pairs=tuple(pairs)))
    return lesson_source(
        content.title, language, stand_ins, dict.fromkeys(range(len(stand_ins)), frozenset((_LEFT_OUT,)))
    )


def _whole(text: str) -> tuple[SentencePair, ...]:
    return (SentencePair(text, (text,)),)


def _joined(pairs: Sequence[SentencePair]) -> str:
    return " ".join(result for pair in pairs for result in pair.results)


def _bare(text: str) -> str:
    """The words of an explanation, which stands in brackets, without them."""
    inner = text[1:-1]
    in_brackets = text.startswith("(") and text.endswith(")") and not {"(", ")"} & set(inner)
    return inner if in_brackets else text
