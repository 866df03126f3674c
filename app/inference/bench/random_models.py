"""Models of a true shape with random weights, laid out as their publishers do: for speed, never for what they say."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from app.domain.languages import LANGUAGES
from app.inference.bench import vocabularies
from app.inference.bench.tensors import Tensor, edited, write_safetensors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.inference.bench.shapes import ReaderShape, TranslatorShape, WriterShape

    Wrote = Callable[[int, int], None]

_WRITER_WINDOW = 32_768
_TRANSLATOR_WINDOW = 256
_END = 2
_MLX_GROUP = 64
_ANSWER = 28
"""Tokens after which a translation is to end: a trained model says about as much as it reads."""
_END_STRENGTH = {True: 10.0, False: 6.2}
"""Weight of the end token in its one dimension, by whether the decoder's tables are one: then the token before is the
loudest of the others. Found by trying: beams of five end after 23 to 42 tokens of the true shapes."""


def write_json(path: Path, content: object) -> None:
    """One JSON file."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def write_writer_files(folder: Path, shape: WriterShape, *, quantised: bool = False) -> None:
    """Everything of a Qwen2.5 but its weights; `quantised` says that they are four-bit ones of mlx."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer, first = vocabularies.byte_pairs(shape.vocabulary)
    end, end_of_message = first, first + 2
    config: dict[str, object] = {
        "architectures": ["Qwen2ForCausalLM"],
        "bos_token_id": end,
        "eos_token_id": end_of_message,
        "hidden_act": "silu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.ffn,
        "max_position_embeddings": _WRITER_WINDOW,
        "max_window_layers": shape.layers,
        "model_type": "qwen2",
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.kv_heads,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000.0,
        "sliding_window": _WRITER_WINDOW,
        "tie_word_embeddings": shape.tied,
        "torch_dtype": "bfloat16",
        "use_sliding_window": False,
        "vocab_size": shape.vocabulary,
    }
    if quantised:
        config["quantization"] = {"group_size": _MLX_GROUP, "bits": 4}
    write_json(folder / "config.json", config)
    write_json(folder / "tokenizer.json", tokenizer)
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>"})
    write_json(folder / "generation_config.json", {"eos_token_id": [end_of_message, end], "pad_token_id": end})


def write_writer(folder: Path, shape: WriterShape, wrote: Wrote) -> None:
    """A Qwen2.5 in bfloat16."""
    write_writer_files(folder, shape)
    write_safetensors(folder / "model.safetensors", _writer_tensors(shape), dtype="bfloat16", wrote=wrote)


def write_mlx_writer(folder: Path, shape: WriterShape, wrote: Wrote) -> None:
    """A Qwen2.5 with its matrices in mlx's four bits: eight codes to a word, a scale and a bias to 64 weights."""
    write_writer_files(folder, shape, quantised=True)
    tensors: list[Tensor] = []
    for one in _writer_tensors(shape):
        if len(one.shape) == 1:
            tensors.append(one)
            continue
        rows, width = one.shape
        name = one.name.removesuffix(".weight")
        tensors += [
            Tensor(one.name, (rows, width // 8), dtype="uint32"),
            Tensor(f"{name}.scales", (rows, width // _MLX_GROUP)),
            Tensor(f"{name}.biases", (rows, width // _MLX_GROUP)),
        ]
    write_safetensors(folder / "model.safetensors", tensors, dtype="bfloat16", wrote=wrote)


def _writer_tensors(shape: WriterShape) -> list[Tensor]:
    keys = shape.hidden // shape.heads * shape.kv_heads
    tensors = [Tensor("model.embed_tokens.weight", (shape.vocabulary, shape.hidden))]
    if not shape.tied:
        tensors.append(Tensor("lm_head.weight", (shape.vocabulary, shape.hidden)))
    for layer in (f"model.layers.{place}" for place in range(shape.layers)):
        for name, rows in (("q_proj", shape.hidden), ("k_proj", keys), ("v_proj", keys)):
            tensors += _linear(f"{layer}.self_attn.{name}", rows, shape.hidden)
        tensors += [
            Tensor(f"{layer}.self_attn.o_proj.weight", (shape.hidden, shape.hidden)),
            Tensor(f"{layer}.mlp.gate_proj.weight", (shape.ffn, shape.hidden)),
            Tensor(f"{layer}.mlp.up_proj.weight", (shape.ffn, shape.hidden)),
            Tensor(f"{layer}.mlp.down_proj.weight", (shape.hidden, shape.ffn)),
        ]
        for name in ("input_layernorm", "post_attention_layernorm"):
            tensors.append(Tensor(f"{layer}.{name}.weight", (shape.hidden,), "ones"))
    return [*tensors, Tensor("model.norm.weight", (shape.hidden,), "ones")]


def reader_config(shape: ReaderShape, *, judges: bool) -> dict[str, object]:
    """The config.json of a BGE-M3, or of its reranker."""
    architecture = "XLMRobertaForSequenceClassification" if judges else "XLMRobertaModel"
    config: dict[str, object] = {
        "architectures": [architecture],
        "bos_token_id": 0,
        "eos_token_id": 2,
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.ffn,
        "layer_norm_eps": 1e-05,
        "max_position_embeddings": shape.window + 2,
        "model_type": "xlm-roberta",
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": 1,
        "position_embedding_type": "absolute",
        "torch_dtype": "float32",
        "type_vocab_size": 1,
        "vocab_size": shape.vocabulary,
    }
    if judges:
        config |= {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
    return config


def write_reader(folder: Path, shape: ReaderShape, wrote: Wrote, *, judges: bool, head: bool) -> None:
    """A BGE-M3 in float32, or its reranker; `head` puts the sparse head among the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "config.json", reader_config(shape, judges=judges))
    write_json(folder / "tokenizer.json", vocabularies.pieces(shape.vocabulary))
    special = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>"}
    special |= {"pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>"}
    write_json(folder / "tokenizer_config.json", {**special, "tokenizer_class": "XLMRobertaTokenizer"})
    tensors = _reader_tensors(shape, "roberta." if judges else "")
    if judges:
        tensors += _linear("classifier.dense", shape.hidden, shape.hidden)
        tensors += _linear("classifier.out_proj", 1, shape.hidden)
    elif head:
        tensors += _linear("sparse_linear", 1, shape.hidden)
    write_safetensors(folder / "model.safetensors", tensors, dtype="float32", wrote=wrote)


def write_sparse_head(path: Path, shape: ReaderShape) -> None:
    """The head beside a BGE-M3 that is not converted."""
    tensors = [Tensor("sparse.weight", (1, shape.hidden)), Tensor("sparse.bias", (1,))]
    write_safetensors(path, tensors, dtype="float32")


def _reader_tensors(shape: ReaderShape, prefix: str) -> list[Tensor]:
    hidden, table = shape.hidden, f"{prefix}embeddings"
    tensors = [
        Tensor(f"{table}.word_embeddings.weight", (shape.vocabulary, hidden)),
        Tensor(f"{table}.position_embeddings.weight", (shape.window + 2, hidden)),
        Tensor(f"{table}.token_type_embeddings.weight", (1, hidden)),
        *_norm(f"{table}.LayerNorm", hidden),
    ]
    for layer in (f"{prefix}encoder.layer.{place}" for place in range(shape.layers)):
        for name in ("query", "key", "value"):
            tensors += _linear(f"{layer}.attention.self.{name}", hidden, hidden)
        tensors += _linear(f"{layer}.attention.output.dense", hidden, hidden)
        tensors += _norm(f"{layer}.attention.output.LayerNorm", hidden)
        tensors += _linear(f"{layer}.intermediate.dense", shape.ffn, hidden)
        tensors += _linear(f"{layer}.output.dense", hidden, shape.ffn)
        tensors += _norm(f"{layer}.output.LayerNorm", hidden)
    return tensors


def write_translator(
    folder: Path,
    shape: TranslatorShape,
    vocabulary: Callable[[Path, str], Sequence[str]],
    wrote: Wrote = lambda _done, _total: None,
) -> None:
    """An IndicTrans2 in float32 whose answers end after about as many tokens as they should.

    Args:
        folder: Made where it is missing.
        shape: Of the model.
        vocabulary: Writes a sentencepiece model of "en" or "indic" to a path; its pieces.
        wrote: Told how many bytes of how many were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for side, kind, rows in (("SRC", shape.source, shape.source_rows), ("TGT", shape.target, shape.target_rows)):
        tags = [language.flores for language in LANGUAGES]
        names = dict.fromkeys(("<s>", "<pad>", "</s>", "<unk>", *tags, *vocabulary(folder / f"model.{side}", kind)))
        write_json(folder / f"dict.{side}.json", {name: place for place, name in enumerate(list(names)[:rows])})
    write_json(folder / "config.json", _translator_config(shape))
    path = folder / "model.safetensors"
    write_safetensors(path, _translator_tensors(shape), dtype="float32", wrote=wrote)
    _let_answers_end(path, shape)


def _let_answers_end(path: Path, shape: TranslatorShape) -> None:
    """Random weights never say the end token: here it listens to one dimension, in which the position alone speaks.

    That dimension carries a slow sine of the position and nothing else, so the end token grows louder with every
    token until it drowns the others.
    """
    half = shape.hidden // 2
    rates = np.exp(np.arange(half) * (-math.log(10_000) / (half - 1)))
    quiet = int(np.abs(rates - math.pi / 4 / _ANSWER).argmin())  # an eighth of a wave at the wanted length
    embeddings = "model.decoder.embed_tokens.weight"
    edited(path, embeddings)[:, quiet] = 0.0
    for place in range(shape.layers):
        for name in ("self_attn.out_proj", "encoder_attn.out_proj", "fc2"):
            for part in ("weight", "bias"):
                edited(path, f"model.decoder.layers.{place}.{name}.{part}")[quiet] = 0.0
    output = edited(path, embeddings if shape.tied else "lm_head.weight")
    output[_END] = 0.0
    output[_END, quiet] = _END_STRENGTH[shape.tied]


def _translator_config(shape: TranslatorShape) -> dict[str, object]:
    config: dict[str, object] = {
        "architectures": ["IndicTransForConditionalGeneration"],
        "model_type": "IndicTrans",
        "activation_function": "gelu",
        "encoder_vocab_size": shape.source_rows,
        "decoder_vocab_size": shape.target_rows,
        "scale_embedding": True,
        "max_source_positions": _TRANSLATOR_WINDOW,
        "max_target_positions": _TRANSLATOR_WINDOW,
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": _END,
        "decoder_start_token_id": _END,
        "layernorm_embedding": shape.distilled,
        "share_decoder_input_output_embed": shape.tied,
    }
    for side in ("encoder", "decoder"):
        config |= {
            f"{side}_embed_dim": shape.hidden,
            f"{side}_ffn_dim": shape.ffn,
            f"{side}_layers": shape.layers,
            f"{side}_attention_heads": shape.heads,
            f"{side}_normalize_before": True,
        }
    return config


def _translator_tensors(shape: TranslatorShape) -> list[Tensor]:
    hidden = shape.hidden
    tensors = [
        Tensor("model.encoder.embed_tokens.weight", (shape.source_rows, hidden)),
        Tensor("model.decoder.embed_tokens.weight", (shape.target_rows, hidden)),
    ]
    if not shape.tied:
        tensors.append(Tensor("lm_head.weight", (shape.target_rows, hidden)))
    for side, attentions in (("encoder", ("self_attn",)), ("decoder", ("self_attn", "encoder_attn"))):
        name = f"model.{side}"
        if shape.distilled:
            tensors += _norm(f"{name}.layernorm_embedding", hidden)
        for layer in (f"{name}.layers.{place}" for place in range(shape.layers)):
            for attention in attentions:
                for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    tensors += _linear(f"{layer}.{attention}.{part}", hidden, hidden)
                tensors += _norm(f"{layer}.{attention}_layer_norm", hidden)
            tensors += _linear(f"{layer}.fc1", shape.ffn, hidden) + _linear(f"{layer}.fc2", hidden, shape.ffn)
            tensors += _norm(f"{layer}.final_layer_norm", hidden)
        tensors += _norm(f"{name}.layer_norm", hidden)
    return tensors


def _linear(name: str, outputs: int, inputs: int) -> list[Tensor]:
    return [Tensor(f"{name}.weight", (outputs, inputs)), Tensor(f"{name}.bias", (outputs,))]


def _norm(name: str, size: int) -> list[Tensor]:
    return [Tensor(f"{name}.weight", (size,), "ones"), Tensor(f"{name}.bias", (size,), "zeros")]
