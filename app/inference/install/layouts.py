"""Which files a model has, by family and by the library that runs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.models import Runtime
from app.inference.model_folder import HEADS_FILE

if TYPE_CHECKING:
    from app.domain.models import ModelForm, ModelSpec

SHARD = re.compile(r"model(-\d{5}-of-\d{5})?\.safetensors")
INDEX = "model.safetensors.index.json"

_PAPERS = frozenset({"LICENSE", "LICENSE.txt", "LICENSE.md", "NOTICE", "README.md", "model.json"})
_TOKENIZER = frozenset({"tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"})
_GENERATOR = _TOKENIZER | {"generation_config.json", "vocab.json", "merges.txt", "chat_template.jinja"}
_SENTENCES = frozenset(
    {"modules.json", "sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json"}
)
_PICKLED = frozenset({"pytorch_model.bin", "sparse_linear.pt", "colbert_linear.pt"})
_DICTIONARIES = frozenset({"dict.SRC.json", "dict.TGT.json", "model.SRC", "model.TGT"})
_VOCABULARIES = frozenset(
    f"{kind}vocabulary.{end}" for kind in ("", "shared_", "source_", "target_") for end in ("json", "txt")
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Files of one form of a model.

    Attributes:
        needed: Names that must be there.
        allowed: Names that may be there besides.
        safetensors: Whether the weights are ``model.safetensors`` or its shards.
        instead: A file that may stand in the place of safetensors: pickled weights that are only ever converted.
        model_types: Values of "model_type" in config.json; () where that file says nothing of it.
        architectures: Values of "architectures" that are accepted; () for all.
        ctranslate2: Name of the specification in CTranslate2's ``model.bin``; "" where there is none.
    """

    needed: frozenset[str]
    allowed: frozenset[str]
    safetensors: bool = False
    instead: str = ""
    model_types: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    ctranslate2: str = ""

    def knows(self, name: str) -> bool:
        """Whether a file of this name belongs to the model."""
        if self.safetensors and (name == INDEX or SHARD.fullmatch(name)):
            return True
        return name in self.needed or name in self.allowed or name in _PAPERS or name == self.instead


@dataclass(frozen=True, slots=True)
class _Family:
    model_types: tuple[str, ...]
    architectures: tuple[str, ...]
    needed: frozenset[str]
    allowed: frozenset[str]
    converted: frozenset[str]
    ctranslate2: str = ""
    pickled: frozenset[str] = field(default_factory=frozenset)


_GENERATORS = {
    "qwen2": _Family(
        ("qwen2",),
        ("Qwen2ForCausalLM",),
        frozenset({"config.json", "tokenizer.json"}),
        _GENERATOR,
        frozenset({"tokenizer.json"}),
        "TransformerDecoderSpec",
    ),
    "qwen3": _Family(
        ("qwen3",),
        ("Qwen3ForCausalLM",),
        frozenset({"config.json", "tokenizer.json"}),
        _GENERATOR,
        frozenset({"tokenizer.json"}),
        "TransformerDecoderSpec",
    ),
}
_FAMILIES = {
    **_GENERATORS,
    "indictrans2": _Family(
        ("IndicTrans",),
        ("IndicTransForConditionalGeneration",),
        _DICTIONARIES | {"config.json"},
        _TOKENIZER | {"generation_config.json"},
        frozenset({"model.SRC"}),
        "TransformerSpec",
    ),
    "xlm-roberta": _Family(
        ("xlm-roberta",),
        ("XLMRobertaModel", "XLMRobertaForSequenceClassification"),
        frozenset({"config.json", "tokenizer.json"}),
        _TOKENIZER | _SENTENCES | {"sentencepiece.bpe.model"},
        frozenset({"tokenizer.json"}),
        "TransformerEncoderSpec",
        _PICKLED,
    ),
    "vits": _Family(
        ("vits",),
        ("VitsModel",),
        frozenset({"config.json", "vocab.json"}),
        _TOKENIZER,
        frozenset(),
    ),
}
FAMILIES = tuple(_FAMILIES)
"""Every family whose files are known."""

_OPENVINO = frozenset({"openvino_model.xml", "openvino_model.bin", "tokenizer.json"})
_TOKENIZER_GRAPHS = frozenset(
    f"openvino_{part}.{end}" for part in ("tokenizer", "detokenizer") for end in ("xml", "bin")
)


def layout_of(spec: ModelSpec, form: ModelForm, *, ready: bool) -> Layout:
    """The files of a form: as it runs, or, where it is converted and not `ready`, as the publisher has it."""
    family = _FAMILIES[spec.family]
    architectures = _architectures(spec, family)
    if form.runtime is Runtime.OPENVINO:
        allowed = _GENERATOR | _TOKENIZER_GRAPHS | {"config.json", "openvino_config.json"}
        return Layout(_OPENVINO, allowed, model_types=family.model_types, architectures=architectures)
    if form.runtime is Runtime.CTRANSLATE2 and (ready or not form.convert):
        return Layout(
            family.converted | {"config.json", "model.bin"},
            family.allowed | family.needed | _VOCABULARIES | {"source_config.json", HEADS_FILE},
            model_types=family.model_types,
            architectures=architectures,
            ctranslate2=family.ctranslate2,
        )
    made = ready or not form.convert
    pickled = frozenset[str]() if made else family.pickled
    heads = frozenset({HEADS_FILE} if made and form.runtime is Runtime.SENTENCE_TRANSFORMERS else ())
    return Layout(
        family.needed | heads,
        family.allowed | pickled,
        safetensors=True,
        instead="pytorch_model.bin" if pickled else "",
        model_types=family.model_types,
        architectures=architectures,
    )


def _architectures(spec: ModelSpec, family: _Family) -> tuple[str, ...]:
    """A reranker and an embedder are of one family and differ in their heads."""
    if spec.family != "xlm-roberta":
        return family.architectures
    wanted = "XLMRobertaForSequenceClassification" if spec.task.value == "rerank" else "XLMRobertaModel"
    return (wanted,)
