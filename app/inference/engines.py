"""Which function of which runtime loads the engine of a route: the model worker's table.

The runtimes are imported when they are first needed, in the worker alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import EngineTask, Runtime
from app.inference.compiled_graphs import place_of
from app.inference.telemetry import silence_openvino

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.models import Route
    from app.inference.workers.model_kinds import Engine

LOADERS: dict[tuple[EngineTask, Runtime], str] = {
    (EngineTask.GENERATE, Runtime.CTRANSLATE2): "ctranslate2_runtime:load_generator",
    (EngineTask.GENERATE, Runtime.MLX): "mlx_runtime:load_generator",
    (EngineTask.GENERATE, Runtime.OPENVINO): "openvino_runtime:load_generator",
    (EngineTask.GENERATE, Runtime.TRANSFORMERS): "transformers_runtime:load_generator",
    (EngineTask.TRANSLATE, Runtime.CTRANSLATE2): "ctranslate2_translator:load_translator",
    (EngineTask.EMBED, Runtime.CTRANSLATE2): "ctranslate2_runtime:load_embedder",
    (EngineTask.EMBED, Runtime.SENTENCE_TRANSFORMERS): "sentence_transformers_runtime:load_embedder",
    (EngineTask.RERANK, Runtime.CTRANSLATE2): "ctranslate2_runtime:load_reranker",
    (EngineTask.SAFETY, Runtime.CTRANSLATE2): "ctranslate2_runtime:load_guard",
    (EngineTask.SAFETY, Runtime.TRANSFORMERS): "transformers_runtime:load_guard",
    (EngineTask.SPEAK, Runtime.TRANSFORMERS): "transformers_speech:load_speaker",
}
"""Function by job and library."""

LIBRARIES: dict[Runtime, tuple[str, ...]] = {
    Runtime.CTRANSLATE2: ("ctranslate2", "tokenizers"),
    Runtime.MLX: ("mlx_lm.utils", "tokenizers"),
    Runtime.OPENVINO: ("openvino", "tokenizers"),
    Runtime.SENTENCE_TRANSFORMERS: ("sentence_transformers",),
    Runtime.TRANSFORMERS: ("torch", "transformers.modeling_utils"),
}
"""What the runtimes import when they load a model: most of the time of a first start."""


def ahead(route: Route, folder: Path) -> tuple[tuple[str, ...], Path]:
    """What loading the engine of a route imports, and the folder that it reads."""
    if route.model is None:
        return (), folder
    runtime = route.model.runtime
    if runtime is Runtime.OPENVINO:
        silence_openvino()
        compiled = place_of(folder)
        folder = compiled if compiled.is_dir() else folder
    return LIBRARIES.get(runtime, ()), folder


def load(route: Route, folder: Path) -> Engine:
    """Load the engine of a route from its model's folder.

    Raises:
        UserFacingError: no runtime of this version runs it (``engine.load_failed``), its library is not installed
            (``engine.library_missing``), or the model is not what the runtime expects.
    """
    model = route.model
    place = LOADERS.get((route.task, model.runtime)) if model is not None else None
    if model is None or place is None:
        raise UserFacingError("engine.load_failed", name=folder.name)
    module, _, function = place.partition(":")
    loader = getattr(import_module(f"app.inference.runtimes.{module}"), function)
    kept = {"compiled": place_of(folder)} if model.runtime is Runtime.OPENVINO else {}
    engine: Engine = loader(folder, device=route.device, compute_type=route.compute_type, threads=route.threads, **kept)
    return engine
