"""DOCX files: their structure kept, their dangers refused."""

from __future__ import annotations

import random
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from app.domain.documents import BlockKind, PageNote, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.library.document_worker import docx as word_reader
from app.library.document_worker.garbled import FontRun
from tests import garbled_pages, word_files
from tests.unit.library.document_worker.conftest import Worker
from tests.word_files import run


def key_of(worker: Worker, path: Path) -> str:
    with pytest.raises(UserFacingError) as caught:
        worker.probe(path)
    assert str(caught.value)
    return caught.value.key


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    return word_files.saved(word_files.chapter(), tmp_path / "chapter.docx")


def test_headings_lists_tables_and_pictures_are_kept(worker: Worker, chapter: Path) -> None:
    probed = worker.probe(chapter)
    assert (probed.kind, probed.page_count, probed.title) == ("docx", 2, "जल चक्र")
    reading = worker.read(chapter)
    assert (reading.text.method, reading.text.language, reading.text.notes) == (ReadMethod.DOCX, "hi", ())
    found = [(block.kind, block.level, block.marker, block.text) for block in reading.text.blocks]
    assert found == [
        (BlockKind.HEADING, 1, "", "जल चक्र"),
        (BlockKind.HEADING, 1, "", "वाष्पन"),
        (BlockKind.PARAGRAPH, 0, "", "सूर्य की गर्मी से जल वाष्प बनकर ऊपर उठता है।"),
        (BlockKind.LIST_ITEM, 1, "1.", "पानी साफ़ रखो।"),
        (BlockKind.LIST_ITEM, 1, "2.", "नल बंद करो।"),
        (BlockKind.LIST_ITEM, 1, "•", "बूँद"),
        (BlockKind.TABLE, 0, "", "माह\tवर्षा\tताप\nजून\t140 मिमी\t31 °C"),
        (BlockKind.FIGURE, 0, "", "चित्र 1 नदी"),
        (BlockKind.PARAGRAPH, 0, "", "क्षेत्रफल 5 m² और H₂O"),
    ]
    assert reading.text.blocks[6].rows == (("माह", "वर्षा", "ताप"), ("जून", "140 मिमी", "31 °C"))
    with Image.open(worker.staging / str(reading.text.blocks[7].media)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (160, 100))


def test_a_page_break_starts_a_page(worker: Worker, chapter: Path) -> None:
    assert worker.read(chapter, 1).text.text == "दूसरा पृष्ठ यहाँ से शुरू होता है।"


def test_long_documents_are_cut_at_headings(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    for number in range(8):
        document.add_heading(f"Part {number}", 1)
        for _ in range(5):
            document.add_paragraph("Water rises from the sea as vapour when the sun warms it. " * 5)
    path = word_files.saved(document, tmp_path / "long.docx")
    pages = [worker.read(path, number) for number in range(worker.probe(path).page_count)]
    assert len(pages) > 3
    assert all(1000 < len(page.text.text) < 4000 for page in pages[:-1])
    assert all(page.text.blocks[-1].kind is not BlockKind.HEADING for page in pages)
    headings = [b.text for page in pages for b in page.text.blocks if b.kind is BlockKind.HEADING]
    assert headings == [f"Part {number}" for number in range(8)]


def test_formulas_boxes_and_deletions(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    word_files.add_fraction(document)
    word_files.add_text_box(document, "inside the box")
    word_files.add_deleted_text(document, "removed by the author")
    text = worker.read(word_files.saved(document, tmp_path / "odd.docx")).text.text
    assert "x = (a+b)/2+y³" in text
    assert text.count("inside the box") == 1
    assert "removed" not in text


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_behind_their_paragraph_and_once(worker: Worker, tmp_path: Path, kind: str) -> None:
    document = docx.Document()
    word_files.refer(document.add_paragraph("Water boils at 100 °C."), 2, kind)
    document.add_paragraph("Ice is cold.")
    table = document.add_table(rows=1, cols=2)
    for cell, text in zip(table._cells, ("Sea", "0 m"), strict=True):
        cell.text = text
    word_files.refer(table.cell(0, 1).paragraphs[0], 3, kind)
    document.add_paragraph("Steam is hot.")
    word_files.add_note(document, {2: "At the level of the sea only.", 3: "On the coast.", 4: "Nobody asks."}, kind)
    blocks = worker.read(word_files.saved(document, tmp_path / "notes.docx")).text.blocks
    assert [block.text for block in blocks] == [
        "Water boils at 100 °C.", "At the level of the sea only.", "Ice is cold.", "Sea\t0 m", "On the coast.",
        "Steam is hot.",
    ]  # fmt: skip


def test_a_file_put_into_the_document_is_missed_on_its_page_only(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Water boils at 100 °C in an open pot.")
    chunk = parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rId99"/>')
    document.element.body.insert(1, chunk)
    document.add_paragraph("Figure 1 A pot of water")
    document.add_page_break()
    document.add_paragraph("Plants need water to grow well.")
    path = word_files.saved(document, tmp_path / "chunk.docx")
    first, second = worker.read(path, 0).text, worker.read(path, 1).text
    assert [block.text for block in first.blocks] == [
        "Water boils at 100 °C in an open pot.",
        "Figure 1 A pot of water",
    ]
    assert (first.notes, first.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)
    assert (second.notes, second.quality) == ((), Quality.GOOD)


def test_a_reading_above_a_word_stands_behind_it(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    ruby = "<w:ruby><w:rt><w:r><w:t>jal</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>water</w:t></w:r></w:rubyBase></w:ruby>"
    paragraph = document.add_paragraph("Drink ")
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{ruby}</w:r>"))
    paragraph.add_run(" daily.")
    assert worker.read(word_files.saved(document, tmp_path / "ruby.docx")).text.text == "Drink water (jal) daily."


def test_the_strict_dialect_is_read_like_the_other(worker: Worker, chapter: Path, tmp_path: Path) -> None:
    as_always = worker.read(chapter)
    shutil.copyfile(chapter, tmp_path / "strict.docx")
    path = word_files.made_strict(tmp_path / "strict.docx")
    assert worker.probe(path).title == "जल चक्र"
    assert worker.read(path) == as_always
    assert (worker.staging / str(as_always.text.blocks[7].media)).is_file()


def test_a_document_is_parsed_once_for_all_its_pages(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    for _ in range(40):
        document.add_paragraph("Water rises from the sea as vapour when the sun warms it. " * 5)
    path = word_files.saved(document, tmp_path / "long.docx")
    before = word_reader._parse.cache_info().misses
    pages = [worker.read(path, number) for number in range(worker.probe(path).page_count)]
    assert len(pages) > 3
    assert word_reader._parse.cache_info().misses == before + 1
    word_files.saved(docx.Document(), path)
    assert key_of(worker, path) == "import.no_pages", "another file under the same name is looked at anew"


def test_too_many_paragraphs_or_pages_are_refused_before_they_are_walked(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    for _ in range(12):
        document.add_page_break()
        document.add_paragraph("Water.")
    path = word_files.saved(document, tmp_path / "long.docx")
    assert worker.probe(path).page_count == 12
    word_reader._parse.cache_clear()
    monkeypatch.setattr(word_reader, "MAX_PAGES", 11)
    assert key_of(worker, path) == "import.too_large"
    monkeypatch.setattr(word_reader, "MAX_DOCX_PARAGRAPHS", 23)
    monkeypatch.setattr(word_reader._Walker, "walk", None)  # nobody comes so far
    with pytest.raises(UserFacingError, match="24 paragraphs"):
        worker.probe(path)


def test_a_long_document_is_judged_by_paragraphs_from_all_of_it() -> None:
    runs = [FontRun("", text) for number in range(1000) for text in (f"{number} " + "word " * 200, "\n")]
    judged = word_reader._Parsed(runs=runs).judged_runs()
    assert sum(len(run.text) for run in judged) < 450_000
    assert [int(run.text.split()[0]) for run in judged[::2]] == list(range(0, 1000, 3))
    assert word_reader._Parsed(runs=runs[:500]).judged_runs() == runs[:500]


def test_merged_cells_leave_their_places_empty(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "tall"
    for row, column in ((0, 2), (1, 1), (1, 2), (2, 1), (2, 2)):
        table.cell(row, column).text = f"{row}{column}"
    (block,) = worker.read(word_files.saved(document, tmp_path / "merged.docx")).text.blocks
    assert block.rows == (("wide", "", "02"), ("tall", "11", "12"), ("", "21", "22"))


@pytest.mark.parametrize("named", [True, False])
def test_a_document_typed_in_a_legacy_font_says_the_way_round(worker: Worker, tmp_path: Path, named: bool) -> None:
    document = docx.Document()
    for sentence in garbled_pages.sentences("hi"):
        word_files.in_font(document, garbled_pages.KRUTI_DEV.encode(sentence), "Kruti Dev 010" if named else "Arial")
    assert key_of(worker, word_files.saved(document, tmp_path / "old.docx")) == "import.legacy_font"


def test_one_garbled_page_among_good_ones_is_kept_and_marked(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    for _ in range(40):
        document.add_paragraph(garbled_pages.page("hi"))
    document.add_page_break()
    document.add_paragraph(garbled_pages.mojibake(garbled_pages.sentences("hi")[3]))
    path = word_files.saved(document, tmp_path / "mixed.docx")
    last = worker.probe(path).page_count - 1
    assert worker.read(path, last).text.notes[0] is PageNote.GARBLED_TEXT
    assert worker.read(path, last).text.quality is Quality.POOR, "there is no picture to read instead"
    assert PageNote.GARBLED_TEXT not in worker.read(path, 0).text.notes


def test_signs_of_symbol_fonts_keep_their_meaning(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Water boils at 100")
    for font, code in (("Symbol", "F0B0"), ("Symbol", "F0B4"), ("Symbol", "70"), ("Wingdings", "F0FC")):
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:tab/><w:sym w:font="{font}" w:char="{code}"/></w:r>'))
    text = worker.read(word_files.saved(document, tmp_path / "signs.docx")).text.text
    assert text == "Water boils at 100 ° × π ✓"


def test_letters_typed_in_a_symbol_font_are_its_signs(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    for text, font in (("A \uf0b3 5, 4 \uf0b8 2, a = 30, ≠ 7", "Symbol"), ("J good", "Calibri")):
        word_files.in_font(document, text, font)
    blocks = worker.read(word_files.saved(document, tmp_path / "letters.docx")).text.blocks
    assert [block.text for block in blocks] == ["Α ≥ 5, 4 ÷ 2, α = 30, ≠ 7", "J good"]


def field(*codes: str, result: str = "", data: str = "") -> list[str]:
    mark = '<w:r {w}><w:fldChar w:fldCharType="{kind}">{data}</w:fldChar></w:r>'
    begin, separate, end = (
        mark.format(w=nsdecls("w"), kind=kind, data=data if kind == "begin" else "")
        for kind in ("begin", "separate", "end")
    )
    code = [f"<w:r {nsdecls('w')}><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>" for code in codes]
    return [begin, *code, *([separate, run(result)] if result else []), end]


def test_fields_show_what_word_shows(worker: Worker, tmp_path: Path) -> None:
    entries = '<w:listEntry w:val="red 1"/><w:listEntry w:val="blue 2"/>'
    chosen = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    ticked, empty = (
        f"<w:ffData><w:checkBox><w:default w:val='{default}'/></w:checkBox></w:ffData>" for default in (1, 0)
    )
    simple = f"<w:fldSimple {nsdecls('w')} w:instr='EQ \\r(3,27)'/>"
    path = word_files.written(
        tmp_path / "written.docx",
        run("He ate 2"), *field(r" EQ \f(3", ",4) ", result="[old]"), run(" of page "), *field("PAGE", result="12"),
        run(", "), *field(" FORMDROPDOWN ", data=chosen), run(" and "), simple, run(" "),
        *field("FORMCHECKBOX", data=ticked), run("yes "), *field("FORMCHECKBOX", data=empty), run("no"),
    )  # fmt: skip
    text = worker.read(path).text
    assert text.blocks[1].text == "He ate 2 3/4 of page 12, blue 2 and ∛27 ☒yes ☐no"
    assert text.quality is Quality.GOOD


def test_a_field_within_the_instruction_of_another_is_part_of_it(worker: Worker, tmp_path: Path) -> None:
    begin, code, separate, result, end = field("=2+1", result="3")
    inner = [begin, code, separate, result, end]
    outer = field(r"EQ \f(", ",4)")
    choice = field('IF "', '" = "3" "yes" "no"', result="yes")
    path = word_files.written(
        tmp_path / "nested.docx",
        *outer[:2], *inner, *outer[2:], run(" of it: "), *choice[:2], *inner, *choice[2:], run("."),
    )  # fmt: skip
    assert worker.read(path).text.blocks[1].text == "3/4 of it: yes."


def test_a_digit_raised_by_hand_is_a_power_behind_a_word_only(worker: Worker, tmp_path: Path) -> None:
    high, low, slightly = (f'<w:position w:val="{value}"/>' for value in (6, -6, 2))
    path = word_files.written(
        tmp_path / "written.docx",
        run("4 m"), run("2", high), run(" of H"), run("2", low), run("O in "), run("1987", high), run(" or 6"),
        run("5", slightly),
    )  # fmt: skip
    text = worker.read(path).text
    assert text.blocks[1].text == "4 m² of H₂O in 1987 or 65"


def test_struck_out_text_is_left_out_and_said(worker: Worker, tmp_path: Path) -> None:
    path = word_files.written(
        tmp_path / "written.docx",
        run("Rice costs "), run("50", "<w:strike/>"), run(" 40 rupees"), run("16", "<w:dstrike/>"),
        run(" today.", '<w:strike w:val="0"/>'),
    )  # fmt: skip
    text = worker.read(path).text
    assert text.blocks[1].text == "Rice costs  40 rupees today."
    assert PageNote.HIDDEN_TEXT in text.notes


def test_words_drawn_as_art_are_read(worker: Worker, tmp_path: Path) -> None:
    shape = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="WATER IS 42"/></v:shape>'
    text = worker.read(
        word_files.written(tmp_path / "written.docx", run("Look:", inside=f"<w:pict>{shape}</w:pict>"), run("It is."))
    ).text
    assert text.blocks[1].text == "Look: WATER IS 42 It is."


@pytest.mark.parametrize("kind", ["2006/chart", "2006/diagram"])
def test_a_drawing_of_another_program_is_missed_on_its_page(worker: Worker, tmp_path: Path, kind: str) -> None:
    uri = f"http://schemas.openxmlformats.org/drawingml/{kind}"
    drawing = f"<w:drawing><a:graphic {nsdecls('a')}><a:graphicData uri='{uri}'/></a:graphic></w:drawing>"
    text = worker.read(word_files.written(tmp_path / "written.docx", run("See", inside=drawing))).text
    assert (text.notes, text.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)
    assert [block.text for block in text.blocks][1:] == ["See"]


def test_a_file_put_into_a_cell_is_missed_on_its_page(worker: Worker, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    for cell, words in zip(table._cells, ("Water boils in an open pot.", "At 100 °C."), strict=True):
        cell.text = words
    table._cells[1]._tc.append(parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rId99"/>'))
    text = worker.read(word_files.saved(document, tmp_path / "cell.docx")).text
    assert (text.notes, text.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)


@pytest.mark.parametrize("lost", ["broken", "gone", "empty"])
def test_a_document_without_its_notes_is_read_and_says_so(worker: Worker, tmp_path: Path, lost: str) -> None:
    document = docx.Document()
    word_files.refer(document.add_paragraph("Water boils at 100 °C in an open pot."), 2)
    document.add_page_break()
    document.add_paragraph("Plants need water and light to grow well.")
    word_files.add_note(document, {} if lost == "empty" else {2: "At the level of the sea only."})
    path = word_files.saved(document, tmp_path / "notes.docx")
    if lost == "gone":
        word_files.without_part(path, "word/footnotes.xml")
    elif lost == "broken":
        word_files.with_part(path, "word/footnotes.xml", b"<w:footnotes><broken")
    first, second = worker.read(path, 0).text, worker.read(path, 1).text
    assert [block.text for block in first.blocks] == ["Water boils at 100 °C in an open pot."]
    assert (first.notes, first.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)
    assert (second.notes, second.quality) == ((), Quality.GOOD)


def test_a_picture_that_is_gone_is_missed_on_its_page(worker: Worker, chapter: Path) -> None:
    word_files.without_part(chapter, "word/media/image1.png")
    text = worker.read(chapter).text
    assert (text.notes, text.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)
    assert "चित्र 1 नदी" in text.text


def test_a_picture_that_nobody_can_decode_is_missed_on_its_page(worker: Worker, chapter: Path) -> None:
    word_files.with_part(chapter, "word/media/image1.png", b"\xd7\xcd\xc6\x9a" + bytes(400))
    text = worker.read(chapter).text
    assert (text.notes, text.quality) == ((PageNote.TRUNCATED,), Quality.CHECK)
    assert "चित्र 1 नदी" in text.text


def test_a_document_that_says_nothing_of_itself_has_no_title_but_its_first_heading(
    worker: Worker, tmp_path: Path
) -> None:
    for heading in ("", "The Pond"):
        document = docx.Document()
        document.add_paragraph("Plants need water and light to grow well.")
        if heading:
            document.add_heading(heading, 1)
        path = word_files.saved(document, tmp_path / "pond.docx")
        word_files.without_part(path, "docProps/core.xml")
        assert worker.probe(path).title == heading


def test_entities_are_refused_before_anything_expands_them(worker: Worker, chapter: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document xmlns:w="x">&l9;</w:document>'
    for data in (body.encode(), body.encode("utf-16"), body.replace("DOCTYPE", " DOCTYPE").encode()):
        assert key_of(worker, word_files.with_part(chapter, "word/document.xml", data)) in (
            "import.unsafe",
            "import.damaged",
        )
    outside = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><w:styles xmlns:w="x"/>'
    assert key_of(worker, word_files.with_part(chapter, "word/styles.xml", outside.encode())) == "import.unsafe"


def test_zip_bombs_are_refused_before_they_unpack(worker: Worker, chapter: Path, tmp_path: Path) -> None:
    assert key_of(worker, word_files.with_part(chapter, "word/media/a.bin", b"\0" * (20 << 20))) == "import.too_large"
    many = tmp_path / "many.docx"
    with zipfile.ZipFile(many, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        for number in range(6000):
            archive.writestr(f"word/{number}.xml", "")
    assert key_of(worker, many) == "import.too_large"


def test_other_zips_and_broken_ones_are_told_apart(worker: Worker, chapter: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert key_of(worker, other) == "import.unknown_format"
    whole = chapter.read_bytes()
    for share in (0.3, 0.8, 0.99):
        chapter.write_bytes(whole[: int(share * len(whole))])
        assert key_of(worker, chapter) == "import.damaged"
    chapter.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert key_of(worker, chapter) == "import.unknown_format"
    empty = word_files.saved(docx.Document(), tmp_path / "empty.docx")
    assert key_of(worker, empty) == "import.no_pages"


def test_mutated_files_never_leak_a_traceback(worker: Worker, chapter: Path) -> None:
    with zipfile.ZipFile(chapter) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for seed in range(30):
        drawn = random.Random(seed)
        name = drawn.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        data = bytearray(parts[name])
        for _ in range(drawn.choice((1, 3, 20))):
            place = drawn.randrange(len(data))
            data[place : place + drawn.randint(0, 9)] = drawn.randbytes(drawn.randint(0, 4))
        with zipfile.ZipFile(chapter, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in parts.items():
                archive.writestr(entry, bytes(data) if entry == name else content)
        try:
            worker.read(chapter)
        except UserFacingError as fault:
            assert str(fault)  # noqa: PT017 - either way is right, a traceback is not
