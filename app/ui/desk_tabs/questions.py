"""Questions with options, questions to answer in a sentence, and their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QPushButton, QRadioButton, QWidget

from app.ui import wording
from app.ui.desk_tabs.base import DeskTab
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.domain.lessons import ChoiceQuestion, LessonContent, ShortQuestion


class QuestionsTab(DeskTab):
    """A card for each question."""

    def show_content(self, content: LessonContent) -> None:
        controls.clear(self.column)
        self._language = content.language
        self._choice = list(content.choice_questions)
        self._short = list(content.short_questions)
        self.answers: list[QButtonGroup] = []
        self.removers: list[QPushButton] = []
        self._frames: list[tuple[QWidget, QPushButton]] = []
        if not self._choice and not self._short:
            self.column.addWidget(controls.label(self.tr("No questions. The page may be too short for them."), "quiet"))
        if few := wording.remarks(content).get("few_questions"):
            self.column.addWidget(controls.label(few, "quiet", wrap=True))
        for at, question in enumerate(self._choice):
            self._add_choice(at, question)
        for at, short in enumerate(self._short):
            self._add_short(at, short)
        self._order()
        self.column.addStretch(1)

    def _card(self, number: int, evidence: str, remove: Any) -> tuple[QBoxLayout, QBoxLayout]:  # noqa: ANN401
        frame, rows = controls.card(self.shell.theme, margin=16, gap=4)
        top = controls.row(None, self.shell.theme, gap=8)
        label = controls.label(f"{number}.", "heading")
        label.setContentsMargins(0, self.shell.theme.px(9), 0, 0)
        top.addWidget(label, 0, controls.TOP)
        rows.addLayout(top)
        body = controls.column(None, self.shell.theme, gap=2)
        rows.addLayout(body)
        bottom = controls.row(None, self.shell.theme, gap=8)
        quote = self.tr("On the page: {text}").format(text=evidence)
        bottom.addWidget(controls.label(quote, "small", wrap=True), 1)
        button = controls.button(self.tr("Remove"), "small", action=remove)
        button.setAccessibleDescription(self.tr("Question {n}").format(n=number))
        self.removers.append(button)
        bottom.addWidget(button)
        rows.addLayout(bottom)
        self.column.addWidget(frame)
        self._frames.append((frame, button))
        return top, body

    def _order(self) -> None:
        """Tab goes through a question before it comes to the button that removes it."""
        for frame, button in self._frames:
            inside = [one for one in frame.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
            last = [one for one in inside if one is not button][-1]
            QWidget.setTabOrder(last, button)

    def _add_choice(self, at: int, question: ChoiceQuestion) -> None:
        number = at + 1
        top, body = self._card(number, question.evidence, lambda: self._remove("choice_questions", at))
        words = self.text(question.question, self.tr("Question {n}").format(n=number), self._language)
        words.edited.connect(lambda text: self._set_choice(at, question=text))
        top.addWidget(words, 1)
        group = QButtonGroup(self)
        self.answers.append(group)
        for place, option in enumerate(question.options):
            line = controls.row(None, self.shell.theme, gap=8)
            right = QRadioButton(self.tr("right") if place == question.answer else "")
            right.setChecked(place == question.answer)
            right.setAccessibleName(self.tr("Option {n} is right: {text}").format(n=place + 1, text=option))
            right.setMinimumWidth(self.shell.theme.px(76))
            right.clicked.connect(lambda _, place=place: self._set_answer(at, place))
            group.addButton(right, place)
            editor = self.text(option, self.tr("Option {n}").format(n=place + 1), self._language)
            editor.edited.connect(lambda text, place=place: self._set_option(at, place, text))
            line.addWidget(right, 0, controls.TOP)
            line.addWidget(editor, 1)
            body.addLayout(line)

    def _add_short(self, at: int, question: ShortQuestion) -> None:
        number = len(self._choice) + at + 1
        top, body = self._card(number, question.evidence, lambda: self._remove("short_questions", at))
        words = self.text(question.question, self.tr("Question {n}").format(n=number), self._language)
        words.edited.connect(lambda text: self._set_short(at, question=text))
        top.addWidget(words, 1)
        line = controls.row(None, self.shell.theme, gap=8)
        label = controls.label(self.tr("Answer"), "quiet")
        label.setContentsMargins(0, self.shell.theme.px(9), 0, 0)
        label.setMinimumWidth(self.shell.theme.px(76))
        editor = self.text(question.answer, self.tr("Answer to question {n}").format(n=number), self._language)
        editor.edited.connect(lambda text: self._set_short(at, answer=text))
        line.addWidget(label, 0, controls.TOP)
        line.addWidget(editor, 1)
        body.addLayout(line)

    def _set_choice(self, at: int, **values: Any) -> None:  # noqa: ANN401
        self._choice[at] = replace(self._choice[at], **values)
        self._tell()

    def _set_option(self, at: int, place: int, text: str) -> None:
        options = list(self._choice[at].options)
        options[place] = text
        self._set_choice(at, options=tuple(options))

    def _set_answer(self, at: int, place: int) -> None:
        for button in self.answers[at].buttons():
            button.setText(self.tr("right") if self.answers[at].id(button) == place else "")
        self._set_choice(at, answer=place)

    def _set_short(self, at: int, **values: Any) -> None:  # noqa: ANN401
        self._short[at] = replace(self._short[at], **values)
        self._tell()

    def _remove(self, field: str, at: int) -> None:
        self.flush()
        gone = (self._choice if field == "choice_questions" else self._short).pop(at)
        self._tell()

        def put_back(content: LessonContent) -> LessonContent:
            there = list(getattr(content, field))
            there.insert(at, gone)
            values: dict[str, Any] = {field: tuple(there)}
            return replace(content, **values)

        self.removed.emit(self.tr("The question was removed."), put_back)

    def _tell(self) -> None:
        choice, short = tuple(self._choice), tuple(self._short)
        self.changed.emit(lambda content: replace(content, choice_questions=choice, short_questions=short))
