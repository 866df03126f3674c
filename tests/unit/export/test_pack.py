"""A save puts whole lessons on a stick or says what happened, and never harms what was there."""

from __future__ import annotations

import errno
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress
from app.domain.lessons import VersionState
from app.domain.people import Action
from app.export.file_operations import OsFileOperations, WritableFile
from app.export.pack import PackWriter
from app.export.verify import verify
from tests.unit.export.drives_that_fail import FailingOperations, QuickOperations
from tests.unit.export.packs import RESOURCES, check, pack_lesson, snapshot, whole_versions, writer


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with a stranger's files on it, some of them in our own folders."""
    root = tmp_path / "stick"
    (root / "Photos").mkdir(parents=True)
    (root / "Photos" / "IMG_1.jpg").write_bytes(b"a photo")
    (root / "letter.txt").write_text("dear teacher")
    return root


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return tmp_path / "papers"


FOREIGN = {"Photos/IMG_1.jpg", "letter.txt"}


def foreign(stick: Path) -> dict[str, str]:
    return {path: digest for path, digest in snapshot(stick).items() if path in FOREIGN}


def test_a_saved_lesson_has_the_promised_layout_and_verifies(stick: Path, papers: Path) -> None:
    lesson = pack_lesson(papers)
    slug = lesson.view.slug
    saved = PackWriter(RESOURCES, "1.0").write([lesson], stick, language="hi")
    assert saved.lessons == (slug,)
    assert set(snapshot(stick)) - FOREIGN == {
        "START-HERE.html",
        "SHA256SUMS",
        f"Lessons/{slug}/01-lesson-hi.html",
        f"Lessons/{slug}/02-audio-hi.mp3",
        f"Lessons/{slug}/03-worksheet-hi.pdf",
        f"Lessons/{slug}/pack.json",
        f"Lessons/{slug}/SHA256SUMS",
        f"TeacherOnly/{slug}/answer-key-hi.pdf",
        f"TeacherOnly/{slug}/lesson-plan-hi.pdf",
    }
    assert set(saved.files) == set(snapshot(stick)) - FOREIGN
    report = verify(stick)
    assert (report.ok, report.problems, report.lessons) == (True, (), (slug,))
    assert (stick / f"Lessons/{slug}/02-audio-hi.mp3").read_bytes() == lesson.view.mp3


def test_the_sums_are_those_of_sha256sum_run_at_the_root(stick: Path, papers: Path) -> None:
    lesson = pack_lesson(papers)
    writer().write([lesson], stick)
    hashes = snapshot(stick)
    own = f"Lessons/{lesson.view.slug}/SHA256SUMS"
    lines = (stick / own).read_text().splitlines() + (stick / "SHA256SUMS").read_text().splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        path: digest for path, digest in hashes.items() if path not in FOREIGN | {"SHA256SUMS"}
    }


def test_the_description_says_who_decided_and_what_is_inside(stick: Path, papers: Path) -> None:
    lesson = pack_lesson(papers)
    writer().write([lesson], stick)
    info = json.loads((stick / f"Lessons/{lesson.view.slug}/pack.json").read_bytes())
    assert info["review"]["state"] == "approved"
    assert info["review"]["action"] == "edited_and_approved"
    assert info["review"]["reviewer"] == lesson.decision.person_name
    assert info["review"]["reason"] == "read it twice"
    assert info["review"]["edits_count"] == 1
    assert info["pack_id"] == lesson.decision.version_id
    assert (info["class"], info["languages"], info["checks"]) == (6, ["hi"], {"amber": 1, "red": 0})
    assert {file["role"] for file in info["files"]} == {"lesson", "audio", "worksheet", "answer_key", "lesson_plan"}
    hashes = snapshot(stick)
    assert all(hashes[file["path"]] == file["sha256"] for file in info["files"])
    assert all((stick / file["path"]).stat().st_size == file["bytes"] for file in info["files"])


def test_the_same_lessons_make_the_same_stick(tmp_path: Path, papers: Path) -> None:
    lessons = [pack_lesson(papers, code) for code in ("hi", "ta")]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        writer().write(lessons if name == "one" else lessons[::-1], tmp_path / name, language="ta")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_lessons_of_an_earlier_day_stay_listed_and_whole(stick: Path, papers: Path) -> None:
    older, newer = pack_lesson(papers, "kn"), pack_lesson(papers, "or")
    writer().write([older], stick, language="kn")
    writer().write([newer], stick, language="kn")
    page = (stick / "START-HERE.html").read_text(encoding="utf-8")
    for lesson in (older, newer):
        assert lesson.view.content.title in page
        assert f'href="Lessons/{lesson.view.slug}/01-lesson-' in page
    assert "Nothing has to be installed" in page
    assert re.findall(r'(?:src|href)="(?!Lessons/)', page) == []
    assert "TeacherOnly/" not in page
    report = check(stick)
    assert report.ok
    assert len(report.lessons) == 2


def test_a_new_version_replaces_all_of_the_old_one(stick: Path, papers: Path) -> None:
    first, second = pack_lesson(papers, version=1), pack_lesson(papers, version=2)
    slug = first.view.slug
    writer().write([first], stick)
    writer().write([replace(second, answer_key=None, plan=None)], stick)
    assert whole_versions(stick, slug) == {2}
    assert not (stick / "TeacherOnly" / slug).exists()
    assert check(stick).ok
    assert foreign(stick).keys() == FOREIGN


@pytest.mark.parametrize(
    ("formats", "names"),
    [
        (("html",), {"01-lesson-hi.html"}),
        (("mp3",), {"02-audio-hi.mp3"}),
        (("pdf",), {"03-worksheet-hi.pdf", "answer-key-hi.pdf", "lesson-plan-hi.pdf"}),
    ],
)
def test_only_what_was_asked_for_is_saved(stick: Path, papers: Path, formats: tuple[str, ...], names: set[str]) -> None:
    writer().write([pack_lesson(papers)], stick, formats=formats)
    saved = {Path(path).name for path in snapshot(stick).keys() - FOREIGN}
    assert saved - {"pack.json", "SHA256SUMS", "START-HERE.html"} == names
    assert check(stick).ok


def test_what_was_not_approved_never_leaves(stick: Path, papers: Path) -> None:
    lesson = pack_lesson(papers)
    before = snapshot(stick)
    for bad in (
        replace(lesson, state=VersionState.DRAFT),
        replace(lesson, state=VersionState.REJECTED),
        replace(lesson, decision=replace(lesson.decision, action=Action.REJECTED)),
        replace(lesson, decision=replace(lesson.decision, version_id="another")),
        replace(lesson, decision=replace(lesson.decision, lesson_id="another")),
    ):
        with pytest.raises(UserFacingError) as caught:
            writer().write([pack_lesson(papers, "ta"), bad], stick)
        assert caught.value.key == "pack.not_approved"
    assert snapshot(stick) == before


def test_wrong_wishes_are_refused_before_anything_is_touched(stick: Path, papers: Path) -> None:
    before = snapshot(stick)
    lesson = pack_lesson(papers)
    with pytest.raises(UserFacingError) as caught:
        writer().write([lesson], stick, formats=("html", "exe"))
    assert caught.value.key == "pack.unknown_format"
    with pytest.raises(UserFacingError) as caught:
        writer().write([lesson], stick / "no such folder")
    assert caught.value.key == "pack.no_drive"
    for slug in ("../../etc", "C06-hi-" + "x" * 70, "CON", "C06-hi-a/b"):
        with pytest.raises(ValueError, match="folder name"):
            writer().write([replace(lesson, view=replace(lesson.view, slug=slug))], stick)
    assert snapshot(stick) == before


def test_too_little_room_is_said_before_the_first_byte(stick: Path, papers: Path) -> None:
    before = snapshot(stick)
    operations = FailingOperations(free=100_000)
    with pytest.raises(UserFacingError) as caught:
        writer(operations).write([pack_lesson(papers)], stick)
    assert caught.value.key == "pack.no_space"
    assert "0.1 MB" in str(caught.value)
    assert snapshot(stick) == before
    assert not (stick / "Lessons").exists()
    assert not (stick / "TeacherOnly").exists()
    assert not any(step.startswith("create") for step in operations.log)


def test_saving_again_needs_no_room_for_a_third_copy(stick: Path, papers: Path) -> None:
    lessons = [pack_lesson(papers, code) for code in ("hi", "ta", "te")]
    writer().write(lessons, stick)
    largest = max(writer().estimate(lesson) for lesson in lessons) + 9 * 32 * 1024
    writer(FailingOperations(free=largest + 600_000)).write(lessons, stick)
    assert check(stick).ok


def test_cancel_keeps_whole_lessons_and_removes_the_one_in_hand(stick: Path, papers: Path) -> None:
    lessons = [pack_lesson(papers, code) for code in ("hi", "ta")]
    token = CancelToken()

    def report(progress: Progress) -> None:
        if progress.done == 7:
            token.cancel()

    with pytest.raises(JobCancelled):
        writer().write(lessons, stick, report=report, cancel=token)
    found = check(stick)
    assert (found.ok, found.lessons) == (True, (lessons[0].view.slug,))
    assert not any("shikshasetu-" in path for path in snapshot(stick))


def test_progress_counts_every_file(stick: Path, papers: Path) -> None:
    seen: list[Progress] = []
    writer().write([pack_lesson(papers, code) for code in ("hi", "ta")], stick, report=seen.append)
    assert {(one.step, one.total) for one in seen} == {("saving", 10)}
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert seen[-1].done == 10


def test_a_strangers_files_in_our_places_are_kept(stick: Path, papers: Path) -> None:
    lesson = pack_lesson(papers)
    slug = lesson.view.slug
    writer().write([lesson], stick)
    (stick / "Lessons" / slug / "my notes.txt").write_text("ask Ravi")
    (stick / "TeacherOnly" / slug / "marks").mkdir()
    (stick / "TeacherOnly" / slug / "marks" / "list.csv").write_text("1,2")
    writer().write([pack_lesson(papers, version=2)], stick)
    assert (stick / "KeptFiles" / slug / "my notes.txt").read_text() == "ask Ravi"
    assert (stick / "KeptFiles" / slug / "marks" / "list.csv").read_text() == "1,2"
    assert check(stick).ok


def test_a_strangers_start_page_and_sums_are_kept(stick: Path, papers: Path) -> None:
    (stick / "START-HERE.html").write_text("<h1>Linux</h1>")
    (stick / "SHA256SUMS").write_text("0" * 64 + "  casper\n")
    writer().write([pack_lesson(papers)], stick)
    assert (stick / "KeptFiles/root/START-HERE.html").read_text() == "<h1>Linux</h1>"
    assert (stick / "KeptFiles/root/SHA256SUMS").read_text() == "0" * 64 + "  casper\n"
    assert check(stick).ok


def test_a_link_on_the_stick_never_leads_the_save_elsewhere(tmp_path: Path, stick: Path, papers: Path) -> None:
    elsewhere = tmp_path / "home"
    (elsewhere / "deep").mkdir(parents=True)
    (elsewhere / "deep" / "pack.json").write_text("precious")
    (elsewhere / "pack.json").write_text("precious")
    lesson = pack_lesson(papers)
    (stick / "TeacherOnly").symlink_to(elsewhere)
    (stick / "Lessons").mkdir()
    (stick / "Lessons" / lesson.view.slug).symlink_to(elsewhere / "deep")
    before = snapshot(elsewhere)
    writer().write([lesson], stick)
    assert snapshot(elsewhere) == before
    assert check(stick).ok


def test_damage_to_an_older_lesson_is_not_written_down_as_the_truth(stick: Path, papers: Path) -> None:
    older = pack_lesson(papers, "kn")
    writer().write([older], stick)
    inner = stick / "Lessons" / older.view.slug / "SHA256SUMS"
    text = inner.read_bytes()
    inner.write_bytes(text.replace(b"01-lesson", b"09-lesson"))
    writer().write([pack_lesson(papers, "ta")], stick)
    report = check(stick)
    assert not report.ok
    assert any(problem.path.endswith(f"{older.view.slug}/SHA256SUMS") for problem in report.problems)


def test_a_lesson_folder_deleted_by_hand_leaves_the_list(stick: Path, papers: Path) -> None:
    older = pack_lesson(papers, "kn")
    writer().write([older, pack_lesson(papers, "gu")], stick)
    for top in ("Lessons", "TeacherOnly"):
        for path in (stick / top / older.view.slug).iterdir():
            path.unlink()
        (stick / top / older.view.slug).rmdir()
    assert not check(stick).ok
    writer().write([pack_lesson(papers, "ta")], stick)
    assert check(stick).ok
    assert older.view.content.title not in (stick / "START-HERE.html").read_text(encoding="utf-8")


class Forgetful(OsFileOperations):
    """A counterfeit stick that gives back other bytes than it was given."""

    def read(self, path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as in the base class
        for chunk in super().read(path):
            yield bytes(len(chunk)) if path.name.endswith("worksheet-hi.pdf.part") else chunk


def test_a_stick_that_does_not_keep_what_it_is_given_is_named(stick: Path, papers: Path) -> None:
    writer().write([pack_lesson(papers, "ta")], stick)
    before = snapshot(stick)
    with pytest.raises(UserFacingError) as caught:
        writer(Forgetful()).write([pack_lesson(papers)], stick)
    assert caught.value.key == "pack.readback_differs"
    assert "03-worksheet-hi.pdf" in str(caught.value)
    assert snapshot(stick) == before


@pytest.mark.parametrize(
    ("code", "first", "later"),
    [
        (errno.ENOSPC, "pack.drive_full", "pack.drive_full"),
        (errno.EROFS, "pack.drive_read_only", "pack.drive_gone"),
        (errno.EACCES, "pack.drive_read_only", "pack.drive_gone"),
        (errno.EIO, "pack.drive_gone", "pack.drive_gone"),
        (errno.ENODEV, "pack.drive_gone", "pack.drive_gone"),
    ],
)
def test_each_fault_has_its_own_sentence(stick: Path, papers: Path, code: int, first: str, later: str) -> None:
    lessons = [pack_lesson(papers, name) for name in ("hi", "ta")]
    with pytest.raises(UserFacingError) as caught:
        writer(FailingOperations(fails_at=1, error=code)).write(lessons, stick)
    assert caught.value.key == first
    clean = FailingOperations()
    (stick / "another").mkdir()
    writer(clean).write(lessons, stick / "another")
    at = clean.log.index("create .shikshasetu-01-lesson-ta.html.part") + 1
    with pytest.raises(UserFacingError) as caught:
        writer(FailingOperations(fails_at=at, error=code)).write(lessons, stick)
    assert caught.value.key == later
    assert caught.value.params["number"] == 2
    assert caught.value.params["complete"] == 1


class Locked(QuickOperations):
    """A stick whose switch stands on read-only: folders that are there already are no fault."""

    def make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            raise OSError(errno.EROFS, "read-only file system")

    def create(self, path: Path) -> WritableFile:
        raise OSError(errno.EROFS, "read-only file system")


def test_a_locked_stick_with_lessons_on_it_is_locked_and_not_gone(stick: Path, papers: Path) -> None:
    writer().write([pack_lesson(papers)], stick)
    before = snapshot(stick)
    with pytest.raises(UserFacingError) as caught:
        writer(Locked()).write([pack_lesson(papers), pack_lesson(papers, "ta")], stick)
    assert caught.value.key == "pack.drive_read_only"
    assert snapshot(stick) == before
