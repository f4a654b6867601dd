"""Copies of the database: one a day, one before each migration, and the way back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from assistant.core.errors import UserError
from assistant.storage import faults
from assistant.storage.database import SUSPECT
from assistant.storage.driver import connect_read_only, load_driver
from assistant.storage.tables import KNOWN_REVISIONS

DAILY_KEPT = 7
BEFORE_MIGRATION_KEPT = 3
_PAGES_A_STEP = 256
_SUFFIX = ".sqlite3"
SIDE_FILES = ("-wal", "-journal", "-shm")


class RestoreReport(msgspec.Struct, frozen=True, kw_only=True):
    """Where the damaged file is now, and the backup that took its place (None: there was none).

    `backup_time` is when the backup was made, in seconds since the epoch; 0.0 without one.
    """

    set_aside: Path
    restored_from: Path | None = None
    backup_time: float = 0.0


class _Paused(Exception):  # noqa: N818 - no error: there is something better to do
    pass


def write_backup(
    source: Any, path: Path, backups_dir: Path, kind: str, *, now: float,
    keep_going: Callable[[], bool] = lambda: True,
) -> Path | None:  # fmt: skip
    """Copy the database behind the driver's connection `source` into `backups_dir`.

    `kind` is "daily" or "migration". The copy is checked before it gets its name; older ones of
    its kind are removed after. None when `keep_going`, asked after each megabyte, says no.
    The caller holds a transaction if the copy shall be of one moment while others write.
    """
    with faults.translated(backups_dir, writing=True):
        backups_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
        target = _unused(backups_dir / f"inkstone-{stamp}-{kind}{_SUFFIX}")
        unfinished = target.with_suffix(f".{os.getpid()}.part")
        try:
            if not _copy(source, unfinished, keep_going):
                return None
            if not is_good(unfinished):
                raise faults.damaged(path)
            _sync(unfinished)
            unfinished.replace(target)
            _sync(backups_dir)
        finally:
            unfinished.unlink(missing_ok=True)
        kept = DAILY_KEPT if kind == "daily" else BEFORE_MIGRATION_KEPT
        for old in backups(backups_dir, kind)[kept:]:
            old.unlink(missing_ok=True)
        return target


def _copy(source: Any, target: Path, keep_going: Callable[[], bool]) -> bool:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = load_driver().connect(str(target), isolation_level=None)

    def after_step(_status: int, _remaining: int, _total: int) -> None:
        if not keep_going():
            raise _Paused

    try:
        copy.execute("PRAGMA synchronous=OFF")  # the whole file is synced at the end
        source.backup(copy, pages=_PAGES_A_STEP, progress=after_step)
    except _Paused:
        return False
    finally:
        copy.close()
    return True


def backups(backups_dir: Path, kind: str = "*") -> list[Path]:
    """The backups in a folder, newest first."""
    found = backups_dir.glob(f"inkstone-*-{kind}{_SUFFIX}") if backups_dir.is_dir() else ()
    return sorted(found, reverse=True)


def backup_time(backup: Path) -> float:
    """When a backup was made, in seconds since the epoch, from its name."""
    try:
        return time.mktime(time.strptime(backup.name[9:24], "%Y%m%d-%H%M%S"))
    except (ValueError, OverflowError):
        return backup.stat().st_mtime


def is_good(database: Path) -> bool:
    """Whether a file that nobody writes is a sound database of a known version."""
    try:
        connection = connect_read_only(database, immutable=True)
    except load_driver().Error:
        return False
    try:
        revisions = [row[0] for row in connection.execute("SELECT * FROM alembic_version")]
        if len(revisions) != 1 or revisions[0] not in KNOWN_REVISIONS:
            return False
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except load_driver().Error:
        return False
    finally:
        connection.close()


def newest_good_backup(backups_dir: Path) -> Path | None:
    """The newest backup that is sound and that this version can read."""
    return next((backup for backup in backups(backups_dir) if is_good(backup)), None)


def set_aside_and_restore(
    path: Path, backups_dir: Path, *, clock: Callable[[], float] = time.time
) -> RestoreReport:
    """Rename the damaged database at `path` and put the newest good backup in its place.

    Nothing is overwritten: the damaged file stays beside the new one, with its journal. Without
    a backup the next `open_store` makes an empty database. No store may be open on `path`.
    """
    if not path.exists():
        raise UserError("not_found", f"There is no database to set aside: {path}.")
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(clock()))
    aside = _unused(path.with_name(f"{path.name}.damaged-{stamp}"))
    backup = newest_good_backup(backups_dir)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.restored")
    with faults.translated(path, writing=True):
        try:
            if backup is not None:  # copied first: a full disk must not leave us with nothing
                _copy_file(backup, fresh)
            _move_aside(path, aside, leave_in_place=backup is not None)
            if backup is not None:
                fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        _sync(path.parent)
    if backup is None:
        return RestoreReport(set_aside=aside)
    return RestoreReport(set_aside=aside, restored_from=backup, backup_time=backup_time(backup))


def _move_aside(path: Path, aside: Path, *, leave_in_place: bool) -> None:
    """Give the damaged file and its side files their new names.

    With `leave_in_place` the old name stays until the caller replaces it, so that a crash in
    between does not look like a first start. The journal goes first: it must never meet the
    new file.
    """
    if leave_in_place:
        try:
            os.link(path, aside)
        except OSError:  # a file system without links
            path.rename(aside)
    for suffix in SIDE_FILES:
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.rename(aside.with_name(aside.name + suffix))
    if not leave_in_place:
        path.rename(aside)
    path.with_name(path.name + SUSPECT).unlink(missing_ok=True)


def restore_into(target: Any, backup: Path) -> None:
    """Write the content of `backup` over the open database of the driver's connection `target`."""
    source = connect_read_only(backup, immutable=True)
    try:
        source.backup(target)
    finally:
        source.close()


def _copy_file(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with open(descriptor, "wb") as out, source.open("rb") as data:  # noqa: PTH123
        while block := data.read(1 << 20):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())


def _unused(path: Path) -> Path:
    """`path`, or `path` with a number that no file has."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def _sync(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    if os.name == "nt" and path.is_dir():  # Windows has no such call for folders
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
