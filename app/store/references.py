"""Which media files the durable file still refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.store import codec
from app.store.tables import DOCUMENTS, PAGES, VERSIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class _WithMedia:
    """The one field of a block or passage that counts here; the others are not even decoded."""

    media: str | None = None


@dataclass(frozen=True, slots=True)
class _Passage(_WithMedia):
    recording: _WithMedia | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    blocks: tuple[_WithMedia, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lesson:
    passages: tuple[_Passage, ...] = ()


def media_in_use(connection: Connection) -> set[str]:
    """SHA-256 of every original, page picture, cut-out figure and recording. Other sound is a step result, not counted.

    Raises:
        DamagedValueError: a row cannot be read, so that nobody may say what is not in use.
    """
    used: set[str] = set()
    for (sources,) in connection.execute(select(DOCUMENTS.c.sources)):
        used.update(source.sha256 for source in sources)
    for picture, text in connection.execute(select(PAGES.c.picture, PAGES.c.text)):
        if picture:
            used.add(picture)
        if text is not None:
            used.update(block.media for block in codec.from_compressed(text, _Page).blocks if block.media)
    for (content,) in connection.execute(select(VERSIONS.c.content)):
        for passage in codec.from_json(content, _Lesson).passages:
            used.update(one.media for one in (passage, passage.recording) if one is not None and one.media)
    return used
