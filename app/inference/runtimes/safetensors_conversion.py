"""From BGE-M3 as published, in torch's own format, to safetensors: no pickle is left to be read when it is used.

Runs in the converter process. `weights_only` lets the pickle inside build tensors and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress, ReportProgress, ignore_progress
from app.inference.conversion_folder import PAPERS, appearing, keep, reading_weights
from app.inference.model_folder import HEADS_FILE, library, read_config, whole_number

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "model.json", *PAPERS)


def convert(
    source: Path, target: Path, *, compute_type: str = "float32", report: ReportProgress = ignore_progress
) -> None:
    """Write the BGE-M3 of `source` to the new folder `target`, which appears only when it is whole.

    Args:
        source: `pytorch_model.bin` or `model.safetensors`, and `sparse_linear.pt`.
        target: Must not be there yet.
        compute_type: "float32", "bfloat16" or "float16".
        report: Progress.

    Raises:
        UserFacingError: it is not a BGE-M3 (``engine.not_this_model``), or cannot be read (``models.damaged_file``,
            ``models.runs_code``).
        FileExistsError: `target` is there already.
    """
    with library("torch"):
        import torch
    with library("safetensors"):
        from safetensors.torch import load_file, save_file
    config = read_config(source)
    if config.get("architectures") != ["XLMRobertaModel"]:
        raise UserFacingError("engine.not_this_model", name=source.name, detail=f"{config.get('architectures')}")
    hidden = whole_number(config, "hidden_size", source)
    ready = source / "model.safetensors"
    report(Progress("converting", 0, 2))
    weights_file = ready if ready.is_file() else source / "pytorch_model.bin"
    with reading_weights(weights_file):
        if ready.is_file():
            state = load_file(ready)
        else:
            state = torch.load(weights_file, map_location="cpu", weights_only=True, mmap=True)
        weights = {name: one.to(getattr(torch, compute_type)).contiguous() for name, one in state.items()}
    with reading_weights(source / "sparse_linear.pt"):
        sparse = torch.load(source / "sparse_linear.pt", map_location="cpu", weights_only=True)
        heads = {f"sparse.{name}": sparse[name].float().contiguous() for name in ("weight", "bias")}
    if heads["sparse.weight"].shape != (1, hidden):
        raise UserFacingError("engine.not_this_model", name=source.name, detail="sparse_linear.pt")
    with appearing(target) as part:
        report(Progress("converting", 1, 2))
        save_file(weights, part / "model.safetensors", metadata={"format": "pt"})
        save_file(heads, part / HEADS_FILE)
        keep(source, _KEPT, part)
    report(Progress("converting", 2, 2))
