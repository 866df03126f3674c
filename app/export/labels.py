"""The words that exporters print around a lesson, in the lesson's own language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.lessons import KeyWord


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's words; names in braces are filled in by the exporter that uses the sentence."""

    letters: tuple[str, str, str, str]
    school_class: str
    level_same: str
    level_easier: str
    level_easiest: str
    listen: str
    pause: str
    previous: str
    next: str
    speed: str
    text_size: str
    tap_hint: str
    key_words: str
    word_list: str
    questions: str
    choose: str
    write: str
    look_back: str
    picture: str
    formula: str
    source: str
    pages: str
    checked: str
    made_rules: str
    made_ai: str
    sound_file: str
    worksheet: str
    name: str
    class_blank: str
    roll: str
    date: str
    read: str
    answer_key: str
    teacher_only: str
    answer: str
    in_the_text: str
    lesson_plan: str
    teacher: str
    subject: str
    objectives: str
    materials: str
    activity: str
    minutes: str
    assessment: str
    homework: str
    signature: str
    start_title: str
    start_intro: str
    phone: str
    computer: str
    open_lesson: str
    sound: str
    print_sheet: str
    teacher_folder: str

    def letter(self, index: int) -> str:
        """The letter before an option; beyond the fourth its number."""
        return self.letters[index] if index < len(self.letters) else str(index + 1)

    def origin(self, words: Sequence[KeyWord]) -> str:
        """Says which meanings come from the glossary, which nobody reviewed; empty where the page has them all."""
        listed = ", ".join(word.term for word in words if word.meaning_from == "glossary")
        return self.word_list.format(words=listed) if listed else ""

    def level(self, level: str) -> str:
        """The name of a reading level."""
        return {"same": self.level_same, "easier": self.level_easier, "easiest": self.level_easiest}[level]


@dataclass(frozen=True, slots=True)
class ExportResources:
    """The files under ``resources/export``: labels, style sheets and the page's script."""

    folder: Path

    def labels(self, language: str) -> Labels:
        """The words in this language (ISO 639-1)."""
        with (self.folder / f"{language}.toml").open("rb") as file:
            return msgspec.convert(tomllib.load(file), Labels)

    def text(self, name: str) -> str:
        """A style sheet or script by file name."""
        return (self.folder / name).read_text(encoding="utf-8")
