"""Formulas of Word's editor: never another number, and a person is told of what no line can say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import BlockKind, PageNote, Quality
from app.domain.lessons import Passage
from app.lesson.checking import check_passage
from app.library.document_worker import docx_fields
from app.library.document_worker.docx_formulas import formula
from tests import word_files

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.documents import PageText
    from tests.unit.library.document_worker.conftest import Worker


def r(text: str) -> str:
    return f'<m:r><m:t xml:space="preserve">{text}</m:t></m:r>'


def built(name: str, properties: str = "", /, **parts: str) -> str:
    inside = "".join(f"<m:{part}>{content}</m:{part}>" for part, content in parts.items())
    return f"<m:{name}><m:{name}Pr>{properties}</m:{name}Pr>{inside}</m:{name}>"


def over(above: str, below: str) -> str:
    return built("f", num=r(above), den=r(below))


def power(base: str, high: str) -> str:
    return built("sSup", e=base, sup=high)


def brackets(inner: str, begin: str = "(", end: str = ")") -> str:
    return built("d", f'<m:begChr m:val="{begin}"/><m:endChr m:val="{end}"/>', e=inner)


def nary(sign: str, low: str, high: str, of: str) -> str:
    return built("nary", f'<m:chr m:val="{sign}"/>', sub=low, sup=high, e=of)


def rows(name: str, *lines: str) -> str:
    return f"<m:{name}>{''.join(lines)}</m:{name}>"


def cells(*texts: str) -> list[str]:
    return [f"<m:e>{r(text)}</m:e>" for text in texts]


def omath(inside: str) -> str:
    return f"<m:oMath {word_files.MATH} {nsdecls('w')}>{inside}</m:oMath>"


def said(inside: str) -> str:
    return formula(parse_xml(omath(inside))).text


def page(worker: Worker, folder: Path, *content: str) -> PageText:
    """A page with one paragraph: formulas, and words in between."""
    document = docx.Document()
    document.add_paragraph("Fish breathe through gills and live in water for their whole lives.")
    paragraph = document.add_paragraph()
    for part in content:
        if part.startswith("<"):
            paragraph._p.append(parse_xml(part))
        else:
            paragraph.add_run(part)
    return worker.read(word_files.saved(document, folder / "formula.docx")).text


LINEAR = {
    "mixed number": (r("2") + over("3", "4"), "2 3/4"),
    "fraction and factor": (over("3", "4") + r("5"), "3/4 5"),
    "fractions side by side": (over("1", "2") + over("3", "4"), "1/2 3/4"),
    "fraction in a sum": (r("1+") + over("3", "4") + r("=x"), "1+3/4=x"),
    "sum below the line": (over("a+b", "2x"), "(a+b)/(2x)"),
    "two brackets below": (over("1", "(a)(b)"), "1/((a)(b))"),
    "words": (over("distance", "समय"), "distance/समय"),
    "fraction of fractions": (built("f", num=over("1", "2"), den=over("3", "4")), "(1/2)/(3/4)"),
    "power below": (built("f", num=r("5"), den=power(r("cm"), r("3"))), "5/cm³"),
    "power of a fraction": (power(over("3", "4"), r("2")), "(3/4)²"),
    "power of bracketed fraction": (power(brackets(over("3", "4")), r("2")), "(3/4)²"),
    "power of a power": (power(power(r("x"), r("2")), r("3")), "(x²)³"),
    "power in the power": (power(r("2"), power(r("3"), r("4"))), "2^(3⁴)"),
    "letters in the power": (power(r("x"), r("ab")) + r("c"), "x^(ab) c"),
    "letter in the power": (power(r("x"), r("k")) + r("y"), "x^k y"),
    "degrees": (power(r("30"), r("∘")), "30°"),
    "ordinal": (power(r("4"), r("th")), "4th"),
    "half power": (power(r("2"), over("1", "2")), "2^(1/2)"),
    "root": (built("rad", '<m:degHide m:val="1"/>', deg="", e=r("50")) + r("3"), "√50 3"),
    "root of a sum": (built("rad", deg="", e=r("a+b")), "√(a+b)"),
    "root of a power": (built("rad", deg="", e=power(r("x"), r("2"))), "√(x²)"),
    "cube root": (r("2") + built("rad", deg=r("3"), e=r("27")), "2∛27"),
    "index and power": (built("sSubSup", e=r("x"), sub=r("1"), sup=r("2")), "x₁²"),
    "index of letters": (built("sSub", e=r("v"), sub=r("max")) + r("t"), "v_max t"),
    "isotope": (r("2") + built("sPre", sub=r("92"), sup=r("235"), e=r("U")), "2 ²³⁵₉₂U"),
    "size": (brackets(r("-5"), "|", "|"), "|-5|"),
    "set": (brackets(r("1,2,3"), "{", "}"), "{1,2,3}"),
    "such that": (built("d", e=f"{r('x')}</m:e><m:e>{r('x&gt;0')}"), "(x|x>0)"),
    "index of a fraction": (built("sSub", e=over("3", "4"), sub=r("1")), "(3/4)₁"),
    "equation and its number": (rows("eqArr", *cells("x=12#(1)")), "x=12 (1)"),
    "run of the text": ("<w:hyperlink><w:r><w:t>5</w:t></w:r></w:hyperlink>", "5"),
    "equations": (rows("eqArr", *cells("x&amp;=12", "3y&amp;=4")), "x=12; 3y=4"),
    "function": (r("2") + built("func", fName=r("sin"), e=r("30")), "2 sin 30"),
    "limit": (built("limLow", e=r("lim"), lim=r("x→0")) + r("5"), "lim_(x→0) 5"),
    "sum without limits": (nary("∑", "", "", r("x")), "∑x"),
    "letter with an arrow": (built("acc", '<m:chr m:val="\u20d7"/>', e=r("v")), "v\u20d7"),
    "deletion": (r("5") + f"<w:del>{r('888')}</w:del>", "5"),
    "deleted fraction": (r("5") + built("f", "<m:ctrlPr><w:del/></m:ctrlPr>", num="", den=""), "5"),
    "hidden run": (r("5") + "<m:r><w:rPr><w:vanish/></w:rPr><m:t>8</m:t></m:r>", "5"),
    "hidden phantom": (r("7") + built("phant", '<m:show m:val="0"/>', e=r("777")) + r("5"), "7 5"),
    "shown phantom": (built("phant", '<m:show m:val="1"/>', e=r("12")), "12"),
    "unseen times": (r("2\u20623"), "2 3"),
    "bold digits": (r("\U0001d7d0\U0001d465"), "2x"),
    "empty slot": (built("f", num="", den=r("4")), "□/4"),
}  # fmt: skip
UNSURE = {
    "sum": (nary("∑", r("i=1"), r("10"), r("25")), r"\sum(i=1 … 10) 25"),
    "integral": (nary("∫", r("0"), r("1"), r("2x")), r"\int(0 … 1) 2x"),
    "matrix": (rows("m", rows("mr", *cells("12", "34")), rows("mr", *cells("56", "78"))), r"\matrix(12, 34; 56, 78)"),
    "sum in columns": (rows("eqArr", *cells("123", "+456")), r"\eqarray(123; +456)"),
    "cases": (brackets(r("x=1"), "{", ""), r"\cases(x=1)"),
    "binomial": (brackets(built("f", '<m:type m:val="noBar"/>', num=r("5"), den=r("2"))), r"(\atop(5; 2))"),
    "recurring decimal": (r("0.1") + built("bar", '<m:pos m:val="top"/>', e=r("6")), r"0.1\overbar(6)"),
    "dot over a digit": (r("0.") + built("acc", '<m:chr m:val="\u0307"/>', e=r("3")), r"0.\dot(3)"),
    "fifth root": (built("rad", deg=r("5"), e=r("32")), r"\root(5; 32)"),
    "struck": (built("borderBox", '<m:strikeBLTR m:val="1"/>', e=r("25")), r"\cancel(25)"),
    "struck run": ("<m:r><w:rPr><w:strike/></w:rPr><m:t>25</m:t></m:r>", r"\cancel(25)"),
    "phantom": (built("phant", e=r("777")), r"\phantom(777)"),
    "over an arrow": (built("limUpp", e=r("→"), lim=r("200")), r"\above(→; 200)"),
    "under a brace": (built("groupChr", e=r("3+4")), r"\above(⏟; 3+4)"),
    "letters before": (built("sPre", sub=r("n"), sup=r("k"), e=r("C")), r"\prescript(k; n; C)"),
    "unknown": (rows("other", r("12")), r"\formula(12)"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINEAR)
def test_what_has_one_reading_becomes_that_line(name: str) -> None:
    inside, expected = LINEAR[name]
    assert said(inside) == expected


@pytest.mark.parametrize("name", UNSURE)
def test_what_has_none_is_named(name: str) -> None:
    inside, expected = UNSURE[name]
    assert said(inside) == expected


def test_a_person_is_told_of_a_formula_that_no_line_can_say(worker: Worker, tmp_path: Path) -> None:
    text = page(worker, tmp_path, "Look at ", omath(UNSURE["matrix"][0]), " and ", omath(UNSURE["sum"][0]))
    assert (text.quality, text.notes, text.doubtful_words) == (Quality.CHECK, (PageNote.DOUBTFUL_WORDS,), 2)
    sentence = text.blocks[1].text
    assert sentence == r"Look at \matrix(12, 34; 56, 78) and \sum(i=1 … 10) 25"
    passage = Passage(BlockKind.PARAGRAPH, sentence, sentence)
    findings = check_passage(passage, 0, language="en", result_language="en")
    assert [finding.reason for finding in findings] == ["lost_sign"]


def test_a_formula_stands_apart_from_the_numbers_in_the_text(worker: Worker, tmp_path: Path) -> None:
    text = page(worker, tmp_path, "2", omath(over("3", "4")), "5 kg, 4 m", omath(power("", r("2"))), ".")
    assert (text.blocks[1].text, text.quality, text.notes) == ("2 3/4 5 kg, 4 m².", Quality.GOOD, ())


def test_displayed_formulas_stand_apart_from_each_other(worker: Worker, tmp_path: Path) -> None:
    both = f"<m:oMathPara {word_files.MATH} {nsdecls('w')}>{omath(r('x=12'))}{omath(r('3y=4'))}</m:oMathPara>"
    assert page(worker, tmp_path, "Then", both, "holds.").blocks[1].text == "Then x=12 3y=4 holds."


def test_a_formula_of_an_older_editor_has_its_place(worker: Worker, tmp_path: Path) -> None:
    office = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    inside = f'<w:r {nsdecls("w")}><w:object><o:OLEObject {office} ProgID="Equation.DSMT4"/></w:object></w:r>'
    text = page(worker, tmp_path, "The area is ", inside, " cm.")
    assert (text.blocks[1].text, text.quality) == (r"The area is \formula() cm.", Quality.CHECK)


@settings(max_examples=200, deadline=None)
@given(st.recursive(
    st.integers(0, 999).map(lambda number: r(str(number))),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: built("f", num=two[0], den=two[1])),
        inner.map(lambda one: built("rad", deg="", e=one)),
        inner.map(lambda one: brackets(one, "|", "|")),
        st.tuples(inner, inner).map(lambda two: nary("∑", two[0], two[1], two[0])),
    ), max_leaves=6,
))  # fmt: skip
def test_no_number_of_a_built_formula_runs_into_its_neighbour(inside: str) -> None:
    """Runs side by side in one row are one number, as Word shows them; all else keeps its digits together."""
    rows_of_runs = re.findall(r"(?:<m:r><m:t[^>]*>\d+</m:t></m:r>)+", inside)
    numbers = [re.sub(r"<[^>]*>", "", row) for row in rows_of_runs]
    assert sorted(re.findall(r"\d+", said(inside))) == sorted(numbers)


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        (r" EQ \f(3,4) ", "3/4"),
        (r"EQ 2\f(3,4)", "2 3/4"),
        (r"eq \r(3,27) + \r(\f(1,2))", "∛27 + √(1/2)"),
        (r"EQ \f(2,5;3)", "2,5/3"),
        (r"EQ \o(12,/)", r"\formula(\o(12,/))"),
        (r"EQ \f(3", r"\formula(\f(3)"),
        (r"EQ \f(3,4,5)", r"\formula(\f(3,4,5))"),
        (r'SYMBOL 179 \f "Symbol" \s 12', "≥"),
        ("SYMBOL 0xB0", "°"),
        ("PAGE", None),
        (r"HYPERLINK \l a", None),
    ],
)
def test_fields_that_keep_their_text_in_the_instruction(instruction: str, expected: str | None) -> None:
    term = docx_fields.said(instruction)
    assert (term.text if term else None) == expected
