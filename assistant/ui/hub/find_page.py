"""The part "Find models": searching the hub, and one repository of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from assistant.ui.actions import ActionRegistry
from assistant.ui.hub.repository_page import RepositoryPage
from assistant.ui.hub.search_view import SearchView
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 1120 + 2 * measures.GAP_XL
_NARROW = 700


class FindModels(QWidget):
    """`open_repository` shows one; `set_beginning` puts a widget where nothing is searched for."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self.search = SearchView(services, theme, actions)
        self.repository = RepositoryPage(services, theme, self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.search)
        self.stack.addWidget(self.repository)
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(inside)
        self._column.addWidget(self.stack)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self.search.opened.connect(self.open_repository)
        self.repository.left.connect(self.show_search)
        for part in (self.search, self.repository):
            part.settings_requested.connect(lambda: actions.trigger("hub_settings"))
        self.repository.downloads_requested.connect(services.hub.downloads_requested)
        self._place()

    def set_beginning(self, widget: QWidget) -> None:
        """Show `widget` (the catalogue) while nothing is searched for."""
        self.search.set_beginning(widget)

    @Slot(str)
    def open_repository(self, repo: str) -> None:
        """Show "owner/name" of the hub."""
        self.stack.setCurrentWidget(self.repository)
        self.repository.open(repo)

    def search_for(self, text: str) -> None:
        """Search the hub for `text`, as if it had been typed."""
        self.stack.setCurrentWidget(self.search)
        self.search.bar.search_for(text)

    @Slot()
    def show_search(self) -> None:
        """Back to what was found."""
        self.stack.setCurrentWidget(self.search)
        self.search.focus_results()

    def take_focus(self) -> None:
        if self.stack.currentWidget() is self.search:
            self.search.take_focus()
        else:
            self.repository.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side = measures.GAP_XL if self.width() >= _NARROW else measures.GAP_M
        self._column.setContentsMargins(side, measures.GAP_S, side, measures.GAP_M)
