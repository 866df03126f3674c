"""`pack verify` reports every bit that is not as it was saved, and is fooled by nothing on the stick."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from app.export.file_operations import OsFileOperations
from app.export.verify import ProblemKind, VerifyReport, verify
from tests.unit.export.packs import check, pack_lesson, snapshot, writer


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "stick").mkdir()
    (folder / "stick" / "holiday.jpg").write_bytes(b"foreign")
    writer().write([pack_lesson(folder / "papers", code) for code in ("hi", "ta")], folder / "stick", language="hi")
    return folder / "stick"


@pytest.fixture
def stick(master: Path, tmp_path: Path) -> Path:
    shutil.copytree(master, tmp_path / "stick")
    return tmp_path / "stick"


def files(stick: Path) -> list[str]:
    return [path for path in snapshot(stick) if path != "holiday.jpg"]


def problems(report: VerifyReport) -> set[tuple[ProblemKind, str]]:
    return {(problem.kind, problem.path) for problem in report.problems}


def test_a_stick_as_it_was_saved_is_fine(stick: Path) -> None:
    report = check(stick)
    assert (report.ok, report.problems, len(report.lessons)) == (True, (), 2)
    assert report.files == len(files(stick)) - 1, "every file but the root's own sums is compared"


def test_one_flipped_bit_in_any_file_is_reported(stick: Path) -> None:
    chance = random.Random(7)
    for name in files(stick):
        path = stick / name
        good = path.read_bytes()
        for position in {0, len(good) - 1, *(chance.randrange(len(good)) for _ in range(12))}:
            bad = bytearray(good)
            bad[position] ^= 1 << chance.randrange(8)
            path.write_bytes(bad)
            report = check(stick)
            assert not report.ok, (name, position)
            if name != "SHA256SUMS":
                assert name in {problem.path for problem in report.problems}, (name, position)
        path.write_bytes(good)
    assert check(stick).ok


def test_every_single_bit_of_the_sums_matters(stick: Path) -> None:
    for name in ("SHA256SUMS", next(name for name in files(stick) if name.endswith("hi-water-000001/SHA256SUMS"))):
        path = stick / name
        good = path.read_bytes()
        for position in range(0, len(good), 3 if "/" in name else 1):
            bad = bytearray(good)
            bad[position] ^= 1 << (position % 8)
            path.write_bytes(bad)
            assert not check(stick).ok, (name, position)
        path.write_bytes(good)


def test_a_missing_file_is_named(stick: Path) -> None:
    for name in files(stick):
        data = (stick / name).read_bytes()
        (stick / name).unlink()
        report = check(stick)
        assert (ProblemKind.MISSING, name) in problems(report)
        (stick / name).write_bytes(data)


def test_a_shortened_a_swapped_and_an_emptied_file_are_named(stick: Path) -> None:
    names = [name for name in files(stick) if name.endswith((".html", ".pdf", ".mp3")) and "/" in name]
    for name in names:
        data = (stick / name).read_bytes()
        for bad in (data[:-1], b"", (stick / names[names.index(name) - 1]).read_bytes()):
            (stick / name).write_bytes(bad)
            assert problems(check(stick)) == {(ProblemKind.CHANGED, name)}
        (stick / name).write_bytes(data)


@pytest.mark.parametrize(
    "name",
    [
        "Lessons/C06-hi-water-000001/extra.txt",
        "Lessons/C06-hi-water-000001/.hidden",
        "Lessons/C06-hi-water-000001/folder/inside.txt",
        "TeacherOnly/C06-hi-water-000001/autorun.inf",
        "Lessons/loose.html",
        "Lessons/C07-hi-new/pack.json",
        "TeacherOnly/C07-hi-new/answer-key-hi.pdf",
        "TeacherOnly/loose.pdf",
    ],
)
def test_what_does_not_belong_is_named(stick: Path, name: str) -> None:
    (stick / name).parent.mkdir(parents=True, exist_ok=True)
    (stick / name).write_text("hello")
    report = check(stick)
    assert not report.ok
    assert any(name.startswith(problem.path.split("/SHA")[0]) for problem in report.problems)


def test_other_files_of_the_stick_are_nobodys_business(stick: Path) -> None:
    for name in ("more.txt", "Photos/a/b.jpg", "Lessons/.DS_Store", "Lessons/C06-hi-water-000001/._01-lesson-hi.html"):
        (stick / name).parent.mkdir(parents=True, exist_ok=True)
        (stick / name).write_text("hello")
    assert check(stick).ok


@pytest.mark.parametrize(
    "line",
    [
        b"../outside",
        b"/etc/passwd",
        b"Lessons/../holiday.jpg",
        b"Lessons\\x",
        b"C:/x",
        b"Lessons//x",
        b"Lessons/x/",
        b"./holiday.jpg",
        b"a:b",
        b"Lessons/\xff",
        b"x\0y",
        b"",
        b" holiday.jpg",
        b"holiday.jpg\r",
    ],
)
@pytest.mark.parametrize("where", ["SHA256SUMS", "Lessons/C06-hi-water-000001/SHA256SUMS"])
def test_a_path_that_leads_elsewhere_is_malformed(stick: Path, where: str, line: bytes) -> None:
    with (stick / where).open("ab") as file:
        file.write(b"0" * 64 + b"  " + line + b"\n")
    assert (ProblemKind.MALFORMED, where) in problems(check(stick))


@pytest.mark.parametrize("data", [b"", b"\n", b"hello\n", b"0" * 64, b"\xff\xfe" * 100, b"0" * (3 << 20)])
def test_broken_sums_are_malformed_not_a_crash(stick: Path, data: bytes) -> None:
    for name in ("SHA256SUMS", "Lessons/C06-hi-water-000001/SHA256SUMS"):
        good = (stick / name).read_bytes()
        (stick / name).write_bytes(data)
        assert (ProblemKind.MALFORMED, name) in problems(check(stick))
        (stick / name).write_bytes(good)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b"null", b"[" * 100_000, b'{"format": 1, "format": 2}', b"\xff", b" " * (3 << 20)]
)
def test_a_broken_description_is_named_even_if_the_sums_agree(stick: Path, data: bytes) -> None:
    name = "Lessons/C06-hi-water-000001/pack.json"
    (stick / name).write_bytes(data)
    reseal(stick, "C06-hi-water-000001")
    assert problems(check(stick)) == {(ProblemKind.MALFORMED, name)}


def test_a_description_of_other_files_or_without_approval_is_malformed(stick: Path) -> None:
    name = "Lessons/C06-hi-water-000001/pack.json"
    good = (stick / name).read_text()
    for old, new in (
        ('"approved"', '"draft"'),
        ("C06-hi-water-000001", "C06-hi-water-000002"),
        ("01-lesson-hi.html", "01-lesson-ta.html"),
        ("TeacherOnly/C06", "Lessons/../C06"),
        ('"hi"', '"xx"'),
        ('"class": 6', '"class": 77'),
    ):
        assert old in good
        (stick / name).write_text(good.replace(old, new))
        reseal(stick, "C06-hi-water-000001")
        assert problems(check(stick)) == {(ProblemKind.MALFORMED, name)}, new


def reseal(stick: Path, slug: str) -> None:
    """Write sums that agree with the files, as somebody who tampers would."""
    hashes = snapshot(stick)
    own = f"Lessons/{slug}/SHA256SUMS"
    inside = {path: digest for path, digest in hashes.items() if f"/{slug}/" in path and path != own}
    (stick / own).write_text("".join(f"{digest}  {path}\n" for path, digest in sorted(inside.items())))
    hashes = snapshot(stick)
    root = {path: hashes[path] for path in hashes if path == "START-HERE.html" or path.endswith("/SHA256SUMS")}
    (stick / "SHA256SUMS").write_text("".join(f"{digest}  {path}\n" for path, digest in sorted(root.items())))


def test_resealing_alone_changes_nothing(stick: Path) -> None:
    reseal(stick, "C06-hi-water-000001")
    assert check(stick).ok


@pytest.mark.parametrize("name", ["START-HERE.html", "Lessons/C06-hi-water-000001/01-lesson-hi.html", "SHA256SUMS"])
def test_a_link_is_never_followed(stick: Path, tmp_path: Path, name: str) -> None:
    shutil.move(stick / name, tmp_path / "outside")
    (stick / name).symlink_to(tmp_path / "outside")
    report = check(stick)
    assert not report.ok
    assert name in {problem.path for problem in report.problems}


@pytest.mark.parametrize("name", ["Lessons", "TeacherOnly", "Lessons/C06-hi-water-000001"])
def test_a_linked_folder_is_reported(stick: Path, tmp_path: Path, name: str) -> None:
    shutil.move(stick / name, tmp_path / "outside")
    (stick / name).symlink_to(tmp_path / "outside")
    report = check(stick)
    assert not report.ok
    assert name in {problem.path for problem in report.problems}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_does_not_hang_the_check(stick: Path) -> None:
    name = "Lessons/C06-hi-water-000001/02-audio-hi.mp3"
    (stick / name).unlink()
    os.mkfifo(stick / name)
    assert not check(stick).ok


def test_no_pack_at_all_is_said_in_those_words(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "other", tmp_path / "missing", tmp_path / "file"):
        report = check(folder)
        assert not report.ok
        assert [problem.kind for problem in report.problems][-1] is ProblemKind.NOT_A_PACK
        assert "there is no pack here" in str(report.problems[-1])


class Scratched(OsFileOperations):
    """A stick with one sector that cannot be read."""

    def read(self, path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as in the base class
        if path.name == "02-audio-hi.mp3":
            raise OSError(5, "Input/output error")
        return super().read(path)


def test_a_file_that_cannot_be_read_is_named(stick: Path) -> None:
    report = verify(stick, operations=Scratched())
    assert problems(report) == {(ProblemKind.UNREADABLE, "Lessons/C06-hi-water-000001/02-audio-hi.mp3")}
    assert "cannot be read (Input/output error)" in str(report.problems[0])


def test_what_an_interrupted_save_left_is_reported(stick: Path) -> None:
    (stick / "Lessons" / ".shikshasetu-C06-hi-x-1.new").mkdir()
    assert problems(check(stick)) == {(ProblemKind.UNFINISHED, "Lessons/.shikshasetu-C06-hi-x-1.new")}
