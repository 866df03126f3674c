"""Domain objects as JSON documents and as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.checks.wording import describe
from app.domain.lesson_parts import count_lights
from app.domain.messages import MESSAGES

if TYPE_CHECKING:
    from app.domain.answers import Answer
    from app.domain.documents import Block, Box, Document, Page
    from app.domain.lessons import Finding, Lesson, LessonContent, LessonSummary, LessonVersion, Passage
    from app.domain.models import Route
    from app.domain.people import Decision, Person

Json = dict[str, Any]


def box(value: Box | None) -> list[float] | None:
    """[left, top, right, bottom] as fractions of the page picture."""
    return None if value is None else [round(side, 5) for side in (value.left, value.top, value.right, value.bottom)]


def block(value: Block) -> Json:
    """A block with its lines and where they stand."""
    return {
        "kind": value.kind.value,
        "text": value.text,
        "box": box(value.box),
        "level": value.level,
        "marker": value.marker,
        "rows": [list(row) for row in value.rows],
        "media": value.media,
        "lines": [{"text": line.text, "box": box(line.box)} for line in value.lines],
    }


def page(value: Page) -> Json:
    """A page: its badge (method, quality, notes), its text, its blocks."""
    read = value.text
    return {
        "id": value.id,
        "number": value.position + 1,
        "method": read.method.value if read else None,
        "quality": read.quality.value if read else None,
        "notes": [note.value for note in read.notes] if read else [],
        "language": read.language if read else None,
        "script": read.script if read else None,
        "confidence": read.confidence if read else None,
        "doubtful_words": read.doubtful_words if read else 0,
        "corrected": value.corrected,
        "rotation": value.rotation,
        "crop": box(value.crop),
        "text": read.text if read else "",
        "blocks": [block(one) for one in read.blocks] if read else [],
    }


def answer(value: Answer) -> Json:
    """An answer with the passages that its sentences name."""
    return {
        "question": value.question,
        "refused": value.refused,
        "confidence": round(value.confidence, 4),
        "engine": value.engine,
        "sentences": [
            {"text": one.text, "sources": list(one.sources), "supported": one.supported} for one in value.sentences
        ],
        "passages": [
            {
                "number": one.number,
                "document_id": one.document_id,
                "title": one.title,
                "language": one.language,
                "page_id": one.page_id,
                "page": one.page,
                "heading": one.heading,
                "text": one.text,
                "boxes": [box(each) for each in one.boxes],
                "share": round(one.share, 4),
            }
            for one in value.passages
        ],
    }


def document(value: Document, *, with_pages: bool = True) -> Json:
    """A document, with its pages unless it is a row of a list."""
    row: Json = {
        "id": value.id,
        "title": value.title,
        "language": value.language,
        "created": value.created,
        "board": value.facts.board,
        "class": value.facts.school_class,
        "subject": value.facts.subject,
        "chapter": value.facts.chapter,
        "given": ["class" if name == "school_class" else name for name in value.facts.given],
        "page_count": value.page_count,
        "sources": [
            {"name": one.name, "kind": one.kind, "sha256": one.sha256, "bytes": one.size} for one in value.sources
        ],
    }
    if with_pages:
        row["pages"] = [page(one) for one in value.pages]
    return row


def finding(value: Finding) -> Json:
    """A finding with its plain sentence."""
    return {
        "severity": value.severity.value,
        "kind": value.kind.value,
        "change": value.change.value,
        "source": value.source,
        "result": value.result,
        "reason": value.reason,
        "passage": value.passage,
        "sentence": value.sentence,
        "place": value.place,
        "message": describe(value),
    }


def passage(value: Passage) -> Json:
    """A passage with its sentence pairs."""
    return {
        "kind": value.kind.value,
        "source": value.source,
        "text": value.text,
        "sentences": [{"source": pair.source, "results": list(pair.results)} for pair in value.pairs],
        "edited": value.edited,
        "page_id": value.page_id,
        "box": box(value.box),
        "level": value.level,
        "marker": value.marker,
        "rows": [list(row) for row in value.rows],
        "media": value.media,
        "recording": recording(value),
    }


def passage_line(index: int, value: Passage) -> str:
    """A passage as one line for a terminal, with whose voice is heard where it is not the synthesised one."""
    own = f" [{value.recording.name}]" if value.recording is not None else ""
    return f"{index:3}  {value.text}{own}"


def recording(value: Passage) -> Json | None:
    """The teacher's own voice for a passage."""
    own = value.recording
    if own is None:
        return None
    seconds = round(own.duration_ms / 1000, 3)
    return {"name": own.name, "media": own.media, "seconds": seconds, "before_change": own.text != value.text}


def version(value: LessonVersion) -> Json:
    """A version, whole."""
    content = value.content
    return {
        "id": value.id,
        "number": value.number,
        "state": value.state.value,
        "changed": value.created,
        "title": content.title,
        "language": content.language,
        "source_language": content.page_language,
        "translated_by": content.translated_by,
        "level": content.level.value,
        "class": content.school_class,
        "engine": content.engine,
        "uses_ai": content.uses_ai,
        "notes": list(content.notes),
        "passages": [passage(one) for one in content.passages],
        "key_words": [
            {"term": one.term, "meaning": one.meaning, "meaning_from": one.meaning_from} for one in content.key_words
        ],
        "choice_questions": [
            {"question": one.question, "options": list(one.options), "answer": one.answer, "evidence": one.evidence}
            for one in content.choice_questions
        ],
        "short_questions": [
            {"question": one.question, "answer": one.answer, "evidence": one.evidence}
            for one in content.short_questions
        ],
        "plan": {
            "objectives": list(content.plan.objectives),
            "materials": list(content.plan.materials),
            "steps": [{"minutes": step.minutes, "activity": step.activity} for step in content.plan.steps],
            "assessment": list(content.plan.assessment),
            "homework": content.plan.homework,
        },
        "findings": [finding(one) for one in value.findings],
    }


def route(value: Route, language: str, target: str = "") -> Json:
    """Who does a task and why; without a model the built-in engine serves, or none."""
    model = value.model
    return {
        "task": value.task,
        "language": language,
        "target": target,
        "model": model.spec_id if model else None,
        "runtime": model.runtime if model else None,
        "device": value.device if model else None,
        "compute_type": value.compute_type,
        "threads": value.threads,
        "needs_mb": value.needs,
        "reason": value.reason,
    }


def remarks(content: LessonContent) -> list[str]:
    """What the teacher should know about how a lesson was made."""
    return [MESSAGES[key] for code in content.notes if (key := f"lesson.{code}") in MESSAGES]


def translation_lines(content: LessonContent) -> list[str]:
    """Who translated a lesson, where somebody did."""
    model = content.translated_by
    return [f"Translated by {model}. No person has checked the translation yet."] if model else []


def lesson(value: Lesson) -> Json:
    """A lesson with its newest version."""
    _, amber, red = count_lights(value.current.content, value.current.findings)
    return {
        "id": value.id,
        "slug": value.slug,
        "document_id": value.document_id,
        "created": value.created,
        "deleted": value.deleted,
        **{key: part for key, part in version(value.current).items() if key not in ("id", "number")},
        "version_id": value.current.id,
        "version": value.current.number,
        "amber": amber,
        "red": red,
    }


def summary(value: LessonSummary) -> Json:
    """A row of a list of lessons."""
    return {
        "id": value.id,
        "slug": value.slug,
        "title": value.title,
        "language": value.language,
        "level": value.level.value,
        "class": value.school_class,
        "state": value.state.value,
        "version": value.version,
        "approved_version": value.approved_version,
        "green": value.green,
        "amber": value.amber,
        "red": value.red,
        "created": value.created,
        "changed": value.changed,
        "deleted": value.deleted,
    }


def decision(value: Decision) -> Json:
    """A decision: who, when, what changed, why."""
    return {
        "id": value.id,
        "lesson_id": value.lesson_id,
        "version_id": value.version_id,
        "reviewer": value.person_name,
        "action": value.action.value,
        "reason": value.reason,
        "changes": [change(*one) for one in value.changes],
        "content_sha256": value.content_sha256,
        "decided": value.decided,
    }


def change(place: int | str, before: str, after: str) -> Json:
    """One thing that a person changed; `passage` is null for another part."""
    in_text = isinstance(place, int)
    return {
        "passage": place if in_text else None,
        "place": f"passages.{place}" if in_text else place,
        "before": before,
        "after": after,
    }


def person(value: Person) -> Json:
    """A person of this laptop."""
    return {"id": value.id, "name": value.name, "language": value.language, "classes": list(value.classes)}


def finding_line(value: Finding) -> str:
    """A finding as one line for a terminal."""
    where = f"passage {value.passage}" if value.passage >= 0 else "lesson"
    if value.place:
        where = value.place
    if value.sentence >= 0:
        where += f", sentence {value.sentence + 1}"
    return f"  {value.severity.value:5}  {where}: {describe(value)}"


def summary_line(value: LessonSummary) -> str:
    """A lesson as one line for a terminal."""
    lights = f"{value.green} green, {value.amber} amber, {value.red} red"
    return (
        f"{value.id}  {value.state.value:8}  class {value.school_class:<2} {value.language}  {lights:28}  {value.title}"
    )


def document_line(value: Document) -> str:
    """A document as one line for a terminal."""
    facts = value.facts
    known = (
        facts.board,
        facts.school_class and f"class {facts.school_class}",
        facts.subject,
        facts.chapter and f"chapter {facts.chapter}",
    )
    said = ", ".join(one for one in known if one)
    return f"{value.id}  {value.page_count:4} pages  {value.language or '?':2}  {value.title}{said and f'  ({said})'}"
