"""Packs of models that were tampered with: shared by the tests (500 flips) and the benchmark (10,000)."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.errors import UserFacingError
from app.domain.models import InstalledModel, Licence, ModelFile, Runtime
from app.inference.install.pack_export import ModelToPack, export_pack
from app.inference.install.pack_import import VerifiedModel, import_pack
from app.inference.install.pack_manifest import Manifest
from app.inference.install.signing import LaptopKey
from app.inference.install.trust import TrustedSigners
from app.inference.registry import content_hash, folder_name
from tests.quick_folder import quick_folder

LICENCE = Licence("Apache-2.0", commercial=True, gated=False, summary="Free for everybody.", url="https://example.org")
PART = 3000


def new_key() -> LaptopKey:
    return LaptopKey(Ed25519PrivateKey.generate())


def make_model(folder: Path, spec_id: str, contents: dict[str, bytes]) -> ModelToPack:
    """A model as the registry would give it."""
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    files = tuple(ModelFile(name, len(one), hashlib.sha256(one).hexdigest()) for name, one in sorted(contents.items()))
    model = InstalledModel(
        spec_id,
        folder_name(spec_id, Runtime.CTRANSLATE2, "int8"),
        Runtime.CTRANSLATE2,
        "int8",
        content_hash(files),
        sum(one.size for one in files),
        verified=True,
        installed_at="2026-01-01T00:00:00.000000Z",
    )
    return ModelToPack(model, f"The model {spec_id}", folder, files, LICENCE)


def make_models(folder: Path, seed: int = 1) -> list[ModelToPack]:
    """Two models of a few files, one of them empty, one in a folder below."""
    some = random.Random(seed)
    first = {"config.json": b"{}", "model.bin": some.randbytes(7000), "vocabulary/हिन्दी.txt": some.randbytes(50)}
    second = {"empty.txt": b"", "model.bin": some.randbytes(2100)}
    return [make_model(folder / "a", "tiny-a", first), make_model(folder / "b", "tiny-b", second)]


def make_pack(folder: Path, key: LaptopKey, number: int = 1, *, seed: int = 1, part_bytes: int = PART) -> Manifest:
    """A pack of `make_models` in parts of a few kilobytes."""
    models = make_models(folder.with_name(f"{folder.name}-models"), seed)
    return export_pack(models, folder, key, number, part_bytes=part_bytes)


@dataclass
class School:
    """The laptop that a pack comes to: everybody is trusted, and what was installed is kept in memory."""

    folder: Path
    asked: list[str] = field(default_factory=list)
    installed: dict[str, dict[str, bytes]] = field(default_factory=dict)
    answer: bool = True

    @property
    def trusted(self) -> TrustedSigners:
        return TrustedSigners(self.folder / "trusted.json")

    @property
    def staging(self) -> Path:
        return self.folder / "staging"

    def take(self, pack: Path) -> tuple[VerifiedModel, ...]:
        """Import."""

        def ask(one: object) -> bool:
            self.asked.append(getattr(one, "signer"))  # noqa: B009 - of a SignedPack
            return self.answer

        return import_pack(pack, self.staging, self.trusted, ask, self._install)

    def refuses(self, pack: Path) -> str:
        """The key of the sentence with which it refuses a pack, "" if it takes it; nothing may be installed."""
        before = dict(self.installed)
        try:
            self.take(pack)
        except UserFacingError as error:
            assert self.installed == before
            return error.key
        return ""

    def _install(self, one: VerifiedModel) -> None:
        files = {path.relative_to(one.folder).as_posix(): path for path in one.folder.rglob("*") if path.is_file()}
        self.installed[one.packed.spec_id] = {name: path.read_bytes() for name, path in files.items()}


def flip_bits(count: int, *, seed: int) -> dict[str, int]:
    """Flip one bit at a time anywhere in a pack; returns how often each sentence refused it ("" for: taken)."""
    with quick_folder() as folder:
        return _flip_bits(folder, count, seed)


def _flip_bits(folder: Path, count: int, seed: int) -> dict[str, int]:
    moments = random.Random(seed)
    pack = folder / "pack"
    make_pack(pack, new_key(), part_bytes=2 * PART)
    school = School(folder / "school")
    files = sorted(path for path in pack.iterdir())
    refused: dict[str, int] = {}
    for _ in range(count):
        victim = moments.choice(files)
        content = bytearray(victim.read_bytes())
        place = moments.randrange(len(content))
        content[place] ^= 1 << moments.randrange(8)
        right = victim.read_bytes()
        victim.write_bytes(content)
        key = school.refuses(pack)
        refused[key] = refused.get(key, 0) + 1
        victim.write_bytes(right)
    assert school.refuses(pack) == "", "the pack itself is right"
    return refused


def tamper(count: int, *, seed: int) -> dict[str, int]:
    """Truncations, swaps, lengthenings, missing parts, parts and tables of other packs; returns as `flip_bits`."""
    with quick_folder() as folder:
        return _tamper(folder, count, seed)


def _tamper(folder: Path, count: int, seed: int) -> dict[str, int]:
    moments = random.Random(seed)
    key = new_key()
    pack, other = folder / "pack", folder / "other"
    make_pack(pack, key, 5)
    make_pack(other, key, 4, seed=2)
    school = School(folder / "school")
    school.take(pack)
    kinds = ("cut", "longer", "swap", "gone", "foreign", "older")
    refused: dict[str, int] = {}
    for _ in range(count):
        kept = {path: path.read_bytes() for path in pack.iterdir()}
        kind = moments.choice(kinds)
        victim = moments.choice(sorted(kept))
        parts = sorted(one for one in kept if one.name.startswith("part"))
        if kind == "cut":
            victim.write_bytes(kept[victim][: moments.randrange(len(kept[victim]))])
        elif kind == "longer":
            victim.write_bytes(kept[victim] + moments.randbytes(moments.randrange(1, 50)))
        elif kind == "gone":
            victim.unlink()
        elif kind == "swap":
            one, two = moments.sample(parts, 2)
            one.write_bytes(kept[two])
            two.write_bytes(kept[one])
        elif kind == "foreign":
            name = moments.choice([path.name for path in (*parts, pack / "manifest.json", pack / "manifest.sig")])
            (pack / name).write_bytes((other / name).read_bytes())
        result = school.refuses(other if kind == "older" else pack)
        refused[result] = refused.get(result, 0) + 1
        for path, content in kept.items():
            path.write_bytes(content)
    assert school.refuses(pack) == "", "the pack itself is right"
    return refused
