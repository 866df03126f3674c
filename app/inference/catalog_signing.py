"""Signing a catalogue: for whoever holds the project's key, and for tests with a key of their own."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.inference.catalog import INDEX, SIGNATURE, SIGNED_PREFIX, load_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def sign_catalog(folder: Path, version: int, key: Ed25519PrivateKey) -> None:
    """Write ``catalogue.toml`` and ``catalogue.sig`` for the TOML files in a folder, and load the result once.

    Raises:
        UserFacingError: the catalogue makes no sense; see `load_catalog`.
    """
    files = sorted(one for one in folder.glob("*.toml") if one.name != INDEX)
    rows = [f'"{one.name}" = "{hashlib.sha256(one.read_bytes()).hexdigest()}"' for one in files]
    data = "\n".join([f"version = {version}", "", "[files]", *rows, ""]).encode("ascii")
    (folder / INDEX).write_bytes(data)
    (folder / SIGNATURE).write_bytes(key.sign(SIGNED_PREFIX + data).hex().encode("ascii") + b"\n")
    load_catalog(folder, key.public_key().public_bytes_raw())
