"""One SQLite database, one connection, one thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.pool import StaticPool

from assistant.core.errors import UserError
from assistant.storage import faults
from assistant.storage.driver import BUSY_TIMEOUT_MS, connect, load_driver
from assistant.storage.write_turns import turns_for

SUSPECT = ".suspect"
"""Ending of an empty file beside a database in which damage was met."""


class Database:
    """The open database at `path`. Only the thread that made it may use it."""

    def __init__(self, path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.path = path
        self._turns = turns_for(path)
        self._patience_s = busy_timeout_ms / 1000
        with faults.translated(path, writing=False):
            self._driver_connection = connect(path, busy_timeout_ms=busy_timeout_ms)
        self._engine = sqlalchemy.create_engine(
            "sqlite://",
            module=load_driver(),
            creator=lambda: self._driver_connection,
            poolclass=StaticPool,
            # Transactions are begun here: the driver would begin them late and deferred.
            isolation_level="AUTOCOMMIT",
        )
        self.connection = self._engine.connect()

    @property
    def driver_connection(self) -> Any:
        """The connection of the driver, for its backup call."""
        return self._driver_connection

    @property
    def sqlite_version(self) -> str:
        return str(load_driver().sqlite_version)

    @contextmanager
    def _watched(self, *, writing: bool) -> Iterator[None]:
        """Translates errors; damage is remembered, so that the next start looks closely."""
        try:
            with faults.translated(self.path, writing=writing):
                yield
        except UserError as error:
            if error.kind == "database_damaged":
                with suppress(OSError):
                    self.path.with_name(self.path.name + SUSPECT).touch(mode=0o600)
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlalchemy.Connection]:
        """Several statements that see one state of the database."""
        with self._watched(writing=False):
            self.connection.exec_driver_sql("BEGIN")
            try:
                yield self.connection
            finally:
                self._roll_back()

    @contextmanager
    def writing(self) -> Iterator[sqlalchemy.Connection]:
        """A transaction that is durable at the end of the block; an error undoes it.

        The lock is taken at once, so that what the block reads is still true when it writes.
        Threads of this process take turns; other processes are waited for.
        """
        with self._watched(writing=True), self._turns.turn(self._patience_s) as came:
            if not came:
                raise faults.locked(self.path)
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.exec_driver_sql("COMMIT")
            finally:
                self._roll_back()

    def pragma(self, name: str) -> str:
        """The first value that `PRAGMA name` answers."""
        with faults.translated(self.path, writing=False):
            row = self.connection.exec_driver_sql(f"PRAGMA {name}").first()
        return "" if row is None else str(row[0])

    def in_transaction(self) -> bool:
        return bool(self._driver_connection.in_transaction)

    def truncate_journal(self) -> None:
        """Empty the write-ahead log, as far as other processes let us."""
        with faults.translated(self.path, writing=True):
            self.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.connection.close()
        self._engine.dispose()
        self._driver_connection.close()

    def _roll_back(self) -> None:
        # SQLite has already undone it when the disk was full or unreadable.
        if self._driver_connection.in_transaction:
            self._driver_connection.execute("ROLLBACK")
