"""The documents of a question: read when they are new or have changed, cut, indexed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assistant.cli.input_files import read_documents
from assistant.cli.interrupt import Interrupt
from assistant.cli.terminal import Terminal
from assistant.core.asking import AskedDocument
from assistant.core.document_ports import LibraryStore
from assistant.core.errors import Cancelled, UserError
from assistant.core.passage import passages_of
from assistant.core.summary_job import StoredDocument

if TYPE_CHECKING:
    from assistant.documents.extractor import Extractor


class Indexed(msgspec.Struct, frozen=True):
    """A document that can be searched. `number` is that of the index."""

    sha256: str
    number: int
    pages: int
    characters: int


class Library:
    """What one question is asked of. Main thread."""

    def __init__(
        self,
        store: LibraryStore,
        extractor: Extractor,
        terminal: Terminal,
        interrupt: Interrupt,
    ) -> None:
        self.documents: dict[str, Indexed] = {}
        self.failed: list[tuple[Path, UserError]] = []
        self._store = store
        self._extractor = extractor
        self._terminal = terminal
        self._interrupt = interrupt

    def take(self, files: Sequence[Path]) -> None:
        """Have all `files` indexed; those that cannot be read are in `failed`.

        Raises `Cancelled`, or the first `UserError` when nothing is left.
        """
        kept = {document.sha256: document for document in self._store.documents.list_documents()}
        for path in files:
            if self._interrupt.count:
                raise Cancelled
            try:
                place = os.path.abspath(path)  # noqa: PTH100 - links stay what the person named
                sha256 = self._known(place)
                if sha256 not in kept or not self._store.passages.has_current(sha256):
                    document = self._read(path, place)
                    sha256 = document.sha256
                    kept[sha256] = document
            except UserError as error:
                self.failed.append((path, error))
                continue
            number = self._store.passages.document_id(sha256)
            same = any(each.sha256 == sha256 for each in self.documents.values())
            if number is not None and not same:
                document = kept[sha256]
                self.documents[place] = Indexed(sha256, number, document.pages, document.characters)
        self._terminal.clear_progress()
        if not self.documents:
            raise self.failed[0][1]

    def asked(self) -> tuple[AskedDocument, ...]:
        """All of them, as a question names them."""
        return tuple(
            AskedDocument(document.number, place, document.characters)
            for place, document in self.documents.items()
        )

    def _known(self, place: str) -> str:
        """The SHA-256 of a file that has not changed since it was read; else ""."""
        try:
            status = Path(place).stat()
        except OSError:
            return ""  # whoever reads it says what is wrong
        return self._store.passages.unchanged_file(place, status.st_size, status.st_mtime_ns)

    def _read(self, path: Path, place: str) -> StoredDocument:
        before = path.stat() if path.exists() else None
        read = read_documents([path], self._extractor, self._terminal, self._interrupt)
        text = read.texts[0]
        document = self._store.documents.keep_document(text, place)
        if not self._store.passages.has_current(text.sha256):
            self._store.passages.index_document(text.sha256, passages_of(text))
        number = self._store.passages.document_id(text.sha256)
        if before is not None and number is not None:
            self._store.passages.remember_file(place, before.st_size, before.st_mtime_ns, number)
        return document
