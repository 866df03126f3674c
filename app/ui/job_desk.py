"""Starting durable work from the window, following it, and going on where it ended."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from app.domain.documents import Document, Quality
from app.domain.jobs import Job, JobState, Lane, Progress
from app.domain.lessons import LessonOptions
from app.ui import incoming, model_words, wording
from app.ui.navigator import Navigator, Place, Route

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.ui.event_bridge import EventBridge
    from app.ui.notifications import Notifier
    from app.ui.services import Services
    from app.ui.tasks import TaskRunner

_LIVE = frozenset({JobState.QUEUED, JobState.RUNNING})


class JobDesk(QObject):
    """Knows the jobs that run now.

    When a job that was started here ends well and the person has not gone elsewhere, the window goes on to what it
    made; otherwise a notice offers to.

    Signals:
        changed: Some job moved on; `running` is up to date.
        ended: A `Job` is done, failed or cancelled.
        token_asked: A person wants to give the token that this `Job` needed.
    """

    changed = Signal()
    ended = Signal(object)
    token_asked = Signal(object)

    def __init__(self, tasks: TaskRunner, notifier: Notifier, navigator: Navigator, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._notifier = notifier
        self._navigator = navigator
        self._services: Services | None = None
        self._running: dict[str, Job] = {}
        self._started_at: dict[str, Route | None] = {}
        self._asked = 0
        self._early: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs that wait or run, oldest first."""
        return tuple(self._running.values())

    def attach(self, services: Services, events: EventBridge) -> None:
        """Follow the jobs of these services, also those that a crash had interrupted."""
        self._services = services
        events.job_changed.connect(self._on_changed)
        self._tasks.run(self, services.jobs.list, self._adopt)

    # -- starting

    def add(self, sources: Sequence[Path]) -> None:
        """Read files into a document."""
        self._submit("add", {"sources": [str(path) for path in sources]})

    def read_rest(self, document: Document) -> None:
        """Read the pages of a document that are not read yet: the job that read the others goes on."""
        if self._services is not None:
            self._tasks.run(self, self._services.jobs.list, lambda jobs: self._read_on(document, jobs))

    def _read_on(self, document: Document, jobs: Sequence[Job]) -> None:
        names = {source.name for source in document.sources}
        for job in jobs:
            given = cast("list[str]", job.params.get("sources", [])) if job.kind == "add" else []
            if names <= {PurePath(one).name for one in given}:
                self._submit(job.kind, job.params)
                return
        self._notifier.say(self.tr("Add the document again to read the rest of it."), "look", about="add")

    @property
    def reading(self) -> bool:
        """Whether pages are being read, or wait for it."""
        return any(job.kind == "add" for job in self._running.values())

    def make(self, document_id: str, options: LessonOptions) -> None:
        """Make a lesson."""
        self._submit("make", {"document_id": document_id, "options": options})

    def save_pack(self, lesson_ids: Sequence[str], folder: Path, formats: Sequence[str]) -> None:
        """Save lessons to a stick."""
        self._submit("save_pack", {"lesson_ids": list(lesson_ids), "folder": str(folder), "formats": list(formats)})

    def on_models(self, kind: str, params: Mapping[str, object]) -> None:
        """Install, verify, remove or carry models; the parameters are those of `app.inference.install.jobs`."""
        self._submit(kind, params)

    def cancel(self, job: Job) -> None:
        """Ask a job to end."""
        if self._services is not None:
            jobs = self._services.jobs
            self._tasks.run(self, lambda: jobs.cancel(job.id))

    def _submit(self, kind: str, params: Mapping[str, object]) -> None:
        if self._services is None:
            return
        services, here = self._services, self._navigator.current
        self._asked += 1
        self._notifier.settle(kind)

        def accepted(job: Job) -> None:
            self._started_at[job.id] = here
            self._track(job)
            self._replay()

        def refused(failure: BaseException) -> None:
            self._replay()
            self._notifier.present(failure)

        self._tasks.run(self, lambda: _submit(services, kind, dict(params)), accepted, refused)

    # -- following

    def _adopt(self, jobs: Sequence[Job]) -> None:
        for job in reversed(jobs):
            if job.state in _LIVE:
                self._running.setdefault(job.id, job)
        self.changed.emit()

    def _on_changed(self, job: Job) -> None:
        # a short job can be over before the reply to `submit` says which one it is
        if self._asked and job.id not in self._running and job.id not in self._started_at:
            self._early.append(job)
        else:
            self._track(job)

    def _replay(self) -> None:
        self._asked -= 1
        early, self._early = self._early, []
        for job in early:
            self._on_changed(job)

    def _track(self, job: Job) -> None:
        if job.state in _LIVE:
            known = self._running.get(job.id)
            if known is None or job.changed >= known.changed:
                self._running[job.id] = job
            self.changed.emit()
            return
        was_running = self._running.pop(job.id, None) is not None
        self.changed.emit()
        if was_running or job.id in self._started_at:
            self.ended.emit(job)
            self._conclude(job, self._started_at.pop(job.id, None))

    def _conclude(self, job: Job, started_at: Route | None) -> None:
        if job.kind == "add" and job.state is not JobState.CANCELLED:  # else she may go on with it
            sources = cast("list[str]", job.params.get("sources", []))
            self._tasks.run(self, lambda: incoming.forget(sources))
        if job.state is JobState.FAILED:
            words = " ".join(filter(None, (wording.job_failure(job), model_words.hint(job))))
            self._notifier.say(words, "stop", self._way_out(job), about=job.kind)
        elif job.state is JobState.CANCELLED:
            rest = (self.tr("Read the rest"), lambda: self._submit(job.kind, job.params))
            words = self.tr("Stopped. Finished steps are kept.")
            if job.kind == model_words.FETCH:
                rest = (self.tr("Go on"), rest[1])
            goes_on = job.kind in {"add", model_words.FETCH}
            self._notifier.say(words, action=rest if goes_on else None, about=job.kind)
        else:
            self._go_on(job, started_at)

    def _way_out(self, job: Job) -> tuple[str, Callable[[], Any]] | None:
        """A button for what can be done about a job that failed."""
        if model_words.wants_token(job):
            return self.tr("Enter the token"), lambda: self.token_asked.emit(job)
        if model_words.passes(job):
            return self.tr("Try again"), lambda: self._submit(job.kind, job.params)
        return None

    def _go_on(self, job: Job, started_at: Route | None) -> None:
        if job.kind == "add":
            document_id, together = str(job.checkpoint["document_id"]), job.checkpoint.get("document_ids")
            if isinstance(together, list) and len(together) > 1:
                words = self.tr("%n document(s) are read. They stand under Continue.", "", len(together))
                self._tell(words, job, (self.tr("Show them"), lambda: self._navigator.go(Place.DOCUMENTS)))
                return
            services = self._services
            if services is not None:
                self._tasks.run(
                    self,
                    lambda: _needs_checking(services.library.document(document_id)),
                    lambda doubtful: self._offer(
                        Route(Place.SOURCE_CHECK if doubtful else Place.MAKE, document_id), job, started_at
                    ),
                )
        elif job.kind == "make":
            self._offer(Route(Place.DESK, str(job.checkpoint["lesson_id"])), job, started_at)
        elif said := model_words.outcome(job):
            # a number that has to be compared stays until it is closed
            self._notifier.say(said, "look" if job.kind == "export_models" else "good", about=job.kind)

    def _offer(self, target: Route, job: Job, started_at: Route | None) -> None:
        """Go there, or say that she can, if she has gone elsewhere meanwhile."""
        if started_at is not None and started_at == self._navigator.current:
            self._navigator.go(target.place, target.id)
            if wording.left_out(job):
                self._tell("", job)
            return
        if self._navigator.current is not None and self._navigator.current.place is Place.FIRST_START:
            return  # first things first; it stands under Continue
        text = self.tr("The page is read.") if job.kind == "add" else self.tr("The lesson is made.")
        go = (self.tr("Open"), lambda: self._navigator.go(target.place, target.id))
        self._tell(text, job, go, about=target.id)

    def _tell(
        self, words: str, job: Job, action: tuple[str, Callable[[], Any]] | None = None, *, about: str = ""
    ) -> None:
        """One notice of what is done and of what was left out; the second stays until it is closed."""
        left_out = wording.left_out(job)
        kind, about = ("look", job.kind) if left_out else ("good", about)
        self._notifier.say(" ".join(filter(None, (words, left_out))), kind, action, about=about)


def _submit(services: Services, kind: str, params: dict[str, object]) -> Job:
    """Blocking: hand a job over. A lesson that was made from the same text with the same options is not made again."""
    if kind == "make":
        from app.lesson.jobs import submit_make

        document = services.library.document(str(params["document_id"]))
        options = cast(LessonOptions, params["options"])
        return submit_make(cast(Any, services.jobs), cast(Any, services.lessons), document, options)
    lane = Lane.NIGHT if kind in model_words.JOBS else Lane.QUICK  # gigabytes: the next page is not read after them
    if kind == "add":
        from pathlib import Path

        from app.library.jobs import lane_for

        lane = lane_for([Path(one) for one in cast("list[str]", params["sources"])])
    return services.jobs.submit(kind, params, lane=lane)


def _needs_checking(document: Document) -> bool:
    """Whether a person should look at the pages before a lesson is made from them."""
    return any(page.text is None or page.text.quality is not Quality.GOOD for page in document.pages)


def fraction(progress: Progress) -> float | None:
    """How much of a step is done, 0 to 1; None when nobody knows."""
    return progress.done / progress.total if progress.total else None
