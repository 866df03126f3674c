"""Errors by audience.

::

    AppError
     +- UserFacingError      the input or the environment is at fault: shown, exit status 1
     |   +- DecisionNeeded   a person has to decide first: shown, exit status 3
     |   +- JobFailed        a job's fault, said again to whoever waits for the job
     +- JobCancelled         asked for: silent
    anything else            a bug: logged, one crash dialog per traceback, exit status 70
"""

from __future__ import annotations

from app.domain.messages import MESSAGES

_LONGEST = 500


class AppError(Exception):
    """Root of everything the application raises on purpose."""


class UserFacingError(AppError):
    """Something the person at the screen can understand and act on.

    Attributes:
        key: Key of the sentence in `app.domain.messages.MESSAGES`.
        params: Values for the placeholders of that sentence.
        help_topic: Anchor of the help page, or an empty string.
    """

    def __init__(self, key: str, *, help_topic: str = "", **params: object) -> None:
        if key not in MESSAGES:
            raise KeyError(f"no message for {key!r}")
        super().__init__(key)
        self.key = key
        self.params = params
        self.help_topic = help_topic

    def __str__(self) -> str:
        return MESSAGES[self.key].format(**{name: _cut(value) for name, value in self.params.items()})

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.key, self.help_topic, self.params)


class DecisionNeeded(UserFacingError):
    """Work stopped in good order because a person has to decide something first."""


class JobFailed(UserFacingError):
    """A job ended with a fault of the input or the environment; the sentence was kept with the job."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(key)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence

    def __reduce__(self) -> tuple[object, ...]:
        return JobFailed, (self.key, self.sentence)


class JobCancelled(AppError):
    """The person pressed Cancel; finished steps are kept."""


def _cut(value: object) -> object:
    """A name or an id that somebody typed may be of any length; the sentence around it must stay in sight."""
    return f"{value[: _LONGEST - 1]}…" if isinstance(value, str) and len(value) > _LONGEST else value


def _rebuild(cls: type[UserFacingError], key: str, help_topic: str, params: dict[str, object]) -> UserFacingError:
    return cls(key, help_topic=help_topic, **params)
