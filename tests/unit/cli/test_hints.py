"""Words of the command line stay in the command line."""

from __future__ import annotations

import re

from app.cli import hints
from app.domain.errors import DecisionNeeded, UserFacingError
from app.domain.messages import MESSAGES


def test_the_command_line_adds_the_command_that_helps() -> None:
    error = DecisionNeeded("review.needs_person", amber=1, red=0, id="42")
    assert hints.sentence(error).endswith("It is kept. Look at it with: shikshasetu review show 42")
    assert hints.sentence(UserFacingError("data.disk_full")) == MESSAGES["data.disk_full"]


def test_every_hint_belongs_to_a_sentence_and_uses_only_its_placeholders() -> None:
    for key, hint in hints._HINTS.items():
        assert key in MESSAGES
        assert set(re.findall(r"{(\w+)}", hint)) <= {"id"}


def test_no_sentence_of_the_window_names_an_option_a_command_or_a_program_file() -> None:
    for key, sentence in MESSAGES.items():
        assert not re.search(r"--[a-z]|\bshikshasetu [a-z]|\.py\b", sentence), key
