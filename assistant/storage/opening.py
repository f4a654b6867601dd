"""Open a database with every check that must come before the first use."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from assistant.core.errors import UserError
from assistant.storage import backups, faults, migrating
from assistant.storage.database import SUSPECT, Database
from assistant.storage.driver import BUSY_TIMEOUT_MS, has_fts_secure_delete, journal_mode_for
from assistant.storage.index_care import FORMAT_OF_OLD_SQLITE, index_is_sound, rebuild_index
from assistant.storage.tables import (
    FULL_TEXT,
    HEAD_REVISION,
    KNOWN_REVISIONS,
    create_tables,
    wipe_deleted_words,
)

# A sound database up to this size is checked at every start; it takes some milliseconds.
CHECKED_AT_START_BYTES = 16 * 1024 * 1024
_JOURNAL_MODE_WAIT_S = 0.02

_log = logging.getLogger(__name__)


def open_database(
    path: Path,
    backups_dir: Path,
    *,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    clock: Callable[[], float] = time.time,
) -> Database:
    """The database at `path`, made if absent, checked, and at `HEAD_REVISION`.

    Raises `UserError`: `database_read_only`, `database_locked`, `database_damaged`,
    `database_newer`, `disk_full`, or `database` for anything else that is not ours.
    """
    try:
        return _open(path, backups_dir, busy_timeout_ms, clock)
    except UserError as error:
        if error.kind != "database_damaged":
            raise
        raise faults.damaged(path, _way_out(backups_dir)) from error


def _way_out(backups_dir: Path) -> str:
    """What can be done about a damaged database."""
    backup = backups.newest_good_backup(backups_dir)
    if backup is None:
        return "There is no backup. The file can be set aside to begin with an empty one."
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(backups.backup_time(backup)))
    return f"The backup of {made} can take its place; the damaged file is then kept beside it."


def _open(
    path: Path, backups_dir: Path, busy_timeout_ms: int, clock: Callable[[], float]
) -> Database:
    with faults.translated(path, writing=True):
        _prepare_file(path, backups_dir)
    suspect = path.with_name(path.name + SUSPECT)
    unclean = any(_size(path.with_name(path.name + end)) for end in ("-wal", "-journal"))
    database = Database(path, busy_timeout_ms=busy_timeout_ms)
    try:
        revision = migrating.revision_of(database)
        if revision is not None:
            if revision not in KNOWN_REVISIONS:
                raise faults.newer(path, revision)
            _check(database, thorough=unclean, suspect=suspect.exists())
            suspect.unlink(missing_ok=True)
        _use_journal_mode(database, busy_timeout_ms / 1000)
        if revision is None:
            _create(database)
        elif revision != HEAD_REVISION:
            migrating.migrate(database, backups_dir, clock=clock)
        _care_for_index(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare_file(path: Path, backups_dir: Path) -> None:
    """Make an absent file with the right mode; refuse what cannot be written or was emptied."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.is_dir():
        raise UserError("database", f"{path} is a folder; the conversations need a file there.")
    if not path.exists():
        if not os.access(path.parent, os.W_OK):
            raise faults.read_only(path)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        return
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise faults.read_only(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    side_file = _size(path.with_name(path.name + "-wal"))
    if path.stat().st_size == 0 and not side_file and backups.backups(backups_dir):
        raise faults.damaged(path)


def _check(database: Database, *, thorough: bool, suspect: bool) -> None:
    """Look for damage: always in a small file, in a large one after a crash or when `suspect`.

    A large file is also checked with each daily backup. Damage in the full-text tables alone is
    mended at once.
    """
    if not thorough and not suspect and _size(database.path) > CHECKED_AT_START_BYTES:
        return
    with database.reading() as connection:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(20)")]
    if found != ["ok"]:
        _log.error("quick_check of %s: %s", database.path, found)
        if not all("fts5" in line.lower() for line in found):
            raise faults.damaged(database.path)
    if found != ["ok"] or (suspect and not index_is_sound(database)):
        rebuild_index(database)


def _create(database: Database) -> None:
    with database.writing() as connection:
        made = connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_schema WHERE name='alembic_version'"
        ).first()
        if made is None:  # no other process was faster
            create_tables(connection)
            wipe_deleted_words(connection, database.sqlite_version)


def _use_journal_mode(database: Database, patience_s: float) -> None:
    """Set the mode that is safe; while others use the database it may have to stay as it is."""
    wanted = journal_mode_for(database.sqlite_version)
    deadline = time.monotonic() + patience_s
    while database.pragma("journal_mode") != wanted:
        try:
            database.pragma(f"journal_mode={wanted}")
        except UserError as error:
            if error.kind != "database_locked":
                raise
            if time.monotonic() > deadline:
                _log.warning("journal mode could not be changed to %s", wanted)
                return
            time.sleep(_JOURNAL_MODE_WAIT_S)


def _care_for_index(database: Database) -> None:
    """Make the full-text tables usable by this SQLite, and forgetful where it can be."""
    with database.reading() as connection:
        config = [
            (str(row[0]), row[1])
            for table in FULL_TEXT
            for row in connection.exec_driver_sql(f"SELECT k, v FROM {table}_config")
        ]
    if has_fts_secure_delete(database.sqlite_version):
        if [key for key, _value in config].count("secure-delete") < len(FULL_TEXT):
            with database.writing() as connection:
                wipe_deleted_words(connection, database.sqlite_version)
    elif any(key == "version" and value != FORMAT_OF_OLD_SQLITE for key, value in config):
        # An SQLite before 3.42 does not read what a newer one wrote with secure-delete.
        rebuild_index(database)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
