"""The built-in lesson writer behind the protocol that AI engines use too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.inference.protocols import EngineInfo
from app.lesson.rules import phrasebook
from app.lesson.rules.choice_questions import ChoiceQuestionMaker
from app.lesson.rules.clause_splitter import ClauseSplitter
from app.lesson.rules.definitions import DefinitionFinder
from app.lesson.rules.english_splitter import EnglishSplitter
from app.lesson.rules.glossary import Glossary, load_glossary
from app.lesson.rules.key_words import KeyWordFinder
from app.lesson.rules.page import Tasks, read_page
from app.lesson.rules.phrasebook import Phrasebook
from app.lesson.rules.plan import make_plan
from app.lesson.rules.short_questions import ShortQuestionMaker
from app.lesson.rules.simplifier import Simplifier
from app.lesson.rules.substitution import Substitution
from app.lesson.rules.term_options import ENGLISH_ADJECTIVE_STARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.domain.lessons import (
        ChoiceQuestion,
        KeyWord,
        LessonOptions,
        LessonPlan,
        Level,
        SentencePair,
        ShortQuestion,
    )
    from app.inference.protocols import LessonSource

_NAME = "rules"
_VERSION = "13"  # part of every cache key: raise it whenever the rules change


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is loaded for one language."""

    phrases: Phrasebook
    glossary: Glossary
    definitions: DefinitionFinder
    tasks: Tasks
    simplifier: Simplifier
    key_words: KeyWordFinder
    choice: ChoiceQuestionMaker
    short: ShortQuestionMaker
    fingerprint: str


class RulesLessonWriter:
    """Makes a lesson with rules, in the language of the page; languages are loaded when first used.

    Args:
        resources: Folder that holds ``lesson/`` and ``glossaries/``.
    """

    def __init__(self, resources: Path) -> None:
        self._resources = resources
        self._tools: dict[str, _Tools] = {}

    def info(self, language: str) -> EngineInfo:
        """The engine; its fingerprint covers the rules and the language's data files."""
        return EngineInfo(_NAME, self._for(language).fingerprint, uses_ai=False)

    def rare(self, language: str) -> Callable[[str], bool] | None:
        """Tells rare words; None for a language without frequency data."""
        glossary = self._for(language).glossary
        return glossary.is_rare if glossary.has_frequencies else None

    def simplify(self, text: str, *, language: str, level: Level, before: str = "") -> tuple[SentencePair, ...]:
        """Easier text for one passage; see `Simplifier.simplify`."""
        return self._for(language).simplifier.simplify(text, level, before)

    def key_words(self, source: LessonSource, *, count: int) -> tuple[KeyWord, ...]:
        """Up to `count` words worth learning, with meanings from the page or the glossary."""
        tools = self._for(source.language)
        return tools.key_words.find(read_page(source, tools.definitions, tools.tasks), source.title, count)

    def choice_questions(self, source: LessonSource, *, count: int) -> tuple[ChoiceQuestion, ...]:
        """Up to `count` questions with four options, exactly one supported by the page."""
        tools = self._for(source.language)
        text = "\n".join((source.title, *(f"{passage.heading}\n{passage.text}" for passage in source.passages)))
        return tools.choice.make(read_page(source, tools.definitions, tools.tasks), text, count)

    def short_questions(self, source: LessonSource, *, count: int) -> tuple[ShortQuestion, ...]:
        """Up to `count` questions that a sentence of the page answers."""
        tools = self._for(source.language)
        return tools.short.make(read_page(source, tools.definitions, tools.tasks), source.title, count)

    def plan(self, source: LessonSource, key_words: Sequence[KeyWord], *, options: LessonOptions) -> LessonPlan:
        """The one-page lesson plan for a 40-minute period."""
        terms = [word.term for word in key_words]
        return make_plan(self._for(source.language).phrases, source.title, terms, options)

    def _for(self, language: str) -> _Tools:
        if language not in self._tools:
            self._tools[language] = _load(self._resources, language)
        return self._tools[language]


def _load(resources: Path, language: str) -> _Tools:
    path = resources / "lesson" / f"{language}.toml"
    glossaries = resources / "glossaries"
    phrases = phrasebook.load(path)
    glossary = load_glossary(glossaries, language, phrases.forms.endings)
    definitions = DefinitionFinder(phrases, glossary, language)
    splitter = EnglishSplitter(phrases) if language == "en" else ClauseSplitter(phrases)
    substitution = Substitution(glossary, phrases, language)
    key_words = KeyWordFinder(glossary)
    describing = ENGLISH_ADJECTIVE_STARTS if language == "en" else phrases.clauses.blockers
    return _Tools(
        phrases,
        glossary,
        definitions,
        Tasks(phrases.forms.task_starts, phrases.forms.task_ends, phrases.forms.task_exceptions),
        Simplifier(splitter, substitution, definitions, glossary, phrases),
        key_words,
        ChoiceQuestionMaker(glossary, phrases, describing),
        ShortQuestionMaker(glossary, splitter, phrases, describing),
        _fingerprint(
            path,
            glossaries / f"{language}.tsv",
            glossaries / "easiest" / f"{language}.tsv",
            glossaries / f"everyday-{language}.txt",
        ),
    )


def _fingerprint(*paths: Path) -> str:
    digest = hashlib.sha256(f"{_NAME} {_VERSION}".encode())
    for path in paths:
        data = path.read_bytes() if path.is_file() else b""
        digest.update(f"\n{path.name} {len(data)}\n".encode() + data)
    return f"{_NAME}-{digest.hexdigest()[:16]}"
