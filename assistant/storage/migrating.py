"""Bring the database of an older version up to this one.

Alembic is imported only here, and only when there is something to do.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from assistant.core.errors import UserError
from assistant.storage import backups, faults
from assistant.storage.database import Database
from assistant.storage.driver import load_driver
from assistant.storage.tables import HEAD_REVISION, wipe_deleted_words

MIGRATIONS = Path(__file__).parent / "migrations"

_log = logging.getLogger(__name__)


def revision_of(database: Database) -> str | None:
    """The revision the database is at; None when it is empty.

    Raises `UserError` when it holds tables of something else.
    """
    with database.reading() as connection:
        names = {
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT name FROM sqlite_schema WHERE type='table'"
            )
        }
        if not names:
            return None
        if "alembic_version" not in names:
            raise faults.foreign(database.path)
        rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
    if len(rows) != 1:
        raise faults.damaged(database.path)
    return str(rows[0][0])


def migrate(
    database: Database,
    backups_dir: Path,
    *,
    migrations: Path = MIGRATIONS,
    head: str = HEAD_REVISION,
    clock: Callable[[], float] = time.time,
) -> Path | None:
    """Run the migrations in one transaction, after a backup; returns the backup.

    Foreign keys are off meanwhile (a rebuilt table would take its children with it) and are
    checked before the end. When anything fails the database is as it was and `UserError` says
    so. None when another process was faster.
    """
    backup: Path | None = None
    database.connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        with database.writing() as connection:
            before = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if before == head:
                return None
            backup = _backup_now(database, backups_dir, clock())
            _upgrade_and_check(database, migrations, head)
    except _Broken as error:
        if error.committed and backup is not None:
            with faults.translated(database.path, writing=True):
                backups.restore_into(database.driver_connection, backup)
        raise _failed(backup, error) from error
    finally:
        database.connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    _log.info("database migrated to revision %s, backup %s", head, backup)
    return backup


def _upgrade_and_check(database: Database, migrations: Path, head: str) -> None:
    """Raises `_Broken` when the result cannot be kept."""
    try:
        _upgrade(database, migrations, head)
        if not database.in_transaction():
            raise _Broken("a migration ended the transaction")
        orphans = database.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if orphans is not None:
            raise _Broken(f"rows of {orphans[0]} point to rows that are not there")
        wipe_deleted_words(database.connection, database.sqlite_version)
    except _Broken as error:
        error.committed = not database.in_transaction()
        raise


class _Broken(Exception):  # noqa: N818 - becomes a UserError
    """Why a migration cannot be kept; `committed`: going back takes more than a rollback."""

    committed = False


def _backup_now(database: Database, backups_dir: Path, now: float) -> Path | None:
    # From a second connection: ours holds the lock, others can still be read past it.
    source = load_driver().connect(str(database.path), isolation_level=None)
    try:
        return backups.write_backup(source, database.path, backups_dir, "migration", now=now)
    finally:
        source.close()


def _upgrade(database: Database, migrations: Path, head: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = database.connection
    try:
        command.upgrade(config, head)
    except UserError:
        raise
    except DBAPIError as error:
        name = faults.error_name(error.orig or error)
        if name in ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_BUSY"):
            raise
        raise _Broken(str(error.orig)) from error
    except (CommandError, SQLAlchemyError) as error:
        raise _Broken(str(error)) from error
    except Exception as error:
        raise _Broken(f"{type(error).__name__}: {error}") from error


def _failed(backup: Path | None, error: Exception) -> UserError:
    """Say what went wrong."""
    _log.error("migration failed: %s", error)
    where = f" A copy from before is in {backup}." if backup is not None else ""
    return UserError(
        "database",
        "The conversations could not be brought up to this version of Inkstone; they were left "
        f"as they were.{where}",
        "Keep using the version you had, and report this with the log.",
    )
