"""The translator: texts in, texts out, nothing dropped on the way."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.indictrans import sentence
from app.inference.making_room import MakeRoom
from app.inference.protocols import EngineInfo
from app.inference.runtimes.ctranslate2_translator import WINDOW, CTranslate2Translator, Vocabulary, load_translator
from app.inference.runtimes.indictrans_conversion import convert
from tests.models.indictrans import build_indictrans


@dataclass
class _Result:
    hypotheses: list[list[str]]


@dataclass
class _Copier:
    """Says what it reads, as a model would that had learned only that; `spoil` changes an answer.

    Attributes:
        batches: How many tokens each sentence of each batch had.
        answer_limit: Most pieces it says.
    """

    spoil: dict[str, str] = field(default_factory=dict)
    batches: list[list[int]] = field(default_factory=list)
    answer_limit: int = WINDOW
    unloaded: int = 0

    def translate_batch(self, batch: Sequence[Sequence[str]], **options: object) -> list[_Result]:
        assert options["max_input_length"] == 0, "the library cuts long sources without a word"
        assert options["disable_unk"]
        assert all(tokens[-1] == "</s>" for tokens in batch)
        self.batches.append([len(tokens) for tokens in batch])
        return [_Result([self._answer(list(tokens[2:-1]))]) for tokens in batch]

    def unload_model(self) -> None:
        self.unloaded += 1

    def _answer(self, pieces: list[str]) -> list[str]:
        text = "".join(pieces).replace("▁", " ").strip()
        for found, wanted in self.spoil.items():
            text = text.replace(found, wanted)
        return _Words().encode(text)[: self.answer_limit]


class _Words:
    """A vocabulary with one piece for each word."""

    def encode(self, text: str, out_type: type = str) -> list[str]:
        return ["▁" + word for word in text.split()]


_ALL = frozenset(("eng_Latn", "hin_Deva", "tam_Taml", "ory_Orya"))


def _translator(model: _Copier) -> CTranslate2Translator:
    vocabulary = Vocabulary(frozenset(("Deva",)), frozenset(("Deva",)), _ALL)
    return CTranslate2Translator(model, _Words(), vocabulary, EngineInfo("copier", "copier:1", uses_ai=True))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


_SENTENCES = st.lists(
    st.sampled_from(
        ["पौधे भोजन बनाते हैं।", "समय 10:30:15 है, मूल्य 1,25,000 है।", "12 + 3 = 15।", "क्या?", "लिखो (क)।", "H₂O पानी है।"]
    ),
    max_size=8,
).map(" ".join)


@settings(deadline=None)
@given(st.lists(_SENTENCES, max_size=6))
def test_each_text_has_its_translation_in_order_and_loses_nothing(texts: list[str]) -> None:
    written = _translator(_Copier()).translate(texts, source="hi", target="ta")
    again = _translator(_Copier()).translate(texts, source="hi", target="ta")
    numbers = re.compile(r"\d[\d:.,]*\d|H₂O")

    assert len(written) == len(texts)
    assert written == again
    assert [numbers.findall(text) for text in texts] == [numbers.findall(text) for text in written]


def test_a_text_far_beyond_the_window_keeps_all_its_words() -> None:
    model = _Copier()
    letters = str.maketrans("0123456789", "कखगघचछजझटठ")
    text = " ".join(str(place).translate(letters) for place in range(9000))

    (written,) = _translator(model).translate([text], source="hi", target="or")

    assert len(written.split()) == 9000
    assert max(size for batch in model.batches for size in batch) <= WINDOW
    assert sum(len(batch) for batch in model.batches) > 9000 // WINDOW


@pytest.mark.parametrize("unit", ["a", "1,", "a.", "'", "\n "])
def test_fifty_thousand_characters_of_anything_are_done_in_seconds(unit: str) -> None:
    model = _Copier()
    text = unit * (50_000 // len(unit)) + "क"
    started = time.perf_counter()

    (written,) = _translator(model).translate([text], source="hi", target="or")

    assert time.perf_counter() - started < 60
    assert len(_bare(written)) >= len(_bare(text)) * 0.9


def test_batches_hold_sentences_of_like_length() -> None:
    model = _Copier()
    texts = [f"पौधा {'हरा ' * (place * 7 % 40)}है।" for place in range(40)]

    _translator(model).translate(texts, source="hi", target="ta")

    sizes = [size for batch in model.batches for size in batch]
    assert sizes == sorted(sizes)
    assert max(len(batch) for batch in model.batches) == 16


def test_it_can_be_left_between_two_batches() -> None:
    model = _Copier()
    translator = _translator(model)

    def look() -> None:
        if model.batches:
            raise MakeRoom

    translator.attend(look)
    with pytest.raises(MakeRoom):
        translator.translate([f"पौधा {place} है।" for place in range(60)], source="hi", target="ta")

    assert len(model.batches) == 1


def test_a_sentence_whose_mark_is_lost_is_done_again_without_marks() -> None:
    model = _Copier(spoil={"< ID1 >": "कुछ"})

    written = _translator(model).translate(["समय 10:30:15 है।", "पानी है।"], source="hi", target="ta")

    assert written == ("ஸமய 10:30:15 ஹை।", "பாநீ ஹை।")
    assert [len(batch) for batch in model.batches] == [2, 1]


def test_marks_can_be_left_out_from_the_start() -> None:
    text = "समय 10:30:15 है।"
    marked, bare = _Copier(spoil={"< ID1 >": "कुछ"}), _Copier(spoil={"< ID1 >": "कुछ"})

    (done_again,) = _translator(marked).translate([text], source="hi", target="ta")
    (written,) = _translator(bare).translate([text], source="hi", target="ta", protect=False)

    assert written == done_again
    assert (len(marked.batches), len(bare.batches)) == (2, 1)


def test_an_answer_that_fills_the_window_is_done_again_in_halves() -> None:
    model = _Copier(spoil={"बहुत": "बहुत बहुत बहुत"})  # an answer three times as long as its source
    text = "बहुत " * 200 + "।"

    (written,) = _translator(model).translate([text], source="hi", target="ta")

    assert written.count("பஹுத") == 600


def test_the_same_sentence_is_translated_once() -> None:
    model = _Copier()

    written = _translator(model).translate(["पानी है।"] * 30, source="hi", target="ta")

    assert set(written) == {"பாநீ ஹை।"}
    assert model.batches == [[6]]


def test_blank_lines_numbers_and_nothing_stay_as_they_are() -> None:
    model = _Copier()
    texts = ["", "  ", "12 + 3 = 15", "—", "पानी है।\n\n12\n\nहवा है।"]

    written = _translator(model).translate(texts, source="hi", target="ta")

    assert written[2:] == ("12 + 3 = 15", "—", "பாநீ ஹை।\n\n12\n\nஹவா ஹை।")
    assert not written[0].strip()
    assert len(model.batches) == 1


def test_the_language_of_the_text_is_no_translation() -> None:
    assert _translator(_Copier()).translate(["पानी"], source="hi", target="hi") == ("पानी",)


@pytest.mark.parametrize(("source", "target"), [("en", "hi"), ("hi", "en"), ("hi", "gu")])
def test_other_languages_are_refused_by_name(source: str, target: str) -> None:
    with pytest.raises(UserFacingError, match="does not translate from") as caught:
        _translator(_Copier()).translate(["x"], source=source, target=target)

    assert caught.value.key == "engine.other_languages"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translator")
    convert(build_indictrans(folder / "published", variant="dist-200M"), folder / "converted", compute_type="float32")
    return folder / "converted"


def _load(folder: Path, *, beam_size: int = 1) -> CTranslate2Translator:
    return load_translator(folder, device=DeviceKind.CPU, compute_type="float32", threads=1, beam_size=beam_size)


@pytest.mark.parametrize("beam_size", [1, 5])
def test_a_converted_model_translates_the_same_alone_and_among_others(converted: Path, beam_size: int) -> None:
    translator = _load(converted, beam_size=beam_size)
    texts = ["Plants make food.", "Leaves take in air, and water.", "How many seeds? Count 1,25,000 of them.", "Roots."]

    together = translator.translate(texts, source="en", target="ta")
    alone = tuple(translator.translate([text], source="en", target="ta")[0] for text in texts)
    translator.close()
    translator.close()

    assert together == alone
    assert all(together)
    assert not re.search(r"[\u0900-\u0963]", "".join(together))


def test_a_real_vocabulary_tells_which_way_a_model_translates(converted: Path) -> None:
    translator = _load(converted)

    with pytest.raises(UserFacingError) as caught:
        translator.translate(["पानी"], source="hi", target="en")
    translator.close()

    assert caught.value.key == "engine.other_languages"


def test_the_fingerprint_names_all_that_changes_a_translation(converted: Path) -> None:
    translator = _load(converted, beam_size=5)
    info = translator.info("en", "hi")
    translator.close()

    assert info == EngineInfo(
        "converted", f"converted:unverified:ctranslate2:float32-beam5:{sentence.VERSION}", uses_ai=True
    )


@pytest.mark.parametrize("name", ["model.bin", "model.SRC", "source_vocabulary.json"])
def test_a_damaged_model_is_a_plain_sentence(name: str, converted: Path, tmp_path: Path) -> None:
    for file in converted.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_bytes(b"\x00\x01")

    with pytest.raises(UserFacingError) as caught:
        _load(tmp_path)

    assert caught.value.key == "engine.load_failed"
