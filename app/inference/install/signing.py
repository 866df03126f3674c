"""The laptop's own key, with which it signs packs of models: Ed25519, made at the first export, never leaves it."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

if TYPE_CHECKING:
    from app.inference.install.secrets import Secrets

PACK = "shikshasetu models pack 1"
"""Purpose of the signature of a pack: a signature for one purpose is worth nothing for another."""
_KEY = "laptop-key"
_SEQUENCE = "models-pack-number"


class LaptopKey:
    """The private key of this laptop."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.fingerprint = fingerprint(self.public)

    @classmethod
    def load_or_make(cls, secrets: Secrets) -> LaptopKey:
        """The key that is kept, or a new one.

        Raises:
            UserFacingError: a new one cannot be kept (``data.disk_full``, ``data.io``).
        """
        kept = secrets.read(_KEY)
        try:
            return cls(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept)))
        except ValueError:  # none yet, or none that makes sense
            private = Ed25519PrivateKey.generate()
            secrets.write(_KEY, private.private_bytes_raw().hex())
            return cls(private)

    def sign(self, data: bytes, *, purpose: str) -> bytes:
        """A signature of 64 bytes."""
        return self._private.sign(_bound(data, purpose))


def is_signed(data: bytes, signature: bytes, public: bytes, *, purpose: str) -> bool:
    """Whether the owner of a public key signed these bytes for this purpose."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _bound(data, purpose))
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """What people compare: 128 bits of the key's sha256, as "9F3A 01BC ..."."""
    digits = hashlib.sha256(public).hexdigest()[:32].upper()
    return " ".join(digits[place : place + 4] for place in range(0, 32, 4))


def next_number(secrets: Secrets) -> int:
    """A number for a pack, larger than that of every pack before, also after the clock was set back.

    Raises:
        UserFacingError: it cannot be kept (``data.disk_full``, ``data.io``).
    """
    kept = secrets.read(_SEQUENCE)
    number = max(int(time.time()), int(kept) + 1 if kept.isascii() and kept.isdigit() else 0)
    secrets.write(_SEQUENCE, str(number))
    return number


def _bound(data: bytes, purpose: str) -> bytes:
    return purpose.encode() + b"\0" + data
