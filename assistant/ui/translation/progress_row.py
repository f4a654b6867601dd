"""How far the translation of the text is, in words and as a bar."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from assistant.controllers.translating import TranslationDesk
from assistant.ui.controls import Caption
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.translation_words import progress_words


class ProgressRow(QWidget):
    """Hidden unless the desk works."""

    def __init__(self, desk: TranslationDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self.words = Caption(theme, "", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far the translation is"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        self.hide()
        desk.progressed.connect(self._on_progress)
        theme.changed.connect(self._on_theme)

    def refresh(self, *, hidden: bool) -> None:
        """Look at the desk again; `hidden`: something else is shown."""
        desk = self._desk
        self.setVisible(desk.working and not hidden)
        if desk.phase == "loading":
            self.bar.setRange(0, 0)
            self.words.setText(self.tr("The model is being loaded…"))
        elif desk.phase == "working":
            self._on_progress()

    @Slot(object)
    def _on_progress(self, _progress: object = None) -> None:
        if self._desk.phase != "working":
            return
        progress = self._desk.progress
        self.bar.setRange(0, max(1, progress.total))
        self.bar.setValue(progress.done)
        self.words.setText(progress_words(progress) or self.tr("Looking at the text…"))

    @Slot()
    def _on_theme(self) -> None:
        self.words.setFont(self._theme.caption_font())
