"""Rows of the settings that hold a file: one that can be chosen, one of a list of adapters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from assistant.core.messages import Adapter
from assistant.ui.controls import ElidedLabel, IconButton, push_button
from assistant.ui.settings.form import Decimal
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


def ask_for_gguf(parent: QWidget, title: str, chosen: Callable[[str], object]) -> None:
    """Let the person choose a GGUF file, without blocking; `chosen` gets its path."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [
            QCoreApplication.translate("GgufDialog", "GGUF files (*.gguf)"),
            QCoreApplication.translate("GgufDialog", "All files (*)"),
        ]
    )
    dialog.fileSelected.connect(chosen)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class FileRow(QWidget):
    """A file that is chosen or not; `chosen(str)` with its path, "" when it was taken away."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, title: str, nothing: str) -> None:
        super().__init__()
        self._title = title
        self._nothing = nothing
        self.label = ElidedLabel(nothing, self)
        self.choose = push_button(self.tr("Choose…"), "", self)
        self.choose.setAccessibleName(title)
        self.choose.clicked.connect(self._on_choose)
        self.remove = IconButton(theme, "x", self.tr("Use none"), self)
        self.remove.clicked.connect(lambda: self.chosen.emit(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.label, 1)
        row.addWidget(self.choose)
        row.addWidget(self.remove)

    def show_path(self, path: str) -> None:
        self.label.set_full_text(path or self._nothing)
        self.remove.setVisible(bool(path))

    @Slot()
    def _on_choose(self) -> None:
        ask_for_gguf(self, self._title, self.chosen.emit)


class AdapterRow(QWidget):
    """An adapter and its strength: `scale_changed(float)`, `remove_requested()`."""

    scale_changed = Signal(float)
    remove_requested = Signal()

    def __init__(self, theme: Theme, adapter: Adapter) -> None:
        super().__init__()
        self.path = adapter.path
        name = Path(adapter.path).name
        label = ElidedLabel(name, self)
        label.setToolTip(adapter.path)
        self.scale = Decimal(-4.0, 4.0, 0.1)
        self.scale.setAccessibleName(self.tr("Strength of {name}").format(name=name))
        self.scale.setValue(adapter.scale)
        self.scale.valueChanged.connect(self.scale_changed)
        self.remove = IconButton(
            theme, "x", self.tr("Do without {name}; no file is deleted").format(name=name), self
        )
        self.remove.clicked.connect(self.remove_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(label, 1)
        row.addWidget(self.scale)
        row.addWidget(self.remove)

    def show_scale(self, scale: float) -> None:
        with QSignalBlocker(self.scale):
            self.scale.setValue(scale)
