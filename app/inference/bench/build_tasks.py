"""Builds models of random weights in a process of its own, where the libraries are imported."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.models import Runtime
from app.inference.bench import random_models, texts
from app.inference.bench.build_requests import BuildReader, BuildTranslator, BuildVoice, BuildWriter, Built
from app.inference.bench.tensors import RandomNumbers
from app.inference.indictrans import sentence
from app.inference.model_folder import HEADS_FILE
from app.inference.workers.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.jobs import Progress
    from app.inference.workers.tasks import TaskContext, TaskTable

_SOURCE = "published"
"""Folder beside the model's with what it is converted from."""


class _HasTarget(Protocol):
    @property
    def target(self) -> str: ...


def _writer(request: BuildWriter, context: TaskContext) -> Built:
    wrote = _wrote(context)
    if request.runtime is Runtime.OPENVINO:
        _openvino_writer(request, context)
    elif request.runtime is Runtime.MLX:
        random_models.write_mlx_writer(Path(request.target), request.shape, wrote)
    elif request.runtime is Runtime.TRANSFORMERS:
        random_models.write_writer(Path(request.target), request.shape, wrote)
    else:
        random_models.write_writer(_source(request), request.shape, wrote)
        _convert("ctranslate2_conversion", request, context)
    return Built(request.target)


def _openvino_writer(request: BuildWriter, context: TaskContext) -> None:
    graph: Any = _runtime("openvino_graph")
    shape, random = request.shape, RandomNumbers()
    matrices = 7 * shape.layers + 1
    done = 0

    def weights(name: str, size: tuple[int, ...]) -> Any:  # noqa: ANN401 - an array of numpy
        nonlocal done
        if len(size) > 1:
            done += 1
            _wrote(context)(done, matrices)
        array = random.array(size)
        return array * 0 + 1 if name.endswith("norm.weight") else array

    own = graph.Qwen2Shape(
        shape.hidden, shape.ffn, shape.layers, shape.heads, shape.kv_heads, shape.vocabulary, shape.tied
    )
    group = next(one for one in (128, 64, 32, 16, 8) if shape.hidden % one == 0 and shape.ffn % one == 0)
    random_models.write_writer_files(Path(request.target), shape)
    graph.save_qwen2(own, weights, Path(request.target), compute_type="int4", group=group)


def _reader(request: BuildReader, context: TaskContext) -> Built:
    converted = request.runtime is Runtime.CTRANSLATE2
    folder = _source(request) if converted else Path(request.target)
    random_models.write_reader(folder, request.shape, _wrote(context), judges=request.judges, head=converted)
    if converted:
        _convert("ctranslate2_conversion", request, context)
    else:
        random_models.write_sparse_head(folder / HEADS_FILE, request.shape)
    return Built(request.target)


def _translator(request: BuildTranslator, context: TaskContext) -> Built:
    learn: Callable[[Path, Sequence[str]], list[str]] = _runtime("random_pieces").learn

    def vocabulary(path: Path, kind: str) -> Sequence[str]:
        language = "en" if kind == "en" else "hi"
        return learn(path, [sentence.prepare(one, language).text for one in texts.sentences(language)])

    random_models.write_translator(_source(request), request.shape, vocabulary, _wrote(context))
    _convert("indictrans_conversion", request, context)
    return Built(request.target)


def _voice(request: BuildVoice, context: TaskContext) -> Built:
    context.check_cancel()
    _runtime("random_voice").build(Path(request.target), request.shape, request.language)
    return Built(request.target)


def _convert(module: str, request: _HasTarget, context: TaskContext) -> None:
    def report(progress: Progress) -> None:
        context.check_cancel()

    source, target = _source(request), Path(request.target)
    try:
        _runtime(module).convert(source, target, compute_type="int8_float32", report=report)
    finally:
        shutil.rmtree(source, ignore_errors=True)


def _source(request: _HasTarget) -> Path:
    return Path(request.target).with_name(_SOURCE)


def _runtime(name: str) -> Any:  # noqa: ANN401 - a module
    return import_module(f"app.inference.runtimes.{name}")


def _wrote(context: TaskContext) -> Callable[[int, int], None]:
    def wrote(done: int, total: int) -> None:
        context.check_cancel()
        context.progress(done, total)

    return wrote


BUILD_TASKS: TaskTable = {
    "writer": Task(BuildWriter, _writer),
    "reader": Task(BuildReader, _reader),
    "translator": Task(BuildTranslator, _translator),
    "voice": Task(BuildVoice, _voice),
}
