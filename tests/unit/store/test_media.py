from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.documents import Block, BlockKind, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.domain.lessons import Passage
from app.store.media import DAY, MediaStore
from tests.unit.store import samples

if TYPE_CHECKING:
    from pathlib import Path

    from app.store.store import Store


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def names(media: MediaStore) -> set[str]:
    return {file.name for file in media.folder.iterdir() if file.is_file()}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_what_is_put_in_is_named_by_its_hash_and_comes_back(media: MediaStore, data: bytes) -> None:
    digest = media.put(data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert media.read(digest) == data
    assert media.put(data) == digest


def test_a_file_from_staging_is_moved_and_the_same_content_is_kept_once(media: MediaStore, tmp_path: Path) -> None:
    staged, again = tmp_path / "staged", tmp_path / "again"
    staged.write_bytes(b"same")
    again.write_bytes(b"same")
    first, second = media.adopt(staged), media.adopt(again)
    assert first == second == media.put(b"same")
    assert not staged.exists()
    assert not again.exists()
    assert names(media) == {first}


def test_a_file_damaged_on_the_disk_is_noticed_and_written_again(media: MediaStore) -> None:
    digest = media.put(b"picture")
    (media.folder / digest).write_bytes(b"pictuRe")
    assert not media.verify(digest)
    with pytest.raises(UserFacingError) as told:
        media.read(digest)
    assert told.value.key == "data.media_gone"
    assert media.put(b"picture") == digest
    assert media.read(digest) == b"picture"


@pytest.mark.parametrize("name", ["../secret", "a" * 63, "A" * 64, "", "a" * 64 + "\n"])
def test_a_name_that_is_no_hash_is_never_a_path(media: MediaStore, name: str) -> None:
    assert not media.has(name)
    with pytest.raises(UserFacingError):
        media.path(name)


def test_a_file_gets_its_name_only_after_all_of_it_is_on_the_disk(
    media: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[tuple[str, bool]] = []
    digest = hashlib.sha256(b"data").hexdigest()
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (happened.append(("fsync", media.has(digest))), fsync(fd))[1])
    media.put(b"data")
    assert happened == [("fsync", False), ("fsync", True)], "file first, then its folder"


def test_a_full_disk_is_told_and_leaves_no_half_file(media: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserFacingError) as told:
        media.put(b"data")
    assert told.value.key == "data.disk_full"
    assert names(media) == set()


def test_what_nothing_refers_to_rests_in_the_trash_and_comes_back_when_asked_for(media: MediaStore) -> None:
    kept, loose, fresh = media.put(b"kept"), media.put(b"loose"), media.put(b"fresh")
    old = time.time() - 2 * DAY
    for digest in (kept, loose):
        os.utime(media.folder / digest, (old, old))
    media.sweep({kept})
    assert names(media) == {kept, fresh}
    assert media.has(loose)
    assert names(media) == {kept, fresh, loose}


def test_a_sweep_keeps_everything_that_a_document_or_lesson_refers_to(store: Store) -> None:
    media = store.media
    kept = [media.put(name.encode()) for name in ("original", "picture", "figure on a page", "figure in a lesson")]
    loose = media.put(b"of a document that is gone")
    document = samples.document(pages=0, sha256=(kept[0],))
    read = PageText((Block(BlockKind.FIGURE, "", media=kept[2]),), ReadMethod.OCR, Quality.GOOD)
    page = replace(samples.page(document.id, 0, read), picture=kept[1])
    says = replace(samples.content(), passages=(Passage(BlockKind.FIGURE, "", "", media=kept[3]),))
    store.write(lambda work: work.documents.add(replace(document, pages=(page,))))
    store.write(lambda work: work.lessons.add(samples.lesson(says=says)))
    for file in media.folder.iterdir():
        os.utime(file, (0, 0))
    store.sweep_media()
    assert names(media) == set(kept)
    assert media.read(loose) == b"of a document that is gone"


def test_the_trash_is_emptied_after_weeks_except_of_what_is_needed_again(media: MediaStore) -> None:
    gone, needed = media.put(b"gone"), media.put(b"needed again")
    now = time.time() + 3 * DAY
    assert media.sweep(set(), now=now) == 0
    assert media.sweep({needed}, now=now + 36 * DAY) == len(b"gone")
    assert names(media) == {needed}
    assert not media.has(gone)
