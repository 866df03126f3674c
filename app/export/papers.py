"""What stands on the printed papers: worksheet, answer key and lesson plan, as pieces for `app.export.pdf` to set.

Text is the small HTML that Qt's text engine knows, every word of the lesson escaped. Black on white, A4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind
from app.domain.languages import by_code
from app.export.passages import merged_heading, provenance_lines
from app.export.view import LessonView, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.lessons import ChoiceQuestion, LessonContent, Passage
    from app.export.labels import Labels
    from app.export.view import Picture

_ANSWER_LINES = 3
_ROWS_TOGETHER = 12
_SHORT_OPTION = 26  # characters: up to here two options stand side by side


class Paper(StrEnum):
    """The three papers of a lesson; the first is for children."""

    WORKSHEET = "worksheet"
    ANSWER_KEY = "answer_key"
    LESSON_PLAN = "lesson_plan"


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """Draw one paper of a lesson as the PDF file `out`; answered with its pages.

    `view` travels without sound and pictures, which may be larger than a message; the worker reads the figures from
    the files of `pictures`, by the name that a passage's `media` gives.
    """

    paper: Paper
    view: LessonView
    out: str
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, heading, table or picture. `splits`: whether a page may end between its lines."""

    html: str
    splits: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Blanks:
    """Labels with a line after each to fill in, side by side; `shares` are their widths."""

    labels: tuple[str, ...]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A figure or formula, and the largest share of the page's width it takes."""

    data: bytes
    share: float = 0.7


Piece = Text | Rules | Blanks | Image


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that stay on one page. `space`: empty room above, in points; `leads`: keep with the group after."""

    pieces: tuple[Piece, ...]
    space: float = 8
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `one_page`: set it smaller, down to a legible size, rather than on two pages."""

    title: str
    language: str
    footer: str
    groups: tuple[Group, ...]
    one_page: bool = False


def sheet(paper: Paper, view: LessonView, labels: Labels) -> Sheet:
    """One paper of a lesson."""
    write = {Paper.WORKSHEET: _worksheet, Paper.ANSWER_KEY: _answer_key, Paper.LESSON_PLAN: _lesson_plan}[paper]
    return write(view, labels)


def _worksheet(view: LessonView, labels: Labels) -> Sheet:
    """The text to read, the words, and the questions with room to answer. No answers."""
    content = view.content
    groups = [
        *_head(content, labels, labels.worksheet),
        Group((Blanks((labels.name, labels.class_blank, labels.roll, labels.date), (40, 15, 22, 23)),), space=14),
        _heading(labels.read),
        *_passages(view),
        *_key_words(content, labels),
    ]
    if content.choice_questions or content.short_questions:
        groups.append(_heading(labels.questions))
    if content.choice_questions:
        groups.append(Group((Text(f"<p>{escaped(labels.choose)}</p>"),), space=2, leads=True))
    for number, choice in enumerate(content.choice_questions, start=1):
        groups.append(Group((Text(_question(number, choice.question)), *_options(choice, labels)), space=10))
    if content.short_questions:
        groups.append(Group((Text(f"<p>{escaped(labels.write)}</p>"),), space=10, leads=True))
    for number, short in enumerate(content.short_questions, start=len(content.choice_questions) + 1):
        groups.append(Group((Text(_question(number, short.question)), Rules(_ANSWER_LINES)), space=10))
    groups.append(_provenance(view, labels))
    return Sheet(content.title, content.language, labels.worksheet, tuple(groups))


def _answer_key(view: LessonView, labels: Labels) -> Sheet:
    """Every question with its answer and the sentence of the page that supports it."""
    content = view.content
    groups = [*_head(content, labels, labels.answer_key), _for_the_teacher(labels)]
    for number, choice in enumerate(content.choice_questions, start=1):
        answer = f"({labels.letter(choice.answer)}) {choice.options[choice.answer]}"
        groups.append(_answer(_question(number, choice.question), answer, choice.evidence, labels))
    for number, short in enumerate(content.short_questions, start=len(content.choice_questions) + 1):
        groups.append(_answer(_question(number, short.question), short.answer, short.evidence, labels))
    groups.append(_provenance(view, labels))
    return Sheet(content.title, content.language, labels.answer_key, tuple(groups))


def _lesson_plan(view: LessonView, labels: Labels) -> Sheet:
    """The sheet that an inspection asks for: on one page, with room for names and a signature."""
    content, plan = view.content, view.content.plan
    groups = [
        *_head(content, labels, labels.lesson_plan),
        Group((Blanks((labels.teacher, labels.subject, labels.date), (45, 30, 25)),), space=12),
        *_list(labels.objectives, plan.objectives),
        *_list(labels.materials, plan.materials),
    ]
    if plan.steps:
        total = sum(step.minutes for step in plan.steps)
        rows = [(labels.minutes, labels.activity)]
        rows += [(str(step.minutes), step.activity) for step in plan.steps]
        groups += [_heading(f"{labels.activity} ({total} {labels.minutes})", space=9)]
        groups += [Group((Text(_table(chunk, widths=(16, 84), padding=3)),), space=3) for chunk in _chunks(rows)]
    words = "; ".join(
        f"<b>{escaped(word.term)}</b> – {escaped(word.meaning.rstrip(' .।॥'))}" for word in content.key_words
    )
    if words:
        groups += [_heading(labels.key_words, space=9), Group((Text(f"<p>{words}</p>", splits=True),), space=2)]
        groups += _origin(content, labels)
    groups += _list(labels.assessment, plan.assessment)
    groups += _list(labels.homework, (plan.homework,) if plan.homework else ())
    groups.append(Group((Blanks((labels.signature, labels.date), (60, 40)),), space=24))
    groups.append(_provenance(view, labels))
    return Sheet(content.title, content.language, labels.lesson_plan, tuple(groups), one_page=True)


def _head(content: LessonContent, labels: Labels, kind: str) -> list[Group]:
    facts = (
        kind,
        labels.school_class.format(number=content.school_class),
        by_code(content.language).native_name,
        labels.level(content.level),
    )
    line = " &nbsp;·&nbsp; ".join(escaped(fact) for fact in facts)
    return [
        Group(
            (Text(f'<p class="facts">{line}</p>'), Text(f"<p class='h1'>{escaped(content.title)}</p>")),
            space=0,
            leads=True,
        )
    ]


def _heading(words: str, *, space: float = 16) -> Group:
    return Group((Text(f"<p class='h2'>{escaped(words)}</p>"),), space=space, leads=True)


def _passages(view: LessonView) -> list[Group]:
    merged = merged_heading(view.content)
    groups: list[Group] = []
    for index, passage in enumerate(view.content.passages):
        if index != merged:
            groups += _passage(passage, view.pictures.get(passage.media or ""))
    return groups


def _passage(passage: Passage, picture: Picture | None) -> Iterable[Group]:
    text = escaped(passage.text).replace("\n", "<br>")
    if passage.kind is BlockKind.TABLE and passage.rows:
        return [Group((Text(_table(chunk)),), space=6) for chunk in _chunks(passage.rows)]
    if passage.kind in (BlockKind.FIGURE, BlockKind.FORMULA):
        figure = passage.kind is BlockKind.FIGURE
        image = Image(picture.data, 0.7 if figure else 0.5) if picture and picture.mime else None
        pieces: list[Piece] = [image] if image else []
        if text and (figure or not image):
            pieces.append(Text(f'<p align="center">{text}</p>'))
        return [Group(tuple(pieces), space=8)] if pieces else []
    if not text:
        return []
    if passage.kind is BlockKind.HEADING:
        return [Group((Text(f"<p class='h3'>{text}</p>"),), space=10, leads=True)]
    if passage.kind is BlockKind.LIST_ITEM:
        return [Group((Text(_item(passage.marker or "•", text, max(passage.level, 1))),), space=2)]
    align = ' align="center"' if passage.kind is BlockKind.CAPTION else ""
    return [Group((Text(f"<p{align}>{text}</p>", splits=True),), space=4)]


def _key_words(content: LessonContent, labels: Labels) -> list[Group]:
    if not content.key_words:
        return []
    rows = [(word.term, word.meaning) for word in content.key_words]
    groups = [_heading(labels.key_words)]
    for start in range(0, len(rows), _ROWS_TOGETHER):
        chunk = rows[start : start + _ROWS_TOGETHER]
        groups.append(Group((Text(_table(chunk, widths=(30, 70), head=False, bold_first=True)),), space=2))
    return [*groups, *_origin(content, labels)]


def _origin(content: LessonContent, labels: Labels) -> list[Group]:
    origin = labels.origin(content.key_words)
    return [Group((Text(f"<p class='facts'>{escaped(origin)}</p>"),), space=2)] if origin else []


def _question(number: int, words: str) -> str:
    return _item(f"{number}.", f"<b>{escaped(words)}</b>", 1)


def _options(choice: ChoiceQuestion, labels: Labels) -> list[Piece]:
    words = [
        f"({escaped(labels.letter(index))})&nbsp;&nbsp;{escaped(option)}" for index, option in enumerate(choice.options)
    ]
    columns = 2 if max((len(option) for option in choice.options), default=0) <= _SHORT_OPTION else 1
    cells = [f'<td width="{96 // columns}%">{word}</td>' for word in words]
    indent = '<td width="4%"></td>'
    rows = [f"<tr>{indent}{''.join(cells[at : at + columns])}</tr>" for at in range(0, len(cells), columns)]
    return [Text(f'<table class="options" width="100%" cellspacing="0" cellpadding="3">{"".join(rows)}</table>')]


def _answer(question: str, answer: str, evidence: str, labels: Labels) -> Group:
    lines = f"<p><b>{escaped(labels.answer)}:</b> {escaped(answer)}</p>"
    if evidence and evidence.strip() != answer.strip():
        lines += f'<p class="small">{escaped(labels.in_the_text)}: “{escaped(evidence)}”</p>'
    return Group((Text(question), Text(lines)), space=12)


def _for_the_teacher(labels: Labels) -> Group:
    words = f"<b>{escaped(labels.teacher_only)}</b>"
    box = f'<table border="1" cellspacing="0" cellpadding="5"><tr><td>{words}</td></tr></table>'
    return Group((Text(box),), space=6)


def _list(heading: str, items: Sequence[str]) -> list[Group]:
    if not items:
        return []
    return [_heading(heading, space=9), *(Group((Text(_item("•", escaped(item), 1)),), space=0) for item in items)]


def _item(mark: str, html: str, depth: int) -> str:
    """A hanging marker: Qt's own lists know neither (क) nor the markers of a book."""
    width = 4 + 4 * (len(mark) > 3)
    indent = f'<td width="{4 * (depth - 1)}%"></td>' if depth > 1 else ""
    return (
        f'<table width="100%" cellspacing="0" cellpadding="1"><tr>{indent}<td width="{width}%">{escaped(mark)}</td>'
        f"<td>{html}</td></tr></table>"
    )


def _chunks(rows: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Rows a page can hold together, each part with the head again."""
    head, *rest = rows
    parts = [rest[at : at + _ROWS_TOGETHER] for at in range(0, len(rest), _ROWS_TOGETHER)] or [[]]
    return [[head, *part] for part in parts]


def _table(
    rows: Sequence[Sequence[str]],
    *,
    widths: tuple[int, ...] = (),
    head: bool = True,
    bold_first: bool = False,
    padding: int = 5,
) -> str:
    width = max(len(row) for row in rows)
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if head and number == 0 and len(rows) > 1 else "td"
        cells = []
        for column, cell in enumerate((*row, *[""] * (width - len(row)))):
            share = f' width="{widths[column]}%"' if column < len(widths) else ""
            words = escaped(cell).replace("\n", "<br>")
            cells.append(f"<{tag}{share}>{f'<b>{words}</b>' if bold_first and column == 0 else words}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<table class="grid" border="1" width="100%" cellspacing="0" cellpadding="{padding}">{"".join(lines)}</table>'
    )


def _provenance(view: LessonView, labels: Labels) -> Group:
    lines = "<br>".join(escaped(line) for line in provenance_lines(view.content.engine, view.provenance, labels))
    return Group((Text(f'<p class="small">{lines}</p>'),), space=18)
