"""A thread that owns one thing which only it may touch, and does others' work on it."""

from __future__ import annotations

import itertools
import logging
import queue
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from assistant.core.errors import UserError
from assistant.workers.replies import Failed, Replies, as_user_error


class Closable(Protocol):
    """What the thread itself needs of what it owns."""

    def close(self) -> None: ...


_log = logging.getLogger(__name__)

S = TypeVar("S", bound=Closable)
T = TypeVar("T")
_Task: TypeAlias = Callable[[], object]
_FOREGROUND, _BACKGROUND, _LAST = range(3)


class OwnerThread(QThread, Generic[S]):
    """Runs pieces of work on its store, one after the other, in the order of `submit`.

    Those of the background wait until nothing else does, so each should be short. While the
    store cannot be opened every piece of work fails with the reason; `reopen` tries again.
    `opened` and `open_failed` (a UserError) tell how each attempt went.
    """

    opened = Signal()
    open_failed = Signal(object)

    def __init__(self, open_store: Callable[[], S], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._tasks: queue.PriorityQueue[tuple[int, int, _Task | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._store: S | None = None
        self._open_error: UserError | None = None
        self._replies = Replies(self)
        self.unhandled = self._replies.unhandled

    def submit(
        self,
        work: Callable[[S], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        background: bool = False,
    ) -> None:
        """Any thread. `done(result)` or `failed(error)` is called on this object's thread."""
        self._put(
            _BACKGROUND if background else _FOREGROUND, lambda: self._perform(work, done, failed)
        )

    def is_idle(self) -> bool:
        """Whether nothing waits; any thread. Long work asks it to know when to give way."""
        return self._tasks.empty()

    def reopen(self, prepare: Callable[[], object] | None = None) -> None:
        """Open the store again, after `prepare` (which may set a damaged file aside) has run."""

        def attempt() -> None:
            self._close_store()
            if prepare is not None:
                prepare()
            self._try_open()

        self._put(_FOREGROUND, attempt)

    def release(self, done: Callable[[], None]) -> None:
        """Close the store so that others can replace its file; any thread.

        `done()` is called on this object's thread once it is closed. Until `reopen` every piece
        of work fails.
        """

        def close() -> None:
            self._close_store()
            self._open_error = UserError(
                "database",
                "The database is closed while its file is replaced.",
                "Try again in a moment.",
            )
            self._replies.deliver(lambda _nothing: done(), None)

        self._put(_FOREGROUND, close)

    def stop(self) -> None:
        """Finish what was submitted, close the store and end the thread; blocks until then.

        Nobody is told of what it still did.
        """
        self._replies.stop()
        if self.isRunning():
            self._put(_LAST, None)
            self.wait()

    def run(self) -> None:
        self._try_open()
        while (task := self._tasks.get()[2]) is not None:
            try:
                task()
            except Exception as error:  # noqa: BLE001 - the top of this thread
                self.open_failed.emit(as_user_error(error))
        self._close_store()

    def _put(self, rank: int, task: _Task | None) -> None:
        self._tasks.put((rank, next(self._numbers), task))

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
        self, work: Callable[[S], Any], done: Callable[[Any], None] | None, failed: Failed | None
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
            _log.warning("closing: %s", error.text)
