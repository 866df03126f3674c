"""What the command line says of a word that it cannot use: what is wrong, what there is, and no more than that."""

from __future__ import annotations

import pytest

from app.cli.parser import parse
from app.domain.errors import UserFacingError


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["make", "page.txt", "--class", "9" * 5000], "class must be 1 to 12, not '999"),
        (["library", "search", "water", "--limit", "9" * 5000], "must be 1 to 1000"),
        (["make", "page.txt", "--level", "hard"], "unknown level 'hard'; one of same, easier, easiest"),
        (["make", "page.txt", "--language", ""], "no language in ''; one of "),
        (["make", "page.txt", "--language", ",,"], "no language in ',,'; one of "),
        (["make", "page.txt", "--language", "x" * 5000], "unknown language 'xxx"),
        (["make", "page.txt", "--formats", "x" * 5000], "one of html, pdf, mp3"),
        (["make", ""], "the name of the file is empty"),
        (["library", "add", " "], "the name of the file is empty"),
        (["people", "add", " "], "a name needs a letter or a digit"),
        (["library", "show", ""], "an id needs a letter or a digit; list and show give the ids"),
        (["library", "remove", " "], "an id needs"),
        (["library", "page", "turn", "\u200b", "90"], "an id needs"),
        (["library", "page", "crop", "", "--whole"], "an id needs"),
        (["library", "page", "correct", "", "--block", "0", "--text", "x"], "an id needs"),
        (["library", "page", "drop", ""], "an id needs"),
        (["library", "page", "reorder", "", "p1"], "an id needs"),
        (["library", "page", "reorder", "d1", ""], "an id needs"),
        (["lesson", "show", ""], "an id needs"),
        (["lesson", "duplicate", ""], "an id needs"),
        (["lesson", "delete", ""], "an id needs"),
        (["lesson", "restore", ""], "an id needs"),
        (["lesson", "edit", "", "--title", "x"], "an id needs"),
        (["review", "show", ""], "an id needs"),
        (["review", "approve", ""], "an id needs"),
        (["review", "reject", "", "--reason", "x"], "an id needs"),
        (["pack", "save", "", "--to", "stick"], "an id needs"),
        (["pack", "save", "@2", "--to", "stick"], "an id needs"),
        (["models", "verify", ""], "the name is empty"),
        (["models", "remove", " "], "the name is empty"),
        (["settings", "set", "", "1"], "a name needs a letter or a digit"),
        (["x" * 5000], "invalid choice"),
    ],
)
def test_a_wrong_word_is_wrong_usage_and_said_in_short(
    command: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(command)
    message = capsys.readouterr().err.split("error: ")[1]
    assert caught.value.code == 2
    assert said in message
    assert len(message) < 700


def test_right_words_are_taken() -> None:
    options = parse(["make", "page.txt", "--class", "12", "--level", "easiest", "--language", "hi,en,"])
    assert (options.school_class, options.level, options.language) == (12, "easiest", ("hi", "en"))


def test_a_name_without_end_leaves_the_sentence_in_sight() -> None:
    assert str(UserFacingError("lesson.not_found", id="a")) == "There is no lesson a."
    message = str(UserFacingError("import.not_a_file", name="a" * 100_000))
    assert len(message) < 700
    assert message.endswith("Choose the file itself.")
