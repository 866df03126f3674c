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
        chosen: Whether a person chose it in Settings; it is then never made anew where it is gone.
    """

    root: Path
    chosen: bool = False

    @classmethod
    def choose(cls, data: Path | None = None, environment: Mapping[str, str] | None = None) -> DataPaths:
        """The folder asked for, else that of ``SHIKSHASETU_DATA``, else that of Settings, else the platform's own.

        Raises:
            UserFacingError: it is named from a current folder that is gone (``import.not_found``), or its name is no
                text that a database can be given (``data.not_writable``).
        """
        named = (os.environ if environment is None else environment).get(DATA_VARIABLE, "")
        asked = data or (Path(named) if named else None)
        chosen = chosen_folder() if asked is None else None
        folder = asked or chosen or platformdirs.user_data_path("ShikshaSetu", appauthor=False)
        try:
            root = os.path.abspath(folder.expanduser())
            root.encode()
        except FileNotFoundError as error:
            raise UserFacingError("import.not_found", name="The current folder") from error
        except UnicodeEncodeError as error:
            raise UserFacingError("data.not_writable", path=root.encode("utf-8", "replace").decode()) from error
        return cls(Path(root), chosen=chosen is not None)

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
    def models(self) -> Path:
        """Installed models, each in a folder of its own; made by the first install."""
        return self.root / "models"

    @property
    def catalogue(self) -> Path:
        """A catalogue of models that is newer than the one that came with the application."""
        return self.root / "catalogue"

    @property
    def speeds(self) -> Path:
        """What models were measured to do on this machine."""
        return self.root / "speeds.json"

    @property
    def recent_models(self) -> Path:
        """Which models were used last, to have them ready at the next start."""
        return self.root / "recent-models.json"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that is always there, the data folder first."""
        return (self.root, self.cache, self.media, self.staging, self.logs, self.backups)

    def ensure(self) -> None:
        """Make the folders.

        Raises:
            UserFacingError: a file cannot be written there (``data.not_writable``), or the folder that a person chose
                is gone (``data.folder_gone``).
        """
        if self.chosen and not os.path.isdir(self.root):
            raise UserFacingError("data.folder_gone", path=str(self.root))
        try:
            for folder in self.folders:
                folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root):
                pass
        except OSError as error:
            raise UserFacingError("data.not_writable", path=str(self.root)) from error


def vault_key_file() -> Path:
    """The key of the secrets in the data folder: outside of it, so that a copy of the folder tells nobody anything."""
    return platformdirs.user_config_path("ShikshaSetu", appauthor=False) / "vault.key"


def chosen_folder() -> Path | None:
    """The data folder that a person chose in Settings."""
    try:
        text = _choice_file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text and os.path.isabs(text) else None


def choose_folder(folder: Path | None) -> DataPaths:
    """Keep the data in this folder from the next start on, in the usual place for None; nothing is moved.

    In a folder that holds other things it is a folder "ShikshaSetu".

    Returns:
        Where the data will be; its folders are made.

    Raises:
        UserFacingError: it cannot be written there (``data.not_writable``).
    """
    choice = _choice_file()
    try:
        if folder is None:
            choice.unlink(missing_ok=True)
            return DataPaths.choose(None, {})
        if not (folder / "shikshasetu.db").exists() and any(folder.iterdir()):
            folder /= "ShikshaSetu"
        paths = DataPaths(Path(os.path.abspath(folder)))
        paths.ensure()
        choice.parent.mkdir(parents=True, exist_ok=True)
        unfinished = choice.with_suffix(".part")
        unfinished.write_text(f"{paths.root}\n", encoding="utf-8")
        unfinished.replace(choice)
    except (OSError, ValueError) as error:
        raise UserFacingError("data.not_writable", path=str(folder)) from error
    return paths


def _choice_file() -> Path:
    return platformdirs.user_config_path("ShikshaSetu", appauthor=False) / "data-folder.txt"


def resources() -> Path:
    """The folder of shipped read-only files: inside the frozen application, or in the checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).resolve().parents[2] / "resources"
