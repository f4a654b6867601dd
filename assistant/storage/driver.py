"""The SQLite library: which one is used, how a connection is made, what it can do.

The bundled library of `sqlcipher3` is preferred because it is current; Python's own `sqlite3`
serves when it is missing. Both are DB-API modules with the same surface.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

BUSY_TIMEOUT_MS = 5000

# WORKAROUND(https://sqlite.org/wal.html#walresetbug): versions before these can corrupt a WAL
# database that two connections use.
_WAL_SAFE_SINCE = (3, 51, 3)
_WAL_SAFE_BACKPORTS = {(3, 50): 7, (3, 44): 6}
_FTS_SECURE_DELETE_SINCE = (3, 42, 0)


def load_driver() -> Any:
    """The DB-API module that is used; any thread."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2


def driver_name(driver: Any) -> str:
    """The distribution the driver comes from: "sqlcipher3" or "sqlite3"."""
    return str(driver.__name__).partition(".")[0]


def version_tuple(version: str) -> tuple[int, int, int]:
    """The version "3.51.3" as (3, 51, 3); missing parts are 0."""
    numbers = [int(part) for part in version.split(".")[:3]]
    major, minor, patch = (*numbers, 0, 0)[:3]
    return major, minor, patch


def journal_mode_for(version: str) -> str:
    """The safe mode of SQLite `version`: "wal" where it lacks the WAL-reset bug, else "delete".

    The bug is in 3.7.0 to 3.51.2, mended in 3.51.3 and in the backports 3.50.7 and 3.44.6.
    """
    major, minor, patch = version_tuple(version)
    if (major, minor, patch) >= _WAL_SAFE_SINCE:
        return "wal"
    backport = _WAL_SAFE_BACKPORTS.get((major, minor))
    return "wal" if backport is not None and patch >= backport else "delete"


def has_fts_secure_delete(version: str) -> bool:
    """Whether FTS5 of this SQLite can wipe deleted words."""
    return version_tuple(version) >= _FTS_SECURE_DELETE_SINCE


def connect(path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Any:
    """A connection in autocommit with the pragmas of this application.

    Creates the file when it is absent. The journal mode is left as it is, so that a file can be
    looked at without changing it. The calling thread owns the connection.
    """
    connection = load_driver().connect(
        str(path), timeout=busy_timeout_ms / 1000, isolation_level=None
    )
    pragmas = (
        f"busy_timeout={busy_timeout_ms:d}",
        "foreign_keys=ON",
        "synchronous=FULL",
        "fullfsync=ON",
        "secure_delete=ON",
    )
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_read_only(path: Path, *, immutable: bool = False) -> Any:
    """A connection that cannot change the file.

    `immutable` promises that nobody else writes it: no lock and no side file is made.
    """
    uri = f"file:{quote(str(path))}?mode=ro{'&immutable=1' if immutable else ''}"
    connection = load_driver().connect(uri, uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS:d}")
    return connection
