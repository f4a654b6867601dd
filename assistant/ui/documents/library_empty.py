"""What the library says while nothing is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.empty_pages import CentredPage
from assistant.ui.controls import push_button
from assistant.ui.theme.theme import Theme


class EmptyLibrary(CentredPage):
    """`folder_requested()`, `files_requested()`: make a collection of these."""

    folder_requested = Signal()
    files_requested = Signal()

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self.title.setText(self.tr("Your documents, read on this computer"))
        self.sentence.setText(
            self.tr(
                "Collect files and folders to ask them as one, or summarise a single document. "
                "Begin with:"
            )
        )
        self.starters = [
            self._starter(self.tr("New collection from a folder…"), self.folder_requested.emit),
            self._starter(self.tr("New collection from files…"), self.files_requested.emit),
            self._starter(
                self.tr("Summarise a document…"), lambda: actions.trigger("summarise_files")
            ),
            self._starter(self.tr("Ask documents…"), lambda: actions.trigger("ask_files")),
        ]
        self.on_theme()

    def _starter(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = push_button(text, "starter")
        button.clicked.connect(lambda _checked=False: act())
        self.column.addWidget(button)
        return button
