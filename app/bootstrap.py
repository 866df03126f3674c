"""Composition root: the only module that names concrete classes.

Everything heavy is imported inside the functions, because worker processes and ``--help`` import this module too.
"""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.config.paths import DataPaths
    from app.config.settings import Settings
    from app.domain.events import EventBus
    from app.domain.jobs import CancelToken, ReportProgress
    from app.domain.models import EngineChoices
    from app.export.service import PackService
    from app.export.verify import VerifyReport
    from app.inference.engine_report import EngineReport
    from app.inference.engine_room import EngineRoom
    from app.inference.install.service import ModelService
    from app.inference.workers.process import WorkerClient
    from app.inference.workers.tasks import TaskTable
    from app.jobs.runner import JobRunner
    from app.lesson.service import LessonService
    from app.lesson.shared_results import SharedResults
    from app.library.ask import AskService
    from app.library.facts import FactsService
    from app.library.page_index import IndexKeeper, PageIndex
    from app.library.reader import DocumentReader
    from app.library.service import LibraryService
    from app.library.sound_reader import SoundReader
    from app.review.people import PeopleService
    from app.review.service import ReviewService
    from app.store.cache import StepCache
    from app.store.housekeeping import Housekeeping
    from app.store.index import TextIndex
    from app.store.index_beside import IndexBeside
    from app.store.opening import Recovery
    from app.store.steps import StepRunner
    from app.store.store import Store

_MEBI = 1 << 20
DAYS_TO_BRING_BACK = 30
"""Days a deleted lesson can be brought back."""
DAYS_TO_KNOW_JOBS = 400
"""Days a finished job is remembered: for a school year, the same `make` gives the same lesson."""


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Where things are: the data folder and the shipped resources."""

    data: Path
    resources: Path


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be looked at beside a window or a writing command; made by `open_reading`, closed once."""

    library: LibraryService
    facts: FactsService
    ask: AskService
    index: PageIndex
    lessons: LessonService
    review: ReviewService
    people: PeopleService
    packs: PackService
    settings: Settings
    events: EventBus
    paths: AppPaths
    steps: StepRunner
    store: Store
    cache: StepCache
    results: SharedResults
    reader: DocumentReader
    light: WorkerClient
    sounds: SoundReader
    open_models: Callable[[], ModelService]
    room: EngineRoom

    @property
    def models(self) -> ModelService:
        """The models of this laptop; nothing of them is read before they are asked for."""
        return self.open_models()

    def step_statistics(self) -> dict[str, dict[str, int]]:
        """Per step, how many results were found in the cache and how many were computed."""
        return self.steps.statistics()

    def close(self) -> None:
        """End the workers, then close the data folder."""
        for one in (self.index, self.reader, self.light, self.sounds, self.room, self.cache, self.store):
            one.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Services(Reading):
    """Everything the window and the writing commands use; made by `open_services`, closed once."""

    jobs: JobRunner
    housekeeping: Housekeeping | None
    index_keeper: IndexKeeper

    @property
    def recovery_notice(self) -> str | None:
        """What a person is told when the data file was damaged and had to be repaired at this opening."""
        return self.store.recovery.notice if self.store.recovery is not None else None

    def close(self) -> None:
        """Stop jobs, bring the search index up to date, end the workers, then close the data folder."""
        self.jobs.close()
        if self.housekeeping is not None:
            self.housekeeping.close()
        self.index_keeper.close()
        Reading.close(self)


def open_services(data: Path | None = None, *, pick_up_jobs: bool = False) -> Services:
    """Take a data folder for this process alone, and open everything over it.

    Args:
        data: The data folder; None for the chosen or usual one.
        pick_up_jobs: Whether jobs left by an earlier process go on at once, the day's backup is made while it is open,
            and the models in use are remembered for the next start (the window), or nothing is done unasked.

    Raises:
        UserFacingError: the folder is in use, damaged, from a newer version, or cannot be written to.
    """
    from app.config.logging import set_up_logging
    from app.config.paths import DataPaths
    from app.domain.clock import days_ago
    from app.domain.jobs import Lane
    from app.inference.bench.jobs import bench_jobs
    from app.inference.bench.leftovers import sweep_workshops
    from app.inference.recent_models import RecentModels
    from app.inference.step_seconds import StepSeconds
    from app.jobs.runner import JobRunner
    from app.library.jobs import index_job
    from app.library.page_index import IndexKeeper
    from app.store.housekeeping import Housekeeping
    from app.store.job_rows import StoredJobs
    from app.store.store import Store
    from app.store.workspace import sweep

    paths = DataPaths.choose(data)
    paths.ensure()
    set_up_logging(paths.logs, stderr=False)
    store = Store.open(paths.root)
    try:
        sweep(paths.staging)
        sweep_workshops(paths.models)
        store.write(lambda work: work.lessons.purge(days_ago(DAYS_TO_BRING_BACK)))
        store.write(lambda work: work.documents.purge(days_ago(DAYS_TO_BRING_BACK)))
        store.write(lambda work: work.jobs.purge(days_ago(DAYS_TO_KNOW_JOBS)))
        parts = _wire(paths, store, cached=True)
        if pick_up_jobs:
            parts["room"].remember(RecentModels(paths.recent_models))
        functions = job_functions(parts["library"], parts["lessons"], parts["packs"], parts["open_models"])
        functions |= bench_jobs(parts["open_models"], paths.speeds, lambda: parts["settings"].school_language)
        functions |= {"index": index_job(parts["index"])}
        expected = StepSeconds(parts["room"], lambda: str(parts["settings"].school_language))
        jobs = JobRunner(StoredJobs(store), functions, parts["events"], pick_up=pick_up_jobs, expected=expected)
        housekeeping = Housekeeping(store) if pick_up_jobs else None
        by_night = functools.partial(jobs.submit, "index", {}, lane=Lane.NIGHT)
        keeper = IndexKeeper(parts["index"], parts["events"], beside=pick_up_jobs, hand_over=by_night)
        return Services(**parts, jobs=jobs, housekeeping=housekeeping, index_keeper=keeper)
    except BaseException:
        store.close()
        raise


def open_reading(data: Path | None = None) -> Reading:
    """Look into a data folder, beside whoever writes in it, and change nothing.

    Raises:
        UserFacingError: the folder is damaged or from a newer version.
    """
    from app.config.paths import DataPaths
    from app.store.store import Store

    paths = DataPaths.choose(data)
    store = Store.open(paths.root, read_only=True)
    try:
        return Reading(**_wire(paths, store, cached=False))
    except BaseException:
        store.close()
        raise


def _wire(paths: DataPaths, store: Store, *, cached: bool) -> dict[str, Any]:
    """The fields of `Reading`."""
    from app.config.paths import resources
    from app.config.settings import Settings
    from app.domain.events import EventBus
    from app.lesson.shared_results import SHARED_STEPS, SharedResults
    from app.library.ask import AskService
    from app.library.book_facts import BookNames
    from app.library.facts import FactsService
    from app.library.page_index import PageIndex
    from app.library.reader import DocumentReader
    from app.library.service import LibraryService
    from app.library.sound_reader import SoundReader
    from app.review.people import PeopleService
    from app.review.service import ReviewService
    from app.store.cache import StepCache
    from app.store.shared_cache import SharedCache
    from app.store.steps import StepRunner

    settings, events = Settings.load(paths.settings), EventBus()
    shared = SharedCache(lambda: settings.shared_cache, SHARED_STEPS, store.media)
    limit = settings.cache_limit_mb * _MEBI
    cache = StepCache(paths.cache, disk_limit=limit, shared=shared) if cached else StepCache(None)
    steps, reader = StepRunner(cache), DocumentReader()
    names = BookNames(resources() / "curriculum" / "books.toml")
    index = PageIndex(functools.partial(_open_index, store, paths, cached))
    light = _light_worker()
    open_models = functools.cache(lambda: _model_service(paths, settings))
    room = _engine_room(paths, settings, open_models)
    sounds = SoundReader()
    lessons = _lesson_service(
        store, paths.staging, settings, events=events, steps=steps, light=light, room=room, sounds=sounds
    )
    return {
        "library": LibraryService(
            store, steps, reader, events, staging=paths.staging, index=index, facts_of=names.facts_of
        ),
        "facts": FactsService(store, names, events),
        "ask": AskService(store, index),
        "index": index,
        "lessons": lessons,
        "review": ReviewService(store, events),
        "people": PeopleService(store),
        "packs": _pack_service(store, light, lessons, paths.staging),
        "settings": settings,
        "events": events,
        "paths": AppPaths(paths.root, resources()),
        "steps": steps,
        "store": store,
        "cache": cache,
        "results": SharedResults(cache, steps, shared, store.media, settings),
        "reader": reader,
        "light": light,
        "sounds": sounds,
        "open_models": open_models,
        "room": room,
    }


def _lesson_service(
    store: Store, staging: Path, settings: Settings, *, events: EventBus, steps: StepRunner, light: WorkerClient,
    room: EngineRoom, sounds: SoundReader,
) -> LessonService:  # fmt: skip
    from app.inference.runtimes.edge_runtime import EdgeVoices
    from app.lesson.ai.writer import AiWriters
    from app.lesson.online_voices import OnlineVoices
    from app.lesson.pipeline import LessonPipeline
    from app.lesson.recordings import Recordings
    from app.lesson.service import LessonService
    from app.lesson.speech import LessonSpeaker
    from app.lesson.tasks import WorkerLessonWriter
    from app.lesson.translators import Translators
    from app.lesson.voices import Voices

    recordings = Recordings(sounds, store.media, staging)
    online = OnlineVoices(EdgeVoices(lambda: settings.proxy), lambda: settings.online_voices, sounds, staging)
    voices = Voices(light, room, online)
    return LessonService(
        store,
        LessonPipeline(WorkerLessonWriter(light), steps, AiWriters(light, room).of, Translators(room)),
        LessonSpeaker(light, steps, store.media, staging, voices=voices, recordings=recordings),
        events,
        speech_speed=lambda: settings.speech_speed,
        recordings=recordings,
        belongs_to=steps.of,
    )


def _engine_room(paths: DataPaths, settings: Settings, open_models: Callable[[], ModelService]) -> EngineRoom:
    from app.inference.engine_room import EngineRoom
    from app.inference.speed_book import SpeedBook

    return EngineRoom(
        open_models,
        choices=lambda: engine_choices(settings),
        speeds=lambda machine: SpeedBook(paths.speeds, machine).speeds(),
    )


def _pack_service(store: Store, light: WorkerClient, lessons: LessonService, staging: Path) -> PackService:
    from app import __version__
    from app.config.paths import resources
    from app.export.labels import ExportResources
    from app.export.pack import PackWriter
    from app.export.service import PackService

    writer = PackWriter(ExportResources(resources() / "export"), __version__)
    return PackService(store, light, lessons.audio, writer=writer, staging=staging)


def _model_service(paths: DataPaths, settings: Settings) -> ModelService:
    from app.config.paths import resources
    from app.inference.install.conversion import ProcessConverter
    from app.inference.install.service import ModelService
    from app.inference.machine import measure_machine

    machine = measure_machine()
    return ModelService(
        paths.models,
        (resources() / "models", paths.catalogue),
        ProcessConverter(machine.memory),
        choices=lambda: engine_choices(settings),
        machine=lambda: machine,
        proxy=lambda: settings.proxy,
    )


def _open_index(store: Store, paths: DataPaths, writing: bool) -> TextIndex | IndexBeside:
    """The search index of the data folder, to write in or to look into beside who does."""
    from app.library.indexing import PageCutter, marks
    from app.store.index import TextIndex
    from app.store.index_beside import IndexBeside

    return (TextIndex if writing else IndexBeside)(
        paths.index,
        lambda: marks(store.read(lambda work: work.documents.page_hashes())),
        lambda page_id: store.read(lambda work: work.documents.page(page_id)),
        cut=PageCutter(lambda page: store.read(lambda work: work.documents.headings_before(page))),
    )


def _light_worker() -> WorkerClient:
    from app.inference.workers.child import WorkerLimits
    from app.inference.workers.process import WorkerClient

    limits = WorkerLimits(memory=1 << 30, address_space=4 << 30, seconds=300)
    return WorkerClient("light", "app.bootstrap:light_worker_tasks", limits)


def job_functions(
    library: LibraryService, lessons: LessonService, packs: PackService, models: Callable[[], ModelService]
) -> dict[str, Any]:
    """What a job of each kind does."""
    from app.export.jobs import save_pack_job
    from app.inference.install.jobs import model_jobs
    from app.lesson.jobs import make_job
    from app.library.jobs import add_job

    of_lessons = {"add": add_job(library), "make": make_job(lessons), "save_pack": save_pack_job(packs)}
    return {**of_lessons, **model_jobs(models)}


def light_worker_tasks() -> TaskTable:
    """The light worker's table: rules, checks, voice, MP3, PDF. Called in that process."""
    from app.export.pdf_tasks import PDF_TASKS
    from app.lesson.ai.tasks import AI_TASKS
    from app.lesson.speech_tasks import SPEECH_TASKS
    from app.lesson.tasks import LESSON_TASKS

    return {**LESSON_TASKS, **AI_TASKS, **SPEECH_TASKS, **PDF_TASKS}


def try_engines(staging: Path) -> dict[str, Callable[[], str]]:
    """What the doctor tries: reading a page, writing easier text, speaking, by name; each says what it saw."""
    from app.config.paths import resources
    from app.domain.lessons import Level
    from app.inference.protocols import Speech
    from app.lesson.speech_tasks import SpeakRequest
    from app.lesson.tasks import WorkerLessonWriter
    from app.library.document_worker.requests import ReadPageRequest
    from app.library.reader import DocumentReader

    sample = resources() / "sample" / "sample-hi.pdf"

    def read() -> str:
        with contextlib.closing(DocumentReader(processes=1)) as reader:
            page = reader.read(ReadPageRequest(str(sample), sample.name, "pdf", 0, str(staging), force_ocr=True)).text
        return f"read {len(page.text)} characters of {page.language} from a picture"

    def write() -> str:
        with contextlib.closing(_light_worker()) as worker:
            pairs = WorkerLessonWriter(worker).simplify("Water boils at 100 °C.", language="en", level=Level.EASIEST)
        return pairs[0].results[0]

    def speak() -> str:
        with contextlib.closing(_light_worker()) as worker:
            speech = worker.call("speak", SpeakRequest("पानी", "hi"), Speech)
        return f"{len(speech.samples) / 2 / speech.sample_rate:.1f} s of sound"

    return {"reading pages": read, "writing lessons": write, "speaking": speak}


def engine_choices(settings: Settings) -> EngineChoices:
    """What a person set about models, for the router and the memory coordinator."""
    from app.domain.models import EngineChoices

    return EngineChoices(
        device=settings.device.value,
        quantization=settings.quantization.value,
        memory_budget=settings.memory_budget_mb * _MEBI,
        models={task: wanted for task, wanted in settings.models.items() if wanted},
    )


def describe_engines(data: Path | None) -> EngineReport:
    """Which engine serves each task on this laptop and why; nothing is changed and no model is loaded.

    Raises:
        UserFacingError: the catalogue of models that was shipped is damaged.
    """
    from app.config.paths import DataPaths, resources
    from app.config.settings import Settings
    from app.inference.catalog import newest_catalog
    from app.inference.engine_report import engine_report
    from app.inference.machine import measure_machine
    from app.inference.registry import ModelRegistry
    from app.inference.speed_book import SpeedBook

    paths = DataPaths.choose(data)
    settings = Settings.load(paths.settings)
    machine = measure_machine()
    return engine_report(
        machine,
        ModelRegistry(paths.models).scan(),
        newest_catalog(resources() / "models", paths.catalogue).models,
        school_language=settings.school_language,
        choices=engine_choices(settings),
        speeds=SpeedBook(paths.speeds, machine).speeds(),
    )


def verify_pack(folder: Path, report: ReportProgress, cancel: CancelToken) -> VerifyReport:
    """Check a stick or pack; needs no data folder.

    Raises:
        JobCancelled: `cancel` was used.
    """
    from app.export.verify import verify

    return verify(folder, report=report, cancel=cancel)


def back_up(data: Path | None) -> Path:
    """Make a checked backup now; returns the file.

    Raises:
        UserFacingError: the folder is in use, the disk is full, or the database is damaged.
    """
    from app.config.paths import DataPaths
    from app.store.store import Store

    paths = DataPaths.choose(data)
    paths.ensure()
    with Store.open(paths.root) as store:
        return store.backup().path


def bring_back(data: Path | None) -> Recovery:
    """Put the newest good backup in the place of the database.

    Raises:
        UserFacingError: the folder is in use, or there is no good backup.
    """
    from app.config.paths import DataPaths
    from app.store.store import restore

    return restore(DataPaths.choose(data).root)


def open_window(data: Path | None, *, sample: bool) -> int:
    """Open the window; returns the exit status. `sample` has the sample chapter read in when the library is empty."""
    from app.config.paths import DataPaths
    from app.domain.errors import UserFacingError
    from app.ui.appearance import Appearance
    from app.ui.application import run

    def open_all() -> Services:
        services = open_services(data, pick_up_jobs=True)
        if sample and not services.library.documents():
            chapter = services.paths.resources / "sample" / "sample-en.pdf"
            services.jobs.submit("add", {"sources": [str(chapter)]})
        return services

    appearance = None
    with contextlib.suppress(UserFacingError):  # said in the window, when the data folder is opened
        appearance = Appearance.read(DataPaths.choose(data).settings)
    return run(open_all, appearance=appearance)
