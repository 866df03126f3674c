"""A model's memory is leased where it computes: of the laptop, or of a graphics card that has memory of its own.

Each place has a `MemoryCoordinator` with a budget and a measure of its own, so a model on the card takes nothing of the
laptop's budget but the copy that is in the laptop's memory while it is loaded.

Locks, in order: the card's turn, then the laptop's, never the other way: only what loads onto the card, with the card's
turn in hand, asks the laptop for room, and it waits for no lease there. So the laptop's turn always ends by itself, and
the card's with it. No lock of one is held while the other is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.memory_coordinator import EngineT, Lease, MemoryCoordinator, ran_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.jobs import CancelToken
    from app.domain.models import Route

_MEBI = 1 << 20


class ModelMemory:
    """The memory for models of one process.

    Args:
        laptop: Of the laptop's own memory, which Apple's graphics share.
        card: Of an NVIDIA card's memory; None where there is none, and everything is the laptop's.
    """

    def __init__(self, laptop: MemoryCoordinator, card: MemoryCoordinator | None = None) -> None:
        self._laptop = laptop
        self._card = card

    def acquire(
        self,
        key: str,
        route: Route,
        load: Callable[[], EngineT],
        priority: int = 0,
        *,
        wait: float = 30.0,
        cancel: CancelToken | None = None,
        unasked: bool = False,
    ) -> Lease[EngineT]:
        """The model of this key where its route computes; see `MemoryCoordinator.acquire`.

        Raises:
            UserFacingError: as there, for either place.
            RestartNeeded: as there, for either place.
            JobCancelled: `cancel` was used.
        """
        needs, copy = route.needs * _MEBI, route.host_needs * _MEBI
        if self._card is None or route.device is not DeviceKind.CUDA:
            return self._laptop.acquire(key, needs, load, priority, wait=wait, cancel=cancel, unasked=unasked)

        def load_onto_card() -> EngineT:
            with self._laptop.room(key, copy, priority, unasked=unasked):
                try:
                    return load()
                except (MemoryError, UserFacingError) as error:
                    if ran_out(error):  # of which it was nobody says; the card sees to its own, and tries once more
                        self._laptop.evict()
                    raise

        return self._card.acquire(key, needs, load_onto_card, priority, wait=wait, cancel=cancel, unasked=unasked)

    def holds(self, key: str) -> bool:
        """Whether the model of this key is in memory."""
        return any(one.key == key for place in self._places() for one in place.held())

    def sweep(self) -> None:
        """Close what has been idle too long; the worker calls it between requests."""
        for one in self._places():
            one.sweep()

    @property
    def wants_restart(self) -> bool:
        """Whether memory did not come back: end the process when nobody uses it.

        Not while the card holds a model: what its library takes of the laptop's memory belongs to it.
        """
        if self._card is not None and self._card.held():
            return False
        return any(one.wants_restart for one in self._places())

    def _places(self) -> tuple[MemoryCoordinator, ...]:
        return (self._laptop,) if self._card is None else (self._card, self._laptop)
