"""The one thread that owns the library: documents, passages and collections."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from assistant.core.document_ports import LibraryStore
from assistant.workers.owner_thread import OwnerThread


class LibraryThread(OwnerThread[LibraryStore]):
    """See `OwnerThread`. Its store is another connection to the database of the `StoreThread`.

    Start it when the conversations are open. Before a backup takes the place of the database,
    `release` it, then reopen the conversations, then this.
    """

    def __init__(
        self, open_library: Callable[[], LibraryStore], parent: QObject | None = None
    ) -> None:
        super().__init__(open_library, parent)
        self.setObjectName("library thread")
