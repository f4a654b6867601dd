"""What can be done with models by key, from anywhere in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from assistant.ui.models.page import ModelsPage
    from assistant.ui.window import MainWindow


class ModelCommands(QObject):
    """Registers the actions; the mode's page is made when one of them is used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        add = window.actions_registry.add
        add("models_here", self.tr("Models on this computer"), "", lambda: self.show("here"))
        add("find_models", self.tr("Find models"), "", lambda: self.show("find"))
        add("model_downloads", self.tr("Downloads of models"), "", lambda: self.show("downloads"))
        add("model_servers", self.tr("Servers"), "", lambda: self.show("servers"))
        add("new_server", self.tr("Add a server…"), "", self.new_server)

    @property
    def page(self) -> ModelsPage:
        """The page of the mode, made if need be."""
        self._window.show_mode("models")
        return self._window.page("models")  # type: ignore[return-value]

    def show(self, part: str) -> None:
        """Show a part of the mode, with the cursor where one begins."""
        page = self.page
        page.show_part(part)
        page.take_focus()

    def new_server(self) -> None:
        """Show the servers, with the cursor where an address is typed."""
        self.show("servers")
        self.page.servers.begin_new()

    def open_model(self, path: str) -> None:
        """Show what is known of a model."""
        self.page.open_model(path)
