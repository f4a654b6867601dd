"""What a disk says when files are written to it, as sentences; and how much room it has."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path

from assistant.core.errors import UserError

RESERVE_BYTES = 64 << 20
"""Stays free: the journal, the conversations and the system need room, too."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def written_error(error: OSError, folder: Path) -> UserError:
    """The sentence for an error of writing below `folder`."""
    if error.errno in _FULL:
        return UserError(
            "disk_full",
            f"The disk of {folder} is full. What was fetched is kept.",
            "Free some space, then go on with the download.",
        )
    if error.errno == errno.EFBIG:
        return UserError(
            "disk_full",
            f"The disk of {folder} cannot hold a file of this size. What was fetched is kept.",
            "Choose a folder on another disk, or a smaller model.",
        )
    if error.errno in _REFUSED:
        return UserError(
            "no_permission",
            f"The folder {folder} cannot be written to.",
            "Give yourself the right to write there, or choose another folder for models.",
        )
    return UserError(
        "download",
        f"The download could not be written to {folder}: {error.strerror or error}.",
        "Check the disk, then go on with the download.",
    )


def check_room(folder: Path, needed: int) -> None:
    """Raises `UserError("disk_full")` where `needed` bytes more would not fit on its disk."""
    try:
        free = shutil.disk_usage(_existing(folder)).free
    except OSError:  # a disk that does not say is asked by writing
        return
    missing = needed + RESERVE_BYTES - free
    if missing > 0:
        raise UserError(
            "disk_full",
            f"The disk of {folder} has no room for this model: {_size(missing)} more are needed.",
            "Free some space, or choose a smaller model or a folder on another disk.",
        )


def check_writable(folder: Path) -> None:
    """Make the folder if need be, for its owner alone.

    Raises `UserError` where no file can be made in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".inkstone-probe"
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise written_error(error, folder) from error


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where a system lets folders be synced."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # not every file system can
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_data(descriptor: int) -> None:
    """Return when what was written to the file is on the disk. Raises OSError."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def _existing(folder: Path) -> Path:
    """`folder`, or the nearest one above it that is there."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
