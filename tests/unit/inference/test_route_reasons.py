"""What the router answers is said in English as the commands have always said it, word for word."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from app.bootstrap import Services
from app.cli.commands import make
from app.domain.errors import UserFacingError
from app.domain.models import EngineTask, Route
from app.domain.route_reasons import CardProblem, Phrase, because, said, sentence
from app.inference.device_router import BUILT_IN, route
from tests.unit.inference.test_device_router import CATALOG, EVERY, GIBI, GPU, LAPTOP, MAC, PC, ask, have, speed

BOTH = have("small ctranslate2/int8", "large ctranslate2/int8")
SAID: dict[str, Callable[[], Route]] = {
    "Small with OpenVINO int4 on the processor, not measured here; after a measurement on two x86 cores about 100"
    " tokens a second; CTranslate2 int8 on the processor measured 40.": lambda: ask(
        PC, have("small ctranslate2/int8", "small openvino/int4"), speeds=(speed("small", "ctranslate2/int8", 40),)
    ),
    "Small with CTranslate2 int8 on the processor, not measured here; after a measurement on two x86 cores about 24"
    " tokens a second; the NVIDIA card was chosen in Settings, but this machine has none; huge, which was chosen in"
    " Settings, is not installed for this or does not fit; fp16 was chosen in Settings, but no installed model that"
    " fits has it; Large needs 8.8 GB of memory, and 2.1 GB are for models.": lambda: ask(
        LAPTOP, BOTH, device="cuda", quantization="fp16", models={EngineTask.GENERATE: "huge"}
    ),
    "Small with MLX int4 on Apple's graphics, not measured here; a graphics processor goes before the processor;"
    " Apple's graphics was chosen in Settings; it was chosen in Settings; int4 was chosen in Settings.": lambda: ask(
        MAC, EVERY, device="mps", quantization="int4", models={EngineTask.GENERATE: "small"}
    ),
    "Small with transformers float16 on the NVIDIA card, not measured here; a graphics processor goes before the"
    " processor; transformers float32 on the processor about 9; Large needs 16.1 GB of memory, and 11.9 GB are for"
    " models.": lambda: ask(
        replace(GPU, memory=16 * GIBI), have("small transformers/bfloat16", "large transformers/bfloat16")
    ),
    "Small with CTranslate2 int8 on the processor, not measured here; after a measurement on two x86 cores about 12"
    " tokens a second; Large would be too slow (0.778 tokens a second).": lambda: ask(PC, BOTH),
    "Large needs 8.8 GB of memory, and 2.1 GB are for models, so the built-in rules write.": lambda: ask(
        LAPTOP, have("large ctranslate2/int8")
    ),
    "No installed model for writing runs on this machine, so the built-in rules write.": lambda: ask(
        MAC, have("small openvino/int4")
    ),
    "No model for translating from Hindi into Tamil is installed, so nothing is translated but what the glossary"
    " knows.": lambda: route(EngineTask.TRANSLATE, "hi", "ta", installed=[], catalog=CATALOG, machine=PC),
    "No model for speaking in xx is installed, so the built-in voice speaks.": lambda: route(
        EngineTask.SPEAK, "xx", installed=[], catalog=CATALOG, machine=PC
    ),
}


@pytest.mark.parametrize("words", SAID)
def test_the_commands_say_the_reasons_word_for_word(words: str) -> None:
    assert SAID[words]().reason == words


def test_nothing_told_is_no_sentence() -> None:
    assert Route(EngineTask.GENERATE, None).reason == ""


def test_a_phrase_is_said_by_whoever_knows_the_language() -> None:
    why = because(Phrase.NONE_INSTALLED, work=because(Phrase.IN_LANGUAGE, work=because(Phrase.WRITING), language="ta"))
    signs = {Phrase.NONE_INSTALLED: "<{work}>", Phrase.IN_LANGUAGE: "{language}:{work}", Phrase.END: "!"}

    def phrase(one: Phrase) -> str:
        return signs.get(one, one.name)

    assert said(why, phrase, str.upper) == "<TA:WRITING>"
    assert sentence((why, why), phrase, str.upper) == "<TA:WRITING>; <TA:WRITING>!"


def test_every_way_to_do_without_a_model_and_every_problem_is_a_phrase() -> None:
    assert set(BUILT_IN) == set(EngineTask)
    assert {Phrase(one.value) for one in CardProblem if one} < set(Phrase)
    assert all(name for one in Phrase for _, name, _, _ in string.Formatter().parse(one) if name is not None)


def test_where_nobody_can_be_asked_the_fault_is_the_reason() -> None:
    fault = UserFacingError("models.catalogue_unsigned", path="here", name="bge.toml")

    class Room:
        def route(self, *_: str) -> Route:
            raise fault

    row = make._row(cast(Services, SimpleNamespace(room=Room())), EngineTask.SPEAK, "hi", "")
    assert (row["task"], row["language"], row["model"], row["reason"]) == ("speak", "hi", None, str(fault))
