"""What new conversations begin with, and how the composer works."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox

from assistant.core.entities import ChatParameters
from assistant.core.settings import Conversations, Settings
from assistant.ui.chat.parameters_panel import ParametersPanel
from assistant.ui.controls import Caption
from assistant.ui.services import Services
from assistant.ui.settings.form import FormPage
from assistant.ui.theme.theme import Theme


class ChatSettingsPage(FormPage):
    """Enter sends or breaks; the parameters of new conversations."""

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Chat"))
        self._preferences = services.preferences
        self.enter_sends = QCheckBox(self.tr("Enter sends, Shift+Enter begins a new line"))
        self.enter_sends.setAccessibleName(self.enter_sends.text())
        self.column.addWidget(self.enter_sends)
        self.column.addWidget(
            Caption(theme, self.tr("Otherwise Ctrl+Enter sends and Enter begins a new line."))
        )
        self.titles = self._add_wish(
            self.tr("Conversations get a title from the model"),
            self.tr("After the first answer, in the background. Otherwise it is the first words."),
        )
        self.suggestions = self._add_wish(
            self.tr("Suggest questions after an answer"),
            self.tr("Up to three that might come next, written by the model."),
        )
        self.add_heading(self.tr("New conversations begin with"))
        self.panel = ParametersPanel(theme, self)
        self.panel.setObjectName("default_parameters")
        self.panel.defaults.hide()
        self.column.addWidget(self.panel)
        self._show(services.preferences.settings)
        self.enter_sends.toggled.connect(self._on_enter_sends)
        self.panel.changed.connect(self._on_parameters)
        self.titles.toggled.connect(self._on_wish)
        self.suggestions.toggled.connect(self._on_wish)
        services.preferences.changed.connect(self._show)
        self._models = services.models
        services.models.state_changed.connect(self._on_model)
        self._on_model()

    def _add_wish(self, text: str, explanation: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setAccessibleName(text)
        box.setAccessibleDescription(explanation)
        self.column.addWidget(box)
        self.column.addWidget(Caption(self.theme, explanation))
        return box

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        for box, checked in (
            (self.titles, settings.conversations.titles),
            (self.suggestions, settings.conversations.suggestions),
        ):
            with QSignalBlocker(box):
                box.setChecked(checked)
        with QSignalBlocker(self.enter_sends):
            self.enter_sends.setChecked(settings.composer.enter_sends)
        self.panel.show_parameters(settings.chat)

    @Slot(bool)
    def _on_enter_sends(self, checked: bool) -> None:
        composer = self._preferences.settings.composer
        self._preferences.set_composer(msgspec.structs.replace(composer, enter_sends=checked))

    @Slot()
    def _on_wish(self) -> None:
        wanted = Conversations(
            titles=self.titles.isChecked(), suggestions=self.suggestions.isChecked()
        )
        replace = msgspec.structs.replace
        self._preferences.replace(replace(self._preferences.settings, conversations=wanted))

    @Slot(object)
    def _on_parameters(self, parameters: ChatParameters) -> None:
        self._preferences.replace(
            msgspec.structs.replace(self._preferences.settings, chat=parameters)
        )

    @Slot(object)
    def _on_model(self, _state: object = None) -> None:
        info = self._models.state.info
        self.panel.show_suggested({} if info is None else info.suggested)
