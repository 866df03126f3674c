"""IndicTrans2 on CTranslate2."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain import languages
from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.indictrans import sentence, splitting
from app.inference.indictrans.info import BEAM_SIZE, translator_info
from app.inference.making_room import Leavable
from app.inference.model_folder import library, loading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.inference.indictrans.placeholders import Protected
    from app.inference.protocols import EngineInfo

WINDOW = 256
"""Tokens that the model was trained on, read or written; a source holds two tags and an end token besides its text."""

_BATCH = 16  # sentences at once: several times faster than one by one, and soon enough over to stop in between
_DEVICES = {DeviceKind.CPU: "cpu", DeviceKind.CUDA: "cuda"}
_FEWEST = 20  # tokens of a script that a vocabulary made for it has at least
_Model = Any
_Pieces = Any


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a model's two vocabularies tell of it: scripts that it can read and write ("Deva", "Latn"), its tags.

    Every Indic language is Devanagari to the model. Indic vocabularies know Latin letters too, so what this tells for
    certain is only what a model cannot do; which model is for which languages stands in the catalogue.
    """

    reads: frozenset[str]
    writes: frozenset[str]
    tags: frozenset[str]

    def serves(self, source: str, target: str) -> bool:
        """Whether the model may know this pair of languages."""
        scripts = _script(source) in self.reads and _script(target) in self.writes
        return scripts and self.tags.issuperset(sentence.tags(source, target))


def load_translator(
    folder: Path, *, device: DeviceKind, compute_type: str, threads: int, beam_size: int = BEAM_SIZE
) -> CTranslate2Translator:
    """An IndicTrans2 that `indictrans_conversion` made.

    Args:
        folder: Of the converted model.
        device: CPU or CUDA.
        compute_type: "int8", "float32"...; the processor's nearest stands in for one that it has not.
        threads: To compute with; 0 for the library's choice.
        beam_size: Translations weighed side by side; 5 as published, 1 is about twice as fast.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` or ``engine.out_of_memory``.
    """
    with library("ctranslate2"):
        import ctranslate2
    with library("sentencepiece"):
        import sentencepiece
    with loading(folder):
        pieces = sentencepiece.SentencePieceProcessor(model_proto=(folder / "model.SRC").read_bytes())
        vocabulary = _vocabulary(folder)
        model = ctranslate2.Translator(
            str(folder), device=_DEVICES[device], compute_type=compute_type, intra_threads=threads
        )
    info = translator_info(folder, compute_type, beam_size)
    return CTranslate2Translator(model, pieces, vocabulary, info, beam_size=beam_size)


class CTranslate2Translator(Leavable):
    """A translation model for sentences; longer texts are split for it and put together again."""

    def __init__(
        self, model: _Model, pieces: _Pieces, vocabulary: Vocabulary, info: EngineInfo, *, beam_size: int = BEAM_SIZE
    ) -> None:
        self._model = model
        self._pieces = pieces
        self._vocabulary = vocabulary
        self._info = info
        self._beam_size = beam_size

    def info(self, source: str, target: str) -> EngineInfo:
        """The engine, the same for every pair of languages that it serves."""
        del source, target
        return self._info

    def translate(self, texts: Sequence[str], *, source: str, target: str, protect: bool = True) -> tuple[str, ...]:
        """One translation for each text, in order; blank lines stay where they are.

        Raises:
            UserFacingError: the model does not serve these languages (``engine.other_languages``).
        """
        if source == target:
            return tuple(texts)
        if not self._vocabulary.serves(source, target):
            from_name, to_name = (languages.by_code(code).english_name for code in (source, target))
            raise UserFacingError("engine.other_languages", name=self._info.name, source=from_name, target=to_name)
        job = _Job(self, source, target)
        plans = [[job.parts(paragraph) for paragraph in splitting.paragraphs(text)] for text in texts]
        written = job.answers([part for plan in plans for parts in plan for part in parts], protect=protect)
        return tuple(_assemble(text, plan, written) for text, plan in zip(texts, plans, strict=True))

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        self._model.unload_model()

    def tokens(self, prepared: str, source: str, target: str) -> list[str]:
        """What the model reads: two tags, the pieces of a prepared sentence, the end token."""
        return [*sentence.tags(source, target), *self._pieces.encode(prepared, out_type=str), "</s>"]

    def run(self, batch: Sequence[list[str]]) -> list[list[str]]:
        """The best answer to each of a few sentences, as pieces."""
        results = self._model.translate_batch(
            list(batch),
            beam_size=self._beam_size,
            max_input_length=0,  # the library would cut without a word
            max_decoding_length=WINDOW,
            disable_unk=True,
        )
        return [result.hypotheses[0] for result in results]


class _Job:
    """The sentences of one call."""

    def __init__(self, translator: CTranslate2Translator, source: str, target: str) -> None:
        self._translator = translator
        self._source = source
        self._target = target

    def parts(self, paragraph: str) -> tuple[str, ...]:
        """The paragraph as parts that the model can take, with marks and without."""
        return splitting.split(paragraph, self._source, self._fits)

    def answers(self, parts: Sequence[str], *, protect: bool) -> dict[str, str]:
        """The translation of each part.

        A part whose marks did not all come back is done again without marks; one whose answer filled the window is
        done again in halves, since the end of it is missing.
        """
        written = {part: part for part in parts if not sentence.has_words(part)}
        lost: list[str] = []
        cut: dict[str, tuple[str, ...]] = {}
        for part, protected, pieces in self._written(sorted(set(parts) - set(written)), protect=protect):
            halves = splitting.halves(part) if len(pieces) >= WINDOW else ()
            answer = sentence.finish(sentence.join_pieces(pieces), self._target, protected.originals)
            if halves:
                cut[part] = halves
            elif answer is None:
                lost.append(part)
            else:
                written[part] = answer
        if lost:
            written |= self.answers(lost, protect=False)
        if cut:
            halved = self.answers([half for halves in cut.values() for half in halves], protect=protect)
            written |= {part: " ".join(halved[half] for half in halves) for part, halves in cut.items()}
        return written

    def _written(self, parts: Sequence[str], *, protect: bool) -> Iterator[tuple[str, Protected, list[str]]]:
        """Each part with what stands behind its marks and the pieces of its answer; like lengths go together."""
        prepared = [(part, sentence.prepare(part, self._source, protect=protect)) for part in parts]
        waiting = [(part, one, self._translator.tokens(one.text, self._source, self._target)) for part, one in prepared]
        waiting.sort(key=lambda each: (len(each[2]), each[0]))
        for start in range(0, len(waiting), _BATCH):
            self._translator.look()
            batch = waiting[start : start + _BATCH]
            answers = self._translator.run([tokens for _, _, tokens in batch])
            for (part, protected, _), pieces in zip(batch, answers, strict=True):
                yield part, protected, pieces

    def _fits(self, part: str) -> bool:
        return all(
            len(self._translator.tokens(prepared.text, self._source, self._target)) <= WINDOW
            for prepared in (sentence.prepare(part, self._source, protect=protect) for protect in (True, False))
        )


def _assemble(text: str, plan: Sequence[Sequence[str]], written: dict[str, str]) -> str:
    """The text with its parts translated, between the blank lines that it had."""
    pieces = splitting.paragraphs(text)
    return "".join(
        " ".join(written[part] for part in parts) if parts else piece for piece, parts in zip(pieces, plan, strict=True)
    )


def _vocabulary(folder: Path) -> Vocabulary:
    shared = folder / "shared_vocabulary.json"  # the library's way where both are the same
    files = (
        [shared, shared] if shared.is_file() else [folder / f"{side}_vocabulary.json" for side in ("source", "target")]
    )
    source, target = (json.loads(file.read_bytes()) for file in files)
    tags = {language.flores for language in languages.LANGUAGES} & set(source)
    return Vocabulary(_scripts(source), _scripts(target), frozenset(tags))


def _script(language: str) -> str:
    return "Latn" if language == "en" else "Deva"


def _scripts(tokens: Sequence[str]) -> frozenset[str]:
    words = [token for token in tokens if not token.startswith("<") and "_" not in token]
    letters = {"Latn": re.compile("[a-z]"), "Deva": re.compile("[\u0900-\u097f]")}
    counts = {script: sum(found.search(word) is not None for word in words) for script, found in letters.items()}
    return frozenset(script for script, count in counts.items() if count >= _FEWEST)
