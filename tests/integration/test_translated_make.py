"""`make` in several languages with an IndicTrans2 that was installed from a folder: tiny, random, of the true make."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import PAGE, CommandLine
from tests.models.indictrans import build_indictrans


def test_one_lesson_for_each_language_from_one_reading(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "data")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    published = build_indictrans(tmp_path / "indictrans2-en-indic-dist-200M", variant="dist-200M")
    assert line.run("models", "install", published).status == 0

    made = line.json("make", page, "--language", "hi,en", "--no-audio")
    assert made["not_made"] == []
    hindi, english = made["lessons"]
    assert [(one["language"], one["source_language"]) for one in made["lessons"]] == [("hi", "en"), ("en", "en")]
    assert hindi["document_id"] == english["document_id"]
    assert made["steps"]["simplify"]["cached"] == made["steps"]["simplify"]["computed"] > 0
    assert hindi["uses_ai"]
    assert hindi["translated_by"].startswith("IndicTrans2")
    assert hindi["translated_by"] in hindi["engine"]
    assert english["translated_by"] == ""
    pairs = [pair for passage in hindi["passages"] for pair in passage["sentences"]]
    assert [pair["source"] for pair in pairs if "100 °C" in pair["source"]]
    red = {one["source"][:40] for one in hindi["findings"] if one["severity"] == "red"}
    for pair in pairs:  # a random model: words in the right script, or the page's own and red
        if pair["results"] == [pair["source"]]:
            assert pair["source"][:40] in red
        else:
            assert any("\u0900" <= letter <= "\u097f" for letter in " ".join(pair["results"]))
    assert any(pair["results"] == [pair["source"]] for pair in pairs), "a random model loses numbers"

    again = line.json("make", page, "--language", "hi", "--class", "7", "--no-audio")
    assert again["steps"]["translate"]["computed"] == 0
    assert again["lessons"][0]["id"] != hindi["id"]
    assert "No person has checked the translation yet." in line.run("lesson", "show", hindi["id"]).out
