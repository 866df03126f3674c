"""Microsoft's Read Aloud service on this computer: its websocket as `edge-tts` speaks it, and its faults.

A client opens a websocket, sends ``Path:speech.config`` and ``Path:ssml``; it is answered with ``turn.start``,
``response``, the times of sentences, binary messages (two bytes of length, headers, MP3) and ``turn.end``.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np
from aiohttp import WSMsgType, web

from app.inference.runtimes.lame_runtime import SpokenPart, encode
from tests.sounds import Sound, silence, speech_like

SECONDS_PER_LETTER = 0.04
_PIECE = 720
_SSML = re.compile(
    r"<voice name='([^']*)'><prosody pitch='\+0Hz' rate='([^']*)' volume='\+0%'>(.*)</prosody>", re.DOTALL
)
_HEADERS = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nX-StreamId:1\r\nPath:audio\r\n"


class Fault(StrEnum):
    """What the service may do wrong with one answer."""

    SILENT = "nothing, with the connection open"
    STALLED = "nothing more after the middle, with the connection open"
    CUT = "the connection ends in the middle"
    REFUSED = "403"
    BROKEN = "500"
    NO_SOUND = "an answer without sound"
    GARBAGE = "messages of another protocol"
    NOISE = "something that is no MP3"
    HALF_NOISE = "MP3 with something else in the middle"


class EdgeServer:
    """Serves from a thread of its own while it is entered; each answer takes one of `faults`, then all are good.

    Attributes:
        said: The words of every text that was asked for, with voice and rate.
        asked: How many connections were opened.
        paths: What was asked for, as a proxy sees it.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.said: list[tuple[str, str, str]] = []
        self.asked = 0
        self.paths: list[str] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="edge-server", daemon=True)
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        """What stands for ``edge_tts.constants.WSS_URL``."""
        return f"ws://127.0.0.1:{self.port}/edge/v1?TrustedClientToken=1"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def _serve(self) -> None:
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        application = web.Application()
        application.router.add_get("/{anything:.*}", self._answer)
        runner = web.AppRunner(application, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        self.paths.append(str(request.raw_path))
        fault = self.faults.pop(0) if self.faults else None
        if fault in (Fault.REFUSED, Fault.BROKEN):
            return web.Response(status=403 if fault is Fault.REFUSED else 500)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        config, ssml = (await socket.receive()).data, (await socket.receive()).data
        assert "Path:speech.config" in config
        assert "audio-24khz-48kbitrate-mono-mp3" in config
        (found,) = _SSML.findall(ssml)
        self.said.append((found[2], found[0], found[1]))
        if fault is Fault.SILENT:
            await self._over.wait()
        elif fault is Fault.GARBAGE:
            await socket.send_str("<html>Sign in to the school's network</html>")
            await _farewell(socket)
        else:
            await self._speak(socket, found[2], fault)
        return socket

    async def _speak(self, socket: web.WebSocketResponse, text: str, fault: Fault | None) -> None:
        await socket.send_str("X-RequestId:1\r\nContent-Type:application/json\r\nPath:turn.start\r\n\r\n{}")
        await socket.send_str("X-RequestId:1\r\nContent-Type:application/json\r\nPath:response\r\n\r\n{}")
        sound = b"" if fault is Fault.NO_SOUND else spoken(text)
        boundary = {"Type": "SentenceBoundary", "Data": {"Offset": 1, "Duration": 2, "text": {"Text": text}}}
        metadata = json.dumps({"Metadata": [boundary]})
        await socket.send_str(
            f"X-RequestId:1\r\nContent-Type:application/json\r\nPath:audio.metadata\r\n\r\n{metadata}"
        )
        if fault in (Fault.NOISE, Fault.HALF_NOISE):
            begin = 0 if fault is Fault.NOISE else len(sound) // 3
            noise = np.random.default_rng(1).bytes(len(sound) - begin * 2)
            sound = sound[:begin] + noise + sound[len(sound) - begin :]
        if fault in (Fault.CUT, Fault.STALLED):
            sound = sound[: len(sound) // 2]
        for start in range(0, len(sound), _PIECE):
            await socket.send_bytes(len(_HEADERS).to_bytes(2, "big") + _HEADERS + sound[start : start + _PIECE])
        if fault is Fault.STALLED:
            await self._over.wait()
        if fault is not Fault.CUT:
            await socket.send_str("X-RequestId:1\r\nPath:turn.end\r\n\r\n{}")
            await _farewell(socket)


async def _farewell(socket: web.WebSocketResponse) -> None:
    while (await socket.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
        pass


def spoken(text: str, sound: Callable[[float, int], Sound] = speech_like) -> bytes:
    """The MP3 of a text: the same time for each letter, and the service's silence before and after."""
    words = sound(len(text) * SECONDS_PER_LETTER, 24_000)
    words = np.concatenate([silence(0.2, 24_000), words, silence(0.5, 24_000)])
    with tempfile.TemporaryDirectory() as folder:
        part, out = Path(folder) / "words.pcm", Path(folder) / "words.mp3"
        part.write_bytes(np.rint(words * 32767).astype("<i2").tobytes())
        encode((SpokenPart(str(part), 0),), out, sample_rate=24_000, bit_rate=48)
        return out.read_bytes()
