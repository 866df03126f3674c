"""What a Word file hides by styles and colours, and where its words part or join."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app.domain.documents import PageNote, Quality
from tests import word_files
from tests.word_files import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.library.document_worker.conftest import Worker


def style(name: str, kind: str, based: str = "", *, run: str = "", paragraph: str = "") -> str:
    return (
        f'<w:style {nsdecls("w")} w:type="{kind}" w:styleId="{name}"><w:basedOn w:val="{based}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


STYLES = (
    style("Hidden", "character", run="<w:vanish/>"),
    style("Answer", "paragraph", "Base"),
    style("Base", "paragraph", "Answer", run='<w:vanish w:val="1"/>'),
    style("White", "paragraph", run='<w:color w:val="ffffff"/>'),
    style("Dark", "paragraph", run='<w:color w:val="FFFFFF"/>', paragraph='<w:shd w:val="clear" w:fill="002060"/>'),
)


def styled(folder: Path, body: str) -> Path:
    document = docx.Document()
    document.add_paragraph("Fish breathe through gills and live in water for their whole lives.")
    for one in STYLES:
        document.styles.element.append(parse_xml(one))
    for element in parse_xml(f"<w:body {nsdecls('w', 'wp')}>{body}</w:body>"):
        document.element.body.insert(-1, element)
    return word_files.saved(document, folder / "styled.docx")


WHITE = run("4712", '<w:color w:val="FFFFFF"/>')


@pytest.mark.parametrize(
    ("properties", "runs", "fate"),
    [
        ('<w:pStyle w:val="Answer"/>', run("4711"), "hidden"),
        ("", run("4711", '<w:rStyle w:val="Hidden"/>'), "hidden"),
        ('<w:pStyle w:val="Answer"/>', run("4711", '<w:vanish w:val="0"/>'), "shown"),
        ('<w:pStyle w:val="White"/>', run("4711"), "unseen"),
        ('<w:pStyle w:val="White"/>', run("4711", '<w:color w:val="auto"/>'), "shown"),
        ('<w:pStyle w:val="Dark"/>', run("4711"), "shown"),
        ("", WHITE, "unseen"),
        ("", run("4712", '<w:color w:val="FEFEFC"/>'), "unseen"),
        ("", run("4712", '<w:color w:val="FFFF00"/>'), "shown"),
        ('<w:shd w:val="clear" w:fill="FFFFFF"/>', WHITE, "unseen"),
        ('<w:shd w:val="clear" w:fill="104080"/>', WHITE, "shown"),
        ('<w:shd w:val="solid" w:fill="auto"/>', WHITE, "shown"),
        ("", run("4712", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'), "shown"),
        ("", run("", inside='<w:drawing><wp:anchor behindDoc="1"/></w:drawing>') + WHITE, "shown"),
    ],
)
def test_what_a_style_or_a_colour_hides_is_left_out(
    worker: Worker, tmp_path: Path, properties: str, runs: str, fate: str
) -> None:
    text = worker.read(styled(tmp_path, f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")).text
    assert ("471" in text.text) is (fate == "shown")
    assert (text.notes, text.quality) == ((PageNote.HIDDEN_TEXT,) if fate == "unseen" else (), Quality.GOOD)


def test_a_formula_in_hidden_text_is_left_out(worker: Worker, tmp_path: Path) -> None:
    hidden = f"<m:oMath {word_files.MATH}><m:r><m:t>4711</m:t></m:r></m:oMath>"
    path = styled(tmp_path, f'<w:p><w:pPr><w:pStyle w:val="Answer"/></w:pPr>{hidden}</w:p>')
    assert "4711" not in worker.read(path).text.text


def test_white_text_of_a_cell_is_kept(worker: Worker, tmp_path: Path) -> None:
    """Its ground may come from the style of the table."""
    cells = "".join(f"<w:tc><w:p>{WHITE}</w:p></w:tc>" for _ in range(2))
    text = worker.read(styled(tmp_path, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")).text
    assert (text.blocks[1].rows, text.notes) == ((("4712", "4712"),), ())


def test_a_paragraph_whose_end_was_deleted_is_one_with_the_next(worker: Worker, tmp_path: Path) -> None:
    ending = '<w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'
    first, second = (f"<w:p>{ending}{run(text)}</w:p>" for text in ("The pond holds 25", "Last"))
    path = styled(tmp_path, f"{first}<w:p>{run('07 litres.')}</w:p>{second}<w:tbl/>")
    assert [block.text for block in worker.read(path).text.blocks[1:]] == ["The pond holds 2507 litres.", "Last"]


@pytest.mark.parametrize("nest", ["<w:ins>{}</w:ins>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"])
def test_what_is_nested_too_deep_is_missed_on_its_page(worker: Worker, tmp_path: Path, nest: str) -> None:
    deep = run("4711") if "ins" in nest else f"<w:p>{run('4711')}</w:p>"
    for _ in range(45):
        deep = nest.format(deep)
    text = worker.read(styled(tmp_path, f"<w:p>{deep}</w:p>" if "ins" in nest else deep)).text
    assert (text.notes, text.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)


def test_a_tab_of_the_margin_parts_words(worker: Worker, tmp_path: Path) -> None:
    inside = run("Rice", inside="<w:ptab/><w:t>25</w:t><w:tab/><w:t>30</w:t>")
    text = worker.read(word_files.written(tmp_path / "tabs.docx", inside)).text
    assert text.blocks[1].text == "Rice 25 30"


@pytest.mark.parametrize("wrapper", ["customXml", "moveTo"])
def test_what_is_wrapped_is_read(worker: Worker, tmp_path: Path, wrapper: str) -> None:
    text = worker.read(styled(tmp_path, f"<w:{wrapper}><w:p>{run('4711')}</w:p></w:{wrapper}>")).text
    assert [block.text for block in text.blocks[1:]] == ["4711"]


def test_rows_of_a_content_control_are_rows_of_the_table(worker: Worker, tmp_path: Path) -> None:
    def row(*texts: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts) + "</w:tr>"

    repeated = f"<w:sdt><w:sdtContent>{row('June', '140')}</w:sdtContent></w:sdt>"
    text = worker.read(styled(tmp_path, f"<w:tbl>{row('Month', 'Rain')}{repeated}</w:tbl>")).text
    assert text.blocks[1].rows == (("Month", "Rain"), ("June", "140"))


def test_a_text_box_in_a_cell_is_read_once(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    word_files.add_text_box(document, "inside the box")
    (paragraph,) = document.element.body.iterchildren("{*}p")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Fish"
    table.cell(0, 1)._tc.append(paragraph)
    text = worker.read(word_files.saved(document, tmp_path / "box.docx")).text.text
    assert text.count("inside the box") == 1
