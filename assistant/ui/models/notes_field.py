"""What a person notes about a model; kept while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from assistant.ui.theme.theme import Theme

_PAUSE_MS = 500


class NotesField(QPlainTextEdit):
    """`noted(str)` after a pause, and when it is left."""

    noted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known = ""
        self.setObjectName("model_notes")
        self.setAccessibleName(self.tr("Notes"))
        self.setPlaceholderText(self.tr("What it is good at, and where it is not"))
        self.setTabChangesFocus(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_notes(self, notes: str) -> None:
        """Show these; what is being typed is not disturbed."""
        if self._pause.isActive() or notes == self.toPlainText():
            return
        self._known = notes
        with QSignalBlocker(self):
            self.setPlainText(notes)

    def forget(self) -> None:
        """Another model is shown: nothing of this one stays."""
        self._pause.stop()
        self._known = ""
        with QSignalBlocker(self):
            self.clear()

    @Slot()
    def flush(self) -> None:
        """Hand over what was typed now instead of after the pause."""
        self._pause.stop()
        if self.toPlainText() != self._known:
            self._known = self.toPlainText()
            self.noted.emit(self._known)

    @Slot()
    def _on_text(self) -> None:
        self._pause.start()

    @Slot()
    def _on_theme(self) -> None:
        font = self._theme.interface_font()
        self.setFont(font)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 16)
