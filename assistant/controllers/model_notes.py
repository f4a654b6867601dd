"""The records of models, in memory as soon as they are read, written one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord, ModelRecords
from assistant.workers.task_pool import TaskPool


def key_of(file: ModelFile) -> str:
    """What the record of a model is kept under: its content; its path where that is not known."""
    return file.identity or file.path


class ModelNotes(QObject):
    """`changed(str path, ModelRecord)`, `failed(str path, UserError)`. Window thread.

    A change that comes before the record was read waits for it.
    """

    changed = Signal(str, object)
    failed = Signal(str, object)

    def __init__(
        self, make: Callable[[], ModelRecords], pool: TaskPool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._pool = pool
        self._records: ModelRecords | None = None
        self._known: dict[str, ModelRecord] = {}
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._unwritten: dict[str, str] = {}
        self._writing = False

    def record(self, file: ModelFile) -> ModelRecord:
        """An empty one where nothing was read yet."""
        return self._known.get(key_of(file), ModelRecord())

    def read(self, file: ModelFile) -> None:
        """`changed` follows, with what is kept."""
        key = key_of(file)
        if key in self._known:
            self.changed.emit(file.path, self._known[key])
            return
        if key in self._waiting:
            return
        self._waiting[key] = []

        def failed(error: UserError) -> None:
            self._waiting.pop(key, None)
            self.failed.emit(file.path, error)

        self._pool.run(lambda: self._open().get(key), lambda r: self._on_read(file, r), failed)

    def change(self, file: ModelFile, **fields: Any) -> None:
        """Replace these fields and write the record."""
        key = key_of(file)
        if key not in self._known:
            self.read(file)
            self._waiting[key].append(fields)
            return
        record = msgspec.structs.replace(self._known[key], **fields)
        if record == self._known[key]:
            return
        self._known[key] = record
        self._unwritten[key] = file.path
        self.changed.emit(file.path, record)
        self._write()

    def _open(self) -> ModelRecords:
        """Pool thread; the records are opened when they are first needed."""
        if self._records is None:
            self._records = self._make()
        return self._records

    def _on_read(self, file: ModelFile, record: ModelRecord) -> None:
        key = key_of(file)
        self._known[key] = record
        changes = self._waiting.pop(key, [])
        if not changes:
            self.changed.emit(file.path, record)
        for fields in changes:
            self.change(file, **fields)

    def _write(self) -> None:
        """One write at a time, so that the newest record is the one that stays."""
        if self._writing or not self._unwritten:
            return
        key, path = self._unwritten.popitem()
        record = self._known[key]
        self._writing = True

        def done(_result: None) -> None:
            self._writing = False
            self._write()

        def failed(error: UserError) -> None:
            self._writing = False
            self.failed.emit(path, error)
            self._write()

        self._pool.run(lambda: self._open().put(key, record), done, failed)

    def flush(self) -> None:
        """The window goes: write what still waits, here and now."""
        while self._unwritten:
            key, path = self._unwritten.popitem()
            try:
                self._open().put(key, self._known[key])
            except UserError as error:
                self.failed.emit(path, error)
