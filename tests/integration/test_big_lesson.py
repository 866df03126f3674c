"""A chapter full of large figures is printed and saved, though no message could carry it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from PIL import Image

from app.bootstrap import open_services
from app.domain.documents import BlockKind
from app.domain.lessons import LessonOptions, Passage
from app.inference.workers.wire import MESSAGE_LIMIT

PAGE = "Rivers\n\nThe river is 300 km long. It is not deep. It comes from the hills and it goes to the sea.\n"


def figure(size: int) -> bytes:
    """A picture of this many bytes: readers stop at the end of the image."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (40, 90, 160)).save(out, "JPEG")
    return out.getvalue().ljust(size, b"\0")


def test_figures_larger_than_a_message_are_printed(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with open_services(tmp_path / "data") as services:
        document = services.library.add_text(PAGE, title="Rivers")
        lesson = services.lessons.make(document.id, LessonOptions(with_audio=False))
        name = services.store.media.put(figure(MESSAGE_LIMIT + 1))
        content = lesson.current.content
        content = replace(content, passages=(*content.passages, Passage(BlockKind.FIGURE, "", "", media=name)))
        services.store.write(
            lambda work: work.lessons.save_draft(
                replace(lesson.current, content=content), expected_created=lesson.current.created
            )
        )
        reviewer = services.people.add("Asha", "en", (6,))
        services.review.approve(lesson.id, reviewer)
        saved = services.packs.save([lesson.id], stick, formats=("pdf",), sound=False)
        assert services.packs.verify(stick).ok
    with_figure = next(stick / one for one in saved.files if "worksheet" in one).read_bytes()
    assert re.search(rb"/Subtype\s*/Image", with_figure)
