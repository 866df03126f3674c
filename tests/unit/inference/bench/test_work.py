"""One round counts what was done a second, and the time to the first of it apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken
from app.domain.models import EngineChoices, Machine
from app.inference.bench.plan import Engine, candidates, engines
from app.inference.bench.shapes import SHAPES
from app.inference.bench.work import FULL, QUICK, Round, Sizes, one_round
from app.inference.catalog import load_catalog
from app.inference.protocols import Embeddings, GeneratedPiece, Speech

CATALOG = load_catalog(resources() / "models")
PC = Machine("Linux", "x86_64", cores=2, memory=16 << 30, instruction_sets=("avx2",))


class Scripted:
    """A worker whose work takes as many seconds as a test says: the first answer 5, a token or text 1 each."""

    def __init__(self, tokens: int = 96) -> None:
        self.now = 0.0
        self.asked: list[Any] = []
        self._tokens = tokens

    def generate(self, _route: object, request: Any, **_: object) -> Iterator[GeneratedPiece]:
        self.now += 5
        for number in range(1, self._tokens + 1):
            yield GeneratedPiece("x", number, "length" if number == request.max_tokens else "")
            self.now += 0.5

    def _texts(self, texts: Sequence[str]) -> Sequence[str]:
        self.asked.append(tuple(texts))
        self.now += len(texts) * 2
        return texts

    def translate(self, _route: object, texts: Sequence[str], *, source: str, target: str, **_: object) -> object:
        self.asked.append((source, target))
        return self._texts(texts)

    def embed(self, _route: object, texts: Sequence[str], **_: object) -> Embeddings:
        return Embeddings(np.zeros((len(self._texts(texts)), 1), np.float32))

    def rerank(self, _route: object, _query: str, passages: Sequence[str], **_: object) -> object:
        return self._texts(passages)

    def speak(self, _route: object, text: str, *, language: str, **_: object) -> Speech:
        self._texts([text])
        return Speech(bytes(2 * 22_050 * 6) if language == "hi" else b"", 22_050)


def engine(spec_id: str) -> Engine:
    return engines(candidates(CATALOG, (), (spec_id,), "hi")[0], PC, EngineChoices(), SHAPES)[0]


def measured(spec_id: str, client: Scripted, monkeypatch: pytest.MonkeyPatch, sizes: Sizes = FULL) -> Round:
    monkeypatch.setattr("app.inference.bench.work.time.perf_counter", lambda: client.now)
    return one_round(cast("Any", client), engine(spec_id), sizes, CancelToken())


def test_the_first_token_does_not_count_as_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured("qwen2.5-0.5b-instruct", Scripted(), monkeypatch) == Round(2.0, 5.0)


def test_an_answer_of_one_token_cannot_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for tokens in (0, 1):
        with pytest.raises(UserFacingError) as raised:
            measured("qwen2.5-0.5b-instruct", Scripted(tokens), monkeypatch)
        assert raised.value.key == "models.bench_no_answer"


@pytest.mark.parametrize("sizes", [FULL, QUICK])
def test_sentences_are_translated_together_after_one_alone(monkeypatch: pytest.MonkeyPatch, sizes: Sizes) -> None:
    client = Scripted()
    found = measured("indictrans2-indic-indic-dist-320m", client, monkeypatch, sizes)
    assert found == Round(0.5, 2.0)
    assert client.asked[0] == ("hi", "ta")
    assert [len(one) for one in client.asked[1::2]] == [1, sizes.sentences]
    assert all("ह" in one for one in client.asked[3])


@pytest.mark.parametrize("spec_id", ["bge-m3", "bge-reranker-v2-m3"])
def test_passages_are_read_together_after_a_short_text(monkeypatch: pytest.MonkeyPatch, spec_id: str) -> None:
    client = Scripted()
    assert measured(spec_id, client, monkeypatch) == Round(0.5, 2.0)
    assert [len(one) for one in client.asked] == [1, FULL.passages]
    assert all(len(one.split()) > 150 for one in client.asked[1])


def test_a_voice_makes_seconds_of_sound_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured("mms-tts-hin", Scripted(), monkeypatch) == Round(3.0, 2.0)
    with pytest.raises(UserFacingError) as raised:
        measured("mms-tts-tam", Scripted(), monkeypatch)
    assert raised.value.key == "models.bench_no_answer"
