"""What an exporter needs to know about a lesson, and nothing that leads back to the store."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.lessons import AudioTrack, LessonContent
from app.domain.typed_text import clean


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure or a formula: bytes of a JPEG, PNG or WebP file."""

    data: bytes

    @property
    def mime(self) -> str | None:
        """The media type by its first bytes; None when a browser should not be given it."""
        if self.data.startswith(b"\xff\xd8\xff"):
            return "image/jpeg"
        if self.data.startswith(b"\x89PNG\r\n\x1a\n"):
            return "image/png"
        if self.data[:4] == b"RIFF" and self.data[8:12] == b"WEBP":
            return "image/webp"
        return None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a lesson comes from and who answers for it.

    Attributes:
        source_title: Title of the book or document.
        source_pages: Page numbers as printed to a reader ("12-13"); empty when there is one page only.
        source_sha256: Hashes of the originals.
        reviewer: Name of the person who approved.
        decided: ISO 8601 UTC time of the decision.
        uses_ai: Whether an AI model wrote any part.
    """

    source_title: str
    source_pages: str
    reviewer: str
    decided: str
    uses_ai: bool = False
    source_sha256: tuple[str, ...] = ()

    @property
    def date(self) -> str:
        """The day of the decision as DD-MM-YYYY; empty when it is not known."""
        day = re.match(r"(\d{4})-(\d{2})-(\d{2})", self.decided)
        return f"{day[3]}-{day[2]}-{day[1]}" if day else ""


@dataclass(frozen=True, slots=True)
class LessonView:
    """One approved version of a lesson with everything that belongs to it.

    Attributes:
        lesson_id: The lesson.
        version_id: The version.
        version: Its number.
        slug: Folder name on the stick.
        content: What it says.
        provenance: Where it comes from.
        pictures: Figures and formulas by the hash that a passage's `media` names.
        audio: Times of the spoken sentences; None without sound.
        mp3: The sound itself; empty without.
    """

    lesson_id: str
    version_id: str
    version: int
    slug: str
    content: LessonContent
    provenance: Provenance
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    audio: AudioTrack | None = None
    mp3: bytes = b""


def escaped(text: str) -> str:
    """Text made safe for HTML, attributes included: no markup, no control characters, no marks that nobody sees."""
    return html.escape(clean(text), quote=True)
