"""Small approved lessons, and ways to look at a stick."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from app.domain.lessons import Change, FactKind, Finding, Severity, VersionState
from app.domain.people import Action, Decision
from app.export.file_operations import FileOperations
from app.export.labels import ExportResources
from app.export.pack import PackWriter
from app.export.pack_contents import PackLesson
from app.export.verify import VerifyReport, verify
from tests.unit.export.drives_that_fail import QuickOperations
from tests.unit.export.sample_lessons import lesson_view

RESOURCES = ExportResources(Path(__file__).parents[3] / "resources" / "export")


def pack_lesson(
    papers: Path, language: str = "hi", *, version: int = 1, title: str = "", with_papers: bool = True
) -> PackLesson:
    """An approved lesson; `version` changes every file of it."""
    view = lesson_view(language, mp3=b"\xff\xf3 sound " + bytes([version]) * 3_000)
    version_id = view.version_id[:-4] + f"{version:04d}"
    content = replace(view.content, title=title or f"{view.content.title} {version}")
    view = replace(view, version=version, version_id=version_id, content=content)
    decision = Decision(
        id="019a0000-0000-7000-8000-00000000ffff",
        lesson_id=view.lesson_id,
        version_id=version_id,
        person_id="p",
        person_name=view.provenance.reviewer,
        action=Action.EDITED_AND_APPROVED,
        reason="read it twice",
        changes=((1, "a", "b"),),
        content_sha256="cd" * 32,
        decided=view.provenance.decided,
    )
    papers.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in ("worksheet", "answer-key", "plan"):
        paths.append(papers / f"{name}-{language}-{version}.pdf")
        paths[-1].write_bytes(b"%PDF-1.7 " + f"{name} {version} ".encode() * 50)
    finding = Finding(Severity.AMBER, FactKind.NUMBER, Change.NOT_CHECKED)
    return PackLesson(view, VersionState.APPROVED, decision, (finding,), *paths)


def writer(operations: FileOperations | None = None) -> PackWriter:
    return PackWriter(RESOURCES, "1.0", operations or QuickOperations())


def check(stick: Path) -> VerifyReport:
    """Verify, reading through the cache."""
    return verify(stick, operations=QuickOperations())


def snapshot(folder: Path) -> dict[str, str]:
    """Hash of every file by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def whole_versions(stick: Path, slug: str) -> set[int]:
    """Versions of a lesson of which every file is on the stick, whole, whatever its folder is called."""
    found = set()
    for lesson in (stick / "Lessons").glob(f"*{slug}*"):
        lines = (lesson / "SHA256SUMS").read_text().splitlines() if (lesson / "SHA256SUMS").is_file() else []
        hashes = {line[66:]: line[:64] for line in lines}
        teachers = [path for path in (stick / "TeacherOnly").glob(f"*{slug}*") if path.is_dir()]
        for teacher in teachers or [stick]:
            places = {"Lessons": lesson, "TeacherOnly": teacher}
            paths = {path: places[path.split("/")[0]] / path.split("/")[2] for path in hashes}
            if hashes and all(
                place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == hashes[path]
                for path, place in paths.items()
            ):
                info = re.search(r'"version": (\d+)', (lesson / "pack.json").read_text())
                assert info is not None
                found.add(int(info[1]))
    return found
