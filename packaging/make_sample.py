#!/usr/bin/env python3
"""Draws the sample chapter in resources/sample/: a PDF and a phone-like photo of its first page, English and Hindi.

Run by hand after a change of the text, with Chromium and the Noto fonts installed:
.venv/bin/python packaging/make_sample.py
The text is our own writing, GPL-3.0-or-later like the rest.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
    QPainterPath,
    QPen,
    QTextDocument,
)

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"

ENGLISH = """
<h1>Water Around Us</h1>
<p>Water is the most common liquid on the Earth. About 71 % of the surface of the Earth is covered with water, but only
3 % of all this water is fresh. The water in the oceans is salty, and we cannot drink it.</p>
<p>Pure water has no colour, no smell and no taste. One molecule of water is made of two atoms of hydrogen and one atom
of oxygen, so its formula is H<sub>2</sub>O. At the level of the sea, water boils at 100 °C and becomes ice at 0 °C.</p>
<h2>The water cycle</h2>
<p>The heat of the Sun changes water into vapour. This process is called evaporation. Water vapour rises and becomes
cold, and it turns into tiny drops that form clouds. The change of vapour into water is called condensation. When the
drops become heavy, they fall as rain. Without the Sun there is no water cycle.</p>
<p align="center"><img src="cycle.png" width="300"><br>Fig. 1 The water cycle</p>
<p style="page-break-before: always"></p>
<h2>How much water do we use?</h2>
<p>A family of five people in a town uses about 675 litres of water in a day. The table shows where the water goes.</p>
<table border="1" cellspacing="0" cellpadding="6" width="80%" align="center">
<tr><td>Use</td><td>Litres in a day</td></tr>
<tr><td>Bathing</td><td>275</td></tr>
<tr><td>Washing clothes</td><td>150</td></tr>
<tr><td>Cooking and drinking</td><td>50</td></tr>
<tr><td>Cleaning the house</td><td>200</td></tr>
</table>
<p>A tap that drips once in a second wastes about 30 litres in a day. Therefore we should never leave a tap open. A tank
on the roof can hold the rain of the monsoon; a roof of 50 square metres can collect 1,25,000 litres in 5 years in a
place where the rain is good.</p>
<h2>Remember</h2>
<ul>
<li>Do not drink water from a pond without boiling it.</li>
<li>Boil the water for 10 minutes and then let it cool.</li>
<li>Keep the pot of drinking water covered.</li>
</ul>
"""

HINDI = """
<h1>हमारे आसपास का पानी</h1>
<p>पानी पृथ्वी पर सबसे अधिक मिलने वाला द्रव है। पृथ्वी की सतह का लगभग 71 % भाग पानी से ढका है, लेकिन इस पानी का केवल
3 % मीठा है। समुद्र का पानी खारा होता है और हम उसे पी नहीं सकते।</p>
<p>शुद्ध पानी का कोई रंग, गंध या स्वाद नहीं होता। पानी का एक अणु हाइड्रोजन के दो परमाणुओं और ऑक्सीजन के एक परमाणु से
बनता है, इसलिए इसका सूत्र H<sub>2</sub>O है। समुद्र तल पर पानी 100 °C पर उबलता है और 0 °C पर बर्फ़ बन जाता है।</p>
<h2>जल चक्र</h2>
<p>सूर्य की गर्मी पानी को भाप में बदल देती है। इस क्रिया को वाष्पीकरण कहते हैं। भाप ऊपर उठकर ठंडी होती है और नन्ही बूँदों
में बदल जाती है, जिनसे बादल बनते हैं। भाप के पानी में बदलने को संघनन कहते हैं। जब बूँदें भारी हो जाती हैं, तब वे वर्षा
के रूप में गिरती हैं। सूर्य के बिना जल चक्र नहीं चल सकता।</p>
<p align="center"><img src="cycle.png" width="300"><br>चित्र 1 जल चक्र</p>
<p style="page-break-before: always"></p>
<h2>हम कितना पानी काम में लेते हैं?</h2>
<p>शहर में पाँच लोगों का परिवार एक दिन में लगभग 675 लीटर पानी काम में लेता है। तालिका बताती है कि यह पानी कहाँ जाता है।</p>
<table border="1" cellspacing="0" cellpadding="6" width="80%" align="center">
<tr><td>काम</td><td>एक दिन में लीटर</td></tr>
<tr><td>नहाना</td><td>275</td></tr>
<tr><td>कपड़े धोना</td><td>150</td></tr>
<tr><td>खाना बनाना और पीना</td><td>50</td></tr>
<tr><td>घर की सफ़ाई</td><td>200</td></tr>
</table>
<p>जिस नल से हर सेकंड एक बूँद टपकती है, वह एक दिन में लगभग 30 लीटर पानी बेकार कर देता है। इसलिए नल को कभी खुला नहीं
छोड़ना चाहिए। छत की टंकी में वर्षा का पानी भरा जा सकता है; जहाँ वर्षा अच्छी होती है, वहाँ 50 वर्ग मीटर की छत 5 साल में
1,25,000 लीटर पानी जमा कर सकती है।</p>
<h2>याद रखो</h2>
<ul>
<li>तालाब का पानी उबाले बिना मत पियो।</li>
<li>पानी को 10 मिनट तक उबालो और फिर ठंडा होने दो।</li>
<li>पीने के पानी का बर्तन ढककर रखो।</li>
</ul>
"""

SHEET = """@page { size: A4; margin: 18mm 20mm }
body { font: 12.5pt/1.35 "FAMILY"; margin: 0 } h1 { font-size: 20pt } h2 { font-size: 15pt }
table { border-collapse: collapse } td { border: 1px solid #000 }"""

LABELS = {"en": ("Sun", "cloud", "rain", "vapour", "sea"), "hi": ("सूर्य", "बादल", "वर्षा", "भाप", "समुद्र")}


def main() -> None:
    """Draw everything."""
    _ = QGuiApplication.instance() or QGuiApplication([])
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code, body, family in (("en", ENGLISH, "Noto Serif"), ("hi", HINDI, "Noto Serif Devanagari")):
        _write_pdf(code, body, family, FOLDER / f"sample-{code}.pdf")
        first_page = _document(code, body.split('<p style="page-break')[0], family)
        _write_photo(first_page, FOLDER / f"sample-{code}-photo.jpg", seed=7 if code == "en" else 11)


def _document(code: str, body: str, family: str) -> QTextDocument:
    document = QTextDocument()
    font = QFont(family)
    font.setPointSizeF(12.5)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet("h1{font-size:20pt} h2{font-size:15pt} p,li{line-height:135%}")
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl("cycle.png"), _figure(LABELS[code], family))
    document.setHtml(body)
    return document


def _figure(labels: tuple[str, ...], family: str) -> QImage:
    """The water cycle as a line drawing, 760 x 380."""
    image = QImage(760, 380, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#333333"), 3))
    painter.drawEllipse(QPointF(90, 80), 45, 45)
    cloud = QPainterPath()
    for x, y, w, h in ((430, 60, 120, 70), (500, 35, 130, 95), (590, 60, 110, 70)):
        part = QPainterPath()
        part.addEllipse(QRectF(x, y, w, h))
        cloud = cloud.united(part)
    painter.drawPath(cloud)
    for x in range(470, 660, 38):
        painter.drawLine(x, 150, x - 22, 230)
    for x in (150, 220, 290):
        painter.drawLine(x, 290, x, 170)
        painter.drawLine(x, 170, x - 10, 190)
        painter.drawLine(x, 170, x + 10, 190)
    painter.setBrush(QColor("#d5dde3"))
    painter.drawRect(QRectF(30, 300, 700, 60))
    font = QFont(family)
    font.setPixelSize(26)
    painter.setFont(font)
    for label, place in zip(labels, ((60, 160), (520, 100), (600, 260), (310, 230), (340, 342)), strict=True):
        painter.drawText(QPointF(*place), label)
    painter.end()
    return image


def _write_pdf(code: str, body: str, family: str, path: Path) -> None:
    """Printed by Chromium: Qt's PDF writer gives Indian ligatures no letters that a reader of the text could find."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SystemExit("Chromium is missing. Install it to draw the sample chapter.")
    picture = QBuffer()
    picture.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(picture, QByteArray(b"png")).write(_figure(LABELS[code], family))
    address = "data:image/png;base64," + base64.b64encode(picture.data().data()).decode("ascii")
    title = re.search("<h1>(.*)</h1>", body)
    assert title is not None
    head = f'<!doctype html><html lang="{code}"><meta charset="utf-8"><title>{title[1]}</title>'
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        style = SHEET.replace("FAMILY", family)
        page.write_text(f"{head}<style>{style}</style>{body.replace('cycle.png', address)}", encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile")
        output = ("--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri())
        subprocess.run([browser, *options, *output], check=True, capture_output=True, timeout=120)


def _write_photo(document: QTextDocument, path: Path, *, seed: int) -> None:
    """The first page as a phone takes it by a window: turned, in perspective, lit from one side, a little noisy."""
    shrink = 0.8  # a text document counts 96 dots to the inch, the sheet 72 points
    document.setTextWidth((595 - 2 * 57) / shrink)
    scale = 200 / 72
    image = QImage(round(595 * scale), round(842 * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("#fbfaf5"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(scale, scale)
    painter.translate(57, 51)
    painter.scale(shrink, shrink)
    document.drawContents(painter)
    painter.end()
    sheet = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)[:, :, :3]
    random = np.random.default_rng(seed)
    height, width = sheet.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    border = 90
    seen = np.array(
        [[border + 50, border + 20], [width + border - 20, border + 55], [width + border + 30, height + border - 5],
         [border - 40, height + border - 45]], np.float32,
    )  # fmt: skip
    size = (width + 2 * border, height + 2 * border)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(sheet, matrix, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(62, 84, 104))
    across = np.linspace(0.55, 1.0, size[0])[None, :] * np.linspace(1.0, 0.85, size[1])[:, None]
    lit = cv2.GaussianBlur(photo, (0, 0), 0.9).astype(np.float64) * across[:, :, None]
    noisy = np.clip(lit + random.normal(0, 7, lit.shape), 0, 255).astype(np.uint8)
    cv2.imwrite(str(path), noisy, [cv2.IMWRITE_JPEG_QUALITY, 82])


if __name__ == "__main__":
    main()
