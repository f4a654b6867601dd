"""Collections of documents: kept up to date in the background, one file at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.collection import Collection, CollectionFile
from assistant.core.summary_job import StoredDocument, SummaryJob

Work: TypeAlias = Literal["", "looking", "reading", "embedding"]


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
    files_changed(int)        the files of the opened collection changed
    documents_changed()       kept documents or summaries changed (see `load_kept`)
    failed(UserError)         something could not be done; the sentence is for the person
    deleted(Collection)       it is gone; `restore` brings it back
    """

    changed = Signal()
    files_changed = Signal(int)
    documents_changed = Signal()
    failed = Signal(object)
    deleted = Signal(object)

    states: list[CollectionState]
    files: list[CollectionFile]
    """Those of the opened collection."""
    documents: list[StoredDocument]
    summaries: list[SummaryJob]

    def load(self) -> None:
        """Read the collections and begin to bring them up to date."""
        raise NotImplementedError

    def load_kept(self) -> None:
        """Read which documents and summaries are kept; `documents_changed` follows."""
        raise NotImplementedError

    def create(self, name: str, roots: Sequence[str]) -> None:
        """A name that is empty becomes that of the first root."""
        raise NotImplementedError

    def open(self, collection_id: int | None) -> None:
        """Follow the files of this collection, after looking for changes."""
        raise NotImplementedError

    def rename(self, collection_id: int, name: str) -> None:
        raise NotImplementedError

    def add_roots(self, collection_id: int, roots: Sequence[str]) -> None:
        raise NotImplementedError

    def remove_root(self, collection_id: int, root: str) -> None:
        raise NotImplementedError

    def set_paused(self, collection_id: int, paused: bool) -> None:
        raise NotImplementedError

    def refresh(self, collection_id: int) -> None:
        """Look for changed files now; those that could not be read are tried again."""
        raise NotImplementedError

    def delete(self, collection_id: int) -> None:
        raise NotImplementedError

    def restore(self, collection: Collection) -> None:
        """Undo of `delete`."""
        raise NotImplementedError

    def delete_document(self, sha256: str) -> None:
        """Forget a kept document for good: its text, passages, vectors and summaries."""
        raise NotImplementedError

    def delete_summary(self, job_id: int) -> None:
        raise NotImplementedError

    def shut_down(self) -> None:
        """Stop; what is half read is read again the next time."""
        raise NotImplementedError
