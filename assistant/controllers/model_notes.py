"""The records of models: read when they are asked for, changed field by field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
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
    """`changed(str path, str key, ModelRecord)`, `failed(str path, UserError)`. Window thread.

    Others keep things of the same models (their speed), so only the fields that were changed are
    put, one change after the other.
    """

    changed = Signal(str, str, object)
    failed = Signal(str, object)

    def __init__(
        self, make: Callable[[], ModelRecords], pool: TaskPool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._pool = pool
        self._records: ModelRecords | None = None
        self._known: dict[str, ModelRecord] = {}
        self._unwritten: dict[str, tuple[str, dict[str, Any]]] = {}
        self._writing: tuple[str, str, dict[str, Any]] | None = None
        self._lock = Lock()
        self._closed = False

    def record(self, file: ModelFile) -> ModelRecord:
        """As it was read last, with what was changed since."""
        key = key_of(file)
        return self._with_changes(key, self._known.get(key, ModelRecord()))

    def _with_changes(self, key: str, record: ModelRecord) -> ModelRecord:
        waiting = self._unwritten.get(key)
        return record if waiting is None else msgspec.structs.replace(record, **waiting[1])

    def read(self, file: ModelFile) -> None:
        """`changed` follows, with what is kept now."""
        path, key = file.path, key_of(file)
        self._pool.run(
            lambda: self._get(key),
            lambda record: self._tell(path, key, record),
            lambda error: self.failed.emit(path, error),
        )

    def change(self, file: ModelFile, **fields: Any) -> None:
        """Replace these fields; `changed` follows when that is written."""
        key = key_of(file)
        waiting = self._unwritten.get(key, ("", {}))[1]
        self._unwritten[key] = (file.path, {**waiting, **fields})
        self._write()

    def _get(self, key: str) -> ModelRecord:
        with self._lock:
            return self._open().get(key)

    def _open(self) -> ModelRecords:
        """Pool thread; the records are opened when they are first needed."""
        if self._records is None:
            self._records = self._make()
        return self._records

    def _tell(self, path: str, key: str, record: ModelRecord) -> None:
        self._known[key] = record
        self.changed.emit(path, key, self._with_changes(key, record))

    def _write(self) -> None:
        if self._writing is not None or not self._unwritten:
            return
        key = next(iter(self._unwritten))
        path, fields = self._unwritten.pop(key)
        self._known[key] = msgspec.structs.replace(self._known.get(key, ModelRecord()), **fields)
        self._writing = (key, path, fields)

        def done(record: ModelRecord) -> None:
            self._writing = None
            self._tell(path, key, record)
            self._write()

        def failed(error: UserError) -> None:
            self._writing = None
            self.failed.emit(path, error)
            self._write()

        self._pool.run(lambda: self._put(key, fields), done, failed)

    def _put(self, key: str, fields: dict[str, Any]) -> ModelRecord:
        """Pool thread; what comes after the last words of the window is older than they are."""
        with self._lock:
            records = self._open()
            if not self._closed:
                records.change(key, lambda record: msgspec.structs.replace(record, **fields))
            return records.get(key)

    def flush(self) -> None:
        """The window goes: write what still waits, here and now. Nothing is written after it."""
        waiting = dict(self._unwritten)
        if self._writing is not None:  # the pool may drop it
            key, path, fields = self._writing
            waiting[key] = (path, {**fields, **waiting.get(key, ("", {}))[1]})
        refused: list[tuple[str, UserError]] = []
        with self._lock:  # a write of the pool that waits for it would be the older one
            self._closed = True
            records = self._open()
            for key, (path, fields) in waiting.items():
                try:
                    records.change(key, partial(_changed, fields=fields))
                except UserError as error:
                    refused.append((path, error))
        for path, error in refused:
            self.failed.emit(path, error)


def _changed(record: ModelRecord, fields: dict[str, Any]) -> ModelRecord:
    return msgspec.structs.replace(record, **fields)
