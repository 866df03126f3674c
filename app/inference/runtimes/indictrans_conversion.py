"""From a published IndicTrans2 checkpoint to a CTranslate2 model, by numpy alone.

CTranslate2 has no loader for IndicTrans2, and the publisher's own model code neither loads nor generates with
transformers 5: the tensors of ``model.safetensors`` go one by one into CTranslate2's specification. All three shapes
are served: the 1B (no norm after the embeddings), the distilled 200M (decoder's embeddings are its output layer) and
the distilled 320M (they are not).

Runs in the converter process, never in a worker that keeps models.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress, ReportProgress, ignore_progress
from app.inference.conversion_folder import PAPERS, appearing, keep
from app.inference.layer_specs import fill_linear, fill_norm
from app.inference.model_folder import SOURCE_CONFIG, library, loading, read_config, read_json, whole_number

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

Array = Any
Spec = Any

COMPUTE_TYPES = ("int8_float32", "int8", "int8_float16", "float16", "float32")
MODEL_TYPE = "IndicTrans"
_KEPT = ("model.SRC", "model.json", *PAPERS)
_FIRST_POSITION = 2  # positions are counted from one after the padding id
_SPARE_POSITIONS = 2  # times the window: CTranslate2 stops with an error past the end of its table
_STAGES = 3


def convert(
    source: Path, target: Path, *, compute_type: str = "int8_float32", report: ReportProgress = ignore_progress
) -> None:
    """Write the model of `source` to the new folder `target`, which appears only when it is whole.

    Raises:
        UserFacingError: the checkpoint is not what its config.json says (``engine.not_this_model``), or cannot be
            read (``engine.load_failed``), or a library is missing (``engine.library_missing``).
        ValueError: an unknown compute type.
        FileExistsError: `target` is there already.
    """
    if compute_type not in COMPUTE_TYPES:
        raise ValueError(f"no such compute type: {compute_type}")
    config = read_config(source)
    if config.get("model_type") != MODEL_TYPE:
        raise _not_this(source, f"model_type {config.get('model_type')!r}")
    with library("ctranslate2"):
        import ctranslate2  # noqa: F401
    with appearing(target) as part:
        report(Progress("converting", 0, _STAGES))
        spec = _specification(source, config)
        report(Progress("converting", 1, _STAGES))
        spec.validate()
        spec.optimize(quantization=compute_type)
        spec.save(str(part))
        report(Progress("converting", 2, _STAGES))
        keep(source, _KEPT, part)
        kept = {
            name: value for name, value in config.items() if name != "auto_map"
        }  # it names code, which stays behind
        (part / SOURCE_CONFIG).write_text(json.dumps(kept, indent=1), encoding="utf-8")
    report(Progress("converting", _STAGES, _STAGES))


def _specification(source: Path, config: dict[str, object]) -> Spec:
    """The filled specification of the whole model."""
    from ctranslate2.specs import common_spec, transformer_spec

    _check(source, config)
    weights = _Checkpoint(source)
    layers = tuple(whole_number(config, f"{side}_layers", source) for side in ("encoder", "decoder"))
    heads = whole_number(config, "encoder_attention_heads", source)
    spec = transformer_spec.TransformerSpec.from_config(
        layers,
        heads,
        pre_norm=True,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=config.get("layernorm_embedding") is True,
    )
    sides = {"encoder": spec.encoder, "decoder": spec.decoder}
    for side, filled in sides.items():
        _fill(filled, weights, side, config, source)
    tokens = {side: _vocabulary(source, side) for side in sides}
    rows = {side: whole_number(config, f"{side}_vocab_size", source) for side in sides}
    spec.encoder.embeddings[0].weight = weights.take(
        "model.encoder.embed_tokens.weight", rows["encoder"], whole_number(config, "encoder_embed_dim", source)
    )
    _fill_output(spec.decoder, weights, config, source)
    for side, register in (("encoder", spec.register_source_vocabulary), ("decoder", spec.register_target_vocabulary)):
        if len(tokens[side]) > rows[side]:
            raise _not_this(source, f"{len(tokens[side])} tokens for {rows[side]} rows")
        register([*tokens[side], *(f"<unused{place}>" for place in range(len(tokens[side]), rows[side]))])
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = "</s>"
    spec.config.layer_norm_epsilon = 1e-5
    return spec


def _check(source: Path, config: dict[str, object]) -> None:
    """The few settings that all published models share and that the layers below rely on."""
    wanted = {
        "activation_function": "gelu",
        "encoder_normalize_before": True,
        "decoder_normalize_before": True,
        "scale_embedding": True,
        "eos_token_id": 2,
        "decoder_start_token_id": 2,
    }
    for name, value in wanted.items():
        if config.get(name, value) != value:
            raise _not_this(source, f"{name} {config[name]!r}")
    for name in ("attention_heads", "embed_dim"):
        if config.get(f"encoder_{name}") != config.get(f"decoder_{name}"):
            raise _not_this(source, f"{name} of encoder and decoder")


def _fill(spec: Spec, weights: _Checkpoint, side: str, config: dict[str, object], source: Path) -> None:
    """Everything of one side but its vocabulary."""
    width = whole_number(config, f"{side}_embed_dim", source)
    inner = whole_number(config, f"{side}_ffn_dim", source)
    reach = "max_source_positions" if side == "encoder" else "max_target_positions"
    spec.scale_embeddings = math.sqrt(width)
    spec.position_encodings.encodings = positions(_SPARE_POSITIONS * whole_number(config, reach, source), width)
    if config.get("layernorm_embedding") is True:
        fill_norm(spec.layernorm_embedding, weights, f"model.{side}.layernorm_embedding", width)
    fill_norm(spec.layer_norm, weights, f"model.{side}.layer_norm", width)
    for place, layer in enumerate(spec.layer):
        name = f"model.{side}.layers.{place}"
        _attention(layer.self_attention, weights, f"{name}.self_attn", width, groups=("qkv",))
        if side == "decoder":
            _attention(layer.attention, weights, f"{name}.encoder_attn", width, groups=("q", "kv"))
        fill_norm(layer.ffn.layer_norm, weights, f"{name}.final_layer_norm", width)
        fill_linear(layer.ffn.linear_0, weights, f"{name}.fc1", inner, width)
        fill_linear(layer.ffn.linear_1, weights, f"{name}.fc2", width, inner)


def _fill_output(spec: Spec, weights: _Checkpoint, config: dict[str, object], source: Path) -> None:
    """The decoder's embeddings and its output layer, which are the same tensor in the distilled 200M."""
    shape = (whole_number(config, "decoder_vocab_size", source), whole_number(config, "decoder_embed_dim", source))
    embeddings, output = "model.decoder.embed_tokens.weight", "lm_head.weight"
    if config.get("share_decoder_input_output_embed") is True:
        # safetensors keeps one name of a shared tensor, and which one is up to who saved it
        shared = weights.take(embeddings if embeddings in weights else output, *shape)
        spec.embeddings.weight = spec.projection.weight = shared
    else:
        spec.embeddings.weight = weights.take(embeddings, *shape)
        spec.projection.weight = weights.take(output, *shape)


def _attention(spec: Spec, weights: _Checkpoint, name: str, width: int, *, groups: tuple[str, ...]) -> None:
    """Queries, keys and values side by side as CTranslate2 multiplies them, then the output layer."""
    fill_norm(spec.layer_norm, weights, f"{name}_layer_norm", width)
    for linear, group in zip(spec.linear, groups, strict=False):
        parts = [f"{name}.{letter}_proj" for letter in group]
        linear.weight = np.concatenate([weights.take(f"{part}.weight", width, width) for part in parts])
        linear.bias = np.concatenate([weights.take(f"{part}.bias", width) for part in parts])
    fill_linear(spec.linear[-1], weights, f"{name}.out_proj", width, width)


def positions(count: int, width: int) -> npt.NDArray[np.float32]:
    """Sinusoidal positions as the model counts them: sines in the first half of a row, cosines in the second.

    Returns:
        float32, shape (count, width), the first row for the first token.
    """
    half = width // 2
    rates = np.exp(np.arange(half) * (-math.log(10_000) / (half - 1)))
    angles = np.arange(_FIRST_POSITION, _FIRST_POSITION + count)[:, np.newaxis] * rates
    table = np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
    return np.pad(table, ((0, 0), (0, width % 2))).astype(np.float32)


def _vocabulary(source: Path, side: str) -> list[str]:
    """The tokens in the order of their ids."""
    name = "dict.SRC.json" if side == "encoder" else "dict.TGT.json"
    ids = read_json(source, name)
    tokens = {place: token for token, place in ids.items() if isinstance(place, int)}
    if len(tokens) != len(ids) or sorted(tokens) != list(range(len(ids))):
        raise _not_this(source, f"the ids in {name}")
    return [tokens[place] for place in range(len(tokens))]


class _Checkpoint:
    """The tensors of ``model.safetensors``, read one at a time."""

    def __init__(self, source: Path) -> None:
        with library("safetensors"):
            from safetensors import safe_open
        self._source = source
        with loading(source):
            self._file = cast(Any, safe_open(source / "model.safetensors", framework="numpy"))
            self._names = frozenset(self._file.keys())

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def take(self, name: str, *shape: int) -> Array:
        """One tensor as float32, a copy: quantisation works in place, and on a mapped file that ends in garbage.

        Raises:
            UserFacingError: it is missing or of another shape (``engine.not_this_model``).
        """
        if name not in self._names:
            raise _not_this(self._source, f"no {name}")
        with loading(self._source):
            tensor = np.array(self._file.get_tensor(name), dtype=np.float32)
        if tensor.shape != shape:
            raise _not_this(self._source, f"{name} {list(tensor.shape)}, not {list(shape)}")
        return tensor


def _not_this(source: Path, detail: str) -> UserFacingError:
    return UserFacingError("engine.not_this_model", name=source.name, detail=detail)
