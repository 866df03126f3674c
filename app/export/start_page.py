"""START-HERE.html: what is on the stick and how to open it, in the school's language and in English."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.domain.languages import by_code
from app.export.html import page
from app.export.view import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.export.labels import ExportResources, Labels
    from app.export.pack_info import PackInfo

FILE_NAME = "START-HERE.html"


def render_start_page(lessons: Iterable[PackInfo], resources: ExportResources, *, language: str) -> str:
    """The page at the root of the stick.

    Args:
        lessons: Every lesson on the stick, older ones too.
        resources: Labels and style sheet.
        language: The reviewer's language, ISO 639-1; where no lesson is in it, that of most lessons leads.
    """
    lessons = tuple(lessons)
    language = _leading(lessons, language)
    ordered = sorted(lessons, key=lambda info: (info.school_class, info.language, info.main_title, info.slug))
    labels = resources.labels(language)
    languages = [language] if language == "en" else [language, "en"]
    guides = "".join(_guide(resources.labels(code), code) for code in languages)
    cards = "".join(_card(info, resources.labels(info.language)) for info in ordered)
    notes = "".join(f'<p lang="{code}">{escaped(resources.labels(code).teacher_folder)}</p>' for code in languages)
    body = (
        f"<header><h1>{escaped(labels.start_title)}</h1></header>",
        f"<main>{guides}<section>{cards}</section></main>",
        f'<footer><div class="first">{notes}</div><p>ShikshaSetu</p></footer>',
    )
    return page(labels.start_title, language, body, resources=resources)


def _guide(labels: Labels, code: str) -> str:
    steps = f"<p>{escaped(labels.phone)}</p><p>{escaped(labels.computer)}</p>"
    return f'<div class="guide" lang="{code}"><p>{escaped(labels.start_intro)}</p>{steps}</div>'


def _leading(lessons: Sequence[PackInfo], language: str) -> str:
    found = Counter(info.language for info in lessons)
    return found.most_common(1)[0][0] if found and language not in found else language


def _card(info: PackInfo, labels: Labels) -> str:
    """One lesson, in words of its own language."""
    facts = (
        labels.school_class.format(number=info.school_class),
        by_code(info.language).native_name,
        labels.level(info.reading_level),
    )
    words = {"lesson": labels.open_lesson, "audio": labels.sound, "worksheet": labels.print_sheet}
    links = "".join(
        f'<a href="{escaped(file.path)}">{escaped(words[file.role])}</a>' for file in info.files if file.role in words
    )
    line = "".join(f"<span>{escaped(fact)}</span>" for fact in facts)
    return (
        f'<article class="card"><h2 lang="{info.language}">{escaped(info.main_title)}</h2>'
        f'<p class="facts" lang="{info.language}">{line}</p><p class="folder">Lessons/{escaped(info.slug)}</p>'
        f'<nav class="links" lang="{info.language}">{links}</nav></article>'
    )
