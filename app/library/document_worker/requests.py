"""What the document worker can be asked, and what it answers.

Every field is plain data for msgpack. Paths are strings; files the worker makes are named by their bare name inside
the staging folder of the request, and the caller moves them to their final place.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.documents import Box, PageText

BESIDE = "looked-at-beside"
"""Name of the file in the staging folder that says, while it lasts, which other page is being looked at: should the
worker have to be stopped, that page is the one to blame."""


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """Ask what kind of file `path` is. `name` is what the person calls the file; messages use it."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """A file that can be read.

    Attributes:
        kind: pdf, image, docx, text or markdown, told from the content and not from the name.
        page_count: Pages in it, at least 1.
        title: Title found inside the file; empty when it has none.
    """

    kind: str
    page_count: int
    title: str


@dataclass(frozen=True, slots=True)
class ReadPageRequest:
    """Ask for the text of one page.

    Attributes:
        path: The file.
        name: What the person calls it; messages use it.
        kind: As `ProbeResult.kind`.
        page_index: Page from 0.
        staging: Existing folder that takes the pictures cut out of the page.
        language: ISO 639-1 code the page is said to be in; None to find out.
        rotation: Clockwise quarter turns in degrees (0, 90, 180, 270) asked for by the person.
        crop: Part of the turned page to keep; None for all of it.
        force_ocr: Read the picture of the page even if it has a good text layer.
        avoid: Pages that must not be looked at beside this one: they took too long.
    """

    path: str
    name: str
    kind: str
    page_index: int
    staging: str
    language: str | None = None
    rotation: int = 0
    crop: Box | None = None
    force_ocr: bool = False
    avoid: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as read.

    Attributes:
        text: The text; `Block.media` holds file names inside the staging folder.
        picture: File name of the upright page picture inside the staging folder; None where there is none or where
            `RenderPageRequest` supplies it on demand.
        width: Width of the upright page in pixels, 0 without a page picture.
        height: Height of the upright page in pixels, 0 without a page picture.
    """

    text: PageText
    picture: str | None
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class RenderPageRequest:
    """Ask for a JPEG of one page of a PDF or picture file.

    Attributes:
        path: The file.
        kind: pdf or image.
        page_index: Page from 0.
        width: Wanted width in pixels; 0 for the largest the worker makes.
        out: Path of the JPEG to write.
        rotation: Clockwise quarter turns in degrees (0, 90, 180, 270).
        crop: Part of the turned page to keep; None for all of it.
        name: What the file is called in a fault; empty for the name in `path`.
    """

    path: str
    kind: str
    page_index: int
    width: int
    out: str
    rotation: int = 0
    crop: Box | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """Size in pixels of the JPEG that was written."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FingerprintRequest:
    """Ask for the fingerprint of everything that decides what a page reads like (a string, part of cache keys)."""
