"""The teacher's own voice in a lesson: taken in, heard in the pack in the right place, told of, and taken out again."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import bootstrap
from app.bootstrap import Services, open_services
from app.cli import show
from app.cli.commands import lesson as lesson_commands
from app.cli.parser import build_parser
from app.domain.errors import UserFacingError
from app.domain.lessons import AudioTrack, Lesson, LessonOptions, Severity, VersionState
from app.lesson.loudness import USUAL, loudness
from app.lesson.speech import OWN_VOICE
from tests.command_line import PAGE
from tests.sounds import Sound, samples_of, silence, speech_like, write_sound, write_wav

QUICK = LessonOptions(with_audio=False)
RATE = 22_050
PASSAGE = 2  # its sentences are read one by one, but for a recording


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with open_services(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture(scope="module")
def made(services: Services) -> Lesson:
    return services.lessons.make(services.library.add_text(PAGE).id, QUICK)


@pytest.fixture
def lesson(services: Services, made: Lesson) -> Lesson:
    copy = services.lessons.duplicate(made.id)
    assert copy.current.findings == ()
    return copy


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of words as a phone saves them."""
    words = np.concatenate([silence(1, 48_000), speech_like(4, 48_000, peak=0.1), silence(2, 48_000)])
    return write_sound(tmp_path_factory.mktemp("phone") / "my voice.m4a", words, 48_000, "m4a")


@pytest.fixture
def recording(spoken: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(spoken, tmp_path))


def _heard(services: Services, track: AudioTrack) -> Sound:
    return samples_of(services.store.media.path(track.media))


def _passage_of(track: AudioTrack, sound: Sound, index: int = PASSAGE) -> tuple[Sound, Sound]:
    """What is heard while a passage is marked, and everything else."""
    starts = [row[2] for row in track.sentences] + [track.duration_ms]
    begin, end = (
        pick(at for at, row in enumerate(track.sentences) if row[0] == index) + (pick is max) for pick in (min, max)
    )
    first, last = (starts[at] * RATE // 1000 for at in (begin, end))
    return sound[first:last], np.concatenate([sound[:first], sound[last:]])


def _loudness(sound: Sound, folder: Path) -> float:
    path = folder / "part.pcm"
    path.write_bytes(np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    found = loudness((path,), RATE)
    assert found is not None
    return found


def test_a_recording_is_heard_where_its_passage_is_marked_whole_and_not_the_voice(
    services: Services, lesson: Lesson, recording: Path
) -> None:
    before = services.lessons.audio(lesson.current)
    recorded = services.lessons.record(lesson.id, PASSAGE, recording)
    track = services.lessons.audio(recorded.current)
    assert len([row for row in before.sentences if row[0] == PASSAGE]) > 1
    (row,) = [row for row in track.sentences if row[0] == PASSAGE]
    assert row[3] == recorded.current.content.passages[PASSAGE].text
    assert [row for row in track.sentences if row[0] < PASSAGE] == [row for row in before.sentences if row[0] < PASSAGE]
    assert [row[3] for row in track.sentences if row[0] > PASSAGE] == [
        row[3] for row in before.sentences if row[0] > PASSAGE
    ]
    assert before.engine in track.engine
    assert OWN_VOICE in track.engine
    own, _ = _passage_of(track, _heard(services, track))
    assert own.size / RATE == pytest.approx(0.15 + 4 + 0.15 + 0.7, abs=0.1)  # the words, some room, the pause
    spectrum = np.abs(np.fft.rfft(own))
    near = np.abs(np.fft.rfftfreq(own.size, 1 / RATE) - 220) < 40
    assert (spectrum[near] ** 2).sum() > 0.9 * (spectrum**2).sum()  # the tone of the recording and nothing else
    heard_by_the_first, _ = _passage_of(before, _heard(services, before))
    others = np.abs(np.fft.rfft(heard_by_the_first))
    near = np.abs(np.fft.rfftfreq(heard_by_the_first.size, 1 / RATE) - 220) < 40
    assert (others[near] ** 2).sum() < 0.7 * (others**2).sum()


def test_another_recording_of_the_same_words_is_another_sound(
    services: Services, lesson: Lesson, recording: Path, tmp_path: Path
) -> None:
    first = services.lessons.audio(services.lessons.record(lesson.id, PASSAGE, recording).current)
    short = write_wav(tmp_path / "short.wav", speech_like(1, 16_000), 16_000)
    second = services.lessons.audio(services.lessons.record(lesson.id, PASSAGE, short).current)
    assert first.duration_ms - second.duration_ms == pytest.approx(3_300, abs=100)
    assert services.lessons.audio(services.lessons.record(lesson.id, PASSAGE, recording).current) == first


@pytest.mark.parametrize("peak", [0.02, 0.9])
def test_a_soft_or_loud_recording_is_as_loud_as_the_rest(
    services: Services, lesson: Lesson, tmp_path: Path, peak: float
) -> None:
    path = write_wav(tmp_path / "a.wav", speech_like(3, 44_100, peak=peak), 44_100)
    track = services.lessons.audio(services.lessons.record(lesson.id, PASSAGE, path).current)
    own, others = _passage_of(track, _heard(services, track))
    assert _loudness(own, tmp_path) == pytest.approx(_loudness(others, tmp_path), abs=2)
    assert np.abs(own).max() <= 1.0


def test_a_lesson_that_is_recorded_whole_is_heard_well(services: Services, recording: Path, tmp_path: Path) -> None:
    lesson = services.lessons.make(services.library.add_text("Water\n\nAll the children need clean water.").id, QUICK)
    for index in range(len(lesson.current.content.passages)):
        lesson = services.lessons.record(lesson.id, index, recording)
    track = services.lessons.audio(lesson.current)
    assert track.duration_ms == pytest.approx(5_000 * len(lesson.current.content.passages), abs=300)
    assert _loudness(_heard(services, track), tmp_path) == pytest.approx(USUAL, abs=2)


def test_somebody_has_to_listen_and_a_later_edit_is_told(services: Services, lesson: Lesson, recording: Path) -> None:
    recorded = services.lessons.record(lesson.id, PASSAGE, recording)
    (finding,) = recorded.current.findings
    assert (finding.severity, finding.passage, finding.reason) == (Severity.AMBER, PASSAGE, "recording")
    text = recorded.current.content.passages[PASSAGE].text
    edited = services.lessons.edit_passage(lesson.id, PASSAGE, f"{text} Save water.")
    own = edited.current.content.passages[PASSAGE].recording
    assert own is not None
    assert own.text == text
    assert show.passage(edited.current.content.passages[PASSAGE])["recording"]["before_change"]
    assert "recording_before_change" in [one.reason for one in edited.current.findings]
    assert [one.reason for one in services.lessons.undo_edit(lesson.id, PASSAGE).current.findings] == ["recording"]
    other = services.lessons.edit_passage(lesson.id, PASSAGE + 1, "Boil the water of a pond before you drink it.")
    assert "recording" in [one.reason for one in other.current.findings]
    assert services.lessons.remove_recording(lesson.id, PASSAGE).current.content.passages[PASSAGE].recording is None
    services.lessons.undo_edit(lesson.id, PASSAGE + 1)
    assert services.lessons.lesson(lesson.id).current.content == lesson.current.content
    with pytest.raises(UserFacingError) as caught:
        services.lessons.remove_recording(lesson.id, PASSAGE)
    assert caught.value.key == "recording.none"


def test_a_recording_is_kept_as_it_was_given_as_long_as_a_version_has_it(
    services: Services, lesson: Lesson, recording: Path
) -> None:
    own = services.lessons.record(lesson.id, PASSAGE, recording).current.content.passages[PASSAGE].recording
    assert own is not None
    assert own.name == "my voice.m4a"
    assert services.store.media.read(own.media) == recording.read_bytes()
    heard = samples_of(services.lessons.hear_recording(own))
    assert heard.size / RATE == pytest.approx(own.duration_ms / 1000, abs=0.01)
    recording.unlink()
    kept = services.store.media.path(own.media)
    os.utime(kept, (0, 0))
    services.store.sweep_media()
    assert services.store.media.folder.joinpath(own.media).exists()
    copy = services.lessons.duplicate(lesson.id)
    assert copy.current.content.passages[PASSAGE].recording == own


def test_a_decided_version_keeps_its_voice_and_a_new_one_begins(
    services: Services, lesson: Lesson, recording: Path
) -> None:
    person = services.people.current() or services.people.add("Meera", "hi", (6,))
    services.review.approve(lesson.id, person)
    recorded = services.lessons.record(lesson.id, PASSAGE, recording)
    assert (recorded.current.number, recorded.current.state) == (2, VersionState.DRAFT)
    first = services.lessons.versions(lesson.id)[0]
    assert first.content.passages[PASSAGE].recording is None
    approved = {one.lesson_id for one in services.review.approve_green(person)}
    assert lesson.id not in approved  # nobody has listened


@pytest.mark.parametrize(("index", "key"), [(99, "lesson.no_passage"), (-1, "lesson.no_passage")])
def test_there_is_no_such_passage(services: Services, lesson: Lesson, recording: Path, index: int, key: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        services.lessons.record(lesson.id, index, recording)
    assert caught.value.key == key


def test_a_passage_that_is_not_read_aloud_and_a_file_that_is_no_recording_change_nothing(
    services: Services, lesson: Lesson, recording: Path, tmp_path: Path
) -> None:
    services.lessons.edit_passage(lesson.id, PASSAGE, "...")
    with pytest.raises(UserFacingError) as caught:
        services.lessons.record(lesson.id, PASSAGE, recording)
    assert caught.value.key == "recording.not_spoken"
    before = services.lessons.undo_edit(lesson.id, PASSAGE)
    media = set(services.store.media.folder.iterdir())
    noise = tmp_path / "notes.mp3"
    noise.write_bytes(b"no sound at all")
    for file, expected in ((noise, "recording.unreadable"), (tmp_path / "gone.mp3", "import.not_found")):
        with pytest.raises(UserFacingError) as caught:
            services.lessons.record(lesson.id, PASSAGE, file)
        assert caught.value.key == expected
    assert services.lessons.lesson(lesson.id) == before
    assert set(services.store.media.folder.iterdir()) == media


def test_the_page_on_the_phone_marks_the_recorded_passage_whole(
    services: Services, lesson: Lesson, recording: Path, tmp_path: Path
) -> None:
    services.lessons.record(lesson.id, PASSAGE, recording)
    services.review.approve(lesson.id, services.people.current() or services.people.add("Meera", "hi", (6,)))
    services.packs.save((lesson.id,), tmp_path, formats=("html",))
    (html,) = tmp_path.rglob("01-lesson-en.html")
    text = html.read_text("utf-8")
    (starts,) = re.findall(r'data-starts="([^"]*)"', text)
    (inside,) = re.findall(rf'<p id="p{PASSAGE}">(.*?)</p>', text)
    (number,) = re.findall(r'^<span class="s" data-s="(\d+)">[^<]*</span>$', inside)
    times = [int(one) for one in starts.split()]
    assert times[int(number) + 1] - times[int(number)] == pytest.approx(5_000, abs=100)
    assert len(times) == len(set(re.findall(r'data-s="(\d+)"', text)))
    assert OWN_VOICE in next(tmp_path.rglob("pack.json")).read_text("utf-8")


def test_commands_record_and_take_out(tmp_path: Path, recording: Path) -> None:
    with open_services(tmp_path / "data") as opened:
        lesson = opened.lessons.make(opened.library.add_text(PAGE).id, QUICK).id

    def command(*words: str | Path) -> dict[str, Any]:
        line = ["lesson", *map(str, words), "--passage", str(PASSAGE), "--data", str(tmp_path / "data")]
        options = build_parser().parse_args(line if words[0] != "record" else [*line, str(recording)])
        data: dict[str, Any] = getattr(lesson_commands, options.verb)(options, bootstrap).data
        return data

    done = command("record", lesson)
    own = done["passages"][PASSAGE]["recording"]
    assert (own["name"], own["before_change"]) == ("my voice.m4a", False)
    assert own["seconds"] == pytest.approx(4.3, abs=0.1)
    assert done["findings"][0]["message"].startswith("Your own recording cannot be compared")
    assert command("unrecord", lesson)["passages"][PASSAGE]["recording"] is None
