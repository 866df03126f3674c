"""What every runtime reads from the folder of a model, without any model library."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from app.domain.errors import UserFacingError
from app.domain.models import InstalledModel, Runtime
from app.inference.plain_file import read_plain
from app.inference.protocols import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODEL_FILE = "model.json"
MOST_RECORD = 1 << 20
"""Bytes of it."""
HEADS_FILE = "heads.safetensors"
"""The layers of BGE-M3 and its reranker that stand after the encoder, beside a converted model."""
SOURCE_CONFIG = "source_config.json"
"""The publisher's config.json beside a converted model, whose own config.json means something else."""
_GENERATOR_VERSIONS = {Runtime.CTRANSLATE2: 1, Runtime.MLX: 1, Runtime.OPENVINO: 1, Runtime.TRANSFORMERS: 1}
"""Of our code that generates with a library: raise it when its answers change."""


def installed_model(folder: Path) -> InstalledModel | None:
    """What the installer wrote about this folder; None where it wrote nothing that can be read."""
    try:
        return msgspec.json.decode(read_plain(folder / MODEL_FILE, MOST_RECORD), type=InstalledModel)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def engine_info(folder: Path, runtime: Runtime, compute_type: str, code_version: int) -> EngineInfo:
    """The engine that runs this folder.

    The fingerprint holds all that changes its results: model, contents, library, number type, our code.
    """
    model = installed_model(folder)
    name, content = (model.spec_id, model.content) if model else (folder.name, "unverified")
    return EngineInfo(name, f"{name}:{content}:{runtime}:{compute_type}:{code_version}", uses_ai=True)


def generator_info(folder: Path, runtime: Runtime, compute_type: str) -> EngineInfo:
    """The language model in this folder as a library runs it; asked without loading it, and by the runtimes."""
    return engine_info(folder, runtime, compute_type, _GENERATOR_VERSIONS[runtime])


def read_json(folder: Path, name: str) -> dict[str, object]:
    """One JSON object of the model.

    Raises:
        UserFacingError: it is missing or is no JSON object (``engine.load_failed``).
    """
    try:
        content = json.loads((folder / name).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise UserFacingError("engine.load_failed", name=folder.name) from error
    if not isinstance(content, dict):
        raise UserFacingError("engine.load_failed", name=folder.name)
    return content


def read_config(folder: Path) -> dict[str, object]:
    """The publisher's config.json, whether the model was converted or not."""
    return read_json(folder, SOURCE_CONFIG if (folder / SOURCE_CONFIG).is_file() else "config.json")


def whole_number(config: dict[str, object], name: str, folder: Path) -> int:
    """A positive whole number of a config; anything else in its place is a broken model (``engine.load_failed``)."""
    value = config.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise UserFacingError("engine.load_failed", name=folder.name)
    return value


@contextmanager
def library(name: str) -> Iterator[None]:
    """Within it model libraries are imported; a missing one is ``engine.library_missing``."""
    try:
        yield
    except ImportError as error:
        raise UserFacingError("engine.library_missing", library=name) from error


@contextmanager
def loading(folder: Path) -> Iterator[None]:
    """Within it a model is loaded; what the libraries raise at a broken or too large one becomes a plain sentence."""
    try:
        yield
    except UserFacingError:
        raise
    except Exception as error:  # the tokenizers library raises plain Exception
        too_large = isinstance(error, MemoryError) or "alloc" in str(error) or "out of memory" in str(error)
        key = "engine.out_of_memory" if too_large else "engine.load_failed"
        raise UserFacingError(key, name=folder.name) from error
