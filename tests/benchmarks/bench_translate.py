"""Prints what translating sixteen sentences at once saves over one by one, IndicTrans2 200M shape, random weights.

Needs no download: weights of the true shape (18 + 18 layers of width 512, vocabularies of 32,322 and 122,672) are
drawn, written as the publisher lays them out, converted to int8 and run by the product's own translator. Random weights
never end a sentence, so every answer is held to 30 tokens; the time does not depend on what the tokens are.

Measured on two x86 cores (AVX-512 VNNI) that much other work kept busy, sixteen at once against one by one: beam 1 2.91
against 0.43 sentences a second, 7.0 times (median of two pairs); beam 5 1.35 against 0.24, 7.1 times (median of two
pairs; a single pair before had given 2.4). Worth repeating on a quiet machine.

    python tests/benchmarks/bench_translate.py [--pairs 3] [--beams 1 5] [--threads 2]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.domain.models import DeviceKind
from app.inference.bench.shapes import DISTILLED
from app.inference.runtimes.ctranslate2_translator import CTranslate2Translator, load_translator
from app.inference.runtimes.indictrans_conversion import convert
from tests.models import indictrans

SENTENCES, TARGET_TOKENS, SOURCE_TOKENS = 16, 30, 25
_TEXT = (
    "plants make their own food from sunlight water and air the leaves take in carbon dioxide give out oxygen during"
    " the day roots hold plant soil take up how many seeds are there one pod count them write number"
)


class _Held:
    """The model with every answer held to as many tokens, as a trained model's are by what it has to say."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def translate_batch(self, batch: list[list[str]], **options: Any) -> Any:
        options |= {"max_decoding_length": TARGET_TOKENS, "min_decoding_length": TARGET_TOKENS}
        return self._model.translate_batch(batch, **options)

    def unload_model(self) -> None:
        self._model.unload_model()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = _build(Path(folder))
        for beam in wanted.beams:
            _measure(model, beam, wanted.pairs, wanted.threads)


def _build(folder: Path) -> Path:
    started = time.perf_counter()
    published = indictrans.build_indictrans(folder / "published", variant="dist-200M", shape=DISTILLED)
    built = time.perf_counter()
    convert(published, folder / "converted")
    size = (folder / "converted" / "model.bin").stat().st_size / 1e6
    print(
        f"built in {built - started:.0f} s, converted in {time.perf_counter() - built:.0f} s to {size:.1f} MB of int8"
    )
    return folder / "converted"


def _measure(folder: Path, beam: int, pairs: int, threads: int) -> None:
    translator = load_translator(folder, device=DeviceKind.CPU, compute_type="int8", threads=threads, beam_size=beam)
    translator._model = _Held(translator._model)
    texts = _texts(translator)
    translator.translate(texts[:1], source="en", target="hi")
    alone, together = [], []
    for _ in range(pairs):
        started = time.perf_counter()
        for text in texts:
            translator.translate([text], source="en", target="hi")
        between = time.perf_counter()
        translator.translate(texts, source="en", target="hi")
        alone.append(between - started)
        together.append(time.perf_counter() - between)
    ratio = statistics.median(one / other for one, other in zip(alone, together, strict=True))
    memory = psutil.Process().memory_info().rss / 1e6
    print(
        f"beam {beam}: one by one {SENTENCES / statistics.median(alone):5.2f} sentences/s,"
        f" sixteen at once {SENTENCES / statistics.median(together):5.2f} sentences/s, {ratio:.1f} times;"
        f" resident {memory:.0f} MB"
    )
    translator.close()


def _texts(translator: CTranslate2Translator) -> list[str]:
    """Sentences of about as many tokens, no two alike."""
    draw = random.Random(3)
    known = sorted(set(_TEXT.split()))
    texts = []
    for _ in range(SENTENCES):
        words = draw.sample(known, 3)
        while len(translator.tokens(" ".join(words), "en", "hi")) < SOURCE_TOKENS + draw.randrange(-4, 5):
            words.append(draw.choice(known))
        texts.append(" ".join(words))
    return texts


if __name__ == "__main__":
    main()
