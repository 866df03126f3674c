"""What this machine is, as far as models are concerned, found without loading a model library."""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psutil

from app.domain.models import Accelerator, DeviceKind, EngineChoices, Machine
from app.domain.route_reasons import CardProblem

_MEBI = 1 << 20
_GIBI = 1 << 30
_NEWEST_THAT_COUNT = ("avx", "avx2", "fma", "f16c", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8")
_ARM = {"asimd": "neon", "asimddp": "dotprod", "i8mm": "i8mm", "bf16": "bf16", "sve": "sve"}
_WINDOWS = {"avx": 39, "avx2": 40, "avx512f": 41, "neon": 19, "dotprod": 43}
"""PF_* numbers of ``IsProcessorFeaturePresent`` in winnt.h."""
_MAC = {
    "hw.optional.avx2_0": "avx2",
    "hw.optional.avx512f": "avx512f",
    "hw.optional.neon": "neon",
    "hw.optional.arm.FEAT_DotProd": "dotprod",
    "hw.optional.arm.FEAT_I8MM": "i8mm",
}
_OLDEST_MACOS = 14  # `CardProblem.OLD_MACOS` tells it
"""Apple's graphics are used by mlx and torch; the wheels of mlx want macOS 14."""
_BUDGETS = ((0.0, 0.0), (4.0, 2.2), (8.0, 5.0), (16.0, 12.0))
"""GiB of memory -> GiB for models; a straight line between, and in proportion above."""
_SHARE_OF_A_CARD = 0.9
"""The rest of a graphics card's own memory is for the driver and the screen."""
_MOST_A_PERSON_CAN_GIVE = 0.9


def measure_machine() -> Machine:
    """Look at this machine: a few milliseconds, a second where ``nvidia-smi`` has to be asked."""
    system, architecture = platform.system(), platform.machine().lower()
    apple_silicon = system == "Darwin" and architecture == "arm64"
    return Machine(
        system=system,
        architecture=architecture,
        cores=_cores(),
        memory=_memory(),
        instruction_sets=_instruction_sets(system),
        accelerators=_nvidia() or (_apple() if apple_silicon else ()),
        neural_engine=apple_silicon,
    )


def memory_budget(machine: Machine, choices: EngineChoices | None = None) -> int:
    """Bytes that models may take of the machine's memory: 2.2 GiB of 4, 5 of 8, 12 of 16, or what a person set.

    What a person set ends at nine tenths of the memory: above, the machine would swap and nothing would work.
    """
    if choices is not None and choices.memory_budget:
        return min(choices.memory_budget, int(machine.memory * _MOST_A_PERSON_CAN_GIVE))
    memory = machine.memory / _GIBI
    for (low, at_low), (high, at_high) in itertools.pairwise(_BUDGETS):
        if memory <= high:
            return int((at_low + (at_high - at_low) * (memory - low) / (high - low)) * _GIBI)
    last, at_last = _BUDGETS[-1]
    return int(memory * at_last / last * _GIBI)


def device_budget(machine: Machine, device: DeviceKind, choices: EngineChoices | None = None) -> int:
    """Bytes that models may take where they compute: of a card's own memory, else of the machine's; 0 for no such."""
    if device is DeviceKind.CPU:
        return memory_budget(machine, choices)
    accelerator = next((one for one in machine.accelerators if one.kind is device), None)
    if accelerator is None:
        return 0
    return int(accelerator.memory * _SHARE_OF_A_CARD) or memory_budget(machine, choices)


def _cores() -> int:
    """Physical cores that this process may use."""
    physical = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if sys.platform == "linux":
        return max(1, min(physical, len(os.sched_getaffinity(0))))
    return physical


def _memory(limits: tuple[Path, ...] = (Path("/sys/fs/cgroup/memory.max"),)) -> int:
    """Bytes of memory, or what a container was given of it."""
    total = psutil.virtual_memory().total
    for file in limits:
        try:
            total = min(total, int(file.read_text(encoding="ascii")))
        except (OSError, ValueError):  # no container, or "max"
            continue
    return int(total)


def _instruction_sets(system: str) -> tuple[str, ...]:
    if system == "Linux":
        try:
            return _listed(Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return ()
    if system == "Darwin":
        return tuple(name for key, name in _MAC.items() if _asked("sysctl", "-n", key).strip() == "1")
    if sys.platform == "win32":
        present = ctypes.windll.kernel32.IsProcessorFeaturePresent
        return tuple(name for name, number in _WINDOWS.items() if present(number))
    return ()


def _listed(cpuinfo: str) -> tuple[str, ...]:
    """Of the flags of the first processor, those that models care about."""
    found = re.search(r"^(?:flags|Features)\s*:(.*)$", cpuinfo, re.MULTILINE)
    flags = set(found[1].split()) if found else set()
    intel = tuple(name for name in _NEWEST_THAT_COUNT if name in flags)
    return intel or tuple(name for flag, name in _ARM.items() if flag in flags)


def _nvidia() -> tuple[Accelerator, ...]:
    """NVIDIA's cards as its own tool tells them, with the reason where the installed torch cannot use them."""
    table = _asked("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits")
    problem = CardProblem.NONE if _torch_knows_cuda() else CardProblem.NO_CUDA
    cards = []
    for line in table.splitlines():
        name, _, megabytes = line.rpartition(",")
        if name and megabytes.strip().isdigit():
            cards.append(Accelerator(DeviceKind.CUDA, name.strip(), int(megabytes) * _MEBI, problem))
    return tuple(cards)


def _torch_knows_cuda() -> bool:
    """Whether the installed torch was built with CUDA, read in its version file; the wheels for Windows are not."""
    try:
        found = importlib.util.find_spec("torch")
        if found is None or found.origin is None:
            return False
        text = Path(found.origin).with_name("version.py").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return re.search(r"^cuda\s*(?::[^=]*)?=\s*['\"]", text, re.MULTILINE) is not None


def _apple() -> tuple[Accelerator, ...]:
    name = _asked("sysctl", "-n", "machdep.cpu.brand_string").strip() or "Apple silicon"
    major = platform.mac_ver()[0].partition(".")[0]
    new_enough = major.isdigit() and int(major) >= _OLDEST_MACOS
    problem = CardProblem.NONE if new_enough else CardProblem.OLD_MACOS
    return (Accelerator(DeviceKind.MPS, name, 0, problem),)


def _asked(name: str, *arguments: str) -> str:
    """What a program of the system prints; "" where there is none, or it fails or hangs."""
    program = shutil.which(name)
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=10,
            stdin=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""
