"""pack.json: what a lesson folder on a stick says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from app.domain.languages import codes
from app.domain.lessons import Level
from app.domain.slugs import is_slug

FILE_NAME = "pack.json"
MAX_BYTES = 1 << 20

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,58}\.(html|mp3|pdf|epub)")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of the pack. `path` is from the root of the stick; `role` is lesson, audio, worksheet, ..."""

    path: str
    sha256: str
    bytes: int
    lang: str
    role: str


@dataclass(frozen=True, slots=True)
class PackSource:
    """What the lesson was made from."""

    title: str
    pages: str
    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackChecks:
    """How many findings the checks left for the reviewer."""

    amber: int
    red: int


@dataclass(frozen=True, slots=True)
class PackReview:
    """The decision that let the lesson out. `action` is a value of `domain.people.Action`."""

    state: str
    action: str
    reviewer: str
    reviewer_role: str
    date: str
    reason: str
    edits_count: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class PackAccessibility:
    """What a reader can count on."""

    text: bool
    audio: bool
    sentence_highlighting: bool
    works_without_scripts: bool
    loads_from_network: bool


@dataclass(frozen=True, slots=True)
class PackInfo:
    """The whole of pack.json. `pack_id` is the id of the approved version; `class` is written without underscore."""

    format: int
    pack_id: str
    lesson_id: str
    slug: str
    version: int
    created: str
    app_version: str
    title: dict[str, str]
    languages: tuple[str, ...]
    school_class: int
    reading_level: str
    source: PackSource
    models: dict[str, str]
    checks: PackChecks
    review: PackReview
    files: tuple[PackFile, ...]
    accessibility: PackAccessibility
    licence: str

    @property
    def language(self) -> str:
        """The main language."""
        return self.languages[0]

    @property
    def main_title(self) -> str:
        """The title in the main language."""
        return self.title.get(self.language, self.slug)


FORMAT = 1


class MalformedPackError(ValueError):
    """pack.json is not one of ours; the message says why."""


def write(info: PackInfo) -> bytes:
    """Readable JSON, always the same bytes for the same pack."""
    plain = msgspec.to_builtins(info)
    plain["class"] = plain.pop("school_class")
    return msgspec.json.format(msgspec.json.encode(plain, order="sorted"), indent=2) + b"\n"


def parse(data: bytes) -> PackInfo:
    """Read a pack.json that may come from anywhere.

    Raises:
        MalformedPackError: it is not JSON, not ours, or names things that a pack cannot hold.
    """
    if len(data) > MAX_BYTES:
        raise MalformedPackError("it is too long")
    try:
        plain = msgspec.json.decode(data)
        if isinstance(plain, dict):
            plain["school_class"] = plain.pop("class", None)
        info = msgspec.convert(plain, PackInfo)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedPackError("it is not a description of a pack") from error
    _check(info)
    return info


def _check(info: PackInfo) -> None:
    if info.format != FORMAT:
        raise MalformedPackError(f"its format {info.format} is not known")
    if not is_slug(info.slug) or not info.languages or not set(info.languages) <= set(codes()):
        raise MalformedPackError("its id or its language is not known")
    if info.reading_level not in set(Level) or not 1 <= info.school_class <= 12:
        raise MalformedPackError("its level or class is not known")
    if info.review.state != "approved":
        raise MalformedPackError("it was not approved")
    for file in info.files:
        folder, _, name = file.path.rpartition("/")
        in_place = folder in (f"Lessons/{info.slug}", f"TeacherOnly/{info.slug}")
        if not in_place or not _NAME.fullmatch(name) or not _DIGEST.fullmatch(file.sha256):
            raise MalformedPackError("it lists a file that a pack cannot hold")
