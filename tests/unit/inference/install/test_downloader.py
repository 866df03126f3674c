"""A download goes on where it ended, is checked, and gives the token to nobody else: against a hub that misbehaves."""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.inference.install.downloader import Downloader
from app.inference.install.fetching import WantedFile
from app.inference.install.file_faults import writing
from app.inference.install.part_file import PartFile
from app.inference.install.transfer import Transfer
from app.inference.install.transport import Transport
from tests.hub_server import COMMIT, Fault, HubServer, git_hash
from tests.quick_folder import quick_folder

REPOSITORY = "ai4bharat/tiny"
CHUNK = 1 << 16
CONTENT = random.Random(3).randbytes(6 * CHUNK + 4321)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as one:
        yield one


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with HubServer() as server:
        yield server


@pytest.fixture
def downloader() -> Downloader:
    return Downloader(Transport(timeout=0.5), attempts=3, pause=0.01, chunk=CHUNK)


def wanted(hub: HubServer, folder: Path, *, known: bool = True, lfs: bool = True, token: str = "") -> WantedFile:
    url = hub.put(REPOSITORY, "model.safetensors", CONTENT, lfs=lfs)
    size, sha256 = (len(CONTENT), SHA256) if known else (0, "")
    return WantedFile(url, folder / "मॉडल" / "model.safetensors", size, sha256, token)


def half(hub: HubServer, one: WantedFile, downloader: Downloader) -> int:
    """Leave the first part of a file behind, as a network that went away does; returns how much."""
    hub.fail(Fault.SHORT)
    with pytest.raises(UserFacingError):
        Downloader(Transport(timeout=0.5), attempts=1, chunk=CHUNK).fetch(one)
    hub.requests.clear()
    return one.target.with_name("model.safetensors.part").stat().st_size


def only_the_file(one: WantedFile) -> bool:
    return [path.name for path in one.target.parent.iterdir()] == [one.target.name]


@pytest.mark.parametrize("lfs", [True, False], ids=["large", "small"])
@pytest.mark.parametrize("known", [True, False], ids=["in the catalogue", "unknown"])
def test_a_file_arrives_whole_and_leaves_nothing_beside_it(
    hub: HubServer, downloader: Downloader, folder: Path, known: bool, lfs: bool
) -> None:
    seen: list[Transfer] = []
    one = wanted(hub, folder, known=known, lfs=lfs)
    got = downloader.fetch(one, report=seen.append)
    assert one.target.read_bytes() == CONTENT
    assert (got.sha256, got.size, got.fetched, got.commit) == (SHA256, len(CONTENT), len(CONTENT), COMMIT)
    assert only_the_file(one)
    assert (seen[-1].done, seen[-1].total) == (len(CONTENT), len(CONTENT))


@pytest.mark.parametrize("lfs", [True, False], ids=["large", "small"])
def test_what_the_hub_says_of_a_file_is_known_without_fetching_it(
    hub: HubServer, downloader: Downloader, folder: Path, lfs: bool
) -> None:
    remote = downloader.inspect(wanted(hub, folder, lfs=lfs).url)
    assert (remote.size, remote.commit) == (len(CONTENT), COMMIT)
    assert (remote.sha256, remote.git_sha1) == ((SHA256, "") if lfs else ("", git_hash(CONTENT)))
    assert not hub.bodies()


@pytest.mark.parametrize("lfs", [True, False], ids=["large", "small"])
@pytest.mark.parametrize("known", [True, False], ids=["in the catalogue", "unknown"])
def test_a_later_run_goes_on_where_the_earlier_one_ended(
    hub: HubServer, downloader: Downloader, folder: Path, known: bool, lfs: bool
) -> None:
    one = wanted(hub, folder, known=known, lfs=lfs)
    there = half(hub, one, downloader)
    assert there > CHUNK
    got = downloader.fetch(one)
    assert one.target.read_bytes() == CONTENT
    assert got.fetched == len(CONTENT) - there
    (answer,) = hub.bodies()
    assert (answer.status, answer.start) == (206, there)
    assert answer.headers["if-range"]


def test_a_file_that_is_there_and_right_is_not_fetched_again(
    hub: HubServer, downloader: Downloader, folder: Path
) -> None:
    for known in (True, False):
        one = wanted(hub, folder, known=known)
        downloader.fetch(one)
        hub.requests.clear()
        assert downloader.fetch(one).fetched == 0
        assert not hub.bodies()
    one.target.write_bytes(CONTENT[:-1] + b"x")
    assert downloader.fetch(one).fetched == len(CONTENT)
    assert one.target.read_bytes() == CONTENT


@pytest.mark.parametrize("fault", [Fault.NO_RANGE, Fault.RANGE_REFUSED, Fault.WRONG_RANGE, Fault.GZIP, Fault.SHORT,
                                   Fault.STALLED, Fault.EXPIRED, Fault.HTML, Fault.LOOP, Fault.TRUNCATED, Fault.LONG,
                                   Fault.FLIPPED, Fault.NO_ETAG, 429, 500, 502, 503])  # fmt: skip
@pytest.mark.parametrize("resumed", [False, True], ids=["from the start", "resumed"])
def test_one_fault_of_the_server_is_overcome(
    hub: HubServer, downloader: Downloader, folder: Path, fault: Fault | int, resumed: bool
) -> None:
    one = wanted(hub, folder)
    if resumed:
        half(hub, one, downloader)
    hub.fail(fault)
    assert downloader.fetch(one).sha256 == SHA256
    assert one.target.read_bytes() == CONTENT
    assert only_the_file(one)


@pytest.mark.parametrize("fault", [Fault.FLIPPED, Fault.GZIP])
def test_a_file_that_no_catalogue_knows_is_checked_against_what_the_hub_says(
    hub: HubServer, downloader: Downloader, folder: Path, fault: Fault
) -> None:
    for lfs in (True, False):
        one = wanted(hub, folder, known=False, lfs=lfs)
        one.target.unlink(missing_ok=True)
        hub.fail(fault)
        downloader.fetch(one)
        assert one.target.read_bytes() == CONTENT


@pytest.mark.parametrize("obeys", [True, False], ids=["If-Range obeyed", "If-Range ignored"])
@pytest.mark.parametrize("known", [True, False], ids=["in the catalogue", "unknown"])
def test_a_file_that_changed_on_the_server_is_never_stitched(
    hub: HubServer, downloader: Downloader, folder: Path, obeys: bool, known: bool
) -> None:
    other = random.Random(4).randbytes(len(CONTENT))
    one = wanted(hub, folder, known=False)
    half(hub, one, downloader)
    hub.put(REPOSITORY, "model.safetensors", other)
    if not obeys:
        hub.fail(Fault.NO_IF_RANGE)
    if known:  # the catalogue learnt of the new content in the meantime
        one = WantedFile(one.url, one.target, len(other), hashlib.sha256(other).hexdigest())
    downloader.fetch(one)
    assert one.target.read_bytes() == other


@pytest.mark.parametrize("fault", [Fault.NO_IF_RANGE, Fault.NO_ETAG])
def test_without_any_hash_the_etag_alone_tells_a_changed_file(
    hub: HubServer, downloader: Downloader, folder: Path, fault: Fault
) -> None:
    """A plain web server, no hub: nobody would find out afterwards."""
    other = random.Random(4).randbytes(len(CONTENT))
    wanted(hub, folder)
    one = WantedFile(f"{hub.content_base}/{REPOSITORY}/model.safetensors", folder / "model.safetensors")
    half(hub, one, downloader)
    hub.put(REPOSITORY, "model.safetensors", other)
    hub.fail(fault)
    downloader.fetch(one)
    assert one.target.read_bytes() == other


@pytest.mark.parametrize(
    ("faults", "key"),
    [
        ([503] * 3, "download.server_busy"),
        ([429] * 3, "download.server_busy"),
        ([Fault.STALLED] * 9, "download.no_connection"),
        ([Fault.FLIPPED] * 2, "download.wrong_content"),
        ([Fault.HTML] * 3, "download.unexpected_answer"),
        ([Fault.LOOP] * 30, "download.unexpected_answer"),
        ([404], "download.not_on_server"),
        ([407], "download.proxy"),
    ],
)
def test_faults_that_stay_end_in_a_sentence_and_put_nothing_in_place(
    hub: HubServer, downloader: Downloader, folder: Path, faults: list[Fault | int], key: str
) -> None:
    one = wanted(hub, folder)
    if Fault.STALLED in faults:
        downloader = Downloader(Transport(timeout=0.1), attempts=1, pause=0.01, chunk=CHUNK)
    hub.fail(*faults)
    with pytest.raises(UserFacingError) as caught:
        downloader.fetch(one)
    assert caught.value.key == key
    assert str(caught.value)
    assert not one.target.exists()


def test_a_server_that_never_gives_more_than_half_is_given_up(
    hub: HubServer, downloader: Downloader, folder: Path
) -> None:
    """It ignores Range and breaks off, again and again: no byte more than before, so it counts as no progress."""
    one = wanted(hub, folder)

    class Stubborn(Transport):
        def open(self, method: str, url: str, **options: object) -> object:  # type: ignore[override]
            hub._faults[:] = [(Fault.SHORT, {})]
            options["headers"] = {}
            return super().open(method, url, **options)  # type: ignore[arg-type]

    with pytest.raises(UserFacingError, match="reached"):
        Downloader(Stubborn(timeout=0.5), attempts=3, pause=0.01, chunk=CHUNK).fetch(one)
    assert len(hub.bodies()) <= 4


def test_the_server_says_when_to_come_back(hub: HubServer, downloader: Downloader, folder: Path) -> None:
    cancel = CancelToken()
    waits: list[float] = []
    one = wanted(hub, folder)
    hub.fail(429, Retry_After="7")
    cancel.wait = lambda seconds: bool(waits.append(seconds))  # type: ignore[method-assign]
    downloader.fetch(one, cancel=cancel)
    assert waits == [7.0]


def test_a_gated_repository_asks_for_a_token(hub: HubServer, downloader: Downloader, folder: Path) -> None:
    hub.gated[REPOSITORY] = "hf_right"
    for token, key in (("", "download.needs_token"), ("hf_wrong", "download.no_access")):
        with pytest.raises(UserFacingError) as caught:
            downloader.fetch(wanted(hub, folder, token=token))
        assert caught.value.key == key
    one = wanted(hub, folder, token="hf_right")
    downloader.fetch(one)
    assert one.target.read_bytes() == CONTENT
    assert "hf_right" not in repr(one)


def test_the_token_never_reaches_another_host(hub: HubServer, downloader: Downloader, folder: Path) -> None:
    hub.gated[REPOSITORY] = "hf_right"
    downloader.fetch(wanted(hub, folder, token="hf_right"))
    seen = {one.server: one.headers.get("authorization") for one in hub.requests}
    assert seen == {"hub": "Bearer hf_right", "content": None}


def test_a_token_that_was_dropped_does_not_come_back(hub: HubServer, folder: Path) -> None:
    """Another host could send the request back to a path of its choice."""
    url = hub.put(REPOSITORY, "model.safetensors", CONTENT)
    hub.fail(302, Location=f"{hub.base}/api/models/{REPOSITORY}")
    with Transport(timeout=0.5).open("GET", url, token="secret"):
        pass
    assert [one.headers.get("authorization") for one in hub.requests] == ["Bearer secret", None, None]


@pytest.mark.parametrize(
    "url",
    ["http://huggingface.co/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "https://name:word@huggingface.co/x", "x",
     "https://", "http://127.0.0.1.example.org/x", "https://huggingface.co:99999/x"],
)  # fmt: skip
def test_only_safe_addresses_are_asked(downloader: Downloader, folder: Path, url: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        downloader.fetch(WantedFile(url, folder / "x"))
    assert caught.value.key == "download.address"


@pytest.mark.parametrize("place", ["http://example.org/x", "file:///etc/passwd", "https://a:b@example.org/"])
def test_a_redirect_to_an_unsafe_address_is_not_followed(
    hub: HubServer, downloader: Downloader, folder: Path, place: str
) -> None:
    one = wanted(hub, folder)
    hub.fail(302, 302, 302, Location=place)
    with pytest.raises(UserFacingError) as caught:
        downloader.fetch(one)
    assert caught.value.key == "download.unexpected_answer"


def test_cancel_ends_also_a_read_that_waits_for_the_network(hub: HubServer, folder: Path) -> None:
    one = wanted(hub, folder)
    hub.fail(Fault.STALLED)
    cancel = CancelToken()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    with pytest.raises(JobCancelled):
        Downloader(Transport(timeout=60), chunk=CHUNK).fetch(one, cancel=cancel)
    timer.join()
    there = one.target.with_name("model.safetensors.part").stat().st_size
    assert there >= len(CONTENT) // 2, "an orderly end loses no byte"
    assert Downloader(chunk=CHUNK).fetch(one).fetched == len(CONTENT) - there


def test_progress_has_speed_and_seconds_left(hub: HubServer, downloader: Downloader, folder: Path) -> None:
    seen: list[Transfer] = []
    hub.rate = len(CONTENT)
    downloader.fetch(wanted(hub, folder), report=seen.append)
    later = [one for one in seen if one.bytes_per_second and one.done < one.total]
    assert later
    for one in later:
        assert one.bytes_per_second == pytest.approx(len(CONTENT), rel=0.6)
        assert one.seconds_left == pytest.approx((one.total - one.done) / one.bytes_per_second)
    assert seen[0].seconds_left is None
    assert later[-1].progress("downloading").done == later[-1].done


def test_there_is_room_before_a_byte_is_written(
    hub: HubServer, downloader: Downloader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    for fetch in (downloader.fetch, lambda one: downloader.fetch_all([one])):
        with pytest.raises(UserFacingError) as caught:
            fetch(wanted(hub, folder))
        assert caught.value.key == "download.no_space"
        assert "1 kB free" in str(caught.value)
    assert not list((folder / "मॉडल").glob("*.part"))


def test_a_full_disk_is_a_sentence_and_what_came_is_kept(
    hub: HubServer, downloader: Downloader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = wanted(hub, folder)
    real = PartFile.settle
    calls: list[int] = []

    def full(part: PartFile) -> None:
        calls.append(part.size)
        if len(calls) > 2:
            with writing(part.path):
                raise OSError(errno.ENOSPC, "No space left on device")
        real(part)

    monkeypatch.setattr(PartFile, "settle", full)
    with pytest.raises(UserFacingError) as caught:
        downloader.fetch(one)
    assert caught.value.key == "data.disk_full"
    monkeypatch.undo()
    assert downloader.fetch(one).fetched <= len(CONTENT) - 2 * CHUNK


def test_two_at_once_do_not_write_one_file(hub: HubServer, downloader: Downloader, folder: Path) -> None:
    one = wanted(hub, folder)
    one.target.parent.mkdir()
    lock = filelock.FileLock(one.target.with_name("model.safetensors.part.lock"))
    with lock, pytest.raises(UserFacingError) as caught:
        downloader.fetch(one)
    assert caught.value.key == "download.running"
    downloader.fetch(one)


def test_several_files_share_one_progress(hub: HubServer, downloader: Downloader, folder: Path) -> None:
    sizes = (70_000, 0, 130_000)
    files = []
    for number, size in enumerate(sizes):
        url = hub.put(REPOSITORY, f"sub folder/{number}.bin", bytes(size), lfs=number != 1)
        files.append(WantedFile(url, folder / f"{number}.bin"))
    seen: list[Transfer] = []
    got = downloader.fetch_all(files, report=seen.append)
    assert [one.size for one in got] == list(sizes)
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert (seen[-1].done, seen[-1].total) == (200_000, 200_000)


def test_a_server_that_nobody_can_reach(folder: Path) -> None:
    with HubServer() as gone:
        url = gone.put(REPOSITORY, "x", b"x")
    with pytest.raises(UserFacingError) as caught:
        Downloader(Transport(timeout=0.5), attempts=2, pause=0.01).fetch(WantedFile(url, folder / "x"))
    assert caught.value.key == "download.no_connection"
