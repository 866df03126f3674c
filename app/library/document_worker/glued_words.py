"""Words that ran into each other: "Adrone", "1 ma day", and "does notneed", which says the opposite without its "not".

Where letters stand close, Tesseract loses the gap between words, plain Tesseract as well. The picture still has it:
inside a word hardly two letters stand apart as far as two words of their line do. Where they do, and the parts are
words of the page or of the language, the word is parted; where the parts are unknown, it is marked. A "not" without
its gap is marked even where the picture shows none: of 241,000 right words (OneStopEnglish, XQuAD) none is.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from app.library.document_worker import light
from app.library.document_worker.look_alikes import MARKED, bare, known_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.domain.documents import Word
    from app.library.document_worker.positions import PositionedLine
    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]
    Run = tuple[int, int]

_SHORTEST = 3
_WORDS = frozenset({"notable", "notably", "notation", "notched"})
_BEFORE = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had|could|should|would|must|may|might|will|shall)not")

_LIKE_A_SPACE = 0.7  # of the gaps between the words of the line
_SURELY_A_SPACE = 0.8
_NARROWEST = 0.2  # such a gap, in heights of a letter
_CELLS = 1.6  # a gap this wide, in heights of a letter, divides cells or columns
_REACH = 0.4  # of the boxes of words beyond their ink, in heights of a letter
_OFF = 1.3  # letters by which a place in the picture may miss its place in the text
_MOST_GAPS = 3
_FEWEST_WORDS = 3  # of a row, to know its gaps
_AS_HIGH = 0.4  # ink that is lower than this, in heights of a letter, is no letter
_SPECKS = 1  # rows of ink that a gap may hold

_LONE = frozenset("ai")
_UNITS = frozenset("mglsvwjn")  # only behind a number
_NARROW = frozenset("iljtfrI1.,'’|:;!()[]")
_BROAD = frozenset("mwMW")
_VIRAMA = 9  # Unicode combining class


@dataclass(frozen=True, slots=True)
class _Page:
    """What the words of a page are judged by.

    Attributes:
        ink: (height, width), 255 where there is ink.
        letter: Height of a letter in pixels.
        counts: How often each word stands on the page, in small letters.
        language: ISO 639-1 code.
    """

    ink: Picture
    letter: float
    counts: Counter[str]
    language: str

    def is_word(self, text: str, before: str) -> bool:
        """Whether a part of a word is a word of the page or the language; a unit only where a number is `before`."""
        word = bare(text).casefold()
        if word.isdecimal():
            return True
        if len(word) == 1:
            return word in _LONE or (word in _UNITS and bare(before)[-1:].isdecimal())
        return self.counts[word] > 0 or word in known_words(self.language)


def parted(words: Sequence[RawWord], page: Picture, letter: float, language: str) -> list[RawWord]:
    """The words of a page, parted where the picture has a gap as between words; marked where it is not sure.

    Args:
        words: As read.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
        language: ISO 639-1 code of the page.
    """
    if letter <= 0:
        return list(words)
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    counts = Counter(bare(word.text).casefold() for word in words)
    about = _Page(light.ink(page), letter, counts, language)
    return [part for row in rows.values() for part in _row(sorted(row, key=lambda word: word.left), about)]


def _row(row: list[RawWord], page: _Page) -> list[RawWord]:
    if len(row) < _FEWEST_WORDS:
        return row
    white = _white(row, page)
    between = [_between(*pair, white, page) for pair in itertools.pairwise(row)]
    widths = [run[1] - run[0] for run in between if run is not None]
    widths = [width for width in widths if width < _CELLS * page.letter] or widths
    if not widths:
        return row
    space = max(median(widths), _NARROWEST * page.letter)
    # a box may lie across its neighbour's gap: what looks like a gap inside is then the one before the word
    between = [run if run is not None and run[1] - run[0] >= _LIKE_A_SPACE * space else None for run in between]
    found: list[RawWord] = []
    for number, word in enumerate(row):
        before, after = (between[at] if 0 <= at < len(between) else (edge, edge) for at, edge in _sides(number, word))
        if before is None or after is None:
            found.append(word)
            continue
        inside = [run for run in white if before[1] < run[0] and run[1] < after[0]]
        last = found[-1].text if found else ""
        found += _parts(replace(word, left=before[1], width=after[0] - before[1]), word, inside, (space, last), page)
    return found


def _sides(number: int, word: RawWord) -> tuple[tuple[int, int], tuple[int, int]]:
    """Numbers of the gaps before and behind a word, with the edge that counts where there is none."""
    return (number - 1, word.left), (number, word.right)


def _white(row: Sequence[RawWord], page: _Page) -> list[Run]:
    """First and last + 1 column of each stretch without ink in a row."""
    left, right = max(0, row[0].left), max(word.right for word in row)
    dark = np.count_nonzero(page.ink[_band(row), left:right], axis=0) > _SPECKS
    edges = np.flatnonzero(np.diff(np.concatenate([[True], dark, [True]]).astype(np.int8))) + left
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _band(row: Sequence[RawWord]) -> slice:
    """The rows of pixels that the words of a row take."""
    return slice(max(0, round(median(word.top for word in row))), round(median(word.bottom for word in row)))


def _between(word: RawWord, after: RawWord, white: Sequence[Run], page: _Page) -> Run | None:
    """The gap where one word ends and the next begins; None where it cannot be told.

    Their boxes are off by half a letter, and may leave out a letter that ran into the word: of two gaps with a letter
    between them the one that makes the letters of both words as wide as each other is theirs.
    """
    start, end = word.right - _REACH * page.letter, after.left + _REACH * page.letter
    near = [run for run in white if run[1] > start and run[0] < end]
    widest = max((run[1] - run[0] for run in near), default=0)
    near = [run for run in near if run[1] - run[0] >= _LIKE_A_SPACE * widest]
    for one, other in itertools.pairwise(near):
        height = np.count_nonzero(page.ink[_band([word, after]), one[1] : other[0]].any(axis=1))
        if height < _AS_HIGH * page.letter:
            return None  # a dash or a stain that nobody read
    return min(near, key=lambda run: _unevenness(word, after, run), default=None)


def _unevenness(word: RawWord, after: RawWord, gap: Run) -> float:
    """How much wider the letters of one word are than those of the other with a gap between them, as a logarithm."""
    inked = (max(1, gap[0] - word.left), max(1, after.right - gap[1]))
    own, other = (width / max(0.5, sum(map(_width, w.text))) for width, w in zip(inked, (word, after), strict=True))
    return abs(math.log(own / other))


def _parts(
    inked: RawWord, word: RawWord, white: Sequence[Run], around: tuple[float, str], page: _Page
) -> list[RawWord]:
    """A word as it is, marked or parted.

    Args:
        inked: The word with the box of its ink.
        word: The word.
        white: The gaps in it.
        around: Width of the space between words, and the word before.
        page: What it is judged by.
    """
    space, last = around
    gaps = [run for run in white if run[1] - run[0] >= _LIKE_A_SPACE * space]
    if not 0 < len(gaps) <= _MOST_GAPS or bare(word.text).casefold() in known_words(page.language):
        return [word]
    sure = min(run[1] - run[0] for run in gaps) >= _SURELY_A_SPACE * space
    choices = [_places(inked, run) for run in gaps]
    ways = [_texts(word.text, places) for places in _ways(choices)]
    known = [[page.is_word(text, before) for text, before in zip(way, [last, *way], strict=False)] for way in ways]
    chosen = next((way for way, are_words in zip(ways, known, strict=True) if all(are_words)), None)
    if chosen is None and sure and word.text.isascii() and ways and any(known[0]):
        # Latin letters never stand so far apart, and the nearest place leaves a word
        rest = [bare(text) for text, is_word in zip(ways[0], known[0], strict=True) if not is_word]
        chosen = ways[0] if min(map(len, rest)) >= _SHORTEST else None
    if chosen is not None:
        return _cut(word, chosen, inked, gaps)
    # Indian letters stand apart inside a syllable, too
    doubt = sure and bool(ways) and (bare(word.text).isascii() or any(map(any, known)))
    return [replace(word, confidence=MARKED)] if doubt and word.confidence > MARKED else [word]


def _texts(text: str, places: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in itertools.pairwise([0, *places, len(text)])]


def _cut(word: RawWord, texts: Sequence[str], inked: RawWord, gaps: Sequence[Run]) -> list[RawWord]:
    starts, ends = [inked.left, *(run[1] for run in gaps)], [*(run[0] for run in gaps), inked.right]
    cuts = zip(texts, starts, ends, strict=True)
    return [replace(word, text=text, left=start, width=end - start) for text, start, end in cuts]


def _places(inked: RawWord, gap: Run) -> list[tuple[float, int]]:
    """Where in its text a word can be cut for a gap in its ink: how far off in letters, and the place."""
    widths = [_width(character) for character in inked.text]
    total = sum(widths)
    place = ((gap[0] + gap[1]) / 2 - inked.left) / max(1, inked.width) * total
    done = itertools.accumulate(widths)
    off = ((abs(before - place), number) for number, before in enumerate(done, 1))
    return sorted(one for one in off if one[0] <= _OFF and _can_cut(inked.text, one[1]))


def _width(character: str) -> float:
    """Roughly, in letters."""
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    if character in _NARROW:
        return 0.55
    return 1.5 if character in _BROAD else 1.2 if character.isupper() else 1.0


def _can_cut(text: str, place: int) -> bool:
    """Whether letters, or a letter and a number, that are none of one syllable meet at a place."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    kinds = unicodedata.category(before)[0], unicodedata.category(after)[0]
    if kinds[0] not in "LMN" or kinds[1] not in "LN" or kinds == ("N", "N"):
        return False
    return unicodedata.combining(before) != _VIRAMA


def _ways(choices: Sequence[Sequence[tuple[float, int]]]) -> Iterator[list[int]]:
    """Places for all gaps, from left to right, the likeliest first."""
    ways = sorted(itertools.product(*choices), key=lambda way: sum(off for off, _ in way))
    for way in ways:
        places = [place for _, place in way]
        if places == sorted(set(places)):
            yield places


def doubted(lines: Sequence[PositionedLine], language: str) -> list[PositionedLine]:
    """The lines with such words marked.

    Args:
        lines: All of a page.
        language: ISO 639-1 code of the page; other languages than English are left as they are.
    """
    if language != "en":
        return list(lines)
    return [replace(line, words=tuple(_marked(word) for word in line.words)) for line in lines]


def hides_not(text: str) -> bool:
    """Whether a word is a "not" and another word without a gap."""
    word = bare(text).casefold()
    if _BEFORE.fullmatch(word):
        return True
    rest = word.removeprefix("not")
    known = known_words("en")
    return rest != word and len(rest) >= _SHORTEST and rest in known and word not in known | _WORDS


def _marked(word: Word) -> Word:
    sure = word.confidence is not None and word.confidence > MARKED
    return replace(word, confidence=MARKED) if sure and hides_not(word.text) else word
