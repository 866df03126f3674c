"""Sharing what was computed: which steps' results travel, and what a person does with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, ReportProgress, ignore_progress
from app.domain.languages import codes
from app.domain.lessons import AudioTrack, ChoiceQuestion, KeyWord, LessonPlan, SentencePair, ShortQuestion
from app.inference.protocols import Speech
from app.lesson.ai.answers import Judged
from app.lesson.ai.question_answers import JudgedQuestions
from app.library.document_worker.requests import PageReading
from app.store.shared_cache import OWN_FOLDER, SharedCache, SharedStep, files_named
from app.store.shared_export import Exported, ResultsExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from app.config.settings import Settings
    from app.domain.documents import Box
    from app.store.cache import StepCache
    from app.store.media import MediaStore
    from app.store.steps import StepRunner

_MOST_MINUTES = 24 * 60


def _pictures(reading: PageReading) -> tuple[str, ...]:
    named = [block.media for block in reading.text.blocks if block.media is not None]
    return tuple(named if reading.picture is None else [*named, reading.picture])


def _is_page(reading: PageReading) -> bool:
    text = reading.text
    lines = [line for block in text.blocks for line in block.lines]
    words = [word for line in lines for word in line.words]
    marks = [text.confidence, *(word.confidence for word in words)]
    return (
        (text.language is None or text.language in codes())
        and 0 <= min(reading.width, reading.height) <= max(reading.width, reading.height) <= 1 << 16
        and text.doubtful_words >= 0
        and all(0 <= block.level <= 100 for block in text.blocks)
        and all(_is_box(one.box) for some in (text.blocks, lines, words) for one in some)
        and all(mark is None or 0 <= mark <= 100 for mark in marks)
    )


def _is_box(box: Box | None) -> bool:
    return box is None or all(math.isfinite(side) and -1 <= side <= 2 for side in _sides(box))


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _is_speech(speech: Speech) -> bool:
    return 4_000 <= speech.sample_rate <= 192_000 and len(speech.samples) % 2 == 0


def _is_track(track: AudioTrack) -> bool:
    starts = [start for _, _, start, _ in track.sentences]
    return (
        0 < track.duration_ms <= _MOST_MINUTES * 60_000
        and starts == sorted(starts)
        and all(0 <= start <= track.duration_ms for start in starts)
    )


def _are_choices(found: Iterable[ChoiceQuestion]) -> bool:
    return all(len(set(one.options)) == len(one.options) == 4 and 0 <= one.answer < 4 for one in found)


def _is_judged(judged: Judged) -> bool:
    return len(judged.pairs) == len(judged.refused)


SHARED_STEPS = {
    "read_page": SharedStep(PageReading, _pictures, _is_page),
    "simplify": SharedStep(tuple[SentencePair, ...]),
    "simplify_by_model": SharedStep(Judged, sound=_is_judged),
    "translate": SharedStep(tuple[SentencePair, ...]),
    "key_words": SharedStep(tuple[KeyWord, ...]),
    "choice_questions": SharedStep(tuple[ChoiceQuestion, ...], sound=_are_choices),
    "short_questions": SharedStep(tuple[ShortQuestion, ...]),
    "questions_by_model": SharedStep(JudgedQuestions, sound=lambda found: _are_choices(found.choice)),
    "plan": SharedStep(LessonPlan, sound=lambda plan: all(0 <= one.minutes <= _MOST_MINUTES for one in plan.steps)),
    "speak": SharedStep(Speech, sound=_is_speech),
    "audio": SharedStep(AudioTrack, lambda track: (track.media,), _is_track),
}
"""What travels. Not the guard's verdicts: whether a sentence is safe for children is found out where it is used."""


@dataclass(frozen=True, slots=True)
class SharedStatus:
    """The shared folder, "" for none; whether it can be read now, and its results by step."""

    folder: str
    there: bool
    results: dict[str, int]


class SharedResults:
    """What was computed here goes to other laptops, and what they have computed is used here.

    Args:
        cache: The results of this laptop.
        steps: Knows what belongs to a document.
        shared: The folder in use.
        media: Pictures and sounds.
        settings: Where the folder is kept.
    """

    def __init__(
        self, cache: StepCache, steps: StepRunner, shared: SharedCache, media: MediaStore, settings: Settings
    ) -> None:
        self._cache = cache
        self._steps = steps
        self._shared = shared
        self._media = media
        self._settings = settings

    def export(
        self,
        folder: Path,
        documents: Sequence[str] = (),
        *,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Exported:
        """Write results to a stick or folder, into a folder of our own there.

        Args:
            folder: The stick or folder.
            documents: Only what belongs to these documents; everything where none is named.
            report: Told how far it is.
            cancel: Ends the work; whole files stay, and the next export goes on from there.

        Raises:
            UserFacingError: any of ``results.*``.
            JobCancelled: `cancel` was used.
        """
        keys = dict.fromkeys(key for one in documents for key in self._steps.keys_of(one))
        export = ResultsExport(self._cache, self._shared, self._media, report, cancel or CancelToken())
        return export.write(keys if documents else self._cache.keys(), folder)

    def use(self, folder: Path | None) -> SharedStatus:
        """Use the results in a stick or folder from now on; None for none any more.

        Raises:
            UserFacingError: there are no results (``results.none_there``), or the settings cannot be written.
        """
        if folder is None:
            chosen = ""
        else:
            folder = folder.absolute()
            chosen = str(folder.parent if folder.name == OWN_FOLDER else folder)
        if chosen and not self._results(SharedCache(lambda: chosen, SHARED_STEPS, self._media)):
            raise UserFacingError("results.none_there", path=chosen)
        self._settings.shared_cache = chosen
        self._settings.save()
        return self.status()

    def status(self) -> SharedStatus:
        """What is shared now."""
        results = self._results(self._shared) if self._settings.shared_cache else None
        return SharedStatus(self._settings.shared_cache, results is not None, results or {})

    @staticmethod
    def _results(shared: SharedCache) -> dict[str, int] | None:
        try:
            return files_named(iter(shared.listed()))
        except OSError:
            return None
