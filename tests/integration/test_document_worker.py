"""The document worker as its own process: bombs are stopped, and the next page is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.library.document_worker.requests import ReadPageRequest
from app.library.reader import DocumentReader
from tests.pdf_files import PdfPage, bomb_bytes, pdf_bytes, write


def test_a_bomb_costs_a_sentence_and_the_next_page_is_read(tmp_path: Path) -> None:
    bomb = write(tmp_path, bomb_bytes(3000), "bomb.pdf")
    assert bomb.stat().st_size < 100_000
    good = write(tmp_path, pdf_bytes(PdfPage().text(60, 100, "Water is wet.")), "good.pdf")
    reader = DocumentReader(processes=1)
    try:
        with pytest.raises(UserFacingError) as caught:
            reader.read(ReadPageRequest(str(bomb), bomb.name, "pdf", 0, str(tmp_path)))
        assert caught.value.key == "import.too_slow"
        reading = reader.read(ReadPageRequest(str(good), good.name, "pdf", 0, str(tmp_path)))
        assert reading.text.text == "Water is wet."
        assert reader.probe(good, good.name).page_count == 1
        assert "pdfium" in reader.fingerprint()
    finally:
        reader.close()
