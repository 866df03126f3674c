"""First start: the language, the person, what this laptop can do. Under a minute."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.domain.languages import LANGUAGES
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.translation import pick
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_WIDTH = 680


class FirstStartPage(Page):
    """Three steps; the route's id is the step, so a change of language draws the same one again."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.step = int(route.id or "1")
        inner = QWidget()
        outer = controls.row(inner, shell.theme, margin=(MARGIN, MARGIN // 2, MARGIN, MARGIN // 2))
        middle = QWidget()
        middle.setMaximumWidth(shell.theme.px(_WIDTH))
        self._column = controls.column(middle, shell.theme, gap=12)
        outer.addStretch(1)
        outer.addWidget(middle, 8)
        outer.addStretch(1)
        controls.column(self.body, shell.theme).addWidget(controls.scroll(inner, self.tr("First start")))
        self.hide_header()
        self._column.addWidget(controls.label(self.tr("Step {n} of 3").format(n=self.step), "small"))
        self._heading = controls.label("", "title", wrap=True)
        self._column.addWidget(self._heading)
        self._column.addSpacing(shell.theme.px(4))
        {1: self._build_language, 2: self._build_person, 3: self._build_machine}[self.step]()
        self._column.addSpacing(shell.theme.px(8))
        buttons = controls.row(None, shell.theme, gap=12)
        if self.step > 1:
            buttons.addWidget(controls.button(self.tr("Back"), action=self.escape))
        buttons.addStretch(1)
        if self.primary is not None:
            buttons.addWidget(self.primary)
        self._column.addLayout(buttons)
        self._column.addStretch(1)

    def set_title(self, text: str) -> None:
        super().set_title(text)
        self._heading.setText(text)

    def escape(self) -> bool:
        if self.step > 1:
            self._go(self.step - 1)
        return True

    def _go(self, step: int) -> None:
        self.shell.navigator.go(Place.FIRST_START, str(step))

    # -- step 1

    def _build_language(self) -> None:
        self.set_title(self.tr("Which language do you read best?"))
        chosen = self.shell.settings.school_language
        if pick(chosen) != self.shell.translation.code:  # the tile that is on is the language she sees
            chosen = self.shell.translation.code
            self.shell.choose(school_language=chosen)
        self.set_primary(self.tr("Next"), lambda: self._go(2))
        grid = QGridLayout()
        grid.setSpacing(self.shell.theme.px(12))
        self.languages = {}
        for at, language in enumerate(LANGUAGES):
            chip = controls.chip(language.native_name, checked=language.code == chosen)
            chip.setAutoExclusive(True)
            chip.setProperty("tile", "true")
            chip.setAccessibleName(f"{language.native_name}, {language.english_name}")
            chip.clicked.connect(lambda _, code=language.code: self._choose_language(code))
            self.languages[language.code] = chip
            grid.addWidget(chip, at // 3, at % 3)
        self.focus_first = self.languages[chosen]
        self._column.addLayout(grid)
        note = self.tr("Lessons can be made in all eleven. The window itself speaks English and हिन्दी for now.")
        self._column.addWidget(controls.label(note, "quiet", wrap=True))

    def _choose_language(self, code: str) -> None:
        self.shell.choose(school_language=code)
        if pick(code) != self.shell.translation.code:
            self.shell.navigator.language_chosen.emit(pick(code))

    # -- step 2

    def _build_person(self) -> None:
        self.set_title(self.tr("Who are you?"))
        self.next = self.set_primary(self.tr("Next"), self._keep_person)
        theme, settings = self.shell.theme, self.shell.settings
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Your name"))
        self.name.setPlaceholderText(self.tr("Your name"))
        self.name.textChanged.connect(self._check_name)
        self.classes: Choices[int] = Choices(
            theme, self.tr("Classes"), [(number, str(number)) for number in range(1, 13)], [], many=True
        )
        subjects = (
            ("science", self.tr("Science")), ("maths", self.tr("Mathematics")), ("social", self.tr("Social science")),
            ("environment", self.tr("Environment")), ("language", self.tr("Languages")),
        )  # fmt: skip
        self.subjects: Choices[str] = Choices(theme, self.tr("Subjects"), subjects, [], many=True)
        self.medium = controls.ComboBox(self.shell.icons, self.tr("Language of the school"))
        for language in LANGUAGES:
            self.medium.addItem(language.native_name, language.code)
        self.medium.setCurrentIndex(self.medium.findData(settings.school_language))
        # side by side, so that nothing has to be scrolled to on a small screen at a large size
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for at, (heading, widget) in enumerate(
            ((self.tr("Your name"), self.name), (self.tr("Language of the school"), self.medium))
        ):
            grid.addWidget(controls.label(heading, "heading"), 0, at)
            grid.addWidget(widget, 1, at)
        self._column.addLayout(grid)
        for heading, choices in (
            (self.tr("Classes you teach"), self.classes),
            (self.tr("Subjects"), self.subjects),
        ):
            part = controls.column(None, theme, gap=6)
            part.addWidget(controls.label(heading, "heading"))
            part.addWidget(choices)
            self._column.addLayout(part)
        note = self.tr("Your name stands under the lessons you approve. It stays on this laptop and in those lessons.")
        self._column.addWidget(controls.label(note, "quiet", wrap=True))
        self.focus_first = self.name
        self._check_name()

    def state(self) -> tuple[str, tuple[int, ...], tuple[str, ...], str] | None:
        if self.step != 2:
            return None
        return self.name.text(), self.classes.chosen, self.subjects.chosen, self.medium.currentData()

    def take_over(self, state: tuple[str, tuple[int, ...], tuple[str, ...], str]) -> None:
        name, classes, subjects, medium = state
        self.name.setText(name)
        self.classes.choose(*classes)
        self.subjects.choose(*subjects)
        self.medium.setCurrentIndex(self.medium.findData(medium))

    def refresh(self) -> None:
        if self.step == 2:
            self.do(self.shell.services.people.current, self._show_known)

    def _show_known(self, person: Person | None) -> None:
        """Who comes back to this step finds what she said, unless she types already."""
        if person is None or self.name.text():
            return
        self.name.setText(person.name)
        self.classes.choose(*person.classes)
        self.subjects.choose(*person.subjects)
        self.medium.setCurrentIndex(self.medium.findData(person.language))

    def _check_name(self) -> None:
        self.next.setEnabled(bool(self.name.text().strip()))

    def _keep_person(self) -> None:
        people, name, language = self.shell.services.people, self.name.text(), str(self.medium.currentData())
        classes, subjects = self.classes.chosen, self.subjects.chosen
        options = self.shell.settings.lesson_options
        if classes:
            options = replace(options, school_class=classes[0])
        self.shell.choose(school_language=language, lesson_options=options)
        self.next.setEnabled(False)

        def keep() -> Person:
            # coming back to this step corrects the person instead of adding another
            known = people.current()
            person = known or people.add(name, language, classes)
            person = replace(person, name=name.strip(), language=language, classes=classes, subjects=subjects)
            people.update(person)
            return person

        self.do(keep, lambda _: self._go(3))

    # -- step 3

    def _build_machine(self) -> None:
        self.set_title(self.tr("What this laptop can do"))
        self.start = self.set_primary(self.tr("Start"), lambda: self.shell.navigator.go(Place.HOME))
        self.focus_first = self.start
        card, rows = controls.card(self.shell.theme, margin=24, gap=12)
        rows.addWidget(controls.label(self.tr("Works now, without the internet and without any model"), "heading"))
        for words in (
            self.tr("Reads photos, scans, PDFs and Word files in eleven languages"),
            self.tr("Writes easier text, key words, questions and a lesson plan by rules, and changes no fact"),
            self.tr("Reads lessons aloud"),
            self.tr("Saves lessons to a stick for phones and other computers"),
        ):
            line = controls.row(None, self.shell.theme, gap=12)
            line.addWidget(controls.icon_label(self.shell.icons, "good", "good"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(controls.label(words, wrap=True), 1)
            rows.addLayout(line)
        self._column.addWidget(card)
        later = self.tr("AI models for easier text and translation can be added later from a stick or the internet.")
        self._column.addWidget(controls.label(later, "quiet", wrap=True))
