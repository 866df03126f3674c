"""Which installed model serves a task, in which runtime, on which device: a pure function of what is known.

Between models the better one is taken that fits the memory and is not too slow to wait for; between the forms of one
model, and devices, the quickest, as measured on this machine or expected by the rules of `engine_options`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.languages import LANGUAGES
from app.domain.models import DeviceKind, EngineChoices, EngineTask, InstalledModel, Machine, ModelSpec, Route, Runtime
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
_DEVICES = {DeviceKind.CPU: "the processor", DeviceKind.CUDA: "the NVIDIA card", DeviceKind.MPS: "Apple's graphics"}
_WORK = {
    EngineTask.GENERATE: "writing",
    EngineTask.TRANSLATE: "translating",
    EngineTask.EMBED: "searching by meaning",
    EngineTask.RERANK: "judging what was found",
    EngineTask.SPEAK: "speaking",
    EngineTask.SAFETY: "the second safety check",
}
_UNITS = {
    EngineTask.TRANSLATE: "sentences a second",
    EngineTask.EMBED: "passages a second",
    EngineTask.RERANK: "passages a second",
    EngineTask.SPEAK: "seconds of sound a second",
}
BUILT_IN = {
    EngineTask.GENERATE: "the built-in rules write",
    EngineTask.TRANSLATE: "nothing is translated but what the glossary knows",
    EngineTask.EMBED: "the search goes by words alone",
    EngineTask.RERANK: "what was found stays in the order of the search",
    EngineTask.SPEAK: "the built-in voice speaks",
    EngineTask.SAFETY: "the rules check alone",
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
    """Answer who does a task on this machine, with the reason in words.

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
        return _built_in(task, f"no model for {_what(task, language, target)} is installed")
    return decide(task, options(serving, specs, machine, speeds), machine, choices)


def decide(task: EngineTask, possible: Sequence[Option], machine: Machine, choices: EngineChoices) -> Route:
    """The best of these ways to do a task."""
    problems = _problems(machine, choices)
    if not possible:
        return _built_in(task, f"no installed model for {_WORK[task]} runs on this machine", *problems)
    fitting = [one for one in possible if not _lack(one, machine, choices)]
    if not fitting:
        return _built_in(task, _lack(min(possible, key=lambda one: one.needs), machine, choices), *problems)
    there, note = _on_device(fitting, machine, choices)
    notes = [note, *problems]
    wanted, note = _wanted(task, there, choices)
    notes.append(note)
    exact, note = _of_precision(wanted, choices)
    notes.append(note)
    quick = [one for one in exact if not one.too_slow] or exact
    best = max(quick, key=lambda one: (one.spec.quality, one.rate, -one.needs, one.model.folder))
    if wanted is there:
        notes += _passed_over(best, possible, machine, choices)
    return Route(
        task=task,
        model=best.model,
        device=best.device,
        compute_type=best.compute_type,
        threads=best.measured.threads if best.measured and best.measured.threads else threads(machine),
        reason=_sentence(_speed_words(best, exact), *notes),
        needs=-(-best.needs // _MEBI),
        host_needs=-(-best.host_needs // _MEBI),
    )


def _on_device(fitting: list[Option], machine: Machine, choices: EngineChoices) -> tuple[list[Option], str]:
    """The ways on the device that was chosen, or all with a note where there are none."""
    if choices.device == "auto":
        return fitting, ""
    wanted = DeviceKind(choices.device)
    name = _DEVICES[wanted]
    there = [one for one in fitting if one.device is wanted]
    if there:
        return there, f"{name} was chosen in Settings"
    present = wanted is DeviceKind.CPU or any(one.kind is wanted for one in machine.accelerators)
    why = "no installed model for this runs there" if present else "this machine has none"
    return fitting, f"{name} was chosen in Settings, but {why}"


def _problems(machine: Machine, choices: EngineChoices) -> list[str]:
    if choices.device == DeviceKind.CPU:
        return []
    return [f"{one.name} is not used: {one.problem}" for one in machine.accelerators if one.problem]


def _wanted(task: EngineTask, fitting: list[Option], choices: EngineChoices) -> tuple[list[Option], str]:
    name = choices.models.get(task, "")
    chosen = [one for one in fitting if one.spec.id == name]
    if not name:
        return fitting, ""
    if chosen:
        return chosen, "it was chosen in Settings"
    return fitting, f"{name}, which was chosen in Settings, is not installed for this or does not fit"


def _of_precision(among: list[Option], choices: EngineChoices) -> tuple[list[Option], str]:
    if choices.quantization == "auto":
        return among, ""
    exact = [one for one in among if one.compute_type in _PRECISIONS[choices.quantization]]
    if exact:
        return exact, f"{choices.quantization} was chosen in Settings"
    return among, f"{choices.quantization} was chosen in Settings, but no installed model that fits has it"


def _passed_over(best: Option, possible: Sequence[Option], machine: Machine, choices: EngineChoices) -> list[str]:
    """Why no better model serves; one note for each."""
    notes: dict[str, str] = {}
    for one in sorted(possible, key=lambda one: (bool(_lack(one, machine, choices)), -one.rate)):
        if one.spec.quality <= best.spec.quality or one.spec.id in notes:
            continue
        if lack := _lack(one, machine, choices):
            notes[one.spec.id] = lack
        elif one.too_slow:
            notes[one.spec.id] = f"{one.spec.name} would be too slow ({_rate(one.spec.task, one.rate)})"
    return list(notes.values())


def _speed_words(best: Option, among: list[Option]) -> str:
    """What serves, how quick it is, how that is known, and how quick its other forms are."""
    words = _rate(best.spec.task, best.rate)
    if best.measured:
        words = f"measured here: {words}"
    elif best.device is DeviceKind.CPU:
        words = f"not measured here; after a measurement on two x86 cores about {words}"
    else:
        words = "not measured here; a graphics processor goes before the processor"
    others = [one for one in among if one.spec.id == best.spec.id and one is not best]
    slower = [
        f"{_way(one, named=False)} {'measured' if one.measured else 'about'} {one.rate:.3g}"
        for one in sorted(others, key=lambda one: -one.rate)
    ]
    return "; ".join([f"{_way(best)}, {words}", *slower])


def _way(option: Option, *, named: bool = True) -> str:
    name = f"{option.spec.name} with " if named else ""
    return f"{name}{RUNTIME_NAMES[option.model.runtime]} {option.compute_type} on {_DEVICES[option.device]}"


def _rate(task: EngineTask, rate: float) -> str:
    return f"{rate:.3g} {unit(task)}"


def unit(task: EngineTask) -> str:
    """What is counted a second for a task; a passage has about 190 words."""
    return _UNITS.get(task, "tokens a second")


def _lack(option: Option, machine: Machine, choices: EngineChoices) -> str:
    """Why a model does not fit where it computes, or the laptop's memory on its way to a card; "" where it fits."""
    for needs, device in ((option.needs, option.device), (option.host_needs, DeviceKind.CPU)):
        room = device_budget(machine, device, choices) - _WORKER_ITSELF
        if needs > room:
            whose = "the card's memory" if device is DeviceKind.CUDA else "memory"
            return (
                f"{option.spec.name} needs {needs / _GIBI:.1f} GB of {whose}, and {room / _GIBI:.1f} GB are for models"
            )
    return ""


def _what(task: EngineTask, language: str, target: str) -> str:
    names = {one.code: one.english_name for one in LANGUAGES}
    words = _WORK[task]
    if language:
        words += f" {'from' if target else 'in'} {names.get(language, language)}"
    return f"{words} into {names.get(target, target)}" if target else words


def _built_in(task: EngineTask, why: str, *notes: str) -> Route:
    return Route(task=task, model=None, reason=_sentence(f"{why}, so {BUILT_IN[task]}", *notes))


def _sentence(*parts: str) -> str:
    text = "; ".join(one for one in parts if one)
    return f"{text[0].upper()}{text[1:]}."
