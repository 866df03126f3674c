"""The best voice reads the lesson; where it fails another does, and it is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.documents import BlockKind
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Lane, ignore_progress
from app.domain.languages import by_code
from app.domain.lessons import AudioTrack, LessonContent, Level, Passage
from app.domain.models import EngineTask, InstalledModel, Route, Runtime
from app.inference.protocols import EngineInfo, Speech
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError
from app.lesson.speech import LessonSpeaker
from app.lesson.speech_tasks import speech_tasks
from app.lesson.voices import VoiceFailedError, Voices
from app.store.cache import StepCache
from app.store.media import MediaStore
from app.store.steps import StepRunner
from tests.in_process import InProcessWorker
from tests.models.mms import letters
from tests.models.weights import write_json

SECOND = Speech(b"\x10\x20" * 22_050, 22_050)
MODEL = InstalledModel("mms-tts-hin", "mms-tts-hin", Runtime.TRANSFORMERS, "float32", "c" * 64, 1, True, "2026-01-01")


class BuiltIn:
    def info(self, _language: str) -> EngineInfo:
        return EngineInfo("built in", "built-in/1", uses_ai=False)

    def speak(self, text: str, *, language: str, speed: float) -> Speech:
        if "☃" in text:
            raise UserFacingError("speech.nothing_to_say")
        return SECOND


class Room:
    """A model worker with one Hindi voice; `faults` are raised one after the other, None is no fault."""

    def __init__(self, folder: Path) -> None:
        self.models = folder
        self.faults: list[Exception | None] = []
        self.said: list[tuple[str, Lane]] = []
        self.broken = False
        self.worker = self

    def route(self, task: EngineTask, language: str) -> Route:
        if self.broken:
            raise UserFacingError("engine.load_failed", name="catalogue")
        return Route(task, MODEL if language == "hi" else None, compute_type="float32")

    def name(self, spec_id: str) -> str:
        return {"mms-tts-hin": "MMS voice, Hindi"}[spec_id]

    def folder(self, found: Route) -> Path:
        assert found.model is not None
        return self.models / found.model.folder

    def speak(
        self, route: Route, text: str, *, language: str, speed: float, lane: Lane, cancel: CancelToken | None
    ) -> Speech:
        assert route.model == MODEL
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        if not any(0x0900 <= ord(letter) <= 0x097F for letter in text):
            raise UserFacingError("speech.nothing_to_say")
        self.said.append((text, lane))
        return SECOND


class Online:
    """A voice from the internet, while it is `wanted`; raises `fault` where there is one."""

    def __init__(self) -> None:
        self.wanted = False
        self.fault: Exception | None = None
        self.info = EngineInfo("far away", "far/1", uses_ai=True)

    def of(self, _language: str) -> Online | None:
        return self if self.wanted else None

    def words(self, text: str) -> str:
        return text

    def speak(self, words: str, *, speed: float, cancel: CancelToken | None) -> Speech:
        if self.fault is not None:
            raise self.fault
        return SECOND


class Studio:
    def __init__(self, folder: Path) -> None:
        self.light = InProcessWorker(speech_tasks(BuiltIn()))
        self.room = Room(folder / "models")
        (folder / "models" / "mms-tts-hin").mkdir(parents=True)
        vocab = {letter: number for number, letter in enumerate(letters(by_code("hi")))}
        write_json(folder / "models" / "mms-tts-hin" / "vocab.json", vocab)
        self.media = MediaStore(folder / "media")
        self.cache = StepCache(folder / "cache")
        (folder / "staging").mkdir()
        self.online = Online()
        voices = Voices(cast(Any, self.light), cast(Any, self.room), self.online)
        self.speaker = LessonSpeaker(
            cast(Any, self.light), StepRunner(self.cache), self.media, folder / "staging", voices=voices
        )

    def content(self, *texts: str, language: str = "hi") -> LessonContent:
        passages = tuple(Passage(BlockKind.PARAGRAPH, text, text) for text in texts)
        return LessonContent("पानी", language, Level.SAME, 6, passages)

    def track(self, *texts: str, language: str = "hi", cancel: CancelToken | None = None) -> AudioTrack:
        content = self.content(*texts, language=language)
        return self.speaker.track(content, speed=1.0, report=ignore_progress, cancel=cancel or CancelToken())


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path)
    yield made
    made.cache.close()


def test_an_installed_voice_reads_the_lesson_and_is_given_words_alone(studio: Studio) -> None:
    track = studio.track("5 किमी चलो।")
    assert track.engine == "MMS voice, Hindi"
    assert studio.room.said == [("पानी", Lane.QUICK), ("पाँच किलोमीटर चलो।", Lane.QUICK)]
    assert studio.light.count("speak") == 0
    assert track.sentences[-1][3] == "5 किमी चलो।"
    assert studio.track("5 किमी चलो।") == track
    assert len(studio.room.said) == 2  # it is kept
    studio.track("हवा है।", cancel=CancelToken(Lane.NIGHT))
    assert studio.room.said[2:] == [("हवा है।", Lane.NIGHT)], "as its job"


def test_another_language_is_read_by_the_built_in_voice(studio: Studio) -> None:
    assert studio.track("Water is wet.", language="en").engine == "built in"
    assert studio.room.said == []


def test_what_the_voice_has_no_sounds_for_is_said_by_the_next(studio: Studio) -> None:
    track = studio.track("पानी है।", "漢字。", "漢☃。")
    assert track.engine == "MMS voice, Hindi"
    assert studio.light.count("speak") == 2
    assert len(track.sentences) == 4


@pytest.mark.parametrize(
    "fault",
    [
        UserFacingError("engine.load_failed", name="mms-tts-hin"),
        UserFacingError("engine.resting", name="mms-tts-hin"),
        UserFacingError("speech.failed", language="Hindi"),
        WorkerStopped("died"),
        WorkerTaskError("a bug"),
    ],
)
def test_a_lesson_is_read_whole_by_another_voice_where_one_fails_and_the_next_time_by_the_first(
    studio: Studio, fault: Exception
) -> None:
    studio.room.faults = [None, fault]
    track = studio.track("पानी है।", "वह ठंडा है।")
    assert track.engine.startswith("built in (")
    assert ("could not be started" in track.engine) == (getattr(fault, "key", "") == "engine.load_failed")
    assert studio.light.count("speak") == 3  # title and both sentences: never two voices in one lesson
    assert studio.track("पानी है।", "वह ठंडा है।").engine == "MMS voice, Hindi"


@pytest.mark.parametrize("fault", [JobCancelled(), UserFacingError("data.disk_full")])
def test_what_is_no_fault_of_the_voice_is_not_hidden(studio: Studio, fault: Exception) -> None:
    studio.room.faults = [None, fault]
    with pytest.raises(type(fault)):
        studio.track("पानी है।")
    assert studio.light.count("speak") == 0


def test_a_sentence_is_heard_whatever_fails(studio: Studio) -> None:
    assert studio.speaker.sentence("पानी", "hi", speed=1.0).is_file()
    assert studio.room.said == [("पानी", Lane.QUICK)]
    studio.room.faults = [WorkerStopped("died")]
    assert studio.speaker.sentence("हवा", "hi", speed=1.0).is_file()
    assert studio.speaker.sentence("漢字", "hi", speed=1.0).is_file()
    assert studio.light.count("speak") == 2


def test_a_damaged_catalogue_silences_nobody(studio: Studio) -> None:
    studio.room.broken = True
    assert studio.track("पानी है।").engine == "built in"


def test_what_the_voice_would_leave_out_is_known_before_it_speaks(studio: Studio) -> None:
    content = studio.content("DNA 5 किमी ☃ है।", "漢字 और ☃।")
    assert studio.speaker.lost(content) == ("☃", "漢字")
    assert studio.room.said == []
    assert studio.speaker.lost(studio.content("Water ☃", language="en")) == ()
    (studio.room.models / "mms-tts-hin" / "vocab.json").write_text("{", "utf-8")
    assert studio.speaker.lost(content) == ()


def test_the_internet_is_asked_first_then_the_installed_voice_then_the_built_in_one(studio: Studio) -> None:
    studio.online.wanted = True
    assert studio.track("पानी है।").engine == "far away"
    assert studio.room.said == []
    studio.online.fault = VoiceFailedError("no network")
    track = studio.track("हवा है।")
    assert (track.engine, track.failed) == ("MMS voice, Hindi (no network)", "no network")
    assert studio.light.count("speak") == 0
    studio.room.faults = [WorkerStopped("died")]
    track = studio.track("आग है।")
    assert track.engine.startswith("built in (no network; ")
    assert len(studio.track("पानी है।", "हवा है।").sentences) == 3
    studio.online.fault = JobCancelled()
    with pytest.raises(JobCancelled):
        studio.track("धूप है।")
