"""What to install on a machine, from the catalogue that is shipped."""

from __future__ import annotations

import pytest

from app.config.paths import resources
from app.domain.models import Accelerator, DeviceKind, EngineTask, Machine
from app.domain.route_reasons import CardProblem
from app.inference.catalog import load_catalog
from app.inference.machine import device_budget, memory_budget
from app.inference.recommended import MachineClass, RecommendedSet, class_of, recommended

GIBI = 1 << 30
CARD = Accelerator(DeviceKind.CUDA, "RTX 4090", 24 * GIBI)
APPLE = Accelerator(DeviceKind.MPS, "Apple M2")
BROKEN = Accelerator(DeviceKind.CUDA, "Tesla T4", 16 * GIBI, CardProblem.NO_CUDA)


def pc(gibi: float, cores: int = 4, *cards: Accelerator) -> Machine:
    return Machine("Windows", "amd64", cores, int(gibi * GIBI), ("avx2",), cards)


MACHINES = {
    MachineClass.SMALL: pc(3.8, 2),
    MachineClass.MEDIUM: pc(7.7),
    MachineClass.LARGE: pc(15.7, 6),
    MachineClass.GRAPHICS: pc(32, 8, CARD),
    MachineClass.APPLE: Machine("Darwin", "arm64", 8, 16 * GIBI, ("neon",), (APPLE,), neural_engine=True),
}
CATALOG = load_catalog(resources() / "models").models


def of(machine: Machine, *languages: str) -> RecommendedSet:
    return recommended(machine, CATALOG, languages=languages or ("hi",))


def tasks(found: RecommendedSet) -> set[EngineTask]:
    return {one.spec.task for one in found.models}


def one(found: RecommendedSet, task: EngineTask) -> str:
    return next(one.spec.id for one in found.models if one.spec.task is task)


def test_a_machine_has_the_class_it_was_sold_as() -> None:
    assert {name: class_of(machine) for name, machine in MACHINES.items()} == {name: name for name in MACHINES}
    assert class_of(pc(8, 4, BROKEN)) is MachineClass.MEDIUM


@pytest.mark.parametrize("name", list(MACHINES))
def test_everything_in_a_set_fits_where_it_would_run_and_is_there_once(name: MachineClass) -> None:
    machine = MACHINES[name]
    found = of(machine, "hi", "ta")
    ids = [one.spec.id for one in found.models]
    assert len(ids) == len(set(ids))
    for one in (*found.models, *found.under_conditions):
        assert one.form in one.spec.forms
        assert one.needs << 20 <= device_budget(machine, one.device)
        assert one.reason
    assert found.disk_mb == sum(one.form.disk_mb for one in found.models)
    assert found.machine_class is name


@pytest.mark.parametrize("name", list(MACHINES))
def test_only_free_licences_are_suggested_and_the_others_are_set_apart(name: MachineClass) -> None:
    found = of(MACHINES[name])
    assert found.models
    assert all(one.spec.licence.commercial for one in found.models)
    assert found.under_conditions
    assert not any(one.spec.licence.commercial for one in found.under_conditions)
    assert "mms-tts-hin" in {one.spec.id for one in found.under_conditions}


@pytest.mark.parametrize("name", [MachineClass.SMALL, MachineClass.MEDIUM, MachineClass.LARGE, MachineClass.APPLE])
def test_the_writer_and_each_translator_fit_together(name: MachineClass) -> None:
    found = of(MACHINES[name], "hi", "ta")
    writer = next(one for one in found.models if one.spec.task is EngineTask.GENERATE)
    translators = [one for one in found.models if one.spec.task is EngineTask.TRANSLATE]
    assert len(translators) == 3
    for one in translators:
        assert (writer.needs + one.needs) << 20 <= memory_budget(MACHINES[name])


def test_the_larger_the_machine_the_better_the_models() -> None:
    sets = {name: of(machine) for name, machine in MACHINES.items()}
    assert {name: one(found, EngineTask.GENERATE) for name, found in sets.items()} == {
        MachineClass.SMALL: "qwen2.5-0.5b-instruct",
        MachineClass.MEDIUM: "qwen2.5-1.5b-instruct",
        MachineClass.LARGE: "qwen2.5-1.5b-instruct",
        MachineClass.GRAPHICS: "qwen2.5-7b-instruct",
        MachineClass.APPLE: "qwen2.5-7b-instruct",
    }
    assert one(sets[MachineClass.SMALL], EngineTask.TRANSLATE) == "indictrans2-en-indic-dist-200m"
    assert one(sets[MachineClass.LARGE], EngineTask.TRANSLATE) == "indictrans2-en-indic-1b"
    few = {EngineTask.GENERATE, EngineTask.TRANSLATE}
    assert tasks(sets[MachineClass.SMALL]) == few
    assert tasks(sets[MachineClass.MEDIUM]) == few | {EngineTask.EMBED}
    assert tasks(sets[MachineClass.LARGE]) == few | {EngineTask.EMBED, EngineTask.RERANK, EngineTask.SAFETY}


def test_a_school_that_works_in_english_needs_no_translator() -> None:
    assert EngineTask.TRANSLATE not in tasks(of(MACHINES[MachineClass.MEDIUM], "en"))


def test_between_indian_languages_a_translator_is_suggested_only_where_a_school_has_two() -> None:
    def between(*languages: str) -> bool:
        return any("indic-indic" in one.spec.id for one in of(MACHINES[MachineClass.MEDIUM], *languages).models)

    assert not between("hi", "en")
    assert between("hi", "ta")
