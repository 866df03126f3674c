"""What a converter process is asked; known to both sides, and free of every model library."""

from __future__ import annotations

from dataclasses import dataclass

CONVERSIONS = frozenset(
    {
        ("ctranslate2", "qwen2"),
        ("ctranslate2", "qwen3"),
        ("ctranslate2", "xlm-roberta"),
        ("ctranslate2", "indictrans2"),
        ("safetensors", "xlm-roberta"),
    }
)
"""What a form of the catalogue may name in `convert`, with the families that it is there for."""


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


def task_of(conversion: str, family: str) -> str:
    """Name of the task that makes this conversion for models of this family."""
    return f"{conversion} {family}"
