"""The folder of saved states: what it may hold, and what goes first.

Several processes may use it at once. A file's modification time is when its state was last used;
all times are nanoseconds since the epoch.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from assistant.engine.state_file import (
    FINISHED,
    UNFINISHED,
    conversation_mark,
    state_name,
    sync_folder,
)

logger = logging.getLogger("assistant.engine.states")

# Nanoseconds
ABANDONED = 3600 * 10**9  # no write takes as long: whoever began it is dead
FUTURE = 86400 * 10**9  # a file used after tomorrow is of a time when the clock was wrong


class _Found(NamedTuple):
    path: Path
    size: int
    used: int

    @property
    def finished(self) -> bool:
        return self.path.suffix == FINISHED

    @property
    def mark(self) -> str:
        return self.path.name.partition("-")[0]


class StateFolder:
    """At most `budget` bytes of states in `path`, of all models together; any thread."""

    def __init__(self, path: Path, budget: int) -> None:
        self.path = path
        self._budget = budget

    def file_of(self, conversation: str, model_key: str) -> Path:
        """Where the state of `conversation` with that model is, or will be."""
        return self.path / state_name(conversation, model_key)

    def prepare(self) -> None:
        """Make the folder and let only its owner in. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix" and stat.S_IMODE(self.path.stat().st_mode) != 0o700:
            self.path.chmod(0o700)

    def tidy(self) -> None:
        """Remove what dead writers left, and what a smaller budget has no room for."""
        oldest = time.time_ns() - ABANDONED
        self._remove_all(lambda file: not file.finished and file.used < oldest)
        left = list(self._files())
        excess = sum(file.size for file in left) - self._budget
        _remove_longest_unused([file for file in left if file.finished], excess)

    def takes(self, size: int) -> bool:
        """Whether a file of `size` bytes is small enough to be written.

        There is always room for a new version beside the old one.
        """
        return size <= self._budget // 2

    def make_room(self, size: int, target: Path, used: int) -> bool:
        """Remove the longest unused until a file of `size` bytes fits that was last used at `used`.

        `target`, which it replaces, goes last. False when it cannot fit, because what is there was
        used later or is being written.
        """
        found = list(self._files())
        excess = sum(file.size for file in found) + size - self._budget
        older = [file for file in found if file.finished and file.used <= used]
        if sum(file.size for file in older) < excess:
            return False
        return _remove_longest_unused(older, excess, target)

    def touch(self, path: Path, used: int) -> bool:
        """Note that the state at `path` was used then; False when there is none."""
        try:
            os.utime(path, ns=(used, used))
        except OSError:
            return False
        return True

    def has(self, path: Path) -> bool:
        """Whether there is a state at `path`."""
        try:
            return path.is_file()
        except OSError:
            return False

    def remove(self, conversations: Iterable[str]) -> None:
        """Remove the states of `conversations`, of all models, also those not yet finished."""
        marks = {conversation_mark(conversation) for conversation in conversations}
        self._remove_all(lambda file: file.mark in marks)

    def clear(self) -> None:
        """Remove all states."""
        self._remove_all(lambda _file: True)

    def measure(self) -> tuple[int, int]:
        """(conversations, bytes) of all models."""
        finished = [file for file in self._files() if file.finished]
        return len({file.mark for file in finished}), sum(file.size for file in finished)

    def _remove_all(self, wanted: Callable[[_Found], bool]) -> None:
        gone = [_removed(file.path) for file in self._files() if wanted(file)]
        if any(gone):
            with contextlib.suppress(OSError):
                sync_folder(self.path)

    def _files(self) -> Iterator[_Found]:
        try:
            entries = list(os.scandir(self.path))
        except OSError:  # no folder, no states
            return
        latest = time.time_ns() + FUTURE
        for entry in entries:
            if not entry.name.endswith((FINISHED, UNFINISHED)):
                continue
            with contextlib.suppress(OSError):  # another process removed it just now
                about = entry.stat(follow_symlinks=False)
                used = about.st_mtime_ns if about.st_mtime_ns < latest else 0
                yield _Found(Path(entry.path), about.st_size, used)


def _remove_longest_unused(files: Iterable[_Found], excess: int, last: Path | None = None) -> bool:
    """Remove of `files` at least `excess` bytes; False when they could not all be removed."""
    for file in sorted(files, key=lambda file: (file.path == last, file.used)):
        if excess <= 0:
            break
        if _removed(file.path):
            excess -= file.size
    return excess <= 0


def _removed(path: Path) -> bool:
    """Remove `path`; False when it is still there."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("A saved state could not be removed: %s", error)
        return False
    return True
