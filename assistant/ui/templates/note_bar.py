"""A line that says what was done, with the way back, or why something was not done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assistant.core.errors import UserError
from assistant.ui.chat.refusal import Refusal
from assistant.ui.controls import repolish
from assistant.ui.error_words import error_text
from assistant.ui.theme.theme import Theme


class NoteBar(Refusal):
    """`action_chosen(str)`: the id of the action its button offers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tone = "error"

    def show_note(self, text: str, action: str = "", action_label: str = "") -> None:
        """Say that something was done."""
        self._become("note")
        self.show_error(UserError("usage", text), action, action_label)

    def show_problem(self, error: UserError, below: str = "") -> None:
        """Say what was not done; `below` is a line that the error is about."""
        self._become("error")
        self.show_error(error)
        if below:
            self.label.setText(f"{error_text(error)}\n\n{below}")
            self.setAccessibleName(self.label.text())

    def _become(self, tone: str) -> None:
        if tone != self._tone:
            self._tone = tone
            self.setProperty("severity", tone)
            repolish(self)
