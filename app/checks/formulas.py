"""Finds chemical formulas, equations and expressions, and mathematical signs that stand between words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.checks import units
from app.checks.facts import Fact, Taken
from app.domain.lessons import FactKind


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


_ELEMENTS = _set(
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo"
    " Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce W Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U"
)
_CAPITALS = _set("CO KOH HF KI HCN")  # compounds in capital letters only; other such words are abbreviations
_FUNCTIONS = _set("sin cos tan cot sec log ln area")
_WORDS = _set("a an am as at be by do go he if in is it me my no of on or so to up us we the and for mm cm km kg")

_SUB = "₀₁₂₃₄₅₆₇₈₉"
_SUP = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_NUMBER = re.compile(rf"\d+(?:,\d+)*(?:\.\d+)?(?:\^[-−]?\d+|[{_SUP}]+)?(?:/\d+)?|[½¼¾⅓⅔]")
_SYMBOL = re.compile(
    rf"[∠△Δ√]?\s?[A-Za-zα-ωΑ-Ω](?:[A-Za-zα-ωΑ-Ω\d{_SUB}{_SUP}]|\^[-−]?[\da-z]+|\([A-Za-z\d{_SUB}]+\)(?=[\d{_SUB}]))*"
)
_OPERATOR = re.compile(r"\s*(?:->|=>|<=|>=|[=+×÷≠≤≥→⇌⟶↔±∥⊥*<>·−/–:-])\s*")
_STRONG = re.compile(r"->|=>|[=+×÷≠≤≥→⇌⟶↔±∥⊥*<>−]")
_SIGN = re.compile(r"[=×÷→⇌√≠≤≥±∞∠△⊥∥∑∴]|(?<=\s)[+<>−](?=\s)")
_ATOM = re.compile(rf"([A-Z][a-z]?)([\d{_SUB}]*)")
_ION = re.compile(rf"([A-Z][a-z]?)[\d{_SUB}]*[+−-](?=[\s,.;:)]|$)")
_RAISED = re.compile(rf"[{_SUP}]+")
_RAISED_LETTER = re.compile(rf"[A-Za-zα-ω][{_SUP}]|[A-Za-z]\^")
_CHARGE = re.compile(rf"[{_SUP}]+$")
_COUNT = re.compile(r"^\d+")
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z\d]")
_START = re.compile(r"[-−]?[([]?\s?")
_END = re.compile(r"\s?[)\]]")
_SCIENCE = re.compile(r"-?\d+(?:\.\d+)?\*10\^-?\d+(?: \S+ )?")
_PRODUCT = re.compile(r"(?<=[)\]])(?=[(\[])")
_LONGEST_PRODUCT = 2
_LONGEST_FIGURE = 4

_PLAIN = str.maketrans(
    dict(zip(_SUB, "0123456789", strict=True))
    | {"−": "-", "–": "-", "·": "*", "×": "*", "⟶": "→", " ": None, "\u00a0": None, "\n": None, ",": None}
)
_UNRAISED = str.maketrans(dict(zip(_SUP, "0123456789+-", strict=True)))


@dataclass(frozen=True, slots=True)
class _Operand:
    end: int
    value: str


@dataclass(slots=True)
class _Chain:
    """Operands with operators between them, as far as they were read."""

    end: int
    values: list[str]
    strong: bool = False
    opened: int = 0

    def close(self, text: str, since: int) -> None:
        """Moves the end over the closing bracket of one opened before it."""
        self.opened += sum(text.count(bracket, since, self.end) for bracket in "([")
        self.opened -= sum(text.count(bracket, since, self.end) for bracket in ")]")
        bracket = _END.match(text, self.end) if self.opened > 0 else None
        if bracket:
            self.end, self.opened = bracket.end(), self.opened - 1


def find(text: str, taken: Taken) -> list[Fact]:
    """The formulas of a text in ASCII digits, outside the characters already taken.

    Sub- and superscripts, kinds of minus and arrows, spaces and digit grouping do not matter to a formula's value;
    everything else does, the units inside it included.
    """
    facts: list[Fact] = []
    spans = taken.copy()
    position = weak = 0
    while position < len(text):
        run, chain = _run(text, position, weak)
        weak = max(weak, chain)
        if run is None or taken.overlaps(position, run.end):
            position += 1
            continue
        if not _SCIENCE.fullmatch(run.value):  # 3 × 10⁸ m/s is a number
            facts.append(_fact(text, position, run))
        spans.add(position, run.end)
        position = max(run.end, position + 1)
    return facts + [
        Fact(FactKind.FORMULA, match[0], match[0].translate(_PLAIN), "", *match.span())
        for match in _SIGN.finditer(text)
        if not spans.overlaps(*match.span())
    ]


def is_chemical(token: str) -> bool:
    """Whether the token is the formula of a substance: ``H2O``, ``2H₂``, ``Ca(OH)₂``, ``NaCl``, ``SO₄²⁻``."""
    body = _CHARGE.sub("", _COUNT.sub("", token)).replace("(", "").replace(")", "")
    atoms = _ATOM.findall(body)
    if "".join(symbol + count for symbol, count in atoms) != body or not all(s in _ELEMENTS for s, _ in atoms):
        return False
    if any(count for _, count in atoms) or body in _CAPITALS:
        return bool(atoms)
    return len(atoms) > 1 and any(len(symbol) > 1 for symbol, _ in atoms)


def _fact(text: str, start: int, run: _Operand) -> Fact:
    return Fact(FactKind.FORMULA, text[start : run.end], run.value, "", start, run.end)


def _run(text: str, start: int, weak: int) -> tuple[_Operand | None, int]:
    """The longest expression that begins at `start`: a chain of operands, or one that is a formula on its own.

    Up to `weak` the text is known to be a chain without a strong operator, and is not read again.

    Returns:
        The expression, if there is one, and the end of the weak chain that was read.
    """
    if text[start].isspace() or (
        start and _LETTER_OR_DIGIT.match(text, start - 1) and _LETTER_OR_DIGIT.match(text, start)
    ):
        return None, 0
    chain = _chain(text, start) if start >= weak else None
    ion = _ION.match(text, start)
    if ion and ion[1] in _ELEMENTS and not (chain and chain.strong):
        return _Operand(ion.end(), _canonical(ion[0])), 0
    if chain and chain.strong:
        return _Operand(chain.end, "".join(chain.values)), 0
    symbol = _SYMBOL.match(text, start)
    count = _NUMBER.match(text, start)
    if symbol is None and count and not text[count.end() : count.end() + 1].isspace():
        symbol = _SYMBOL.match(text, count.end())
    return _alone(text[start : symbol.end()], symbol.end()) if symbol else None, chain.end if chain else 0


def _chain(text: str, start: int) -> _Chain | None:
    """The operands and operators from `start` on."""
    first = _operand(text, start)
    if first is None:
        return None
    chain = _Chain(first.end, [first.value])
    chain.close(text, start)
    while True:
        operator = _OPERATOR.match(text, chain.end) or _PRODUCT.match(text, chain.end)
        following = _operand(text, operator.end()) if operator else None
        if operator is None or following is None:
            return chain
        chain.strong = chain.strong or bool(_STRONG.search(operator[0]))
        chain.values += [_canonical(operator[0].strip()), following.value]
        before, chain.end = chain.end, following.end
        chain.close(text, before)


def _alone(token: str, end: int) -> _Operand | None:
    """A formula that needs no operator: a substance, or letters with a power."""
    if is_chemical(token) or _RAISED_LETTER.search(token.strip()):
        unit = units.after(f"1 {token}", 1)  # "m²" alone is a unit, not a formula
        return None if unit and unit.edge == len(token) + 2 else _Operand(end, _canonical(token))
    return None


def _operand(text: str, start: int) -> _Operand | None:
    begin = _START.match(text, start).end()  # type: ignore[union-attr]  # matches always
    number = _NUMBER.match(text, begin)
    end = number.end() if number else begin
    symbol = _SYMBOL.match(text, end) if not text[end : end + 1].isspace() else None
    value = ""
    if symbol and _is_symbol(symbol[0], bare=number is None) and not (number and units.after(text, end)):
        end = symbol.end()
        value = _canonical(text[start:end])
    elif number:
        unit = units.after(text, end)
        value = _canonical(text[start:end]) + (f" {unit.name} " if unit else "")
        end = unit.edge if unit else end
    else:
        return None
    return _Operand(end, value)


def _is_symbol(token: str, *, bare: bool) -> bool:
    """Whether Latin letters are symbols of an expression rather than a word."""
    letters = token.strip(" ∠△Δ√")
    if is_chemical(letters) or _RAISED_LETTER.search(letters) or letters in _FUNCTIONS:
        return True
    if bare and letters in _WORDS - {"a"}:
        return False
    return len(letters) <= _LONGEST_PRODUCT or (letters.isupper() and len(letters) <= _LONGEST_FIGURE)


def _canonical(token: str) -> str:
    raised = _RAISED.sub(lambda match: "^" + match[0].translate(_UNRAISED), token)
    return raised.translate(_PLAIN).replace("->", "→").replace("=>", "→")
