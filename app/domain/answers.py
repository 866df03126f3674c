"""Answers from a library: sentences with the numbered passages that they come from."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.documents import Box


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page that may answer a question.

    Attributes:
        number: What an answer calls it, from 1.
        document_id: The document.
        title: Title of the document.
        language: ISO 639-1 code of the document's language; "en" where it could not be told.
        page_id: The page.
        page: Its number in the document, from 1.
        heading: The headings it stands under; empty where none is known.
        text: What it says.
        boxes: Where its lines stand on the page picture; empty without a picture.
        share: How far it answers to the words of the question, from 0 to 1.
    """

    number: int
    document_id: str
    title: str
    language: str
    page_id: str
    page: int
    heading: str
    text: str
    boxes: tuple[Box, ...]
    share: float


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer.

    Attributes:
        text: What it says.
        sources: Numbers of the passages it comes from; never empty.
        supported: Whether these passages say it; a copied sentence always is.
    """

    text: str
    sources: tuple[int, ...]
    supported: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says to a question.

    Attributes:
        question: As it was asked.
        sentences: In the order they are read; empty when the library does not say.
        passages: What was looked at, best first; numbered as the sentences name them.
        confidence: Share of the best passage, from 0 to 1.
        engine: Who put the sentences together.
    """

    question: str
    sentences: tuple[AnswerSentence, ...]
    passages: tuple[Passage, ...]
    confidence: float
    engine: str

    @property
    def refused(self) -> bool:
        """Whether the answer is "not in your material"."""
        return not self.sentences
