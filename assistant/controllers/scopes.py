"""What the shown conversation is answered from: documents and collections beside the composer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from assistant.controllers.chat import ChatController
from assistant.controllers.embedding import EmbeddingModel
from assistant.controllers.engine_steps import Errand
from assistant.controllers.reading import DocumentReading
from assistant.core.collection import Collection
from assistant.core.document_ports import LibraryStore
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef, Scope
from assistant.core.remote.consent import DOCUMENTS
from assistant.workers.library_thread import LibraryThread


class ScopeKeeper(QObject):
    """Window thread. A document joins the scope (`chat.scope`) once it is read and indexed.

    What is on its way when another conversation is shown is taken up when this one is shown
    again. `chat.steps` must be served by the library and a pool.

    changed()            `reading.files`, the scope or the names of its collections changed
    refused(UserError)   something could not be added; the rest goes on
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(
        self,
        make_reading: Callable[[], DocumentReading],
        chat: ChatController,
        library: LibraryThread,
        embedding: EmbeddingModel | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`embedding` lets documents of the scope be found by meaning as well."""
        super().__init__(parent)
        self.reading = make_reading()
        """Documents that are on their way into the scope; those that arrived leave it."""
        self._chat = chat
        self._library = library
        self._embedding = embedding
        self._prepared: set[str] = set()
        self._owner = chat.conversation_id
        self._left: dict[int, list[str]] = {}
        self._arriving: dict[int, Errand] = {}
        self._known: dict[int, Collection] = {}
        self._asked = 0
        self.reading.changed.connect(self._on_reading)
        self.reading.refused.connect(self.refused)
        chat.opened.connect(self._on_opened)
        chat.conversation_changed.connect(self._on_conversation)

    @property
    def documents(self) -> tuple[DocumentRef, ...]:
        return self._chat.scope.documents

    @property
    def collections(self) -> tuple[Collection, ...]:
        numbers = self._chat.scope.collections
        return tuple(self._known[number] for number in numbers if number in self._known)

    # --- commands --------------------------------------------------------------------------

    def add_paths(self, paths: Sequence[str]) -> None:
        """Read and index files, and answer from them from the next question on."""
        self.reading.add_paths(paths)

    def add_text(self, text: str, name: str = "") -> None:
        self.reading.add_text(text, name)

    def add_documents(self, documents: Sequence[DocumentRef]) -> None:
        """Answer from documents that are kept already."""
        scope = self._chat.scope
        known = {document.sha256: document for document in (*scope.documents, *documents)}
        self._set(tuple(known.values()), scope.collections)

    def add_collection(self, collection_id: int) -> None:
        scope = self._chat.scope
        self._set(scope.documents, tuple(dict.fromkeys((*scope.collections, collection_id))))

    def remove_document(self, sha256: str) -> None:
        scope = self._chat.scope
        kept = tuple(each for each in scope.documents if each.sha256 != sha256)
        self._set(kept, scope.collections)

    def remove_collection(self, collection_id: int) -> None:
        scope = self._chat.scope
        kept = tuple(each for each in scope.collections if each != collection_id)
        self._set(scope.documents, kept)

    def clear(self) -> None:
        """Answer from the model alone again."""
        self._stop_arrivals()
        self.reading.clear()
        self._set((), ())

    @Slot()
    def refresh(self) -> None:
        """Collections were renamed, made or deleted."""
        self._read_collections()

    def _set(self, documents: tuple[DocumentRef, ...], collections: tuple[int, ...]) -> None:
        scope = Scope(documents=documents, collections=collections)
        if scope != self._chat.scope:
            self._chat.set_scope(scope)  # `conversation_changed` follows

    # --- documents on their way ------------------------------------------------------------

    @Slot()
    def _on_reading(self) -> None:
        there = {file.number for file in self.reading.files}
        for number in self._arriving.keys() - there:
            self._chat.steps.cancel(self._arriving.pop(number))
        for file in self.reading.files:
            if file.document is not None and file.number not in self._arriving:
                self._arrive(file.number, file.document)
        self.changed.emit()

    def _arrive(self, number: int, document: DocumentRef) -> None:
        from assistant.core.asked_scope import indexed  # the window starts without it

        errand = Errand(
            indexed(document.sha256),
            partial(self._on_arrived, number, document),
            partial(self._on_not_indexed, number, document),
            place=DOCUMENTS,
        )
        self._arriving[number] = errand
        self._chat.steps.start(errand)

    def _on_arrived(self, number: int, document: DocumentRef, index: int | None) -> None:
        self._arriving.pop(number, None)
        if index is None:
            self.refused.emit(_gone(document.name))
        else:
            self.add_documents([document])
        self.reading.remove(number)

    def _on_not_indexed(self, number: int, document: DocumentRef, error: UserError) -> None:
        """It is kept, so a question indexes it later, if that is possible then."""
        self.refused.emit(error)
        self._on_arrived(number, document, 0)

    def _stop_arrivals(self) -> None:
        arriving, self._arriving = self._arriving, {}
        for errand in arriving.values():
            self._chat.steps.cancel(errand)

    # --- the conversation ------------------------------------------------------------------

    @Slot(object)
    def _on_opened(self, _opened: object) -> None:
        shown = self._chat.conversation_id
        if shown != self._owner or shown is None:
            files = self.reading.files
            left = [file.path for file in files if file.path and file.phase != "failed"]
            if left and self._owner is not None:
                self._left[self._owner] = left
            self._owner = shown
            self._stop_arrivals()
            self.reading.clear()
            again = [] if shown is None else self._left.pop(shown, [])
            if again:
                self.reading.add_paths(again)
        self._read_collections()

    @Slot(object)
    def _on_conversation(self, _conversation: object) -> None:
        if self._owner is None:
            self._owner = self._chat.conversation_id
        if any(number not in self._known for number in self._chat.scope.collections):
            self._read_collections()
        for document in self._chat.scope.documents:
            self._prepare(document.sha256)
        self.changed.emit()

    def _prepare(self, sha256: str) -> None:
        """Have a long document ready for questions by the time somebody asks; once."""
        if self._embedding is None or sha256 in self._prepared:
            return
        from assistant.core.asked_scope import prepared

        self._prepared.add(sha256)
        forget = partial(self._on_not_prepared, sha256)
        steps = prepared(sha256, self._embedding.ensure)
        self._chat.steps.start(Errand(steps, _done, forget, place=DOCUMENTS))

    def _on_not_prepared(self, sha256: str, _error: UserError) -> None:
        """A question does what is missing, and tells what cannot be done."""
        self._prepared.discard(sha256)

    def _read_collections(self) -> None:
        self._asked += 1
        if not self._chat.scope.collections:
            self.changed.emit()
            return

        def read(library: LibraryStore) -> list[Collection]:
            return library.collections.list_collections()

        self._library.submit(read, partial(self._on_collections, self._asked), self.refused.emit)

    def _on_collections(self, asked: int, collections: list[Collection]) -> None:
        """A collection that was deleted leaves the scope."""
        if asked != self._asked:
            return
        self._known = {collection.id: collection for collection in collections}
        scope = self._chat.scope
        there = tuple(number for number in scope.collections if number in self._known)
        if there != scope.collections:
            self._set(scope.documents, there)
        self.changed.emit()


def _done(_nothing: None) -> None:
    """Nobody waits for what is prepared."""


def _gone(name: str) -> UserError:
    text = QCoreApplication.translate("Scopes", "“{name}” is no longer kept.")
    hint = QCoreApplication.translate("Scopes", "Add it again.")
    return UserError("not_found", text.format(name=name), hint)
