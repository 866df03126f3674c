"""Words that nobody else may read: in the operating system's keyring, else encrypted in a vault.

Values never appear in logs, settings or packs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from typing import TYPE_CHECKING

from app.config.paths import vault_key_file
from app.domain.errors import UserFacingError
from app.inference.install.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from keyring.backend import KeyringBackend

HUB_TOKEN = "hub-token"
_SERVICE = "ShikshaSetu"
_TOKEN = re.compile(r"[!-~]{0,4096}")
_log = logging.getLogger(__name__)


class Secrets:
    """Named secrets of this person on this laptop.

    Args:
        folder: Of the vault, for where there is no keyring, or where it refuses.
        keyring: A keyring other than the operating system's.
    """

    def __init__(self, folder: Path, *, keyring: KeyringBackend | None = None) -> None:
        self._vault = Vault(folder, vault_key_file())
        self._given = keyring

    def read(self, name: str) -> str:
        """The secret, "" where there is none."""
        value = ""
        with _tolerant("read"):
            value = self._keyring().get_password(_SERVICE, name) or ""
        return value or self._vault.read(name)

    def write(self, name: str, value: str) -> None:
        """Keep a secret.

        Raises:
            UserFacingError: neither keyring nor vault takes it (``data.disk_full``, ``data.io``).
        """
        with _tolerant("write"):
            keyring = self._keyring()
            keyring.set_password(_SERVICE, name, value)
            if keyring.get_password(_SERVICE, name) == value:  # some take it and keep nothing
                self._vault.remove(name)
                return
        self._vault.write(name, value)

    def remove(self, name: str) -> None:
        """Forget a secret; nothing happens where there is none."""
        with _tolerant("remove"):
            self._keyring().delete_password(_SERVICE, name)
        self._vault.remove(name)

    def _keyring(self) -> KeyringBackend:
        import keyring  # looks for every backend there is, which takes a while

        return self._given or keyring.get_keyring()


@contextlib.contextmanager
def _tolerant(what: str) -> Iterator[None]:
    """A keyring may be missing, locked or broken in ways of its own; the vault stands in for it then."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - boundary: backends raise what the desktop's services raise
        _log.info("the keyring does not %s: %s", what, type(error).__name__)


def hub_token(secrets: Secrets, environment: Mapping[str, str] | None = None) -> str:
    """The token for gated repositories: what the hub's own tools read from the environment, else what is kept here.

    Raises:
        UserFacingError: it can be none, as it has line breaks, blanks or letters beyond ASCII
            (``models.bad_token_set`` for the environment's, ``models.bad_token``); the sentence does not tell it.
    """
    given = (os.environ if environment is None else environment).get("HF_TOKEN", "").strip()
    token = given or secrets.read(HUB_TOKEN)
    if _TOKEN.fullmatch(token) is None:
        raise UserFacingError("models.bad_token_set" if given else "models.bad_token")
    return token
