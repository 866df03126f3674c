"""A tiny MMS voice: the true architecture (VITS) and layout of files, tokenizer included, random weights."""

from __future__ import annotations

from pathlib import Path

from app.domain.languages import resolve
from app.inference.bench.shapes import VoiceShape
from app.inference.runtimes.random_voice import FIRST_LETTERS, build, letters

__all__ = ["FIRST_LETTERS", "TINY", "TRUE", "build_mms", "letters"]

TINY = VoiceShape(16, 2, 2, 32, 16, 9, 32, (3,), ((1, 3),), 2, 16, 2, 2, 2)
TRUE = VoiceShape()


def build_mms(folder: Path, *, language: str = "hin", shape: VoiceShape = TINY) -> Path:
    """Write the voice of a language (any code of it) into `folder`; the same each time."""
    found = resolve(language)
    assert found is not None, language
    return build(folder, shape, found.code)
