"""What `inkstone doctor` says of the storage."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant.core.errors import UserError
from assistant.storage import backups, faults
from assistant.storage.driver import (
    connect,
    driver_name,
    has_fts_secure_delete,
    journal_mode_for,
    load_driver,
)
from assistant.storage.tables import HEAD_REVISION, KNOWN_REVISIONS


class StorageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The SQLite that is used, and the database in its present state.

    `journal_mode` is what this SQLite is trusted with, `journal_mode_in_file` what the database
    has now. `problem` is empty when all is well. Sizes in bytes, times in seconds since the
    epoch; `newest_backup` 0.0 means there is none.
    """

    driver: str
    sqlite_version: str
    journal_mode: str
    journal_reason: str
    wipes_deleted_words: bool
    head_revision: str = HEAD_REVISION
    path: str = ""
    exists: bool = False
    size: int = 0
    revision: str = ""
    journal_mode_in_file: str = ""
    conversations: int = 0
    messages: int = 0
    backups: int = 0
    newest_backup: float = 0.0
    problem_kind: str = ""
    problem: str = ""


def storage_facts(
    path: Path | None = None, backups_dir: Path | None = None, *, busy_timeout_ms: int = 1000
) -> StorageFacts:
    """Look at the driver and, with `path`, at the database, changing nothing; any thread.

    A damaged, locked or newer database is a `problem` in the facts, not an exception. The whole
    file is checked, which takes about a second for each few hundred megabytes.
    """
    driver = load_driver()
    version = str(driver.sqlite_version)
    facts = StorageFacts(
        driver=driver_name(driver),
        sqlite_version=version,
        journal_mode=journal_mode_for(version),
        journal_reason=_reason(version),
        wipes_deleted_words=has_fts_secure_delete(version),
    )
    if backups_dir is not None:
        found = backups.backups(backups_dir)
        facts = msgspec.structs.replace(
            facts,
            backups=len(found),
            newest_backup=backups.backup_time(found[0]) if found else 0.0,
        )
    if path is None:
        return facts
    facts = msgspec.structs.replace(facts, path=str(path))
    try:
        with faults.translated(path, writing=False):
            return _with_database(facts, path, busy_timeout_ms) if path.is_file() else facts
    except UserError as error:
        return msgspec.structs.replace(
            facts, exists=True, problem_kind=error.kind, problem=error.text
        )


def _reason(version: str) -> str:
    if journal_mode_for(version) == "wal":
        return f"SQLite {version} has no WAL-reset bug."
    return (
        f"SQLite {version} can damage a write-ahead log that two programs use (mended in 3.51.3, "
        "3.50.7 and 3.44.6), so the slower rollback journal is used."
    )


def _with_database(facts: StorageFacts, path: Path, busy_timeout_ms: int) -> StorageFacts:
    size = path.stat().st_size
    connection = connect(path, busy_timeout_ms=busy_timeout_ms)
    try:
        connection.execute("PRAGMA query_only=ON")

        def value(statement: str) -> str:
            return str(connection.execute(statement).fetchone()[0])

        if value("SELECT count(*) FROM sqlite_schema") == "0":
            return msgspec.structs.replace(facts, exists=True, size=size)
        if value("SELECT count(*) FROM sqlite_schema WHERE name='alembic_version'") == "0":
            raise faults.foreign(path)
        facts = msgspec.structs.replace(
            facts,
            exists=True,
            size=size,
            revision=value("SELECT version_num FROM alembic_version"),
            journal_mode_in_file=value("PRAGMA journal_mode"),
        )
        if facts.revision not in KNOWN_REVISIONS:
            problem = faults.newer(path, facts.revision)
            return msgspec.structs.replace(facts, problem_kind=problem.kind, problem=problem.text)
        if value("PRAGMA integrity_check(1)") != "ok":
            raise faults.damaged(path)
        return msgspec.structs.replace(
            facts,
            conversations=int(value("SELECT count(*) FROM conversation WHERE deleted_at IS NULL")),
            messages=int(value("SELECT count(*) FROM message")),
        )
    finally:
        connection.close()
