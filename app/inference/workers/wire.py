"""What travels between a worker process and its client: msgpack, one message per `send_bytes`, never pickle.

A message is a tagged struct. Payloads are msgpack inside the message, so the reader thread never needs to know the
types of a task. Large arrays and pictures travel as files in the job's staging folder.
"""

from __future__ import annotations

import msgspec

MESSAGE_LIMIT = 64 * 1024 * 1024
"""Bytes a message may have; the sender refuses more, the receiver ends the process that sends more."""


class Call(msgspec.Struct, tag="call", array_like=True, frozen=True):
    """Client to worker: run `task` on a request."""

    number: int
    task: str
    payload: bytes


class Cancel(msgspec.Struct, tag="cancel", array_like=True, frozen=True):
    """Client to worker: the result of a call is no longer wanted."""

    number: int


class Advanced(msgspec.Struct, tag="progress", array_like=True, frozen=True):
    """Worker to client: units finished."""

    number: int
    done: int
    total: int


class Finished(msgspec.Struct, tag="ok", array_like=True, frozen=True):
    """Worker to client: the result."""

    number: int
    payload: bytes


class Cancelled(msgspec.Struct, tag="cancelled", array_like=True, frozen=True):
    """Worker to client: stopped as asked."""

    number: int


class Faulted(msgspec.Struct, tag="fault", array_like=True, frozen=True):
    """Worker to client: the input or the environment is at fault."""

    number: int
    key: str
    params: dict[str, str]
    help_topic: str


class Crashed(msgspec.Struct, tag="bug", array_like=True, frozen=True):
    """Worker to client: a bug, with its traceback for the log."""

    number: int
    traceback: str


ToWorker = Call | Cancel
ToClient = Advanced | Finished | Cancelled | Faulted | Crashed


def encode(message: msgspec.Struct) -> bytes:
    """Bytes of one message of this module or of `model_wire`.

    Raises:
        ValueError: the message is larger than `MESSAGE_LIMIT`.
    """
    data = msgspec.msgpack.encode(message)
    if len(data) > MESSAGE_LIMIT:
        raise ValueError(f"message of {len(data)} bytes; large data travels as files or in shared memory")
    return data


def decode_to_worker(data: bytes) -> ToWorker:
    """The message a client sent."""
    message: ToWorker = msgspec.msgpack.decode(data, type=ToWorker)
    return message


def decode_to_client(data: bytes) -> ToClient:
    """The message a worker sent."""
    message: ToClient = msgspec.msgpack.decode(data, type=ToClient)
    return message
