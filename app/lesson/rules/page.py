"""The sentences of a lesson's source, ready to ask about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain import languages, sentences
from app.lesson.rules.definitions import Definition
from app.lesson.rules.tokens import tokens

if TYPE_CHECKING:
    from app.inference.protocols import LessonSource
    from app.lesson.rules.definitions import DefinitionFinder

_MOST_SENTENCES = 2_000  # enough for a long chapter; what follows is not asked about


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tells a task for the children from a statement.

    Attributes:
        starts: First words of a task.
        ends: Endings of the last word of a task.
        exceptions: Words with such an ending that end a statement.
    """

    starts: frozenset[str] = frozenset()
    ends: tuple[str, ...] = ()
    exceptions: frozenset[str] = frozenset()

    def holds(self, sentence: str) -> bool:
        """Whether the sentence is a task."""
        cores = [token.core for token in tokens(sentence) if token.core]
        if not cores:
            return False
        last = cores[-1]
        ends = bool(self.ends) and last.endswith(self.ends) and last not in self.exceptions
        return ends or cores[0] in self.starts


@dataclass(frozen=True, slots=True)
class PageSentence:
    """A sentence of the page.

    Attributes:
        text: The sentence.
        passage: Index of its passage in the lesson.
        heading: The heading it stands under.
        alone: Whether it can be understood without the sentence before it.
        context: The sentence before it, where that one can be understood alone; else empty.
        tells: Whether it tells something; a task for the children ("Write ...") does not.
        definition: What it defines, if anything.
    """

    text: str
    passage: int
    heading: str
    alone: bool
    context: str
    tells: bool
    definition: Definition | None


def read_page(source: LessonSource, definitions: DefinitionFinder, tasks: Tasks) -> tuple[PageSentence, ...]:
    """The sentences of the page in order, each text once.

    Args:
        source: The page.
        definitions: Finds what sentences define.
        tasks: Tells tasks from statements.
    """
    found: dict[str, PageSentence] = {}
    for passage in source.passages:
        previous = lead = ""
        for text in sentences.split(passage.text, source.language):
            if len(found) >= _MOST_SENTENCES:
                return tuple(found.values())
            if text not in found and _in_script(text, source.language):
                definition = definitions.find(text, lead)
                alone = not definitions.context.leans_on_context(text)
                context = previous if previous in found and found[previous].alone else ""
                found[text] = PageSentence(
                    text, passage.index, passage.heading, alone, context, not tasks.holds(text), definition
                )
            previous, lead = text, definitions.lead(lead, text)
    return tuple(found.values())


def _in_script(text: str, language: str) -> bool:
    """Whether most letters are of the language's own script: a line in another one is not asked about."""
    first, last = languages.by_code(language).block
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(first <= ord(letter) <= last for letter in letters) >= len(letters) > 0
