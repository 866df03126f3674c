"""The services of the window, in memory: same names, same arguments, same faults, no disk but pictures and sound."""

from __future__ import annotations

import threading
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap import engine_choices
from app.domain.clock import utc_now
from app.domain.documents import Box, Document, Page
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.events import DocumentChanged, EventBus, JobChanged, LessonChanged
from app.domain.ids import new_id
from app.domain.jobs import CancelToken, Job, JobState, Lane, Progress, ReportProgress, ignore_progress
from app.domain.lesson_parts import count_lights, needs_nobody
from app.domain.lessons import (
    AudioTrack,
    Finding,
    Lesson,
    LessonContent,
    LessonOptions,
    LessonSummary,
    LessonVersion,
    Recording,
    Severity,
    VersionState,
    told_apart,
)
from app.domain.models import Machine
from app.domain.people import Action, Decision, Person
from app.inference.engine_room import EngineRoom
from app.inference.install.conversion import ProcessConverter
from app.inference.install.jobs import model_jobs
from app.inference.install.service import ModelService
from app.lesson.recordings import recording_findings
from app.store.codec import content_sha256
from tests import sample_data

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


class FakeLessons:
    """Lessons with versions; findings come from a rule the tests can read: the word "not" must survive."""

    def __init__(self, events: EventBus, library: FakeLibrary, folder: Path) -> None:
        self._events = events
        self._library = library
        self._folder = folder
        self.lessons: dict[str, Lesson] = {}
        self.approved: dict[str, int] = {}
        self.translated: tuple[str, ...] = ()
        self.spoken: list[str] = []
        self.unspeakable: tuple[str, ...] = ()

    def make(
        self,
        document_id: str,
        options: LessonOptions,
        *,
        findings: tuple[Finding, ...] = (),
        report: ReportProgress = ignore_progress,
    ) -> Lesson:
        document = self._library.document(document_id)
        content = sample_data.content(document, options)
        for done in range(len(content.passages)):
            report(Progress("simplifying", done, len(content.passages), 12.0))
        lesson_id = new_id()
        version = LessonVersion(new_id(), lesson_id, 1, VersionState.DRAFT, content, findings, utc_now())
        lesson = Lesson(lesson_id, f"C{options.school_class:02d}-{lesson_id[-6:]}", document_id, utc_now(), version)
        return self._keep(lesson)

    def summaries(self, *, deleted: bool = False) -> tuple[LessonSummary, ...]:
        kept = [one for one in self.lessons.values() if (one.deleted is not None) is deleted]
        return told_apart([self.summary(one) for one in reversed(kept)])

    def summary(self, lesson: Lesson) -> LessonSummary:
        """The row of a lesson."""
        version = lesson.current
        content, findings = version.content, version.findings
        green, amber, red = count_lights(content, findings)
        return LessonSummary(
            id=lesson.id,
            slug=lesson.slug,
            title=content.title,
            language=content.language,
            level=content.level,
            school_class=content.school_class,
            state=version.state,
            version=version.number,
            approved_version=self.approved.get(lesson.id),
            green=green,
            amber=amber,
            red=red,
            created=lesson.created,
            changed=version.created,
            deleted=lesson.deleted,
        )

    def lesson(self, lesson_id: str, /) -> Lesson:
        if lesson_id not in self.lessons:
            raise UserFacingError("lesson.not_found", id=lesson_id)
        return self.lessons[lesson_id]

    def fingerprint(self, document: Document, options: LessonOptions) -> str:
        return f"rules-{options.level}-{document.language}"

    def versions(self, lesson_id: str, /) -> tuple[LessonVersion, ...]:
        return (self.lesson(lesson_id).current,)

    def languages(self, document_id: str, /) -> tuple[str, ...]:
        own = self._library.document(document_id).language
        return (own, *self.translated) if own else ()

    def sources(self, lesson_id: str, /) -> Document:
        return self._library.document(self.lesson(lesson_id).document_id)

    def edit_passage(self, lesson_id: str, index: int, text: str, *, was: str | None = None) -> Lesson:
        lesson = self.lesson(lesson_id)
        passages = list(lesson.current.content.passages)
        passage = passages[index]
        if was is not None and passage.text not in (was, text):
            raise UserFacingError("lesson.changed_elsewhere")
        passages[index] = replace(passage, text=text, edited=text != passage.engine_text)
        findings = tuple(one for one in lesson.current.findings if one.passage != index)
        if index == 1 and "not" in passage.source.split() and "not" not in text.split():
            findings = (sample_data.RED, *findings)
        content = replace(lesson.current.content, passages=tuple(passages))
        return self._keep(self._edited(lesson, content, findings))

    def record(self, lesson_id: str, index: int, file: Path) -> Lesson:
        passage = self.lesson(lesson_id).current.content.passages[index]
        if file.suffix == ".txt":
            raise UserFacingError("recording.unreadable", name=file.name)
        return self._recorded(lesson_id, index, Recording("c" * 64, file.name, 4_200, passage.text))

    def remove_recording(self, lesson_id: str, index: int) -> Lesson:
        return self._recorded(lesson_id, index, None)

    def _recorded(self, lesson_id: str, index: int, recording: Recording | None) -> Lesson:
        lesson = self.lesson(lesson_id)
        passages = list(lesson.current.content.passages)
        passages[index] = replace(passages[index], recording=recording)
        others = tuple(one for one in lesson.current.findings if not one.reason.startswith("recording"))
        findings = (*others, *recording_findings(passages[index], index))
        return self._keep(self._edited(lesson, replace(lesson.current.content, passages=tuple(passages)), findings))

    def hear_recording(self, recording: Recording, /) -> Path:
        return self.speak_sentence(f"recording {recording.name}", "")

    def edit_title(self, lesson_id: str, title: str) -> Lesson:
        lesson = self.lesson(lesson_id)
        return self._keep(self._edited(lesson, replace(lesson.current.content, title=title), lesson.current.findings))

    def replace_content(self, lesson_id: str, content: LessonContent) -> Lesson:
        lesson = self.lesson(lesson_id)
        return self._keep(self._edited(lesson, content, lesson.current.findings))

    def undo_edit(self, lesson_id: str, index: int) -> Lesson:
        passage = self.lesson(lesson_id).current.content.passages[index]
        return self.edit_passage(lesson_id, index, passage.engine_text)

    def duplicate(self, lesson_id: str, /) -> Lesson:
        lesson, copy_id = self.lesson(lesson_id), new_id()
        version = replace(lesson.current, id=new_id(), lesson_id=copy_id, number=1, state=VersionState.DRAFT)
        return self._keep(replace(lesson, id=copy_id, current=version, deleted=None))

    def delete(self, lesson_id: str, /) -> None:
        self._keep(replace(self.lesson(lesson_id), deleted=utc_now()))

    def restore(self, lesson_id: str, /) -> None:
        self._keep(replace(self.lesson(lesson_id), deleted=None))

    def audio(
        self, version: LessonVersion, *, report: ReportProgress = ignore_progress, cancel: CancelToken | None = None
    ) -> AudioTrack:
        sentences, start = [], 0
        for at, passage in enumerate(version.content.passages):
            report(Progress("speaking", at, len(version.content.passages)))
            sentences.append((at, 0, start, passage.text))
            start += 2_000
        return AudioTrack("f" * 64, start, tuple(sentences), "espeak-ng")

    def left_out_by_voice(self, content: LessonContent) -> tuple[str, ...]:
        return tuple(one for one in self.unspeakable if any(one in passage.text for passage in content.passages))

    def speak_sentence(self, text: str, language: str) -> Path:
        self.spoken.append(text)
        path = self._folder / f"{len(self.spoken)}.wav"
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(16_000)
            sound.writeframes(b"\0\0" * 1_600)
        return path

    def _edited(self, lesson: Lesson, content: LessonContent, findings: tuple[Finding, ...]) -> Lesson:
        before = lesson.current
        decided = before.state is not VersionState.DRAFT
        number, version_id = (before.number + 1, new_id()) if decided else (before.number, before.id)
        version = LessonVersion(version_id, lesson.id, number, VersionState.DRAFT, content, findings, utc_now())
        return replace(lesson, current=version)

    def _keep(self, lesson: Lesson) -> Lesson:
        self.lessons[lesson.id] = lesson
        self._events.publish(LessonChanged(lesson.id))
        return lesson


class FakeReview:
    """Decisions with the real rules: red needs a reason, a decided version is frozen."""

    def __init__(self, events: EventBus, lessons: FakeLessons) -> None:
        self._events = events
        self._lessons = lessons
        self.made: list[Decision] = []

    def queue(self) -> tuple[LessonSummary, ...]:
        waiting = [one for one in self._lessons.summaries() if one.state is VersionState.DRAFT]
        return tuple(sorted(waiting, key=lambda one: (-one.red, -one.amber, one.created)))

    @staticmethod
    def content_sha256(content: LessonContent) -> str:
        return content_sha256(content)

    def approve(self, lesson_id: str, person: Person, *, reason: str = "", seen: str | None = None) -> Decision:
        version = self._undecided(lesson_id, seen)
        if any(one.severity is Severity.RED for one in version.findings) and not reason.strip():
            raise UserFacingError("review.reason_needed")
        return self._decide(version, person, Action.APPROVED, reason)

    def reject(self, lesson_id: str, person: Person, *, reason: str, seen: str | None = None) -> Decision:
        if not reason.strip():
            raise UserFacingError("review.reject_reason_needed")
        return self._decide(self._undecided(lesson_id, seen), person, Action.REJECTED, reason)

    def approve_green(self, person: Person, /) -> tuple[Decision, ...]:
        green = [one for one in self.queue() if needs_nobody(self._lessons.lesson(one.id).current)]
        return tuple(self._decide(self._undecided(one.id), person, Action.APPROVED_GREEN_UNOPENED, "") for one in green)

    def reopen(self, lesson_id: str, /) -> Lesson:
        lesson = self._lessons.lesson(lesson_id)
        if lesson.current.state is not VersionState.APPROVED:
            raise UserFacingError("review.not_reopened")
        version = replace(
            lesson.current, id=new_id(), number=lesson.current.number + 1, state=VersionState.DRAFT, created=utc_now()
        )
        self._lessons.lessons[lesson_id] = again = replace(lesson, current=version)
        self._events.publish(LessonChanged(lesson_id))
        return again

    def decisions(self, lesson_id: str, /) -> tuple[Decision, ...]:
        return tuple(one for one in self.made if one.lesson_id == lesson_id)

    def _undecided(self, lesson_id: str, seen: str | None = None) -> LessonVersion:
        version = self._lessons.lesson(lesson_id).current
        if seen is not None and seen != content_sha256(version.content):
            raise UserFacingError("lesson.changed_elsewhere")
        if version.state is not VersionState.DRAFT:
            raise UserFacingError("review.already_decided", state=version.state.value)
        return version

    def _decide(self, version: LessonVersion, person: Person, action: Action, reason: str) -> Decision:
        state = VersionState.REJECTED if action is Action.REJECTED else VersionState.APPROVED
        lesson = self._lessons.lesson(version.lesson_id)
        self._lessons.lessons[lesson.id] = replace(lesson, current=replace(version, state=state))
        if state is VersionState.APPROVED:
            self._lessons.approved[lesson.id] = version.number
        decision = Decision(
            new_id(), lesson.id, version.id, person.id, person.name, action, reason.strip(), (), "0" * 64, utc_now()
        )
        self.made.append(decision)
        self._events.publish(LessonChanged(lesson.id))
        return decision


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
