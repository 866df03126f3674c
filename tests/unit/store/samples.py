"""Domain objects to store: fixed ones for stories, Hypothesis strategies for promises about every object."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from hypothesis import strategies as st

from app.domain.clock import utc_now
from app.domain.documents import BlockKind, Box, Document, Page, PageText, SourceFile
from app.domain.ids import new_id
from app.domain.jobs import Job, JobState, Lane, Progress
from app.domain.lessons import Lesson, LessonContent, LessonVersion, Level, Passage, SentencePair, VersionState
from app.domain.people import Action, Decision, Person
from app.store.codec import content_sha256

DATA = Path(__file__).parents[2] / "data"
text = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)
for_json = st.dictionaries(
    text, st.one_of(text, st.integers(-(2**53), 2**53), st.booleans(), st.lists(text)), max_size=3
)

st.register_type_strategy(str, text)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False, width=32))
st.register_type_strategy(int, st.integers(-(2**31), 2**31))

pages_text = st.from_type(PageText)
boxes = st.from_type(Box)
contents = st.from_type(LessonContent)


def person(name: str = "नीता") -> Person:
    return Person(new_id(), name, "hi", (6, 7), utc_now(), ("science",))


def page(document_id: str, position: int, read: PageText | None = None) -> Page:
    return Page(new_id(), document_id, position, 0, position, text=read)


def document(title: str = "जल चक्र", pages: int = 2, sha256: tuple[str, ...] = ("a" * 64,)) -> Document:
    identity = new_id()
    sources = tuple(SourceFile(f"{one[:3]}.pdf", one, "pdf", 10) for one in sha256)
    return Document(
        identity, title, sources, "hi", utc_now(), pages, tuple(page(identity, index) for index in range(pages))
    )


def content(title: str = "Water", sentences: int = 2) -> LessonContent:
    pairs = tuple(SentencePair(f"Source {index}.", (f"Easy {index}.",)) for index in range(sentences))
    passage = Passage(BlockKind.PARAGRAPH, "Source.", "Easy.", pairs)
    return LessonContent(title, "en", Level.EASIER, 6, (passage,))


def version(lesson_id: str, number: int = 1, says: LessonContent | None = None) -> LessonVersion:
    return LessonVersion(new_id(), lesson_id, number, VersionState.DRAFT, says or content(), (), utc_now())


def lesson(title: str = "Water", says: LessonContent | None = None) -> Lesson:
    identity = new_id()
    return Lesson(identity, f"water-{identity}", new_id(), utc_now(), version(identity, says=says or content(title)))


def decision(of: LessonVersion, action: Action = Action.APPROVED) -> Decision:
    return Decision(
        new_id(),
        of.lesson_id,
        of.id,
        new_id(),
        "नीता",
        action,
        "",
        ((0, "a", "b"),),
        content_sha256(of.content),
        utc_now(),
    )


def job(kind: str = "make", key: str = "k", state: JobState = JobState.QUEUED) -> Job:
    now = utc_now()
    return Job(new_id(), kind, key, Lane.QUICK, state, {"a": [1, "ख"]}, {}, Progress("reading"), "", "", now, now)


def renewed(of: LessonVersion, **changes: object) -> LessonVersion:
    return dataclasses.replace(of, **changes)  # type: ignore[arg-type]


def read_rows(name: str) -> list[list[str]]:
    """The rows of a table of the test data; lines with "#" are notes."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
