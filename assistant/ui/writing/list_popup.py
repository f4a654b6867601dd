"""A list to choose from that opens below a button: with a filter, and more to do below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant.ui.controls import Caption, Hairline, push_button
from assistant.ui.filter_list import FilterList, ListEntry
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_NARROWEST = 260
_AROUND = 26 + 14 * 2 + 24
"""Pixels of a row that are not its words."""
_ROWS = 9


class ListPopup(QFrame):
    """`chosen(object)`: the value of an entry. Escape closes it."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, title: str, nothing: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._entries: list[ListEntry] = []
        self.list = FilterList(theme, title, self)
        self.list.chosen.connect(self._on_chosen)
        self.list.left.connect(self.close)
        self.list.filtered.connect(self._fit)
        self._nothing = Caption(theme, nothing, self)
        self._nothing.setContentsMargins(12, 6, 12, 8)
        self._line = Hairline(theme, self)
        self._line.hide()
        self._more = QVBoxLayout()
        self._more.setContentsMargins(measures.GAP_S, 0, measures.GAP_S, 0)
        self._more.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, measures.GAP_S)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        column.addWidget(self._line)
        column.addLayout(self._more)

    def add_button(self, text: str, act: Callable[[], object]) -> QPushButton:
        """Something else to do, below the list."""
        button = push_button(text, "link", self)

        def press() -> None:
            self.close()
            act()

        button.clicked.connect(lambda _checked=False: press())
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self._more.addLayout(row)
        self._line.show()
        return button

    def open_at(self, anchor: QWidget, entries: Sequence[ListEntry]) -> None:
        """Show below `anchor`, or above it where there is no room."""
        self._entries = list(entries)
        self.list.field.clear()
        self.list.set_entries(entries)
        self._fit()
        room = anchor.window().geometry()
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        box = QRect(below, self.size())
        if box.bottom() > room.bottom():
            box.moveBottom(max(room.top() + box.height(), anchor.mapToGlobal(QPoint(0, -2)).y()))
        box.moveRight(min(box.right(), room.right() - measures.GAP_S))
        box.moveLeft(max(box.left(), room.left() + measures.GAP_S))
        self.move(box.topLeft())
        self.show()
        self.list.field.setFocus()

    def current(self) -> object:
        """The value that the cursor of the list is on; None for none."""
        row = self.list.view.currentIndex().row()
        texts = self.list.texts()
        if not 0 <= row < len(texts):
            return None
        return next((each.value for each in self._entries if each.text == texts[row]), None)

    @Slot()
    def _fit(self, _rows: int = 0) -> None:
        metrics = QFontMetrics(self._theme.interface_font())
        longest = max(
            (metrics.horizontalAdvance(f"{each.text}  {each.detail}") for each in self._entries),
            default=0,
        )
        window = self.parentWidget().window().size()
        widest = window.width() - 2 * measures.GAP_L
        rows = len(self.list.texts())
        most = max(2, (window.height() * 2 // 3 - 120) // max(1, self.list.row_height()))
        self.list.view.setFixedHeight(self.list.row_height() * min(rows, _ROWS, most) + 4)
        self.list.view.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self.setFixedWidth(min(widest, max(_NARROWEST, longest + _AROUND)))
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.layout().sizeHint().height())

    @Slot(object)
    def _on_chosen(self, value: object) -> None:
        self.close()
        self.chosen.emit(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
