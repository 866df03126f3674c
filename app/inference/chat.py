"""Chat with a Qwen2.5 model: from messages to tokens, and from tokens back to text as they come.

The template is Qwen2.5's ChatML without tools; the tokens are the same as those of transformers'
`apply_chat_template`, but for one thing: a control token written inside a message stays plain text there.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import UserFacingError
from app.inference.model_folder import read_config, read_json, whole_number
from app.inference.protocols import GeneratedPiece, GenerateRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_START, _END = "<|im_start|>", "<|im_end|>"
_DEFAULT_SYSTEM = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."
_ROLES = ("system", "user", "assistant")


class Encoding(Protocol):
    """Tokens of a text."""

    @property
    def ids(self) -> list[int]:
        """Their numbers."""
        ...


class AddedToken(Protocol):
    """A token that stands outside the byte pairs."""

    content: str
    special: bool


class Tokenizer(Protocol):
    """What is used of `tokenizers.Tokenizer`."""

    encode_special_tokens: bool

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> Encoding:
        """Tokens of a text."""
        ...

    def id_to_token(self, id: int) -> str | None:  # noqa: A002 - the library's name
        """A token's text in the byte alphabet."""
        ...

    def token_to_id(self, token: str) -> int | None:
        """A token's number."""
        ...

    def get_added_tokens_decoder(self) -> Mapping[int, AddedToken]:
        """The tokens outside the byte pairs."""
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request in tokens.

    Attributes:
        ids: What the model reads, the start of the answer included.
        begun: Tokens of the answer among them.
        limit: Tokens that the answer may have in all.
    """

    ids: tuple[int, ...]
    begun: int
    limit: int

    @property
    def room(self) -> int:
        """How many more tokens may be generated; 0 or less where the answer is as long as it may be."""
        return self.limit - self.begun


class Chat:
    """The tokens of one Qwen2.5 model.

    Attributes:
        end_ids: Numbers of the tokens that end an answer.
        window: Tokens that the model can look at.
    """

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        tokenizer.encode_special_tokens = True  # a control token in a page is text
        self._name = folder.name
        self._tokenizer = tokenizer
        self._added = tokenizer.get_added_tokens_decoder()
        start, end = tokenizer.token_to_id(_START), tokenizer.token_to_id(_END)
        if start is None or end is None:
            raise UserFacingError("engine.load_failed", name=self._name)
        self._start, self._end = start, end
        self.window = whole_number(read_config(folder), "max_position_embeddings", folder)
        self.end_ids = _end_ids(folder) | {end}

    def prompt(self, request: GenerateRequest) -> Prompt:
        """The request in tokens.

        Raises:
            UserFacingError: there is nothing to answer (``usage.no_text``), or it leaves no room for an answer in the
                window (``engine.too_long``).
        """
        messages = [(one.role, one.text) for one in request.messages]
        if not any(text.strip() for _, text in messages):
            raise UserFacingError("usage.no_text")
        if messages[0][0] != "system":
            messages.insert(0, ("system", _DEFAULT_SYSTEM))
        newline = self._encode("\n")
        ids: list[int] = []
        for role, text in messages:
            if role not in _ROLES:
                raise ValueError(f"no such role: {role}")
            ids += [self._start, *self._encode(f"{role}\n{text}"), self._end, *newline]
        ids += [self._start, *self._encode("assistant\n")]
        before = len(ids)
        if before >= self.window:
            raise UserFacingError("engine.too_long", name=self._name)
        ids += self._encode(request.answer_start)
        return Prompt(tuple(ids), len(ids) - before, min(request.max_tokens, self.window - before))

    def strings(self, ids: Iterable[int]) -> list[str]:
        """The tokens as the strings that some libraries want."""
        return [token for one in ids if (token := self._tokenizer.id_to_token(one)) is not None]

    def pieces(self, request: GenerateRequest, prompt: Prompt, ids: Iterable[int]) -> Iterator[GeneratedPiece]:
        """The answer's new text, one piece for each token, until an end token, a stop text or the limit.

        Bytes of a letter that is not whole yet, and text that may be the beginning of a stop text, wait for the
        next piece, so a piece may be empty.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        waiting, count = "", prompt.begun
        for number in ids:
            if number in self.end_ids:
                break
            count += 1
            waiting += decoder.decode(self._bytes(number))
            if (cut := _first(waiting, request.stop)) is not None:
                yield GeneratedPiece(waiting[:cut], count, "stop")
                return
            if count >= prompt.limit:
                break
            whole = len(waiting) - _may_begin(waiting, request.stop)
            yield GeneratedPiece(waiting[:whole], count)
            waiting = waiting[whole:]
        yield GeneratedPiece(waiting, count, "length" if count >= prompt.limit else "stop")

    def _encode(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def _bytes(self, number: int) -> bytes:
        if added := self._added.get(number):
            return b"" if added.special else added.content.encode()
        token = self._tokenizer.id_to_token(number) or ""  # a row of the table that stands for no token
        return bytes(_BYTES[letter] for letter in token)


def _end_ids(folder: Path) -> frozenset[int]:
    if not (folder / "generation_config.json").is_file():
        return frozenset()
    named = read_json(folder, "generation_config.json").get("eos_token_id")
    return frozenset(one for one in (named if isinstance(named, list) else [named]) if isinstance(one, int))


def _first(text: str, stops: Sequence[str]) -> int | None:
    found = [place for stop in stops if stop and (place := text.find(stop)) >= 0]
    return min(found) if found else None


def _may_begin(text: str, stops: Sequence[str]) -> int:
    """How many of the last letters may be the beginning of a stop text."""
    lengths = (size for stop in stops for size in range(1, len(stop)) if text.endswith(stop[:size]))
    return max(lengths, default=0)


def _byte_alphabet() -> dict[str, int]:
    """The letters that byte-level BPE writes for bytes: printable ones for themselves, the others from U+0100 on.

    Source: `bytes_to_unicode` of GPT-2's encoder.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [one for one in range(256) if one not in printable]
    return {chr(one): one for one in printable} | {chr(256 + index): one for index, one in enumerate(others)}


_BYTES = _byte_alphabet()
