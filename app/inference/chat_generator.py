"""What every runtime's `TextGenerator` shares: the request becomes tokens, and the runtime's tokens become text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import closing
from typing import TYPE_CHECKING, Any

from app.inference.held_model import HeldModel
from app.inference.making_room import Leavable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from app.inference.chat import Chat, Prompt
    from app.inference.protocols import EngineInfo, GeneratedPiece, GenerateRequest


class ChatGenerator(Leavable, ABC):
    """`TextGenerator` over one loaded Qwen2.5; a runtime adds how the next token is found."""

    def __init__(self, model: Any, chat: Chat, info: EngineInfo) -> None:  # noqa: ANN401 - each library has its own
        self._held = HeldModel(model)
        self._chat = chat
        self._info = info

    def info(self) -> EngineInfo:
        """The engine."""
        return self._info

    def generate(self, request: GenerateRequest) -> Iterator[GeneratedPiece]:
        """The answer, piece by piece; closing the iterator ends the work within one token.

        Raises:
            UserFacingError: there is nothing to answer (``usage.no_text``) or the prompt does not fit the window
                (``engine.too_long``).
        """
        return self._answer(request, self._chat.prompt(request))

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        self._held.close()

    def _answer(self, request: GenerateRequest, prompt: Prompt) -> Iterator[GeneratedPiece]:
        with closing(self._ids(request, prompt)) as ids:
            yield from self._chat.pieces(request, prompt, ids)

    @abstractmethod
    def _ids(self, request: GenerateRequest, prompt: Prompt) -> Generator[int, None, None]:
        """The tokens of the answer, each computed when it is asked for; at most `prompt.room`."""
