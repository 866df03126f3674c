"""Memory is measured where it is, and asked only of libraries that are loaded anyway."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from app.inference import process_memory

MEBI = 1 << 20


class Torch:
    """What the real library says of its graphics memory, and whether it was told to give it back."""

    def __init__(self, *, cuda: bool = False, mps: bool = False) -> None:
        self.emptied: list[str] = []
        self.cuda = SimpleNamespace(
            is_initialized=lambda: cuda,
            device_count=lambda: 2,
            memory_reserved=lambda number: (300 + number) * MEBI,
            empty_cache=lambda: self.emptied.append("cuda"),
        )
        self.mps = SimpleNamespace(
            driver_allocated_memory=lambda: 70 * MEBI, empty_cache=lambda: self.emptied.append("mps")
        )
        self.backends = SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps))


def test_what_the_process_and_its_children_hold_is_measured() -> None:
    before = process_memory.resident()
    block = np.ones(100 * MEBI, np.uint8)
    assert process_memory.resident() - before > 90 * MEBI
    del block
    code = "block = bytearray(b'x') * (100 << 20); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert process_memory.resident() - before > 90 * MEBI
        child.communicate(b"\n")
    assert process_memory.resident() - before < 90 * MEBI
    assert 0 < process_memory.available() <= psutil.virtual_memory().total


def test_no_library_is_loaded_to_ask_it() -> None:
    code = (
        "import sys; from app.inference import process_memory as p; p.give_back();"
        "print(p.on_cards(), p.on_apple_graphics(), 'torch' in sys.modules, 'mlx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0", "False", "False"]


def test_the_cards_are_asked_only_where_they_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for torch, on_cards, on_apple, emptied in (
        (Torch(), 0, 0, []),
        (Torch(cuda=True), 601 * MEBI, 0, ["cuda"]),
        (Torch(mps=True), 0, 70 * MEBI, ["mps"]),
    ):
        monkeypatch.setitem(sys.modules, "torch", torch)
        monkeypatch.setitem(sys.modules, "mlx.core", None)
        assert process_memory.on_cards() == on_cards
        assert process_memory.on_apple_graphics() == on_apple
        process_memory.give_back()
        assert torch.emptied == emptied


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere mlx is there only with its graphics")
def test_the_memory_of_mlx_counts_for_a_mac_s_graphics() -> None:
    code = (
        "import mlx.core as mx; from app.inference import process_memory as p; start = p.on_apple_graphics();"
        "a = mx.ones((4096, 4096)); mx.eval(a); print(p.on_apple_graphics() - start); del a; p.give_back();"
        "print(p.on_apple_graphics() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    held, left = (int(word) for word in done.stdout.split())
    assert held >= 64 * MEBI
    assert left < MEBI
