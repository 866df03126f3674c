"""Which installed model translates for a lesson, and its work in the model worker."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from app.domain.errors import UserFacingError
from app.domain.jobs import Lane
from app.domain.languages import LANGUAGES
from app.domain.models import EngineTask, Route
from app.inference.indictrans.info import translator_info
from app.inference.workers.worker_process import WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.domain.jobs import CancelToken
    from app.inference.protocols import EngineInfo

_log = logging.getLogger(__name__)


class TranslatorFailedError(Exception):
    """The model cannot translate now. The text is a sentence for a person."""


class TranslatingWorker(Protocol):
    """What is used of the model worker."""

    def translate(
        self,
        route: Route,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        protect: bool,
        lane: Lane,
        cancel: CancelToken | None,
    ) -> tuple[str, ...]:
        """Translate texts with the model of a route."""
        ...


class TranslatorRoom(Protocol):
    """What is used of `EngineRoom`."""

    @property
    def worker(self) -> TranslatingWorker:
        """The model worker."""
        ...

    def route(self, task: EngineTask, language: str, target: str) -> Route:
        """Who does a task."""
        ...

    def name(self, spec_id: str) -> str:
        """What people call a model."""
        ...

    def folder(self, found: Route) -> Path:
        """Where a model is."""
        ...


class InstalledTranslator:
    """An installed model for one pair of languages.

    Args:
        room: The installed models.
        found: The route of this pair; its model must not be None.
        source: ISO 639-1 code of the texts.
        target: ISO 639-1 code of the translations.
        cancel: Ends the work in hand.
    """

    def __init__(
        self, room: TranslatorRoom, found: Route, source: str, target: str, *, cancel: CancelToken | None = None
    ) -> None:
        if found.model is None:
            raise ValueError("nothing built in translates")
        self._room = room
        self._route = found
        self._cancel = cancel
        self.source = source
        self.target = target
        told = translator_info(room.folder(found), found.compute_type)
        self.info: EngineInfo = replace(told, name=room.name(found.model.spec_id))
        """Who it is, told without loading it; the fingerprint is the worker's own."""

    def until(self, cancel: CancelToken) -> Self:
        """The same model, whose work ends when `cancel` is set."""
        return type(self)(self._room, self._route, self.source, self.target, cancel=cancel)

    def translate(self, texts: Sequence[str], *, protect: bool = True) -> tuple[str, ...]:
        """See `app.inference.protocols.Translator.translate`.

        Raises:
            TranslatorFailedError: the model cannot work now; what was translated before is not lost.
            JobCancelled: the token was set.
        """
        try:
            return self._room.worker.translate(
                self._route,
                texts,
                source=self.source,
                target=self.target,
                protect=protect,
                lane=Lane.NIGHT,
                cancel=self._cancel,
            )
        except WorkerTaskError as error:
            raise TranslatorFailedError(f"{self.info.name} failed") from error
        except UserFacingError as error:
            if not error.key.startswith(("engine.", "worker.")):
                raise
            raise TranslatorFailedError(str(error)) from error


class Translators:
    """Who can translate on this laptop.

    Args:
        room: The installed models; None where none are used.
    """

    def __init__(self, room: TranslatorRoom | None = None) -> None:
        self._room = room

    def of(self, source: str, target: str) -> InstalledTranslator | None:
        """Who translates from one language into another; None where nobody does, or it does not fit this machine."""
        if self._room is None:
            return None
        try:
            found = self._room.route(EngineTask.TRANSLATE, source, target)
            return InstalledTranslator(self._room, found, source, target) if found.model is not None else None
        except UserFacingError as error:  # a damaged catalogue, which the Models page tells of
            _log.warning("no installed translator can be looked for: %s", error)
            return None

    def targets(self, source: str) -> tuple[str, ...]:
        """Languages into which a text in this one can be translated now."""
        others = (one.code for one in LANGUAGES if one.code != source)
        return tuple(code for code in others if self.of(source, code) is not None)
