"""A guard model: a language model that says of a text whether it is fit for a class, and why not (Qwen3Guard-Gen).

What it is asked stands in its own chat template, as its publisher wrote it: nothing of the question is ours, and a
later model of the family brings its own. The template is rendered once, around a mark, by jinja2's sandbox; a text is
put in the place of the mark and never becomes part of the template or a control token.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.chat import Chat, Prompt, Tokenizer
from app.inference.making_room import Leavable
from app.inference.model_folder import generator_info, library, loading, read_json
from app.inference.protocols import GenerateRequest, Message, SafetyVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.domain.models import Runtime
    from app.inference.chat_generator import ChatGenerator
    from app.inference.making_room import Look
    from app.inference.protocols import EngineInfo, GeneratedPiece

GUARD_VERSION = 1
"""Of our code around the model: raise it when verdicts change."""
CATEGORIES = (
    "Violent",
    "Non-violent Illegal Acts",
    "Sexual Content or Sexual Acts",
    "PII",
    "Suicide & Self-Harm",
    "Unethical Acts",
    "Politically Sensitive Topics",
    "Copyright Violation",
    "Jailbreak",
)
"""What a text may not be fit for, in the model's words."""

_NONE = "None"
_SAFE = "Safe"
_MARK = "TEXTGOESHERE"
_MOST_TOKENS = 64
_MOST_TEMPLATE = 1 << 18
_ANSWER = re.compile(
    r"(?:<think>\s*</think>\s*)?Safety: (?P<level>Safe|Controversial|Unsafe)\nCategories: (?P<names>[^\n]+)"
    r"(?:\nRefusal: (?:Yes|No))?\s*"
)
_NOT_JUDGED = SafetyVerdict(safe=False, judged=False)


def guard_info(folder: Path, runtime: Runtime, compute_type: str) -> EngineInfo:
    """The guard model in this folder as a library runs it; asked without loading it, and by the runtimes."""
    told = generator_info(folder, runtime, compute_type)
    return replace(told, fingerprint=f"{told.fingerprint}:guard-{GUARD_VERSION}")


def read_verdict(answer: str) -> SafetyVerdict:
    """What a guard said; an answer that is not exactly in its form, or that contradicts itself, is no judgement."""
    found = _ANSWER.fullmatch(answer)
    if found is None:
        return _NOT_JUDGED
    names = tuple(name.strip() for name in found["names"].split(","))
    categories = () if names == (_NONE,) else names
    if not set(categories) <= set(CATEGORIES) or (found["level"] == _SAFE and categories):
        return _NOT_JUDGED
    return SafetyVerdict(found["level"] == _SAFE, categories)


class GuardChat(Chat):
    """The tokens of a guard model: its question about a text in the place of a conversation."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        super().__init__(folder, tokenizer)
        self._parts = self._split(_rendered(folder))

    def prompt(self, request: GenerateRequest) -> Prompt:
        """The question about the last message.

        Raises:
            UserFacingError: as `Chat.prompt`.
        """
        text = request.messages[-1].text
        if not text.strip():
            raise UserFacingError("usage.no_text")
        ids: list[int] = []
        for part in self._parts:
            ids += [part] if isinstance(part, int) else self._encode(part.replace(_MARK, text))
        if len(ids) >= self.window:
            raise UserFacingError("engine.too_long", name=self._name)
        return Prompt(tuple(ids), 0, min(request.max_tokens, self.window - len(ids)))

    def _split(self, rendered: str) -> tuple[str | int, ...]:
        """The text between control tokens, and their numbers."""
        control = {one.content: number for number, one in self._added.items() if one.special}
        found = re.split("(" + "|".join(map(re.escape, control)) + ")", rendered)
        return tuple(control.get(part, part) for part in found if part)


class Guard(Leavable):
    """`SafetyClassifier` over a loaded guard model.

    Args:
        generator: The model, made with a `GuardChat`.
        info: Of `guard_info`.
    """

    def __init__(self, generator: ChatGenerator, info: EngineInfo) -> None:
        self._generator = generator
        self._info = info

    def info(self) -> EngineInfo:
        """The engine."""
        return self._info

    def classify(self, texts: Sequence[str]) -> tuple[SafetyVerdict, ...]:
        """A verdict for each text: "controversial" is not fit, and what it does not answer plainly is not judged."""
        return tuple(map(self._judged, texts))

    def attend(self, look: Look) -> None:
        """See `Leavable.attend`; the model behind it looks too."""
        super().attend(look)
        self._generator.attend(look)

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        self._generator.close()

    def _judged(self, text: str) -> SafetyVerdict:
        try:
            pieces = list(self._answer(text))
        except UserFacingError as error:
            if error.key not in ("usage.no_text", "engine.too_long"):
                raise
            return _NOT_JUDGED
        whole = bool(pieces) and pieces[-1].finish == "stop"
        return read_verdict("".join(piece.text for piece in pieces)) if whole else _NOT_JUDGED

    def _answer(self, text: str) -> Iterator[GeneratedPiece]:
        for piece in self._generator.generate(GenerateRequest((Message("user", text),), _MOST_TOKENS)):
            self.look()
            yield piece


def _rendered(folder: Path) -> str:
    """The publisher's template with the mark where the text goes."""
    with library("jinja2"):
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    with loading(folder):
        # as transformers renders templates
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        rendered = environment.from_string(_template(folder)).render(
            messages=[{"role": "user", "content": _MARK}], add_generation_prompt=True
        )
    if rendered.count(_MARK) != 1:
        raise UserFacingError("engine.load_failed", name=folder.name)
    return rendered


def _template(folder: Path) -> str:
    file = folder / "chat_template.jinja"
    if file.is_file():
        template: object = file.read_text(encoding="utf-8")
    else:
        template = read_json(folder, "tokenizer_config.json").get("chat_template")
    if not isinstance(template, str) or len(template) > _MOST_TEMPLATE:
        raise UserFacingError("engine.load_failed", name=folder.name)
    return template
