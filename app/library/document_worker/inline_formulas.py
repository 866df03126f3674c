"""Formulas within a sentence that cannot be right as they were read: kept as pictures behind their paragraph.

Tesseract knows no formula: C₆H₁₂O₆ on a photo comes as "CgH 1206", "CgH;20¢." or, on a Hindi page, with figures of both
scripts. What stood there cannot be told from the letters, so the words stay, are doubted, and the picture shows it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind, Box
from app.library.document_worker.look_alikes import MARKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.documents import Block, Word
    from app.library.document_worker.positions import PositionedLine

_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_AROUND = "\"'“”‘’()[],.;:!?।॥"
_ELEMENTS = frozenset(
    re.findall(
        r"[A-Z][a-z]?",
        "HHeLiBeBCNOFNeNaMgAlSiPSClArKCaScTiVCrMnFeCoNiCuZnGaGeAsSeBrKrRbSrYZrNbMoTcRuRhPdAgCdInSnSbTeIXeCsBaLaCePrNdSm"
        "EuGdTbDyHoErTmYbLuHfTaWReOsIrPtAuHgTlPbBiPoAtRnFrRaAcThPaUNpPu",
    )
)
_CHEMICAL = re.compile(r"(?:[A-Z][a-z]?\d*){2,}")
_ATOM = re.compile(r"[A-Z][a-z]?")
_SHORT_FORM = re.compile(r"[A-Z]+s?|(?:Ph|M|B)(?:D|Sc|Ed|Com|Tech|Pharm)|[a-z]?[A-Z][a-z]\d*|(?:Mc|Mac|De|La)[A-Z]\w*")
_LOW_TWO = re.compile(r"(?:[A-Z][a-z]?\d*)*[A-Z][a-y]?z(?:[A-Z][a-z]?\d*)+")  # a lowered 2 read as z: HzO
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")  # a plain number, one digit of which was read in another script
_SPOILED = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Za-z\d]*[A-Za-z][;!¢€*?][A-Za-z\d]+[\w¢€*]*")


def doubted(lines: Sequence[PositionedLine]) -> list[PositionedLine]:
    """The lines with the words marked that stand where a formula could not be read."""
    return [replace(line, words=tuple(_marked(word) for word in line.words)) for line in lines]


def unread(blocks: Sequence[Block]) -> dict[int, tuple[Box, ...]]:
    """By the index of a paragraph or list item, where such formulas stand in it, the words beside them included."""
    found = {
        index: tuple(box for line in block.lines for box in _places(line.words))
        for index, block in enumerate(blocks)
        if block.kind in _TEXT
    }
    return {index: boxes for index, boxes in found.items() if boxes}


def is_unreadable(text: str) -> bool:
    """Whether a word stands where a formula was that Tesseract could not read."""
    bare = text.strip(_AROUND)
    if _SPOILED.fullmatch(bare) or _LOW_TWO.fullmatch(bare) or _is_in_two_scripts(bare):
        return True
    if not _CHEMICAL.fullmatch(bare) or _SHORT_FORM.fullmatch(bare):
        return False
    return not _ELEMENTS.issuperset(_ATOM.findall(bare))


def _is_in_two_scripts(text: str) -> bool:
    """Whether a number has figures of two scripts."""
    scripts = {unicodedata.name(char).split()[0] for char in text if char.isdecimal()}
    return len(scripts) > 1 and text.replace(".", "").replace(",", "").isdecimal()


def _marked(word: Word) -> Word:
    sure = word.confidence is not None and word.confidence > MARKED
    return replace(word, confidence=MARKED) if sure and is_unreadable(word.text) else word


def _places(words: Sequence[Word]) -> Iterator[Box]:
    for index, word in enumerate(words):
        if is_unreadable(word.text) and not _GROUPED.fullmatch(word.text.strip(_AROUND)):
            beside = [one.box for one in words[max(0, index - 1) : index + 2]]
            yield Box(
                min(box.left for box in beside),
                min(box.top for box in beside),
                max(box.right for box in beside),
                max(box.bottom for box in beside),
            )
