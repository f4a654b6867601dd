"""The model that suits this computer: fetched in place, and used when it is there."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant.core.errors import UserError
from assistant.core.hub.recommending import recommended
from assistant.core.settings import Settings
from assistant.ui.controls import push_button
from assistant.ui.error_words import error_text
from assistant.ui.first_run.door import Door
from assistant.ui.hub.fit_words import fit_line
from assistant.ui.models.catalogue_card import facts_line
from assistant.ui.models.catalogue_fetch import CatalogueFetch
from assistant.ui.models.fetch_row import FetchRow
from assistant.ui.models.words import good_at_text
from assistant.ui.services import Services
from assistant.ui.theme.theme import Theme


class RecommendedDoor(Door):
    """`others_requested()`: another model is wanted. `fetched(str path)`: it is here.

    `look` finds out about this computer; nothing is asked of any network before the button.
    """

    others_requested = Signal()
    fetched = Signal(str)

    def __init__(self, services: Services, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "download", "", parent)
        self._services = services
        self._library = services.model_library
        self._fetch: CatalogueFetch | None = None
        self.title.setText(self.tr("Recommended for this computer"))
        self.others = push_button(self.tr("Other models…"), "link", self)
        self.others.clicked.connect(self.others_requested)
        words = self.tr("Download and start")
        self.fetch_row = FetchRow(theme, words, primary=True, beside=[self.others], parent=self)
        self.add(self.fetch_row)
        self.say(self.tr("Looking at this computer…"))
        self._library.machine_found.connect(self._show)
        self._library.catalogue_changed.connect(self._show)
        self._library.failed.connect(self._on_failed)
        services.preferences.changed.connect(self._on_settings)

    def look(self) -> None:
        """Find out which model it is."""
        self._library.find_catalogue()
        self._library.find_machine()

    @Slot(object)
    def _show(self, _fact: object = None) -> None:
        catalogue, machine = self._library.catalogue, self._library.machine
        if catalogue is None or machine is None or self._busy:
            return
        found = recommended(catalogue, machine)
        if found is None:
            self.say(self.tr("No model of the list fits this computer's memory."))
            return
        model, variant, verdict = found
        if self._fetch is None or (self._fetch.model, self._fetch.variant) != (model, variant):
            self._fetch = CatalogueFetch(self._services.hub, model, variant, self)
            self._fetch.done.connect(self.fetched)
            self.fetch_row.be_about(self._fetch)
        facts = f"{facts_line(model, variant)}\n{fit_line(verdict)}"
        self.title.setText(self.tr("{name}, recommended for this computer").format(name=model.name))
        self.say(good_at_text(model), facts)
        self._on_settings(self._services.preferences.settings)

    @property
    def _busy(self) -> bool:
        fetch = self._fetch
        return fetch is not None and (fetch.asking or fetch.download is not None)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        """Offline nothing can be fetched, and the other doors are as open as before."""
        if self._fetch is None:
            return
        offline = settings.hub.offline
        self.fetch_row.hold(offline)
        if offline:
            self.facts.setText(
                self.tr("Offline is chosen in the settings, so nothing can be downloaded now.")
            )
            self.facts.set_tone("caution")
        elif self.facts.property("tone") == "caution":
            self._show()

    @Slot(str, object)
    def _on_failed(self, path: str, error: UserError) -> None:
        if path == "" and self._fetch is None:
            self.say(error_text(error))
