"""Make: one card, good defaults, and who will make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSpinBox, QWidget

from app.domain.languages import LANGUAGES
from app.domain.lessons import LessonOptions, Level
from app.ui import wording
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.widgets import controls
from app.ui.widgets.choices import Choices

if TYPE_CHECKING:
    from app.domain.documents import Document
    from app.domain.jobs import Job
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_WIDTH = 760


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is chosen on the card."""

    classes: tuple[int, ...]
    levels: tuple[Level, ...]
    language: str | None
    parts: tuple[str, ...]
    counts: dict[str, int]
    more: bool


class MakePage(Page):
    """Class, reading level, language, what to include."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Make a lesson"))
        self.make = self.set_primary(self.tr("Make lesson"), self._make)
        self.make.setEnabled(False)
        self.focus_first = self.make
        self._options = shell.settings.lesson_options
        self._document: Document | None = None
        self._language: str | None = None
        inner = QWidget()
        layout = controls.row(inner, shell.theme, margin=(MARGIN, 4, MARGIN, MARGIN))
        self._card, self._rows = controls.card(shell.theme, margin=24, gap=6)
        self._card.setMaximumWidth(shell.theme.px(_WIDTH))
        layout.addStretch(1)
        layout.addWidget(self._card, 8, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)
        controls.column(self.body, shell.theme).addWidget(controls.scroll(inner, self.tr("Make a lesson")))
        self._fill()
        shell.jobs.changed.connect(self._show_progress)
        shell.jobs.ended.connect(self._on_job_ended)

    # -- building

    def _fill(self) -> None:
        options, theme = self._options, self.shell.theme
        classes = [(number, str(number)) for number in range(1, 13)]
        self.classes: Choices[int] = Choices(theme, self.tr("Class"), classes, [options.school_class])
        levels = [(level, wording.level_name(level)) for level in Level]
        self.level: Choices[Level] = Choices(theme, self.tr("Reading level"), levels, [options.level])
        self.languages: Choices[str] = Choices(theme, self.tr("Language"), [], [])
        parts = (
            ("words", self.tr("Key words")),
            ("questions", self.tr("Questions and worksheet")),
            ("plan", self.tr("Lesson plan")),
            ("audio", self.tr("Audio")),
        )
        on = {
            "words": options.key_word_count > 0,
            "questions": options.choice_count + options.short_count > 0,
            "plan": options.with_plan,
            "audio": options.with_audio,
        }
        chosen = [name for name, _ in parts if on[name]]
        self.parts: Choices[str] = Choices(theme, self.tr("What to include"), parts, chosen, many=True)
        self._language_slot = controls.column(None, theme)
        self._language_slot.addWidget(self.languages)
        self._rows.addWidget(controls.label(self.tr("Class"), "heading"))
        self._rows.addWidget(self.classes)
        self._heading(self.tr("Reading level"))
        self._rows.addWidget(self.level)
        self._heading(self.tr("Language"))
        self._rows.addLayout(self._language_slot)
        self._heading(self.tr("What to include"))
        self._rows.addWidget(self.parts)
        self._rows.addSpacing(theme.px(8))
        self.more = controls.button(
            self.tr("More options"), "link", icons=self.shell.icons, icon="down", action=self._toggle_more
        )
        self._rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more = self._build_more()
        self._rows.addWidget(self._more)
        self._rows.addWidget(controls.separator())
        self._engine = controls.label(
            self.tr("Made with rules on this laptop – no AI model installed"), "quiet", wrap=True
        )
        self._rows.addWidget(self._engine)

    def _heading(self, text: str) -> None:
        self._rows.addSpacing(self.shell.theme.px(8))
        self._rows.addWidget(controls.label(text, "heading"))

    def _build_more(self) -> QFrame:
        frame = QFrame()
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, self.shell.theme.px(8))
        grid.setHorizontalSpacing(self.shell.theme.px(16))
        options = self._options
        self.counts: dict[str, QSpinBox] = {}
        for line, (name, text, value) in enumerate(
            (
                ("key_word_count", self.tr("Key words"), options.key_word_count or 8),
                ("choice_count", self.tr("Questions with options"), options.choice_count or 5),
                ("short_count", self.tr("Questions to answer in a sentence"), options.short_count or 3),
            )
        ):
            box = QSpinBox()
            box.setRange(1, 20)
            box.setValue(value)
            box.setAccessibleName(text)
            label = controls.label(text)
            label.setBuddy(box)
            grid.addWidget(label, line, 0)
            less, more = self.tr("Fewer: {what}").format(what=text), self.tr("More: {what}").format(what=text)
            grid.addLayout(controls.stepper(self.shell.theme, self.shell.icons, box, less, more), line, 1)
            self.counts[name] = box
        grid.setColumnStretch(2, 1)
        frame.hide()
        return frame

    # -- showing

    def refresh(self) -> None:
        self.do(self._look, lambda found: self._show_document(*found))
        self._show_progress()

    def state(self) -> _Chosen:
        counts = {name: box.value() for name, box in self.counts.items()}
        more = not self._more.isHidden()
        return _Chosen(self.classes.chosen, self.level.chosen, self.languages.one, self.parts.chosen, counts, more)

    def take_over(self, state: _Chosen) -> None:
        self.classes.choose(*state.classes)
        self.level.choose(*state.levels)
        self.parts.choose(*state.parts)
        self._language = state.language
        for name, value in state.counts.items():
            self.counts[name].setValue(value)
        if state.more:
            self._toggle_more()

    def _look(self) -> tuple[Document, tuple[str, ...]]:
        """Blocking: the document, and the languages in which a lesson can be made from it."""
        document = self.shell.services.library.document(self.route.id)
        return document, self.shell.services.lessons.languages(document.id)

    def _show_document(self, document: Document, languages: tuple[str, ...]) -> None:
        self._document = document
        pages = self.tr("%n page(s)", "", document.page_count)
        check = self.fact(
            f"{document.title} · {pages}",
            self.tr("Check the page"),
            lambda: self.shell.navigator.go(Place.SOURCE_CHECK, document.id),
        )
        self.set_chips([check])
        controls.clear(self._language_slot)
        own = document.language
        known = [(one, wording.language_name(one)) for one in languages]
        known = known or [(one.code, one.native_name) for one in LANGUAGES]
        chosen = [self._language or own or self.shell.settings.school_language]
        self.languages = Choices(self.shell.theme, self.tr("Language"), known, chosen)
        self._language_slot.addWidget(self.languages)
        if own:
            note = self.tr("The page's own language. Translation comes with a model.")
            if len(languages) > 1:
                note = self.tr("The page's own language, or one that an installed model translates into.")
            self._language_slot.addWidget(controls.label(note, "small", wrap=True))
        self._show_progress()
        self.claim_focus()

    def _toggle_more(self) -> None:
        self._more.setVisible(self._more.isHidden())
        controls.tint(self.more, self.shell.icons, "down" if self._more.isHidden() else "up", "accent")

    # -- making

    def options(self) -> LessonOptions:
        """What the card asks for."""
        parts = set(self.parts.chosen)
        counts = {name: box.value() for name, box in self.counts.items()}
        questions = "questions" in parts
        language = self.languages.one
        own = self._document.language if self._document is not None else None
        return replace(
            self._options,
            school_class=self.classes.one or self._options.school_class,
            level=self.level.one or self._options.level,
            language=None if language == own else language,
            key_word_count=counts["key_word_count"] if "words" in parts else 0,
            choice_count=counts["choice_count"] if questions else 0,
            short_count=counts["short_count"] if questions else 0,
            with_plan="plan" in parts,
            with_audio="audio" in parts,
        )

    def _make(self) -> None:
        options = self.options()
        self.shell.choose(lesson_options=replace(options, language=None))
        self.make.setEnabled(False)
        self.shell.jobs.make(self.route.id, options)

    def _running(self) -> bool:
        return any(
            job.kind == "make" and job.params.get("document_id") == self.route.id for job in self.shell.jobs.running
        )

    def _show_progress(self) -> None:
        running = self._running()
        self.make.setEnabled(self._document is not None and not running)
        self.rename_primary(self.tr("Making the lesson") if running else self.tr("Make lesson"))

    def _on_job_ended(self, job: Job) -> None:
        if job.kind == "make":
            self._show_progress()
