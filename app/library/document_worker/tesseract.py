"""Tesseract as a process: one picture or many single lines in, words with places and confidence out."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
from PIL import Image

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

BLOCK, PAGE, LINE = 6, 3, 7
"""Page segmentation modes: one block of lines, find the blocks yourself, a single line."""

TIMEOUT = 120.0
"""Seconds for one run; the parent's own limits usually come first."""

_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0

# Tesseract throws whole rows away when the small marks of an Indian script, softened by denoising, look like specks
# to it: on a page in perspective this cost Telugu 17 % of its characters, and 0.1 % without the rule.
_OPTIONS = ("-c", "textord_noise_rejrows=0")

_COLUMNS = 12
_WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class RawWord:
    """One word as Tesseract gives it.

    Attributes:
        text: As read.
        confidence: 0-100.
        left: Pixels from the left.
        top: Pixels from the top.
        width: Pixels.
        height: Pixels.
        line: (block, paragraph, line) it stands in.
        picture: Index of the picture it was read from, for `read_lines` and `read_many`.
    """

    text: str
    confidence: float
    left: int
    top: int
    width: int
    height: int
    line: tuple[int, int, int] = (0, 0, 0)
    picture: int = 0

    @property
    def right(self) -> int:
        """First pixel column after the word."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """First pixel row below the word."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Orientation:
    """What Tesseract's orientation and script detection says.

    Attributes:
        turn: Clockwise quarter turn in degrees that makes the page upright.
        turn_confidence: Above about 2 it can be believed.
        script: Its English name for the script ("Arabic", "Devanagari").
        script_confidence: Above about 2 it can be believed, for the scripts it was taught.
    """

    turn: int
    turn_confidence: float
    script: str
    script_confidence: float


def read(picture: Picture, languages: str, *, mode: int = BLOCK) -> list[RawWord]:
    """Read one picture.

    Args:
        picture: (height, width) grey.
        languages: Tesseract names joined by ``+``.
        mode: `BLOCK` or `PAGE`.

    Raises:
        UserFacingError: Tesseract or a language is missing.
        subprocess.SubprocessError: it took too long, or died.
    """
    return _words(_run(_png(picture), languages, "--psm", str(mode), *_OPTIONS, "tsv"))


def read_lines(pictures: Sequence[Picture], languages: str) -> list[RawWord]:
    """Read many pictures of one line each in one run."""
    return read_many(pictures, languages, mode=LINE)


def read_many(pictures: Sequence[Picture], languages: str, *, mode: int) -> list[RawWord]:
    """Read many pictures in one run, so that the language is loaded once; `RawWord.picture` tells which is which.

    Args:
        pictures: (height, width) grey each.
        languages: Tesseract names joined by ``+``.
        mode: `BLOCK`, `PAGE` or `LINE`.

    Raises:
        UserFacingError: Tesseract or a language is missing.
        subprocess.SubprocessError: it took too long, or died.
    """
    if not pictures:
        return []
    frames = [Image.fromarray(picture) for picture in pictures]
    data = io.BytesIO()
    frames[0].save(data, "TIFF", save_all=True, append_images=frames[1:], compression="packbits")
    return _words(_run(data.getvalue(), languages, "--psm", str(mode), *_OPTIONS, "tsv"))


def orientation(picture: Picture) -> Orientation | None:
    """Which way up the page is and which script it has; None where there is too little print to tell.

    Raises:
        UserFacingError: Tesseract is missing.
        subprocess.TimeoutExpired: it took too long.
    """
    try:
        answer = _run(_png(picture), "osd", "--psm", "0")
    except subprocess.CalledProcessError:
        return None  # "Too few characters"
    values = dict(line.split(": ", 1) for line in answer.splitlines() if ": " in line)
    if "Rotate" not in values or "Script" not in values:
        return None
    return Orientation(
        int(values["Rotate"]),
        float(values["Orientation confidence"]),
        values["Script"].strip(),
        float(values["Script confidence"]),
    )


def _png(picture: Picture) -> bytes:
    done, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise RuntimeError("OpenCV could not encode a PNG")
    return data.tobytes()


def _run(data: bytes, languages: str, *options: str) -> str:
    command = [_program(), "stdin", "stdout", "-l", languages, *options]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads gain nothing and fight over small laptops
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            env=environment,
            timeout=TIMEOUT,
            creationflags=_NO_WINDOW,
            check=False,
        )
    except OSError as error:
        raise UserFacingError("import.ocr_missing", detail="itself") from error
    complaint = done.stderr.decode("utf-8", "replace")
    missing = re.search(r"(\w+)\.traineddata|Failed loading language '(\w+)'", complaint)
    if missing and ("Error opening data file" in complaint or "Failed loading" in complaint):
        raise UserFacingError("import.ocr_missing", detail=f"the language “{missing[1] or missing[2]}”")
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return done.stdout.decode("utf-8", "replace")


@cache
def _program() -> str:
    """The bundled Tesseract of a frozen app, else the installed one.

    Raises:
        UserFacingError: there is none.
    """
    bundle = Path(getattr(sys, "_MEIPASS", "")) / "tesseract"
    places = [str(bundle)] if hasattr(sys, "_MEIPASS") else []
    places += [os.environ.get("PATH", ""), r"C:\Program Files\Tesseract-OCR", "/opt/homebrew/bin", "/usr/local/bin"]
    found = shutil.which("tesseract", path=os.pathsep.join(places))
    if found is None:
        raise UserFacingError("import.ocr_missing", detail="itself")
    return found


def _words(table: str) -> list[RawWord]:
    words = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL and cells[11].strip():
            page, block, paragraph, line, _, left, top, width, height = map(int, cells[1:10])
            place = (block, paragraph, line)
            words.append(RawWord(cells[11], float(cells[10]), left, top, width, height, place, page - 1))
    return words
