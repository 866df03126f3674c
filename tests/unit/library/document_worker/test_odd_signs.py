"""Signs that print does not put behind numbers or into words are doubted, and what print does put there is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import Box, Word
from app.library.document_worker import ocr, odd_signs
from app.library.document_worker.positions import PositionedLine
from tests.page_pictures import render

HERE = Box(0.1, 0.1, 0.9, 0.2)


def doubted(text: str) -> list[str]:
    words = tuple(Word(one, HERE, 95.0) for one in text.split())
    (line,) = odd_signs.doubted([PositionedLine(text, HERE, 0.1, words=words)])
    return [word.text for word in line.words if word.confidence is not None and word.confidence < 60]


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("તાપમાન 40 *€ સુધી", ["*€"]),
        ("boils at 100* C", ["100*"]),
        ("heat to 40€ and stop", ["40€"]),
        ("CgH;20¢. is sugar", ["CgH;20¢."]),
        ("it is 84%! of it", []),
        ("took 12!5 litres", ["12!5"]),
        ("पानी 100 °€ पर", ["°€"]),
    ],
)
def test_what_cannot_stand_there_is_doubted(text: str, odd: list[str]) -> None:
    assert doubted(text) == odd


@pytest.mark.parametrize(
    "text",
    [
        "It costs £5 or €40 or ₹ 200, you see.",
        "Write to office@school.in or look at www.ncert.nic.in!",
        "* Drink water. * Wash your hands.",
        "पानी 100 °C पर उबलता है। क्या? हाँ!",
        "Is 3 > 2; and 2 < 3? Yes: 5 × 4 = 20.",
        "“Stop!” he said; “why?”",
    ],
)
def test_what_print_puts_there_is_believed(text: str) -> None:
    assert doubted(text) == []


def test_a_sign_in_a_picture_is_doubted(tmp_path: Path) -> None:
    text = "The salt melts when it is heated to 801 *€ in a closed oven. " * 3
    request = ocr.PictureRequest("page", "p", tmp_path, language="en")
    read = ocr.read_picture(render(text, "Noto Sans", dpi=150), request).text
    words = [word for block in read.blocks for line in block.lines for word in line.words]
    odd = [word for word in words if "€" in word.text]
    assert odd
    assert all(word.confidence is not None and word.confidence < 60 for word in odd)
    assert read.doubtful_words >= len(odd)
