"""``lesson list|show|edit|record|unrecord|duplicate|delete|restore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show as shown
from app.cli.names import lesson_id
from app.cli.run import Result, writing

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.domain.lessons import Lesson


def list_(options: argparse.Namespace, application: Application) -> Result:
    """All lessons."""
    with application.open_reading(options.data) as services:
        lessons = services.lessons.summaries(deleted=options.deleted)
    lines = [shown.summary_line(one) for one in lessons] or ["No lessons yet."]
    return Result({"lessons": [shown.summary(one) for one in lessons]}, lines)


def show(options: argparse.Namespace, application: Application) -> Result:
    """One lesson, whole, with its versions and decisions."""
    with application.open_reading(options.data) as services:
        lesson = services.lessons.lesson(lesson_id(services, options.lesson))
        versions = services.lessons.versions(lesson.id)
        decisions = services.review.decisions(lesson.id)
        seen = services.review.content_sha256(lesson.current.content)
        left_out = services.lessons.left_out_by_voice(lesson.current.content)
    data = shown.lesson(lesson)
    data["content_sha256"] = seen
    data["left_out_by_voice"] = list(left_out)
    data["versions"] = [{"id": one.id, "number": one.number, "state": one.state.value} for one in versions]
    data["decisions"] = [shown.decision(one) for one in decisions]
    lines = [f"{lesson.current.content.title} ({lesson.current.state.value}, version {lesson.current.number})"]
    lines += shown.translation_lines(lesson.current.content)
    lines += [shown.passage_line(index, passage) for index, passage in enumerate(lesson.current.content.passages)]
    lines += [shown.finding_line(one) for one in lesson.current.findings]
    if left_out:
        lines.append(f"The voice leaves out: {', '.join(left_out)}")
    return Result(data, lines)


def edit(options: argparse.Namespace, application: Application) -> Result:
    """Change the title, one passage (empty text brings the engine's back), or words, questions and plan."""
    with writing(application, options) as services:
        wanted = lesson_id(services, options.lesson)
        if options.title is not None:
            lesson = services.lessons.edit_title(wanted, options.title)
        elif options.content is not None:
            from app.cli.content_file import with_file

            content = with_file(services.lessons.lesson(wanted).current.content, options.content)
            lesson = services.lessons.replace_content(wanted, content)
        elif options.text.strip():
            lesson = services.lessons.edit_passage(wanted, options.passage, options.text)
        else:
            lesson = services.lessons.undo_edit(wanted, options.passage)
    return Result(shown.lesson(lesson), _edited(lesson, options.passage))


def _edited(lesson: Lesson, passage: int | None) -> list[str]:
    """What stands there now, and what the checks say of it; without a passage, of everything beside the passages."""
    content = lesson.current.content
    found = [one for one in lesson.current.findings if (one.place if passage is None else one.passage == passage)]
    return [content.title if passage is None else content.passages[passage].text, *map(shown.finding_line, found)]


def record(options: argparse.Namespace, application: Application) -> Result:
    """Let the teacher's own voice be heard in the place of the synthesised one for a passage."""
    with writing(application, options) as services:
        lesson = services.lessons.record(lesson_id(services, options.lesson), options.passage, options.file)
    return Result(shown.lesson(lesson), _edited(lesson, options.passage))


def unrecord(options: argparse.Namespace, application: Application) -> Result:
    """Let the synthesised voice read a passage again."""
    with writing(application, options) as services:
        lesson = services.lessons.remove_recording(lesson_id(services, options.lesson), options.passage)
    return Result(shown.lesson(lesson), _edited(lesson, options.passage))


def duplicate(options: argparse.Namespace, application: Application) -> Result:
    """A copy of a lesson as a fresh draft."""
    with writing(application, options) as services:
        copy = services.lessons.duplicate(lesson_id(services, options.lesson))
    return Result(shown.lesson(copy), [f"{copy.current.content.title} - lesson {copy.id}"])


def delete(options: argparse.Namespace, application: Application) -> Result:
    """Put a lesson away for 30 days."""
    with writing(application, options) as services:
        wanted = lesson_id(services, options.lesson)
        services.lessons.delete(wanted)
    return Result({"deleted": wanted}, ["Deleted. It can be brought back for 30 days with: lesson restore"])


def restore(options: argparse.Namespace, application: Application) -> Result:
    """Bring a deleted lesson back."""
    with writing(application, options) as services:
        wanted = lesson_id(services, options.lesson)
        services.lessons.restore(wanted)
    return Result({"restored": wanted}, ["It is back."])
