"""Somebody who types what nobody should: odd words, names, reasons, files and orders of commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import Services, open_services
from app.domain.documents import BlockKind
from app.domain.errors import UserFacingError
from app.domain.lessons import Lesson, LessonOptions
from tests.command_line import PAGE, ROOT, CommandLine

NOT_UTF8 = os.fsdecode(b"\xff\xfe")
QUICK = LessonOptions(with_audio=False)
TABLE = """\
# Trees

Some trees are tall. A tree is not a bush.

| Tree | Height |
|------|--------|
| Oak  | 20 m   |
| Pine | 30 m   |
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with open_services(tmp_path_factory.mktemp("data")) as opened:
        yield opened


def _lesson(services: Services, number: int) -> Lesson:
    """A fresh lesson; the number tells its page from the others."""
    document = services.library.add_text(PAGE.replace("71 %", f"{number} %"), title=f"Page {number}")
    return services.lessons.make(document.id, QUICK)


def _key(caught: pytest.ExceptionInfo[UserFacingError]) -> str:
    assert "\n" not in str(caught.value)
    return caught.value.key


# -- review ------------------------------------------------------------------------------------------------------


def test_a_reason_that_cannot_be_seen_is_no_reason(services: Services) -> None:
    person = services.people.named("Asha", "en")
    lesson = _lesson(services, 51)
    place = next(n for n, one in enumerate(lesson.current.content.passages) if "675" in one.text)
    services.lessons.edit_passage(lesson.id, place, "A family of 5 people uses 999 litres.")
    for reason in ("", " \n\t\u00a0", "\u200b\u200d\u2060", "\u202e", "..."):
        with pytest.raises(UserFacingError) as caught:
            services.review.approve(lesson.id, person, reason=reason)
        assert _key(caught) == "review.reason_needed"
        with pytest.raises(UserFacingError) as caught:
            services.review.reject(lesson.id, person, reason=reason)
        assert _key(caught) == "review.reject_reason_needed"
    decision = services.review.approve(lesson.id, person, reason="\u202ethe book\ud800 is wrong\x1b")
    assert decision.reason == "the book? is wrong"


def test_names_are_what_they_look_like(services: Services) -> None:
    assert services.people.add("  Asha\u202e\x1b[31m \ud800Devi\x00 ", "en", ()).name == "Asha[31m ?Devi"
    assert len(services.people.add("क्\u200dष" * 9000, "hi", ()).name) <= 80
    for name in ("", " ", "\u200b", "\u202e", "--"):
        with pytest.raises(UserFacingError) as caught:
            services.people.named(name, "en")
        assert _key(caught) == "review.no_reviewer"


def test_a_deleted_lesson_cannot_be_changed_or_decided_on(services: Services) -> None:
    lesson = _lesson(services, 52)
    services.lessons.delete(lesson.id)
    for change in (
        lambda: services.lessons.edit_passage(lesson.id, 1, "Unseen."),
        lambda: services.lessons.edit_title(lesson.id, "Unseen"),
        lambda: services.lessons.undo_edit(lesson.id, 1),
        lambda: services.review.approve(lesson.id, services.people.named("Asha", "en")),
    ):
        with pytest.raises(UserFacingError) as caught:
            change()
        assert _key(caught) == "lesson.not_found"
    services.lessons.restore(lesson.id)
    assert services.lessons.lesson(lesson.id).current.content == lesson.current.content


def test_a_passage_that_is_not_there_is_never_another_one(services: Services) -> None:
    lesson = _lesson(services, 53)
    for index in (-1, len(lesson.current.content.passages)):
        with pytest.raises(UserFacingError) as caught:
            services.lessons.edit_passage(lesson.id, index, "Elsewhere.")
        assert _key(caught) == "lesson.no_passage"
    assert services.lessons.lesson(lesson.id) == lesson


def test_words_typed_over_a_table_are_refused_because_the_pack_would_not_show_them(
    services: Services, tmp_path: Path
) -> None:
    page = tmp_path / "trees.md"
    page.write_text(TABLE, encoding="utf-8")
    lesson = services.lessons.make(services.library.add([page]).id, QUICK)
    place = next(n for n, one in enumerate(lesson.current.content.passages) if one.kind is BlockKind.TABLE)
    with pytest.raises(UserFacingError) as caught:
        services.lessons.edit_passage(lesson.id, place, "Oak | 99 m")
    assert _key(caught) == "lesson.fixed_passage"


def test_typed_text_is_stored_clean(services: Services) -> None:
    lesson = _lesson(services, 54)
    text = "<script>x</script>\x00\x1b \ud800 क्\u200dष\r\n\u202eend"
    kept = services.lessons.edit_passage(lesson.id, 1, text).current.content.passages[1].text
    assert kept == "<script>x</script> ? क्\u200dष\nend"
    assert services.lessons.lesson(lesson.id).current.content.passages[1].text == kept
    document = services.library.add_text("Water\ud800 boils\x00 at 1\u200b00 °C. Ice melts at 0 °C.")
    page = document.pages[0]
    assert page.text is not None
    assert "at 100 °C" in page.text.text
    assert services.library.rename(document.id, " Wa\u202eter\x1b\u00ad ").title == "Water"
    corrected = services.library.correct_block(page.id, 0, "Water boils at 1\u200b00 °C\u202e and steams.\x00")
    assert corrected.text is not None
    assert corrected.text.blocks[0].text == "Water boils at 100 °C and steams."


# -- files -------------------------------------------------------------------------------------------------------


def test_what_is_not_a_file_is_said(services: Services, tmp_path: Path) -> None:
    loop = tmp_path / "loop.pdf"
    loop.symlink_to(loop)
    os.mkfifo(tmp_path / "pipe.pdf")
    wrong = {
        tmp_path: "import.not_a_file",
        tmp_path / "pipe.pdf": "import.not_a_file",
        Path("/dev/zero"): "import.not_a_file",
        loop: "import.not_found",
        tmp_path / ("x" * 300 + ".pdf"): "import.not_found",
        Path("a/" * 4000): "import.not_found",
    }
    for path, key in wrong.items():
        with pytest.raises(UserFacingError) as caught:
            services.library.add([path])
        assert _key(caught) == key, path.name


# -- the command line --------------------------------------------------------------------------------------------


@pytest.fixture
def shell(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def test_words_that_are_not_utf8_end_in_one_document(shell: CommandLine) -> None:
    for command in (("lesson", "show"), ("library", "show"), ("library", "search")):
        outcome = shell.run(*command, f"water{NOT_UTF8}", "--json")
        assert outcome.status == (0 if "search" in command else 1), outcome.err
        assert outcome.data
    assert shell.json("people", "add", f"Asha {NOT_UTF8}")["name"] == "Asha ??"
    assert shell.json("make", "x.pdf", "--to", "", status=2)["error"] == "usage"
    assert shell.json("library", "search", "x", "--limit", "9" * 30, status=2)["error"] == "usage"


def test_the_same_page_twice_is_one_lesson_and_a_rejected_one_stays_off_the_stick(
    shell: CommandLine, tmp_path: Path
) -> None:
    page, stick = tmp_path / "page.txt", tmp_path / "stick"
    page.write_text(PAGE, encoding="utf-8")
    stick.mkdir()
    command = ("make", page, page, "--no-audio", "--formats", "html", "--reviewer", "Asha", "--approve-green")
    made = shell.json(*command, "--to", stick)
    assert len(made["lessons"]) == len(made["pack"]["lessons"]) == 1
    lesson = made["lessons"][0]["id"]
    again = shell.json("pack", "save", lesson, lesson, "--to", stick, "--no-audio", "--formats", "html")
    assert len(again["lessons"]) == 1

    shell.json("lesson", "edit", lesson, "--passage", "1", "--text", "Water is not everywhere.")
    shell.json("review", "reject", lesson, "--reviewer", "Asha", "--reason", "too short")
    refused = shell.json(*command, "--to", tmp_path / "other", status=3)
    assert refused["error"] == "review.was_rejected"
    assert refused["lessons"][0]["id"] == lesson
    assert not (tmp_path / "other").exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a small disk")
def test_a_data_folder_that_fills_up_is_one_sentence(tmp_path: Path) -> None:
    disk, page = tmp_path / "disk", tmp_path / "page.txt"
    disk.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "none", disk], check=False).returncode != 0:
        pytest.skip("may not mount")
    try:
        outcome = CommandLine(disk / "data").run("make", page, "--json")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    assert outcome.status == 1, outcome.err
    assert outcome.data["error"] == "data.disk_full"
    assert [line for line in outcome.err.splitlines() if not line.endswith("...")] == [outcome.data["message"]]


def test_a_data_folder_that_goes_away_is_one_sentence(tmp_path: Path) -> None:
    with open_services(tmp_path / "data") as services:
        (tmp_path / "data" / "staging").rmdir()
        with pytest.raises(UserFacingError) as caught:
            services.library.add_text(PAGE)
    assert _key(caught) == "data.io"


@pytest.mark.parametrize("output", ["/dev/full", None])
def test_an_output_that_cannot_be_written_is_one_sentence(shell: CommandLine, output: str | None) -> None:
    redirect = ">&-" if output is None else f">{output}"
    command = f'exec "{sys.executable}" -m app people list --json {redirect}'
    outcome = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=shell.environment(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in outcome.stderr
    assert (outcome.returncode, len(outcome.stderr.splitlines())) == ((0, 0) if output is None else (1, 1))


@pytest.mark.parametrize("seconds", [0.1, 0.4, 0.8, 1.6])
def test_an_interrupt_at_any_time_is_one_document(shell: CommandLine, tmp_path: Path, seconds: float) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    process = shell.start("make", page, "--json")
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    if process.returncode == -signal.SIGINT:
        assert out == "" or json.loads(out)["error"] == "cancelled"  # the interpreter was not up, or going down
        return
    assert process.returncode in (0, 1), err
    assert json.loads(out).get("error", "cancelled") == "cancelled"
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_not_told_about_it(shell: CommandLine) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "people", "list", "--json"],
        cwd=ROOT,
        env=shell.environment(),
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    _, err = process.communicate(timeout=60)
    assert err == b""
    assert process.returncode == 1
