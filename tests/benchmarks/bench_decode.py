"""How fast Qwen2.5 answers on this machine: CTranslate2 int8 against OpenVINO int4, side by side, in pairs.

    python -m tests.benchmarks.bench_decode --size 0.5B --folder FOLDER [--pairs 5]

Random weights of the true shape are built into FOLDER once. Each measurement is a process of its own. Prompt lookup is
measured with an answer written beforehand, half of which repeats half of the prompt: what random weights say repeats
nothing (or everything), and speed does not depend on which token is taken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from app.domain.models import DeviceKind
from app.inference.chat import Prompt
from app.inference.compiled_graphs import forget, place_of
from app.inference.protocols import GenerateRequest, Message

PROMPT, ANSWER, SPAN = 512, 96, 16
_ENGINES = {"ctranslate2": "int8", "openvino": "int4"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="0.5B", choices=("0.5B", "1.5B", "3B"))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=psutil.cpu_count(logical=False) or 1)
    parser.add_argument("--engine", choices=_ENGINES, help="measure one engine in this process")
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(measure(options.engine, options.folder, options.threads)))
        return
    folders = {engine: prepared(engine, options.folder, options.size) for engine in _ENGINES}
    bandwidth = copy_bandwidth(options.threads)
    print(f"Qwen2.5-{options.size}, {options.threads} threads, prompt {PROMPT}, answer {ANSWER} tokens")
    print(f"memory bandwidth, reading and writing in a copy: {bandwidth / 1e9:.1f} GB/s")
    pairs = []
    for _ in range(options.pairs):
        pair = {engine: _apart(engine, folder, options.threads) for engine, folder in folders.items()}
        pairs.append(pair)
        print(f"  openvino / ctranslate2, decode: {pair['openvino']['decode'] / pair['ctranslate2']['decode']:.2f}")
    report(pairs, folders, bandwidth)


def report(pairs: list[dict[str, dict[str, float]]], folders: dict[str, Path], bandwidth: float) -> None:
    for engine, folder in folders.items():
        middle = {name: statistics.median(pair[engine][name] for pair in pairs) for name in pairs[0][engine]}
        weights = sum(one.stat().st_size for one in folder.glob("*.bin"))
        share = weights * middle["decode_undisturbed"] / bandwidth
        print(f"{engine} {_ENGINES[engine]}: weights {weights / 1e6:.0f} MB, {share:.0%} of the bandwidth")
        print("   " + ", ".join(f"{name} {value:.2f}" for name, value in middle.items()))
    ratios = [pair["openvino"]["decode"] / pair["ctranslate2"]["decode"] for pair in pairs]
    memory = [pair["openvino"]["peak_mb"] / pair["ctranslate2"]["peak_mb"] for pair in pairs]
    gains = [pair["openvino"]["repeating_lookup"] / pair["openvino"]["repeating_plain"] for pair in pairs]
    calm = [pair["openvino"]["decode_undisturbed"] / pair["ctranslate2"]["decode_undisturbed"] for pair in pairs]
    print(f"median of {len(pairs)} pairs, openvino / ctranslate2: decode {statistics.median(ratios):.2f} times,")
    print(f"   the fastest tenth of the tokens {statistics.median(calm):.2f} times")
    print(f"   peak memory {statistics.median(memory):.2f} times")
    print(f"   prompt lookup, half of the answer repeats: {statistics.median(gains):.2f} times openvino without")


def prepared(engine: str, folder: Path, size: str) -> Path:
    """The folder of the model in the engine's form, built where it is not there yet."""
    target = folder / f"{size}-{engine}"
    if target.exists():
        return target
    from tests.models.qwen_shape import build_qwen_shape

    source = folder / size
    if not (source / "model.safetensors").exists():
        build_qwen_shape(source, size)
    started = time.perf_counter()
    if engine == "ctranslate2":
        from app.inference.runtimes import ctranslate2_conversion

        ctranslate2_conversion.convert(source, target)
    else:
        from app.inference.runtimes import openvino_graph

        part = folder / f"{size}-{engine}.part"
        openvino_graph.convert(source, part)
        for name in ("config.json", "generation_config.json", "tokenizer.json"):
            shutil.copy(source / name, part / name)
        part.rename(target)
    print(f"{engine}: made in {time.perf_counter() - started:.0f} s")
    return target


def copy_bandwidth(threads: int, *, size: int = 256 << 20) -> float:
    """Bytes a second read and written by as many threads as the engines have, the best of five copies."""
    arrays = [(np.ones(size // threads, np.uint8), np.empty(size // threads, np.uint8)) for _ in range(threads)]
    best = float("inf")
    for _ in range(5):
        workers = [threading.Thread(target=np.copyto, args=(there, here)) for here, there in arrays]
        started = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        best = min(best, time.perf_counter() - started)
    return 2 * size / best


def _apart(engine: str, folder: Path, threads: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.bench_decode", "--engine", engine, "--folder", str(folder)]
    done = subprocess.run([*command, "--threads", str(threads)], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def measure(engine: str, folder: Path, threads: int) -> dict[str, float]:
    """One process: import, load cold and warm, read a prompt, answer, memory; for OpenVINO also prompt lookup."""
    load = _loader(engine)
    found: dict[str, float] = {}
    settings: dict[str, Any] = {"device": DeviceKind.CPU, "compute_type": _ENGINES[engine], "threads": threads}
    graphs = place_of(folder)
    if engine == "openvino":
        settings["compiled"] = graphs
        forget(folder)
    for name in ("load_first_s", "load_cold_s", "load_warm_s"):  # after the install, after the laptop's start, again
        if name == "load_first_s" and engine != "openvino":
            continue
        if name == "load_cold_s":
            _forget_files(folder)
            _forget_files(graphs)
        started, worked = time.perf_counter(), time.process_time()
        model = load(folder, **settings)
        found[name] = time.perf_counter() - started
        found[f"{name[:-2]}_cpu_s"] = time.process_time() - worked
        if name != "load_warm_s":
            model.close()
    model._chat.end_ids = frozenset({1})
    ids = tuple(int(one) for one in np.random.default_rng(3).integers(2, 300, PROMPT))
    found |= _timed(model, ids, repeats=False)
    if engine == "openvino":
        found |= _with_and_without_lookup(model, ids)
    found["peak_mb"] = _peak()
    model.close()
    return found


def _timed(model: Any, ids: tuple[int, ...], *, repeats: bool) -> dict[str, float]:
    request = GenerateRequest((Message("user", "x"),), max_tokens=ANSWER, repeats_prompt=repeats)
    started = time.perf_counter()
    with closing(model._ids(request, Prompt(ids, 0, ANSWER))) as numbers:
        moments = [time.perf_counter() for _ in numbers]
    first, steps = moments[0] - started, np.diff(moments)
    return {
        "prefill": PROMPT / first,
        "first_s": first,
        "decode": len(steps) / float(steps.sum()),
        "decode_undisturbed": 1 / float(np.percentile(steps, 10)),  # others' work on the machine only ever slows
    }


def _with_and_without_lookup(model: Any, ids: tuple[int, ...]) -> dict[str, float]:
    from app.inference.runtimes import openvino_runtime

    random = np.random.default_rng(4)
    answer: list[int] = []
    for start in range(0, PROMPT, 2 * SPAN):  # every second span of the prompt, as many new tokens between
        answer += [*ids[start : start + SPAN], *(int(one) for one in random.integers(1000, 9000, SPAN))]

    def scripted(_: GenerateRequest) -> Any:
        script: Iterator[int] = iter(answer)

        def pick(logits: np.ndarray[Any, Any]) -> int:
            logits.argmax()  # the work of choosing
            return next(script)

        return pick

    setattr(openvino_runtime, "_picker", scripted)  # noqa: B010 - a scripted answer in place of the model's
    return {f"repeating_{name}": _timed(model, ids, repeats=name == "lookup")["decode"] for name in ("plain", "lookup")}


def _loader(engine: str) -> Any:
    """The library is imported here, so that loading is timed as in a worker that runs."""
    import tokenizers  # noqa: F401

    from app.inference.runtimes import ctranslate2_runtime, openvino_runtime
    from app.inference.telemetry import silence_openvino

    if engine == "ctranslate2":
        import ctranslate2  # noqa: F401

        return ctranslate2_runtime.load_generator
    silence_openvino()
    import openvino  # noqa: F401

    return openvino_runtime.load_generator


def _forget_files(folder: Path) -> None:
    """Ask the system to drop the files from its page cache (Linux)."""
    for file in folder.glob("*"):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def _peak() -> float:
    """Megabytes resident at most since the process began (Linux); elsewhere those resident now."""
    status = Path("/proc/self/status")
    if not status.exists():
        return psutil.Process().memory_info().rss / 1e6
    line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
