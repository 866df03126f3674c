r"""Formulas of Word's equation editor (OMML, ISO/IEC 29500-1 part 22) as text in one line.

What has one reading in a line becomes that line: fractions, powers, roots, brackets, equations below each other. What
has none (matrices, sums with limits, bars) is written with the names of UnicodeMath (Unicode Technical Note 28), as in
``\matrix(12, 34; 56, 78)``: the backslash is what the checks show to a person, as with formulas typed in LaTeX.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.domain.numerals import to_ascii_digits
from app.library.document_worker import scripts
from app.library.document_worker.docx_marks import LEFT_OUT, is_hidden, is_struck, is_yes, symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_DEPTH = 40
_EMPTY = "□"
_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"
_NUMBER = r"\d+(?:[.,]\d+)*"
_LETTER = r"[^\W\d_]"
_INDEXED = rf"{_LETTER}[₀-₉]+"
_POWER = rf"(?:{_NUMBER}|{_LETTER}|[kcmd]m)[{_HIGH}]+"
_ABOVE = re.compile(rf"{_NUMBER}|(?:{_NUMBER})?{_LETTER}+|{_INDEXED}|{_POWER}|[√∛∜](?:{_NUMBER}|{_LETTER})")
_BELOW = re.compile(rf"{_NUMBER}|{_LETTER}|[kcmd]m|kg|ml|min|{_INDEXED}|{_POWER}")
_UNDER_ROOT = re.compile(rf"{_NUMBER}|{_LETTER}|{_INDEXED}")
_PLAIN_WORD = 4  # letters from which nobody reads a product: a/bc, but mass/volume
_RELATION = re.compile(r"[=<>≤≥≠≈≡∝]")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)")
_UPRIGHT = frozenset("°'′″‴*†")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_SUMS = {"∑": "sum", "∏": "prod", "∫": "int", "∬": "iint", "∭": "iiint", "∮": "oint", "⋃": "bigcup", "⋂": "bigcap"}
_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot", "\u0308": "ddot",
            "\u20d7": "vec"}  # fmt: skip
_LIMITS = frozenset(("lim", "max", "min", "sup", "inf"))
_STRIKES = ("strikeH", "strikeV", "strikeBLTR", "strikeTLBR")
_OPENING, _CLOSING = "([{√∛∜\\", ")]}"


@dataclass(frozen=True, slots=True)
class Term:
    """Part of a formula in one line.

    Attributes:
        text: Its text.
        before: Whether a letter or digit right before it would change what it says: 2 3/4 is not 23/4.
        behind: The same of what follows.
        tall: Whether it is built of several storeys, so that a power of it needs brackets.
    """

    text: str = ""
    before: bool = False
    behind: bool = False
    tall: bool = False


def formula(element: Any) -> Term:  # noqa: ANN401 - lxml is untyped
    """A formula (``m:oMath`` or ``m:oMathPara``) as text."""
    return _read(_Node(element, 0))


def touches(left: str, right: str) -> bool:
    """Whether two texts side by side would be read as one number, word or factor."""
    ends = left[-1:].isalnum() or left[-1:] in (*_CLOSING, _EMPTY)
    return bool(left) and ends and (right[:1].isalnum() or right[:1] in (*_OPENING, _EMPTY))


def fraction(above: Term, below: Term) -> Term:
    """A fraction with a slash."""
    return Term(f"{_wrapped(above.text, _ABOVE)}/{_wrapped(below.text, _BELOW)}", before=True, behind=True, tall=True)


def root(degree: str, of: Term) -> Term:
    """A root; of a degree that has no sign of its own, with its name."""
    sign = _ROOTS.get(to_ascii_digits(degree.strip()))
    if sign is None:
        return unsure("root", degree, of.text)
    return Term(f"{sign}{_wrapped(of.text, _UNDER_ROOT)}", behind=True, tall=True)


def unsure(name: str, *parts: str) -> Term:
    """What no line can say: its name and its parts, for a person to look at."""
    return Term(rf"\{name}({'; '.join(part.strip() for part in parts)})", before=True, behind=True, tall=True)


def joined(terms: Iterable[Term]) -> Term:
    """Terms side by side, with a space where two would be read as one."""
    kept = [term for term in terms if term.text]
    if not kept:
        return Term()
    text = kept[0].text
    for last, term in pairwise(kept):
        gap = " " if (last.behind or term.before) and touches(text, term.text) else ""
        text += gap + term.text
    return Term(text, kept[0].before, kept[-1].behind, any(term.tall for term in kept))


@dataclass(frozen=True, slots=True)
class _Node:
    element: Any
    depth: int

    @property
    def name(self) -> str:
        """Its name without the namespace of formulas; empty for comments."""
        tag = self.element.tag
        return tag.removeprefix(MATH) if isinstance(tag, str) else ""

    def children(self) -> list[_Node]:
        return [_Node(child, self.depth + 1) for child in self.element.iterchildren()]

    def parts(self, name: str) -> list[Term]:
        return [_read(_Node(part, self.depth + 1)) for part in self.element.findall(f"{MATH}{name}")]

    def part(self, name: str) -> Term:
        return joined(self.parts(name))

    def setting(self, name: str) -> str | None:
        """A property as written; None where there is none."""
        found = self.element.find(f"{MATH}{self.name}Pr/{MATH}{name}")
        return None if found is None else str(found.get(f"{MATH}val") or "")

    def is_on(self, name: str) -> bool:
        return is_yes(self.setting(name))


def _read(node: _Node) -> Term:
    name = node.name
    if not name or name in LEFT_OUT or name.endswith("Pr"):
        return Term()
    if node.depth > _MAX_DEPTH:
        return unsure("formula")
    handler = _HANDLERS.get(name)
    if name == f"{_WORD}r":
        return _run(node)
    if handler is None:
        row = _row(node)
        return row if name.startswith("{") or name in _ROWS else unsure("formula", row.text)
    if _is_deleted(node):
        rest = _row(node).text.strip()
        return unsure("formula", rest) if rest else Term()
    return handler(node)


def _is_deleted(node: _Node) -> bool:
    control = node.element.find(f"{MATH}{node.name}Pr/{MATH}ctrlPr")
    return control is not None and next(control.iter(f"{_WORD}del"), None) is not None


def _row(node: _Node) -> Term:
    return joined(map(_read, node.children()))


def _lines(node: _Node) -> Term:
    """Formulas on lines of their own."""
    return Term(" ".join(term.text.strip() for term in node.parts("oMath")), before=True, behind=True, tall=True)


def _run(node: _Node) -> Term:
    properties = node.element.find(f"{_WORD}rPr")
    if is_hidden(properties):
        return Term()
    text = "".join(map(_characters, node.element.iterchildren()))
    return unsure("cancel", text) if is_struck(properties) and text.strip() else Term(text)


def _characters(child: Any) -> str:  # noqa: ANN401
    if child.tag in (f"{MATH}t", f"{_WORD}t"):
        return "".join(map(_character, child.text or ""))
    if child.tag == f"{_WORD}sym":
        return symbol(child.get(f"{_WORD}char") or "", child.get(f"{_WORD}font") or "")
    return " " if child.tag in (f"{_WORD}br", f"{_WORD}tab", f"{_WORD}cr") else ""


def _character(character: str) -> str:
    if "\u2062" <= character <= "\u2064":  # a times, comma or plus that nobody sees keeps numbers apart
        return " "
    if "\U0001d400" <= character <= "\U0001d7ff":  # italic and bold letters and digits as characters of their own
        return unicodedata.normalize("NFKC", character)
    return "" if character == "\u2061" else character


def _fraction(node: _Node) -> Term:
    above, below = node.part("num"), node.part("den")
    return unsure("atop", above.text, below.text) if node.setting("type") == "noBar" else fraction(above, below)


def _root(node: _Node) -> Term:
    return root("" if node.is_on("degHide") else node.part("deg").text, node.part("e"))


def _power(node: _Node) -> Term:
    return _raised(node.part("e"), node.part("sup").text)


def _raised(base: Term, power: str) -> Term:
    text, power = _flat(base), power.strip().replace("∘", "°")
    if text.endswith(tuple(_HIGH)) or "^" in text:
        text = f"({text})" if not _is_enclosed(text) else text
    high = scripts.raised(power)
    if power and (high != power or set(power) <= _UPRIGHT or _ORDINAL.fullmatch(text[-1:] + power)):
        return Term(text + high, base.before)
    return Term(f"{text}^{power or _EMPTY}" if len(power) < 2 else f"{text}^({power})", base.before, behind=True)


def _flat(base: Term) -> str:
    """What something raised or lowered belongs to: in brackets if it has several storeys."""
    return f"({base.text})" if base.tall and not _is_enclosed(base.text) else base.text


def _index(node: _Node) -> Term:
    base, index = node.part("e"), node.part("sub").text.strip()
    low = scripts.lowered(index)
    if low != index:
        return Term(_flat(base) + low, base.before)
    shown = index or _EMPTY
    shown = shown if shown.isalpha() or len(shown) == 1 else f"({shown})"
    return Term(f"{_flat(base)}_{shown}", base.before, behind=True)


def _index_and_power(node: _Node) -> Term:
    base, index = node.part("e"), node.part("sub").text.strip()
    low = scripts.lowered(index)
    text = _flat(base) + (low if low != index else f"_({index})" if index else "")
    return _raised(replace(base, text=text, tall=False), node.part("sup").text)


def _before(node: _Node) -> Term:
    """Raised and lowered before a letter, as the numbers of an isotope."""
    low, high, base = node.part("sub").text.strip(), node.part("sup").text.strip(), node.part("e")
    shown = scripts.raised(high) + scripts.lowered(low)
    if any(character.isalnum() and character.isascii() for character in shown):
        return unsure("prescript", high, low, base.text)
    return replace(base, text=shown + base.text, before=True)


def _brackets(node: _Node) -> Term:
    begin, end, between = (node.setting(name) for name in ("begChr", "endChr", "sepChr"))
    begin, end = "(" if begin is None else begin, ")" if end is None else end
    parts = node.parts("e")
    inner = ("|" if between is None else between).join(part.text for part in parts)
    if (begin, end) in (("{", ""), ("", "}")):
        return unsure("cases", inner)
    return Term(f"{begin}{inner}{end}", tall=not (begin and end) and any(part.tall for part in parts))


def _sum(node: _Node) -> Term:
    sign = node.setting("chr")
    sign = "∫" if sign is None else sign
    limits = [node.part(name).text.strip() for name in ("sub", "sup") if not node.is_on(f"{name}Hide")]
    shown = " … ".join(limit for limit in limits if limit)
    first = unsure(_SUMS.get(sign, "nary"), shown) if shown else Term(sign, behind=True)
    return replace(joined((first, node.part("e"))), behind=True, tall=True)


def _limit(node: _Node) -> Term:
    base, limit = node.part("e").text.strip(), node.part("lim").text
    if base in _LIMITS and node.name == "limLow":
        return Term(f"{base}_({limit.strip()})", before=True, behind=True, tall=True)
    return unsure("below" if node.name == "limLow" else "above", base, limit)


def _grouped(node: _Node) -> Term:
    return unsure("above", node.setting("chr") or "⏟", node.part("e").text)


def _attached(name: str, text: str) -> Term:
    r"""A mark over or under some digits of a number stays at the number: 0.1\overbar(6)."""
    return replace(unsure(name, text), before=False, behind=False)


def _bar(node: _Node) -> Term:
    return _attached("overbar" if node.setting("pos") == "top" else "underbar", node.part("e").text)


def _accent(node: _Node) -> Term:
    mark, text = node.setting("chr") or "\u0302", node.part("e").text.strip()
    if len(text) == 1 and text.isalpha() and mark in _ACCENTS:
        return Term(unicodedata.normalize("NFC", text + mark))
    return _attached(_ACCENTS.get(mark, "accent"), text)


def _boxed(node: _Node) -> Term:
    inner = node.part("e")
    return unsure("cancel", inner.text) if any(map(node.is_on, _STRIKES)) else inner


def _phantom(node: _Node) -> Term:
    """What is not shown leaves a gap; where nothing is said, a person looks."""
    if node.setting("show") is None:
        return unsure("phantom", node.part("e").text)
    return node.part("e") if node.is_on("show") else Term(" ")


def _function(node: _Node) -> Term:
    name, of = node.part("fName"), node.part("e")
    gap = "" if of.text.startswith(("(", "[", " ")) or not name.text or not of.text else " "
    return Term(f"{name.text}{gap}{of.text}", before=True, behind=True, tall=True)


def _matrix(node: _Node) -> Term:
    rows = [_Node(row, node.depth + 1).parts("e") for row in node.element.findall(f"{MATH}mr")]
    return unsure("matrix", *(", ".join(cell.text.strip() for cell in row) for row in rows))


def _equations(node: _Node) -> Term:
    """Equations below each other; other rows, as of a sum in columns, mean more than their order says.

    An ampersand is where they are aligned, a hash what parts an equation from its number.
    """
    rows = [row.text.replace("&", "").replace("#", " ").strip() for row in node.parts("e")]
    rows = [row for row in rows if row]
    if not all(map(_RELATION.search, rows)):
        return unsure("eqarray", *rows)
    return Term("; ".join(rows), before=True, behind=True, tall=True)


def _wrapped(text: str, plain: re.Pattern[str]) -> str:
    """What stands above or below a line, in brackets unless it is one piece."""
    text = text.strip()
    if not text:
        return _EMPTY
    return text if plain.fullmatch(text) or _is_enclosed(text) or _is_word(text) else f"({text})"


def _is_word(text: str) -> bool:
    letters = all(unicodedata.category(character)[0] in "LM" for character in text)
    return letters and (len(text) >= _PLAIN_WORD or not text.isascii())


def _is_enclosed(text: str) -> bool:
    """Whether the first bracket is closed by the last character."""
    if text[:1] != "(" or text[-1:] != ")":
        return False
    open_brackets = 0
    for character in text[:-1]:
        open_brackets += (character == "(") - (character == ")")
        if not open_brackets:
            return False
    return True


_ROWS = frozenset(("oMath", "e", "num", "den", "sub", "sup", "deg", "lim", "fName", "box", "mr"))
_HANDLERS: dict[str, Callable[[_Node], Term]] = {
    "oMathPara": _lines, "r": _run, "f": _fraction, "rad": _root, "sSup": _power, "sSub": _index,
    "sSubSup": _index_and_power, "sPre": _before, "d": _brackets, "nary": _sum, "limLow": _limit, "limUpp": _limit,
    "groupChr": _grouped, "bar": _bar, "acc": _accent, "borderBox": _boxed, "phant": _phantom, "func": _function,
    "m": _matrix, "eqArr": _equations,
}  # fmt: skip
