"""Qwen2.5 in its true shape with random weights: for measuring speed and memory, never for what it says."""

from __future__ import annotations

import json
from pathlib import Path

from app.inference.runtimes.openvino_graph import Qwen2Shape
from tests.models.qwen import build_qwen
from tests.models.weights import write_json

WINDOW = 32768
SHAPES = {
    "0.5B": Qwen2Shape(896, 4864, 24, 14, 2, 151_936, tied=True),
    "1.5B": Qwen2Shape(1536, 8960, 28, 12, 2, 151_936, tied=True),
    "3B": Qwen2Shape(2048, 11008, 36, 16, 2, 151_936, tied=True),
}


def build_qwen_shape(folder: Path, size: str, *, seed: int = 7) -> Path:
    """Write bfloat16 weights of this size, in the layout of the hub, with the tokenizer of the tiny model."""
    import torch
    from safetensors.torch import save_file

    shape, random = SHAPES[size], torch.Generator().manual_seed(seed)
    build_qwen(folder)

    def matrix(*dimensions: int) -> torch.Tensor:
        return torch.empty(dimensions, dtype=torch.bfloat16).normal_(0.0, 0.02, generator=random)

    keys = shape.kv_heads * shape.head_size
    weights = {"model.embed_tokens.weight": matrix(shape.vocabulary, shape.hidden)}
    weights["model.norm.weight"] = torch.ones(shape.hidden, dtype=torch.bfloat16)
    for layer in (f"model.layers.{index}" for index in range(shape.layers)):
        for name, out in (("q_proj", shape.hidden), ("k_proj", keys), ("v_proj", keys)):
            weights[f"{layer}.self_attn.{name}.weight"] = matrix(out, shape.hidden)
            weights[f"{layer}.self_attn.{name}.bias"] = matrix(out)
        weights[f"{layer}.self_attn.o_proj.weight"] = matrix(shape.hidden, shape.hidden)
        for name, out, width in (
            ("gate_proj", shape.ffn, shape.hidden),
            ("up_proj", shape.ffn, shape.hidden),
            ("down_proj", shape.hidden, shape.ffn),
        ):
            weights[f"{layer}.mlp.{name}.weight"] = matrix(out, width)
        for name in ("input_layernorm", "post_attention_layernorm"):
            weights[f"{layer}.{name}.weight"] = torch.ones(shape.hidden, dtype=torch.bfloat16)
    save_file(weights, folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8")) | {
        "hidden_size": shape.hidden,
        "intermediate_size": shape.ffn,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": WINDOW,
        "max_window_layers": shape.layers,
        "sliding_window": WINDOW,
        "torch_dtype": "bfloat16",
    }
    write_json(folder / "config.json", config)
    return folder
