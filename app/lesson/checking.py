"""What the checks find in a lesson: the fact lock over every passage, and how well the page itself was read."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from app.checks import fact_lock
from app.checks.scripts import other_script
from app.checks.translations import is_oddly_long, is_untranslated
from app.domain import languages
from app.domain.documents import Block, BlockKind, Page, PageNote, Quality
from app.domain.lesson_parts import TITLE, Item, words
from app.domain.lessons import Change, FactKind, Finding, LessonContent, Passage, Severity
from app.domain.numerals import to_ascii_digits
from app.domain.typed_text import says_something
from app.lesson.doubts import DOUBTFUL_BELOW, PUNCTUATION
from app.library.document_worker.look_alikes import bare, known_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.domain.documents import PageText, Word

_LOST = {
    PageNote.UNREADABLE: "unread_page",
    PageNote.NO_TEXT: "unread_page",
    PageNote.TRUNCATED: "page_cut_short",
}
_SEVERAL, _MANY = 3, 0.1  # doubtful words of a passage, and their share
_LONG_LIST, _HARDLY_READ = 1500, 50.0  # words of a language; confidence, where there are fewer
_SHORTEST = 3  # letters of a word that is looked for in the questions
_QUOTED = 80  # characters of an emptied part that remind of what stood there
_NOT_WITHIN = re.compile(r"(?i:not[a-z]{3,}|[a-z]{2,}not)")  # as in "notneed": read with doubt, it may hide a negation
_LOST_SIGN = re.compile(r"\ufffd|\\[A-Za-z]{2,}")  # what a file could not hold, and formulas typed in LaTeX
_FORMULA_LIKE = re.compile(r"(?:[A-Z][a-z]?){2,}")


def check_passage(passage: Passage, index: int, *, language: str, result_language: str) -> tuple[Finding, ...]:
    """Fact lock over one passage: sentence by sentence as the engine made it, as a whole after an edit by hand."""
    if says_something(passage.source) and not says_something(passage.text):
        return (replace(emptied(passage.source), passage=index),)
    if language != result_language and passage.kind is BlockKind.TABLE:
        return tuple(replace(finding, passage=index) for finding in _compare_cells(passage, language, result_language))
    if passage.edited or not passage.pairs:
        found = _compare(passage.source, passage.text, language, result_language)
        return tuple(replace(finding, passage=index) for finding in found)
    return tuple(
        replace(finding, passage=index, sentence=number)
        for number, pair in enumerate(passage.pairs)
        for finding in _compare(pair.source, " ".join(pair.results), language, result_language)
    )


def check_content(content: LessonContent, source_language: str, pages: Sequence[Page]) -> tuple[Finding, ...]:
    """All amber and red findings of a lesson; sentences without one are green."""
    by_id = {page.id: page for page in pages}
    shown = shown_words(content)
    found: list[Finding] = []
    for index, passage in enumerate(content.passages):
        found += check_passage(passage, index, language=source_language, result_language=content.language)
        page = by_id.get(passage.page_id)
        found += check_reading(passage, index, page, shown=shown, translated=source_language != content.language)
    return (*check_author(content), *check_pages(pages, source_language), *check_title(content), *found)


def check_author(content: LessonContent) -> tuple[Finding, ...]:
    """That a model wrote parts of it: a wrong word among right facts is seen by a reader alone, never by the checks."""
    if not content.uses_ai:
        return ()
    reason = "translated_by_model" if content.translated_by else "written_by_model"
    return (_not_checked(FactKind.TEXT, -1, reason, content.translated_by or content.engine),)


def check_title(content: LessonContent) -> tuple[Finding, ...]:
    """Whether the title of a translated lesson is in its language."""
    title, language = content.title, content.language
    if content.page_language == language or not is_untranslated(
        title, title, language=content.page_language, result_language=language
    ):
        return ()
    return (replace(_not_translated(title), place=TITLE),)


def check_pages(pages: Sequence[Page], language: str) -> tuple[Finding, ...]:
    """Pages that are not in the lesson, or in part: nobody would miss what nobody read. And pages in another script."""
    return tuple(_lost(pages)) + tuple(
        _not_checked(FactKind.PAGE, -1, "page_in_other_language", str(page.position + 1))
        for page in pages
        if page.text is not None and page.text.language and _script_of(page.text.language) != _script_of(language)
    )


def _script_of(language: str) -> str:
    return languages.by_code(language).script


def _lost(pages: Sequence[Page]) -> Iterator[Finding]:
    return (
        _not_checked(FactKind.PAGE, -1, reason, str(page.position + 1))
        for page in pages
        if page.text is not None and not page.corrected
        for note, reason in _LOST.items()
        if note in page.text.notes
    )


def shown_words(content: LessonContent) -> str:
    """What a class is asked and tested on: title, key words, questions and answers."""
    items: tuple[Item, ...] = (*content.key_words, *content.choice_questions, *content.short_questions)
    return "\n".join((content.title, *(words(item) for item in items)))


def check_reading(
    passage: Passage, index: int, page: Page | None, *, shown: str = "", translated: bool = False
) -> tuple[Finding, ...]:
    """What the reader of the page was not sure of: the fact lock cannot vouch for a source that may be misread.

    Args:
        passage: Of the lesson.
        index: Its place there.
        page: Where it comes from.
        shown: From `shown_words`; a doubtful word that stands there is told, too.
        translated: Whether the lesson is in another language, where no word of the page can be looked for.
    """
    if passage.kind is BlockKind.FORMULA and passage.media and not passage.edited:
        return (_not_checked(FactKind.FORMULA, index, "formula_as_picture", passage.source),)
    if page is None or page.text is None:
        return ()
    block = next((one for one in page.text.blocks if one.box is not None and one.box == passage.box), None)
    by_hand = page.corrected and block is not None and is_by_hand(block)
    settled = block is not None and by_hand and _squeezed(block.text) == _squeezed(passage.source)
    if page.text.quality is Quality.POOR and not settled:
        return (_not_checked(FactKind.PAGE, index, "poor_page", ""),)
    if block is None or PageNote.DOUBTFUL_WORDS not in page.text.notes:
        return ()
    doubtful = _doubtful_words(block, shown, _vouched_for(page.text))
    if by_hand and not settled:
        doubtful += [word for word in _facts_corrected(block, passage) if word not in doubtful]
    if passage.edited and not translated:  # what the teacher left standing may still be misread
        doubtful = [word for word in doubtful if word in passage.text]
    kind = FactKind.NUMBER if any(_is_fact_like(word) for word in doubtful) else FactKind.TEXT
    return (_not_checked(kind, index, "doubtful_reading", _quoted(doubtful, block)),) if doubtful else ()


def _quoted(doubtful: Sequence[str], block: Block) -> str:
    """Words of a page in one quotation: with dots between those that do not stand side by side there."""
    side_by_side, quoted = " ".join(word.text for line in block.lines for word in line.words), doubtful[0]
    for before, after in pairwise(doubtful):
        quoted += f" {after}" if f"{before} {after}" in side_by_side else f" … {after}"
    return quoted


def emptied(source: str) -> Finding:
    """Words of the page for which nothing stands any more; no fact need be among them."""
    begin = source if len(source) <= _QUOTED else source[:_QUOTED].rsplit(" ", 1)[0] + " …"
    return Finding(Severity.RED, FactKind.TEXT, Change.MISSING, source=begin, reason="emptied")


def _compare_cells(passage: Passage, language: str, result_language: str) -> Iterator[Finding]:
    """Cell by cell, as a table is translated: of the whole, one that stayed as it was would not be seen."""
    cells = [re.split(r"[\t\n]", text) for text in (passage.source, passage.text)]
    if len(cells[0]) != len(cells[1]):
        cells = [[passage.source], [passage.text]]
    for source, result in zip(*cells, strict=True):
        yield from _compare(source, result, language, result_language)


def _not_translated(source: str) -> Finding:
    return Finding(Severity.RED, FactKind.TEXT, Change.MISSING, source=source[:_QUOTED], reason="not_translated")


def _compare(source: str, result: str, language: str, result_language: str) -> tuple[Finding, ...]:
    """The fact lock, which knows the words of these languages alone: what is in another script it did not compare."""
    other = language != result_language
    if other and is_untranslated(source, result, language=language, result_language=result_language):
        return (_not_translated(source),)
    strange = other_script(source, language) or other_script(result, result_language)
    unknown: tuple[Finding, ...] = ()
    if strange:
        unknown += (_not_checked(FactKind.TEXT, -1, "other_script", strange),)
    if lost := [word for word in source.split() if _LOST_SIGN.search(word)]:
        unknown += (_not_checked(FactKind.TEXT, -1, "lost_sign", " ".join(lost)[:_QUOTED]),)
    if other and is_oddly_long(source, result):
        unknown += (_not_checked(FactKind.TEXT, -1, "odd_length", ""),)
    if source == result and not other:
        return unknown
    return (*unknown, *fact_lock.compare(source, result, language=language, result_language=result_language))


def is_by_hand(block: Block) -> bool:
    """Whether a person typed in it: then its lines have lost the words she changed, and with them their doubts."""
    return any(len(line.words) < len(line.text.split()) for line in block.lines)


def _facts_corrected(block: Block, passage: Passage) -> list[str]:
    """Facts that the lesson still has as they were misread, because it was made before the page was corrected."""
    right = block.text.split()
    return [word for word in passage.source.split() if word not in right and _is_fact_like(word)]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _doubtful_words(block: Block, shown: str, vouched: Callable[[Word], bool]) -> list[str]:
    """Words that OCR itself doubted and that must not pass unseen.

    A misread digit is seen by no reader, a misread key word or answer is learnt by heart, a passage with many is no
    text, and a word that nobody knows (भाष for भाप) may be approved unread with the green ones.
    """
    all_words = [word for line in block.lines for word in line.words]
    doubtful = [word for word in all_words if word.confidence is not None and word.confidence < DOUBTFUL_BELOW]
    many = len(doubtful) >= _SEVERAL and len(doubtful) > _MANY * len(all_words)
    return [
        word.text
        for word in doubtful
        if many or _is_fact_like(word.text) or _is_in(word.text, shown) or not vouched(word)
    ]


def _vouched_for(read: PageText) -> Callable[[Word], bool]:
    """Tells whether a word stands elsewhere on the page without doubt, or in the word lists of its language.

    Short lists lack most words of a page; there the reader must have doubted it more.
    """
    words = [word for block in read.blocks for line in block.lines for word in line.words]
    sure = {bare(word.text).casefold() for word in words if (word.confidence or 0.0) >= DOUBTFUL_BELOW}
    known = known_words(read.language or "")
    enough = DOUBTFUL_BELOW if len(known) >= _LONG_LIST else _HARDLY_READ

    def vouched(word: Word) -> bool:
        text = bare(word.text)
        seen = text in known or text.casefold() in known or text.casefold() in sure
        return seen or len(text) <= 1 or (word.confidence or 0.0) >= enough

    return vouched


def _is_in(word: str, shown: str) -> bool:
    bare = word.strip(PUNCTUATION)
    return len(bare) >= _SHORTEST and bare in shown


def _is_fact_like(word: str) -> bool:
    """Whether a word holds a digit, a sign or a "not", or is spelled like a chemical formula: HO may have been H₂O."""
    folded = to_ascii_digits(word)
    if any(letter.isdigit() or unicodedata.category(letter) in ("Sm", "So", "Sc", "No") for letter in folded):
        return True
    bare = folded.strip(string.punctuation)
    return _FORMULA_LIKE.fullmatch(bare) is not None or _NOT_WITHIN.fullmatch(bare) is not None


def _not_checked(kind: FactKind, index: int, reason: str, source: str) -> Finding:
    return Finding(Severity.AMBER, kind, Change.NOT_CHECKED, source=source, reason=reason, passage=index)
