"""Words for what the domain knows by code: levels, badges, steps, sizes, failures.

Sentences about input and environment come from `app.domain.messages`, in English; their translations stand in the
context ``Messages``. Everything else here stands in the context ``Words``.
"""

from __future__ import annotations

import contextlib
import re
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from app.checks import wording as findings
from app.domain import clock, languages
from app.domain.documents import BlockKind, PageNote, PageText, Quality, ReadMethod
from app.domain.lessons import Level, Severity, VersionState
from app.domain.messages import MESSAGES

if TYPE_CHECKING:
    from app.domain.errors import UserFacingError
    from app.domain.jobs import Job, Progress
    from app.domain.lessons import Finding, LessonContent, LessonSummary

translate = QCoreApplication.translate

_LONGEST_TITLE = 40
_SIZES = {"copying": 1 << 20, "fetching": 1 << 20, "checking models": 1 << 20, "packing": 1 << 20}
"""Bytes in a unit of the steps that are told in sizes."""
_ON_MODELS = frozenset({"asking", "fetching", "converting"})
"""Steps whose part is a model."""


class Counted(QObject):
    """Sentences that change with a number: lupdate sees plural forms only in calls of ``tr``."""

    def words_to_check(self, count: int) -> str:
        """How many words of a page are doubtful."""
        return self.tr("%n word(s) to check", "", count)

    def needing(self, count: int) -> str:
        """How many sentences need a person."""
        return self.tr("%n sentence(s) need you", "", count)

    def more_left_out(self, count: int) -> str:
        """How many more files were left out."""
        return self.tr("And %n more file(s).", "", count)

    def seconds(self, count: int) -> str:
        """A short time."""
        return self.tr("about %n second(s)", "", count)

    def minutes(self, count: int) -> str:
        """A longer time."""
        return self.tr("about %n minute(s)", "", count)


def failure(error: UserFacingError) -> str:
    """The sentence of a known fault in the language of the window."""
    return translate("Messages", MESSAGES[error.key]).format(**error.params)


def page_failure(error: UserFacingError) -> str:
    """Why a page that was added before cannot be drawn or read again."""
    if "It was not added." not in MESSAGES[error.key]:
        return failure(error)
    if error.key == "import.damaged":
        words = translate(
            "Words",
            "This page cannot be read: {name} is damaged or cut short. It is kept as it is."
            " Take the photo again, or leave the page out.",
        )
    else:
        words = translate(
            "Words",
            "This page cannot be read from {name}. It is kept as it is. Take the photo again, or leave the page out.",
        )
    return words.format(**error.params)


def job_failure(job: Job) -> str:
    """The sentence of a failed job in the language of the window.

    A job keeps its English sentence only, so the values of the placeholders are read back out of it.
    """
    return _reworded(job.error_text, MESSAGES.get(job.error_key, ""))


def left_out(job: Job) -> str:
    """Which of the files of an "add" job were left out: why the first was, and how many more; empty if none."""
    rows = job.checkpoint.get("left_out")
    if not isinstance(rows, list) or not rows:
        return ""
    first = _reworded(str(rows[0]["message"]), MESSAGES.get(str(rows[0]["error"]), ""))
    said = translate("Words", "Left out: {sentence}").format(sentence=first)
    return f"{said} {Counted().more_left_out(len(rows) - 1)}" if len(rows) > 1 else said


def recovery(sentence: str) -> str:
    """What was done to a damaged data file, in the language of the window."""
    for key in ("data.recovered", "data.salvaged"):
        if (said := _reworded(sentence, MESSAGES[key])) != sentence:
            return said
    return sentence


def _reworded(sentence: str, template: str) -> str:
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*?)", re.escape(template))
    found = re.fullmatch(pattern, sentence, re.DOTALL) if template else None
    if found is None:
        return sentence
    values = {name: _time(value) if name == "when" else value for name, value in found.groupdict().items()}
    return translate("Messages", template).format(**values)


def _time(spoken: str) -> str:
    """A time of an English sentence as the reader's country writes it."""
    with contextlib.suppress(ValueError):
        return when(datetime.strptime(spoken, clock.SPOKEN).isoformat())
    return spoken


def finding(found: Finding) -> str:
    """The sentence of a finding in the language of the window."""
    return findings.describe(found, lambda template: translate("Findings", template))


def number(value: int) -> str:
    """A whole number grouped the way the reader's country groups."""
    return QLocale().toString(value)


def size(count: int) -> str:
    """Bytes in the unit a person would say."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def when(moment: str) -> str:
    """An ISO 8601 time as a short date and time of this place."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    today = datetime.now().astimezone().date()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return translate("Words", "today {time}").format(time=time)
    return QLocale().toString(local.date(), "d MMM yyyy") + f", {time}"  # type: ignore[call-overload, no-any-return]


def language_name(code: str | None) -> str:
    """A language in its own script."""
    try:
        return languages.by_code(code or "").native_name
    except KeyError:
        return translate("Words", "Language not known")


def class_name(number_of_class: int) -> str:
    """`Class 6`."""
    return translate("Words", "Class {n}").format(n=number_of_class)


def level_name(level: Level) -> str:
    """A reading level."""
    return {
        Level.SAME: translate("Words", "Same as the page"),
        Level.EASIER: translate("Words", "Easier"),
        Level.EASIEST: translate("Words", "Easiest"),
    }[level]


def block_name(kind: BlockKind) -> str:
    """What a block of a page is."""
    return {
        BlockKind.HEADING: translate("Words", "Heading"),
        BlockKind.PARAGRAPH: translate("Words", "Paragraph"),
        BlockKind.LIST_ITEM: translate("Words", "List item"),
        BlockKind.TABLE: translate("Words", "Table"),
        BlockKind.FIGURE: translate("Words", "Picture"),
        BlockKind.CAPTION: translate("Words", "Caption"),
        BlockKind.FORMULA: translate("Words", "Formula"),
    }[kind]


def read_from(method: ReadMethod) -> str:
    """How a page was read."""
    return {
        ReadMethod.TEXT_LAYER: translate("Words", "Read from the PDF's text"),
        ReadMethod.OCR: translate("Words", "Read from the picture"),
        ReadMethod.DOCX: translate("Words", "Read from the Word file"),
        ReadMethod.TEXT: translate("Words", "Read from text"),
    }[method]


def remarks(content: LessonContent) -> dict[str, str]:
    """What the teacher should know about words, questions and the engine, by the code of the note."""
    said = {
        "few_key_words": translate("Words", "Fewer key words than asked for: the page does not carry more."),
        "few_questions": translate("Words", "Fewer questions than asked for: the page does not carry more."),
    }
    found = {code: sentence for code, sentence in said.items() if code in content.notes}
    if content.translated_by:
        translated = translate("Words", "Translated by {model}. No person has checked the translation yet.")
        found["translated_by"] = translated.format(model=content.translated_by)
    if listed := ", ".join(word.term for word in content.key_words if word.meaning_from == "glossary"):
        origin = translate("Words", "Meanings from our word list, not yet reviewed by a native speaker: {words}.")
        found["glossary_unreviewed"] = origin.format(words=listed)
    found |= {
        code: translate("Messages", MESSAGES[key]) for code in content.notes if (key := f"lesson.{code}") in MESSAGES
    }
    if content.voice_failed and "voice_fell_back" in found:
        why = translate("Words", "What was said about it: {why}").format(why=_voice_faults(content.voice_failed))
        found["voice_fell_back"] += f" {why}"
    return found


def _voice_faults(sentences: str) -> str:
    """Why voices failed, in the language of the window: each was kept as an English sentence."""
    broke = translate("Words", "{name} failed")
    templates = [one for key, one in MESSAGES.items() if key.startswith(("engine.", "worker.", "speech."))]
    said = []
    for sentence in sentences.split("; "):
        changed = (_reworded(sentence, one) for one in templates)
        own = broke.format(name=sentence.removesuffix(" failed")) if sentence.endswith(" failed") else sentence
        said.append(next((one for one in changed if one != sentence), own))
    return "; ".join(said)


def note(code: PageNote) -> str:
    """A remark of the page's badge."""
    return {
        PageNote.REPAIRED_PHOTO: translate("Words", "the photo was straightened and cleaned"),
        PageNote.GARBLED_TEXT_LAYER: translate("Words", "text in the PDF was unreadable, so the picture was read"),
        PageNote.GARBLED_TEXT: translate("Words", "what was read are no words of any language"),
        PageNote.DOUBTFUL_WORDS: translate("Words", "some words are doubtful"),
        PageNote.NO_TEXT: translate("Words", "no text was found"),
        PageNote.MOSTLY_PICTURE: translate("Words", "the page is mostly a picture"),
        PageNote.FORMULA_AS_PICTURE: translate("Words", "a formula was kept as a picture"),
        PageNote.UNKNOWN_SCRIPT: translate("Words", "no text was found in a script that this app reads"),
        PageNote.LANGUAGE_UNCERTAIN: translate("Words", "the language is not certain"),
        PageNote.UNREADABLE: translate("Words", "the page could not be read"),
        PageNote.TRUNCATED: translate("Words", "a part of the page could not be taken in"),
        PageNote.HIDDEN_TEXT: translate("Words", "text that cannot be seen on the page was left out"),
        PageNote.DOUBTFUL_TABLE: translate("Words", "a table may be read wrong; its picture is beside it"),
        PageNote.CORRECTED: translate("Words", "corrected by you"),
    }[code]


def _is_looked_through(text: PageText) -> bool:
    """Whether doubtful words were all there was to check, and a person has corrected every one of them."""
    settled = {PageNote.DOUBTFUL_WORDS, PageNote.CORRECTED}
    harmless = settled | {PageNote.REPAIRED_PHOTO, PageNote.GARBLED_TEXT_LAYER, PageNote.HIDDEN_TEXT}
    return settled <= set(text.notes) <= harmless and not text.doubtful_words


def badge(text: PageText | None) -> tuple[str, str]:
    """Icon name and sentence of a page's badge."""
    if text is None:
        return "waiting", translate("Words", "Not read yet")
    icon = {Quality.GOOD: "good", Quality.CHECK: "look", Quality.POOR: "stop"}[text.quality]
    if text.quality is Quality.CHECK and _is_looked_through(text):
        icon = "good"
    remarks = [note(code) for code in text.notes if code is not PageNote.DOUBTFUL_WORDS]
    if text.doubtful_words:
        remarks.insert(0, Counted().words_to_check(text.doubtful_words))
    return icon, " – ".join([read_from(text.method), ", ".join(remarks)] if remarks else [read_from(text.method)])


def severity_icon(severity: Severity) -> str:
    """Icon of a traffic light; the colour token has the same name."""
    return {Severity.GREEN: "good", Severity.AMBER: "look", Severity.RED: "stop"}[severity]


def lesson_state(summary: LessonSummary) -> tuple[str, str]:
    """Icon name and words for where a lesson stands."""
    if summary.state is VersionState.APPROVED:
        return "good", translate("Words", "Approved")
    if summary.state is VersionState.REJECTED:
        return "rejected", translate("Words", "Sent back")
    if summary.amber or summary.red:
        icon = "stop" if summary.red else "look"
        return icon, needing(summary.amber + summary.red)
    return "waiting", translate("Words", "Waits for approval")


def needing(count: int) -> str:
    """How many sentences need a person."""
    return Counted().needing(count)


def step(progress: Progress) -> str:
    """A job's step with how far it is."""
    words = {
        "waiting": translate("Words", "Waiting"),
        "reading": translate("Words", "Reading the page"),
        "indexing": translate("Words", "Making pages searchable"),
        "simplifying": translate("Words", "Writing easier text"),
        "translating": translate("Words", "Translating"),
        "guarding": translate("Words", "Second safety check"),
        "checking": translate("Words", "Checking facts"),
        "writing questions": translate("Words", "Writing questions"),
        "planning": translate("Words", "Writing the plan"),
        "speaking": translate("Words", "Speaking the lesson"),
        "saving": translate("Words", "Saving to the stick"),
        "drawing papers": translate("Words", "Drawing the worksheet"),
        "verifying": translate("Words", "Checking what was written"),
        "copying": translate("Words", "Copying the model"),
        "fetching": translate("Words", "Fetching the model"),
        "converting": translate("Words", "Getting the model ready"),
        "packing": translate("Words", "Packing the models"),
        "sharing results": translate("Words", "Writing results for other laptops"),
        "checking models": translate("Words", "Checking the models"),
        "asking": translate("Words", "Asking the server"),
        "building": translate("Words", "Making random weights"),
        "measuring": translate("Words", "Measuring"),
        "measuring memory": translate("Words", "Measuring the memory"),
    }.get(progress.step, translate("Words", "Working"))
    if progress.total > 1 and (unit := _SIZES.get(progress.step)):
        done, total = size(progress.done * unit), size(progress.total * unit)
        words = translate("Words", "{step}: {done} of {total}").format(step=words, done=done, total=total)
    elif progress.total > 1:
        at = min(progress.done + 1, progress.total)
        words = translate("Words", "{step}: {done} of {total}").format(step=words, done=at, total=progress.total)
    if progress.part is None or progress.part.total < 2:
        return words
    part = progress.part
    title = part.title if len(part.title) <= _LONGEST_TITLE else f"{part.title[: _LONGEST_TITLE - 1].rstrip()}…"
    named = translate("Words", "Lesson {number} of {total}, “{title}”")
    if progress.step in _ON_MODELS:
        named = translate("Words", "Model {number} of {total}, {title}")
    return f"{named.format(number=part.number, total=part.total, title=title)} · {words}"


def job_name(job: Job) -> str:
    """What a job does, for the footer before it reports a step."""
    return {
        "add": translate("Words", "Reading the page"),
        "index": translate("Words", "Making pages searchable"),
        "make": translate("Words", "Making the lesson"),
        "save_pack": translate("Words", "Saving to the stick"),
        "install_model": translate("Words", "Installing the model"),
        "fetch_models": translate("Words", "Installing models"),
        "bench_models": translate("Words", "Measuring this computer"),
        "verify_models": translate("Words", "Checking the models"),
        "remove_model": translate("Words", "Removing the model"),
        "export_models": translate("Words", "Packing the models"),
        "import_models": translate("Words", "Installing the models of a pack"),
    }.get(job.kind, translate("Words", "Working"))


def time_left(seconds: float | None) -> str:
    """An estimate in words; empty when there is none."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return Counted().seconds(max(5, round(seconds / 5) * 5))
    return Counted().minutes(round(seconds / 60))


def speed(progress: Progress) -> str:
    """How fast bytes come from a server, from what is left of them and of the time; empty for other steps."""
    left = (progress.total - progress.done) * _SIZES.get(progress.step, 0)
    if progress.step != "fetching" or not progress.seconds_left or progress.seconds_left < 1 or left <= 0:
        return ""
    return translate("Words", "{size} a second").format(size=size(round(left / progress.seconds_left)))
