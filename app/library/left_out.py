"""Several files at once: one that cannot be used is left out and named, unless nothing is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.domain.documents import Document
from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")
R = TypeVar("R")

_OF_ALL_FILES = frozenset({"import.ocr_missing", "import.mixed"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not added.

    Attributes:
        source: Its path as it was given; undecodable bytes are question marks.
        error: Why.
    """

    source: str
    error: UserFacingError


@dataclass(frozen=True, slots=True)
class Added:
    """What became of several files: at least one document, and the files that are in none."""

    documents: tuple[Document, ...]
    left_out: tuple[LeftOut, ...]


class NoneAddedError(UserFacingError):
    """Not one of several files could be used: says why the first could not.

    Attributes:
        left_out: Every file, and why.
    """

    def __init__(self, left_out: Sequence[LeftOut]) -> None:
        first = left_out[0].error
        super().__init__(first.key, help_topic=first.help_topic, **first.params)
        self.left_out = tuple(left_out)

    def __reduce__(self) -> tuple[object, ...]:
        return NoneAddedError, (self.left_out,)


def use_each(
    items: Iterable[T], use: Callable[[T], R], sources: Callable[[T], Sequence[object]]
) -> tuple[list[R], list[LeftOut]]:
    """Use every item, and leave out those whose files cannot be used.

    Args:
        items: Files or groups of files.
        use: Uses one.
        sources: The paths of an item.

    Raises:
        UserFacingError: something else than a file is at fault, so that the next one would fare no better.
        JobCancelled: asked for.
    """
    used: list[R] = []
    left_out: list[LeftOut] = []
    for item in items:
        try:
            used.append(use(item))
        except UserFacingError as error:
            if not error.key.startswith("import.") or error.key in _OF_ALL_FILES:
                raise
            left_out += [LeftOut(str(one).encode("utf-8", "replace").decode("utf-8"), error) for one in sources(item)]
    return used, left_out
