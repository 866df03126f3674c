"""What Odia's model misreads in a way that no word is spelled."""

from __future__ import annotations

import numpy as np
import pytest

from app.library.document_worker import danda
from app.library.document_worker.tesseract import RawWord


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("ଦେଖ୍", "ଦେଖି"),
        ("ଦେଖ୍\u200cଲେ", "ଦେଖିଲେ"),
        ("ଥ୍\u200cବାର", "ଥିବାର"),
        ("ଥ୍ିଲା", "ଥିଲା"),
        ("ଥ୍ଲା", "ଥିଲା"),
        ("ହୁଏା", "ହୁଏ।"),
        ("ଅଛିା", "ଅଛି।"),
        ("ସଂଖ୍ୟା", "ସଂଖ୍ୟା"),
        ("ବ୍ୟବସ୍ଥା", "ବ୍ୟବସ୍ଥା"),
        ("ଧ୍ୱନି", "ଧ୍ୱନି"),
        ("ଧ୍ରୁବ", "ଧ୍ରୁବ"),
        ("ଅଧ୍ୟାୟ", "ଅଧ୍ୟାୟ"),
        ("ରିଡ୍\u200cଲେ", "ରିଡ୍\u200cଲେ"),
        ("କଥା", "କଥା"),
    ],
)
def test_spelling_alone_tells_what_was_printed(read: str, printed: str) -> None:
    word = RawWord(read, 90, 10, 10, 60, 30, (1, 1, 1))
    assert [found.text for found in danda.restored([word], np.full((60, 120), 255, np.uint8), 20)] == [printed]
