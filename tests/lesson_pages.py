"""Sample pages in eleven languages, and the built-in lesson writer with the real resources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.config import paths
from app.domain import languages
from app.inference.protocols import LessonSource, SourcePassage
from app.lesson.rules.writer import RulesLessonWriter

_PAGES = Path(__file__).parent / "data" / "pages"
CODES = languages.codes()


@cache
def writer() -> RulesLessonWriter:
    return RulesLessonWriter(resources())


def resources() -> Path:
    return Path(paths.__file__).resolve().parents[2] / "resources"


@cache
def sample_pages(language: str) -> tuple[LessonSource, ...]:
    pages = (_PAGES / f"{language}.txt").read_text(encoding="utf-8").split("\n---\n")
    return tuple(page(text, language) for text in pages)


def page(text: str, language: str) -> LessonSource:
    """A page from text with blank lines between paragraphs; a first line "# ..." is the title."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    title = blocks.pop(0).removeprefix("# ") if blocks and blocks[0].startswith("# ") else ""
    return LessonSource(title, language, tuple(SourcePassage(at, block) for at, block in enumerate(blocks)))
