"""Folder names are ASCII, short, and fit every file system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import new_id
from app.domain.languages import codes
from app.domain.slugs import MAX_LENGTH, is_slug, make_slug

TITLES = {
    "en": ("The Water Cycle", "the-water-cycle"),
    "hi": ("जल चक्र और हमारा जीवन", "jal-chakr-aur-hamara-jivan"),
    "mr": ("पाण्याचे चक्र", "panyache-chakr"),
    "ta": ("நீர் சுழற்சி", "nir-chularchi"),
    "te": ("నీటి చక్రం", "niti-chakran"),
    "bn": ("জলচক্র", "jalachakr"),
    "gu": ("જળ ચક્ર", "jal-chakr"),
    "kn": ("ನೀರಿನ ಚಕ್ರ", "nirina-chakra"),
    "ml": ("ജലചക്രം", "jalachakran"),
    "pa": ("ਪਾਣੀ ਦਾ ਚੱਕਰ", "pani-da-chakar"),
    "or": ("ଜଳ ଚକ୍ର", "jala-chakra"),
}


@pytest.mark.parametrize("language", codes())
def test_a_teacher_recognises_the_title(language: str) -> None:
    title, expected = TITLES[language]
    assert (
        make_slug(title, language=language, school_class=6, lesson_id="0199-9f03a1")
        == f"C06-{language}-{expected}-9f03a1"
    )


@given(st.text(), st.sampled_from(codes()), st.integers(1, 12))
def test_any_title_gives_a_name_that_fits(title: str, language: str, school_class: int) -> None:
    slug = make_slug(title, language=language, school_class=school_class, lesson_id=new_id())
    assert is_slug(slug)
    assert slug.isascii()
    assert len(slug) <= MAX_LENGTH


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "C06-hi",
        "C06-hi-../x",
        "C06-hi-a/b",
        "C06-hi-a\n",
        "C06-hi-A",
        "CON",
        "C06-hi-" + "a" * 60,
        "C06-hi-a.",
    ],
)
def test_other_names_are_not_slugs(name: str) -> None:
    assert not is_slug(name)
