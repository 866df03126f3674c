"""The language of a page is told from a few of its lines, whatever is drawn beside them."""

from __future__ import annotations

import numpy as np
import pypdfium2

from app.config.paths import resources
from app.library.document_worker import script_probe
from app.library.document_worker.repair import repair
from tests.page_pictures import PHOTO, damage


def test_the_rules_of_a_table_above_the_lines_are_not_read_with_them() -> None:
    with pypdfium2.PdfDocument(resources() / "sample" / "sample-hi.pdf") as document:
        drawn = document[1].render(scale=200 / 72).to_pil().convert("RGB")
    page = repair(damage(np.ascontiguousarray(np.asarray(drawn, np.uint8)[:, :, ::-1]), PHOTO))
    found = script_probe.find_language(page.reading, page.letter)
    assert found.language == "hi"  # Gujarati with the rule, which is Devanagari without its headline
    assert found.confidence > script_probe.SURE
