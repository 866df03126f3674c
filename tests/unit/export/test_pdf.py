"""The printed papers: every script shaped, answers only where they belong, pages that end where a reader expects."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QTextLayout

from app.domain.documents import BlockKind
from app.domain.languages import codes
from app.domain.lessons import ChoiceQuestion, KeyWord, LessonPlan, Passage, PlanStep, ShortQuestion
from app.export.papers import Paper, PaperRequest, Text, sheet
from app.export.pdf import _Flow, _SetGroup, _Style, write_pdf
from app.export.view import LessonView, Picture
from tests.unit.export.packs import RESOURCES
from tests.unit.export.sample_lessons import WORDS, lesson_view

pytestmark = pytest.mark.usefixtures("qapp")

CONJUNCTS = {
    "hi": "क्ष",
    "ta": "க்ஷ",
    "te": "క్ష",
    "bn": "ক্ষ",
    "mr": "ज्ञ",
    "gu": "ક્ષ",
    "kn": "ಕ್ಷ",
    "ml": "ക്ഷ",
    "pa": "ਪ੍ਰ",
    "or": "କ୍ଷ",
}


@dataclass
class Drawn:
    """A PDF as a reader sees it."""

    path: Path
    pages: int

    def texts(self) -> list[str]:
        with pypdfium2.PdfDocument(self.path) as document:
            return [page.get_textpage().get_text_bounded() for page in document]

    def pixels(self) -> NDArray[np.uint8]:
        with pypdfium2.PdfDocument(self.path) as document:
            return np.array(document[0].render(scale=1.0).to_numpy(), dtype=np.uint8)

    def sizes(self) -> list[tuple[float, float]]:
        with pypdfium2.PdfDocument(self.path) as document:
            return [page.get_size() for page in document]


def draw(view: LessonView, paper: Paper, folder: Path) -> Drawn:
    path = folder / f"{paper.value}.pdf"
    return Drawn(path, write_pdf(sheet(paper, view, RESOURCES.labels(view.content.language)), path))


@pytest.mark.parametrize("language", codes())
def test_every_paper_is_a4_grey_and_set_in_the_scripts_own_font(tmp_path: Path, language: str) -> None:
    script = _Style(language, 12).font().families()[0].replace(" ", "")
    for paper in Paper:
        drawn = draw(lesson_view(language), paper, tmp_path)
        assert drawn.pages == len(drawn.sizes()) >= 1
        assert all(abs(width - 595) < 1 > abs(height - 842) for width, height in drawn.sizes())
        assert script.encode() in drawn.path.read_bytes().replace(b"#20", b""), "the font is embedded"
        pixels = drawn.pixels()
        assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 8, "no colour is needed"
        assert pixels.min() < 60, "and the ink is black"
        assert (pixels[:30] > 250).all(), "margins are empty"


@pytest.mark.parametrize("language", codes())
def test_every_letter_of_labels_and_lessons_has_a_glyph(language: str) -> None:
    words, labels = WORDS[language], RESOURCES.labels(language)
    text = " ".join([words.title, words.text, words.second, *words.items, words.short, words.book])
    text += " ".join(str(getattr(labels, name)) for name in labels.__slots__)
    layout = QTextLayout(text, _Style(language, 12).font())
    layout.beginLayout()
    layout.createLine().setLineWidth(1e6)
    layout.endLayout()
    runs = layout.glyphRuns()
    assert runs
    for run in runs:
        assert 0 not in run.glyphIndexes(), run.rawFont().familyName()
        assert run.rawFont().familyName().startswith("Noto Sans")


@pytest.mark.parametrize("language", CONJUNCTS)
def test_conjuncts_are_joined_as_the_script_wants(language: str) -> None:
    conjunct = CONJUNCTS[language]
    metrics = QFontMetricsF(_Style(language, 24).font())
    apart = conjunct[0] + conjunct[1] + "\u200c" + conjunct[2:]
    assert metrics.horizontalAdvance(conjunct) != pytest.approx(metrics.horizontalAdvance(apart), abs=0.5)


def test_the_worksheet_has_everything_but_the_answers(tmp_path: Path) -> None:
    view = lesson_view("en")
    text = " ".join(" ".join(draw(view, Paper.WORKSHEET, tmp_path).texts()).split())
    words = WORDS["en"]
    for wanted in (words.title, words.second, *words.items, words.word[1], words.choice[0], words.short, words.book):
        assert wanted in text
    for wanted in ("Name:", "Class:", "Roll number:", "Date:", "(a)", "(d)", "Steam", "v = s ÷ t", "Asha Rao"):
        assert wanted in text
    assert "ANSWER" not in text
    assert "EVIDENCE" not in text
    answered = {answer: sheet_without_answers(view, answer) for answer in range(4)}
    assert len(set(answered.values())) == 1


def sheet_without_answers(view: LessonView, answer: int) -> object:
    choices = tuple(replace(choice, answer=answer) for choice in view.content.choice_questions)
    changed = replace(view, content=replace(view.content, choice_questions=choices))
    return sheet(Paper.WORKSHEET, changed, RESOURCES.labels("en"))


def test_the_answer_key_has_each_answer_and_where_it_stands(tmp_path: Path) -> None:
    view = lesson_view("en")
    text = " ".join(" ".join(draw(view, Paper.ANSWER_KEY, tmp_path).texts()).split())
    assert "For the teacher only" in text
    assert "Answer: (c) 100 °C" in text
    assert view.content.short_questions[0].answer in text
    assert view.content.choice_questions[0].evidence in text


def test_a_plan_with_much_to_say_still_fits_one_page(tmp_path: Path) -> None:
    view = lesson_view("ta")
    words = WORDS["ta"]
    plan = LessonPlan(
        objectives=(words.plan[0],) * 4,
        materials=(words.plan[1],) * 3,
        steps=tuple(PlanStep(5, words.text) for _ in range(6)),
        assessment=(words.short,) * 2,
        homework=words.second,
    )
    drawn = draw(replace(view, content=replace(view.content, plan=plan)), Paper.LESSON_PLAN, tmp_path)
    assert drawn.pages == 1
    short = draw(view, Paper.LESSON_PLAN, tmp_path)
    assert short.pages == 1


def test_no_paper_ends_in_a_nearly_empty_page(tmp_path: Path) -> None:
    view, short = lesson_view("ml"), 0
    for number in range(2, 30):
        passages = tuple(Passage(BlockKind.PARAGRAPH, "", WORDS["ml"].text) for _ in range(number))
        drawn = draw(replace(view, content=replace(view.content, passages=passages)), Paper.WORKSHEET, tmp_path)
        texts = drawn.texts()
        short += drawn.pages > 1 and len(texts[-1]) < 0.15 * len(texts[0])
    assert short == 0


def test_a_long_lesson_goes_over_many_numbered_pages(tmp_path: Path) -> None:
    view = lesson_view("en")
    passages = tuple(Passage(BlockKind.PARAGRAPH, "", WORDS["en"].text + f" Number {n}.") for n in range(90))
    view = replace(view, content=replace(view.content, passages=passages))
    drawn = draw(view, Paper.WORKSHEET, tmp_path)
    texts = drawn.texts()
    assert drawn.pages >= 4
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {drawn.pages}" in text
        assert "The journey of water · Worksheet" in text
    together = " ".join(texts)
    assert all(together.count(f"Number {n}.") == 1 for n in range(90)), "nothing is lost or doubled at a page's end"


def test_one_endless_paragraph_and_one_endless_table_lose_nothing(tmp_path: Path) -> None:
    view = lesson_view("en")
    text = " ".join(f"word{n}" for n in range(3_000))
    rows = (("Name", "Value"), *((f"row{n}", str(n)) for n in range(120)))
    passages = (Passage(BlockKind.PARAGRAPH, "", text), Passage(BlockKind.TABLE, "", "", rows=rows))
    drawn = draw(replace(view, content=replace(view.content, passages=passages)), Paper.WORKSHEET, tmp_path)
    words = " ".join(drawn.texts()).split()
    assert [word for word in words if re.fullmatch(r"word\d+", word)] == text.split()
    assert [word for word in words if re.fullmatch(r"row\d+", word)] == [row[0] for row in rows[1:]]
    assert words.count("Value") >= 10, "each part of the table has its head"


@pytest.mark.parametrize("paper", Paper)
def test_words_that_look_like_markup_are_printed_as_words(paper: Paper) -> None:
    view, evil = lesson_view("en"), '<img src="file:///etc/passwd"> <b>&amp; \' <script>'
    content = view.content
    passages = tuple(
        replace(one, text=evil, marker=evil, rows=tuple(tuple(evil for _ in row) for row in one.rows))
        for one in content.passages
    )
    content = replace(
        content,
        title=evil,
        passages=passages,
        key_words=(KeyWord(evil, evil, "text"),),
        choice_questions=(ChoiceQuestion(evil, (evil,) * 4, 0, evil),),
        short_questions=(ShortQuestion(evil, evil, evil),),
        plan=LessonPlan((evil,), (evil,), (PlanStep(5, evil),), (evil,), evil),
    )
    origin = replace(view.provenance, source_title=evil, reviewer=evil, source_pages=evil)
    dirty = sheet(paper, replace(view, content=content, provenance=origin), RESOURCES.labels("en"))
    markup = "".join(piece.html for group in dirty.groups for piece in group.pieces if isinstance(piece, Text))
    assert "&lt;img" in markup
    assert not re.findall(r"<(?:img|script)|&amp; |' <|src=\"", markup)


def test_the_figure_is_printed_and_a_broken_one_left_out(tmp_path: Path) -> None:
    view = lesson_view("en")
    name, picture = next(iter(view.pictures.items()))
    with_figure = draw(view, Paper.WORKSHEET, tmp_path).pixels()
    broken = replace(view, pictures={name: replace(picture, data=picture.data[:60])})
    without = draw(broken, Paper.WORKSHEET, tmp_path).pixels()
    grey = [int(((page > 200) & (page < 215)).all(axis=2).sum()) for page in (with_figure, without)]
    assert grey[0] > 10_000 > 3_000 > grey[1]


def test_a_coloured_figure_is_printed_in_grey(tmp_path: Path) -> None:
    view = lesson_view("en")
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 40, 40))
    image.save(str(tmp_path / "red.png"))
    red = Picture((tmp_path / "red.png").read_bytes())
    pixels = draw(replace(view, pictures=dict.fromkeys(view.pictures, red)), Paper.WORKSHEET, tmp_path).pixels()
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 8
    assert int(((pixels > 70) & (pixels < 110)).all(axis=2).sum()) > 10_000, "the figure is there"


def test_nothing_half_written_is_left_when_the_disk_is_full(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    (tmp_path / "worksheet.pdf.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space"):
        draw(lesson_view("en"), Paper.WORKSHEET, tmp_path)
    assert list(tmp_path.iterdir()) == []


_IN_A_WORKER = """
import sys
import msgspec
from app.export.papers import PaperRequest
from app.export.pdf_tasks import PDF_TASKS
class Context:
    def check_cancel(self): pass
    def progress(self, done, total): pass
task = PDF_TASKS["pdf.draw"]
request = msgspec.msgpack.decode(open(sys.argv[1], "rb").read(), type=task.request)
for _ in range(12):
    pages = task.run(request, Context())
sys.exit(pages)
"""


def test_a_worker_without_a_screen_draws_and_prints_nothing(tmp_path: Path) -> None:
    import msgspec

    request = PaperRequest(Paper.ANSWER_KEY, replace(lesson_view("or"), audio=None, mp3=b""), str(tmp_path / "key.pdf"))
    (tmp_path / "request").write_bytes(msgspec.msgpack.encode(request))
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_WORKER, str(tmp_path / "request")],
        capture_output=True,
        check=False,
        timeout=120,
        env={"PATH": "/usr/bin", "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF-")


@dataclass(frozen=True)
class Block:
    """A stand-in for a set piece: so high, with these places where a page may end."""

    height: float
    ends: tuple[float, ...] = ()

    def breaks(self) -> list[float]:
        return [end for end in self.ends if end < self.height - 1]

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        raise AssertionError("nothing is painted here")


BLOCKS = st.builds(
    lambda lines, splits: Block(lines * 20.0, tuple(20.0 * n for n in range(2, lines - 1)) if splits else ()),
    st.integers(1, 120),
    st.booleans(),
)
GROUPS = st.builds(
    lambda pieces, space, leads: _SetGroup(tuple(pieces), space, leads),
    st.lists(BLOCKS, min_size=1, max_size=3),
    st.sampled_from([0.0, 8.0, 16.0]),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(GROUPS, max_size=12))
def test_pages_hold_everything_once_in_order_and_within_their_height(groups: list[_SetGroup]) -> None:
    flow = _Flow(1_000.0)
    flow.fill(groups)
    where: dict[int, list[tuple[int, float, float]]] = {}
    for number, page in enumerate(flow.pages):
        for placed in page:
            assert placed.top >= -0.01
            assert placed.top + placed.end - placed.start <= 1_000.01
            where.setdefault(id(placed.piece), []).append((number, placed.start, placed.end))
    for group in groups:
        for piece in group.pieces:
            parts = where[id(piece)]
            assert parts[0][1] == 0.0
            assert parts[-1][2] == piece.height
            assert all(one[2] == two[1] for one, two in itertools.pairwise(parts))
            assert all(end in (*piece.breaks(), piece.height) or end - start > 900 for _, start, end in parts)
        pages = {number for piece in group.pieces for number, _, _ in where[id(piece)]}
        if group.height <= 1_000 and not group.breaks:
            assert len(pages) == 1, "what fits a page is not torn"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 49), st.integers(1, 40), st.booleans())
def test_a_heading_is_never_the_last_thing_on_a_page(lines: int, follower: int, splits: bool) -> None:
    heading = _SetGroup((Block(30.0),), 8.0, leads=True)
    ends = tuple(20.0 * n for n in range(2, follower - 1)) if splits else ()
    text = _SetGroup((Block(follower * 20.0, ends),), 8.0, leads=False)
    flow = _Flow(1_000.0)
    flow.fill([_SetGroup((Block(lines * 20.0),), 0.0, leads=False), heading, heading, text])
    for page in flow.pages[:-1]:
        assert page[-1].piece.height != 30.0
