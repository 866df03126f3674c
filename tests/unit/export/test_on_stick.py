"""What a stick holds is read from its descriptions; damage and an empty stick are no faults."""

from __future__ import annotations

from pathlib import Path

from app.export.on_stick import versions_on
from app.export.pack_contents import FORMATS
from tests.unit.export.packs import pack_lesson, writer


def test_the_versions_that_were_saved_are_told(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert versions_on(stick) == {}
    assert versions_on(tmp_path / "gone") == {}
    lesson = pack_lesson(tmp_path / "papers", version=3)
    writer().write([lesson], stick, formats=FORMATS, language="hi")
    assert versions_on(stick) == {lesson.view.lesson_id: 3}


def test_a_description_that_cannot_be_believed_is_as_if_it_was_not_there(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    lesson = pack_lesson(tmp_path / "papers")
    writer().write([lesson], stick, formats=FORMATS, language="hi")
    (stick / "Lessons" / lesson.view.slug / "pack.json").write_text("{}")
    assert versions_on(stick) == {}
