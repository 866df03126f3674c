"""A folder without a lesson in it never reaches a stick."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.export.pack_contents import PackLesson
from tests.unit.export.packs import pack_lesson, writer


def mute(lesson: PackLesson) -> PackLesson:
    return replace(lesson, view=replace(lesson.view, mp3=b"", audio=None))


@pytest.mark.parametrize("formats", [(), ("mp3",), ("pdf",), ("mp3", "pdf")])
def test_a_lesson_with_nothing_in_these_formats_is_refused_before_the_stick_is_touched(
    tmp_path: Path, formats: tuple[str, ...]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    full = pack_lesson(tmp_path / "papers")
    empty = replace(mute(full), worksheet=None, answer_key=None, plan=None)
    with pytest.raises(UserFacingError) as caught:
        writer().write([full, empty], stick, formats=formats)
    assert caught.value.key == "pack.nothing_to_save"
    assert list(stick.iterdir()) == []


def test_a_mute_lesson_is_saved_as_a_page(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    writer().write([mute(pack_lesson(tmp_path / "papers"))], stick, formats=("html", "mp3"))
    assert [path.name for path in stick.rglob("01-lesson-*.html")] == ["01-lesson-hi.html"]


def test_no_mark_that_nobody_sees_reaches_the_stick(tmp_path: Path) -> None:
    """Lessons of the time before such marks were kept out still have them."""
    stick = tmp_path / "stick"
    stick.mkdir()
    marks = "\u202e\u2067\u00ad\u200b\u200f\U000e0041"
    lesson = mute(pack_lesson(tmp_path / "papers"))
    view = lesson.view
    passages = tuple(replace(one, text=f"{marks}{one.text}") for one in view.content.passages)
    content = replace(view.content, title=f"Wa{marks}ter", passages=passages)
    provenance = replace(view.provenance, source_title=f"Bo{marks}ok")
    writer().write([replace(lesson, view=replace(view, content=content, provenance=provenance))], stick)
    for path in stick.rglob("*"):
        if path.suffix in (".html", ".json"):
            text = path.read_text(encoding="utf-8")
            assert [mark for mark in marks if mark in text] == [], path.name
    info = next(stick.rglob("pack.json")).read_text(encoding="utf-8")
    assert '"Water"' in info
    assert '"Book"' in info
