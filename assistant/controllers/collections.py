"""Collections of documents: kept up to date in the background, one file at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers import collection_words as words
from assistant.controllers.embedding import EmbeddingModel
from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.live_collection import Live
from assistant.core.collection import Collection, CollectionFile
from assistant.core.document_ports import DocumentReader, LibraryStore
from assistant.core.errors import UserError
from assistant.core.remote.consent import DOCUMENTS
from assistant.core.summary_job import StoredDocument, SummaryJob
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.controllers.collection_upkeep import Upkeep

Work: TypeAlias = Literal["", "looking", "reading", "embedding"]

_TELL_MS = 50


class CollectionState(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as it is shown.

    `read` of `total` files are searched, `failed` cannot be read, `missing` are gone. `work`
    says what is done now, `current` with which file; `seconds_left` None while nothing is
    measured. `embedded` of `passages` passages are also found by meaning, 0 of 0 where there
    is no embedding model.
    """

    collection: Collection
    total: int = 0
    read: int = 0
    failed: int = 0
    missing: int = 0
    work: Work = ""
    current: str = ""
    seconds_left: float | None = None
    embedded: int = 0
    passages: int = 0


class CollectionsController(QObject):
    """Window thread.

    At start and when a collection is opened its files are looked up: new and changed ones are
    read again, others not. Somebody's answer always comes first.

    changed()                 `states` changed
    listed()                  there are other collections, or one has another name
    files_changed(int)        the files of the opened collection changed
    documents_changed()       kept documents or summaries changed (see `load_kept`)
    failed(UserError)         something could not be done; the sentence is for the person
    deleted(Collection)       it is gone; `restore` brings it back
    """

    changed = Signal()
    listed = Signal()
    files_changed = Signal(int)
    documents_changed = Signal()
    failed = Signal(object)
    deleted = Signal(object)

    def __init__(
        self,
        reader: DocumentReader,
        library: LibraryThread,
        pool: TaskPool,
        steps: EngineSteps,
        embedding: EmbeddingModel,
        parent: QObject | None = None,
    ) -> None:
        """`pool` has a thread that may wait for a reading."""
        super().__init__(parent)
        self.states: list[CollectionState] = []
        self.files: list[CollectionFile] = []
        """Those of the opened collection."""
        self.documents: list[StoredDocument] = []
        self.summaries: list[SummaryJob] = []
        self._reader = reader
        self._library = library
        self._steps = steps.apart(library, pool, self)
        self._embedding = embedding
        self._live: dict[int, Live] = {}
        self._opened: int | None = None
        self._queue: deque[int] = deque()
        self._running: tuple[int, Upkeep, Errand] | None = None
        self._kept_is_known = False
        self._over = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TELL_MS)
        self._pause.timeout.connect(self._tell)
        embedding.changed.connect(self._on_embedding)

    # --- what there is ---------------------------------------------------------------------

    def load(self) -> None:
        """Read the collections and begin to bring them up to date."""

        def read(library: LibraryStore) -> list[tuple[Collection, list[CollectionFile]]]:
            found = library.collections.list_collections()
            return [(each, library.collections.files(each.id)) for each in found]

        self._library.submit(read, self._on_loaded, self.failed.emit)

    def load_kept(self) -> None:
        """Read which documents and summaries are kept; `documents_changed` follows."""
        self._kept_is_known = True

        def read(library: LibraryStore) -> tuple[list[StoredDocument], list[SummaryJob]]:
            return library.documents.list_documents(), library.documents.list_jobs()

        self._library.submit(read, self._on_kept, self.failed.emit)

    def open(self, collection_id: int | None) -> None:
        """Follow the files of this collection, after looking for changes."""
        self._opened = collection_id
        self._tell()
        if collection_id is not None:
            self._enqueue(collection_id, first=True)

    def _on_loaded(self, found: list[tuple[Collection, list[CollectionFile]]]) -> None:
        for collection, files in found:
            live = self._live.setdefault(collection.id, Live(collection))
            live.collection = collection
            live.files = {file.path: file for file in files}
        for gone in self._live.keys() - {collection.id for collection, _files in found}:
            del self._live[gone]
        self._tell()
        for number in list(self._live):
            self._enqueue(number)

    def _on_kept(self, kept: tuple[list[StoredDocument], list[SummaryJob]]) -> None:
        self.documents, self.summaries = kept
        self.documents_changed.emit()

    # --- changes ---------------------------------------------------------------------------

    def create(self, name: str, roots: Sequence[str]) -> None:
        """A name that is empty becomes that of the first root."""
        places = _places(roots)
        named = name.strip() or (Path(places[0]).name if places else "") or words.unnamed()
        self._change(lambda library: library.collections.create(named, places))

    def rename(self, collection_id: int, name: str) -> None:
        if name.strip():
            named = name.strip()
            self._change(lambda library: library.collections.rename(collection_id, named))

    def add_roots(self, collection_id: int, roots: Sequence[str]) -> None:
        live = self._live.get(collection_id)
        if live is not None:
            self._set_roots(collection_id, [*live.collection.roots, *_places(roots)])

    def remove_root(self, collection_id: int, root: str) -> None:
        live = self._live.get(collection_id)
        if live is not None:
            self._set_roots(collection_id, [each for each in live.collection.roots if each != root])

    def set_paused(self, collection_id: int, paused: bool) -> None:
        live = self._live.get(collection_id)
        if paused and live is not None:
            live.collection = msgspec.structs.replace(live.collection, paused=True)
            self._stop(collection_id)
        self._change(lambda library: library.collections.set_paused(collection_id, paused))

    def refresh(self, collection_id: int) -> None:
        """Look for changed files now; those that could not be read are tried again."""
        live = self._live.get(collection_id)
        if live is not None:
            live.tries_failed = True
            self._stop(collection_id)
            self._enqueue(collection_id, first=True)

    def delete(self, collection_id: int) -> None:
        self._stop(collection_id)
        self._library.submit(
            lambda library: library.collections.delete(collection_id),
            partial(self._on_deleted, collection_id),
            self.failed.emit,
        )

    def restore(self, collection: Collection) -> None:
        """Undo of `delete`: it has the id it had, so that conversations find it again."""
        self._change(lambda library: library.collections.restore(collection))

    def delete_document(self, sha256: str) -> None:
        """Forget a kept document for good: its text, passages, vectors and summaries."""

        def delete(library: LibraryStore) -> list[tuple[Collection, list[CollectionFile]]]:
            library.documents.delete_document(sha256)
            found = library.collections.list_collections()
            return [(each, library.collections.files(each.id)) for each in found]

        self._library.submit(delete, self._on_document_deleted, self.failed.emit)

    def delete_summary(self, job_id: int) -> None:
        self._library.submit(
            lambda library: library.documents.delete_job(job_id),
            lambda _nothing: self.load_kept(),
            self.failed.emit,
        )

    def shut_down(self) -> None:
        """Stop; what is half read is read again the next time."""
        self._over = True
        self._queue.clear()
        self._pause.stop()
        if self._running is not None:
            self._stop(self._running[0])

    def _set_roots(self, collection_id: int, roots: Sequence[str]) -> None:
        self._change(lambda library: library.collections.set_roots(collection_id, roots))

    def _change(self, work: Callable[[LibraryStore], Collection]) -> None:
        self._library.submit(work, self._on_changed, self.failed.emit)

    def _on_changed(self, collection: Collection) -> None:
        live = self._live.setdefault(collection.id, Live(collection))
        other_roots = live.collection.roots != collection.roots
        live.collection = collection
        if other_roots:
            self._stop(collection.id)
        self._tell()
        self._enqueue(collection.id, first=True)

    def _on_deleted(self, collection_id: int, _nothing: None) -> None:
        live = self._live.pop(collection_id, None)
        if self._opened == collection_id:
            self._opened = None
        self._tell()
        if live is not None:
            self.deleted.emit(live.collection)

    def _on_document_deleted(self, found: list[tuple[Collection, list[CollectionFile]]]) -> None:
        for collection, files in found:
            live = self._live.get(collection.id)
            if live is not None:
                live.files = {file.path: file for file in files}
        self._tell()
        self.load_kept()

    # --- bringing them up to date ----------------------------------------------------------

    def _enqueue(self, collection_id: int, *, first: bool = False) -> None:
        live = self._live.get(collection_id)
        running = self._running is not None and self._running[0] == collection_id
        if self._over or live is None or live.collection.paused or running:
            return
        if collection_id in self._queue:
            self._queue.remove(collection_id)
        if first:
            self._queue.appendleft(collection_id)
        else:
            self._queue.append(collection_id)
        self._next()

    def _next(self) -> None:
        if self._running is not None or not self._queue or self._over:
            return
        from assistant.controllers.collection_upkeep import Upkeep  # the window starts without it

        number = self._queue.popleft()
        live = self._live.get(number)
        if live is None or live.collection.paused:
            self._next()
            return
        upkeep = Upkeep(live, self._reader, self._embedding, self._tell_soon, self.failed.emit)
        errand = Errand(
            upkeep.course(),
            partial(self._on_done, upkeep),
            partial(self._on_failed, upkeep),
            place=DOCUMENTS,
        )
        self._running = (number, upkeep, errand)
        self._steps.start(errand)

    def _stop(self, collection_id: int) -> None:
        """End what is done for a collection; what is read so far stays."""
        if collection_id in self._queue:
            self._queue.remove(collection_id)
        if self._running is None or self._running[0] != collection_id:
            return
        _number, upkeep, errand = self._running
        upkeep.stop()
        self._steps.cancel(errand)
        self._ended(upkeep)

    def _on_done(self, upkeep: Upkeep, _nothing: None) -> None:
        self._ended(upkeep)

    def _on_failed(self, upkeep: Upkeep, error: UserError) -> None:
        """Nothing can be kept: the other collections would fare no better."""
        self._queue.clear()
        self._ended(upkeep)
        if error.kind != "not_found":  # it was deleted meanwhile
            self.failed.emit(error)

    def _ended(self, upkeep: Upkeep) -> None:
        running, self._running = self._running, None
        live = self._live.get(running[0]) if running is not None else None
        if live is not None:
            live.work, live.current, live.seconds_left = "", "", None
        self._tell()
        if upkeep.read and self._kept_is_known and not self._over:
            self.load_kept()
        if not self._over:
            QTimer.singleShot(0, self, self._next)

    @Slot()
    def _on_embedding(self) -> None:
        """Another model: what was not embedded by it is."""
        key = self._embedding.key
        for number, live in self._live.items():
            if key and live.embedded_by != key:
                self._enqueue(number)

    # --- telling ---------------------------------------------------------------------------

    def _tell_soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        found = sorted(self._live.values(), key=_by_name)
        before = [(state.collection.id, state.collection.name) for state in self.states]
        self.states = [_state(live) for live in found]
        opened = self._live.get(self._opened) if self._opened is not None else None
        self.files = [] if opened is None else sorted(opened.files.values(), key=lambda f: f.path)
        self.changed.emit()
        if opened is not None:
            self.files_changed.emit(opened.collection.id)
        if before != [(live.collection.id, live.collection.name) for live in found]:
            self.listed.emit()


def _by_name(live: Live) -> tuple[str, int]:
    return live.collection.name.casefold(), live.collection.id


def _state(live: Live) -> CollectionState:
    return CollectionState(
        collection=live.collection,
        total=len(live.files),
        read=live.count("read"),
        failed=live.count("failed"),
        missing=live.count("missing"),
        work=live.work,
        current=live.current,
        seconds_left=live.seconds_left,
        embedded=live.embedded,
        passages=live.passages,
    )


def _places(roots: Sequence[str]) -> list[str]:
    """Absolute paths; links stay what the person named."""
    return list(dict.fromkeys(os.path.abspath(Path(root).expanduser()) for root in roots))  # noqa: PTH100
