"""Installing models from a server: what is told first, the token for gated ones, and what helps after a fault."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject

from app.ui import wording
from app.ui.dialogs.fetch_models import FetchModelsDialog, TokenDialog
from app.ui.model_words import FETCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.inference.install.preparation import PlannedModel, Preparation
    from app.ui.shell import Shell


class ModelFetching(QObject):
    """Asks what has to be asked before a download; it runs as a job then, in the footer.

    Args:
        shell: The window's.
        page: The page that is shown.
    """

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self._page = page

    def ask(self, spec_ids: Sequence[str]) -> None:
        """Show the licences, the sizes and where the models come from."""
        models, wanted = self._shell.services.models, tuple(spec_ids)
        self._shell.notifier.settle(FETCH)

        def look() -> Preparation:
            from app.inference.install.preparation import prepare  # with the first download, not with the window

            return prepare(cast(Any, models), wanted)

        self._shell.tasks.run(self, look, self._show, self._shell.notifier.present)

    def _show(self, found: Preparation) -> None:
        too_big = [one for one in found.models if one.too_big is not None]
        if too_big:
            self._refuse(too_big[0])
            return
        dialog = FetchModelsDialog(self._shell, found, self._page.window())
        dialog.agreed.connect(partial(self._on_agreed, found))
        dialog.open()

    def _refuse(self, model: PlannedModel) -> None:
        """It is too big; the next smaller one is offered."""
        if model.too_big is None:
            return
        other = None
        if model.smaller is not None:
            name, spec_id = model.smaller.name, model.smaller.id
            other = (self.tr("Install {name}").format(name=name), lambda: self.ask((spec_id,)))
        self._shell.notifier.say(wording.failure(model.too_big), "stop", other, about=FETCH)

    def _on_agreed(self, found: Preparation, chosen: list[str], server: str) -> None:
        specs = [one.spec for one in found.models if one.spec.id in chosen]
        wanted = [{"id": one.id, "licence": one.licence.spdx} for one in specs]
        start = partial(self._shell.jobs.on_models, FETCH, {"models": wanted, "server": server})
        if server or found.has_token or not any(one.licence.gated for one in specs):
            start()
            return
        dialog = TokenDialog(self._shell, self._page.window())
        dialog.kept.connect(start)
        dialog.open()
