"""Names and values in two columns; one below the other where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from assistant.core.display_text import one_line
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_NARROW = 380


class FactsGrid(QWidget):
    """Values can be selected and copied. Texts are plain, whatever is in them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.GAP_L)
        self._grid.setVerticalSpacing(measures.GAP_XS)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._on_theme)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these names and values; empty values are left out."""
        shown = [(name, value) for name, value in facts if value]
        while len(self._pairs) > len(shown):
            for label in self._pairs.pop():
                self._grid.removeWidget(label)
                label.hide()
                label.deleteLater()
        while len(self._pairs) < len(shown):
            self._pairs.append(self._new_pair())
        for (name_label, value_label), (name, value) in zip(self._pairs, shown, strict=True):
            name_label.setText(name)
            value_label.setText(one_line(value))
            value_label.setAccessibleName(f"{name}: {one_line(value)}")
        self._place()

    def values(self) -> dict[str, str]:
        """What is shown, for whoever wants to check it."""
        return {name.text(): value.text() for name, value in self._pairs}

    def _new_pair(self) -> tuple[QLabel, QLabel]:
        name, value = QLabel(self), QLabel(self)
        name.setProperty("tone", "secondary")
        name.setFont(self._theme.interface_font())
        value.setFont(self._theme.interface_font())
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return name, value

    def _place(self) -> None:
        for number, (name, value) in enumerate(self._pairs):
            top = Qt.AlignmentFlag.AlignTop
            if self._narrow:
                self._grid.addWidget(name, 2 * number, 0, 1, 2, top)
                self._grid.addWidget(value, 2 * number + 1, 0, 1, 2, top)
            else:
                self._grid.addWidget(name, number, 0, top)
                self._grid.addWidget(value, number, 1, top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()

    @Slot()
    def _on_theme(self) -> None:
        for pair in self._pairs:
            for label in pair:
                label.setFont(self._theme.interface_font())
