"""The mode "Models": what is here, what can be found, what is on its way, and servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from assistant.ui.actions import ActionRegistry
from assistant.ui.models.here import OnThisComputer
from assistant.ui.models.part_tabs import PartTabs
from assistant.ui.models.rows import FolderRow, ModelRow
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

if TYPE_CHECKING:
    from assistant.ui.servers.page import Servers

HERE, FIND, DOWNLOADS, SERVERS = "here", "find", "downloads", "servers"
_NARROW = 560


class ModelsPage(QWidget):
    """Four parts behind one switch; each is made when it is shown first."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._actions = actions
        self._parts: dict[str, QWidget] = {}
        self._order = (HERE, FIND, DOWNLOADS, SERVERS)
        self._title = QLabel(self.tr("Models"), self)
        self.tabs = PartTabs(theme, self.tr("Parts of Models"), self)
        self.tabs.setObjectName("model_parts")
        for text in (
            self.tr("On this computer"),
            self.tr("Find models"),
            self.tr("Downloads"),
            self.tr("Servers"),
        ):
            self.tabs.addTab(text)
        self._stack = QStackedWidget(self)
        header = QFrame(self)
        header.setObjectName("header")
        header.setMinimumHeight(measures.HEADER_HEIGHT)
        self._top = QHBoxLayout(header)
        self._top.setSpacing(measures.GAP_L)
        self._top.addWidget(self._title)
        self._top.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self._place_top()
        self.show_part(HERE)

    # --- parts -----------------------------------------------------------------------------

    @property
    def here(self) -> OnThisComputer:
        """The models on this disk; always made."""
        return self._parts[HERE]  # type: ignore[return-value]

    @property
    def servers(self) -> Servers:
        """The servers one uses; made now where they were not shown before."""
        return self.part(SERVERS)  # type: ignore[return-value]

    @property
    def rows(self) -> dict[str, ModelRow]:
        return self.here.rows

    @property
    def _folder_rows(self) -> list[FolderRow]:
        return self.here.folder_rows

    @property
    def current_part(self) -> str:
        return self._order[self.tabs.currentIndex()]

    def part(self, part: str) -> QWidget:
        """The widget of a part, made now where it was not shown before."""
        if part not in self._parts:
            made = self._builders()[part]()
            self._parts[part] = made
            self._stack.addWidget(made)
        return self._parts[part]

    def show_part(self, part: str) -> None:
        """Show "here", "find", "downloads" or "servers"."""
        self.tabs.setCurrentIndex(self._order.index(part))
        self._stack.setCurrentWidget(self.part(part))

    def open_model(self, path: str) -> None:
        """Show the page of the model at `path`."""
        self.show_part(HERE)
        self.here.open_model(path)

    def _builders(self) -> dict[str, Callable[[], QWidget]]:
        return {
            HERE: self._make_here,
            FIND: self._make_find,
            DOWNLOADS: self._make_downloads,
            SERVERS: self._make_servers,
        }

    def _make_here(self) -> QWidget:
        made = OnThisComputer(self._services, self._theme, self._actions)
        made.find_requested.connect(lambda: self.show_part(FIND))
        return made

    def _make_find(self) -> QWidget:
        from assistant.ui.hub.find_page import FindModels
        from assistant.ui.models.catalogue_list import CatalogueList

        made = FindModels(self._services, self._theme, self._actions)
        catalogue = CatalogueList(self._services, self._theme)
        catalogue.repository_requested.connect(made.open_repository)
        made.set_beginning(catalogue)
        return made

    def _make_downloads(self) -> QWidget:
        from assistant.ui.hub.downloads_page import Downloads

        return Downloads(self._services, self._theme, self._actions)

    def _make_servers(self) -> QWidget:
        from assistant.ui.servers.page import Servers

        return Servers(self._services, self._theme, self._actions)

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self._stack.setCurrentWidget(self.part(self._order[index]))

    def take_focus(self) -> None:
        """The mode was chosen."""
        part = self.part(self.current_part)
        take = getattr(part, "take_focus", None)
        if take is not None:
            take()
        else:
            self.tabs.setFocus()

    # --- look ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_top()

    def _place_top(self) -> None:
        """The title gives way where the switch needs the room."""
        wide = self.width() >= _NARROW + self._title.sizeHint().width()
        side = measures.GAP_XL if wide else measures.GAP_M
        self._title.setVisible(wide)
        self._top.setContentsMargins(side, 0, side, 0)

    @Slot()
    def _on_theme(self) -> None:
        self._title.setFont(self._theme.interface_font(bold=True))
