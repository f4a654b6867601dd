"""A field of the editor: its name above, what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.ui.controls import Caption
from assistant.ui.theme.theme import Theme


class Labelled(QWidget):
    """`problem` stands under the control while `show_problem` has something to say."""

    def __init__(
        self, theme: Theme, name: str, control: QWidget, parent: QWidget, hint: str = ""
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.label = QLabel(name, self)
        self.label.setFont(theme.caption_font())
        self.label.setProperty("tone", "secondary")
        self.label.setBuddy(control)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        control.setAccessibleName(name)
        self.problem = Caption(theme, "", self, tone="danger")
        self.problem.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.label)
        self.column.addWidget(control)
        self.column.addWidget(self.problem)
        if hint:
            said = Caption(theme, hint, self, tone="faint")
            self.column.addWidget(said)
        self._hint = hint
        control.setAccessibleDescription(hint)

    def show_problem(self, text: str) -> None:
        """Say what is wrong; "" says nothing any more."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.control.setAccessibleDescription(text or self._hint)


def line(text: str = "", *, longest: int = 500, placeholder: str = "") -> QLineEdit:
    """A field for one line."""
    field = QLineEdit(text)
    field.setMaxLength(longest)
    field.setPlaceholderText(placeholder)
    return field
