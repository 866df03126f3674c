"""An MMS voice of a given shape with random weights: for speed and tests, never for what it sounds like."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.domain.languages import Language, by_code
from app.inference.model_folder import library

if TYPE_CHECKING:
    from pathlib import Path

    from app.inference.bench.shapes import VoiceShape

_SEED = 23
FIRST_LETTERS = {"tel": "త", "pan": "ਏ", "eng": "k", "tam": "3", "mal": "—", "guj": "|"}
"""What has number 0 in the publisher's vocabularies."""


def letters(language: Language) -> list[str]:
    """Letters and marks of a language as a voice knows them: no digits, no dandas, no Latin beside its own script."""
    if language.script == "Latn":
        own = "abcdefghijklmnopqrstuvwxyz'"
    else:
        first, last = language.block
        own = "".join(chr(one) for one in range(first, last + 1) if unicodedata.category(chr(one))[0] in "LM")
    start = FIRST_LETTERS.get(language.mms, own[0])
    return [start, *(one for one in f"{own} -" if one != start)]


def build(folder: Path, shape: VoiceShape, language: str) -> Path:
    """Write the voice of a language (ISO 639-1) into `folder`, as its publisher lays it out; the same each time.

    Letters last about as long as a speaker's: random lengths would be minutes.

    Raises:
        UserFacingError: ``engine.library_missing``.
    """
    with library("torch"):
        import torch
    with library("safetensors"):
        from safetensors.torch import save_file
    with library("transformers"):
        from transformers import VitsConfig, VitsModel

    folder.mkdir(parents=True, exist_ok=True)
    found = by_code(language)
    vocab = {letter: number for number, letter in enumerate(letters(found))}
    config = VitsConfig(vocab_size=len(vocab), **asdict(shape))
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(_SEED)
        model = VitsModel(config)
        with torch.no_grad():
            for name, weights in model.named_parameters():
                if "embed" in name or "project" in name:  # so that another letter is another sound
                    weights.normal_(0.0, 0.5)
            model.decoder.conv_post.weight.mul_(0.002)  # far from the limits of loudness
            model.duration_predictor.flows[0].log_scale.fill_(1.5)
            model.duration_predictor.flows[0].translate.fill_(-2.0)
    settled = {_published(name): one.contiguous() for name, one in model.state_dict().items()}
    save_file(settled, folder / "model.safetensors", metadata={"format": "pt"})
    settings = {key: value for key, value in config.to_diff_dict().items() if key != "transformers_version"}
    _write(folder / "config.json", {**settings, "architectures": ["VitsModel"], "torch_dtype": "float32"})
    _write(folder / "vocab.json", vocab)
    tokenizer = {"add_blank": True, "is_uroman": False, "language": found.mms, "normalize": True, "phonemize": False}
    tokens = {"pad_token": next(iter(vocab)), "unk_token": "<unk>"}
    _write(folder / "tokenizer_config.json", {**tokenizer, **tokens, "tokenizer_class": "VitsTokenizer"})
    _write(folder / "special_tokens_map.json", tokens)
    return folder


def _published(name: str) -> str:
    """The publisher's files are older than torch's parametrizations."""
    for number, part in enumerate("gv"):
        name = name.replace(f"parametrizations.weight.original{number}", f"weight_{part}")
    return name


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
