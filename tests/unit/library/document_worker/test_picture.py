"""Pictures as people bring them: odd, turned, broken and hostile."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.documents import Box
from app.domain.errors import UserFacingError
from app.library.document_worker import picture

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE = (220, 20, 30), (20, 200, 40), (10, 30, 210)


def marked(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """White, with a red top left quarter."""
    image = Image.new("RGB", size, "white")
    image.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return image


def saved(image: Image.Image, path: Path, **options: Any) -> Path:
    image.save(path, **options)
    return path


def is_red(pixel: np.ndarray) -> bool:
    blue, green, red = (int(value) for value in pixel)
    return red > 170 and green < 90 and blue < 90


def fault(path: Path) -> str:
    with pytest.raises(UserFacingError) as caught:
        picture.load(path, "page")
    assert "page" in str(caught.value)
    return caught.value.key


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_every_format_arrives_as_bgr(tmp_path: Path, suffix: str) -> None:
    loaded = picture.load(saved(marked(), tmp_path / f"page.{suffix}"), "page")
    assert loaded.shape == (40, 60, 3)
    assert loaded.dtype == np.uint8
    assert is_red(loaded[10, 10])
    assert loaded[30, 50].min() > 240


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    marked().save(path, format="PNG")
    assert is_red(picture.load(path, "page")[10, 10])


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (3, (-1, -1)), (6, (0, -1)), (8, (-1, 0)), (2, (0, -1)), (4, (-1, 0)), (5, (0, 0)), (7, (-1, -1))],
)
def test_exif_orientation_turns_the_picture_upright(tmp_path: Path, orientation: int, corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    loaded = picture.load(saved(marked(), tmp_path / "photo.jpg", exif=exif), "page")
    assert loaded.shape[:2] == ((60, 40) if orientation >= 5 else (40, 60))
    assert is_red(loaded[corner])


def test_broken_exif_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = saved(marked(), tmp_path / "photo.jpg", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert is_red(picture.load(path, "page")[5, 5])


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA", "RGBA", "I;16", "I", "F", "YCbCr"])
def test_every_kind_of_pixel_keeps_dark_on_light(tmp_path: Path, mode: str) -> None:
    grey = np.full((40, 60), 255, np.uint8)
    grey[:20, :30] = 0
    if mode in ("I;16", "I"):
        image = Image.fromarray((grey.astype(np.uint16) * 257).astype(np.uint16 if mode == "I;16" else np.int32))
    elif mode == "F":
        image = Image.fromarray(grey.astype(np.float32) / 255)
    else:
        image = (
            Image.fromarray(grey).convert("RGB" if mode in ("CMYK", "RGBA", "LA", "P", "YCbCr") else "L").convert(mode)
        )
    loaded = picture.load(saved(image, tmp_path / "page.tif"), "page")
    assert loaded[5, 5].max() < 60
    assert loaded[35, 55].min() > 200


def test_transparency_lies_on_white_paper(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert picture.load(saved(clear, tmp_path / "page.png"), "page").min() == 255


def test_pages_of_a_tiff_are_counted_and_read(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (20, 30), colour) for colour in (RED, GREEN, BLUE)]
    path = saved(pages[0], tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    assert picture.page_count(path, "page") == 3
    assert [tuple(picture.load(path, "page", index)[0, 0][::-1]) for index in range(3)] == [RED, GREEN, BLUE]


def test_an_animation_is_one_picture(tmp_path: Path) -> None:
    frames = [marked(), Image.new("RGB", (60, 40), BLUE)]
    path = saved(frames[0], tmp_path / "moving.webp", save_all=True, append_images=frames[1:], lossless=True)
    assert picture.page_count(path, "page") == 1
    assert is_red(picture.load(path, "page")[5, 5])


def test_a_page_that_is_not_there_is_damage(tmp_path: Path) -> None:
    path = saved(marked(), tmp_path / "scan.tif")
    with pytest.raises(UserFacingError) as caught:
        picture.load(path, "page", 5)
    assert caught.value.key == "import.damaged"


def test_what_is_wrong_with_the_file_is_said(tmp_path: Path) -> None:
    empty, text, missing = tmp_path / "empty.jpg", tmp_path / "letter.jpg", tmp_path / "gone.jpg"
    empty.touch()
    text.write_text("Dear teacher")
    assert fault(empty) == "import.empty_file"
    assert fault(text) == "import.unknown_format"
    assert fault(missing) == "import.not_found"


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_cut_picture_is_damaged(tmp_path: Path, suffix: str, share: float) -> None:
    whole = saved(Image.effect_noise((200, 200), 90), tmp_path / f"page.{suffix}").read_bytes()
    path = tmp_path / f"cut.{suffix}"
    path.write_bytes(whole[: max(13, int(len(whole) * share))])
    assert fault(path) == "import.damaged"
    with pytest.raises(UserFacingError) as refused:
        picture.page_count(path, "page")
    assert refused.value.key == "import.damaged", "before it becomes a page"


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 4000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (40_000, 3), (9_000, 9_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_too_large(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_claims(*size))
    assert fault(path) == "import.too_large"


def test_a_tiff_of_too_many_pages_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_FRAMES", 3)
    pages = [Image.new("1", (4, 4)) for _ in range(5)]
    path = saved(pages[0], tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    with pytest.raises(UserFacingError) as caught:
        picture.page_count(path, "page")
    assert caught.value.key == "import.too_large"


def test_a_very_large_photo_is_reduced_and_not_refused(tmp_path: Path) -> None:
    path = saved(Image.new("L", (9_000, 8_000), 200), tmp_path / "large.jpg", quality=20)
    loaded = picture.load(path, "page")
    assert loaded.shape[0] * loaded.shape[1] <= picture.KEPT_PIXELS
    assert abs(loaded.shape[1] / loaded.shape[0] - 9 / 8) < 0.01


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_spoiled_file_ends_in_one_of_our_sentences(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "TIFF", "WEBP"]))
    buffer = io.BytesIO()
    marked().save(buffer, kind)
    content = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "spoiled"
    path.write_bytes(bytes(content))
    with contextlib.suppress(UserFacingError):
        assert picture.load(path, "page").ndim == 3


@given(turns=st.integers(0, 3), box=st.tuples(*[st.floats(-0.2, 1.2)] * 4))
def test_turning_and_cropping_always_leaves_a_picture(turns: int, box: tuple[float, float, float, float]) -> None:
    image = np.zeros((30, 50, 3), np.uint8)
    assert picture.turn_and_crop(image, 90 * turns, Box(*box)).size > 0


def test_a_quarter_turn_is_clockwise() -> None:
    image = np.asarray(marked())
    turned = picture.turn_and_crop(image, 90)
    assert turned.shape[:2] == (60, 40)
    assert tuple(turned[5, -5]) == RED
    assert tuple(picture.turn_and_crop(image, 90, Box(0.5, 0, 1, 0.5))[0, 0]) == RED


def test_shown_pictures_are_small(tmp_path: Path) -> None:
    image = np.full((3000, 1500, 3), 255, np.uint8)
    assert picture.write_jpeg(image, tmp_path / "shown.jpg") == (1000, 2000)
    with Image.open(tmp_path / "shown.jpg") as shown:
        assert shown.size == (1000, 2000)


def test_even_a_thread_of_a_picture_can_be_shown(tmp_path: Path) -> None:
    assert picture.write_jpeg(np.zeros((3, 20_000, 3), np.uint8), tmp_path / "thread.jpg") == (2000, 1)
