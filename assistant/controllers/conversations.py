"""The list of conversations: load, name, pin, delete with undo, search."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.controllers.saved_states import note_gone
from assistant.core.entities import ConversationSummary, SearchHit
from assistant.core.errors import UserError
from assistant.core.ports import ConversationStore
from assistant.workers.store_thread import StoreThread

UNDO_S = 30 * 24 * 3600.0
"""Deleted conversations can be brought back for thirty days."""


class ConversationList(QObject):
    """What the list shows, and what a person does to its rows.

    `changed(list[ConversationSummary])`: pinned first, then the latest first.
    `search_finished(str query, list[SearchHit])`: for the latest query alone.
    `deleted(ConversationSummary)`: it is gone from the list and can be brought back.
    `purged(list[int])`: these are gone for good.
    `failed(UserError)`: nothing was changed.
    """

    changed = Signal(list)
    search_finished = Signal(str, list)
    deleted = Signal(object)
    purged = Signal(list)
    restored = Signal(int)
    failed = Signal(object)

    def __init__(self, store: StoreThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.rows: list[ConversationSummary] = []
        self._query = ""
        self._last_deleted: int | None = None

    def load(self) -> None:
        self._store.submit(lambda store: store.list_conversations(), self._on_rows, self._fail)

    def rename(self, conversation_id: int, title: str) -> None:
        """An empty title goes back to the one that follows from the first message."""
        self._store.submit(
            lambda store: store.rename(conversation_id, title.strip()), self._on_changed, self._fail
        )

    def set_pinned(self, conversation_id: int, pinned: bool) -> None:
        self._store.submit(
            lambda store: store.set_pinned(conversation_id, pinned), self._on_changed, self._fail
        )

    def delete(self, conversation_id: int) -> None:
        row = next((row for row in self.rows if row.id == conversation_id), None)
        if row is None:
            return

        def done(_result: None) -> None:
            self._last_deleted = conversation_id
            self.deleted.emit(row)
            self.load()

        self._store.submit(
            lambda store: store.delete_conversation(conversation_id), done, self._fail
        )

    def undo_delete(self, conversation_id: int | None = None) -> None:
        """Bring back `conversation_id`, or the last one that was deleted."""
        wanted = self._last_deleted if conversation_id is None else conversation_id
        if wanted is None:
            return

        def done(_result: object) -> None:
            self._last_deleted = None
            self.load()
            self.restored.emit(wanted)

        self._store.submit(lambda store: store.restore_conversation(wanted), done, self._fail)

    def search(self, query: str) -> None:
        """Search titles and messages; an older query that is still running is forgotten."""
        self._query = query
        if not query.strip():
            self.search_finished.emit(query, [])
            return

        def done(hits: list[SearchHit]) -> None:
            if query == self._query:
                self.search_finished.emit(query, hits)

        self._store.submit(lambda store: store.search(query), done, self._fail)

    def purge(self) -> None:
        """Remove for good what was deleted longer ago than it can be brought back."""

        def remove(store: ConversationStore) -> list[int]:
            gone = store.purgeable(UNDO_S)
            note_gone(store, gone)
            store.purge_deleted(UNDO_S)
            return gone

        self._store.submit(remove, self.purged.emit)

    def _on_rows(self, rows: list[ConversationSummary]) -> None:
        self.rows = rows
        self.changed.emit(rows)

    def _on_changed(self, _conversation: object) -> None:
        self.load()

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error)
