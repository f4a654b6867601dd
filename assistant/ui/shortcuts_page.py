"""All shortcuts on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class ShortcutsPage(QDialog):
    """Every action with its keys, and a way to change them."""

    def __init__(
        self, theme: Theme, actions: ActionRegistry, enter_sends: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAccessibleName(self.tr("Shortcuts"))
        rows = [(entry.text, actions.keys_text(entry.id)) for entry in actions.entries()]
        enter, shift_enter = self.tr("Enter"), self.tr("Shift+Enter")
        rows = [
            (self.tr("Send the message"), enter if enter_sends else self.tr("Ctrl+Enter")),
            (self.tr("Begin a new line"), shift_enter if enter_sends else enter),
            *(row for row in rows if row[1]),
        ]
        self.rows = rows
        inside = QWidget()
        inside.setProperty("role", "page")
        grid = QGridLayout(inside)
        grid.setContentsMargins(measures.GAP_XL, measures.GAP_L, measures.GAP_XL, measures.GAP_L)
        grid.setHorizontalSpacing(measures.GAP_XL)
        grid.setVerticalSpacing(measures.GAP_S)
        half = (len(rows) + 1) // 2
        for number, (words, keys) in enumerate(rows):
            line, block = number % half, 2 * (number // half)
            what = QLabel(words, inside)
            what.setWordWrap(True)
            which = QLabel(keys, inside)
            which.setProperty("tone", "secondary")
            which.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(what, line, block)
            grid.addWidget(which, line, block + 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Shortcuts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, measures.GAP_M)
        column.addWidget(area, 1)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(measures.GAP_XL, 0, measures.GAP_XL, 0)
        bottom.addWidget(
            Caption(theme, self.tr("All of them can be changed in the settings."), self)
        )
        close = push_button(self.tr("Close"), "", self)
        close.clicked.connect(self.close)
        bottom.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(bottom)
        self.resize(
            min(760, max(480, parent.width() - 80)), min(560, max(360, parent.height() - 80))
        )
