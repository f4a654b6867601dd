"""The hint below a result of the starter model, on pages that show one result."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from assistant.controllers.models import ModelsController
from assistant.controllers.preferences import Preferences
from assistant.ui.actions import ActionRegistry
from assistant.ui.services import Services
from assistant.ui.starter.offer_line import OfferLine
from assistant.ui.theme.theme import Theme


class StarterHint(OfferLine):
    """Shown after work that the starter model did, until other work begins or for good closed."""

    def __init__(
        self,
        models: ModelsController,
        preferences: Preferences,
        theme: Theme,
        find_models: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        self._models = models
        self._preferences = preferences
        self.models_wanted.connect(find_models)
        self.refused.connect(lambda: refuse_hints(preferences))
        preferences.changed.connect(self._on_settings)
        models.state_changed.connect(self._on_model)
        theme.changed.connect(self.restyle)

    @Slot()
    def show_after_work(self, _fact: object = None) -> None:
        """Something was finished."""
        wanted = self._preferences.settings.models.starter_hint and self._models.state.starter
        self.show_offer("hint" if wanted else "")

    def follow(self, phase: str) -> None:
        """`phase` "done" is the end of work; any other one shows something else."""
        if phase == "done":
            self.show_after_work()
        else:
            self.put_away()

    @Slot()
    def put_away(self, _fact: object = None) -> None:
        """Something else is shown."""
        self.show_offer("")

    @Slot()
    def _on_settings(self, _settings: object = None) -> None:
        if not self._preferences.settings.models.starter_hint:
            self.put_away()

    @Slot()
    def _on_model(self, _state: object = None) -> None:
        if not self._models.state.starter:
            self.put_away()


def hint_for(
    services: Services, theme: Theme, actions: ActionRegistry, parent: QWidget
) -> StarterHint:
    """The hint of a page of the window."""
    return StarterHint(
        services.models,
        services.preferences,
        theme,
        lambda: actions.trigger("find_models"),
        parent,
    )


def refuse_hints(preferences: Preferences) -> None:
    """The person has heard of bigger models."""
    models = preferences.settings.models
    preferences.set_models(msgspec.structs.replace(models, starter_hint=False))
