"""Brings one collection up to date: its files looked up, read where they changed, embedded."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
from PySide6.QtCore import QTimer

from assistant.controllers import collection_words as words
from assistant.controllers.embedding import EmbeddingModel
from assistant.controllers.live_collection import Live
from assistant.core.asked_scope import indexed_text
from assistant.core.collection import CollectionFile
from assistant.core.display_text import storable
from assistant.core.document_ports import DocumentReader, FoundFiles, LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.embedding import embedded, missing
from assistant.core.errors import Cancelled, UserError
from assistant.core.passage import Passage
from assistant.core.steps import Call, Compute, Lookup, Steps

MOST_FILES = 5000
_PAUSE_MS = 20
"""Between two files: whoever waits for a reading process gets it."""
_FILES_AT_ONCE = 50
_NUMBERS_AT_ONCE = 200
_STORAGE_KINDS = ("disk_full", "database")

Stamp = tuple[int, int]
"""Size in bytes and modification time in nanoseconds."""
T = TypeVar("T")


class Upkeep:
    """One round for one collection; window thread. `told()` after each thing that changed.

    `refused(UserError)` gets what is worth a sentence though the round goes on.
    """

    def __init__(
        self,
        live: Live,
        reader: DocumentReader,
        embedding: EmbeddingModel,
        told: Callable[[], None],
        refused: Callable[[UserError], None],
    ) -> None:
        self._live = live
        self._reader = reader
        self._embedding = embedding
        self._told = told
        self._refused = refused
        self._stopped = threading.Event()
        self._stamps: dict[str, Stamp | None] = {}
        self.read = 0

    def stop(self) -> None:
        """A reading that goes on elsewhere ends soon."""
        self._stopped.set()

    def course(self) -> Steps[None]:
        """All of it. Ends in a `UserError` where nothing can be kept."""
        yield from self._look()
        yield from self._check()
        yield from self._read_waiting()
        yield from self._embed()

    def _tell(self, work: str, current: str = "", seconds_left: float | None = None) -> None:
        self._live.work, self._live.current = work, current
        self._live.seconds_left = seconds_left
        self._told()

    # --- which files -----------------------------------------------------------------------

    def _look(self) -> Steps[None]:
        """Look up the files; those that were read and are gone stay, as missing."""
        self._tell("looking")
        live = self._live
        roots = live.collection.roots
        found: FoundFiles | None = yield Compute(partial(self._find, roots))
        if found is None:
            return
        there = set(found.files)
        known = [file for file in live.files.values() if file.path not in there and file.sha256]
        kept = [file.path for file in known if _below(file.path, roots)]
        closed = {path: error for path, error in found.failed if error.kind == "no_permission"}
        paths = list(dict.fromkeys([*found.files, *kept, *closed]))
        number = live.collection.id
        files: list[CollectionFile] = yield Lookup(
            lambda library: library.collections.set_files(number, paths), background=True
        )
        live.files = {file.path: file for file in files}
        changes = [_failed(live.files[path], words.missing(), "missing") for path in kept]
        changes += [_failed(live.files[path], error) for path, error in closed.items()]
        self._stamps = yield Compute(partial(stamps_of, found.files))
        yield from self._keep(changes)
        if found.truncated:
            self._refused(words.too_many(live.collection.name, MOST_FILES))

    def _find(self, roots: Sequence[str]) -> FoundFiles | None:
        try:
            return self._reader.find(roots, MOST_FILES, self._stopped.is_set)
        except Cancelled:
            return None

    def _check(self) -> Steps[None]:
        """Files with the size and time that they were read with need not be read again."""
        live, stamps = self._live, self._stamps
        for paths in _pieces(sorted(stamps), _NUMBERS_AT_ONCE):

            def known(library: LibraryStore, paths: Sequence[str] = paths) -> dict[str, str]:
                return {
                    path: library.passages.unchanged_file(path, *stamp)
                    for path in paths
                    if (stamp := stamps[path]) is not None
                }

            sums: dict[str, str] = yield Lookup(known, background=True)
            changes = []
            for path in paths:
                changed = self._checked(live.files[path], sums.get(path))
                if changed != live.files[path]:
                    changes.append(changed)
            yield from self._keep(changes)
        live.tries_failed = False

    def _checked(self, file: CollectionFile, sha256: str | None) -> CollectionFile:
        """What is known of a file; `sha256` None: it is gone, "": it must be read."""
        if sha256 is None:
            return _failed(file, words.missing(), "missing")
        if sha256:
            return _plain(file, "read", sha256)
        changing = file.kind == "document_changed"
        if file.state == "failed" and not changing and not self._live.tries_failed:
            return file
        return _plain(file, "waiting", file.sha256)

    def _keep(self, changes: Sequence[CollectionFile]) -> Steps[None]:
        for some in _pieces(changes, _FILES_AT_ONCE):

            def keep(library: LibraryStore, some: Sequence[CollectionFile] = some) -> None:
                for file in some:
                    library.collections.keep_file(file)

            yield Lookup(keep, background=True)
            for file in some:
                self._live.files[file.path] = file
            self._told()

    # --- reading ---------------------------------------------------------------------------

    def _read_waiting(self) -> Steps[None]:
        waiting = [file for file in self._live.files.values() if file.state == "waiting"]
        sizes = [_size(self._stamps.get(file.path)) for file in waiting]
        began, left = time.monotonic(), sum(sizes)
        total = left
        for file, size in zip(waiting, sizes, strict=True):
            spent, done = time.monotonic() - began, total - left
            self._tell("reading", Path(file.path).name, spent / done * left if done else None)
            yield from self._read(file)
            left -= size
            yield Call(_pause)

    def _read(self, file: CollectionFile) -> Steps[None]:
        """Read one file; that it cannot be read is kept with it."""
        try:
            done = yield Compute(partial(self._extract, Path(file.path)))
        except UserError as error:
            gone = error.kind == "no_such_file"
            state = "missing" if gone else "failed"
            yield from self._keep([_failed(file, words.missing() if gone else error, state)])
            return
        if done is None:
            return
        text, stamp = done
        yield Lookup(
            lambda library: library.documents.keep_document(text, storable(file.path)),
            background=True,
        )
        number = yield from indexed_text(text, background=True)
        yield Lookup(
            lambda library: library.passages.remember_file(file.path, *stamp, number),
            background=True,
        )
        self.read += 1
        yield from self._keep([_plain(file, "read", text.sha256)])

    def _extract(self, path: Path) -> tuple[ExtractedText, Stamp] | None:
        """The text of a file, with the stamp that it had before; None when it was stopped.

        One that changed meanwhile is read once more. On the pool.
        """
        try:
            try:
                stamp = _stamp(path)
                text = self._reader.read(path, cancelled=self._stopped.is_set)
            except UserError as error:
                if error.kind != "document_changed":
                    raise
                stamp = _stamp(path)
                text = self._reader.read(path, cancelled=self._stopped.is_set)
        except Cancelled:
            return None
        if not text.text.strip():
            raise words.empty(path.name)
        if stamp is None or _stamp(path) != stamp:
            raise UserError("document_changed", f"“{path.name}” changed while it was read.")
        return text, stamp

    # --- meaning ---------------------------------------------------------------------------

    def _embed(self) -> Steps[None]:
        """Give passages vectors, as far as there is a model for it."""
        live = self._live
        key: str = yield Call(self._embedding.ensure)
        sums = [file.sha256 for file in live.files.values() if file.sha256]
        numbers = list(
            (
                yield Lookup(lambda library: library.passages.document_ids(sums), background=True)
            ).values()
        )
        counts = yield Lookup(lambda library: library.passages.count(numbers, key), background=True)
        live.passages, live.embedded = counts if key else (0, 0)
        live.embedded_by = key
        if not key or live.embedded == live.passages:
            return
        began, at_first = time.monotonic(), live.embedded
        for number in numbers:
            lacking = yield from missing(number, key, background=True)
            before = live.embedded

            def told(done: int, before: int = before) -> None:
                live.embedded = before + done
                done_now, spent = live.embedded - at_first, time.monotonic() - began
                left = spent / done_now * (live.passages - live.embedded)
                self._tell("embedding", "", left)

            if not (yield from self._embedded(lacking, key, told)):
                live.embedded_by = ""
                return

    def _embedded(
        self, lacking: Sequence[Passage], key: str, told: Callable[[int], None]
    ) -> Steps[bool]:
        """Whether all of them have vectors now; a model that was taken away is no failure."""
        try:
            yield from embedded(lacking, key, told, background=True)
        except UserError as error:
            if error.kind.startswith(_STORAGE_KINDS):
                raise
            return False
        return True


def stamps_of(paths: Iterable[str]) -> dict[str, Stamp | None]:
    """Size and time of each file, None where it is gone. Reads the disk."""
    return {path: _stamp(Path(path)) for path in paths}


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


def _size(stamp: Stamp | None) -> int:
    return stamp[0] + 1 if stamp is not None else 1


def _below(path: str, roots: Sequence[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _pieces(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _plain(file: CollectionFile, state: str, sha256: str) -> CollectionFile:
    return msgspec.structs.replace(file, state=state, sha256=sha256, kind="", error="", hint="")


def _failed(file: CollectionFile, error: UserError, state: str = "failed") -> CollectionFile:
    return msgspec.structs.replace(
        file, state=state, kind=error.kind, error=error.text, hint=error.hint
    )


def _pause(done: Callable[[object], None], _failed: object) -> None:
    QTimer.singleShot(_PAUSE_MS, lambda: done(None))
