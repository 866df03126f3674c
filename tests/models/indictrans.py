"""Tiny IndicTrans2 models: the true architecture and layout of files, a real trained vocabulary, random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from app.domain.languages import LANGUAGES
from app.inference.bench.shapes import TranslatorShape
from tests.models.weights import Weights, write_json

Variant = Literal["1B", "dist-200M", "dist-320M"]

WINDOW = 256


TINY = TranslatorShape(32, 64, 2, 4, 0, 0, distilled=True, tied=True, source="en", target="indic")
"""Its vocabularies are as large as what was learned."""
END = 2
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")

_ENGLISH = (
    "Plants make their own food from sunlight , water and air .",
    "The leaves take in carbon dioxide and give out oxygen during the day .",
    "Roots hold the plant in the soil and take up water < ID1 > .",
    "How many seeds are there in one pod ? Count them and write the number 1234567890 .",
    "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ < ID2 > ( ) [ ] / % - : ; ' \" !",
)
_INDIC = (
    "पौधे धूप , पानी और हवा से अपना भोजन बनाते हैं ।",
    "पत्तियाँ दिन में कार्बन डाइऑक्साइड लेती हैं और ऑक्सीजन देती हैं ।",
    "जड़ें पौधे को मिट्टी में थामे रखती हैं और पानी सोखती हैं < ID1 > ।",
    "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह ळ 1234567890 < ID2 >",
    "अ आ इ ई उ ऊ ए ऐ ओ औ ऋ ा ि ी ु ू ृ े ै ो ौ ् ं ः ँ ़ ? ! ( ) / % - : ; . ' \"",
)


def build_indictrans(
    folder: Path, *, variant: Variant, direction: str = "en-indic", shape: TranslatorShape = TINY, ends: float = 0.1
) -> Path:
    """Write an IndicTrans2 of random weights into `folder`, as its publisher lays it out.

    Args:
        folder: Made if need be.
        variant: "1B" has no norm after the embeddings, "dist-200M" ties the decoder's embeddings, "dist-320M" not.
        direction: "en-indic", "indic-en" or "indic-indic": which vocabulary is whose.
        shape: Its widths, depths and sizes.
        ends: How soon answers end; 0 for hardly ever.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source, target = direction.split("-")
    texts = {"en": _ENGLISH, "indic": _INDIC}
    learned = _vocabulary(folder, "SRC", texts[source]), _vocabulary(folder, "TGT", texts[target])
    sizes = shape.source_rows or learned[0], shape.target_rows or learned[1]
    distilled, tied = variant != "1B", variant == "dist-200M"
    _write_config(folder, shape, sizes, layernorm_embedding=distilled, share_decoder_input_output_embed=tied)
    weights = Weights(29, scale=0.5)  # large, so that different words give different answers
    tables = Weights(31, scale=0.08)  # small, or an answer says its last token for ever
    tables.matrix("model.encoder.embed_tokens.weight", sizes[0], shape.hidden)
    tables.matrix("model.decoder.embed_tokens.weight", sizes[1], shape.hidden)
    if not tied:
        tables.matrix("lm_head.weight", sizes[1], shape.hidden)
    weights.arrays |= tables.arrays
    for side in ("encoder", "decoder"):
        _stack(weights, f"model.{side}", shape, norm_after_embedding=distilled)
    # the end token leans towards what all states have in common, so that answers end, some sooner than others
    output = weights.arrays["model.decoder.embed_tokens.weight" if tied else "lm_head.weight"]
    output[END] = ends * weights.arrays["model.decoder.layer_norm.bias"]
    weights.save(folder / "model.safetensors")
    return folder


def _write_config(folder: Path, shape: TranslatorShape, sizes: tuple[int, int], **flags: bool) -> None:
    config: dict[str, object] = {
        "architectures": ["IndicTransForConditionalGeneration"],
        "auto_map": {"AutoConfig": "configuration_indictrans.IndicTransConfig"},
        "model_type": "IndicTrans",
        "activation_function": "gelu",
        "encoder_vocab_size": sizes[0],
        "decoder_vocab_size": sizes[1],
        "scale_embedding": True,
        "max_source_positions": WINDOW,
        "max_target_positions": WINDOW,
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": END,
        "decoder_start_token_id": END,
    }
    for side in ("encoder", "decoder"):
        config |= {
            f"{side}_embed_dim": shape.hidden,
            f"{side}_ffn_dim": shape.ffn,
            f"{side}_layers": shape.layers,
            f"{side}_attention_heads": shape.heads,
            f"{side}_normalize_before": True,
        }
    write_json(folder / "config.json", config | flags)


def _stack(weights: Weights, name: str, shape: TranslatorShape, *, norm_after_embedding: bool) -> None:
    hidden = shape.hidden
    if norm_after_embedding:
        weights.norm(f"{name}.layernorm_embedding", hidden)
    attentions = ("self_attn", "encoder_attn") if name.endswith("decoder") else ("self_attn",)
    for layer in range(shape.layers):
        place = f"{name}.layers.{layer}"
        for attention in attentions:
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                weights.linear(f"{place}.{attention}.{part}", hidden, hidden)
            weights.norm(f"{place}.{attention}_layer_norm", hidden)
        weights.linear(f"{place}.fc1", shape.ffn, hidden)
        weights.linear(f"{place}.fc2", hidden, shape.ffn)
        weights.norm(f"{place}.final_layer_norm", hidden)
    weights.norm(f"{name}.layer_norm", hidden)


def _vocabulary(folder: Path, side: str, texts: tuple[str, ...]) -> int:
    """Train a sentencepiece model, write it with its dictionary; the number of tokens."""
    import sentencepiece

    model = folder / f"model.{side}"
    with model.open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts * 3),
            model_writer=file,
            model_type="bpe",
            vocab_size=260,
            hard_vocab_limit=False,
            character_coverage=1.0,
            minloglevel=2,
        )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    known = [pieces.id_to_piece(place) for place in range(pieces.get_piece_size())]
    tags = [language.flores for language in LANGUAGES]
    tokens = list(dict.fromkeys((*SPECIALS, *tags, *known)))
    write_json(folder / f"dict.{side}.json", {token: place for place, token in enumerate(tokens)})
    return len(tokens)
