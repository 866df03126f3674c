"""A tiny BGE-M3 and a tiny bge-reranker-v2-m3: the true architecture and layout of files, random weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.models.weights import Weights, write_json

WINDOW = 128  # tokens; the table of positions has two rows more
HIDDEN = 32


@dataclass(frozen=True)
class Shape:
    """`vocabulary` 0 is that of the tiny tokenizer."""

    hidden: int = HIDDEN
    feed_forward: int = 64
    layers: int = 2
    heads: int = 4
    window: int = WINDOW
    vocabulary: int = 0


TINY = Shape()
TRUE = Shape(hidden=1024, feed_forward=4096, layers=24, heads=16, window=8192, vocabulary=250_002)
"""Of the publisher's BGE-M3, for benchmarks: 566,705,152 weights."""

_TEXT = (
    "plants make food from sunlight water and air the leaves of a plant take in carbon dioxide oxygen day night root"
    " पौधे धूप पानी और हवा से अपना भोजन बनाते हैं சூரிய ஒளி தாவரங்கள் உணவு"
)
_WORDS = tuple(dict.fromkeys(_TEXT.split()))


def build_bge_m3(folder: Path, *, as_bin: bool = False, shape: Shape = TINY) -> Path:
    """Write a tiny BGE-M3 into `folder`; with `as_bin` its weights are `pytorch_model.bin`, as the publisher's are."""
    import torch

    weights = Weights(11) if shape is TINY else Weights(11, scale=0.02)
    vocabulary = _write_common(folder, "XLMRobertaModel", shape)
    _body(weights, "", vocabulary, shape)
    if as_bin:
        torch.save({name: torch.from_numpy(one) for name, one in weights.arrays.items()}, folder / "pytorch_model.bin")
    else:
        weights.save(folder / "model.safetensors")
    for name, outputs in (("sparse_linear", 1), ("colbert_linear", shape.hidden)):
        head = Weights(13)
        head.linear("head", outputs, shape.hidden)
        state = {key.removeprefix("head."): torch.from_numpy(one) for key, one in head.arrays.items()}
        torch.save(state, folder / f"{name}.pt")
    _write_sentence_transformers(folder, shape)
    return folder


def build_reranker(folder: Path) -> Path:
    """Write a tiny bge-reranker-v2-m3 into `folder`."""
    weights = Weights(17)
    vocabulary = _write_common(folder, "XLMRobertaForSequenceClassification", TINY)
    _body(weights, "roberta.", vocabulary, TINY)
    weights.linear("classifier.dense", HIDDEN, HIDDEN)
    weights.linear("classifier.out_proj", 1, HIDDEN)
    weights.save(folder / "model.safetensors")
    return folder


def _write_common(folder: Path, architecture: str, shape: Shape) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokenizer(folder)
    vocabulary = shape.vocabulary or tokens
    config = {
        "architectures": [architecture],
        "attention_probs_dropout_prob": 0.1,
        "bos_token_id": 0,
        "classifier_dropout": None,
        "eos_token_id": 2,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": 1e-05,
        "max_position_embeddings": shape.window + 2,
        "model_type": "xlm-roberta",
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": 1,
        "position_embedding_type": "absolute",
        "torch_dtype": "float32",
        "type_vocab_size": 1,
        "use_cache": True,
        "vocab_size": vocabulary,
    }
    if architecture.endswith("SequenceClassification"):
        config |= {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
    write_json(folder / "config.json", config)
    return vocabulary


def _write_tokenizer(folder: Path) -> int:
    """Unigram pieces as XLM-RoBERTa's: <s> 0, <pad> 1, </s> 2, <unk> 3, <mask> last."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    letters = sorted(set("".join(_WORDS)) | set("abcdefghijklmnopqrstuvwxyz0123456789.,?"))
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -5.0)]
    pieces += [(letter, -8.0 - index / 100) for index, letter in enumerate(letters)]
    pieces += [(f"▁{word}", -6.0 - index / 100) for index, word in enumerate(_WORDS)]
    pieces.append(("<mask>", 0.0))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([AddedToken(one, special=True) for one in ("<s>", "<pad>", "</s>", "<unk>")])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "mask_token": "<mask>",
        "model_max_length": WINDOW,
        "pad_token": "<pad>",
        "sep_token": "</s>",
        "tokenizer_class": "XLMRobertaTokenizer",
        "unk_token": "<unk>",
    }
    write_json(folder / "tokenizer_config.json", settings)
    return len(pieces)


def _body(weights: Weights, prefix: str, vocabulary: int, shape: Shape) -> None:
    hidden, feed_forward = shape.hidden, shape.feed_forward
    embeddings = f"{prefix}embeddings"
    weights.matrix(f"{embeddings}.word_embeddings.weight", vocabulary, hidden)
    weights.matrix(f"{embeddings}.position_embeddings.weight", shape.window + 2, hidden)
    weights.matrix(f"{embeddings}.token_type_embeddings.weight", 1, hidden)
    weights.norm(f"{embeddings}.LayerNorm", hidden)
    for index in range(shape.layers):
        layer = f"{prefix}encoder.layer.{index}"
        for name in ("query", "key", "value"):
            weights.linear(f"{layer}.attention.self.{name}", hidden, hidden)
        weights.linear(f"{layer}.attention.output.dense", hidden, hidden)
        weights.norm(f"{layer}.attention.output.LayerNorm", hidden)
        weights.linear(f"{layer}.intermediate.dense", feed_forward, hidden)
        weights.linear(f"{layer}.output.dense", hidden, feed_forward)
        weights.norm(f"{layer}.output.LayerNorm", hidden)
    if not prefix:
        weights.linear("pooler.dense", hidden, hidden)


def _write_sentence_transformers(folder: Path, shape: Shape) -> None:
    """What the publisher adds for sentence-transformers: the first token, then length 1."""
    import json

    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (folder / "1_Pooling").mkdir(exist_ok=True)
    pooling = {
        "word_embedding_dimension": shape.hidden,
        "pooling_mode_cls_token": True,
        "pooling_mode_mean_tokens": False,
        "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False,
    }
    write_json(folder / "1_Pooling" / "config.json", pooling)
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": shape.window, "do_lower_case": False})
