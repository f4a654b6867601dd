"""A list below a button: a field that filters, and what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from assistant.ui.controls import Hairline, push_button
from assistant.ui.filter_list import FilterList, ListEntry
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 320
_ROWS = 9


class ListPopup(QFrame):
    """`chosen(object)`: the value of the entry that was picked; the popup is closed then."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(placeholder)
        self._theme = theme
        self.list = FilterList(theme, placeholder, self)
        self.list.chosen.connect(self._on_chosen)
        self.list.left.connect(self.close)
        self.list.filtered.connect(self._fit)
        self.button: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, measures.GAP_XS)
        self._column.setSpacing(measures.GAP_XS)
        self._column.addWidget(self.list)

    def add_button(self, text: str) -> QPushButton:
        """A button below the list; pressing it closes the popup."""
        self.button = push_button(text, "link", self)
        self.button.clicked.connect(self.close)
        self._column.addWidget(Hairline(self._theme, self))
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        return self.button

    def open_with(self, entries: Sequence[ListEntry], value: object) -> None:
        """Prepare to be shown with `entries`, the one with `value` current."""
        self.list.field.clear()
        self.list.set_entries(entries)
        self.list.select_value(value)
        self._fit()
        self.list.field.setFocus()

    @Slot()
    def _fit(self, _rows: int = 0) -> None:
        shown = min(max(len(self.list.texts()), 1), _ROWS)
        self.list.view.setFixedHeight(self.list.row_height() * shown + 4)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.layout().sizeHint().height())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @Slot(object)
    def _on_chosen(self, value: object) -> None:
        self.close()
        self.chosen.emit(value)
