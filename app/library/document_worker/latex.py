r"""Formulas typed between dollar signs, as plain text where they can be said so: ``E = mc^2`` is E = mc² (pure).

What is not understood keeps its backslash, and a check asks a person to look at it.
"""

from __future__ import annotations

import re

from app.library.document_worker import scripts

_SIGNS = {
    "times": "×", "div": "÷", "cdot": "·", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "ne": "≠", "approx": "≈", "equiv": "≡", "rightarrow": "→", "to": "→", "longrightarrow": "→", "leftarrow": "←",
    "rightleftharpoons": "⇌", "infty": "∞", "circ": "°", "degree": "°", "angle": "∠", "triangle": "△", "perp": "⊥",
    "parallel": "∥", "therefore": "∴", "because": "∵", "in": "∈", "cup": "∪", "cap": "∩", "sum": "∑", "propto": "∝",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "theta": "θ", "lambda": "λ", "mu": "μ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "phi": "φ", "omega": "ω", "Omega": "Ω", "ldots": "…", "dots": "…",
    "quad": " ", "left": "", "right": "", "displaystyle": "", "%": "%", "$": "$", ",": " ", ";": " ", "!": "",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+|[%$,;!])")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_WORDS = re.compile(r"\\(?:text|mathrm|mathbf|operatorname|ce)\s*\{([^{}]*)\}")
_POWER = re.compile(r"\^(?:\{([^{}]*)\}|([^\s{}\\]))")
_INDEX = re.compile(r"_(?:\{([^{}]*)\}|([^\s{}\\]))")
_DEEPEST = 6


def plain(formula: str) -> str:
    """A formula in one line of plain text."""
    text = formula.replace("^\\circ", "°").replace("^{\\circ}", "°")
    text = _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[0]), text)
    for _ in range(_DEEPEST):  # from the innermost braces outwards
        before = text
        text = _WORDS.sub(r"\1", text)
        text = _POWER.sub(lambda found: scripts.raised(found[1] or found[2] or "", "x"), text)
        text = _INDEX.sub(lambda found: _lowered(found[1] or found[2] or ""), text)
        text = _ROOT.sub(lambda found: f"√{_whole(found[1])}", text)
        text = _FRACTION.sub(lambda found: f"{_whole(found[1])}/{_whole(found[2])}", text)
        if text == before:
            break
    return " ".join(text.split()).replace("° C", "°C").replace("° F", "°F")


def _lowered(text: str) -> str:
    low = scripts.lowered(text)
    return low if low != text or not text else f"_{text}" if len(text) == 1 else text


def _whole(text: str) -> str:
    """What stands above or below a line, in brackets unless it is one piece."""
    return text if re.fullmatch(r"[\w.°²³⁰-₉]+", text) else f"({text})"
