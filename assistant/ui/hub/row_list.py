"""What the hub's lists have in common: rows behind a model, and how a list of them behaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QStyledItemDelegate

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class RowModel(QAbstractListModel, Generic[Row]):
    """Window thread. `same_as` tells of a row which thing it is about."""

    def __init__(self, same_as: Callable[[Row], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._same_as = same_as
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these alone; the same things again (with other words) keep the cursor."""
        if list(map(self._same_as, rows)) == list(map(self._same_as, self._rows)):
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)


def set_up(
    view: QListView, name: str, model: QAbstractListModel, delegate: QStyledItemDelegate
) -> None:
    """Have `view`, called `name`, show the rows of `model`: of one size, scrolled smoothly."""
    view.setAccessibleName(name)
    view.setModel(model)
    delegate.setParent(view)
    view.setItemDelegate(delegate)
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
