"""A card's memory is its own: models there are leased from its budget, and only their way there costs the laptop's."""

from __future__ import annotations

import random
import threading
import time

import pytest

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind, EngineTask, InstalledModel, Route, Runtime
from app.inference import process_memory
from app.inference.memory_coordinator import Lease, MemoryCoordinator, RestartNeeded
from app.inference.model_memory import ModelMemory
from app.inference.workers.model_wire import ModelWorkerSettings
from app.inference.workers.model_worker import model_memory
from tests.measured_memory import LIBRARIES, Engine, Memory

MEBI = 1 << 20


def route(size: int, copy: int = 0, device: DeviceKind = DeviceKind.CUDA) -> Route:
    model = InstalledModel("tiny", "tiny", Runtime.TRANSFORMERS, "float16", "c" * 64, 1, True, "2026-01-01")
    return Route(EngineTask.GENERATE, model, device, needs=size, host_needs=copy)


class OnCard(Engine):
    """Its weights go through the laptop's memory; in megabytes, as the router counts."""

    def __init__(self, laptop: Memory, card: Memory, size: int, copy: int) -> None:
        for _ in range(4):
            laptop.take(copy // 4)
            time.sleep(0)
        super().__init__(card, size, pieces=4)
        laptop.free(copy // 4 * 4)


class Desk:
    """A laptop with 1,000 MB for models, of which its libraries take 50, and a card with 1,200."""

    def __init__(self, card: int = 1_200, *, keeps: bool = False) -> None:
        self.laptop, self.card = Memory(keeps=keeps), Memory(0)
        self.now = 0.0
        self.places = [
            MemoryCoordinator(
                budget * MEBI,
                lambda memory=memory: memory.bytes * MEBI,
                keep_alive=100,
                tolerance=10 * MEBI,
                give_back=lambda: None,
                clock=lambda: self.now + time.monotonic(),
            )
            for budget, memory in ((1_000, self.laptop), (card, self.card))
        ]
        self.memory = ModelMemory(*self.places)

    def take(self, key: str, priority: int = 0, wait: float = 0) -> Lease[Engine]:
        """A model of a size, as "a400"; one for the card also has the size of its copy, as "c800+300"."""
        size, _, copy = key[1:].partition("+")
        if copy:
            there = route(int(size), int(copy))
            return self.memory.acquire(
                key, there, lambda: OnCard(self.laptop, self.card, int(size), int(copy)), priority, wait=wait
            )
        here = route(int(size), device=DeviceKind.CPU)
        return self.memory.acquire(key, here, lambda: Engine(self.laptop, int(size), pieces=4), priority, wait=wait)

    def use(self, *keys: str) -> None:
        for key in keys:
            self.take(key).release()

    def there(self) -> list[set[str]]:
        return [{one.key for one in place.held()} for place in self.places]


def test_a_model_on_the_card_takes_nothing_of_the_laptop_once_it_is_there() -> None:
    desk = Desk()
    desk.use("c1000+900")
    assert (desk.laptop.bytes, desk.card.bytes) == (LIBRARIES, 1_000)
    desk.use("a900")
    assert desk.there() == [{"a900"}, {"c1000+900"}]
    assert desk.laptop.highest <= 1_000


def test_room_on_a_card_is_made_among_its_own_models() -> None:
    desk = Desk()
    desk.use("a400", "c600+100", "d500+100", "e600+100")
    assert desk.there() == [{"a400"}, {"d500+100", "e600+100"}]
    assert desk.card.highest <= 1_200


def test_the_way_to_the_card_is_made_among_the_models_of_the_laptop() -> None:
    desk = Desk()
    desk.use("a400", "b200", "c800+500")
    assert desk.there() == [{"b200"}, {"c800+500"}]
    assert desk.laptop.highest <= 1_000
    with desk.take("b200"), pytest.raises(UserFacingError) as refused:
        desk.take("d400+800")
    assert refused.value.key == "engine.no_room"
    desk.use("d400+800")  # nothing of the refusal is left


@pytest.mark.parametrize("key", ["c1201+10", "c100+951"])
def test_what_can_never_be_on_the_card_or_on_its_way_there_is_refused(key: str) -> None:
    desk = Desk()
    desk.use("a400")
    with pytest.raises(UserFacingError) as refused:
        desk.take(key)
    assert refused.value.key == "engine.too_large"
    assert desk.there() == [{"a400"}, set()]


def test_without_a_card_of_its_own_memory_everything_is_the_laptops() -> None:
    desk = Desk()
    alone = ModelMemory(desk.places[0])
    for device in (DeviceKind.CUDA, DeviceKind.MPS):
        alone.acquire(device, route(300, 200, device), lambda: Engine(desk.laptop, 300)).release()
    assert desk.there() == [{"cuda", "mps"}, set()]
    desk.memory.acquire("mps", route(300, 0, DeviceKind.MPS), lambda: Engine(desk.laptop, 300)).release()
    assert desk.there()[1] == set()


@pytest.mark.parametrize("fault", [MemoryError(), UserFacingError("engine.out_of_memory", name="c")])
def test_memory_that_runs_out_on_the_way_closes_the_idle_of_both_and_tries_once_more(fault: Exception) -> None:
    desk = Desk()
    desk.use("a100", "c100+100")
    seen: list[list[set[str]]] = []

    def load() -> Engine:
        seen.append(desk.there())
        if len(seen) == 1:
            raise fault
        return Engine(desk.card, 100)

    desk.memory.acquire("d", route(100, 10), load).release()
    assert seen == [[{"a100", "d"}, {"c100+100"}], [{"d"}, set()]]


def test_idle_models_of_both_places_are_closed_and_the_process_stays_while_the_card_holds_one() -> None:
    desk = Desk(keeps=True)  # the library of the card stays in the laptop's memory
    desk.use("c600+400")
    desk.memory.sweep()
    assert not desk.memory.wants_restart
    with pytest.raises(RestartNeeded):
        desk.take("a900")
    desk.now += 101
    desk.memory.sweep()
    assert desk.there() == [set(), set()]
    assert desk.card.bytes == 0
    assert desk.memory.wants_restart


def test_the_worker_has_a_budget_for_the_card_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_memory, "on_cards", lambda: 70 * MEBI)
    monkeypatch.setattr(process_memory, "resident", lambda: 0)
    small = 1 << 20
    memory = model_memory(ModelWorkerSettings("", "", small, card_budget=100 * MEBI))
    with pytest.raises(UserFacingError) as refused:  # the copy is the laptop's, which has no room for any
        memory.acquire("c", route(20, 2), lambda: Engine(Memory(0), 0))
    assert refused.value.params["budget"] == "1 MB"
    with pytest.raises(UserFacingError) as refused:
        memory.acquire("c", route(31, 1), lambda: Engine(Memory(0), 0))
    assert refused.value.params["budget"] == "100 MB"
    with pytest.raises(UserFacingError) as refused:
        model_memory(ModelWorkerSettings("", "", small)).acquire("c", route(20), lambda: Engine(Memory(0), 0))
    assert refused.value.params["budget"] == "1 MB"


def test_eight_threads_never_overshoot_either_memory_never_hang_and_never_lose_a_model_in_use() -> None:
    """1,000 steps over six models, three of them on the card, of which two or so fit at a time in each place."""
    working, steps_each = 90, 125
    desk = Desk()
    keys = ("a200", "b352", "c600", "d300+200", "e500+400", "f800+700")
    outcomes = {"used": 0, "engine.no_room": 0, "evicted": 0}
    faults: list[BaseException] = []
    counting, computing = threading.Lock(), (threading.Lock(), threading.Lock())

    def count(outcome: str, by: int = 1) -> None:
        with counting:
            outcomes[outcome] += by

    def use(key: str, dice: random.Random, wait: float) -> None:
        try:
            lease = desk.take(key, dice.randrange(3), wait)
        except UserFacingError as error:
            count(error.key)
            return
        engine = lease.engine
        with lease:
            with computing["+" in key]:  # one model computes at a time in each place
                engine.used += 1
                buffer = dice.randrange(working)
                engine.memory.take(buffer)
                time.sleep(dice.random() * 0.001)
                assert not engine.closed, "evicted while in use"
                engine.memory.free(buffer)
                engine.used -= 1
            if wait and dice.random() < 0.2:
                use(dice.choice(keys), dice, wait=0)  # holds one already
        count("used")

    def work(seed: int) -> None:
        dice = random.Random(seed)
        try:
            for _ in range(steps_each):
                if dice.random() < 0.1:
                    count("evicted", sum(len(place.evict(dice.sample(keys, 3))) for place in desk.places))
                else:
                    use(dice.choice(keys), dice, wait=20)
        except BaseException as error:
            faults.append(error)
            raise

    running = [threading.Thread(target=work, args=(seed,), daemon=True) for seed in range(8)]
    for one in running:
        one.start()
    for one in running:
        one.join(60)
    assert not faults
    assert not any(one.is_alive() for one in running), "each waits for another"
    assert desk.laptop.highest <= 1_000 + working, outcomes
    assert desk.card.highest <= 1_200 + working, outcomes
    assert outcomes["used"] > 500, outcomes
    assert outcomes["evicted"] > 10, outcomes
    for place in desk.places:
        place.evict()
    assert (desk.laptop.bytes, desk.card.bytes) == (LIBRARIES, 0)
