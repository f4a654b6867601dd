"""A few threads for work that is neither the store's nor the engine's: files, folders, settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool

from assistant.workers.replies import Failed, Replies

T = TypeVar("T")


class TaskPool(QObject):
    """Runs functions on `threads` threads; results come back on this object's thread."""

    def __init__(self, threads: int = 2, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._replies = Replies(self)
        self.unhandled = self._replies.unhandled

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Owner thread. `done(result)` or `failed(error)` follows on the same thread."""

        def perform() -> None:
            try:
                result = task()
            except Exception as error:  # noqa: BLE001 - the top of this thread
                self._replies.deliver_error(failed, error)
            else:
                self._replies.deliver(done, result)

        self._pool.start(perform)

    def stop(self) -> None:
        """Wait for what runs; what still waits is dropped, and nobody is told any more."""
        self._replies.stop()
        self._pool.clear()
        self._pool.waitForDone()
