"""What this installation knows of models, in one JSON file that is written as a whole."""

from __future__ import annotations

import contextlib
import errno
import logging
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord
from assistant.whole_files import write_whole

log = logging.getLogger(__name__)

VERSION = 1
_EMPTY = ModelRecord()


class _File(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    models: dict[str, ModelRecord] = {}


class JsonModelRecords:
    """Fulfils `core.hub.model_records.ModelRecords` with the file at `path`. Any thread.

    The file is read when it is first needed, and again when another process has written it. One
    that is damaged is set aside beside it, never overwritten; one of a newer version is read
    from as far as it is understood and never written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._models: dict[str, ModelRecord] = {}
        self._read_as: tuple[int, int, int] | None = None
        self._newer = False

    def get(self, identity: str) -> ModelRecord:
        """See the port. A file that cannot be read says nothing; the log does."""
        with self._lock:
            self._refresh()
            return self._models.get(identity, _EMPTY)

    def put(self, identity: str, record: ModelRecord) -> None:
        """See the port."""
        self.change(identity, lambda _before: record)

    def change(self, identity: str, how: Callable[[ModelRecord], ModelRecord]) -> None:
        """See the port."""
        if not identity:
            raise ValueError("a record belongs to an identity")
        with self._lock:
            self._refresh()
            before = self._models.get(identity, _EMPTY)
            record = how(before)
            if record == before:
                return
            models = {**self._models, identity: record}
            if record == _EMPTY:
                del models[identity]
            self._write(models)
            self._models = models

    def _refresh(self) -> None:
        seen = self._signature()
        if seen is None or seen == self._read_as:
            return
        try:
            data = self._path.read_bytes()
        except OSError:
            log.warning("what is known of models could not be read", exc_info=True)
            return
        try:
            read = msgspec.json.decode(data, type=_File)
        except msgspec.MsgspecError:
            self._models, self._newer = {}, False
            self._set_aside()
            return
        self._models, self._newer = dict(read.models), read.version > VERSION
        self._read_as = seen

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except (OSError, ValueError):
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    def _set_aside(self) -> None:
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.damaged-{number}")).exists():
            number += 1
        log.warning("what was known of models is damaged; it is kept as %s", aside.name)
        with contextlib.suppress(OSError):
            self._path.rename(aside)

    def _write(self, models: dict[str, ModelRecord]) -> None:
        if self._newer:
            raise UserError(
                "settings",
                "What is known of models was written by a newer version of Inkstone and is not "
                "changed.",
                "Use the newer version.",
            )
        data = msgspec.json.format(msgspec.json.encode(_File(version=VERSION, models=models)))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, data, private=True)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            raise UserError(
                "disk_full" if full else "no_permission",
                f"What was noted of the model was not kept: {error.strerror or 'unknown reason'}.",
                "Free some space." if full else "Check the rights of Inkstone's data folder.",
            ) from error
        self._read_as = self._signature()
