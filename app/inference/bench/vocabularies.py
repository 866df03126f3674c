"""Tokenizers as large as the publishers', whose tokens are the words of the bench's texts and made-up ones.

The true tokenizers belong to their publishers. How long one takes to load depends on how many tokens it has, how long
a text becomes depends on how many of its words are tokens: both are as with the true ones.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from app.inference.bench import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_PAIRS = 151_643
"""Tokens of Qwen2.5 before its three control tokens; the table has more rows than tokens."""
_WHOLE = {"pairs": 7, "pieces": 5}
"""Letters of the longest word that is one token: 1.2 and 1.3 tokens to an English word, signs included."""
_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""How Qwen2's tokenizer splits text before it looks for pairs."""
_PIECES = ("<s>", "<pad>", "</s>", "<unk>")


def byte_pairs(rows: int) -> tuple[dict[str, object], int]:
    """A Qwen2.5 `tokenizer.json` for a table of so many rows, and the number of its first control token."""
    letters = _byte_alphabet()
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    merges: list[list[str]] = []
    room = min(_PAIRS, rows - len(SPECIALS))
    for left, right in itertools.chain(_known_pairs(), _made_up_pairs(letters)):
        if len(vocabulary) >= room:
            break
        if left + right not in vocabulary:
            vocabulary[left + right] = len(vocabulary)
            merges.append([left, right])
    first = len(vocabulary)
    split = {"type": "Split", "pattern": {"Regex": _WORDS}, "behavior": "Isolated", "invert": False}
    by_byte = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    return {
        **_frame([_added(first + place, name) for place, name in enumerate(SPECIALS)]),
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, by_byte]},
        "post_processor": None,
        "decoder": by_byte,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "vocab": vocabulary, "merges": merges},
    }, first


def pieces(rows: int) -> dict[str, object]:
    """An XLM-RoBERTa `tokenizer.json` for a table of so many rows."""
    known = ["▁", *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,?!"]
    for word in texts.words():
        known += [f"▁{word[: _WHOLE['pieces']]}", word[_WHOLE["pieces"] :]]
    known = [one for one in dict.fromkeys(known) if one]
    fill = (
        "".join(one)
        for size in itertools.count(3)
        for one in itertools.product("अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधन", repeat=size)
    )
    table: list[list[object]] = [[name, 0.0] for name in _PIECES]
    table += [[one, -8.0 - len(table) / 1e6] for one in known[: rows - len(table) - 1]]
    table += [[one, -15.0] for one in itertools.islice(fill, rows - len(table) - 1)]
    table.append(["<mask>", 0.0])
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    start, end = ({"SpecialToken": {"id": name, "type_id": 0}} for name in ("<s>", "</s>"))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in ("A", "B"))
    return {
        **_frame([_added(place, name) for place, name in enumerate(_PIECES)] + [_added(rows - 1, "<mask>")]),
        "normalizer": {"type": "NFKC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, space]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, first, end],
            "pair": [start, first, end, end, second, end],
            "special_tokens": {
                name: {"id": name, "ids": [number], "tokens": [name]} for name, number in (("<s>", 0), ("</s>", 2))
            },
        },
        "decoder": space,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": table, "byte_fallback": False},
    }


def _frame(added: list[dict[str, object]]) -> dict[str, object]:
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added}


def _added(number: int, name: str) -> dict[str, object]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": number, "content": name, **flags, "special": True}


def _known_pairs() -> Iterator[tuple[str, str]]:
    """Letter by letter from the space before a word to the whole of it."""
    for word in texts.words():
        whole = f"Ġ{word[: _WHOLE['pairs']]}"  # a space in the alphabet of bytes
        yield from ((whole[:size], whole[size]) for size in range(1, len(whole)))


def _made_up_pairs(letters: list[str]) -> Iterator[tuple[str, str]]:
    """Tokens of bytes that no English text has."""
    high = letters[-64:]
    twos = list(itertools.product(high, high))
    yield from twos
    yield from ((one + other, third) for one, other in twos for third in high)


def _byte_alphabet() -> list[str]:
    """The letters that byte-level BPE writes for bytes (`bytes_to_unicode` of GPT-2's encoder), by byte."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [one for one in range(256) if one not in printable]
    letters = {one: chr(one) for one in printable} | {one: chr(256 + place) for place, one in enumerate(others)}
    return [letters[one] for one in range(256)]
