"""The router takes the best model that fits and is quick enough, in its quickest form, and says why."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.models import (
    Accelerator,
    DeviceKind,
    EngineChoices,
    EngineTask,
    InstalledModel,
    Licence,
    Machine,
    ModelForm,
    ModelSource,
    ModelSpec,
    Route,
    Runtime,
    Speed,
)
from app.domain.route_reasons import CardProblem
from app.inference.device_router import BUILT_IN, route
from app.inference.machine import device_budget

GIBI = 1 << 30
FREE = Licence("MIT", commercial=True, gated=False, summary="Free.")
SOURCE = ModelSource("somebody/model", "main", ())
FORMS = {
    "small": {"ctranslate2/int8": 1000, "openvino/int4": 1580, "mlx/int4": 480, "transformers/bfloat16": 1600},
    "large": {"ctranslate2/int8": 9000, "openvino/int4": 11000, "mlx/int4": 5000, "transformers/bfloat16": 16000},
}
QWEN = {
    "small": ModelSpec("small", "Small", "qwen2", EngineTask.GENERATE, ("en",), FREE, (), (), 494_032_768, 10),
    "large": ModelSpec("large", "Large", "qwen2", EngineTask.GENERATE, ("en",), FREE, (), (), 7_615_616_512, 40),
}


def form(words: str, memory_mb: int) -> ModelForm:
    runtime, compute_type = words.split("/")
    return ModelForm(Runtime(runtime), compute_type, SOURCE, disk_mb=memory_mb, memory_mb=memory_mb)


def spec(task: EngineTask, runtime: str, languages: str, to: str = "") -> ModelSpec:
    forms = (form(runtime, 600),)
    return ModelSpec(f"{task}-{runtime}", "One", "x", task, tuple(languages.split()), FREE, forms, tuple(to.split()))


CATALOG = [
    *(
        ModelSpec(
            one.id, one.name, one.family, one.task, one.languages, FREE,
            tuple(form(*item) for item in FORMS[one.id].items()), (), one.parameters, one.quality,
        )
        for one in QWEN.values()
    ),
    spec(EngineTask.TRANSLATE, "ctranslate2/int8", "en", "hi ta"),
    spec(EngineTask.EMBED, "ctranslate2/int8", "en hi"),
    spec(EngineTask.EMBED, "sentence_transformers/float32", "en hi"),
    spec(EngineTask.SPEAK, "transformers/float32", "hi"),
]  # fmt: skip
PC = Machine("Windows", "amd64", 2, 16 * GIBI, ("avx2", "avx512f", "avx512_vnni"))
LAPTOP = Machine("Windows", "amd64", 4, 4 * GIBI, ("avx2",))
OLD = Machine("Windows", "amd64", 2, 16 * GIBI, ("avx",))
GPU = Machine("Linux", "x86_64", 8, 32 * GIBI, ("avx2",), (Accelerator(DeviceKind.CUDA, "RTX 4090", 24 * GIBI),))
MAC = Machine(
    "Darwin", "arm64", 8, 16 * GIBI, ("neon",), (Accelerator(DeviceKind.MPS, "Apple M2"),), neural_engine=True
)
MACHINES = (PC, LAPTOP, OLD, GPU, MAC)


def have(*names: str) -> list[InstalledModel]:
    """Models by "spec runtime/type"."""
    return [
        InstalledModel(
            model, name.replace("/", "-"), Runtime(runtime), kind, "", 20 * GIBI, verified=True, installed_at=""
        )
        for name in names
        for model, words in [name.split(" ")]
        for runtime, kind in [words.split("/")]
    ]


EVERY = have(*(f"{name} {words}" for name, forms in FORMS.items() for words in forms))


def ask(machine: Machine, installed: list[InstalledModel], **choices: object) -> Route:
    speeds = choices.pop("speeds", ())
    return route(
        EngineTask.GENERATE, "en", installed=installed, catalog=CATALOG, machine=machine,
        choices=EngineChoices(**choices), speeds=speeds,  # type: ignore[arg-type]
    )  # fmt: skip


def answer(found: Route) -> tuple[str, str, str] | None:
    return (found.model.spec_id, found.model.runtime, found.device) if found.model else None


def speed(model: str, words: str, rate: float, device: DeviceKind = DeviceKind.CPU, **more: object) -> Speed:
    runtime, kind = words.split("/")
    return Speed(model, Runtime(runtime), kind, device, 2, rate, 0.1, 0, random_weights=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (PC, ("small", "openvino", "cpu")),
        (OLD, ("small", "ctranslate2", "cpu")),
        (GPU, ("large", "transformers", "cuda")),
        (MAC, ("large", "mlx", "mps")),
    ],
)
def test_each_machine_gets_what_suits_it(machine: Machine, expected: tuple[str, str, str]) -> None:
    assert answer(ask(machine, EVERY)) == expected


def test_what_was_measured_here_beats_the_rules() -> None:
    installed = have("small ctranslate2/int8", "small openvino/int4")
    measured = (speed("small", "ctranslate2/int8", 20), speed("small", "openvino/int4", 9))
    by_rule, by_measure = ask(PC, installed), ask(PC, installed, speeds=measured)
    assert answer(by_rule) == ("small", "openvino", "cpu")
    assert answer(by_measure) == ("small", "ctranslate2", "cpu")
    assert "two x86 cores" in by_rule.reason
    assert "measured here: 20 tokens a second; OpenVINO int4 on the processor measured 9" in by_measure.reason


def test_the_newest_measurement_counts_and_brings_its_threads_and_its_memory() -> None:
    installed = have("small ctranslate2/int8")
    old, new = (
        Speed("small", Runtime.CTRANSLATE2, "int8", DeviceKind.CPU, n, rate, 0, n * GIBI, False, at)
        for n, rate, at in ((2, 99, "2026-01-01"), (1, 10, "2026-11-01"))
    )
    for speeds in ((old, new), (new, old)):
        found = ask(PC, installed, speeds=speeds)
        assert (found.threads, found.needs) == (1, 1024)
        assert "10 tokens" in found.reason


def test_a_machine_that_was_measured_fast_may_have_the_larger_model() -> None:
    installed = have("small ctranslate2/int8", "large ctranslate2/int8")
    slow = ask(PC, installed)
    assert answer(slow) == ("small", "ctranslate2", "cpu")
    assert "Large would be too slow (0.778 tokens a second)" in slow.reason
    fast = ask(PC, installed, speeds=(speed("small", "ctranslate2/int8", 60),))
    assert answer(fast) == ("large", "ctranslate2", "cpu")


def test_a_model_that_is_too_large_is_named_and_the_next_smaller_serves() -> None:
    found = ask(LAPTOP, have("small ctranslate2/int8", "large ctranslate2/int8"))
    assert answer(found) == ("small", "ctranslate2", "cpu")
    assert "Large needs 8.8 GB of memory, and 2.1 GB are for models" in found.reason
    alone = ask(LAPTOP, have("large ctranslate2/int8"))
    assert alone.model is None
    assert "Large needs 8.8 GB" in alone.reason
    assert BUILT_IN[EngineTask.GENERATE] in alone.reason


def test_nothing_installed_leaves_the_built_in_engine_and_says_which() -> None:
    for task in EngineTask:
        found = route(task, "hi", "ta", installed=[], catalog=CATALOG, machine=PC)
        assert found.model is None
        assert BUILT_IN[task] in found.reason
        assert "Hindi" in found.reason


def test_a_model_serves_only_its_own_languages() -> None:
    installed = have("translate-ctranslate2/int8 ctranslate2/int8", "speak-transformers/float32 transformers/float32")

    def served(task: EngineTask, language: str, target: str = "") -> bool:
        return bool(route(task, language, target, installed=installed, catalog=CATALOG, machine=PC).model)

    assert served(EngineTask.TRANSLATE, "en", "hi")
    assert not served(EngineTask.TRANSLATE, "hi", "en")
    assert not served(EngineTask.TRANSLATE, "en", "te")
    assert served(EngineTask.SPEAK, "hi")
    assert not served(EngineTask.SPEAK, "ta")


def test_what_has_no_library_for_this_machine_does_not_serve() -> None:
    found = ask(MAC, have("small openvino/int4"))
    assert found.model is None
    assert "runs on this machine" in found.reason
    assert ask(PC, have("small mlx/int4")).model is None


def test_a_model_that_is_much_smaller_than_the_catalogue_says_takes_less() -> None:
    tiny = [replace(one, bytes=1 << 20) for one in have("large ctranslate2/int8")]
    found = ask(LAPTOP, tiny)
    assert answer(found) == ("large", "ctranslate2", "cpu")
    assert found.needs == 262


def test_an_installed_model_that_no_catalogue_knows_serves_nothing() -> None:
    assert ask(PC, have("stranger ctranslate2/int8")).model is None


def test_the_device_of_the_settings_counts_where_it_is_there() -> None:
    assert answer(ask(GPU, EVERY, device="cpu")) == ("large", "openvino", "cpu")  # its eight cores are quick enough
    assert answer(ask(MAC, EVERY, device="cpu")) == ("small", "ctranslate2", "cpu")
    assert answer(ask(GPU, EVERY, device="cuda")) == ("large", "transformers", "cuda")
    without = ask(PC, EVERY, device="cuda")
    assert answer(without) == ("small", "openvino", "cpu")
    assert "NVIDIA card was chosen in Settings, but this machine has none" in without.reason


def test_a_card_that_cannot_be_used_is_passed_over_with_its_reason() -> None:
    card = Accelerator(DeviceKind.CUDA, "Tesla T4", 16 * GIBI, CardProblem.NO_CUDA)
    found = ask(Machine("Windows", "amd64", 2, 16 * GIBI, ("avx2",), (card,)), EVERY)
    assert answer(found) == ("small", "openvino", "cpu")
    assert "Tesla T4 is not used: the installed PyTorch was built without CUDA" in found.reason


def test_the_memory_of_a_card_is_its_own() -> None:
    card = Accelerator(DeviceKind.CUDA, "GTX 1650", 4 * GIBI)
    found = ask(Machine("Linux", "x86_64", 8, 64 * GIBI, ("avx2",), (card,)), have("large transformers/bfloat16"))
    assert found.device is DeviceKind.CPU
    assert found.compute_type == "float32"
    both = have("small transformers/bfloat16", "large transformers/bfloat16")
    found = ask(Machine("Linux", "x86_64", 8, 16 * GIBI, ("avx2",), (card,)), both)
    assert answer(found) == ("small", "transformers", "cuda")
    assert "Large needs 15.6 GB of the card's memory, and 3.5 GB are for models" in found.reason
    assert found.needs == 1600


def test_the_way_to_a_card_goes_through_the_memory_of_the_machine() -> None:
    laptop = replace(GPU, memory=16 * GIBI)
    found = ask(laptop, have("small transformers/bfloat16", "large transformers/bfloat16"))
    assert answer(found) == ("small", "transformers", "cuda")
    assert found.host_needs == 1600 + 500
    assert "Large needs 16.1 GB of memory, and 11.9 GB are for models" in found.reason
    assert ask(GPU, have("large transformers/bfloat16")).host_needs == 16000 + 500
    assert ask(GPU, have("small ctranslate2/int8")).host_needs == 0


def test_the_precision_of_the_settings_counts_where_it_is_installed() -> None:
    installed = have("small ctranslate2/int8", "small openvino/int4")
    assert answer(ask(PC, installed, quantization="int8")) == ("small", "ctranslate2", "cpu")
    assert answer(ask(PC, installed, quantization="int4")) == ("small", "openvino", "cpu")
    missing = ask(PC, installed, quantization="fp16")
    assert answer(missing) == ("small", "openvino", "cpu")
    assert "fp16 was chosen in Settings, but no installed model that fits has it" in missing.reason


def test_the_memory_of_the_settings_counts() -> None:
    assert ask(PC, have("small ctranslate2/int8"), memory_budget=512 << 20).model is None
    assert "and 0.0 GB are for models" in str(ask(PC, have("small ctranslate2/int8"), memory_budget=1 << 20).reason)
    assert ask(PC, have("small ctranslate2/int8"), memory_budget=2 * GIBI).model is not None


def test_the_model_of_the_settings_counts_even_where_it_is_slow() -> None:
    installed = have("small ctranslate2/int8", "large ctranslate2/int8")
    wish = {EngineTask.GENERATE.value: "large"}
    assert answer(ask(PC, installed, models=wish)) == ("large", "ctranslate2", "cpu")
    refused = ask(LAPTOP, installed, models=wish)
    assert answer(refused) == ("small", "ctranslate2", "cpu")
    assert "large, which was chosen in Settings, is not installed for this or does not fit" in refused.reason


def test_ctranslate2_goes_to_a_card_only_where_it_was_measured_there() -> None:
    installed = have("translate-ctranslate2/int8 ctranslate2/int8")

    def device(*speeds: Speed) -> DeviceKind:
        return route(
            EngineTask.TRANSLATE, "en", "hi", installed=installed, catalog=CATALOG, machine=GPU, speeds=speeds
        ).device

    assert device() is DeviceKind.CPU
    assert device(speed("translate-ctranslate2/int8", "ctranslate2/int8", 90, DeviceKind.CUDA)) is DeviceKind.CUDA


def test_vectors_are_made_by_ctranslate2_on_a_processor_and_sentence_transformers_on_graphics() -> None:
    installed = have(
        "embed-ctranslate2/int8 ctranslate2/int8", "embed-sentence_transformers/float32 sentence_transformers/float32"
    )
    found = {
        one.system: route(EngineTask.EMBED, "hi", installed=installed, catalog=CATALOG, machine=one)
        for one in (PC, GPU, MAC)
    }
    assert [(found[name].model.runtime, found[name].device) for name in found if found[name].model] == [  # type: ignore[union-attr]
        (Runtime.CTRANSLATE2, DeviceKind.CPU),
        (Runtime.SENTENCE_TRANSFORMERS, DeviceKind.CUDA),
        (Runtime.SENTENCE_TRANSFORMERS, DeviceKind.MPS),
    ]


@given(
    st.sampled_from(MACHINES),
    st.lists(st.sampled_from(EVERY), unique=True),
    st.sampled_from(("auto", "cuda", "mps", "cpu")),
    st.sampled_from(("auto", "int4", "int8", "fp16")),
    st.integers(0, 40).map(lambda gibi: gibi * GIBI),
)
def test_every_answer_fits_runs_there_and_has_a_reason(
    machine: Machine, installed: list[InstalledModel], device: str, quantization: str, budget: int
) -> None:
    choices = EngineChoices(device, quantization, budget)
    found = route(EngineTask.GENERATE, "en", installed=installed, catalog=CATALOG, machine=machine, choices=choices)
    assert found.reason.endswith(".")
    assert found.reason[0].isupper() or not found.reason[0].isalpha()
    if found.model is None:
        return
    assert found.model in installed
    assert found.needs << 20 <= device_budget(machine, found.device, choices)
    assert found.host_needs << 20 <= device_budget(machine, DeviceKind.CPU, choices)
    assert found.device is DeviceKind.CPU or found.device in {one.kind for one in machine.accelerators}
    assert 1 <= found.threads <= machine.cores
    assert (found.model.runtime is Runtime.MLX) <= (found.device is DeviceKind.MPS)
    for order in itertools.islice(itertools.permutations(installed), 6):
        again = route(EngineTask.GENERATE, "en", installed=order, catalog=CATALOG, machine=machine, choices=choices)
        assert again == found
