"""Edge voices of Microsoft's Read Aloud service, through `edge-tts`: for whoever switched them on and has a network.

Runs in the desktop process, the only one that may speak to the network (no worker has one), in a thread of its own for
each sentence. What comes back is MP3 and is decoded elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import textwrap
import threading
import time
import urllib.request
from typing import TYPE_CHECKING

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.languages import by_code
from app.inference.circuit_breaker import CircuitBreaker
from app.inference.protocols import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from app.domain.jobs import CancelToken

_HOST = "speech.platform.bing.com"
_SECONDS = 20.0  # for a sentence; a teacher waits for it
_REST_SECONDS = 120.0  # after a failure: a lesson has fifty sentences, and no network will not come between two of them
_ATTEMPTS = 2  # the service breaks a connection now and then
_CONNECT_SECONDS = 8
_LONGEST_TEXT = 600  # characters: above 4,096 bytes the library asks twice, and a cut first answer goes unseen
_MOST_BYTES = 4 << 20
_LOOK_EVERY = 0.05
_FAREWELL_SECONDS = 0.2  # after which it is left without one
_log = logging.getLogger(__name__)


class EdgeVoices:
    """The voices of the service, one for each language.

    Args:
        proxy: Address of a proxy at this moment, "" for what the environment or the operating system says.
        seconds: Longest time for a sentence.
        rest: Seconds the service is left alone after a failure.
    """

    def __init__(
        self, proxy: Callable[[], str] = str, *, seconds: float = _SECONDS, rest: float = _REST_SECONDS
    ) -> None:
        self._proxy = proxy
        self._seconds = seconds
        self._breaker = CircuitBreaker("edge-tts", errors=1, seconds=rest)

    def info(self, language: str) -> EngineInfo:
        """The voice of a language; nothing is asked of the service."""
        voice = by_code(language).edge_voice
        return EngineInfo(f"Edge voice {voice} (online)", f"edge-tts/{voice}/1", uses_ai=True)

    def fetch(self, text: str, *, language: str, speed: float, cancel: CancelToken | None = None) -> bytes:
        """One sentence as MP3 (24 kHz, mono).

        Raises:
            UserFacingError: nothing in it has a sound (``speech.nothing_to_say``), or the service did not speak
                (``speech.online_failed``).
            JobCancelled: `cancel` was set.
        """
        if not any(letter.isalnum() for letter in text):
            raise UserFacingError("speech.nothing_to_say")
        try:
            self._breaker.admit()
        except UserFacingError as error:
            raise _failed("it failed a moment ago and is left alone") from error
        try:
            sound = self._tried(text, by_code(language).edge_voice, f"{round(speed * 100) - 100:+d}%", cancel)
        except UserFacingError:
            self._breaker.failed()
            raise
        except BaseException:
            self._breaker.abandoned()
            raise
        self._breaker.succeeded()
        return sound

    def _tried(self, text: str, voice: str, rate: str, cancel: CancelToken | None) -> bytes:
        if importlib.util.find_spec("edge_tts") is None:
            raise _failed("the part edge-tts is not installed")
        end = time.monotonic() + self._seconds
        texts = textwrap.wrap(text, _LONGEST_TEXT, break_on_hyphens=False)
        for attempt in range(1, _ATTEMPTS + 1):
            work = _Work(_spoken(texts, voice, rate, self._proxy() or _system_proxy()))
            work.start()
            try:
                return work.wait(end, cancel)
            except UserFacingError as error:
                if attempt == _ATTEMPTS or time.monotonic() >= end:
                    raise
                _log.info("asking once more: %s", error)
        raise AssertionError("the last attempt gives back or raises")


class _Work(threading.Thread):
    """One answer of the service, awaited in a loop of its own that can be left."""

    def __init__(self, coroutine: Coroutine[object, object, bytes]) -> None:
        super().__init__(name="edge-voice", daemon=True)
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(coroutine)
        self._sound = b""
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._sound = self._loop.run_until_complete(self._task)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told to whoever waits
            self._error = error
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    def wait(self, end: float, cancel: CancelToken | None) -> bytes:
        """The sound; the work is given up at `end`, in monotonic seconds."""
        while self.is_alive():
            if cancel is not None and cancel.cancelled:
                self._leave()
                raise JobCancelled
            if time.monotonic() >= end:
                self._leave()
                raise _failed("it did not answer in time")
            self.join(_LOOK_EVERY)
        if self._error is not None:
            _log.info("the online voice failed", exc_info=self._error)
            raise _failed(_reason(self._error)) from self._error
        return self._sound

    def _leave(self) -> None:
        """End it without waiting: first what is read, then the farewell to a server that may not answer that either."""
        with contextlib.suppress(RuntimeError):  # it ended by itself
            self._loop.call_soon_threadsafe(self._cancel_until_it_ends)

    def _cancel_until_it_ends(self) -> None:
        self._task.cancel()
        self._loop.call_later(_FAREWELL_SECONDS, self._cancel_until_it_ends)


async def _spoken(texts: Sequence[str], voice: str, rate: str, proxy: str) -> bytes:
    import edge_tts

    sound = bytearray()
    for text in texts:
        asked = edge_tts.Communicate(text, voice, rate=rate, proxy=proxy or None, connect_timeout=_CONNECT_SECONDS)
        async for piece in asked.stream():
            if piece["type"] == "audio":
                sound += piece["data"]
            if len(sound) > _MOST_BYTES:
                raise _Garbage
        if asked.state["chunk_audio_bytes"]:  # counted anew only by the word that says that all was sent
            raise _CutShort
    return bytes(sound)


class _CutShort(Exception):
    """The connection ended before the sound did."""


class _Garbage(Exception):
    """More sound than anybody could speak in that time."""


def _reason(error: BaseException) -> str:
    """Why the service did not speak, in words for a person."""
    import aiohttp
    from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError

    reasons: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
        (_CutShort, "the connection broke off"),
        (NoAudioReceived, "it sent no sound"),
        ((aiohttp.ClientResponseError, SkewAdjustmentError), "it refused"),
        (TimeoutError, "it did not answer in time"),
        ((aiohttp.ClientConnectionError, OSError), "it could not be reached"),
    )
    return next((words for kind, words in reasons if isinstance(error, kind)), "its answer makes no sense")


def _failed(detail: str) -> UserFacingError:
    return UserFacingError("speech.online_failed", detail=detail)


def _system_proxy() -> str:
    if urllib.request.proxy_bypass(_HOST):
        return ""
    known = urllib.request.getproxies()
    return known.get("https") or known.get("all") or ""
