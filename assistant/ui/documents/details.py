"""What the right side of the library has in common: a title, facts, controls, a question."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.ui.controls import Caption, ElidedLabel
from assistant.ui.documents.ask_row import AskRow
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class Details(QWidget):
    """`focus_returned()`: a question was answered with no; the cursor has no place here."""

    focus_returned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.title = ElidedLabel("", self)
        self.facts = Caption(theme, "", self)
        self.question = AskRow(theme, self)
        self.question.left.connect(self.focus_returned)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(measures.GAP_S)
        self.column.addWidget(self.title)
        self.column.addWidget(self.facts)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def take_focus(self) -> None:
        """Put the cursor on the first thing to do here."""
        raise NotImplementedError

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self.theme.title_font())
        self.facts.setFont(self.theme.caption_font())
