"""``ask``: what the library says to a question, with the pages it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show
from app.cli.run import Result

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.domain.answers import Answer, Passage

_NOT_THERE = "Not in your material."


def ask(options: argparse.Namespace, application: Application) -> Result:
    """Answer from the library alone; that it does not say is an answer, too."""
    with application.open_reading(options.data) as services:
        only = services.facts.matching(
            school_class=options.school_class,
            subject=options.subject,
            language=options.language,
            documents=options.documents,
        )
        answer = services.ask.ask(options.question, documents=only)
    return Result(show.answer(answer), _lines(answer))


def _lines(answer: Answer) -> list[str]:
    if answer.refused:
        return [_NOT_THERE, *(["", "Nearest pages:", *map(_place, answer.passages)] if answer.passages else [])]
    named = {number for one in answer.sentences for number in one.sources}
    said = [f"{one.text} {''.join(f'[{number}]' for number in one.sources)}" for one in answer.sentences]
    return [*said, "", *(_place(one) for one in answer.passages if one.number in named)]


def _place(passage: Passage) -> str:
    parts = (passage.title, f"page {passage.page}", passage.heading)
    return f"[{passage.number}] {' - '.join(part for part in parts if part)}"
