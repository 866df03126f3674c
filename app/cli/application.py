"""What a command needs from the composition root, which stands above this layer and is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from app.config.settings import Settings
    from app.domain.events import EventBus
    from app.domain.jobs import CancelToken, ReportProgress
    from app.export.service import PackService
    from app.export.verify import VerifyReport
    from app.inference.engine_report import EngineReport
    from app.inference.engine_room import EngineRoom
    from app.inference.install.service import ModelService
    from app.jobs.runner import JobRunner
    from app.lesson.service import LessonService
    from app.lesson.shared_results import SharedResults
    from app.library.ask import AskService
    from app.library.facts import FactsService
    from app.library.page_index import PageIndex
    from app.library.service import LibraryService
    from app.review.people import PeopleService
    from app.review.service import ReviewService


class Reading(Protocol):
    """Services that can be asked beside a window or a writing command."""

    @property
    def library(self) -> LibraryService: ...  # noqa: D102 - the class above says it
    @property
    def facts(self) -> FactsService: ...  # noqa: D102
    @property
    def ask(self) -> AskService: ...  # noqa: D102
    @property
    def index(self) -> PageIndex: ...  # noqa: D102
    @property
    def lessons(self) -> LessonService: ...  # noqa: D102
    @property
    def review(self) -> ReviewService: ...  # noqa: D102
    @property
    def people(self) -> PeopleService: ...  # noqa: D102
    @property
    def packs(self) -> PackService: ...  # noqa: D102
    @property
    def models(self) -> ModelService: ...  # noqa: D102
    @property
    def room(self) -> EngineRoom: ...  # noqa: D102
    @property
    def settings(self) -> Settings: ...  # noqa: D102
    @property
    def results(self) -> SharedResults: ...  # noqa: D102
    @property
    def events(self) -> EventBus: ...  # noqa: D102

    def step_statistics(self) -> dict[str, dict[str, int]]:
        """Per step, how many results were found in the cache and how many were computed."""
        ...


class Services(Reading, Protocol):
    """Services of a command that writes."""

    @property
    def jobs(self) -> JobRunner: ...  # noqa: D102
    @property
    def recovery_notice(self) -> str | None:
        """What a person is told when the data file was damaged and had to be repaired."""
        ...


class EngineTrial(Protocol):
    """One part of the application that the doctor tries."""

    def __call__(self) -> str:
        """Use it once; says what was seen, raises what goes wrong."""
        ...


class Restored(Protocol):
    """What a restore did."""

    @property
    def when(self) -> str | None:
        """Time of the backup that was used."""
        ...

    @property
    def backup(self) -> datetime | None:
        """The same as a moment."""
        ...

    @property
    def kept(self) -> Path | None:
        """Where the database that stood there is kept."""
        ...


class Application(Protocol):
    """The composition root, as far as commands need it."""

    def open_services(self, data: Path | None = None) -> AbstractContextManager[Services]:
        """Take the data folder for this process alone."""
        ...

    def open_reading(self, data: Path | None = None) -> AbstractContextManager[Reading]:
        """Look into the data folder beside whoever writes in it."""
        ...

    def verify_pack(self, folder: Path, report: ReportProgress, cancel: CancelToken) -> VerifyReport:
        """Check a stick or pack."""
        ...

    def back_up(self, data: Path | None) -> Path:
        """Make a checked backup now."""
        ...

    def bring_back(self, data: Path | None) -> Restored:
        """Put the newest good backup in the place of the database."""
        ...

    def describe_engines(self, data: Path | None) -> EngineReport:
        """Which engine serves each task on this laptop and why."""
        ...

    def try_engines(self, staging: Path) -> Mapping[str, EngineTrial]:
        """What the doctor tries, by name."""
        ...
