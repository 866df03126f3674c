"""A tiny Qwen2.5 in OpenVINO's form, made from the tiny one of the hub's form."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.inference.runtimes.openvino_graph import convert

GROUP = 32  # the published models have 128, wider than this one


def build_openvino(source: Path, folder: Path, *, compute_type: str = "int4") -> Path:
    """Write into `folder` what is published for `openvino_genai`, but its tokenizers; `source` is `build_qwen`'s."""
    convert(source, folder, compute_type=compute_type, group=GROUP)
    for name in ("config.json", "generation_config.json", "tokenizer.json"):
        shutil.copy(source / name, folder / name)
    return folder
