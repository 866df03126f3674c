"""Lessons, their versions, and everything in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind, Box

if TYPE_CHECKING:
    from collections.abc import Sequence


class Level(StrEnum):
    """How much easier than the page the text is made."""

    SAME = "same"
    EASIER = "easier"
    EASIEST = "easiest"


class Severity(StrEnum):
    """Traffic light of a finding; AMBER also means "not checked"."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class FactKind(StrEnum):
    """What kind of fact a finding is about."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    FORMULA = "formula"
    NEGATION = "negation"
    TEXT = "text"
    PAGE = "page"


class Change(StrEnum):
    """What happened to a fact between the source and the result."""

    MISSING = "missing"
    ADDED = "added"
    CHANGED = "changed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the reviewer is told.

    Attributes:
        severity: AMBER or RED; GREEN findings are not made.
        kind: What kind of fact.
        change: What happened to it.
        source: The fact as it stands in the source; empty when it was added.
        result: The fact as it stands in the result; empty when it is missing.
        reason: Short English code word for NOT_CHECKED ("unknown_number_word", "garbled_page", ...), else empty.
        passage: Index of the passage in the lesson; -1 for the whole lesson.
        sentence: Index of the source sentence in the passage; -1 for the whole passage.
        place: Part of the lesson outside the passages, as in `app.domain.lesson_parts` ("title",
            "short_questions.1"); empty for a passage.
    """

    severity: Severity
    kind: FactKind
    change: Change
    source: str = ""
    result: str = ""
    reason: str = ""
    passage: int = -1
    sentence: int = -1
    place: str = ""

    @property
    def where(self) -> tuple[int, int, str]:
        """Passage, sentence and place: what a person decides on at once."""
        return self.passage, self.sentence, self.place


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A source sentence and the sentences made from it, in order."""

    source: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """A passage as the teacher spoke it; it stands in the place of the voice.

    Attributes:
        media: SHA-256 of the sound file as it was given.
        name: What that file was called.
        duration_ms: Milliseconds of the words in it.
        text: What the passage said when it was recorded.
    """

    media: str
    name: str
    duration_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the page and what became of it.

    Attributes:
        kind: What the block is; headings, tables, figures and formulas are carried over unchanged.
        source: Source text of the block.
        text: Text of the lesson (the teacher's words after an edit).
        pairs: Sentence alignment as the engine made it, kept after an edit; empty for blocks without sentences.
        page_id: Page it came from.
        box: Where it stands on the page picture.
        level: Heading level or list depth.
        marker: List marker as printed.
        rows: Table cells.
        media: SHA-256 of the picture of a figure or formula.
        edited: Whether a person changed `text`.
        recording: The teacher's own voice, None where a synthesised one reads it.
    """

    kind: BlockKind
    source: str
    text: str
    pairs: tuple[SentencePair, ...] = ()
    page_id: str = ""
    box: Box | None = None
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    media: str | None = None
    edited: bool = False
    recording: Recording | None = None

    @property
    def engine_text(self) -> str:
        """What the engine made of it, before any edit."""
        return " ".join(result for pair in self.pairs for result in pair.results) if self.pairs else self.source


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word worth learning. `meaning` comes from the page ("text") or the glossary ("glossary")."""

    term: str
    meaning: str
    meaning_from: str
    passage: int = -1


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A multiple-choice question: four distinct options of one kind, exactly one supported by the page.

    `evidence` is the sentence of the page that supports the answer.
    """

    question: str
    options: tuple[str, ...]
    answer: int
    evidence: str
    passage: int = -1


@dataclass(frozen=True, slots=True)
class ShortQuestion:
    """A question to be answered in a sentence; `evidence` is the sentence of the page."""

    question: str
    answer: str
    evidence: str
    passage: int = -1


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One row of the lesson plan: minutes, and what teacher and children do."""

    minutes: int
    activity: str


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """The one-page sheet, in the lesson's language."""

    objectives: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    assessment: tuple[str, ...] = ()
    homework: str = ""


@dataclass(frozen=True, slots=True)
class EngineParts:
    """Everything that a person can change beside the passages, as the engine made it."""

    title: str
    key_words: tuple[KeyWord, ...] = ()
    choice_questions: tuple[ChoiceQuestion, ...] = ()
    short_questions: tuple[ShortQuestion, ...] = ()
    plan: LessonPlan = LessonPlan()


TRANSLATED_BY = "translated_by:"
"""A note of a lesson: before the name of the model."""
VOICE_FAILED = "voice_failed:"
"""A note of a lesson: before the sentence that says why the first voice of its language did not read it."""


@dataclass(frozen=True, slots=True)
class LessonContent:
    """Everything a version of a lesson says. It is stored whole, hashed, and frozen by a decision.

    Attributes:
        title: Title of the lesson.
        language: ISO 639-1 code.
        level: Reading level asked for.
        school_class: Class 1-12.
        passages: In reading order.
        key_words: Words with meanings.
        choice_questions: May be fewer than asked for; `notes` says so.
        short_questions: With answers.
        plan: Lesson-plan sheet.
        engine: Name of the engine that made it ("rules").
        notes: Code words of plain remarks for the teacher ("few_questions", "glossary_unreviewed", ...).
        uses_ai: Whether an AI model wrote any of it.
        source_language: Language of the page where the lesson is a translation, ISO 639-1 code; "" where it is not.
        made: The parts as the engine made them, kept from the first change by a person on, also in later versions
            and in copies; None while nobody changed one.
    """

    title: str
    language: str
    level: Level
    school_class: int
    passages: tuple[Passage, ...]
    key_words: tuple[KeyWord, ...] = ()
    choice_questions: tuple[ChoiceQuestion, ...] = ()
    short_questions: tuple[ShortQuestion, ...] = ()
    plan: LessonPlan = LessonPlan()
    engine: str = "rules"
    notes: tuple[str, ...] = ()
    uses_ai: bool = False
    source_language: str = ""
    made: EngineParts | None = None

    @property
    def translated_by(self) -> str:
        """Name of the model that translated it, "" where none did; it stands among the notes."""
        return next((note.removeprefix(TRANSLATED_BY) for note in self.notes if note.startswith(TRANSLATED_BY)), "")

    @property
    def voice_failed(self) -> str:
        """Why another voice than the first read it, in words, "" where none did."""
        return next((note.removeprefix(VOICE_FAILED) for note in self.notes if note.startswith(VOICE_FAILED)), "")

    @property
    def page_language(self) -> str:
        """Language of the page that the lesson was made from."""
        return self.source_language or self.language

    @property
    def engine_parts(self) -> EngineParts:
        """The parts as the engine made them; for a passage see `Passage.engine_text`."""
        return self.made or EngineParts(
            self.title, self.key_words, self.choice_questions, self.short_questions, self.plan
        )

    def remembering(self, before: LessonContent) -> LessonContent:
        """This content with what the engine made of `before`, from which it came by a person's change."""
        plain = replace(self, made=None)
        made = before.engine_parts
        return plain if plain.engine_parts == made else replace(plain, made=made)


class VersionState(StrEnum):
    """State of a version: a draft can be edited, a decided one is frozen."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class LessonVersion:
    """One version of a lesson with what the checks found in it.

    Attributes:
        id: Version id.
        lesson_id: The lesson.
        number: From 1.
        state: Draft, approved or rejected.
        content: What it says.
        findings: Amber and red findings of all checks; the rest of the sentences are green.
        created: ISO 8601 UTC time of the last change.
    """

    id: str
    lesson_id: str
    number: int
    state: VersionState
    content: LessonContent
    findings: tuple[Finding, ...]
    created: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson and its newest version."""

    id: str
    slug: str
    document_id: str
    created: str
    current: LessonVersion
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class LessonSummary:
    """A row of a list of lessons.

    `approved_version` is the newest approved version's number, or None. `same_title` is 1 for the oldest lesson of its
    title, class, language and level, 2 for the next, as a copy is.
    """

    id: str
    slug: str
    title: str
    language: str
    level: Level
    school_class: int
    state: VersionState
    version: int
    approved_version: int | None
    green: int
    amber: int
    red: int
    created: str
    changed: str
    deleted: str | None = None
    same_title: int = 1

    @property
    def is_changed_again(self) -> bool:
        """Whether a newer version than the approved one is in hand: the approved one may not be wanted any more."""
        return self.approved_version is not None and self.version > self.approved_version

    @property
    def shown_title(self) -> str:
        """The title, by which it can be told from others in a list: "Water (2)"."""
        return self.title if self.same_title == 1 else f"{self.title} ({self.same_title})"


def told_apart(rows: Sequence[LessonSummary]) -> tuple[LessonSummary, ...]:
    """The same rows in the same order, those that would read the same numbered from the oldest."""
    seen: Counter[tuple[object, ...]] = Counter()
    numbers: dict[str, int] = {}
    for one in sorted(rows, key=lambda one: (one.created, one.id)):
        shown = (one.title, one.language, one.level, one.school_class)
        seen[shown] += 1
        numbers[one.id] = seen[shown]
    return tuple(replace(one, same_title=numbers[one.id]) for one in rows)


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """Spoken lesson: SHA-256 of the MP3 in the media folder and, per spoken sentence, where it starts.

    `sentences` holds (passage index, sentence index in that passage's text, start in milliseconds, text); a passage in
    the teacher's own voice is one sentence. `failed` says why the first voice of the language did not speak; "" if it
    did.
    """

    media: str
    duration_ms: int
    sentences: tuple[tuple[int, int, int, str], ...]
    engine: str
    failed: str = ""


@dataclass(frozen=True, slots=True)
class LessonOptions:
    """What the teacher asks for on the Make card.

    Attributes:
        school_class: Class 1-12.
        level: Reading level.
        language: Output language, ISO 639-1; None for the page's own.
        choice_count: Multiple-choice questions wanted.
        short_count: Short questions wanted.
        key_word_count: Key words wanted.
        with_plan: Whether to make the lesson-plan sheet.
        with_audio: Whether to speak it.
    """

    school_class: int = 6
    level: Level = Level.EASIER
    language: str | None = None
    choice_count: int = 5
    short_count: int = 3
    key_word_count: int = 8
    with_plan: bool = True
    with_audio: bool = True
