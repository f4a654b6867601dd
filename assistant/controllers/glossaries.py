"""The glossaries that a person keeps, and the files they come from and go to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.document_ports import LibraryStore
from assistant.core.errors import UserError
from assistant.core.translation.glossary import Glossary, Term
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool


class TermsRead(Protocol):
    """The terms of a file, each once; how many rows were there twice, or had nothing in them."""

    glossary: Glossary
    duplicates: int
    empty: int


class TermFiles(Protocol):
    """Reads and writes glossaries as CSV and TBX files; any thread, raises `UserError`."""

    def read(self, path: Path, into: Glossary) -> TermsRead:
        """The terms of the file; the languages of `into` say which columns are meant."""

    def write(self, path: Path, glossary: Glossary) -> None:
        """Write it to `path`, whole or not at all."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import: the glossary as it is now, and of the file's rows how many were
    added, replaced a term of the same name, stood there twice, or had nothing in them."""

    glossary: Glossary
    path: str
    added: int = 0
    replaced: int = 0
    duplicates: int = 0
    empty: int = 0


class GlossaryShelf(QObject):
    """All glossaries, as the library keeps them; window thread.

    `changed()` after every change of `glossaries`. `deleted(Glossary)`: it can be restored.
    `imported(Imported)`, `exported(str)` with the path, `failed(UserError)`.
    """

    changed = Signal()
    deleted = Signal(object)
    imported = Signal(object)
    exported = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        library: LibraryThread,
        pool: TaskPool,
        files: TermFiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._pool = pool
        self._files = files
        self.glossaries: list[Glossary] = []
        self.loaded = False

    def load(self) -> None:
        """Ask the library for all of them; `changed` follows."""
        self._library.submit(
            lambda library: library.desk.list_glossaries(), self._on_listed, self.failed.emit
        )

    def glossary(self, glossary_id: int) -> Glossary | None:
        return next((each for each in self.glossaries if each.id == glossary_id), None)

    def keep(self, glossary: Glossary, done: Callable[[Glossary], None] | None = None) -> None:
        """Keep it in the place of the one with its id, or as a new one; `done(kept)`.

        The list shows it at once, for typing does not wait for the disk.
        """
        if glossary.id:
            self._put(glossary)

        def kept(made: Glossary) -> None:
            if not glossary.id:
                self._put(made)
            if done is not None:
                done(made)

        def work(library: LibraryStore) -> Glossary:
            return library.desk.keep_glossary(glossary)

        self._library.submit(work, kept, self._on_not_kept)

    def delete(self, glossary_id: int) -> None:
        """Remove it; `deleted` hands it over, `restore` brings it back."""
        gone = self.glossary(glossary_id)
        if gone is None:
            return

        def done(_nothing: None) -> None:
            self.glossaries = [each for each in self.glossaries if each.id != glossary_id]
            self.changed.emit()
            self.deleted.emit(gone)

        self._library.submit(
            lambda library: library.desk.delete_glossary(glossary_id), done, self.failed.emit
        )

    def restore(self, glossary: Glossary) -> None:
        """Keep a deleted one again, under a new id."""
        self.keep(msgspec.structs.replace(glossary, id=0))

    # --- files -----------------------------------------------------------------------------

    def import_file(self, path: str, into: Glossary) -> None:
        """Add the terms of a CSV or TBX file to `into` (id 0: a new one); `imported` follows.

        A term of the file takes the place of one with the same source.
        """
        files = self._files

        def work() -> Imported:
            return merged(into, files.read(Path(path), into), path)

        self._pool.run(work, self._keep_imported, self.failed.emit)

    def export_file(self, glossary: Glossary, path: str) -> None:
        """Write it as the ending of `path` says (.csv or .tbx); `exported` follows."""
        files = self._files
        self._pool.run(
            lambda: files.write(Path(path), glossary),
            lambda _nothing: self.exported.emit(path),
            self.failed.emit,
        )

    def _keep_imported(self, imported: Imported) -> None:
        def kept(glossary: Glossary) -> None:
            self.imported.emit(msgspec.structs.replace(imported, glossary=glossary))

        self.keep(imported.glossary, kept)

    # --- replies ---------------------------------------------------------------------------

    def _on_listed(self, glossaries: list[Glossary]) -> None:
        self.glossaries = list(glossaries)
        self.loaded = True
        self.changed.emit()

    def _on_not_kept(self, error: UserError) -> None:
        """What is shown is not what is kept: show that again."""
        self.failed.emit(error)
        self.load()

    def _put(self, glossary: Glossary) -> None:
        others = [each for each in self.glossaries if each.id != glossary.id]
        self.glossaries = sorted([*others, glossary], key=lambda each: each.name.casefold())
        self.changed.emit()


def merged(into: Glossary, read: TermsRead, path: str) -> Imported:
    """`into` with the terms of a file, the languages and name of the file where it has none."""
    terms: dict[str, Term] = {term.source: term for term in into.terms}
    before = set(terms)
    fresh = {term.source: term for term in read.glossary.terms}
    terms.update(fresh)
    glossary = msgspec.structs.replace(
        into,
        name=into.name or read.glossary.name or Path(path).stem,
        source_language=into.source_language or read.glossary.source_language,
        target_language=into.target_language or read.glossary.target_language,
        terms=tuple(terms.values()),
    )
    return Imported(
        glossary=glossary,
        path=path,
        added=len(fresh.keys() - before),
        replaced=len(fresh.keys() & before),
        duplicates=read.duplicates,
        empty=read.empty,
    )
