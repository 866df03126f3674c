"""Why an engine serves: what the device router answers, as phrases with values, and the one place that says them.

A reason is one `Phrase` with its values; a value is a text as it is (a name, a number), another reason (a device, a
rate with its unit), or, where it is called `language` or `target`, the code of a language. The command line says them
in English, the window by its catalogue, where each phrase stands in the context "Router".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LANGUAGES = frozenset(("language", "target"))
"""Values that are codes of languages."""


class CardProblem(StrEnum):
    """Why no model can run on a graphics processor that is there."""

    NONE = ""
    NO_CUDA = "the installed PyTorch was built without CUDA"
    OLD_MACOS = "models want macOS 14 or newer"


class Phrase(StrEnum):
    """What can be said; the value is the English with its placeholders."""

    MEASURED = "{model} with {form} on {device}, measured here: {rate}"
    NOT_MEASURED = "{model} with {form} on {device}, not measured here"
    BY_RULE = "after a measurement on two x86 cores about {rate}"
    GRAPHICS_FIRST = "a graphics processor goes before the processor"
    OTHER_MEASURED = "{form} on {device} measured {number}"
    OTHER_EXPECTED = "{form} on {device} about {number}"
    DEVICE_CHOSEN = "{device} was chosen in Settings"
    DEVICE_SERVES_NOT = "{device} was chosen in Settings, but no installed model for this runs there"
    DEVICE_MISSING = "{device} was chosen in Settings, but this machine has none"
    PRECISION_CHOSEN = "{precision} was chosen in Settings"
    PRECISION_MISSING = "{precision} was chosen in Settings, but no installed model that fits has it"
    MODEL_CHOSEN = "it was chosen in Settings"
    MODEL_MISSING = "{model}, which was chosen in Settings, is not installed for this or does not fit"
    CARD_UNUSED = "{card} is not used: {problem}"
    TOO_SLOW = "{model} would be too slow ({rate})"
    NEEDS_MEMORY = "{model} needs {needs} GB of memory, and {room} GB are for models"
    NEEDS_CARD = "{model} needs {needs} GB of the card's memory, and {room} GB are for models"
    NONE_AT_ALL = "no model is installed"
    NONE_INSTALLED = "no model for {work} is installed"
    NONE_RUNS = "no installed model for {work} runs on this machine"
    INSTEAD = "{why}, so {instead}"

    TOKENS = "{number} tokens a second"
    SENTENCES = "{number} sentences a second"
    PASSAGES = "{number} passages a second"
    SOUND = "{number} seconds of sound a second"

    PROCESSOR = "the processor"
    NVIDIA_CARD = "the NVIDIA card"
    APPLE_GRAPHICS = "Apple's graphics"
    NO_CUDA = CardProblem.NO_CUDA.value
    OLD_MACOS = CardProblem.OLD_MACOS.value

    IN_LANGUAGE = "{work} in {language}"
    FROM_INTO = "{work} from {language} into {target}"
    INTO = "{work} into {target}"
    WRITING = "writing"
    TRANSLATING = "translating"
    EMBEDDING = "searching by meaning"
    RERANKING = "judging what was found"
    SPEAKING = "speaking"
    CHECKING = "the second safety check"

    RULES_WRITE = "the built-in rules write"
    GLOSSARY_TRANSLATES = "nothing is translated but what the glossary knows"
    WORDS_SEARCH = "the search goes by words alone"
    ORDER_STAYS = "what was found stays in the order of the search"
    VOICE_SPEAKS = "the built-in voice speaks"
    RULES_CHECK = "the rules check alone"

    END = "."


@dataclass(frozen=True, slots=True)
class Reason:
    """A phrase with a value for each of its placeholders; `because` makes one."""

    phrase: Phrase
    values: tuple[tuple[str, str | Reason], ...] = ()


def because(phrase: Phrase, **values: str | Reason) -> Reason:
    """A reason of this phrase and these values."""
    return Reason(phrase, tuple(values.items()))


def english_name(code: str) -> str:
    """Of a language; the code where it is not known."""
    return next((one.english_name for one in LANGUAGES if one.code == code), code)


def said(reason: Reason, phrase: Callable[[Phrase], str] = str, language: Callable[[str], str] = english_name) -> str:
    """A reason in words.

    Args:
        reason: The reason.
        phrase: Says a phrase in the language that is wanted, its placeholders kept.
        language: Names a language by its code.
    """
    words = {}
    for name, value in reason.values:
        if isinstance(value, Reason):
            words[name] = said(value, phrase, language)
        else:
            words[name] = language(value) if name in _LANGUAGES else value
    return phrase(reason.phrase).format(**words)


def sentence(
    reasons: Sequence[Reason],
    phrase: Callable[[Phrase], str] = str,
    language: Callable[[str], str] = english_name,
) -> str:
    """Reasons as one sentence; "" without any. The arguments are those of `said`."""
    if not reasons:
        return ""
    text = "; ".join(said(one, phrase, language) for one in reasons)
    return f"{text[:1].upper()}{text[1:]}{phrase(Phrase.END)}"
