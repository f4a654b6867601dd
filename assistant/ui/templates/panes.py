"""The list and what is chosen in it, side by side, or one at a time where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant.ui.controls import push_button
from assistant.ui.theme import measures

_LIST_WIDTH = 288
_STACK_BELOW = 690
_WITHOUT_END = 16_777_215


class Panes(QWidget):
    """`left()`: the person went back to the list."""

    left = Signal()

    def __init__(self, list_: QWidget, detail: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.stacked = False
        self._detail_open = False
        self._list = list_
        self.back_button = push_button(self.tr("‹ All templates"), "link", self)
        self.back_button.setAccessibleName(self.tr("Back to all templates"))
        self.back_button.clicked.connect(self.go_back)
        self._right = QWidget(self)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(measures.GAP_XS)
        right.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(detail, 1)
        list_.setMinimumWidth(200)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_L)
        row.addWidget(list_)
        row.addWidget(self._right, 1)
        self._arrange()

    def open_detail(self, wanted: bool) -> None:
        """Where only one has room: whether that is what is chosen."""
        self._detail_open = wanted
        self._arrange()

    @Slot()
    def go_back(self) -> None:
        self.open_detail(False)
        self.left.emit()

    def _arrange(self) -> None:
        self.back_button.setVisible(self.stacked)
        self._list.setVisible(not self.stacked or not self._detail_open)
        self._right.setVisible(not self.stacked or self._detail_open)
        self._list.setMaximumWidth(_WITHOUT_END if self.stacked else _LIST_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = event.size().width() < _STACK_BELOW
        if stacked != self.stacked:
            self.stacked = stacked
            self._arrange()
