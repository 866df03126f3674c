"""Paper: a lesson or its worksheet, every word in the lesson's language, through Qt's text engine."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from app.domain.documents import BlockKind
from app.export.labels import ExportResources

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from app.domain.lessons import LessonContent, Passage
    from app.export.labels import Labels
    from app.ui.shell import Shell

_POINTS = 12.0
_RULE = "<p style='color:#888888'>" + "_" * 64 + "</p>"


def words_of(content: LessonContent, shell: Shell) -> Labels:
    """What is printed around a lesson, as the packs have it."""
    return ExportResources(shell.services.paths.resources / "export").labels(content.language)


def worksheet_html(content: LessonContent, labels: Labels) -> str:
    """Name line, questions with options, questions with room to write; no answers."""
    name, date = escape(labels.name), escape(labels.date)
    parts = [_head(content, labels), f"<p>{name}: {'_' * 32} &nbsp; {date}: {'_' * 12}</p>"]
    number = 0
    for question in content.choice_questions:
        number += 1
        parts.append(f"<p><b>{number}. {escape(question.question)}</b></p>")
        options = (f"{labels.letter(at)}. {escape(option)}" for at, option in enumerate(question.options))
        parts.append("<p style='margin-left:24px'>" + "<br>".join(options) + "</p>")
    for short in content.short_questions:
        number += 1
        parts.append(f"<p><b>{number}. {escape(short.question)}</b></p>{_RULE}{_RULE}")
    return "".join(parts)


def lesson_html(content: LessonContent, labels: Labels) -> str:
    """The easier text with headings, lists and tables, then the key words."""
    parts = [_head(content, labels)]
    parts += [_passage(passage) for passage in content.passages]
    if content.key_words:
        parts.append(f"<h3>{escape(labels.key_words)}</h3>")
        parts += [f"<p><b>{escape(word.term)}</b> – {escape(word.meaning)}</p>" for word in content.key_words]
        parts.append(f"<p>{escape(labels.origin(content.key_words))}</p>")
    return "".join(parts)


def print_worksheet(content: LessonContent, shell: Shell, parent: QWidget) -> None:
    """Ask for the printer, then print the worksheet."""
    _print(worksheet_html(content, words_of(content, shell)), content, shell, parent)


def print_lesson(content: LessonContent, shell: Shell, parent: QWidget) -> None:
    """Ask for the printer, then print the lesson."""
    _print(lesson_html(content, words_of(content, shell)), content, shell, parent)


def paper(html: str, language: str, shell: Shell) -> QTextDocument:
    """A document in black on white, whatever the window looks like."""
    document = QTextDocument()
    font = shell.theme.reading_font(language)
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setHtml(f"<body style='color:#000000'>{html}</body>")
    return document


def _print(html: str, content: LessonContent, shell: Shell, parent: QWidget) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QDialog

    from app.ui.dialogs.base import wake_parent

    document = paper(html, content.language, shell)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(content.title)
    dialog = QPrintDialog(printer, parent)
    wake_parent(dialog)
    # the dialog keeps document and printer alive until it is answered
    dialog.accepted.connect(lambda: _send(document, printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own overloads want a slot


def _send(document: QTextDocument, printer: QPrinter) -> None:
    document.print_(printer)


def _head(content: LessonContent, labels: Labels) -> str:
    school_class = labels.school_class.format(number=content.school_class)
    return f"<h2>{escape(content.title)}</h2><p>{escape(school_class)}</p>"


def _passage(passage: Passage) -> str:
    if passage.kind is BlockKind.HEADING:
        return f"<h3>{escape(passage.text)}</h3>"
    if passage.kind is BlockKind.TABLE and passage.rows:
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in passage.rows)
        return f"<table border='1' cellspacing='0' cellpadding='4'>{rows}</table>"
    marker = f"{escape(passage.marker)} " if passage.marker else ""
    return f"<p>{marker}{escape(passage.text)}</p>"
