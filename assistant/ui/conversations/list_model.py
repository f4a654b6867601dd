"""The rows of the conversation list: headings and conversations, or what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from assistant.core.day_groups import grouped
from assistant.core.display_text import one_line
from assistant.core.entities import ConversationSummary, SearchHit
from assistant.ui.words import group_text, title_text

Index = QModelIndex | QPersistentModelIndex
_USER_ROLE = int(Qt.ItemDataRole.UserRole)


class Role(IntEnum):
    """What a row can be asked for besides its text."""

    KIND = _USER_ROLE + 1
    CONVERSATION = _USER_ROLE + 2
    PINNED = _USER_ROLE + 3
    MESSAGE = _USER_ROLE + 4
    SNIPPET = _USER_ROLE + 5
    SPANS = _USER_ROLE + 6


HEADING, ROW, HIT = "heading", "row", "hit"


class ConversationModel(QAbstractListModel):
    """Rows are strings (headings), `ConversationSummary` or `SearchHit`.

    `renamed(int, str)`: a person typed another title into a row.
    """

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str | ConversationSummary | SearchHit] = []

    def show_conversations(self, rows: Sequence[ConversationSummary], today: date) -> None:
        """Pinned, Today, Yesterday, … with their conversations."""
        self.beginResetModel()
        self._rows = []
        for group, members in grouped(rows, today):
            self._rows.append(group_text(group))
            self._rows.extend(members)
        self.endResetModel()

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        self.beginResetModel()
        self._rows = list(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self._rows[index.row()]
        if isinstance(row, str):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if isinstance(row, ConversationSummary) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if isinstance(row, str):
            return _heading_data(row, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return title_text(one_line(row.title))
        if role == Qt.ItemDataRole.EditRole:
            return one_line(row.title)
        return _hit_data(row, role) if isinstance(row, SearchHit) else _row_data(row, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, ConversationSummary):
            return False
        if str(value) != one_line(row.title):
            self.renamed.emit(row.id, str(value))
        return True

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        """The row of a conversation; invalid when it is not in the list."""
        for number, row in enumerate(self._rows):
            if isinstance(row, ConversationSummary) and row.id == conversation_id:
                return self.index(number)
        return QModelIndex()

    def conversation_ids(self) -> list[int]:
        """The conversations from top to bottom."""
        return [row.id for row in self._rows if isinstance(row, ConversationSummary)]


def _heading_data(text: str, role: int) -> Any:
    return {
        Qt.ItemDataRole.DisplayRole: text,
        Qt.ItemDataRole.AccessibleTextRole: text,
        Role.KIND: HEADING,
    }.get(role)


def _row_data(row: ConversationSummary, role: int) -> Any:
    return {Role.KIND: ROW, Role.CONVERSATION: row.id, Role.PINNED: row.pinned}.get(role)


def _hit_data(hit: SearchHit, role: int) -> Any:
    return {
        Role.KIND: HIT,
        Role.CONVERSATION: hit.conversation_id,
        Role.PINNED: False,
        Role.MESSAGE: hit.message_id,
        Role.SNIPPET: hit.snippet,
        Role.SPANS: hit.spans,
        Qt.ItemDataRole.AccessibleDescriptionRole: hit.snippet,
    }.get(role)
