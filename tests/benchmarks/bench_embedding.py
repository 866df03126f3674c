"""BGE-M3's shape on random weights: CTranslate2 int8 beside torch float32, each in a process of its own, in turns.

    python -m tests.benchmarks.bench_embedding [--rounds 3] [--keep FOLDER]

Eight passages of 256 tokens a time. Wanted: int8 at least 2.5 times the tokens a second, at most 40 % of the memory.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from app.domain.models import DeviceKind
from app.inference.bench.shapes import BGE
from app.inference.runtimes.ctranslate2_conversion import convert
from tests.models.xlmr import build_bge_m3

PASSAGES, TOKENS, THREADS = 8, 256, 2


def run(engine: str, folder: Path) -> None:
    """In the child: print tokens a second, resident bytes, and the first vector."""
    ids = np.random.default_rng(3).integers(5, 250_000, (PASSAGES, TOKENS))
    start = time.perf_counter()
    if engine == "torch":
        import torch
        from transformers import XLMRobertaModel

        torch.set_num_threads(THREADS)
        model = XLMRobertaModel.from_pretrained(folder / "source", local_files_only=True).eval()

        def embed() -> object:
            with torch.inference_mode():
                return model(input_ids=torch.from_numpy(ids)).last_hidden_state[:, 0].numpy()
    else:
        from app.inference.runtimes.ctranslate2_runtime import load_embedder

        loaded = load_embedder(folder / "int8", device=DeviceKind.CPU, compute_type="int8", threads=THREADS)

        def embed() -> object:
            found = dict(loaded._encoder.states(ids.tolist()))
            return np.stack([found[place][0] for place in range(PASSAGES)])

    loading = time.perf_counter() - start
    embed()
    start = time.perf_counter()
    first = np.array(embed())
    seconds = time.perf_counter() - start
    memory = psutil.Process().memory_info().rss
    rate = PASSAGES * TOKENS / seconds
    print(
        json.dumps({"rate": rate, "memory": memory, "peak": _peak(memory), "loading": loading, "first": first.tolist()})
    )


def _peak(now: int) -> int:
    """Most bytes ever resident, where the system says; `ru_maxrss` would count the parent's too."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), now)


def measure(engine: str, folder: Path) -> dict[str, Any]:
    """One run in a new process."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_embedding", "--engine", engine, "--keep", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def compare(folder: Path, rounds: int) -> None:
    """Build what is missing, then print each pair and the medians."""
    if not (folder / "int8").exists():
        build_bge_m3(folder / "source", shape=BGE)
        convert(folder / "source", folder / "int8")
    ratios, shares = [], []
    for number in range(rounds):
        pair = {engine: measure(engine, folder) for engine in ("torch", "int8")}
        for engine, one in pair.items():
            memory = f"{one['memory'] / 1e9:5.2f} GB (peak {one['peak'] / 1e9:.2f})"
            print(f"{number + 1} {engine:<6}{one['rate']:8.0f} tokens/s {memory}, loaded in {one['loading']:.1f} s")
        ratios.append(pair["int8"]["rate"] / pair["torch"]["rate"])
        shares.append(pair["int8"]["memory"] / pair["torch"]["memory"])
        torch_vectors, int8_vectors = (np.array(pair[engine]["first"]) for engine in ("torch", "int8"))
        lengths = np.linalg.norm(torch_vectors, axis=1) * np.linalg.norm(int8_vectors, axis=1)
        cosine = (torch_vectors * int8_vectors).sum(1) / lengths
    print(f"tokens/s, int8 : torch  median {statistics.median(ratios):.2f}   (wanted 2.5)")
    print(f"memory, int8 : torch    median {statistics.median(shares):.0%}   (wanted at most 40 %)")
    print(f"cosine of the vectors   mean {cosine.mean():.4f}")


def main() -> None:
    """Compare, or be one of the compared."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder of the weights (3 GB), made where it is empty")
    parser.add_argument("--engine", choices=("torch", "int8"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.engine:
        run(chosen.engine, chosen.keep)
    elif chosen.keep:
        compare(chosen.keep, chosen.rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), chosen.rounds)


if __name__ == "__main__":
    main()
