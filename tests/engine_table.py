"""Small engines of every kind for tests of the model worker; they compute what they answer, and misbehave when told to.

The writer is a real recurrent network over sixty-four words that decodes one word at a time, busily, and reads the
start of an answer as a model does, so that an interrupted answer goes on as it would have. Commands stand in the text:
"die", "bug", "fault", "deaf", "hoard", "keep", "network"; "die once" needs a file of that name in the model's folder,
and takes it away.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.domain.errors import UserFacingError
from app.domain.models import EngineTask, InstalledModel, Route, Runtime
from app.inference.protocols import Embeddings, EngineInfo, GeneratedPiece, GenerateRequest, SafetyVerdict, Speech
from tests import network_probe

WORDS = tuple(f"{first}{second}" for first in "bdgkmnpt" for second in ("a", "e", "i", "o", "u", "ai", "au", "ya"))
WIDTH = 256
TOKEN_SECONDS = 0.01
"""What a word takes at least, computing."""
ENGINES = f"{__name__}:load"


def route(task: EngineTask, name: str = "", *, needs: int = 1) -> Route:
    """What the router would say about one of these engines."""
    name = name or f"tiny-{task}"
    model = InstalledModel(name, name, Runtime.CTRANSLATE2, "float32", "c" * 64, 1, True, "2026-01-01")
    return Route(task, model, compute_type="float32", threads=1, needs=needs)


def _reach(text: str) -> None:
    if text.startswith("reach "):
        raise ConnectionError("; ".join(network_probe.reach(int(text.removeprefix("reach ")))))


_KEPT: list[npt.NDArray[np.float64]] = []  # what an allocator does not return


class Tiny:
    """What they share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closed = False

    def info(self, *arguments: str) -> EngineInfo:
        return EngineInfo(self.folder.name, ":".join(("tiny", *arguments)), uses_ai=True)

    def close(self) -> None:
        self.closed = True

    def obey(self, text: str) -> None:
        """Do what the text says instead of what the engine is for."""
        if text == "die once":
            if (self.folder / text).exists():
                (self.folder / text).unlink()
                os.kill(os.getpid(), signal.SIGKILL)
        elif text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif text == "bug":
            raise ZeroDivisionError("seeded")
        elif text == "fault":
            raise UserFacingError("import.empty_file", name="page.pdf")
        elif text == "deaf":
            time.sleep(3600)
        elif text.startswith("wait "):
            time.sleep(float(text.removeprefix("wait ")))
        elif text == "hoard":
            hoard = np.ones(600 << 17)
            time.sleep(float(hoard[0]) * 60)
        elif text == "keep":
            _KEPT.append(np.ones(600 << 17))
        elif text == "network":
            socket.create_connection(("127.0.0.1", 9), 1)
        elif text == "name":
            socket.getaddrinfo("localhost", 80)
        else:
            _reach(text)


class Writer(Tiny):
    """A recurrent network: every word changes the state, and the state chooses the next word."""

    def __init__(self, folder: Path, token_seconds: float = TOKEN_SECONDS) -> None:
        super().__init__(folder)
        self.token_seconds = token_seconds
        draw = np.random.default_rng(7)
        self.matrix = draw.normal(size=(WIDTH, WIDTH)) / np.sqrt(WIDTH)
        self.words = draw.normal(size=(len(WORDS), WIDTH))

    def generate(self, request: GenerateRequest) -> Iterator[GeneratedPiece]:
        prompt = request.messages[-1].text
        state = np.full(WIDTH, len(prompt) / 100)
        begun = request.answer_start.split()
        for word in begun:
            state = self._step(state, WORDS.index(word))
        for count in range(len(begun) + 1, request.max_tokens + 1):
            if prompt.endswith(f" at {count}"):
                self.obey(prompt.removesuffix(f" at {count}"))
            until = time.perf_counter() + self.token_seconds
            choice = int(np.argmax(self.words @ state))
            state = self._step(state, choice)
            while time.perf_counter() < until:
                self._step(state, choice)
            yield GeneratedPiece(WORDS[choice] + " ", count, "length" if count == request.max_tokens else "")

    def _step(self, state: npt.NDArray[np.float64], word: int) -> npt.NDArray[np.float64]:
        for _ in range(4):
            state = np.tanh(self.matrix @ state + self.words[word])
        return state


class Interpreter(Tiny):
    """Turns texts round, says how many it was given at once, and whether numbers were bare."""

    def translate(self, texts: Sequence[str], *, source: str, target: str, protect: bool = True) -> tuple[str, ...]:
        for text in texts:
            self.obey(text)
        return tuple(f"{target} {text[::-1]} {len(texts)}{'' if protect else ' bare'}" for text in texts)


class Reader(Tiny):
    """Vectors by hash of the text."""

    def embed(self, texts: Sequence[str]) -> Embeddings:
        for text in texts:
            self.obey(text)
        rows = [np.random.default_rng(seed_of(text)).normal(size=1024) for text in texts]
        dense = np.array([row / np.linalg.norm(row) for row in rows], np.float32)
        return Embeddings(dense, tuple({len(text): 0.5} for text in texts))


class Judge(Tiny):
    """Counts letters that query and passage share; finds the word "knife" unsafe."""

    def scores(self, query: str, passages: Sequence[str]) -> tuple[float, ...]:
        return tuple(float(len(set(query) & set(passage))) for passage in passages)

    def classify(self, texts: Sequence[str]) -> tuple[SafetyVerdict, ...]:
        return tuple(SafetyVerdict("knife" not in one, ("weapons",) if "knife" in one else ()) for one in texts)


class Voice(Tiny):
    """One second of sound for each letter."""

    def speak(self, text: str, *, language: str, speed: float) -> Speech:
        self.obey(text)
        return Speech(b"".join(bytes([ord(one) % 256, 1]) * 16000 for one in text), int(16000 * speed))


def seed_of(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


_KINDS: dict[EngineTask, type[Tiny]] = {
    EngineTask.GENERATE: Writer,
    EngineTask.TRANSLATE: Interpreter,
    EngineTask.EMBED: Reader,
    EngineTask.RERANK: Judge,
    EngineTask.SAFETY: Judge,
    EngineTask.SPEAK: Voice,
}


def load(wanted: Route, folder: Path) -> Tiny:
    """The `EngineLoader` of these engines."""
    if folder.name == "broken":
        raise RuntimeError("model.bin: unexpected end of file")
    if folder.name == "greedy":
        raise MemoryError
    if folder.name == "hoarding":
        hoard = np.ones(600 << 17)
        time.sleep(float(hoard[0]) * 60)
    return _KINDS[wanted.task](folder)
