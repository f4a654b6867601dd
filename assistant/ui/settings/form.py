"""A page of settings: a title, then rows of a label, a control and what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant.ui.controls import Caption
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_CONTROL_WIDTH = 200


class FormPage(QWidget):
    """Rows are added from the top; the rest stays empty."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.theme = theme
        self._headings: list[QLabel] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(
            measures.GAP_M, measures.GAP_L, measures.GAP_XL, measures.GAP_L
        )
        self.column.setSpacing(measures.GAP_M)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.title = QLabel(title, self)
        self.column.addWidget(self.title)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def add_heading(self, text: str) -> QLabel:
        heading = QLabel(text, self)
        heading.setFont(self.theme.interface_font(bold=True))
        self._headings.append(heading)
        self.column.addSpacing(measures.GAP_XS)
        self.column.addWidget(heading)
        return heading

    def add_row(self, text: str, control: QWidget, explanation: str = "") -> None:
        """`control` gets `text` as its accessible name and the explanation as description."""
        label = QLabel(text, self)
        label.setBuddy(control)
        label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label)
        if explanation:
            words.addWidget(Caption(self.theme, explanation, self))
        control.setAccessibleName(text)
        control.setAccessibleDescription(explanation)
        if isinstance(control, QComboBox):
            control.view().setAccessibleName(text)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_L)
        row.addLayout(words, 1)
        if control.sizePolicy().horizontalPolicy() != control.sizePolicy().Policy.Fixed:
            control.setFixedWidth(_CONTROL_WIDTH)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self.theme.title_font())
        for heading in self._headings:
            heading.setFont(self.theme.interface_font(bold=True))


class Choice(QComboBox):
    """A combo box that the wheel does not turn by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def choose(self, value: object) -> None:
        """Show the entry with this data."""
        self.setCurrentIndex(max(0, self.findData(value)))


class Number(QSpinBox):
    """A whole number without arrows; `zero` are the words for the smallest value."""

    def __init__(self, low: int, high: int, step: int = 1, zero: str = "") -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSpecialValueText(zero)
        self.lineEdit().setTextMargins(6, 0, 6, 0)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Decimal(QDoubleSpinBox):
    """A number with one digit after the point, that the wheel does not turn by accident."""

    def __init__(self, low: float, high: float, step: float) -> None:
        super().__init__()
        self.setDecimals(1)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.lineEdit().setTextMargins(6, 0, 6, 0)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
