"""Whose packs this laptop takes, and how new what came from them was: what a rollback is measured against."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from app.domain.clock import utc_now
from app.inference.install.file_faults import writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Signer:
    """A laptop that somebody here trusted: since when, and the number of the newest pack by folder of a model."""

    since: str
    newest: dict[str, int] = field(default_factory=dict)


class TrustedSigners:
    """Kept in one JSON file of the data folder.

    Args:
        path: The file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> dict[str, Signer]:
        """Every trusted signer by fingerprint. A damaged file counts as none: a person is asked again."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Signer])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            _log.warning("the list of trusted laptops cannot be read")
            return {}

    def newest(self, fingerprint: str, model: str) -> int:
        """Number of the newest pack from which a model was installed, 0 for none."""
        signer = self.all().get(fingerprint)
        return signer.newest.get(model, 0) if signer else 0

    def trust(self, fingerprint: str) -> None:
        """Remember that a person said yes.

        Raises:
            UserFacingError: it cannot be written (``data.disk_full``, ``data.io``).
        """
        known = self.all()
        self._write({fingerprint: Signer(utc_now()), **known})

    def record(self, fingerprint: str, numbers: Mapping[str, int]) -> None:
        """Remember what was installed from a trusted signer.

        Raises:
            UserFacingError: it cannot be written (``data.disk_full``, ``data.io``).
        """
        known = self.all()
        signer = known.get(fingerprint) or Signer(utc_now())
        self._write({**known, fingerprint: replace(signer, newest={**signer.newest, **numbers})})

    def forget(self, fingerprint: str) -> None:
        """Ask again next time.

        Raises:
            UserFacingError: it cannot be written (``data.disk_full``, ``data.io``).
        """
        self._write({name: one for name, one in self.all().items() if name != fingerprint})

    def _write(self, signers: Mapping[str, Signer]) -> None:
        unfinished = self._path.with_name(f"{self._path.name}.part")
        with writing(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(msgspec.json.encode(signers))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path)
