"""What the window changes, the command line changes too: lessons, pages, settings, with the real command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.cli.commands import command_for
from app.cli.parser import parse
from app.domain.errors import UserFacingError
from tests.command_line import PAGE, ROOT, CommandLine


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(tmp_path_factory.mktemp("data"))


def refused(shell: CommandLine, *arguments: str) -> UserFacingError:
    """Why a command is refused; in this process, because starting one more says nothing new."""
    options = parse([*arguments, "--data", str(shell.data)])
    with pytest.raises(UserFacingError) as caught:
        command_for(options)(options, bootstrap)
    return caught.value


@pytest.fixture(scope="module")
def lesson(shell: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Any:
    page = tmp_path_factory.mktemp("pages") / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    return shell.json("make", page, "--no-audio")["lessons"][0]


def test_all_green_lessons_are_approved_at_once_and_a_lesson_goes_by_its_name_on_the_stick(
    shell: CommandLine, lesson: Any, tmp_path: Path
) -> None:
    copy = shell.json("lesson", "duplicate", lesson["slug"])
    assert copy["id"] != lesson["id"]
    assert (copy["state"], copy["version"], copy["passages"]) == ("draft", 1, lesson["passages"])
    titled = shell.json("lesson", "edit", copy["slug"], "--title", "Water for all")
    assert (titled["id"], titled["title"]) == (copy["id"], "Water for all")
    (decision,) = shell.json("review", "approve", "--all-green", "--reviewer", "Asha")["decisions"]
    assert (decision["lesson_id"], decision["action"]) == (lesson["id"], "approved_green_unopened")
    stick = tmp_path / "stick"
    stick.mkdir()
    saved = shell.json("pack", "save", f"{lesson['slug']}@1", "--to", stick, "--formats", "html", "--no-audio")
    assert saved["lessons"] == [lesson["slug"]]
    missing = refused(shell, "review", "show", "C06-en-water-000000")
    assert str(missing) == "There is no lesson C06-en-water-000000."


def test_what_was_made_is_in_the_search_index(shell: CommandLine, lesson: Any) -> None:
    assert (shell.data / "index.db").is_file()
    (hit,) = shell.json("library", "search", "evaporation")["hits"]
    assert hit["page_id"] in {passage["page_id"] for passage in lesson["passages"]}


def test_the_library_answers_with_the_page_or_says_that_it_does_not_know(shell: CommandLine, lesson: Any) -> None:
    answer = shell.json("ask", "What is evaporation?")
    assert not answer["refused"]
    sources = {number for one in answer["sentences"] for number in one["sources"]}
    cited = [one for one in answer["passages"] if one["number"] in sources]
    assert {one["page_id"] for one in cited} <= {passage["page_id"] for passage in lesson["passages"]}
    assert all(any(one["text"] in passage["text"] for passage in cited) for one in answer["sentences"])
    unknown = shell.json("ask", "Who won the football championship?")
    assert (unknown["refused"], unknown["sentences"]) == (True, [])
    assert shell.run("ask", "Who won the football championship?").out.startswith("Not in your material.")
    assert shell.json("ask", "?!", status=1)["error"] == "ask.no_words"


def test_words_questions_and_plan_are_changed_by_a_file_and_a_wrong_file_changes_nothing(
    shell: CommandLine, lesson: Any, tmp_path: Path
) -> None:
    mine = shell.json("lesson", "duplicate", lesson["id"])["id"]
    file = tmp_path / "parts.json"
    plan = {**lesson["plan"], "homework": "Ask at home: how many litres of water a day?"}
    questions = lesson["short_questions"][:1]
    file.write_text(json.dumps({"plan": plan, "short_questions": questions}), encoding="utf-8")
    edited = shell.json("lesson", "edit", mine, "--content", file)
    assert (edited["plan"], edited["short_questions"]) == (plan, questions)
    assert edited["key_words"] == lesson["key_words"], "what is not in the file stays"
    file.write_text(json.dumps({"key_words": [], "choice_questions": [{"question": "Why?"}]}), encoding="utf-8")
    wrong = shell.json("lesson", "edit", mine, "--content", file, status=1)
    assert wrong["error"] == "usage.wrong_content"
    assert "parts.json" in wrong["message"]
    assert "$.choice_questions[0]" in wrong["message"]
    now = shell.json("lesson", "show", mine)
    assert {name: now[name] for name in edited} == edited


def test_pages_are_put_in_order_corrected_turned_cropped_and_dropped(shell: CommandLine) -> None:
    added = shell.json("library", "add", ROOT / "resources" / "sample" / "sample-en.pdf")["documents"][0]
    first, second = (page["id"] for page in added["pages"])
    verb = ("library", "page")
    turned_round = shell.json(*verb, "reorder", added["id"], second, first)
    assert [page["id"] for page in turned_round["pages"]] == [second, first]
    assert refused(shell, *verb, "reorder", added["id"], first, first).key == "page.wrong_order"
    corrected = shell.json(*verb, "correct", first, "--block", "0", "--text", "Water for all")
    assert (corrected["blocks"][0]["text"], corrected["corrected"]) == ("Water for all", True)
    assert refused(shell, *verb, "correct", first, "--block", "99", "--text", "x").key == "page.no_block"
    assert refused(shell, *verb, "crop", first, "--box", "0,0,1,0.5").key == "page.has_corrections"
    cropped = shell.json(*verb, "crop", first, "--box", "0,0,1,0.5", "--discard-corrections")
    assert (cropped["crop"], cropped["corrected"]) == ([0, 0, 1, 0.5], False)
    assert len(cropped["text"]) < len(added["pages"][0]["text"])
    turned = shell.json(*verb, "turn", first, "180")
    assert (turned["rotation"], turned["crop"]) == (180, [0, 0.5, 1, 1])
    assert shell.json(*verb, "drop", second) == {"dropped": second}
    assert refused(shell, *verb, "drop", first).key == "page.last"


def test_settings_are_listed_and_set_and_a_value_that_does_not_fit_is_refused(shell: CommandLine) -> None:
    assert shell.json("settings", "set", "zoom", "150")["value"] == 150
    assert shell.json("settings", "set", "lesson_options.language", "auto")["value"] is None
    assert "class must be 1 to 12" in str(refused(shell, "settings", "set", "lesson_options.school_class", "13"))
    assert str(refused(shell, "settings", "set", "nothing", "1")).startswith("There is no setting nothing.")
    values = {row["name"]: row["value"] for row in shell.json("settings", "list")["settings"]}
    assert (values["zoom"], values["lesson_options.language"], values["lesson_options.school_class"]) == (150, None, 6)
