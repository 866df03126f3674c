"""The second look: a guard model judges what a language model wrote, where one is installed.

What it finds unfit, and what it gives no clear answer about, does not reach the lesson; the rules' own stands there.
The page itself is not judged: what a school book says of bodies, wars and drugs is the teacher's to decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from app.inference.protocols import EngineInfo, SafetyClassifier, SafetyVerdict
from app.lesson.ai.faults import of_a_model

if TYPE_CHECKING:
    from app.domain.jobs import CancelToken


class CancellableClassifier(SafetyClassifier, Protocol):
    """A guard model whose work can be ended."""

    def until(self, cancel: CancelToken) -> Self:
        """The same model, whose work raises `JobCancelled` soon after `cancel` is set."""
        ...


class LessonGuard:
    """Looks at texts one by one.

    Args:
        classifier: The guard model.
    """

    def __init__(self, classifier: CancellableClassifier) -> None:
        self._classifier = classifier

    def info(self) -> EngineInfo:
        """The model."""
        return self._classifier.info()

    def until(self, cancel: CancelToken) -> Self:
        """The same guard, whose work ends when `cancel` is set."""
        return type(self)(self._classifier.until(cancel))

    def verdict(self, text: str) -> SafetyVerdict:
        """What it says of a text.

        Raises:
            ModelFailedError: it cannot answer now.
            JobCancelled: the work was ended.
        """
        with of_a_model():
            return self._classifier.classify([text])[0]
