"""What every page is given: the services, and the window's own helpers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.ui.event_bridge import EventBridge
from app.ui.icons import Icons
from app.ui.job_desk import JobDesk
from app.ui.navigator import Navigator
from app.ui.notifications import Notifier
from app.ui.services import Services
from app.ui.tasks import TaskRunner
from app.ui.theme import Theme
from app.ui.translation import Translation
from app.ui.voice import Loudspeaker

if TYPE_CHECKING:
    from app.config.settings import Settings


@dataclass(slots=True)
class Shell:
    """Handed to every page by the window.

    The window is painted before the data folder is open: until `attach`, `ready` is False and `services` raises.

    Attributes:
        kept: Findings that the teacher decided to keep, by version id, with the reason she typed.
        last_folder: Where files were chosen last.
        last_target: The folder that was chosen last to save in.
        last_server: Address of the school's server that models were fetched from last, "" for the publishers'.
    """

    theme: Theme
    icons: Icons
    translation: Translation
    notifier: Notifier
    navigator: Navigator
    tasks: TaskRunner
    events: EventBridge
    jobs: JobDesk
    loudspeaker: Loudspeaker
    kept: dict[str, dict[object, str]] = field(default_factory=dict)
    last_folder: str = ""
    last_target: str = ""
    last_server: str = ""
    _services: Services | None = None

    @property
    def ready(self) -> bool:
        """Whether the data folder is open."""
        return self._services is not None

    @property
    def services(self) -> Services:
        """The services; only once `ready`."""
        if self._services is None:
            raise RuntimeError("the data folder is not open yet")
        return self._services

    @property
    def settings(self) -> Settings:
        """What the person chose; held in memory, so it may be read on the window's thread."""
        return self.services.settings

    def attach(self, services: Services) -> None:
        """The data folder is open: start listening."""
        self._services = services
        self.events.attach(services.events)
        self.jobs.attach(services, self.events)

    def choose(self, **values: object) -> None:
        """Change settings and keep them; a value takes effect at once, the file is written in the background."""
        if not self.ready:
            return
        for name, value in values.items():
            setattr(self.settings, name, value)
        self.tasks.run(self.theme, self.settings.save)
