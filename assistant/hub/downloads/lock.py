"""A lock that two processes cannot have at once, and that a dead one has no more."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
from pathlib import Path

from assistant.hub.downloads.waiting import FOLDER
from assistant.hub.file_names import same_file_key

_NO_LOCKS = (errno.ENOTSUP, errno.ENOSYS, errno.ENOLCK)
"""Some network disks know no locks; there one has to take care oneself."""


def lock_path(folder: Path, model: Path) -> Path:
    """What is locked by whoever fetches `model` into `folder`; equal names in any case are one."""
    name = model.relative_to(folder).as_posix()
    digest = hashlib.sha256(same_file_key(name).encode("utf-8", "surrogatepass")).hexdigest()
    return folder / FOLDER / f"{digest[:20]}.lock"


class FileLock:
    """Held through an open file: the system frees it with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Whether it is ours now; does not wait. Raises OSError where no lock can be made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if not _locked(descriptor):
                    os.close(descriptor)
                    return False
                if self._is_the_same(descriptor):
                    self._descriptor = descriptor
                    return True
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)  # its owner removed it meanwhile: another file is the lock now

    def release(self) -> None:
        """Give it back, and leave no file behind."""
        if self._descriptor is None:
            return
        if os.name == "posix":  # Windows removes no open file
            with contextlib.suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        self._descriptor = None
        if os.name != "posix":
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _is_the_same(self, descriptor: int) -> bool:
        if os.name != "posix":
            return True
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False


def _locked(descriptor: int) -> bool:
    """Lock the file, or say that somebody has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True
