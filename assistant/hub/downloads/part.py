"""The bytes of a file that have arrived: written, made durable and hashed by three threads.

The hash is taken of what is in the file, not of what came from the network; after a restart it is
taken again from the beginning while the transfer already goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from assistant.hub.downloads.disk import sync_data, sync_folder
from assistant.hub.downloads.follower import Follower
from assistant.hub.downloads.stopping import StopSign

SYNC_STEP = 8 << 20
HASH_STEP = 2 << 20
_PIECE = 1 << 20


class Part:
    """A `.part` file that one thread writes from its end on.

    `kept(count)` is called in another thread when so many bytes are on the disk.
    """

    def __init__(self, path: Path, most: int, kept: Callable[[int], None]) -> None:
        """Open what is there, of which no more than `most` bytes are used. Raises OSError."""
        self._path = path
        self._kept = kept
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)
        try:
            self.written = min(os.fstat(self._file.fileno()).st_size, most)
            self._file.truncate(self.written)
            self._file.seek(self.written)
        except BaseException:
            self._file.close()
            raise
        sync_folder(path.parent)
        self._follow()

    def write(self, data: bytes | memoryview) -> None:
        """Add to the end. Raises OSError: then what was written of it counts, and no more."""
        count = self._file.write(data)
        while count < len(data):
            self.written += count
            data = memoryview(data)[count:]
            count = self._file.write(data)
        self.written += count
        self._syncing.wrote(self.written)
        self._hashing.wrote(self.written)

    def restart(self) -> None:
        """Throw away what is there. Raises OSError."""
        self._unfollow()
        self._file.seek(0)
        self._file.truncate()
        self.written = 0
        self._kept(0)
        self._follow()

    def finish(self, stop: StopSign) -> str:
        """Everything is on the disk; its SHA-256. Raises OSError, `Stopped`."""
        self._hashing.finish(self.written, stop)
        self._syncing.finish(self.written, stop)
        return self._digest.hexdigest()

    def close(self) -> None:
        """End the threads; what was written is synced if the disk allows it."""
        self._unfollow()
        with contextlib.suppress(OSError):
            sync_data(self._file.fileno())
            self._kept(self.written)
        self._file.close()

    def verified_mark(self) -> tuple[int, int]:
        """What tells whether the file was changed after its sum was right."""
        return mark_of(self._path)

    def _follow(self) -> None:
        self._digest = hashlib.sha256()
        self._hashing = Follower("download-hash", HASH_STEP, 0, self._hash)
        self._syncing = Follower("download-sync", SYNC_STEP, self.written, self._sync)
        self._hashing.wrote(self.written)

    def _unfollow(self) -> None:
        self._hashing.close()
        self._syncing.close()

    def _sync(self, _start: int, end: int) -> None:
        sync_data(self._file.fileno())
        self._kept(end)

    def _hash(self, start: int, end: int) -> None:
        hash_range(self._path, self._digest, start, end, lambda: self._hashing.closed)


def mark_of(path: Path) -> tuple[int, int]:
    """Size and time of change (ns). Raises OSError."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def hash_range(
    path: Path, digest: hashlib._Hash, start: int, end: int, stopped: Callable[[], bool]
) -> None:
    """Add the bytes from `start` to before `end` to `digest`. Raises OSError."""
    buffer = memoryview(bytearray(min(_PIECE, max(end - start, 1))))
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while start < end and not stopped():
            count = file.readinto(buffer[: end - start])
            if not count:
                raise OSError(None, "the file is shorter than what was written to it")
            digest.update(buffer[:count])
            start += count
