"""Chemical formulas, spelled letter by letter for the voice."""

from __future__ import annotations

import re

_SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Br Kr Ag Sn I Ba Pt Au Hg Pb U"
)
_COMPOUNDS = "NaCl HCl NaOH KCl KOH CaO MgO CuO ZnO FeO FeS CaS CuS ZnS AgCl AgBr NaBr KBr HBr HF KI NaF LiCl HgO CO"
_ELEMENTS = frozenset(_SYMBOLS.split())
_WITHOUT_DIGITS = frozenset(_COMPOUNDS.split())
_ELEMENT = r"[A-Z][a-z]?[₀-₉\d]{0,2}"
_FORMULA = re.compile(rf"(?<![\w.])(\d{{0,2}})((?:{_ELEMENT}|\((?:{_ELEMENT})+\)[₀-₉\d]?)+)(?![\w₀-₉])")
_PART = re.compile(r"[A-Z][a-z]?|[₀-₉]+|\d+")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_BESIDE_ELEMENT = re.compile(r"[+→⟶⇌]")
_GASES = frozenset({"H2", "N2", "O2", "O3", "F2"})


def spelled_formulas(text: str) -> str:
    """The text with H₂O, CO2 or NaCl as "H 2 O", "C O 2", "N A C L"; anything that may be a word is left alone."""
    return _FORMULA.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    parts = _PART.findall(found[2])
    elements = [part for part in parts if part[0].isalpha()]
    fits = _is_formula(found[2], elements) or (len(found[2]) > 1 and _in_equation(found))
    if not all(element in _ELEMENTS for element in elements) or not fits:
        return found[0]
    letters = " ".join(" ".join(part.upper()) if part.isalpha() else part.translate(_LOWERED) for part in parts)
    return f"{found[1]} {letters}".lstrip()


def _is_formula(formula: str, elements: list[str]) -> bool:
    if re.search("[₀-₉]", formula) or formula in _WITHOUT_DIGITS or formula in _GASES:
        return True
    return len(elements) > 1 and any(char.isdigit() for char in formula)


def _in_equation(found: re.Match[str]) -> bool:
    """Whether the sign of an equation with an arrow stands beside it: "Fe + S → FeS"."""
    beside = found.string[max(0, found.start() - 2) : found.start()] + found.string[found.end() : found.end() + 2]
    return "→" in found.string and _BESIDE_ELEMENT.search(beside) is not None
