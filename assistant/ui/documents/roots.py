"""The files and folders a collection is made of: rows that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.core.display_text import one_line
from assistant.ui.controls import ElidedLabel, IconButton
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SHOWN = 4


def ask_for_folder(parent: QWidget, title: str, chosen: Callable[[list[str]], object]) -> None:
    """Let the person choose a folder, without blocking; `chosen` gets it in a list."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: chosen([path]))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def ask_for_files(parent: QWidget, title: str, chosen: Callable[[list[str]], object]) -> None:
    """The same with one or several files."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(chosen)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class Roots(QScrollArea):
    """`remove_requested(str)`: the person does not want this path any more."""

    remove_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.paths: tuple[str, ...] = ()
        self.removers: dict[str, IconButton] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(QCoreApplication.translate("Library", "Folders and files"))
        self._inside = QWidget()
        self._inside.setProperty("role", "page")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._inside)

    def show_paths(self, paths: Sequence[str]) -> None:
        if tuple(paths) == self.paths and self.removers:
            return
        self.paths = tuple(paths)
        self.removers = {}
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for path in self.paths:
            self._column.addWidget(self._row(path))
        self.setFixedHeight(min(len(self.paths), _SHOWN) * measures.HIT_AREA)

    def _row(self, path: str) -> QWidget:
        row = QWidget(self._inside)
        label = ElidedLabel(path, row)
        label.setProperty("tone", "secondary")
        words = QCoreApplication.translate("Library", "Leave out {path}; no file is deleted")
        remove = IconButton(self._theme, "x", words.format(path=one_line(path)), row)
        remove.clicked.connect(lambda: self.remove_requested.emit(path))
        self.removers[path] = remove
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(measures.GAP_XS)
        line.addWidget(label, 1)
        line.addWidget(remove)
        return row
