"""Pure steps over the content-addressed cache.

A step is a function of (inputs, options, engine fingerprint); its result is stored under the hash of those three, so
a crash costs at most the step in hand and nothing is computed twice.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.store.cache import StepCache

T = TypeVar("T")
_USED = "used_by_document"
_MOST_KEYS = 50_000


class StepRunner:
    """Looks a result up and computes it only when it is missing."""

    def __init__(self, cache: StepCache) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._found: Counter[str] = Counter()
        self._computed: Counter[str] = Counter()
        self._asked = threading.local()

    def run(
        self,
        step: str,
        identity: tuple[object, ...],
        result_type: type[T],
        compute: Callable[[], T],
        *,
        usable: Callable[[T], bool] = lambda _: True,
    ) -> T:
        """The result of a step.

        Args:
            step: Name of the step, part of the key.
            identity: Engine fingerprint, inputs and options; plain values and dataclasses that msgpack knows.
            result_type: What the stored bytes are decoded as.
            compute: Makes the result when it is not there.
            usable: Whether a stored result still holds (files that it names may be gone).
        """
        key = self._cache.key(step, *identity)
        asked: dict[str, None] | None = getattr(self._asked, "keys", None)
        if asked is not None:
            asked[key] = None
        stored = self._decode(self._cache.get(key), result_type)
        if stored is not None and usable(stored):
            self._count(self._found, step)
            return stored
        result = compute()
        self._cache.put(key, msgspec.msgpack.encode(result))
        self._count(self._computed, step)
        return result

    @contextlib.contextmanager
    def of(self, document_id: str) -> Iterator[None]:
        """Remember, in the cache itself, that what this thread asks for inside the block belongs to a document."""
        outer: dict[str, None] | None = getattr(self._asked, "keys", None)
        asked: dict[str, None] = {}
        self._asked.keys = asked
        try:
            yield
        finally:
            self._asked.keys = outer
            if asked:
                with self._lock:
                    known = dict.fromkeys((*self.keys_of(document_id), *asked))
                    kept = tuple(known)[-_MOST_KEYS:]
                    self._cache.put(self._cache.key(_USED, document_id), msgspec.msgpack.encode(kept))

    def keys_of(self, document_id: str) -> tuple[str, ...]:
        """Keys of the results that belong to a document; some may be gone from the cache."""
        return self._decode(self._cache.peek(self._cache.key(_USED, document_id)), tuple[str, ...]) or ()

    def statistics(self) -> dict[str, dict[str, int]]:
        """Per step, how many results were found and how many were computed since the start.

        Where any came from the shared folder, it says how many of those found.
        """
        stats = self._cache.stats
        shared = {name: {"shared": one.shared} for name, one in stats.items() if one.shared}
        with self._lock:
            names = sorted(self._found.keys() | self._computed.keys())
            return {
                name: {"cached": self._found[name], "computed": self._computed[name], **shared.get(name, {})}
                for name in names
            }

    def _count(self, counter: Counter[str], step: str) -> None:
        with self._lock:
            counter[step] += 1

    @staticmethod
    def _decode(data: bytes | None, result_type: type[T]) -> T | None:
        if data is None:
            return None
        try:
            return msgspec.msgpack.decode(data, type=result_type)
        except msgspec.MsgspecError:
            return None
