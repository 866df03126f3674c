"""Where the application keeps its data and finds its resources."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA_VARIABLE = "SHIKSHASETU_DATA"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The data folder and what is where inside it.

    Attributes:
        root: The data folder itself.
    """

    root: Path

    @classmethod
    def choose(cls, data: Path | None = None, environment: Mapping[str, str] | None = None) -> DataPaths:
        """The folder asked for, else the one named by ``SHIKSHASETU_DATA``, else the platform's own place."""
        named = (os.environ if environment is None else environment).get(DATA_VARIABLE, "")
        folder = data or (Path(named) if named else platformdirs.user_data_path("ShikshaSetu", appauthor=False))
        return cls(Path(os.path.abspath(folder.expanduser())))

    @property
    def database(self) -> Path:
        """Everything a person made or decided."""
        return self.root / "shikshasetu.db"

    @property
    def index(self) -> Path:
        """Search index, rebuildable."""
        return self.root / "index.db"

    @property
    def settings(self) -> Path:
        """Settings of this laptop."""
        return self.root / "settings.json"

    @property
    def cache(self) -> Path:
        """Results of steps, rebuildable."""
        return self.root / "cache"

    @property
    def media(self) -> Path:
        """Originals, page pictures and sound, each under its SHA-256."""
        return self.root / "media"

    @property
    def staging(self) -> Path:
        """Files on their way between processes; nothing here is needed after a restart."""
        return self.root / "staging"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.root / "backups"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder, the data folder first."""
        return (self.root, self.cache, self.media, self.staging, self.logs, self.backups)

    def ensure(self) -> None:
        """Make the folders.

        Raises:
            UserFacingError: a file cannot be written there (``data.not_writable``).
        """
        try:
            for folder in self.folders:
                folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root):
                pass
        except OSError as error:
            raise UserFacingError("data.not_writable", path=str(self.root)) from error


def resources() -> Path:
    """The folder of shipped read-only files: inside the frozen application, or in the checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).resolve().parents[2] / "resources"
