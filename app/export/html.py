"""A lesson as one HTML file that a phone opens by itself: style, script, pictures and sound are all inside.

Android hands a browser the one file that was tapped and nothing beside it (fenix#7546), and a page opened from a file
has no origin: no modules, no fetch, no storage. So there is one classic script, the page is complete without it, and
a content security policy names that script and that style by hash: words of the lesson can never run.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from app.domain.languages import by_code
from app.export.passages import PassageWriter, merged_heading, provenance_lines
from app.export.view import escaped

if TYPE_CHECKING:
    from app.export.labels import ExportResources, Labels
    from app.export.view import LessonView

_START = "M8 5v14l11-7z"
_STOP = "M6 5h4v14H6zM14 5h4v14h-4z"
_BEFORE = "M6 6h2v12H6zM9.5 12 18 6v12z"
_AFTER = "M16 6h2v12h-2zM6 6l8.5 6L6 18z"


def render_lesson(view: LessonView, resources: ExportResources, *, sound_file: str = "") -> str:
    """The whole page. It holds no answers: the key is for the teacher alone.

    Args:
        view: An approved version.
        resources: Labels, style sheet and script.
        sound_file: Name of the MP3 beside the page, mentioned in words; empty when there is none.
    """
    content = view.content
    labels = resources.labels(content.language)
    writer = PassageWriter(view, labels)
    merged = merged_heading(content)
    anchor = "" if merged is None else f' id="p{merged}"'
    heading = f"<h1{anchor}>{writer.title()}</h1>{_hint(view, labels)}"
    body = (
        (
            f'<header><button type="button" class="size" aria-label="{escaped(labels.text_size)}">A+</button>'
            f'<p class="facts">{_facts(view, labels)}</p>{heading}</header>'
        ),
        f"<main><article>{writer.body()}</article>{_key_words(view, labels)}{_questions(view, labels)}</main>",
        f"<footer>{_provenance(view, labels, sound_file)}</footer>",
        _player(view, labels),
    )
    return page(content.title, content.language, body, resources=resources, script="lesson.js")


def page(title: str, language: str, body: tuple[str, ...], *, resources: ExportResources, script: str = "") -> str:
    """An HTML document around `body`, allowed to load nothing from anywhere."""
    style, code = resources.text("lesson.css"), resources.text(script) if script else ""
    policy = (
        f"default-src 'none'; style-src '{_sha(style)}'; img-src data:; media-src data: blob:; base-uri 'none';"
        f" form-action 'none'" + (f"; script-src '{_sha(code)}'" if code else "")
    )
    head = (
        f'<!doctype html>\n<html lang="{by_code(language).code}" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="ShikshaSetu">\n'
        f"<title>{escaped(title)}</title>\n"
    )
    tail = f"\n<script>{code}</script>" if code else ""
    return f"{head}<style>{style}</style>\n</head>\n<body>\n{chr(10).join(body)}{tail}\n</body>\n</html>\n"


def _sha(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _facts(view: LessonView, labels: Labels) -> str:
    facts = (
        labels.school_class.format(number=view.content.school_class),
        by_code(view.content.language).native_name,
        labels.level(view.content.level),
    )
    return "".join(f"<span>{escaped(fact)}</span>" for fact in facts)


def _hint(view: LessonView, labels: Labels) -> str:
    return f'<p class="hint">{escaped(labels.tap_hint)}</p>' if view.audio and view.mp3 else ""


def _key_words(view: LessonView, labels: Labels) -> str:
    words = "".join(
        f"<div><dt>{escaped(word.term)}</dt><dd>{escaped(word.meaning)}</dd></div>" for word in view.content.key_words
    )
    origin = labels.origin(view.content.key_words)
    note = f'<p class="origin">{escaped(origin)}</p>' if origin else ""
    heading = f"<h2>{escaped(labels.key_words)}</h2>"
    return f'<section class="part">{heading}<dl>{words}</dl>{note}</section>' if words else ""


def _questions(view: LessonView, labels: Labels) -> str:
    content = view.content
    if not content.choice_questions and not content.short_questions:
        return ""
    parts = [f'<section class="part"><h2>{escaped(labels.questions)}</h2>']
    if content.choice_questions:
        parts.append(f"<p>{escaped(labels.choose)}</p>")
    for number, choice in enumerate(content.choice_questions, start=1):
        options = "".join(
            f'<label class="option"><input type="radio" name="q{number}"><span class="letter">'
            f"({escaped(labels.letter(index))})</span><span>{escaped(option)}</span></label>"
            for index, option in enumerate(choice.options)
        )
        back = _look_back(choice.passage, view, labels)
        parts.append(f"<fieldset><legend>{number}. {escaped(choice.question)}</legend>{options}{back}</fieldset>")
    if content.short_questions:
        parts.append(f"<p>{escaped(labels.write)}</p>")
    for number, short in enumerate(content.short_questions, start=len(content.choice_questions) + 1):
        rules = '<div class="rule"></div>' * 3
        back = _look_back(short.passage, view, labels)
        parts.append(f'<div class="short"><p>{number}. {escaped(short.question)}</p>{back}{rules}</div>')
    return "".join(parts) + "</section>"


def _look_back(passage: int, view: LessonView, labels: Labels) -> str:
    """A link to the paragraph to read again: help that does not give the answer away."""
    if not 0 <= passage < len(view.content.passages):
        return ""
    return f'<a class="back" href="#p{passage}">{escaped(labels.look_back)} ↑</a>'


def _provenance(view: LessonView, labels: Labels, sound_file: str) -> str:
    lines = [*provenance_lines(view.content.engine, view.provenance, labels)]
    if sound_file and view.mp3:
        lines.append(labels.sound_file.format(file=sound_file))
    first, *rest = (escaped(line) for line in (*lines, "ShikshaSetu"))
    return f'<p class="first">{first}</p>' + "".join(f"<p>{line}</p>" for line in rest)


def _player(view: LessonView, labels: Labels) -> str:
    """The sound at the foot of the page: the browser's own controls, which the script replaces by bigger ones."""
    if view.audio is None or not view.mp3:
        return ""
    starts = " ".join(str(start) for _, _, start, _ in view.audio.sentences)
    data = base64.b64encode(view.mp3).decode("ascii")
    return (
        '<div class="player"><div class="controls">'
        f'<button type="button" class="before" aria-label="{escaped(labels.previous)}">{_icon(_BEFORE)}</button>'
        f'<button type="button" class="go" data-play="{escaped(labels.listen)}" data-pause="{escaped(labels.pause)}">'
        f"{_icon(_START, 'start')}{_icon(_STOP, 'stop')}<span>{escaped(labels.listen)}</span></button>"
        f'<button type="button" class="after" aria-label="{escaped(labels.next)}">{_icon(_AFTER)}</button>'
        f'<button type="button" class="speed" aria-label="{escaped(labels.speed)}">1×</button></div>'
        f'<audio controls preload="metadata" data-starts="{starts}" src="data:audio/mpeg;base64,{data}"></audio></div>'
    )


def _icon(path: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<svg{name} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{path}"/></svg>'
