"""Whatever is brought on a stick ends in one clear sentence, exit status 1, and a library that is as it was."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app.bootstrap import Services, open_services
from app.domain.errors import UserFacingError
from app.domain.lessons import LessonOptions

PDF_HEAD = b"%PDF-1.4\n"


def _pdf(objects: list[bytes], trailer: bytes = b"<< /Root 1 0 R /Size 9 >>") -> bytes:
    """A PDF from its objects; the first is the catalog."""
    body, places = PDF_HEAD, []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, len(body))


def _no_pages() -> bytes:
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def _bomb() -> bytes:
    """One page whose content inflates twice, from a few kilobytes to 600 MB of drawing operators."""
    packer, piece = zlib.compressobj(9), b"0 0 1 1 re f " * 100_000
    packed = b"".join(packer.compress(piece) for _ in range(600_000_000 // len(piece))) + packer.flush()
    packed = zlib.compress(packed, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(packed), packed)
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream,
        ]
    )


def _huge_page() -> bytes:
    """An empty page of 3.5 km: it is read at a size that fits, and nothing is on it."""
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9999999 9999999] >>",
        ]
    )


def _huge_picture() -> bytes:
    """A PNG that says 50,000 x 50,000 and is a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes(1000), 9)
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _blank_photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 12).save(out, "JPEG")
    return out.getvalue()


def _billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    document = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w>&a9;</w>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        package.writestr("word/document.xml", document)
    return out.getvalue()


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * 300_000_000)
    return out.getvalue()


def _sample() -> bytes:
    return (Path(__file__).parents[2] / "resources" / "sample" / "sample-en.pdf").read_bytes()


BAD: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "empty.pdf": (lambda: b"", {"import.empty_file"}),
    "nopages.pdf": (_no_pages, {"import.no_pages"}),
    "cut.pdf": (lambda: _sample()[:2000], {"import.damaged"}),
    "noise.pdf": (lambda: PDF_HEAD + os.urandom(5000), {"import.damaged"}),
    "bomb.pdf": (_bomb, {"import.too_slow"}),
    "huge-page.pdf": (_huge_page, {"import.no_text"}),
    "huge.png": (_huge_picture, {"import.too_large"}),
    "cut.jpg": (lambda: _blank_photo()[:400], {"import.damaged"}),
    "nothing.jpg": (_blank_photo, {"import.no_text"}),
    "laughs.docx": (_billion_laughs, {"import.unsafe"}),
    "bomb.docx": (_zip_bomb, {"import.too_large"}),
    "plain.zip": (lambda: b"PK\x03\x04" + bytes(60), {"import.damaged"}),
    "program.pdf": (lambda: b"\x7fELF" + os.urandom(3000), {"import.unknown_format", "import.damaged"}),
    "thai.txt": (lambda: ("ประเทศไทยรวมเลือดเนื้อชาติเชื้อไทย เป็นประชารัฐ " * 8).encode(), {"import.unknown_script"}),
    "spaces.txt": (lambda: b" \n\t\n" * 50, {"import.empty_file"}),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> object:
    with open_services(tmp_path_factory.mktemp("data")) as opened:
        kept = opened.library.add_text("Water boils at 100 °C. Ice melts at 0 °C. Both are facts.", title="Kept")
        yield opened
        assert opened.library.document(kept.id).pages[0].text is not None


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_files_end_in_one_sentence(services: Services, tmp_path: Path, name: str) -> None:
    make, keys = BAD[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(UserFacingError) as caught:
        services.library.add([path])
    assert caught.value.key in keys, str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    # the library answers, and the next good file is read as if nothing had happened
    good = tmp_path / "good.txt"
    good.write_text(f"The river {name} is 250 km long. It is not deep.", encoding="utf-8")
    assert services.library.add([good]).pages[0].text is not None


def test_a_legacy_encoding_is_named_or_read_right(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(("Le café coûte 5 €. " * 20).encode("cp1252"))
    document = None
    with contextlib.suppress(UserFacingError):
        document = services.library.add([path])
    if document is None:
        with pytest.raises(UserFacingError, match="encoding"):
            services.library.add([path])
    else:
        assert document.pages[0].text is not None
        assert "café" in document.pages[0].text.text


@pytest.mark.parametrize(
    "text",
    [
        "L'eau est un liquide très important pour la vie. Les plantes et les animaux ne peuvent pas vivre sans eau.",
        "পানী পৃথিৱীৰ আটাইতকৈ সাধাৰণ তৰল পদাৰ্থ। পৃথিৱীৰ পৃষ্ঠৰ প্ৰায় ৭১ শতাংশ পানীৰে আবৃত। " * 4,
    ],
    ids=["French", "Assamese"],
)
def test_a_language_that_is_not_ours_is_kept_and_said_to_be_so(services: Services, text: str) -> None:
    document = services.library.add_text(text)
    assert document.language is None
    with pytest.raises(UserFacingError, match=r"not in a language.* English, Hindi, Tamil, .*Odia\.") as caught:
        services.lessons.make(document.id, LessonOptions())
    assert caught.value.key == "lesson.other_language"
    assert services.library.document(document.id).pages[0].text is not None


def test_a_folder_and_a_missing_file_are_not_found(services: Services, tmp_path: Path) -> None:
    for path, key in ((tmp_path, "import.not_a_file"), (tmp_path / "none.pdf", "import.not_found")):
        with pytest.raises(UserFacingError) as caught:
            services.library.add([path])
        assert caught.value.key == key


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(UserFacingError) as caught:
        open_services(blocked / "data")
    assert caught.value.key == "data.not_writable"
