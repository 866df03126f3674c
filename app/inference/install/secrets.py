"""Words that nobody else may read: in the operating system's keyring, else in a file that only its owner may open.

Values never appear in logs, settings or packs.
"""

from __future__ import annotations

import contextlib
import logging
import os
from typing import TYPE_CHECKING

from app.inference.install.file_faults import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from keyring.backend import KeyringBackend

HUB_TOKEN = "hub-token"
_SERVICE = "ShikshaSetu"
_log = logging.getLogger(__name__)


class Secrets:
    """Named secrets of this person on this laptop.

    Args:
        folder: For the files where there is no keyring, or where it refuses.
        keyring: A keyring other than the operating system's.
    """

    def __init__(self, folder: Path, *, keyring: KeyringBackend | None = None) -> None:
        self._folder = folder
        self._given = keyring

    def read(self, name: str) -> str:
        """The secret, "" where there is none."""
        value = ""
        with _tolerant("read"):
            value = self._keyring().get_password(_SERVICE, name) or ""
        if value:
            return value
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return (self._folder / name).read_text(encoding="utf-8")
        return ""

    def write(self, name: str, value: str) -> None:
        """Keep a secret.

        Raises:
            UserFacingError: neither keyring nor disk takes it (``data.disk_full``, ``data.io``).
        """
        with _tolerant("write"):
            keyring = self._keyring()
            keyring.set_password(_SERVICE, name, value)
            if keyring.get_password(_SERVICE, name) == value:  # some take it and keep nothing
                (self._folder / name).unlink(missing_ok=True)
                return
        path, unfinished = self._folder / name, self._folder / f"{name}.part"
        with writing(path):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.unlink(missing_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(value)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)

    def remove(self, name: str) -> None:
        """Forget a secret; nothing happens where there is none."""
        with _tolerant("remove"):
            self._keyring().delete_password(_SERVICE, name)
        with writing(self._folder / name):
            (self._folder / name).unlink(missing_ok=True)

    def _keyring(self) -> KeyringBackend:
        import keyring  # looks for every backend there is, which takes a while

        return self._given or keyring.get_keyring()


@contextlib.contextmanager
def _tolerant(what: str) -> Iterator[None]:
    """A keyring may be missing, locked or broken in ways of its own; the file stands in for it then."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - boundary: backends raise what the desktop's services raise
        _log.info("the keyring does not %s: %s", what, type(error).__name__)


def hub_token(secrets: Secrets, environment: Mapping[str, str] | None = None) -> str:
    """The token for gated repositories: what the hub's own tools read from the environment, else what is kept here."""
    return (os.environ if environment is None else environment).get("HF_TOKEN", "").strip() or secrets.read(HUB_TOKEN)
