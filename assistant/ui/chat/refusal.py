"""The line above the composer that says why nothing was sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from assistant.core.errors import UserError
from assistant.ui.controls import IconButton, push_button
from assistant.ui.error_words import error_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class Refusal(QFrame):
    """`action_chosen(str)`: the id of the action its button offers."""

    action_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        self.setProperty("severity", "error")
        self._action = ""
        self._kind = ""
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = push_button("", "", self)
        self.button.clicked.connect(self._on_clicked)
        self.dismiss = IconButton(theme, "x", self.tr("Dismiss"), self)
        self.dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_M, measures.GAP_XS, measures.GAP_XS, measures.GAP_XS)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        row.addWidget(self.dismiss)
        self.hide()

    def show_error(self, error: UserError, action: str = "", action_label: str = "") -> None:
        """Say what happened, with at most one thing to do about it."""
        self._action = action
        self._kind = error.kind
        self.label.setText(error_text(error))
        self.setAccessibleName(self.label.text())
        self.button.setText(action_label)
        self.button.setAccessibleName(action_label)
        self.button.setVisible(bool(action_label))
        self.show()

    def hide_for(self, kind: str) -> None:
        """The reason `kind` is gone."""
        if self._kind == kind:
            self.hide()

    @Slot()
    def _on_clicked(self) -> None:
        self.hide()
        self.action_chosen.emit(self._action)
