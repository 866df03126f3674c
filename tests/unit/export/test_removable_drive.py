"""A stick may fail at any operation: the former version or the new one is always there, whole."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.export.verify import Problem, VerifyReport
from tests.unit.export.drives_that_fail import FailingOperations, QuickOperations
from tests.unit.export.packs import check, pack_lesson, snapshot, whole_versions, writer

LOST = {errno.EIO: "pack.drive_gone", errno.ENODEV: "pack.drive_gone", errno.ENOSPC: "pack.drive_full"}


class Bench:
    """A stick that holds two lessons, each about to get a new version, and a way to start over."""

    def __init__(self, folder: Path) -> None:
        self.stick = folder / "stick"
        self._master = folder / "master"
        papers = folder / "papers"
        self.old = [pack_lesson(papers, "hi", version=1), pack_lesson(papers, "ta", version=1)]
        # the second lesson loses its teacher's files: folders come and go as well as change
        self.new = [
            pack_lesson(papers, "hi", version=2),
            replace(pack_lesson(papers, "ta", version=2), answer_key=None, plan=None),
        ]
        self.other = pack_lesson(papers, "gu")
        self._master.mkdir()
        (self._master / "letter.txt").write_text("dear teacher")
        writer().write(self.old, self._master)
        (self._master / "Lessons" / self.old[0].view.slug / "notes.txt").write_text("ask Ravi")
        self.operations = FailingOperations()
        self.start_over()
        writer(self.operations).write(self.new, self.stick)

    @property
    def slugs(self) -> list[str]:
        return [lesson.view.slug for lesson in self.old]

    def start_over(self) -> None:
        shutil.rmtree(self.stick, ignore_errors=True)
        shutil.copytree(self._master, self.stick)

    def strangers_files_are_safe(self) -> bool:
        words = {path.read_bytes() for path in self.stick.rglob("*.txt")}
        return words == {b"dear teacher", b"ask Ravi"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


def fail_at(bench: Bench, step: int, error: int, *, for_good: bool) -> UserFacingError | None:
    bench.start_over()
    operations = FailingOperations(fails_at=step, error=error, for_good=for_good)
    try:
        writer(operations).write(bench.new, bench.stick)
    except UserFacingError as fault:
        return fault
    return None


def complete(fault: UserFacingError) -> int:
    count = fault.params["complete"]
    assert isinstance(count, int)
    return count


def ours(report: VerifyReport) -> list[Problem]:
    """Problems other than the stranger's note, which stays in the lesson's folder until that lesson is replaced."""
    return [problem for problem in report.problems if not problem.path.endswith("notes.txt")]


@pytest.mark.parametrize(("error", "stride"), [(errno.EIO, 1), (errno.ENODEV, 7)])
def test_a_stick_pulled_at_any_operation_loses_no_lesson(bench: Bench, error: int, stride: int) -> None:
    pulled = 0
    for step in range(1, bench.operations.count + 1, stride):
        fault = fail_at(bench, step, error, for_good=True)
        where = f"{step}: {bench.operations.log[step - 1]}"
        assert fault is not None, where
        assert fault.key == LOST[error], where
        assert bench.strangers_files_are_safe(), where
        for number, slug in enumerate(bench.slugs):
            versions = whole_versions(bench.stick, slug)
            assert versions, where
            if number < complete(fault):
                assert 2 in versions, where
        pulled += 1
        # put back: the next save, of another lesson, brings everything to rights
        writer().write([bench.other], bench.stick)
        report = check(bench.stick)
        assert not ours(report), where
        assert set(report.lessons) == {*bench.slugs, bench.other.view.slug}, where
        assert not any("shikshasetu-" in path for path in snapshot(bench.stick)), where
        assert bench.strangers_files_are_safe(), where
        for slug in bench.slugs:
            assert len(whole_versions(bench.stick, slug)) == 1, where
    assert pulled * stride >= bench.operations.count > 150


def test_a_name_is_given_only_to_what_was_synced_and_read_back(bench: Bench) -> None:
    life: dict[str, list[str]] = {}
    current, named = "", 0
    log = bench.operations.log
    for at, step in enumerate(log):
        verb, _, names = step.partition(" ")
        if verb == "create":
            current = names
            life[current] = []
        elif verb in ("write", "sync") and not names:
            life[current].append(verb)
        elif verb == "read" and names in life:
            life[names].append(verb)
        elif verb == "rename" and (name := names.split()[0]) in life:
            steps = life.pop(name)
            assert steps[-2:] == ["sync", "read"], name
            assert set(steps[:-2]) == {"write"}, name
            named += 1
        elif verb == "rename" and ".new " in names:
            assert log[at + 1].startswith("sync "), "an exchange is synced before the next step"
    assert named == 2 * 2 + 7 + 5, "the root's files twice, and those of two lessons"


def test_one_bad_operation_is_tidied_up_at_once(bench: Bench) -> None:
    for step in range(1, bench.operations.count + 1, 2):
        fault = fail_at(bench, step, errno.ENOSPC, for_good=False)
        where = f"{step}: {bench.operations.log[step - 1]}"
        assert fault is not None, where
        assert fault.key == "pack.drive_full", where
        report = check(bench.stick)
        assert not ours(report), where
        assert set(report.lessons) == set(bench.slugs), where
        assert bench.strangers_files_are_safe(), where
        assert not any("shikshasetu-" in path for path in snapshot(bench.stick)), where


def test_a_second_failure_while_putting_things_right_loses_nothing_either(bench: Bench) -> None:
    renames = [number for number, name in enumerate(bench.operations.log, start=1) if name.startswith("rename .shik")]
    swaps = [number for number in renames if ".part" not in bench.operations.log[number - 1]]
    assert swaps
    for step in swaps:
        fail_at(bench, step + 1, errno.EIO, for_good=True)
        wounded = bench.stick.with_name("wounded")
        shutil.rmtree(wounded, ignore_errors=True)
        shutil.copytree(bench.stick, wounded)
        clean = FailingOperations()
        writer(clean).write([bench.other], bench.stick)
        for second in range(1, clean.count + 1, 3):
            shutil.rmtree(bench.stick)
            shutil.copytree(wounded, bench.stick)
            with pytest.raises(UserFacingError):
                writer(FailingOperations(fails_at=second)).write([bench.other], bench.stick)
            assert all(whole_versions(bench.stick, slug) for slug in bench.slugs), (step, second)
            writer().write([bench.other], bench.stick)
            assert not ours(check(bench.stick)), (step, second)
            assert bench.strangers_files_are_safe()


def test_a_stick_full_at_twenty_levels_keeps_the_old_lessons_whole(bench: Bench) -> None:
    bench.start_over()
    used = sum(path.stat().st_size for path in bench.stick.rglob("*") if path.is_file())
    need = max(writer().estimate(lesson) for lesson in bench.new) + 20_000
    filled = 0
    for level in range(20):
        bench.start_over()
        # the stick promises room that it does not have, as counterfeit ones do
        operations = FailingOperations(root=bench.stick, capacity=used + need * level // 20)
        try:
            writer(operations).write(bench.new, bench.stick)
        except UserFacingError as fault:
            filled += fault.key == "pack.drive_full"
            report = check(bench.stick)
            assert not ours(report), level
            done = complete(fault)
            versions = [whole_versions(bench.stick, slug) for slug in bench.slugs]
            assert versions == [{2 if number < done else 1} for number in range(2)], level
        assert bench.strangers_files_are_safe()
    assert filled >= 15


def test_a_new_version_spoilt_by_the_power_cut_makes_way_for_the_old_one(bench: Bench) -> None:
    log, spoilt = bench.operations.log, 0
    slug = bench.slugs[0]
    for step, name in enumerate(log, start=1):
        if not (name.startswith("rename ") and slug in name):
            continue
        fail_at(bench, step + 1, errno.EIO, for_good=True)
        pages = [path for path in (bench.stick / "Lessons").rglob("01-lesson-hi.html") if b" 2</h1>" in spans(path)]
        assert len(pages) == 1, name
        pages[0].write_bytes(pages[0].read_bytes()[:-100])
        spoilt += 1
        writer().write([bench.other], bench.stick)
        assert not ours(check(bench.stick)), name
        assert whole_versions(bench.stick, slug) == {1}, name
    assert spoilt == 4, "both folders go and come"


def test_teacher_files_of_a_version_that_never_came_go_too(bench: Bench) -> None:
    bench.start_over()
    plain = bench.new[1]
    writer().write([plain], bench.stick)
    before = snapshot(bench.stick)
    counting = FailingOperations()
    fuller = pack_lesson(bench.stick.parent / "papers", "ta", version=3)
    shutil.copytree(bench.stick, bench.stick.with_name("copy"))
    writer(counting).write([fuller], bench.stick.with_name("copy"))
    step = next(at for at, name in enumerate(counting.log, 1) if name.startswith("rename .shikshasetu-C06-ta"))
    with pytest.raises(UserFacingError):
        writer(FailingOperations(fails_at=step + 1)).write([fuller], bench.stick)
    assert (bench.stick / "TeacherOnly" / plain.view.slug).is_dir()
    writer().write([], bench.stick)
    assert snapshot(bench.stick) == before


def spans(path: Path) -> bytes:
    """The page without its marks around sentences."""
    return re.sub(rb"</?span[^>]*>", b"", path.read_bytes())


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, as a stick is."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    if shutil.which("mount") is None or _system("mount", "-t", "tmpfs", "none", folder) != 0:
        pytest.skip("needs to mount a file system")
    yield folder
    _system("umount", "-l", folder)


def _system(*command: str | Path) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.mark.parametrize("files", range(0, 12, 3))
def test_a_stick_let_go_meanwhile_is_never_said_to_be_saved(mounted: Path, tmp_path: Path, files: int) -> None:
    """Its folder stays and takes every file, so that all would be read back as it was written."""
    lessons = [pack_lesson(tmp_path / "papers", language) for language in ("hi", "ta")]

    def let_go(progress: Progress) -> None:
        if progress.done == files and mounted.is_mount():
            assert _system("umount", "-l", mounted) == 0

    with pytest.raises(UserFacingError) as told:
        writer().write(lessons, mounted, report=let_go)
    assert told.value.key == "pack.drive_gone"
    assert complete(told.value) == (files > 5), "only what was whole before"
    assert not list(mounted.glob("Lessons/C*")), "and no lesson stands in the empty folder"


@pytest.mark.parametrize("known_for", range(1, 12))
def test_another_device_under_the_same_name_ends_the_save(tmp_path: Path, known_for: int) -> None:
    class Exchanged(QuickOperations):
        asked = 0

        def device(self, folder: Path) -> int:
            self.asked += 1
            return int(self.asked > known_for)

    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(UserFacingError) as told:
        writer(Exchanged()).write([pack_lesson(tmp_path / "papers", one) for one in ("hi", "ta")], stick)
    assert told.value.key == "pack.drive_gone"
