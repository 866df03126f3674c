"""A tiny Qwen3Guard: the true architecture, layout of files and kind of tokenizer, random weights, a template like its.

The words of the template are not the publisher's; its marks, roles and empty thought are.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.models.qwen import FEED_FORWARD, HEADS, HIDDEN, KEY_HEADS, LAYERS, WINDOW, _write_tokenizer
from tests.models.weights import Weights, write_json

HEAD = 32
"""Size of a head: in Qwen3 it is not that of the hidden states divided by the heads."""
_TEMPLATE = (
    "{%- if messages[-1].role == 'assistant' %}{{- raise_exception('not asked here') }}{%- endif %}\n"
    "{{- '<|im_start|>user\\n' }}\n"
    "# Is the text safe for a class?\n"
    "{%- for message in messages %}\n"
    "    {{- '\\n' + (message.role | upper) + ': ' + message.content }}\n"
    "{%- endfor %}\n"
    "{{- '\\n\\nSafety: Safe, Controversial or Unsafe?<|im_end|>\\n' }}\n"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' }}{%- endif %}"
)


def build_guard(folder: Path, *, seed: int = 11, template_file: bool = False) -> Path:
    """Write the model into `folder` in the layout of the hub, the template in a file of its own if wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokenizer(folder)
    end, end_of_message = tokens - 3, tokens - 1
    rows = (tokens // 64 + 1) * 64
    _write_weights(folder, rows, seed)
    config = {
        "architectures": ["Qwen3ForCausalLM"],
        "attention_bias": False,
        "attention_dropout": 0.0,
        "bos_token_id": end,
        "eos_token_id": end_of_message,
        "head_dim": HEAD,
        "hidden_act": "silu",
        "hidden_size": HIDDEN,
        "intermediate_size": FEED_FORWARD,
        "max_position_embeddings": WINDOW,
        "model_type": "qwen3",
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "num_key_value_heads": KEY_HEADS,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000,
        "tie_word_embeddings": True,
        "torch_dtype": "float32",
        "vocab_size": rows,
    }
    write_json(folder / "config.json", config)
    write_json(folder / "generation_config.json", {"eos_token_id": [end_of_message, end], "pad_token_id": end})
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    settings["chat_template"] = _TEMPLATE
    if template_file:
        del settings["chat_template"]
        (folder / "chat_template.jinja").write_text(_TEMPLATE, "utf-8")
    write_json(folder / "tokenizer_config.json", settings)
    return folder


def _write_weights(folder: Path, rows: int, seed: int) -> None:
    weights = Weights(seed)
    weights.matrix("model.embed_tokens.weight", rows, HIDDEN)
    for index in range(LAYERS):
        layer = f"model.layers.{index}"
        weights.norm(f"{layer}.input_layernorm", HIDDEN, bias=False)
        weights.linear(f"{layer}.self_attn.q_proj", HEADS * HEAD, HIDDEN, bias=False)
        weights.linear(f"{layer}.self_attn.k_proj", KEY_HEADS * HEAD, HIDDEN, bias=False)
        weights.linear(f"{layer}.self_attn.v_proj", KEY_HEADS * HEAD, HIDDEN, bias=False)
        weights.linear(f"{layer}.self_attn.o_proj", HIDDEN, HEADS * HEAD, bias=False)
        weights.norm(f"{layer}.self_attn.q_norm", HEAD, bias=False)
        weights.norm(f"{layer}.self_attn.k_norm", HEAD, bias=False)
        weights.norm(f"{layer}.post_attention_layernorm", HIDDEN, bias=False)
        weights.linear(f"{layer}.mlp.gate_proj", FEED_FORWARD, HIDDEN, bias=False)
        weights.linear(f"{layer}.mlp.up_proj", FEED_FORWARD, HIDDEN, bias=False)
        weights.linear(f"{layer}.mlp.down_proj", HIDDEN, FEED_FORWARD, bias=False)
    weights.norm("model.norm", HIDDEN, bias=False)
    weights.save(folder / "model.safetensors")
