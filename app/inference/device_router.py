"""Which installed model serves a task, in which runtime, on which device: a pure function of what is known.

Between models the better one is taken that fits the memory and is not too slow to wait for; between the forms of one
model, and devices, the quickest, as measured on this machine or expected by the rules of `engine_options`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.models import DeviceKind, EngineChoices, EngineTask, InstalledModel, Machine, ModelSpec, Route, Runtime
from app.domain.route_reasons import Phrase, Reason, because
from app.inference.engine_options import Option, options, serves, threads
from app.inference.machine import device_budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.models import Speed

_MEBI = 1 << 20
_GIBI = 1 << 30
_WORKER_ITSELF = 100 * _MEBI

RUNTIME_NAMES = {
    Runtime.CTRANSLATE2: "CTranslate2",
    Runtime.TRANSFORMERS: "transformers",
    Runtime.SENTENCE_TRANSFORMERS: "sentence-transformers",
    Runtime.MLX: "MLX",
    Runtime.OPENVINO: "OpenVINO",
}
_DEVICES = {
    DeviceKind.CPU: Phrase.PROCESSOR,
    DeviceKind.CUDA: Phrase.NVIDIA_CARD,
    DeviceKind.MPS: Phrase.APPLE_GRAPHICS,
}
_WORK = {
    EngineTask.GENERATE: Phrase.WRITING,
    EngineTask.TRANSLATE: Phrase.TRANSLATING,
    EngineTask.EMBED: Phrase.EMBEDDING,
    EngineTask.RERANK: Phrase.RERANKING,
    EngineTask.SPEAK: Phrase.SPEAKING,
    EngineTask.SAFETY: Phrase.CHECKING,
}
_RATES = {
    EngineTask.TRANSLATE: Phrase.SENTENCES,
    EngineTask.EMBED: Phrase.PASSAGES,
    EngineTask.RERANK: Phrase.PASSAGES,
    EngineTask.SPEAK: Phrase.SOUND,
}
BUILT_IN = {
    EngineTask.GENERATE: Phrase.RULES_WRITE,
    EngineTask.TRANSLATE: Phrase.GLOSSARY_TRANSLATES,
    EngineTask.EMBED: Phrase.WORDS_SEARCH,
    EngineTask.RERANK: Phrase.ORDER_STAYS,
    EngineTask.SPEAK: Phrase.VOICE_SPEAKS,
    EngineTask.SAFETY: Phrase.RULES_CHECK,
}
"""What does the work where no model serves."""
_PRECISIONS = {"int4": ("int4",), "int8": ("int8",), "fp16": ("float16", "bfloat16", "float32")}


def route(
    task: EngineTask,
    language: str,
    target: str = "",
    *,
    installed: Sequence[InstalledModel],
    catalog: Iterable[ModelSpec],
    machine: Machine,
    choices: EngineChoices | None = None,
    speeds: Sequence[Speed] = (),
) -> Route:
    """Answer who does a task on this machine, with the reasons.

    Args:
        task: What is to be done.
        language: ISO 639-1 code of the text, of the source for a translation; "" where it does not matter.
        target: Language of the translation.
        installed: What is on this laptop.
        catalog: Specs of at least the installed models; an installed one without a spec serves nothing.
        machine: As measured.
        choices: What a person set.
        speeds: Measurements on this machine.
    """
    choices = choices or EngineChoices()
    specs = {one.id: one for one in catalog}
    serving = [(one, specs[one.spec_id]) for one in installed if one.spec_id in specs]
    serving = [(one, spec) for one, spec in serving if serves(spec, task, language, target)]
    if not serving:
        return _built_in(task, because(Phrase.NONE_INSTALLED, work=_what(task, language, target)))
    return decide(task, options(serving, specs, machine, speeds), machine, choices)


def decide(task: EngineTask, possible: Sequence[Option], machine: Machine, choices: EngineChoices) -> Route:
    """The best of these ways to do a task."""
    problems = _problems(machine, choices)
    if not possible:
        return _built_in(task, because(Phrase.NONE_RUNS, work=Reason(_WORK[task])), *problems)
    lacks = [(one.needs, lack) for one in possible if (lack := _lack(one, machine, choices)) is not None]
    if len(lacks) == len(possible):
        return _built_in(task, min(lacks, key=lambda one: one[0])[1], *problems)
    fitting = [one for one in possible if _lack(one, machine, choices) is None]
    there, why_there = _on_device(fitting, machine, choices)
    wanted, why_this = _wanted(task, there, choices)
    exact, why_so = _of_precision(wanted, choices)
    quick = [one for one in exact if not one.too_slow] or exact
    best = max(quick, key=lambda one: (one.spec.quality, one.rate, -one.needs, one.model.folder))
    better = _passed_over(best, possible, machine, choices) if wanted is there else []
    return Route(
        task=task,
        model=best.model,
        device=best.device,
        compute_type=best.compute_type,
        threads=best.measured.threads if best.measured and best.measured.threads else threads(machine),
        reasons=(*_speeds(best, exact), *why_there, *problems, *why_this, *why_so, *better),
        needs=-(-best.needs // _MEBI),
        host_needs=-(-best.host_needs // _MEBI),
    )


def _on_device(
    fitting: list[Option], machine: Machine, choices: EngineChoices
) -> tuple[list[Option], tuple[Reason, ...]]:
    """The ways on the device that was chosen, or all where there are none."""
    if choices.device == "auto":
        return fitting, ()
    wanted = DeviceKind(choices.device)
    name = Reason(_DEVICES[wanted])
    there = [one for one in fitting if one.device is wanted]
    if there:
        return there, (because(Phrase.DEVICE_CHOSEN, device=name),)
    present = wanted is DeviceKind.CPU or any(one.kind is wanted for one in machine.accelerators)
    why = Phrase.DEVICE_SERVES_NOT if present else Phrase.DEVICE_MISSING
    return fitting, (because(why, device=name),)


def _problems(machine: Machine, choices: EngineChoices) -> list[Reason]:
    if choices.device == DeviceKind.CPU:
        return []
    return [
        because(Phrase.CARD_UNUSED, card=one.name, problem=Reason(Phrase(one.problem.value)))
        for one in machine.accelerators
        if one.problem
    ]


def _wanted(task: EngineTask, fitting: list[Option], choices: EngineChoices) -> tuple[list[Option], tuple[Reason, ...]]:
    name = choices.models.get(task, "")
    chosen = [one for one in fitting if one.spec.id == name]
    if not name:
        return fitting, ()
    if chosen:
        return chosen, (Reason(Phrase.MODEL_CHOSEN),)
    return fitting, (because(Phrase.MODEL_MISSING, model=name),)


def _of_precision(among: list[Option], choices: EngineChoices) -> tuple[list[Option], tuple[Reason, ...]]:
    wanted = choices.quantization
    if wanted == "auto":
        return among, ()
    exact = [one for one in among if one.compute_type in _PRECISIONS[wanted]]
    if exact:
        return exact, (because(Phrase.PRECISION_CHOSEN, precision=wanted),)
    return among, (because(Phrase.PRECISION_MISSING, precision=wanted),)


def _passed_over(best: Option, possible: Sequence[Option], machine: Machine, choices: EngineChoices) -> list[Reason]:
    """Why no better model serves; one reason for each."""
    found: dict[str, Reason] = {}
    for one in sorted(possible, key=lambda one: (_lack(one, machine, choices) is not None, -one.rate)):
        if one.spec.quality <= best.spec.quality or one.spec.id in found:
            continue
        if (lack := _lack(one, machine, choices)) is not None:
            found[one.spec.id] = lack
        elif one.too_slow:
            found[one.spec.id] = because(Phrase.TOO_SLOW, model=one.spec.name, rate=rate(one.spec.task, one.rate))
    return list(found.values())


def _speeds(best: Option, among: list[Option]) -> list[Reason]:
    """What serves, how quick it is, how that is known, and how quick its other forms are."""
    words = rate(best.spec.task, best.rate)
    name, way = best.spec.name, _way(best)
    if best.measured:
        found = [because(Phrase.MEASURED, model=name, **way, rate=words)]
    else:
        by_rule = best.device is DeviceKind.CPU
        known = because(Phrase.BY_RULE, rate=words) if by_rule else Reason(Phrase.GRAPHICS_FIRST)
        found = [because(Phrase.NOT_MEASURED, model=name, **way), known]
    others = [one for one in among if one.spec.id == best.spec.id and one is not best]
    for one in sorted(others, key=lambda one: -one.rate):
        phrase = Phrase.OTHER_MEASURED if one.measured else Phrase.OTHER_EXPECTED
        found.append(because(phrase, **_way(one), number=f"{one.rate:.3g}"))
    return found


def _way(option: Option) -> dict[str, str | Reason]:
    form = f"{RUNTIME_NAMES[option.model.runtime]} {option.compute_type}"
    return {"form": form, "device": Reason(_DEVICES[option.device])}


def rate(task: EngineTask, number: float) -> Reason:
    """How much of a task is done a second; a passage has about 190 words."""
    return because(_RATES.get(task, Phrase.TOKENS), number=f"{number:.3g}")


def unit(task: EngineTask) -> str:
    """What is counted a second, in English."""
    return _RATES.get(task, Phrase.TOKENS).value.removeprefix("{number} ")


def _lack(option: Option, machine: Machine, choices: EngineChoices) -> Reason | None:
    """Why a model does not fit where it computes, or the laptop's memory on its way to a card; None where it fits."""
    for needs, device in ((option.needs, option.device), (option.host_needs, DeviceKind.CPU)):
        room = device_budget(machine, device, choices) - _WORKER_ITSELF
        if needs > room:
            phrase = Phrase.NEEDS_CARD if device is DeviceKind.CUDA else Phrase.NEEDS_MEMORY
            gigabytes = {"needs": f"{needs / _GIBI:.1f}", "room": f"{max(0, room) / _GIBI:.1f}"}
            return because(phrase, model=option.spec.name, **gigabytes)
    return None


def _what(task: EngineTask, language: str, target: str) -> Reason:
    work = Reason(_WORK[task])
    if language and target:
        return because(Phrase.FROM_INTO, work=work, language=language, target=target)
    if target:
        return because(Phrase.INTO, work=work, target=target)
    return because(Phrase.IN_LANGUAGE, work=work, language=language) if language else work


def _built_in(task: EngineTask, why: Reason, *more: Reason) -> Route:
    instead = because(Phrase.INSTEAD, why=why, instead=Reason(BUILT_IN[task]))
    return Route(task=task, model=None, reasons=(instead, *more))
