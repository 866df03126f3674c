"""PDF files written byte by byte, so that a test decides where everything stands and what is wrong with it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

A4 = (595.0, 842.0)


@dataclass
class PdfPage:
    """One page under construction; places are in points from the top left corner, as a reader thinks of them.

    Attributes:
        size: Width and height in points.
        rotate: The page's /Rotate.
    """

    size: tuple[float, float] = A4
    rotate: int = 0
    operators: list[str] = field(default_factory=list)
    images: list[tuple[int, int, bytes]] = field(default_factory=list)
    notes: list[tuple[str, float, float, str]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 12, font: str = "F1") -> PdfPage:
        """Set one line with its baseline `y` points below the top edge; fonts are named in `pdf_bytes`."""
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.operators.append(f"BT /{font} {size} Tf {x} {self.size[1] - y} Td ({escaped}) Tj ET")
        return self

    def invisible_text(self, x: float, y: float, text: str, size: float = 12) -> PdfPage:
        """Text that is not drawn, as scanners with OCR leave it."""
        self.operators.append("3 Tr")
        self.text(x, y, text, size)
        self.operators.append("0 Tr")
        return self

    def paragraph(self, x: float, y: float, text: str, *, width: int = 80, size: float = 12) -> float:
        """Set text in lines of at most `width` characters; returns the place below it."""
        line = ""
        for word in text.split():
            if len(line) + len(word) + 1 > width and line:
                self.text(x, y, line, size)
                y, line = y + 1.25 * size, ""
            line = f"{line} {word}".strip()
        self.text(x, y, line, size)
        return y + 1.25 * size

    def box(self, x: float, y: float, width: float, height: float) -> PdfPage:
        """Draw the outline of a box."""
        self.operators.append(f"{x} {self.size[1] - y - height} {width} {height} re S")
        return self

    def photo(self, x: float, y: float, width: float, height: float, pixels: bytes, across: int) -> PdfPage:
        """Place a grey picture `across` pixels wide."""
        self.images.append((across, len(pixels) // across, pixels))
        self.operators.append(f"q {width} 0 0 {height} {x} {self.size[1] - y - height} cm /I{len(self.images)} Do Q")
        return self

    def patch(self, x: float, y: float, width: float, height: float, shade: float = 1.0) -> PdfPage:
        """Paint over whatever stands in a box."""
        self.operators.append(f"q {shade} g {x} {self.size[1] - y - height} {width} {height} re f Q")
        return self

    def note(self, kind: str, x: float, y: float, text: str) -> PdfPage:
        """Put a note ("FreeText") or form field ("Widget") with one line of text on the page."""
        self.notes.append((kind, x, self.size[1] - y, text))
        return self

    def form(self, matrix: str, operators: str) -> PdfPage:
        """Draw operators in a space of their own, from which six numbers lead to the page, as a browser does."""
        self.forms.append(operators)
        self.operators.append(f"q {matrix} cm /X{len(self.forms)} Do Q")
        return self

    def circle_drawing(self, x: float, y: float, size: float) -> PdfPage:
        """Draw a diagram of curves."""
        for step in range(5):
            left, low, side = x + step, self.size[1] - y - size + step, size - 2 * step
            self.operators.append(
                f"{left} {low} m {left} {low + side} {left + side} {low + side} {left + side} {low} c"
                f" {left + side} {low - 0.1} {left} {low} {left} {low} c S"
            )
        return self

    def image(self, x: float, y: float, width: float, height: float, shade: int = 120) -> PdfPage:
        """Place a small picture, stretched to the given size."""
        pixels = bytes((shade + 9 * row + 5 * column) % 256 for row in range(8) for column in range(8))
        self.images.append((8, 8, pixels))
        name = f"I{len(self.images)}"
        self.operators.append(f"q {width} 0 0 {height} {x} {self.size[1] - y - height} cm /{name} Do Q")
        return self


def pdf_bytes(
    *pages: PdfPage,
    fonts: dict[str, str] | None = None,
    title: str = "",
    meanings: dict[str, dict[str, str]] | None = None,
) -> bytes:
    """A whole file.

    Args:
        pages: Its pages. What they mark with ``/OC /Off BDC`` is on a layer that is switched off, what
            they draw after ``/Clear gs`` is clear.
        fonts: Names and base fonts; F1 is Courier, whose letters are all 0.6 wide, F2 bold.
        title: Its title.
        meanings: What the letters of a font are said to mean where that is not themselves, by the font's name.
    """
    named = {"F1": "Courier", "F2": "Courier-Bold", **(fonts or {})}
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    maps = {name: f"/ToUnicode {add(_meanings(codes))} 0 R" for name, codes in (meanings or {}).items()}
    font_ids = {
        name: add(f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding{maps.get(name, '')}>>".encode())
        for name, base in named.items()
    }
    off = add(b"<</Type/OCG/Name(Off)>>")
    font_dict = "".join(f"/{name} {number} 0 R" for name, number in font_ids.items())
    kids = []
    for page in pages:
        images = [add(_image(*image)) for image in page.images]
        stream = "\n".join(page.operators).encode("cp1252", "replace")
        content = add(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        notes = " ".join(f"{add(note)} 0 R" for note in _notes(page, add, font_ids["F1"]))
        forms = [add(_form(form, font_dict)) for form in page.forms]
        xobjects = "".join(f"/I{index} {number} 0 R" for index, number in enumerate(images, 1))
        xobjects += "".join(f"/X{index} {number} 0 R" for index, number in enumerate(forms, 1))
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.size[0]} {page.size[1]}]/Rotate {page.rotate}"
                f"/Resources<</Font<<{font_dict}>>/XObject<<{xobjects}>>"
                f"/Properties<</Off {off} 0 R>>/ExtGState<</Clear<</ca 0>>>>>>"
                f"/Annots[{notes}]/Contents {content} 0 R>>".encode()
            )
        )
    layers = f"/OCProperties<</OCGs[{off} 0 R]/D<</OFF[{off} 0 R]>>>>"
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{layers}>>".encode()
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    info = add(f"<</Title({title})>>".encode())
    return assembled(objects, f"/Root 1 0 R/Info {info} 0 R")


def _meanings(codes: dict[str, str]) -> bytes:
    """A map from codes to what they mean: themselves, if `codes` does not say otherwise."""
    said = {chr(code): chr(code) for code in range(32, 127)} | codes
    lines = "\n".join(f"<{ord(c):02x}> <{m.encode('utf-16-be').hex()}>" for c, m in said.items())
    body = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(said)} beginbfchar\n{lines}\nendbfchar"
    stream = f"/CIDInit /ProcSet findresource begin 12 dict begin {body} endcmap end end".encode()
    return b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)


def _notes(page: PdfPage, add: Callable[[bytes], int], font: int) -> list[bytes]:
    made = []
    for kind, x, y, text in page.notes:
        stream = f"BT /F1 12 Tf 2 6 Td ({text}) Tj ET".encode()
        shown = add(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 400 24]/Resources<</Font<</F1 %d 0 R>>>>/Length %d>>stream\n%s"
            b"\nendstream" % (font, len(stream), stream)
        )
        field_kind = "/FT/Tx/T(a)" if kind == "Widget" else ""
        place = f"/F 4/Rect[{x} {y} {x + 400} {y + 24}]"
        made.append(f"<</Type/Annot/Subtype/{kind}{field_kind}{place}/AP<</N {shown} 0 R>>>>".encode())
    return made


def _form(operators: str, fonts: str) -> bytes:
    stream = operators.encode("cp1252", "replace")
    return (
        f"<</Type/XObject/Subtype/Form/BBox[-9999 -9999 9999 9999]/Group<</S/Transparency>>"
        f"/Resources<</Font<<{fonts}>>>>/Length {len(stream)}>>stream\n".encode()
        + stream
        + b"\nendstream"
    )


def assembled(objects: list[bytes], trailer: str) -> bytes:
    """Objects numbered from 1 with their cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.encode(), start)
    return bytes(out)


def bomb_bytes(megabytes: int) -> bytes:
    """A page whose content is a stream of blanks packed twice: a few kilobytes that unpack to `megabytes`."""
    packer = zlib.compressobj(9)
    inner = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    outer = zlib.compress(inner, 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(outer), outer)
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            stream,
        ],
        "/Root 1 0 R",
    )


def write(folder: Path, data: bytes, name: str = "book.pdf") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(data)
    return path


def _image(width: int, height: int, pixels: bytes) -> bytes:
    packed = zlib.compress(pixels)
    return (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(packed), packed)
    )
