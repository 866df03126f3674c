"""From a publisher's checkpoint to a CTranslate2 model: Qwen2, Qwen3, BGE-M3 and its reranker.

The weights go straight from the checkpoint into CTranslate2's specification, tensor by tensor and mapped from disk:
no model is built in between, so the library's own converter needs more than twice the memory of this one. The layers
are those of `ctranslate2.converters.transformers` (Qwen2Loader, Qwen3Loader, XLMRobertaLoader), MIT licence.

Runs in the converter process, never in a worker that keeps models.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress, ReportProgress, ignore_progress
from app.inference.conversion_folder import PAPERS, appearing, keep, reading_weights
from app.inference.layer_specs import fill_linear, fill_norm
from app.inference.m3_heads import LONGEST
from app.inference.model_folder import HEADS_FILE, SOURCE_CONFIG, library, read_config, read_json, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Tensor = Any
Spec = Any

COMPUTE_TYPES = ("int8_float32", "int8", "int8_float16", "float16", "bfloat16", "float32")
_SPECIALS = 4
"""Tokens of XLM-RoBERTa that stand for no text: <s>, <pad>, </s>, <unk>."""
_KEPT = (
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
    "generation_config.json",
    "model.json",
    *PAPERS,
)


class Weights(Protocol):
    """Named tensors of a checkpoint."""

    def take(self, name: str, *shape: int) -> Tensor:
        """One tensor; a missing one or one of another shape is ``engine.not_this_model``."""
        ...


def convert(
    source: Path, target: Path, *, compute_type: str = "int8_float32", report: ReportProgress = ignore_progress
) -> None:
    """Write the model of `source` to the new folder `target`, which appears only when it is whole.

    Raises:
        UserFacingError: the checkpoint is not what its config.json says (``engine.not_this_model``), or cannot be
            read (``engine.load_failed``, ``models.damaged_file``, ``models.runs_code``),
            or a library is missing (``engine.library_missing``).
        ValueError: an unknown compute type.
        FileExistsError: `target` is there already.
    """
    if compute_type not in COMPUTE_TYPES:
        raise ValueError(f"no such compute type: {compute_type}")
    config = read_config(source)
    make = _MAKERS.get((config.get("model_type"), _architecture(config)))
    if make is None:
        raise UserFacingError("engine.not_this_model", name=source.name, detail=f"{_architecture(config)!r}")
    with library("ctranslate2"):
        import ctranslate2  # noqa: F401
    with appearing(target) as part:
        report(Progress("converting", 0, 3))
        spec, heads = make(source, config, _Checkpoint(source))
        report(Progress("converting", 1, 3))
        _save(spec, compute_type, part)
        if heads:
            from safetensors.torch import save_file

            _forget_tokens(part / "vocabulary.json")
            save_file({name: one.float().contiguous() for name, one in heads.items()}, part / HEADS_FILE)
        report(Progress("converting", 2, 3))
        keep(source, _KEPT, part)
        (part / SOURCE_CONFIG).write_text(json.dumps(config, indent=1), encoding="utf-8")
    report(Progress("converting", 3, 3))


def _save(spec: Spec, compute_type: str, folder: Path) -> None:
    spec.validate()
    # "int8" alone would leave norms and biases in the source's type, which may be 16 bits that no CPU computes with
    spec.optimize("int8_float32" if compute_type == "int8" else compute_type)
    spec.save(str(folder))


def _forget_tokens(file: Path) -> None:
    """An encoder is given numbers: none of its 250,000 tokens is needed, and they would take 44 MB while it runs."""
    tokens = json.loads(file.read_bytes())
    file.write_text(json.dumps(tokens[:_SPECIALS]), encoding="utf-8")


def _architecture(config: dict[str, object]) -> object:
    named = config.get("architectures")
    return named[0] if isinstance(named, list) and named else None


class _Checkpoint:
    """The tensors of a folder: safetensors, in one file or several, or the publisher's `pytorch_model.bin`."""

    def __init__(self, folder: Path) -> None:
        self._name = folder.name
        self._open: dict[str, Callable[[], Tensor]] = {}
        with library("safetensors"):
            import safetensors  # noqa: F401
        with library("torch"):
            import torch  # noqa: F401
        files = sorted(folder.glob("*.safetensors"))
        for file in files:
            with reading_weights(file):
                self._add_safetensors(file)
        states = {f"{head}.": folder / f"{head}.pt" for head in ("sparse_linear", "colbert_linear")}
        states = {prefix: file for prefix, file in states.items() if file.is_file()}
        if not files:
            states[""] = folder / "pytorch_model.bin"
        for prefix, file in states.items():
            with reading_weights(file):
                self._add_state(file, prefix)

    def take(self, name: str, *shape: int) -> Tensor:
        if name not in self._open:
            raise UserFacingError("engine.not_this_model", name=self._name, detail=name)
        tensor = self._open[name]()
        if tuple(tensor.shape) != shape or not tensor.is_floating_point():
            detail = f"{name} {tuple(tensor.shape)}"
            raise UserFacingError("engine.not_this_model", name=self._name, detail=detail)
        return tensor

    def _add_safetensors(self, file: Path) -> None:
        from safetensors import safe_open

        content: Tensor = safe_open(str(file), "pt")
        for name in content.keys():  # noqa: SIM118 - not a dict
            self._open[name] = lambda name=name: content.get_tensor(name)  # type: ignore[misc]

    def _add_state(self, file: Path, prefix: str = "") -> None:
        """Tensors from torch's own format; `weights_only` lets its pickle build tensors and nothing else."""
        import torch

        state = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
        for name, tensor in state.items():
            self._open[f"{prefix}{name}"] = lambda tensor=tensor: tensor  # type: ignore[misc]


_Made = tuple[Spec, dict[str, Tensor]]


def _fuse(
    spec: Spec, weights: Weights, names: tuple[str, ...], shapes: tuple[int, ...], inputs: int, *, biased: bool = True
) -> None:
    """Query, key and value as one product."""
    import torch

    pairs = list(zip(names, shapes, strict=True))
    spec.weight = torch.cat([weights.take(f"{name}.weight", rows, inputs) for name, rows in pairs])
    if biased:
        spec.bias = torch.cat([weights.take(f"{name}.bias", rows) for name, rows in pairs])


def _qwen(source: Path, config: dict[str, object], weights: Weights) -> _Made:
    """Qwen2, or Qwen3: its heads have a size of their own, their queries and keys a norm and no bias."""
    from ctranslate2.specs import common_spec, transformer_spec

    hidden, layers, heads, feed_forward, rows = (
        whole_number(config, name, source)
        for name in ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size")
    )
    key_heads = whole_number(config, "num_key_value_heads", source)
    third = config.get("model_type") == "qwen3"
    size = whole_number(config, "head_dim", source) if third else hidden // heads
    if third and config.get("attention_bias"):
        raise UserFacingError("engine.not_this_model", name=source.name, detail="attention_bias")
    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        layers,
        heads,
        activation=common_spec.Activation.SWISH,
        pre_norm=True,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=False,
        rotary_base=_rotary_base(source, config),
        num_heads_kv=None if key_heads == heads else key_heads,
        head_dim=size if third else None,
        qk_norm=third,
    )
    decoder, queries, keys = spec.decoder, size * heads, size * key_heads
    decoder.scale_embeddings = False
    decoder.embeddings.weight = weights.take("model.embed_tokens.weight", rows, hidden)
    tied = bool(config.get("tie_word_embeddings"))
    decoder.projection.weight = decoder.embeddings.weight if tied else weights.take("lm_head.weight", rows, hidden)
    decoder.layer_norm.gamma = weights.take("model.norm.weight", hidden)
    for index, layer in enumerate(decoder.layer):
        name = f"model.layers.{index}"
        attention = layer.self_attention
        attention.layer_norm.gamma = weights.take(f"{name}.input_layernorm.weight", hidden)
        layer.ffn.layer_norm.gamma = weights.take(f"{name}.post_attention_layernorm.weight", hidden)
        split = tuple(f"{name}.self_attn.{one}_proj" for one in "qkv")
        _fuse(attention.linear[0], weights, split, (queries, keys, keys), hidden, biased=not third)
        if third:
            attention.q_norm.gamma = weights.take(f"{name}.self_attn.q_norm.weight", size)
            attention.k_norm.gamma = weights.take(f"{name}.self_attn.k_norm.weight", size)
        attention.linear[1].weight = weights.take(f"{name}.self_attn.o_proj.weight", hidden, queries)
        layer.ffn.linear_0.weight = weights.take(f"{name}.mlp.gate_proj.weight", feed_forward, hidden)
        layer.ffn.linear_0_noact.weight = weights.take(f"{name}.mlp.up_proj.weight", feed_forward, hidden)
        layer.ffn.linear_1.weight = weights.take(f"{name}.mlp.down_proj.weight", hidden, feed_forward)
    spec.register_vocabulary(_vocabulary(source, rows))
    spec.config.bos_token = "<|endoftext|>"
    spec.config.eos_token = "<|im_end|>"
    spec.config.unk_token = ""
    spec.config.layer_norm_epsilon = config.get("rms_norm_eps")
    return spec, {}


def _rotary_base(source: Path, config: dict[str, object]) -> float:
    """The base of the rotary positions; a scaled kind is not Qwen2.5 as published."""
    parameters = config.get("rope_parameters") or config.get("rope_scaling") or {}
    if not isinstance(parameters, dict) or parameters.get("rope_type", parameters.get("type", "default")) != "default":
        raise UserFacingError("engine.not_this_model", name=source.name, detail="rope_scaling")
    base = parameters.get("rope_theta", config.get("rope_theta"))
    if not isinstance(base, int | float):
        raise UserFacingError("engine.not_this_model", name=source.name, detail="rope_theta")
    return float(base)


def _xlm_roberta(source: Path, config: dict[str, object], weights: Weights, prefix: str) -> Spec:
    from ctranslate2.specs import common_spec, transformer_spec

    hidden, layers, heads, feed_forward, rows = (
        whole_number(config, name, source)
        for name in ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size")
    )
    positions, pad = (whole_number(config, name, source) for name in ("max_position_embeddings", "pad_token_id"))
    if config.get("position_embedding_type", "absolute") != "absolute" or config.get("hidden_act") != "gelu":
        raise UserFacingError("engine.not_this_model", name=source.name, detail="position_embedding_type, hidden_act")
    encoder = transformer_spec.TransformerEncoderSpec(
        layers,
        heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    encoder.scale_embeddings = False
    table = f"{prefix}embeddings"
    encoder.embeddings[0].weight = weights.take(f"{table}.word_embeddings.weight", rows, hidden)
    encoder.embeddings[1].weight = weights.take(f"{table}.token_type_embeddings.weight", 1, hidden)
    # the first rows, up to the padding's, stand for no position
    all_rows = weights.take(f"{table}.position_embeddings.weight", positions, hidden)
    encoder.position_encodings.encodings = all_rows[pad + 1 : pad + 1 + LONGEST]  # the runtime cuts longer texts
    fill_norm(encoder.layernorm_embedding, weights, f"{table}.LayerNorm", hidden)
    for index, layer in enumerate(encoder.layer):
        name = f"{prefix}encoder.layer.{index}"
        attention = layer.self_attention
        split = tuple(f"{name}.attention.self.{one}" for one in ("query", "key", "value"))
        _fuse(attention.linear[0], weights, split, (hidden,) * 3, hidden)
        fill_linear(attention.linear[1], weights, f"{name}.attention.output.dense", hidden, hidden)
        fill_norm(attention.layer_norm, weights, f"{name}.attention.output.LayerNorm", hidden)
        fill_linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense", feed_forward, hidden)
        fill_linear(layer.ffn.linear_1, weights, f"{name}.output.dense", hidden, feed_forward)
        fill_norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm", hidden)
    spec.register_vocabulary(_vocabulary(source, rows))
    spec.config.unk_token = "<unk>"
    spec.config.layer_norm_epsilon = config.get("layer_norm_eps")
    return spec


def _bge_m3(source: Path, config: dict[str, object], weights: Weights) -> _Made:
    hidden = whole_number(config, "hidden_size", source)
    spec = _xlm_roberta(source, config, weights, "")
    names = {"sparse.weight": (1, hidden), "sparse.bias": (1,)}
    return spec, {name: weights.take(name.replace("sparse", "sparse_linear"), *size) for name, size in names.items()}


def _reranker(source: Path, config: dict[str, object], weights: Weights) -> _Made:
    hidden = whole_number(config, "hidden_size", source)
    spec = _xlm_roberta(source, config, weights, "roberta.")
    names = {
        "dense.weight": (hidden, hidden),
        "dense.bias": (hidden,),
        "out_proj.weight": (1, hidden),
        "out_proj.bias": (1,),
    }
    return spec, {name: weights.take(f"classifier.{name}", *size) for name, size in names.items()}


_MAKERS: dict[tuple[object, object], Callable[[Path, dict[str, object], Weights], _Made]] = {
    ("qwen2", "Qwen2ForCausalLM"): _qwen,
    ("qwen3", "Qwen3ForCausalLM"): _qwen,
    ("xlm-roberta", "XLMRobertaModel"): _bge_m3,
    ("xlm-roberta", "XLMRobertaForSequenceClassification"): _reranker,
}


def _vocabulary(source: Path, rows: int) -> list[str]:
    """The tokens by number; rows of the table that stand for no token get a name of their own."""
    model = read_json(source, "tokenizer.json")
    pieces = model.get("model")
    table = pieces.get("vocab") if isinstance(pieces, dict) else None
    added = model.get("added_tokens")
    tokens: dict[int, str] = {}
    try:
        pairs = table.items() if isinstance(table, dict) else ((piece[0], number) for number, piece in enumerate(table))  # type: ignore[arg-type]
        tokens.update((number, token) for token, number in pairs)
        tokens.update((one["id"], one["content"]) for one in added)  # type: ignore[attr-defined]
    except (TypeError, KeyError, IndexError, ValueError) as error:
        raise UserFacingError("engine.load_failed", name=source.name) from error
    if not all(type(one) is int and 0 <= one < rows for one in tokens):
        raise UserFacingError("engine.not_this_model", name=source.name, detail="tokenizer.json")
    return [tokens.get(number, f"<extra_id_{number}>") for number in range(rows)]
