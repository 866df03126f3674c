"""Meta's MMS voices (VITS) on transformers: the same text is always spoken the same way."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from app.domain.errors import UserFacingError
from app.domain.languages import by_code
from app.domain.models import DeviceKind, Runtime
from app.inference import mms
from app.inference.held_model import HeldModel, free_cache
from app.inference.making_room import Leavable
from app.inference.mms.clauses import clauses
from app.inference.mms.sound import resampled, samples, silence
from app.inference.mms.tokenizer import CharacterTokenizer
from app.inference.model_folder import engine_info, installed_model, library, loading, read_json
from app.inference.protocols import SPEECH_RATE, Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from app.inference.protocols import EngineInfo

SEED = 555
"""Of the breath and length of every clause, as in the publisher's examples."""
_LONGEST_TEXT = 8_000  # characters, about ten minutes: one answer of a worker
_SLOWEST, _FASTEST = 0.5, 2.0
_RATES = range(8_000, 48_001)  # hertz
_Model = Any


def load_speaker(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> MmsSpeaker:
    """An MMS voice in the layout of the hub, from safetensors alone and without any code of its own.

    Args:
        folder: Of the model.
        device: Where it computes.
        compute_type: "float32": a voice is small and keeps all its bits.
        threads: Of the CPU; 0 leaves torch's own number. It holds for all of torch in this process.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` (also where weights are missing, which
            transformers would make up), ``engine.not_this_model`` or ``engine.out_of_memory``.
    """
    if compute_type != "float32":
        raise ValueError(f"no such compute type: {compute_type}")
    with library("torch"):
        import torch
    with library("transformers"):
        from transformers import VitsModel
        from transformers.utils import logging
    if threads:
        torch.set_num_threads(threads)
    logging.disable_progress_bar()  # it would start a thread and write on stderr
    with loading(folder):
        tokenizer = CharacterTokenizer.read(folder)
        model, found = VitsModel.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True, use_safetensors=True, output_loading_info=True
        )
        if found["missing_keys"] or found["mismatched_keys"]:
            raise UserFacingError("engine.load_failed", name=folder.name)
        _check(model.config, tokenizer, folder)
        model = model.to(device.value).eval()
    info = engine_info(folder, Runtime.TRANSFORMERS, compute_type, mms.VERSION)
    return MmsSpeaker(model, tokenizer, info, _language(folder), device)


class MmsSpeaker(Leavable):
    """`SpeechSynthesizer` for one language; one clause at a time, which can be left between any two layers."""

    def __init__(
        self, model: _Model, tokenizer: CharacterTokenizer, info: EngineInfo, language: str, device: DeviceKind
    ) -> None:
        self._held = HeldModel(model)
        self._tokenizer = tokenizer
        self._info = info
        self._language = language
        self._device = device
        for part in model.modules():
            if next(part.children(), None) is None:
                part.register_forward_pre_hook(lambda *_: self.look())

    def info(self, language: str) -> EngineInfo:
        """The voice."""
        self._check_language(language)
        return self._info

    def speak(
        self, text: str, *, language: str, speed: float, done: list[npt.NDArray[np.float32]] | None = None
    ) -> Speech:
        """Speak a text whose numbers and signs are in words already; what the voice has no letters for is left out.

        Args:
            text: One sentence or several.
            language: Code; it must be the voice's own.
            speed: 1.0 is the voice's normal rate; from a half to twice that.
            done: The clauses that an earlier call, which was left, has spoken; those of this one are added.

        Raises:
            UserFacingError: nothing in it has a sound (``speech.nothing_to_say``), it is in another language
                (``engine.other_voice``), too long (``engine.too_long``), or the voice made no sound of it
                (``speech.failed``).
        """
        self._check_language(language)
        if len(text) > _LONGEST_TEXT:
            raise UserFacingError("engine.too_long", name=self._info.name)
        fitted = self._tokenizer.fitted(text)
        spoken = [one for one in clauses(fitted, language) if self._tokenizer.says(one.text)]
        if not spoken:
            raise UserFacingError("speech.nothing_to_say")
        said = done if done is not None else []
        for one in spoken[len(said) :]:
            self.look()
            said.append(resampled(self.waveform(self._tokenizer.ids(one.text), speed=speed), self.rate))
        parts = [part for one, sound in zip(spoken, said, strict=True) for part in (sound, silence(one.pause_ms))]
        sound = np.concatenate(parts[:-1])
        if not np.isfinite(sound).all():
            raise UserFacingError("speech.failed", language=by_code(language).english_name)
        return Speech(samples(sound), SPEECH_RATE)

    @property
    def rate(self) -> int:
        """Hertz of `waveform`."""
        return int(self._held.get().config.sampling_rate)

    def waveform(self, ids: Sequence[int], *, speed: float = 1.0) -> npt.NDArray[np.float32]:
        """The sound of one clause at the model's own `rate`, between -1 and 1; the same each time."""
        import torch

        model = self._held.get()
        rate = model.config.speaking_rate * min(max(speed, _SLOWEST), _FASTEST)
        with torch.inference_mode(), self._seeded():
            read = torch.tensor([list(ids)], device=self._device.value)
            made = model(input_ids=read, speaking_rate=rate).waveform[0].float().cpu()
        sound: npt.NDArray[np.float32] = made.numpy()
        return sound

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        import torch

        self._held.close()
        free_cache(torch, self._device)

    def _check_language(self, language: str) -> None:
        if self._language and by_code(language).mms != self._language:
            name = by_code(language).english_name
            raise UserFacingError("engine.other_voice", name=self._info.name, language=name)

    @contextmanager
    def _seeded(self) -> Iterator[None]:
        """Within it the draws are those of `SEED`; afterwards torch draws on as if nothing had been."""
        import torch

        kind = self._device.value
        if self._device is DeviceKind.CPU:  # torch.manual_seed would seed the cards too
            with torch.random.fork_rng(devices=[]):
                torch.default_generator.manual_seed(SEED)
                yield
            return
        with torch.random.fork_rng(devices=[0], device_type=kind):
            torch.manual_seed(SEED)
            yield


def _check(config: _Model, tokenizer: CharacterTokenizer, folder: Path) -> None:
    """Whether the letters are those of this model, and its sound one that can be joined with others."""
    if max(tokenizer.vocab.values()) >= config.vocab_size or config.sampling_rate not in _RATES:
        raise UserFacingError("engine.load_failed", name=folder.name)
    if config.num_speakers != 1:
        detail = f"it has {config.num_speakers} speakers"
        raise UserFacingError("engine.not_this_model", name=folder.name, detail=detail)


def _language(folder: Path) -> str:
    """ISO 639-3 code of the voice: what it was installed as, else what its tokenizer says; "" where nobody does."""
    model = installed_model(folder)
    if model is not None and model.spec_id.startswith("mms-tts-"):
        return model.spec_id.rsplit("-", 1)[-1]
    if not (folder / "tokenizer_config.json").is_file():
        return ""
    said = read_json(folder, "tokenizer_config.json").get("language")
    return said if isinstance(said, str) else ""
