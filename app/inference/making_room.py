"""Leaving work in the middle: what somebody waits for goes before what nobody waits for.

An engine that can be left calls its look between parts of its work: parts of a prompt, clauses, layers.
Where somebody waits, the look raises `MakeRoom`; the engine lets it pass, and does the work when it is asked again.
"""

from __future__ import annotations

from collections.abc import Callable

Look = Callable[[], None]
"""Raises `MakeRoom` where the work in hand is to be left."""


class MakeRoom(BaseException):
    """Somebody waits. No `Exception`: nothing that handles the faults of a library may take it for one."""


def stay() -> None:
    """The look of an engine that nobody hurries."""


class Leavable:
    """An engine that can be left in the middle of its work."""

    look: Look = staticmethod(stay)
    """Called between parts of its work."""
    in_parts: bool = False
    """Whether work that goes faster whole is cut for the looks: where nobody waits for its end."""

    def attend(self, look: Look) -> None:
        """Call `look` from now on."""
        self.look = look
