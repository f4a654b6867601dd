"""What the library of documents takes on this machine, and forgetting all of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.controllers.collections import CollectionsController
from assistant.core.document_ports import DocumentReader, LibraryStore
from assistant.core.errors import UserError
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool


class LibraryFacts(msgspec.Struct, frozen=True, kw_only=True):
    """`characters` of all texts together; `file_bytes` is the size of the whole database."""

    documents: int = 0
    characters: int = 0
    file_bytes: int = 0


class ReadingFacts(msgspec.Struct, frozen=True):
    """Whether pages that are only pictures can be read, and in which languages (codes)."""

    can_recognise: bool = False
    languages: tuple[str, ...] = ()


class LibraryCare(QObject):
    """Window thread. Measure only for someone to see.

    measured(LibraryFacts)       follows `measure` and `forget_all`
    looked(ReadingFacts)         follows `look`
    forgetting(int, int)         documents forgotten so far, of all
    failed(UserError)            something was not forgotten; the rest was
    """

    measured = Signal(object)
    looked = Signal(object)
    forgetting = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self,
        library: LibraryThread,
        collections: CollectionsController,
        reader: DocumentReader,
        pool: TaskPool,
        database: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._collections = collections
        self._reader = reader
        self._pool = pool
        self._database = database
        self._left = 0
        self._all = 0

    @property
    def busy(self) -> bool:
        """Whether documents are being forgotten."""
        return self._left > 0

    def measure(self) -> None:
        database = self._database

        def look(store: LibraryStore) -> LibraryFacts:
            kept = store.documents.list_documents()
            return LibraryFacts(
                documents=len(kept),
                characters=sum(document.characters for document in kept),
                file_bytes=_size(database),
            )

        self._library.submit(look, self.measured.emit, self.failed.emit)

    def look(self) -> None:
        """Ask what can be read here; the answer may take a program to start."""
        reader = self._reader

        def look() -> ReadingFacts:
            return ReadingFacts(reader.can_recognise(), reader.recognised_languages())

        self._pool.run(look, self.looked.emit, self.failed.emit)

    def forget_all(self) -> None:
        """Forget every collection, document and summary for good; no file is touched."""
        if self.busy:
            return

        def forget_collections(store: LibraryStore) -> list[str]:
            for collection in store.collections.list_collections():
                store.collections.delete(collection.id)
            return [document.sha256 for document in store.documents.list_documents()]

        self._left = 1
        for state in self._collections.states:
            self._collections.set_paused(state.collection.id, True)  # nothing is read meanwhile
        self._library.submit(forget_collections, self._forget, self._on_failed)

    def _forget(self, documents: list[str]) -> None:
        """One piece of work for each, so that what somebody waits for comes in between."""
        self._collections.load()
        self._left = self._all = len(documents)
        for sha256 in documents:
            self._library.submit(
                partial(_forget_document, sha256),
                self._on_forgotten,
                self._on_failed,
                background=True,
            )
        if not documents:
            self._finish()

    def _on_forgotten(self, _result: object) -> None:
        self._left -= 1
        self.forgetting.emit(self._all - self._left, self._all)
        if not self._left:
            self._finish()

    def _on_failed(self, error: UserError) -> None:
        self.failed.emit(error)
        self._on_forgotten(None)

    def _finish(self) -> None:
        self._collections.load_kept()
        self.measure()


def _forget_document(sha256: str, store: LibraryStore) -> None:
    store.documents.delete_document(sha256)


def _size(database: Path) -> int:
    """Bytes of a database with what is written beside it; 0 where there is none."""
    beside = (database, database.with_name(database.name + "-wal"))
    return sum(path.stat().st_size for path in beside if path.exists())
