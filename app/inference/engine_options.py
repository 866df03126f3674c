"""Every way in which an installed model can run on a machine, with the memory it needs there and how quick it is.

A speed is what `models bench` measured on this machine, else what `RULES` expects. The rules are measurements of
random weights of the true shape, side by side on two x86 cores with AVX-512 VNNI: Qwen2.5-0.5B decoded 22 to 47 tokens
a second with OpenVINO int4, 10 to 17 with CTranslate2 int8 (1.8 to 4.5 times in paired runs), 3 with transformers; the
BGE-M3 shape 494 tokens a second with CTranslate2 int8, 147 with torch; IndicTrans2 200M translated 3.4 sentences a
second in batches of eight with beam 5; MMS made 3.4 seconds of sound a second.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.models import DeviceKind, EngineTask, InstalledModel, Machine, ModelForm, ModelSpec, Runtime, Speed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class Rule:
    """A speed expected of a runtime where none was measured: `rate` for `parameters` weights, falling as they grow."""

    rate: float
    parameters: int


_PASSAGE = 256
"""Tokens of a passage: embedding and judging are counted in passages a second."""
_QWEN, _BGE, _TRANSLATOR, _VOICE = 494_032_768, 566_705_152, 211_776_512, 36_290_736
RULES: Mapping[tuple[EngineTask, Runtime, DeviceKind], Rule] = {
    (EngineTask.GENERATE, Runtime.OPENVINO, DeviceKind.CPU): Rule(30, _QWEN),
    (EngineTask.GENERATE, Runtime.CTRANSLATE2, DeviceKind.CPU): Rule(12, _QWEN),
    (EngineTask.GENERATE, Runtime.TRANSFORMERS, DeviceKind.CPU): Rule(3, _QWEN),
    (EngineTask.EMBED, Runtime.CTRANSLATE2, DeviceKind.CPU): Rule(494 / _PASSAGE, _BGE),
    (EngineTask.EMBED, Runtime.SENTENCE_TRANSFORMERS, DeviceKind.CPU): Rule(147 / _PASSAGE, _BGE),
    (EngineTask.RERANK, Runtime.CTRANSLATE2, DeviceKind.CPU): Rule(494 / _PASSAGE, _BGE),
    (EngineTask.TRANSLATE, Runtime.CTRANSLATE2, DeviceKind.CPU): Rule(3.4, _TRANSLATOR),
    (EngineTask.SPEAK, Runtime.TRANSFORMERS, DeviceKind.CPU): Rule(3.4, _VOICE),
    (EngineTask.SAFETY, Runtime.CTRANSLATE2, DeviceKind.CPU): Rule(12, _QWEN),
    (EngineTask.SAFETY, Runtime.TRANSFORMERS, DeviceKind.CPU): Rule(3, _QWEN),
    # Not measured by us: a graphics processor reads the weights many times as fast as two cores, so it goes first
    # where it is; on Apple silicon the four bits of mlx before the sixteen of torch.
    (EngineTask.GENERATE, Runtime.MLX, DeviceKind.MPS): Rule(120, _QWEN),
    (EngineTask.GENERATE, Runtime.TRANSFORMERS, DeviceKind.MPS): Rule(40, _QWEN),
    (EngineTask.GENERATE, Runtime.TRANSFORMERS, DeviceKind.CUDA): Rule(120, _QWEN),
    (EngineTask.EMBED, Runtime.SENTENCE_TRANSFORMERS, DeviceKind.MPS): Rule(2_000 / _PASSAGE, _BGE),
    (EngineTask.EMBED, Runtime.SENTENCE_TRANSFORMERS, DeviceKind.CUDA): Rule(6_000 / _PASSAGE, _BGE),
    (EngineTask.SAFETY, Runtime.TRANSFORMERS, DeviceKind.MPS): Rule(40, _QWEN),
    (EngineTask.SAFETY, Runtime.TRANSFORMERS, DeviceKind.CUDA): Rule(120, _QWEN),
}
"""What can run where, and how quick it is expected to be on two cores. A voice stays on the processor, which speaks
faster than anybody listens; CTranslate2 goes to a card only where it was measured there: its wheels lack CUDA's
libraries."""
SLOWEST: Mapping[EngineTask, float] = {EngineTask.GENERATE: 3.0, EngineTask.TRANSLATE: 0.3, EngineTask.SPEAK: 1.0}
"""Rate below which a lesser model that is quicker serves better."""
_MOST_THREADS = 8
_CORES_THAT_ADD = 6
"""Decoding waits for memory: more cores than these add little."""
_WITHOUT_AVX2 = 0.2
"""Share of OpenVINO's int4 speed expected on a processor that has no AVX2 to unpack the weights with; not measured."""
_OVERHEAD = {Runtime.OPENVINO: (2.5, 700), Runtime.TRANSFORMERS: (1.1, 500), Runtime.SENTENCE_TRANSFORMERS: (1.1, 500)}
"""Memory that was not measured: times the files, plus megabytes of libraries. OpenVINO's fits the one that was
measured: 1,580 MB of 340 on disk, twice CTranslate2's."""
_MOST_TIMES, _MOST_BESIDES = 6, 256 * _MEBI
"""No model takes more than so many times its files, and so many bytes besides."""
_HALF_WIDTH = ("float16", "bfloat16")
_COPY = {Runtime.SENTENCE_TRANSFORMERS: (1.5, 500), Runtime.TRANSFORMERS: (1.0, 500)}
"""What loading onto a card takes of the laptop's memory: times the files, which are mapped (and halved in width by
sentence-transformers: measured on a processor, at most 2.0 for 16 bits to 16), plus megabytes of libraries."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to serve.

    Attributes:
        needs: Bytes, where it computes.
        host_needs: Bytes of the laptop's own memory besides, while it is loaded onto a card.
        rate: In the unit of the task.
        measured: The measurement on this machine; None where the rate is expected by a rule.
    """

    model: InstalledModel
    spec: ModelSpec
    device: DeviceKind
    compute_type: str
    needs: int
    host_needs: int
    rate: float
    measured: Speed | None

    @property
    def too_slow(self) -> bool:
        """Whether waiting for it is worse than a lesser model."""
        return self.rate < SLOWEST.get(self.spec.task, 0.0)


def serves(spec: ModelSpec, task: EngineTask, language: str, target: str = "") -> bool:
    """Whether a model does this task for this language ("" for any), and for a translation into the other."""
    if spec.task is not task or (language and language not in spec.languages):
        return False
    return task is not EngineTask.TRANSLATE or (target in spec.to_languages and target != language)


def threads(machine: Machine) -> int:
    """Threads for one model: every physical core of a small processor; of a larger one the window keeps a core."""
    return machine.cores if machine.cores <= 4 else min(machine.cores - 1, _MOST_THREADS)


def options(
    models: Sequence[tuple[InstalledModel, ModelSpec]],
    specs: Mapping[str, ModelSpec],
    machine: Machine,
    speeds: Sequence[Speed] = (),
) -> tuple[Option, ...]:
    """Every way to run these models on this machine, whether it fits or not; `specs` are of all that was measured."""
    found = []
    for model, spec in models:
        for device in _devices(machine):
            speed = measured(model, device, speeds)
            expected = _expected(spec, model.runtime, device, machine)
            if speed is None and expected is None:
                continue
            rate = speed.rate if speed else (expected or 0.0) * _factor(spec.task, specs, device, machine, speeds)
            needs = speed.memory if speed and speed.memory else _needs(spec, model, device)
            compute_type = _compute_type(model, spec, device)
            copy = _copy(spec, model) if device is DeviceKind.CUDA else 0
            found.append(Option(model, spec, device, compute_type, needs, copy, rate, speed))
    return tuple(found)


def needs_of(spec: ModelSpec, form: ModelForm, size: int = 0) -> int:
    """Bytes a form takes while it runs: what was measured for the catalogue, else worked out from its files.

    `size` is the bytes of the files that are really there, 0 where that is not known: a model that is much smaller
    than the catalogue says takes less.
    """
    times, libraries = _OVERHEAD.get(form.runtime, (1.25, 200))
    told = form.memory_mb * _MEBI or int((form.disk_mb * _MEBI or spec.parameters) * times) + libraries * _MEBI
    return min(told, _MOST_TIMES * size + _MOST_BESIDES) if size else told


def as_installed(spec: ModelSpec, form: ModelForm, size: int = 0) -> InstalledModel:
    """A form of the catalogue as if it were on this laptop, to ask what would serve then; `size` is bytes if known."""
    return InstalledModel(spec.id, "", form.runtime, form.compute_type, "", size or form.disk_mb * _MEBI, False, "")


def _form(spec: ModelSpec, model: InstalledModel) -> ModelForm:
    for one in spec.forms:
        if (one.runtime, one.compute_type) == (model.runtime, model.compute_type):
            return one
    size = -(-model.bytes // _MEBI)  # a form of an older catalogue
    return ModelForm(model.runtime, model.compute_type, spec.forms[0].source, disk_mb=size)


def _copy(spec: ModelSpec, model: InstalledModel) -> int:
    times, libraries = _COPY.get(model.runtime, (1.0, 200))
    told = _form(spec, model).disk_mb * _MEBI
    return int(min(told or model.bytes, model.bytes or told) * times) + libraries * _MEBI


def _needs(spec: ModelSpec, model: InstalledModel, device: DeviceKind) -> int:
    form = _form(spec, model)
    needs = needs_of(spec, form, model.bytes)
    widened = device is DeviceKind.CPU and _compute_type(model, spec, device) == "float32"
    return needs * 2 if widened and not form.memory_mb and form.compute_type in _HALF_WIDTH else needs


def _devices(machine: Machine) -> tuple[DeviceKind, ...]:
    usable = {one.kind for one in machine.accelerators if not one.problem}
    return (DeviceKind.CPU, *(kind for kind in (DeviceKind.CUDA, DeviceKind.MPS) if kind in usable))


def _compute_type(model: InstalledModel, spec: ModelSpec, device: DeviceKind) -> str:
    """Torch has no quick 16-bit arithmetic on most processors; a voice is small and keeps all its bits."""
    if model.runtime not in (Runtime.TRANSFORMERS, Runtime.SENTENCE_TRANSFORMERS):
        return model.compute_type
    return "float32" if device is DeviceKind.CPU or spec.task is EngineTask.SPEAK else "float16"


def measured(model: InstalledModel, device: DeviceKind, speeds: Sequence[Speed]) -> Speed | None:
    """The quickest of the newest measurements of this form on this device."""
    key = (model.spec_id, model.runtime, model.compute_type, device)
    fitting = [one for one in speeds if (one.spec_id, one.runtime, one.compute_type, one.device) == key]
    newest = max((one.measured_at for one in fitting), default="")
    return max((one for one in fitting if one.measured_at == newest), key=lambda one: one.rate, default=None)


def _expected(spec: ModelSpec, runtime: Runtime, device: DeviceKind, machine: Machine) -> float | None:
    """Rate by the rules; None where the runtime does not do this there."""
    rule = RULES.get((spec.task, runtime, device))
    if rule is None or (runtime is Runtime.OPENVINO and machine.architecture not in ("x86_64", "amd64")):
        return None
    rate = rule.rate * rule.parameters / (spec.parameters or rule.parameters)
    if runtime is Runtime.OPENVINO and "avx2" not in machine.instruction_sets:
        rate *= _WITHOUT_AVX2
    return rate


def _factor(
    task: EngineTask, specs: Mapping[str, ModelSpec], device: DeviceKind, machine: Machine, speeds: Sequence[Speed]
) -> float:
    """How this machine compares with the two cores of the rules: as measured with other forms, else by its cores."""
    compared = []
    for one in speeds:
        spec = specs.get(one.spec_id)
        if spec is None or spec.task is not task or one.device is not device:
            continue
        if expected := _expected(spec, one.runtime, device, machine):
            compared.append(one.rate / expected)
    if compared:
        return statistics.median(compared)
    return min(threads(machine), _CORES_THAT_ADD) / 2 if device is DeviceKind.CPU else 1.0
