"""The line or card under an answer that did not end by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.ui.markdown.safe_text import displayable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class Note(QFrame):
    """A sentence, a hint and one button. As a card it has a border of the danger colour."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = False
        self.setObjectName("turn_note")
        self.text = QLabel(self)
        self.hint = QLabel(self)
        for label in (self.text, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint.setProperty("tone", "secondary")
        self.button = QPushButton(self)
        self.button.setObjectName("turn_note_action")
        self.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.button.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(measures.GAP_L)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_note(self, text: str, hint: str, action: str, *, card: bool) -> None:
        """`action` "" shows no button; a card is for a failure, a line for the rest."""
        self._card = card
        self.text.setText(displayable(text))
        self.hint.setText(displayable(hint))
        self.hint.setVisible(bool(hint))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(f"{text} {hint}".strip())
        side = measures.GAP_L if card else 0
        self._row.setContentsMargins(side, measures.GAP_S, side if card else 0, measures.GAP_S)
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme."""
        roles = self._theme.palette
        self.text.setFont(self._theme.interface_font(bold=self._card))
        self.hint.setFont(self._theme.interface_font())
        self.text.setProperty("tone", "" if self._card else "caution")
        if self._card:
            self.setStyleSheet(
                f"#turn_note {{ background: {roles.surface}; border: 1px solid {roles.danger};"
                f" border-radius: {measures.RADIUS_CARD}px; }}"
            )
        else:
            self.setStyleSheet("#turn_note { background: transparent; border: none; }")

    def height_for(self, width: int) -> int:
        """The height at `width`."""
        self._row.invalidate()
        wanted = self._row.totalHeightForWidth(width)
        return max(measures.HIT_AREA + measures.GAP_L, wanted)
