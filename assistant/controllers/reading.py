"""Reading documents that a person gave: what can be read, why the rest cannot, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.document_ports import DocumentReader
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

Phase: TypeAlias = Literal["waiting", "reading", "read", "failed", "password", "scanned"]


class ReadingFile(msgspec.Struct, frozen=True, kw_only=True):
    """One document on its way. `number` identifies it within its `DocumentReading`.

    "password" and "scanned" wait for the person (`give_password`, `recognise`, `remove`);
    `error` then says why, as with "failed". `fraction` 0 to 1 while "reading". `document` and
    `notes` (sentences about what could not be read as it was meant) are there once "read".
    """

    number: int
    name: str
    path: str = ""
    phase: Phase = "waiting"
    fraction: float = 0.0
    error: UserError | None = None
    document: DocumentRef | None = None
    notes: tuple[str, ...] = ()


class DocumentReading(QObject):
    """Reads any number of files, each in a process of its own, and keeps what was read.

    Window thread. A document counts as "read" when it is durable in the library. The same
    contents are read once; one bad file does not keep the others from being read.

    changed()                     something of `files` is other than it was
    finished()                    nothing waits or is being read any more
    refused(UserError)            nothing of what was named could be taken (an empty folder, …)
    """

    changed = Signal()
    finished = Signal()
    refused = Signal(object)

    def __init__(
        self,
        reader: DocumentReader,
        library: StoreThread,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        """`library` owns a `LibraryStore`; `pool` has threads that may wait for a reading."""
        super().__init__(parent)
        self.files: list[ReadingFile] = []

    @property
    def busy(self) -> bool:
        """Whether something waits or is being read."""
        raise NotImplementedError

    def documents(self) -> tuple[DocumentRef, ...]:
        """Those that are read, in order."""
        raise NotImplementedError

    def texts(self) -> list[ExtractedText]:
        """The texts of `documents`, in the same order."""
        raise NotImplementedError

    def add_paths(self, paths: Sequence[str]) -> None:
        """Read files, and the files of folders."""
        raise NotImplementedError

    def add_text(self, text: str, name: str = "") -> None:
        """Take a text that was dropped or pasted."""
        raise NotImplementedError

    def give_password(self, number: int, password: str) -> None:
        raise NotImplementedError

    def recognise(self, number: int) -> None:
        """Read a scanned document by OCR."""
        raise NotImplementedError

    def retry(self, number: int) -> None:
        """Read a failed file once more."""
        raise NotImplementedError

    def remove(self, number: int) -> None:
        """Leave a document out; a reading of it is stopped."""
        raise NotImplementedError

    def clear(self) -> None:
        """Leave all out and stop what is being read."""
        raise NotImplementedError
