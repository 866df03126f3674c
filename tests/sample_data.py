"""A page and a lesson in English and Hindi, with every kind of block, finding and question the window shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import (
    Block,
    BlockKind,
    Box,
    Document,
    Line,
    Page,
    PageNote,
    PageText,
    Quality,
    ReadMethod,
    SourceFile,
    Word,
)
from app.domain.ids import new_id
from app.domain.lessons import (
    Change,
    ChoiceQuestion,
    FactKind,
    Finding,
    KeyWord,
    LessonContent,
    LessonOptions,
    LessonPlan,
    Passage,
    PlanStep,
    SentencePair,
    Severity,
    ShortQuestion,
)
from app.library.corrections import with_correction

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-03-02T09:30:00+00:00"

ENGLISH = (
    (BlockKind.HEADING, "Acids, Bases and Salts"),
    (
        BlockKind.PARAGRAPH,
        (
            "Lemon juice and vinegar taste sour because they contain acids. An acid turns blue litmus paper red. "
            "Baking soda does not taste sour; its solution feels soapy, since it is a base."
        ),
    ),
    (
        BlockKind.PARAGRAPH,
        (
            "When 25 mL of hydrochloric acid is added slowly to 25 mL of sodium hydroxide solution, the temperature "
            "of the mixture rises by about 6 °C. This reaction is called neutralisation, and it produces a salt and "
            "water."
        ),
    ),
    (BlockKind.FORMULA, "HCl + NaOH → NaCl + H₂O"),
    (BlockKind.LIST_ITEM, "Never taste an unknown substance."),
    (BlockKind.LIST_ITEM, "Turmeric paper becomes red in a base."),
    (BlockKind.TABLE, "Substance\tNature\nLemon juice\tAcid\nSoap solution\tBase"),
    (
        BlockKind.PARAGRAPH,
        "Farmers in 1,25,000 villages test their soil. If the soil is too acidic, quicklime is mixed into it.",
    ),
)
HINDI = (
    (BlockKind.HEADING, "अम्ल, क्षार और लवण"),
    (
        BlockKind.PARAGRAPH,
        (
            "नींबू का रस और सिरका खट्टे होते हैं क्योंकि उनमें अम्ल होता है। अम्ल नीले लिटमस पत्र को लाल कर देता है। "
            "खाने का सोडा खट्टा नहीं होता; उसका विलयन साबुन जैसा लगता है, क्योंकि वह क्षार है।"
        ),
    ),
    (
        BlockKind.PARAGRAPH,
        (
            "जब २५ मिलीलीटर हाइड्रोक्लोरिक अम्ल को २५ मिलीलीटर सोडियम हाइड्रॉक्साइड में धीरे-धीरे मिलाया जाता है, तब मिश्रण का "
            "तापमान लगभग ६ °C बढ़ जाता है। इस अभिक्रिया को उदासीनीकरण कहते हैं।"
        ),
    ),
    (BlockKind.FORMULA, "HCl + NaOH → NaCl + H₂O"),
    (BlockKind.LIST_ITEM, "अनजान पदार्थ को कभी मत चखिए।"),
    (BlockKind.LIST_ITEM, "हल्दी का पत्र क्षार में लाल हो जाता है।"),
    (BlockKind.TABLE, "पदार्थ\tप्रकृति\nनींबू का रस\tअम्ल\nसाबुन का घोल\tक्षार"),
    (BlockKind.PARAGRAPH, "१,२५,००० गाँवों के किसान अपनी मिट्टी की जाँच करते हैं।"),
)
_TEXTS = {"en": ENGLISH, "hi": HINDI}


def page_text(language: str, *, doubtful: int = 0) -> PageText:
    """What was read from the sample page; the first `doubtful` words of the second block have low confidence."""
    blocks: list[Block] = []
    top = 0.06
    for kind, text in _TEXTS[language]:
        lines, bottom = _lines(text, top, doubtful if len(blocks) == 1 else 0)
        rows = tuple(tuple(row.split("\t")) for row in text.split("\n")) if kind is BlockKind.TABLE else ()
        marker = "•" if kind is BlockKind.LIST_ITEM else ""
        box = Box(0.08, top, 0.92, bottom)
        blocks.append(Block(kind, text, lines, box, level=int(kind is BlockKind.HEADING), marker=marker, rows=rows))
        top = bottom + 0.03
    notes = (PageNote.REPAIRED_PHOTO, PageNote.DOUBTFUL_WORDS) if doubtful else ()
    quality = Quality.CHECK if doubtful else Quality.GOOD
    return PageText(tuple(blocks), ReadMethod.OCR, quality, notes, language, doubtful, 91.0, "Latn")


def _lines(text: str, top: float, doubtful: int) -> tuple[tuple[Line, ...], float]:
    words = text.split()
    lines = []
    for start in range(0, len(words), 9):
        row = words[start : start + 9]
        left, made = 0.08, []
        for at, word in enumerate(row):
            right = left + 0.0092 * len(word)
            confidence = 48.0 if start + at < doubtful else 93.0
            made.append(Word(word, Box(left, top, right, top + 0.02), confidence))
            left = right + 0.012
        lines.append(Line(" ".join(row), Box(0.08, top, min(left, 0.95), top + 0.02), tuple(made)))
        top += 0.028
    return tuple(lines), top


def document(language: str, *, pages: int = 1, doubtful: int = 0, name: str = "page.jpg") -> Document:
    """A document with `pages` copies of the sample page."""
    document_id = new_id()
    made = tuple(
        Page(
            id=new_id(),
            document_id=document_id,
            position=position,
            source_index=0,
            source_page=position,
            text=page_text(language, doubtful=doubtful),
            picture="sample",
        )
        for position in range(pages)
    )
    title = _TEXTS[language][0][1]
    source = SourceFile(name, "0" * 64, "image", 250_000)
    return Document(document_id, title, (source,), language, NOW, pages, made)


def content(source: Document, options: LessonOptions) -> LessonContent:
    """The lesson an engine could have made from a sample document."""
    language = source.language or "en"
    passages: list[Passage] = []
    for page in source.pages:
        for block in page.text.blocks if page.text else ():
            passages.append(_passage(block, page.id))
    words = {
        "en": (
            ("acid", "a sour substance that turns blue litmus red"),
            ("neutralisation", "an acid and a base cancel out"),
        ),
        "hi": (("अम्ल", "खट्टा पदार्थ जो नीले लिटमस को लाल करता है"), ("उदासीनीकरण", "अम्ल और क्षार का मिलकर लवण बनाना")),
    }[language]
    choice = {
        "en": ChoiceQuestion(
            "What colour does blue litmus paper turn in an acid?", ("red", "green", "yellow", "white"), 0,
            "An acid turns blue litmus paper red.", 1,
        ),
        "hi": ChoiceQuestion(
            "अम्ल नीले लिटमस पत्र को कैसा कर देता है?", ("लाल", "हरा", "पीला", "सफ़ेद"), 0,
            "अम्ल नीले लिटमस पत्र को लाल कर देता है।", 1,
        ),
    }[language]  # fmt: skip
    short = {
        "en": ShortQuestion(
            "What is produced in neutralisation?", "A salt and water.", "It produces a salt and water.", 2
        ),
        "hi": ShortQuestion("उदासीनीकरण में क्या होता है?", "लवण और पानी बनता है।", "इस अभिक्रिया को उदासीनीकरण कहते हैं।", 2),
    }[language]
    plan = {
        "en": LessonPlan(
            ("Tell acids from bases",), ("Lemon", "Baking soda", "Litmus paper"),
            (PlanStep(10, "Taste lemon juice and talk about sour food."), PlanStep(20, "Test six things with litmus.")),
            ("Name two acids and one base.",), "Make turmeric paper at home.",
        ),
        "hi": LessonPlan(
            ("अम्ल और क्षार में अन्तर करना",), ("नींबू", "खाने का सोडा", "लिटमस पत्र"),
            (PlanStep(10, "नींबू चखिए और खट्टी चीज़ों पर बात कीजिए।"), PlanStep(20, "छह चीज़ों को लिटमस से जाँचिए।")),
            ("दो अम्ल और एक क्षार के नाम बताइए।",), "घर पर हल्दी का पत्र बनाइए।",
        ),
    }[language]  # fmt: skip
    return LessonContent(
        title=source.title,
        language=language,
        level=options.level,
        school_class=options.school_class,
        passages=tuple(passages),
        key_words=tuple(
            KeyWord(term, meaning, "glossary" if at else "text", 1) for at, (term, meaning) in enumerate(words)
        ),
        choice_questions=(choice,),
        short_questions=(short,),
        plan=plan if options.with_plan else LessonPlan(),
        notes=("few_questions", "glossary_unreviewed"),
    )


def _passage(block: Block, page_id: str) -> Passage:
    pairs: tuple[SentencePair, ...] = ()
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        mark = "।" if "।" in block.text else "."
        sentences = [f"{one.strip()}{mark}" for one in block.text.split(mark) if one.strip()]
        pairs = tuple(SentencePair(one, (one.replace("slowly ", "").replace("about ", ""),)) for one in sentences)
    text = " ".join(result for pair in pairs for result in pair.results) if pairs else block.text
    return Passage(
        kind=block.kind, source=block.text, text=text, pairs=pairs, page_id=page_id, box=block.box, level=block.level,
        marker=block.marker, rows=block.rows,
    )  # fmt: skip


RED = Finding(Severity.RED, FactKind.NEGATION, Change.MISSING, source="not", passage=1, sentence=2)
AMBER = Finding(
    Severity.AMBER, FactKind.NUMBER, Change.NOT_CHECKED, source="6", reason="unknown_number_word", passage=2, sentence=0
)


def write_page_picture(language: str, path: Path) -> None:
    """Draw the sample page as a JPEG, words at their boxes. Needs a running QGuiApplication."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QFont, QImage, QPainter

    picture = QImage(1000, 1400, QImage.Format.Format_RGB32)
    picture.fill(QColor("#fbfaf5"))
    painter = QPainter(picture)
    painter.setPen(QColor("#222222"))
    for block in page_text(language).blocks:
        font = QFont("Noto Sans Devanagari" if language == "hi" else "Noto Sans")
        font.setPixelSize(24 if block.kind is BlockKind.HEADING else 17)
        font.setBold(block.kind is BlockKind.HEADING)
        painter.setFont(font)
        for line in block.lines:
            for word in line.words:
                box = QRectF(
                    word.box.left * 1000, word.box.top * 1400 - 4, 400, word.box.bottom * 1400 - word.box.top * 1400 + 8
                )
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word.text)
    painter.end()
    picture.save(str(path), quality=85)


def corrected(page: Page, block_index: int, text: str) -> Page:
    """The page after a person corrected one block."""
    read = page.text or PageText((), ReadMethod.TEXT, Quality.GOOD)
    return replace(page, text=with_correction(read, block_index, text), corrected=True)
