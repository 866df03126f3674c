"""The main job from the command line: a page in, a reviewed lesson on the stick, and every way in which it stops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import PAGE, CommandLine

REVIEWER = ("--reviewer", "Asha Devi", "--approve-green")


@pytest.fixture
def shell(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "water.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_page_becomes_a_verified_pack(shell: CommandLine, page: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = shell.json("make", page, "--class", "6", "--level", "easier", *REVIEWER, "--to", stick)
    lesson = made["lessons"][0]
    assert lesson["state"] == "approved"
    assert lesson["decision"]["action"] == "approved_green_unopened"
    assert lesson["decision"]["reviewer"] == "Asha Devi"
    assert lesson["uses_ai"] is False
    assert made["documents"][0]["pages"][0]["quality"] == "good"
    assert {Path(one).suffix for one in made["pack"]["files"]} >= {".html", ".mp3", ".pdf", ".json"}
    verified = shell.json("pack", "verify", stick)
    assert verified["ok"] is True
    assert shell.json("lesson", "list")["lessons"][0]["approved_version"] == 1


def test_the_same_make_again_gives_the_same_lesson(shell: CommandLine, page: Path) -> None:
    first = shell.json("make", page, *REVIEWER, "--no-audio")
    second = shell.json("make", page, *REVIEWER, "--no-audio")
    assert first["lessons"][0]["id"] == second["lessons"][0]["id"]
    assert len(shell.json("lesson", "list")["lessons"]) == 1
    assert len(shell.json("library", "list")["documents"]) == 1


def test_another_level_reads_no_page_again(shell: CommandLine, page: Path) -> None:
    first = shell.json("make", page, "--level", "easier", "--no-audio")
    second = shell.json("make", page, "--level", "easiest", "--no-audio")
    assert first["steps"]["read_page"] == {"cached": 0, "computed": 1}
    assert second["steps"].get("read_page", {"computed": 0})["computed"] == 0
    assert second["steps"]["key_words"] == {"cached": 1, "computed": 0}
    assert first["lessons"][0]["id"] != second["lessons"][0]["id"]


def test_a_wrong_number_waits_for_a_person_and_leaves_the_stick_alone(
    shell: CommandLine, page: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    lesson = shell.json("make", page, "--no-audio")["lessons"][0]
    place, text = next((index, one["text"]) for index, one in enumerate(lesson["passages"]) if "675" in one["text"])
    shell.json("lesson", "edit", lesson["id"], "--passage", str(place), "--text", text.replace("675", "576"))

    waiting = shell.json("make", page, "--no-audio", *REVIEWER, "--to", stick, status=3)
    assert waiting["error"] == "review.needs_person"
    assert waiting["lessons"][0]["id"] == lesson["id"]
    assert any("576" in one["message"] and one["severity"] == "red" for one in waiting["lessons"][0]["findings"])
    assert list(stick.iterdir()) == []

    said = shell.run("review", "show", lesson["id"]).out
    assert "675" in said.partition("page:")[2].partition("lesson:")[0]
    assert "576" in said.partition("lesson:")[2]

    assert shell.json("review", "approve", lesson["id"], "--reviewer", "Asha", status=1)["error"] == (
        "review.reason_needed"
    )
    refused = shell.json("pack", "save", lesson["id"], "--to", stick, "--formats", "html", status=1)
    assert refused["error"] == "pack.not_approved"
    decision = shell.json(
        "review", "approve", lesson["id"], "--reviewer", "Asha", "--reason", "the book has a misprint"
    )
    assert decision["action"] == "edited_and_approved"
    assert decision["changes"][0]["passage"] == place
    shell.json("pack", "save", lesson["id"], "--to", stick, "--formats", "html", "--no-audio")
    assert shell.json("pack", "verify", stick)["ok"] is True


def test_editing_an_approved_lesson_reopens_review_and_the_pack_keeps_the_approved_words(
    shell: CommandLine, page: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    lesson = shell.json("make", page, *REVIEWER, "--no-audio")["lessons"][0]
    edited = shell.json("lesson", "edit", lesson["id"], "--passage", "1", "--text", "Water is everywhere around us.")
    assert (edited["state"], edited["version"]) == ("draft", 2)
    assert [one["id"] for one in shell.json("review", "list")["lessons"]] == [lesson["id"]]
    saved = shell.json("pack", "save", lesson["id"], "--to", stick, "--formats", "html", "--no-audio")
    html = next(stick / one for one in saved["files"] if one.endswith(".html") and "Lessons" in one)
    assert "Water is everywhere around us." not in html.read_text(encoding="utf-8")
    assert saved["versions"] == [1]


def test_any_approved_version_can_be_saved_at_a_later_time(shell: CommandLine, page: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    lesson = shell.json("make", page, *REVIEWER, "--no-audio")["lessons"][0]["id"]
    shell.json("lesson", "edit", lesson, "--passage", "1", "--text", "Water is everywhere around us.")
    shell.json("review", "approve", lesson, "--reviewer", "Asha Devi", "--reason", "shorter")
    save = ("--to", stick, "--formats", "html", "--no-audio")
    for wanted, version in ((lesson, 2), (f"{lesson}@1", 1), (f"{lesson}@2", 2)):
        saved = shell.json("pack", "save", wanted, *save)
        html = next(stick / one for one in saved["files"] if one.endswith(".html") and "Lessons" in one)
        assert saved["versions"] == [version]
        assert ("Water is everywhere around us." in html.read_text(encoding="utf-8")) is (version == 2)
    assert shell.json("pack", "save", f"{lesson}@3", *save, status=1)["error"] == "pack.not_approved"
    assert shell.json("pack", "save", f"{lesson}@x", *save, status=1)["error"] == "lesson.not_found"
    assert shell.json("pack", "verify", stick)["ok"] is True


def test_a_refused_decision_leaves_no_reviewer_behind(shell: CommandLine, page: Path) -> None:
    lesson = shell.json("make", page, "--no-audio")["lessons"][0]["id"]
    shell.json("review", "reject", lesson, "--reviewer", "Nobody", "--reason", " ", status=1)
    assert shell.json("people", "list")["people"] == []
    shell.json("review", "reject", lesson, "--reviewer", "Asha", "--reason", "too long")
    assert [one["name"] for one in shell.json("people", "list")["people"]] == ["Asha"]


def test_long_checks_say_how_far_they_are(shell: CommandLine, tmp_path: Path, page: Path) -> None:
    made = shell.run("make", page, *REVIEWER, "--to", tmp_path, "--no-audio", "--formats", "html")
    assert made.status == 0
    assert "Verifying ..." in shell.run("pack", "verify", tmp_path).err
    assert "Trying database ..." in shell.run("doctor").err


def test_a_rejection_needs_a_reason_and_is_kept(shell: CommandLine, page: Path) -> None:
    lesson = shell.json("make", page, "--no-audio")["lessons"][0]
    assert shell.json("review", "reject", lesson["id"], "--reviewer", "Asha", status=1)["error"] == (
        "review.reject_reason_needed"
    )
    shell.json("review", "reject", lesson["id"], "--reviewer", "Asha", "--reason", "too hard")
    shown = shell.json("lesson", "show", lesson["id"])
    assert shown["state"] == "rejected"
    assert shown["decisions"][0]["reason"] == "too hard"


def test_a_language_that_no_engine_makes_is_named(shell: CommandLine, page: Path) -> None:
    made = shell.json("make", page, "--language", "en,ta", "--no-audio")
    assert [one["language"] for one in made["lessons"]] == ["en"]
    assert [one["language"] for one in made["not_made"]] == ["ta"]
    refused = shell.json("make", page, "--language", "ta,hi", "--no-audio", status=1)
    assert (refused["error"], refused["lessons"]) == ("lesson.no_language", [])
    assert [one["language"] for one in refused["not_made"]] == ["ta", "hi"]
    assert len(refused["documents"]) == 1


def test_a_bad_file_beside_a_good_one_is_named_and_the_good_one_is_made(
    shell: CommandLine, page: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnothing")
    made = shell.json("make", page, bad, "--no-audio")
    assert len(made["lessons"]) == 1
    (row,) = made["not_made"]
    assert (row["source"], row["document_id"], row["language"]) == (str(bad), None, None)
    assert (row["error"], row["message"].split(" ")[0]) == ("import.damaged", "bad.pdf")
    added = shell.json("library", "add", bad, page)
    assert (len(added["documents"]), [one["source"] for one in added["not_added"]]) == (1, [str(bad)])


def test_files_of_which_none_can_be_used_are_all_named(shell: CommandLine, tmp_path: Path) -> None:
    bad, gone = tmp_path / "bad.pdf", tmp_path / "gone.txt"
    bad.write_bytes(b"%PDF-1.7\nnothing")
    expected = [(str(bad), "import.damaged"), (str(gone), "import.not_found")]
    made = shell.json("make", bad, gone, status=1)
    assert (made["error"], made["lessons"], made["pack"]) == ("import.damaged", [], None)
    assert [(one["source"], one["error"]) for one in made["not_made"]] == expected
    added = shell.json("library", "add", bad, gone, status=1)
    assert (added["error"], added["documents"]) == ("import.damaged", [])
    assert [(one["source"], one["error"]) for one in added["not_added"]] == expected
    assert "gone.txt" in added["not_added"][1]["message"]
    said = shell.run("library", "add", bad, gone)
    assert said.err.strip().splitlines()[-1] == added["message"]
    assert said.out.splitlines() == [f"Not added: {one['message']}" for one in added["not_added"]]
    assert shell.run("make", bad).out == ""


def test_approving_needs_a_reviewer_before_any_work(shell: CommandLine, page: Path) -> None:
    assert shell.json("make", page, "--approve-green", status=1)["error"] == "review.no_reviewer"
    assert shell.json("library", "list")["documents"] == []


def test_a_target_that_is_not_there_is_told_before_any_work(shell: CommandLine, page: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "stick"
    outcome = shell.run("make", page, "--reviewer", "Asha", "--approve-green", "--to", nowhere, "--json")
    assert (outcome.status, outcome.data["error"]) == (1, "pack.no_drive")
    assert shell.json("library", "list")["documents"] == []
    assert shell.json("lesson", "list")["lessons"] == []


def test_a_lesson_that_could_not_be_saved_is_named_beside_the_error(
    shell: CommandLine, page: Path, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "stick" / "START-HERE.html" / "file"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.touch()
    approve = ("--no-audio", "--reviewer", "Asha", "--approve-green", "--json")
    outcome = shell.run("make", page, *approve, "--to", tmp_path / "stick")
    assert outcome.status == 1
    assert outcome.data["error"].startswith("pack.")
    assert outcome.data["lessons"][0]["state"] == "approved"
    assert outcome.data["pack"] is None


def test_usage_faults_are_two_and_json_when_asked_for(shell: CommandLine, page: Path) -> None:
    outcome = shell.run("make", page, "--class", "13", "--json")
    assert outcome.status == 2
    assert outcome.data["error"] == "usage"
    assert shell.run("make", page, "--level", "hard").status == 2
    assert shell.run("nonsense").status == 2


def test_what_is_not_there_is_one_sentence(shell: CommandLine, tmp_path: Path) -> None:
    for arguments in (
        ("make", tmp_path / "none.pdf"),
        ("lesson", "show", "nonsense"),
        ("library", "show", "nonsense"),
        ("review", "approve", "nonsense", "--reviewer", "Asha"),
        ("pack", "save", "nonsense", "--to", tmp_path),
        ("pack", "verify", tmp_path / "nowhere"),
    ):
        outcome = shell.run(*arguments)
        assert outcome.status == 1, arguments
        lines = [line for line in outcome.err.strip().splitlines() if not line.endswith("...")]
        assert len(lines) == 1, outcome.err
        assert "Traceback" not in outcome.err


def test_a_second_writer_is_told_and_a_reader_is_not_kept_out(shell: CommandLine, page: Path) -> None:
    shell.json("make", page, "--no-audio")
    code = (
        "import sys, time; from app.bootstrap import open_services\n"
        "from pathlib import Path\n"
        "if __name__ == '__main__':\n"
        "    with open_services(Path(sys.argv[1])): print('open', flush=True); time.sleep(60)\n"
    )
    import subprocess
    import sys

    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(shell.data)], env=shell.environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        assert shell.json("make", page, status=1)["error"] == "data.locked"
        assert len(shell.json("lesson", "list")["lessons"]) == 1
        assert len(shell.json("library", "list")["documents"]) == 1
        assert shell.json("review", "list")["lessons"]
    finally:
        holder.kill()
        holder.communicate()
    assert shell.json("make", page, "--no-audio")["lessons"]


def test_cancel_by_a_polite_kill_keeps_what_was_done(shell: CommandLine, tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.txt"
    river = "River {0} is {0} km long, and it is not deep. It comes from the hills.\n\n"
    chapter.write_text("Rivers\n\n" + "".join(map(river.format, range(100, 180))), encoding="utf-8")
    process = shell.start("make", chapter, "--json")
    assert process.stderr is not None
    said = []
    while "Simplifying" not in (line := process.stderr.readline()):
        said.append(line)
        assert line, said
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["error"]) == (1, "cancelled"), err
    assert "Traceback" not in err
    again = shell.json("make", chapter, "--no-audio")
    assert again["steps"].get("read_page", {"computed": 0})["computed"] == 0, "the page that was read was kept"
    assert again["lessons"]
