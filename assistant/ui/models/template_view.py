"""The chat template of a model, shown with a conversation put into it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.ui.controls import Caption
from assistant.ui.error_words import error_text
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LINES = 12


class TemplateView(QWidget):
    """What the model is given for a short conversation, word for word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = Caption(theme, "", self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Sample conversation as the model is given it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_XL, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.words)
        column.addWidget(self.text)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.show_waiting()

    def show_waiting(self) -> None:
        self.words.setText(self.tr("The model's own template is tried out…"))
        self.words.set_tone("secondary")
        self.text.hide()

    def show_none(self) -> None:
        self.words.setText(self.tr("The file has no chat template; a simple one takes its place."))
        self.text.hide()

    def show_preview(self, text: str) -> None:
        self.words.setText(
            self.tr("This is what the model is given for a short conversation, word for word:")
        )
        self.words.set_tone("secondary")
        self.text.setPlainText(displayable(text))
        self.text.show()

    def show_error(self, error: UserError) -> None:
        self.words.setText(error_text(error))
        self.words.set_tone("danger")
        self.text.hide()

    @Slot()
    def _on_theme(self) -> None:
        font = self._theme.mono_font()
        self.text.setFont(font)
        self.text.setFixedHeight(QFontMetrics(font).lineSpacing() * _LINES + 16)
