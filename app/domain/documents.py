"""Documents, their pages, and what was read from each page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class BlockKind(StrEnum):
    """What a block of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FIGURE = "figure"
    CAPTION = "caption"
    FORMULA = "formula"


class ReadMethod(StrEnum):
    """How the text of a page was obtained."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    DOCX = "docx"
    TEXT = "text"


class Quality(StrEnum):
    """The page's badge."""

    GOOD = "good"
    CHECK = "check"
    POOR = "poor"


class PageNote(StrEnum):
    """Something the reader of a page says about it on the badge."""

    REPAIRED_PHOTO = "repaired_photo"
    GARBLED_TEXT_LAYER = "garbled_text_layer"
    GARBLED_TEXT = "garbled_text"
    DOUBTFUL_WORDS = "doubtful_words"
    NO_TEXT = "no_text"
    UNREADABLE = "unreadable"
    MOSTLY_PICTURE = "mostly_picture"
    FORMULA_AS_PICTURE = "formula_as_picture"
    UNKNOWN_SCRIPT = "unknown_script"
    LANGUAGE_UNCERTAIN = "language_uncertain"
    TRUNCATED = "truncated"
    HIDDEN_TEXT = "hidden_text"
    DOUBTFUL_TABLE = "doubtful_table"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the upright page picture; fractions of its width and height, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """Whether the middle of the other one is inside."""
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across <= self.right and self.top <= down <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read. `confidence` is 0-100 from OCR, None where nothing measured it."""

    text: str
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `box` is None for sources without a page picture."""

    text: str
    box: Box | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table, figure ... in reading order.

    Attributes:
        kind: What it is.
        text: The text in NFC; for a table its cells row by row, for a figure its caption or empty.
        lines: The printed lines it came from.
        box: Where it stands, None without a picture.
        level: Heading level from 1, or list depth from 1; 0 otherwise.
        marker: The list marker as printed ("3.", "(a)", "•"); empty otherwise.
        rows: Cells of a table, row by row; empty otherwise.
        media: SHA-256 of the picture of a figure or formula in the media folder; None otherwise.
    """

    kind: BlockKind
    text: str
    lines: tuple[Line, ...] = ()
    box: Box | None = None
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    media: str | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read from one page.

    Attributes:
        blocks: In reading order; running heads and page numbers are already dropped.
        method: How the text was obtained.
        quality: The badge.
        notes: What the badge says, most important first.
        language: ISO 639-1 code of the page's main language; None when it could not be told.
        doubtful_words: Count of words with low confidence.
        confidence: Mean OCR confidence 0-100 weighted by length; None where nothing measured it.
        script: ISO 15924 code of the dominant script, also when it is not one of ours.
        heads: What the margins say: running heads and feet, which are no part of the text.
    """

    blocks: tuple[Block, ...]
    method: ReadMethod
    quality: Quality
    notes: tuple[PageNote, ...] = ()
    language: str | None = None
    doubtful_words: int = 0
    confidence: float | None = None
    script: str | None = None
    heads: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, one blank line between blocks."""
        return "\n\n".join(block.text for block in self.blocks if block.text)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document.

    Attributes:
        id: Page id.
        document_id: The document it belongs to.
        position: Place in the document from 0, after reordering.
        source_index: Index of the source file (several photos make one document).
        source_page: Page index inside that source file from 0.
        rotation: Clockwise quarter turns in degrees (0, 90, 180, 270) the teacher asked for.
        crop: Part of the picture the teacher kept; None for all of it.
        text: What was read, with corrections applied; None while not read yet.
        picture: SHA-256 of the upright page picture in the media folder; None where there is none.
        corrected: Whether a person corrected the text.
    """

    id: str
    document_id: str
    position: int
    source_index: int
    source_page: int
    rotation: int = 0
    crop: Box | None = None
    text: PageText | None = None
    picture: str | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An original in the media folder. `kind` is pdf, image, docx, text or markdown."""

    name: str
    sha256: str
    kind: str
    size: int


FACTS = ("board", "school_class", "subject", "chapter")
"""Names of the facts about a document."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document is in a school's terms.

    Attributes:
        board: Who made the book ("NCERT"); None when it is not known, as the others.
        school_class: 1 to 12.
        subject: As the school calls it ("Science").
        chapter: Its number, with the title where that is known ("5", "5 Life Processes").
        given: Names of the facts that a person gave, also of those she took away: no guess replaces them.
    """

    board: str | None = None
    school_class: int | None = None
    subject: str | None = None
    chapter: str | None = None
    given: tuple[str, ...] = ()

    def with_guesses(self, guessed: DocumentFacts) -> DocumentFacts:
        """The facts with better guesses; what a person gave, or took away, stays."""
        fresh: dict[str, Any] = {name: getattr(guessed, name) for name in FACTS if name not in self.given}
        return replace(self, **{name: value for name, value in fresh.items() if value is not None})

    def with_given(self, changes: Mapping[str, Any]) -> DocumentFacts:
        """The facts as a person has said them.

        Args:
            changes: By name of the fact; None takes one away for good.
        """
        names = tuple(name for name in FACTS if name in self.given or name in changes)
        return replace(self, **changes, given=names)


@dataclass(frozen=True, slots=True)
class Document:
    """Something a teacher put in: one file, or several photos together.

    Attributes:
        id: Document id.
        title: First heading, else the file's name.
        sources: The originals.
        language: ISO 639-1 code of the main language; None when it could not be told.
        created: ISO 8601 UTC time.
        pages: In order; empty in listings.
        page_count: Number of pages.
        facts: Board, class, subject and chapter.
    """

    id: str
    title: str
    sources: tuple[SourceFile, ...]
    language: str | None
    created: str
    page_count: int
    pages: tuple[Page, ...] = field(default=())
    facts: DocumentFacts = DocumentFacts()
