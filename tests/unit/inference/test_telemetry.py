from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_LOADS = """
import sys, threading
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith(("socket.", "urllib.")) else None)
import openvino_probe
print(sorted({*seen, *(one.name for one in threading.enumerate() if one is not threading.main_thread())}))
"""


def _run(home: Path, first: str) -> str:
    (home / "openvino_probe.py").write_text(f"{first}\nimport openvino\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in {"CI", "TF_BUILD", "JENKINS_URL"}}
    environment |= {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PYTHONPATH": os.pathsep.join([str(home), os.getcwd()]),
    }
    done = subprocess.run([sys.executable, "-c", _LOADS], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_openvino_tells_nobody_that_it_is_used(tmp_path: Path) -> None:
    said = _run(tmp_path, "from app.inference.telemetry import silence_openvino; silence_openvino()")
    assert said == "[]"
    assert {one.name for one in tmp_path.iterdir()} <= {"openvino_probe.py", "__pycache__"}
