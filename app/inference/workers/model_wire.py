"""What travels between the model worker and its client: msgpack, one message per `send_bytes`, never pickle.

Many calls are under way at once; each message names its call by a number that no other call of the client ever has.
Orders and results are msgpack inside the message; large arrays travel in shared memory that the client lends.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from app.domain.jobs import Lane  # noqa: TC001 - msgspec reads the annotations at run time
from app.domain.models import Route  # noqa: TC001
from app.inference.workers.accelerator_queue import BatchLimits
from app.inference.workers.wire import Cancelled, Crashed

INLINE_LIMIT = 256 * 1024
"""Bytes of an array that still travel inside the message."""


@dataclass(frozen=True, slots=True)
class ModelWorkerSettings:
    """What a model worker is started with.

    Attributes:
        engines: "module:function" of an `EngineLoader`.
        models: Folder that holds the model folders.
        budget: Bytes the worker may hold, models and all; it evicts models to keep within.
        card_budget: Bytes of a graphics card's own memory that models may take; 0 where there is no card.
        memory: Resident bytes at which the client ends the worker; 0 never does.
        keep_alive: Seconds an idle model stays loaded.
        limits: Of one batch.
    """

    engines: str
    models: str
    budget: int
    memory: int = 0
    card_budget: int = 0
    keep_alive: float = 600.0
    limits: BatchLimits = field(default_factory=BatchLimits)


@dataclass(frozen=True, slots=True)
class TranslateOrder:
    """Texts, from and to a language, their numbers and formulas under marks or not."""

    texts: tuple[str, ...]
    source: str
    target: str
    protect: bool = True


@dataclass(frozen=True, slots=True)
class TextsOrder:
    """Texts to embed or to classify."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RerankOrder:
    """Passages to judge by a query."""

    query: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeakOrder:
    """One sentence to speak."""

    text: str
    language: str
    speed: float


@dataclass(frozen=True, slots=True)
class InfoOrder:
    """Arguments of the engine's `info`."""

    arguments: tuple[str, ...] = ()


class Submit(msgspec.Struct, tag="submit", array_like=True, frozen=True):
    """Client to worker: do `kind` with the model of the route."""

    number: int
    lane: Lane
    kind: str
    route: Route
    order: bytes


class CancelCall(msgspec.Struct, tag="cancel", array_like=True, frozen=True):
    """Client to worker: the result of a call is no longer wanted."""

    number: int


class Lent(msgspec.Struct, tag="lent", array_like=True, frozen=True):
    """Client to worker: the shared memory that was wanted."""

    number: int
    name: str


class Ready(msgspec.Struct, tag="ready", array_like=True, frozen=True):
    """Worker to client: the process reads its pipe."""

    number: int = 0


class Phase(msgspec.Struct, tag="phase", array_like=True, frozen=True):
    """Worker to client: the call is worked on from now on, or waits again."""

    number: int
    running: bool


class Piece(msgspec.Struct, tag="piece", array_like=True, frozen=True):
    """Worker to client: more of a generated answer; `tokens` counts from the order's `answer_start`."""

    number: int
    text: str
    tokens: int
    finish: str


class Wanted(msgspec.Struct, tag="wanted", array_like=True, frozen=True):
    """Worker to client: the result needs shared memory of this many bytes."""

    number: int
    size: int


class Done(msgspec.Struct, tag="done", array_like=True, frozen=True):
    """Worker to client: the result; `data` inline, or the first `lent` bytes of the lent memory."""

    number: int
    payload: bytes = b""
    data: bytes = b""
    lent: int = 0


class EngineFaulted(msgspec.Struct, tag="fault", array_like=True, frozen=True):
    """Worker to client: a sentence for a person; `of_engine` where it is no fault of the order."""

    number: int
    key: str
    params: dict[str, str]
    help_topic: str
    of_engine: bool
    traceback: str = ""


class RestartMe(msgspec.Struct, tag="restart", array_like=True, frozen=True):
    """Worker to client: only a new process has the memory for this call."""

    number: int


ToModelWorker = Submit | CancelCall | Lent
ToModelClient = Ready | Phase | Piece | Wanted | Done | Cancelled | EngineFaulted | Crashed | RestartMe


def decode_to_worker(data: bytes) -> ToModelWorker:
    """The message a client sent."""
    message: ToModelWorker = msgspec.msgpack.decode(data, type=ToModelWorker)
    return message


def decode_to_client(data: bytes) -> ToModelClient:
    """The message a worker sent."""
    message: ToModelClient = msgspec.msgpack.decode(data, type=ToModelClient)
    return message
