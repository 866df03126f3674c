"""What the process that builds random models is asked; known to both sides, and free of every model library."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.models import Runtime
from app.inference.bench.shapes import ReaderShape, TranslatorShape, VoiceShape, WriterShape


@dataclass(frozen=True, slots=True)
class BuildWriter:
    """A language model for a runtime, into the folder `target`."""

    shape: WriterShape
    runtime: Runtime
    target: str


@dataclass(frozen=True, slots=True)
class BuildReader:
    """An embedder, or one that judges passages."""

    shape: ReaderShape
    runtime: Runtime
    target: str
    judges: bool


@dataclass(frozen=True, slots=True)
class BuildTranslator:
    """A translator for CTranslate2."""

    shape: TranslatorShape
    target: str


@dataclass(frozen=True, slots=True)
class BuildVoice:
    """A voice of one language (ISO 639-1)."""

    shape: VoiceShape
    language: str
    target: str


@dataclass(frozen=True, slots=True)
class Built:
    """The folder that was made."""

    target: str
