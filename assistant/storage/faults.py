"""What the database says when something is wrong, turned into sentences for the person."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, ProgrammingError

from assistant.core.errors import UserError
from assistant.storage.driver import load_driver

_BY_MESSAGE = (
    ("readonly", "SQLITE_READONLY"),
    ("read-only", "SQLITE_READONLY"),
    ("is locked", "SQLITE_BUSY"),
    ("malformed", "SQLITE_CORRUPT"),
    ("not a database", "SQLITE_NOTADB"),
    ("disk is full", "SQLITE_FULL"),
    ("disk I/O error", "SQLITE_IOERR"),
    ("unable to open", "SQLITE_CANTOPEN"),
    ("FOREIGN KEY", "SQLITE_CONSTRAINT"),
)
_FULL_BELOW_BYTES = 64 * 1024


@contextmanager
def translated(path: Path, *, writing: bool) -> Iterator[None]:
    """Turn the driver's errors for the database at `path` into `UserError`.

    Misuse (another thread, a closed store) is a bug and stays what it is.
    """
    try:
        yield
    except (ProgrammingError, load_driver().ProgrammingError):
        raise
    except DBAPIError as error:
        raise user_error(error.orig or error, path, writing=writing) from error
    except load_driver().Error as error:
        raise user_error(error, path, writing=writing) from error
    except OverflowError as error:  # a number that no row of ours can have
        raise UserError("not_found", "There is nothing with this number.") from error
    except OSError as error:
        raise _of_operating_system(error, path) from error


def user_error(error: BaseException, path: Path, *, writing: bool) -> UserError:
    """The sentence for an error of the driver.

    An input/output error means a full disk or a quota while `writing`, else an unreadable disk.
    """
    name = error_name(error)
    if name == "SQLITE_FULL" or (name == "SQLITE_IOERR" and (writing or _is_full(path))):
        return disk_full(path)
    if name in _SENTENCES:
        return _SENTENCES[name](path)
    return UserError(
        "database", f"The database refused the request: {error}.", "The log holds the details."
    )


def error_name(error: BaseException) -> str:
    """The primary result code of SQLite, like "SQLITE_FULL"; "" when it cannot be told."""
    message = str(error)
    for piece, name in _BY_MESSAGE:
        if piece in message:
            return name
    name = str(getattr(error, "sqlite_errorname", ""))
    return "_".join(name.split("_")[:2])


def read_only(path: Path) -> UserError:
    return UserError(
        "database_read_only",
        f"The conversations cannot be changed: {path} or its folder is read-only.",
        "Give yourself the right to write there, or set INKSTONE_HOME to another folder.",
    )


def locked(path: Path) -> UserError:
    return UserError(
        "database_locked",
        f"Another program keeps the conversations locked ({path}). Nothing was changed.",
        "Close the other program, then try again.",
    )


def damaged(
    path: Path, way_out: str = "Start again to see whether a backup can replace it."
) -> UserError:
    return UserError(
        "database_damaged",
        f"The file with the conversations is damaged: {path}. It was left as it is.",
        way_out,
    )


def newer(path: Path, revision: str) -> UserError:
    return UserError(
        "database_newer",
        f"The conversations were written by a newer version of Inkstone (data version "
        f"{revision}). The file was not changed: {path}.",
        "Update Inkstone, or set INKSTONE_HOME to another folder.",
    )


def disk_full(path: Path) -> UserError:
    return UserError(
        "disk_full",
        f"The disk has no room for the conversations in {path.parent}. What was saved before "
        "is still there; the last change was not saved.",
        "Free some space, then try again.",
    )


def foreign(path: Path) -> UserError:
    return UserError(
        "database",
        f"{path} is a database of another program. It was not changed.",
        "Move it away, or set INKSTONE_HOME to another folder.",
    )


def _cannot_open(path: Path) -> UserError:
    if path.is_dir():
        return UserError("database", f"{path} is a folder; the conversations need a file there.")
    if _is_full(path):
        return disk_full(path)
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return read_only(path)
    return UserError(
        "database",
        f"The file with the conversations cannot be opened: {path}.",
        "Check that its folder exists and belongs to you.",
    )


def _of_operating_system(error: OSError, path: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    return UserError(
        "database",
        f"The conversations in {path.parent} cannot be reached: {error.strerror}.",
        "Check the disk, then try again.",
    )


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _FULL_BELOW_BYTES
    except OSError:
        return False


def _unreadable(path: Path) -> UserError:
    return UserError(
        "database",
        f"The disk could not read the conversations ({path}).",
        "Check the disk or the connection to it, then start again.",
    )


def _gone(_path: Path) -> UserError:
    return UserError("not_found", "This conversation or message is no longer there.")


_SENTENCES: dict[str, Callable[[Path], UserError]] = {
    "SQLITE_CORRUPT": damaged,
    "SQLITE_NOTADB": damaged,
    "SQLITE_BUSY": locked,
    "SQLITE_LOCKED": locked,
    "SQLITE_PROTOCOL": locked,
    "SQLITE_READONLY": read_only,
    "SQLITE_CANTOPEN": _cannot_open,
    "SQLITE_IOERR": _unreadable,
    "SQLITE_CONSTRAINT": _gone,
}
