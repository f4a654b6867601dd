"""The SHA-256 of a file, taken bit by bit while another process reads it."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from assistant.documents import wire

_STEP = 1024 * 1024


class Digest:
    """Hashes the file at `path` in steps; one thread. A file that cannot be opened has none."""

    def __init__(self, path: Path) -> None:
        self._sha256 = hashlib.sha256()
        self._file = -1
        with contextlib.suppress(OSError):
            self._file = os.open(path, wire.OPEN_FLAGS)
        self._stamp = wire.stamp(os.fstat(self._file)) if self._file >= 0 else ()
        self.done = self._file < 0

    def step(self) -> None:
        """Take the next piece; a moment's work."""
        try:
            piece = os.read(self._file, _STEP)
        except OSError:  # a folder
            self.done, self._stamp = True, ()
            return
        self._sha256.update(piece)
        self.done = not piece

    def of(self, stamp: tuple[int, ...]) -> str:
        """The digest (hexadecimal) of the file with this `wire.stamp`; "" when it is another.

        Takes what is left of the file.
        """
        while not self.done:
            self.step()
        if not self._stamp or stamp != self._stamp or wire.stamp(os.fstat(self._file)) != stamp:
            return ""
        return self._sha256.hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
