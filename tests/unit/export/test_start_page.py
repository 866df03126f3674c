"""START-HERE.html speaks the language of whoever opens the stick."""

from __future__ import annotations

import re
from pathlib import Path

from tests.unit.export.packs import RESOURCES, pack_lesson, writer


def _start_page(stick: Path, *languages: str, reviewer: str) -> str:
    stick.mkdir()
    papers = stick.with_name("papers")
    lessons = [pack_lesson(papers, language) for language in languages]
    writer().write(lessons, stick, formats=("html",), language=reviewer)
    return (stick / "START-HERE.html").read_text(encoding="utf-8")


def test_each_card_speaks_the_language_of_its_lesson(tmp_path: Path) -> None:
    page = _start_page(tmp_path / "stick", "hi", "bn", "en", reviewer="hi")
    for language in ("hi", "bn", "en"):
        (links,) = re.findall(rf'<nav class="links" lang="{language}">(.*?)</nav>', page)
        assert RESOURCES.labels(language).open_lesson in links


def test_the_page_speaks_the_reviewer_s_language_where_a_lesson_does_else_that_of_most_lessons(tmp_path: Path) -> None:
    title = re.compile(r"<h1>(.*?)</h1>")
    both = _start_page(tmp_path / "both", "bn", "hi", reviewer="hi")
    assert title.findall(both)[0] == RESOURCES.labels("hi").start_title
    other = _start_page(tmp_path / "other", "bn", reviewer="hi")
    assert title.findall(other)[0] == RESOURCES.labels("bn").start_title
