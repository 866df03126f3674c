"""The lesson page is one file that loads nothing, runs nothing of the lesson's words, and keeps the answers back."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import BlockKind
from app.domain.languages import codes
from app.domain.lessons import KeyWord, Passage
from app.export.html import render_lesson
from app.export.labels import ExportResources
from app.export.papers import Paper, Text, sheet
from app.export.passages import PassageWriter, marked
from app.export.view import LessonView, Picture
from tests.unit.export.sample_lessons import WORDS, lesson_view

RESOURCES = ExportResources(Path(__file__).parents[3] / "resources" / "export")
LOADS = {"src", "href", "srcset", "data", "action", "formaction", "poster", "background", "cite", "ping", "manifest"}


class Outline(HTMLParser):
    """What a browser would see: elements with attributes, and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.spans: dict[str, str] = {}
        self.inside: dict[str, str] = {"script": "", "style": ""}
        self._words: list[str] = []
        self._raw = ""
        self._span = ""
        self.feed(page)
        self.close()
        self.text = " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag in self.inside:
            self._raw = tag
        if tag == "span" and "data-s" in found:
            self._span = found["data-s"]

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""
        self._span = "" if tag == "span" else self._span

    def handle_data(self, data: str) -> None:
        if self._raw:
            self.inside[self._raw] += data
            return
        self._words.append(data)
        if self._span:
            self.spans[self._span] = self.spans.get(self._span, "") + data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def rendered(view: LessonView) -> str:
    return render_lesson(view, RESOURCES, sound_file="02-audio.mp3")


@pytest.mark.parametrize("language", codes())
def test_the_page_loads_nothing_from_anywhere(language: str) -> None:
    page = rendered(lesson_view(language))
    outline = Outline(page)
    for tag, attributes in outline.elements:
        for name in LOADS & attributes.keys():
            assert attributes[name].startswith(("data:image/png;base64,", "data:audio/mpeg;base64,", "#")), (tag, name)
    assert not {"link", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in outline.elements}
    assert re.findall(r"https?:|//[a-z]|url\(|@import|ftp:", page.replace(outline.inside["script"], "")) == []


def test_the_script_asks_for_no_network_no_storage_and_no_module() -> None:
    code = Outline(rendered(lesson_view("hi"))).inside["script"]
    for word in ("fetch", "XMLHttpRequest", "localStorage", "sessionStorage", "indexedDB", "cookie", "import", "eval"):
        assert word not in code
    assert "innerHTML" not in code
    assert ("script", {}) in Outline(rendered(lesson_view("hi"))).elements


def test_the_policy_allows_exactly_this_script_and_this_style() -> None:
    outline = Outline(rendered(lesson_view("ta")))
    policy = next(a["content"] for _, a in outline.elements if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind, rule in (("script", "script-src"), ("style", "style-src")):
        digest = base64.b64encode(hashlib.sha256(outline.inside[kind].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert not any(name.startswith("on") or name == "style" for _, attrs in outline.elements for name in attrs)


@pytest.mark.parametrize("language", codes())
def test_everything_of_the_lesson_is_there_to_read_without_scripts(language: str) -> None:
    view, words = lesson_view(language), WORDS[language]
    outline = Outline(rendered(view))
    for wanted in (words.title, words.text, words.second, *words.items, *words.word, words.short, words.choice[0]):
        assert " ".join(wanted.split()) in outline.text
    for wanted in (*(cell for row in words.table for cell in row), *words.choice[1], words.book, words.person):
        assert wanted in outline.text
    assert "22-11-2025" in outline.text
    assert (outline.count("h1"), outline.count("img"), outline.count("audio"), outline.count("table")) == (1, 1, 1, 1)
    assert next(a for tag, a in outline.elements if tag == "html") == {"lang": language, "dir": "ltr"}
    assert "controls" in next(a for tag, a in outline.elements if tag == "audio")


@pytest.mark.parametrize("language", codes())
def test_every_spoken_sentence_can_be_tapped(language: str) -> None:
    view = lesson_view(language)
    assert view.audio is not None
    outline = Outline(rendered(view))
    spans = {number: text.replace("\u00a0", " ") for number, text in outline.spans.items()}
    assert spans == {str(number): text for number, (_, _, _, text) in enumerate(view.audio.sentences)}
    starts = next(a["data-starts"] for tag, a in outline.elements if tag == "audio")
    assert starts.split() == [str(start) for _, _, start, _ in view.audio.sentences]


def test_the_answers_stay_with_the_teacher() -> None:
    view = lesson_view("hi")
    page = rendered(view)
    assert "ANSWER" not in page
    assert "EVIDENCE" not in page
    for answer in range(4):
        choices = tuple(replace(choice, answer=answer) for choice in view.content.choice_questions)
        assert rendered(replace(view, content=replace(view.content, choice_questions=choices))) == page


def test_without_sound_there_is_no_player_and_no_promise_of_one() -> None:
    page = rendered(replace(lesson_view("kn"), audio=None, mp3=b""))
    labels = RESOURCES.labels("kn")
    outline = Outline(page)
    assert outline.count("audio") == 0
    assert labels.tap_hint not in outline.text
    assert "02-audio" not in outline.text


def test_a_lesson_made_with_a_model_says_so_and_one_made_by_rules_too() -> None:
    view, labels = lesson_view("bn"), RESOURCES.labels("bn")
    assert labels.made_rules in Outline(rendered(view)).text
    with_model = replace(
        view, provenance=replace(view.provenance, uses_ai=True), content=replace(view.content, engine="Qwen2.5 0.5B")
    )
    text = Outline(rendered(with_model)).text
    assert labels.made_rules not in text
    assert labels.made_ai.format(engine="Qwen2.5 0.5B") in text


def test_a_picture_that_is_not_a_picture_is_left_out() -> None:
    view = lesson_view("en")
    name = next(iter(view.pictures))
    for data in (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"GIF89a", b"", b"RIFFxxxxWAVE"):
        assert Outline(rendered(replace(view, pictures={name: Picture(data)}))).count("img") == 0


HOSTILE = st.one_of(
    st.sampled_from(
        [
            "</script><script>alert(1)</script>",
            "</style><img src=x onerror=alert(1)>",
            '"><svg/onload=alert(1)>',
            "' autofocus onfocus='alert(1)",
            "<!--",
            "]]>",
            "{title} {0} %s",
            "\u2028\u2029\u202e\0\x1b",
            "javascript:alert(1)",
            "&lt;b&gt;&#x3c;",
            "\ud800",
        ]
    ),
    st.text(max_size=40),
)


@pytest.mark.parametrize("language", codes())
def test_meanings_that_nobody_reviewed_are_named_where_they_stand(language: str) -> None:
    view = lesson_view(language)
    labels = RESOURCES.labels(language)
    assert labels.origin(view.content.key_words) == ""
    first, second = view.content.key_words
    listed = replace(view, content=replace(view.content, key_words=(first, replace(second, meaning_from="glossary"))))
    said = labels.word_list.format(words=second.term)
    assert said in rendered(listed)
    for paper in (Paper.WORKSHEET, Paper.LESSON_PLAN):
        pieces = (piece for group in sheet(paper, listed, labels).groups for piece in group.pieces)
        assert any(said in piece.html for piece in pieces if isinstance(piece, Text))


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_words_of_the_lesson_are_never_markup(hostile: str) -> None:
    view = lesson_view("en")
    content = view.content
    passages = tuple(
        replace(passage, text=hostile, marker=hostile, rows=tuple(tuple(hostile for _ in row) for row in passage.rows))
        for passage in content.passages
    )
    evil = replace(
        view,
        provenance=replace(view.provenance, source_title=hostile, reviewer=hostile, source_pages=hostile),
        content=replace(
            content,
            title=hostile,
            passages=(*passages, Passage(BlockKind.PARAGRAPH, "x", "x")),
            key_words=(KeyWord(hostile, hostile, "text"),),
            choice_questions=tuple(
                replace(choice, question=hostile, options=(hostile,) * 4) for choice in content.choice_questions
            ),
            short_questions=tuple(replace(short, question=hostile) for short in content.short_questions),
        ),
    )
    clean, dirty = Outline(rendered(view)), Outline(rendered(evil))
    allowed = {tag for tag, _ in clean.elements} | {"br", "td", "ul"}  # a mark of signs alone is a bullet
    assert {tag for tag, _ in dirty.elements} <= allowed
    assert dirty.count("script") == 1
    assert dirty.inside == clean.inside
    known = {name for _, attributes in clean.elements for name in attributes}
    assert {name for _, attributes in dirty.elements for name in attributes} <= known


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=5))
def test_marking_sentences_never_changes_the_text(text: str, spoken: list[str]) -> None:
    def shown(markup: str) -> str:
        return " ".join(Outline(markup.replace("<br>", "\n")).text.split())

    assert shown(marked(text, enumerate(spoken))) == shown(marked(text, ()))


def test_a_sentence_said_twice_is_marked_twice_in_order() -> None:
    assert Outline(marked("Go. Stop. Go.", [(4, "Go."), (5, "Stop."), (6, "Go.")])).spans == {
        "4": "Go.",
        "5": "Stop.",
        "6": "Go.",
    }


@pytest.mark.parametrize("language", codes())
def test_the_words_around_a_lesson_exist_in_its_language(language: str) -> None:
    labels, english = RESOURCES.labels(language), RESOURCES.labels("en")
    for name in english.__slots__:
        if name == "letters":
            continue
        ours, theirs = getattr(labels, name), getattr(english, name)
        assert ours.strip() == ours != ""
        assert language == "en" or ours != theirs, f"{name} is still English"
        fields = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (ours, theirs)]
        assert fields[0] == fields[1], name
    assert len(set(labels.letters)) == 4


def items(*marks: tuple[int, str]) -> list[ET.Element]:
    """The body of a lesson of these list items, as a tree."""
    view = lesson_view("en")
    passages = tuple(
        Passage(BlockKind.LIST_ITEM, f"Item {number}", f"Item {number}", level=level, marker=mark)
        for number, (level, mark) in enumerate(marks)
    )
    shown = replace(view, content=replace(view.content, passages=passages), audio=None)
    return list(ET.fromstring(f"<body>{PassageWriter(shown, RESOURCES.labels('en')).body()}</body>"))


def test_lists_are_lists_with_the_deeper_ones_inside_their_items() -> None:
    outer, bullets = items((1, "1."), (2, "(a)"), (2, "(b)"), (1, "2."), (1, "•"))
    assert (outer.tag, bullets.tag, len(outer), len(bullets)) == ("ol", "ul", 2, 1)
    inner = outer[0].find("ol")
    assert inner is not None
    assert ["".join(one.itertext()) for one in inner] == ["(a)Item 1", "(b)Item 2"]
    assert outer[1].find("ol") is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["1.", "(a)", "•", "", "২."])), min_size=1, max_size=12))
def test_lists_of_any_depth_are_well_formed_and_keep_every_item_in_order(marks: list[tuple[int, str]]) -> None:
    tree = ET.Element("body")
    tree.extend(items(*marks))
    assert [one.get("id") for one in tree.iter("li")] == [f"p{number}" for number in range(len(marks))]
    for parent in tree.iter():
        assert all((child.tag == "li") == (parent.tag in ("ul", "ol")) for child in parent)


def test_a_number_is_not_parted_from_its_unit_at_the_end_of_a_line() -> None:
    view = lesson_view("en")
    words = "Ice melts at 0 °C, in 5 min. It is 3 m high, 12 kg, 4 marbles, a 2 Metre stick and 5 men."
    first = replace(view.content.passages[1], text=words)
    content = replace(view.content, passages=(view.content.passages[0], first))
    page = rendered(replace(view, content=content, audio=None, mp3=b""))
    assert "0\u00a0°C, in 5\u00a0min. It is 3\u00a0m high, 12\u00a0kg, 4 marbles, a 2 Metre stick and 5 men." in page
