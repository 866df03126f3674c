"""Promises about short questions."""

from __future__ import annotations

import pytest

from app.domain import sentences
from app.inference.protocols import LessonSource, SourcePassage
from tests.lesson_pages import CODES, page, sample_pages, writer


def page_text(source: LessonSource) -> str:
    return " ".join(
        sentence for passage in source.passages for sentence in sentences.split(passage.text, source.language)
    )


@pytest.mark.parametrize("language", CODES)
def test_short_questions_are_answered_by_the_page(language: str) -> None:
    asked = 0
    for source in sample_pages(language):
        text = page_text(source)
        questions = writer().short_questions(source, count=4)
        assert len(questions) <= 4
        asked += len(questions)
        assert len({question.question for question in questions}) == len(questions)
        assert all(question.evidence in text and question.answer in text for question in questions)
    assert asked


def test_reasons_and_meanings_are_asked_in_the_language() -> None:
    asked = {question.question for question in writer().short_questions(sample_pages("hi")[0], count=6)}
    assert "वाष्पीकरण किसे कहते हैं?" in asked
    assert "कारण बताइए: भूजल का स्तर लगातार नीचे जा रहा है।" in asked


def test_short_questions_do_not_only_ask_for_meanings_where_the_page_gives_reasons() -> None:
    text = (
        "The layer of air is called the atmosphere. The path of a planet is called an orbit. "
        "The pull of the earth is called gravity. The moon is bright because the sun is shining on it."
    )
    questions = [each.question for each in writer().short_questions(page(f"# x\n\n{text}", "en"), count=3)]
    assert sum("Give a reason" in question for question in questions) == 1


@pytest.mark.parametrize(
    ("language", "title", "text", "answers"),
    [
        (
            "hi",
            "ईमानदार लकड़हारा",
            "बहुत समय पहले की बात है। एक गाँव में रामू नाम का लकड़हारा रहता था।",
            ["बहुत समय पहले की बात है। एक गाँव में रामू नाम का लकड़हारा रहता था।"],
        ),
        ("gu", "ચકીબેનનો માળો", "એક ગામમાં રમાબહેન રહેતાં હતાં.", []),
    ],
)
def test_what_a_lesson_says_about_its_title_names_it(language: str, title: str, text: str, answers: list[str]) -> None:
    questions = writer().short_questions(page(f"# {title}\n\n{text}", language), count=3)
    assert [each.answer for each in questions] == answers


def test_a_question_about_a_heading_is_answered_by_all_that_stands_under_it() -> None:
    items = tuple(
        SourcePassage(at, text, "चुंबक की देखभाल")
        for at, text in enumerate(("चुंबक को गर्म न करना चाहिए।", "चुंबक को नहीं गिराना चाहिए।", "चुंबक को लोहे पर रखा जाता है।"))
    )
    found = writer().short_questions(LessonSource("पाठ", "hi", items), count=3)
    assert [each.answer for each in found if "देखभाल" in each.question] == [" ".join(item.text for item in items)]
    long = tuple(SourcePassage(at, f"चुंबक {at} बार लोहे के बहुत पास लाया जाता है।", "चुंबक की देखभाल") for at in range(20))
    assert not any("देखभाल" in each.question for each in writer().short_questions(LessonSource("", "hi", long), count=3))


@pytest.mark.parametrize(("heading", "language"), [("Remember", "en"), ("Points to remember", "en"), ("याद रखो", "hi"),
                                                   ("क्या आप जानते हैं?", "hi"), ("நினைவில் கொள்க", "ta")])  # fmt: skip
def test_a_list_under_a_word_that_says_nothing_of_it_is_not_asked_for(heading: str, language: str) -> None:
    texts = {
        "en": ("Boil the water for 10 minutes.", "Keep the pot of drinking water covered."),
        "hi": ("पानी को 10 मिनट तक उबाला जाता है।", "पीने के पानी का बर्तन ढका जाता है।"),
        "ta": ("புழுக்களை வெயிலில் வைக்காதீர்கள்.", "வாரத்திற்கு 2 முறை நீர் தெளிக்கவும்."),
    }
    items = tuple(SourcePassage(at, text, heading) for at, text in enumerate(texts[language]))
    found = writer().short_questions(LessonSource("", language, items), count=5)
    assert not [each for each in found if heading in each.question]


def test_a_question_about_a_chapter_leaves_its_number_out() -> None:
    text = "Wetlands store rain water. Wetlands feed many birds."
    found = writer().short_questions(page(f"# Chapter 7: Wetlands\n\n{text}", "en"), count=3)
    assert [(each.question, each.answer) for each in found] == [("What does the lesson say about “Wetlands”?", text)]


def test_a_term_is_asked_about_with_everything_the_page_says_of_it_or_not_at_all() -> None:
    near = "A volcano throws out melted rock. The volcano Etna is in Italy."
    found = writer().short_questions(page(f"# Land\n\n{near}", "en"), count=3)
    assert [each.answer for each in found] == [near]
    apart = "A volcano throws out melted rock. Rivers carry mud. The volcano Etna is in Italy."
    assert writer().short_questions(page(f"# Land\n\n{apart}", "en"), count=3) == ()


def test_the_whole_of_a_page_is_no_answer_though_its_title_stands_in_the_text() -> None:
    title = "കയർ വ്യവസായം"
    text = (
        "കയർ വ്യവസായം കേരളത്തിൽ പഴക്കമുള്ളതാണ്. തൊഴിലാളികൾ തൊണ്ട് വെള്ളത്തിൽ ഇടുന്നു. പിന്നെ അവർ തൊണ്ട് തല്ലുന്നു."
        " നാര് കൈകൊണ്ട് പിരിക്കുന്നു. കയർ പല നാടുകളിലേക്ക് പോകുന്നു."
    )
    passages = (SourcePassage(0, title, ""), SourcePassage(1, text, ""))
    found = writer().short_questions(LessonSource(title, "ml", passages), count=5)
    assert not any(title in each.answer and text[-20:] in each.answer for each in found)
    assert not any(title in each.question for each in found)


def test_a_page_under_one_heading_is_no_answer_either_unless_it_is_short_or_a_list() -> None:
    long = (
        "Lakes hold much water.",
        "The lake Chilika is wide.",
        "Many birds come to the lake.",
        "Boats cross the lake.",
    )

    def answers(*passages: str) -> list[str]:
        items = tuple(SourcePassage(at, text, "Our lakes") for at, text in enumerate(passages))
        asked = writer().short_questions(LessonSource("Our lakes", "en", items), count=3)
        return [each.answer for each in asked if "Our lakes" in each.question]

    assert answers(" ".join(long)) == []
    assert answers(" ".join(long[:3])) == [" ".join(long[:3])]
    assert answers(*long) == [" ".join(long)]
