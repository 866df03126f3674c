"""A vocabulary for a translation model of random weights, learned from a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.inference.model_folder import library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST = 4_000


def learn(path: Path, sentences: Sequence[str]) -> list[str]:
    """Write a sentencepiece model that knows the words of these sentences; its pieces by number.

    Raises:
        UserFacingError: ``engine.library_missing``.
    """
    with library("sentencepiece"):
        import sentencepiece

    with path.open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(list(sentences) * 3),
            model_writer=file,
            model_type="bpe",
            vocab_size=_MOST,
            hard_vocab_limit=False,
            character_coverage=1.0,
            minloglevel=2,
        )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [pieces.id_to_piece(place) for place in range(pieces.get_piece_size())]
