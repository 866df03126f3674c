"""Random models have the layout of the true ones: the runtimes load them, and they answer like ones that can."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.domain.models import DeviceKind, Runtime
from app.inference.bench import texts
from app.inference.bench.build_requests import BuildReader, BuildTranslator, BuildWriter
from app.inference.bench.build_tasks import BUILD_TASKS
from app.inference.bench.shapes import ReaderShape, TranslatorShape, WriterShape
from app.inference.protocols import GenerateRequest, Message

WRITER = WriterShape(64, 128, 2, 4, 2, 4096, tied=True)
READER = ReaderShape(32, 64, 2, 4, 512, 1200)


class Quiet:
    def progress(self, done: int, total: int) -> None:
        """Nobody is told."""

    def check_cancel(self) -> None:
        """Nobody cancels."""


def load(place: str, folder: Path, compute_type: str) -> Any:
    module, _, function = place.partition(":")
    loader = getattr(import_module(f"app.inference.runtimes.{module}"), function)
    return loader(folder, device=DeviceKind.CPU, compute_type=compute_type, threads=1)


@pytest.mark.parametrize(
    ("runtime", "place", "compute_type"),
    [
        (Runtime.TRANSFORMERS, "transformers_runtime:load_generator", "float32"),
        (Runtime.MLX, "mlx_runtime:load_generator", "int4"),
    ],
)
@pytest.mark.parametrize("tied", [True, False])
def test_a_writer_answers_as_long_as_it_is_asked_to(
    tmp_path: Path, runtime: Runtime, place: str, compute_type: str, tied: bool
) -> None:
    shape = WriterShape(64, 128, 2, 4, 2, 4096, tied)
    BUILD_TASKS["writer"].run(BuildWriter(shape, runtime, str(tmp_path / "model")), Quiet())
    engine = load(place, tmp_path / "model", compute_type)
    request = GenerateRequest((Message("user", texts.page()),), max_tokens=12)
    assert [one.tokens for one in engine.generate(request)][-1] == 12
    engine.close()


@pytest.mark.parametrize(("tied", "distilled"), [(True, True), (False, True), (False, False)])
def test_translations_end_after_about_as_many_tokens_as_were_read(tmp_path: Path, tied: bool, distilled: bool) -> None:
    shape = TranslatorShape(128, 256, 6, 4, 1200, 20_000, distilled, tied, "en", "indic")
    BUILD_TASKS["translator"].run(BuildTranslator(shape, str(tmp_path / "model")), Quiet())
    assert [one.name for one in tmp_path.iterdir()] == ["model"]  # what it was converted from is gone
    engine = load("ctranslate2_translator:load_translator", tmp_path / "model", "int8")
    run = engine.run
    read: list[int] = []
    said: list[int] = []

    def counting(batch: list[list[str]]) -> list[list[str]]:
        answers: list[list[str]] = run(batch)
        read.extend(len(one) for one in batch)
        said.extend(len(one) for one in answers)
        return answers

    engine.run = counting
    engine.translate(texts.sentences("en"), source="en", target="hi")
    assert len(said) == 16  # none was cut or done again
    assert 0.5 < sum(said) / sum(read) < 2
    assert max(said) < 60
    engine.close()


@pytest.mark.parametrize(
    ("runtime", "judges", "place", "compute_type"),
    [
        (Runtime.CTRANSLATE2, False, "ctranslate2_runtime:load_embedder", "int8"),
        (Runtime.CTRANSLATE2, True, "ctranslate2_runtime:load_reranker", "int8"),
        (Runtime.SENTENCE_TRANSFORMERS, False, "sentence_transformers_runtime:load_embedder", "float32"),
    ],
)
def test_a_reader_reads_passages(tmp_path: Path, runtime: Runtime, judges: bool, place: str, compute_type: str) -> None:
    BUILD_TASKS["reader"].run(BuildReader(READER, runtime, str(tmp_path / "model"), judges), Quiet())
    engine = load(place, tmp_path / "model", compute_type)
    passages = texts.passages(3)
    if judges:
        assert len(engine.scores("Why?", passages)) == 3
    else:
        assert engine.embed(passages).dense.shape == (3, 32)
    engine.close()
