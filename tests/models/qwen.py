"""A tiny Qwen2.5-Instruct: the true architecture, layout of files and kind of tokenizer, random weights."""

from __future__ import annotations

from pathlib import Path

from tests.models.weights import Weights, write_json

WINDOW = 512
HIDDEN, FEED_FORWARD, LAYERS, HEADS, KEY_HEADS = 64, 128, 2, 4, 2
SPECIAL_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")

_SENTENCES = (
    "Plants make their own food from sunlight, water and air. This is called photosynthesis.",
    "The leaves of a plant take in carbon dioxide and give out oxygen in the day.",
    "system user assistant You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
    "Rewrite the passage in easier words for class 5. Keep every number and every name.",
    "पौधे धूप, पानी और हवा से अपना भोजन बनाते हैं। इसे प्रकाश संश्लेषण कहते हैं।",
    "தாவரங்கள் சூரிய ஒளியில் இருந்து உணவு தயாரிக்கின்றன.",
)
# as in Qwen2's own tokenizer.json
_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_CHAT_TEMPLATE = (
    "{%- if messages[0]['role'] == 'system' %}"
    "{{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}"
    "{%- else %}"
    "{{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}"
    "{%- endif %}"
    "{%- for message in messages %}"
    '{%- if (message.role == "user") or (message.role == "system" and not loop.first)'
    ' or (message.role == "assistant" and not message.tool_calls) %}'
    "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}"
    "{%- endif %}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
)


def build_qwen(folder: Path, *, dtype: str = "float32", seed: int = 7) -> Path:
    """Write the model into `folder` in the layout of the hub; `dtype` is "float32", "float16" or "bfloat16"."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokenizer(folder)
    end, end_of_message = tokens - 3, tokens - 1
    vocabulary = (tokens // 64 + 1) * 64  # more rows than tokens, as the publisher's
    _write_weights(folder, vocabulary, dtype, seed)
    write_json(folder / "config.json", _config(vocabulary, end, end_of_message, dtype))
    generation = {
        "bos_token_id": end,
        "pad_token_id": end,
        "do_sample": True,
        "eos_token_id": [end_of_message, end],
        "repetition_penalty": 1.1,
        "temperature": 0.7,
        "top_p": 0.8,
        "top_k": 20,
    }
    write_json(folder / "generation_config.json", generation)
    return folder


def _config(vocabulary: int, end: int, end_of_message: int, dtype: str) -> dict[str, object]:
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "attention_dropout": 0.0,
        "bos_token_id": end,
        "eos_token_id": end_of_message,
        "hidden_act": "silu",
        "hidden_size": HIDDEN,
        "initializer_range": 0.02,
        "intermediate_size": FEED_FORWARD,
        "max_position_embeddings": WINDOW,
        "max_window_layers": LAYERS,
        "model_type": "qwen2",
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "num_key_value_heads": KEY_HEADS,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000.0,
        "sliding_window": WINDOW,
        "tie_word_embeddings": True,
        "torch_dtype": dtype,
        "use_cache": True,
        "use_sliding_window": False,
        "vocab_size": vocabulary,
    }


def _write_tokenizer(folder: Path) -> int:
    """Byte-level BPE as Qwen's; returns how many tokens there are, the three special ones last."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="isolated", invert=False),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(_SENTENCES, trainer)
    tokenizer.add_special_tokens([AddedToken(one, special=True) for one in SPECIAL_TOKENS])
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer.model.save(str(folder))  # vocab.json and merges.txt
    settings = {
        "add_prefix_space": False,
        "bos_token": None,
        "chat_template": _CHAT_TEMPLATE,
        "eos_token": "<|im_end|>",
        "extra_special_tokens": ["<|im_start|>", "<|im_end|>"],
        "model_max_length": WINDOW,
        "pad_token": "<|endoftext|>",
        "tokenizer_class": "Qwen2Tokenizer",
        "unk_token": None,
    }
    write_json(folder / "tokenizer_config.json", settings)
    return int(tokenizer.get_vocab_size())


def _write_weights(folder: Path, vocabulary: int, dtype: str, seed: int) -> None:
    weights = Weights(seed)
    weights.matrix("model.embed_tokens.weight", vocabulary, HIDDEN)
    keys = HIDDEN // HEADS * KEY_HEADS
    for index in range(LAYERS):
        layer = f"model.layers.{index}"
        weights.norm(f"{layer}.input_layernorm", HIDDEN, bias=False)
        weights.linear(f"{layer}.self_attn.q_proj", HIDDEN, HIDDEN)
        weights.linear(f"{layer}.self_attn.k_proj", keys, HIDDEN)
        weights.linear(f"{layer}.self_attn.v_proj", keys, HIDDEN)
        weights.linear(f"{layer}.self_attn.o_proj", HIDDEN, HIDDEN, bias=False)
        weights.norm(f"{layer}.post_attention_layernorm", HIDDEN, bias=False)
        weights.linear(f"{layer}.mlp.gate_proj", FEED_FORWARD, HIDDEN, bias=False)
        weights.linear(f"{layer}.mlp.up_proj", FEED_FORWARD, HIDDEN, bias=False)
        weights.linear(f"{layer}.mlp.down_proj", HIDDEN, FEED_FORWARD, bias=False)
    weights.norm("model.norm", HIDDEN, bias=False)
    weights.save(folder / "model.safetensors", dtype=dtype)
