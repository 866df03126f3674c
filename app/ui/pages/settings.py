"""Settings: who I am, language, colours, size, voice, models, where the data is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSlider, QWidget

from app import __version__
from app.domain.languages import LANGUAGES, by_code
from app.ui.pages.base import MARGIN, Page
from app.ui.theme import ZOOM_STEPS, Look
from app.ui.translation import INTERFACE_LANGUAGES
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices
from app.ui.widgets.data_folder import DataFolder
from app.ui.widgets.inline_text import SAVE_AFTER_MS
from app.ui.widgets.model_settings import ModelSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.people import Person
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_WIDTH = 760


class SettingsPage(Page):
    """Cards under each other; every change is kept at once."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Settings"))
        self._person: Person | None = None
        inner = QWidget()
        outer = controls.row(inner, shell.theme, margin=(MARGIN, 4, MARGIN, MARGIN))
        middle = QWidget()
        middle.setMaximumWidth(shell.theme.px(_WIDTH))
        self._column = controls.column(middle, shell.theme, gap=16)
        outer.addStretch(1)
        outer.addWidget(middle, 8)
        outer.addStretch(1)
        controls.column(self.body, shell.theme).addWidget(controls.scroll(inner, self.tr("Settings")))
        self._save_person_soon = QTimer(self)
        self._save_person_soon.setObjectName("person")
        self._save_person_soon.setSingleShot(True)
        self._save_person_soon.setInterval(SAVE_AFTER_MS)
        self._save_person_soon.timeout.connect(self._save_person)
        self._build_window()
        self._build_person()
        self._build_voice()
        self.models = ModelSettings(shell)
        self._card(self.tr("Models")).addWidget(self.models)
        self._build_data()
        self._column.addStretch(1)
        self.focus_first = self.language.chips[shell.translation.code]

    def _card(self, heading: str) -> QBoxLayout:
        frame, rows = controls.card(self.shell.theme, margin=20, gap=8)
        rows.addWidget(controls.label(heading, "heading"))
        self._column.addWidget(frame)
        return rows

    # -- the window

    def _build_window(self) -> None:
        theme = self.shell.theme
        rows = self._card(self.tr("The window"))
        names = [(code, by_code(code).native_name) for code in INTERFACE_LANGUAGES]
        self.language: Choices[str] = Choices(
            theme, self.tr("Language of the window"), names, [self.shell.translation.code]
        )
        self.language.changed.connect(
            lambda: self.shell.navigator.language_chosen.emit(self.language.one or self.shell.translation.code)
        )
        looks = (
            (Look.SYSTEM, self.tr("As the system")),
            (Look.LIGHT, self.tr("Light")),
            (Look.DARK, self.tr("Dark")),
            (Look.HIGH_CONTRAST, self.tr("High contrast")),
        )
        self.look: Choices[Look] = Choices(theme, self.tr("Colours"), looks, [theme.look])
        self.look.changed.connect(lambda: self.shell.navigator.look_chosen.emit((self.look.one or Look.SYSTEM).value))
        steps = [(step, f"{step} %") for step in ZOOM_STEPS]
        self.zoom: Choices[int] = Choices(theme, self.tr("Size"), steps, [theme.zoom])
        self.zoom.changed.connect(lambda: self.shell.navigator.zoom_chosen.emit(self.zoom.one or 100))
        for name, widget in (
            (self.tr("Language"), self.language),
            (self.tr("Colours"), self.look),
            (self.tr("Size (Ctrl + and Ctrl −)"), self.zoom),
        ):
            rows.addWidget(controls.label(name, "quiet"))
            rows.addWidget(widget)

    # -- the person

    def _build_person(self) -> None:
        rows = self._card(self.tr("Who I am"))
        who = controls.row(None, self.shell.theme, gap=12)
        self.people = controls.ComboBox(self.shell.icons, self.tr("Who works here now"))
        self.people.setMinimumWidth(self.shell.theme.px(280))
        self.people.setMaximumWidth(self.shell.theme.px(420))
        self.people.activated.connect(lambda _: self._use_person(str(self.people.currentData())))
        self.another = controls.button(
            self.tr("Somebody else"), icons=self.shell.icons, icon="add", action=self._ask_for_person
        )
        who.addWidget(self.people)
        who.addWidget(self.another)
        who.addStretch(1)
        rows.addWidget(controls.label(self.tr("Who works here now"), "quiet"))
        rows.addLayout(who)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Your name"))
        self.name.textEdited.connect(lambda _: self._save_person_soon.start())
        numbers = [(number, str(number)) for number in range(1, 13)]
        self.classes: Choices[int] = Choices(self.shell.theme, self.tr("Classes"), numbers, [], many=True)
        self.classes.changed.connect(self._save_person)
        self.school = controls.ComboBox(self.shell.icons, self.tr("Language of the school"))
        for language in LANGUAGES:
            self.school.addItem(language.native_name, language.code)
        self.school.setMaximumWidth(self.shell.theme.px(280))
        self.school.activated.connect(lambda _: self._save_person())
        for name, widget in (
            (self.tr("Your name"), self.name),
            (self.tr("Classes you teach"), self.classes),
            (self.tr("Language of the school"), self.school),
        ):
            rows.addWidget(controls.label(name, "quiet"))
            rows.addWidget(widget)

    def refresh(self) -> None:
        people = self.shell.services.people
        self._in_turn(lambda: (people.current(), people.all()), lambda found: self._show_people(*found))

    def leave(self) -> None:
        if self._save_person_soon.isActive():
            self._save_person_soon.stop()
            self._save_person()

    def _in_turn(self, action: Callable[[], Any], done: Callable[[Any], Any] | None = None) -> None:
        """What was typed about one person is kept before another one is shown."""
        self.shell.tasks.run(self, action, done, lane="people")

    def _show_people(self, person: Person | None, everybody: tuple[Person, ...]) -> None:
        self.people.clear()
        for one in everybody:
            self.people.addItem(one.name, one.id)
        if person is not None:
            self.people.setCurrentIndex(self.people.findData(person.id))
        self._show_person(person)

    def _use_person(self, person_id: str) -> None:
        if self._person is not None and person_id == self._person.id:
            return
        self.leave()
        people = self.shell.services.people

        def use() -> Person | None:
            people.use(person_id)
            return people.current()

        self._in_turn(use, self._welcome)

    def _ask_for_person(self) -> None:
        from app.ui.dialogs.new_person import NewPersonDialog

        dialog = NewPersonDialog(self.shell.theme, self.window())
        dialog.given.connect(self._add_person)
        dialog.open()

    def _add_person(self, name: str) -> None:
        """Add somebody with this school's language and classes; who is known already is only chosen."""
        self.leave()
        people, language, classes = self.shell.services.people, str(self.school.currentData()), self.classes.chosen

        def add() -> Person | None:
            known = next((one for one in people.all() if one.name.casefold() == name.casefold()), None)
            if known is None:
                return people.add(name, language, classes)
            people.use(known.id)
            return known

        self._in_turn(add, self._welcome)

    def _welcome(self, person: Person | None) -> None:
        if person is None:
            return
        options = self.shell.settings.lesson_options
        if person.classes:
            options = replace(options, school_class=person.classes[0])
        self.shell.choose(school_language=person.language, lesson_options=options)
        self.refresh()

    def _show_person(self, person: Person | None) -> None:
        self._person = person
        for widget in (self.name, self.classes, self.school):
            widget.setEnabled(person is not None)
        if person is not None:
            self.name.setText(person.name)
            self.classes.choose(*person.classes)
            self.school.setCurrentIndex(self.school.findData(person.language))

    def _save_person(self) -> None:
        name = self.name.text().strip()
        if self._person is None or not name:
            return
        language = str(self.school.currentData())
        person = replace(self._person, name=name, classes=self.classes.chosen, language=language)
        self._person = person
        self.shell.choose(school_language=language)
        self.people.setItemText(self.people.findData(person.id), name)
        self._in_turn(lambda: self.shell.services.people.update(person))

    # -- the voice

    def _build_voice(self) -> None:
        rows = self._card(self.tr("The voice"))
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed.setRange(10, 30)  # twentieths: 0.5 to 1.5
        self.speed.setValue(round(self.shell.settings.speech_speed * 20))
        self.speed.setAccessibleName(self.tr("Speed of the voice"))
        self._speed_words = controls.label("")
        self.speed.valueChanged.connect(self._on_speed)
        self.speed.sliderReleased.connect(self._keep_speed)
        line = controls.row(None, self.shell.theme, gap=16)
        line.addWidget(controls.label(self.tr("Slow")))
        line.addWidget(self.speed, 1)
        line.addWidget(controls.label(self.tr("Fast")))
        line.addWidget(self._speed_words)
        rows.addWidget(controls.label(self.tr("Speed"), "quiet"))
        rows.addLayout(line)
        self._on_speed(self.speed.value())
        self.online = controls.CheckRow(
            self.shell.icons, self.tr("Use voices from the internet"), checked=self.shell.settings.online_voices
        )
        self.online.toggled.connect(lambda on: self.shell.choose(online_voices=on))
        rows.addWidget(self.online)
        words = self.tr(
            "They sound better and need a network. Every sentence that is read aloud then leaves this laptop and is"
            " sent to Microsoft. Without a network the voices on this laptop read."
        )
        rows.addWidget(controls.label(words, "small", wrap=True))

    def _on_speed(self, value: int) -> None:
        self._speed_words.setText(f"{value / 20:.2f} ×")
        if not self.speed.isSliderDown():
            self._keep_speed()

    def _keep_speed(self) -> None:
        speed = self.speed.value() / 20
        if abs(speed - self.shell.settings.speech_speed) > 0.001:
            self.shell.choose(speech_speed=speed)

    # -- the data

    def _build_data(self) -> None:
        rows = self._card(self.tr("Your data"))
        self.data = DataFolder(self.shell)
        rows.addWidget(self.data)
        about = self.tr("ShikshaSetu {version}. Free software under the GPL, version 3 or later.")
        rows.addWidget(controls.label(about.format(version=__version__), "small", wrap=True))
