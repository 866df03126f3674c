from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain import languages
from app.domain.sentences import words
from app.lesson.rules import phrasebook
from app.lesson.rules.glossary import Glossary, load_glossary

FOLDER = Path(__file__).parents[3] / "resources" / "glossaries"
COLUMNS = ["term", "easier", "meaning", "subject", "forms", "kind"]
SUBJECTS = {"science", "maths", "social", "language", "general"}
WITH_FREQUENCIES = ("en", "hi")
NEEDED = {"en": 400, "hi": 400}
NEEDED_ELSEWHERE = 150
LONGEST_MEANING = 14  # words
EVERYDAY_NEEDED = {"en": 2500, "hi": 1500}
BETWEEN_WORDS = frozenset(" -'.\u200c\u200d")

EASIEST = {code: FOLDER / "easiest" / f"{code}.tsv" for code in WITH_FREQUENCIES}
NEEDED_EASIEST = {"en": 250, "hi": 120}
NEEDED_EASIEST_ELSEWHERE = 15

glossary_files = pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
term_files = pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.tsv")), ids=lambda path: "-".join(path.parts[-2:]))
all_files = pytest.mark.parametrize(
    "path", sorted((*FOLDER.rglob("*.tsv"), *FOLDER.glob("everyday-*.txt"))), ids=lambda path: "-".join(path.parts[-2:])
)
with_frequencies = pytest.mark.parametrize("code", WITH_FREQUENCIES)


class Row(NamedTuple):
    term: str
    easier: str
    meaning: str
    subject: str
    forms: str
    kind: str

    @property
    def form_pairs(self) -> list[tuple[str, str]]:
        pairs = (form.partition("=") for form in self.forms.split(",") if form)
        return [(form, easier) for form, _, easier in pairs]


def body(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@cache
def rows(path: Path) -> tuple[Row, ...]:
    cells = list(csv.reader(body(path), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert cells[0] == COLUMNS
    assert [line for line in cells[1:] if len(line) != len(COLUMNS)] == []
    return tuple(Row(*line) for line in cells[1:])


@cache
def glossary(code: str) -> Glossary:
    return load_glossary(FOLDER, code, ())


def everyday(code: str) -> list[str]:
    return body(FOLDER / f"everyday-{code}.txt")


def holds(text: str, term: str, code: str) -> bool:
    """Whether the words of the term stand next to each other in the text."""
    joined = f" {' '.join(words(text, code)).casefold()} "
    return f" {' '.join(words(term, code)).casefold()} " in joined


def foreign(text: str, code: str) -> str:
    first, last = languages.by_code(code).block
    return "".join(
        c for c in text if unicodedata.category(c)[0] in "LM" and not first <= ord(c) <= last and c not in BETWEEN_WORDS
    )


def test_there_is_a_glossary_for_english_and_hindi() -> None:
    assert {path.stem for path in FOLDER.glob("*.tsv")} >= set(WITH_FREQUENCIES)
    assert {path.stem for path in FOLDER.glob("*.tsv")} <= set(languages.codes())


@all_files
def test_each_file_says_what_it_is_and_that_nobody_reviewed_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = text[: text.index(body(path)[0])]
    assert all(line.startswith("#") for line in header.splitlines())
    assert "GPL-3.0-or-later" in header
    assert "not yet reviewed by a native speaker" in header
    assert unicodedata.is_normalized("NFC", text)


@glossary_files
def test_there_are_enough_terms_and_each_stands_once(path: Path) -> None:
    counts = Counter(row.term.casefold() for row in rows(path))
    assert [term for term, count in counts.items() if count > 1] == []
    assert len(counts) >= NEEDED.get(path.stem, NEEDED_ELSEWHERE)


@term_files
def test_rows_are_tidy(path: Path) -> None:
    for row in rows(path):
        assert all(cell == " ".join(cell.split()) for cell in row), row
        assert row.term, row
        assert row.meaning, row
        assert row.subject in SUBJECTS, row
        assert not row.meaning.endswith((".", "।")), row
        listed = [form for form, _ in row.form_pairs]
        assert len({row.term, *listed}) == len(listed) + 1, row


@term_files
def test_terms_and_meanings_are_in_the_script_of_the_language(path: Path) -> None:
    for row in rows(path):
        for text in (row.term, row.easier, *(form for pair in row.form_pairs for form in pair)):
            assert foreign(text, path.stem) == "", row
            assert all(unicodedata.category(c)[0] in "LM" or c in BETWEEN_WORDS for c in text), row
        assert [c for c in foreign(row.meaning, path.stem) if not c.isascii()] == [], row
        assert foreign(row.meaning, path.stem) != "".join(c for c in row.meaning if c.isalpha()), row


@term_files
def test_a_meaning_is_short_and_explains_the_term_by_other_words(path: Path) -> None:
    for row in rows(path):
        assert len(row.meaning.split()) <= LONGEST_MEANING, row
        for used in (row.term, *(form for form, _ in row.form_pairs)):
            assert not holds(row.meaning, used, path.stem), row
        if row.easier:
            assert not holds(row.easier, row.term, path.stem), row


@term_files
def test_words_are_replaced_only_where_there_is_frequency_data(path: Path) -> None:
    replaced = [row for row in rows(path) if row.easier]
    assert bool(replaced) == (path.stem in WITH_FREQUENCIES)
    for row in rows(path):
        assert {bool(easier) for _, easier in row.form_pairs} <= {bool(row.easier)}, row


@term_files
def test_every_term_and_form_is_found_as_itself(path: Path) -> None:
    for row in rows(path):
        for surface, easier in ((row.term, row.easier), *row.form_pairs):
            found = [(match.entry.term, match.easier) for match in glossary(path.stem).find(surface)]
            assert found == [(row.term, easier)], surface


@with_frequencies
def test_an_easier_word_is_an_everyday_one_and_more_usual_than_the_term(code: str) -> None:
    rank = {word.casefold(): place for place, word in enumerate(everyday(code))}
    for row in rows(FOLDER / f"{code}.tsv"):
        for term, easier in ((row.term, row.easier), *row.form_pairs):
            if not easier:
                continue
            for word in words(easier, code):
                assert not glossary(code).is_rare(word), (term, word)
            if term.casefold() in rank:
                assert rank[easier.casefold()] < rank[term.casefold()], term


@with_frequencies
def test_at_least_150_terms_have_an_easier_word(code: str) -> None:
    assert sum(bool(row.easier) for row in rows(FOLDER / f"{code}.tsv")) >= 150


@with_frequencies
def test_meanings_are_in_words_that_a_child_knows_or_the_glossary_explains(code: str) -> None:
    used = [word for row in rows(FOLDER / f"{code}.tsv") for word in words(row.meaning, code)]
    unknown = [word for word in used if glossary(code).is_rare(word) and not glossary(code).entry(word)]
    assert len(unknown) <= 0.03 * len(used), Counter(unknown).most_common(20)


@with_frequencies
def test_everyday_words_are_single_words_and_stand_once(code: str) -> None:
    listed = everyday(code)
    assert len(listed) >= EVERYDAY_NEEDED[code]
    assert [word for word, count in Counter(word.casefold() for word in listed).items() if count > 1] == []
    assert [word for word in listed if not word or word.split() != [word] or foreign(word, code)] == []


@glossary_files
def test_terms_of_one_kind_are_plain_nouns_of_one_subject(path: Path) -> None:
    """They stand side by side as options of a question: no easier word, and no two with the same meaning."""
    kinds: dict[str, list[Row]] = {}
    for row in rows(path):
        if row.kind:
            kinds.setdefault(row.kind, []).append(row)
    assert sum(len(found) >= 4 for found in kinds.values()) >= 10
    for kind, found in kinds.items():
        assert all(not row.easier and row.meaning and row.subject != "general" for row in found), kind
        spelt_twice = {"प्रकाश संश्लेषण", "प्रकाश-संश्लेषण", "সালোকসংশ্লেষ", "সালোকসংশ্লেষণ", "बाष्पोच्छ्वास"}
        meanings = [row.meaning for row in found if row.term not in spelt_twice]
        assert len(set(meanings)) == len(meanings), kind


@with_frequencies
def test_there_are_enough_words_for_the_easiest_level_that_no_other_list_has(code: str) -> None:
    terms = [row.term for row in rows(EASIEST[code])]
    assert len(set(terms)) == len(terms) >= NEEDED_EASIEST[code]
    assert {row.term for row in rows(FOLDER / f"{code}.tsv")}.isdisjoint(terms)


@with_frequencies
def test_the_easier_word_of_the_easiest_level_is_an_everyday_one_whatever_its_inflection(code: str) -> None:
    endings = phrasebook.load(FOLDER.parent / "lesson" / f"{code}.toml").forms.endings
    known = load_glossary(FOLDER, code, endings)
    for row in rows(EASIEST[code]):
        for term, easier in ((row.term, row.easier), *row.form_pairs):
            assert [word for word in words(easier, code) if known.is_rare(word)] == [], term


@pytest.mark.parametrize("code", sorted({path.stem for path in FOLDER.glob("*.tsv")} - {*WITH_FREQUENCIES}))
def test_every_other_language_has_words_that_only_the_easiest_level_explains(code: str) -> None:
    terms = [row.term for row in rows(FOLDER / "easiest" / f"{code}.tsv")]
    assert len(set(terms)) == len(terms) >= NEEDED_EASIEST_ELSEWHERE
    assert {row.term for row in rows(FOLDER / f"{code}.tsv")}.isdisjoint(terms)
