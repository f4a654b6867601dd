"""The pages about the hub in a window of their own, on a hub that answers from memory."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from assistant.core.hub.machine_facts import MachineFacts
from assistant.ui.actions import ActionRegistry
from assistant.ui.hub.downloads_page import Downloads
from assistant.ui.hub.find_page import FindModels
from assistant.ui.settings.hub_page import HubSettingsPage
from assistant.ui.style import apply_to_application, style_sheet
from assistant.ui.theme.theme import Theme
from tests.controllers.hub_desk import HubDesk
from tests.hub_fakes import MACHINE


class KnownMachine(QObject):
    """What the pages ask of the model library: this computer."""

    machine_found = Signal(object)
    failed = Signal(str, object)

    def __init__(self, machine: MachineFacts | None = MACHINE) -> None:
        super().__init__()
        self.machine = machine

    def find_machine(self) -> None:
        if self.machine is not None:
            self.machine_found.emit(self.machine)


class HubWindow(QWidget):
    """`find`, `downloads` and `settings` side by side in a stack; `triggered` actions by id."""

    def __init__(self, desk: HubDesk, theme: Theme, machine: MachineFacts | None = MACHINE) -> None:
        super().__init__()
        self.triggered: list[str] = []
        self.actions_registry = ActionRegistry(self)
        for name in ("hub_settings", "find_models"):
            self.actions_registry.add(name, name, "", lambda name=name: self.triggered.append(name))
        self.library = KnownMachine(machine)
        self.services = SimpleNamespace(
            hub=desk.hub,
            model_library=self.library,
            preferences=desk.preferences,
            models=desk.models,
            notices=desk.notices,
        )
        parts = (self.services, theme, self.actions_registry)
        self.find = FindModels(*parts)
        self.downloads = Downloads(*parts)
        self.settings = HubSettingsPage(self.services, theme)
        self.stack = QStackedWidget(self)
        for page in (self.find, self.downloads, self.settings):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_to_application(application, theme)
        self.setStyleSheet(style_sheet(theme))

    def show_page(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
