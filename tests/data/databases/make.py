"""Write the database of the present schema into this folder: run it once when a schema is released.

python -m tests.data.databases.make
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from app.domain.documents import Block, BlockKind, Box, PageText, Quality, ReadMethod
from app.domain.jobs import JobState
from app.domain.lessons import Change, FactKind, Finding, Severity, VersionState
from app.domain.people import Action
from app.store.migrate import HEADS
from app.store.store import Store
from app.store.unit_of_work import UnitOfWork
from tests.unit.store import samples


def fill(work: UnitOfWork) -> None:
    """One of everything."""
    work.people.add(samples.person("नीता शर्मा"))
    document = samples.document(pages=0)
    texts = (("जल चक्र", "सूर्य की गर्मी से जल वाष्प बनता है।"), ("Water is H2O.", "It boils at 100 °C."))
    pages = tuple(samples.page(document.id, number, _read(*paragraphs)) for number, paragraphs in enumerate(texts))
    work.documents.add(replace(document, pages=pages))
    for state in VersionState:
        lesson = replace(samples.lesson(f"Lesson {state.value}"), document_id=document.id)
        finding = Finding(Severity.RED, FactKind.NUMBER, Change.MISSING, "100 °C", passage=0, sentence=1)
        lesson = work.lessons.add(replace(lesson, current=replace(lesson.current, findings=(finding,))))
        if state is not VersionState.DRAFT:
            action = Action.APPROVED if state is VersionState.APPROVED else Action.REJECTED
            work.decisions.decide(replace(samples.decision(lesson.current, action), reason="देखा"), state)
    work.jobs.add(samples.job(key="1", state=JobState.DONE))
    work.jobs.add(samples.job(key="2", state=JobState.FAILED))
    work.timings.add("reading", 2, 5)


def _read(*paragraphs: str) -> PageText:
    blocks = tuple(Block(BlockKind.PARAGRAPH, one, box=Box(0, 0, 1, 0.5)) for one in paragraphs)
    return PageText(blocks, ReadMethod.OCR, Quality.CHECK, language="hi", confidence=91.5, script="Deva")


def main() -> None:
    """Make the file."""
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder)) as store:
            store.write(fill)
            backup = store.backup()
        shutil.copyfile(backup.path, Path(__file__).with_name(f"{HEADS['main']}.db"))


if __name__ == "__main__":
    main()
