"""What new conversations begin with, and how the composer works."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox

from assistant.core.entities import ChatParameters
from assistant.core.settings import Settings
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
        self.add_heading(self.tr("New conversations begin with"))
        self.panel = ParametersPanel(theme, self)
        self.panel.setObjectName("default_parameters")
        self.panel.defaults.hide()
        self.column.addWidget(self.panel)
        self._show(services.preferences.settings)
        self.enter_sends.toggled.connect(self._on_enter_sends)
        self.panel.changed.connect(self._on_parameters)
        services.preferences.changed.connect(self._show)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        with QSignalBlocker(self.enter_sends):
            self.enter_sends.setChecked(settings.composer.enter_sends)
        self.panel.show_parameters(settings.chat)

    @Slot(bool)
    def _on_enter_sends(self, checked: bool) -> None:
        composer = self._preferences.settings.composer
        self._preferences.set_composer(msgspec.structs.replace(composer, enter_sends=checked))

    @Slot(object)
    def _on_parameters(self, parameters: ChatParameters) -> None:
        self._preferences.replace(
            msgspec.structs.replace(self._preferences.settings, chat=parameters)
        )
