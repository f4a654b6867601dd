"""What the shown conversation is answered from: documents and collections beside the composer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from assistant.controllers.chat import ChatController
from assistant.controllers.reading import DocumentReading
from assistant.core.collection import Collection
from assistant.core.grounding import DocumentRef
from assistant.workers.store_thread import StoreThread


class ScopeKeeper(QObject):
    """Window thread. A document joins the scope (`chat.scope`) once it is read and indexed.

    changed()            `reading.files`, the scope or the names of its collections changed
    refused(UserError)   something could not be added; the rest goes on
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(
        self,
        make_reading: Callable[[], DocumentReading],
        chat: ChatController,
        library: StoreThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.reading = make_reading()
        """Documents that are on their way into the scope; those that arrived leave it."""

    @property
    def documents(self) -> tuple[DocumentRef, ...]:
        raise NotImplementedError

    @property
    def collections(self) -> tuple[Collection, ...]:
        raise NotImplementedError

    def add_paths(self, paths: Sequence[str]) -> None:
        """Read and index files, and answer from them from the next question on."""
        raise NotImplementedError

    def add_text(self, text: str, name: str = "") -> None:
        raise NotImplementedError

    def add_documents(self, documents: Sequence[DocumentRef]) -> None:
        """Answer from documents that are kept already."""
        raise NotImplementedError

    def add_collection(self, collection_id: int) -> None:
        raise NotImplementedError

    def remove_document(self, sha256: str) -> None:
        raise NotImplementedError

    def remove_collection(self, collection_id: int) -> None:
        raise NotImplementedError

    def clear(self) -> None:
        """Answer from the model alone again."""
        raise NotImplementedError
