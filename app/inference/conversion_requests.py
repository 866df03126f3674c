"""What a converter process is asked; known to both sides, and free of every model library."""

from __future__ import annotations

from dataclasses import dataclass

CONVERTIBLE = frozenset({"qwen2", "xlm-roberta", "indictrans2"})
"""Families of models that CTranslate2 has a conversion for."""


@dataclass(frozen=True, slots=True)
class ConvertRequest:
    """Folders of a publisher's model and of what is made of it, and how finely its numbers are kept."""

    source: str
    target: str
    compute_type: str


@dataclass(frozen=True, slots=True)
class Converted:
    """The folder that was made."""

    target: str


def task_of(family: str) -> str:
    """Name of the task that converts models of this family."""
    return f"convert {family}"
