"""The built-in voice: espeak-ng from the `espeakng-loader` wheel, driven through ctypes.

espeak-ng keeps its state in globals of the library, so one process speaks one sentence at a time; it is loaded by the
first sentence. Its calls and constants: ``src/include/espeak-ng/speak_lib.h`` of espeak-ng 1.52.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import re
import shutil
import sys
import tempfile
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.domain.languages import LANGUAGES, by_code
from app.inference.protocols import EngineInfo, Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = "1.52.0"
"""Version of espeak-ng inside the pinned wheel; a test compares it with what the library says."""

WORDS_PER_MINUTE = 150
"""Rate at speed 1.0: espeak's own 175 is brisk for children who read along."""

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples only reach the callback
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: return an error instead of ending the process
_CHARS_UTF8 = 1
_PARAMETER_RATE = 1
_OK = 0
_SLOWEST, _FASTEST = 80, 450  # the limits of espeakRATE
_PATH_ROOM = 120  # espeak composes paths in buffers of 160 to 200 bytes, names of dictionaries included
_LONGEST_TEXT = 8_000  # characters; about ten minutes of speech, well under the message cap of a worker
_SILENT = 48  # of 32767: below this a sample is padding around the sentence
_PLAIN = frozenset({"Lu", "Ll", "Lo", "Nd"})
_AVAGRAHA = "ऽঽઽଽ"  # letters that only lengthen what stands before them
_DOTTED_BENGALI = re.compile("([\u09a1\u09a2\u09af])\u09bc(?=[\u09be-\u09cc])")
_ONE_CHARACTER = {"\u09a1": "\u09dc", "\u09a2": "\u09dd", "\u09af": "\u09df"}
_EDGE_MS = 15  # what is kept of that padding, so that no consonant is clipped

_ONE_AT_A_TIME = threading.Lock()
"""The library's state is the process's, whoever speaks."""

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakSynthesizer:
    """`SpeechSynthesizer` for all eleven languages; nothing to install, no network.

    Args:
        library: The shared library; None for the one in the wheel.
        data: Folder ``espeak-ng-data``; None for the one in the wheel.
    """

    def __init__(self, library: Path | None = None, data: Path | None = None) -> None:
        self._library_path = library
        self._data_path = data
        self._library: ctypes.CDLL | None = None
        self._sample_rate = 0
        self._chunks: list[bytes] = []
        self._callback = _Callback(self._collect)  # kept alive as long as the library may call it

    def info(self, language: str) -> EngineInfo:
        """The voice of this language; does not load the library."""
        voice = by_code(language).espeak
        return EngineInfo(f"espeak-ng {VERSION}", f"espeak-ng/{VERSION}/{voice}/{WORDS_PER_MINUTE}/2", uses_ai=False)

    def speak(self, text: str, *, language: str, speed: float) -> Speech:
        """Speak one sentence; silence around it is trimmed, so that the caller alone decides on pauses.

        The voice adds breath and flutter from state that it never resets: a repeat sounds the same, byte by byte it
        is not.

        Raises:
            UserFacingError: nothing in the text can be spoken (``speech.nothing_to_say``), or the text is too long or
                the library failed (``speech.failed``).
        """
        spoken = _clean(text)
        if not _speakable(spoken):
            raise UserFacingError("speech.nothing_to_say")
        if len(spoken) > _LONGEST_TEXT:
            raise _failed(language)
        with _ONE_AT_A_TIME:
            samples = self._synthesize(spoken, language, speed)
        if not samples:  # a voice may lack the name of a symbol, never the sound of its own letters
            raise _failed(language) if _must_sound(spoken, language) else UserFacingError("speech.nothing_to_say")
        return Speech(samples, self._sample_rate)

    def _synthesize(self, text: str, language: str, speed: float) -> bytes:
        library = self._loaded(language)
        rate = round(min(max(WORDS_PER_MINUTE * speed, _SLOWEST), _FASTEST))
        encoded = text.encode("utf-8", "replace")
        self._chunks.clear()
        statuses = (
            library.espeak_SetVoiceByName(by_code(language).espeak.encode("ascii")),
            library.espeak_SetParameter(_PARAMETER_RATE, rate, 0),
            library.espeak_Synth(encoded, len(encoded) + 1, 0, 0, 0, _CHARS_UTF8, None, None),
            library.espeak_Synchronize(),
        )
        samples = b"".join(self._chunks)
        self._chunks.clear()
        if any(status != _OK for status in statuses):
            raise _failed(language)
        return _trimmed(samples, self._sample_rate)

    def _loaded(self, language: str) -> ctypes.CDLL:
        if self._library is None:
            try:
                self._library, self._sample_rate = _load(self._library_path, self._data_path)
            except (OSError, ImportError) as error:
                raise _failed(language) from error
        self._library.espeak_SetSynthCallback(self._callback)
        return self._library

    def _collect(self, samples: Any, count: int, _events: Any) -> int:  # noqa: ANN401 - ctypes pointers
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))
        return 0


@cache
def _load(library: Path | None, data: Path | None) -> tuple[ctypes.CDLL, int]:
    """Load and initialise the library; returns it with its sample rate in hertz.

    Once in a process: a second `espeak_Initialize` frees what voices in use still point to.
    """
    if library is None or data is None:
        import espeakng_loader

        library = library or Path(espeakng_loader.get_library_path())
        data = data or Path(espeakng_loader.get_data_path())
    loaded = ctypes.CDLL(str(library))
    loaded.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    loaded.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.POINTER(ctypes.c_uint),
        ctypes.c_void_p,
    ]
    loaded.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    rate = loaded.espeak_Initialize(_SYNCHRONOUS, 0, _reachable_parent(data), _DONT_EXIT)
    if rate <= 0:
        raise OSError(f"espeak_Initialize failed with {rate}")
    return loaded, int(rate)


def _reachable_parent(data: Path) -> bytes:
    """The PARENT of `data`, as bytes that espeak-ng can open.

    Its C code holds paths in short buffers and, on Windows, opens them in the ANSI code page. Where the install path
    does not fit, a Windows short name, a link or a copy in the temporary folder stands in until the process ends
    (dictionaries are opened when a language is first spoken).
    """
    parent = str(data.resolve().parent)
    for candidate in (parent, _windows_short_name(parent)):
        if candidate and _fits(candidate):
            return os.fsencode(candidate)
    base = tempfile.gettempdir()
    if not _fits(base):
        base = _windows_short_name(base) or os.environ.get("PUBLIC", base)
    folder = Path(tempfile.mkdtemp(prefix="espeak-", dir=base))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        (folder / data.name).symlink_to(data.resolve(), target_is_directory=True)
    except OSError:  # Windows without the right to make links
        shutil.copytree(data, folder / data.name)
    return os.fsencode(folder)


def _fits(path: str) -> bool:
    return len(os.fsencode(path)) <= _PATH_ROOM and (path.isascii() or sys.platform != "win32")


def _windows_short_name(path: str) -> str:
    """The 8.3 form of an existing path; empty where there is none."""
    if sys.platform != "win32":
        return ""
    buffer = ctypes.create_unicode_buffer(1024)
    length = ctypes.windll.kernel32.GetShortPathNameW(path, buffer, len(buffer))
    return buffer.value if 0 < length < len(buffer) else ""


def _failed(language: str) -> UserFacingError:
    return UserFacingError("speech.failed", language=by_code(language).english_name)


def _clean(text: str) -> str:
    """One line without control characters: a NUL would end the C string, a line feed would add a long pause.

    The Bengali voice loses the vowel sign behind a letter with a dot below ("গাড়ি" becomes "gar") unless the two are
    one character, which NFC text never has.
    """
    line = " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in text).split())
    return _DOTTED_BENGALI.sub(lambda found: _ONE_CHARACTER[found[1]], line)


def _speakable(text: str) -> bool:
    """Whether there is a letter of ours, a digit, or a symbol that has a name ("%", "+", "₹")."""
    return any(_has_a_sound(char) for char in text)


def _must_sound(text: str, language: str) -> bool:
    """Whether there is a letter or digit that the voice of this language certainly speaks."""
    first, last = by_code(language).block
    plain = (char for char in text if unicodedata.category(char) in _PLAIN and char not in _AVAGRAHA)
    return any(char.isascii() or first <= ord(char) <= last for char in plain)


def _has_a_sound(char: str) -> bool:
    category = unicodedata.category(char)
    if category in ("Nd", "No", "Sm", "Sc"):
        return True
    if category[0] != "L":
        return char in "%°"
    greek = 0x0370 <= ord(char) <= 0x03FF  # letters of formulas
    return greek or any(first <= ord(char) <= last for first, last in (language.block for language in LANGUAGES))


def _trimmed(samples: bytes, sample_rate: int) -> bytes:
    """Without the silence at both ends; empty when there is nothing else."""
    import numpy as np

    sound: NDArray[np.int16] = np.frombuffer(samples, dtype="<i2")
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > _SILENT)
    if not loud.size:
        return b""
    edge = sample_rate * _EDGE_MS // 1000
    return sound[max(0, int(loud[0]) - edge) : int(loud[-1]) + 1 + edge].tobytes()
