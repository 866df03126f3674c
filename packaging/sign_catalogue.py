"""Sign the catalogue of models: ``python packaging/sign_catalogue.py --key FILE``, after every change to it.

The key is the project's Ed25519 private key, PEM, kept outside of the repository. ``--new-key`` makes one and prints
the public half, which then takes the place of ``PROJECT_KEY`` in app/inference/catalog.py.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.serialization import (  # noqa: E402
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.inference.catalog import INDEX, PROJECT_KEY  # noqa: E402
from app.inference.catalog_signing import sign_catalog  # noqa: E402


def main() -> int:
    """Sign, or make a key; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key", type=Path, required=True, help="file of the private key")
    parser.add_argument("--new-key", action="store_true", help="make that file")
    parser.add_argument("--folder", type=Path, default=ROOT / "resources" / "models")
    options = parser.parse_args()
    if options.new_key:
        print(f"public key: {_make(options.key)}")
        return 0
    key = load_pem_private_key(options.key.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        print("not an Ed25519 key", file=sys.stderr)
        return 1
    if key.public_key().public_bytes_raw() != PROJECT_KEY:
        print("this is not the key whose public half is PROJECT_KEY", file=sys.stderr)
        return 1
    index = options.folder / INDEX
    version = int(tomllib.loads(index.read_text("ascii"))["version"]) + 1 if index.exists() else 1
    sign_catalog(options.folder, version, key)
    print(f"signed as version {version}")
    return 0


def _make(path: Path) -> str:
    key = Ed25519PrivateKey.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key.public_key().public_bytes_raw().hex()


if __name__ == "__main__":
    sys.exit(main())
