"""Made-up tokenizers are as large as the true ones, and an English word is about as many tokens."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.inference.bench import texts, vocabularies
from app.inference.bench.shapes import SHAPES, ReaderShape, WriterShape


def loaded(content: dict[str, object]) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_str(json.dumps(content))


WRITERS = sorted({one.vocabulary for one in SHAPES.values() if isinstance(one, WriterShape)})


@pytest.mark.parametrize("rows", [4096, WRITERS[0]])
def test_a_writer_has_its_control_tokens_last_and_rows_to_spare(rows: int) -> None:
    content, first = vocabularies.byte_pairs(rows)
    tokenizer = loaded(content)
    assert [tokenizer.token_to_id(one) for one in vocabularies.SPECIALS] == [first, first + 1, first + 2]
    assert tokenizer.get_vocab_size() == first + 3 <= rows
    if rows == WRITERS[0]:
        assert first == 151_643
    ids = tokenizer.encode(texts.page()).ids
    assert tokenizer.decode(ids) == texts.page()
    assert 1.1 < len(ids) / len(texts.page().split()) < 1.4


def test_a_passage_is_about_256_tokens_of_a_reader() -> None:
    shape = SHAPES["bge-m3"]
    assert isinstance(shape, ReaderShape)
    tokenizer = loaded(vocabularies.pieces(shape.vocabulary))
    assert tokenizer.get_vocab_size() == shape.vocabulary
    for one in texts.passages(8):
        encoded = tokenizer.encode(one)
        assert 230 <= len(encoded.ids) <= 270
        assert tokenizer.token_to_id("<unk>") not in encoded.ids
        assert (encoded.ids[0], encoded.ids[-1]) == (0, 2)
    assert len(set(texts.passages(8))) == 8
