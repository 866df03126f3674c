from __future__ import annotations

import pytest

from app.lesson.rules import phrasebook
from app.lesson.rules.english_splitter import EnglishSplitter
from tests.lesson_pages import resources

SPLITTER = EnglishSplitter(phrasebook.load(resources() / "lesson" / "en.toml"))


def split(sentence: str, *, thorough: bool = True) -> tuple[str, ...]:
    return SPLITTER.split(sentence, most_words=7, thorough=thorough)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("India became free in 1947, and the Constitution came into force in 1950.", 2),
        ("The roots absorb water from the soil, and the leaves make food.", 2),
        ("Her father is a driver and her mother is a nurse.", 2),
        ("He knew no rest and the work was hard, but he went on.", 2),
        ("About 21% of the air around us is oxygen, but plants do not use most of it.", 2),
        ("About 71 % of the surface of the Earth is covered with water, but only 3 % of this water is fresh.", 2),
        ("Farmers paid about one-sixth of their produce as tax, but traders paid in coins.", 2),
        ("The plants grow in soil that does not contain nitrogen, so they trap insects.", 2),
        ("Ashoka felt great sorrow because so many innocent people had died.", 2),
    ],
)
def test_clauses_joined_by_and_or_but(sentence: str, parts: int) -> None:
    assert len(split(sentence, thorough=False)) == parts


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Metals are good conductors because they contain free electrons.",
            ("Metals are good conductors.", "This is because they contain free electrons."),
        ),
        (
            "The king lost the war because his army was small.",
            ("The king lost the war.", "This was because his army was small."),
        ),
        (
            "Although the desert is hot in the day, it gets cold at night.",
            ("The desert is hot in the day.", "But it gets cold at night."),
        ),
        (
            "The heart, which pumps blood, is a strong muscle.",
            ("The heart is a strong muscle.", "The heart pumps blood."),
        ),
        (
            "Ashoka, who was the grandson of Chandragupta, became king in 268 BCE.",
            ("Ashoka became king in 268 BCE.", "Ashoka was the grandson of Chandragupta."),
        ),
        ("The sun rises in the east; it sets in the west.", ("The sun rises in the east.", "It sets in the west.")),
        (
            "When water is heated, it becomes vapour, but the salt stays in the pot.",
            ("When water is heated, it becomes vapour.", "But the salt stays in the pot."),
        ),
    ],
)
def test_the_link_between_the_clauses_survives(sentence: str, parts: tuple[str, ...]) -> None:
    assert split(sentence, thorough=False) == parts


def test_the_subject_is_said_again_only_when_thorough() -> None:
    sentence = "Plants take in carbon dioxide and give out oxygen."
    assert split(sentence, thorough=False) == (sentence,)
    assert split(sentence) == ("Plants take in carbon dioxide.", "Plants give out oxygen.")


def test_and_is_kept_where_asked() -> None:
    sentence = "The soil is moist today, and the seeds are in the ground."
    assert SPLITTER.split(sentence, most_words=7, thorough=False, keep_and=True)[1].startswith("And the seeds")


@pytest.mark.parametrize(
    "sentence",
    [
        "Farmers know that rain and the sun are needed for the crops.",
        "The distance between the sun and the earth is very large.",
        "He said that the earth is round, but it is flat at the poles.",
        "Plants do not grow well in the dark because they need light.",  # what does "not" belong to?
        "Rice, wheat, and the millets are grown in many parts of India.",
        "Plants need to make food and give out oxygen in the day.",
        "If it rains today, we stay at home, and the match is cancelled.",
        "A farmer took the seeds to the field and sowed them there.",  # "a farmer" twice would be two farmers
        "Is the soil moist, and are the seeds in the ground now?",
        "“The soil is moist, and the seeds are in the ground,” she said.",
        "Remember: the soil is moist, and the seeds are in the ground.",
        "The tank (it is old, and it leaks a lot) stands near the school.",
        "The animals which live in water and breathe through gills are fishes.",
        "Cows, goats, and sheep are useful animals on every farm.",
        "The formula of water is simple and that of common salt is not.",
        "He said that the soil was dry, so they went to the river.",
        "The roots do not take in sunlight, but water and minerals from the soil.",
        "The water is not hot, but always a little warm in the sun.",
        "The prince told them his worries were old, but that he could not stop reading.",
        "Not only the roots but the leaves are useful to the plant.",
    ],
)
def test_a_sentence_is_left_whole_rather_than_broken(sentence: str) -> None:
    assert split(sentence) == (sentence,)


def test_the_reason_is_told_from_the_statement() -> None:
    told = SPLITTER.statement_with_reason("Stomata are on the lower side because it loses less water.")
    assert told == "Stomata are on the lower side."
    assert SPLITTER.statement_with_reason("This is mainly because it loses less water.") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Rickets comes from a lack of vitamin D. Because their bones become soft, children cannot walk.",
        "Children with rickets need a good deal of vitamin D Because their bones become soft and bent.",
        "Water has the two gases H and O. Oxygen is a gas, and it helps things to burn.",
        "Although he lacked vitamin D. When he was ill, he went to the school on foot.",
    ],
)
def test_a_second_sentence_behind_a_letter_is_never_joined_to_the_first(sentence: str) -> None:
    assert split(sentence) == (sentence,)
    assert SPLITTER.statement_with_reason(sentence) is None


def test_initials_and_titles_hide_no_stop() -> None:
    sentence = "The prize went to C. V. Raman and Dr. Rao because they had worked with light for many years."
    assert len(split(sentence)) == 2
