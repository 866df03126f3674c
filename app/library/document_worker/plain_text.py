"""TXT and Markdown files: decoded with certainty or refused, then cut into blocks and pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from app.domain.documents import Block, BlockKind, PageNote, ReadMethod
from app.domain.errors import UserFacingError
from app.library.document_worker import garbled, markers, unseen
from app.library.document_worker.faults import check_size, source_faults
from app.library.document_worker.limits import MAX_PAGES, MAX_TEXT_BYTES
from app.library.document_worker.markdown import blocks_of_markdown, front_matter, table_of
from app.library.document_worker.page_text import finished
from app.library.document_worker.pages import paginate
from app.library.document_worker.requests import PageReading, ProbeResult, ReadPageRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"))
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_WESTERN = ["cp1252", "latin_1"]
_MOST_FOREIGN = 0.05  # share of letters beyond ASCII in English text with accents and curly quotes
_MOST_OF_FEW = 0.3  # the same in a short one that has nothing else between its words
_PLAIN_SIGNS = frozenset("‘’“”‚„–—…•€£¥¢§©®°±²³¼½¾×÷·´«»™ ")
_MOST_ZEROS = 0.2
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.005
_JUDGED_CHARACTERS = 100_000
_WRAPPED = 40  # hard-wrapped lines are longer than this, verses and lists are not
_HEADING_CHARACTERS = 70
_HEADING_WORDS = 10
_UNDERLINE = re.compile(r"([=\-~_*#])\1{2,}$")
# Signs of Markdown in a text that is not called so; a star or an underscore between letters may be arithmetic
# (all runs are bounded: in a hostile line without end an unbounded one takes time by the square of its length)
_MARKED_HEADING = re.compile(r"^(#{1,6})[ \t]{1,20}(\S.{0,300}?)(?:[ \t]{1,20}#{1,20})?[ \t]{0,20}$", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<![\w*\u0900-\u0dff])(\*\*|\*|__)(?=[^\s*_])([^*\n]{1,200}?)(?<=[^\s*_])\1(?![\w*\u0900-\u0dff])"
)
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CELL_END = re.compile(r"(?<!\\)\|")
_SENTENCE_ENDS = (".", "!", "?", "।", "॥", ",", ";", ":", "…")


def probe(path: Path, name: str, kind: str) -> ProbeResult:
    """Pages and title of a text file.

    Raises:
        UserFacingError: it is gone, empty, too large, no text, in an unknown encoding or typed in a legacy font.
    """
    pages = _pages(path, name, kind)
    first = pages[0][0]
    told = _told_title(path, name) if kind == "markdown" else ""
    return ProbeResult(kind, len(pages), told[:200] or (first.text[:200] if first.kind is BlockKind.HEADING else ""))


def read_page(request: ReadPageRequest) -> PageReading:
    """One page of a text file; there is no picture and there are no boxes.

    Raises:
        UserFacingError: as `probe`.
    """
    pages = _pages(Path(request.path), request.name, request.kind)
    if not 0 <= request.page_index < len(pages):
        raise UserFacingError("import.damaged", name=request.name)
    blocks = pages[request.page_index]
    verdict = garbled.inspect_text("\n".join(block.text for block in blocks), request.language)
    notes = (PageNote.GARBLED_TEXT,) if verdict.garbled else ()
    return PageReading(finished(blocks, ReadMethod.TEXT, expected=request.language, notes=notes), None, 0, 0)


def decode(data: bytes, name: str) -> str:
    """The text of a file, in NFC with plain line ends.

    UTF-8 and UTF-16 with or without their marks; a Western single-byte encoding only where nearly all is ASCII.
    Any other 8-bit file is refused: ISCII and font encodings look alike to statistics.

    Raises:
        UserFacingError: import.unknown_format for binary data, import.zero_bytes for text with such in it,
            import.unknown_encoding, import.empty_file.
    """
    text = _unicode(data, name)
    if text is None:
        if len(_CONTROLS.findall(data.decode("latin-1"))) > _MOST_CONTROLS * len(data):
            raise UserFacingError("import.unknown_format", name=name)
        text = _western(data)
        if text is None:
            raise UserFacingError("import.unknown_encoding", name=name)
    controls = len(_CONTROLS.findall(text))
    if controls > max(2, _MOST_CONTROLS * len(text)):
        raise UserFacingError("import.unknown_format", name=name)
    text = re.sub(r"\r\n?|\u2028|\x85", "\n", text).replace("\x0c", "\n\n").replace("\u2029", "\n\n")
    text = unicodedata.normalize("NFC", unseen.clean(_CONTROLS.sub("", text)))
    if not text.strip():
        raise UserFacingError("import.empty_file", name=name)
    return text


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Blocks of an unmarked text: paragraphs between blank lines, short lines alone as headings, lists, tables.

    Signs of Markdown are understood, for many save such a text as TXT; what may be more than a sign is kept.
    """
    text = _MARKED_HEADING.sub(r"\n\g<0>\n", _EMPHASIS.sub(r"\2", text))
    chunks = [chunk.strip("\n").split("\n") for chunk in re.split(r"\n[ \t]*\n+", text) if chunk.strip()]
    blocks: list[Block] = []
    for index, chunk in enumerate(chunks):
        lines = [line.rstrip() for line in chunk if line.strip()]
        marked = _MARKED_HEADING.match(lines[0])
        if marked is not None:
            blocks.append(Block(BlockKind.HEADING, marked[2], level=len(marked[1])))
            continue
        if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()):
            blocks.append(Block(BlockKind.HEADING, lines[0].strip(), level=1 if lines[1].strip()[0] == "=" else 2))
            lines = lines[2:]
        elif len(lines) == 1 and _looks_like_heading(lines[0].strip()) and index + 1 < len(chunks):
            blocks.append(Block(BlockKind.HEADING, lines[0].strip(), level=2 if blocks else 1))
            continue
        blocks += _blocks_of_chunk(lines)
    return tuple(blocks)


def _pages(path: Path, name: str, kind: str) -> tuple[tuple[Block, ...], ...]:
    check_size(path, name, MAX_TEXT_BYTES)
    with source_faults(path, name):
        return _pages_of(path.read_bytes(), name, kind)


def _told_title(path: Path, name: str) -> str:
    with source_faults(path, name):
        return front_matter(decode(path.read_bytes(), name))[0]


@lru_cache(maxsize=1)
def _pages_of(data: bytes, name: str, kind: str) -> tuple[tuple[Block, ...], ...]:
    """The pages of a whole file; the last one is remembered, for its pages are asked for one after the other."""
    text = decode(data, name)
    verdict = garbled.inspect_text(text[:_JUDGED_CHARACTERS])
    if verdict.garbled and verdict.share > garbled.MOST:
        raise UserFacingError("import.unknown_encoding" if _is_utf7(data) else "import.legacy_font", name=name)
    pages = tuple(paginate(blocks_of_markdown(text) if kind == "markdown" else blocks_of_text(text)))
    if not pages:
        raise UserFacingError("import.empty_file", name=name)
    if len(pages) > MAX_PAGES:
        raise UserFacingError("import.too_large", name=name, detail=f"{len(pages)} pages")
    return pages


def _is_utf7(data: bytes) -> bool:
    """Whether it is an old mail encoding that writes every letter beyond ASCII as several of ASCII."""
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return False
    return sum(letter > "\x7f" and letter.isalpha() for letter in text) > len(text) / 5


def _unicode(data: bytes, name: str) -> str | None:
    """The text if the bytes are Unicode beyond doubt; None otherwise."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :] if encoding == "utf-8" else data, encoding, name)
    if data.startswith(_UTF16_BOMS):
        return _strict(data[: len(data) // 2 * 2], "utf-16", name)
    if b"\x00" in data:
        if _is_text_with_zeros(data):  # first: a few zeros at odd places alone look like UTF-16
            raise UserFacingError("import.zero_bytes", name=name)
        even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
        spread = len(data[:4000]) / 2
        # Spaces, digits and line ends have a zero high byte in every script: at least every twelfth letter
        if max(even, odd) > spread / 12 and min(even, odd) < spread / 100:
            return _strict(data[: len(data) // 2 * 2], "utf-16-le" if odd > even else "utf-16-be", name)
        raise UserFacingError("import.unknown_format", name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A copy cut inside the last letter is still UTF-8
        cut = fault.start >= len(data) - 3 and fault.start > 0 and fault.reason == "unexpected end of data"
        return data[: fault.start].decode("utf-8") if cut else None


def _is_text_with_zeros(data: bytes) -> bool:
    """Whether the file is text but for some zero bytes, as a disk leaves behind when a copy is broken off."""
    bare = data.replace(b"\0", b"")
    if len(bare) < (1 - _MOST_ZEROS) * len(data):
        return False
    try:
        return len(_CONTROLS.findall(bare.decode("utf-8"))) <= _MOST_CONTROLS * len(bare)
    except UnicodeDecodeError:
        return False


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UserFacingError("import.damaged", name=name) from fault


def _western(data: bytes) -> str | None:
    """English with accents or curly quotes in a Western single-byte encoding; None if it may be anything else."""
    foreign = sum(byte > 0x7F for byte in data)
    accented = _is_accented(data)
    if foreign > (_MOST_OF_FEW if accented else _MOST_FOREIGN) * len(data):
        return None
    best = from_bytes(data, cp_isolation=_WESTERN, threshold=0.1).best()
    if best is None and not accented:
        return None
    # Windows' superset: its quotes and dashes are control characters in Latin-1
    text = data.decode("cp1252", "replace")
    return None if "\ufffd" in text else text


def _is_accented(data: bytes) -> bool:
    """Whether all beyond ASCII are known signs, or single letters beside letters of ASCII, as é in café."""
    text = data.decode("cp1252", "replace")
    for before, letter, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if letter < "\x80" or letter in _PLAIN_SIGNS:
            continue
        beside = [one for one in (before, after) if one.isalpha()]
        if not letter.isalpha() or not beside or any(one >= "\x80" for one in beside):
            return False
    return True


def _looks_like_heading(line: str) -> bool:
    return (
        len(line) <= _HEADING_CHARACTERS
        and len(line.split()) <= _HEADING_WORDS
        and not line.endswith(_SENTENCE_ENDS)
        and markers.marker_of(line) is None
        and any(character.isalpha() for character in line)
        and "\t" not in line
    )


def _blocks_of_chunk(lines: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    plain: list[str] = []
    for has_bars, run in groupby(lines, lambda line: "|" in line):
        together = list(run)
        between, rows = _split_at_table(together) if has_bars else (together, [])
        plain += between
        if rows:
            blocks += [*_blocks_of_lines(plain), _table_of_bars(rows)] if plain else [_table_of_bars(rows)]
            plain = []
    return blocks + _blocks_of_lines(plain) if plain else blocks


def _blocks_of_lines(lines: Sequence[str]) -> list[Block]:
    """Blocks of lines without a table drawn with bars."""
    rows = [tuple(cell.strip() for cell in line.strip().split("\t")) for line in lines]
    if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
        return [table_of(rows)]
    wrapped = len(lines) > 1 and min(len(line) for line in lines[:-1]) >= _WRAPPED
    known = set(" ".join(lines).split()) if wrapped else set()
    started: list[tuple[Block, list[str]]] = []  # with the lines that follow its first
    for line in lines:
        marker = markers.marker_of(line.strip())
        continues = wrapped and started and marker is None and not line.startswith("    ")
        if marker is not None:
            depth = 1 + (len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())) // 3
            text = line.strip()[marker.length :].strip()
            started.append((Block(BlockKind.LIST_ITEM, text, level=min(depth, 6), marker=marker.text), []))
        elif continues:
            started[-1][1].append(line)
        else:
            started.append((Block(BlockKind.PARAGRAPH, " ".join(line.split())), []))
    return [replace(block, text=_joined(block.text, rest, known)) for block, rest in started]


def _joined(first: str, rest: Sequence[str], known: set[str]) -> str:
    """The lines of a paragraph as one, each joined to the line before it and not to all of them."""
    done: list[str] = []
    for line in rest:
        bare = line.lstrip()
        both = markers.join(first, bare, known)
        done.append(both[: len(both) - len(bare)])
        first = bare
    return "".join((*done, first))


def _split_at_table(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines with bars in them, and from where on they are a table: none, or to the end.

    A table has a rule below its head, or a bar before and after every row.
    """
    ruled = next((i for i, line in enumerate(lines[1:]) if _is_rule(line)), None)
    if ruled is not None:
        return lines[:ruled], lines[ruled:]
    framed = all(line.strip()[0] + line.strip()[-1] == "||" and line.count("|") > 2 for line in lines)
    return ([], lines) if framed and len(lines) > 1 else (lines, [])


def _table_of_bars(lines: Sequence[str]) -> Block:
    cells = [_cells(line) for place, line in enumerate(lines) if place != 1 or not _is_rule(line)]
    width = max(map(len, cells))
    return table_of([row + ("",) * (width - len(row)) for row in cells])


def _is_rule(line: str) -> bool:
    return "|" in line and _TABLE_RULE.match(line.strip()) is not None


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row between bars; a bar with a backslash before it is part of its cell."""
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELL_END.split(bare))
