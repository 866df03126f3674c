"""``lesson list|show|edit|delete|restore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show as shown
from app.cli.run import Result, writing

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application


def list_(options: argparse.Namespace, application: Application) -> Result:
    """All lessons."""
    with application.open_reading(options.data) as services:
        lessons = services.lessons.summaries(deleted=options.deleted)
    lines = [shown.summary_line(one) for one in lessons] or ["No lessons yet."]
    return Result({"lessons": [shown.summary(one) for one in lessons]}, lines)


def show(options: argparse.Namespace, application: Application) -> Result:
    """One lesson, whole, with its versions and decisions."""
    with application.open_reading(options.data) as services:
        lesson = services.lessons.lesson(options.lesson)
        versions = services.lessons.versions(options.lesson)
        decisions = services.review.decisions(options.lesson)
        seen = services.review.content_sha256(lesson.current.content)
    data = shown.lesson(lesson)
    data["content_sha256"] = seen
    data["versions"] = [{"id": one.id, "number": one.number, "state": one.state.value} for one in versions]
    data["decisions"] = [shown.decision(one) for one in decisions]
    lines = [f"{lesson.current.content.title} ({lesson.current.state.value}, version {lesson.current.number})"]
    lines += [f"{index:3}  {passage.text}" for index, passage in enumerate(lesson.current.content.passages)]
    lines += [shown.finding_line(one) for one in lesson.current.findings]
    return Result(data, lines)


def edit(options: argparse.Namespace, application: Application) -> Result:
    """Change one passage; empty text brings the engine's back."""
    with writing(application, options) as services:
        if options.text.strip():
            lesson = services.lessons.edit_passage(options.lesson, options.passage, options.text)
        else:
            lesson = services.lessons.undo_edit(options.lesson, options.passage)
    lines = [lesson.current.content.passages[options.passage].text]
    lines += [shown.finding_line(one) for one in lesson.current.findings if one.passage == options.passage]
    return Result(shown.lesson(lesson), lines)


def delete(options: argparse.Namespace, application: Application) -> Result:
    """Put a lesson away for 30 days."""
    with writing(application, options) as services:
        services.lessons.delete(options.lesson)
    return Result({"deleted": options.lesson}, ["Deleted. It can be brought back for 30 days with: lesson restore"])


def restore(options: argparse.Namespace, application: Application) -> Result:
    """Bring a deleted lesson back."""
    with writing(application, options) as services:
        services.lessons.restore(options.lesson)
    return Result({"restored": options.lesson}, ["It is back."])
