"""Text and Markdown files: decoded beyond doubt or refused, and their structure kept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import Block, BlockKind, PageNote, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.library.document_worker import markdown, plain_text
from app.library.document_worker.pages import paginate
from tests import garbled_pages
from tests.unit.library.document_worker.conftest import Worker

HINDI = garbled_pages.page("hi")


def key_of(worker: Worker, path: Path) -> str:
    with pytest.raises(UserFacingError) as caught:
        worker.probe(path)
    assert str(caught.value)
    return caught.value.key


def written(folder: Path, data: bytes, name: str = "page.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(worker: Worker, tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, HINDI.encode(encoding))
    reading = worker.read(path)
    assert "सूर्य की गर्मी से समुद्र" in reading.text.text
    assert (reading.text.language, reading.text.method, reading.text.quality) == ("hi", ReadMethod.TEXT, Quality.GOOD)


def test_english_with_windows_quotes_is_read() -> None:
    said = "The teacher said \u201cna\xefve caf\xe9\u201d \u2013 twice, and all the children laughed and went home. "
    text = plain_text.decode((said + "It was a long day in the old school by the river. " * 3).encode("cp1252"), "page")
    assert "\u201cnaïve café\u201d –" in text


@pytest.mark.parametrize(
    "said",
    [
        "The café’s “naïve” water – it isn’t 5 £. The jalapeño costs ½ of 3 €. Plants need light.",
        "“Who’s there?” – “It’s me…”",
        "Zoë’s crème brûlée",
    ],
)
def test_short_english_text_of_windows_is_read(said: str) -> None:
    assert plain_text.decode(said.encode("cp1252"), "page") == said


def test_text_with_zero_bytes_has_a_sentence_of_its_own(worker: Worker, tmp_path: Path) -> None:
    data = b"Water boils at 100\0 degrees. It is not cold.\0\0\n" * 5
    assert key_of(worker, written(tmp_path, data)) == "import.zero_bytes"
    assert key_of(worker, written(tmp_path, HINDI.encode() + bytes(60))) == "import.zero_bytes"
    assert key_of(worker, written(tmp_path, b"abc\0def water is wet.\n" * 4)) == "import.zero_bytes"
    assert key_of(worker, written(tmp_path, bytes(range(256)) * 3 + HINDI.encode())) == "import.unknown_format"


def test_legacy_encodings_are_refused_with_the_reason(worker: Worker, tmp_path: Path) -> None:
    iscii = bytes(0xA4 + ord(c) % 80 if ord(c) > 0x7F else ord(c) for c in HINDI)
    assert key_of(worker, written(tmp_path, iscii)) == "import.unknown_encoding"
    for encoding in garbled_pages.ENCODINGS:
        data = encoding.encode(garbled_pages.page(encoding.language)).encode("utf-8")
        assert key_of(worker, written(tmp_path, data)) == "import.legacy_font", encoding.name
    tscii = garbled_pages.TSCII.encode(garbled_pages.page("ta")).encode("cp1252", "replace")
    assert key_of(worker, written(tmp_path, tscii)) == "import.unknown_encoding"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1", "AVIF"),
        (b"GIF89a\x10\0\x10\0\xf7\0\0", "GIF"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "BMP"),
    ],
)
@pytest.mark.parametrize("name", ["page.jpg", "page.heic", "page.txt", "page"])
def test_pictures_that_are_not_read_are_named(
    worker: Worker, tmp_path: Path, head: bytes, kind: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(head + bytes(range(256)))
    with pytest.raises(UserFacingError) as caught:
        worker.probe(path)
    assert caught.value.key == "import.other_picture"
    assert f"({kind})" in str(caught.value)
    assert "JPEG or PNG" in str(caught.value)


def test_a_text_may_begin_like_a_picture(worker: Worker, tmp_path: Path) -> None:
    for said in ("BM is a short form of Benchmark.", "GIF89a is the name of a format of pictures."):
        assert worker.probe(written(tmp_path, said.encode())).page_count == 1


def test_what_is_no_text_is_refused(worker: Worker, tmp_path: Path) -> None:
    assert key_of(worker, written(tmp_path, b"")) == "import.empty_file"
    assert key_of(worker, written(tmp_path, b" \n\t \r\n")) == "import.empty_file"
    assert key_of(worker, written(tmp_path, bytes(range(256)) * 40)) == "import.unknown_format"
    assert key_of(worker, written(tmp_path, b"\x7fELF\x02\x01\x01\0\0\0" * 50)) == "import.unknown_format"
    assert key_of(worker, written(tmp_path, b"{\\rtf1\\ansi Hello}")) == "import.unknown_format"
    assert key_of(worker, written(tmp_path, b"<!DOCTYPE html><html><p>Hello</p>")) == "import.unknown_format"
    assert key_of(worker, written(tmp_path, HINDI.encode("utf-16")[:-1] + b"\xd8")) in (
        "import.damaged",
        "import.unknown_format",
    )
    assert key_of(worker, written(tmp_path, b"a" * (6 << 20))) == "import.too_large"
    assert key_of(worker, tmp_path) == "import.unknown_format"


def test_a_copy_cut_inside_its_last_letter_is_still_read(worker: Worker, tmp_path: Path) -> None:
    data = "पानी साफ़ रखो। नल बंद करो".encode()
    assert worker.read(written(tmp_path, data[:-1])).text.text.startswith("पानी साफ़ रखो।")


def test_paragraphs_headings_lists_and_tables_of_plain_text() -> None:
    text = (
        "जल चक्र\n\nपानी वाष्प बनता है। फिर वर्षा होती है।\n\nकरके देखो:\n1. पानी लो।\n2. धूप में रखो।\n   (क) सुबह\n\n"
        "माह\tवर्षा\nजून\t140\nजुलाई\t240\n\nयह एक लंबी पंक्ति है जो संपादक ने बीच में ही तोड़ दी थी और\n"
        "जो अगली पंक्ति में जाकर पूरी होती है, इसलिए एक है।"
    )
    blocks = plain_text.blocks_of_text(text)
    assert [(b.kind, b.level, b.marker, b.text) for b in blocks] == [
        (BlockKind.HEADING, 1, "", "जल चक्र"),
        (BlockKind.PARAGRAPH, 0, "", "पानी वाष्प बनता है। फिर वर्षा होती है।"),
        (BlockKind.PARAGRAPH, 0, "", "करके देखो:"),
        (BlockKind.LIST_ITEM, 1, "1.", "पानी लो।"),
        (BlockKind.LIST_ITEM, 1, "2.", "धूप में रखो।"),
        (BlockKind.LIST_ITEM, 2, "(क)", "सुबह"),
        (BlockKind.TABLE, 0, "", "माह\tवर्षा\nजून\t140\nजुलाई\t240"),
        (
            BlockKind.PARAGRAPH,
            0,
            "",
            "यह एक लंबी पंक्ति है जो संपादक ने बीच में ही तोड़ दी थी और जो अगली पंक्ति में जाकर पूरी होती है, इसलिए एक है।",
        ),
    ]


def test_markdown_is_read_as_such_and_only_by_its_name(worker: Worker, tmp_path: Path) -> None:
    text = (
        "# Water\n\nRain *falls* on [hills](http://x.y).\n\n- one\n  - deeper\n\n3. three\n4. four\n\n"
        "| Month | Rain |\n|---|---|\n| June | 140 |\n\n<script>alert(1)</script>\n"
    )
    reading = worker.read(written(tmp_path, text.encode(), "lesson.md"))
    assert [(b.kind, b.level, b.marker, b.text) for b in reading.text.blocks][:6] == [
        (BlockKind.HEADING, 1, "", "Water"),
        (BlockKind.PARAGRAPH, 0, "", "Rain falls on hills."),
        (BlockKind.LIST_ITEM, 1, "•", "one"),
        (BlockKind.LIST_ITEM, 2, "•", "deeper"),
        (BlockKind.LIST_ITEM, 1, "3.", "three"),
        (BlockKind.LIST_ITEM, 1, "4.", "four"),
    ]
    assert reading.text.blocks[6].rows == (("Month", "Rain"), ("June", "140"))
    assert worker.probe(written(tmp_path, text.encode(), "lesson.txt")).kind == "text"


MARKED = """# Components of Food
Food has **many** parts: 2*3*4 of them, *not* 5.
## Deficiency diseases ##
- **Scurvy** is a disease.
* Goitre is a swelling.

Look at the table.

| Vitamin | Disease |
|:--|---|
| **A** | night \\| blindness |
| C | - |
"""


def test_signs_of_markdown_in_a_plain_text_are_not_kept(worker: Worker, tmp_path: Path) -> None:
    path = written(tmp_path, MARKED.encode())
    assert worker.probe(path).title == "Components of Food"
    assert [(b.kind, b.level, b.marker, b.text) for b in worker.read(path).text.blocks] == [
        (BlockKind.HEADING, 1, "", "Components of Food"),
        (BlockKind.PARAGRAPH, 0, "", "Food has many parts: 2*3*4 of them, not 5."),
        (BlockKind.HEADING, 2, "", "Deficiency diseases"),
        (BlockKind.LIST_ITEM, 1, "-", "Scurvy is a disease."),
        (BlockKind.LIST_ITEM, 1, "*", "Goitre is a swelling."),
        (BlockKind.PARAGRAPH, 0, "", "Look at the table."),
        (BlockKind.TABLE, 0, "", "Vitamin\tDisease\nA\tnight | blindness\nC\t-"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "#hashtag and #define are no headings",
        "Take 2 * 3 * 4 and x*y*z and a ** b, then fill in ____ and __ here.",
        "|a| = 5 and |b| = 3\n|x| > 2",
        "पानी*ठंडा*है और ५*३*२ है।",
    ],
)
def test_signs_that_say_something_are_kept(text: str) -> None:
    assert "\n".join(block.text for block in plain_text.blocks_of_text(text)) == text


def test_rows_between_bars_are_a_table_even_without_a_rule() -> None:
    blocks = plain_text.blocks_of_text("Uses:\n|नहाना|275|\n|धोना|150|\nThat is all.")
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert blocks[1].rows == (("नहाना", "275"), ("धोना", "150"))


def test_a_language_that_is_not_ours_is_no_old_font(worker: Worker, tmp_path: Path) -> None:
    assamese = "পানী পৃথিৱীৰ আটাইতকৈ সাধাৰণ তৰল পদাৰ্থ। পৃথিৱীৰ পৃষ্ঠৰ প্ৰায় ৭১ শতাংশ পানীৰে আবৃত।\n"
    text = worker.read(written(tmp_path, (assamese * 4).encode())).text
    assert (text.language, text.script, text.notes) == (None, "Beng", (PageNote.LANGUAGE_UNCERTAIN,))


def test_a_page_in_a_script_we_do_not_read_is_named(worker: Worker, tmp_path: Path) -> None:
    reading = worker.read(written(tmp_path, "پانی زندگی ہے۔ بچے اسکول جاتے ہیں۔ سورج مشرق سے نکلتا ہے۔".encode()))
    assert (reading.text.script, reading.text.language, reading.text.quality) == ("Arab", None, Quality.POOR)
    assert reading.text.notes == (PageNote.UNKNOWN_SCRIPT,)


@given(st.lists(st.text("अ आब. \n", min_size=1, max_size=400), max_size=30), st.integers(50, 500))
def test_paging_loses_nothing_and_keeps_pages_short(texts: list[str], size: int) -> None:
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in texts if text.strip()]
    pages = paginate(blocks, size)
    before = "".join("".join(block.text.split()) for block in blocks)
    assert "".join("".join(block.text.split()) for page in pages for block in page) == before
    assert all(sum(len(block.text) for block in page) <= size for page in pages)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = plain_text.decode(data, "page")
    except UserFacingError as fault:
        assert fault.key.startswith("import.")  # noqa: PT017 - both ends are right
    else:
        assert "\x00" not in text
        plain_text.blocks_of_text(text)
        markdown.blocks_of_markdown(text)


def test_a_file_is_parsed_once_for_all_its_pages(worker: Worker, tmp_path: Path) -> None:
    path = written(tmp_path, b"Water boils at 100 degrees in an open pot. \n\n" * 2000, "long.md")
    before = plain_text._pages_of.cache_info().misses
    pages = worker.probe(path).page_count
    texts = [worker.read(path, page).text.text for page in range(pages)]
    assert pages > 20
    assert sum(text.count("100") for text in texts) == 2000
    assert plain_text._pages_of.cache_info().misses == before + 1


@pytest.mark.parametrize("trap", ["[", "[a](", "![", "**", "*a_", "> ", "- ", "`", "<"])
def test_no_sign_of_markdown_is_a_trap(trap: str) -> None:
    start = time.process_time()
    markdown.blocks_of_markdown("Water [boils](a). " + trap * ((300_000 if "[" in trap else 100_000) // len(trap)))
    assert time.process_time() - start < 5


def test_lines_of_a_long_paragraph_are_joined_in_time_by_their_number() -> None:
    line = "out of the pot it goes for a long time, and it is hot now all through-\n"
    start = time.process_time()
    (block,) = plain_text.blocks_of_text(line * 40_000 + "out.")
    assert time.process_time() - start < 8
    assert block.text == line[:-2] * 40_000 + "out."


@pytest.mark.parametrize("trap", ["# a" + " " * 100_000 + "b", "__a " * 25_000, "|a|b|\n|-|-|\n|c|d|\nx\n" * 4_000])
def test_no_sign_of_a_plain_text_is_a_trap(trap: str) -> None:
    start = time.process_time()
    assert plain_text.blocks_of_text(trap)
    assert time.process_time() - start < 5


def test_a_table_of_bars_is_found_wherever_it_stands() -> None:
    text = "Trees a|b of here\nare tall\n|Oak|20|\n|Fir|30|\nand\nTree|Height\n-|-\nPine|40\nthe end"
    blocks = plain_text.blocks_of_text(text)
    assert [block.rows for block in blocks if block.rows] == [
        (("Oak", "20"), ("Fir", "30")),
        (("Tree", "Height"), ("Pine", "40")),
    ]


def test_a_mail_encoding_is_no_old_font(worker: Worker, tmp_path: Path) -> None:
    assert key_of(worker, written(tmp_path, HINDI.encode("utf-7"))) == "import.unknown_encoding"


@pytest.mark.parametrize(
    "markup", ["<svg xmlns='a'><text>Hi</text></svg>", "<p>Hi</p>", "\ufeff\n<!-- x -->\n<a:b c='1'/>", "<P>Hi</P>"]
)
def test_tags_are_no_words(worker: Worker, tmp_path: Path, markup: str) -> None:
    assert key_of(worker, written(tmp_path, markup.encode())) == "import.unknown_format"


@pytest.mark.parametrize("said", ["<3 is a heart, and 1 < 2 is true.", "<-- look here, water boils.", "<name> is you"])
def test_a_text_that_begins_with_an_angle_is_a_text(worker: Worker, tmp_path: Path, said: str) -> None:
    assert worker.probe(written(tmp_path, f"{said} The water boils in the pot.".encode())).kind == "text"


def test_a_sign_that_was_lost_before_we_got_the_file_is_doubtful(worker: Worker, tmp_path: Path) -> None:
    text = "The \ufffd\ufffd sign stands before the price of the rice in the shop, and the rice is sold by weight."
    reading = worker.read(written(tmp_path, text.encode()))
    assert (reading.text.quality, reading.text.doubtful_words) == (Quality.CHECK, 1)
    assert PageNote.DOUBTFUL_WORDS in reading.text.notes
