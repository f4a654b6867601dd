"""A question in its place: what would happen, and buttons to answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.ui.controls import push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class AskRow(QFrame):
    """Hidden until `ask`. Escape, or its last button, answers no: `left()`."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons: list[QPushButton] = []
        self._row: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(
            measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_M
        )
        self._column.setSpacing(measures.GAP_S)
        self._column.addWidget(self.words)
        self.hide()

    def ask(self, words: str, answers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Show `words` and a button for each answer, and one to leave things as they are.

        The way out has the focus: Enter destroys nothing by accident.
        """
        if self._row is not None:
            self._row.hide()
            self._row.deleteLater()
        self.words.setText(words)
        self.setAccessibleName(words)
        self.buttons = [self._button(text, act) for text, act in answers]
        cancel = push_button(self.tr("Cancel"))
        cancel.clicked.connect(self.leave)
        self.buttons.append(cancel)
        self._row = wrapping(measures.GAP_S, *self.buttons)
        self._column.addWidget(self._row)
        self.show()
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = push_button(text)

        def answer() -> None:
            self.hide()
            act()

        button.clicked.connect(lambda _checked=False: answer())
        return button

    def leave(self) -> None:
        """Close the question without an answer."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
