"""The terms of everything that the application consists of, to look through."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant import licences
from assistant.ui.controls import push_button
from assistant.ui.theme import measures
from assistant.workers.task_pool import TaskPool

_LIST_WIDTH = 280


class LicencesDialog(QDialog):
    """The parts at the left, the terms of the chosen one at the right. Not modal."""

    def __init__(self, pool: TaskPool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("licences_dialog")
        self.setWindowTitle(self.tr("Licences"))
        self.setAccessibleName(self.tr("Licences"))
        self._chapters: list[licences.Chapter] = []
        self.parts = QListWidget(self)
        self.parts.setObjectName("menu")
        self.parts.setAccessibleName(self.tr("Parts of Inkstone"))
        self.parts.setFixedWidth(_LIST_WIDTH)
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Terms"))
        self.text.setPlainText(self.tr("Collecting the licences…"))
        close = push_button(self.tr("Close"), "", self)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.parts)
        row.addWidget(self.text, 1)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[measures.GAP_M] * 4)
        column.setSpacing(measures.GAP_M)
        column.addLayout(row, 1)
        column.addLayout(bottom)
        self.resize(860, 560)
        self.parts.currentRowChanged.connect(self._on_row)
        pool.run(licences.chapters, self._show, self._on_failed)

    def _show(self, chapters: list[licences.Chapter]) -> None:
        self._chapters = chapters
        self.parts.addItems([chapter.title for chapter in chapters])
        self.parts.setCurrentRow(0)
        self.parts.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self.text.setPlainText(
            self.tr("The licences could not be read: {reason}").format(reason=error)
        )

    @Slot(int)
    def _on_row(self, row: int) -> None:
        self.text.setPlainText(self._chapters[row].text)
