"""``review list|show|approve|reject|reopen``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show as shown
from app.cli.names import lesson_id
from app.cli.run import Result, writing
from app.domain.errors import UserFacingError
from app.domain.lesson_parts import changes, evidence

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application, Services
    from app.cli.show import Json
    from app.domain.people import Decision, Person


def list_(options: argparse.Namespace, application: Application) -> Result:
    """Lessons that wait for a decision, worst first."""
    with application.open_reading(options.data) as services:
        waiting = services.review.queue()
    lines = [shown.summary_line(one) for one in waiting] or ["Nothing waits for review."]
    return Result({"lessons": [shown.summary(one) for one in waiting]}, lines)


def show(options: argparse.Namespace, application: Application) -> Result:
    """What the checks found, with source and result of each place."""
    with application.open_reading(options.data) as services:
        lesson = services.lessons.lesson(lesson_id(services, options.lesson))
        decisions = services.review.decisions(lesson.id)
        seen = services.review.content_sha256(lesson.current.content)
    passages = lesson.current.content.passages
    rows = []
    for finding in lesson.current.findings:
        row = shown.finding(finding)
        if finding.place:
            row["source_text"], row["result_text"] = evidence(lesson.current.content, finding.place)
        elif 0 <= finding.passage < len(passages):
            passage = passages[finding.passage]
            row["source_text"], row["result_text"] = passage.source, passage.text
            if 0 <= finding.sentence < len(passage.pairs) and not passage.edited:
                pair = passage.pairs[finding.sentence]
                row["source_text"], row["result_text"] = pair.source, " ".join(pair.results)
        rows.append(row)
    data = {
        "id": lesson.id,
        "title": lesson.current.content.title,
        "state": lesson.current.state.value,
        "version": lesson.current.number,
        "content_sha256": seen,
        "changes": [shown.change(*one) for one in changes(lesson.current.content)],
        "findings": rows,
        "decisions": [shown.decision(one) for one in decisions],
    }
    lines = [f"{lesson.current.content.title} ({lesson.current.state.value})"]
    for one, row in zip(lesson.current.findings, rows, strict=True):
        lines += [shown.finding_line(one), *_compared(row)]
    return Result(data, lines if rows else [*lines, "  Every sentence is green."])


def _compared(row: Json) -> list[str]:
    """The place on the page and what the lesson makes of it, as far as they say anything."""
    page, made = (" ".join(row.get(name, "").split()) for name in ("source_text", "result_text"))
    texts = (("page:", page), ("lesson:", made if made != page else ""))
    return [f"         {name:8}{text}" for name, text in texts if text]


def approve(options: argparse.Namespace, application: Application) -> Result:
    """Approve the newest version, reds with a reason; or every waiting lesson that is all green."""
    with writing(application, options) as services:
        person = reviewer(services, options.reviewer)
        if options.all_green:
            return _all_decided(services.review.approve_green(person))
        wanted = lesson_id(services, options.lesson)
        decision = services.review.approve(wanted, person, reason=options.reason, seen=options.seen)
    return _decided(decision)


def reject(options: argparse.Namespace, application: Application) -> Result:
    """Send the newest version back with a reason."""
    with writing(application, options) as services:
        person = reviewer(services, options.reviewer)
        wanted = lesson_id(services, options.lesson)
        decision = services.review.reject(wanted, person, reason=options.reason, seen=options.seen)
    return _decided(decision)


def reopen(options: argparse.Namespace, application: Application) -> Result:
    """Begin a new version with the words of the approved one; the decision stays as it is."""
    with writing(application, options) as services:
        lesson = services.review.reopen(lesson_id(services, options.lesson))
    version = lesson.current
    data = {"id": lesson.id, "title": version.content.title, "state": version.state.value, "version": version.number}
    return Result(data, [f"{version.content.title} waits for a decision again (version {version.number})"])


def reviewer(services: Services, name: str | None) -> Person:
    """The person of that name, else the person of this laptop.

    Raises:
        UserFacingError: there is neither (``review.no_reviewer``).
    """
    if name is not None:
        return services.people.named(name, services.settings.school_language)
    person = services.people.current()
    if person is None:
        raise UserFacingError("review.no_reviewer")
    return person


def _all_decided(decisions: tuple[Decision, ...]) -> Result:
    lines = [f"{one.lesson_id}: {one.action.value.replace('_', ' ')} by {one.person_name}" for one in decisions]
    return Result({"decisions": [shown.decision(one) for one in decisions]}, lines or ["No lesson is all green."])


def _decided(decision: Decision) -> Result:
    return Result(shown.decision(decision), [f"{decision.action.value.replace('_', ' ')} by {decision.person_name}"])
