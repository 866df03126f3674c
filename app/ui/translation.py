"""The language of the window: which ones there are, and putting one on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QCoreApplication

_log = logging.getLogger(__name__)

INTERFACE_LANGUAGES = ("en", "hi")


def pick(wanted: str) -> str:
    """The interface language for a wish; an empty wish follows the system."""
    if wanted in INTERFACE_LANGUAGES:
        return wanted
    if wanted:
        return "en"
    system = QLocale.system().name().split("_")[0]
    return system if system in INTERFACE_LANGUAGES else "en"


class Translation(QObject):
    """Loads ``app_<code>.qm`` (and Qt's own catalogue) and takes the one before away."""

    def __init__(self, app: QCoreApplication, folder: Path) -> None:
        super().__init__(app)
        self._app = app
        self._folder = folder
        self._installed: list[QTranslator] = []
        self.code = "en"

    def use(self, wanted: str) -> str:
        """Switch to a language; returns the code that is in use now."""
        self.remove()
        self.code = pick(wanted)
        language = QLocale.Language.Hindi if self.code == "hi" else QLocale.Language.English
        QLocale.setDefault(QLocale(language, QLocale.Country.India))
        qt = QTranslator(self)
        if qt.load(f"qtbase_{self.code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._install(qt)
        own = QTranslator(self)
        if own.load(str(self._folder / f"app_{self.code}.qm")):
            self._install(own)
        else:
            _log.info("no translation file for %s in %s", self.code, self._folder)
        return self.code

    def remove(self) -> None:
        """Take the catalogues away: the window speaks as it is written."""
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed.clear()

    def _install(self, translator: QTranslator) -> None:
        self._app.installTranslator(translator)
        self._installed.append(translator)
