"""The machine is measured without a model library, and the memory that models may take follows from it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from app.domain.models import Accelerator, DeviceKind, EngineChoices, Machine
from app.inference import machine
from app.inference.machine import device_budget, measure_machine, memory_budget

GIBI = 1 << 30


def of_memory(gibi: float, *accelerators: Accelerator) -> Machine:
    return Machine("Linux", "x86_64", 4, int(gibi * GIBI), accelerators=accelerators)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a program of our own on the path, and nothing else there."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(name: str, script: str) -> None:
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    return install


def test_this_machine_is_what_the_system_says() -> None:
    found = measure_machine()
    assert 1 <= found.cores <= (os.cpu_count() or 1)
    assert 0 < found.memory <= psutil.virtual_memory().total
    assert found.architecture
    if found.system == "Linux" and found.architecture == "x86_64":
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        assert set(found.instruction_sets) == {
            one for one in found.instruction_sets if f" {one} " in flags or f" {one}\n" in flags
        }
        assert ("avx2" in found.instruction_sets) == (" avx2 " in flags)


def test_no_model_library_is_loaded_for_it() -> None:
    code = (
        "import sys; from app.inference.machine import measure_machine; measure_machine();"
        "print([n for n in ('torch', 'transformers', 'ctranslate2', 'openvino', 'mlx', 'numpy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("gibi", "budget"), [(2, 1.1), (4, 2.2), (6, 3.6), (8, 5.0), (12, 8.5), (16, 12.0), (32, 24)])
def test_the_budget_follows_from_the_memory(gibi: float, budget: float) -> None:
    assert memory_budget(of_memory(gibi)) / GIBI == pytest.approx(budget, abs=0.01)


def test_what_a_person_set_counts_up_to_what_the_machine_can_give() -> None:
    assert memory_budget(of_memory(8), EngineChoices(memory_budget=3 * GIBI)) == 3 * GIBI
    assert memory_budget(of_memory(8), EngineChoices(memory_budget=100 * GIBI)) == int(7.2 * GIBI)
    assert memory_budget(of_memory(8), EngineChoices(memory_budget=0)) == memory_budget(of_memory(8))


def test_a_card_of_its_own_memory_has_a_budget_of_its_own() -> None:
    cuda = Accelerator(DeviceKind.CUDA, "a card", 10 * GIBI)
    apple = Accelerator(DeviceKind.MPS, "Apple M2")
    assert device_budget(of_memory(8, cuda), DeviceKind.CUDA) == 9 * GIBI
    assert device_budget(of_memory(8, apple), DeviceKind.MPS) == memory_budget(of_memory(8))
    assert device_budget(of_memory(8), DeviceKind.CUDA) == 0
    assert device_budget(of_memory(8, cuda), DeviceKind.CPU) == memory_budget(of_memory(8))


def test_cards_are_what_nvidia_s_own_tool_tells(program: Callable[[str, str], None]) -> None:
    program("nvidia-smi", "echo 'NVIDIA GeForce RTX 4060, 8188'; echo 'Tesla T4, 15360'")
    found = measure_machine().accelerators
    assert [(one.kind, one.name, one.memory >> 20) for one in found] == [
        (DeviceKind.CUDA, "NVIDIA GeForce RTX 4060", 8188),
        (DeviceKind.CUDA, "Tesla T4", 15360),
    ]
    program("nvidia-smi", "echo 'Tesla T4, 15360'; exit 9")  # as where the driver went away in between
    assert measure_machine().accelerators == ()
    program("nvidia-smi", "echo 'No devices were found'")
    assert measure_machine().accelerators == ()


@pytest.mark.parametrize(("built", "knows"), [("'13.0'", True), ("None", False)])
def test_a_card_that_the_installed_torch_cannot_use_says_so(
    program: Callable[[str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: str, knows: bool
) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise AssertionError('loaded')")
    (tmp_path / "torch" / "version.py").write_text(f"__version__ = '2.13.0'\ncuda: Optional[str] = {built}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    program("nvidia-smi", "echo 'Tesla T4, 15360'")
    (card,) = measure_machine().accelerators
    assert card.problem == ("" if knows else "the installed PyTorch was built without CUDA")


def test_instruction_sets_are_read_on_both_kinds_of_processor() -> None:
    amd = "processor\t: 0\nflags\t\t: fpu sse avx avx2 fma f16c avx512f avx512_vnni rdpid\nbugs\t\t: none\n"
    arm = "processor\t: 0\nFeatures\t: fp asimd evtstrm aes asimddp i8mm\n"
    assert machine._listed(amd) == ("avx", "avx2", "fma", "f16c", "avx512f", "avx512_vnni")
    assert machine._listed(arm) == ("neon", "dotprod", "i8mm")
    assert machine._listed("") == ()


def test_a_container_s_limit_is_the_memory(tmp_path: Path) -> None:
    limit, none = tmp_path / "given", tmp_path / "none"
    limit.write_text("1073741824\n")
    none.write_text("max\n")
    assert machine._memory((limit,)) == GIBI
    assert machine._memory((none, tmp_path / "missing")) == psutil.virtual_memory().total
