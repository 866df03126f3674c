"""Secrets in files that only this person on this laptop can read: what stands in for a keyring where there is none.

The files lie in the data folder, which people copy to sticks and to other laptops; the key that opens them lies in the
person's own settings folder and never goes along. Whoever can read both can read the secrets: more than that needs a
password at every start, or a keyring. AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce for each writing; the
name of a secret is bound to it, so that no file can take another's place.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from typing import TYPE_CHECKING

from app.inference.install.file_faults import writing

if TYPE_CHECKING:
    from pathlib import Path

_KEY_BYTES = 32
_NONCE_BYTES = 12
_log = logging.getLogger(__name__)


class Vault:
    """Named secrets, one encrypted file each.

    Args:
        folder: Of the encrypted files.
        key_file: Holds the key; made with the first secret.
    """

    def __init__(self, folder: Path, key_file: Path) -> None:
        self._folder = folder
        self._key_file = key_file

    def read(self, name: str) -> str:
        """The secret; "" where there is none, or none that this key opens."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            kept, key = (self._folder / name).read_bytes(), self._key_file.read_bytes()
            return AESGCM(key).decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], name.encode()).decode()
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, InvalidTag) as error:
            _log.warning("the secret %s cannot be opened: %s", name, type(error).__name__)
            return ""

    def write(self, name: str, value: str) -> None:
        """Keep a secret.

        Raises:
            UserFacingError: the disk does not take it (``data.disk_full``, ``data.io``).
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(self._key()).encrypt(nonce, value.encode(), name.encode())
        path = self._folder / name
        with writing(path):
            _write_privately(path.with_name(f"{name}.part"), sealed).replace(path)

    def remove(self, name: str) -> None:
        """Forget a secret; nothing happens where there is none."""
        with writing(self._folder / name):
            (self._folder / name).unlink(missing_ok=True)

    def _key(self) -> bytes:
        """The key; one that is damaged opens nothing any more and is made anew."""
        with contextlib.suppress(OSError):
            kept = self._key_file.read_bytes()
            if len(kept) == _KEY_BYTES:
                return kept
            self._key_file.unlink()
        with writing(self._key_file):
            part = self._key_file.with_name(f"{self._key_file.name}.{secrets.token_hex(4)}.part")
            _write_privately(part, secrets.token_bytes(_KEY_BYTES))
            try:
                with contextlib.suppress(FileExistsError):  # another program was first: its key counts
                    os.link(part, self._key_file)
            finally:
                part.unlink()
            return self._key_file.read_bytes()


def _write_privately(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path
