"""DOCX files for tests: built with python-docx, or as raw parts where a test needs something Word never writes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from docx.text.paragraph import Paragraph

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def chapter() -> docx.document.Document:
    """A chapter with all that teachers use: headings, lists, a table, a picture, a formula, a page break."""
    document = docx.Document()
    document.core_properties.title = "Template"
    document.add_heading("जल चक्र", 0)
    document.add_heading("वाष्पन", 1)
    document.add_paragraph("सूर्य की गर्मी से जल वाष्प बनकर ऊपर उठता है।")
    for text in ("पानी साफ़ रखो।", "नल बंद करो।"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("बूँद", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("माह", "वर्षा", "ताप"), ("जून", "140 मिमी", "31 °C")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_picture(io.BytesIO(picture_bytes()), width=Inches(2))
    document.add_paragraph("चित्र 1 नदी")
    powers = document.add_paragraph("क्षेत्रफल 5 m")
    powers.add_run("2").font.superscript = True
    powers.add_run(" और H")
    powers.add_run("2").font.subscript = True
    powers.add_run("O")
    document.add_page_break()
    document.add_paragraph("दूसरा पृष्ठ यहाँ से शुरू होता है।")
    return document


def add_fraction(document: docx.document.Document) -> None:
    """A paragraph with a fraction and a power of Word's equation editor."""
    paragraph = document.add_paragraph("x = ")
    paragraph._p.append(
        parse_xml(
            f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
            "<m:r><m:t>+</m:t></m:r><m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup>"
            "</m:sSup></m:oMath>"
        )
    )


def add_deleted_text(document: docx.document.Document, text: str) -> None:
    """A paragraph with tracked, deleted text in it."""
    paragraph = document.add_paragraph("kept ")
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>')
    paragraph._p.append(deleted)


def add_text_box(document: docx.document.Document, text: str) -> None:
    """A text box, stored twice as Word does: for new programs and for old ones."""
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    run = parse_xml(
        f'<w:r {nsdecls("w")} {mc}><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("before the box")._p.append(run)


def add_note(document: docx.document.Document, notes: dict[int, str], kind: str = "footnote") -> None:
    """Put the part with the notes beside the document; `refer` points to one. -1 is the line above them."""
    line = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:t>LINE</w:t></w:r></w:p></w:{kind}>'
    found = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        f'<w:r><w:{kind}Reference w:id="{number}"/></w:r></w:p></w:{kind}>'
        for number, text in notes.items()
    )
    data = f"<w:{kind}s {nsdecls('w')}>{line}{found}</w:{kind}s>".encode()
    package = document.part.package
    part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", data, package)
    document.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s")


def refer(paragraph: Paragraph, number: int, kind: str = "footnote") -> None:
    """A reference to a note at the end of a paragraph."""
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="{number}"/></w:r>'))


def made_strict(path: Path) -> Path:
    """The file as Word's "Strict Open XML" has it: other names for all elements and relations."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    old = re.compile(rb"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|drawingml)/2006/")
    for entry in parts:
        if entry.endswith((".xml", ".rels")):
            parts[entry] = old.sub(rb"http://purl.oclc.org/ooxml/\1/", parts[entry])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return path


def in_font(document: docx.document.Document, text: str, font: str) -> None:
    """A paragraph in a font named for Latin letters."""
    run = document.add_paragraph().add_run(text)
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:ascii"), font)
    run._r.get_or_add_rPr().append(fonts)


def run(text: str, properties: str = "", inside: str = "") -> str:
    """The XML of a run: its properties, its text, and what stands behind it."""
    return f"<w:r {nsdecls('w')}><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t>{inside}</w:r>"


def written(path: Path, *inside: str) -> Path:
    """A document with a plain paragraph, and one of this XML."""
    document = docx.Document()
    document.add_paragraph("Fish breathe through gills and live in water for their whole lives.")
    paragraph = document.add_paragraph()
    for part in inside:
        paragraph._p.append(parse_xml(part))
    return saved(document, path)


def saved(document: docx.document.Document, path: Path) -> Path:
    """Write the document and return its path."""
    document.save(str(path))
    return path


def picture_bytes() -> bytes:
    """A small picture with something to see."""
    picture = Image.new("RGB", (160, 100), "white")
    for x in range(40, 120):
        for y in range(30, 70):
            picture.putpixel((x, y), (x, y, 90))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def with_part(path: Path, name: str, data: bytes) -> Path:
    """The file with one part replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return path


def without_part(path: Path, name: str) -> Path:
    """The file with one part gone, to which its relations still point."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist() if entry != name}
        assert len(parts) < len(archive.namelist())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return path
