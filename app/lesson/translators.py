"""Which installed model translates for a lesson, and its work in the model worker."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from app.domain.errors import UserFacingError
from app.domain.jobs import lane_of
from app.domain.languages import LANGUAGES
from app.domain.models import EngineTask, Route
from app.inference.indictrans.info import translator_info
from app.inference.protocols import EngineInfo
from app.inference.workers.worker_process import WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.domain.jobs import CancelToken, Lane

_BETWEEN = "en"
"""The one language that models translate from and into: IndicTrans2 comes as en-indic and indic-en."""
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
        cancel: Ends the work in hand, and says in which lane it waits.
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
                lane=lane_of(self._cancel),
                cancel=self._cancel,
            )
        except WorkerTaskError as error:
            raise TranslatorFailedError(f"{self.info.name} failed") from error
        except UserFacingError as error:
            if not error.key.startswith(("engine.", "worker.")):
                raise
            raise TranslatorFailedError(str(error)) from error


class BridgedTranslator:
    """Two installed models, one behind the other, where none knows the pair of languages: by way of English.

    Args:
        first: Into the language between.
        second: Out of it.
    """

    def __init__(self, first: InstalledTranslator, second: InstalledTranslator) -> None:
        self._first = first
        self._second = second
        self.source = first.source
        self.target = second.target
        infos = first.info, second.info
        self.info = EngineInfo(
            " + ".join(one.name for one in infos), "+".join(one.fingerprint for one in infos), uses_ai=True
        )
        """Both, in their order."""

    def until(self, cancel: CancelToken) -> Self:
        """The same models, whose work ends when `cancel` is set."""
        return type(self)(self._first.until(cancel), self._second.until(cancel))

    def translate(self, texts: Sequence[str], *, protect: bool = True) -> tuple[str, ...]:
        """See `InstalledTranslator.translate`; what the first gives nothing for stays empty."""
        between = self._first.translate(texts, protect=protect)
        said = [text for text in between if text.strip()]
        made = iter(self._second.translate(said, protect=protect) if said else ())
        return tuple(next(made) if text.strip() else "" for text in between)


Translator = InstalledTranslator | BridgedTranslator


class Translators:
    """Who can translate on this laptop.

    Args:
        room: The installed models; None where none are used.
    """

    def __init__(self, room: TranslatorRoom | None = None) -> None:
        self._room = room

    def of(self, source: str, target: str) -> Translator | None:
        """Who translates from one language into another, by way of English where no model knows the pair.

        None where nobody does, or it does not fit this machine.
        """
        if (direct := self._direct(source, target)) is not None:
            return direct
        if _BETWEEN in (source, target):
            return None
        first, second = self._direct(source, _BETWEEN), self._direct(_BETWEEN, target)
        return BridgedTranslator(first, second) if first is not None and second is not None else None

    def _direct(self, source: str, target: str) -> InstalledTranslator | None:
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
