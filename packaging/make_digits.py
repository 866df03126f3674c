"""Draws resources/digits/digits.png: the ten digits of each Indian script in four faces.

    python packaging/make_digits.py

Needs the Noto and Lohit fonts (both under the SIL Open Font License) and fontconfig's `fc-match`. A face that a script
does not have is replaced by the first.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.library.document_worker import number_shapes  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = ("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam")
"""Names of the scripts in those of the fonts, in the order of `number_shapes.SCRIPTS`."""

POINTS, CANVAS = 96, 240


def face(family: str, style: str) -> Path | None:
    """The file of a font, None where it is not installed."""
    command = ["fc-match", "-f", "%{file}|%{family}", f"{family}:style={style}"]
    file, found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("|")
    return Path(file) if family in found.split(",") else None


def digit(font: ImageFont.FreeTypeFont, character: str) -> NDArray[np.uint8]:
    """One digit as the comparison wants it."""
    picture = Image.new("L", (CANVAS, CANVAS), 0)
    ImageDraw.Draw(picture).text((CANVAS // 4, CANVAS // 4), character, fill=255, font=font)
    grey = np.asarray(picture, np.uint8)
    rows, columns = np.nonzero(grey > 100)
    return number_shapes.normalised(grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])


def main() -> None:
    """Write the picture."""
    rows = []
    for name, zero in zip(NAMES, number_shapes.SCRIPTS, strict=True):
        lohit = f"Lohit {'Odia' if name == 'Oriya' else name}"
        wanted = [(f"Noto Sans {name}", "Regular"), (f"Noto Sans {name}", "Bold"), (f"Noto Serif {name}", "Regular")]
        files = [face(*one) for one in (*wanted, (lohit, "Regular"))]
        if files[0] is None:
            raise SystemExit(f"Noto Sans {name} is not installed")
        for file in files:
            font = ImageFont.truetype(str(file or files[0]), POINTS)
            rows.append(np.hstack([digit(font, chr(ord(zero) + value)) for value in range(10)]))
    folder = ROOT / "resources" / "digits"
    folder.mkdir(exist_ok=True)
    cv2.imwrite(str(folder / "digits.png"), np.vstack(rows), [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
