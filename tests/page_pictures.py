"""Pages rendered and damaged for the reading tests and benchmarks: Qt shapes the text, numpy and OpenCV spoil it."""

from __future__ import annotations

import os
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

FONTS: dict[str, tuple[str, str]] = {
    "en": ("Noto Sans", "Noto Serif"),
    "hi": ("Noto Sans Devanagari", "Lohit Devanagari"),
    "ta": ("Noto Sans Tamil", "Lohit Tamil"),
    "te": ("Noto Sans Telugu", "Lohit Telugu"),
    "bn": ("Noto Sans Bengali", "Lohit Bengali"),
    "mr": ("Noto Sans Devanagari", "Noto Serif Devanagari"),
    "gu": ("Noto Sans Gujarati", "Lohit Gujarati"),
    "kn": ("Noto Sans Kannada", "Lohit Kannada"),
    "ml": ("Noto Sans Malayalam", "Lohit Malayalam"),
    "pa": ("Noto Sans Gurmukhi", "Lohit Gurmukhi"),
    "or": ("Noto Sans Oriya", "Lohit Odia"),
}
"""Two font families for each language."""


def render(text: str, family: str, *, dpi: int = 150, points: float = 12, width_mm: float = 210) -> Picture:
    """A page of paragraphs (one per line of `text`, blank lines skipped), black on white, as high as it needs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import (
        QAbstractTextDocumentLayout,
        QColor,
        QFont,
        QImage,
        QPainter,
        QPalette,
        QTextBlockFormat,
        QTextCursor,
        QTextDocument,
    )
    from PySide6.QtWidgets import QApplication

    # the whole application object: a process that also opens windows must not find a lesser one
    application = QApplication.instance() or QApplication([])
    assert application is not None
    pixels = dpi / 25.4
    margin = 18 * pixels
    font = QFont(family)
    font.setPixelSize(round(points * dpi / 72))
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setDocumentMargin(margin)
    document.setPageSize(QSizeF(width_mm * pixels, -1))
    document.setPlainText("\n".join(line for line in text.splitlines() if line.strip()))
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    spacing = QTextBlockFormat()
    spacing.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    spacing.setBottomMargin(8 * dpi / 72)
    cursor.mergeBlockFormat(spacing)
    document.setTextWidth(width_mm * pixels)
    image = QImage(round(width_mm * pixels), round(document.size().height()), QImage.Format.Format_RGB888)
    image.fill(QColor("white"))
    painter = QPainter(image)
    black = QAbstractTextDocumentLayout.PaintContext()  # the application's theme would colour the text
    black.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    document.documentLayout().draw(painter, black)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    rgb = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    return np.ascontiguousarray(rgb[:, :, ::-1])


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to a page between the book and the file.

    Attributes:
        angle: Degrees counter-clockwise.
        blur: Sigma in pixels.
        light: Light at the left edge as a share of that at the right edge.
        noise: Sigma of 255.
        keystone: How far corners move in at most, as a share of each side; one moves that far in both directions.
        shadow: Light inside a hard-edged shadow lying aslant over the page; 1 for none.
        seed: Of the noise and of which corners move.
    """

    angle: float = 0.0
    blur: float = 0.0
    light: float = 1.0
    noise: float = 0.0
    keystone: float = 0.0
    shadow: float = 1.0
    seed: int = 7


PHOTO = Damage(angle=2.3, blur=1.1, light=0.45, noise=14)
"""The damage named by the acceptance table."""


def damage(page: Picture, how: Damage) -> Picture:
    """The page as a bad photo of it."""
    height, width = page.shape[:2]
    picture = page.astype(np.float32)
    if how.keystone:
        source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        moves = np.random.default_rng(how.seed).uniform(0, how.keystone, (4, 2))
        moves[how.seed % 4] = how.keystone
        inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
        target = (source + moves * inwards * [width, height]).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(source, target)
        picture = _warped(picture, matrix)
    if how.angle:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.angle, 1.0)
        picture = _warped(picture, np.vstack([turn, [0, 0, 1]]))
    if how.blur:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), how.blur), np.float32)
    picture *= np.linspace(how.light, 1.0, width, dtype=np.float32)[None, :, None]
    if how.shadow < 1:
        rows, columns = np.mgrid[0:height, 0:width]
        picture[(columns / width + 0.35 * rows / height) > 0.72] *= how.shadow
    if how.noise:
        grain = np.random.default_rng(how.seed).normal(0, how.noise, picture.shape[:2]).astype(np.float32)
        picture += grain[:, :, None]
    return np.clip(picture, 0, 255).astype(np.uint8)


def _warped(picture: NDArray[np.float32], matrix: cv2.typing.MatLike) -> NDArray[np.float32]:
    size = (picture.shape[1], picture.shape[0])
    flags = cv2.INTER_CUBIC
    return np.asarray(cv2.warpPerspective(picture, matrix, size, flags=flags, borderValue=(255,) * 3), np.float32)
