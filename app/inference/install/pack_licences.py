"""The paper of a pack: what may be done with each model, and the texts of the licences that may be shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.domain.models import Licence, ModelFile

_OWN = ("LICENSE", "LICENSE.txt", "LICENSE.md")


def licences_text(models: Sequence[tuple[str, Licence, tuple[ModelFile, ...]]], folder: Path | None) -> bytes:
    """Every licence in words, and where its text stands: below, in the model's own folder, or at its address only.

    Args:
        models: Name for people, licence and files of each.
        folder: Has the texts, ``<SPDX identifier>.txt``; None for none.
    """
    texts = {one.spdx: text for _, one, _ in models if (text := _text(folder, one.spdx))}
    about = ["\n".join(_about(*one, texts=texts)) for one in models]
    below = [f"{'=' * 72}\n{spdx}\n{'=' * 72}\n\n{text}" for spdx, text in sorted(texts.items())]
    return ("\n\n".join(about + below) + "\n").encode()


def _about(name: str, licence: Licence, files: tuple[ModelFile, ...], *, texts: dict[str, str]) -> list[str]:
    use = "Commercial use is allowed." if licence.commercial else "Commercial use is not allowed."
    own = next((one.name for one in files if one.name in _OWN), "")
    places = []
    if own:
        places.append(f"The publisher's text is installed with the model, as {own}.")
    if licence.spdx in texts:
        places.append(f"The text of {licence.spdx} is below.")
    if not places:
        places.append("The text is not in this pack: read it at the address above.")
    return [one for one in (name, licence.spdx, use, licence.summary, licence.url, *places) if one]


def _text(folder: Path | None, spdx: str) -> str:
    if folder is None:
        return ""
    try:
        return (folder / f"{spdx}.txt").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
