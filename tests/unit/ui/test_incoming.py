"""What is dropped or pasted becomes files in the order of their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.ui import incoming


def touch(folder: Path, *names: str) -> list[Path]:
    """Empty files."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).touch()
    return [folder / name for name in names]


def test_photos_come_in_the_order_of_their_numbers_not_of_their_letters(tmp_path: Path) -> None:
    dropped = touch(tmp_path, "page10.jpg", "page2.jpg", "Page1.jpg", "पन्ना १०.jpg", "पन्ना २.jpg")
    names = [path.name for path in incoming.files(dropped)]
    assert names == ["Page1.jpg", "page2.jpg", "page10.jpg", "पन्ना २.jpg", "पन्ना १०.jpg"]


def test_fifty_photos_are_all_kept_and_none_twice(tmp_path: Path) -> None:
    dropped = touch(tmp_path, *(f"IMG_{number}.jpg" for number in range(1, 51)))
    found = incoming.files([*reversed(dropped), *dropped])
    assert found == dropped


def test_a_folder_stands_for_the_pages_in_it_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "chapter"
    touch(folder, "2.JPG", "1.png", "Thumbs.db", ".hidden.jpg", "movie.mp4")
    touch(folder / "deeper", "3.jpg")
    assert [path.name for path in incoming.files([folder])] == ["1.png", "2.JPG"]
    assert incoming.files([tmp_path]) == [], "folders inside a folder are not searched"


def test_a_single_file_is_handed_on_whatever_it_is(tmp_path: Path) -> None:
    assert incoming.files([tmp_path / "song.mp3"]) == [tmp_path / "song.mp3"]


def test_a_whole_disk_dropped_by_mistake_is_bounded(tmp_path: Path) -> None:
    touch(tmp_path / "all", *(f"{number}.jpg" for number in range(incoming.MAX_FROM_FOLDER + 5)))
    assert len(incoming.files([tmp_path / "all"])) == incoming.MAX_FROM_FOLDER


def test_a_pasted_picture_is_a_file_until_it_is_read(tmp_path: Path) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    paths = [incoming.keep_picture(picture, tmp_path, "Picture") for _ in range(2)]
    assert paths[0] != paths[1]
    assert (QImage(str(paths[0])).width(), paths[0].name) == (40, "Picture.png")
    kept = touch(tmp_path / "mine", "page.jpg")[0]
    incoming.forget([str(paths[0]), str(kept)])
    assert not paths[0].parent.exists()
    assert paths[1].exists()
    assert kept.exists()


def test_an_empty_picture_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not be written"):
        incoming.keep_picture(QImage(), tmp_path, "Picture")
