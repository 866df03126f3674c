"""A book becomes searchable page by page while it is read, and by a job that goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.bootstrap import open_reading, open_services
from app.domain.jobs import JobState, Lane, Progress
from tests.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path


def _text(pages: int) -> str:
    sentence = "The seed rests in the soil until the rain comes and then it grows a root and a stem. "
    return "\n\n".join(f"Paragraph number{page}. {sentence * 30}" for page in range(pages))


def test_pages_are_found_while_others_are_still_read(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text(_text(9), encoding="utf-8")
    found: list[tuple[int, int, int]] = []
    with open_services(tmp_path / "data") as services:

        def report(progress: Progress) -> None:
            with open_reading(tmp_path / "data") as beside:
                hits = beside.library.search("soil", limit=1000)
            here = {hit.page_id for hit in services.library.search("soil", limit=1000)}
            found.append((progress.done, len(here), len({hit.page_id for hit in hits})))

        document = services.library.add([book], report=report)
    assert document.page_count > 5
    assert [(done, done) for done, _, _ in found[1:]] == [(here, beside) for _, here, beside in found[1:]]


def test_the_job_says_how_far_it_is_and_the_command_does_the_same(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text(_text(4), encoding="utf-8")
    with open_services(tmp_path / "data") as services:
        pages = services.library.add([book]).page_count
        steps: list[Progress] = []
        services.events.subscribe(lambda event: steps.append(event.job.progress) if hasattr(event, "job") else None)
        job = services.jobs.submit("index", {}, lane=Lane.NIGHT)
        services.jobs.wait(job.id)
        done = next(one for one in services.jobs.list() if one.id == job.id)
    assert (done.state, done.lane, done.checkpoint) == (JobState.DONE, Lane.NIGHT, {"pages": pages})
    assert any(one.step == "indexing" and one.done == one.total == pages for one in steps)
    (tmp_path / "data" / "index.db").unlink()
    command = CommandLine(tmp_path / "data")
    assert command.json("library", "index") == {"pages": pages}
    assert command.json("library", "index") == {"pages": 0}
