"""A thread that owns a store: the conversations, or the library."""

from __future__ import annotations

import itertools
import queue
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from assistant.core.errors import UserError
from assistant.workers.replies import Failed, Replies, as_user_error

T = TypeVar("T")
_Work = Callable[[Any], Any]
_Job = tuple[_Work, Callable[[Any], None] | None, Failed | None]
_FOREGROUND, _BACKGROUND, _LAST = range(3)


class Store(Protocol):
    """What the thread itself needs of it."""

    def close(self) -> None: ...


class StoreThread(QThread):
    """Runs pieces of work on the store, one after the other, in the order of `submit`.

    Those of the background wait until nothing else does, so each should be short. While the
    store cannot be opened every piece of work fails with the reason; `reopen` tries again.
    `opened` and `open_failed` (a UserError) tell how each attempt went.
    """

    opened = Signal()
    open_failed = Signal(object)

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("store thread")
        self._open_store = open_store
        self._jobs: queue.PriorityQueue[tuple[int, int, _Job | Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._numbers = itertools.count()
        self._store: Store | None = None
        self._open_error: UserError | None = None
        self._replies = Replies(self)
        self.unhandled = self._replies.unhandled

    def submit(
        self,
        work: Callable[[Any], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        background: bool = False,
    ) -> None:
        """Any thread. `done(result)` or `failed(error)` is called on this object's thread."""
        self._put(_BACKGROUND if background else _FOREGROUND, (work, done, failed))

    def _put(self, rank: int, job: _Job | Callable[[], None] | None) -> None:
        self._jobs.put((rank, next(self._numbers), job))

    def is_idle(self) -> bool:
        """Whether nothing waits; any thread. Long work asks it to know when to give way."""
        return self._jobs.empty()

    def reopen(self, prepare: Callable[[], object] | None = None) -> None:
        """Open the store again, after `prepare` (which may set a damaged file aside) has run."""

        def attempt() -> None:
            self._close_store()
            if prepare is not None:
                prepare()
            self._try_open()

        self._put(_FOREGROUND, attempt)

    def stop(self) -> None:
        """Finish what was submitted, close the store and end the thread; blocks until then."""
        if self.isRunning():
            self._put(_LAST, None)
            self.wait()

    def run(self) -> None:
        self._try_open()
        while (job := self._jobs.get()[2]) is not None:
            if isinstance(job, tuple):
                self._perform(*job)
                continue
            try:
                job()
            except Exception as error:  # noqa: BLE001 - the top of this thread
                self.open_failed.emit(as_user_error(error))
        self._close_store()

    def _try_open(self) -> None:
        try:
            self._store = self._open_store()
        except Exception as error:  # noqa: BLE001 - the top of this thread
            self._open_error = as_user_error(error)
            self.open_failed.emit(self._open_error)
        else:
            self._open_error = None
            self.opened.emit()

    def _perform(
        self, work: _Work, done: Callable[[Any], None] | None, failed: Failed | None
    ) -> None:
        if self._store is None:
            error = self._open_error or UserError("database", "The database is not open.")
            self._replies.deliver_error(failed, error)
            return
        try:
            result = work(self._store)
        except Exception as error:  # noqa: BLE001 - the top of this thread
            self._replies.deliver_error(failed, error)
        else:
            self._replies.deliver(done, result)

    def _close_store(self) -> None:
        if self._store is None:
            return
        store, self._store = self._store, None
        try:
            store.close()
        except UserError as error:
            as_user_error(error)
