"""BGE-M3 on sentence-transformers: for CUDA and MPS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind, Runtime
from app.inference.held_model import HeldModel, free_cache
from app.inference.m3_heads import LONGEST, SILENT, Array, SparseHead
from app.inference.making_room import Leavable
from app.inference.model_folder import HEADS_FILE, engine_info, library, loading, read_config, whole_number
from app.inference.protocols import Embeddings, EngineInfo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CODE_VERSION = 1
_BATCH = 8
_COMPUTE_TYPES = ("float32", "bfloat16", "float16")
_Model = Any


def load_embedder(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> SentenceEmbedder:
    """A BGE-M3 that `safetensors_conversion` made.

    The modules are named here and not read from modules.json, which can name any class.

    Args:
        folder: Of the model.
        device: Where it computes.
        compute_type: "float32", "bfloat16" or "float16".
        threads: Of the CPU; 0 leaves torch's own number. It holds for all of torch in this process.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` or ``engine.out_of_memory``.
    """
    if compute_type not in _COMPUTE_TYPES:
        raise ValueError(f"no such compute type: {compute_type}")
    with library("torch"):
        import torch
    with library("sentence-transformers"):
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.base.modules import Transformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
        from transformers.utils import logging
    with library("safetensors"):
        from safetensors.numpy import load_file
    if threads:
        torch.set_num_threads(threads)
    logging.disable_progress_bar()  # it would start a thread and write on stderr
    with loading(folder):
        config = read_config(folder)
        rows = whole_number(config, "max_position_embeddings", folder)
        longest = min(rows - whole_number(config, "pad_token_id", folder) - 1, LONGEST)
        local = {"local_files_only": True}
        encoder = Transformer(
            str(folder),
            model_kwargs={**local, "dtype": getattr(torch, compute_type), "use_safetensors": True},
            processor_kwargs=local,
            config_kwargs=local,
            max_seq_length=longest,
        )
        if _lacks_weights(encoder.auto_model, folder):
            raise UserFacingError("engine.load_failed", name=folder.name)
        pooling = Pooling(whole_number(config, "hidden_size", folder), "cls")
        model = SentenceTransformer(modules=[encoder, pooling, Normalize()], device=device.value).eval()
        head = SparseHead.of(load_file(folder / HEADS_FILE))
    info = engine_info(folder, Runtime.SENTENCE_TRANSFORMERS, compute_type, _CODE_VERSION)
    return SentenceEmbedder(model, head, info, device)


class SentenceEmbedder(Leavable):
    """BGE-M3: dense vectors and sparse weights of texts."""

    def __init__(self, model: _Model, head: SparseHead, info: EngineInfo, device: DeviceKind) -> None:
        self._held = HeldModel(model)
        self._head = head
        for layer in model[0].auto_model.encoder.layer:
            layer.register_forward_pre_hook(lambda *_: self.look())
        self._info = info
        self._device = device
        known = model.tokenizer.get_vocab()
        self._silent = frozenset(known[name] for name in SILENT if name in known)

    def info(self) -> EngineInfo:
        """The engine."""
        return self._info

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Vectors in the order of the texts; a text longer than the window is cut there."""
        if not texts:
            return Embeddings(np.zeros((0, self._head.weight.shape[0]), np.float32))
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, tuple[Array, dict[int, float]]] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            found.update(zip(batch, self._batch([texts[place] for place in batch]), strict=True))
        places = range(len(texts))
        return Embeddings(np.stack([found[one][0] for one in places]), tuple(found[one][1] for one in places))

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        import torch

        self._held.close()
        free_cache(torch, self._device)

    def _batch(self, texts: list[str]) -> list[tuple[Array, dict[int, float]]]:
        """Not through `encode`, whose progress bar starts a thread even where it is not shown."""
        import torch
        from sentence_transformers.util import batch_to_device

        model = self._held.get()
        with torch.inference_mode():
            read = batch_to_device(model.preprocess(texts), self._device.value)
            made = model(dict(read))
            dense, states = (made[name].float().cpu().numpy() for name in ("sentence_embedding", "token_embeddings"))
        sizes, ids = read["attention_mask"].sum(dim=1).tolist(), read["input_ids"].tolist()
        return [
            (vector, self._head.weights(numbers[:size], row[:size], self._silent))
            for vector, row, numbers, size in zip(dense, states, ids, sizes, strict=True)
        ]


def _lacks_weights(encoder: _Model, folder: Path) -> bool:
    """Whether transformers made weights up that the file does not have; nothing here uses the pooling layer."""
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "np") as content:
        there = set(content.keys())
    return any(name not in there and not name.startswith("pooler.") for name in encoder.state_dict())
