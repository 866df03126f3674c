"""Prints how quick an MMS voice of the true shape speaks here, and what it takes of memory; random weights.

Needs no download: 36.29 million weights of the true shape are drawn and written as the publisher lays them out, with
letters that last about as long as a speaker's; the product's own runtime speaks, in a process of its own. The time
depends on the length of the sound, not on what the weights are.

Measured on two x86 cores (AVX-512 VNNI) with four other jobs for each of them: 5.82 s of sound in 6.7 to 14 s, 600 to
670 MiB resident. Worth repeating on a quiet machine: 0.30 of real time was measured on one of this class.

    python tests/benchmarks/bench_speech.py [--rounds 3] [--threads 2]
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.domain.models import DeviceKind
from tests.models.mms import TRUE, build_mms

SENTENCE = "पौधे धूप, पानी और हवा से अपना भोजन बनाते हैं और हमें साँस लेने के लिए ऑक्सीजन देते हैं।"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "mms-tts-hin"
        for target in (build, speak):
            arguments = (folder, wanted.rounds, wanted.threads)
            process = spawn.Process(target=target, args=arguments)
            process.start()
            process.join()
            if process.exitcode:
                raise SystemExit(process.exitcode)


def build(folder: Path, _rounds: int, _threads: int) -> None:
    """In its own process, so that its memory is not counted."""
    build_mms(folder, shape=TRUE)


def speak(folder: Path, rounds: int, threads: int) -> None:
    """Load the voice, speak a sentence so many times, print."""
    started = time.perf_counter()
    from app.inference.runtimes.transformers_speech import load_speaker

    speaker = load_speaker(folder, device=DeviceKind.CPU, compute_type="float32", threads=threads)
    loaded = time.perf_counter() - started
    begun = time.perf_counter()
    speaker.speak("पानी", language="hi", speed=1.0)
    first = time.perf_counter() - begun
    factors, peak = [], 0
    for _ in range(rounds):
        begun = time.perf_counter()
        speech = speaker.speak(SENTENCE, language="hi", speed=1.0)
        took = time.perf_counter() - begun
        seconds = len(speech.samples) / 2 / speech.sample_rate
        factors.append(took / seconds)
        peak = max(peak, psutil.Process().memory_info().rss)
        print(f"{seconds:.2f} s of sound, {len(SENTENCE)} characters, in {took:.2f} s")
    print(f"load with the libraries {loaded:.1f} s, first word {first:.2f} s")
    print(f"real-time factor, median of {rounds}: {statistics.median(factors):.3f}; resident {peak / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
