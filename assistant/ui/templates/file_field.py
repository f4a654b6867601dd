"""The field of a variable that holds files: their texts are read behind the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from shiboken6 import isValid

from assistant.controllers.attachments import AttachmentReader
from assistant.core.document_ports import DocumentReader
from assistant.core.draft import AttachedText, Draft, message_of
from assistant.core.errors import UserError
from assistant.core.templates.variable import Variable
from assistant.ui.controls import ElidedLabel, IconButton, push_button
from assistant.ui.error_words import error_text
from assistant.ui.templates.variable_fields import VariableField
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text
from assistant.workers.task_pool import TaskPool


class FileVariable(VariableField):
    """A button that chooses, and what was read; files can be dropped on it as well."""

    short = False

    def __init__(
        self,
        variable: Variable,
        words: Mapping[str, str],
        theme: Theme,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(variable, words, theme, parent)
        self._texts: list[AttachedText] = []
        self._kept = ""
        self._waiting = 0
        self._generation = 0
        self._pool, self._make_reader = pool, reader
        self._refused: UserError | None = None
        many = variable.many
        said = self.tr("Choose files…") if many else self.tr("Choose a file…")
        self.button = push_button(said, "", self)
        self.button.clicked.connect(self._on_choose)
        self.shown = ElidedLabel("", self)
        self.remove_button = IconButton(
            theme, "x", self.tr("{name}: remove").format(name=self.name), self
        )
        self.remove_button.clicked.connect(self._on_remove)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.button)
        row.addWidget(self.shown, 1)
        row.addWidget(self.remove_button)
        self.column.addLayout(row)
        self.column.addWidget(self.problem)
        self.label.setBuddy(self.button)
        self.button.setAccessibleName(f"{self.name}: {said}")
        self.setAcceptDrops(True)
        self._show()

    def value(self) -> str:
        """One file as it is, several each under its name."""
        if len(self._texts) == 1:
            return self._texts[0].text
        return message_of(Draft(attached=tuple(self._texts))) if self._texts else self._kept

    def set_value(self, value: str) -> None:
        """A text that no file is shown for."""
        self._forget()
        self._kept = value
        self._show()

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._waiting > 0

    def add_paths(self, paths: list[str]) -> None:
        """Read files; without `many` the first takes the place of the one before."""
        named = paths if self.variable.many else paths[:1]
        if not named:
            return
        if not self.variable.many:
            self._forget()
        generation = self._generation
        self._waiting += len(named)
        self._refused = None
        reading = AttachmentReader(self._pool, self._make_reader)  # it may outlive this field
        reading.attached.connect(lambda text: self._on_read(generation, text))
        reading.refused.connect(lambda error: self._on_refused(generation, error))
        reading.read(named)
        self._show()

    def check(self, *, strict: bool) -> bool:
        if self._refused is not None:
            return False
        return super().check(strict=strict)

    def _forget(self) -> None:
        self._generation += 1
        self._waiting = 0
        self._texts, self._kept, self._refused = [], "", None

    def _on_read(self, generation: int, text: AttachedText) -> None:
        if generation == self._generation and isValid(self):
            self._waiting = max(0, self._waiting - 1)
            self._texts.append(text)
            self._show()
            self._on_changed()

    def _on_refused(self, generation: int, error: UserError) -> None:
        if generation != self._generation or not isValid(self):
            return
        self._waiting = max(0, self._waiting - 1)
        self._refused = error
        self.problem.setText(error_text(error))
        self.problem.show()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self._texts:
            names = ", ".join(text.name for text in self._texts)
            length = sum(len(text.text) for text in self._texts)
            words = self.tr("{names} · {count} characters")
            shown = words.format(names=names, count=number_text(length))
        elif self.busy:
            shown = self.tr("Reading…")
        elif self._kept:
            words = self.tr("{count} characters")
            shown = words.format(count=number_text(len(self._kept)))
        else:
            shown = self.tr("No file is chosen.")
        self.shown.set_full_text(shown)
        self.remove_button.setVisible(bool(self._texts or self._kept))

    @Slot()
    def _on_remove(self) -> None:
        self._forget()
        self._show()
        self.button.setFocus()
        self._on_changed()

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self.window(), self.name)
        many = QFileDialog.FileMode.ExistingFiles if self.variable.many else None
        dialog.setFileMode(many or QFileDialog.FileMode.ExistingFile)
        dialog.filesSelected.connect(self.add_paths)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.add_paths([url.toLocalFile() for url in urls if url.isLocalFile()])
        event.acceptProposedAction()
