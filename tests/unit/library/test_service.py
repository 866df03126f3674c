"""What is said of a document that nothing can be made of."""

from __future__ import annotations

import pytest

from app.domain.documents import Document, Page, PageNote, PageText, Quality, ReadMethod, SourceFile
from app.domain.errors import UserFacingError
from app.library import service


@pytest.mark.parametrize(
    ("script", "key"), [("Zzzz", "import.no_text"), (None, "import.no_text"), ("Arab", "import.unknown_script")]
)
def test_what_only_looks_like_print_is_not_called_a_script(script: str | None, key: str) -> None:
    text = PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.UNKNOWN_SCRIPT,), script=script)
    source = SourceFile("noise.jpg", "0" * 64, "image", 1)
    document = Document("d", "noise", (source,), None, "", 1, (Page("p", "d", 0, 0, 0, text=text),))
    with pytest.raises(UserFacingError) as refusal:
        service._refuse_unusable(document)
    assert refusal.value.key == key
