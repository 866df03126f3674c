"""A word read surely, but one letter away from a word that is meant, is marked and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import Box, Word
from app.domain.languages import codes
from app.library.document_worker import handlers, look_alikes
from app.library.document_worker.positions import PositionedLine
from app.library.document_worker.requests import FingerprintRequest
from tests.unit.library.document_worker.conftest import Context

PAGES = Path(__file__).parents[3] / "benchmarks" / "data" / "ocr"
BOX = Box(0, 0, 1, 1)


def marked(text: str, language: str) -> list[str]:
    lines = [
        PositionedLine(row, BOX, 0.02, tuple(Word(word, BOX, 92.0) for word in row.split()))
        for row in text.splitlines()
    ]
    found = look_alikes.doubted(lines, language)
    assert [line.text for line in found] == [line.text for line in lines]
    words = [word for line in found for word in line.words]
    assert [word.text for word in words] == text.split()
    return [word.text for word in words if (word.confidence or 0) < 60]


def test_a_misread_word_of_the_everyday_list_is_marked() -> None:
    assert marked("सूर्य की गर्मी पानी को भाष में बदल देती है।", "hi") == ["भाष"]
    assert marked("सूर्य की गर्मी पानी को भाप में बदल देती है।", "hi") == []


@pytest.mark.parametrize(
    ("language", "right", "wrong"), [("ta", "அடிக்கக்", "அழிக்கக்"), ("te", "పుష్కరం", "వుష్కరం"), ("or", "ପଟୁଆର", "ସଟୁଆର")]
)
def test_the_odd_one_on_a_page_is_marked(language: str, right: str, wrong: str) -> None:
    assert marked(f"{right} {wrong},\n{right}.", language) == [f"{wrong},"]
    assert marked(f"{right} {wrong}", language) == [], "neither is likelier than the other"
    assert marked(f"{right} {right} {right} {right} {wrong} {wrong} {wrong}", language) == [], "said three times: meant"


def test_two_words_of_the_language_that_look_alike_are_both_right() -> None:
    assert {"भाप", "माप"} <= look_alikes.known_words("hi")
    assert marked("भाप भाप माप भाप", "hi") == []


def test_hardly_any_right_word_of_a_page_is_marked() -> None:
    pages = {code: (PAGES / f"{code}.txt").read_text(encoding="utf-8") for code in codes()}
    wrong = {code: marked(text, code) for code, text in pages.items()}
    assert sum(map(len, wrong.values())) <= 0.005 * sum(len(text.split()) for text in pages.values()), wrong


def test_other_word_lists_are_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fingerprint(name: str, everyday: str) -> str:
        folder = tmp_path / name / "glossaries"
        folder.mkdir(parents=True)
        (folder / "everyday-hi.txt").write_text(everyday, encoding="utf-8")
        monkeypatch.setattr(handlers, "resources", lambda: tmp_path / name)
        return handlers.fingerprint(FingerprintRequest(), Context())

    first = fingerprint("first", "भाप\n")
    assert fingerprint("other", "भाष\n") != first
    assert fingerprint("same", "भाप\n") == first
