"""Markdown: CommonMark with tables, and what textbook authors add to it: front matter, HTML tags, $formulas$, notes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.domain.documents import Block, BlockKind
from app.library.document_worker import latex, scripts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore

_MOST_BRACKETS = 500  # in one paragraph; links are searched for in time by their square
_MOST_FRONT_LINES = 100
_FRONT_LINE = re.compile(r"[\w.-]{1,60}[ \t]*:(?:[ \t]|$)|[ \t]|-[ \t]|#|$")
_TITLE = re.compile(r"title[ \t]*:[ \t]*(.+)")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(?=\S)")
_NOTE_MARK = re.compile(r"[ \t]?\[\^[^\]\s]{1,40}\]")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_LOWERED = re.compile(r"(?<=[A-Za-z)])~([0-9+−-]{1,4})~(?!~)")
_RAISED = re.compile(r"(?<=[\w)])\^([0-9n+−-]{1,4})\^")
_MATH = re.compile(r"\$\$([^$]{1,500})\$\$|(?<![\w$\\])\$(?=[^\s$])([^$\n]{1,300}?)(?<=[^\s\\])\$(?![\w$])")
_ATTRIBUTE = r"\s+[\w:-]{1,40}\s*=\s*(?:\"[^\"]{0,500}\"|'[^']{0,500}'|[^\s\"'<>=`]{1,200})"
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]{{0,11}})(?:{_ATTRIBUTE}){{0,20}}\s*/?>")
_TAGS = frozenset(
    """
    a abbr b blockquote body br caption center cite code col colgroup dd del details div dl dt em figcaption figure
    font h1 h2 h3 h4 h5 h6 head hr html i img ins kbd li main mark meta ol p pre q s section small span strike strong
    sub summary sup table tbody td tfoot th thead title tr tt u ul
    """.split()  # noqa: SIM905 - forty strings in quotes are harder to read
)
_UNSEEN = frozenset({"script", "style", "head", "template"})
_ENDS_LINE = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dt", "dd", "summary"})


def front_matter(text: str) -> tuple[str, str]:
    """The title that stands in the lines of metadata before a text, and the text without them.

    Returns:
        The title, empty where none is told, and the rest; all of the text where it begins otherwise.
    """
    lines = text.split("\n", _MOST_FRONT_LINES)
    if lines[0].rstrip() != "---":
        return "", text
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() in ("---", "...")), None)
    if end is None or end == len(lines) or not all(_FRONT_LINE.match(line) for line in lines[1:end]):
        return "", text
    told = next((found[1] for line in lines[1:end] if (found := _TITLE.match(line))), "")
    return told.strip().strip("\"'").strip(), "\n".join(lines[end + 1 :])


def blocks_of_markdown(text: str) -> tuple[Block, ...]:
    """Blocks of a text: HTML tags give way to what they mean, comments go, links keep their words.

    A paragraph of hundreds of brackets is a trap for the parser, and stays as it is typed.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.core.ruler.at("inline", _parse_inline)
    return tuple(_MarkdownBlocks(parser.parse(_with_notes_apart(front_matter(text)[1]))).blocks)


def table_of(rows: Sequence[tuple[str, ...]]) -> Block:
    """A table of these cells."""
    return Block(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows), rows=tuple(rows))


def _with_notes_apart(text: str) -> str:
    """Footnotes as paragraphs of their own: CommonMark would take one of a single word for the target of a link."""
    if "[^" not in text:
        return text
    lines, fenced = [], False
    for line in text.split("\n"):
        fenced ^= _FENCE.match(line) is not None
        note = None if fenced else _NOTE.match(line)
        lines.append(line if note is None else f"\n{line[note.end() :]}")
    return "\n".join(lines)


def _parse_inline(state: StateCore) -> None:
    """Markdown-it's rule of the same name, but for paragraphs that are a trap."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            content = _MATH.sub(lambda found: _shielded(latex.plain(found[1] or found[2])), token.content)
            if content.count("[") > _MOST_BRACKETS:
                token.children.append(Token("text", "", 0, content=content))
            else:
                state.md.inline.parse(content, state.md, state.env, token.children)


def _shielded(formula: str) -> str:
    """A formula whose signs are none of Markdown."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", formula)


class _MarkdownBlocks:
    """Walks the tokens of markdown-it once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.blocks: list[Block] = []
        self._lists: list[int | None] = []  # next number of each open list, None for bullets
        self._marker = ""
        self._heading = 0
        self._rows: list[list[str]] = []
        for token in tokens:
            self._take(token)

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = token.attrGet("start")
            self._lists.append(None if kind.startswith("bullet") else int(start if start is not None else 1))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open":
            number = self._lists[-1]
            self._marker = "•" if number is None else f"{number}."
            self._lists[-1] = None if number is None else number + 1
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "tr_open":
            self._rows.append([])
        elif kind == "table_close":
            self.blocks.append(table_of([tuple(row) for row in self._rows]))
            self._rows = []
        elif kind == "inline":
            self._add(_words(token))
        elif kind in ("fence", "code_block"):
            self._add(token.content)
        elif kind == "html_block":
            self.blocks += _Html(token.content).blocks

    def _add(self, text: str) -> None:
        text = text.strip()
        if self._rows:
            self._rows[-1].append(" ".join(text.split()))
        elif not text:
            return
        elif self._heading:
            self.blocks.append(Block(BlockKind.HEADING, " ".join(text.split()), level=self._heading))
            self._heading = 0
        elif self._marker:
            text = _TASK.sub("", text, count=1) if _TASK.match(text) else text
            self.blocks.append(Block(BlockKind.LIST_ITEM, text, level=len(self._lists), marker=self._marker))
            self._marker = ""
        else:
            self.blocks.append(Block(BlockKind.PARAGRAPH, text))


def _words(token: Token) -> str:
    parts: list[str] = []
    shift = ""
    for child in token.children or ():
        if child.type == "html_inline":
            tag = _TAG.fullmatch(child.content)
            name = tag[2].lower() if tag is not None else ""
            if name in ("sub", "sup") and tag is not None:
                shift = "" if tag[1] else name
            elif name == "br":
                parts.append("\n")
            elif name not in _TAGS and not child.content.startswith(("<!", "<?")):
                parts.append(child.content)  # a sign of mathematics, as in a <b and c> d
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" " if child.type == "softbreak" else "\n")
        elif child.type in ("text", "code_inline", "image"):
            text = child.content if child.type != "text" else _plain(child.content)
            parts.append(_shifted(text, shift, "".join(parts[-1:])))
    return "".join(parts)


def _plain(text: str) -> str:
    """Words without the marks of footnotes, and with lowered and raised digits as such."""
    text = _LOWERED.sub(lambda found: scripts.lowered(found[1]), _NOTE_MARK.sub("", text))
    return _RAISED.sub(lambda found: scripts.raised(found[1], "x"), text)


def _shifted(text: str, shift: str, before: str) -> str:
    if not shift:
        return text
    return scripts.lowered(text) if shift == "sub" else scripts.raised(text, before)


class _Html(HTMLParser):
    """The text of a piece of HTML: a paragraph for each of its lines, a table for a simple table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._rows: list[list[str]] | None = None
        self._heading = 0
        self._item = False
        self._shift = ""
        self._unseen = 0
        self.feed(html)
        self.close()
        self._end_table()
        self._end_line()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self._end_line()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._parts = []
        elif tag in ("sub", "sup"):
            self._shift = tag
        elif tag in _ENDS_LINE:
            self._end_line()
            self._heading = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
            self._item = tag == "li"

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in ("sub", "sup"):
            self._shift = ""
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(" ".join("".join(self._parts).split()))
            self._parts = []
        elif tag == "table":
            self._end_table()
        elif tag in _ENDS_LINE:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(_shifted(data, self._shift, "".join(self._parts[-1:])))

    def _end_line(self) -> None:
        if self._rows is not None:
            self._parts.append(" ")  # a line end inside a cell
            return
        text = " ".join("".join(self._parts).split())
        self._parts = []
        if text and self._heading:
            self.blocks.append(Block(BlockKind.HEADING, text, level=self._heading))
        elif text and self._item:
            self.blocks.append(Block(BlockKind.LIST_ITEM, text, level=1, marker="•"))
        elif text:
            self.blocks.append(Block(BlockKind.PARAGRAPH, text))
        self._heading, self._item = 0, False

    def _end_table(self) -> None:
        rows, self._rows = [row for row in self._rows or () if any(row)], None
        if rows:
            width = max(map(len, rows))
            self.blocks.append(table_of([tuple(row) + ("",) * (width - len(row)) for row in rows]))
