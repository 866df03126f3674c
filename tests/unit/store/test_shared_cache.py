"""Results of another laptop: used when they are whole and of the right form, and never an error."""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress, ignore_progress
from app.store import shared_cache
from app.store.cache import StepCache
from app.store.media import MediaStore
from app.store.shared_cache import OWN_FOLDER, SUMS, SharedCache, SharedStep, path_of
from app.store.shared_export import Exported, ResultsExport
from app.store.steps import StepRunner

PICTURE = b"\xff\xd8\xff\xe0 a picture"


@dataclass(frozen=True)
class Reading:
    text: str
    confidence: int
    picture: str | None = None


STEPS = {
    "read": SharedStep(
        Reading, lambda one: (one.picture,) if one.picture is not None else (), lambda one: one.confidence <= 100
    )
}


class Laptop:
    """A cache with its media, and a stick that may be switched on."""

    def __init__(self, folder: Path, stick: Path) -> None:
        self.stick = stick
        self.on = True
        self.media = MediaStore(folder / "media")
        self.shared = SharedCache(lambda: str(stick) if self.on else "", STEPS, self.media)
        self.cache = StepCache(folder / "cache", shared=self.shared)
        self.steps = StepRunner(self.cache)

    def read(self, name: str, value: Reading | None = None) -> bool:
        """Ask for a result; whether it was computed."""
        computed: list[str] = []

        def compute() -> Reading:
            computed.append(name)
            return value or Reading(name, 90)

        self.steps.run("read", (name,), Reading, compute)
        return bool(computed)

    def export(self, report: object = ignore_progress, **more: object) -> Exported:
        export = ResultsExport(self.cache, self.shared, self.media, report, CancelToken(), **more)  # type: ignore[arg-type]
        return export.write(self.cache.keys(), self.stick)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def strong(tmp_path: Path, stick: Path) -> Laptop:
    laptop = Laptop(tmp_path / "strong", stick)
    laptop.read("page 1", Reading("water", 95, laptop.media.put(PICTURE)))
    laptop.read("page 2")
    return laptop


@pytest.fixture
def weak(tmp_path: Path, stick: Path) -> Laptop:
    return Laptop(tmp_path / "weak", stick)


def place(stick: Path, name: str) -> Path:
    return stick / OWN_FOLDER / path_of(StepCache.key("read", name))


def plant(stick: Path, name: str, value: bytes) -> None:
    """A result with the right hash, whoever made it."""
    file = place(stick, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(value)
    line = f"{hashlib.sha256(value).hexdigest()}  {path_of(StepCache.key('read', name))}\n"
    with (stick / OWN_FOLDER / SUMS).open("a", encoding="ascii") as sums:
        sums.write(line)


def test_what_one_laptop_computed_no_other_one_computes(strong: Laptop, weak: Laptop) -> None:
    done = strong.export()
    assert (done.results, done.left_out) == ({"read": 2}, 0)
    assert not weak.read("page 1")
    assert not weak.read("page 2")
    assert weak.steps.statistics()["read"] == {"cached": 2, "computed": 0, "shared": 2}
    assert weak.media.read(hashlib.sha256(PICTURE).hexdigest()) == PICTURE


def test_a_shared_result_stays_when_the_stick_is_gone(strong: Laptop, weak: Laptop, tmp_path: Path) -> None:
    strong.export()
    weak.read("page 1")
    weak.cache.close()
    strong.stick.rename(tmp_path / "pulled")
    again = Laptop(tmp_path / "weak", strong.stick)
    assert not again.read("page 1")
    assert again.read("page 2"), "the stick is gone: computed here, without an error"
    again.cache.close()


def test_a_folder_that_is_switched_off_is_not_looked_into(strong: Laptop, weak: Laptop) -> None:
    strong.export()
    weak.on = False
    assert weak.read("page 1")


def test_one_changed_byte_is_computed_anew(strong: Laptop, weak: Laptop) -> None:
    strong.export()
    file = place(strong.stick, "page 2")
    file.write_bytes(file.read_bytes().replace(b"page 2", b"page 3"))  # as well made as before
    assert weak.read("page 2")
    assert not weak.read("page 1")


@pytest.mark.parametrize("spoiled", [b"\xff\xd8\xff another picture", b"<html>", None])
def test_a_result_whose_picture_is_damaged_or_gone_is_computed_anew(
    strong: Laptop, weak: Laptop, spoiled: bytes | None
) -> None:
    strong.export()
    picture = strong.stick / OWN_FOLDER / "media" / hashlib.sha256(PICTURE).hexdigest()
    picture.unlink() if spoiled is None else picture.write_bytes(spoiled)
    assert weak.read("page 1")
    assert not weak.media.folder.exists(), "nothing of it was taken in"


def test_what_is_neither_picture_nor_sound_is_not_taken_in(weak: Laptop) -> None:
    page = b"<html><script>alert(1)</script>"
    name = hashlib.sha256(page).hexdigest()
    plant(weak.stick, "page 1", msgspec.msgpack.encode(Reading("x", 1, name)))
    (weak.stick / OWN_FOLDER / "media").mkdir()
    (weak.stick / OWN_FOLDER / "media" / name).write_bytes(page)
    assert weak.read("page 1")
    assert not weak.media.has(name)


def test_a_stick_that_is_pulled_while_it_is_read_costs_only_its_results(
    strong: Laptop, weak: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    strong.export()
    assert not weak.read("page 1")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "pulled")))
        assert weak.cache.get(StepCache.key("read", "page 2")) is None
    assert not weak.read("page 2"), "it was put back"


@pytest.mark.parametrize(
    "value",
    [
        pickle.dumps(Reading("x", 1)),
        b"",
        b"\xc1",
        msgspec.msgpack.encode(["not", "a", "reading"]),
        msgspec.msgpack.encode({"text": 5, "confidence": 1, "picture": None}),
        msgspec.msgpack.encode(Reading("beyond its limits", 101)),
        msgspec.msgpack.encode(Reading("names a way out", 1, "../../shikshasetu.db")),
        msgspec.msgpack.encode(Reading("names what is not there", 1, "0" * 64)),
        b"\xdd\x0f\xff\xff\xff\x01",  # says that it has 268 million entries
        b"\x91" * 100_000,
    ],
)
def test_a_hostile_value_with_the_right_hash_is_not_there(weak: Laptop, value: bytes) -> None:
    plant(weak.stick, "page 1", value)
    plant(weak.stick, "page 2", msgspec.msgpack.encode(Reading("well made", 50)))
    assert weak.read("page 1")
    assert not weak.read("page 2"), "the others are used"


def test_links_pipes_folders_and_long_files_are_not_followed(
    weak: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = msgspec.msgpack.encode(Reading("from elsewhere", 50))
    (tmp_path / "secret").write_bytes(value)
    for name in ("link", "pipe", "folder", "long", "in a linked folder"):
        plant(weak.stick, name, value)
        place(weak.stick, name).unlink()
    place(weak.stick, "link").symlink_to(tmp_path / "secret")
    os.mkfifo(place(weak.stick, "pipe"))
    place(weak.stick, "folder").mkdir()
    monkeypatch.setattr(shared_cache, "MOST_BYTES", 1_000)
    with place(weak.stick, "long").open("wb") as file:
        file.truncate(1_001)
    linked = place(weak.stick, "in a linked folder")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / linked.name).write_bytes(value)
    for one in linked.parent.iterdir():
        one.rename(tmp_path / "elsewhere" / one.name)
    linked.parent.rmdir()
    linked.parent.symlink_to(tmp_path / "elsewhere")
    assert all(weak.read(name) for name in ("link", "pipe", "folder", "long", "in a linked folder"))


@pytest.mark.parametrize(
    "line",
    [
        "{digest}  ../{file}",
        "{digest}  /{file}",
        "{digest}  0/0/{file}",
        "{digest} *{file}",
        "{digest}  {other}/{file}",
        "nonsense",
        "",
        "\x00\xff",
    ],
)
def test_sums_with_other_names_than_ours_are_left_out(weak: Laptop, line: str) -> None:
    value = msgspec.msgpack.encode(Reading("x", 1))
    plant(weak.stick, "page 2", value)
    file = place(weak.stick, "page 1")
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(value)
    other = "f" if file.parent.name != "f" else "0"
    text = line.format(digest=hashlib.sha256(value).hexdigest(), file=file.name, other=other)
    with (weak.stick / OWN_FOLDER / SUMS).open("a", encoding="latin-1") as sums:
        sums.write(text)
    assert weak.read("page 1")
    assert not weak.read("page 2")


def test_sums_without_end_cost_nothing(weak: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(weak.stick, "page 1", msgspec.msgpack.encode(Reading("x", 1)))
    monkeypatch.setattr(shared_cache, "_MOST_SUMS", 10)
    assert weak.read("page 1")


def test_a_step_that_does_not_travel_neither_leaves_nor_comes(strong: Laptop, weak: Laptop) -> None:
    strong.steps.run("guard", ("a sentence",), str, lambda: "safe")
    assert strong.export().results == {"read": 2}
    key = StepCache.key("guard", "a sentence")
    assert not list(strong.stick.rglob(f"{key}*"))
    assert weak.cache.get(key) is None


# -- writing


def test_a_second_export_adds_what_is_missing_and_keeps_what_others_wrote(
    strong: Laptop, weak: Laptop, tmp_path: Path
) -> None:
    assert strong.export().files == 4
    assert strong.export().files == 0
    weak.on = False
    weak.read("page 3")
    done = weak.export()
    assert (done.files, done.results) == (2, {"read": 3})
    third = Laptop(tmp_path / "third", strong.stick)
    assert not any(third.read(name) for name in ("page 1", "page 2", "page 3"))
    third.cache.close()


def test_what_is_damaged_here_or_has_lost_its_picture_stays_here(strong: Laptop) -> None:
    (strong.media.folder / hashlib.sha256(PICTURE).hexdigest()).write_bytes(b"\xff\xd8\xff else")
    done = strong.export()
    assert (done.results, done.left_out) == ({"read": 1}, 1)
    assert not list((strong.stick / OWN_FOLDER).glob("media/*"))


def test_room_is_looked_for_before_anything_is_written(strong: Laptop) -> None:
    with pytest.raises(UserFacingError) as refused:
        strong.export(free=lambda _: 1_000)
    assert refused.value.key == "results.no_space"
    assert list(strong.stick.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "key"), [(errno.ENOSPC, "results.full"), (errno.EROFS, "results.read_only"), (errno.EIO, "results.gone")]
)
def test_a_stick_that_fails_half_way_is_used_by_nobody_and_completed_later(
    strong: Laptop, weak: Laptop, monkeypatch: pytest.MonkeyPatch, number: int, key: str
) -> None:
    real, count = os.fsync, [0]

    def fails(handle: int) -> None:
        count[0] += 1
        if count[0] == 5:
            raise OSError(number, os.strerror(number))
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(UserFacingError) as refused:
            strong.export()
    assert refused.value.key == key
    assert not (strong.stick / OWN_FOLDER / SUMS).exists()
    assert not list(strong.stick.rglob("*.part"))
    strong.export()
    assert not weak.read("page 1")


def test_a_stick_with_links_in_the_way_is_refused(strong: Laptop, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (strong.stick / OWN_FOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserFacingError):
        strong.export()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_cancel_ends_an_export_and_the_next_one_goes_on(strong: Laptop, weak: Laptop) -> None:
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.done == 1:
            token.cancel()

    export = ResultsExport(strong.cache, strong.shared, strong.media, stop, token)
    with pytest.raises(JobCancelled):
        export.write(strong.cache.keys(), strong.stick)
    assert weak.read("page 1")
    assert strong.export().files == 2, "the picture and one result are there"


KILLED = """
import os, signal, sys
from pathlib import Path
from app.domain.jobs import CancelToken, ignore_progress
from app.store import shared_export
from tests.unit.store.test_shared_cache import Laptop
laptop = Laptop(Path(sys.argv[1]), Path(sys.argv[2]))
real, left = os.fsync, [int(sys.argv[3])]
def fsync(handle):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(handle)
os.fsync = fsync
laptop.export()
"""


def test_a_killed_export_leaves_nothing_false_and_a_rerun_completes_it(
    strong: Laptop, weak: Laptop, tmp_path: Path
) -> None:
    strong.cache.close()
    folder = str(tmp_path / "strong")
    for at in (0, 3, 2):  # at the picture, after the first result, at the sums
        ended = subprocess.run([sys.executable, "-c", KILLED, folder, str(strong.stick), str(at)], check=False)
        assert ended.returncode == -signal.SIGKILL
    again = Laptop(tmp_path / "strong", strong.stick)
    again.export()
    again.cache.close()
    assert not list(strong.stick.rglob("*.part"))
    assert not weak.read("page 1")
    assert not weak.read("page 2")


# -- what belongs to a document


def test_a_document_has_what_was_asked_for_while_it_was_worked_on(strong: Laptop) -> None:
    for names in (("page 1", "page 8"), ("page 9",)):  # one found, two computed; a later making adds to it
        with strong.steps.of("book"):
            for name in names:
                strong.read(name)
    with strong.steps.of("another"):
        strong.read("page 2")
    assert strong.steps.keys_of("book") == tuple(StepCache.key("read", f"page {n}") for n in (1, 8, 9))
    assert strong.steps.keys_of("unknown") == ()
