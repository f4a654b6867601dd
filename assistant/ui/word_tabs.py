"""Tabs that are words, painted by whoever makes them of this."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTabBar, QWidget

from assistant.ui.theme.theme import Theme


class WordTabs(QTabBar):
    """Whole words, as wide as they are when bold; arrow keys go from one to the next."""

    def __init__(self, theme: Theme, name: str, parent: QWidget, *, scrolls: bool) -> None:
        """Where there is no room for all of them they can scroll."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._theme = theme
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(scrolls)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def word_size(self, index: int) -> QSize:
        """What the word itself takes."""
        metrics = QFontMetrics(self._theme.interface_font(bold=True))
        return QSize(metrics.horizontalAdvance(self.tabText(index)), metrics.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.interface_font())
        self.update()
