"""Pictures that somebody brought: decoded with caps on size, made upright, and written again as plain JPEG."""

from __future__ import annotations

import errno
import math
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from app.domain.documents import Box

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
"""Pillow decoders that may run. The first also opens MPO, which many phones write under the name of JPEG."""

MAX_FILE_BYTES = 300 * 1024 * 1024
MAX_SIDE = 30_000
MAX_PIXELS = 72_000_000  # an A3 page at 600 dots per inch
MAX_JPEG_PIXELS = 170_000_000  # a JPEG is decoded at a half, a quarter or an eighth of its size
KEPT_PIXELS = 26_000_000
MAX_FRAMES = 500
MAX_SHOWN_SIDE = 2000
JPEG_QUALITY = 82

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"RIFF")
_GONE = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE)


def page_count(path: Path, name: str) -> int:
    """Pages in a picture file: the frames of a TIFF, 1 for anything else (an animation is one picture).

    The only page of a file is decoded as small as the format allows: a photo cut short by its copy is refused before
    it becomes a page.

    Raises:
        UserFacingError: the file is gone, empty, too large, damaged or not a picture.
    """
    with _opened(path, name) as image:
        count = _frames(image, name) if image.format == "TIFF" else 1
        if count == 1:
            image.seek(0)
            image.draft(None, (1, 1))
            image.load()
        return count


def load(path: Path, name: str, page_index: int = 0) -> NDArray[np.uint8]:
    """Decode one page of a picture file, turned as its EXIF orientation says, transparency on white.

    Pictures of more than 26 megapixels are reduced: a page needs no more to be read.

    Returns:
        (height, width, 3) BGR.

    Raises:
        UserFacingError: the file is gone, empty, too large, damaged or not a picture.
    """
    with _opened(path, name) as image:
        if page_index:
            image.seek(page_index)
            _check_size(image, name)
        shrink = math.sqrt(image.width * image.height / KEPT_PIXELS)
        if shrink > 1:
            image.draft(None, (int(image.width / shrink), int(image.height / shrink)))
        upright = _upright(image)
        rgb = np.asarray(_as_rgb(_reduced(upright)), np.uint8)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def turn_and_crop(image: NDArray[np.uint8], rotation: int = 0, crop: Box | None = None) -> NDArray[np.uint8]:
    """Turn a picture clockwise by quarter turns (degrees), then keep `crop` of it (at least a pixel)."""
    turned = np.rot90(image, k=-(rotation // 90) % 4)
    if crop is None:
        return np.ascontiguousarray(turned)
    height, width = turned.shape[:2]
    left, right = sorted(round(min(max(edge, 0.0), 1.0) * width) for edge in (crop.left, crop.right))
    top, bottom = sorted(round(min(max(edge, 0.0), 1.0) * height) for edge in (crop.top, crop.bottom))
    left, top = min(left, width - 1), min(top, height - 1)
    return np.ascontiguousarray(turned[top : max(bottom, top + 1), left : max(right, left + 1)])


def write_jpeg(image: NDArray[np.uint8], path: Path, *, max_side: int = MAX_SHOWN_SIDE) -> tuple[int, int]:
    """Write a BGR or grey picture as JPEG, reduced to `max_side` pixels; returns the (width, height) written."""
    height, width = image.shape[:2]
    scale = max_side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shown = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale < 1 else image
    done, data = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    if not done:
        raise RuntimeError("OpenCV could not encode a JPEG")
    path.write_bytes(data.tobytes())
    return shown.shape[1], shown.shape[0]


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Image.Image]:
    """The picture, header read and size checked; whatever goes wrong inside the block becomes a known error."""
    try:
        _check_file(path, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata and large pictures: judged here, not by Pillow
            with Image.open(path, formats=FORMATS) as image:
                _check_size(image, name)
                yield image
    except UserFacingError:
        raise
    except FileNotFoundError as error:
        raise UserFacingError("import.not_found", name=name) from error
    except UnidentifiedImageError as error:
        key = "import.damaged" if _looks_like_picture(path) else "import.unknown_format"
        raise UserFacingError(key, name=name) from error
    except (MemoryError, Image.DecompressionBombError) as error:
        raise UserFacingError("import.too_large", name=name, detail="too many pixels") from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _GONE:
            raise UserFacingError("import.vanished", name=name) from error
        # decoders given hostile bytes raise nearly anything: OSError, SyntaxError, struct.error, IndexError ...
        raise UserFacingError("import.damaged", name=name) from error


def _frames(image: Image.Image, name: str) -> int:
    for count in range(1, MAX_FRAMES + 1):
        try:
            image.seek(count)
        except EOFError:
            return count
    raise UserFacingError("import.too_large", name=name, detail=f"more than {MAX_FRAMES} pages")


def _check_file(path: Path, name: str) -> None:
    size = path.stat().st_size
    if size == 0:
        raise UserFacingError("import.empty_file", name=name)
    if size > MAX_FILE_BYTES:
        raise UserFacingError("import.too_large", name=name, detail=f"{size // 2**20} MB")


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    limit = MAX_JPEG_PIXELS if image.format in ("JPEG", "MPO") else MAX_PIXELS
    if max(width, height) > MAX_SIDE or width * height > limit:
        raise UserFacingError("import.too_large", name=name, detail=f"{width} x {height}")


def _looks_like_picture(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16).startswith(_MAGIC)


def _upright(image: Image.Image) -> Image.Image:
    """The picture turned as its EXIF orientation says; EXIF that cannot be read counts as none."""
    image.load()
    try:
        turned = ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - Pillow parses EXIF with whatever struct and lookups raise
        return image
    return image if turned is None else turned


def _reduced(image: Image.Image) -> Image.Image:
    shrink = math.sqrt(image.width * image.height / KEPT_PIXELS)
    if shrink <= 1:
        return image
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        image = _as_rgb(image)
    return image.reduce(math.ceil(shrink))


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_as_eight_bits(np.asarray(image))).convert("RGB")
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(paper, rgba).convert("RGB")
    return image.convert("RGB")


def _as_eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """16-bit greys by their high byte; other wide values stretched between their extremes."""
    if values.dtype == np.uint16 or (values.dtype == np.int32 and values.max(initial=0) > 255):
        scaled: NDArray[np.uint8] = np.clip(values.astype(np.float32) * (255 / 65535), 0, 255).astype(np.uint8)
        return scaled
    wide = np.nan_to_num(values.astype(np.float32))
    low, high = float(wide.min()), float(wide.max())
    stretched: NDArray[np.uint8] = ((wide - low) * (255 / (high - low or 1.0))).astype(np.uint8)
    return stretched
