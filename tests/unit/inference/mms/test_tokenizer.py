from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserFacingError
from app.domain.languages import LANGUAGES
from app.inference.mms.tokenizer import CharacterTokenizer
from tests.models.mms import letters

VOCABS = {one.code: {letter: number for number, letter in enumerate(letters(one))} for one in LANGUAGES}


def by_meta(text: str, vocab: dict[str, int]) -> list[int]:
    """As ``fairseq/examples/mms/tts/infer.py`` has it, function by function."""
    lowered = text.lower()
    filtered = "".join(filter(lambda one: one in vocab, lowered))  # TextMapper.filter_oov
    sequence = [vocab[symbol] for symbol in filtered.strip()]  # TextMapper.text_to_sequence
    result = [0] * (len(sequence) * 2 + 1)  # commons.intersperse(lst, 0)
    result[1::2] = sequence
    return result if sequence else []


def test_a_blank_stands_around_every_letter_also_around_the_one_with_number_0() -> None:
    vocab = {"త": 0, "మ": 15, "ా": 23}
    assert CharacterTokenizer(vocab).ids("మాత") == (0, 15, 0, 23, 0, 0, 0)


@pytest.mark.parametrize("language", VOCABS)
@settings(max_examples=25)  # of each language
@given(data=st.data())
def test_the_numbers_are_those_of_meta(language: str, data: st.DataObject) -> None:
    vocab = VOCABS[language]
    signs = st.sampled_from([*vocab, *" AKz.,।5०\n"])
    text = data.draw(st.text(signs, max_size=40))
    assert list(CharacterTokenizer(vocab).ids(text)) == by_meta(text, vocab)


def test_without_blanks_where_the_voice_has_none(tmp_path: Path) -> None:
    write(tmp_path, {"a": 0, "b": 1}, add_blank=False)
    assert CharacterTokenizer.read(tmp_path).ids("Ab") == (0, 1)


@pytest.mark.parametrize(
    ("known", "text", "said"),
    [
        ("\u0958", "क\u093c", "\u0958"),  # U+0958, of which NFC makes two signs
        ("क\u093c", "\u0958", "क\u093c"),
        ("क", "\u0958", "क"),
        ("\u09cb", "\u09c7\u09be", "\u09cb"),
        ("ন ্ক", "নৎ", "নৎ"),  # no ta, so nothing is near
        ("ত্", "ৎ", "ত্"),
        ("ന്", "ൻ", "ന്"),
        ("ओ", "ऑ", "ओ"),
    ],
)
def test_a_letter_is_written_as_the_voice_learned_it(known: str, text: str, said: str) -> None:
    assert CharacterTokenizer({one: at for at, one in enumerate(known)}).fitted(text) == said


@pytest.mark.parametrize("language", VOCABS)
@settings(max_examples=25)  # of each language
@given(data=st.data())
def test_what_the_voice_knows_wholly_is_not_touched(language: str, data: st.DataObject) -> None:
    vocab = VOCABS[language]
    text = data.draw(st.text(st.sampled_from(list(vocab)), max_size=30))
    fitted = CharacterTokenizer(vocab).fitted(text)
    assert fitted == " ".join(text.split())


def test_lines_and_unusual_spaces_are_spaces_and_not_nothing() -> None:
    vocab = {" ": 0, "a": 1, "b": 2}
    assert CharacterTokenizer(vocab).fitted("a\nb\u00a0A") == "a b a"


@pytest.mark.parametrize(
    ("vocab", "settings", "key"),
    [
        ({"a": 0}, {"is_uroman": True}, "engine.not_this_model"),
        ({"a": 0}, {"phonemize": True}, "engine.not_this_model"),
        ({"a": 0, "b": 0}, {}, "engine.load_failed"),
        ({"a": -1}, {}, "engine.load_failed"),
        ({"a": "0"}, {}, "engine.load_failed"),
        ({"a": True}, {}, "engine.load_failed"),
        ({}, {}, "engine.load_failed"),
    ],
)
def test_another_kind_of_voice_is_refused(
    tmp_path: Path, vocab: dict[str, object], settings: dict[str, object], key: str
) -> None:
    write(tmp_path, vocab, **settings)
    with pytest.raises(UserFacingError) as refused:
        CharacterTokenizer.read(tmp_path)
    assert refused.value.key == key


def write(folder: Path, vocab: dict[str, object] | dict[str, int], **settings: object) -> None:
    (folder / "vocab.json").write_text(json.dumps(vocab), "utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
