"""The one thread that owns the conversation store."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from assistant.core.ports import ConversationStore
from assistant.workers.owner_thread import OwnerThread


class StoreThread(OwnerThread[ConversationStore]):
    """See `OwnerThread`. What a person said goes before everything else, so it does nothing long:
    documents have a `LibraryThread`."""

    def __init__(
        self, open_store: Callable[[], ConversationStore], parent: QObject | None = None
    ) -> None:
        super().__init__(open_store, parent)
        self.setObjectName("store thread")
