"""The terms of a glossary as a table: ten thousand rows are edited and searched as fast as ten."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from assistant.core.display_text import one_line, storable
from assistant.core.translation.glossary import Term

SOURCE, TARGET, KEEP, NOTE = range(4)
_Index = QModelIndex | QPersistentModelIndex
_LONGEST = 500


class TermModel(QAbstractTableModel):
    """`edited()`: a person changed a term. Shown are the terms that match what is searched."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._terms: list[Term] = []
        self._rows: list[int] = []
        self._wanted = ""

    # --- what is shown ---------------------------------------------------------------------

    def show(self, terms: tuple[Term, ...]) -> None:
        """Show these terms instead."""
        if list(terms) != self._terms:
            self.beginResetModel()
            self._terms = list(terms)
            self._find()
            self.endResetModel()

    def search(self, text: str) -> None:
        """Show only terms with `text` in them, whatever its case."""
        wanted = text.strip().casefold()
        if wanted != self._wanted:
            self.beginResetModel()
            self._wanted = wanted
            self._find()
            self.endResetModel()

    def _find(self) -> None:
        wanted = self._wanted
        self._rows = [
            number
            for number, term in enumerate(self._terms)
            if not wanted or wanted in f"{term.source}\n{term.target}\n{term.note}".casefold()
        ]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All of them that have something in them."""
        return tuple(term for term in self._terms if term.source or term.target)

    def term(self, row: int) -> Term:
        return self._terms[self._rows[row]]

    # --- Qt's questions --------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Term"), self.tr("Translation"), self.tr("Keep"), self.tr("Note"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        term, column = self.term(index.row()), index.column()
        if column == KEEP:
            return self._keep_data(term, role)
        text = (term.source, term.target, "", term.note)[column]
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            if column == TARGET and term.keep:
                return one_line(term.source)
            return one_line(text)
        return None

    def _keep_data(self, term: Term, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if term.keep else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Leave this term as it is")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("not translated") if term.keep else self.tr("translated")
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == KEEP:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == TARGET and self.term(index.row()).keep:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        term, column = self.term(index.row()), index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == KEEP:
            changed = msgspec.structs.replace(
                term, keep=Qt.CheckState(value) == Qt.CheckState.Checked
            )
        elif role == Qt.ItemDataRole.EditRole and column != KEEP:
            text = one_line(storable(str(value)), _LONGEST)
            field = ("source", "target", "", "note")[column]
            changed = msgspec.structs.replace(term, **{field: text})
        else:
            return False
        if changed == term:
            return False
        self._terms[self._rows[index.row()]] = changed
        first = self.index(index.row(), 0)
        self.dataChanged.emit(first, self.index(index.row(), 3))
        self.edited.emit()
        return True

    # --- rows ------------------------------------------------------------------------------

    def add(self) -> int:
        """An empty term at the top; its row. Nothing is kept of it until it is filled in."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._terms.insert(0, Term(source=""))
        self._rows = [0, *(row + 1 for row in self._rows)]
        self.endInsertRows()
        return 0

    def remove(self, rows: list[int]) -> list[tuple[int, Term]]:
        """Take the terms of these rows out; their places and what they were, for `put_back`."""
        numbers = sorted(self._rows[row] for row in rows)
        gone = [(number, self._terms[number]) for number in numbers]
        if gone:
            taken = set(numbers)
            self.beginResetModel()
            self._terms = [t for number, t in enumerate(self._terms) if number not in taken]
            self._find()
            self.endResetModel()
            self.edited.emit()
        return gone

    def put_back(self, gone: list[tuple[int, Term]]) -> None:
        """Undo `remove`."""
        self.beginResetModel()
        for number, term in gone:
            self._terms.insert(min(number, len(self._terms)), term)
        self._find()
        self.endResetModel()
        self.edited.emit()
