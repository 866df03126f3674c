"""A tiny MMS voice: the true architecture (VITS) and layout of files, tokenizer included, random weights."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.languages import Language, resolve
from tests.models.weights import write_json


@dataclass(frozen=True)
class Shape:
    hidden_size: int = 16
    num_hidden_layers: int = 2
    num_attention_heads: int = 2
    ffn_dim: int = 32
    flow_size: int = 16
    spectrogram_bins: int = 9
    upsample_initial_channel: int = 32
    resblock_kernel_sizes: tuple[int, ...] = (3,)
    resblock_dilation_sizes: tuple[tuple[int, ...], ...] = ((1, 3),)
    depth_separable_num_layers: int = 2
    duration_predictor_filter_channels: int = 16
    prior_encoder_num_flows: int = 2
    prior_encoder_num_wavenet_layers: int = 2
    posterior_encoder_num_wavenet_layers: int = 2
    sampling_rate: int = 16_000


TINY = Shape()
TRUE = Shape(
    192, 6, 2, 768, 192, 513, 512, (3, 7, 11), ((1, 3, 5),) * 3, 3, 256, 4, 4, 16
)  # of the publisher's voices, for benchmarks: 36.29 million weights

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


def build_mms(folder: Path, *, language: str = "hin", shape: Shape = TINY) -> Path:
    """Write the voice of a language (any code of it) into `folder`; the same each time."""
    import torch
    from safetensors.torch import save_file
    from transformers import VitsConfig, VitsModel

    folder.mkdir(parents=True, exist_ok=True)
    found = resolve(language)
    assert found is not None, language
    vocab = {letter: number for number, letter in enumerate(letters(found))}
    config = VitsConfig(vocab_size=len(vocab), **asdict(shape))
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(23)
        model = VitsModel(config)
        with torch.no_grad():
            for name, weights in model.named_parameters():
                if "embed" in name or "project" in name:  # so that another letter is another sound
                    weights.normal_(0.0, 0.5)
            model.decoder.conv_post.weight.mul_(0.002)  # far from the limits of loudness
            model.duration_predictor.flows[0].log_scale.fill_(1.5)  # random lengths of letters would be minutes
            model.duration_predictor.flows[0].translate.fill_(-2.0)
    settled = {_published(name): one.contiguous() for name, one in model.state_dict().items()}
    save_file(settled, folder / "model.safetensors", metadata={"format": "pt"})
    settings = {key: value for key, value in config.to_diff_dict().items() if key != "transformers_version"}
    write_json(folder / "config.json", {**settings, "architectures": ["VitsModel"], "torch_dtype": "float32"})
    write_json(folder / "vocab.json", vocab)
    tokenizer = {"add_blank": True, "is_uroman": False, "language": found.mms, "normalize": True, "phonemize": False}
    write_json(
        folder / "tokenizer_config.json",
        {**tokenizer, "pad_token": next(iter(vocab)), "tokenizer_class": "VitsTokenizer", "unk_token": "<unk>"},
    )
    write_json(folder / "special_tokens_map.json", {"pad_token": next(iter(vocab)), "unk_token": "<unk>"})
    return folder


def _published(name: str) -> str:
    """The publisher's files are older than torch's parametrizations."""
    for number, part in enumerate("gv"):
        name = name.replace(f"parametrizations.weight.original{number}", f"weight_{part}")
    return name
