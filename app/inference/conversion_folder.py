"""The folder that a conversion makes: it takes its name only when it is whole."""

from __future__ import annotations

import pickle
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAPERS = ("LICENSE", "LICENSE.txt", "LICENSE.md", "NOTICE")
"""What a publisher's licence wants to go with the model, also with a converted one."""


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """An empty folder beside `target`, renamed to it when the body ended well and removed when it did not.

    Raises:
        FileExistsError: `target` is there already.
    """
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def reading_weights(file: Path) -> Iterator[None]:
    """Within it a file of weights is read; what the libraries raise becomes a sentence.

    Raises:
        UserFacingError: its pickle would build more than numbers (``models.runs_code``; it was not run), or it cannot
            be read (``models.damaged_file``).
    """
    try:
        yield
    except Exception as error:  # torch and safetensors raise whatever their parsers raise
        if isinstance(error, pickle.UnpicklingError) and "Unsupported" in str(error):
            raise UserFacingError("models.runs_code", name=file.name, detail="a pickle of more than numbers") from error
        raise UserFacingError("models.damaged_file", name=file.name, detail="it cannot be read") from error


def keep(source: Path, names: Iterable[str], folder: Path) -> None:
    """Copy those of the named files that the source has."""
    for name in names:
        if (source / name).is_file():
            shutil.copyfile(source / name, folder / name)
