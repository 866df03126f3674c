"""What authors of Markdown add to it is understood, and nothing of its machinery is taught or spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.documents import BlockKind
from app.library.document_worker import latex, plain_text
from app.library.document_worker.markdown import blocks_of_markdown, front_matter

if TYPE_CHECKING:
    from pathlib import Path


def texts(text: str) -> list[str]:
    return [block.text for block in blocks_of_markdown(text)]


def test_metadata_before_the_text_give_the_title_and_no_words(tmp_path: Path) -> None:
    text = '---\ntitle: "Soil"\nauthor: me\ntags:\n  - earth\n---\n# Soil and Water\n\nSoil is alive.\n'
    assert texts(text) == ["Soil and Water", "Soil is alive."]
    path = tmp_path / "n.md"
    path.write_text(text, encoding="utf-8")
    assert plain_text.probe(path, "n.md", "markdown").title == "Soil"
    assert front_matter("---\nclass: 6\n---\nWords.")[0] == ""


@pytest.mark.parametrize("text", ["---\nWords of a text.\n\n---\nMore.", "---\ntitle: never ended\n\nMore.", "Words."])
def test_a_line_across_the_page_begins_no_metadata(text: str) -> None:
    assert front_matter(text) == ("", text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Water is H<sub>2</sub>O and 5 m<sup>2</sup>.", "Water is H₂O and 5 m²."),
        ("Water is H~2~O and x^2^.", "Water is H₂O and x²."),
        ("No salt.<br>Next <b>line</b>.<br/>Last.", "No salt.\nNext line.\nLast."),
        ("Seen <!-- not seen --> again.", "Seen  again."),
        ('A <span style="color: red">red</span> word, `a <b> c`.', "A red word, a <b> c."),
        ("If a <b and c> d then.", "If a <b and c> d then."),
        ("5 < 6 and 7 > 6.", "5 < 6 and 7 > 6."),
        ("It costs $5 and then $6 more.", "It costs $5 and then $6 more."),
        ("So $E = mc^2$ holds, and $a_1 * b_2 * c$.", "So E = mc² holds, and a₁ * b₂ * c."),
        ("A note[^1] here.", "A note here."),
        ("[^1]: Word", "Word"),
    ],
)
def test_signs_and_tags_give_way_to_what_they_mean(typed: str, read: str) -> None:
    assert texts(typed) == [read]


def test_tasks_are_list_items_without_their_boxes() -> None:
    blocks = blocks_of_markdown("- [ ] Dig\n- [x] Water\n- [X]-ray")
    assert [(one.kind, one.text) for one in blocks] == [
        (BlockKind.LIST_ITEM, "Dig"),
        (BlockKind.LIST_ITEM, "Water"),
        (BlockKind.LIST_ITEM, "[X]-ray"),
    ]


def test_pieces_of_html_are_read_and_scripts_are_not() -> None:
    blocks = blocks_of_markdown(
        "<table>\n<tr><th>Soil</th><th>Water</th></tr>\n<tr><td>Sand<br>fine</td><td>120</td></tr>\n</table>\n\n"
        "<div>\n<h2>Kinds</h2>\n<ul><li>CO<sub>2</sub></li><li>Clay</li></ul>\nLoam &amp; silt\n</div>\n\n"
        "<!-- a\n\nremark -->\n\n<script>\nalert(1)\n</script>\n"
    )
    assert [(one.kind, one.text) for one in blocks] == [
        (BlockKind.TABLE, "Soil\tWater\nSand fine\t120"),
        (BlockKind.HEADING, "Kinds"),
        (BlockKind.LIST_ITEM, "CO₂"),
        (BlockKind.LIST_ITEM, "Clay"),
        (BlockKind.PARAGRAPH, "Loam & silt"),
    ]
    assert blocks[0].rows == (("Soil", "Water"), ("Sand fine", "120"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"2H_2 + O_2 \rightarrow 2H_2O", "2H₂ + O₂ → 2H₂O"),
        (r"\sqrt{x^2 + y^2}", "√(x² + y²)"),
        (r"37^\circ \text{C} \times 2", "37°C × 2"),
        (r"\oint f", r"\oint f"),
    ],
)
def test_formulas_are_said_in_a_line_and_what_is_not_understood_keeps_its_backslash(typed: str, said: str) -> None:
    assert latex.plain(typed) == said
