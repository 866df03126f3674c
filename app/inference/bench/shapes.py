"""The true shapes of the models of the catalogue, as their publishers' configurations give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.models import EngineTask, ModelForm, ModelSpec, Runtime

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class WriterShape:
    """A Qwen2: widths, layers, query heads, key heads, rows of the vocabulary, one table for input and output."""

    hidden: int
    ffn: int
    layers: int
    heads: int
    kv_heads: int
    vocabulary: int
    tied: bool


@dataclass(frozen=True, slots=True)
class ReaderShape:
    """An XLM-RoBERTa: widths, layers, heads, longest text in tokens, rows of the vocabulary."""

    hidden: int
    ffn: int
    layers: int
    heads: int
    window: int
    vocabulary: int


@dataclass(frozen=True, slots=True)
class TranslatorShape:
    """An IndicTrans2: widths, layers of each side, heads, rows of both vocabularies.

    Attributes:
        distilled: Whether there is a norm after the embeddings.
        tied: Whether the decoder's embeddings are its output layer.
        source: "en" or "indic".
        target: "en" or "indic".
    """

    hidden: int
    ffn: int
    layers: int
    heads: int
    source_rows: int
    target_rows: int
    distilled: bool
    tied: bool
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class VoiceShape:
    """An MMS voice (VITS)."""

    hidden_size: int = 192
    num_hidden_layers: int = 6
    num_attention_heads: int = 2
    ffn_dim: int = 768
    flow_size: int = 192
    spectrogram_bins: int = 513
    upsample_initial_channel: int = 512
    resblock_kernel_sizes: tuple[int, ...] = (3, 7, 11)
    resblock_dilation_sizes: tuple[tuple[int, ...], ...] = ((1, 3, 5),) * 3
    depth_separable_num_layers: int = 3
    duration_predictor_filter_channels: int = 256
    prior_encoder_num_flows: int = 4
    prior_encoder_num_wavenet_layers: int = 4
    posterior_encoder_num_wavenet_layers: int = 16
    sampling_rate: int = 16_000


Shape = WriterShape | ReaderShape | TranslatorShape | VoiceShape

_EN, _INDIC_IN, _INDIC_OUT, _EN_OUT = 32_322, 122_706, 122_672, 32_296
_VOICES = ("eng", "hin", "tam", "tel", "ben", "mar", "guj", "kan", "mal", "pan", "ory")


def _large(source_rows: int, target_rows: int, source: str, target: str) -> TranslatorShape:
    return TranslatorShape(1024, 8192, 18, 16, source_rows, target_rows, False, False, source, target)


def _small(source_rows: int, target_rows: int, source: str, target: str, *, tied: bool = True) -> TranslatorShape:
    return TranslatorShape(512, 2048, 18, 8, source_rows, target_rows, True, tied, source, target)


BGE = ReaderShape(1024, 4096, 24, 16, 8192, 250_002)
DISTILLED = _small(_EN, _INDIC_OUT, "en", "indic")
SHAPES: Mapping[str, Shape] = {
    "qwen2.5-0.5b-instruct": WriterShape(896, 4864, 24, 14, 2, 151_936, tied=True),
    "qwen2.5-1.5b-instruct": WriterShape(1536, 8960, 28, 12, 2, 151_936, tied=True),
    "qwen2.5-3b-instruct": WriterShape(2048, 11008, 36, 16, 2, 151_936, tied=True),
    "qwen2.5-7b-instruct": WriterShape(3584, 18944, 28, 28, 4, 152_064, tied=False),
    "indictrans2-en-indic-1b": _large(_EN, _INDIC_OUT, "en", "indic"),
    "indictrans2-indic-en-1b": _large(_INDIC_IN, _EN_OUT, "indic", "en"),
    "indictrans2-indic-indic-1b": _large(_INDIC_IN, _INDIC_OUT, "indic", "indic"),
    "indictrans2-en-indic-dist-200m": DISTILLED,
    "indictrans2-indic-en-dist-200m": _small(_INDIC_IN, _EN_OUT, "indic", "en"),
    "indictrans2-indic-indic-dist-320m": _small(_INDIC_IN, _INDIC_OUT, "indic", "indic", tied=False),
    "bge-m3": BGE,
    "bge-reranker-v2-m3": BGE,
    **{f"mms-tts-{code}": VoiceShape() for code in _VOICES},
}
"""By the id of the model."""

_CONVERTED = {
    EngineTask.GENERATE: (Runtime.CTRANSLATE2,),
    EngineTask.TRANSLATE: (Runtime.CTRANSLATE2,),
    EngineTask.EMBED: (Runtime.CTRANSLATE2,),
    EngineTask.RERANK: (Runtime.CTRANSLATE2,),
}
_BUILT = {
    EngineTask.GENERATE: (*_CONVERTED[EngineTask.GENERATE], Runtime.OPENVINO, Runtime.TRANSFORMERS, Runtime.MLX),
    EngineTask.TRANSLATE: _CONVERTED[EngineTask.TRANSLATE],
    EngineTask.EMBED: (*_CONVERTED[EngineTask.EMBED], Runtime.SENTENCE_TRANSFORMERS),
    EngineTask.RERANK: _CONVERTED[EngineTask.RERANK],
    EngineTask.SPEAK: (Runtime.TRANSFORMERS,),
}


def can_build(spec: ModelSpec, form: ModelForm, shapes: Mapping[str, Shape]) -> bool:
    """Whether random weights of this form can be made."""
    return spec.id in shapes and form.runtime in _BUILT.get(spec.task, ())


def source_bytes(spec: ModelSpec, form: ModelForm) -> int:
    """Bytes of what a form is converted from, 0 where it is written as it runs."""
    if form.runtime not in _CONVERTED.get(spec.task, ()):
        return 0
    return spec.parameters * (2 if spec.task is EngineTask.GENERATE else 4)
