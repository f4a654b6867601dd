"""The files of a collection as rows: any number of them, drawn only where they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from assistant.core.collection import CollectionFile
from assistant.ui.documents import library_words as words
from assistant.ui.documents.row_painting import TwoLineDelegate

Index = QModelIndex | QPersistentModelIndex
_LOOKS = {
    "waiting": ("clock", "secondary"),
    "read": ("check", "good"),
    "failed": ("alert", "danger"),
    "missing": ("x", "caution"),
}


class FileRole(IntEnum):
    """What a row can be asked for besides its text."""

    FILE = int(Qt.ItemDataRole.UserRole) + 1
    LINE = int(Qt.ItemDataRole.UserRole) + 2


def _spoken(file: CollectionFile, roots: Sequence[str]) -> str:
    """For a screen reader: name, state, why."""
    failed = f"{words.state_text('failed')}. " if file.state == "failed" else ""
    line = words.file_line(file, roots).replace(words.DOT, ", ")
    return f"{words.file_name(file.path)}: {failed}{line}"


_TOLD: dict[int, Callable[[CollectionFile, Sequence[str]], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda file, _roots: words.file_name(file.path),
    Qt.ItemDataRole.ToolTipRole: lambda file, roots: f"{file.path}\n{words.file_line(file, roots)}",
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    FileRole.FILE: lambda file, _roots: file,
    FileRole.LINE: words.file_line,
}


class FileModel(QAbstractListModel):
    """Window thread. Shows those of the files that the filter lets through."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[CollectionFile] = []
        self._roots: tuple[str, ...] = ()
        self._rows: list[CollectionFile] = []
        self._wanted = ""
        self._only_problems = False

    def show_files(self, files: Sequence[CollectionFile], roots: Sequence[str] = ()) -> None:
        """`roots` are what the places of the files are told from."""
        self._all, self._roots = list(files), tuple(roots)
        self._filter()

    def set_filter(self, wanted: str, only_problems: bool) -> None:
        """Only files with `wanted` in their path, and only failed and missing ones."""
        self._wanted, self._only_problems = wanted.casefold(), only_problems
        self._filter()

    def _filter(self) -> None:
        rows = [file for file in self._all if self._lets_through(file)]
        if [file.path for file in rows] == [file.path for file in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _lets_through(self, file: CollectionFile) -> bool:
        if self._only_problems and file.state not in ("failed", "missing"):
            return False
        return not self._wanted or self._wanted in file.path.casefold()

    @property
    def problems(self) -> int:
        """How many files could not be read or are gone, filter or not."""
        return sum(file.state in ("failed", "missing") for file in self._all)

    @property
    def total(self) -> int:
        """How many files there are, filter or not."""
        return len(self._all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file = self._rows[index.row()]
        told = _TOLD.get(role)
        return None if told is None else told(file, self._roots)

    def row_of(self, path: str) -> QModelIndex:
        """The row of a file; invalid when it is not shown."""
        for row, file in enumerate(self._rows):
            if file.path == path:
                return self.index(row)
        return QModelIndex()


class FileDelegate(TwoLineDelegate):
    """Name and state of a file, with an icon for the state."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        file: CollectionFile = index.data(FileRole.FILE)
        icon, role = _LOOKS[file.state]
        inside = self.paint_background(painter, option)
        room = self.paint_icon(painter, inside, icon, role)
        lines = (str(index.data()), str(index.data(FileRole.LINE)))
        tone = role if file.state in ("failed", "missing") else "secondary"
        self.paint_lines(painter, room, lines, tone)
