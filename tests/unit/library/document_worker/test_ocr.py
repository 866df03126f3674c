"""From a page picture to text: damaged photos, any way up, in any of our languages or none."""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from app.domain.documents import BlockKind, Box, PageNote, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.library.document_worker import columns, light, ocr, script_probe, tesseract
from tests import garbled_pages
from tests.page_pictures import FONTS, PHOTO, Damage, Picture, damage, render

if TYPE_CHECKING:
    from pathlib import Path

    from app.library.document_worker.requests import PageReading

ENGLISH = (
    "Rain fills the pond behind our school. Frogs lay eggs there in July, and the tadpoles grow legs before Diwali.\n"
    "Ravi counted 48 tadpoles on Monday. He did not touch them, because dirty hands can make small animals ill."
)
HINDI = (
    "पृथ्वी की सतह का लगभग 71 % भाग पानी से ढका है। सन 2011 में हमारे गाँव में 100 कुएँ थे और पानी 30 मीटर नीचे था।\n"
    "अब लोग वर्षा का जल रोकते हैं, इसलिए खेत हरे हैं। बच्चे पेड़ लगाते हैं और उनकी देखभाल करते हैं।"
)
KANNADA = (
    "ನಮ್ಮ ಶಾಲೆಯ ಹಿಂದೆ ಒಂದು ಕೆರೆ ಇದೆ. ಮಳೆಗಾಲದಲ್ಲಿ ಕಪ್ಪೆಗಳು ಅಲ್ಲಿ ಮೊಟ್ಟೆ ಇಡುತ್ತವೆ.\n"
    "ಮಕ್ಕಳು ಮರಗಳನ್ನು ನೆಟ್ಟು ನೀರು ಹಾಕುತ್ತಾರೆ. ಹಕ್ಕಿಗಳು ಗೂಡು ಕಟ್ಟಿ ಮರಿಗಳಿಗೆ ಆಹಾರ ಕೊಡುತ್ತವೆ."
)
ARABIC = (
    "الماء ضروري لكل كائن حي على الأرض. يشرب الإنسان والحيوان الماء كل يوم، وتحتاج النباتات إليه لكي تنمو.\n"
    "تتبخر مياه البحار بفعل حرارة الشمس ثم تتكثف وتسقط مطرا على الجبال والحقول والمدن."
)


def page(text: str, family: str) -> Picture:
    return render(text, family, width_mm=140)


def read(image: Picture, staging: Path, **wanted: Any) -> PageReading:
    request = replace(ocr.PictureRequest("photo.jpg", "p0000", staging), **wanted)
    return ocr.read_picture(image, request)


def wrong(truth: str, reading: PageReading) -> float:
    """Share of the characters read wrong."""
    first, second = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (truth, reading.text.text))
    return Levenshtein.distance(first, second) / len(first)


def test_a_damaged_photo_is_read_like_a_clean_page(tmp_path: Path) -> None:
    reading = read(damage(page(ENGLISH, "Noto Serif"), PHOTO), tmp_path)
    assert wrong(ENGLISH, reading) <= 0.02
    assert reading.text.language == "en"
    assert reading.text.method is ReadMethod.OCR
    assert reading.text.quality is Quality.GOOD
    assert PageNote.REPAIRED_PHOTO in reading.text.notes
    assert (reading.text.confidence or 0) > 85


def test_a_clean_page_carries_no_note_of_repair(tmp_path: Path) -> None:
    reading = read(page(ENGLISH, "Noto Sans"), tmp_path, language="en")
    assert wrong(ENGLISH, reading) <= 0.005
    assert reading.text.notes == ()


def test_a_page_turned_by_six_degrees_in_perspective_is_read(tmp_path: Path) -> None:
    how = replace(PHOTO, angle=-6, keystone=0.04, seed=2)
    reading = read(damage(page(KANNADA, FONTS["kn"][0]), how), tmp_path, language="kn")
    assert wrong(KANNADA, reading) <= 0.03


def test_a_page_on_its_side_or_head_is_set_upright_and_its_language_found(tmp_path: Path) -> None:
    upright = page(HINDI, FONTS["hi"][0])
    for turns in (1, 2):
        reading = read(np.ascontiguousarray(np.rot90(upright, turns)), tmp_path)
        assert reading.text.language == "hi"
        assert wrong(HINDI, reading) <= 0.05
        assert (reading.width > reading.height) == (upright.shape[1] > upright.shape[0])


def test_numbers_on_a_hindi_page_survive(tmp_path: Path) -> None:
    text = read(damage(page(HINDI, FONTS["hi"][0]), PHOTO), tmp_path, language="hi").text.text
    assert re.findall(r"\d+", text) == ["71", "2011", "100", "30"]


def test_boxes_lie_on_the_words_of_the_picture_that_is_kept(tmp_path: Path) -> None:
    reading = read(damage(page(ENGLISH, "Noto Sans"), Damage(angle=5, keystone=0.03)), tmp_path, language="en")
    assert reading.picture is not None
    shown = cv2.imread(str(tmp_path / reading.picture), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert shown.shape == (reading.height, reading.width)
    ink = light.ink(np.asarray(shown, np.uint8)) > 0
    covered = np.zeros_like(ink)
    words = [word for block in reading.text.blocks for line in block.lines for word in line.words]
    assert len(words) == len(ENGLISH.split())
    for word in words:
        spot = np.s_[
            int(word.box.top * reading.height) - 1 : int(word.box.bottom * reading.height) + 2,
            int(word.box.left * reading.width) - 1 : int(word.box.right * reading.width) + 2,
        ]
        assert ink[spot].mean() > 0.1, word
        covered[spot] = True
    assert (ink & covered).sum() > 0.97 * ink.sum()


def test_what_the_teacher_turned_and_cropped_is_what_is_read(tmp_path: Path) -> None:
    upright = page(ENGLISH, "Noto Sans")
    head_first = np.ascontiguousarray(upright[::-1, ::-1])
    whole = read(head_first, tmp_path, language="en")
    lines = [line for block in whole.text.blocks for line in block.lines]
    assert lines[1].box is not None
    assert lines[2].box is not None
    middle = (lines[1].box.bottom + lines[2].box.top) / 2
    part = read(head_first, tmp_path, language="en", crop=Box(0, 0, 1, middle))
    assert part.text.text.split() == " ".join(line.text for line in lines[:2]).split()
    turned = read(head_first, tmp_path, language="en", rotation=90)
    assert (turned.width, turned.height) == (whole.height, whole.width)


def test_a_figure_is_cut_out_and_its_labels_stay_in_it(tmp_path: Path) -> None:
    text = page(ENGLISH, "Noto Sans")
    figure = np.full((420, text.shape[1], 3), 255, np.uint8)
    cv2.circle(figure, (260, 200), 130, (0, 0, 0), 3)
    cv2.line(figure, (260, 200), (560, 90), (0, 0, 0), 3)
    cv2.putText(figure, "radius drawn here", (300, 300), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    caption = render("Fig. 3 A circle and its radius", "Noto Sans", width_mm=140)
    reading = read(np.vstack([text, figure, caption]), tmp_path, language="en")
    figures = [block for block in reading.text.blocks if block.kind is BlockKind.FIGURE]
    assert len(figures) == 1
    assert "drawn here" not in reading.text.text
    assert any(block.kind is BlockKind.CAPTION for block in reading.text.blocks) or "Fig. 3" in figures[0].text
    cut = cv2.imread(str(tmp_path / str(figures[0].media)))
    assert cut is not None
    assert 230 < cut.shape[0] < 330
    assert light.ink(np.asarray(cut[:, :, 0], np.uint8)).mean() > 2


@pytest.mark.parametrize("how", [Damage(), PHOTO], ids=["clean", "photo"])
def test_full_stops_of_an_odia_page_come_back(tmp_path: Path, how: Damage) -> None:
    odia = (
        "ଉଦ୍ଭିଦ ସୂର୍ଯ୍ୟର ଆଲୋକରୁ ନିଜ ଖାଦ୍ୟ ତିଆରି କରେ। ଗଛର କାଣ୍ଡ ସେହି ଜଳକୁ ଉପରକୁ ନେଇଯାଏ। ରାତିରେ ଗଛ ମଧ୍ୟ ଶ୍ୱାସ ନିଏ। ଆମ ଗ୍ରାମର ଲୋକେ "
        "ଚାଷ କରନ୍ତି। ମୀନା ଗୋଟିଏ ଅଭିଧାନ ଖୋଲି ଶବ୍ଦର ଅର୍ଥ ଖୋଜିଲା। ପଦ୍ମଶ୍ରୀ ବତୀ ପୁରୀ ଓ ଲହରୀ ସେଠାରେ ରହେ।"
    )
    clean = page(odia, "Noto Sans Oriya")
    text = read(clean if how == Damage() else damage(clean, how), tmp_path, language="or").text.text
    found = [word for word in text.split() if word.endswith("।")]
    assert len(found) >= odia.count("।") - 1
    assert len(set(found).intersection(odia.split())) >= len(found) - 1, "none where none is printed"
    assert not any(word.endswith("ୀ।") for word in found)


@pytest.mark.parametrize("kind", ["white", "grain", "clouds", "specks", "blots", "rows"])
def test_a_photo_of_nothing_has_no_text(tmp_path: Path, kind: str) -> None:
    grain = np.random.default_rng(1).normal(128, 60, (500, 400))
    bands = np.random.default_rng(0).normal(0, 1, (600, 450)) * np.abs(np.sin(np.arange(600) / 14))[:, None]
    blurred = cv2.GaussianBlur(bands.astype(np.float32), (0, 0), 1.5)
    pictures = {
        "rows": np.where(blurred > blurred.std(), 20.0, 240.0),
        "white": np.full((500, 400), 250.0),
        "grain": grain,
        "specks": np.where(np.random.default_rng(2).random((500, 400)) < 0.03, 0.0, 250.0),
        "blots": np.where(cv2.GaussianBlur(grain - 128, (0, 0), 1.5) > 4, 30.0, 240.0),
        "clouds": 128 + 12 * cv2.GaussianBlur(grain - 128, (0, 0), 15),
    }
    image = np.clip(np.repeat(pictures[kind][:, :, None], 3, axis=2), 0, 255).astype(np.uint8)
    reading = read(image, tmp_path)
    assert reading.text.blocks == ()
    assert reading.text.notes == (PageNote.NO_TEXT,)
    assert reading.text.quality is Quality.POOR
    assert (tmp_path / str(reading.picture)).exists()


@pytest.mark.parametrize(("turn_confidence", "script"), [(0.7, None), (5.5, "Hani")])
def test_a_script_is_named_only_where_the_print_also_tells_which_way_up_it_is(
    monkeypatch: pytest.MonkeyPatch, turn_confidence: float, script: str | None
) -> None:
    seen = tesseract.Orientation(0, turn_confidence, "Han", 7.8)  # 0.7 and 7.8 as measured on a pattern of squares
    monkeypatch.setattr(tesseract, "orientation", lambda picture: seen)
    squares = np.kron(np.eye(12), np.full((10, 20), 255)).astype(np.uint8)
    assert script_probe.find_language(squares, 20.0).script == script


def test_a_cross_between_numbers_is_the_sign_and_a_number_that_nothing_confirms_is_doubtful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = page("Each of the four boxes holds the same, so 25 × 4 = 100 seeds are sown in the field.", "Noto Sans")
    reading = read(picture, tmp_path, language="en")
    assert "25 × 4" in reading.text.text
    assert reading.text.quality is Quality.GOOD
    plain = columns.read
    monkeypatch.setattr(
        columns,
        "read",
        lambda *wanted: [replace(word, text=word.text.replace("100", "400")) for word in plain(*wanted)],
    )
    misread = read(picture, tmp_path, language="en")
    assert "400" in misread.text.text
    assert misread.text.quality is Quality.CHECK
    assert misread.text.doubtful_words == 1


def test_a_script_that_is_not_ours_is_named_and_not_guessed_at(tmp_path: Path) -> None:
    reading = read(page(ARABIC, "Noto Naskh Arabic"), tmp_path)
    assert reading.text.blocks == ()
    assert PageNote.UNKNOWN_SCRIPT in reading.text.notes
    assert reading.text.script == "Arab"
    assert reading.text.language is None


def test_a_wrong_language_is_noticed(tmp_path: Path) -> None:
    reading = read(page(KANNADA, FONTS["kn"][0]), tmp_path, language="ta")
    assert reading.text.language == "kn"
    assert PageNote.LANGUAGE_UNCERTAIN in reading.text.notes


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_letters_in_a_wrong_font_are_never_a_good_page(tmp_path: Path, share: float) -> None:
    hindi = [garbled_pages.KRUTI_DEV.encode(said) for said in garbled_pages.sentences("hi")]
    english = garbled_pages.sentences("en")
    said = [hindi[n % len(hindi)] if n < 12 * share else english[n % len(english)] for n in range(12)]
    text = read(page(" ".join(said), "Noto Serif"), tmp_path, language="en").text
    assert PageNote.GARBLED_TEXT in text.notes
    assert text.quality is Quality.POOR


def test_without_tesseract_the_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_args, **_options: None)
    tesseract._program.cache_clear()
    try:
        with pytest.raises(UserFacingError) as caught:
            read(page(ENGLISH, "Noto Sans"), tmp_path)
    finally:
        tesseract._program.cache_clear()
    assert caught.value.key == "import.ocr_missing"


def test_a_missing_language_is_named() -> None:
    with pytest.raises(UserFacingError) as caught:
        tesseract.read(np.full((50, 50), 255, np.uint8), "xyz")
    assert caught.value.key == "import.ocr_missing"
    assert "xyz" in str(caught.value)


def test_a_page_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "TIMEOUT", 0.01)
    with pytest.raises(UserFacingError) as caught:
        read(page(ENGLISH, "Noto Sans"), tmp_path)
    assert caught.value.key == "import.too_slow"
    assert "photo.jpg" in str(caught.value)
