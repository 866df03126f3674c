"""The services of the window, in memory: same names, same arguments, same faults, no disk but pictures and sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap import engine_choices
from app.domain.clock import utc_now
from app.domain.documents import Box, Document, Page
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.events import DocumentChanged, EventBus, JobChanged
from app.domain.ids import new_id
from app.domain.jobs import CancelToken, Job, JobState, Lane, Progress
from app.domain.lessons import (
    Finding,
    LessonOptions,
)
from app.domain.models import Machine
from app.domain.people import Person
from app.inference.engine_room import EngineRoom
from app.inference.install.conversion import ProcessConverter
from app.inference.install.jobs import model_jobs
from app.inference.install.service import ModelService
from tests import sample_data
from tests.fake_lessons import FakeLessons, FakeReview

if TYPE_CHECKING:
    from app.config.settings import Settings


RESOURCES = Path(__file__).resolve().parent.parent / "resources"


class FakeLibrary:
    """Documents in a dictionary; a file's name decides what becomes of it."""

    def __init__(self, events: EventBus, folder: Path) -> None:
        self._events = events
        self._folder = folder
        self._documents: dict[str, Document] = {}
        self._removed: dict[str, Document] = {}
        self._drawing = threading.Lock()

    def add(self, sources: Sequence[Path], *, doubtful: int = 0, language: str = "en", pages: int = 0) -> Document:
        """A sample document; a file called ``empty.*`` is refused."""
        for source in sources:
            if source.stem == "empty":
                raise UserFacingError("import.empty_file", name=source.name)
        made = sample_data.document(language, pages=pages or len(sources), doubtful=doubtful, name=sources[0].name)
        return self.put(made)

    def put(self, document: Document) -> Document:
        """Keep a document as it is."""
        self._documents[document.id] = document
        self._events.publish(DocumentChanged(document.id))
        return document

    def add_text(self, text: str, *, title: str = "") -> Document:
        if not text.strip():
            raise UserFacingError("usage.no_text")
        made = sample_data.document("hi" if "।" in text else "en", name=f"{title or 'text'}.txt")
        return self.put(replace(made, title=title or made.title))

    def documents(self, *, deleted: bool = False) -> tuple[Document, ...]:
        kept = self._removed if deleted else self._documents
        return tuple(replace(one, pages=()) for one in reversed(kept.values()))

    def document(self, document_id: str, /) -> Document:
        if document_id not in self._documents:
            raise UserFacingError("document.not_found", id=document_id)
        return self._documents[document_id]

    def page(self, page_id: str, /) -> Page:
        return next(page for page in self._owner(page_id).pages if page.id == page_id)

    def remove(self, document_id: str, /) -> None:
        self._removed[document_id] = self._documents.pop(document_id)
        self._events.publish(DocumentChanged(document_id))

    def restore(self, document_id: str, /) -> None:
        self.put(self._removed.pop(document_id))

    def picture(self, page: Page, /) -> Path | None:
        if page.picture is None:
            return None
        language = page.text.language if page.text and page.text.language else "en"
        path = self._folder / f"page-{language}.jpg"
        with self._drawing:
            if not path.exists():
                sample_data.write_page_picture(language, path)
        return path

    def correct_block(self, page_id: str, block_index: int, text: str, *, was: str | None = None) -> Page:
        read = self.page(page_id).text
        if was is not None and (read is None or read.blocks[block_index].text != was):
            raise UserFacingError("lesson.changed_elsewhere")
        return self._change(page_id, lambda page: sample_data.corrected(page, block_index, text))

    def turn(self, page_id: str, rotation: int, *, discard_corrections: bool = False) -> Page:
        return self._read_again(page_id, discard_corrections, rotation=rotation % 360)

    def crop(self, page_id: str, box: Box | None, *, discard_corrections: bool = False) -> Page:
        return self._read_again(page_id, discard_corrections, crop=box)

    def _read_again(self, page_id: str, discard_corrections: bool, **values: Any) -> Page:
        if self.page(page_id).corrected and not discard_corrections:
            raise UserFacingError("page.has_corrections")
        fresh = sample_data.page_text(self._owner(page_id).language or "en")
        return self._change(page_id, lambda page: replace(page, text=fresh, corrected=False, **values))

    def drop_page(self, page_id: str, /) -> Page:
        owner, dropped = self._owner(page_id), self.page(page_id)
        pages = tuple(page for page in owner.pages if page.id != page_id)
        self.put(replace(owner, pages=pages, page_count=len(pages)))
        return dropped

    def put_back_page(self, page: Page, /) -> None:
        owner = self.document(page.document_id)
        pages = (*owner.pages[: page.position], page, *owner.pages[page.position :])
        self.put(replace(owner, pages=pages, page_count=len(pages)))

    def reorder(self, document_id: str, page_ids: Sequence[str]) -> Document:
        by_id = {page.id: page for page in self.document(document_id).pages}
        pages = tuple(replace(by_id[page_id], position=at) for at, page_id in enumerate(page_ids))
        return self.put(replace(self.document(document_id), pages=pages))

    def _owner(self, page_id: str) -> Document:
        for document in self._documents.values():
            if any(page.id == page_id for page in document.pages):
                return document
        raise UserFacingError("page.not_found", id=page_id)

    def _change(self, page_id: str, change: Callable[[Page], Page]) -> Page:
        owner = self._owner(page_id)
        pages = tuple(change(page) if page.id == page_id else page for page in owner.pages)
        self.put(replace(owner, pages=pages))
        return next(page for page in pages if page.id == page_id)


class FakePeople:
    """One or more people."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._current: str | None = None

    def current(self) -> Person | None:
        return self._people.get(self._current or "")

    def all(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def add(self, name: str, language: str, classes: Sequence[int]) -> Person:
        if not name.strip():
            raise UserFacingError("review.no_reviewer")
        person = Person(new_id(), name.strip(), language, tuple(classes), utc_now())
        self._people[person.id] = person
        self._current = person.id
        return person

    def update(self, person: Person, /) -> None:
        self._people[person.id] = person

    def use(self, person_id: str, /) -> None:
        self._current = person_id


@dataclass(frozen=True)
class FakeDrive:
    """A stick."""

    path: Path
    name: str = "KINGSTON"
    free_bytes: int = 6_500_000_000
    file_system: str = "vfat"
    read_only: bool = False


class FakePacks:
    """Sticks that the tests put in and take out."""

    def __init__(self) -> None:
        self.sticks: list[FakeDrive] = []
        self.saved: list[tuple[tuple[str, ...], Path, tuple[str, ...]]] = []
        self.versions: dict[Path, dict[str, int]] = {}
        self.busy = False

    def drives(self) -> tuple[FakeDrive, ...]:
        return tuple(self.sticks)

    def estimate(self, lesson_ids: Sequence[str], formats: Sequence[str]) -> Mapping[str, int]:
        weight = {"html": 900_000, "pdf": 300_000, "mp3": 1_800_000}
        return {one: sum(weight[name] for name in formats) for one in lesson_ids}

    def can_eject(self, folder: Path, /) -> bool:
        return folder.exists()

    def eject(self, folder: Path, /) -> None:
        if self.busy:
            raise UserFacingError("pack.cannot_eject", path=str(folder))
        self.sticks = [one for one in self.sticks if one.path != folder]

    def on_stick(self, folder: Path, /) -> Mapping[str, int]:
        return dict(self.versions.get(folder, {}))

    def save(self, lesson_ids: Sequence[str], folder: Path, formats: Sequence[str]) -> None:
        if not folder.exists():
            raise UserFacingError("pack.no_drive", path=str(folder))
        self.saved.append((tuple(lesson_ids), folder, tuple(formats)))
        self.versions.setdefault(folder, {}).update(dict.fromkeys(lesson_ids, 1))


@dataclass
class FakeWork:
    """What a job function holds in its hands."""

    job: Job
    cancel: CancelToken
    facts: dict[str, object]

    def report(self, _progress: Progress, /) -> None:
        self.cancel.check()

    def checkpoint(self, facts: Mapping[str, object], /) -> None:
        self.facts.update(facts)


class FakeJobs:
    """Jobs in threads of their own; `gate` holds them before their last step when it is cleared."""

    def __init__(self, services: FakeServices) -> None:
        self.services = services
        self.gate = threading.Event()
        self.gate.set()
        self.options: dict[str, object] = {}
        self.findings: tuple[Finding, ...] = ()
        self.known: dict[str, Job] = {}
        self._threads: set[threading.Thread] = set()
        self._tokens: dict[str, CancelToken] = {}

    def submit(self, kind: str, params: dict[str, object], *, lane: Lane = Lane.QUICK) -> Job:
        now = utc_now()
        job = Job(new_id(), kind, new_id(), lane, JobState.QUEUED, params, {}, Progress(""), "", "", now, now)
        self._tokens[job.id] = CancelToken()
        self._tell(job)
        thread = threading.Thread(target=self._work, args=(job,), name=f"fake-{kind}")
        self._threads.add(thread)
        thread.start()
        return job

    def find(self, kind: str, params: dict[str, object]) -> Job | None:
        return next((job for job in self.known.values() if (job.kind, job.params) == (kind, params)), None)

    def cancel(self, job_id: str, /) -> None:
        self._tokens[job_id].cancel()

    def list(self) -> tuple[Job, ...]:
        return tuple(reversed(self.known.values()))

    def finish(self) -> None:
        """Let every thread end."""
        self.gate.set()
        for thread in self._threads:
            thread.join(5)

    def _work(self, job: Job) -> None:
        token = self._tokens[job.id]
        step = {"add": "reading", "make": "simplifying", "save_pack": "saving"}.get(job.kind, "copying")
        job = self._tell(replace(job, state=JobState.RUNNING, progress=Progress(step, 1, 3, 20.0)))
        try:
            while not self.gate.wait(0.01):
                token.check()
            token.check()
            result = self._on_models(job, token) or getattr(self, f"_{job.kind}")(job.params)
        except JobCancelled:
            self._tell(replace(job, state=JobState.CANCELLED))
        except UserFacingError as error:
            self._tell(replace(job, state=JobState.FAILED, error_key=error.key, error_text=str(error)))
        else:
            self._tell(replace(job, state=JobState.DONE, checkpoint=result))

    def _tell(self, job: Job) -> Job:
        job = replace(job, changed=utc_now())
        self.known[job.id] = job
        self.services.events.publish(JobChanged(job))
        return job

    def _on_models(self, job: Job, token: CancelToken) -> dict[str, object]:
        """What the application does; empty for a job of another kind."""
        work = FakeWork(job, token, {})
        if (function := model_jobs(lambda: self.services.models).get(job.kind)) is not None:
            function(work)
        return work.facts

    def _add(self, params: Mapping[str, Sequence[str]]) -> dict[str, object]:
        sources = [Path(name) for name in params["sources"]]
        good = [one for one in sources if one.stem != "empty"] or sources
        made = self.services.library.add(good, **self.options)  # type: ignore[arg-type]
        bad = [(one, UserFacingError("import.empty_file", name=one.name)) for one in sources if one not in good]
        rows = [{"source": str(one), "error": error.key, "message": str(error)} for one, error in bad]
        return {"document_id": made.id, "document_ids": [made.id], "left_out": rows}

    def _make(self, params: Mapping[str, str]) -> dict[str, object]:
        made = self.services.lessons.make(params["document_id"], LessonOptions(), findings=self.findings)
        return {"lesson_id": made.id}

    def _save_pack(self, params: Mapping[str, Sequence[str]]) -> dict[str, object]:
        self.services.packs.save(params["lesson_ids"], Path(str(params["folder"])), params["formats"])
        return {"folder": params["folder"]}


def models_of(folder: Path, settings: Settings) -> ModelService:
    """The models of a folder on a laptop of 8 GB; nothing is faked but the laptop."""
    machine = Machine("Linux", "x86_64", 2, 8 << 30, ("avx2",))
    return ModelService(
        folder / "models",
        (RESOURCES / "models", folder / "catalogue"),
        ProcessConverter(1 << 30),
        choices=lambda: engine_choices(settings),
        machine=lambda: machine,
    )


@dataclass(frozen=True)
class FakePaths:
    """The data folder."""

    data: Path
    resources: Path = RESOURCES


class FakeServices:
    """Everything together."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.events = EventBus()
        self.paths = FakePaths(folder)
        self.settings = settings
        self.library = FakeLibrary(self.events, folder)
        self.lessons = FakeLessons(self.events, self.library, folder)
        self.review = FakeReview(self.events, self.lessons)
        self.people = FakePeople()
        self.packs = FakePacks()
        self.models = models_of(folder, settings)
        self.room = EngineRoom(lambda: self.models, choices=lambda: engine_choices(settings))
        self.jobs = FakeJobs(self)
        self.closed = False
        self.recovery_notice: str | None = None

    def close(self) -> None:
        self.jobs.finish()
        self.closed = True

    def furnish(self) -> None:
        """A teacher with some work behind her, for screenshots and lists."""
        self.people.add("Asha Devi", "hi", (6, 7))
        english = self.library.put(sample_data.document("en", pages=2, doubtful=4))
        hindi = self.library.put(sample_data.document("hi"))
        self.lessons.make(english.id, LessonOptions(school_class=7), findings=(sample_data.RED, sample_data.AMBER))
        green = self.lessons.make(hindi.id, LessonOptions(school_class=6))
        self.lessons.make(hindi.id, LessonOptions(school_class=5))
        self.review.approve(green.id, self.people.all()[0])
