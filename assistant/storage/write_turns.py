"""Whose turn it is to write to a database, among the threads of this process.

SQLite tells nobody that its lock is free: who waits asks again after a while, and next to a thread
that takes it again at once may ask in vain until the patience is over. Here the first to come is
the first to write.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakValueDictionary


class WriteTurns:
    """The queue before one database. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, patience_s: float) -> Iterator[bool]:
        """Wait for one's turn, which lasts as long as the block; False: it did not come."""
        came = self._take(patience_s)
        try:
            yield came
        finally:
            if came:
                self._pass_on()

    def _take(self, patience_s: float) -> bool:
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience_s):
            return True
        with self._lock:
            if mine.is_set():  # it came at the last moment
                return True
            self._waiting.remove(mine)
            return False

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_lock = threading.Lock()
_queues: WeakValueDictionary[Path, WriteTurns] = WeakValueDictionary()


def turns_for(path: Path) -> WriteTurns:
    """The queue before the database at `path`: the same one while anybody has it."""
    with _lock:
        return _queues.setdefault(path.resolve(), WriteTurns())
