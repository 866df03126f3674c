"""Letters to numbers by Meta's rule: lower case, what the voice does not know left out, a blank around each letter.

Rule: ``TextMapper`` and ``commons.intersperse(ids, 0)`` of ``fairseq/examples/mms/tts/infer.py``. The tokenizer of
transformers takes the letter with number 0 (Telugu త, Punjabi ਏ, English k) for a sign of its own and loses blanks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.model_folder import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BLANK = 0
_NEARLY = {
    "ँ": "ं",
    "ঁ": "ং",
    "ઁ": "ં",
    "ଁ": "ଂ",
    "ਁ": "ਂ",
    "ॉ": "ो",
    "ऑ": "ओ",
    "ॅ": "े",
    "ऍ": "ए",
    "ૉ": "ો",
    "ઑ": "ઓ",
    "ૅ": "ે",
    "ઍ": "એ",
    "ൺ": "ണ്",
    "ൻ": "ന്",
    "ർ": "ര്",
    "ൽ": "ല്",
    "ൾ": "ള്",
    "ൿ": "ക്",
    "ৎ": "ত্",
    "’": "'",
    "ʼ": "'",
    "‘": "'",
    "–": "-",
    "‐": "-",
    "‑": "-",
    "ୱ": "ଵ",
    "ଵ": "ୱ",
}
"""What is said in the place of a sign that the voice was never taught; chillu and khanda ta are the same sound."""


class CharacterTokenizer:
    """The letters of one voice.

    Args:
        vocab: Number of each letter.
        add_blank: Whether number 0 stands around each letter.
    """

    def __init__(self, vocab: Mapping[str, int], *, add_blank: bool = True) -> None:
        self.vocab = vocab
        self._add_blank = add_blank

    @classmethod
    def read(cls, folder: Path) -> CharacterTokenizer:
        """The letters of the voice in this folder, from ``vocab.json`` and ``tokenizer_config.json``.

        Raises:
            UserFacingError: they are missing or damaged (``engine.load_failed``), or they want Latin letters or sounds
                made of the text first (``engine.not_this_model``), which no MMS voice of our languages does.
        """
        vocab = read_json(folder, "vocab.json")
        settings = read_json(folder, "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
        for setting in ("is_uroman", "phonemize"):
            if settings.get(setting):
                raise UserFacingError("engine.not_this_model", name=folder.name, detail=f"{setting} is set")
        numbers = {key: value for key, value in vocab.items() if type(value) is int and value >= 0}
        if numbers.keys() != vocab.keys() or not numbers or len(set(numbers.values())) != len(numbers):
            raise UserFacingError("engine.load_failed", name=folder.name)
        return cls(numbers, add_blank=settings.get("add_blank") is not False)

    def ids(self, text: str) -> tuple[int, ...]:
        """The numbers of a text by Meta's rule; () where no letter of it is known."""
        known = "".join(letter for letter in text.lower() if letter in self.vocab).strip()
        numbers = [self.vocab[letter] for letter in known]
        if not self._add_blank or not numbers:
            return tuple(numbers)
        spread = [_BLANK] * (2 * len(numbers) + 1)
        spread[1::2] = numbers
        return tuple(spread)

    def fitted(self, text: str) -> str:
        """The text in signs the voice knows, where the same or nearly the same sound can be written in them.

        Unicode writes क़ as one sign or as two, and a voice knows the one it was taught. Nothing changes in a text of
        which nothing would be left out.
        """
        text = " ".join(text.lower().split())
        if all(letter in self.vocab for letter in text):
            return text
        return "".join(self.nearest(letter) for letter in self.joined(text))

    def joined(self, text: str) -> str:
        """The text with those letters as one sign that the voice knows only so."""
        return self._apart.sub(lambda found: self._joins[found[0]], text)

    def nearest(self, letter: str) -> str:
        """How the voice can say a letter; the letter itself where it cannot."""
        if letter in self.vocab:
            return letter
        parts = unicodedata.normalize("NFD", letter)
        if parts[:1] in self.vocab:  # the dot below is lost where the voice has none
            return "".join(part for part in parts if part in self.vocab)
        nearly = _NEARLY.get(letter, "")
        return nearly if nearly and all(part in self.vocab for part in nearly) else letter

    def says(self, text: str) -> bool:
        """Whether there is a letter in it that the voice knows; a digit or a dash among its signs makes no word."""
        return any(letter in self.vocab and unicodedata.category(letter)[0] == "L" for letter in text.lower())

    @cached_property
    def _joins(self) -> dict[str, str]:
        """Letters that the voice knows joined and not in their parts, by their parts."""
        parts = {unicodedata.normalize("NFD", letter): letter for letter in self.vocab}
        return {
            apart: letter
            for apart, letter in parts.items()
            if len(apart) > len(letter) == 1 and not all(part in self.vocab for part in apart)
        }

    @cached_property
    def _apart(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._joins)) or "(?!)")
