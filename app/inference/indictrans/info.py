"""Who translates, as the fingerprint of a model folder tells; nothing is loaded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.models import Runtime
from app.inference.indictrans import sentence
from app.inference.model_folder import engine_info

if TYPE_CHECKING:
    from pathlib import Path

    from app.inference.protocols import EngineInfo

BEAM_SIZE = 5
"""Translations weighed side by side, as published."""


def translator_info(folder: Path, compute_type: str, beam_size: int = BEAM_SIZE) -> EngineInfo:
    """The IndicTrans2 of this folder as CTranslate2 runs it.

    Args:
        folder: Of the converted model.
        compute_type: Numbers that it computes with.
        beam_size: Translations weighed side by side.
    """
    return engine_info(folder, Runtime.CTRANSLATE2, f"{compute_type}-beam{beam_size}", sentence.VERSION)
