"""Long work on single files: one at a time for each, with progress, a time left and a stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.model_work import Progress, Stopped, Work, WorkKind
from assistant.workers.replies import as_user_error
from assistant.workers.task_pool import TaskPool

Task = Callable[[Progress, Stopped], Any]
_EVERY_S = 0.2
_KNOWN_AFTER_S = 1.5
"""Before that a time left would be a guess from too little."""


class FileWorks(QObject):
    """`changed(str path, Work | None)`: None when it ended, in whatever way. Window thread."""

    changed = Signal(str, object)
    _progressed = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = TaskPool(threads=2, parent=self)
        self._works: dict[str, tuple[Work, Event]] = {}
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    def work(self, path: str) -> Work | None:
        found = self._works.get(path)
        return found[0] if found else None

    def begin(
        self,
        path: str,
        kind: WorkKind,
        task: Task,
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Run `task`; `done` or `failed` follows, neither when it is stopped.

        Nothing happens while there is work on `path` already.
        """
        if path in self._works:
            return
        stop = Event()
        self._works[path] = (Work(kind=kind), stop)
        self.changed.emit(path, self._works[path][0])
        teller = _Teller(kind, lambda work: self._progressed.emit(path, work))

        def run() -> Any:
            try:
                return True, task(teller.tell, stop.is_set)
            except Cancelled:
                return False, None

        def ended(result: tuple[bool, Any]) -> None:
            self._end(path)
            if result[0]:
                done(result[1])

        def broke(error: UserError) -> None:
            self._end(path)
            failed(error)

        self._pool.run(run, ended, lambda error: broke(as_user_error(error)))

    def stop(self, path: str) -> None:
        found = self._works.get(path)
        if found:
            found[1].set()

    def _end(self, path: str) -> None:
        self._works.pop(path, None)
        self.changed.emit(path, None)

    @Slot(str, object)
    def _on_progressed(self, path: str, work: Work) -> None:
        found = self._works.get(path)
        if found:
            self._works[path] = (work, found[1])
            self.changed.emit(path, work)

    def shut_down(self) -> None:
        """Stop everything; returns when the threads are gone."""
        for _work, stop in self._works.values():
            stop.set()
        self._pool.stop()


class _Teller:
    """Says how far the work is, not more often than somebody can read it. Worker thread."""

    def __init__(self, kind: WorkKind, say: Callable[[Work], None]) -> None:
        self._kind = kind
        self._say = say
        self._began = time.monotonic()
        self._said = 0.0

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said < _EVERY_S and done < total:
            return
        self._said = now
        elapsed = now - self._began
        left = None
        if done and elapsed >= _KNOWN_AFTER_S:
            left = elapsed * max(0, total - done) / done
        self._say(Work(kind=self._kind, done=done, total=total, seconds_left=left))
