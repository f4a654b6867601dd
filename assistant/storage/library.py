"""Documents, their passages, collections, and the writing desk, on one connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.storage.collections import SqliteCollections
from assistant.storage.database import Database
from assistant.storage.documents import SqliteDocuments
from assistant.storage.driver import BUSY_TIMEOUT_MS
from assistant.storage.opening import open_database
from assistant.storage.passage_rows import remove_leftovers
from assistant.storage.passages import PassageIndex

if TYPE_CHECKING:  # nobody waits for the writing desk who has not come to it
    from assistant.storage.desk import SqliteDesk


def open_library(
    path: Path,
    backups_dir: Path,
    *,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    clock: Callable[[], float] = time.time,
) -> SqliteLibrary:
    """Open the library in the database at `path`; raises what `opening.open_database` raises.

    The calling thread owns it. The database is that of the conversations, on a connection of its
    own: both may be open at once, in different threads. A backup can take the place of a damaged
    database only while neither is.
    """
    database = open_database(path, backups_dir, busy_timeout_ms=busy_timeout_ms, clock=clock)
    try:
        remove_leftovers(database)
    except BaseException:
        database.close()
        raise
    return SqliteLibrary(database, clock=clock)


class SqliteLibrary:
    """Fulfils `core.document_ports.LibraryStore`. `clock` gives seconds since the epoch."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self.passages = PassageIndex(database)
        self.documents = SqliteDocuments(database, self.passages, clock)
        self.collections = SqliteCollections(database, clock)

    @cached_property
    def desk(self) -> SqliteDesk:
        from assistant.storage.desk import SqliteDesk

        return SqliteDesk(self._database, self._clock)

    def close(self) -> None:
        """Close the file. A second call does nothing."""
        self.passages.close()
        self._database.close()
