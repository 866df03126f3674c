"""The text of a lesson as HTML: passages with spoken sentences marked, for the page on the phone."""

from __future__ import annotations

import base64
import re
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind
from app.export.view import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.lessons import LessonContent, Passage
    from app.export.labels import Labels
    from app.export.view import LessonView, Provenance

_UNITS = "°C|°F|K|%|mm|cm|m|km|mg|g|kg|ml|mL|L|s|min|h|N|J|kJ|W|kW|V|A|Pa|Hz|m/s|km/h|₹"
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w/]))")


def merged_heading(content: LessonContent) -> int | None:
    """Index of the first passage when it only repeats the title; the title stands for both."""
    for index, passage in enumerate(content.passages):
        if passage.text.strip():
            return index if passage.text.strip() == content.title.strip() else None
    return None


class PassageWriter:
    """Writes passages with the sentences of the sound track marked.

    Args:
        view: The lesson.
        labels: Words in its language.
    """

    def __init__(self, view: LessonView, labels: Labels) -> None:
        self._view = view
        self._labels = labels
        self._spoken: dict[int, list[tuple[int, str]]] = {}
        for number, (passage, _, _, text) in enumerate(view.audio.sentences if view.audio else ()):
            self._spoken.setdefault(passage, []).append((number, text))

    def title(self) -> str:
        """The inside of the page's main heading."""
        merged = merged_heading(self._view.content)
        spoken = self._spoken.get(-1) or (self._spoken.get(merged, []) if merged is not None else [])
        return marked(self._view.content.title, spoken)

    def body(self) -> str:
        """All passages in reading order."""
        merged = merged_heading(self._view.content)
        shown = ((at, one) for at, one in enumerate(self._view.content.passages) if at != merged)
        parts: list[str] = []
        for listed, together in groupby(shown, lambda each: each[1].kind is BlockKind.LIST_ITEM):
            run = list(together)
            parts += [self._list(run)] if listed else [self._passage(*each) for each in run]
        return "\n".join(parts)

    def _list(self, items: Sequence[tuple[int, Passage]]) -> str:
        """List items that follow one another as lists in lists; each keeps its printed mark, which may be (a) or ২."""
        parts: list[str] = []
        open_lists: list[tuple[int, str]] = []  # depth and tag
        for index, passage in items:
            text = marked(passage.text, self._spoken.get(index, ()))
            if not text:
                continue
            mark = passage.marker or "•"
            wanted = (passage.level, "ol" if any(letter.isalnum() for letter in mark) else "ul")
            while open_lists and (
                open_lists[-1][0] > wanted[0] or (open_lists[-1][0] == wanted[0] and open_lists[-1] != wanted)
            ):
                parts.append(f"</li></{open_lists.pop()[1]}>")
            if open_lists and open_lists[-1] == wanted:
                parts.append("</li>")
            else:
                open_lists.append(wanted)
                parts.append(f'<{wanted[1]} class="list" role="list">')  # a role, for Safari takes it from a bare list
            item = f'<div class="item"><span class="mark">{escaped(mark)}</span><span>{text}</span></div>'
            parts.append(f'<li id="p{index}">{item}')
        parts += [f"</li></{tag}>" for _, tag in reversed(open_lists)]
        return "".join(parts)

    def _passage(self, index: int, passage: Passage) -> str:
        if passage.kind is BlockKind.TABLE and passage.rows:
            return f'<div class="table" id="p{index}">{table(passage.rows)}</div>'
        text = marked(passage.text, self._spoken.get(index, ()))
        if passage.kind in (BlockKind.FIGURE, BlockKind.FORMULA):
            return self._picture(index, passage, text)
        if not text:
            return ""
        if passage.kind is BlockKind.HEADING:
            rank = min(max(passage.level, 1) + 1, 4)
            return f'<h{rank} id="p{index}">{text}</h{rank}>'
        kind = ' class="caption"' if passage.kind is BlockKind.CAPTION else ""
        return f'<p{kind} id="p{index}">{text}</p>'

    def _picture(self, index: int, passage: Passage, text: str) -> str:
        formula = passage.kind is BlockKind.FORMULA
        image = self._image(passage, self._labels.formula if formula else self._labels.picture)
        if formula:
            return f'<div class="formula" id="p{index}">{image or text}</div>' if image or text else ""
        caption = f"<figcaption>{text}</figcaption>" if text else ""
        return f'<figure id="p{index}">{image}{caption}</figure>' if image or caption else ""

    def _image(self, passage: Passage, fallback: str) -> str:
        picture = self._view.pictures.get(passage.media or "")
        if picture is None or picture.mime is None:
            return ""
        data = base64.b64encode(picture.data).decode("ascii")
        return f'<img alt="{escaped(passage.text or fallback)}" src="data:{picture.mime};base64,{data}">'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row is its head; short rows are filled up."""
    width = max(len(row) for row in rows)
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if number == 0 and len(rows) > 1 else "td"
        cells = "".join(f"<{tag}>{_lines(escaped(cell))}</{tag}>" for cell in (*row, *[""] * (width - len(row))))
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def marked(text: str, spoken: Iterable[tuple[int, str]]) -> str:
    """The text with each spoken sentence in a span that carries its number; sentences not found stay plain."""
    parts: list[str] = []
    position = 0
    for number, sentence in spoken:
        pattern = r"\s+".join(re.escape(word) for word in sentence.split())
        found = re.compile(pattern).search(text, position) if pattern else None
        if found is None:
            continue
        parts.append(_lines(escaped(text[position : found.start()])))
        parts.append(f'<span class="s" data-s="{number}">{_lines(escaped(found[0]))}</span>')
        position = found.end()
    parts.append(_lines(escaped(text[position:])))
    return "".join(parts).strip()


def _lines(safe: str) -> str:
    """Lines as HTML; a number and its unit stay on one."""
    return _BEFORE_UNIT.sub("\u00a0", safe).replace("\n", "<br>")


def provenance_lines(engine: str, origin: Provenance, labels: Labels) -> tuple[str, ...]:
    """Book and page, who checked it and when, and what made it; plain text."""
    source = labels.source.format(title=origin.source_title)
    if origin.source_pages:
        source += ", " + labels.pages.format(pages=origin.source_pages)
    made = labels.made_ai.format(engine=engine) if origin.uses_ai else labels.made_rules
    return source, labels.checked.format(name=origin.reviewer, date=origin.date), made
