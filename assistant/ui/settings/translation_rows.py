"""The translation memory: how much it holds, and clearing it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QHBoxLayout

from assistant.controllers.translation_memory import MemoryCare
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.ask_row import AskRow
from assistant.ui.settings.form import FormPage
from assistant.ui.words import number_text


class TranslationRows(QObject):
    """Adds its rows to `page`; looks at the memory whenever the page is shown."""

    def __init__(self, page: FormPage, memory: MemoryCare) -> None:
        super().__init__(page)
        self._memory = memory
        page.add_heading(self.tr("Translation memory"))
        self.size = Caption(page.theme, "")
        page.column.addWidget(self.size)
        self.clear = push_button(self.tr("Clear the memory…"))
        self.clear.clicked.connect(self.ask_to_clear)
        self.clear.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.clear)
        row.addStretch(1)
        page.column.addLayout(row)
        self.question = AskRow(page.theme, page)
        self.question.left.connect(self.clear.setFocus)
        page.column.addWidget(self.question)
        memory.measured.connect(self._on_measured)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._memory.measure()
        return super().eventFilter(watched, event)

    @Slot()
    def ask_to_clear(self) -> None:
        """Say what would be lost, and do it only when that is confirmed."""
        self.question.ask(
            self.tr(
                "Forget all remembered sentences for good, those that you wrote included? "
                "Translations that you saved stay."
            ),
            [(self.tr("Forget them"), self._memory.forget)],
        )

    @Slot(int)
    def _on_measured(self, sentences: int) -> None:
        self.clear.setEnabled(sentences > 0)
        if not sentences:
            self.size.setText(self.tr("No sentence is remembered."))
            return
        text = self.tr(
            "%n sentence(s) are remembered and reused when they come again.", "", sentences
        )
        self.size.setText(text.replace(str(sentences), number_text(sentences), 1))
